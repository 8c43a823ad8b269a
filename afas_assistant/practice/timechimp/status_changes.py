"""Changing statuses of registrations: one way for both generations, all rows or none."""

from dataclasses import dataclass

from afas_assistant.practice.timechimp.books import Books
from afas_assistant.practice.timechimp.catalogue import Record
from afas_assistant.practice.timechimp.replies import not_found, not_valid
from afas_assistant.practice.timechimp.statuses import Status

INTERN, EXTERN = "statusIntern", "statusExtern"


@dataclass(frozen=True)
class Change:
    """What a body asks for, as it came: ids, the number or word of a status, and if need be a message."""

    kind: str
    track: str
    numbers: object
    status: object
    message: object = None


def changed(books: Books, asked: Change, *, skip_unknown: bool) -> list[Record]:
    """Give registrations another status on a track; nothing is changed when one of them is refused.

    Which transitions TimeChimp allows is not documented; here every one is allowed. RefusedError: 400 no ids or no
    such status, 404 an unknown id unless those are skipped.
    """
    kind, numbers, new = asked.kind, asked.numbers, Status.of(asked.status)
    if not isinstance(numbers, list) or not numbers:
        raise not_valid("No registrations selected.")
    if new is None:
        raise not_valid("The status is not valid.")
    with books.lock:
        unknown = [number for number in numbers if books.find(kind, number) is None]
        if unknown and not skip_unknown:
            raise not_found(f"Registration {unknown[0]}")
        text = str(asked.message) if asked.message else None
        found = [number for number in dict.fromkeys(numbers) if number not in unknown]
        return [books.set_status(kind, number, asked.track, new, text) for number in found]

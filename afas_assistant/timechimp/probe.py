"""What a key can do: which API answers, whether reading works and whether writing is refused. Changes nothing."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from afas_assistant.errors import AssistantError
from afas_assistant.texts import Text, literal, phrase, phrase_n
from afas_assistant.timechimp.api import TimeChimp
from afas_assistant.timechimp.errors import TimeChimpError, add_on_needed
from afas_assistant.timechimp.hosts import Bases
from afas_assistant.timechimp.key import Generation, TimeChimpKey
from afas_assistant.timechimp.line import Line
from afas_assistant.timechimp.pace import Pace, Waiting, unseen
from afas_assistant.timechimp.v1 import TimeChimpV1
from afas_assistant.timechimp.v2 import TimeChimpV2
from afas_assistant.transport import Transport


class Writing(StrEnum):
    """Whether a key may write, as far as can be seen without changing anything."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    NOT_TESTED = "not_tested"


@dataclass(frozen=True)
class Access:
    """What a key can do.

    `answers` is what each API said, in the order in which they were asked. `generations` are those that let it read,
    the one to use first; none means that reading does not work, and `trouble` is why. `customers` is their number where
    TimeChimp tells. All texts are sentences for a person; what is inferred says so.
    """

    answers: Mapping[Generation, Text]
    generations: tuple[Generation, ...]
    writing: Writing
    writing_words: Text | None
    customers: int | None
    trouble: AssistantError | None

    @property
    def remarks(self) -> tuple[Text, ...]:
        """All sentences, in the order in which they were found out."""
        found: list[Text] = []
        for generation, words in self.answers.items():
            found.append(words)
            if self.writing_words is not None and generation is self.generations[0]:
                found.append(self.writing_words)
        return tuple(found)

    @property
    def reading(self) -> bool:
        """Whether reading works."""
        return bool(self.generations)


def open_timechimp(
    generation: Generation,
    key: TimeChimpKey,
    bases: Bases | None = None,
    *,
    transport: Transport | None = None,
    pace: Pace | None = None,
    waiting: Waiting = unseen,
) -> TimeChimp:
    """Return a client for one generation; nothing is sent yet. See `Line` for the rest."""
    chosen = bases or Bases()
    base = chosen.v1 if generation is Generation.V1 else chosen.v2
    line = Line(base, generation, key, transport=transport, pace=pace, waiting=waiting)
    return TimeChimpV1(line) if generation is Generation.V1 else TimeChimpV2(line)


def connect(
    key: TimeChimpKey,
    bases: Bases | None = None,
    *,
    transport: Transport | None = None,
    pace: Pace | None = None,
    waiting: Waiting = unseen,
) -> TimeChimp:
    """Return a client for the generation that lets the key read; the one that the key looks made for is asked first.

    Raises what the first one raised when none does.
    """
    troubles: list[AssistantError] = []
    for generation in _order(key):
        client = open_timechimp(generation, key, bases, transport=transport, pace=pace, waiting=waiting)
        try:
            client.greet()
        except AssistantError as error:
            client.close()
            troubles.append(error)
        else:
            return client
    raise _first(troubles)


def probe(
    key: TimeChimpKey,
    bases: Bases | None = None,
    *,
    transport: Transport | None = None,
    pace: Pace | None = None,
    waiting: Waiting = unseen,
) -> Access:
    """Return what a key can do; never raises for what TimeChimp or the line does. Takes three to five calls."""
    reading: dict[Generation, int | None] = {}
    troubles: dict[Generation, AssistantError] = {}
    answers: dict[Generation, Text] = {}
    writing, writing_words = Writing.NOT_TESTED, None
    for generation in _order(key):
        with _closed(open_timechimp(generation, key, bases, transport=transport, pace=pace, waiting=waiting)) as client:
            try:
                client.greet()
                count = client.count_customers()
            except AssistantError as error:
                troubles[generation] = error
                answers[generation] = _silent(generation, error)
                continue
            answers[generation] = _answers(generation, count)
            if not reading:
                writing, writing_words = _try_writing(client)
            reading[generation] = count
    return Access(
        answers=answers,
        generations=tuple(reading),
        writing=writing,
        writing_words=writing_words,
        customers=next(iter(reading.values()), None),
        trouble=None if reading else _first(list(troubles.values())),
    )


def _order(key: TimeChimpKey) -> tuple[Generation, ...]:
    """Return the generations to ask: v1 first, since it is known from TimeChimp itself, unless the key says v2."""
    return (Generation.V2, Generation.V1) if key.generation is Generation.V2 else (Generation.V1, Generation.V2)


def _first(troubles: list[AssistantError]) -> AssistantError:
    """Return the trouble that says most: one of a TimeChimp that answered before one of the line."""
    return next((error for error in troubles if isinstance(error, TimeChimpError)), troubles[0])


@contextmanager
def _closed(client: TimeChimp) -> Iterator[TimeChimp]:
    with client:
        yield client


def _try_writing(client: TimeChimp) -> tuple[Writing, Text]:
    """Return whether a write that changes nothing gets as far as being looked at.

    v1 refuses a change of status of no registrations (confirmed); with which status is known nowhere, so that a refusal
    over its content means *allowed* is inferred, as is 401 or 403 after a successful read meaning *refused*.
    """
    try:
        client.send(client.harmless_write())
    except TimeChimpError as error:
        if error.status in {401, 402, 403}:
            return Writing.REFUSED, phrase(
                "Reading works, but TimeChimp refuses writing: registrations cannot be marked as invoiced. {add_on}",
                add_on=add_on_needed(),
            )
        if error.status not in {200, 400, 409, 422}:
            return Writing.NOT_TESTED, _not_tested(error)
    except AssistantError as error:
        return Writing.NOT_TESTED, _not_tested(error)
    return Writing.ALLOWED, phrase(
        "Writing seems allowed: TimeChimp looked at a change of nothing. This is inferred; the first real change "
        "proves it."
    )


def _not_tested(error: AssistantError) -> Text:
    return phrase("Whether writing is allowed could not be seen. {why}", why=error.title)


def _answers(generation: Generation, count: int | None) -> Text:
    name = literal(generation.value)
    if count is None:
        return phrase("API {generation} answers and lets this key read.", generation=name)
    return phrase_n(
        "API {generation} answers and lets this key read: 1 customer.",
        "API {generation} answers and lets this key read: {count} customers.",
        count,
        generation=name,
    )


def _silent(generation: Generation, error: AssistantError) -> Text:
    return phrase("API {generation} cannot be used: {why}", generation=literal(generation.value), why=error.title)

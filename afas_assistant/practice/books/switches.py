"""What is not known of AFAS, or differs per environment, as switches with the likeliest or strictest reading first."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from afas_assistant.practice.control_errors import ControlError


@dataclass(frozen=True)
class Switches:
    """All switches of the books; every field is one name of the control side."""

    # FiEntries
    locked_tries: int = 0  # so many times the booking layout is locked by another user
    last_administration: int = 3  # the one that the user last opened: it is taken where none is given
    longest_entry: int = 1000  # lines; a longer entry takes AFAS too long (0: no limit)
    vat_code_required: bool = True  # on accounts with VAT, in sales and purchase journals
    project_lines_required: bool = False  # on accounts that post to projects
    # FbDirectInvoice
    booked_at_once: bool = False  # a direct invoice is an entry at once
    blocked_debtors_refused: bool = True  # one that is blocked for delivery gets no direct invoice
    # relations
    automatic_numbers: bool = True  # a debtor or creditor without a number gets the next one
    # authorisation: GetConnectors in which this token's user does not see what was booked
    hidden: tuple[str, ...] = field(default=())

    def changed(self, values: Mapping[str, Any]) -> "Switches":
        """Give the switches with some changed. ControlError: names the switch and what it may be."""
        kinds = {one.name: type(one.default) for one in fields(self)}
        for name, value in values.items():
            if name not in kinds:
                known = ", ".join(kinds)
                raise ControlError(
                    f"There is no switch '{name}'; there are {known}.",
                    f"Er is geen schakelaar '{name}'; er zijn {known}.",
                )
            _check(name, value, kinds[name])
        lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
        return replace(self, **{**values, **lists})

    def as_dict(self) -> dict[str, Any]:
        """Give every switch by its name."""
        return asdict(self)


def _check(name: str, value: object, kind: type) -> None:
    """Refuse a value that a switch cannot have."""
    if kind is bool:
        fits, shown = isinstance(value, bool), "true, false"
    elif kind is int:
        fits, shown = type(value) is int and 0 <= value <= 1_000_000, "0 - 1000000"
    else:
        fits, shown = isinstance(value, list) and all(isinstance(one, str) for one in value), '["GetConnector", …]'
    if not fits:
        raise ControlError(f"{name} must be: {shown}.", f"{name} moet zijn: {shown}.")

"""Reading one JSON object of TimeChimp: tolerant of what is missing or null, strict about what it cannot mean.

Unknown keys are ignored and nulls count as absent, since accounts differ. A value of another kind (words for an amount,
an object for a name) is refused: a wrong guess here ends up on somebody's invoice. Written by hand rather than with
pydantic, because a list of v1 has no pages and may hold 100,000 rows.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

_DIGITS = 15
_LARGEST = 10**_DIGITS
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FLAGS: dict[object, bool] = {True: True, False: False, "true": True, "false": False}


class WrongShape(ValueError):  # noqa: N818 - callers turn it into a TimeChimpError
    """A value cannot be what its name says; `field` names it, the value itself is not repeated."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def record_name(row: object) -> str:
    """Return by what a person finds a record again: its id, as TimeChimp gives it; nothing where there is none."""
    number = row.get("id") if isinstance(row, dict) else None
    return f"(id {number})" if isinstance(number, int | str) and str(number).isalnum() else ""


class Fields:
    """The keys of one object; `what` names it for complaints. Several names mean: the first that is given."""

    __slots__ = ("_row", "_what")

    def __init__(self, row: object, what: str) -> None:
        if not isinstance(row, dict):
            raise WrongShape(what)
        self._row: dict[str, Any] = row
        self._what = what

    def given(self, *names: str) -> object:
        """Return the first value that is not null, as it came, or None."""
        for name in names:
            value = self._row.get(name)
            if value is not None:
                return value
        return None

    def text(self, name: str, *others: str) -> str:
        """Return a text without blanks around it, empty when it is not given; a number becomes its digits.

        Characters that XML has no place for (AFAS works with XML) become blanks: a vertical tab pasted from a letter,
        half of a character pair.
        """
        value = self._row.get(name)
        if value is None:
            value = self.given(*others)
        if isinstance(value, str):
            return (value if value.isprintable() else _NOT_IN_XML.sub(" ", value)).strip()
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise self._wrong((name,))
        return str(value)

    def id(self, *names: str) -> int | None:
        """Return a whole number, or None."""
        value = self.given(*names)
        if value is None or value == "":
            return None
        if type(value) is int:
            return value
        number = _number(value)
        if number is None or number != int(number):
            raise self._wrong(names)
        return int(number)

    def own_id(self) -> int:
        """Return the object's own id; an object without one is refused."""
        value = self.id("id")
        if value is None:
            raise self._wrong(("id",))
        return value

    def number(self, *names: str) -> Decimal | None:
        """Return an exact number, or None."""
        value = self.given(*names)
        if type(value) is Decimal and value.adjusted() < _DIGITS:
            return value  # nearly always, and a list may hold 100,000 customers
        if value is None or value == "":
            return None
        number = _number(value)
        if number is None:
            raise self._wrong(names)
        return number

    def flag(self, *names: str, default: bool) -> bool:
        """Return yes or no."""
        found = self.choice(*names)
        return default if found is None else found

    def choice(self, *names: str) -> bool | None:
        """Return yes or no, or None when it is not given."""
        value = self.given(*names)
        if value is None or value is True or value is False:
            return value
        key = value.casefold() if isinstance(value, str) else value
        if not isinstance(key, str | int) or key not in _FLAGS:
            raise self._wrong(names)
        return _FLAGS[key]

    def day(self, *names: str) -> date | None:
        """Return a calendar day, or None; a time and a zone behind it do not shift it."""
        value = self.given(*names)
        if value is None or value == "":
            return None
        try:
            found = date.fromisoformat(_words(value)[:10])
        except ValueError:
            raise self._wrong(names) from None
        return found if found.year > 1 else None  # .NET writes the first day of the calendar for none

    def own_day(self, *names: str) -> date:
        """Return a calendar day; an object without one is refused."""
        found = self.day(*names)
        if found is None:
            raise self._wrong(names)
        return found

    def moment(self, *names: str) -> datetime | None:
        """Return a moment in UTC, or None; one without a zone is in UTC already."""
        value = self.given(*names)
        if value is None or value == "":
            return None
        try:
            found = datetime.fromisoformat(_words(value))
            return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
        except (ValueError, OverflowError):
            raise self._wrong(names) from None

    def part(self, *names: str) -> "Fields":
        """Return an object within this one, an empty one when it is not given."""
        value = self.given(*names)
        return Fields({} if value is None else value, self._path(names))

    def parts(self, *names: str) -> Iterator["Fields"]:
        """Return the objects of a list, none when it is not given."""
        value = self.given(*names)
        if value is None:
            return
        if not isinstance(value, list):
            raise self._wrong(names)
        for row in value:
            yield Fields(row, self._path(names))

    def __bool__(self) -> bool:
        return bool(self._row)

    def _path(self, names: tuple[str, ...]) -> str:
        return f"{self._what}.{names[0]}"

    def _wrong(self, names: tuple[str, ...]) -> WrongShape:
        return WrongShape(self._path(names))


def _words(value: object) -> str:
    """Return a text as it is; of anything else, words that are no day: a bare number is no date."""
    return value if isinstance(value, str) else "?"


def _number(value: object) -> Decimal | None:
    """Return a number of sane size, or None."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return None
    try:
        number = Decimal(value)
        return number if abs(number) < _LARGEST else None
    except InvalidOperation:
        return None

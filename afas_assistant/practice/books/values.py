"""Reading the values of a record, which come as text or as typed JSON; their form was checked before."""

from datetime import date
from decimal import Decimal

from afas_assistant.practice.failures import RefusalError
from afas_assistant.practice.updateconnectors import Element


def text(element: Element, name: str) -> str:
    """Give a value as text; empty when it is absent."""
    value = element.values.get(name)
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, bool) else str(value)


def truth(element: Element, name: str) -> bool:
    """Tell whether a tick is on."""
    return is_true(element.values.get(name))


def is_true(value: object) -> bool:
    """Tell whether a value is a yes."""
    return str(value).lower() in {"true", "1"}


def amount(element: Element, name: str) -> Decimal:
    """Give an amount; zero when it is absent."""
    return Decimal(text(element, name) or 0)


def number(element: Element, name: str) -> int:
    """Give a whole number; zero when it is absent."""
    return int(text(element, name) or 0)


def day(element: Element, name: str) -> date | None:
    """Give a day; None when it is absent, *type mismatch* for one that no calendar has."""
    given = text(element, name)
    try:
        return date.fromisoformat(given[:10]) if given else None
    except ValueError:
        raise RefusalError("type_mismatch") from None

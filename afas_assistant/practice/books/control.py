"""The control side of the books, under ``/practice/books``: what arrived, payments, periods, and the switches."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from afas_assistant.practice.books import items
from afas_assistant.practice.books.report import report, shown_item
from afas_assistant.practice.books.store import SET_UP, Books
from afas_assistant.practice.control_errors import ControlError
from afas_assistant.practice.failures import RefusalError

Action = Callable[[dict[str, Any]], object]


def actions(books: Books) -> list[tuple[str, str, Action]]:
    """Give method, path and action of each control call."""

    def shown(_: dict[str, Any]) -> object:
        with books.lock:
            return report(books)

    def switched(body: dict[str, Any]) -> object:
        books.switch(body)
        return {"switches": books.switches.as_dict()}

    def paid(body: dict[str, Any]) -> object:
        return _paid(books, body)

    def period(body: dict[str, Any]) -> object:
        return _period(books, body)

    return [
        ("GET", "/practice/books", shown),
        ("POST", "/practice/books/switches", switched),
        ("POST", "/practice/books/pay", paid),
        ("POST", "/practice/books/period", period),
    ]


def _paid(books: Books, body: dict[str, Any]) -> object:
    """Pay an invoice as somebody at AFAS's window does: whole, or ``amount`` (0 takes payments back)."""
    relation, invoice, kind = body.get("relation"), body.get("invoice"), str(body.get("kind", "2"))
    administration, amount = body.get("administration", 1), body.get("amount")
    try:
        part = None if amount is None else Decimal(str(amount))
        with books.transaction():
            key = (int(administration), kind, str(relation), str(invoice))
            return {"item": shown_item(items.paid(books, key, part))}
    except (RefusalError, ValueError, TypeError, InvalidOperation):
        raise ControlError(
            f"There is no invoice {invoice} of {relation} in administration {administration}, or the amount is none.",
            f"Er is geen factuur {invoice} van {relation} in administratie {administration}, of het bedrag is er geen.",
        ) from None


def _period(books: Books, body: dict[str, Any]) -> object:
    """Block or open a period."""
    key, blocked = (body.get("administration", 1), body.get("year"), body.get("period")), body.get("blocked", True)
    numbers = tuple(one for one in key if type(one) is int)
    if len(numbers) != len(key) or type(blocked) is not bool or books.period_blocked(*numbers) is None:
        raise ControlError("There is no such period.", "Die periode is er niet.")
    with books.transaction():
        administration, year, period = numbers
        books.tables.periods[administration, year, period] = blocked
        books.changed(SET_UP)
    return {"administration": administration, "year": year, "period": period, "blocked": blocked}

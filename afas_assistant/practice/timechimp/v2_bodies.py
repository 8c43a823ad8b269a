"""From the nested bodies of v2 to flat records, and what a PUT must hold."""

from collections.abc import Callable, Mapping
from typing import Any

from afas_assistant.practice.timechimp.books import Books
from afas_assistant.practice.timechimp.catalogue import VAT_BY_RATE
from afas_assistant.practice.timechimp.fields import Body
from afas_assistant.practice.timechimp.replies import not_valid
from afas_assistant.practice.timechimp.v2_faces import ADDRESSES, BUDGETS, FREQUENCIES, LINKS, METHODS, RIDES
from afas_assistant.practice.timechimp.writing import CONTACTS

# a project's PUT without these is refused; elsewhere what is left out is lost
NEEDED_IN_PROJECT = ("invoicing", "budget", "projectTasks", "projectUsers")


def flat(books: Books, kind: str, body: Body) -> Body:
    """Flatten a body. RefusedError 400: a part that should be an object is none, or a word is not known."""
    made = {name: value for name, value in body.items() if not isinstance(value, dict | list)}
    for name, (_, field) in LINKS.get(kind, {}).items():
        if name in body:
            made[field] = _part(body, name).get("id")
    if "tags" in body:
        made["tagIds"] = _ids(body, "tags")
    if "active" not in body:
        made["active"] = True
    more = _MORE.get(kind)
    return made | more(books, body) if more else made


def _part(body: Body, name: str) -> dict[str, Any]:
    """Give a nested object; nothing counts as an empty one."""
    part = body.get(name) or {}
    if not isinstance(part, dict):
        raise not_valid(f"The field {name} must be an object.")
    return part


def _parts(body: Body, name: str) -> list[dict[str, Any]]:
    """Give a nested list of objects."""
    parts = body.get(name) or []
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        raise not_valid(f"The field {name} must be a list of objects.")
    return parts


def _ids(body: Body, name: str) -> list[Any]:
    return [part.get("id") for part in _parts(body, name)]


def _number(word: object, words: tuple[str, ...], name: str) -> int:
    """Give the number of a word."""
    if word not in words:
        raise not_valid(f"The value of the field {name} is not valid.")
    return words.index(str(word)) + 1


def _moment(day: object) -> object:
    """Give a day as the books write it."""
    return f"{day}T00:00:00" if isinstance(day, str) and len(day) == 10 else day


def _customer(books: Books, body: Body) -> Body:
    made: Body = {}
    for name, parts in ADDRESSES.items():
        made |= {field: _part(body, name).get(part) for part, field in parts.items()}
    rate = books.find("vatrates", _part(body, "vatRate").get("id"))
    percentage = rate and rate["percentage"]
    return made | {"tax": percentage, "vatRatePercentage": percentage, CONTACTS: _ids(body, "contacts")}


def _project(_: Books, body: Body) -> Body:
    invoicing, budget = _part(body, "invoicing"), _part(body, "budget")
    return {
        "startDate": _moment(body.get("startDate")), "endDate": _moment(body.get("endDate")),
        "invoiceMethod": _number(invoicing.get("method", METHODS[0]), METHODS, "invoicing.method"),
        "hourlyRate": invoicing.get("hourlyRate"), "rate": invoicing.get("fixedRate"),
        "invoiceReference": invoicing.get("reference"), "invoiceDate": _moment(invoicing.get("date")),
        "budgetMethod": _number(budget.get("method", BUDGETS[0]), BUDGETS, "budget.method"),
        "budgetHours": budget.get("hours"), "budgetRate": budget.get("rate"),
        "budgetNotificationPercentage": budget.get("notificationPercentage"),
        "projectManagerIds": _ids(body, "managers"), "projectSubscription": _subscription(_part(body, "subscription")),
        "projectTasks": [{**part, "taskId": _part(part, "task").get("id")} for part in _parts(body, "projectTasks")],
        "projectUsers": [{**part, "userId": _part(part, "user").get("id")} for part in _parts(body, "projectUsers")],
    }  # fmt: skip


def _subscription(part: Body) -> Body | None:
    """Read a subscription; its frequency is a word, as everywhere in v2 (our assumption)."""
    return {**part, "frequency": _number(part.get("frequency"), FREQUENCIES, "frequency")} if part else None


def _expense(books: Books, body: Body) -> Body:
    """Read an expense; without a VAT rate it gets the highest percentage."""
    if body.get("rate") is None or _part(body, "user").get("id") is None:
        raise not_valid("The fields rate and user are required.")
    number = _part(body, "vatRate").get("id", VAT_BY_RATE[max(VAT_BY_RATE)])
    rate = books.find("vatrates", number)
    if rate is None:
        raise not_valid(f"The vatRate {number} does not exist.")
    quantity = body.get("quantity", 1.0)
    return {"date": _moment(body.get("date")), "vatRateId": number, "tax": rate["percentage"], "quantity": quantity}


def _ride(books: Books, body: Body) -> Body:
    if _part(body, "user").get("id") is None:
        raise not_valid("The field user is required.")
    return {"date": _moment(body.get("date") or books.day()), "type": _number(body.get("type"), RIDES, "type")}


_MORE: Mapping[str, Callable[[Books, Body], Body]] = {
    "customers": _customer,
    "contacts": lambda _, body: {"customerIds": _ids(body, "customers")},
    "projects": _project,
    "expenses": _expense,
    "mileage": _ride,
}

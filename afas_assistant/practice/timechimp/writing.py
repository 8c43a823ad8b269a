"""Creating, replacing and deleting records: what both generations do with a body once it is flat."""

from typing import Any

from afas_assistant.practice.timechimp.books import REGISTRATIONS, Books
from afas_assistant.practice.timechimp.catalogue import VAT_BY_RATE, Record
from afas_assistant.practice.timechimp.fields import FIELDS, POINTERS, Body, taken
from afas_assistant.practice.timechimp.replies import not_found, not_valid
from afas_assistant.practice.timechimp.seeded_projects import UNSPECIFIED
from afas_assistant.practice.timechimp.statuses import Status

# what a project holds besides its own fields: list in the body, kind of record, and its table
_PARTS = (("projectTasks", "projecttasks"), ("projectUsers", "projectusers"))
# under this name a body tells which contacts a customer has; v1 has no such field
CONTACTS = "contactIds"
# a record keeps what no client may write
_KEPT = ("id", "clientId", "statusIntern", "statusExtern", "invoiceStatus")


def created(books: Books, kind: str, body: Body) -> Record:
    """Create a record. RefusedError 400: a required field is missing, a value is wrong, or a link points nowhere."""
    with books.lock:
        record = books.add(kind, _linked(books, kind, taken(kind, body, creating=True)) | _begun(kind))
        if kind in {"customers", "projects"}:
            number = record["id"]
            record = books.put(kind, record | {"clientId": f"{number:08x}-0000-4000-8000-{number:012x}"})
        if kind == "projects":
            _replace_parts(books, record["id"], _with_defaults(books, body))
        if kind == "customers":
            _replace_contacts(books, record["id"], body)
        return record


def replaced(books: Books, kind: str, number: object, body: Body) -> Record:
    """Put a body in place of a record: what the body leaves out is lost. RefusedError: 400, or 404 for the id."""
    if number is None:
        raise not_valid("The field id is required.")
    with books.lock:
        old = books.find(kind, number)
        if old is None:
            raise not_found(f"{kind.capitalize()} {number}")
        new = _linked(books, kind, taken(kind, body, creating=False))
        # status by PUT is possible in the description, its effect unknown: here it has none
        kept = {name: old[name] for name in _KEPT if name in old}
        record = books.put(kind, new | kept)
        if kind == "projects":
            _replace_parts(books, record["id"], body)
        if kind == "customers":
            _replace_contacts(books, record["id"], body)
        return record


def deleted(books: Books, kind: str, number: int) -> None:
    """Delete a record. RefusedError: 404."""
    with books.lock:
        if books.find(kind, number) is None:
            raise not_found(f"{kind.capitalize()} {number}")
        books.remove(kind, number)


def _begun(kind: str) -> Record:
    """Give what a new record of a kind begins with."""
    if kind in REGISTRATIONS:
        return {"statusIntern": int(Status.OPEN), "statusExtern": int(Status.OPEN)}
    return {"invoiceStatus": int(Status.OPEN)} if kind == "projects" else {}


def _linked(books: Books, kind: str, record: Record) -> Record:
    """Check where links point, and fill in what follows from them."""
    for name in FIELDS[kind]:
        if name in POINTERS and record[name] is not None and books.find(POINTERS[name], record[name]) is None:
            raise not_valid(f"The {name} {record[name]} does not exist.")
    if kind not in REGISTRATIONS:
        return record
    if record["projectId"] is None and record["customerId"] is None:
        record["projectId"] = UNSPECIFIED
    if record["projectId"] is not None:
        record["customerId"] = books.table("projects")[record["projectId"]]["customerId"]
    record["date"] = record["date"] or books.day()
    if kind == "time" and record["projectTaskId"] is not None:
        record["taskId"] = books.table("projecttasks")[record["projectTaskId"]]["taskId"]
    if kind == "expenses" and record["vatRateId"] is None:
        record["vatRateId"] = VAT_BY_RATE.get(record["tax"])
    return record


def _with_defaults(books: Books, body: Body) -> Body:
    """Give a new project the common activities and all active people where the body names none."""
    tasks = [task for task in books.table("tasks").values() if task["common"] and task["active"]]
    people = [user for user in books.table("users").values() if user["active"]]
    return {
        "projectTasks": [{"taskId": task["id"], "billable": task["billable"]} for task in tasks],
        "projectUsers": [{"userId": user["id"]} for user in people],
    } | {name: parts for name, parts in body.items() if parts}


def _replace_parts(books: Books, project: int, body: Body) -> None:
    """Put the activities and people of a body in place of a project's; a part with a known id keeps that id."""
    for name, kind in _PARTS:
        parts: Any = body.get(name) or []
        before = {record["id"] for record in books.below(kind, "projectId", project)}
        kept = {part.get("id") for part in parts}
        for number in before - kept:
            books.remove(kind, number)
        for part in parts:
            record = taken(kind, {**part, "projectId": project}, creating=part.get("id") not in before)
            if part.get("id") in before:
                books.put(kind, record | {"id": part["id"]})
            else:
                books.add(kind, record)


def _replace_contacts(books: Books, customer: int, body: Body) -> None:
    """Link the contacts that a body names with a customer, and no others; nothing changes where it cannot name any."""
    if CONTACTS not in body:
        return
    before = {record["id"] for record in books.below("contacts", "customerIds", customer)}
    for number in before.symmetric_difference(body[CONTACTS]):
        contact = books.find("contacts", number)
        if contact is None:
            raise not_valid(f"The contact {number} does not exist.")
        others = [other for other in contact["customerIds"] if other != customer]
        linked = others if number in before else [*others, customer]
        books.put("contacts", contact | {"customerIds": linked})

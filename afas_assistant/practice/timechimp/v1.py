"""v1: ``/v1/{resource}…`` with a bearer key, bare arrays without pages, PUT with the id in the body.

Source: TimeChimp's own description of v1 and clients that ran against it. An unknown id is never an empty list.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from afas_assistant.practice.failures import Reply
from afas_assistant.practice.timechimp import status_changes
from afas_assistant.practice.timechimp.catalogue import KEY_OWNER, Record
from afas_assistant.practice.timechimp.replies import not_found, not_valid, shown
from afas_assistant.practice.timechimp.status_changes import EXTERN, INTERN, Change
from afas_assistant.practice.timechimp.statuses import Status
from afas_assistant.practice.timechimp.v1_faces import history_faces, is_registration
from afas_assistant.practice.timechimp.visit import Visit
from afas_assistant.practice.timechimp.writing import created, deleted, replaced


@dataclass(frozen=True)
class Resource:
    """One resource of v1: its kind of record, what may be done, and by which linked records it is listed."""

    kind: str
    methods: frozenset[str] = frozenset({"GET", "POST", "PUT", "DELETE"})
    listed_by: Mapping[str, tuple[str, str]] = field(default_factory=dict)


_READ = frozenset({"GET"})
_BY_PROJECT = {"project": ("projects", "projectId")}
_BY_USER = {"user": ("users", "userId")}
RESOURCES: Mapping[str, Resource] = {
    "customers": Resource("customers"),
    "contacts": Resource("contacts", frozenset({"GET", "POST", "PUT"})),
    "projects": Resource("projects", listed_by={"customer": ("customers", "customerId")}),
    "projecttasks": Resource("projecttasks", listed_by={**_BY_PROJECT, "task": ("tasks", "taskId")}),
    "projectusers": Resource("projectusers", listed_by={**_BY_PROJECT, **_BY_USER}),
    "projectnotes": Resource("projectnotes", listed_by=_BY_PROJECT),
    "tasks": Resource("tasks"),
    "time": Resource("time", listed_by={**_BY_PROJECT, **_BY_USER}),
    "expenses": Resource("expenses", listed_by=_BY_PROJECT),
    "mileage": Resource("mileage", listed_by=_BY_PROJECT),
    "invoices": Resource("invoices", _READ),
    "tags": Resource("tags"),
    "users": Resource("users", _READ),
    "usercontracts": Resource("usercontracts", listed_by=_BY_USER),
}
_CHANGES = {
    "changestatusintern": ("intern", INTERN),
    "changestatusinternal": ("internal", INTERN),
    "changestatusextern": ("intern", EXTERN),
    "changestatusexternal": ("internal", EXTERN),
}
_SUBMITS = {"submitinternal": INTERN, "submitexternal": EXTERN}


def answer(visit: Visit) -> Reply:
    """Answer a call below ``/v1``. RefusedError: what TimeChimp refuses, and how."""
    name, *rest = visit.segments or [""]
    resource = RESOURCES.get(name.lower())
    if resource is None:
        raise not_found("The address was")
    if visit.method == "GET":
        return visit.kept(lambda: _read(visit, resource, rest))
    if visit.method == "POST" and rest and is_registration(resource.kind):
        return _act(visit, resource.kind, rest[0].lower())
    if visit.method not in resource.methods or (rest and visit.method != "DELETE"):
        visit.refuse_method()
    match visit.method:
        case "POST":
            return _shown(visit, resource.kind, created(visit.books, resource.kind, visit.body()))
        case "PUT":
            body = visit.body()
            number = next((value for key, value in body.items() if key.lower() == "id"), None)
            return _shown(visit, resource.kind, replaced(visit.books, resource.kind, number, body))
        case _:
            deleted(visit.books, resource.kind, _number(rest[0] if rest else visit.parameters().get("id", "")))
            return Reply(200) if visit.switches.empty_delete else shown({})


def _read(visit: Visit, resource: Resource, rest: Sequence[str]) -> Reply:
    """Answer a GET: everything, one record, or a list by what the path names."""
    kind = resource.kind
    if not rest:
        return _list(visit, kind, _everything(visit, kind))
    first, *more = rest
    special = _SPECIAL.get((kind, first.lower(), len(more)))
    if special:
        return _shown(visit, kind, special(visit, *more))
    if first.lower() == "daterange" and is_registration(kind) and len(more) == 2:
        return _list(visit, kind, _between(_everything(visit, kind), *more))
    if first.lower() in resource.listed_by and len(more) in {1, 3}:
        records = _listed(visit, resource, first.lower(), more[0])
        return _list(visit, kind, _between(records, *more[1:]) if more[1:] else records)
    record = _found(visit, kind, _number(first))
    if [part.lower() for part in more] == ["statushistories"] and is_registration(kind):
        entries = visit.books.history(kind, record["id"])
        return shown(history_faces(kind, record["id"], entries, visit.switches))
    if more:
        raise not_found("The address was")
    return _shown(visit, kind, record)


def _listed(visit: Visit, resource: Resource, by: str, number: str) -> list[Record]:
    """Give the records that point to one that is named; that one must exist."""
    table, pointer = resource.listed_by[by]
    _found(visit, table, _number(number))
    return visit.books.below(resource.kind, pointer, _number(number))


def _me(visit: Visit) -> Record:
    """Give the owner of the key."""
    return visit.books.table("users")[KEY_OWNER]


def _customers_by_number(visit: Visit, number: str) -> list[Record]:
    """Give the customers with a customer number, as text: none, one or several."""
    return [record for record in visit.books.table("customers").values() if record["relationId"] == number]


def _customer_by_name(visit: Visit, name: str) -> Record:
    """Give the first customer of a name. RefusedError: 404."""
    found = next((record for record in visit.books.table("customers").values() if record["name"] == name), None)
    if found is None:
        raise not_found(f"Customer {name}")
    return found


def _invoices_of_project(visit: Visit, number: str) -> list[Record]:
    """Give the invoice that a project names."""
    wanted = _found(visit, "projects", _number(number))["invoiceId"]
    return [record for record in visit.books.table("invoices").values() if record["id"] == wanted]


# kind, first word of the path, how many words follow
_SPECIAL: Mapping[tuple[str, str, int], Callable[..., Record | list[Record]]] = {
    ("users", "me", 0): _me,
    ("customers", "relationid", 1): _customers_by_number,
    ("customers", "name", 1): _customer_by_name,
    ("invoices", "project", 1): _invoices_of_project,
}


def _everything(visit: Visit, kind: str) -> list[Record]:
    """Give all records of a kind; of hours those changed since ``modified`` when that is asked."""
    records = list(visit.books.table(kind).values())
    since = visit.parameters().get("modified", "") if kind == "time" else ""
    return [record for record in records if record["modified"] >= since] if since else records


def _between(records: list[Record], first: str, last: str) -> list[Record]:
    """Keep what lies in a range of days; both ends are in it."""
    try:
        start, end = date.fromisoformat(first).isoformat(), date.fromisoformat(last).isoformat()
    except ValueError:
        raise not_valid("The date is not valid; use YYYY-MM-DD.") from None
    return [record for record in records if start <= (record["date"] or "")[:10] <= end]


def _act(visit: Visit, kind: str, action: str) -> Reply:
    """Change or submit statuses; the reply of a change is a list of ids (inferred), that of a submit a list of rows."""
    body = {name.lower(): value for name, value in visit.body().items()}
    numbers, message = body.get("registrationids"), body.get("message")
    skip = visit.switches.unknown_registration == "skipped"
    if action in _SUBMITS:
        change = Change(kind, _SUBMITS[action], numbers, int(Status.PENDING_APPROVAL), message)
        return _list(visit, kind, status_changes.changed(visit.books, change, skip_unknown=skip))
    spelling, track = _CHANGES.get(action, ("", ""))
    if not spelling or visit.switches.status_spelling not in {"both", spelling}:
        raise not_found("The address was")
    change = Change(kind, track, numbers, body.get("status"), message)
    rows = status_changes.changed(visit.books, change, skip_unknown=skip)
    return shown([row["id"] for row in rows])


def projects_of_v2(visit: Visit) -> Reply:
    """Answer ``/v2/projects`` on the host of v1: the same flat projects, a bare array; no more is known there."""
    if [segment.lower() for segment in visit.segments] != ["projects"]:
        raise not_found("The address was")
    if visit.method != "GET":
        visit.refuse_method()
    return visit.kept(lambda: _list(visit, "projects", _everything(visit, "projects")))


def _list(visit: Visit, kind: str, records: list[Record]) -> Reply:
    return shown(visit.v1_faces().faces(kind, records))


def _shown(visit: Visit, kind: str, found: Record | list[Record]) -> Reply:
    return shown(visit.v1_faces().face(kind, found)) if isinstance(found, dict) else _list(visit, kind, found)


def _found(visit: Visit, kind: str, number: int) -> Record:
    """Find a record. RefusedError: 404."""
    record = visit.books.find(kind, number)
    if record is None:
        raise not_found(f"{kind.capitalize()} {number}")
    return record


def _number(text: str) -> int:
    """Read an id. RefusedError: it is none."""
    if not text.isascii() or not text.isdigit() or len(text) > 10:
        raise not_found("The address was")
    return int(text)

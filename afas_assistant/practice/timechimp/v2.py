"""v2: ``/{resource}…`` with the header ``api-key``, pages, PUT with the id in the path.

Source: one public reading of the official description; nobody is known to have written with it. Replies to status
changes, codes of success and the envelope of lists are our assumption, the envelope by switch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afas_assistant.practice.failures import Reply
from afas_assistant.practice.timechimp import status_changes
from afas_assistant.practice.timechimp.catalogue import Record
from afas_assistant.practice.timechimp.filters import UnknownFieldError, value_at
from afas_assistant.practice.timechimp.query import Query, Tree, sort_key, understood
from afas_assistant.practice.timechimp.replies import not_found, not_valid, shown
from afas_assistant.practice.timechimp.status_changes import EXTERN, INTERN, Change
from afas_assistant.practice.timechimp.v1_faces import is_registration
from afas_assistant.practice.timechimp.v2_bodies import NEEDED_IN_PROJECT, flat
from afas_assistant.practice.timechimp.v2_faces import LINKS, LISTS, V2Faces, history_faces
from afas_assistant.practice.timechimp.visit import Visit
from afas_assistant.practice.timechimp.writing import created, deleted, replaced

MOST_IN_A_CHANGE = 100


@dataclass(frozen=True)
class Resource:
    """One resource of v2: its kind of record, and which methods are known beside GET."""

    kind: str
    methods: frozenset[str] = frozenset()


_WRITTEN = frozenset({"POST", "PUT", "DELETE"})
RESOURCES: Mapping[str, Resource] = {
    "projects": Resource("projects", _WRITTEN),
    "contacts": Resource("contacts", _WRITTEN),
    "customers": Resource("customers", _WRITTEN),
    "expenses": Resource("expenses", _WRITTEN),
    "mileage": Resource("mileage", _WRITTEN),
    "users": Resource("users"),
    "times": Resource("time"),
    "tasks": Resource("tasks"),
    "invoices": Resource("invoices"),
    "tags": Resource("tags"),
    "mileageVehicles": Resource("vehicles"),
}
_NAMES = {name.lower(): resource for name, resource in RESOURCES.items()}
_TRACKS = {"status": ("status", INTERN), "clientstatus": ("clientStatus", EXTERN)}
# under which name a status change lists its rows
_ROWS = {"time": "times", "expenses": "expenses", "mileage": "mileages"}


def answer(visit: Visit) -> Reply:
    """Answer a call. RefusedError: what TimeChimp refuses, and how."""
    name, *rest = visit.segments or [""]
    resource = _NAMES.get(name.lower())
    if resource is None:
        raise not_found("The address was")
    kind, method = resource.kind, visit.method
    if method == "GET":
        return visit.kept(lambda: _read(visit, kind, rest))
    if method == "PUT" and is_registration(kind) and len(rest) == 1 and rest[0].lower() in _TRACKS:
        return _change_status(visit, kind, rest[0].lower())
    if method not in resource.methods or len(rest) != (0 if method == "POST" else 1):
        visit.refuse_method()
    if method == "POST":
        return _face(visit, kind, created(visit.books, kind, flat(visit.books, kind, visit.body())), status=201)
    number = _number(rest[0])
    if method == "DELETE":
        deleted(visit.books, kind, number)
        return Reply(200) if visit.switches.empty_delete else shown({})
    body = visit.body()
    missing = [name for name in NEEDED_IN_PROJECT if kind == "projects" and body.get(name) is None]
    if missing:
        raise not_valid(f"The field {missing[0]} is required.")
    return _face(visit, kind, replaced(visit.books, kind, number, flat(visit.books, kind, body)))


def _read(visit: Visit, kind: str, rest: Sequence[str]) -> Reply:
    """Answer a GET: a page of records, one record, or the status history of a registration."""
    match [part.lower() for part in rest]:
        case []:
            return _page(visit, kind, understood(visit.parameters()))
        case [number]:
            record = visit.books.find(kind, _number(number))
            if record is None:
                raise not_found(f"{kind.capitalize()} {number}")
            query = understood(visit.parameters(), single=True)
            return shown(V2Faces(visit.books, visit.switches).face(kind, record, query.expand))
        case [number, "statushistory"] if is_registration(kind):
            found = visit.books.find(kind, _number(number))
            if found is None:
                raise not_found(f"{kind.capitalize()} {number}")
            entries = history_faces(visit.books.history(kind, found["id"]))
            return _enveloped(visit, *_selected(entries, understood(visit.parameters())))
        case _:
            raise not_found("The address was")


def _page(visit: Visit, kind: str, query: Query) -> Reply:
    """Give a page; filter and order see linked records whole, the page shows only what was asked to be expanded."""
    faces = V2Faces(visit.books, visit.switches)
    records = list(visit.books.table(kind).values())
    roots = {path[0] for path, _ in query.order} | (query.condition.roots if query.condition else set())
    known = LINKS.get(kind, {}).keys() | LISTS.get(kind, {}).keys()
    # below a record of a list, such as a project's activities, one more link can be looked at
    needed: Tree = {root: {link: {} for link in LINKS.get(_listed_kind(kind, root), {})} for root in roots & known}
    if not roots:
        count = len(records) if query.count else None
        chosen = records[query.skip : query.skip + query.top]
    else:
        seen = [faces.face(kind, record, needed) for record in records]
        picked, count = _selected(seen, query)
        chosen = [visit.books.table(kind)[one["id"]] for one in picked]
    return _enveloped(visit, [faces.face(kind, record, query.expand) for record in chosen], count)


def _listed_kind(kind: str, name: str) -> str:
    return LISTS.get(kind, {}).get(name, ("", ""))[0]


def _selected(rows: list[Record], query: Query) -> tuple[list[Record], int | None]:
    """Filter, sort and page; the count is of all that fit. RefusedError 400: a field that the rows do not have."""
    try:
        if query.condition:
            rows = [row for row in rows if query.condition.fits(row)]
        for path, descending in reversed(query.order):
            rows = sorted(rows, key=lambda row: sort_key(value_at(row, path)), reverse=descending)
    except UnknownFieldError as unknown:
        raise not_valid(f"There is no property '{unknown}'.") from None
    return rows[query.skip : query.skip + query.top], len(rows) if query.count else None


def _enveloped(visit: Visit, rows: list[Record], count: int | None) -> Reply:
    """Put rows in the envelope of the switch; a bare array has no place for a count."""
    envelope = visit.switches.v2_envelope
    if envelope == "bare":
        return shown(rows)
    name = {"value": "@odata.count", "data": "total"}.get(envelope, "count")
    return shown(({} if count is None else {name: count}) | {envelope: rows})


def _change_status(visit: Visit, kind: str, name: str) -> Reply:
    """Answer ``PUT /expenses/status`` and its like; the reply shows the rows (our assumption)."""
    if kind == "time" and not visit.switches.v2_times_status:
        raise not_found("The address was")
    field, track = _TRACKS[name]
    body = visit.body()
    rows: Any = body.get(_ROWS[kind])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise not_valid(f"The field {_ROWS[kind]} is required.")
    if len(rows) > MOST_IN_A_CHANGE:
        raise not_valid(f"At most {MOST_IN_A_CHANGE} {_ROWS[kind]} can be changed at once.")
    status = body.get(field) if isinstance(body.get(field), str) else None
    numbers = [row.get("id") for row in rows]
    skip = visit.switches.unknown_registration == "skipped"
    change = Change(kind, track, numbers, status, body.get("message"))
    changed = status_changes.changed(visit.books, change, skip_unknown=skip)
    faces = V2Faces(visit.books, visit.switches)
    return shown([faces.face(kind, record, {}) for record in changed])


def _face(visit: Visit, kind: str, record: Record, *, status: int = 200) -> Reply:
    return shown(V2Faces(visit.books, visit.switches).face(kind, record, {}), status)


def _number(text: str) -> int:
    """Read an id. RefusedError: it is none."""
    if not text.isascii() or not text.isdigit() or len(text) > 10:
        raise not_found("The address was")
    return int(text)

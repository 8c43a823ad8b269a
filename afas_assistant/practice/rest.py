"""The REST side: which check comes first, and what each address answers.

Order of the checks (the checks are AFAS's troubleshooting page, their order is inferred): IP address, token, app
connector, address, query length, body size, JSON, permission on the connector, content.
"""

import binascii
import re
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from afas_assistant.practice import dossiers, selection, writes
from afas_assistant.practice.environment import AppConnector, Environment
from afas_assistant.practice.failures import Language, RefusalError, Reply, empty, functional, language_of
from afas_assistant.practice.getconnectors import GetDefinition
from afas_assistant.practice.replies import written
from afas_assistant.practice.selection import Cells
from afas_assistant.practice.shelf import Shelf
from afas_assistant.practice.state import State

LONGEST_QUERY = 2049
LARGEST_BODY = 75 * 1024 * 1024
HOSTS = {"production": "rest", "test": "resttest", "accept": "restaccept"}
_TOKEN = re.compile(r"\s*<token>\s*<version>\s*1\s*</version>\s*<data>\s*([0-9A-Fa-f]{64})\s*</data>\s*</token>\s*")


@dataclass(frozen=True)
class Call:
    """A request as the pretend AFAS sees it: ``host`` is the host label (empty on the plain path)."""

    method: str
    host: str
    segments: Sequence[str]
    query: str
    headers: Mapping[str, str]
    content: bytes = b""

    def parameters(self) -> dict[str, str]:
        """Read the query string; names in lower case."""
        return {name.lower(): value for name, value in parse_qsl(self.query, keep_blank_values=True)}


@dataclass(frozen=True)
class Visit:
    """A call that may come in: the environment as it was on arrival, and whose token it is."""

    state: State
    shelf: Shelf
    call: Call
    owner: AppConnector

    @property
    def environment(self) -> Environment:
        """The environment as it was on arrival, whatever is switched meanwhile."""
        return self.shelf.environment


class TurnedAwayError(Exception):
    """A call that gets a reply without reaching a connector."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


def answer(state: State, call: Call) -> Reply:
    """Answer a REST call."""
    shelf = state.shelf
    try:
        owner = admitted(shelf.environment, call, HOSTS)
        return _routed(Visit(state, shelf, call, owner))
    except TurnedAwayError as turned:
        return turned.reply
    except RefusalError as refusal:
        return functional(refusal, language(shelf.environment, call))


def language(environment: Environment, call: Call) -> Language:
    """Tell the language of the texts for a call."""
    return language_of(call.headers.get("accept-language"), environment.base_language)


def admitted(environment: Environment, call: Call, hosts: Mapping[str, str]) -> AppConnector:
    """Check IP address, token, host and app connector, in that order; TurnedAwayError with 403, 401 or 500."""
    if environment.address_refused:
        raise TurnedAwayError(empty(403))
    owner = environment.token_owner(token_data(call.headers.get("authorization", "")))
    expected = hosts[environment.kind]
    # the plain path stands for the test host, which is where a practice environment lives
    if owner is None or (call.host or hosts["test"]) != expected or environment.app_connector_blocked:
        raise TurnedAwayError(empty(401))
    return owner


def token_data(header: str) -> str:
    """Take the token's 64 figures out of the header; empty when it is none, RefusalError when it is not in base64."""
    scheme, _, value = header.partition(" ")
    if scheme.lower() != "afastoken":
        return ""
    if value.lstrip().startswith("<"):
        raise RefusalError("unexpected")
    try:
        text = b64decode(value, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    found = _TOKEN.fullmatch(text)
    return found[1] if found else ""


def _routed(visit: Visit) -> Reply:
    """Find the address, then check length and size before anything reads the call."""
    name, *rest = visit.call.segments or [""]
    handler = _ADDRESSES.get(name.lower())
    if handler is None or len(visit.call.query) + 1 > LONGEST_QUERY:
        return empty(404)
    if len(visit.call.content) > LARGEST_BODY:
        return empty(413)
    return handler(visit, rest)


def _metainfo(visit: Visit, rest: Sequence[str]) -> Reply:
    """Answer /metainfo, /metainfo/get/X and /metainfo/update/X."""
    if visit.call.method != "GET":
        return empty(400)
    match [part.lower() for part in rest]:
        case []:
            return _shown(visit, _overview(visit))
        case ["get", _]:
            return _shown(visit, _get_definition(visit, rest[1]).as_metainfo())
        case ["update", _]:
            name = rest[1]
            _check_update_allowed(visit, name)
            return _shown(visit, visit.environment.update_definitions[name].as_metainfo())
        case _:
            return empty(404)


def _overview(visit: Visit) -> dict[str, Any]:
    """Name all connectors the token may use, and the environment unless an old Profit leaves that out."""
    environment = visit.environment
    gets = [environment.get_definitions[name] for name in visit.owner.get]
    updates = [environment.update_definitions[name] for name in visit.owner.update]
    body: dict[str, Any] = {
        "updateConnectors": [{"id": item.id, "description": item.description} for item in updates],
        "getConnectors": [{"id": item.name, "description": item.description} for item in gets],
    }
    if environment.info_shown:
        body["info"] = {
            "envid": environment.envid,
            "appName": visit.owner.name,
            "group": visit.owner.group,
            "tokenExpiry": environment.token_expiry,
        }
    return body


def _connectors(visit: Visit, rest: Sequence[str]) -> Reply:
    """Answer /connectors/X: reading on GET, writing on POST, PUT and DELETE."""
    if not rest:
        return empty(404)
    name, *below = rest
    if visit.call.method == "GET":
        return _read(visit, name) if not below else empty(404)
    _check_update_allowed(visit, name)
    definition = visit.environment.update_definitions[name]
    if visit.call.method == "DELETE":
        return writes.delete(visit.state, definition, below)
    if visit.call.method in {"POST", "PUT"}:
        return writes.save(visit.state, definition, visit.call.method, below, visit.call.content)
    return empty(400)


def _read(visit: Visit, name: str) -> Reply:
    """Answer a GetConnector."""
    environment = visit.environment
    definition = _get_definition(visit, name)
    if name in environment.unauthorised:
        raise RefusalError("get_not_supported")
    if name in environment.blocked:
        raise RefusalError("definition_blocked")
    if name in environment.failing:
        raise RefusalError("unexpected")
    try:
        query = selection.understood(visit.call.parameters())
        rows = visit.shelf.selected(definition, query)
    except selection.UnexpectedQueryError:
        raise RefusalError("unexpected") from None
    except selection.UnknownColumnError as unknown:
        raise RefusalError("column_not_found", name=unknown.name) from None
    except selection.TooMuchError:
        raise RefusalError("out_of_memory") from None
    shown = [_cells(definition, row, environment.replaced_columns.get(name)) for row in rows]
    return _shown(visit, {"skip": query.skip, "take": query.take, "rows": shown})


def _cells(definition: GetDefinition, row: Cells, replaced: str | None) -> dict[str, Any]:
    """Give one row by column name; a boolean is never null, and a replaced column says so in every row."""
    cells = dict(zip(definition.columns, row, strict=True))
    for field in definition.fields:
        if field.data_type == "boolean" and cells[field.id] is None:
            cells[field.id] = False
    if replaced is not None:
        cells[replaced] = "(replaced)"
    return cells


def _get_definition(visit: Visit, name: str) -> GetDefinition:
    """Find a GetConnector the token may use; otherwise AFAS's one message for missing, misspelt and no rights."""
    environment = visit.environment
    allowed = name in visit.owner.get and name in environment.get_definitions
    reading = visit.call.segments[0].lower() == "connectors"
    if (not allowed and environment.missing_answers_401) or (reading and name in environment.answering_401):
        raise TurnedAwayError(empty(401))
    if not allowed:
        raise RefusalError("get_not_supported")
    return environment.get_definitions[name]


def _check_update_allowed(visit: Visit, name: str) -> None:
    """Refuse an UpdateConnector that is not in the app connector."""
    if name not in visit.owner.update:
        raise RefusalError("update_not_supported")


def _special(visit: Visit, name: str) -> None:
    """Refuse a special connector that is not on the tab Connectoren: an empty 401, or the 500 message by scenario."""
    if name in visit.owner.special:
        return
    if visit.environment.special_missing_answers_500:
        raise RefusalError("special_not_supported")
    raise TurnedAwayError(empty(401))


def _version(visit: Visit, rest: Sequence[str]) -> Reply:
    """Answer /ProfitVersion."""
    if rest:
        return empty(404)
    _special(visit, "AppConnectorVersion")
    return _shown(visit, {"version": visit.environment.version})


def _subject(visit: Visit, rest: Sequence[str]) -> Reply:
    """Answer /SubjectConnector/{SubjectId}/{FileId}, or the same in the query string; 404 for an unknown file."""
    _special(visit, "AppConnectorSubject")
    parameters = visit.call.parameters()
    subject, file = rest if len(rest) == 2 else (parameters.get("subjectid", ""), parameters.get("fileid", ""))
    found = visit.state.books.tables.files.get(file.upper())
    if found and str(found.subject) == subject:
        return _shown(visit, dossiers.file_shown(found.name, found.content))
    shown = dossiers.attachment(subject, file)
    return _shown(visit, shown) if shown else empty(404)


def _report(visit: Visit, rest: Sequence[str]) -> Reply:
    """Answer /ReportConnector/{guid} with a small PDF; this environment takes any guid for a report of its own."""
    _special(visit, "AppConnectorReport")
    return _shown(visit, dossiers.pdf()) if rest and rest[0] else empty(404)


def _file(visit: Visit, rest: Sequence[str]) -> Reply:
    """Answer /FileConnector/{fileid}/{name} or the query form; no special connector is known to guard it."""
    parameters = visit.call.parameters()
    file = rest[0] if rest else parameters.get("fileid", "")
    found = visit.state.books.tables.files.get(file.upper())
    if found:
        return _shown(visit, dossiers.file_shown(found.name, found.content))
    row = next((row for row in dossiers.attachments() if row["file_id"] == file.upper()), None)
    return _shown(visit, {"filename": row["file_name"], **dossiers.pdf()}) if row else empty(404)


def _image(visit: Visit, rest: Sequence[str]) -> Reply:
    """Answer /ImageConnector/{id}; this environment has one image, number 1."""
    if list(rest) != ["1"]:
        return empty(404)
    return _shown(visit, {"mimetype": "image/png", "filedata": dossiers.PIXEL})


def _shown(visit: Visit, body: object) -> Reply:
    """Write a successful body in the notation of the Profit version."""
    return written(body, before_profit_7=visit.environment.before_profit_7)


_ADDRESSES: Mapping[str, Callable[[Visit, Sequence[str]], Reply]] = {
    "metainfo": _metainfo,
    "connectors": _connectors,
    "profitversion": _version,
    "subjectconnector": _subject,
    "reportconnector": _report,
    "fileconnector": _file,
    "imageconnector": _image,
}

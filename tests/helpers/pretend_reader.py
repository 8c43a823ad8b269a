"""A hand-written environment for the checker's tests: answers from plain values, counts its calls, needs no network."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from afas_assistant.afas.attachment import Attachment
from afas_assistant.afas.errors import AfasError
from afas_assistant.afas.explanations import explain
from afas_assistant.afas.metainfo import GetDefinition, Metainfo, UpdateDefinition
from afas_assistant.afas.paging import Page
from afas_assistant.afas.query import Query
from afas_assistant.errors import AssistantError, Technical, Who
from afas_assistant.texts import literal

Row = dict[str, Any]


def afas_error(status: int, message: str = "") -> AfasError:
    """Return the error that the client makes of a refusal."""
    meant = explain(status, message or None)
    error = AfasError(
        meant.code,
        title=literal(f"AFAS refused ({status})"),
        explanation=meant.meaning,
        action=meant.action,
        who=meant.whose,
        technical=Technical(status=status, external_message=message or None, log_reference="5E0B9A41" * 4),
    )
    error.status = status
    return error


def line_error(code: str) -> AssistantError:
    """Return an error of the way to AFAS."""
    return AssistantError(code, title=literal(code), explanation=literal(""), action=literal(""), who=Who.YOU)


NOT_SUPPORTED = "GetConnector niet ondersteund voor deze app of de gebruiker is niet geautoriseerd"
BLOCKED = "Deze GetConnector (definitie) is geblokkeerd"
SPECIAL_NOT_SUPPORTED = "General message: Deze connector wordt niet ondersteund of de gebruiker is niet geautoriseerd."


def metainfo(get: Sequence[str], update: Sequence[str] = (), **info: str) -> Metainfo:
    """Return a `/metainfo` with these names."""
    told = {"envid": "T99001AA", "appName": "Koppeling", "group": "AuthorizationGroup 101 (99001.APPCONNECTOR)",
            "tokenExpiry": "0", **info}  # fmt: skip
    return Metainfo.model_validate(
        {
            "getConnectors": [{"id": name, "description": name} for name in get],
            "updateConnectors": [{"id": name, "description": name} for name in update],
            "info": told,
        }
    )


@dataclass
class PretendReader:
    """An environment. `rows` by connector; `errors` by connector or call name; `updates` holds paths by connector.

    `columns` are the names that a connector's metainfo tells, `fields` names with AFAS's own fields in their place.
    """

    names: Metainfo
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    errors: Mapping[str, AssistantError] = field(default_factory=dict)
    updates: Mapping[str, Sequence[str]] = field(default_factory=dict)
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    fields: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    closed: bool = False

    def metainfo(self) -> Metainfo:
        self._called("metainfo")
        return self.names

    def get_definition(self, connector_id: str) -> GetDefinition:
        self._called(f"metainfo/get/{connector_id}")
        told = self.fields.get(connector_id) or [(name, "") for name in self.columns.get(connector_id, ())]
        fields = [{"id": name, "fieldId": own} for name, own in told]
        return GetDefinition.model_validate({"name": connector_id, "fields": fields})

    def update_definition(self, connector_id: str) -> UpdateDefinition:
        self._called(f"metainfo/update/{connector_id}", connector_id)
        return update_definition(connector_id, self.updates.get(connector_id, ()))

    def first_row(self, connector: str) -> Row | None:
        self._called(connector)
        rows = self.rows.get(connector, ())
        return rows[0] if rows else None

    def pages(self, connector: str, query: Query) -> Iterator[Page]:
        self._called(f"{connector}*", connector)
        found = [row for row in self.rows.get(connector, ()) if _passes(row, query)]
        yield Page(0, len(found), tuple(found))

    def profit_version(self) -> str:
        self._called("version")
        return "26.2.1"

    def subject_file(self, subject_id: str, file_id: str) -> Attachment:
        self._called("subject")
        raise afas_error(404)

    def report(self, report_id: str) -> Attachment:
        self._called("report")
        raise afas_error(404)

    def xml_schema(self, update_connector: str) -> str:
        self._called("xml_schema")
        return "<xs:schema/>"

    def close(self) -> None:
        self.closed = True

    def _called(self, call: str, connector: str | None = None) -> None:
        self.calls.append(call)
        error = self.errors.get(call) or self.errors.get(connector or call)
        if error is not None:
            raise error


def _passes(row: Row, query: Query) -> bool:
    """Whether a row passes the only two filters that a check uses: equal to true, and not empty."""
    return all(
        row.get(one.field) is True if one.value is True else row.get(one.field) not in {None, ""}
        for group in query.groups
        for one in group
    )


def update_definition(connector: str, paths: Sequence[str]) -> UpdateDefinition:
    """Return an UpdateConnector with exactly these paths, `Field` or `Object/Field` …"""
    return UpdateDefinition.model_validate({"id": connector, "name": connector, **_tree(paths)})


def _tree(paths: Sequence[str]) -> dict[str, Any]:
    inner: dict[str, list[str]] = {}
    for path in paths:
        if "/" in path:
            name, _, rest = path.partition("/")
            inner.setdefault(name, []).append(rest)
    return {
        "fields": [{"fieldId": path} for path in paths if "/" not in path],
        "objects": [{"name": name, **_tree(rest)} for name, rest in inner.items()],
    }

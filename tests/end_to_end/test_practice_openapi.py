"""The practice environment under foreign eyes: its replies over real HTTP, held against AFAS's own OpenAPI files.

The files are no part of the project; without them these tests are skipped. Where we deliberately answer otherwise than
the files say, the deviation stands in a table here, with its reason, and the test fails when a deviation is not needed.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from openapi_schema_validator import OAS30Validator

from afas_assistant.practice import getconnectors, updateconnectors, updatedefinitions
from afas_assistant.practice.failures import RefusalError
from afas_assistant.practice.process import PracticeProcess
from tests.helpers.practice_calls import authorization
from tests.helpers.reference import reference_path

Json = dict[str, Any]
SPECIAL_PATHS = (
    "/SubjectConnector",
    "/FileConnector",
    "/ImageConnector/{id}",
    "/ReportConnector/{id}",
    "/ProfitVersion",
)
# how the line carries a body is the web server's affair; a loopback server neither zips nor splits
FRAMING = {"Transfer-Encoding", "Content-Encoding", "Content-Length"}

DEVIATIONS = {
    "empty cells": "the files call every column a plain string or number; AFAS's page and captures show null",
    "POST /connectors/FiEntries": "the file says FiEntries and InID; help page and captures say FiEntryPar and InId",
    "DELETE /connectors/FiEntries/FiEntryPar/@Year/{Year}": "deletes by year alone; the help page deletes by entry",
    "503": "the file's own example nests both under 'example', against its schema; we answer so",
}
EXAMPLES_NOT_ACCEPTED = {
    "post_KnPurchaseRelationOrg_voorbeeld_vrije_velden": "free fields (U + 32 figures) exist in one environment only",
    "howto_KnSubject_custom_KnS03": "free fields in KnS03 exist in one environment only",
    "post_KnSalesRelationOrg_EDA": "sends a fiscal number of 14 characters, where AFAS publishes a length of 9",
    "put_KnSalesRelationPer_AfleveradresToevoegen": "sends TeN2 on the relation; AFAS has it on the person only",
}


@dataclass(frozen=True)
class Operation:
    """One operation of AFAS's files; the same path in several files is one operation with several descriptions."""

    method: str
    path: str
    described: tuple[Json, ...]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


def resolved(node: Any, root: Json) -> Any:
    """Put referred parts in the place of their references; bodies of requests are left alone (they recurse)."""
    if isinstance(node, dict):
        if "$ref" in node:
            part: Any = root
            for step in node["$ref"].removeprefix("#/").split("/"):
                part = part[step]
            return resolved(part, root)
        return {key: resolved(value, root) for key, value in node.items()}
    return [resolved(item, root) for item in node] if isinstance(node, list) else node


def in_scope(path: str) -> bool:
    name = path.split("/")[2] if path.startswith("/connectors/") else ""
    known = {*getconnectors.definitions(), *updatedefinitions.definitions(), "{Endpoint}"}
    return path.startswith(("/MetaInfo", "/Metainfo")) or path in SPECIAL_PATHS or name in known


def operations() -> list[Operation]:
    found: dict[tuple[str, str], list[Json]] = {}
    for file in sorted(reference_path("afas-openapi").glob("*.json")):
        root = json.loads(file.read_text(encoding="utf-8"))
        for path, methods in root["paths"].items():
            for method, described in methods.items():
                if in_scope(path) and method in {"get", "post", "put", "delete"}:
                    answers = resolved(described["responses"], root)
                    found.setdefault((method.upper(), path), []).append(answers)
    return [Operation(method, path, tuple(described)) for (method, path), described in found.items()]


ORGANISATION = {"KnOrganisation": {"Element": {"Fields": {"MatchOga": "6", "Nm": "Nieuw B.V."}}}}
PERSON = {"KnPerson": {"Element": {"Fields": {"MatchPer": "7", "LaNm": "Jansen"}}}}
DATES = {"EnDa": "2026-05-25", "BpDa": "2026-05-25"}
LINES = ({"VaAs": "1", "AcNr": "1100", **DATES, "AmDe": 100}, {"VaAs": "1", "AcNr": "1000", **DATES, "AmCr": 100})
ARTICLE = {"VaIt": "2", "ItCd": "1000", "BiUn": "stk", "QuUn": 1}
INVOICE_LINE = {"FbDirectInvoiceLines": {"Element": {"Fields": ARTICLE}}}
ENTRY_LINES = {"FiEntries": {"Element": [{"Fields": line} for line in LINES]}}
FILE = {"KnSubjectAttachment": {"Element": {"Fields": {"FileName": "a.pdf", "FileStream": "JVBERg=="}}}}
# root, key that PUT and DELETE use, fields of POST, objects
BODIES: dict[str, tuple[str, str, Json, Json]] = {
    "KnSubject": ("KnSubject", "SbId", {"StId": 101, "Ds": "Notitie"}, FILE),
    "KnSalesRelationOrg": ("KnSalesRelationOrg", "DbId", {"CuId": "EUR"}, ORGANISATION),
    "KnSalesRelationPer": ("KnSalesRelationPer", "DbId", {"CuId": "EUR"}, PERSON),
    "KnPurchaseRelationOrg": ("KnPurchaseRelationOrg", "CrId", {"CuId": "EUR"}, ORGANISATION),
    "FbDirectInvoice": ("FbDirectInvoice", "OrNu", {"DbId": "10001"}, INVOICE_LINE),
    "FiEntries": ("FiEntryPar", "EnNo", {"Year": 2026, "Peri": 5, "JoCo": "80"}, ENTRY_LINES),
    "FiInvoice": ("FiInvoice", "InId", {"UnId": 1, "InId": "V0000001"}, {}),
}  # fmt: skip


class Caller:
    """Makes a fitting call for an operation; what has to exist first is made first."""

    def __init__(self, practice: PracticeProcess, web: httpx.Client) -> None:
        self._root = practice.rest
        self._web = web

    def call(self, operation: Operation) -> list[httpx.Response]:
        """Call an operation, in each form its path stands for."""
        if operation.method == "GET":
            return [self._web.get(self._root + path) for path in self._reading_paths(operation.path)]
        connector = operation.path.split("/")[2]
        root, key, fields, objects = BODIES[connector]
        if operation.method == "POST" and operation.path == f"/connectors/{connector}":
            return [self._send("POST", operation.path, root, {"Fields": fields, "Objects": objects})]
        number = fields.get(key) or self._made(connector)
        if operation.method == "DELETE":
            path = operation.path.replace("@Year", "@EnNo").rsplit("/", 1)[0]
            return [self._web.delete(f"{self._root}{path}/{number}")]
        changed = {f"@{key}": number, "Fields": fields}
        return [self._send(operation.method, operation.path, root, changed | {"Objects": objects})]

    def _send(self, method: str, path: str, root: str, element: Json) -> httpx.Response:
        return self._web.request(method, self._root + path, json={root: {"Element": element}})

    def _made(self, connector: str) -> str:
        root, key, fields, objects = BODIES[connector]
        made = self._send("POST", f"/connectors/{connector}", root, {"Fields": fields, "Objects": objects})
        return str(made.json()["results"][root][key])

    def _reading_paths(self, path: str) -> list[str]:
        file = "0000000000000000000000000EFE0000"
        forms = {
            "/Metainfo/{Type}/{Endpoint}": ["/Metainfo/get/Profit_Administrations", "/Metainfo/update/KnSubject"],
            "/connectors/{Endpoint}": ["/connectors/SBQ_Debiteuren?take=3"],
            "/SubjectConnector": [f"/SubjectConnector?SubjectId=5001&FileId={file}", f"/SubjectConnector/5001/{file}"],
            "/FileConnector": [f"/FileConnector?fileid={file}&filename=x"],
            "/ImageConnector/{id}": ["/ImageConnector/1?format=0"],
            "/ReportConnector/{id}": ["/ReportConnector/0F0F"],
        }
        return forms.get(path, [path])


def validated(operation: Operation, reply: httpx.Response, used: set[str]) -> None:
    """Hold a reply against every description of its operation."""
    for described in operation.described:
        answer = described.get(str(reply.status_code))
        assert answer is not None, (operation.name, reply.status_code, reply.text[:200])
        missing = {name for name in answer.get("headers", {}) if name not in reply.headers} - FRAMING
        assert not missing, (operation.name, missing)
        content = answer.get("content", {}).get("application/json")
        if content is None:
            assert reply.content == b"", operation.name
            continue
        assert reply.headers["content-type"].startswith("application/json")
        _validate_body(operation, content, reply.json(), used)


def _validate_body(operation: Operation, content: Json, body: Json, used: set[str]) -> None:
    schema = content["schema"]
    rows = schema.get("properties", {}).get("rows")
    if rows is not None and operation.path != "/connectors/{Endpoint}":
        _validate_rows(rows["items"], body["rows"], used)
        body = {**body, "rows": []}
    if operation.path == "/connectors/{Endpoint}" or operation.path.startswith("/Metainfo/"):
        # the file shows one connector's columns, or one side of metainfo, as if all were so: the frame is what counts
        assert body.keys() >= {"fields"} or body.keys() == set(schema["properties"])
    elif schema.get("properties"):
        assert body.keys() == set(schema["properties"]), operation.name
    OAS30Validator(schema).validate(body)
    if "results" in body:
        _validate_keys(operation, content, body, used)


def _validate_rows(described: Json, rows: list[Json], used: set[str]) -> None:
    assert rows
    for row in rows:
        assert row.keys() == set(described["properties"])
        filled = {name: cell for name, cell in row.items() if cell is not None}
        if len(filled) < len(row):
            used.add("empty cells")
        OAS30Validator(described).validate(filled)


def _validate_keys(operation: Operation, content: Json, body: Json, used: set[str]) -> None:
    example = next(iter(content["examples"].values()))["value"]
    ours = {root: set(keys) for root, keys in body["results"].items()}
    theirs = {root: set(keys) for root, keys in example.get("results", example).items()}
    if operation.name in DEVIATIONS:
        assert ours != theirs
        used.add(operation.name)
    else:
        assert ours == theirs, operation.name


@pytest.fixture(scope="module")
def practice() -> Iterator[PracticeProcess]:
    with PracticeProcess(size=40) as running:
        yield running


@pytest.fixture
def web(practice: PracticeProcess) -> Iterator[httpx.Client]:
    practice.switch("healthy", reset=True)
    practice.clock_today("2026-05-25")
    with httpx.Client(trust_env=False, timeout=10) as client:
        client.headers["Authorization"] = authorization(practice.token("admin"))
        yield client


def test_every_operation_in_scope_answers_as_afas_describes(practice: PracticeProcess, web: httpx.Client) -> None:
    described = operations()
    caller = Caller(practice, web)
    used: set[str] = set()
    done = 0
    for operation in described:
        for reply in caller.call(operation):
            validated(operation, reply, used)
        if operation.method == "DELETE" and operation.name in DEVIATIONS:
            used.add(operation.name)
        done += 1
    print(f"operations in scope: {len(described)}, validated: {done}")
    assert done == len(described) >= 50
    assert used == {name for name in DEVIATIONS if name != "503"}


def test_every_served_standard_connector_is_in_afas_files() -> None:
    paths = {operation.path for operation in operations()}
    standard = {name for name, definition in getconnectors.definitions().items() if not definition.assumed}
    elsewhere = {name for name in standard if f"/connectors/{name}" not in paths}
    # AFAS publishes these in a file of another group, which this reference folder leaves out
    assert elsewhere == {
        "Profit_Hourtype", "Profit_Projectgroups", "Profit_Projects", "Profit_Warehouses", "Profit_Worktype",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("scenario", "method", "path", "status"),
    [
        ("token_unknown", "GET", "/metainfo", 401),
        ("ip_restricted", "GET", "/metainfo", 403),
        ("healthy", "GET", "/SubjectConnector?SubjectId=1&FileId=x", 404),
        ("healthy", "GET", "/connectors/Nope", 500),
        ("healthy", "POST", "/connectors/KnSubject", 500),
    ],
)
def test_refusals_have_the_headers_and_body_afas_describes(
    practice: PracticeProcess, web: httpx.Client, scenario: str, method: str, path: str, status: int
) -> None:
    root = json.loads((reference_path("afas-openapi") / "set-up.json").read_text(encoding="utf-8"))
    practice.switch(scenario)
    reply = web.request(method, practice.rest + path, content=b"[]" if method == "POST" else None)
    assert reply.status_code == status
    answers = {str(status): root["components"]["responses"][str(status)]}
    validated(Operation(method, path.split("?", maxsplit=1)[0], (answers,)), reply, set())


def test_maintenance_follows_the_example_and_not_the_schema(practice: PracticeProcess, web: httpx.Client) -> None:
    root = json.loads((reference_path("afas-openapi") / "set-up.json").read_text(encoding="utf-8"))
    practice.switch("maintenance")
    reply = web.get(f"{practice.rest}/metainfo")
    described = root["components"]["responses"]["503"]
    properties = described["content"]["application/json"]["schema"]["properties"]
    error = {name: part["example"] for name, part in properties["error"]["properties"].items()}
    assert reply.json() == {"error": error, "retry_after": properties["retry_after"]["example"]}
    assert {name.lower() for name in described["headers"]} <= set(reply.headers)
    assert not OAS30Validator(properties["error"]).is_valid(reply.json()["error"])


def examples() -> list[tuple[str, str, Json, Path]]:
    """Give AFAS's published bodies of the seven connectors: connector, verb, body, file."""
    roots = {definition.root.name: name for name, definition in updatedefinitions.definitions().items()}
    found = []
    for file in sorted(reference_path("afas-samples", "payloads").glob("*.json")):
        body = json.loads(file.read_text(encoding="utf-8"))
        connector = roots.get(next(iter(body)))
        if connector:
            found.append(
                (connector, "PUT" if file.name.startswith(("put_", "howto_FiInvoice")) else "POST", body, file)
            )
    return found


def test_afas_own_example_bodies_are_accepted() -> None:
    refused = {}
    for connector, method, body, file in examples():
        definition = updatedefinitions.definitions()[connector]
        try:
            elements = updateconnectors.elements_of(body, definition.root)
            updateconnectors.checked_fields(elements, definition, method=method)
        except RefusalError as refusal:
            refused[file.stem] = refusal.text("nl")
    print(f"example bodies: {len(examples())}, accepted: {len(examples()) - len(refused)}")
    assert len(examples()) >= 55
    assert refused.keys() == set(EXAMPLES_NOT_ACCEPTED), refused


def test_the_fields_are_those_of_afas_own_schemas() -> None:
    """A field that AFAS's schema of the same connector does not know would be an invention of ours."""
    for name, definition in updatedefinitions.definitions().items():
        files = list(reference_path("afas-samples", "schemas").glob(f"{name}_*.json"))
        known = {key for file in files for key in _keys(json.loads(file.read_text(encoding="utf-8")))}
        assert files
        unknown = {field for field in _fields(definition.root) if field not in known}
        assert not unknown, (name, unknown)


def _keys(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield key.removeprefix("@")
            yield from _keys(value)
    elif isinstance(node, list):
        for item in node:
            yield from _keys(item)


def _fields(item: updatedefinitions.UpdateObject) -> Iterator[str]:
    yield item.name
    for field in item.fields:
        yield field.field_id
    for child in item.objects:
        yield from _fields(child)


# AFAS's demo company against ours: what its examples name, by the field that names it
TRANSPLANTS: dict[str, dict[str, str]] = {
    "Year": dict.fromkeys(("2010", "2013", "2014", "2018", "2020", "2023", "2024"), "2026"),
    "YeSt": {"2020": "2026"},
    "YeEn": {"2020": "2026"},
    "JoCo": {"82": "20", "95": "80"},
    "AcNr": {
        "3600": "4210", "8080": "8010", "8150": "1100", "3030": "0100", "3020": "0200", "50001": "10001",
        "49999": "10001", "50028": "6000001", "60005": "6000002", "50013": "6000003", "60014": "6000001",
        "60021": "6000002", "60002": "6000003",
    },
    "DbId": {"10178": "10008", "10140": "10009", "10150": "10010", "10079": "10011", "10100": "10012"},
    "CrId": {"50017": "6000004", "50003": "6000005"},
    "BcCo": {"1000203": "1000011", "1000372": "1000008", "1000241": "1000012", "1000348": "1000013"},
    "DcNr": {"50022": "6000001"},
    "SfId": {"10120": "10001"},
    "InId": {"INK00200": "INK00000", "V0002609": "V0000001", "V0002363": "V0000002"},
    "SiId": {"V008001": "V0000001", "PUR004979": "INK00000"},
    "StId": {**dict.fromkeys(("4", "5", "15", "19"), "100"), "2": "101"},
    "PrId": {"300000": "P00001"},
    "Judg": {"ALLARDJ": "1001"},
    "EmId": {"FloorA": "1003"},
    "CuId": {"NOK": "USD"},
    "DiC1": {"WEST": "100"},
    "DiC2": {"ICT": "A10"},
    "ItCd": {"4003": "1000", "4001": "1001"},
    "ColA": {"1301": "1300"},
    "OrNu": {"70000143": "00000001", "70000144": "00000001"},
    "SbId": {"9910": "5001"},
}  # fmt: skip
EXAMPLES_NOT_BOOKED = {
    **dict.fromkeys(
        ("howto_FiEntries_sales_dim", "post_FiEntries_Sales_transitorisch_Specialization"),
        "codes on five allocation axes; this company has two, and assignments on the first only",
    ),
    "howto_KnSubject_attach_to_purchase_invoice": "the creditor has a debtor's number, and hangs on sales fields",
}


def transplanted(node: Any) -> Any:
    """Put our company's numbers in the place of those of AFAS's demo company, and this year's dates."""
    if isinstance(node, list):
        return [transplanted(item) for item in node]
    if not isinstance(node, dict):
        return node
    moved = {}
    for name, value in node.items():
        if isinstance(value, dict | list):
            moved[name] = transplanted(value)
        elif name in {"EnDa", "BpDa", "OrDa", "DaEx", "DaDe"} and value:
            moved[name] = "2026-05-25"
        elif name == "FileStream":
            moved[name] = "JVBERg=="
        else:
            moved[name] = TRANSPLANTS.get(name.removeprefix("@"), {}).get(str(value), value)
    return moved


def test_afas_own_example_bodies_are_booked(practice: PracticeProcess, web: httpx.Client) -> None:
    """Accepted to the last rule, once they name things that this company has."""
    first = web.post(f"{practice.rest}/connectors/FbDirectInvoice", json={"FbDirectInvoice": {"Element": {
        "Fields": {"DbId": "10001"}, "Objects": INVOICE_LINE}}})  # fmt: skip
    assert first.status_code == 201
    refused = {}
    for connector, method, body, file in examples():
        reply = web.request(method, f"{practice.rest}/connectors/{connector}", json=transplanted(body))
        if reply.status_code != 201:
            refused[file.stem] = reply.json()["externalMessage"]
    print(f"example bodies: {len(examples())}, booked: {len(examples()) - len(refused)}")
    assert refused.keys() == {*EXAMPLES_NOT_ACCEPTED, *EXAMPLES_NOT_BOOKED}, refused

"""POST, PUT and DELETE on UpdateConnectors: check, store, and answer with the keys AFAS gives back.

Source of the keys: AFAS's OpenAPI examples, but for FiEntries its help page and live captures (root ``FiEntryPar``,
``UnId``, ``EnNo``, ``InId``), which the OpenAPI file contradicts.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from afas_assistant.practice import rules
from afas_assistant.practice.failures import RefusalError, Reply, invalid_json
from afas_assistant.practice.replies import written as written_reply
from afas_assistant.practice.state import State, Written
from afas_assistant.practice.updateconnectors import Element, checked_fields, elements_of
from afas_assistant.practice.updatedefinitions import UpdateDefinition

Keys = dict[str, str]
# AFAS's OpenAPI file describes no content for this one
WITHOUT_BODY = frozenset({"FiInvoice"})


def save(state: State, definition: UpdateDefinition, method: str, rest: Sequence[str], content: bytes) -> Reply:
    """Answer a POST or PUT; ``rest`` names a sub-object when only that is inserted."""
    try:
        body = json.loads(content)
    except ValueError:
        return invalid_json()
    elements = elements_of(body, definition.root)
    if rest and definition.root.child(rest[0]) is None:
        raise RefusalError("no_such_connector", name=rest[0])
    checked_fields(elements, definition, method="PUT" if rest else method)
    for element in elements:
        rules.checked(state.environment, definition.id, element)
    keys = [_keep(state, definition, method, element) for element in elements]
    if definition.id in WITHOUT_BODY:
        return Reply(201)
    reply: Any = keys[0] if len(keys) == 1 else keys
    results = {"results": {definition.root.name: reply}}
    return written_reply(results, before_profit_7=state.environment.before_profit_7, status=201)


def delete(state: State, definition: UpdateDefinition, rest: Sequence[str]) -> Reply:
    """Answer a DELETE ``/{Root}/@Key,@Key2/v1,v2[/Sub/@Key/v]``; an unknown record is refused."""
    if not rest or rest[0] != definition.root.name:
        raise RefusalError("no_such_connector", name=rest[0] if rest else definition.id)
    wanted = _keys_in_path(rest)
    with state.lock:
        for place, record in enumerate(state.written):
            if record.connector == definition.id and _matches(record, wanted):
                del state.written[place]
                return Reply(200)
    name = next(reversed(wanted), definition.root.fields[0].field_id)
    field = definition.root.field(name)
    raise RefusalError("value_unknown", label=field.label if field else name)


def _keys_in_path(rest: Sequence[str]) -> Keys:
    """Read names and values of keys from a DELETE path; names come with or without the at sign."""
    keys: Keys = {}
    for start in range(0, len(rest) - 2, 3):
        names, values = rest[start + 1].split(","), rest[start + 2].split(",")
        keys |= {name.removeprefix("@"): value for name, value in zip(names, values, strict=False)}
    return keys


def _matches(record: Written, wanted: Keys) -> bool:
    """Tell whether a stored record has all the wanted keys, among its reply keys or its own values."""
    known = {**{name: str(value) for name, value in record.element.items()}, **record.keys}
    return bool(wanted) and all(known.get(name) == value for name, value in wanted.items())


def _keep(state: State, definition: UpdateDefinition, method: str, element: Element) -> Keys:
    """Store a record and give its reply keys; a PUT on a stored record changes it."""
    keys = KEYS[definition.id](state, element)
    with state.lock:
        if method == "PUT":
            for place, record in enumerate(state.written):
                if record.connector == definition.id and record.keys == keys:
                    state.written[place] = Written(definition.id, keys, {**record.element, **element.as_data()})
                    return keys
        state.written.append(Written(definition.id, keys, element.as_data()))
    return keys


def _given_or_next(state: State, element: Element, name: str, first: int, form: str = "{}") -> str:
    """Take the key the client gave, else the next number of the series."""
    given = element.values.get(name)
    return str(given) if given not in {None, ""} else form.format(state.next_number(name, first))


def _subject(state: State, element: Element) -> Keys:
    return {"SbId": _given_or_next(state, element, "SbId", 6001)}


def _relation(key: str, first: int, below: str) -> Callable[[State, Element], Keys]:
    """Give the keys of a relation: its own number and that of the organisation or person behind it."""

    def keys(state: State, element: Element) -> Keys:
        contact = element.objects.get(below, (Element({}, {}),))[0]
        return {
            key: _given_or_next(state, element, key, first),
            "BcCo": _given_or_next(state, contact, "BcCo", 5000001),
        }

    return keys


def _entries(state: State, element: Element) -> Keys:
    """Give administration, entry number, and the invoice number: given, made (AuNu), or empty."""
    lines = element.objects.get("FiEntries", ())
    given = next((str(line.values["InId"]) for line in lines if line.values.get("InId")), "")
    automatic = str(element.values.get("AuNu", "")).lower() in {"true", "1"}
    made = f"V{state.next_number('InId', 9000001):07d}" if automatic and not given else given
    administration = str(element.values.get("UnId") or 1)
    return {"UnId": administration, "EnNo": str(state.next_number("EnNo", 300001)), "InId": made}


def _direct_invoice(state: State, element: Element) -> Keys:
    """Give the packing slip number and the number of the last line."""
    lines = len(element.objects.get("FbDirectInvoiceLines", ()))
    return {"OrNu": _given_or_next(state, element, "OrNu", 1, "{:08d}"), "Liln": str(lines)}


def _invoice(_: State, element: Element) -> Keys:
    return {name: str(element.values.get(name) or "") for name in ("UnId", "VaAd", "DcNr", "InId")}


KEYS: Mapping[str, Callable[[State, Element], Keys]] = {
    "KnSubject": _subject,
    "KnSalesRelationOrg": _relation("DbId", 200001, "KnOrganisation"),
    "KnSalesRelationPer": _relation("DbId", 200001, "KnPerson"),
    "KnPurchaseRelationOrg": _relation("CrId", 7000001, "KnOrganisation"),
    "FiEntries": _entries,
    "FbDirectInvoice": _direct_invoice,
    "FiInvoice": _invoice,
}

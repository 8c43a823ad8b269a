"""UpdateConnector bodies: the form of a body, its fields held to the definition, and the keys of the reply.

Only form and fields are checked here; rules of booking (periods, balance, duplicates) belong in ``rules``.
Source: AFAS's UpdateConnector page, the connectors' reference tables, and published example bodies.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from afas_assistant.practice.failures import RefusalError
from afas_assistant.practice.updatedefinitions import UpdateDefinition, UpdateField, UpdateObject

JsonObject = dict[str, Any]
ACTION = "@Action"
# What a POST needs in practice, by path; metainfo's own flag names fields that no one sends.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "FiEntryPar": ("Year", "Peri", "JoCo"),
    "FiEntryPar/FiEntries": ("VaAs", "AcNr", "EnDa", "BpDa"),
    "FbDirectInvoice": ("DbId",),
    "FbDirectInvoice/FbDirectInvoiceLines": ("VaIt", "ItCd", "BiUn", "QuUn"),
    "KnSubject": ("StId", "Ds"),
    "KnSalesRelationOrg": ("CuId",),
    "KnSalesRelationOrg/KnOrganisation": ("MatchOga",),
    "KnSalesRelationPer": ("CuId",),
    "KnSalesRelationPer/KnPerson": ("MatchPer",),
    "KnPurchaseRelationOrg": ("CuId",),
    "KnPurchaseRelationOrg/KnOrganisation": ("MatchOga",),
}
# FiInvoice exists as PUT only, and AFAS's own examples leave VaAd and DcNr out
NEEDED_IN_PUT: Mapping[str, tuple[str, ...]] = {"FiInvoice": ("UnId", "InId"), "FbDirectInvoice": ("OrNu",)}
# text lines and subtotals of an invoice have no unit and no quantity (item types 3 and 4)
LINE_KINDS_WITHOUT_QUANTITY = frozenset({"3", "4"})
_FORMS: Mapping[str, re.Pattern[str]] = {
    "int": re.compile(r"-?\d+"),
    "decimal": re.compile(r"-?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?"),
    "boolean": re.compile(r"true|false|[01]", re.IGNORECASE),
    "date": re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?"),
}


@dataclass(frozen=True)
class Element:
    """One record of a body: its values (keys and fields together) and the records below it, by object."""

    values: JsonObject
    objects: Mapping[str, "tuple[Element, ...]"]

    def as_data(self) -> JsonObject:
        """Give the record as plain data, for storing."""
        below = {name: [element.as_data() for element in elements] for name, elements in self.objects.items()}
        return {**self.values, **below}


def elements_of(body: object, root: UpdateObject) -> tuple[Element, ...]:
    """Read the records of a body; RefusalError when the root or the form is wrong."""
    if not isinstance(body, dict) or len(body) != 1:
        raise RefusalError("unexpected")
    ((name, content),) = body.items()
    if name != root.name:
        raise RefusalError("no_such_connector", name=name)
    return tuple(_elements(content))


def checked_fields(elements: tuple[Element, ...], definition: UpdateDefinition, *, method: str) -> None:
    """Hold every record to the definition: known objects and fields, types, lengths, and what is needed in practice."""
    for element in elements:
        _check(element, definition.root, definition.root.name, method)


def _elements(content: object) -> Iterator[Element]:
    """Read ``Element``: one record or a list of records."""
    if not isinstance(content, dict) or "Element" not in content:
        raise RefusalError("unexpected")
    found = content["Element"]
    for item in found if isinstance(found, list) else [found]:
        yield _element(item)


def _element(item: object) -> Element:
    """Read one record: ``@Key`` attributes, ``Fields`` (an object, or a list with one) and ``Objects``."""
    if not isinstance(item, dict):
        raise RefusalError("unexpected")
    keys = {name[1:]: value for name, value in item.items() if name.startswith("@") and name != ACTION}
    fields = {name: value for name, value in _merged(item.get("Fields", {})).items() if name != ACTION}
    objects = {name: tuple(_elements(content)) for name, content in _merged(item.get("Objects", {})).items()}
    return Element({**keys, **fields}, objects)


def _merged(part: object) -> JsonObject:
    """Take one object, or a list of objects, for one object; AFAS's own pages write both."""
    merged: JsonObject = {}
    for piece in part if isinstance(part, list) else [part]:
        if not isinstance(piece, dict):
            raise RefusalError("unexpected")
        merged |= piece
    return merged


def _check(element: Element, known: UpdateObject, path: str, method: str) -> None:
    """Check a record and all below it."""
    for name, value in element.values.items():
        field = known.field(name)
        if field is None:
            raise RefusalError("column_not_found", name=name)
        _check_value(field, value)
    _check_needed(element, known, path, method)
    for name, below in element.objects.items():
        child = known.child(name)
        if child is None:
            raise RefusalError("no_such_connector", name=name)
        for record in below:
            _check(record, child, f"{path}/{name}", method)


def _check_needed(element: Element, known: UpdateObject, path: str, method: str) -> None:
    """Refuse a record that lacks what this connector needs in practice."""
    needed = NEEDED.get(path, ()) if method == "POST" else NEEDED_IN_PUT.get(path, ())
    without_quantity = str(element.values.get("VaIt")) in LINE_KINDS_WITHOUT_QUANTITY
    for name in needed:
        if name in {"ItCd", "BiUn", "QuUn"} and without_quantity:
            continue
        if element.values.get(name) in {None, ""}:
            field = known.field(name)
            raise RefusalError("value_missing", label=field.label if field else name, name=name)
    amounts = [element.values.get(name) for name in ("AmDe", "AmCr")]
    if path == "FiEntryPar/FiEntries" and method == "POST" and all(amount in {None, ""} for amount in amounts):
        raise RefusalError("value_missing", label="Bedrag debet", name="AmDe")


def _check_value(field: UpdateField, value: object) -> None:
    """Check type and length of a value; text and typed JSON are both fine, and an empty value empties the field."""
    if value is None or value == "":
        return
    text = _as_text(value)
    if isinstance(value, dict | list) or not _fits(field.data_type, text):
        raise RefusalError("type_mismatch")
    if field.data_type == "string" and field.length and len(text) > field.length:
        raise RefusalError("value_too_long", label=field.label, length=field.length)


def _as_text(value: object) -> str:
    """Write a value as text; true and false count as 1 and 0, since AFAS's own examples send them to text fields."""
    return str(int(value)) if isinstance(value, bool) else str(value)


def _fits(data_type: str, text: str) -> bool:
    """Tell whether a value can be read as the type of its field."""
    form = _FORMS.get(data_type)
    return form is None or form.fullmatch(text) is not None

"""Our bodies held against AFAS's own OpenAPI files, where those are present."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from openapi_schema_validator import OAS30Validator

from afas_assistant.outbox.store import Outbox
from afas_assistant.sync.bookings.attachments import PdfFile
from afas_assistant.sync.bookings.credits import credit_record
from afas_assistant.sync.bookings.plan import BookingOptions
from tests.helpers.reference import reference_path
from tests.unit.sync.booking_samples import TODAY, invoice, mappings, record, row
from tests.unit.sync.recorded_writes import recorded

Data = dict[str, Any]
NEVER_SENT = {
    ("FiEntries", "EnNo"): "AFAS numbers its entries itself; none of its own example bodies has it",
    ("KnSubject", "SbId"): "AFAS numbers dossier items itself",
    ("KnSubjectLink", "SbId"): "it is the number of the item that the link stands in",
}
"""Fields that the files call required and that nobody sends, by record, with the reason."""


def schema(file: str, name: str) -> Data:
    """Return the description of a body."""
    found: Data = json.loads(reference_path("afas-openapi", file).read_text("utf-8"))["components"]["schemas"][name]
    return found


def complaints(body: object, described: Data) -> Iterator[tuple[str, str]]:
    """Give what the file holds against a body, but for fields that nobody sends."""
    for error in OAS30Validator(described).iter_errors(body):
        at = [str(one) for one in error.absolute_path if isinstance(one, str)]
        place = next((one for one in reversed(at) if one not in {"Fields", "Element", "Objects"}), "")
        missing = error.message.split("'")[1] if error.validator == "required" else ""
        if (place, missing) not in NEVER_SENT:
            yield ("/".join(at), error.message)


ROWS = (row("80", code="300"), row("20", "9"))
BILL = invoice(*ROWS, net="100", gross="118.60")


@pytest.mark.parametrize("bill", [BILL, replace(BILL, credit=True), replace(BILL, due_date=None)])
def test_a_booking_is_as_afas_describes_it(bill: Any) -> None:
    described = schema("mutations.json", "FiEntries_POST")
    found = record(bill, chosen=mappings(payment_condition="30")).intention
    assert found
    assert list(complaints(json.loads(found.body), described)) == []


def test_a_credit_is_as_afas_describes_it(outbox: Outbox) -> None:
    described = schema("mutations.json", "FiEntries_POST")
    booked = record(BILL).intention
    assert booked
    found = credit_record(recorded(outbox, booked), day=TODAY, period=(2026, 11)).intention
    assert found
    assert list(complaints(json.loads(found.body), described)) == []


def test_a_dossier_item_is_as_afas_describes_it() -> None:
    described = schema("dossiers.json", "KnSubject_POST")
    options = BookingOptions(TODAY, attachments={"2026-101": PdfFile("a.pdf", b"%PDF-1.7")}, may_attach=True)
    found = record(BILL, options=options, chosen=mappings(dossier_type="15")).intention
    assert found
    assert list(complaints(json.loads(found.follow_ups[0].body), described)) == []


def test_what_is_excepted_is_indeed_required_there() -> None:
    described = {**_required(schema("mutations.json", "FiEntries_POST")),
                 **_required(schema("dossiers.json", "KnSubject_POST"))}  # fmt: skip
    assert all(name in described[place] for place, name in NEVER_SENT)


def test_a_wrong_body_is_noticed() -> None:
    described = schema("mutations.json", "FiEntries_POST")
    found = record(BILL).intention
    assert found
    body = json.loads(found.body)
    fields = body["FiEntryPar"]["Element"]["Objects"][0]["FiEntries"]["Element"][0]["Fields"]
    fields |= {"VaAs": "7", "InId": "1234567890123"}
    assert len(list(complaints(body, described))) == 2


def _required(described: Data, place: str = "") -> dict[str, list[str]]:
    """Return the required fields of each record."""
    found: dict[str, list[str]] = {}
    for name, part in described.get("properties", {}).items():
        inner = part.get("items", part)
        if name == "Fields":
            found[place] = inner.get("required", [])
        found |= _required(inner, place if name in {"Element", "Objects", "Fields"} else name)
    return found

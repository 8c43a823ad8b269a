"""Bodies of direct invoices against AFAS's own OpenAPI file, and our fields against those of AFAS's own examples.

Its `required` is AFAS's list of fields that are not nillable. For other connectors it names fields that nobody sends;
of a direct invoice (DbId) and its lines (VaIt, ItCd, BiUn, QuUn) we send them all, so that there are no exceptions.
"""

import json
from decimal import Decimal
from typing import Any

import pytest
from openapi_schema_validator import OAS30Validator

from afas_assistant.sync.invoices.lines import Detail
from afas_assistant.sync.invoices.plan import InvoiceOptions
from afas_assistant.timechimp.statuses import InvoiceMethod, Kind
from tests.helpers.invoicing import ITEMS, LAST, TODAY, entry, mapped, planned, project, subscription, task
from tests.helpers.reference import reference_path

SCHEMA = "FbDirectInvoice_POST"


@pytest.fixture(scope="module")
def validator() -> OAS30Validator:
    path = reference_path("afas-openapi", "sales-and-orders.json")
    return OAS30Validator(json.loads(path.read_text(encoding="utf-8"))["components"]["schemas"][SCHEMA])


ROWS = [
    entry(number=1, quantity=Decimal("7.3333333333")), entry(number=2, day=LAST, notes="Überprüfung “ketel”"),
    entry(Kind.EXPENSE, 3, rate=Decimal("-12.345")), entry(Kind.RIDE, 4, quantity=Decimal("88.4")),
    entry(number=5, project_id=None, task_id=None),
]  # fmt: skip


@pytest.mark.parametrize("detail", Detail)
def test_bodies_are_as_afas_describes_them(validator: OAS30Validator, detail: Detail) -> None:
    projects = [
        project(), project(12, InvoiceMethod.PROJECT_RATE, rate=Decimal("2500.55"), invoice_date=LAST),
        project(13, InvoiceMethod.SUBSCRIPTION, subscription=subscription()),
    ]  # fmt: skip
    plan = planned(
        ROWS, projects=projects, tasks=[task(rate="110.123456789012")], mappings=mapped(ITEMS, cost_centre="KP10"),
        options=InvoiceOptions(TODAY, detail=detail),
    )  # fmt: skip
    bodies = [json.loads(one.intention.body) for one in plan.records if one.intention is not None]
    assert bodies
    for body in bodies:
        assert [error.message for error in validator.iter_errors(body)] == []


def test_the_schema_is_not_one_that_passes_anything(validator: OAS30Validator) -> None:
    (record,) = planned(ROWS[:1]).records
    assert record.intention is not None
    body = json.loads(record.intention.body)
    fields = body["FbDirectInvoice"]["Element"]["Fields"]
    del fields["DbId"]
    fields["Unit"] = "one"
    line = body["FbDirectInvoice"]["Element"]["Objects"][0]["FbDirectInvoiceLines"]["Element"][0]["Fields"]
    line["VaIt"] = "99"
    assert len(list(validator.iter_errors(body))) == 3


def test_ours_use_no_field_that_afass_examples_do_not_or_that_is_unknown() -> None:
    """AFAS's examples write numbers as texts and sub-objects as one mapping; both forms are on its own pages."""
    folder = reference_path("afas-samples", "payloads")
    header: set[str] = set()
    line: set[str] = set()
    for path in folder.glob("post_FbDirectInvoice_*.json"):
        element = json.loads(path.read_text(encoding="utf-8"))["FbDirectInvoice"]["Element"]
        header |= element["Fields"].keys()
        for one in _listed(element["Objects"]["FbDirectInvoiceLines"]["Element"]):
            line |= one["Fields"].keys()
    (record,) = planned(ROWS[:1]).records
    assert record.intention is not None
    ours = json.loads(record.intention.body)["FbDirectInvoice"]["Element"]
    assert ours["Fields"].keys() - header == {"InVa"}
    assert ours["Objects"][0]["FbDirectInvoiceLines"]["Element"][0]["Fields"].keys() <= line


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]

"""Debtors and customers with as much said about them as a test cares for."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Unpack

from afas_assistant.sync.customers.plan import CustomerOptions, plan_customers
from afas_assistant.sync.master_records import Debtor
from afas_assistant.sync.plan import Plan, PlannedRecord
from afas_assistant.timechimp import v1_rows
from afas_assistant.timechimp.content import written
from afas_assistant.timechimp.models import Customer
from afas_assistant.timechimp.writes import CustomerChanges, Write

SCOPE = "T99001AA/TimeChimpConnector"
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
JANSEN: Mapping[str, Any] = {
    "name": "Jansen Bouw B.V.", "street": "Dorpsstraat 1", "postal_code": "1234 AB", "town": "Ede",
    "country": "Nederland", "phone": "0318-123456", "email": "info@jansen.example", "iban": "NL91OEFN0417164300",
    "vat_number": "NL123456789B01", "chamber_number": "12345678",
}  # fmt: skip


def debtor(number: str = "10001", **said: Any) -> Debtor:
    """Return a debtor."""
    return Debtor(**{**JANSEN, **said, "number": number})


def bare_debtor(number: str, **said: Any) -> Debtor:
    """Return a debtor of which nothing is known but its number, and a name of its own."""
    return Debtor(**{"number": number, "name": f"Debtor {number}", **said})


def customer(customer_id: int = 1, number: str | None = "10001", **said: Any) -> Customer:
    """Return the customer that a debtor like Jansen makes, read as it comes from TimeChimp."""
    row = {
        "id": customer_id, "relationId": number, "name": JANSEN["name"], "address": JANSEN["street"],
        "postalCode": JANSEN["postal_code"], "city": JANSEN["town"], "country": JANSEN["country"],
        "phone": JANSEN["phone"], "email": JANSEN["email"], "iban": JANSEN["iban"],
        "vatNumber": JANSEN["vat_number"], "kvkNumber": JANSEN["chamber_number"],
    }  # fmt: skip
    return v1_rows.customer({**row, **said})


def bare_customer(customer_id: int, number: str | None = None, **said: Any) -> Customer:
    """Return a customer of which nothing is known but its id, and a name of its own."""
    return v1_rows.customer({"id": customer_id, "relationId": number, "name": f"Customer {customer_id}", **said})


class PretendTimeChimp:
    """Makes writes as v1 does, of whole objects that it holds; counts what was read."""

    def __init__(self, *objects: Mapping[str, Any]) -> None:
        self.objects = {int(one["id"]): dict(one) for one in objects}
        self.read: list[int] = []

    def new_customer(self, **fields: Unpack[CustomerChanges]) -> Write:
        """Return the write that makes a customer."""
        return Write("POST", "customers", written({"active": True, **v1_rows.customer_body(fields)}))

    def changed_customer(self, customer_id: int, **changes: Unpack[CustomerChanges]) -> Write:
        """Read a customer whole and return the write that changes it."""
        self.read.append(customer_id)
        return Write("PUT", "customers", written({**self.objects[customer_id], **v1_rows.customer_body(changes)}))


def plan_of(debtors: Any, customers: Any, *, made: Any = (), **options: bool) -> Plan:
    """Return the plan of these two sides."""
    return plan_customers(
        debtors, customers, maker=PretendTimeChimp(), scope=SCOPE, environment="T99001AA", made_at=NOW,
        options=CustomerOptions(**options), made=made,
    )  # fmt: skip


def only(plan: Plan) -> PlannedRecord:
    """Return the one record of a plan."""
    (record,) = plan.records
    return record


def codes(record: PlannedRecord) -> list[str]:
    """Return the codes of a record's reasons."""
    return [one.code for one in record.reasons]

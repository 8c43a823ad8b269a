"""v2's nested objects as models.

Only the fields that v2 takes in a POST or PUT are reported; what it answers for hours, activities and invoices is known
nowhere. Their names are inferred from the siblings and from v1, and both are accepted where they differ: `customer.id`
or `customerId`.
"""

from decimal import Decimal
from typing import Any

from afas_assistant.timechimp.fields import Fields
from afas_assistant.timechimp.models import (
    Activity,
    Customer,
    ExpenseCategory,
    Invoice,
    Project,
    ProjectTask,
    ProjectUser,
    Registration,
    User,
)
from afas_assistant.timechimp.statuses import InvoiceMethod, InvoiceStatus, Kind, RideType, Status
from afas_assistant.timechimp.v1_rows import CUSTOMER_NAMES, invoice_rows, quantity, subscription
from afas_assistant.timechimp.writes import CustomerChanges

ROWS = ("invoiceRows", "rows", "lines", "invoiceLines")
"""Where the rows of an invoice may be."""

_ADDRESSES = {
    "address": ("address", "address"),
    "postal_code": ("address", "postalCode"),
    "city": ("address", "city"),
    "country": ("address", "country"),
    "invoice_address": ("invoiceAddress", "address"),
    "invoice_postal_code": ("invoiceAddress", "postalCode"),
    "invoice_city": ("invoiceAddress", "city"),
    "invoice_country": ("invoiceAddress", "country"),
}
ZERO = Decimal(0)


def with_changes(body: dict[str, Any], changes: CustomerChanges) -> dict[str, Any]:
    """Return a customer's object with changes under v2's names; the object that is given stays as it was."""
    changed = dict(body)
    for name, value in changes.items():
        if name in _ADDRESSES:
            outer, inner = _ADDRESSES[name]
            changed[outer] = {**(changed.get(outer) or {}), inner: value}
        else:
            changed[CUSTOMER_NAMES[name]] = value
    return changed


def customer(row: object) -> Customer:
    """Read a customer."""
    fields = Fields(row, "customer")
    address, invoice_address, vat_rate = (fields.part(name) for name in ("address", "invoiceAddress", "vatRate"))
    return Customer(
        id=fields.own_id(),
        name=fields.text("name"),
        number=fields.text("relationId"),
        active=fields.flag("active", default=True),
        address=address.text("address"),
        postal_code=address.text("postalCode"),
        city=address.text("city"),
        country=address.text("country"),
        invoice_address=invoice_address.text("address"),
        invoice_postal_code=invoice_address.text("postalCode"),
        invoice_city=invoice_address.text("city"),
        invoice_country=invoice_address.text("country"),
        phone=fields.text("phone"),
        email=fields.text("email"),
        website=fields.text("website"),
        payment_days=fields.id("paymentPeriod"),
        hourly_rate=fields.number("hourlyRate"),
        mileage_rate=fields.number("mileageRate"),
        iban=fields.text("iban"),
        bic=fields.text("bic"),
        vat_number=fields.text("vatNumber"),
        kvk_number=fields.text("kvkNumber"),
        notes=fields.text("notes"),
        vat_rate_id=vat_rate.id("id"),
        vat_percentage=vat_rate.number("percentage", "rate"),
    )


def activity(row: object) -> Activity:
    """Read an activity."""
    fields = Fields(row, "task")
    return Activity(
        id=fields.own_id(),
        name=fields.text("name"),
        code=fields.text("code"),
        active=fields.flag("active", default=True),
        billable=fields.flag("billable", default=True),
        hourly_rate=fields.number("hourlyRate"),
    )


def category(row: object) -> ExpenseCategory:
    """Read an expense category, which v2 calls a product."""
    fields = Fields(row, "product")
    return ExpenseCategory(fields.own_id(), fields.text("name"))


def project(row: object) -> Project:
    """Read a project."""
    fields = Fields(row, "project")
    own_id, invoicing = fields.own_id(), fields.part("invoicing")
    return Project(
        id=own_id,
        name=fields.text("name"),
        code=fields.text("code"),
        active=fields.flag("active", default=True),
        customer_id=_id(fields, "customer"),
        customer_name=_name(fields, "customer"),
        method=InvoiceMethod.read(invoicing.given("method")),
        hourly_rate=invoicing.number("hourlyRate"),
        rate=invoicing.number("fixedRate"),
        start=fields.day("startDate"),
        end=fields.day("endDate"),
        invoice_date=invoicing.day("date"),
        invoice_status=Status.read(invoicing.given("status") or fields.given("invoiceStatus")),
        invoice_id=_id(fields, "invoice"),
        invoice_reference=invoicing.text("reference"),
        in_instalments=False,
        tasks=tuple(_project_task(one, own_id) for one in fields.parts("projectTasks")),
        users=tuple(_project_user(one) for one in fields.parts("projectUsers")),
        subscription=subscription(fields.part("projectSubscription", "subscription")),
    )


def _project_task(fields: Fields, project_id: int) -> ProjectTask:
    return ProjectTask(
        id=fields.own_id(),
        project_id=project_id,
        activity_id=_id(fields, "task"),
        activity_name=_name(fields, "task"),
        active=fields.flag("active", default=True),
        billable=fields.flag("billable", default=True),
        hourly_rate=fields.number("hourlyRate"),
        budget_hours=fields.number("budgetHours"),
    )


def _project_user(fields: Fields) -> ProjectUser:
    return ProjectUser(
        id=fields.own_id(),
        user_id=_id(fields, "user"),
        user_name=_user_name(fields),
        hourly_rate=fields.number("hourlyRate"),
    )


def user(row: object) -> User:
    """Read an employee; of several contracts the last counts."""
    fields = Fields(row, "user")
    contracts = sorted(fields.parts("contracts"), key=lambda one: one.text("startDate"))
    return User(
        id=fields.own_id(),
        name=fields.text("displayName"),
        user_name=fields.text("userName"),
        employee_number=fields.text("employeeNumber"),
        active=fields.flag("active", default=True),
        contract_rate=contracts[-1].number("hourlyRate") if contracts else None,
    )


def registration(kind: Kind, row: object) -> Registration:
    """Read hours, an expense or a ride."""
    fields = Fields(row, kind.value)
    status, client = Status.read(fields.given("status")), fields.given("clientStatus")
    product, vat_rate = fields.part("product", "category"), fields.part("vatRate")
    is_expense = kind is Kind.EXPENSE
    return Registration(
        kind=kind,
        id=fields.own_id(),
        date=fields.own_day("date"),
        customer_id=_id(fields, "customer"),
        customer_name=_name(fields, "customer"),
        project_id=_id(fields, "project"),
        project_name=_name(fields, "project"),
        project_task_id=_id(fields, "projectTask"),
        activity_id=_id(fields, "task"),
        activity_name=_name(fields, "task"),
        category_id=product.id("id"),
        category_name=product.text("name"),
        user_id=_id(fields, "user"),
        user_name=_user_name(fields),
        quantity=quantity(kind, fields),
        rate=(fields.number("rate") or ZERO) if is_expense else None,
        vat_percentage=(vat_rate.number("percentage", "rate") or fields.number("tax")) if is_expense else None,
        vat_rate_id=vat_rate.id("id") if is_expense else None,
        billable=fields.choice("billable"),
        status=status,
        internal_status=status,
        client_status=None if client is None else Status.read(client),
        notes=fields.text("notes"),
        from_address=fields.text("fromAddress"),
        to_address=fields.text("toAddress"),
        vehicle_name=_name(fields, "vehicle"),
        ride_type=RideType.read(fields.given("type")) if kind is Kind.RIDE else None,
        start=fields.moment("start"),
        end=fields.moment("end"),
        modified=fields.moment("modifiedOn", "modifiedAt", "modified"),
    )


def invoice(row: object) -> Invoice:
    """Read an invoice, whose fields in v2 are inferred."""
    fields = Fields(row, "invoice")
    prefix, running = fields.text("companyInvoicePrefix"), fields.id("companyInvoiceId")
    part = fields.part("customer")
    return Invoice(
        id=fields.own_id(),
        number=fields.text("number", "invoiceNumber") or (f"{prefix}{running}" if running else ""),
        prefix=prefix,
        running_number=running or None,
        status=InvoiceStatus.read(fields.given("status")),
        credit=fields.flag("credit", default=False),
        customer_id=_id(fields, "customer"),
        customer_number=fields.text("customerRelationId") or part.text("relationId"),
        customer_name=_name(fields, "customer"),
        customer_vat_number=fields.text("customerVatNumber") or part.text("vatNumber"),
        date=fields.day("date"),
        due_date=fields.day("dueDate"),
        reference=fields.text("reference"),
        notes=fields.text("notes"),
        currency=fields.text("currency"),
        exchange_rate=fields.number("exchangeRate"),
        total=fields.number("total") or ZERO,
        total_without_vat=fields.number("totalExTax", "totalExVat") or ZERO,
        rows=invoice_rows(fields, *ROWS),
    )


def _id(fields: Fields, name: str) -> int | None:
    """Return the id of a linked object, nested or beside it."""
    return fields.part(name).id("id") or fields.id(f"{name}Id")


def _name(fields: Fields, name: str) -> str:
    return fields.part(name).text("name") or fields.text(f"{name}Name")


def _user_name(fields: Fields) -> str:
    return fields.part("user").text("displayName", "name") or fields.text("userDisplayName")

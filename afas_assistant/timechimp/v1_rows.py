"""v1's flat objects as models. Field names: TimeChimp's own Swagger text, with what clients of later years add."""

from decimal import Decimal
from typing import Any

from afas_assistant.timechimp.fields import Fields
from afas_assistant.timechimp.models import (
    Activity,
    Customer,
    Invoice,
    InvoiceRow,
    Project,
    ProjectTask,
    ProjectUser,
    Registration,
    Subscription,
    User,
)
from afas_assistant.timechimp.statuses import Frequency, InvoiceMethod, InvoiceStatus, Kind, RideType, Status
from afas_assistant.timechimp.writes import CustomerChanges

ZERO, ONE = Decimal(0), Decimal(1)

CUSTOMER_NAMES = {
    "name": "name",
    "number": "relationId",
    "active": "active",
    "address": "address",
    "postal_code": "postalCode",
    "city": "city",
    "country": "country",
    "invoice_address": "invoiceAddress",
    "invoice_postal_code": "invoicePostalCode",
    "invoice_city": "invoiceCity",
    "invoice_country": "invoiceCountry",
    "phone": "phone",
    "email": "email",
    "website": "website",
    "payment_days": "paymentPeriod",
    "hourly_rate": "hourlyRate",
    "mileage_rate": "mileageRate",
    "iban": "iban",
    "bic": "bic",
    "vat_number": "vatNumber",
    "kvk_number": "kvkNumber",
    "notes": "notes",
}


def customer_body(changes: CustomerChanges) -> dict[str, Any]:
    """Return changes under v1's names."""
    return {CUSTOMER_NAMES[name]: value for name, value in changes.items()}


def customer(row: object) -> Customer:
    """Read a customer."""
    fields = Fields(row, "customer")
    return Customer(
        id=fields.own_id(),
        name=fields.text("name"),
        number=fields.text("relationId"),
        active=fields.flag("active", default=True),
        address=fields.text("address"),
        postal_code=fields.text("postalCode"),
        city=fields.text("city"),
        country=fields.text("country"),
        invoice_address=fields.text("invoiceAddress"),
        invoice_postal_code=fields.text("invoicePostalCode"),
        invoice_city=fields.text("invoiceCity"),
        invoice_country=fields.text("invoiceCountry"),
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
        vat_rate_id=fields.id("vatRateId"),
        vat_percentage=fields.number("vatRatePercentage", "tax"),
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


def project_task(row: object) -> ProjectTask:
    """Read a task of a project from v1's own list."""
    return project_task_of(Fields(row, "projectTask"), None)


def project_task_of(fields: Fields, project_id: int | None) -> ProjectTask:
    """Read a task of a project; within a project it does not always repeat which."""
    return ProjectTask(
        id=fields.own_id(),
        project_id=fields.id("projectId") or project_id,
        activity_id=fields.id("taskId"),
        activity_name=fields.text("taskName"),
        active=fields.flag("active", default=True),
        billable=fields.flag("billable", default=True),
        hourly_rate=fields.number("hourlyRate"),
        budget_hours=fields.number("budgetHours"),
    )


def project(row: object) -> Project:
    """Read a project."""
    fields = Fields(row, "project")
    own_id = fields.own_id()
    return Project(
        id=own_id,
        name=fields.text("name"),
        code=fields.text("code"),
        active=fields.flag("active", default=True),
        customer_id=fields.id("customerId"),
        customer_name=fields.text("customerName"),
        method=InvoiceMethod.read(fields.given("invoiceMethod")),
        hourly_rate=fields.number("hourlyRate"),
        rate=fields.number("rate"),
        start=fields.day("startDate"),
        end=fields.day("endDate"),
        invoice_date=fields.day("invoiceDate"),
        invoice_status=Status.read(fields.given("invoiceStatus")),
        invoice_id=fields.id("invoiceId"),
        invoice_reference=fields.text("invoiceReference"),
        in_instalments=fields.flag("invoiceInInstallments", default=False),
        tasks=tuple(project_task_of(one, own_id) for one in fields.parts("projectTasks")),
        users=tuple(_project_user(one) for one in fields.parts("projectUsers")),
        subscription=subscription(fields.part("projectSubscription")),
    )


def _project_user(fields: Fields) -> ProjectUser:
    return ProjectUser(
        id=fields.own_id(),
        user_id=fields.id("userId"),
        user_name=fields.text("userDisplayName"),
        hourly_rate=fields.number("hourlyRate"),
    )


def subscription(fields: Fields) -> Subscription | None:
    """Read what a subscription project is charged; None when there is none."""
    if not fields:
        return None
    return Subscription(
        frequency=Frequency.read(fields.given("frequency")),
        start=fields.day("startDate"),
        end=fields.day("endDate"),
        description=fields.text("description"),
        code=fields.text("code"),
        amount=_or(fields.number("amount"), ONE),
        rate=_or(fields.number("rate"), ZERO),
    )


def user(row: object) -> User:
    """Read an employee."""
    fields = Fields(row, "user")
    return User(
        id=fields.own_id(),
        name=fields.text("displayName"),
        user_name=fields.text("userName", "email"),
        employee_number=fields.text("employeeNumber"),
        active=fields.flag("active", default=True),
        contract_rate=fields.number("contractHourlyRate"),
    )


def registration(kind: Kind, row: object) -> Registration:
    """Read hours, an expense or a ride; `status` is the combined one and `statusIntern` newer than some accounts."""
    fields = Fields(row, kind.value)
    status = fields.given("status")
    internal = fields.given("statusIntern")
    client = fields.given("statusExtern")
    return Registration(
        kind=kind,
        id=fields.own_id(),
        date=fields.own_day("date"),
        customer_id=fields.id("customerId"),
        customer_name=fields.text("customerName"),
        project_id=fields.id("projectId"),
        project_name=fields.text("projectName"),
        project_task_id=fields.id("projectTaskId"),
        activity_id=fields.id("taskId"),
        activity_name=fields.text("taskName"),
        category_id=fields.id("categoryId"),
        category_name=fields.text("categoryName"),
        user_id=fields.id("userId"),
        user_name=fields.text("userDisplayName"),
        quantity=quantity(kind, fields),
        rate=_or(fields.number("rate"), ZERO) if kind is Kind.EXPENSE else None,
        vat_percentage=fields.number("tax") if kind is Kind.EXPENSE else None,
        vat_rate_id=None,
        billable=fields.choice("billable"),
        status=Status.read(internal if status is None else status),
        internal_status=Status.read(status if internal is None else internal),
        client_status=None if client is None else Status.read(client),
        notes=fields.text("notes"),
        from_address=fields.text("fromAddress"),
        to_address=fields.text("toAddress"),
        vehicle_name=fields.text("vehicleName"),
        ride_type=RideType.read(fields.given("type")) if kind is Kind.RIDE else None,
        start=fields.moment("start"),
        end=fields.moment("end"),
        modified=fields.moment("modified"),
    )


def quantity(kind: Kind, fields: Fields) -> Decimal:
    """Return hours, pieces (one unless given) or kilometres."""
    if kind is Kind.EXPENSE:
        return _or(fields.number("quantity"), ONE)
    return _or(fields.number("hours" if kind is Kind.HOURS else "distance"), ZERO)


def invoice(row: object) -> Invoice:
    """Read an invoice; its number is prefix and running number together (inferred)."""
    fields = Fields(row, "invoice")
    prefix, running = fields.text("companyInvoicePrefix"), fields.id("companyInvoiceId")
    return Invoice(
        id=fields.own_id(),
        number=f"{prefix}{running}" if running else "",
        prefix=prefix,
        running_number=running or None,
        status=InvoiceStatus.read(fields.given("status")),
        credit=fields.flag("credit", default=False),
        customer_id=fields.id("customerId"),
        customer_number=fields.text("customerRelationId"),
        customer_name=fields.text("customerName"),
        customer_vat_number=fields.text("customerVatNumber"),
        date=fields.day("date"),
        due_date=fields.day("dueDate"),
        reference=fields.text("reference"),
        notes=fields.text("notes"),
        currency=fields.text("currency"),
        exchange_rate=fields.number("exchangeRate"),
        total=_or(fields.number("total"), ZERO),
        total_without_vat=_or(fields.number("totalExTax"), ZERO),
        rows=invoice_rows(fields, "invoiceRows"),
    )


def invoice_rows(fields: Fields, *names: str) -> tuple[InvoiceRow, ...]:
    """Read the rows of an invoice, in the order in which they are printed."""
    rows = (
        InvoiceRow(
            id=one.id("id"),
            index=one.id("index") or 0,
            description=one.text("description"),
            code=one.text("code"),
            quantity=_or(one.number("quantity"), ONE),
            price=_or(one.number("price"), ZERO),
            vat_percentage=one.number("tax"),
            total=_or(one.number("total"), ZERO),
        )
        for one in fields.parts(*names)
    )
    return tuple(sorted(rows, key=lambda row: row.index))


def _or(number: Decimal | None, default: Decimal) -> Decimal:
    return default if number is None else number

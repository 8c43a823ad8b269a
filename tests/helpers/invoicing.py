"""Registrations, projects and mappings for tests of invoices: plain values with defaults, all names made up."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Literal

from afas_assistant.sync.customers.directory import CustomerDirectory
from afas_assistant.sync.invoices.plan import InvoiceOptions, plan_invoices
from afas_assistant.sync.invoices.selection import InvoiceFilter, select_charges
from afas_assistant.sync.invoices.sources import Entry, InvoiceSources
from afas_assistant.sync.mapping.mappings import MappingEntry, Mappings, Table
from afas_assistant.sync.master_records import Administration, Debtor, Item, MasterData
from afas_assistant.sync.plan import Plan, PlannedRecord
from afas_assistant.timechimp.models import Activity, Customer, Project, ProjectTask, ProjectUser, Subscription, User
from afas_assistant.timechimp.statuses import Frequency, InvoiceMethod, Kind, Status
from afas_assistant.timechimp.writes import Write

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
TODAY = date(2026, 11, 30)
WANTED = InvoiceFilter(FIRST, LAST)
SCOPE = "T99001AA/TimeChimpConnector"
OPTIONS = InvoiceOptions(TODAY, language="en")
Entries = Iterable[Entry]


def customer(own_id: int = 7, **changes: Any) -> Customer:
    """A customer with an hourly rate and a price of a kilometre; its number is that of the debtor `debtor()` makes."""
    empty = dict.fromkeys(
        ("address", "postal_code", "city", "country", "invoice_address", "invoice_postal_code", "invoice_city",
         "invoice_country", "phone", "email", "website", "iban", "bic", "vat_number", "kvk_number", "notes"), ""
    )  # fmt: skip
    values: dict[str, Any] = {
        **empty, "id": own_id, "name": f"Klant {own_id}", "number": f"{10000 + own_id}", "active": True,
        "payment_days": 30, "hourly_rate": Decimal(60), "mileage_rate": Decimal("0.40"), "vat_rate_id": None,
        "vat_percentage": Decimal(21), **changes,
    }  # fmt: skip
    return Customer(**values)


def debtor(own_id: int = 7, **changes: Any) -> Debtor:
    """The debtor of `customer(own_id)`."""
    values: dict[str, Any] = {"number": f"{10000 + own_id}", "name": f"Klant {own_id}", **changes}
    return Debtor(**values)


def project(own_id: int = 11, method: InvoiceMethod = InvoiceMethod.TASK_HOURLY_RATE, **changes: Any) -> Project:
    """A project of customer 7."""
    values: dict[str, Any] = {
        "id": own_id, "name": f"Project {own_id}", "code": f"P{own_id}", "active": True, "customer_id": 7,
        "customer_name": "Klant 7", "method": method, "hourly_rate": None, "rate": None, "start": date(2026, 1, 1),
        "end": None, "invoice_date": None, "invoice_status": Status.OPEN, "invoice_id": None, "invoice_reference": "",
        "in_instalments": False, "tasks": (), "users": (), "subscription": None, **changes,
    }  # fmt: skip
    return Project(**values)


def task(own_id: int = 21, rate: str | None = "110", **changes: Any) -> ProjectTask:
    """Activity 31 on project 11."""
    values: dict[str, Any] = {
        "id": own_id, "project_id": 11, "activity_id": 31, "activity_name": "Advies", "active": True, "billable": True,
        "hourly_rate": None if rate is None else Decimal(rate), "budget_hours": None, **changes,
    }  # fmt: skip
    return ProjectTask(**values)


def activity(own_id: int = 31, rate: str | None = "95", **changes: Any) -> Activity:
    """An activity with code 300."""
    values: dict[str, Any] = {
        "id": own_id, "name": "Advies", "code": "300", "active": True, "billable": True,
        "hourly_rate": None if rate is None else Decimal(rate), **changes,
    }  # fmt: skip
    return Activity(**values)


def user(own_id: int = 41, rate: str | None = "80") -> User:
    """An employee with a contract."""
    contract = None if rate is None else Decimal(rate)
    return User(
        id=own_id, name="Piet", user_name="piet@example.nl", employee_number="1", active=True, contract_rate=contract
    )


def project_user(own_id: int = 41, rate: str | None = "85") -> ProjectUser:
    """An employee on a project."""
    own = None if rate is None else Decimal(rate)
    return ProjectUser(id=own_id + 500, user_id=own_id, user_name="Piet", hourly_rate=own)


def subscription(**changes: Any) -> Subscription:
    """Two of 49.95 a month since January."""
    values: dict[str, Any] = {
        "frequency": Frequency.MONTH, "start": date(2026, 1, 15), "end": None, "description": "Servicecontract",
        "code": "ABO", "amount": Decimal(2), "rate": Decimal("49.95"), **changes,
    }  # fmt: skip
    return Subscription(**values)


def entry(kind: Kind = Kind.HOURS, number: int = 1, **changes: Any) -> Entry:
    """An approved registration of customer 7: an hour of advice on project 11, lunch for 12.50 or ten kilometres."""
    hours, expense = kind is Kind.HOURS, kind is Kind.EXPENSE
    values: dict[str, Any] = {
        "kind": kind, "id": number, "day": date(2026, 11, 5), "customer_id": 7, "project_id": 11,
        "task_id": 21 if hours else None, "activity_id": 31 if hours else None, "activity": "Advies" if hours else "",
        "category": "Lunch" if expense else "", "user_id": 41, "person": "Piet",
        "quantity": Decimal(1) if hours or expense else Decimal(10), "rate": Decimal("12.50") if expense else None,
        "vat_percentage": Decimal(9) if expense else None, "billable": None if hours else True,
        "status": Status.APPROVED, "internal_status": Status.APPROVED, "client_status": None, "notes": "", "place": "",
        **changes,
    }  # fmt: skip
    return Entry(**values)


def sources(entries: Entries = (), **changes: Any) -> InvoiceSources:
    """A November of customer 7, with project 11, its task and activity; lists are given as sequences of models."""
    found: dict[str, Any] = {
        "customers": [customer()], "projects": [project()], "tasks": [task()], "activities": [activity()],
        "users": [user()], **changes,
    }  # fmt: skip
    shared = frozenset(found.pop("shared_numbers", ()))
    return InvoiceSources(
        FIRST,
        LAST,
        tuple(entries),
        shared_numbers=shared,
        **{name: {one.id: one for one in rows} for name, rows in found.items()},
    )


ITEMS: Mapping[str, tuple[str, str, str]] = {
    "default": ("1", "300", "uur"), "activity:300": ("1", "302", "uur"), "expense:Lunch": ("6", "K01", "stk"),
    "ride": ("6", "K02", "stk"),
}  # fmt: skip


def mapped(items: Mapping[str, tuple[str, str, str]] = ITEMS, **settings: str) -> Mappings:
    """Mappings of items, and settings; Approved is what is invoiced unless said otherwise."""
    chosen = {"status_to_invoice": "Approved", **settings}
    return Mappings(
        [
            *(MappingEntry(Table.ITEMS, key, {"kind": kind, "code": code, "unit": unit})
              for key, (kind, code, unit) in items.items()),
            *(MappingEntry(Table.SETTINGS, name, {"value": value}) for name, value in chosen.items() if value),
        ]
    )  # fmt: skip


MASTER = MasterData(
    items={
        (kind, code): Item(kind, code, name, unit, (unit,))
        for kind, code, name, unit in (
            ("1", "300", "Monteur", "uur"), ("1", "302", "Advies", "uur"), ("6", "K01", "Materiaal", "stk"),
            ("6", "K02", "Kilometers", "stk"), ("2", "1000", "Set", "stk"),
        )
    },
    administrations=[Administration(1, "Oefening")],
)  # fmt: skip


def changed_status(kind: Kind, ids: Sequence[int], status: Status) -> Write:
    """A change of status as TimeChimp's rooms make it: 1 to 100 ids."""
    assert 1 <= len(ids) <= 100
    return Write("POST", f"{kind.value}/status", f'{{"ids": {list(ids)}, "status": "{status.value}"}}')


def planned(
    entries: Entries = (),
    *,
    mappings: Mappings | None = None,
    master: MasterData = MASTER,
    wanted: InvoiceFilter = WANTED,
    options: InvoiceOptions = OPTIONS,
    debtors: Iterable[Debtor] | Literal["unread"] | None = None,
    to_make: Mapping[int, PlannedRecord] | None = None,
    claims: Mapping[str, int] | None = None,
    administration: int = 1,
    change: Callable[[Kind, Sequence[int], Status], Write] = changed_status,
    **changes: Any,
) -> Plan:
    """The plan of these registrations, each customer with its debtor unless said otherwise; `changes` as `sources`."""
    found = sources(entries, **changes)
    chosen = mappings or mapped()
    own = [debtor(one.id) for one in found.customers.values()]
    theirs = None if debtors == "unread" else own if debtors is None else debtors
    return plan_invoices(
        select_charges(found, chosen, wanted), chosen, master, options,
        directory=CustomerDirectory(theirs, found.customers.values()), debtors_to_make=to_make or {},
        claims=claims or {}, change=change, scope=SCOPE, environment="T99001AA", administration=administration,
        made_at=datetime(2026, 11, 30, 12, tzinfo=UTC),
    )  # fmt: skip

"""What a person asks for when the daily work is planned: plain values, the same for terminal and window.

Customers and projects are named as a person knows them: by number or code, else by name.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

from afas_assistant.sync.invoices.charges import ChargeKind
from afas_assistant.sync.invoices.lines import Detail
from afas_assistant.sync.invoices.plan import OnePer


@dataclass(frozen=True)
class CustomersWork:
    """Debtors of AFAS to TimeChimp.

    `create` names customers that are to be made in AFAS; with `create_all` it is all that stand in TimeChimp only.
    """

    update: bool = True
    with_blocked: bool = False
    create: tuple[str, ...] = ()
    create_all: bool = False


@dataclass(frozen=True)
class InvoicesWork:
    """Registrations and projects of a period, both days included, to invoices in AFAS.

    `sources` names records singly, such as `hours/123` and `project/7`; `day` is the invoice date. `status` counts for
    this plan instead of the setting `status_to_invoice`. `kinds` are what is invoiced; empty means all.
    """

    first: date
    last: date
    day: date
    customers: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    sources: frozenset[str] = frozenset()
    one_per: OnePer = OnePer.CUSTOMER
    detail: Detail = Detail.ACTIVITY
    status: str | None = None
    kinds: frozenset[ChargeKind] = frozenset()


@dataclass(frozen=True)
class BookingsWork:
    """Sent invoices of a period, both days included, to sales bookings.

    `invoices` names them singly, by number. `period` is year and period where AFAS does not tell it. `attachments` is
    the folder of PDF files that are named after invoice numbers. `status` counts
    instead of the setting `booking_status`.
    """

    first: date
    last: date
    day: date
    customers: tuple[str, ...] = ()
    invoices: tuple[str, ...] = ()
    period: tuple[int, int] | None = None
    attachments: Path | None = None
    status: str | None = None


Work: TypeAlias = CustomersWork | InvoicesWork | BookingsWork

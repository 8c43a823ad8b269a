"""Relations, direct invoices, files, and the record of every write as it came."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from afas_assistant.practice.environment import Environment
from afas_assistant.practice.updateconnectors import Element

Keys = dict[str, str]
# 2 debtor, 3 creditor: AFAS's own codes (VaAs, VaAd)
PartyKind = Literal["2", "3"]


@dataclass(frozen=True)
class Order:
    """One record of a write; ``part`` names the sub-object when only that is sent, as in ``POST /KnSubject/Part``."""

    environment: Environment
    connector: str
    method: str
    element: Element
    part: str = ""


@dataclass(frozen=True)
class Written:
    """One record that an UpdateConnector stored; ``keys`` are those of the reply, ``more`` says what came of it."""

    connector: str
    keys: Keys
    element: dict[str, Any]
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Organisation:
    """An organisation or person; ``number`` is BcCo, ``country`` is AFAS's own code."""

    number: str
    name: str
    search_name: str = ""
    street: str = ""
    zip_code: str = ""
    town: str = ""
    country: str = "NL"
    post_address: str = ""
    phone: str = ""
    mail: str = ""
    iban: str = ""
    chamber_number: str = ""
    fiscal_number: str = ""
    person: bool = False


@dataclass(frozen=True)
class Party:
    """A sales or purchase relation; bookings take it only when it is ``active`` (Is debiteur, Is crediteur)."""

    kind: PartyKind
    number: str
    organisation: str
    active: bool = True
    vat_number: str = ""
    vat_duty: str = "BTW"
    payment_term: str = ""
    collect_account: str = ""
    currency: str = "EUR"
    blocked: bool = False
    invisible: bool = False
    auto_payment: bool = False
    credit_limit: float = 0.0
    created: str = "2025-03-03T09:15:00Z"
    modified: str = "2025-03-03T09:15:00Z"


@dataclass(frozen=True)
class DirectInvoice:
    """A direct invoice as it stands; ``entry`` is administration and entry number once it is booked."""

    number: str
    header: Mapping[str, Any]
    lines: tuple[Mapping[str, Any], ...]
    administration: int
    entry: tuple[int, int] | None = None
    invoice: str = ""


@dataclass(frozen=True)
class File:
    """A file of a dossier item."""

    number: int
    file_id: str
    subject: int
    name: str
    content: bytes

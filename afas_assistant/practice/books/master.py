"""Looking up master data: what may stand in a booking. The lists themselves are those that the GetConnectors show."""

from collections.abc import Container
from dataclasses import dataclass
from decimal import Decimal

from afas_assistant.practice import ledger
from afas_assistant.practice.failures import RefusalError
from afas_assistant.practice.seed import PAYMENT_TERMS
from afas_assistant.practice.tables import ARTICLES, COSTS, WORK_TYPES

COMPULSORY = "B"
AXES = {1: "Kostenplaats", 2: "Kostendrager", 3: "As 3", 4: "As 4", 5: "As 5"}
# the same numbers as TimeChimp's employees have
EMPLOYEES = frozenset({"1001", "1002", "1003", "1004", "1006"})
ANY_UNIT = "*****"


@dataclass(frozen=True)
class Account:
    """A ledger account; ``vat_code`` is the preferred one, ``compulsory`` are the axes that need a code."""

    vat_allowed: bool
    vat_code: str
    compulsory: tuple[int, ...]
    to_project: bool


@dataclass(frozen=True)
class VatCode:
    """A VAT code; ``side`` is V for sales and I for purchases."""

    account: str
    percentage: Decimal
    side: str


@dataclass(frozen=True)
class Item:
    """An item that can be invoiced; units are compared without regard to case (our assumption)."""

    units: frozenset[str]
    vat_group: str
    price: Decimal
    account: str


ADMINISTRATIONS = frozenset(number for number, *_ in ledger.ADMINISTRATIONS)
JOURNALS = {code: kind for code, _, kind in ledger.JOURNALS}
ACCOUNTS = {
    number: Account(vat, code or "", (1,) if axis == COMPULSORY else (), project == "J")
    for number, _, _, vat, code, axis, project in ledger.ACCOUNTS
}
VAT_CODES = {code: VatCode(account, Decimal(str(rate)), side) for code, _, account, rate, side in ledger.VAT_CODES}
COLLECTING = {"2": "1300", "3": "1600"}
ALLOCATION_CODES = {
    1: frozenset(code for code, _ in ledger.COST_CENTRES), 2: frozenset(code for code, _ in ledger.COST_CARRIERS),
}  # fmt: skip
CURRENCIES = frozenset(code for code, *_ in ledger.CURRENCIES)
COUNTRIES = {code: name for code, name, _ in ledger.COUNTRIES}
TERMS = {code: days for code, _, days in PAYMENT_TERMS}
WAREHOUSES = frozenset({"01", ANY_UNIT})
# VAT rate group of an item: VAT code of its sale, account of its revenue
VAT_GROUPS = {"1": ("1", "8010"), "2": ("2", "8020"), "3": ("3", "8010")}
_STUK, _UUR = frozenset({"stk"}), frozenset({"uur"})
ITEMS = {
    **{("2", code): Item(_STUK, group, Decimal(25), VAT_GROUPS[group][1]) for code, _, _, _, group in ARTICLES},
    **{("1", code): Item(_UUR, "1", Decimal(65), "8000") for code, _ in WORK_TYPES},
    **{("6", code): Item(_STUK | {ANY_UNIT}, "1", Decimal(10), "8074") for code, _ in COSTS},
}


def known(value: str, among: Container[str], label: str) -> None:
    """Refuse a value that stands in no list; an empty one is fine."""
    if value and value not in among:
        raise RefusalError("value_unknown", label=label)


def known_foreign(value: str, among: Container[str], label: str, table: str) -> None:
    """Refuse a value of which AFAS's English message names the table; an empty one is fine."""
    if value and value not in among:
        raise RefusalError("foreign_key", label=label, table=table)

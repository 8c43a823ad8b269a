"""The lines of an invoice: charges put together by activity, employee, day, week or project, or each by itself.

Amounts that have other prices, items or VAT rates are other lines, since AFAS multiplies a line's quantity by its one
price. The rounding rule: a quantity has at most five decimals and a price ten, as AFAS keeps them, and a line's amount
is their product in whole cents; the invoice is the sum of its lines.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from afas_assistant.sync.invoices.charges import Charge, ChargeKind
from afas_assistant.sync.invoices.prices import Basis
from afas_assistant.sync.money import ZERO, cents, total
from afas_assistant.texts import Language, day, phrase

QUANTITY, PRICE = Decimal("0.00001"), Decimal("0.0000000001")
"""What AFAS keeps of a quantity (QuUn) and of a price (Upri)."""
LARGEST = Decimal(10) ** 10
"""What quantities and prices stay below: AFAS keeps eleven figures of a quantity."""
LONGEST = 255
"""Characters of a line's description (Ds)."""
_KINDS = {
    ChargeKind.HOURS: phrase("Hours"),
    ChargeKind.EXPENSE: phrase("Expenses"),
    ChargeKind.RIDE: phrase("Kilometres"),
    ChargeKind.FIXED_PRICE: phrase("Fixed price"),
    ChargeKind.TASK: phrase("Fixed price"),
    ChargeKind.SUBSCRIPTION: phrase("Subscription"),
}
_ORDER = {kind: place for place, kind in enumerate(ChargeKind)}
_BY_PROJECT = frozenset({ChargeKind.FIXED_PRICE, ChargeKind.TASK, ChargeKind.SUBSCRIPTION})


class Detail(StrEnum):
    """What lines are put together by: TimeChimp's own choices."""

    ACTIVITY = "activity"
    EMPLOYEE = "employee"
    DAY = "day"
    WEEK = "week"
    PROJECT = "project"
    DETAILED = "detailed"


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """A line; `price` is None where there is none. `bases` say where the price comes from."""

    kind: ChargeKind
    description: str
    quantity: Decimal
    price: Decimal | None
    item_keys: tuple[str, ...]
    vat_percentage: Decimal | None
    bases: tuple[Basis, ...]
    charges: tuple[Charge, ...]

    @property
    def amount(self) -> Decimal:
        """The line's amount without VAT, in whole cents; nothing where there is no price."""
        return ZERO if self.price is None else cents(self.quantity * self.price)


Key = tuple[int, str, str, str, tuple[str, ...], bool, Decimal, bool, Decimal]


def lines_of(charges: Iterable[Charge], detail: Detail, language: Language) -> tuple[InvoiceLine, ...]:
    """Return the lines; their order hangs on the charges alone: hours first, then by what they are put together by.

    `language` is that of the invoice, in which days and weeks are written.
    """
    groups: dict[Key, list[Charge]] = {}
    for charge in charges:
        groups.setdefault(_key(charge, detail), []).append(charge)
    return tuple(_line(groups[key], detail, language) for key in sorted(groups))


def _key(charge: Charge, detail: Detail) -> Key:
    """Return what charges of one line have in common, in the order in which lines stand."""
    amount = charge.price.amount
    by_itself = detail is Detail.DETAILED or charge.kind in _BY_PROJECT
    return (
        _ORDER[charge.kind],
        _place(charge, detail),
        charge.subject if charge.kind is not ChargeKind.HOURS or detail is Detail.ACTIVITY else "",
        charge.source if by_itself else "",
        charge.item_keys,
        amount is None,
        amount or ZERO,
        charge.vat_percentage is None,
        charge.vat_percentage or ZERO,
    )


def _place(charge: Charge, detail: Detail) -> str:
    match detail:
        case Detail.EMPLOYEE:
            return charge.person
        case Detail.PROJECT:
            return f"{charge.project}/{charge.project_id or 0}"
        case Detail.WEEK:
            week = charge.day.isocalendar()
            return f"{week.year}-{week.week:02d}"
        case Detail.DAY | Detail.DETAILED:
            return charge.day.isoformat()
    return ""


def _line(charges: list[Charge], detail: Detail, language: Language) -> InvoiceLine:
    charges.sort(key=lambda one: one.source)
    first = charges[0]
    quantity, price = total(one.quantity for one in charges), first.price.amount
    bases = {one.price.basis for one in charges}
    if abs(quantity) >= LARGEST or abs(price or ZERO) >= LARGEST:
        price, bases = None, {Basis.NO_ROOM}
    return InvoiceLine(
        first.kind,
        _description(first, detail, language)[:LONGEST],
        quantity if Basis.NO_ROOM in bases else _rounded(quantity, QUANTITY),
        None if price is None else _rounded(price, PRICE),
        first.item_keys,
        first.vat_percentage,
        tuple(sorted(bases)),
        tuple(charges),
    )


def _rounded(number: Decimal, step: Decimal) -> Decimal:
    """Return a number in whole steps, without zeros at its end."""
    return number.quantize(step, ROUND_HALF_UP).normalize() + ZERO


def _description(charge: Charge, detail: Detail, language: Language) -> str:
    """Return what a line says: what it is put together by, and of expenses and rides what they are."""
    subject = charge.subject or _KINDS[charge.kind].render(language)
    if charge.kind in _BY_PROJECT:
        return " ".join((subject if charge.project in subject else f"{charge.project}: {subject}").split())
    if detail is Detail.DETAILED:
        parts = (day(charge.day).render(language), charge.person, subject, charge.detail)
        return ", ".join(filter(None, (" ".join(one.split()) for one in parts)))
    label = _label(charge, detail, language)
    if not label:
        return subject
    return label if charge.kind is ChargeKind.HOURS else f"{label}: {subject}"


def _label(charge: Charge, detail: Detail, language: Language) -> str:
    match detail:
        case Detail.EMPLOYEE:
            return charge.person
        case Detail.PROJECT:
            return charge.project
        case Detail.WEEK:
            week = charge.day.isocalendar()
            return phrase("Week {week} of {year}", week=week.week, year=str(week.year)).render(language)
        case Detail.DAY:
            return day(charge.day).render(language)
    return ""

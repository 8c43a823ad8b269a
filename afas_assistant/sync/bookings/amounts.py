"""What an invoice of TimeChimp amounts to: its net groups and its VAT per rate, together exactly its total.

Three things are documented nowhere and are found out from each invoice's own figures: whether a row's total holds the
VAT, which signs a credit invoice has, and whether VAT was rounded per row or per rate. What still differs is put on the
largest line and told; more than a few cents is refused, since nobody can say where that belongs.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from afas_assistant.sync.money import ZERO, cents, total
from afas_assistant.timechimp.models import Invoice, InvoiceRow

FEW_CENTS = Decimal("0.05")
_NOISE = Decimal("0.000001")
"""TimeChimp's amounts are doubles: 36.63 may come as 36.629999999999995."""


class Basis(StrEnum):
    """What the total of a row is."""

    EXCLUDING = "excluding"
    INCLUDING = "including"


class Rounding(StrEnum):
    """How the VAT on the invoice was rounded; OTHER is none of the known ways."""

    PER_RATE = "per_rate"
    PER_ROW = "per_row"
    OTHER = "other"


class CannotAddUp(ValueError):  # noqa: N818 - becomes a verdict
    """The figures do not fit each other: `code` says how, `expected` is the invoice's own figure, `found` its rows'."""

    def __init__(self, code: str, expected: Decimal = ZERO, found: Decimal = ZERO) -> None:
        super().__init__(code)
        self.code = code
        self.expected = expected
        self.found = found


@dataclass(frozen=True)
class Group:
    """Rows with the same code and rate: `net` is in whole cents."""

    code: str
    percentage: Decimal
    net: Decimal
    descriptions: tuple[str, ...]


@dataclass(frozen=True)
class Amounts:
    """An invoice in whole cents, negative for a credit: `gross` = the groups' net + the VAT of all rates.

    `vat` holds the rates that have VAT. `settled_net` and `settled_vat` are what was added to the largest group and to
    the largest VAT amount to come out at the invoice's own totals. `turned` means that a credit came with positive
    amounts.
    """

    gross: Decimal
    groups: tuple[Group, ...]
    vat: Mapping[Decimal, Decimal]
    basis: Basis
    rounding: Rounding
    settled_net: Decimal = ZERO
    settled_vat: Decimal = ZERO
    turned: bool = False

    @property
    def net(self) -> Decimal:
        """The total without VAT."""
        return total(one.net for one in self.groups)


@dataclass(frozen=True)
class _Share:
    """One row: its rate, and its amount without VAT, unrounded."""

    row: InvoiceRow
    percentage: Decimal
    exact: Decimal

    @property
    def vat(self) -> Decimal:
        return self.exact * self.percentage / 100


def amounts_of(invoice: Invoice) -> Amounts:
    """Return what an invoice amounts to.

    Raises CannotAddUp: rate_missing (a row with an amount has none), rows_differ, vat_differs.
    """
    gross, net = cents(invoice.total), cents(invoice.total_without_vat)
    rows = _with_amounts(invoice.rows)
    turned = False
    if invoice.credit:
        turned = gross > 0 or total(amount for _, amount in rows) > 0
        gross, net = -abs(gross), -abs(net)
        rows = _as_credit(rows)
    if any(row.vat_percentage is None for row, _ in rows):
        raise CannotAddUp("rate_missing")
    basis = _basis(rows, gross, net)
    shares = [_share(row, amount, basis) for row, amount in rows]
    groups, settled_net = _groups(shares, net)
    vat, rounding, settled_vat = _vat(shares, gross - net)
    return Amounts(gross, groups, vat, basis, rounding, settled_net, settled_vat, turned)


def _with_amounts(rows: Sequence[InvoiceRow]) -> list[tuple[InvoiceRow, Decimal]]:
    """Return the rows that have an amount; quantity × price where no row has a total."""
    use_price = all(row.total == 0 for row in rows)
    amounts = [(row, row.quantity * row.price if use_price else row.total) for row in rows]
    return [(row, amount.quantize(_NOISE)) for row, amount in amounts if cents(amount) != 0]


def _as_credit(rows: list[tuple[InvoiceRow, Decimal]]) -> list[tuple[InvoiceRow, Decimal]]:
    sign = -1 if total(amount for _, amount in rows) > 0 else 1
    return [(row, sign * amount) for row, amount in rows]


def _basis(rows: list[tuple[InvoiceRow, Decimal]], gross: Decimal, net: Decimal) -> Basis:
    amounts = [amount for _, amount in rows]
    excluding, including = _distance(amounts, net), _distance(amounts, gross)
    if min(excluding, including) > FEW_CENTS:
        raise CannotAddUp("rows_differ", net, cents(total(amounts)))
    return Basis.EXCLUDING if excluding <= including else Basis.INCLUDING


def _distance(amounts: Sequence[Decimal], wanted: Decimal) -> Decimal:
    """Return how far amounts are from their sum, rounded each or together."""
    return min(abs(total(map(cents, amounts)) - wanted), abs(cents(total(amounts)) - wanted))


def _share(row: InvoiceRow, amount: Decimal, basis: Basis) -> _Share:
    percentage = row.vat_percentage or ZERO
    return _Share(row, percentage, amount if basis is Basis.EXCLUDING else amount * 100 / (100 + percentage))


def _groups(shares: Sequence[_Share], net: Decimal) -> tuple[tuple[Group, ...], Decimal]:
    """Return the groups, and what was added to the largest to come out at the invoice's net total."""
    members: dict[tuple[str, Decimal], list[_Share]] = {}
    for one in shares:
        members.setdefault((one.row.code, one.percentage), []).append(one)
    per_row = total(cents(one.exact) for one in shares) == net
    sums = {key: _rounded([one.exact for one in found], per_row=per_row) for key, found in members.items()}
    settled = net - total(sums.values())
    _add_to_largest(sums, settled)
    groups = tuple(
        Group(code, percentage, sums[code, percentage], tuple(one.row.description for one in found))
        for (code, percentage), found in members.items()
    )
    return groups, settled


def _vat(shares: Sequence[_Share], wanted: Decimal) -> tuple[dict[Decimal, Decimal], Rounding, Decimal]:
    """Return the VAT per rate, how it was rounded, and what was added to come out at the invoice's VAT."""
    rates = sorted({one.percentage for one in shares if one.percentage}, reverse=True)
    ways: tuple[tuple[Rounding, Callable[[list[_Share]], Decimal]], ...] = (
        (Rounding.PER_RATE, lambda found: cents(total(one.vat for one in found))),
        (Rounding.PER_ROW, lambda found: total(cents(one.vat) for one in found)),
        (Rounding.PER_RATE, lambda found: cents(total(cents(one.exact) * one.percentage / 100 for one in found))),
    )
    outcomes = [
        (rounding, {rate: way([one for one in shares if one.percentage == rate]) for rate in rates})
        for rounding, way in ways
    ]
    for rounding, vat in outcomes:
        if total(vat.values()) == wanted:
            return vat, rounding, ZERO
    _, vat = min(outcomes, key=lambda one: abs(wanted - total(one[1].values())))
    settled = wanted - total(vat.values())
    if abs(settled) > FEW_CENTS or not vat:
        raise CannotAddUp("vat_differs", wanted, total(vat.values()))
    _add_to_largest(vat, settled)
    return vat, Rounding.OTHER, settled


def _rounded(exact: Sequence[Decimal], *, per_row: bool) -> Decimal:
    return total(map(cents, exact)) if per_row else cents(total(exact))


def _add_to_largest(amounts: dict[Any, Decimal], difference: Decimal) -> None:
    """Add a difference to the largest amount, the first of equals."""
    if difference:
        largest = max(amounts, key=lambda key: abs(amounts[key]))
        amounts[largest] += difference

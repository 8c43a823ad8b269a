"""What a direct invoice amounts to: prices, discounts, VAT by item and rate group, and the entry that comes of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from afas_assistant.practice.bookings import DEBTOR, Line
from afas_assistant.practice.books import master
from afas_assistant.practice.books.records import DirectInvoice, Party
from afas_assistant.practice.books.values import is_true

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Amount:
    """What goes to one revenue account under one VAT code."""

    account: str
    vat_code: str
    net: Decimal
    vat: Decimal


def amounts(invoice: DirectInvoice) -> list[Amount]:
    """Add the lines up by revenue account and VAT code; text lines and subtotals count for nothing."""
    including = is_true(invoice.header.get("InVa"))
    sums: dict[tuple[str, str], Decimal] = {}
    for line in invoice.lines:
        item = master.ITEMS.get((str(line.get("VaIt")), str(line.get("ItCd"))))
        if item is None:
            continue
        code, _ = master.VAT_GROUPS[str(line.get("VaRc") or item.vat_group)]
        sums[item.account, code] = sums.get((item.account, code), Decimal(0)) + _line_total(line, item.price)
    return [_amount(account, code, total, including=including) for (account, code), total in sums.items()]


def entry_lines(invoice: DirectInvoice, party: Party, number: str, day: date) -> Iterator[Line]:
    """Give the lines of the entry: debtor, revenue, VAT."""
    found = amounts(invoice)
    total = sum((one.net + one.vat for one in found), Decimal(0))
    text = str(invoice.header.get("RfCs") or f"Factuur {number}")
    zero = Decimal(0)
    yield Line(
        party.collect_account, total, zero, text, day, day, kind=DEBTOR, relation=party.number, invoice=number,
        voucher=number, currency=str(invoice.header.get("CuId") or "EUR"),
    )  # fmt: skip
    for one in found:
        yield Line(one.account, zero, one.net, text, day, day, invoice=number, voucher=number, vat_code=one.vat_code)
        if one.vat:
            account = master.VAT_CODES[one.vat_code].account
            yield Line(account, zero, one.vat, text, day, day, invoice=number, voucher=number, vat_code=one.vat_code)


def _line_total(line: Mapping[str, Any], price: Decimal) -> Decimal:
    """Give what a line comes to: units times price, less the line discount."""
    given = line.get("Upri")
    each = price if given in {None, ""} else Decimal(str(given))
    gross = Decimal(str(line.get("QuUn") or 0)) * each
    return _rounded(gross * (1 - Decimal(str(line.get("PRDc") or 0)) / 100))


def _amount(account: str, code: str, total: Decimal, *, including: bool) -> Amount:
    """Split or add the VAT."""
    rate = master.VAT_CODES[code].percentage / 100
    net = _rounded(total / (1 + rate)) if including else total
    vat = total - net if including else _rounded(total * rate)
    return Amount(account, code, net, vat)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_CENT, ROUND_HALF_UP)

"""What is booked: entries with their lines, and the items that stay open until they are paid; the seeded ones first.

A seeded sale is one invoice of one debtor with 21 % VAT, booked in administration 1; a seeded purchase is an open item
only. Rows carry the column names of every connector that shows them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from afas_assistant.practice.ledger import MONTHS, Row, local_day, moment
from afas_assistant.practice.seed import Relation, Seed, creditor, debtor, mixed

DEBTOR, CREDITOR = "2", "3"
FIRST_ENTRY = 200_001
LINES_OF_A_SALE = 3
TERM = timedelta(days=30)
# one seeded sale in five was paid: it is in the books, and no open item any more
PAID_EVERY, PAID_AT = 5, 3
Allocation = tuple[str, ...]


@dataclass(frozen=True)
class Share:
    """The part of a line that goes to allocation codes, one for each axis (empty: none)."""

    codes: Allocation
    debit: Decimal
    credit: Decimal


@dataclass(frozen=True)
class Line:
    """One line of an entry; ``relation`` is the debtor or creditor number where the line is one's."""

    account: str
    debit: Decimal
    credit: Decimal
    text: str
    voucher_day: date
    entry_day: date
    kind: str = "1"
    relation: str = ""
    invoice: str = ""
    voucher: str = ""
    vat_code: str = ""
    shares: tuple[Share, ...] = ()
    due: date | None = None
    currency: str = "EUR"


@dataclass(frozen=True)
class Entry:
    """A journal entry; ``made`` is the moment of booking as GetConnectors write it."""

    administration: int
    number: int
    year: int
    period: int
    journal: str
    invoice: str
    lines: tuple[Line, ...]
    made: str


@dataclass(frozen=True)
class Item:
    """An invoice of a debtor or creditor as finance follows it; ``balance`` is what is still open."""

    administration: int
    kind: str
    relation: str
    invoice: str
    day: date
    due: date
    amount: Decimal
    balance: Decimal
    text: str
    currency: str = "EUR"
    blocked: bool = False

    @property
    def matched(self) -> bool:
        """Whether something was paid on it."""
        return self.balance != self.amount


def transactions(seed: Seed, today: date | None = None) -> Iterator[Row]:
    """Financial entries: three lines (debtor, revenue, VAT) for each sale, newest last; at most 30,000 lines."""
    for index in range(seeded_entries(seed)):
        yield from entry_rows(sale_entry(seed, index, today or local_day()))


def allocated_transactions(seed: Seed, today: date | None = None) -> Iterator[Row]:
    """The same entries with their allocation codes, of which seeded ones have none."""
    for index in range(seeded_entries(seed)):
        yield from allocated_rows(sale_entry(seed, index, today or local_day()))


def invoices(seed: Seed, today: date | None = None) -> Iterator[Row]:
    """Sales invoices of the debtors, also the paid ones: the books take those out of the list."""
    return (item_row(sale_item(seed, index, today or local_day())) for index in range(seed.invoices))


def purchase_invoices(seed: Seed, today: date | None = None) -> Iterator[Row]:
    """Open purchase invoices, one for each creditor."""
    return (item_row(purchase_item(seed, index, today or local_day())) for index in range(seed.creditors))


def entry_rows(entry: Entry) -> Iterator[Row]:
    """Give a row for each line of an entry."""
    shared: Row = {
        "UnitId": entry.administration, "EntryNo": entry.number, "Year": entry.year, "Period": entry.period,
        "JournalId": entry.journal, "Created": entry.made, "Modified": entry.made,
        "Administratie": entry.administration, "Boekjaar": entry.year, "Periode": entry.period,
        "Dagboek": entry.journal, "Journaalpost": entry.number,
    }  # fmt: skip
    for position, line in enumerate(entry.lines, start=1):
        debit, credit, code = float(line.debit), float(line.credit), line.vat_code or None
        voucher_day = moment(line.voucher_day)
        yield shared | {
            "SeqNo": position, "EntryDate": moment(line.entry_day), "InvoiceId": line.invoice or None,
            "VoucherDate": voucher_day, "VoucherNo": line.voucher or None, "VatAmt": 0.0, "Description": line.text,
            "AccountNo": line.account, "VatCode": code, "AmtDebit": debit, "AmtCredit": credit, "Volgnummer": position,
            "Factuurnummer": line.invoice or None, "Boekstukdatum": voucher_day, "Omschrijving": line.text,
            "Rekening": line.account, "Btw_code": code, "Debet": debit, "Credit": credit,
        }  # fmt: skip


def allocated_rows(entry: Entry) -> Iterator[Row]:
    """Give a row for each line of an entry, and for each part of a line where it is divided over allocation codes."""
    for row, line in zip(entry_rows(entry), entry.lines, strict=True):
        collected = {"1300": "D", "1600": "C"}.get(line.account)
        for share in line.shares or (Share(("",) * 5, line.debit, line.credit),):
            codes = {f"DimAx{axis}": code or None for axis, code in enumerate(share.codes, start=1)}
            amounts = {"AmtDebit": float(share.debit), "AmtCredit": float(share.credit)}
            yield row | codes | amounts | {"Type": "1", "Collect_On": collected}


def item_row(item: Item) -> Row:
    """Give the row of an invoice; the two connectors have their own names, AFAS's misspellings included."""
    amount, balance = float(item.amount), float(item.balance)
    shared: Row = {
        "UnitId": item.administration, "InvoiceNr": item.invoice, "ExpDate": moment(item.due),
        "CurrencyId": item.currency, "AmtInvoice": amount, "AmtInvoiceCurr": amount, "Description": item.text,
    }  # fmt: skip
    if item.kind == DEBTOR:
        return shared | {
            "DebtorId": item.relation, "NookPieceDate": moment(item.day), "Balance": balance, "BalanceCurr": balance,
        }  # fmt: skip
    return shared | {
        "CreditorId": item.relation, "BookPiecrNr": item.invoice, "BookPieceDate": moment(item.day),
        "Blocked": item.blocked,
    }  # fmt: skip


def seeded_entries(seed: Seed) -> int:
    """Tell how many of the sales have their entry among the transactions."""
    return min(seed.invoices, 10_000)


def sale_entry(seed: Seed, index: int, today: date) -> Entry:
    """Give the entry of a sale."""
    buyer, day, net = _sale(seed, index, today)
    gross, number = _gross(net), invoice_number(index)
    text = f"{buyer.name} {number}"
    amounts = (("1300", gross, Decimal(0), ""), ("8010", Decimal(0), net, "1"), ("1510", Decimal(0), gross - net, "1"))
    first, *others = (
        Line(account, debit, credit, text, day, day, invoice=number, voucher=number, vat_code=code)
        for account, debit, credit, code in amounts
    )
    lines = (replace(first, kind=DEBTOR, relation=buyer.number), *others)
    return Entry(1, FIRST_ENTRY + index, day.year, day.month, "20", number, lines, moment(day))


def sale_item(seed: Seed, index: int, today: date) -> Item:
    """Give the invoice of a sale; one in five was paid."""
    buyer, day, net = _sale(seed, index, today)
    gross, text = _gross(net), f"Werkzaamheden {MONTHS[day.month - 1]}"
    balance = Decimal(0) if index % PAID_EVERY == PAID_AT else gross
    return Item(1, DEBTOR, buyer.number, invoice_number(index), day, day + TERM, gross, balance, text)


def purchase_item(seed: Seed, index: int, today: date) -> Item:
    """Give a purchase invoice."""
    day = today - timedelta(days=mixed(seed.number, 53, index) % 60)
    amount = Decimal(5000 + mixed(seed.number, 59, index) % 300_000) / 100
    relation, number = creditor(seed, index).number, purchase_number(index)
    return Item(1, CREDITOR, relation, number, day, day + TERM, amount, amount, "Inkoop materiaal")


def invoice_number(index: int) -> str:
    """Give a sales invoice number as AFAS's autonumbering writes them."""
    return f"V{index + 1:07d}"


def purchase_number(index: int) -> str:
    """Give a supplier's invoice number."""
    return f"INK{index:05d}"


def _sale(seed: Seed, index: int, today: date) -> tuple[Relation, date, Decimal]:
    """Give debtor, day and net amount; days run through the year up to today. The first is of the first debtor."""
    chance = mixed(seed.number, 41, index)
    first = date(today.year, 1, 1)
    day = first + timedelta(days=chance % ((today - first).days + 1))
    return debtor(seed, chance % seed.size if index else 0), day, Decimal(7500 + (chance >> 8) % 400_000) / 100


def _gross(net: Decimal) -> Decimal:
    """Give the amount with 21 % VAT, to the cent."""
    return (net * Decimal("1.21")).quantize(Decimal("0.01"), ROUND_HALF_UP)

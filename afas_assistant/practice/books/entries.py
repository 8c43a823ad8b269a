"""FiEntries: journal entries with their lines. Nothing is idempotent but the invoice number, once per relation."""

from collections.abc import Iterator

from afas_assistant.practice import bookings
from afas_assistant.practice.bookings import Entry, Line, Share
from afas_assistant.practice.books import items, master, register
from afas_assistant.practice.books.entry_rules import PARTIES, Header, check_balance, check_line, header
from afas_assistant.practice.books.records import Keys, Order, Written
from afas_assistant.practice.books.store import FINANCE, Books
from afas_assistant.practice.books.values import amount, day, text
from afas_assistant.practice.failures import RefusalError
from afas_assistant.practice.updateconnectors import Element

CONNECTOR = "FiEntries"
FIRST_NUMBER = 300_001
FIRST_INVOICE = 9_000_001
_NAMES = {"2": "Debtor", "3": "Creditor"}


def booked(books: Books, order: Order) -> Keys:
    """Book an entry, and give administration, entry number and invoice number (empty when there is none)."""
    if order.method != "POST":
        raise RefusalError("not_with_this_connector", name=CONNECTOR)
    books.try_layout()
    lines = order.element.objects.get("FiEntries", ())
    if not lines:
        raise RefusalError("value_missing", label="Kenmerk rekening", name="VaAs")
    if 0 < books.switches.longest_entry < len(lines):
        raise RefusalError("took_too_long")
    head = header(books, order.element)
    for line in lines:
        check_line(books, head, line)
    check_balance(lines)
    invoice = next(filter(None, (text(line, "InId") for line in lines)), "")
    if not invoice and head.numbers_itself:
        invoice = made_invoice_number(books)
    made = Entry(
        head.administration, next_number(books, head.administration), head.year, head.period, head.journal, invoice,
        tuple(_line(books, line, invoice) for line in lines), books.moment(),
    )  # fmt: skip
    _check_invoice_numbers(books, made, head)
    post(books, made)
    keys = {"UnId": str(made.administration), "EnNo": str(made.number), "InId": invoice}
    books.keep(Written(CONNECTOR, keys, order.element.as_data()))
    return keys


def post(books: Books, entry: Entry) -> None:
    """Put an entry in the books."""
    books.tables.entries[entry.administration, entry.number] = entry
    items.settle(books, entry)


def next_number(books: Books, administration: int) -> int:
    """Give the next entry number of an administration."""
    return books.next_number(f"EnNo {administration}", FIRST_NUMBER)


def made_invoice_number(books: Books) -> str:
    """Give the next invoice number as autonumbering makes it."""
    return f"V{books.next_number('InId', FIRST_INVOICE):07d}"


def deleted(books: Books, wanted: Keys) -> None:
    """Delete the one entry that entry number or invoice number name; refused when it is paid or in a blocked period.

    AFAS's OpenAPI file names the financial year as only key, which cannot be right; the help page is followed.
    """
    if not (wanted.get("EnNo") or wanted.get("InId")):
        raise RefusalError("value_missing", label="Nummer journaalpost", name="EnNo")
    found = [entry for entry in _candidates(books, wanted) if _fits(entry, wanted)]
    if len(found) != 1:
        label = "Nummer journaalpost" if wanted.get("EnNo") else "Factuurnummer"
        raise RefusalError("value_unknown", label=label)
    (entry,) = found
    paid = items.matched(books, entry)
    if paid:
        raise RefusalError("entry_matched", invoice=paid.invoice)
    if books.period_blocked(entry.administration, entry.year, entry.period):
        raise RefusalError("period_blocked", period=entry.period, year=entry.year)
    if books.tables.entries.pop((entry.administration, entry.number), None):
        items.settle(books, entry, back=True)
    else:
        _delete_sale(books, entry)
    keys = {"UnId": str(entry.administration), "EnNo": str(entry.number), "InId": entry.invoice}
    books.drop(CONNECTOR, keys)


def _line(books: Books, line: Element, invoice: str) -> Line:
    """Make a line; one of a debtor or creditor without an invoice number gets the entry's."""
    kind, number = text(line, "VaAs"), text(line, "AcNr")
    party = register.party(books, PARTIES[kind], number) if kind in PARTIES else None
    voucher_day = day(line, "BpDa") or books.day()
    return Line(
        account=party.collect_account if party else number, debit=amount(line, "AmDe"), credit=amount(line, "AmCr"),
        text=text(line, "Ds"), voucher_day=voucher_day, entry_day=day(line, "EnDa") or voucher_day, kind=kind,
        relation=number if party else "", invoice=text(line, "InId") or invoice, voucher=text(line, "BpNr"),
        vat_code=text(line, "VaId"), shares=tuple(_shares(line)), due=day(line, "DaEx"),
        currency=text(line, "CuId") or "EUR",
    )  # fmt: skip


def _shares(line: Element) -> Iterator[Share]:
    """Give the parts of a line; a part without amounts is the whole line."""
    for share in line.objects.get("FiDimEntries", ()):
        whole = not (amount(share, "AmDe") or amount(share, "AmCr"))
        source = line if whole else share
        codes = tuple(text(share, f"DiC{axis}") for axis in master.AXES)
        yield Share(codes, amount(source, "AmDe"), amount(source, "AmCr"))


def _check_invoice_numbers(books: Books, entry: Entry, head: Header) -> None:
    """Refuse an invoice number that the relation has already; in cash and bank journals it names what is paid."""
    if head.kind not in items.INVOICING:
        return
    for line in entry.lines:
        key = (entry.administration, line.kind, line.relation, line.invoice)
        if line.relation and line.invoice and items.item(books, key):
            names = {"invoice": line.invoice, "relation": line.relation, "whose": _NAMES[line.kind]}
            raise RefusalError("invoice_number_used", **names)


def _candidates(books: Books, wanted: Keys) -> Iterator[Entry]:
    """Give the entries that may be meant: those that were booked here, and a seeded sale."""
    yield from books.tables.entries.values()
    number, invoice = wanted.get("EnNo", ""), wanted.get("InId", "")
    by_invoice = items.seeded_place(books.seed, bookings.DEBTOR, invoice)
    index = int(number) - bookings.FIRST_ENTRY if number.isdecimal() else by_invoice
    there = range(bookings.seeded_entries(books.seed))
    if index is not None and index in there and index not in books.tables.deleted_sales:
        yield bookings.sale_entry(books.seed, index, books.today)


def _fits(entry: Entry, wanted: Keys) -> bool:
    """Tell whether an entry has all the keys of a path."""
    known = {
        "UnId": str(entry.administration), "JoCo": entry.journal, "Year": str(entry.year), "Peri": str(entry.period),
        "EnNo": str(entry.number), "InId": entry.invoice,
    }  # fmt: skip
    return all(known.get(name) == value for name, value in wanted.items())


def _delete_sale(books: Books, entry: Entry) -> None:
    """Delete the entry of a seeded sale, and its open item with it."""
    index = entry.number - bookings.FIRST_ENTRY
    sale = bookings.sale_item(books.seed, index, books.today)
    books.tables.deleted_sales.add(index)
    books.tables.items[1, sale.kind, sale.relation, sale.invoice] = None
    books.changed(FINANCE)

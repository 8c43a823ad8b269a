"""Open items: the invoices of debtors and creditors as finance follows them, what is paid on them, and FiInvoice."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from afas_assistant.practice import bookings
from afas_assistant.practice.bookings import Entry, Item
from afas_assistant.practice.books import master, register
from afas_assistant.practice.books.records import Keys, Order, Written
from afas_assistant.practice.books.store import FINANCE, Books, ItemKey
from afas_assistant.practice.books.values import day, is_true, text
from afas_assistant.practice.failures import RefusalError
from afas_assistant.practice.seed import Seed

INVOICING = frozenset({"I", "V"})


def item(books: Books, key: ItemKey) -> Item | None:
    """Find an invoice by administration, kind, relation and number; also one that is paid."""
    if key in books.tables.items:
        return books.tables.items[key]
    administration, kind, relation, invoice = key
    found = seeded_item(books, kind, invoice) if administration == 1 else None
    return found if found and found.relation == relation else None


def seeded_item(books: Books, kind: str, invoice: str) -> Item | None:
    """Find an invoice that this environment was born with."""
    index = seeded_place(books.seed, kind, invoice)
    if index is None:
        return None
    make = bookings.sale_item if kind == bookings.DEBTOR else bookings.purchase_item
    return make(books.seed, index, books.today)


def seeded_place(seed: Seed, kind: str, invoice: str) -> int | None:
    """Give the place of a seeded invoice by its number."""
    sale = kind == bookings.DEBTOR
    digits = invoice.removeprefix("V" if sale else "INK")
    index = int(digits) - (1 if sale else 0) if digits.isdecimal() and digits.isascii() else -1
    number = (bookings.invoice_number if sale else bookings.purchase_number)(index)
    return index if number == invoice and 0 <= index < (seed.invoices if sale else seed.creditors) else None


def changed(books: Books, order: Order) -> Keys:
    """Change an invoice (FiInvoice, which exists as PUT only); AFAS's own examples leave kind and relation out."""
    if order.method != "PUT":
        raise RefusalError("not_with_this_connector", name=order.connector)
    element = order.element
    wanted = {name: text(element, name) for name in ("UnId", "VaAd", "DcNr", "InId")}
    found = list(_found(books, wanted))
    if len(found) > 1:
        raise RefusalError("value_missing", label="Subnummer", name="DcNr")
    if not found:
        raise RefusalError("value_unknown", label="Factuurnummer")
    master.known(text(element, "PaCd"), master.TERMS, "Betaalvoorwaarde")
    changes: dict[str, Any] = {}
    if text(element, "ExDa"):
        changes["due"] = day(element, "ExDa")
    if "Ds" in element.values:
        changes["text"] = text(element, "Ds")
    if "BlPa" in element.values:
        changes["blocked"] = is_true(element.values["BlPa"])
    _put(books, replace(found[0], **changes))
    books.keep(Written("FiInvoice", wanted, element.as_data()), changes=True)
    return wanted


def paid(books: Books, key: ItemKey, amount: Decimal | None) -> Item:
    """Pay an invoice, whole or in part, or take payments back with 0. RefusalError: there is no such invoice."""
    found = item(books, key)
    if found is None:
        raise RefusalError("value_unknown", label="Factuurnummer")
    done = replace(found, balance=found.amount - (found.amount if amount is None else amount))
    _put(books, done)
    return done


def settle(books: Books, entry: Entry, *, back: bool = False) -> None:
    """Let an entry make invoices, or in other journals pay them; ``back`` undoes that."""
    invoicing = master.JOURNALS.get(entry.journal) in INVOICING
    for key, (lines, total) in _parts(entry).items():
        if not invoicing:
            found = item(books, key)
            if found:
                _put(books, replace(found, balance=found.balance + (-total if back else total)))
        elif back:
            books.tables.items[key] = None
        else:
            first = lines[0]
            due = first.due or due_day(books, first.kind, first.relation, first.voucher_day)
            _put(books, Item(*key, first.voucher_day, due, total, total, first.text, first.currency))
    books.changed(FINANCE)


def matched(books: Books, entry: Entry) -> Item | None:
    """Give the first invoice of an entry on which something was paid."""
    if master.JOURNALS.get(entry.journal) not in INVOICING:
        return None
    found = (item(books, key) for key in _parts(entry))
    return next((one for one in found if one is not None and one.matched), None)


def due_day(books: Books, kind: str, relation: str, voucher_day: date) -> date:
    """Give the day by which an invoice is to be paid, by the payment condition of the relation."""
    one = register.party(books, "2" if kind == "2" else "3", relation)
    return voucher_day + timedelta(days=master.TERMS.get(one.payment_term if one else "", 30))


def _parts(entry: Entry) -> dict[ItemKey, tuple[list[bookings.Line], Decimal]]:
    """Gather an entry's lines of debtors and creditors by invoice; what they owe us, or we them, is positive."""
    parts: dict[ItemKey, tuple[list[bookings.Line], Decimal]] = {}
    for line in entry.lines:
        if line.relation and line.invoice:
            key = (entry.administration, line.kind, line.relation, line.invoice)
            sign = 1 if line.kind == bookings.DEBTOR else -1
            lines, total = parts.get(key, ([], Decimal(0)))
            parts[key] = [*lines, line], total + sign * (line.debit - line.credit)
    return parts


def _found(books: Books, wanted: Keys) -> Iterator[Item]:
    """Search an invoice by what is given of administration, kind, relation and number."""
    keys = [key for key in books.tables.items if key[3] == wanted["InId"]]
    for kind in (bookings.DEBTOR, bookings.CREDITOR):
        seeded = seeded_item(books, kind, wanted["InId"])
        if seeded:
            keys.append((1, kind, seeded.relation, seeded.invoice))
    for key in dict.fromkeys(keys):
        found = item(books, key)
        given = zip((wanted["UnId"], wanted["VaAd"], wanted["DcNr"]), map(str, key), strict=False)
        if found and all(value in {"", part} for value, part in given):
            yield found


def _put(books: Books, one: Item) -> None:
    books.tables.items[one.administration, one.kind, one.relation, one.invoice] = one
    books.changed(FINANCE)

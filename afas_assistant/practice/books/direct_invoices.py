"""FbDirectInvoice: sales invoices made in order management. Every POST makes another one.

Whether an invoice is booked at once depends on settings of the environment (inferred), so that is a switch. No standard
GetConnector shows direct invoices that are not booked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from afas_assistant.practice.bookings import Entry
from afas_assistant.practice.books import entries, master, pricing, register
from afas_assistant.practice.books.entry_rules import check_day
from afas_assistant.practice.books.records import DirectInvoice, Keys, Order, Written
from afas_assistant.practice.books.store import Books
from afas_assistant.practice.books.values import day, text
from afas_assistant.practice.failures import RefusalError
from afas_assistant.practice.tables import projects
from afas_assistant.practice.updateconnectors import LINE_KINDS_WITHOUT_QUANTITY, Element

CONNECTOR = "FbDirectInvoice"
LABEL = "Nummer pakbon"
JOURNAL = "20"


def saved(books: Books, order: Order) -> Keys:
    """Insert or change a direct invoice, and give its number and that of its last line."""
    lines = order.element.objects.get("FbDirectInvoiceLines", ())
    new = order.method == "POST" and not order.part
    invoice = _inserted(books, order.element, lines) if new else _changed(books, order.element, lines)
    if new and books.switches.booked_at_once:
        invoice = _booked(books, invoice)
    books.tables.direct_invoices[invoice.number] = invoice
    keys = {"OrNu": invoice.number, "Liln": str(len(invoice.lines))}
    content = {**invoice.header, "FbDirectInvoiceLines": [dict(line) for line in invoice.lines]}
    kept = None if new else next((one for one in books.tables.written if _is(one, invoice.number)), None)
    if kept:
        books.tables.written.remove(kept)
    more = {"entry": list(invoice.entry) if invoice.entry else None, "invoice": invoice.invoice}
    books.keep(Written(CONNECTOR, keys, content, more))
    return keys


def deleted(books: Books, wanted: Keys) -> None:
    """Delete a direct invoice that is not booked."""
    invoice = _found(books, wanted.get("OrNu", ""))
    del books.tables.direct_invoices[invoice.number]
    books.drop(CONNECTOR, {"OrNu": invoice.number})


def _inserted(books: Books, element: Element, lines: tuple[Element, ...]) -> DirectInvoice:
    """Make a new one."""
    given = text(element, "OrNu")
    if given and given in books.tables.direct_invoices:
        raise RefusalError("key_exists", label=LABEL, value=given)
    if not lines:
        raise RefusalError("value_missing", label="Type item", name="VaIt")
    _check(books, element, lines)
    party = register.party(books, "2", text(element, "DbId"))
    if party is None or not party.active:
        raise RefusalError("value_unknown", label="Verkooprelatie")
    if party.blocked and books.switches.blocked_debtors_refused:
        raise RefusalError("debtor_blocked", relation=party.number)
    administration = int(text(element, "Unit") or books.switches.last_administration)
    number = given or f"{books.next_number('OrNu', 1):08d}"
    return DirectInvoice(number, dict(element.values), tuple(line.as_data() for line in lines), administration)


def _changed(books: Books, element: Element, lines: tuple[Element, ...]) -> DirectInvoice:
    """Change one; a line with a known GUID, or the only one of its item, is changed, any other is added (inferred)."""
    invoice = _found(books, text(element, "OrNu"))
    _check(books, element, lines)
    standing = list(invoice.lines)
    for line in lines:
        # allocation codes can be inserted only
        values = {name: value for name, value in line.as_data().items() if name not in _INSERT_ONLY}
        place = _place(standing, values)
        if place is None:
            standing.append(line.as_data())
        else:
            standing[place] = {**standing[place], **values}
    return replace(invoice, header={**invoice.header, **element.values}, lines=tuple(standing))


_INSERT_ONLY = frozenset({"V1Cd", "V2Cd", "V3Cd", "V4Cd", "V5Cd"})


def _found(books: Books, number: str) -> DirectInvoice:
    """Find a direct invoice that can still be changed."""
    invoice = books.tables.direct_invoices.get(number)
    if invoice is None:
        raise RefusalError("value_unknown", label=LABEL)
    if invoice.entry:
        raise RefusalError("invoice_booked", invoice=number)
    return invoice


def _place(standing: list[Mapping[str, Any]], values: Mapping[str, Any]) -> int | None:
    """Tell which of the lines is meant."""
    names = ("GuLi",) if values.get("GuLi") else ("VaIt", "ItCd")
    fits = [
        place for place, line in enumerate(standing)
        if all(str(line.get(name)) == str(values.get(name)) for name in names)
    ]  # fmt: skip
    return fits[0] if len(fits) == 1 else None


def _check(books: Books, element: Element, lines: Iterable[Element]) -> None:
    """Refuse what stands in no list."""
    master.known(text(element, "Unit"), {str(number) for number in master.ADMINISTRATIONS}, "Administratie")
    master.known(text(element, "CuId"), master.CURRENCIES, "Valuta")
    master.known(text(element, "PaCd"), master.TERMS, "Betalingsvoorwaarde")
    master.known(text(element, "War"), master.WAREHOUSES, "Magazijn")
    master.known(text(element, "JoCo"), master.JOURNALS, "Dagboek factuur")
    if text(element, "PrId"):
        master.known(text(element, "PrId"), {str(row["ProjectId"]) for row in projects(books.seed)}, "Project")
    day(element, "OrDa")
    for line in lines:
        _check_line(books, line)


def _check_line(books: Books, line: Element) -> None:
    """Refuse an item that is not there, and a unit that is not the item's."""
    kind = text(line, "VaIt")
    if kind in LINE_KINDS_WITHOUT_QUANTITY:
        return
    item = master.ITEMS.get((kind, text(line, "ItCd")))
    if item is None:
        raise RefusalError("value_unknown", label="Itemcode")
    if text(line, "BiUn").casefold() not in item.units:
        raise RefusalError("value_unknown", label="Eenheid")
    master.known(text(line, "VaRc"), master.VAT_GROUPS, "Btw-tariefgroep")
    master.known(text(line, "War"), master.WAREHOUSES, "Magazijn")
    for axis, label in master.AXES.items():
        made = {code for of_axis, code in books.tables.codes if of_axis == axis}
        known = {*master.ALLOCATION_CODES.get(axis, ()), *made}
        master.known_foreign(text(line, f"V{axis}Cd"), known, label, "C5_KnByz4")


def _booked(books: Books, invoice: DirectInvoice) -> DirectInvoice:
    """Book a direct invoice; it gets its invoice number with that."""
    voucher_day = _day_of(books, invoice)
    check_day(books, invoice.administration, voucher_day)
    party = register.party(books, "2", str(invoice.header["DbId"]))
    number = str(invoice.header.get("SinOrNu") or entries.made_invoice_number(books))
    lines = tuple(pricing.entry_lines(invoice, party, number, voucher_day)) if party else ()
    journal = str(invoice.header.get("JoCo") or JOURNAL)
    entry = Entry(
        invoice.administration, entries.next_number(books, invoice.administration), voucher_day.year,
        voucher_day.month, journal, number, lines, books.moment(),
    )  # fmt: skip
    entries.post(books, entry)
    return replace(invoice, entry=(entry.administration, entry.number), invoice=number)


def _day_of(books: Books, invoice: DirectInvoice) -> date:
    """Give the date of an invoice: the given one, or today."""
    given = str(invoice.header.get("OrDa") or "")[:10]
    return date.fromisoformat(given) if given else books.day()


def _is(one: Written, number: str) -> bool:
    return one.connector == CONNECTOR and one.keys["OrNu"] == number

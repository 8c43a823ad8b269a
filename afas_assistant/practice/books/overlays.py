"""What the books change in the rows of a GetConnector: seeded rows that are gone or different, and rows that came.

A seeded row is known by its place in the list, so that a large list is not made anew for one write.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from afas_assistant.practice import bookings, dossiers, ledger, tables
from afas_assistant.practice.bookings import Entry
from afas_assistant.practice.books import items, master, register
from afas_assistant.practice.books.dossier import destination, invoice_of
from afas_assistant.practice.books.records import Organisation, Party, PartyKind, Written
from afas_assistant.practice.books.store import DOSSIER, FINANCE, RELATIONS, SET_UP, Books
from afas_assistant.practice.ledger import Row
from afas_assistant.practice.updateconnectors import Element


@dataclass
class Overlay:
    """By place: the row that stands there now, None where it is gone; and the rows that come after the seeded ones."""

    replaced: dict[int, Row | None] = field(default_factory=dict)
    added: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    """How the books change one list; ``seeded`` makes its first rows where those lie around the day of the books."""

    topic: str
    overlay: Callable[[Books], Overlay]
    seeded: Callable[[Books], Iterator[Row]] | None = None


def overlay_of(books: Books, source: str) -> Overlay:
    """Give what the books change in a list; without what the token's user may not see."""
    found = SOURCES[source].overlay(books)
    return Overlay(found.replaced) if source in books.switches.hidden else found


def _parties(kind: PartyKind) -> Callable[[Books], Overlay]:
    def overlay(books: Books) -> Overlay:
        found = Overlay()
        tables_ = books.tables
        changed = {one.number for (of_kind, _), one in tables_.parties.items() if of_kind == kind}
        for number in tables_.organisations:
            place = register.seeded_place(kind, number, contact=True) if number.isdecimal() else -1
            seeded = register.seeded(books.seed, kind, place)
            if seeded:
                changed.add(seeded.number)
        of_written = {one.number for one in tables_.parties.values() if one.organisation in tables_.organisations}
        for number in sorted(changed | {one for one in of_written if (kind, one) in tables_.parties}):
            _put(found, books, kind, number)
        return found

    return overlay


def _put(found: Overlay, books: Books, kind: PartyKind, number: str) -> None:
    """Put the row of a relation in its place, or at the end."""
    one = register.party(books, kind, number)
    whose = register.organisation(books, one.organisation) if one else None
    if one is None or whose is None:
        return
    row = _party_row(one, whose) if one.active and not one.invisible else None
    place = register.seeded_place(kind, number) if number.isdecimal() else -1
    seeded = register.seeded(books.seed, kind, place)
    if seeded and seeded.number == number:
        found.replaced[place] = row
    elif row:
        found.added.append(row)


def _party_row(one: Party, whose: Organisation) -> Row:
    """Give the row of a debtor or creditor."""
    relation = register.as_relation(one, whose)
    row = tables.debtor_row(relation) if one.kind == register.DEBTOR else tables.creditor_row(relation)
    line_4 = "AdressLine4" if one.kind == register.DEBTOR else "Adressline4"
    return row | {
        line_4: master.COUNTRIES.get(whose.country, whose.country), "Land": whose.country, "VatDuty": one.vat_duty,
        "CollectAccount": one.collect_account, "CurrencyId": one.currency, "AutoPayment": one.auto_payment,
        "CreateDate": one.created, "ModifiedDate": one.modified,
    }  # fmt: skip


def _organisations(books: Books) -> Overlay:
    found = Overlay()
    prospects = {one.contact_number: None for one in register.prospects(books.seed)}
    for number in {**prospects, **dict.fromkeys(books.tables.organisations)}:
        whose = register.organisation(books, number)
        if whose is None:
            continue
        relation = register.as_relation(Party("2", "", number), whose)
        row = tables.organisation_row(relation) | {
            "Type": "Persoon" if whose.person else "Organisatie",
            "AdressLine4": master.COUNTRIES.get(whose.country, whose.country),
        }
        place = register.seeded_place(register.DEBTOR, number, contact=True) if number.isdecimal() else -1
        if register.seeded(books.seed, register.DEBTOR, place):
            found.replaced[place] = row
        else:
            found.added.append(row)
    return found


def _items(kind: str) -> Callable[[Books], Overlay]:
    def overlay(books: Books) -> Overlay:
        found = Overlay()
        if kind == bookings.DEBTOR:
            found.replaced |= dict.fromkeys(range(bookings.PAID_AT, books.seed.invoices, bookings.PAID_EVERY))
        for (_, of_kind, relation, invoice), one in books.tables.items.items():
            if of_kind != kind:
                continue
            row = bookings.item_row(one) if one and one.balance else None
            seeded = items.seeded_item(books, kind, invoice)
            place = items.seeded_place(books.seed, kind, invoice)
            if seeded and place is not None and seeded.relation == relation:
                found.replaced[place] = row
            elif row:
                found.added.append(row)
        return found

    return overlay


def _entries(rows: Callable[[Entry], Iterator[Row]]) -> Callable[[Books], Overlay]:
    def overlay(books: Books) -> Overlay:
        found = Overlay()
        for index in books.tables.deleted_sales:
            first = index * bookings.LINES_OF_A_SALE
            found.replaced |= dict.fromkeys(range(first, first + bookings.LINES_OF_A_SALE))
        for entry in books.tables.entries.values():
            found.added.extend(rows(entry))
        return found

    return overlay


def _periods(books: Books) -> Overlay:
    places = {key: place for place, key in enumerate(ledger.period_states(books.today))}
    changed = books.tables.periods.items()
    return Overlay({places[key]: ledger.period(*key, blocked=blocked) for key, blocked in changed if key in places})


def _assignments(books: Books) -> Overlay:
    return Overlay(
        added=[
            {
                "Unit": administration, "Account": account, "DimAx": str(axis), "AxDescription": master.AXES[axis],
                "DimCode": code, "CodeDescription": code,
            }
            for administration, account, axis, code in sorted(books.tables.assignments)
        ]
    )  # fmt: skip


def _codes(axis: int) -> Callable[[Books], Overlay]:
    def overlay(books: Books) -> Overlay:
        made = tuple((code, code) for of_axis, code in sorted(books.tables.codes) if of_axis == axis)
        return Overlay(added=list(ledger.allocation_codes(str(axis), made)))

    return overlay


def _subjects(books: Books) -> Overlay:
    return Overlay(added=[_subject_row(one) for one in books.tables.written if one.connector == "KnSubject"])


def _subject_row(one: Written) -> Row:
    kinds = {destination(link) for link in _links(one)}
    return {
        "TypeId": _number(one.element.get("StId")), "SubjectId": int(one.keys["SbId"]),
        "Subject": one.element.get("Ds"), "Comment": one.element.get("SbTx"), "Number": int(one.keys["SbId"]),
        "DateCreated": one.element.get("Da") and f"{str(one.element['Da'])[:10]}T00:00:00Z",
        "ToDebtor": bool(kinds & {4, dossiers.SALES_INVOICE}),
        "ToCreditor": bool(kinds & {11, dossiers.PURCHASE_INVOICE}), "ToOrgPers": 3 in kinds, "Prioriteit": "N",
    }  # fmt: skip


def _subject_files(books: Books) -> Overlay:
    found = Overlay()
    for one in books.tables.written:
        if one.connector != "KnSubject":
            continue
        for link in _links(one):
            where = destination(link)
            if where not in {dossiers.SALES_INVOICE, dossiers.PURCHASE_INVOICE}:
                continue
            unit, _, invoice = invoice_of(link)
            side = "Sales" if where == dossiers.SALES_INVOICE else "Purchase"
            entry = _entry_number(books, _number(unit), invoice)
            found.added.append(
                {
                    "SubjectId": int(one.keys["SbId"]), "Subject": one.element.get("Ds"),
                    "TypeId": _number(one.element.get("StId")), "FiEntryNumber": entry, "BookPieceNumber": invoice,
                    f"{side}InvoiceNumber": invoice, f"Administration{side}Invoice": _number(unit),
                }
            )  # fmt: skip
    return found


def _entry_number(books: Books, administration: int | None, invoice: str) -> int | None:
    """Give the number of the entry that an invoice was booked with."""
    booked = (one for one in books.tables.entries.values() if one.invoice == invoice)
    found = next((one.number for one in booked if one.administration == administration), None)
    place = items.seeded_place(books.seed, bookings.DEBTOR, invoice)
    return found if found or place is None else bookings.FIRST_ENTRY + place


def _attachments(books: Books) -> Overlay:
    return Overlay(
        added=[
            {
                "attachment_id": file.number, "subject_id": file.subject, "file_id": file.file_id,
                "file_name": file.name,
            }
            for file in books.tables.files.values()
        ]
    )  # fmt: skip


def _links(one: Written) -> Iterator[Element]:
    return (Element(link, {}) for link in one.element.get("KnSubjectLink", ()))


def _number(value: object) -> int | None:
    text = str(value)
    return int(text) if text.lstrip("-").isdecimal() else None


_DEBTORS = Source(RELATIONS, _parties(register.DEBTOR))
_CREDITORS = Source(RELATIONS, _parties(register.CREDITOR))
_TRANSACTIONS = Source(
    FINANCE, _entries(bookings.entry_rows), lambda books: bookings.transactions(books.seed, books.today)
)
_PERIODS = Source(SET_UP, _periods, lambda books: ledger.periods(books.today))
SOURCES: Mapping[str, Source] = {
    **dict.fromkeys(("Profit_Debtor", "ProfitDebtor", "SBQ_Debiteuren"), _DEBTORS),
    **dict.fromkeys(("Profit_Creditor", "SBQ_Crediteuren"), _CREDITORS),
    "Profit_OrgPer": Source(RELATIONS, _organisations),
    "Profit_Debtor_Invoices": Source(
        FINANCE, _items(bookings.DEBTOR), lambda books: bookings.invoices(books.seed, books.today)
    ),
    "Profit_Creditor_Invoices": Source(
        FINANCE, _items(bookings.CREDITOR), lambda books: bookings.purchase_invoices(books.seed, books.today)
    ),
    **dict.fromkeys(("Profit_Transactions", "SBQ_Transactie"), _TRANSACTIONS),
    "Profit_Transactions_Allocated": Source(
        FINANCE,
        _entries(bookings.allocated_rows),
        lambda books: bookings.allocated_transactions(books.seed, books.today),
    ),
    **dict.fromkeys(("Profit_periods_per_administration", "CaseWare_Periods"), _PERIODS),
    "Profit_Allocation_Assigments": Source(SET_UP, _assignments),
    **dict.fromkeys(("DDI_Profit_Kostenplaatsen", "SBQ_Kostenplaatsen_All"), Source(SET_UP, _codes(1))),
    **dict.fromkeys(("DDI_Profit_Kostendragers", "SBQ_Kostenplaatsen_2"), Source(SET_UP, _codes(2))),
    "Profit_Subjects": Source(DOSSIER, _subjects),
    "Profit_SubjectFile": Source(DOSSIER, _subject_files),
    "Profit_Subject_Attachments": Source(DOSSIER, _attachments),
}

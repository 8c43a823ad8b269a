"""One invoice of the plan: whether it was booked before, what its booking is, and what will come of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from afas_assistant.afas.bodies import body_text
from afas_assistant.outbox.records import Intention, State, System, Write
from afas_assistant.sync.bookings.amounts import Amounts, Basis, CannotAddUp, amounts_of
from afas_assistant.sync.bookings.attachments import DOSSIER_ITEM, PdfFile, dossier_body
from afas_assistant.sync.bookings.booked_entries import BookedEntry, Likeness, likeness
from afas_assistant.sync.bookings.lines import BookingLine, Heading, entry_body
from afas_assistant.sync.bookings.reasons import cannot_add_up, rounding_notes
from afas_assistant.sync.bookings.sides import Counterpart, counterpart_of, sides_of
from afas_assistant.sync.bookings.verdicts import (
    in_euros,
    invoice_findings,
    journal_findings,
    line_findings,
    number_findings,
    period_of,
    status_findings,
)
from afas_assistant.sync.customers.directory import CustomerDirectory
from afas_assistant.sync.findings import Finding, done, doubts, fails, outlook_of, reasons_of
from afas_assistant.sync.mapping.mappings import Mappings
from afas_assistant.sync.mapping.settings import (
    BOOKING_STATUS,
    CALENDAR,
    DOSSIER_TYPE,
    JOURNAL,
    NUMBER_FORM,
    NUMBER_PREFIX,
    PAID,
    PAYMENT_CONDITION,
    PERIOD_FORM,
    RUNNING,
)
from afas_assistant.sync.master_records import MasterData
from afas_assistant.sync.money import cents
from afas_assistant.sync.plan import PlannedRecord, fingerprint
from afas_assistant.texts import phrase
from afas_assistant.timechimp.models import Invoice
from afas_assistant.timechimp.statuses import InvoiceStatus

ENTRY = "entry"


@dataclass(frozen=True)
class Ground:
    """Everything besides the invoice that its booking rests on; `twice` are numbers that two invoices would get."""

    master: MasterData
    mappings: Mappings
    directory: CustomerDirectory
    new_debtors: Mapping[int, PlannedRecord]
    booked: Mapping[str, Sequence[BookedEntry]] | None
    sent: Mapping[str, Write]
    twice: frozenset[str]
    administration: int
    today: date
    given_period: tuple[int, int] | None
    attachments: Mapping[str, PdfFile]
    may_attach: bool
    made_at: datetime

    @property
    def sent_statuses(self) -> frozenset[InvoiceStatus]:
        """The statuses of invoices that are booked."""
        only_paid = self.mappings.setting(BOOKING_STATUS) == PAID
        return frozenset({InvoiceStatus.PAID} if only_paid else {InvoiceStatus.OPEN, InvoiceStatus.PAID})


def number_of(invoice: Invoice, mappings: Mappings) -> str:
    """Return the number that an invoice gets in AFAS: the prefix that was set, and TimeChimp's number."""
    running = mappings.setting(NUMBER_FORM) == RUNNING and invoice.running_number is not None
    number = str(invoice.running_number) if running else invoice.number
    return f"{mappings.setting(NUMBER_PREFIX) or ''}{number}"


def source_of(invoice: Invoice) -> str:
    """Return the name under which the outbox knows an invoice."""
    return f"invoice/{invoice.id}"


def invoice_digest(invoice: Invoice) -> str:
    """Return what changes with everything of an invoice that is booked; that it is paid meanwhile is no change."""
    rows = [
        (one.code, one.description, str(one.quantity), str(one.price), str(one.vat_percentage), str(one.total))
        for one in invoice.rows
    ]
    amounts = (str(invoice.total), str(invoice.total_without_vat), invoice.currency, invoice.credit)
    return fingerprint(invoice.number, invoice.customer_id, invoice.date, invoice.due_date, amounts, rows)


def record_of(invoice: Invoice, ground: Ground) -> PlannedRecord:
    """Return the row of the plan for one invoice."""
    finding = _sent_before(invoice, ground) or next(iter(status_findings(invoice, ground.sent_statuses)), None)
    return _Booking(invoice, ground).record() if finding is None else _settled(invoice, ground, finding)


def _sent_before(invoice: Invoice, ground: Ground) -> Finding | None:
    """Return what became of an earlier booking of this invoice, None where there is none."""
    write = ground.sent.get(source_of(invoice))
    if write is None:
        return None
    digest = write.before.get("digest")
    if digest is not None and digest != invoice_digest(invoice):
        text = phrase(
            "It was changed in TimeChimp after it was booked (write {number} in the outbox).", number=write.id
        )
        remedy = phrase("Compare it with AFAS. Take the booking back and book it anew, or correct it in AFAS.")
        return doubts("changed_after_booking", text, remedy)
    if write.state is State.CONFIRMED:
        return done("sent_before", phrase("It was booked before: write {number} in the outbox.", number=write.id))
    text = phrase("It was sent before, and nobody knows whether it arrived: write {number}.", number=write.id)
    return doubts("arrival_unknown", text, phrase("Look that write up in the outbox first."))


def _settled(invoice: Invoice, ground: Ground, finding: Finding) -> PlannedRecord:
    """Return a row for which nothing is sent."""
    return PlannedRecord(
        reference=_reference(invoice, ground),
        what=_what(invoice),
        counterpart=invoice.customer_name,
        outlook=finding.outlook,
        reasons=(finding.reason,),
        amount=cents(-abs(invoice.total) if invoice.credit else invoice.total),
        currency=invoice.currency or "EUR",
        fingerprint=fingerprint(invoice_digest(invoice), finding.reason.code),
    )


def _reference(invoice: Invoice, ground: Ground) -> str:
    number = number_of(invoice, ground.mappings)
    clear = invoice.number and number not in ground.twice and invoice.status is not InvoiceStatus.CONCEPT
    return f"{ground.administration}/{number}" if clear else f"{ground.administration}/{source_of(invoice)}"


def _what(invoice: Invoice) -> str:
    return invoice.number or f"#{invoice.id}"


class _Booking:
    """The making of one booking; findings gather on the way."""

    def __init__(self, invoice: Invoice, ground: Ground) -> None:
        self._invoice = invoice
        self._ground = ground
        self._number = number_of(invoice, ground.mappings)
        self._journal = ground.mappings.setting(JOURNAL) or ""
        self._findings: list[Finding] = []

    def record(self) -> PlannedRecord:
        invoice, ground = self._invoice, self._ground
        confirmed = ground.mappings.setting(NUMBER_FORM) is not None
        self._findings += number_findings(
            self._number, invoice, confirmed=confirmed, twice=self._number in ground.twice
        )
        self._findings += invoice_findings(invoice, ground.today)
        self._findings += journal_findings(ground.administration, self._journal, ground.master)
        counterpart, found = counterpart_of(invoice, ground.directory, ground.new_debtors, ground.mappings)
        self._findings += found
        amounts = self._amounts() if in_euros(invoice) else None
        lines = self._lines(amounts, counterpart) if amounts and counterpart else ()
        heading = self._heading()
        self._compare_with_afas(amounts, lines)
        intention = self._intention(heading, lines, counterpart) if heading and lines and counterpart else None
        body = intention.body if intention else ""
        return PlannedRecord(
            reference=_reference(invoice, ground),
            what=_what(invoice),
            counterpart=invoice.customer_name,
            outlook=outlook_of(self._findings),
            reasons=reasons_of(self._findings),
            amount=amounts.gross if amounts else cents(invoice.total),
            currency=invoice.currency or "EUR",
            intention=intention,
            needs=counterpart.needs if counterpart else None,
            fingerprint=fingerprint(invoice_digest(invoice), body),
            account_lines=tuple(one.shown() for one in lines),
            facts=self._facts(amounts, heading),
        )

    def _amounts(self) -> Amounts | None:
        try:
            amounts = amounts_of(self._invoice)
        except CannotAddUp as problem:
            self._findings.append(cannot_add_up(problem))
            return None
        if amounts.gross == 0 and not any(one.net for one in amounts.groups):
            self._findings.append(done("zero", phrase("It comes to nothing: there is nothing to book.")))
            return None
        if amounts.gross == 0:
            text = phrase("Its rows come to zero together, so there is nothing for the debtor.")
            self._findings.append(fails("zero_total", text, phrase("Book it in AFAS by hand.")))
            return None
        self._findings += rounding_notes(amounts)
        return amounts

    def _lines(self, amounts: Amounts, counterpart: Counterpart) -> Sequence[BookingLine]:
        """Return the lines, debtor first; none where an account or a code is not known."""
        sides, found = sides_of(self._invoice, amounts, counterpart, self._ground.mappings, self._ground.master)
        self._findings += found
        if sides is None:
            return ()
        self._findings += line_findings(sides.revenue, sides.vat, self._ground.master)
        return (sides.debtor, *sides.revenue, *sides.vat)

    def _heading(self) -> Heading | None:
        day = self._invoice.date
        if day is None:
            return None
        ground, calendar = self._ground, self._ground.mappings.setting(PERIOD_FORM) == CALENDAR
        period, found = period_of(ground.administration, day, ground.master, ground.given_period, calendar=calendar)
        self._findings += found
        if period is None or not self._journal:
            return None
        return Heading(
            administration=ground.administration,
            journal=self._journal,
            year=period[0],
            period=period[1],
            day=day,
            invoice_number=self._number,
            voucher_number=self._invoice.number,
            due=self._invoice.due_date,
            payment_condition=ground.mappings.setting(PAYMENT_CONDITION) or "",
        )

    def _compare_with_afas(self, amounts: Amounts | None, lines: Sequence[BookingLine]) -> None:
        """Add what entries with this number in AFAS mean."""
        entries = (self._ground.booked or {}).get(self._number, ())
        if amounts is None or not self._invoice.number:
            return
        found, entry = likeness(entries, self._journal, amounts.gross, [one.amount for one in lines])
        if entry is None:
            return
        told = {"number": self._number, "entry": entry.entry_number, "journal": entry.journal}
        if found is Likeness.SAME:
            text = phrase("It is in AFAS already: entry {entry} in journal {journal} has the same amounts.", **told)
            self._findings.append(done("already_there", text))
        elif found is Likeness.OTHER_AMOUNTS:
            text = phrase("AFAS has invoice {number} already, with other amounts: entry {entry}.", **told)
            remedy = phrase("Compare the two. If they are different invoices, choose another prefix.")
            self._findings.append(fails("number_used", text, remedy))
        else:
            text = phrase("Journal {journal} in AFAS has another invoice with number {number}: entry {entry}.", **told)
            remedy = phrase("Look at it in AFAS; it may be a supplier's. Tick this one if it is.")
            self._findings.append(doubts("number_elsewhere", text, remedy))

    def _intention(self, heading: Heading, lines: Sequence[BookingLine], counterpart: Counterpart) -> Intention:
        invoice = self._invoice
        before = {
            "digest": invoice_digest(invoice),
            "administration": heading.administration,
            "journal": heading.journal,
            "invoice_number": heading.invoice_number,
            "debtor": counterpart.number,
        }
        return Intention(
            System.AFAS,
            ENTRY,
            _reference(invoice, self._ground),
            "POST",
            "FiEntries",
            body=body_text(entry_body(heading, lines)),
            label=_what(invoice),
            counterpart=invoice.customer_name,
            amount=lines[0].amount,
            sources=(source_of(invoice),),
            before=before,
            follow_ups=self._follow_ups(heading, counterpart),
        )

    def _follow_ups(self, heading: Heading, counterpart: Counterpart) -> tuple[Intention, ...]:
        """Return the step that keeps the PDF with the invoice, where one was given.

        Its reference is that of this very plan: an invoice that is booked anew gets its PDF anew.
        """
        file, dossier_type = (
            self._ground.attachments.get(self._invoice.number),
            self._ground.mappings.setting(DOSSIER_TYPE),
        )
        if file is None:
            return ()
        if not self._ground.may_attach or dossier_type is None:
            text = phrase(
                "Its PDF cannot be kept with it: the app connector lacks KnSubject, or no dossier type is chosen."
            )
            remedy = phrase(
                "Mend that (setting {setting}), or tick it to book it without the PDF.", setting=DOSSIER_TYPE
            )
            self._findings.append(doubts("attachment_not_possible", text, remedy))
            return ()
        body = dossier_body(
            file,
            dossier_type=int(dossier_type),
            administration=heading.administration,
            debtor=counterpart.number,
            invoice_number=heading.invoice_number,
            day=heading.day,
        )
        return (
            Intention(
                System.AFAS,
                DOSSIER_ITEM,
                f"{_reference(self._invoice, self._ground)}/{self._ground.made_at:%Y-%m-%dT%H:%M:%S}",
                "POST",
                "KnSubject",
                body=body_text(body),
                label=file.name,
                counterpart=self._invoice.customer_name,
            ),
        )

    def _facts(self, amounts: Amounts | None, heading: Heading | None) -> tuple[tuple[str, str], ...]:
        facts = [("InId", self._number), ("BpNr", self._invoice.number)]
        if heading:
            facts += [("UnId", str(heading.administration)), ("JoCo", heading.journal)]
            facts += [("Year", str(heading.year)), ("Peri", str(heading.period)), ("BpDa", heading.day.isoformat())]
        if amounts:
            including = amounts.basis is Basis.INCLUDING
            facts.append(("row.total", "including VAT" if including else "excluding VAT"))
            facts.append(("rounding", amounts.rounding.value))
            facts += [("settled_vat", str(amounts.settled_vat))] if amounts.settled_vat else []
            facts += [("settled_net", str(amounts.settled_net))] if amounts.settled_net else []
        return tuple(facts)

"""Invoices, from TimeChimp to AFAS: what was registered becomes direct invoices, one per customer or per project.

Pure: a plan is made of what was read, what a person mapped and what the outbox has already, and says the same whatever
the order of the rows. Source of the prices: the project's invoice method, see `prices`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

from afas_assistant.sync.collector import collector_paused
from afas_assistant.sync.customers.directory import CustomerDirectory
from afas_assistant.sync.findings import Finding, outlook_of, reasons_of
from afas_assistant.sync.invoices import reasons
from afas_assistant.sync.invoices.body import Header, StatusChange, intention_of, reference_of
from afas_assistant.sync.invoices.charges import Charge, ChargeKind
from afas_assistant.sync.invoices.debtors import Recipient, Recipients
from afas_assistant.sync.invoices.items import ItemisedLine, Items
from afas_assistant.sync.invoices.left_out import left_record, remarks_of, sent_record
from afas_assistant.sync.invoices.lines import Detail, lines_of
from afas_assistant.sync.invoices.prices import Basis
from afas_assistant.sync.invoices.selection import Selection
from afas_assistant.sync.mapping.mappings import Mappings
from afas_assistant.sync.master_records import MasterData
from afas_assistant.sync.money import total
from afas_assistant.sync.plan import AccountLine, Plan, PlannedRecord, fingerprint
from afas_assistant.texts import Language, in_digits, phrase
from afas_assistant.timechimp.models import Customer

INVOICES = "invoices"
MOST_LINES = 1_000
"""Lines of one invoice: AFAS's advice for entries; it publishes none for invoices."""
ITEM, VAT, DEBTOR = "item", "vat", "debtor"
"""Words in the T-account where AFAS picks the account: from the item, from item and VAT duty, a debtor to be made."""


class OnePer(StrEnum):
    """What gets an invoice of its own."""

    CUSTOMER = "customer"
    PROJECT = "project"


@dataclass(frozen=True)
class InvoiceOptions:
    """How invoices are made: their date, what gets one of its own, what lines are put together by, their language."""

    day: date
    one_per: OnePer = OnePer.CUSTOMER
    detail: Detail = Detail.ACTIVITY
    language: Language = "nl"


def plan_invoices(
    selection: Selection,
    mappings: Mappings,
    master: MasterData,
    options: InvoiceOptions,
    *,
    directory: CustomerDirectory,
    debtors_to_make: Mapping[int, PlannedRecord],
    claims: Mapping[str, int],
    change: StatusChange,
    scope: str,
    environment: str,
    administration: int,
    made_at: datetime,
) -> Plan:
    """Return the plan.

    `claims` are the selection's names that the outbox holds, with the write that has them. `debtors_to_make` are the
    records that make a debtor, by TimeChimp's id of the customer: see `without_debtor`. `change` makes the write that
    sets registrations to Invoiced; nothing is sent by it.
    """
    planner = _Planner(
        selection,
        options,
        Items(mappings, master),
        Recipients(directory, debtors_to_make),
        change,
        administration,
        tuple(_of_all(options.day, administration, master, made_at.astimezone().date())),
    )
    with collector_paused():
        records = tuple(planner.records(claims))
    return Plan(
        INVOICES,
        scope,
        environment,
        str(administration),
        records,
        made_at,
        remarks_of(selection, claims),
        _options_data(selection, options),
    )


def without_debtor(selection: Selection, directory: CustomerDirectory, claims: Mapping[str, int]) -> list[Customer]:
    """Return the customers that are to be invoiced and may get a debtor first, by name."""
    ids = {one.customer_id for one in selection.charges if one.source not in claims and not one.by_hand}
    found = (directory.find(one) for one in ids)
    customers = [one.customer for one in found if one.may_be_made and one.customer is not None]
    return sorted(customers, key=lambda one: (one.name, one.id))


def _of_all(day: date, administration: int, master: MasterData, today: date) -> Iterator[Finding]:
    """Give what is to be said about every invoice alike."""
    known = master.administrations
    if known is not None and administration not in {one.number for one in known}:
        yield reasons.administration_unknown(administration)
    if day > today:
        yield reasons.future_date(day)


@dataclass(frozen=True)
class _Planner:
    """One plan in the making."""

    selection: Selection
    options: InvoiceOptions
    items: Items
    recipients: Recipients
    change: StatusChange
    administration: int
    of_all: tuple[Finding, ...]

    def records(self, claims: Mapping[str, int]) -> Iterator[PlannedRecord]:
        """Give the records: invoices by customer, each after the debtor that it needs; then what is left."""
        groups: dict[tuple[int, int, str], list[Charge]] = {}
        claimed: dict[tuple[int, int], list[Charge]] = {}
        for one in self.selection.charges:
            if one.source in claims:
                claimed.setdefault((claims[one.source], one.customer_id or 0), []).append(one)
            else:
                groups.setdefault(self._key(one), []).append(one)
        keys = sorted(groups, key=lambda one: (self._name(one[0]), one))
        for customer_id, own in groupby(keys, key=lambda one: one[0]):
            recipient = self.recipients.of(customer_id or None)
            invoices = [self._invoice(groups[key], recipient) for key in own]
            if recipient.first is not None:
                yield from _only_with_invoice(recipient.first, invoices)
            yield from invoices
        for (write_id, customer_id), charges in sorted(claimed.items()):
            yield sent_record(write_id, charges, self._name(customer_id))
        for source, left in sorted(self.selection.singly.items()):
            yield left_record(source, left)

    def _key(self, charge: Charge) -> tuple[int, int, str]:
        """Return what charges of one invoice have in common; what a person must judge is invoiced by itself."""
        project = charge.project_id if self.options.one_per is OnePer.PROJECT else None
        alone = f"task/{charge.project_id}" if charge.kind is ChargeKind.TASK else charge.source
        return (charge.customer_id or 0, project or 0, alone if charge.doubts else "")

    def _name(self, customer_id: int) -> str:
        customer = self.selection.sources.customers.get(customer_id)
        return "" if customer is None else customer.name

    def _of_charges(self, charges: list[Charge]) -> Iterator[Finding]:
        """Give what is to be said about the customer and about what is charged."""
        sources = self.selection.sources
        customer = sources.customers.get(charges[0].customer_id or 0)
        if customer is not None and customer.number in sources.shared_numbers:
            yield reasons.number_shared(customer.number)
        if any(one.status is not None for one in charges):
            yield from self.selection.findings
        yield from {doubt.reason.code: doubt for one in charges for doubt in one.doubts}.values()

    def _invoice(self, charges: list[Charge], recipient: Recipient) -> PlannedRecord:
        lines = self.items.with_items(lines_of(charges, self.options.detail, self.options.language))
        header = Header(recipient.number, self.administration, self.options.day, reference_of(charges))
        by_hand = any(one.by_hand for one in charges)
        findings = [*self.of_all, *recipient.findings, *self._of_charges(charges)]
        findings += self.items.findings(lines) + _amounts(lines) if not by_hand else []
        complete = bool(recipient.number) and all(one.item and one.line.price is not None for one in lines)
        amount = total(one.line.amount for one in lines) if all(one.line.price is not None for one in lines) else None
        counterpart = self._name(charges[0].customer_id or 0)
        record = PlannedRecord(
            header.reference,
            reasons.some(sorted(one.project or one.subject for one in charges)),
            counterpart,
            outlook_of(findings),
            reasons_of(findings),
            amount,
            needs=recipient.need,
            account_lines=tuple(_accounts(recipient, counterpart, lines, amount)),
            facts=tuple(_facts(header, lines)),
            fingerprint=_fingerprint(header, charges, lines),
        )
        if by_hand or not complete or amount is None:
            return record
        intention = intention_of(header, lines, counterpart=counterpart, amount=amount, change=self.change)
        return replace(record, intention=intention)


def _only_with_invoice(debtor: PlannedRecord, invoices: list[PlannedRecord]) -> Iterator[PlannedRecord]:
    """Give the record of a debtor as its invoices allow: a debtor cannot be taken back, so none is made for nothing."""
    if any(one.ticked_at_first for one in invoices):
        yield debtor
    elif any(one.tickable for one in invoices):
        waits = reasons.debtor_waits()
        yield replace(debtor, outlook=waits.outlook, reasons=(*debtor.reasons, waits.reason))


def _amounts(lines: tuple[ItemisedLine, ...]) -> list[Finding]:
    """Return what is to be said about prices and amounts, and why each price is what it is."""
    unpriced: dict[Basis, list[str]] = {}
    priced: dict[Basis, list[str]] = {}
    zero = []
    for number, one in enumerate(lines, 1):
        for basis in one.line.bases:
            if one.line.price is None:
                unpriced.setdefault(basis, []).extend(_named(charge) for charge in one.line.charges)
            else:
                priced.setdefault(basis, []).append(str(number))
        if one.line.price is not None and not one.line.amount:
            zero.append(str(number))
    found = [reasons.no_price(basis, names) for basis, names in sorted(unpriced.items())]
    found += [reasons.too_many_lines(len(lines), MOST_LINES)] if len(lines) > MOST_LINES else []
    found += [reasons.zero_lines(reasons.some(zero))] if zero else []
    return found + [reasons.priced_by(basis, reasons.some(numbers)) for basis, numbers in sorted(priced.items())]


def _named(charge: Charge) -> str:
    """Return what a person finds a charge by."""
    return " / ".join(filter(None, (charge.project, charge.subject, charge.person))) or charge.source


def _accounts(
    recipient: Recipient, counterpart: str, lines: Iterable[ItemisedLine], amount: Decimal | None
) -> Iterator[AccountLine]:
    """Give the T-account without VAT: AFAS takes the accounts from the items, the VAT from item and VAT duty."""
    if amount is None:
        return
    number = DEBTOR if recipient.need is not None else recipient.number
    yield _account(number, counterpart, amount)
    by_item: dict[str, Decimal] = {}
    for one in lines:
        code = "" if one.item is None else one.item.code
        by_item[code] = by_item.get(code, Decimal(0)) + one.line.amount
    for code, credit in by_item.items():
        yield _account(ITEM, code, -credit)
    yield AccountLine(VAT, str(phrase("VAT by item and VAT duty, on top")))


def _account(account: str, text: str, debit: Decimal) -> AccountLine:
    """Return a line; below nothing it stands on the other side."""
    if debit < 0:
        return AccountLine(account, text, credit=-debit)
    return AccountLine(account, text, debit=debit)


def _facts(header: Header, lines: Iterable[ItemisedLine]) -> Iterator[tuple[str, str]]:
    """Give AFAS's fields, then each line with what it comes to."""
    yield ("DbId", header.debtor)
    yield ("Unit", str(header.administration))
    yield ("OrDa", header.day.isoformat())
    yield ("RfCs", header.reference)
    for number, one in enumerate(lines, 1):
        price = "?" if one.line.price is None else in_digits(one.line.price)
        amount = f"{in_digits(one.line.quantity)} × {price} = {in_digits(one.line.amount, ',.2f')}"
        yield (str(number), f"{one.line.description}: {amount}")


def _fingerprint(header: Header, charges: Iterable[Charge], lines: Iterable[ItemisedLine]) -> str:
    """Return what changes with anything that the invoice is made of."""
    made_of = [
        (one.source, one.quantity, one.price.amount, None if one.status is None else one.status.value)
        for one in sorted(charges, key=lambda one: one.source)
    ]
    shown = [(one.line.description, one.cost_centre, one.item and (one.item.kind, one.item.code, one.item.unit))
             for one in lines]  # fmt: skip
    return fingerprint(header.debtor, header.administration, header.day, header.reference, made_of, shown)


def _options_data(selection: Selection, options: InvoiceOptions) -> dict[str, object]:
    wanted = selection.wanted
    return {
        "first": wanted.first.isoformat(),
        "last": wanted.last.isoformat(),
        "customers": sorted(wanted.customers),
        "projects": sorted(wanted.projects),
        "references": sorted(wanted.references),
        "kinds": sorted(wanted.kinds),
        "charged": dict(Counter(one.kind.value for one in selection.charges)),
        "status": selection.status.value,
        "day": options.day.isoformat(),
        "one_per": options.one_per.value,
        "detail": options.detail.value,
        "language": options.language,
    }

"""The sides of a booking: the debtor, the revenue by row code and rate, and the VAT by rate."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from afas_assistant.sync.bookings.amounts import Amounts, Group
from afas_assistant.sync.bookings.lines import DEBTOR, LEDGER, BookingLine
from afas_assistant.sync.bookings.vat import VatChoice, vat_choice
from afas_assistant.sync.customers.directory import DEBTORS_UNREAD, CustomerDirectory
from afas_assistant.sync.findings import Finding, doubts, fails, notes
from afas_assistant.sync.mapping.mappings import DEFAULT, Mappings
from afas_assistant.sync.mapping.settings import VAT_DUTY
from afas_assistant.sync.master_records import MasterData
from afas_assistant.sync.plan import Need, Outlook, PlannedRecord
from afas_assistant.texts import phrase
from afas_assistant.timechimp.models import Invoice


@dataclass(frozen=True)
class Counterpart:
    """The debtor: its number, or what stands for it until it is made; `duty` is its VAT duty."""

    number: str
    duty: str
    needs: Need | None = None


@dataclass(frozen=True)
class Sides:
    """The lines of a booking, by what they are."""

    debtor: BookingLine
    revenue: tuple[BookingLine, ...]
    vat: tuple[BookingLine, ...]


def counterpart_of(
    invoice: Invoice, directory: CustomerDirectory, new_debtors: Mapping[int, PlannedRecord], mappings: Mappings
) -> tuple[Counterpart | None, list[Finding]]:
    """Return the debtor of an invoice, one that is made first included, and what is to be said about it."""
    found = directory.find(invoice.customer_id, invoice.customer_number)
    if found.debtor is not None:
        blocked = phrase("The debtor is blocked for delivery in AFAS; that does not stop a booking.")
        findings = [notes("debtor_blocked", blocked)] if found.debtor.blocked else []
        return Counterpart(found.debtor.number, found.debtor.vat_duty), findings
    made = new_debtors.get(found.customer.id) if found.may_be_made and found.customer else None
    if made is None:
        outlook = Outlook.CANNOT_TELL if found.reason and found.reason.code == DEBTORS_UNREAD else Outlook.WILL_FAIL
        return None, [Finding(outlook, found.reason)] if found.reason else []
    needs = Need(made.reference, "DbId")
    counterpart = Counterpart(needs.placeholder, mappings.setting(VAT_DUTY) or "", needs)
    if made.tickable:
        text = phrase("Its debtor is not in AFAS yet and is made first.")
        first = notes if made.outlook is Outlook.WILL_PASS else doubts
        return counterpart, [first("debtor_first", text)]
    if not made.reasons:
        return counterpart, [fails("debtor_not_made", phrase("Its debtor cannot be made in AFAS."))]
    text = phrase("Its debtor cannot be made in AFAS: {why}", why=made.reasons[0].text)
    return counterpart, [fails("debtor_not_made", text, made.reasons[0].remedy)]


def sides_of(
    invoice: Invoice, amounts: Amounts, counterpart: Counterpart, mappings: Mappings, master: MasterData
) -> tuple[Sides | None, list[Finding]]:
    """Return the lines of a booking, or None where an account or VAT code is missing; and what is to be said."""
    groups = [one for one in amounts.groups if one.net]
    codes, findings = _vat_codes(
        {one.percentage for one in groups} | set(amounts.vat), counterpart.duty, mappings, master
    )
    accounts = {one.code: mappings.revenue(one.code) for one in groups}
    findings += [_no_account(code) for code, account in accounts.items() if account is None]
    title = f"{invoice.number} {invoice.customer_name}"
    revenue = tuple(
        BookingLine(LEDGER, account.account, _text(invoice, one), -one.net, code.code, account.cost_centre)
        for one in groups
        if (account := accounts[one.code]) and (code := codes.get(one.percentage))
    )
    vat = tuple(
        BookingLine(LEDGER, code.account, title, -amount, code.code)
        for rate, amount in amounts.vat.items()
        if amount and (code := codes.get(rate))
    )
    if len(revenue) < len(groups) or len(vat) < sum(1 for one in amounts.vat.values() if one):
        return None, findings
    return Sides(BookingLine(DEBTOR, counterpart.number, title, amounts.gross), revenue, vat), findings


def _vat_codes(
    rates: Iterable[Decimal], duty: str, mappings: Mappings, master: MasterData
) -> tuple[dict[Decimal, VatChoice], list[Finding]]:
    codes: dict[Decimal, VatChoice] = {}
    findings: list[Finding] = []
    for rate in sorted(rates, reverse=True):
        choice, found = vat_choice(rate, duty, mappings, master)
        findings += found
        if choice is not None:
            codes[rate] = choice
    return codes, findings


def _text(invoice: Invoice, group: Group) -> str:
    words = "; ".join(dict.fromkeys(one for one in group.descriptions if one))
    return f"{invoice.number} {words}" if words else f"{invoice.number} {invoice.customer_name}"


def _no_account(code: str) -> Finding:
    text = phrase("No revenue account is chosen for row code {code}.", code=code or "–")
    remedy = phrase("Choose it in the mappings (revenue), for this code or as the default.")
    return fails("revenue_unmapped", text, remedy, mapping=f"revenue/{code or DEFAULT}")

"""What AFAS will say to a booking, told before it is sent: journal, period, accounts, axes, number, duplicates.

Every check has its own stable code. A list that AFAS does not show makes it *cannot tell*, never a guess. The rules are
AFAS's (its pages on entries and the messages that go with them).
"""

from collections.abc import Sequence
from datetime import date

from afas_assistant.sync.bookings.lines import LONGEST_INVOICE_NUMBER, MOST_LINES, BookingLine
from afas_assistant.sync.findings import Finding, done, doubts, fails, notes
from afas_assistant.sync.mapping.settings import JOURNAL, NUMBER_FORM, RUNNING, SETTINGS, WHOLE
from afas_assistant.sync.master_records import Account, Journal, MasterData, Period
from afas_assistant.sync.sales_side import takes_sales
from afas_assistant.texts import Text, day, joined, phrase
from afas_assistant.timechimp.models import Invoice
from afas_assistant.timechimp.statuses import InvoiceStatus

_JOURNAL, _REVENUE = f"settings/{JOURNAL}", "revenue/"
"""The mappings that cure a finding, see `Reason`."""


def status_findings(invoice: Invoice, sent: frozenset[InvoiceStatus]) -> list[Finding]:
    """Return whether an invoice was sent; a status that nobody knows is never booked."""
    if invoice.status in sent:
        return []
    if invoice.status is InvoiceStatus.CONCEPT:
        return [done("concept", phrase("It is a concept: it was not sent, so it is not booked."))]
    if invoice.status is InvoiceStatus.UNKNOWN:
        return [fails("status_unknown", phrase("TimeChimp gives it a status that this program does not know."))]
    text = phrase("Its status in TimeChimp is {status}, which was set not to be booked.", status=invoice.status.value)
    return [done("status_not_booked", text)]


def in_euros(invoice: Invoice) -> bool:
    """Return whether an invoice is in euros; TimeChimp leaves the currency out where there is only one."""
    return invoice.currency.upper() in {"EUR", ""}


def invoice_findings(invoice: Invoice, today: date) -> list[Finding]:
    """Return what the invoice itself holds against being booked."""
    found = []
    if not in_euros(invoice):
        text = phrase("It is in {currency}; only euros are booked.", currency=invoice.currency)
        found.append(fails("currency", text, phrase("Book it in AFAS by hand.")))
    if invoice.date is None:
        found.append(fails("no_date", phrase("It has no date."), phrase("Give it a date in TimeChimp.")))
    elif invoice.date > today:
        text = phrase("It is dated in the future: {day}.", day=day(invoice.date))
        found.append(doubts("future_date", text, phrase("Send it on that day, or tick it to book it now.")))
    return found


def number_findings(number: str, invoice: Invoice, *, confirmed: bool, twice: bool) -> list[Finding]:
    """Return what is to be said about the number that the invoice gets in AFAS."""
    if not invoice.number:
        return [fails("number_missing", phrase("It has no number in TimeChimp."))]
    found = []
    if len(number) > LONGEST_INVOICE_NUMBER:
        text = phrase("The invoice number {number} is longer than AFAS's 12 characters.", number=number)
        remedy = phrase("Set {setting} to {value}, or choose a shorter prefix.", setting=NUMBER_FORM, value=RUNNING)
        found.append(fails("number_too_long", text, remedy, mapping=f"settings/{NUMBER_FORM}"))
    if twice:
        text = phrase("Two invoices would get the number {number} in AFAS.", number=number)
        remedy = phrase(
            "Set {setting} to {value}, so that the prefix tells them apart.", setting=NUMBER_FORM, value=WHOLE
        )
        found.append(fails("number_twice", text, remedy, mapping=f"settings/{NUMBER_FORM}"))
    if not confirmed:
        text = phrase("In AFAS it would be invoice {number}. Nobody has confirmed that form yet.", number=number)
        remedy = phrase("Set {setting} to {whole} or {running}.", setting=NUMBER_FORM, whole=WHOLE, running=RUNNING)
        found.append(doubts("number_form_unconfirmed", text, remedy, mapping=f"settings/{NUMBER_FORM}"))
    return found


def journal_findings(administration: int, journal: str, master: MasterData) -> list[Finding]:
    """Return whether administration and journal can be booked in."""
    found = []
    if master.administrations is not None and administration not in {one.number for one in master.administrations}:
        found.append(
            fails("administration_unknown", phrase("AFAS has no administration {number}.", number=administration))
        )
    if not journal:
        remedy = phrase("Fill in the setting {setting}.", setting=JOURNAL)
        text = joined(phrase("No journal is chosen."), SETTINGS[JOURNAL].meaning)
        return [*found, fails("journal_missing", text, remedy, mapping=_JOURNAL)]
    if master.journals is None:
        return [*found, _unread("journals_unread", phrase("AFAS does not show its journals."))]
    known = next((one for one in master.journals if (one.administration, one.code) == (administration, journal)), None)
    if known is None:
        text = phrase(
            "Administration {administration} has no journal {journal}.", administration=administration, journal=journal
        )
        found.append(fails("journal_unknown", text, mapping=_JOURNAL))
    elif known.blocked:
        text = phrase("Journal {journal} is blocked in AFAS.", journal=journal)
        found.append(fails("journal_blocked", text, mapping=_JOURNAL))
    elif takes_sales(known) is False:
        named = f"{journal} {known.description}".strip()
        text = phrase("Journal {journal} does not seem to be one for sales.", journal=named)
        remedy = _sales_journal(administration, master.journals)
        found.append(doubts("journal_not_for_sales", text, remedy, mapping=_JOURNAL))
    return found


def _sales_journal(administration: int, journals: Sequence[Journal]) -> Text:
    """Return what to choose instead, by name where there are such journals."""
    mine = [one for one in journals if one.administration == administration and not one.blocked]
    for_sales = [f"{one.code} {one.description}".strip() for one in mine if takes_sales(one)]
    if not for_sales:
        return phrase("Look at it in AFAS; tick the booking if it is right.")
    names = ", ".join(for_sales)
    return phrase("Fill in the setting {setting}: {names}. Or tick it, if it is right.", setting=JOURNAL, names=names)


def period_of(
    administration: int, booked_on: date, master: MasterData, given: tuple[int, int] | None, *, calendar: bool
) -> tuple[tuple[int, int] | None, list[Finding]]:
    """Return year and period of a voucher date, and what is to be said about them.

    What somebody gave counts, held against AFAS's own list; else that list counts by itself. Without it the calendar
    counts where that was agreed; it is not guessed.
    """
    if master.periods is None:
        if given is not None:
            return given, []
        if calendar:
            text = phrase("AFAS does not show its periods; the month of the invoice is taken, as was set.")
            return (booked_on.year, booked_on.month), [notes("period_by_calendar", text)]
        text = phrase("AFAS does not show its periods, so that year and period are not known.")
        remedy = phrase(
            "Give them, or let the administrator add Profit_periods_per_administration to the app connector."
        )
        return None, [doubts("period_unknown", text, remedy)]
    period = master.period_of(administration, booked_on)
    if period is None:
        text = phrase("Administration {number} has no period for {day}.", number=administration, day=day(booked_on))
        return None, [fails("period_missing", text)]
    own = (period.year, period.number)
    found = [_period_blocked(period)] if period.blocked else []
    return (own, found) if given in {None, own} else _given_period(administration, given or own, master, found)


def _given_period(
    administration: int, given: tuple[int, int], master: MasterData, found: list[Finding]
) -> tuple[tuple[int, int] | None, list[Finding]]:
    """Return a period that is not the one of the voucher date, if AFAS has it; AFAS wants both to be open."""
    wanted = [
        one for one in master.periods or () if (one.administration, one.year, one.number) == (administration, *given)
    ]
    told = {"year": str(given[0]), "period": given[1], "number": administration}
    if not wanted:
        text = phrase("Administration {number} has no period {period} of {year}.", **told)
        return None, [*found, fails("period_missing", text)]
    text = phrase("It goes into period {period} of {year}, which is not that of its date.", **told)
    found = [*found, notes("period_given", text)]
    return given, [*found, _period_blocked(wanted[0])] if wanted[0].blocked else found


def _period_blocked(period: Period) -> Finding:
    text = phrase(
        "Period {period} of {year} is blocked in AFAS for administration {number}.",
        period=period.number,
        year=str(period.year),
        number=period.administration,
    )
    return fails("period_blocked", text, phrase("Let the financial administrator open it, or give another date."))


def line_findings(revenue: Sequence[BookingLine], vat: Sequence[BookingLine], master: MasterData) -> list[Finding]:
    """Return what AFAS's ledger holds against these lines; the account of a VAT code takes that code by itself."""
    found = []
    if len(revenue) + len(vat) + 1 > MOST_LINES:
        text = phrase(
            "It has {count} lines; AFAS takes at most {most}.", count=len(revenue) + len(vat) + 1, most=MOST_LINES
        )
        found.append(fails("too_many_lines", text, phrase("Use fewer row codes, or book it by hand.")))
    if master.accounts is None:
        return [*found, _unread("accounts_unread", phrase("AFAS does not show its accounts."))]
    wanted = {(one.account, one.cost_centre, bool(one.vat_code)) for one in revenue}
    for number, cost_centre, with_vat in sorted(wanted | {(one.account, "", False) for one in vat}):
        account = master.accounts.get(number)
        if account is None:
            text = phrase("AFAS has no account {account}.", account=number)
            remedy = phrase("Choose another account in the mappings.")
            found.append(fails("account_unknown", text, remedy, mapping=_REVENUE))
        else:
            found += _account_findings(account, cost_centre, master, with_vat=with_vat)
    return found


def _account_findings(account: Account, cost_centre: str, master: MasterData, *, with_vat: bool) -> list[Finding]:
    number, found = account.number, []
    if account.blocked:
        text = phrase("Account {account} is blocked in AFAS.", account=number)
        found.append(fails("account_blocked", text, mapping=_REVENUE))
    if with_vat and not account.vat_allowed:
        text = phrase("Account {account} takes no VAT code in AFAS.", account=number)
        remedy = phrase("Choose another account, or let the administrator allow VAT on it.")
        found.append(fails("vat_not_allowed", text, remedy, mapping=_REVENUE))
    if account.to_project:
        text = phrase("Account {account} asks for a project in AFAS, which this booking does not have.", account=number)
        found.append(fails("project_required", text, phrase("Choose another account."), mapping=_REVENUE))
    for axis in account.compulsory_axes:
        if axis != 1 or not cost_centre:
            text = phrase("Account {account} asks for an allocation code on axis {axis}.", account=number, axis=axis)
            remedy = phrase("Give a cost centre (axis 1) with the account in the mappings, or choose another account.")
            code = "cost_centre_required" if axis == 1 else "axis_required"
            found.append(fails(code, text, remedy, mapping=_REVENUE))
    if cost_centre:
        found += _allocation_findings(account, cost_centre, master)
    return found


def _allocation_findings(account: Account, cost_centre: str, master: MasterData) -> list[Finding]:
    if master.allocations is None:
        text = phrase("AFAS does not show which cost centre goes with which account.")
        return [doubts("allocations_unread", text)]
    if (account.number, 1, cost_centre) in master.allocations:
        return []
    text = phrase(
        "Cost centre {code} is not assigned to account {account} in AFAS.", code=cost_centre, account=account.number
    )
    remedy = phrase("Let the administrator make the assignment, or choose another one.")
    return [fails("assignment_missing", text, remedy, mapping=_REVENUE)]


def _unread(code: str, text: Text) -> Finding:
    return doubts(code, text, phrase("It can be sent; AFAS itself checks it then."))

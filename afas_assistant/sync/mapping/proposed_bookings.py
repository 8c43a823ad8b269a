"""Proposals for what invoices and sales bookings are booked with: VAT codes, revenue accounts and settings.

Only a VAT code or a journal that is certainly for sales is proposed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from afas_assistant.sync.mapping.mappings import DEFAULT, Mappings, Table, vat_key
from afas_assistant.sync.mapping.proposals import Basis, Candidate, Proposal, most_used, proposal
from afas_assistant.sync.mapping.settings import ADMINISTRATION, JOURNAL, PAYMENT_CONDITION
from afas_assistant.sync.mapping.used_before import UsedBefore
from afas_assistant.sync.master_records import Account, Debtor, Journal, MasterData, VatCode
from afas_assistant.sync.sales_side import is_sales
from afas_assistant.texts import Text, literal, phrase


def vat_proposals(
    rates: Iterable[Decimal], duties: Iterable[str], codes: Mapping[str, VatCode] | None, mappings: Mappings
) -> list[Proposal]:
    """Return a proposal for each rate and VAT duty that occur; 0 % may be exempt, reverse-charge or export.

    An empty duty is that of debtors whose own is not known, such as new ones; among others it is left out of 0 %.
    """
    known = [one for one in (codes or {}).values() if not one.blocked and is_sales(one.kind, one.description) is True]
    found = sorted(set(duties)) or [""]
    return [
        _vat(rate, duty, known, mappings, unread=codes is None)
        for rate in sorted(set(rates), reverse=True)
        for duty in found
        if rate or duty or len(found) == 1
    ]


def _vat(rate: Decimal, duty: str, known: Sequence[VatCode], mappings: Mappings, *, unread: bool) -> Proposal:
    same = [one for one in known if one.percentage == rate]
    fitting = [one for one in same if one.duty == duty] or [one for one in same if not one.duty or not duty]
    why = phrase("It is AFAS's code for this percentage at sales.")
    candidates = [
        Candidate({"code": one.code}, f"{one.code} {one.description}", Basis.SAME_PERCENTAGE, why) for one in fitting
    ]
    nothing = phrase("No VAT code for sales has this percentage and this VAT duty.")
    label = f"{rate.normalize():f} % · {duty}" if duty else f"{rate.normalize():f} %"
    return proposal(
        Table.VAT, vat_key(rate, duty), label, mappings, candidates, nothing=_unread() if unread else nothing
    )


def revenue_proposals(
    row_codes: Mapping[str, str], accounts: Mapping[str, Account] | None, mappings: Mappings, used: UsedBefore
) -> list[Proposal]:
    """Return a proposal for each code of an invoice row, and for the default account.

    `row_codes` holds a row's text by code.
    """
    rows = {code: text for code, text in row_codes.items() if code}
    found = [one for one in (accounts or {}).values() if not one.blocked and one.vat_allowed]
    nothing = phrase("No ledger account that allows VAT has this number or this name.") if accounts else _unread()
    made = []
    for code, text in [*rows.items(), (DEFAULT, str(phrase("All other rows")))]:
        label = text if code == DEFAULT else f"{code} {text}".strip()
        candidates = [*_used_account(used.account_of(text)), *_accounts(code, text, found)]
        made.append(proposal(Table.REVENUE, code, label, mappings, candidates, nothing=nothing))
    return made


def _used_account(number: str | None) -> Iterator[Candidate]:
    if number:
        why = phrase("It was booked on {account} before.", account=literal(number))
        yield Candidate({"account": number}, number, Basis.USED_BEFORE, why)


def _accounts(code: str, text: str, found: Iterable[Account]) -> Iterator[Candidate]:
    """Yield the account with this number, then those with this name."""
    by_name = [one for one in found if text.strip() and one.description.casefold() == text.strip().casefold()]
    for one in (one for one in found if one.number == code):
        why = phrase("{account} in AFAS has the same number.", account=literal(one.description or one.number))
        yield _account(one, Basis.SAME_CODE, why)
    for one in by_name:
        why = phrase("Ledger account {number} in AFAS has the same name.", number=literal(one.number))
        yield _account(one, Basis.SAME_NAME, why)


def _account(one: Account, basis: Basis, why: Text) -> Candidate:
    return Candidate({"account": one.number}, f"{one.number} {one.description}", basis, why)


def setting_proposals(
    master: MasterData, debtors: Iterable[Debtor], mappings: Mappings, used: UsedBefore
) -> list[Proposal]:
    """Return proposals for the administration, the journal and the payment condition."""
    administration = mappings.setting(ADMINISTRATION) or used.settings.get(ADMINISTRATION)
    conditions = most_used(one.payment_condition for one in debtors)
    journals = list(_journals(master.journals or (), administration))
    no_journal = phrase("No journal is certainly one for sales.") if master.journals else _unread()
    no_condition = phrase("No payment condition is that of more than half of the debtors.")
    rows = (
        (ADMINISTRATION, phrase("Administration"), list(_administrations(master)), _unread()),
        (JOURNAL, phrase("Sales journal"), journals, no_journal),
        (PAYMENT_CONDITION, phrase("Payment condition"), list(_condition(conditions)), no_condition),
    )
    return [
        proposal(
            Table.SETTINGS,
            name,
            str(label),
            mappings,
            [*_used_setting(used.settings.get(name)), *candidates],
            nothing=nothing,
        )
        for name, label, candidates, nothing in rows
    ]


def _used_setting(value: str | None) -> Iterator[Candidate]:
    if value:
        why = phrase("{value} was used before.", value=literal(value))
        yield Candidate({"value": value}, value, Basis.USED_BEFORE, why)


def _administrations(master: MasterData) -> Iterator[Candidate]:
    for one in master.administrations or ():
        number = str(one.number)
        why = phrase("{name} is the only administration.", name=literal(one.name))
        yield Candidate({"value": number}, f"{number} {one.name}", Basis.ONLY_ONE, why)


def _journals(journals: Sequence[Journal], administration: str | None) -> Iterator[Candidate]:
    """Yield the sales journals of the administration that is known; of all when none is."""
    for one in journals:
        mine = administration is None or str(one.administration) == administration
        if mine and not one.blocked and is_sales(one.kind, one.description):
            why = phrase("{name} is the only sales journal.", name=literal(f"{one.code} {one.description}"))
            yield Candidate({"value": one.code}, f"{one.code} {one.description}", Basis.ONLY_ONE, why)


def _condition(code: str | None) -> Iterator[Candidate]:
    if code:
        why = phrase("More than half of the debtors have {code}.", code=literal(code))
        yield Candidate({"value": code}, code, Basis.MOST_USED, why)


def _unread() -> Text:
    return phrase("AFAS shows nothing to compare with; fill it in.")

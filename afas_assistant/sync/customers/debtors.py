"""Making a debtor in AFAS for a customer that stands in TimeChimp only, on demand or with its first invoice.

First it is searched for, since AFAS takes a second one without a word: among the debtors, and by number, chamber of
commerce number and name among all organisations. One that is found for certain is used as it is (MatchOga 0 with its
BcCo); where nothing is found a new one is made (6); everything between the two is for a person. The number that AFAS
gives goes back to TimeChimp. A debtor cannot be deleted again.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from afas_assistant.afas.bodies import body_text
from afas_assistant.outbox.records import Intention, System
from afas_assistant.sync.customers.changes import key_of_name, key_of_number
from afas_assistant.sync.customers.completion import DEBTOR
from afas_assistant.sync.customers.countries import HOME, Country, country_in_timechimp, country_of_iso
from afas_assistant.sync.customers.debtor_bodies import CONNECTOR, DebtorSettings, debtor_body, too_long
from afas_assistant.sync.customers.directory import CustomerDirectory
from afas_assistant.sync.customers.matching import Sign
from afas_assistant.sync.customers.organisation_search import Organisation
from afas_assistant.sync.customers.records import SIGNS, customer_reference, debtor_in_words
from afas_assistant.sync.findings import Finding, done, doubts, fails, notes, outlook_of, reasons_of
from afas_assistant.sync.plan import Outlook, PlannedRecord, fingerprint
from afas_assistant.texts import joined, literal, phrase
from afas_assistant.timechimp.models import Customer

_DUTCH_POSTCODE = re.compile(r"\d{4} ?[A-Z]{2}", re.IGNORECASE)
NOT_TAKEN_BACK = notes(
    "not_taken_back", phrase("It is made a debtor in AFAS. That cannot be taken back: AFAS has no way to delete one.")
)


@dataclass(frozen=True)
class _Search:
    """What the search came to: `organisation` is to be used; `unclear` when a person has to clear it up first."""

    organisation: Organisation | None = None
    findings: Sequence[Finding] = ()
    unclear: bool = False


def debtor_record(
    customer: Customer,
    directory: CustomerDirectory,
    organisations: Sequence[Organisation] | None,
    settings: DebtorSettings,
    *,
    sent: Collection[str] = (),
) -> PlannedRecord:
    """Return the record that makes the debtor; an invoice waits for it with `Need(record.reference, "DbId")`.

    `organisations` are those that `find_organisations` found, None where it could not look; `sent` the references of
    debtors that are live in the outbox (kind debtor). An uncertain one starts unticked, and whatever needs it should.
    """
    reference = customer_reference(customer.id)
    if reference in sent:
        known = done("sent_before", phrase("It was made before: the outbox has it."))
        return _record(customer, [known])
    country, findings = _country(customer)
    search = _searched(customer, directory, organisations)
    findings = [*findings, *search.findings, *_complaints(customer, settings), NOT_TAKEN_BACK]
    if country is None or search.unclear:
        return _record(customer, findings)
    body = debtor_body(customer, country, search.organisation, settings)
    findings += [
        fails(
            "too_long",
            phrase("AFAS takes at most {most} characters in field {field}.", most=most, field=field),
            phrase("Shorten it in TimeChimp."),
        )
        for field, most in too_long(body)
    ]
    intention = Intention(
        System.AFAS,
        DEBTOR,
        reference,
        "POST",
        CONNECTOR,
        body=body_text(body),
        label=customer.number or customer.name,
        counterpart=customer.name,
        before={"customer": customer.id, "number": customer.number},
    )
    return _record(customer, findings, intention)


def _record(customer: Customer, findings: Sequence[Finding], intention: Intention | None = None) -> PlannedRecord:
    reference = customer_reference(customer.id)
    return PlannedRecord(
        reference,
        customer.number or "–",
        customer.name,
        outlook_of(findings),
        reasons_of(findings),
        intention=intention,
        fingerprint=fingerprint(reference, intention.body if intention else "", customer.number),
        read_first=intention is not None,
    )


def _country(customer: Customer) -> tuple[Country | None, list[Finding]]:
    """Return the country, which AFAS wants in every address by its own code."""
    if customer.country:
        country = country_in_timechimp(customer.country)
        text = phrase("{country} is no country that AFAS has a code for.", country=literal(customer.country))
        remedy = phrase("Correct the country in TimeChimp.")
        return country, [] if country else [fails("country_unknown", text, remedy)]
    if _DUTCH_POSTCODE.fullmatch(customer.postal_code):
        return country_of_iso(HOME), []
    text = phrase("TimeChimp has no country for it; the Netherlands is taken.")
    return country_of_iso(HOME), [doubts("country_assumed", text, phrase("Fill in the country in TimeChimp."))]


def _complaints(customer: Customer, settings: DebtorSettings) -> list[Finding]:
    found = []
    if not customer.name:
        found.append(fails("no_name", phrase("The customer has no name."), phrase("Fill it in in TimeChimp.")))
    if settings.own_numbers and not customer.number:
        text = phrase("Debtors get their number from TimeChimp, and this customer has none.")
        found.append(fails("no_number", text, phrase("Give it a number in TimeChimp.")))
    if not (customer.address and customer.city):
        text = phrase("TimeChimp has no full address for it, and AFAS may refuse a debtor without one.")
        found.append(doubts("no_address", text, phrase("Fill in street and town in TimeChimp.")))
    return found


def _searched(
    customer: Customer, directory: CustomerDirectory, organisations: Sequence[Organisation] | None
) -> _Search:
    found = _debtors_alike(customer, directory)
    if not directory.readable:
        text = phrase("The debtors could not be read from AFAS, so that this may become a second one.")
        remedy = phrase("Let the administrator add Profit_Debtor to the app connector, or look in AFAS yourself.")
        found.append(doubts("debtors_unread", text, remedy))
    if any(one.outlook is Outlook.WILL_FAIL for one in found):
        return _Search(findings=found, unclear=True)
    if organisations is None:
        text = phrase("AFAS's organisations could not be searched, so that this may become a second one.")
        remedy = phrase("Let the administrator add Profit_OrgPer to the app connector, or look in AFAS yourself.")
        return _Search(findings=[*found, doubts("organisations_unread", text, remedy)])
    chamber = key_of_number(customer.kvk_number)
    certain = [one for one in organisations if chamber and key_of_number(one.chamber_number) == chamber]
    likely = certain or [one for one in organisations if _seems(one, customer)]
    if not likely:
        return _Search(findings=found)
    named = literal(", ".join(f"{one.number} {one.name}" for one in likely))
    usable = [one for one in likely if not one.person]
    if len(usable) != 1:
        text = phrase("AFAS has several organisations or persons that this may be: {others}.", others=named)
        remedy = phrase("Make the debtor in AFAS by hand, and write its number into the customer in TimeChimp.")
        return _Search(findings=[*found, doubts("several_organisations", text, remedy)], unclear=True)
    if certain:
        text = phrase("AFAS has this organisation: {other}. It becomes a debtor, and stays as it is.", other=named)
        return _Search(usable[0], [*found, notes("organisation_found", text)])
    text = phrase("AFAS may have this organisation: {other}.", other=named)
    remedy = phrase("If it is the same, tick this: it becomes a debtor. If not, make the debtor in AFAS by hand.")
    return _Search(usable[0], [*found, doubts("organisation_likely", text, remedy)])


def _seems(organisation: Organisation, customer: Customer) -> bool:
    same_number = customer.number and organisation.number == customer.number
    return bool(same_number) or key_of_name(organisation.name) == key_of_name(customer.name)


def _debtors_alike(customer: Customer, directory: CustomerDirectory) -> list[Finding]:
    """Return what speaks against making one: a debtor that is this customer already, or one of the same name."""
    found = []
    for debtor, signs in directory.alike(customer):
        text = phrase(
            "{debtor} seems to be this customer already. What agrees: {signs}.",
            debtor=literal(debtor_in_words(debtor)),
            signs=joined(*(SIGNS[one] for one in signs), separator=", "),
        )
        if signs == (Sign.NAME,):
            remedy = phrase("If it is, write its number into the customer in TimeChimp. If not, tick this.")
            found.append(doubts("debtor_of_same_name", text, remedy))
        else:
            remedy = phrase("Write its number into the customer in TimeChimp; the plan of the customers proposes it.")
            found.append(fails("debtor_exists", text, remedy))
    return found

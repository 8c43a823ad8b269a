"""What the plan says of each debtor and customer: the record that a person sees, and the write that it would make."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol, Unpack

from afas_assistant.outbox.records import Intention, System
from afas_assistant.sync.customers.changes import Change, fields_for_new, fields_of
from afas_assistant.sync.customers.matching import Link, Sign, Twice
from afas_assistant.sync.master_records import Debtor
from afas_assistant.sync.plan import Outlook, PlannedRecord, Reason, fingerprint
from afas_assistant.texts import Text, joined, literal, phrase, phrase_n
from afas_assistant.timechimp.models import Customer
from afas_assistant.timechimp.writes import CustomerChanges, Write

CUSTOMER_NEW, CUSTOMER_UPDATE = "customer_new", "customer_update"

SAME = (Reason("same", phrase("TimeChimp says the same.")),)
NEW = Reason("new", phrase("It is not in TimeChimp yet."))
BLOCKED = Reason("blocked_for_delivery", phrase("The debtor is blocked for delivery in AFAS."))
ARCHIVED = Reason("archived", phrase("The customer is archived in TimeChimp."))
NOT_UPDATED = Reason("not_updated", phrase("It differs, but only new customers are asked for."))
NO_NAME = Reason(
    "no_name",
    phrase("The debtor has no name, and TimeChimp takes no customer without one."),
    phrase("Fill in its name in AFAS."),
)
NO_NUMBER = Reason(
    "no_number",
    phrase("This row has no debtor number."),
    phrase("Look at the connector's columns: the number decides who is who."),
)
MADE_BEFORE = Reason(
    "made_before",
    phrase("It was made in TimeChimp before, but TimeChimp does not show it."),
    phrase("Look it up in the outbox. If somebody deleted it, take that write back there."),
)
ONLY_IN_TIMECHIMP = (
    Reason(
        "only_in_timechimp",
        phrase("AFAS has no debtor with this number."),
        phrase("It can be made in AFAS as a debtor, by itself or with its first invoice."),
    ),
)

SIGNS: dict[Sign, Text] = {
    Sign.CHAMBER_NUMBER: phrase("chamber of commerce number"),
    Sign.VAT_NUMBER: phrase("VAT number"),
    Sign.IBAN: phrase("IBAN"),
    Sign.LEADING_ZEROS: phrase("number without leading zeros"),
    Sign.NAME: phrase("name"),
}


class Maker(Protocol):
    """Makes the write of a new customer in the form of TimeChimp's API; nothing is sent."""

    def new_customer(self, **fields: Unpack[CustomerChanges]) -> Write:
        """Return the write."""
        ...


def debtor_reference(number: str) -> str:
    """Return our reference of a debtor's customer in TimeChimp."""
    return f"debtor/{number}"


def customer_reference(customer_id: int) -> str:
    """Return our reference of a customer that stands in TimeChimp only."""
    return f"customer/{customer_id}"


def same(debtor: Debtor) -> PlannedRecord:
    """Return the record of a customer that is in step; nearly all of them are, every night."""
    return PlannedRecord(f"debtor/{debtor.number}", debtor.number, debtor.name, Outlook.NOTHING_TO_DO, SAME)


def nothing(debtor: Debtor, reason: Reason, changed: Iterable[Change] = ()) -> PlannedRecord:
    """Return the record of a debtor for which nothing is sent although there is something to say."""
    facts = tuple((one.field, _shown(one)) for one in changed)
    reference = debtor_reference(debtor.number)
    return PlannedRecord(reference, debtor.number, debtor.name, Outlook.NOTHING_TO_DO, (reason,), facts=facts)


def new(debtor: Debtor, maker: Maker) -> PlannedRecord:
    """Return the record of a debtor that TimeChimp does not have."""
    reference = debtor_reference(debtor.number)
    if not debtor.name:
        return PlannedRecord(reference, debtor.number, "", Outlook.WILL_FAIL, (NO_NAME,))
    fields = fields_for_new(debtor)
    write = maker.new_customer(**fields)
    intention = Intention(
        System.TIMECHIMP,
        CUSTOMER_NEW,
        reference,
        write.method,
        write.path,
        body=write.content,
        label=debtor.number,
        counterpart=debtor.name,
    )
    return PlannedRecord(
        reference,
        debtor.number,
        debtor.name,
        Outlook.WILL_PASS,
        (NEW, BLOCKED) if debtor.blocked else (NEW,),
        intention=intention,
        fingerprint=fingerprint(reference, fields),
        facts=tuple((name, str(value)) for name, value in fields.items()),
    )


def changed(debtor: Debtor, customer: Customer, changes: tuple[Change, ...], made_at: datetime) -> PlannedRecord:
    """Return the record of a customer that differs from its debtor."""
    count = phrase_n("{count} field differs.", "{count} fields differ.", len(changes))
    reasons = [
        Reason("changed", count),
        *([BLOCKED] if debtor.blocked else []),
        *([] if customer.active else [ARCHIVED]),
    ]
    return _update(debtor, customer, changes, made_at, outlook=Outlook.WILL_PASS, reasons=tuple(reasons))


def link(found: Link, made_at: datetime) -> PlannedRecord:
    """Return the proposal that a customer is this debtor, or the question who is who."""
    signs = joined(*(SIGNS[one] for one in found.signs), separator=", ")
    if not found.only_one:
        others = ", ".join(debtor_in_words(one) for one in found.rivals) or "–"
        reason = Reason(
            "several_links",
            phrase(
                "It may be {customers}; other debtors that these may be: {others}. What agrees: {signs}.",
                customers=literal(", ".join(map(customer_in_words, found.customers))),
                others=literal(others),
                signs=signs,
            ),
            phrase("Write the right debtor number into the customer in TimeChimp."),
        )
        return _unsettled(found.debtor.number, found.debtor.name, reason, found.customers)
    customer = found.customers[0]
    reason = Reason(
        "proposed_link",
        phrase(
            "{customer} seems to be this debtor. What agrees: {signs}.",
            customer=literal(customer_in_words(customer)),
            signs=signs,
        ),
        phrase("If it is, tick this: the debtor number is written into that customer. If not, give it another number."),
    )
    number = Change("number", customer.number, found.debtor.number)
    return _update(found.debtor, customer, (number,), made_at, outlook=Outlook.CANNOT_TELL, reasons=(reason,))


def twice(found: Twice) -> PlannedRecord:
    """Return the record of a number that more than one debtor or customer has."""
    debtors = ", ".join(sorted(map(debtor_in_words, found.debtors))) or "–"
    customers = ", ".join(sorted(map(customer_in_words, found.customers))) or "–"
    reason = Reason(
        "number_twice",
        phrase(
            "Number {number} occurs more than once. AFAS has {debtors}; TimeChimp has {customers}",
            number=literal(found.number),
            debtors=literal(debtors),
            customers=literal(customers),
        ),
        phrase("Let each have a number of its own. Until then nothing is written to them."),
    )
    names = sorted({*(one.name for one in found.debtors), *(one.name for one in found.customers)})
    return _unsettled(found.number, names[0] if names else "", reason, found.customers)


def without_number(debtor: Debtor) -> PlannedRecord:
    """Return the record of a row that has no debtor number."""
    reference = f"debtor/?{fingerprint(debtor.name, debtor.street, debtor.town, debtor.email)[:12]}"
    return PlannedRecord(reference, "–", debtor.name, Outlook.WILL_FAIL, (NO_NUMBER,))


def only_in_timechimp(customer: Customer) -> PlannedRecord:
    """Return the record of a customer that is no debtor."""
    reasons = ONLY_IN_TIMECHIMP if customer.active else (*ONLY_IN_TIMECHIMP, ARCHIVED)
    what = customer.number or "–"
    return PlannedRecord(customer_reference(customer.id), what, customer.name, Outlook.NOTHING_TO_DO, reasons)


def customer_in_words(customer: Customer) -> str:
    """Return a customer as a person finds it back in TimeChimp."""
    number = f"{customer.number} " if customer.number else ""
    return f"{number}{customer.name} (TimeChimp {customer.id})"


def debtor_in_words(debtor: Debtor) -> str:
    """Return a debtor as a person finds it back in AFAS."""
    return f"{debtor.number} {debtor.name}"


def _unsettled(number: str, name: str, reason: Reason, customers: Iterable[Customer]) -> PlannedRecord:
    made_of = fingerprint(number, reason.code, sorted(one.id for one in customers))
    return PlannedRecord(debtor_reference(number), number, name, Outlook.CANNOT_TELL, (reason,), fingerprint=made_of)


def _update(
    debtor: Debtor,
    customer: Customer,
    changes: tuple[Change, ...],
    made_at: datetime,
    *,
    outlook: Outlook,
    reasons: tuple[Reason, ...],
) -> PlannedRecord:
    """Return the record of a write to an existing customer; `read_first`, since TimeChimp replaces whole objects.

    Its body holds the changes only until the customer is read. The reference in the outbox is that of this very plan:
    the same change may be needed again some other night.
    """
    reference = debtor_reference(debtor.number)
    intention = Intention(
        System.TIMECHIMP,
        CUSTOMER_UPDATE,
        f"{reference}/{made_at:%Y-%m-%dT%H:%M:%S}",
        "PUT",
        f"customers/{customer.id}",
        body=json.dumps(fields_of(changes), ensure_ascii=False),
        label=debtor.number,
        counterpart=debtor.name,
        before={"customer": customer.id, "fields": {one.field: one.old for one in changes}},
    )
    return PlannedRecord(
        reference,
        debtor.number,
        debtor.name,
        outlook,
        reasons,
        intention=intention,
        fingerprint=fingerprint(reference, customer.id, [(one.field, one.old, one.new) for one in changes]),
        facts=tuple((one.field, _shown(one)) for one in changes),
        read_first=True,
    )


def _shown(change: Change) -> str:
    return f"{change.old or '–'} → {change.new or '–'}"

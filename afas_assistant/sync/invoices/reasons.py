"""The sentences of an invoice plan: what keeps an invoice back, what a person must judge, why a price is what it is."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from afas_assistant.sync.findings import Finding, done, doubts, fails, notes
from afas_assistant.sync.invoices.prices import Basis
from afas_assistant.texts import Text, day, literal, phrase, phrase_n

MOST_NAMED = 5
"""So many examples are named in one sentence."""


def some(names: Iterable[str]) -> str:
    """Return the first few of these names, each once, as one text."""
    found = list(dict.fromkeys(names))
    return ", ".join(found[:MOST_NAMED]) + (" …" if len(found) > MOST_NAMED else "")


PRICED: Mapping[Basis, Text] = {
    Basis.PROJECT_TASK: phrase("the rate of the activity on the project"),
    Basis.ACTIVITY: phrase("the activity's own rate"),
    Basis.PROJECT_USER: phrase("the employee's rate on the project"),
    Basis.CONTRACT: phrase("the rate in the employee's contract"),
    Basis.PROJECT: phrase("the hourly rate of the project"),
    Basis.CUSTOMER: phrase("the hourly rate of the customer"),
    Basis.EXPENSE: phrase("the amount of the expense"),
    Basis.MILEAGE: phrase("the customer's price of a kilometre"),
    Basis.OFFICE_MILEAGE: phrase("the office's price of a kilometre, as somebody set it here"),
    Basis.FIXED_PRICE: phrase("the fixed price of the project"),
    Basis.TASK_PRICE: phrase("the fixed price of the activity on the project"),
    Basis.SUBSCRIPTION: phrase("the price in the subscription"),
}
UNPRICED: Mapping[Basis, tuple[Text, Text]] = {
    Basis.NO_ACTIVITY_RATE: (
        phrase("Neither the project nor the activity has a rate"),
        phrase("Give the activity a rate on the project in TimeChimp, or a rate of its own."),
    ),
    Basis.NO_USER_RATE: (
        phrase("Neither the project nor the contract has a rate for the employee"),
        phrase("Give the employee a rate on the project in TimeChimp, or in the contract."),
    ),
    Basis.NO_PROJECT_RATE: (
        phrase("The project has no hourly rate"),
        phrase("Give the project an hourly rate in TimeChimp."),
    ),
    Basis.NO_CUSTOMER_RATE: (
        phrase("The customer has no hourly rate"),
        phrase("Give the customer an hourly rate in TimeChimp."),
    ),
    Basis.NO_MILEAGE_RATE: (
        phrase(
            "The customer has no price of a kilometre, and the office's own is not known: TimeChimp does not tell it"
        ),
        phrase("Give the customer one in TimeChimp, or set the office's: the setting mileage_rate."),
    ),
    Basis.NO_EXPENSE_RATE: (phrase("The expense has no amount"), phrase("Give it an amount in TimeChimp.")),
    Basis.NO_FIXED_PRICE: (
        phrase("The project has no fixed price"),
        phrase("Give the project its price in TimeChimp."),
    ),
    Basis.NO_ROOM: (
        phrase("The quantity or the price is larger than any invoice can hold"),
        phrase("Correct it in TimeChimp."),
    ),
    Basis.NO_METHOD: (
        phrase("The project is invoiced by a method that this program does not know"),
        phrase("Invoice it in AFAS by hand, or choose another method in TimeChimp."),
    ),
}


def priced_by(basis: Basis, lines: str) -> Finding:
    """Return why these lines cost what they cost."""
    return notes(basis.value, phrase("Price of line {lines}: {basis}.", lines=lines, basis=PRICED[basis]))


def no_price(basis: Basis, names: Iterable[str]) -> Finding:
    """Return that something to charge has no price."""
    why, remedy = UNPRICED[basis]
    mapping = "settings/mileage_rate" if basis is Basis.NO_MILEAGE_RATE else ""
    return fails("no_price", phrase("No price for {what}. {why}.", what=some(names), why=why), remedy, mapping=mapping)


def item_unmapped(keys: Iterable[str], first: str) -> Finding:
    """Return that nobody said as which item these are invoiced; `first` is the key of the first of them."""
    return fails(
        "item_unmapped",
        phrase("No item was chosen for {what}, and there is no default item.", what=some(keys)),
        phrase("Choose an item of AFAS for it, or a default item, under the mappings."),
        mapping=f"items/{first}",
    )


def item_unknown(item: str, nearest: str) -> Finding:
    """Return that AFAS has no such item."""
    text = phrase("AFAS has no item {item}.", item=item)
    if not nearest:
        return fails("item_unknown", text, phrase("Choose another item under the mappings."), mapping="items/")
    return fails(
        "item_unknown",
        text,
        phrase("Choose another item under the mappings; {nearest} comes nearest.", nearest=nearest),
        mapping="items/",
    )


def item_blocked(item: str) -> Finding:
    """Return that an item may not be used any more."""
    return fails(
        "item_blocked",
        phrase("Item {item} is blocked in AFAS.", item=item),
        phrase("Unblock it in AFAS, or choose another item under the mappings."),
        mapping="items/",
    )


def unit_not_of_item(item: str, unit: str, units: Iterable[str]) -> Finding:
    """Return that an item is not sold in this unit."""
    return fails(
        "unit_not_of_item",
        phrase("Item {item} has no unit {unit} in AFAS; it has {units}.", item=item, unit=unit, units=some(units)),
        phrase("Choose one of its units under the mappings."),
        mapping="items/",
    )


def items_unread(item: str, connector: str, absent: str) -> Finding:
    """Return that it cannot be seen whether an item is right; `absent` says why the list could not be read."""
    why = literal(absent) if absent else phrase("it does not show this item")
    return doubts(
        "items_unread",
        phrase(
            "Whether AFAS takes item {item} with this unit cannot be seen in {connector}: {why}.",
            item=item,
            connector=connector,
            why=why,
        ),
        phrase("Look the item up in AFAS, and tick the invoice if item and unit are right."),
    )


def customer_gone() -> Finding:
    """Return that nobody can be charged."""
    return fails(
        "no_customer",
        phrase("These registrations have no customer that TimeChimp knows."),
        phrase("Put them on a customer or a project in TimeChimp."),
    )


def debtor_blocked(number: str) -> Finding:
    """Return that a debtor is blocked for delivery: whether AFAS then takes a direct invoice is not documented."""
    return doubts(
        "debtor_blocked",
        phrase("Debtor {number} is blocked for delivery in AFAS, which may refuse the invoice.", number=number),
        phrase("Ask the bookkeeper whether this customer may still be invoiced, and tick it then."),
    )


def number_shared(number: str) -> Finding:
    """Return that more than one customer of TimeChimp has this number, so that one debtor would pay for all."""
    return doubts(
        "number_twice",
        phrase(
            "More than one customer in TimeChimp has number {number}; all would go to the same debtor.", number=number
        ),
        phrase("Give each customer its own number in TimeChimp, or tick it if they are one debtor."),
    )


def currency(number: str, code: str) -> Finding:
    """Return that a debtor is invoiced in another currency than TimeChimp's amounts are in."""
    return fails(
        "currency",
        phrase(
            "Debtor {number} is invoiced in {currency}; prices of TimeChimp are in euros.", number=number, currency=code
        ),
        phrase("Invoice this customer in AFAS by hand."),
    )


def administration_unknown(number: int) -> Finding:
    """Return that there is no such administration."""
    return fails(
        "administration_unknown",
        phrase("AFAS shows no administration {number}.", number=number),
        phrase("Choose the administration again."),
    )


def future_date(chosen: date) -> Finding:
    """Return that the invoice is dated after today."""
    return doubts(
        "future_date",
        phrase("The invoice is dated {date}, which is in the future.", date=day(chosen)),
        phrase("Choose another date, or tick it if that is meant."),
    )


def too_many_lines(count: int, most: int) -> Finding:
    """Return that an invoice is longer than what AFAS advises for entries; for invoices it publishes no limit."""
    return fails(
        "too_many_lines",
        phrase(
            "This invoice would have {count} lines; AFAS advises at most {most}.",
            count=count,
            most=most,
        ),
        phrase("Choose lines by activity or by week, one invoice per project, or a shorter period."),
    )


def zero_lines(lines: str) -> Finding:
    """Return that lines come to nothing: whether AFAS takes them is not documented."""
    return doubts(
        "zero_line",
        phrase("Line {lines} comes to nothing, which AFAS may refuse.", lines=lines),
        phrase("Check the rates and the corrections in TimeChimp, and tick it if they are right."),
    )


def vat_differs(item: str, percentages: Iterable[Decimal]) -> Finding:
    """Return that one item gets expenses at different VAT rates, while AFAS gives it the rate of the item."""
    rates = some(_percent(one) for one in sorted(percentages))
    return doubts(
        "vat_differs",
        phrase(
            "Expenses at {rates} VAT go to the same item {item}; AFAS gives them all the rate of that item.",
            rates=rates,
            item=item,
        ),
        phrase("Choose an item for each rate under the mappings: expense:CATEGORY/9."),
    )


def _percent(rate: Decimal) -> str:
    return f"{rate.normalize():f} %"


def status_unconfirmed() -> Finding:
    """Return that Open registrations are invoiced because nothing was ever approved, which nobody confirmed yet."""
    return doubts(
        "status_unconfirmed",
        phrase("These were not approved. Nothing in this period was, so that the office seems not to approve."),
        phrase("Confirm it once: the setting status_to_invoice is Open, or Approved."),
        mapping="settings/status_to_invoice",
    )


def billed_unknown() -> Finding:
    """Return that TimeChimp does not tell whether a project was invoiced before."""
    return doubts(
        "billed_unknown",
        phrase("TimeChimp does not tell whether this project was invoiced before."),
        phrase("Look in TimeChimp, and tick it if it was not."),
    )


def moment_unknown() -> Finding:
    """Return that it is not known whether the time has come for a fixed price."""
    return doubts(
        "moment_unknown",
        phrase("This project has a fixed price and no invoice date."),
        phrase("Tick it when it is time to invoice it, or give it an invoice date in TimeChimp."),
    )


def instalments() -> Finding:
    """Return that a project is invoiced in parts, which the API does not tell."""
    return doubts(
        "milestone",
        phrase("This project is invoiced in parts; TimeChimp does not tell which part is due."),
        phrase("Invoice it in AFAS by hand."),
    )


def task_price_inferred() -> Finding:
    """Return that the price of a task is our reading of its hourly rate."""
    return doubts(
        "task_price_inferred",
        phrase("This project has a price for each activity. That its rate is that price is our reading of TimeChimp."),
        phrase("Compare it with TimeChimp, and tick it if it is right."),
    )


def subscription_unclear() -> Finding:
    """Return that a subscription cannot be dated or counted."""
    return doubts(
        "subscription_unclear",
        phrase("TimeChimp gives no first day, or no frequency that this program knows, for this subscription."),
        phrase("Complete the subscription in TimeChimp, or invoice it in AFAS by hand."),
    )


def invoiced_project() -> Finding:
    """Return that TimeChimp says a subscription project was invoiced, which need not mean this period."""
    return doubts(
        "invoiced_elsewhere",
        phrase("TimeChimp says that this project was invoiced; whether that includes this period it does not tell."),
        phrase("Look in TimeChimp, and tick it if this period was not."),
    )


def sent_before(write_id: int, count: int) -> Finding:
    """Return that the outbox has these already."""
    text = phrase_n(
        "{count} record is in write {write} of the outbox already.",
        "{count} records are in write {write} of the outbox already.",
        count,
        write=write_id,
    )
    return done("sent_before", text)


def debtor_first(name: str) -> Finding:
    """Return that a debtor is made before the invoice."""
    return notes("debtor_first", phrase("{name} is no debtor in AFAS yet and is made first.", name=literal(name)))


def debtor_waits() -> Finding:
    """Return that a debtor is made only when somebody ticks its invoice."""
    return doubts(
        "debtor_waits",
        phrase("This debtor is made together with its invoice, which a person must judge first."),
        phrase("Tick the invoice; the debtor then goes along."),
    )

"""What the page of mappings says of a mapping: what it is about, what it becomes in AFAS, and on what that rests."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from afas_assistant.sync.customers.roles import Role
from afas_assistant.sync.mapping.choices import item_words
from afas_assistant.sync.mapping.mappings import DEFAULT, Table
from afas_assistant.sync.mapping.proposals import Basis, Proposal
from afas_assistant.sync.mapping.seen import Seen
from afas_assistant.sync.mapping.settings import SETTINGS
from afas_assistant.texts import Text, joined, literal, phrase
from afas_assistant.ui.states import Look
from afas_assistant.ui.tabs.kinds import Kind


class MappingState(StrEnum):
    """How a mapping stands; in the order of the page, what asks for a person first."""

    WRONG = "wrong"
    UNMAPPED = "unmapped"
    PROPOSED = "proposed"
    MAPPED = "mapped"
    STANDARD = "standard"


LOOKS: dict[MappingState, Look] = {
    MappingState.WRONG: Look("failed", phrase("Does not fit"), "problem"),
    MappingState.UNMAPPED: Look("unknown", phrase("Not mapped"), "attention"),
    MappingState.PROPOSED: Look("step-here", phrase("Proposed"), "accent"),
    MappingState.MAPPED: Look("ok", phrase("Mapped"), "ok"),
    MappingState.STANDARD: Look("step-none", phrase("Default"), "untested"),
}
TITLES: dict[Kind, Text] = {
    Kind.CUSTOMERS: phrase("Mapping for customers"),
    Kind.INVOICES: phrase("Mapping for invoicing"),
    Kind.BOOKINGS: phrase("Mapping for sales bookings"),
}
CERTAIN = frozenset(
    {Basis.SAME_CODE, Basis.SAME_FIELD_ID, Basis.ONLY_ONE, Basis.USED_BEFORE, Basis.SAME_PERCENTAGE}
)  # fmt: skip
"""What a proposal may rest on to start ticked; names and habits are likely only."""
REASONS: Mapping[str, Text] = {
    Basis.SAME_CODE: phrase("the same code"),
    Basis.SAME_NAME: phrase("the same name"),
    Basis.SAME_PERCENTAGE: phrase("the same percentage"),
    Basis.SAME_LABEL: phrase("the label of the column"),
    Basis.SAME_FIELD_ID: phrase("AFAS's own field"),
    Basis.USED_BEFORE: phrase("used before"),
    Basis.MOST_USED: phrase("used most"),
    Basis.ONLY_ONE: phrase("the only one"),
    Basis.HISTORY: phrase("the registrations so far"),
    "chosen": phrase("chosen by hand"),
}
"""On what an accepted mapping rests, by the reason that is kept with it."""
ROLES: dict[str, Text] = {
    Role.NUMBER: phrase("Debtor number"),
    Role.NAME: phrase("Name"),
    Role.CONTACT_NUMBER: phrase("Number of the organisation"),
    Role.SEARCH_NAME: phrase("Search name"),
    Role.STREET: phrase("Street and house number"),
    Role.POSTAL_CODE: phrase("Postcode"),
    Role.TOWN: phrase("Town"),
    Role.TOWN_LINE: phrase("Postcode and town in one"),
    Role.COUNTRY: phrase("Country"),
    Role.PHONE: phrase("Telephone number"),
    Role.EMAIL: phrase("E-mail address"),
    Role.IBAN: phrase("IBAN"),
    Role.VAT_NUMBER: phrase("VAT number"),
    Role.CHAMBER_NUMBER: phrase("Chamber of commerce number"),
    Role.PAYMENT_CONDITION: phrase("Payment condition"),
    Role.VAT_DUTY: phrase("VAT duty"),
    Role.CURRENCY: phrase("Currency"),
    Role.BLOCKED: phrase("Blocked for delivery"),
}
_ITEM_NAMES: dict[str, tuple[Text, Text]] = {
    DEFAULT: (phrase("Default item"), phrase("For everything without an item of its own")),
    "ride": (phrase("Rides"), phrase("Kilometres of all projects")),
    "fixed_price": (phrase("Fixed prices"), phrase("Projects with a price for the whole")),
}
_ITEM_KINDS: dict[str, Text] = {
    "activity": phrase("Activity"),
    "expense": phrase("Expense category"),
    "subscription": phrase("Subscription"),
}


def subject(table: Table, key: str, proposal: Proposal | None) -> tuple[Text, Text]:
    """Return what a mapping is about, and of which kind that is; without a proposal TimeChimp's name is not known."""
    label = None if proposal is None else literal(proposal.label)
    if table is Table.ITEMS:
        kind, _, code = key.partition(":")
        return _ITEM_NAMES.get(key) or (label or literal(code), _ITEM_KINDS.get(kind, literal(kind)))
    if table is Table.VAT:
        percentage, _, duty = key.partition("/")
        name = phrase("VAT {percentage} %", percentage=percentage)
        return name, phrase("Debtors with VAT duty {duty}", duty=duty) if duty else phrase(
            "All other debtors, new ones among them"
        )
    if table is Table.REVENUE:
        if key == DEFAULT:
            return phrase("All other rows"), phrase("Revenue account")
        return label or literal(key), phrase("Revenue account of invoice rows")
    if table is Table.SETTINGS:
        setting = SETTINGS.get(key)
        return (literal(key), literal("")) if setting is None else (setting.title, setting.meaning)
    connector, _, role = key.rpartition("/")
    return ROLES.get(role, literal(role)), phrase("Column of {connector}", connector=connector)


def value_words(table: Table, key: str, value: Mapping[str, Any], seen: Seen) -> Text:
    """Return what a mapping becomes: the number or code, and what AFAS calls it where it tells."""
    words: dict[Table, Callable[[], Text]] = {
        Table.ITEMS: lambda: _item(value, seen),
        Table.VAT: lambda: _vat_code(str(value["code"]), seen),
        Table.REVENUE: lambda: _account(value, seen),
        Table.ROLES: lambda: _column(key, str(value["column"]), seen),
        Table.SETTINGS: lambda: _setting(key, str(value["value"]), seen),
    }
    return words[table]()


def _item(value: Mapping[str, Any], seen: Seen) -> Text:
    kind, code, unit = str(value["kind"]), str(value["code"]), str(value["unit"])
    known = (seen.master.items or {}).get((kind, code))
    what = literal("") if known is None else item_words(known, seen.texts)
    return joined(_coded(code, what), phrase("per {unit}", unit=unit), separator=" · ")


def _vat_code(code: str, seen: Seen) -> Text:
    known = (seen.master.vat_codes or {}).get(code)
    return _coded(code, literal(known.description if known else ""))


def _account(value: Mapping[str, Any], seen: Seen) -> Text:
    number, cost_centre = str(value["account"]), str(value.get("cost_centre") or "")
    known = (seen.master.accounts or {}).get(number)
    words = _coded(number, literal(known.description if known else ""))
    if not cost_centre:
        return words
    return joined(words, phrase("cost centre {code}", code=cost_centre), separator=" · ")


def _column(key: str, column: str, seen: Seen) -> Text:
    found = seen.columns.get(key.rpartition("/")[0], ())
    return _coded(column, literal(next((one.label for one in found if one.name == column), "")))


def _setting(key: str, value: str, seen: Seen) -> Text:
    setting = SETTINGS.get(key)
    if setting is not None and value in setting.options:
        return setting.options[value]
    master = seen.master
    names = {
        "administration": {str(one.number): one.name for one in master.administrations or ()},
        "journal": {one.code: one.description for one in master.journals or ()},
        "debtor_account": {one.number: one.description for one in (master.accounts or {}).values()}
        if key == "debtor_account"
        else {},
    }
    return _coded(value, literal(names.get(key, {}).get(value, "")))


def _coded(code: str, description: Text) -> Text:
    return joined(literal(code), description)


def certainty(proposal: Proposal) -> Text:
    """Return how sure a proposal is, and why."""
    if proposal.basis is None:
        return proposal.why
    sure = phrase("Certain") if proposal.basis in CERTAIN else phrase("Likely")
    return phrase("{sure}: {why}", sure=sure, why=proposal.why)


def moment(at: datetime | None) -> str:
    """Return when something was accepted, on this computer's clock."""
    return "" if at is None else f"{at.astimezone():%d-%m-%Y %H:%M}"

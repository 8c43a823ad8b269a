"""KnSalesRelationOrg, KnSalesRelationPer and KnPurchaseRelationOrg: relations, and the organisations they hang on.

The match (MatchOga, MatchPer) decides whether the organisation is inserted or overwritten, whatever the verb: none
found makes a new one, several are an error (AFAS's pages on relations). A POST always makes a new relation.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from afas_assistant.practice.books import master, register
from afas_assistant.practice.books.contacts import Matched, matched
from afas_assistant.practice.books.records import Keys, Order, Party, PartyKind, Written
from afas_assistant.practice.books.store import RELATIONS, Books
from afas_assistant.practice.books.values import is_true, text
from afas_assistant.practice.failures import RefusalError
from afas_assistant.practice.updateconnectors import Element


@dataclass(frozen=True)
class Form:
    """How a connector of relations names its parts."""

    kind: PartyKind
    key: str
    label: str
    active: str
    below: str
    match: str
    first: int


FORMS: Mapping[str, Form] = {
    "KnSalesRelationOrg": Form("2", "DbId", "Nummer debiteur", "IsDb", "KnOrganisation", "MatchOga", 200_001),
    "KnSalesRelationPer": Form("2", "DbId", "Nummer debiteur", "IsDb", "KnPerson", "MatchPer", 200_001),
    "KnPurchaseRelationOrg": Form("3", "CrId", "Nummer crediteur", "IsCr", "KnOrganisation", "MatchOga", 7_000_001),
}


def saved(books: Books, order: Order) -> Keys:
    """Insert or change a relation, and give its number and that of the organisation."""
    form, element = FORMS[order.connector], order.element
    _check(element)
    given = text(element, form.key)
    old = register.party(books, form.kind, given) if given else None
    new = order.method == "POST" and not order.part
    if new and old:
        raise RefusalError("key_exists", label=form.label, value=given)
    if not new and old is None:
        raise RefusalError("value_unknown" if given else "value_missing", label=form.label, name=form.key)
    who = _contact(books, form, element, old)
    now = books.moment()
    base = old or Party(
        form.kind, given or _next_number(books, form), who.number, active=False, created=now,
        collect_account=master.COLLECTING[form.kind],
    )  # fmt: skip
    changed = replace(base, organisation=who.number, modified=now, **_changes(form, element))
    books.tables.parties[form.kind, changed.number] = changed
    books.changed(RELATIONS)
    keys = {form.key: changed.number, "BcCo": who.number}
    books.keep(Written(order.connector, keys, element.as_data(), {"organisation": who.how}), changes=not new)
    return keys


def deleted(books: Books, wanted: Keys) -> None:
    """Delete a creditor that no entry names; sales relations have no DELETE in AFAS's files."""
    number = wanted.get("CrId", "")
    if register.party(books, "3", number) is None:
        raise RefusalError("value_unknown", label="Nummer crediteur")
    used = any(line.relation == number for entry in books.tables.entries.values() for line in entry.lines)
    if used or ("3", number) not in books.tables.parties:
        raise RefusalError("in_use", label="Crediteur", value=number)
    del books.tables.parties["3", number]
    books.changed(RELATIONS)
    books.drop("KnPurchaseRelationOrg", {"CrId": number})


def _check(element: Element) -> None:
    """Refuse values of the relation itself that stand in no list."""
    master.known(text(element, "CuId"), master.CURRENCIES, "Valuta")
    master.known(text(element, "PaCd"), master.TERMS, "Betaalvoorwaarde")
    master.known(text(element, "ColA"), master.COLLECTING.values(), "Verzamelrekening")
    master.known(text(element, "ToAc"), master.ACCOUNTS, "Voorkeur tegenrekening")
    master.known(text(element, "CoId"), master.COUNTRIES, "Voorkeur bank-/gironummer land code")


def _contact(books: Books, form: Form, element: Element, old: Party | None) -> Matched:
    """Find or make the organisation; a change without one keeps the old."""
    below = element.objects.get(form.below, ())
    if below:
        return matched(books, below[0], form.match, parent=old.organisation if old else "")
    if old:
        return Matched(old.organisation, "linked")
    raise RefusalError("value_missing", label="Organisatie vergelijken op", name=form.match)


def _next_number(books: Books, form: Form) -> str:
    """Give the next free number of the series."""
    if not books.switches.automatic_numbers:
        raise RefusalError("value_missing", label=form.label, name=form.key)
    while True:
        number = str(books.next_number(form.key, form.first))
        if register.party(books, form.kind, number) is None:
            return number


def _changes(form: Form, element: Element) -> dict[str, Any]:
    """Give the fields of a relation that the body names; a VAT duty of true is how AFAS's examples write *yes*."""
    names = {
        form.active: "active", "VaId": "vat_number", "VaDu": "vat_duty", "PaCd": "payment_term", "CuId": "currency",
        "ColA": "collect_account", "Bl": "blocked", "BlTl": "invisible", "AuPa": "auto_payment", "Krli": "credit_limit",
    }  # fmt: skip
    given = {name: field for name, field in names.items() if name in element.values}
    changes: dict[str, Any] = {field: text(element, name) for name, field in given.items()}
    for field in changes.keys() & {"active", "blocked", "invisible", "auto_payment"}:
        changes[field] = is_true(changes[field])
    if "credit_limit" in changes:
        changes["credit_limit"] = float(changes["credit_limit"] or 0)
    if changes.get("vat_duty") in {"1", ""}:
        changes["vat_duty"] = "BTW"
    return changes

"""KnOrganisation and KnPerson below a relation: which organisation is meant, and what is written over it."""

from dataclasses import dataclass, replace
from typing import Any

from afas_assistant.practice.books import master, register
from afas_assistant.practice.books.records import Organisation
from afas_assistant.practice.books.store import RELATIONS, Books
from afas_assistant.practice.books.values import text, truth
from afas_assistant.practice.failures import RefusalError
from afas_assistant.practice.updateconnectors import Element

FIRST_NUMBER = 5_000_001
ALWAYS_NEW = {"MatchOga": "6", "MatchPer": "7"}
BY_NUMBER, PARENT = "0", "9"


@dataclass(frozen=True)
class Matched:
    """An organisation by its number, and how it came: new, overwritten, or linked as it was."""

    number: str
    how: str


def matched(books: Books, element: Element, match: str, *, parent: str) -> Matched:
    """Find the organisation that the match means and overwrite it, or make a new one."""
    _check(element)
    changes = _changes(element)
    found = _found(books, element, match, changes, parent)
    if len(found) > 1:
        raise RefusalError("several_found")
    if not found:
        return Matched(_inserted(books, element, match, changes), "new")
    if not changes:
        return Matched(found[0].number, "linked")
    books.tables.organisations[found[0].number] = replace(found[0], **changes)
    books.changed(RELATIONS)
    return Matched(found[0].number, "overwritten")


def _found(
    books: Books, element: Element, match: str, changes: dict[str, Any], parent: str
) -> list[Organisation]:  # fmt: skip
    """Search as the match says; a match on an empty value finds nothing (our assumption)."""
    how = text(element, match)
    if how == ALWAYS_NEW[match]:
        return []
    if how == PARENT and not parent:
        raise RefusalError("value_unknown", label="Organisatie vergelijken op")
    if how in {BY_NUMBER, PARENT}:
        one = register.organisation(books, parent if how == PARENT else text(element, "BcCo"))
        return [one] if one else []
    criteria = _criteria(match, how)
    wanted = {field: str(changes.get(field, "")).casefold() for field in criteria}
    if not all(wanted.values()):
        return []

    def fits(one: Organisation) -> bool:
        same = all(str(getattr(one, field)).casefold() == value for field, value in wanted.items())
        return same and one.person == (match == "MatchPer")

    return register.matching(books, fits, (criteria[0], str(changes[criteria[0]])))


def _criteria(match: str, how: str) -> tuple[str, ...]:
    """Name the fields that are compared; a person is compared by its whole name, whatever the match."""
    if match == "MatchPer":
        return ("name",)
    known = {
        "1": ("chamber_number",), "2": ("fiscal_number",), "3": ("name",), "4": ("street", "zip_code"),
        "5": ("post_address",),
    }  # fmt: skip
    if how not in known:
        raise RefusalError("value_unknown", label="Organisatie vergelijken op")
    return known[how]


def _inserted(books: Books, element: Element, match: str, changes: dict[str, Any]) -> str:
    """Make a new organisation or person; its number is given, or the next one."""
    person = match == "MatchPer"
    if not changes.get("name"):
        name, label = ("LaNm", "Achternaam") if person else ("Nm", "Naam")
        raise RefusalError("value_missing", label=label, name=name)
    given = "" if truth(element, "AutoNum") else text(element, "BcCo")
    if given and register.organisation(books, given):
        raise RefusalError("key_exists", label="Nummer", value=given)
    number = given or str(books.next_number("BcCo", FIRST_NUMBER))
    books.tables.organisations[number] = Organisation(**{"number": number, "person": person, **changes})
    books.changed(RELATIONS)
    return number


def _changes(element: Element) -> dict[str, Any]:
    """Give the fields of an organisation that the body names, addresses and bank account included."""
    names = {
        "Nm": "name", "SeNm": "search_name", "TeNr": "phone", "EmAd": "mail", "CcNr": "chamber_number",
        "FiNr": "fiscal_number",
    }  # fmt: skip
    changes = {field: text(element, name) for name, field in names.items() if name in element.values}
    if text(element, "LaNm"):
        parts = (text(element, name) for name in ("In", "Is", "LaNm"))
        changes["name"] = " ".join(part for part in parts if part)
    for address in element.objects.get("KnBasicAddressAdr", ()):
        changes |= {
            "street": _street(address), "zip_code": text(address, "ZpCd"), "town": text(address, "Rs"),
            "country": text(address, "CoId"),
        }  # fmt: skip
    for address in element.objects.get("KnBasicAddressPad", ()):
        changes["post_address"] = f"{_street(address)} {text(address, 'ZpCd')}"
    for account in element.objects.get("KnBankAccount", ()):
        changes["iban"] = text(account, "Iban").replace(" ", "")
    return changes


def _street(address: Element) -> str:
    """Give street and house number on one line."""
    return f"{text(address, 'Ad')} {text(address, 'HmNr')}{text(address, 'HmAd')}".strip()


def _check(element: Element) -> None:
    """Refuse an address without a country or with another one than AFAS knows, and an IBAN that cannot be right."""
    for name in ("KnBasicAddressAdr", "KnBasicAddressPad", "KnBankAccount"):
        for below in element.objects.get(name, ()):
            label = "Land van de bank" if name == "KnBankAccount" else "Land"
            if not text(below, "CoId"):
                raise RefusalError("value_missing", label=label, name="CoId")
            master.known(text(below, "CoId"), master.COUNTRIES, label)
            iban = text(below, "Iban").replace(" ", "").upper()
            if iban and truth(below, "IbCk") and not _iban_is_valid(iban):
                raise RefusalError("iban_invalid", iban=iban)


def _iban_is_valid(iban: str) -> bool:
    """Check the two figures after the country (ISO 13616: the rest of a division by 97)."""
    if not (iban.isalnum() and iban.isascii()):
        return False
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1

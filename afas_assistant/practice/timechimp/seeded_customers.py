"""Seeded customers and contacts: made from the pretend AFAS's debtors, in every way that customers can (mis)match them.

Among the first thousand debtors each fiftieth number has the same variation; beyond them one in a hundred has another
name, so that a large set is nearly in step, as it is in an office that synchronises every night.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from afas_assistant.practice.seed import PAYMENT_TERMS, Relation, Seed, creditor, debtor, mixed
from afas_assistant.practice.timechimp.catalogue import VAT_BY_RATE, Record

FIRST_CUSTOMER = 20001
OWN_COMPANY = 20000
VARIED = 1000
PERIOD = 50
VARIATIONS = {
    1: "renamed", 2: "moved", 3: "absent", 4: "twice", 5: "name_only", 6: "same", 7: "zeros_added", 8: "kvk_only",
    9: "vat_only", 10: "iban_only", 11: "archived", 12: "other_terms", 13: "padded_number", 14: "kvk_only",
    15: "vat_only",
}  # fmt: skip
_LOST = ("vatNumber", "kvkNumber", "iban")
_DAYS = {code: days for code, _, days in PAYMENT_TERMS}
_FIRST_OWN_RELATION = 500_000
OWN_KINDS = ("numbered", "no_number", "belgian", "person", "bare", "long_number")


def variation(seed: Seed, index: int) -> str:
    """Tell how the customer of a debtor differs from it; what a debtor lacks cannot be what links it."""
    if index >= VARIED:
        return "renamed" if index % 100 == 0 else "same"
    chosen = VARIATIONS.get(index % PERIOD, "same")
    if chosen in {"kvk_only", "vat_only"} and debtor(seed, index).vat_number is None:
        return "name_only"
    return chosen


def customers(seed: Seed, today: date, which: str) -> Iterator[Record]:
    """Give all customers; ``which`` is the switch: mixed, same (all in step) or none. The own company always exists."""
    number = FIRST_CUSTOMER
    yield _record(OWN_COMPANY, debtor(seed, 0), today) | {
        "name": "Oefenbedrijf Techniek B.V.", "relationId": None, "intern": True, "iban": None, "vatNumber": None,
        "kvkNumber": None,
    }  # fmt: skip
    for index in range(seed.size if which != "none" else 0):
        kind = variation(seed, index) if which == "mixed" else "same"
        for changes in _VARIANTS[kind](debtor(seed, index)):
            yield _record(number, debtor(seed, index), today) | changes
            number += 1
    for index in range(own_count(seed) if which == "mixed" else 0):
        yield _own(seed, number, index, today)
        number += 1


def own_count(seed: Seed) -> int:
    """Tell how many customers stand in TimeChimp only."""
    return max(len(OWN_KINDS), min(seed.size // 40, 500))


Changes = dict[str, Any]
_UNKNOWN: Changes = dict.fromkeys(("relationId", *_LOST))


def _linked_by(field: str, value: str | None, relation: Relation) -> list[Changes]:
    """Give a customer without a number under another name, with one thing that still links it to its debtor."""
    return [_UNKNOWN | {"name": _other_name(relation), field: value}]


# what is different, once for each customer that belongs to a debtor: none, one or two
_VARIANTS: Mapping[str, Callable[[Relation], list[Changes]]] = {
    "same": lambda _: [{}],
    "renamed": lambda relation: [{"name": f"{relation.name} (v/h {relation.search_name.title()})"}],
    "moved": lambda _: [{"address": "Nieuweweg 1", "postalCode": "1011 AA", "city": "Amsterdam"}],
    "absent": lambda _: [],
    "twice": lambda relation: [{}, {"name": f"{relation.name} - project Zuid"}],
    "name_only": lambda _: [_UNKNOWN],
    "kvk_only": lambda relation: _linked_by("kvkNumber", relation.chamber_number, relation),
    "vat_only": lambda relation: _linked_by("vatNumber", _spaced(relation.vat_number), relation),
    "iban_only": lambda relation: _linked_by("iban", _spaced(relation.iban), relation),
    "zeros_added": lambda relation: [{"relationId": f"00{relation.number}"}],
    "padded_number": lambda relation: [{"relationId": f" {relation.number} "}],
    "archived": lambda _: [{"active": False}],
    "other_terms": lambda _: [{"paymentPeriod": 21, "email": "facturen@elders.example", "phone": None}],
}


def _other_name(relation: Relation) -> str:
    """Give the name people use for a company, which is not the one in its papers."""
    return f"{relation.search_name.title()} {relation.town}"


def _spaced(value: str | None) -> str | None:
    """Write a number in groups of four, as people type it from a letter."""
    return " ".join(value[place : place + 4] for place in range(0, len(value), 4)) if value else None


def _own(seed: Seed, number: int, index: int, today: date) -> Record:
    """Give a customer that stands in TimeChimp only."""
    relation = creditor(seed, _FIRST_OWN_RELATION + index)
    record = _record(number, relation, today) | {"relationId": None}
    match OWN_KINDS[index % len(OWN_KINDS)]:
        case "numbered":
            return record | {"relationId": f"9{index:04d}"}
        case "belgian":
            place = {"address": "Meir 12", "postalCode": "2000", "city": "Antwerpen", "country": "België"}
            return record | place | {"relationId": f"9{index:04d}", "vatNumber": f"BE0{99000000 + index}"} | _vat(0.0)
        case "person":
            name = f"Mevr. {relation.name.split(' ')[0]} {index}"
            return record | dict.fromkeys(_LOST) | {"name": name, "relationId": f"9{index:04d}"}
        case "bare":
            gone = dict.fromkeys((*_LOST, "address", "postalCode", "city", "country", "email", "phone"))
            return record | gone | {"name": f"Balieklant {index}"}
        case "long_number":
            return record | {"relationId": f"KLANT-{today.year}-WEB-{index:06d}"}
        case _:
            return record


def _vat(rate: float) -> dict[str, Any]:
    """Give the fields that hold a customer's VAT rate."""
    return {"tax": rate, "vatRateId": VAT_BY_RATE[rate], "vatRatePercentage": rate}


def _record(number: int, relation: Relation, today: date) -> Record:
    """Give a customer that is in step with its debtor."""
    chance = mixed(number, 97)
    modified = today - timedelta(days=1 + chance % 300)
    return {
        "id": number, "active": True, "relationId": relation.number, "name": relation.name,
        "address": relation.street, "postalCode": relation.zip_code, "city": relation.town, "country": "Nederland",
        "phone": relation.phone, "email": relation.mail, "website": None,
        "paymentPeriod": _DAYS[relation.payment_term], "hourlyRate": 60.0 + chance % 5 * 7.5,
        "mileageRate": (0.35, 0.4, None)[chance % 3], "iban": relation.iban, "bic": "OEFNNL2A",
        "vatNumber": relation.vat_number, "kvkNumber": relation.chamber_number, "invoiceAddress": None,
        "invoicePostalCode": None, "invoiceCity": None, "invoiceCountry": None, "notes": None, "prospect": False,
        "clientId": f"{number:08x}-0000-4000-8000-{number:012x}", "tagIds": [81003] if chance % 9 == 0 else [],
        "modified": f"{modified.isoformat()}T{8 + chance % 9:02d}:{chance % 60:02d}:00", "intern": False,
    } | _vat(21.0)  # fmt: skip


def contacts(seed: Seed, customer_ids: list[int]) -> Iterator[Record]:
    """Give contacts: one for each third customer, and one that belongs to two."""
    for index, customer in enumerate(customer_ids[1:]):
        if index % 3:
            continue
        shared = customer_ids[index + 2 : index + 3] if index == 0 else []
        family = creditor(seed, index).name.split(" ")[0]
        yield {
            "id": 110_001 + index, "name": f"P. {family}", "jobTitle": "Administratie", "phone": None,
            "email": f"p.{family.lower()}{index}@klant.example", "useForInvoicing": index % 2 == 0, "active": True,
            "customerIds": [customer, *shared],
        }  # fmt: skip

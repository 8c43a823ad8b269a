"""Seeded, believable Dutch relations: the same seed and number always give the same company.

Everything is invented and harmless: bank code OEFN does not exist, Chamber of Commerce numbers start with 99, mail ends
in ``.example``, so nothing here can reach a real company.
"""

from dataclasses import dataclass
from typing import NamedTuple

FIRST = (
    "De Vries", "Jansen", "Van Dijk", "Bakker", "Visser", "Smit", "Meijer", "Mulder", "Bos", "Vos", "Peters",
    "Hendriks", "Dekker", "Brouwer", "De Wit", "Dijkstra", "Kuipers", "Veenstra", "Postma", "Huizinga", "Van Leeuwen",
    "Schouten", "Hoekstra", "Van Veen", "Kramer", "Scholten", "Prins", "Blom", "Van der Meer", "Molenaar",
)  # fmt: skip
TRADES = (
    "Bouw", "Installatietechniek", "Transport", "Schilderwerken", "Accountants", "Tuinen", "Horeca", "Automatisering",
    "Groothandel", "Metaalbewerking", "Drukkerij", "Zorggroep", "Makelaardij", "Schoonmaak", "Elektro", "Advies",
)  # fmt: skip
FORMS = ("B.V.", "V.O.F.", "B.V.", "N.V.", "B.V.", "Holding B.V.", "en Zonen")
STREETS = (
    "Dorpsstraat", "Molenweg", "Industrieweg", "Stationsstraat", "Kerkstraat", "Schoolstraat", "Nijverheidsweg",
    "Handelskade", "Havenstraat", "Ambachtsweg", "Beukenlaan", "Lindelaan", "Markt", "Energieweg",
)  # fmt: skip
TOWNS = (
    ("Leusden", 3831), ("Amersfoort", 3811), ("Zwolle", 8011), ("Groningen", 9711), ("Leeuwarden", 8911),
    ("Utrecht", 3511), ("Tilburg", 5011), ("Breda", 4811), ("Haarlem", 2011), ("Apeldoorn", 7311), ("Enschede", 7511),
    ("Den Bosch", 5211), ("Arnhem", 6811), ("Alkmaar", 1811), ("Roermond", 6041), ("Goes", 4461),
)  # fmt: skip
PAYMENT_TERMS = (("14", "14 dagen", 14), ("30", "30 dagen", 30), ("60", "60 dagen", 60), ("IN", "Incasso", 14))
_LETTERS = "ABCDEFGHJKLMNPRSTVWXZ"


@dataclass(frozen=True)
class Seed:
    """What all pretend data hangs on: how many debtors, and the number that makes a set repeatable."""

    size: int = 250
    number: int = 1

    @property
    def creditors(self) -> int:
        """How many creditors belong to so many debtors: about a third, at least twenty."""
        return max(20, min(self.size // 3, 20_000))

    @property
    def invoices(self) -> int:
        """How many open sales invoices there are."""
        return min(self.size * 2, 20_000)


class Relation(NamedTuple):
    """A debtor or a creditor."""

    number: str
    contact_number: str
    name: str
    search_name: str
    street: str
    zip_code: str
    town: str
    phone: str
    mail: str
    iban: str
    vat_number: str | None
    chamber_number: str | None
    payment_term: str
    blocked: bool
    credit_limit: float


def mixed(*numbers: int) -> int:
    """Mix numbers into a repeatable 32-bit figure; much faster than a random generator for each row."""
    value = 0x9E3779B9
    for number in numbers:
        value = ((value ^ number) * 0x85EBCA6B + 0xC2B2AE35) & 0xFFFFFFFF
        value ^= value >> 15
    return value


def debtor(seed: Seed, index: int) -> Relation:
    """Give debtor number ``index`` (from 0); debtor numbers start at 10001, one in fifty is written with zeros."""
    relation = _relation(seed, index, first_number=10001, first_contact=1000001, salt=11)
    return relation._replace(number=relation.number.zfill(7)) if index % 50 == 6 else relation


def creditor(seed: Seed, index: int) -> Relation:
    """Give creditor number ``index`` (from 0); creditor numbers start at 60001 and stay clear of the debtors'."""
    return _relation(seed, index, first_number=6000001, first_contact=3000001, salt=23)


def _relation(seed: Seed, index: int, *, first_number: int, first_contact: int, salt: int) -> Relation:
    """Compose one relation from the word lists; about one in twelve lacks its VAT and chamber number."""
    chance = mixed(seed.number, salt, index)
    family = FIRST[chance % len(FIRST)]
    trade = TRADES[(chance >> 5) % len(TRADES)]
    town, zip_start = TOWNS[(chance >> 9) % len(TOWNS)]
    known = (chance >> 12) % 12 != 0
    number = str(first_number + index)
    letters = _LETTERS[(chance >> 7) % 21] + _LETTERS[(chance >> 11) % 21]
    return Relation(
        number=number,
        contact_number=str(first_contact + index),
        name=f"{family} {trade} {FORMS[(chance >> 14) % len(FORMS)]}",
        search_name=family.upper().replace(" ", "")[:10],
        street=f"{STREETS[(chance >> 17) % len(STREETS)]} {1 + (chance >> 3) % 240}",
        zip_code=f"{zip_start + (chance >> 6) % 80} {letters}",
        town=town,
        phone=f"088-{5550000 + index % 10000}",
        mail=f"administratie@{family.lower().replace(' ', '')}{index + 1}.example",
        iban=iban(index * 7 + salt),
        vat_number=f"NL{990000000 + index:09d}B01" if known else None,
        chamber_number=f"99{index % 1000000:06d}" if known else None,
        payment_term=PAYMENT_TERMS[(chance >> 20) % len(PAYMENT_TERMS)][0],
        blocked=(chance >> 22) % 40 == 0,
        credit_limit=float((chance >> 8) % 5 * 2500),
    )


def iban(account: int) -> str:
    """Compose a Dutch IBAN with right check digits at a bank that does not exist (OEFN)."""
    bank = "24141523"  # O E F N as the figures of the check: A is 10
    check = 98 - int(f"{bank}{account:010d}232100") % 97
    return f"NL{check:02d}OEFN{account:010d}"

"""Countries by AFAS's own codes, by ISO's, and by the names that people write in an address.

AFAS's codes are its own (`D`, `USA`; `AN` is Angola), so a short word means a country only when it is known which
system it comes from. Source of AFAS's codes: its table of countries; live it is `ProfitCountries`.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from afas_assistant.paths import resource_text

HOME = "NL"


@dataclass(frozen=True)
class Country:
    """A country: `iso` is ISO 3166's code of two letters, `afas` AFAS's CoId; names in Dutch and English."""

    iso: str
    afas: str
    dutch: str
    english: str
    others: tuple[str, ...] = ()


def country_in_afas(text: str) -> Country | None:
    """Return the country that AFAS means: its own code, or a name."""
    return _by_afas().get(text.strip()) or _by_name().get(_plain(text))


def country_in_timechimp(text: str) -> Country | None:
    """Return the country that somebody wrote in TimeChimp: a name or an ISO code; None when it is none."""
    return _by_name().get(_plain(text)) or _by_iso().get(text.strip().upper())


def country_of_iso(code: str) -> Country | None:
    """Return the country of an ISO code, such as the first two letters of an IBAN."""
    return _by_iso().get(code.upper())


@cache
def countries() -> tuple[Country, ...]:
    """Return all countries that AFAS knows."""
    return tuple(_read())


def _read() -> Iterator[Country]:
    for line in resource_text("countries.tsv").splitlines():
        if line.startswith("#"):
            continue
        iso, afas, dutch, english, *others = line.split("\t")
        yield Country(iso, afas, dutch, english, tuple(others[0].split("; ")) if others else ())


@cache
def _by_iso() -> dict[str, Country]:
    return {one.iso: one for one in countries()}


@cache
def _by_afas() -> dict[str, Country]:
    return {one.afas: one for one in countries()}


@cache
def _by_name() -> dict[str, Country]:
    return {_plain(name): one for one in countries() for name in (one.dutch, one.english, *one.others)}


@lru_cache(maxsize=1024)
def _plain(name: str) -> str:
    """Return a name without accents, capitals and marks."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in letters if sign.isalnum())

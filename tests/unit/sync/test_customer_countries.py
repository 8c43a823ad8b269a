"""Countries by AFAS's own codes, ISO's codes and names."""

import csv

import pytest

from afas_assistant.sync.customers.countries import countries, country_in_afas, country_in_timechimp, country_of_iso
from tests.helpers.reference import reference_path


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("D", "DE"),
        ("B", "BE"),
        ("USA", "US"),
        ("AN", "AO"),
        ("Nederland", "NL"),
        ("BELGIË", "BE"),
        ("Deutschland", "DE"),
    ],
)
def test_afas_codes_and_names_are_understood(text: str, iso: str) -> None:
    found = country_in_afas(text)
    assert found is not None
    assert found.iso == iso


@pytest.mark.parametrize(
    ("text", "iso"),
    [("nl", "NL"), ("Holland", "NL"), ("belgie", "BE"), ("Great Britain", "GB"), ("Côte d'Ivoire", "CI"), ("AN", "AN")],
)
def test_what_people_write_in_timechimp_is_understood(text: str, iso: str) -> None:
    found = country_in_timechimp(text)
    assert found is not None
    assert found.iso == iso


@pytest.mark.parametrize("text", ["", " ", "Neverland", "QQ", "D"])
def test_what_is_no_country_is_none(text: str) -> None:
    assert country_in_timechimp(text) is None


def test_no_name_means_two_countries() -> None:
    for one in countries():
        for name in (one.dutch, one.english, *one.others):
            assert country_in_timechimp(name) == one, name


def test_all_of_afas_countries_are_here_under_its_codes() -> None:
    table = reference_path("afas-samples", "countrycodes.csv").read_text(encoding="utf-8-sig").splitlines()
    published = {row["coid"]: row["iso-alpha2"] for row in csv.DictReader(table, delimiter=";")}
    assert {one.afas: one.iso for one in countries()} == published
    assert len(published) == 252
    assert country_of_iso("nl") is not None

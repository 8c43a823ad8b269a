"""What counts as a difference between a debtor and its customer, and what is merely written otherwise."""

from typing import Any

import pytest

from afas_assistant.sync.customers.changes import changes, fields_for_new
from tests.unit.sync.customer_samples import bare_debtor, customer, debtor


def found(debtor_says: dict[str, Any], customer_says: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(one.field, one.old, one.new) for one in changes(debtor(**debtor_says), customer(**customer_says))]


def test_a_customer_in_step_has_no_changes() -> None:
    assert found({}, {}) == []


@pytest.mark.parametrize(
    ("debtor_says", "customer_says"),
    [
        ({"iban": "NL91OEFN0417164300"}, {"iban": "nl91 oefn 0417 1643 00"}),
        ({"vat_number": "NL123456789B01"}, {"vatNumber": "NL 1234.56.789.B01"}),
        ({"chamber_number": "12345678"}, {"kvkNumber": "1234 5678"}),
        ({"postal_code": "1234 AB"}, {"postalCode": "1234ab"}),
        ({"email": "Info@Jansen.example"}, {"email": "info@jansen.example"}),
        ({"phone": "0318-123456"}, {"phone": "+31 318 123 456"}),
        ({"phone": "0318-123456"}, {"phone": "0031318123456"}),
        ({"country": "D"}, {"country": "Deutschland"}),
        ({"country": "Nederland"}, {"country": "NL"}),
        ({"name": "Jansen  Bouw B.V."}, {"name": "Jansen Bouw B.V."}),
        ({"postal_code": "", "town": "B-2000 Antwerpen"}, {"postalCode": "B-2000", "city": "Antwerpen"}),
    ],
)
def test_the_same_written_otherwise_is_no_change(debtor_says: dict[str, Any], customer_says: dict[str, Any]) -> None:
    assert found(debtor_says, customer_says) == []


@pytest.mark.parametrize(
    "silent", ["street", "town", "country", "phone", "email", "iban", "vat_number", "chamber_number", "postal_code"]
)
def test_what_afas_does_not_say_wipes_nothing_out(silent: str) -> None:
    assert found({silent: ""}, {}) == []


@pytest.mark.parametrize(
    ("debtor_says", "expected"),
    [
        ({"name": "Jansen Bouw N.V."}, [("name", "Jansen Bouw B.V.", "Jansen Bouw N.V.")]),
        ({"street": "Dorpsstraat 2"}, [("address", "Dorpsstraat 1", "Dorpsstraat 2")]),
        ({"town": "Wageningen"}, [("city", "Ede", "Wageningen")]),
        ({"country": "B"}, [("country", "Nederland", "België")]),
        ({"country": "AN"}, [("country", "Nederland", "Angola")]),
        ({"country": "Neverland"}, [("country", "Nederland", "Neverland")]),
        ({"phone": "0318-123457"}, [("phone", "0318-123456", "0318-123457")]),
        ({"chamber_number": "12345679"}, [("kvk_number", "12345678", "12345679")]),
        (
            {"postal_code": "", "town": "10115 Berlin"},
            [("postal_code", "1234 AB", ""), ("city", "Ede", "10115 Berlin")],
        ),
    ],
)
def test_each_field_that_differs_is_told_with_old_and_new(
    debtor_says: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    assert found(debtor_says, {}) == expected


def test_several_differences_come_in_a_fixed_order() -> None:
    assert [name for name, *_ in found({"email": "x@y.example", "name": "Other", "town": "Oss"}, {})] == [
        "name",
        "city",
        "email",
    ]


def test_a_new_customer_gets_all_that_afas_has_and_nothing_empty() -> None:
    assert fields_for_new(debtor("0042")) == {
        "name": "Jansen Bouw B.V.", "number": "0042", "address": "Dorpsstraat 1", "postal_code": "1234 AB",
        "city": "Ede", "country": "Nederland", "phone": "0318-123456", "email": "info@jansen.example",
        "iban": "NL91OEFN0417164300", "vat_number": "NL123456789B01", "kvk_number": "12345678",
    }  # fmt: skip
    assert fields_for_new(bare_debtor("7")) == {"name": "Debtor 7", "number": "7"}

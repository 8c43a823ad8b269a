"""Making a debtor: searched for first, never a second one unattended, with a body that AFAS takes."""

import json
from typing import Any

import pytest

from afas_assistant.sync.customers.debtor_bodies import DebtorSettings, debtor_settings
from afas_assistant.sync.customers.debtors import debtor_record
from afas_assistant.sync.customers.directory import CustomerDirectory
from afas_assistant.sync.customers.organisation_search import Organisation
from afas_assistant.sync.mapping.mappings import MappingEntry, Mappings, Table
from afas_assistant.sync.plan import Outlook, PlannedRecord
from afas_assistant.timechimp.models import Customer
from tests.helpers.reference import reference_path
from tests.unit.sync.customer_samples import bare_debtor, codes, customer

EMPTY, PLAIN = CustomerDirectory([], []), DebtorSettings()
ORGANISATION = Organisation("1000023", "Jansen Bouw BV", "12345678")
NAMESAKE = Organisation("1000024", "Jansen Bouw B.V.", "99999999")


def made(
    one: Customer | None = None,
    *found: Organisation,
    directory: CustomerDirectory = EMPTY,
    settings: DebtorSettings = PLAIN,
) -> PlannedRecord:
    return debtor_record(one or customer(7, "77"), directory, found, settings)


def element(record: PlannedRecord) -> dict[str, Any]:
    assert record.intention is not None
    found: dict[str, Any] = json.loads(record.intention.body)["KnSalesRelationOrg"]["Element"]
    return found


def organisation(record: PlannedRecord) -> dict[str, Any]:
    (part,) = element(record)["Objects"]
    (found,) = part["KnOrganisation"]["Element"]
    return dict(found)


def address(record: PlannedRecord) -> dict[str, Any]:
    found: dict[str, Any] = organisation(record)["Objects"][0]["KnBasicAddressAdr"]["Element"][0]["Fields"]
    return found


def test_nobody_is_found_so_a_new_one_is_made() -> None:
    record = made()
    assert (record.reference, record.outlook, codes(record)) == ("customer/7", Outlook.WILL_PASS, ["not_taken_back"])
    assert element(record)["Fields"] == {"IsDb": True, "CuId": "EUR", "VaId": "NL123456789B01"}
    assert "@DbId" not in element(record)
    assert organisation(record)["Fields"] == {
        "PadAdr": True, "AutoNum": True, "MatchOga": "6", "SeNm": "JANSENBOUW", "Nm": "Jansen Bouw B.V.",
        "CcNr": "12345678", "TeNr": "0318-123456", "EmAd": "info@jansen.example",
    }  # fmt: skip
    assert address(record) == {
        "CoId": "NL", "PbAd": False, "Ad": "Dorpsstraat", "HmNr": 1, "ZpCd": "1234 AB", "Rs": "Ede", "ResZip": False,
    }  # fmt: skip
    assert organisation(record)["Objects"][1] == {
        "KnBankAccount": {"Element": [{"Fields": {"CoId": "NL", "IbCk": True, "Iban": "NL91OEFN0417164300"}}]}
    }


def test_an_organisation_with_the_same_chamber_number_is_used_as_it_is() -> None:
    record = made(None, ORGANISATION, NAMESAKE)
    assert (record.outlook, codes(record)) == (Outlook.WILL_PASS, ["organisation_found", "not_taken_back"])
    assert organisation(record) == {"Fields": {"MatchOga": "0", "BcCo": "1000023", "Nm": "Jansen Bouw BV"}}


@pytest.mark.parametrize("found", [NAMESAKE, Organisation("77", "Somebody else")])
def test_one_of_the_same_name_or_number_is_for_a_person_to_confirm(found: Organisation) -> None:
    record = made(None, found)
    assert codes(record)[0] == "organisation_likely"
    assert (record.outlook, record.tickable, record.ticked_at_first) == (Outlook.CANNOT_TELL, True, False)
    assert organisation(record)["Fields"]["BcCo"] == found.number


@pytest.mark.parametrize(
    "found",
    [
        (ORGANISATION, Organisation("1000099", "Jansen Beheer", "12345678")),
        (NAMESAKE, Organisation("1000099", "JANSEN BOUW BV")),
        (Organisation("1000099", "Jansen Bouw B.V.", person=True),),
    ],
)
def test_several_or_a_person_are_left_to_a_person(found: tuple[Organisation, ...]) -> None:
    record = made(None, *found)
    assert (record.outlook, codes(record)[0], record.intention) == (Outlook.CANNOT_TELL, "several_organisations", None)
    assert all(one.number in record.reasons[0].text.render("en") for one in found)


def test_a_search_that_could_not_be_made_starts_unticked() -> None:
    record = debtor_record(customer(7, "77"), EMPTY, None, DebtorSettings())
    assert (codes(record)[0], record.ticked_at_first, record.tickable) == ("organisations_unread", False, True)
    unread = debtor_record(customer(7, "77"), CustomerDirectory(None, []), (), DebtorSettings())
    assert (codes(unread)[0], unread.ticked_at_first) == ("debtors_unread", False)


@pytest.mark.parametrize(
    "says", [{"chamber_number": "12345678"}, {"vat_number": "NL 123456789 B01"}, {"iban": "NL91 OEFN 0417 1643 00"}]
)
def test_a_debtor_that_is_there_already_is_not_made_again(says: dict[str, str]) -> None:
    record = made(directory=CustomerDirectory([bare_debtor("10023", **says)], []))
    assert (record.outlook, codes(record)[0], record.intention) == (Outlook.WILL_FAIL, "debtor_exists", None)
    assert "10023" in record.reasons[0].text.render("en")


def test_a_debtor_of_the_same_name_only_is_a_question() -> None:
    record = made(directory=CustomerDirectory([bare_debtor("10023", name="Jansen Bouw BV")], []))
    assert (record.outlook, codes(record)[0], record.tickable) == (Outlook.CANNOT_TELL, "debtor_of_same_name", True)


def test_a_debtor_that_the_outbox_has_is_not_made_again() -> None:
    record = debtor_record(customer(7), EMPTY, (), DebtorSettings(), sent={"customer/7"})
    assert (record.outlook, record.intention) == (Outlook.NOTHING_TO_DO, None)


@pytest.mark.parametrize(
    ("country", "postal_code", "expected", "code"),
    [
        ("België", "2000", "B", None),
        ("DE", "10115", "D", None),
        ("United States", "10001", "USA", None),
        ("Angola", "", "AN", None),
        ("", "1234 AB", "NL", None),
        ("", "10115", "NL", "country_assumed"),
    ],
)
def test_the_country_is_sent_by_afas_own_code(country: str, postal_code: str, expected: str, code: str | None) -> None:
    record = made(customer(7, country=country, postalCode=postal_code))
    assert address(record)["CoId"] == expected
    assert ("country_assumed" in codes(record)) == (code is not None)
    assert record.ticked_at_first == (code is None)


def test_an_unknown_country_is_said_before_afas_refuses_it() -> None:
    record = made(customer(7, country="Neverland"))
    assert (record.outlook, codes(record)[0], record.intention) == (Outlook.WILL_FAIL, "country_unknown", None)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Dorpsstraat 12a", {"Ad": "Dorpsstraat", "HmNr": 12, "HmAd": "a", "PbAd": False}),
        ("Dorpsstraat 12-14", {"Ad": "Dorpsstraat", "HmNr": 12, "HmAd": "14", "PbAd": False}),
        ("Postbus 123", {"Ad": "Postbus", "HmNr": 123, "PbAd": True}),
        ("1e Kruisweg 5", {"Ad": "1e Kruisweg 5", "PbAd": False}),
        ("De Hoeve", {"Ad": "De Hoeve", "PbAd": False}),
    ],
)
def test_a_street_line_is_taken_apart_where_that_is_certain(line: str, expected: dict[str, Any]) -> None:
    found = address(made(customer(7, address=line)))
    assert {name: found[name] for name in ("Ad", "HmNr", "HmAd", "PbAd") if name in found} == expected


def test_no_address_or_name_is_said() -> None:
    bare = customer(7, address=None, postalCode=None, city=None)
    assert (made(bare).outlook, codes(made(bare))[0]) == (Outlook.CANNOT_TELL, "no_address")
    assert (made(customer(7, name="")).outlook, codes(made(customer(7, name="")))[0]) == (Outlook.WILL_FAIL, "no_name")


def test_what_is_too_long_is_said_and_not_cut_off() -> None:
    record = made(customer(7, address="x" * 61))
    assert (record.outlook, codes(record)[0]) == (Outlook.WILL_FAIL, "too_long")
    assert "60" in record.reasons[0].text.render("en")
    assert "Ad" in record.reasons[0].text.render("en")


def test_settings_give_what_every_new_debtor_gets() -> None:
    mappings = Mappings(
        MappingEntry(Table.SETTINGS, name, {"value": value})
        for name, value in {
            "payment_condition": "14", "debtor_vat_duty": "BTW", "debtor_account": "1300", "debtor_numbers": "customer",
        }.items()
    )  # fmt: skip
    settings = debtor_settings(mappings)
    assert element(made(settings=settings))["@DbId"] == "77"
    assert {"PaCd": "14", "VaDu": "BTW", "ColA": "1300"}.items() <= element(made(settings=settings))["Fields"].items()
    nameless = made(customer(7, None), settings=settings)
    assert (nameless.outlook, codes(nameless)[0]) == (Outlook.WILL_FAIL, "no_number")


def test_the_body_is_what_afas_publishes_but_for_fields_that_nobody_sends() -> None:
    document = json.loads(
        reference_path("afas-openapi", "organisations-and-persons.json").read_text(encoding="utf-8-sig")
    )
    post = document["paths"]["/connectors/KnSalesRelationOrg"]["post"]
    schema = post["requestBody"]["content"]["application/json"]["schema"]
    for record in (made(), made(None, ORGANISATION)):
        assert record.intention is not None
        body = json.loads(record.intention.body)
        missing = sorted(departures(body, schema, document))
        allowed = {"CdDa", "BcId", "BcCo", "BeginDate", "PadAdr", "AutoNum"}
        assert set(missing) <= {f"required: {name}" for name in allowed}, missing


def departures(value: Any, schema: Any, document: Any) -> set[str]:
    """Return where a body departs from a schema: unknown fields, other types, required fields that are not sent."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    kinds: dict[str, Any] = {
        "object": dict,
        "array": list,
        "string": str,
        "boolean": bool,
        "integer": int,
        "number": (int, float),
    }
    wanted = schema.get("type")
    if wanted and not isinstance(value, kinds[wanted]):
        return {f"type: {value!r} is no {wanted}"}
    if wanted == "array":
        return set().union(*(departures(one, schema["items"], document) for one in value))
    if not isinstance(value, dict):
        return set()
    known = schema.get("properties", {})
    found = {f"required: {name}" for name in schema.get("required", ()) if name not in value}
    for name, one in value.items():
        found |= departures(one, known[name], document) if name in known else {f"unknown: {name}"}
    return found

"""Columns are bound by role: known, or proposed and confirmed; never used before that."""

from datetime import UTC, datetime

import pytest

from afas_assistant.afas.metainfo import GetDefinition, GetField
from afas_assistant.errors import ConfigurationError
from afas_assistant.sync.customers.roles import Role, bound_roles, known_connector, proposed_roles
from afas_assistant.sync.mapping.mappings import MappingEntry, Mappings, Table

VENDOR = "SBQ_Debiteuren"


def field(column: str, label: str = "", field_id: str = "") -> GetField:
    return GetField(id=column, label=label, fieldId=field_id)


def proposals(*fields: GetField) -> dict[str, tuple[str, str]]:
    found = proposed_roles(GetDefinition(name=VENDOR, fields=fields))
    return {one.role.value: (one.column, one.reason) for one in found}


def confirmed(**columns: str) -> Mappings:
    return Mappings(MappingEntry(Table.ROLES, f"{VENDOR}/{role}", {"column": one}) for role, one in columns.items())


def test_afas_own_connector_is_known_without_asking() -> None:
    columns = bound_roles("Profit_Debtor", Mappings()).columns
    assert (columns[Role.NUMBER], columns[Role.TOWN_LINE], columns[Role.VAT_NUMBER]) == (
        "DebtorId",
        "AdressLine3",
        "VatNr",
    )
    assert Role.POSTAL_CODE not in columns


def test_the_columns_of_another_connector_are_not_used_before_somebody_confirmed_them() -> None:
    with pytest.raises(ConfigurationError) as raised:
        bound_roles(VENDOR, confirmed(number="Debiteur"))
    assert raised.value.code == "roles_unconfirmed"
    assert "name" in raised.value.explanation.render("en")
    assert bound_roles(VENDOR, confirmed(number="Debiteur", name="Naam")).columns == {
        Role.NUMBER: "Debiteur",
        Role.NAME: "Naam",
    }


def test_a_role_that_this_version_does_not_know_is_ignored() -> None:
    assert set(bound_roles(VENDOR, confirmed(number="A", name="B", shoe_size="C")).columns) == {Role.NUMBER, Role.NAME}


def test_labels_in_dutch_and_english_are_understood() -> None:
    assert proposals(
        field("C1", "Nummer debiteur"), field("C2", "Naam debiteur"), field("C3", "Btw-identificatienummer"),
        field("C4", "KvK-nummer"), field("C5", "IBAN-nummer"), field("C6", "Adresregel 3 (postc - wpl)"),
        field("C7", "E-mail werk"), field("C8", "Country"), field("C9", "Shoe size"),
    ) == {
        "number": ("C1", "same_label"), "name": ("C2", "same_label"), "vat_number": ("C3", "same_label"),
        "chamber_number": ("C4", "same_label"), "iban": ("C5", "same_label"), "town_line": ("C6", "same_label"),
        "email": ("C7", "same_label"), "country": ("C8", "same_label"),
    }  # fmt: skip


def test_afas_own_field_counts_for_more_than_a_label() -> None:
    found = proposals(field("Old", "Nummer debiteur"), field("Id", "Klant", "KnSalRelation.DbId"))
    assert found["number"] == ("Id", "same_field_id")


def test_a_column_gets_one_role_only() -> None:
    found = proposals(field("Naam", "Zoeknaam"))
    assert found == {"search_name": ("Naam", "same_label")}


def test_a_confirmed_proposal_is_a_mapping() -> None:
    (number,) = proposed_roles(GetDefinition(name=VENDOR, fields=(field("Debiteur", "Nummer debiteur"),)))
    entry = number.entry("Jan", datetime(2026, 11, 21, tzinfo=UTC))
    assert (entry.table, entry.key, entry.value, entry.reason) == (
        Table.ROLES,
        f"{VENDOR}/number",
        {"column": "Debiteur"},
        "same_label",
    )
    assert Mappings([entry]).roles(VENDOR) == {"number": "Debiteur"}


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (["SBQ_Debiteuren", "Profit_Debtor"], "Profit_Debtor"),
        (["ProfitDebtor"], "ProfitDebtor"),
        (["Profit_Users"], None),
    ],
)
def test_the_best_known_connector_is_taken(listed: list[str], expected: str | None) -> None:
    assert known_connector(listed) == expected

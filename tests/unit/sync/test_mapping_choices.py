"""What a mapping can be set to, and what AFAS's lists hold against a value: told before anything is planned."""

from decimal import Decimal

import pytest

from afas_assistant.sync.mapping.areas import areas_of
from afas_assistant.sync.mapping.choices import choices
from afas_assistant.sync.mapping.judging import held_against
from afas_assistant.sync.mapping.mappings import MappingEntry, Mappings, Table
from afas_assistant.sync.mapping.seen import Seen, ShownColumn
from afas_assistant.sync.mapping.settings import SETTINGS
from afas_assistant.sync.master_records import (
    Account,
    Administration,
    Debtor,
    Item,
    Journal,
    MasterData,
    VatCode,
)

NONE = Mappings()
WORK = Item("1", "300", "Monteur", units=("uur", "dag"), base_unit="uur")
ARTICLE = Item("2", "1000", "Montageset", units=("stk",))
COST = Item("6", "K03", "", units=("stk",))
ITEMS = {
    (one.kind, one.code): one for one in (WORK, ARTICLE, COST, Item("2", "9", "Oud", units=("stk",), blocked=True))
}
VAT = {
    "1": VatCode("1", "Verkoop hoog", "1510", Decimal(21), "V", "BTW"),
    "2": VatCode("2", "Verkoop laag", "1511", Decimal(9), "V", "BTW"),
    "5": VatCode("5", "Inkoop hoog", "1500", Decimal(21), "I", "BTW"),
}
ACCOUNTS = {
    "8010": Account("8010", "Omzet"),
    "8074": Account("8074", "Omzet doorbelast", compulsory_axes=(1,)),
    "1300": Account("1300", "Debiteuren", vat_allowed=False),
}
MASTER = MasterData(
    items=ITEMS,
    vat_codes=VAT,
    accounts=ACCOUNTS,
    journals=[Journal(1, "20", "Verkoop", "V"), Journal(1, "10", "Bank"), Journal(2, "22", "Verkoop", "V")],
    administrations=[Administration(1, "Een"), Administration(2, "Twee")],
    allocations=frozenset({("8074", 1, "400"), ("8074", 1, "100"), ("8074", 2, "900")}),
)
SEEN = Seen(
    MASTER,
    [Debtor("1", "A", payment_condition="30"), Debtor("2", "B", payment_condition="30")],
    {"ProfitDebtor": [ShownColumn("Nummer", "Nummer debiteur")]},
    {("6", "K03"): "parkeren"},
)


def codes(table: Table, key: str, seen: Seen = SEEN, mappings: Mappings = NONE) -> list[str]:
    return [one.code for one in choices(table, key, seen, mappings).shown]


def against(table: Table, key: str, value: dict[str, str], seen: Seen = SEEN, mappings: Mappings = NONE) -> str:
    return held_against(table, key, value, seen, mappings).render("en")


def setting(name: str, value: str) -> Mappings:
    return Mappings([MappingEntry(Table.SETTINGS, name, {"value": value})])


def test_the_likeliest_kind_of_item_comes_first_and_a_blocked_one_is_not_there() -> None:
    assert codes(Table.ITEMS, "activity:300") == ["300", "1000", "K03"]
    assert codes(Table.ITEMS, "expense:Parkeren") == ["K03", "300", "1000"]


def test_costs_without_a_description_are_known_by_a_line_that_they_stood_on() -> None:
    found = choices(Table.ITEMS, "ride", SEEN, NONE).shown[0]
    assert found.description.render("en") == "Costs · used for “parkeren”"
    assert found.value == {"kind": "6", "code": "K03", "unit": "stk"}


def test_vat_codes_for_sales_of_this_percentage_come_first() -> None:
    assert codes(Table.VAT, "9/BTW") == ["2", "1", "5"]


def test_accounts_that_take_no_vat_are_not_offered_for_revenue_but_are_for_a_debtor() -> None:
    assert codes(Table.REVENUE, "300") == ["8010", "8074"]
    assert codes(Table.SETTINGS, "debtor_account") == ["1300", "8010", "8074"]
    assert choices(Table.REVENUE, "300", SEEN, NONE).shown[1].cost_centres == ("100", "400")


def test_journals_are_those_of_the_administration_the_ones_for_sales_first() -> None:
    assert codes(Table.SETTINGS, "journal", mappings=setting("administration", "1")) == ["20", "10"]
    assert codes(Table.SETTINGS, "journal") == ["20", "22", "10"]


def test_a_complete_list_takes_no_typing_and_one_that_is_not_says_why() -> None:
    assert not choices(Table.ITEMS, "default", SEEN, NONE).typed
    assert not choices(Table.SETTINGS, "number_form", SEEN, NONE).typed
    absent = Seen(MasterData(absent={"Profit_VAT_code": "it is not in the app connector"}))
    lacking = choices(Table.VAT, "21/", absent, NONE)
    assert lacking.typed
    assert "Profit_VAT_code: it is not in the app connector" in lacking.lacking.render("en")
    assert choices(Table.SETTINGS, "mileage_rate", SEEN, NONE).typed
    conditions = choices(Table.SETTINGS, "payment_condition", SEEN, NONE)
    assert conditions.typed
    assert [(one.code, one.description.render("en")) for one in conditions.shown] == [("30", "2 debtors have it")]


@pytest.mark.parametrize(
    ("table", "key", "value", "words"),
    [
        (Table.ITEMS, "default", {"kind": "1", "code": "300", "unit": "DAG"}, ""),
        (Table.ITEMS, "default", {"kind": "1", "code": "301", "unit": "uur"}, "AFAS has no item 301."),
        (Table.ITEMS, "default", {"kind": "2", "code": "9", "unit": "stk"}, "Item 9 is blocked in AFAS."),
        (Table.ITEMS, "default", {"kind": "1", "code": "300", "unit": "stk"}, "Item 300 has no unit stk in AFAS"),
        (Table.VAT, "21/BTW", {"code": "1"}, ""),
        (Table.VAT, "21/BTW", {"code": "2"}, "VAT code 2 is 9 % in AFAS, the invoice has 21 %."),
        (Table.VAT, "21/BTW", {"code": "7"}, "AFAS has no VAT code 7."),
        (Table.REVENUE, "x", {"account": "8010"}, ""),
        (Table.REVENUE, "x", {"account": "8074"}, "Account 8074 asks for an allocation code on axis 1."),
        (Table.REVENUE, "x", {"account": "8074", "cost_centre": "400"}, ""),
        (Table.REVENUE, "x", {"account": "8074", "cost_centre": "900"}, "Cost centre 900 is not assigned"),
        (Table.REVENUE, "x", {"account": "1300"}, "Account 1300 takes no VAT code in AFAS."),
        (Table.SETTINGS, "administration", {"value": "3"}, "AFAS has no administration 3."),
        (Table.SETTINGS, "journal", {"value": "20"}, ""),
        (Table.SETTINGS, "debtor_account", {"value": "1"}, "AFAS has no account 1."),
        (Table.ROLES, "ProfitDebtor/number", {"column": "Nummer"}, ""),
        (Table.ROLES, "ProfitDebtor/number", {"column": "Weg"}, "ProfitDebtor has no column Weg."),
    ],
)
def test_what_does_not_exist_in_afas_is_said(table: Table, key: str, value: dict[str, str], words: str) -> None:
    said = against(table, key, value)
    assert said.startswith(words) if words else not said


def test_a_journal_of_another_administration_does_not_fit() -> None:
    said = against(Table.SETTINGS, "journal", {"value": "22"}, mappings=setting("administration", "1"))
    assert said == "Administration 1 has no journal 22."


def test_nothing_is_held_against_what_afas_does_not_show() -> None:
    units_alone = Seen(MasterData(items=ITEMS, absent={"Profit_Unit_per_Item": "it is not in the app connector"}))
    assert not against(Table.ITEMS, "ride", {"kind": "6", "code": "K99", "unit": "stk"}, units_alone)
    for table, key, value in (
        (Table.ITEMS, "ride", {"kind": "6", "code": "K99", "unit": "stk"}),
        (Table.VAT, "21/", {"code": "77"}),
        (Table.REVENUE, "x", {"account": "1"}),
        (Table.ROLES, "X/number", {"column": "Y"}),
        (Table.SETTINGS, "journal", {"value": "99"}),
    ):
        assert not against(table, key, value, Seen())


def test_every_mapping_belongs_to_the_tabs_that_go_by_it() -> None:
    assert areas_of(Table.ROLES, "ProfitDebtor/number") == ("customers",)
    assert areas_of(Table.ITEMS, "default") == ("invoices",)
    assert areas_of(Table.VAT, "21/") == areas_of(Table.REVENUE, "default") == ("bookings",)
    assert areas_of(Table.SETTINGS, "payment_condition") == ("customers", "bookings")
    assert areas_of(Table.SETTINGS, "timechimp_address") == ()
    shown = {name for name in SETTINGS if areas_of(Table.SETTINGS, name)}
    assert shown == set(SETTINGS) - {"timechimp_address"}


def test_each_setting_says_what_holds_without_it_or_has_to_be_set() -> None:
    needed = {name for name, one in SETTINGS.items() if one.unset is None}
    assert needed == {"administration", "journal", "number_form", "status_to_invoice"}
    for one in SETTINGS.values():
        assert all(one.fits(value) for value in one.options)

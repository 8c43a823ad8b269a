"""The rows of the mappings: what asks for a person first, what is ticked, and what holds without a mapping."""

from dataclasses import replace

import pytest

from afas_assistant.sync.mapping.mappings import Mappings, Table
from afas_assistant.sync.mapping.proposals import Basis
from afas_assistant.sync.mapping.seen import Seen, ShownColumn
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.tabs.mapping_rows import MappingRows
from afas_assistant.ui.tabs.mapping_words import MappingState
from afas_assistant.ui.tabs.rows import Arrangement, arranged
from tests.ui.tabs.pretend_mapping import entry, offer, open_one, work

pytestmark = pytest.mark.usefixtures("english")
ITEM = {"kind": "1", "code": "300", "unit": "uur"}


def states(rows: MappingRows) -> dict[str, MappingState]:
    return {one.key: one.state for one in rows.rows}


def test_what_does_not_fit_or_is_not_mapped_comes_first() -> None:
    kept = Mappings([entry(Table.ITEMS, "activity:1", **ITEM), entry(Table.ITEMS, "ride", **ITEM | {"code": "77"})])
    rows = MappingRows(Kind.INVOICES, kept, offer(open_one("3", "Ontwerp"), work("2", "Advies")))
    found = [(one.state.value, one.key) for one in rows.rows if one.table is Table.ITEMS]
    assert found == [
        ("wrong", "ride"), ("unmapped", "default"), ("unmapped", "activity:3"), ("proposed", "activity:2"),
        ("mapped", "activity:1"),
    ]  # fmt: skip
    assert str(rows.rows[0].reason) == "AFAS has no item 77."
    asking = {MappingState.WRONG, MappingState.UNMAPPED, MappingState.PROPOSED}
    assert rows.unmapped == sum(one.state in asking for one in rows.rows) == 6  # two settings have to be made as well


def test_only_certain_proposals_start_ticked() -> None:
    certain = (Basis.SAME_CODE, Basis.SAME_FIELD_ID, Basis.ONLY_ONE, Basis.USED_BEFORE, Basis.SAME_PERCENTAGE)
    proposals = [work(basis.value, "A", basis) for basis in Basis]
    rows = MappingRows(Kind.INVOICES, Mappings(), offer(*proposals))
    assert {one.key for one in rows.chosen()} == {f"activity:{basis.value}" for basis in certain}
    assert {one.reason for one in rows.chosen()} == {basis.value for basis in certain}
    said = {one.key: str(one.reason) for one in rows.rows}
    assert said["activity:same_code"].startswith("Certain: ")
    assert said["activity:same_name"].startswith("Likely: ")


def test_a_default_item_stands_in_for_what_nothing_is_proposed_for() -> None:
    kept = Mappings([entry(Table.ITEMS, "default", **ITEM)])
    rows = MappingRows(Kind.INVOICES, kept, offer(open_one("3", "Ontwerp"), work("2", "Advies")))
    assert states(rows)["activity:3"] is MappingState.STANDARD
    assert states(rows)["activity:2"] is MappingState.PROPOSED
    becomes = {one.key: str(one.becomes) for one in rows.rows}
    assert becomes["activity:3"] == "as all others: 300 Monteur · Work type · per uur"
    assert becomes["invoice_language"] == "Dutch"


def test_an_expense_at_a_rate_of_its_own_goes_as_its_category_before_the_default() -> None:
    kept = Mappings(
        [entry(Table.ITEMS, "default", **ITEM), entry(Table.ITEMS, "expense:P", kind="2", code="1000", unit="stk")]
    )
    rows = MappingRows(Kind.INVOICES, kept, offer(), [(Table.ITEMS, "expense:P/9")])
    becomes = {one.key: str(one.becomes) for one in rows.rows}
    assert becomes["expense:P/9"] == "as all others: 1000 Montageset · Article · per stk"


def test_each_tab_has_its_own_mappings() -> None:
    kept = Mappings(
        [
            entry(Table.ITEMS, "ride", **ITEM),
            entry(Table.VAT, "21/", code="1"),
            entry(Table.SETTINGS, "payment_condition", value="30"),
            entry(Table.SETTINGS, "timechimp_address", value="http://localhost"),
            entry(Table.ROLES, "ProfitDebtor/number", column="Nummer"),
        ]
    )
    keys = {kind: set(states(MappingRows(kind, kept, None))) for kind in Kind}
    assert {"payment_condition", "debtor_account", "ProfitDebtor/number"} <= keys[Kind.CUSTOMERS]
    assert {"ride", "default", "mileage_rate", "administration"} <= keys[Kind.INVOICES]
    assert {"21/", "default", "journal", "payment_condition"} <= keys[Kind.BOOKINGS]
    assert not any("timechimp_address" in one for one in keys.values())
    assert "journal" not in keys[Kind.INVOICES] | keys[Kind.CUSTOMERS]


def test_every_role_of_a_vendors_connector_can_be_mapped() -> None:
    seen = Seen(columns={"ProfitDebtor": [ShownColumn("Nr", "Nummer")]})
    rows = MappingRows(Kind.CUSTOMERS, Mappings(), replace(offer(), seen=seen))
    assert states(rows)["ProfitDebtor/number"] is MappingState.UNMAPPED
    assert states(rows)["ProfitDebtor/iban"] is MappingState.STANDARD


def test_what_is_proposed_now_is_said_of_a_mapping_that_differs() -> None:
    kept = Mappings([entry(Table.ITEMS, "activity:2", kind="2", code="1000", unit="stk")])
    rows = MappingRows(Kind.INVOICES, kept, offer(work("2", "Advies")))
    (row,) = (one for one in rows.rows if one.key == "activity:2")
    assert row.state is MappingState.MAPPED
    assert "proposed now: 300 Monteur" in str(row.reason)
    assert not rows.tickable


def test_ticks_survive_a_new_reading() -> None:
    first = MappingRows(Kind.INVOICES, Mappings(), offer(work("1", "A"), work("2", "B", Basis.SAME_NAME)))
    places = {one.key: place for place, one in enumerate(first.rows)}
    first.tick([places["activity:1"]], ticked=False)
    first.tick([places["activity:2"]], ticked=True)
    second = MappingRows(Kind.INVOICES, Mappings(), first.offer)
    second.tick_as(first)
    assert [one.key for one in second.chosen()] == ["activity:2"]


def test_searching_and_sorting_go_by_what_is_shown() -> None:
    rows = MappingRows(
        Kind.INVOICES, Mappings(), offer(work("1", "Zagen"), work("2", "Advies"), open_one("3", "Boren"))
    )
    keys = [rows.rows[place].key for place in arranged(rows, Arrangement(search="advies"))]
    assert keys == ["activity:2"]
    names = [rows.shown(place).name for place in arranged(rows, Arrangement(search="activity", column=2))]
    assert names == ["Advies (2)", "Boren (3)", "Zagen (1)"]


def test_a_key_that_only_a_plan_knows_gets_a_row() -> None:
    rows = MappingRows(Kind.BOOKINGS, Mappings(), offer(), [(Table.VAT, "21/BTW")])
    assert rows.holds(Table.VAT, "21/BTW")
    assert rows.rows[rows.place_of(Table.REVENUE, "")].table is Table.REVENUE

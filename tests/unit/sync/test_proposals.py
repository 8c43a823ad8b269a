"""Proposals: each rests on one thing that fits, names what fits where several do, and never fills in by itself."""

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from afas_assistant.outbox.records import Intention, State, System, Write
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync.mapping.mappings import ItemChoice, MappingEntry, Mappings, Table
from afas_assistant.sync.mapping.proposals import Basis, Proposal, in_order, most_used
from afas_assistant.sync.mapping.proposed_bookings import revenue_proposals, setting_proposals, vat_proposals
from afas_assistant.sync.mapping.proposed_items import Subject, item_proposals, item_subjects
from afas_assistant.sync.mapping.used_before import UsedBefore, used_before
from afas_assistant.sync.master_records import (
    Account,
    Administration,
    Debtor,
    Item,
    Journal,
    MasterData,
    VatCode,
)
from afas_assistant.sync.sales_side import is_sales
from afas_assistant.timechimp.models import Activity, ExpenseCategory
from tests.unit.sync.conftest import SCOPE

NOTHING = UsedBefore()
NONE = Mappings()


def activity(code: str, name: str, *, active: bool = True) -> Activity:
    return Activity(id=1, name=name, code=code, active=active, billable=True, hourly_rate=None)


def items(*found: Item) -> dict[tuple[str, str], Item]:
    return {(one.kind, one.code): one for one in found}


def by_key(proposals: list[Proposal]) -> dict[str, Proposal]:
    return {one.key: one for one in proposals}


def item_value(kind: str, code: str, unit: str) -> dict[str, str]:
    return {"kind": kind, "code": code, "unit": unit}


WORK = Item("1", "300", "Monteur", units=("uur",))
ARTICLE = Item("2", "1000", "Montageset", base_unit="stk")


def test_an_activity_gets_the_item_with_its_code_else_the_one_with_its_name() -> None:
    subjects = item_subjects([activity("300", "Monteurswerk"), activity("Z9", "montageset")], [], [])
    found = by_key(item_proposals(subjects, items(WORK, ARTICLE), NONE, NOTHING))
    assert found["activity:300"].value == item_value("1", "300", "uur")
    assert found["activity:300"].basis is Basis.SAME_CODE
    assert found["activity:Z9"].value == item_value("2", "1000", "stk")
    assert found["activity:Z9"].basis is Basis.SAME_NAME
    assert found["default"].value is None


def test_hours_prefer_the_work_type_where_an_article_has_the_same_code() -> None:
    subjects = item_subjects([activity("300", "Monteurswerk")], [], [])
    article = Item("2", "300", "Iets anders", base_unit="stk")
    found = by_key(item_proposals(subjects, items(article, WORK), NONE, NOTHING))
    assert found["activity:300"].value == item_value("1", "300", "uur")


def test_where_several_fit_nothing_is_proposed_and_they_are_named() -> None:
    subjects = item_subjects([], [ExpenseCategory(4, "Parkeren")], [])
    twice = items(Item("6", "K03", "Parkeren", units=("stk",)), Item("6", "K04", "parkeren ", units=("stk",)))
    found = by_key(item_proposals(subjects, twice, NONE, NOTHING))["expense:Parkeren"]
    assert found.value is None
    assert "K03" in str(found.why)
    assert "K04" in str(found.why)
    with pytest.raises(ValueError, match="nothing is proposed"):
        found.entry()


@pytest.mark.parametrize("one", [replace(WORK, blocked=True), replace(WORK, units=())])
def test_a_blocked_item_and_one_without_a_unit_are_not_proposed(one: Item) -> None:
    subjects = item_subjects([activity("300", "Monteur")], [], [])
    assert by_key(item_proposals(subjects, items(one), NONE, NOTHING))["activity:300"].value is None


def test_activities_without_a_code_or_no_longer_used_need_no_item_of_their_own() -> None:
    subjects = item_subjects([activity("", "Intern"), activity("302", "Oud", active=False)], [], [])
    assert [one.key for one in subjects] == ["default", "ride"]


def test_what_was_used_before_goes_before_the_same_code() -> None:
    used = UsedBefore(items={"monteurswerk week 3": ItemChoice("2", "1000", "stk")})
    subjects = item_subjects([activity("300", "Monteurswerk")], [], [])
    found = by_key(item_proposals(subjects, items(WORK), NONE, used))["activity:300"]
    assert (found.value, found.basis) == (item_value("2", "1000", "stk"), Basis.USED_BEFORE)
    assert found.entry() == MappingEntry(Table.ITEMS, "activity:300", item_value("2", "1000", "stk"), "used_before")


def test_used_before_tells_how_often_and_only_whole_words_count() -> None:
    item = ItemChoice("2", "1000", "stk")
    used = UsedBefore(items={"reistijd week 3": item}, item_uses={("reistijd week 3", item): 3})
    subjects = item_subjects([activity("303", "Reistijd"), activity("304", "Reis")], [], [])
    found = by_key(item_proposals(subjects, items(WORK), NONE, used))
    assert found["activity:303"].why.render("en") == "It was invoiced as 1000 3 times before."
    assert found["activity:304"].value is None


def test_costs_are_named_by_a_line_that_they_stood_on() -> None:
    used = UsedBefore(items={"parkeren p1": ItemChoice("6", "K03", "stk")})
    twice = items(Item("6", "K03", "", units=("stk",)), Item("1", "K03", "", units=("uur",)))
    (found,) = item_proposals([Subject("subscription:K03", "Los", "K03")], twice, NONE, used)
    assert found.why.render("en") == "Several fit: K03 parkeren p1, K03."


def test_what_is_not_mapped_comes_first() -> None:
    mappings = Mappings([MappingEntry(Table.ITEMS, "activity:300", item_value("1", "301", "uur"))])
    subjects = item_subjects([activity("300", "Monteur"), activity("1000", "Montage")], [], [])
    ordered = in_order(item_proposals(subjects, items(WORK, ARTICLE), mappings, NOTHING))
    assert [one.key for one in ordered] == ["activity:1000", "default", "ride", "activity:300"]
    assert ordered[-1].current == item_value("1", "301", "uur")


VAT = {
    "1": VatCode("1", "Verkoop hoog", "1510", Decimal(21), "V", "BTW"),
    "3": VatCode("3", "Verkoop vrijgesteld", "1510", Decimal(0), "V", "BTW"),
    "4": VatCode("4", "Verkoop verlegd", "1510", Decimal(0), "V", "BTW"),
    "5": VatCode("5", "Inkoop hoog", "1500", Decimal(21), "I", "BTW"),
}


def test_a_vat_code_is_that_of_sales_with_the_same_percentage() -> None:
    found = by_key(vat_proposals([Decimal("21.00"), Decimal(9)], ["BTW"], VAT, NONE))
    assert (found["21/BTW"].value, found["21/BTW"].basis) == ({"code": "1"}, Basis.SAME_PERCENTAGE)
    assert found["9/BTW"].value is None


def test_no_percentage_is_several_things() -> None:
    (found,) = vat_proposals([Decimal(0)], ["BTW"], VAT, NONE)
    assert found.value is None
    assert "vrijgesteld" in str(found.why)
    assert "verlegd" in str(found.why)


def test_a_code_of_another_vat_duty_is_not_proposed_but_one_of_none_is() -> None:
    duties = {"1": replace(VAT["1"], duty="ICL"), "8": replace(VAT["1"], code="8", duty="")}
    found = by_key(vat_proposals([Decimal(21)], ["BTW", "ICL"], duties, NONE))
    assert found["21/BTW"].value == {"code": "8"}
    assert found["21/ICL"].value == {"code": "1"}


def test_debtors_whose_duty_is_not_known_get_the_only_code_of_a_percentage_but_none_for_nothing() -> None:
    found = by_key(vat_proposals([Decimal(21), Decimal(0)], ["BTW", ""], VAT, NONE))
    assert set(found) == {"21/", "21/BTW", "0/BTW"}
    assert found["21/"].value == {"code": "1"}


@pytest.mark.parametrize(
    ("kind", "description", "sales"),
    [("V", "Hoog", True), ("I", "Hoog", False), ("1", "Btw verkopen hoog", True), ("2", "Te vorderen btw", False),
     ("1", "Hoog tarief", None), ("", "", None), ("V", "Inkoop verlegd", False)],
)  # fmt: skip
def test_purchase_and_sales_are_told_by_words_and_letters_or_not_at_all(
    kind: str, description: str, sales: bool | None
) -> None:
    assert is_sales(kind, description) is sales


def test_a_row_code_that_is_a_ledger_account_gets_it() -> None:
    accounts = {
        "8000": Account("8000", "Omzet diensten"),
        "1300": Account("1300", "Debiteuren", vat_allowed=False),
    }
    rows = {"8000": "Uren", "1300": "Uren", "DIENST": "omzet diensten"}
    found = by_key(revenue_proposals(rows, accounts, NONE, NOTHING))
    assert (found["8000"].value, found["8000"].basis) == ({"account": "8000"}, Basis.SAME_CODE)
    assert (found["DIENST"].value, found["DIENST"].basis) == ({"account": "8000"}, Basis.SAME_NAME)
    assert found["1300"].value is None
    assert found["default"].value is None


def test_settings_are_proposed_where_there_is_one_choice_or_a_majority() -> None:
    master = MasterData(
        administrations=[Administration(1, "Techniek"), Administration(2, "Service")],
        journals=[Journal(1, "20", "Verkoop", "V"), Journal(1, "10", "Inkoop", "I"), Journal(2, "21", "Verkoop", "V")],
    )
    debtors = [Debtor(str(number), "x", payment_condition="30" if number < 3 else "14") for number in range(5)]
    before = by_key(setting_proposals(master, debtors, NONE, NOTHING))
    assert before["administration"].value is None
    assert before["journal"].value is None
    assert before["payment_condition"].value == {"value": "30"}
    chosen = Mappings([MappingEntry(Table.SETTINGS, "administration", {"value": "1"})])
    after = by_key(setting_proposals(master, debtors, chosen, NOTHING))
    assert (after["journal"].value, after["journal"].basis) == ({"value": "20"}, Basis.ONLY_ONE)


def test_half_of_the_records_is_no_majority() -> None:
    assert most_used(["30", "14", "", ""]) is None
    assert most_used(["30", "30", "14", ""]) == "30"
    assert most_used([]) is None


def invoice(unit: int, *lines: tuple[str, str, str, str]) -> Mapping[str, Any]:
    elements = [
        {"Fields": {"VaIt": kind, "ItCd": code, "BiUn": unit_, "Ds": text}} for kind, code, unit_, text in lines
    ]
    fields = {"Unit": unit, "DbId": "10001"}
    return {"FbDirectInvoice": {"Element": {"Fields": fields,
            "Objects": [{"FbDirectInvoiceLines": {"Element": elements}}]}}}  # fmt: skip


def test_what_arrived_is_read_from_the_bodies_the_newest_first_and_nothing_else(outbox: Outbox) -> None:
    run = outbox.start_run(SCOPE, "invoices")
    bodies = [
        ("direct_invoice", invoice(2, ("1", "300", "uur", "Monteurswerk"))),
        ("direct_invoice", invoice(1, ("1", "301", "uur", "Monteurswerk"), ("1", "301", "uur", "Advies"))),
        ("direct_invoice", invoice(3, ("2", "1000", "stk", "Advies"))),
        ("debtor", {"Fields": {"Unit": "9"}}),
    ]
    with outbox.writer(SCOPE) as lease:
        for number, (kind, body) in enumerate(bodies):
            intention = Intention(System.AFAS, kind, f"TC-{number}", "POST", kind, json.dumps(body))
            (write,) = outbox.intend(run, [intention])
            write = outbox.sending(write, lease)
            if number == 2:
                outbox.refused(write, {})
            else:
                outbox.confirmed(write, {}, {"by": "answer"})
    writes: tuple[Write, ...] = outbox.writes(SCOPE)
    assert {one.state for one in writes} == {State.CONFIRMED, State.REFUSED}
    used = used_before(writes)
    assert used.settings == {"administration": "1"}
    assert used.item_of("Advies") == ItemChoice("1", "301", "uur")
    assert used.item_of("monteurswerk") == ItemChoice("1", "301", "uur")
    assert used.usual_item == ItemChoice("1", "301", "uur")
    assert used.item_of("") is None

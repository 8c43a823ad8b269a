"""Rows of a plan: their order, what is ticked, what goes along, and what is shown of each."""

from decimal import Decimal

from afas_assistant.sync.plan import Outlook
from afas_assistant.texts import money
from afas_assistant.ui.tabs.detail_content import indented, of_plan
from afas_assistant.ui.tabs.plan_rows import PlanRows
from afas_assistant.ui.tabs.rows import ALL, AT_ONCE, Arrangement, arranged, counted
from tests.ui.tabs.pretend_desk import BODY, debtor, long_plan, needing, plan, record


def test_the_worst_stand_on_top_and_cannot_be_ticked() -> None:
    rows = PlanRows(plan(record(1), record(2, Outlook.CANNOT_TELL), record(3, Outlook.WILL_FAIL)))
    assert [one.outlook for one in rows.records] == [Outlook.WILL_FAIL, Outlook.CANNOT_TELL, Outlook.WILL_PASS]
    assert rows.ticked == {2}  # the uncertain one starts unticked
    rows.tick([0, 1], ticked=True)
    assert rows.ticked == {1, 2}


def test_an_invoice_takes_its_new_debtor_along_and_goes_with_it() -> None:
    new = debtor(20045)
    rows = PlanRows(plan(new, needing(5, new), record(6)))
    place, need = rows.place_of("TC-000005"), rows.place_of(new.reference)
    assert place is not None
    assert need is not None
    assert rows.counted() == 2
    rows.tick([need], ticked=False)
    assert rows.chosen == {"TC-000006"}
    rows.tick([place], ticked=True)
    assert rows.chosen == {new.reference, "TC-000005", "TC-000006"}
    assert rows.counted() == 2  # the debtor is not counted
    assert rows.first(1) == {new.reference, "TC-000005"}
    assert rows.total() == Decimal("12.00")


def test_rows_are_found_by_choice_and_words() -> None:
    rows = PlanRows(long_plan(40))
    assert counted(rows, [one.value for one in Outlook])[ALL] == 40
    failing = arranged(rows, Arrangement(choice=Outlook.WILL_FAIL.value))
    assert {rows.records[one].outlook for one in failing} == {Outlook.WILL_FAIL}
    assert len(failing) == 10
    (found,) = arranged(rows, Arrangement(search="customer 000007"))
    assert rows.records[found].reference == "TC-000007"


def test_a_long_list_is_sorted_in_pieces_as_in_one() -> None:
    rows = PlanRows(long_plan(3 * AT_ONCE + 7))
    up = arranged(rows, Arrangement(column=4))
    amounts = [rows.records[one].amount for one in up]
    assert amounts == sorted(amount for amount in amounts if amount is not None)
    assert arranged(rows, Arrangement(column=4, descending=True)) == up[::-1]


def test_the_detail_says_why_and_what_to_do_and_shows_the_exact_body() -> None:
    rows = PlanRows(plan(record(3, Outlook.WILL_FAIL)))
    content = of_plan(rows, 0)
    assert [(str(one.text), str(one.remedy)) for one in content.paragraphs] == [("A reason.", "A remedy.")]
    assert content.number == "10003"
    assert content.body == BODY
    shown = indented(BODY)
    assert "125.00" in shown
    assert "".join(shown.split()) == BODY
    assert '        "DbId": "10018",' in shown.splitlines()


def test_a_body_keeps_brackets_and_blanks_within_its_texts() -> None:
    body = '{"Ds":"a {b}, [c]: \\"d\\"","Objects":[],"n":[1,{"x":null}]}'
    shown = indented(body)
    assert '"Ds": "a {b}, [c]: \\"d\\"",' in shown
    assert shown.count("\n") > 5


def test_amounts_follow_the_language() -> None:
    assert money(Decimal(19992), "").render("nl") == "19.992,00"
    assert money(Decimal("-1234.5")).render("en") == "€\xa0-1,234.50"

"""The plan of the customers: who is new, changed, the same, doubtful; and what each record would send."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afas_assistant.outbox.records import System
from afas_assistant.sync.master_records import Debtor
from afas_assistant.sync.plan import Outlook, Plan
from afas_assistant.timechimp.models import Customer
from tests.unit.sync.customer_samples import bare_customer, bare_debtor, codes, customer, debtor, only, plan_of


def test_the_same_needs_nothing() -> None:
    record = only(plan_of([debtor()], [customer()]))
    assert (record.outlook, codes(record), record.intention) == (Outlook.NOTHING_TO_DO, ["same"], None)


def test_a_debtor_that_timechimp_lacks_is_made_whole() -> None:
    record = only(plan_of([debtor("0042")], []))
    assert (record.reference, record.outlook, codes(record)) == ("debtor/0042", Outlook.WILL_PASS, ["new"])
    assert record.intention is not None
    wanted = record.intention
    assert (wanted.system, wanted.kind, wanted.method, wanted.path) == (
        System.TIMECHIMP,
        "customer_new",
        "POST",
        "customers",
    )
    assert json.loads(wanted.body)["relationId"] == "0042"
    assert not record.read_first


def test_a_difference_is_shown_field_by_field_and_the_rest_is_read_before_sending() -> None:
    record = only(plan_of([debtor(town="Oss", phone="1")], [customer(7)]))
    assert (record.outlook, codes(record), record.read_first) == (Outlook.WILL_PASS, ["changed"], True)
    assert record.facts == (("city", "Ede → Oss"), ("phone", "0318-123456 → 1"))
    assert record.intention is not None
    assert json.loads(record.intention.body) == {"city": "Oss", "phone": "1"}
    assert record.intention.before == {"customer": 7, "fields": {"city": "Ede", "phone": "0318-123456"}}


def test_only_new_leaves_differences_alone_but_shows_them() -> None:
    record = only(plan_of([debtor(town="Oss")], [customer()], update=False))
    assert (record.outlook, codes(record), record.intention) == (Outlook.NOTHING_TO_DO, ["not_updated"], None)
    assert record.facts == (("city", "Ede → Oss"),)


@pytest.mark.parametrize(
    ("options", "expected"), [({}, ["archived"]), ({"with_archived": True}, ["changed", "archived"])]
)
def test_an_archived_customer_is_updated_on_request_only(options: dict[str, bool], expected: list[str]) -> None:
    record = only(plan_of([debtor(town="Oss")], [customer(active=False)], **options))
    assert codes(record) == expected
    assert "active" not in (record.intention.body if record.intention else "")


@pytest.mark.parametrize(
    ("options", "expected", "sends"),
    [({}, ["blocked_for_delivery"], False), ({"with_blocked": True}, ["new", "blocked_for_delivery"], True)],
)
def test_a_debtor_blocked_for_delivery_is_made_on_request_only(
    options: dict[str, bool], expected: list[str], sends: bool
) -> None:
    record = only(plan_of([debtor(blocked=True)], [], **options))
    assert (codes(record), record.tickable) == (expected, sends)


def test_a_blocked_debtor_that_timechimp_has_is_kept_in_step() -> None:
    record = only(plan_of([debtor(blocked=True, town="Oss")], [customer()]))
    assert (record.outlook, codes(record)) == (Outlook.WILL_PASS, ["changed", "blocked_for_delivery"])


def test_a_customer_made_before_that_timechimp_does_not_show_is_not_made_twice() -> None:
    record = only(plan_of([debtor("5")], [], made={"debtor/5"}))
    assert (record.outlook, codes(record), record.intention) == (Outlook.NOTHING_TO_DO, ["made_before"], None)


def test_a_debtor_without_a_name_will_fail_and_says_where_to_mend_it() -> None:
    record = only(plan_of([bare_debtor("5", name="")], []))
    assert (record.outlook, codes(record), record.tickable) == (Outlook.WILL_FAIL, ["no_name"], False)


def test_rows_without_a_number_are_told_and_never_sent() -> None:
    plan = plan_of([bare_debtor("", name="A"), bare_debtor("", name="B")], [])
    assert [(one.outlook, codes(one), one.tickable) for one in plan.records] == [
        (Outlook.WILL_FAIL, ["no_number"], False)
    ] * 2
    assert len({one.reference for one in plan.records}) == 2


def test_a_customer_that_is_no_debtor_is_told_and_left() -> None:
    record = only(plan_of([], [bare_customer(9, "900")]))
    assert (record.reference, record.outlook, codes(record)) == (
        "customer/9",
        Outlook.NOTHING_TO_DO,
        ["only_in_timechimp"],
    )


def test_leading_zeros_make_another_number() -> None:
    plan = plan_of([bare_debtor("0042"), bare_debtor("42")], [bare_customer(1, "0042"), bare_customer(2, "42")])
    assert {one.reference: one.intention.before["customer"] for one in plan.records if one.intention} == {
        "debtor/0042": 1,
        "debtor/42": 2,
    }


@pytest.mark.parametrize(
    ("debtor_says", "customer_says", "sign"),
    [
        ({"chamber_number": "12345678"}, {"kvkNumber": "1234 5678"}, "chamber of commerce number"),
        ({"vat_number": "NL123456789B01"}, {"vatNumber": "nl 123456789 b01"}, "VAT number"),
        ({"iban": "NL91OEFN0417164300"}, {"iban": "NL91 OEFN 0417 1643 00"}, "IBAN"),
        ({"name": "Jansen B.V."}, {"name": "JANSEN BV"}, "name"),
    ],
)
def test_a_customer_without_a_number_is_proposed_and_not_linked(
    debtor_says: dict[str, Any], customer_says: dict[str, Any], sign: str
) -> None:
    record = only(plan_of([bare_debtor("0042", **debtor_says)], [bare_customer(3, **customer_says)]))
    assert (record.outlook, codes(record)) == (Outlook.CANNOT_TELL, ["proposed_link"])
    assert (record.tickable, record.ticked_at_first) == (True, False)
    assert record.reasons[0].text.render("en").endswith(f"What agrees: {sign}.")
    assert record.intention is not None
    assert json.loads(record.intention.body) == {"number": "0042"}
    assert record.intention.before == {"customer": 3, "fields": {"number": ""}}


def test_zeros_that_somebody_added_are_proposed_as_a_link() -> None:
    record = only(plan_of([bare_debtor("42")], [bare_customer(3, "0042")]))
    assert codes(record) == ["proposed_link"]
    assert record.facts == (("number", "0042 → 42"),)


def test_a_name_alone_links_no_customer_that_has_another_number() -> None:
    plan = plan_of([bare_debtor("42", name="Jansen")], [bare_customer(3, "77", name="Jansen")])
    assert sorted(code for one in plan.records for code in codes(one)) == ["new", "only_in_timechimp"]


def test_a_surer_sign_goes_before_a_name_that_others_share() -> None:
    debtors = [bare_debtor("1", name="Jansen", iban="NL01"), bare_debtor("2", name="Jansen")]
    plan = plan_of(debtors, [bare_customer(3, name="Jansen", iban="NL01")])
    assert {one.reference: codes(one) for one in plan.records} == {"debtor/1": ["proposed_link"], "debtor/2": ["new"]}


def test_two_customers_for_one_debtor_or_two_debtors_for_one_customer_ask_a_person() -> None:
    two_customers = only(plan_of([bare_debtor("1", iban="NL01")], [bare_customer(n, iban="NL01") for n in (3, 4)]))
    assert (codes(two_customers), two_customers.tickable) == (["several_links"], False)
    assert "TimeChimp 3" in two_customers.reasons[0].text.render("en")
    two_debtors = plan_of([bare_debtor(n, iban="NL01") for n in ("1", "2")], [bare_customer(3, iban="NL01")])
    assert [(codes(one), one.tickable) for one in two_debtors.records] == [(["several_links"], False)] * 2
    assert "2 Debtor 2" in two_debtors.records[0].reasons[0].text.render("en")


@pytest.mark.parametrize(
    ("debtors", "customers"),
    [
        ([bare_debtor("5")], [bare_customer(1, "5"), bare_customer(2, "5")]),
        ([bare_debtor("5"), bare_debtor("5", name="Other")], [bare_customer(1, "5")]),
        ([bare_debtor("5"), bare_debtor("5", name="Other")], []),
        ([], [bare_customer(1, "5"), bare_customer(2, "5")]),
    ],
)
def test_a_number_that_occurs_twice_is_written_to_nobody_and_names_them_all(
    debtors: list[Debtor], customers: list[Customer]
) -> None:
    record = only(plan_of(debtors, customers))
    assert (record.outlook, codes(record), record.intention) == (Outlook.CANNOT_TELL, ["number_twice"], None)
    said = record.reasons[0].text.render("en")
    assert all(name in said for name in (*(one.name for one in debtors), *(one.name for one in customers)))


def test_nothing_ever_deletes_or_archives() -> None:
    plan = plan_of([bare_debtor("1", name="New name")], [bare_customer(1, "1"), bare_customer(2, "2")])
    assert {one.intention.method for one in plan.records if one.intention} == {"PUT"}
    assert all("active" not in one.intention.body for one in plan.records if one.intention)


NUMBERS = st.sampled_from(["", "1", "01", "001", "2", "A-1", "10"])
IBANS = st.sampled_from(["", "NL01", "NL 01", "NL02"])
NAMES = st.sampled_from(["Jansen", "JANSEN", "Bakker B.V.", "Bakker BV"])
DEBTORS = st.lists(
    st.builds(bare_debtor, NUMBERS, name=NAMES, iban=IBANS, blocked=st.booleans()), max_size=7, unique=True
)
CUSTOMER_PARTS = st.lists(st.tuples(NUMBERS, NAMES, IBANS, st.booleans()), max_size=7)


def customers_of(parts: list[tuple[str, str, str, bool]]) -> list[Customer]:
    return [
        bare_customer(place, number, name=name, iban=iban, active=active)
        for place, (number, name, iban, active) in enumerate(parts, 1)
    ]


def written_out(plan: Plan) -> list[tuple[object, ...]]:
    return [
        (one.reference, one.outlook, one.fingerprint, one.facts, one.to_data("en")["reasons"], one.intention)
        for one in plan.records
    ]


@given(DEBTORS, CUSTOMER_PARTS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(
    debtors: list[Debtor], parts: list[tuple[str, str, str, bool]], chance: Any
) -> None:
    customers = customers_of(parts)
    plan = plan_of(debtors, customers)
    shuffled_debtors, shuffled_customers = list(debtors), list(customers)
    chance.shuffle(shuffled_debtors)
    chance.shuffle(shuffled_customers)
    assert written_out(plan_of(shuffled_debtors, shuffled_customers)) == written_out(plan)


@given(DEBTORS, CUSTOMER_PARTS)
def test_everybody_is_in_the_plan_and_nobody_is_written_to_twice(
    debtors: list[Debtor], parts: list[tuple[str, str, str, bool]]
) -> None:
    customers = customers_of(parts)
    plan = plan_of(debtors, customers)
    references = [one.reference for one in plan.records]
    assert len(references) == len(set(references))
    assert {f"debtor/{one.number}" for one in debtors if one.number} <= set(references)
    targets = [one.intention.before["customer"] for one in plan.records if one.intention and one.read_first]
    assert len(targets) == len(set(targets))
    numbers = {one.number for one in customers}
    made = [one.what for one in plan.records if one.intention and not one.read_first]
    assert numbers.isdisjoint(made)


@given(NUMBERS.filter(bool), NUMBERS.filter(bool))
def test_a_customer_is_changed_by_the_debtor_of_exactly_its_number(number: str, other: str) -> None:
    plan = plan_of([bare_debtor(number, name="New")], [bare_customer(1, other, name="Old")])
    changed = [one for one in plan.records if codes(one) == ["changed"]]
    assert bool(changed) == (number == other)

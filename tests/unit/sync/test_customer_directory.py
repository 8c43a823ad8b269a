"""Which debtor a customer is, or why nobody can say."""

import pytest

from afas_assistant.outbox.records import Intention, System
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync.customers.directory import CustomerDirectory, made_debtors
from afas_assistant.sync.customers.matching import Sign
from tests.unit.sync.customer_samples import SCOPE, bare_customer, bare_debtor

DEBTORS = [bare_debtor("42"), bare_debtor("0042"), bare_debtor("5", iban="NL01"), bare_debtor("6"), bare_debtor("6")]
CUSTOMERS = [bare_customer(1, "0042"), bare_customer(2), bare_customer(3, "77", iban="NL 01"), bare_customer(4, "6")]


@pytest.fixture
def directory() -> CustomerDirectory:
    return CustomerDirectory(DEBTORS, CUSTOMERS)


def test_a_customer_is_the_debtor_of_exactly_its_number(directory: CustomerDirectory) -> None:
    found = directory.find(1)
    assert (found.debtor and found.debtor.number, found.reason) == ("0042", None)


@pytest.mark.parametrize(
    ("customer_id", "number", "code", "may_be_made"),
    [
        (2, "", "no_number", True),
        (3, "", "number_unknown", True),
        (4, "", "number_twice", False),
        (9, "", "customer_unknown", False),
        (None, "", "customer_unknown", False),
        (None, "88", "number_unknown", False),
    ],
)
def test_otherwise_it_says_why(
    directory: CustomerDirectory, customer_id: int | None, number: str, code: str, *, may_be_made: bool
) -> None:
    found = directory.find(customer_id, number)
    assert found.debtor is None
    assert found.reason is not None
    assert (found.reason.code, found.may_be_made) == (code, may_be_made)


def test_an_invoice_of_a_customer_that_is_gone_is_found_by_the_number_on_it(directory: CustomerDirectory) -> None:
    found = directory.find(9, "42")
    assert (found.debtor and found.debtor.number, found.customer) == ("42", None)


def test_the_number_of_today_counts_before_the_one_on_an_old_invoice(directory: CustomerDirectory) -> None:
    found = directory.find(1, "42")
    assert found.debtor is not None
    assert found.debtor.number == "0042"


def test_unread_debtors_are_not_the_same_as_none() -> None:
    found = CustomerDirectory(None, CUSTOMERS).find(1)
    assert found.reason is not None
    assert (found.reason.code, found.may_be_made) == ("debtors_unread", False)


def test_a_debtor_that_was_made_counts_before_timechimp_knows_its_number() -> None:
    directory = CustomerDirectory(DEBTORS, CUSTOMERS, made={3: "5"})
    found = directory.find(3)
    assert (found.debtor and found.debtor.number, found.may_be_made) == ("5", False)


def test_a_debtor_that_was_made_and_is_not_shown_is_not_made_again() -> None:
    found = CustomerDirectory(DEBTORS, CUSTOMERS, made={3: "99"}).find(3)
    assert found.reason is not None
    assert (found.reason.code, found.may_be_made) == ("debtor_not_shown", False)


def test_debtors_that_seem_to_be_a_customer_are_named_with_the_signs_of_it(directory: CustomerDirectory) -> None:
    assert [(one.number, signs) for one, signs in directory.alike(CUSTOMERS[2])] == [("5", (Sign.IBAN,))]
    assert directory.alike(CUSTOMERS[1]) == ()


def test_the_outbox_tells_which_debtors_were_made(outbox: Outbox) -> None:
    wanted = [
        Intention(
            System.AFAS, "debtor", f"customer/{number}", "POST", "KnSalesRelationOrg", before={"customer": number}
        )
        for number in (1, 2, 3)
    ]
    with outbox.writer(SCOPE) as lease:
        run = outbox.start_run(SCOPE, "invoices")
        first, second, third = (outbox.sending(one, lease) for one in outbox.intend(run, wanted))
        outbox.confirmed(first, {"DbId": "10042"}, {"by": "answer"})
        outbox.confirmed(second, {}, {"by": "person"})
        outbox.unknown(third, {"code": "cut_off"})
    assert made_debtors(outbox, SCOPE) == {1: "10042"}

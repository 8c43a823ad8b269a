"""What an invoice amounts to: row totals with and without VAT, both signs of credits, every rounding, to the cent."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afas_assistant.sync.bookings.amounts import FEW_CENTS, Basis, CannotAddUp, Rounding, amounts_of
from afas_assistant.sync.bookings.reasons import rounding_notes
from afas_assistant.sync.money import cents
from afas_assistant.timechimp.models import Invoice, InvoiceRow
from tests.unit.sync.booking_samples import invoice, row

D = Decimal


def test_rows_without_vat_are_recognised_by_the_total() -> None:
    found = amounts_of(invoice(row("100"), row("50", "9"), net="150", gross="175.50"))
    assert (found.basis, found.gross, found.net) == (Basis.EXCLUDING, D("175.50"), D(150))
    assert found.vat == {D(21): D("21.00"), D(9): D("4.50")}


def test_rows_with_vat_are_recognised_by_the_total() -> None:
    found = amounts_of(invoice(row("121"), row("54.50", "9"), net="150", gross="175.50"))
    assert (found.basis, found.net) == (Basis.INCLUDING, D(150))
    assert [one.net for one in found.groups] == [D("100.00"), D("50.00")]
    assert found.vat == {D(21): D("21.00"), D(9): D("4.50")}


@pytest.mark.parametrize(
    ("gross", "rounding", "vat"),
    [("24.27", Rounding.PER_RATE, "4.21"), ("24.28", Rounding.PER_ROW, "4.22"), ("24.30", Rounding.OTHER, "4.24")],
)
def test_the_vat_is_that_of_the_invoice_however_it_was_rounded(gross: str, rounding: Rounding, vat: str) -> None:
    found = amounts_of(invoice(row("10.03"), row("10.03"), net="20.06", gross=gross))
    assert (found.rounding, found.vat[D(21)]) == (rounding, D(vat))
    assert found.settled_vat == (D("0.02") if rounding is Rounding.OTHER else 0)


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (invoice(row("100"), net="100", gross="121.06"), "vat_differs"),
        (invoice(row("100", "0"), net="100", gross="121"), "vat_differs"),
        (invoice(row("90"), net="100", gross="121"), "rows_differ"),
        (invoice(row("100", None), net="100", gross="121"), "rate_missing"),
        (invoice(row("-100"), net="100", gross="121"), "rows_differ"),
    ],
)
def test_more_than_rounding_is_refused(found: Invoice, code: str) -> None:
    with pytest.raises(CannotAddUp) as caught:
        amounts_of(found)
    assert caught.value.code == code


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("row_sign", [1, -1])
def test_a_credit_is_negative_whatever_signs_it_came_with(sign: int, row_sign: int) -> None:
    found = amounts_of(invoice(row(str(row_sign * 100)), net=str(sign * 100), gross=str(sign * 121), credit=True))
    assert (found.gross, found.net) == (D(-121), D(-100))
    assert found.vat == {D(21): D("-21.00")}
    assert found.turned is (sign > 0 or row_sign > 0)


def test_a_negative_invoice_without_the_flag_is_a_credit_too() -> None:
    found = amounts_of(invoice(row("-100"), net="-100", gross="-121"))
    assert (found.gross, found.vat[D(21)], found.turned) == (D(-121), D("-21.00"), False)


def test_doubles_are_read_as_they_were_meant() -> None:
    found = amounts_of(invoice(row("2.6749999999999998"), net="2.68", gross="3.24"))
    assert (found.net, found.settled_net) == (D("2.68"), D(0))
    assert found.vat == {D(21): D("0.56")}


def test_a_net_total_that_was_rounded_otherwise_is_settled_on_the_largest_group() -> None:
    found = amounts_of(invoice(row("21.645", code="300"), row("36.63", code="1001"), net="58.27", gross="70.51"))
    assert (found.settled_net, found.net) == (D("-0.01"), D("58.27"))
    assert [one.net for one in found.groups] == [D("21.65"), D("36.62")]
    (note,) = rounding_notes(found)
    told = note.reason.text
    assert [told.render("nl").split()[0], told.render("en").split()[0]] == ["-0,01", "-0.01"]


def test_without_totals_on_the_rows_the_price_counts() -> None:
    found = amounts_of(invoice(row("0", quantity="4", price="25"), net="100", gross="121"))
    assert found.net == D(100)


def test_rows_without_an_amount_are_left_out_even_without_a_rate() -> None:
    found = amounts_of(invoice(row("100"), row("0", None, price="5", text="Toelichting")))
    assert len(found.groups) == 1


def half_up(amount: Decimal) -> Decimal:
    return amount.quantize(D("0.01"), ROUND_HALF_UP)


def per_rate(rows: list[InvoiceRow]) -> Decimal:
    bases: dict[Decimal, Decimal] = {}
    for one in rows:
        rate = one.vat_percentage or D(0)
        bases[rate] = bases.get(rate, D(0)) + one.total
    return sum((half_up(base * rate / 100) for rate, base in bases.items()), D(0))


def per_row(rows: list[InvoiceRow]) -> Decimal:
    return sum((half_up(one.total * (one.vat_percentage or 0) / 100) for one in rows), D(0))


AMOUNTS = st.decimals(min_value=D("-5000"), max_value=D("5000"), places=2).filter(bool)
ROWS = st.lists(
    st.builds(lambda amount, rate, code: row(str(amount), rate, code=code),
              AMOUNTS, st.sampled_from(["21", "9", "0"]), st.sampled_from(["300", "301", ""])),
    min_size=1, max_size=12,
)  # fmt: skip


@given(rows=ROWS, vat_of=st.sampled_from([per_rate, per_row]), credit=st.booleans())
def test_every_invoice_comes_out_at_its_own_total(
    rows: list[InvoiceRow], vat_of: Callable[[list[InvoiceRow]], Decimal], credit: bool
) -> None:
    net = sum((one.total for one in rows), D(0))
    gross = net + vat_of(rows)
    if credit and net * gross < 0:
        return
    found = amounts_of(invoice(*rows, net=str(net), gross=str(gross), credit=credit))
    sign = -1 if credit and net > 0 else 1
    assert found.net + sum(found.vat.values()) == found.gross
    if not credit:
        assert found.gross == cents(gross)
    assert not found.settled_net
    assert not found.settled_vat
    for rate, amount in found.vat.items():
        base = sum((one.net for one in found.groups if one.percentage == rate), D(0))
        assert abs(amount - base * rate / 100) <= FEW_CENTS + D("0.005") * len(rows)
    if credit and net > 0:
        mirror = amounts_of(invoice(*rows, net=str(net), gross=str(gross)))
        assert found.vat == {rate: sign * amount for rate, amount in mirror.vat.items()}
        assert [one.net for one in found.groups] == [sign * one.net for one in mirror.groups]


@given(rows=st.lists(st.builds(lambda amount, rate: row(str(amount), rate),
                               st.decimals(min_value=D("0.5"), max_value=D("5000"), places=2),
                               st.sampled_from(["21", "9"])), min_size=1, max_size=8))  # fmt: skip
def test_totals_with_vat_come_out_as_well(rows: list[InvoiceRow]) -> None:
    gross = sum((one.total for one in rows), D(0))
    net = sum((half_up(one.total * 100 / (100 + (one.vat_percentage or 0))) for one in rows), D(0))
    found = amounts_of(invoice(*rows, net=str(net), gross=str(gross)))
    assert found.net + sum(found.vat.values()) == found.gross == gross
    assert found.basis is Basis.INCLUDING or gross - net <= 2 * FEW_CENTS

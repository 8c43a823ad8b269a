"""The outbox as a long list: which writes a choice leaves and in which order, over a real file."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from afas_assistant.outbox.listing import Order, OutboxList, Wanted
from afas_assistant.outbox.records import State
from tests.ui.tabs.outbox_samples import SCOPE, Clock, fill, intention


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outbox(tmp_path: Path, clock: Clock) -> Iterator[OutboxList]:
    with OutboxList.open(tmp_path / "afas-assistant.sqlite3", now=clock) as opened:
        yield opened


def test_unknown_comes_first_and_then_the_newest(outbox: OutboxList, clock: Clock) -> None:
    filled = fill(outbox, clock)
    numbers = list(outbox.numbers([SCOPE], Wanted()))
    assert numbers[0] == filled.unknown.id
    assert numbers[1:] == sorted(numbers[1:], reverse=True)


def test_writes_of_another_environment_are_not_among_them(outbox: OutboxList, clock: Clock) -> None:
    fill(outbox, clock, "T99002AA/Koppeling")
    filled = fill(outbox, clock)
    fill(outbox, clock, "T99001AA/Weg")
    assert outbox.scopes_of("T99001AA") == (SCOPE, "T99001AA/Weg")
    assert filled.unknown.id in outbox.numbers(outbox.scopes_of("T99001AA"), Wanted())
    assert len(outbox.numbers(outbox.scopes_of("T99001AA"), Wanted())) == 14
    assert len(outbox.numbers([], Wanted())) == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("vliet", ["unknown"]),
        ("KRANZ", ["confirmed"]),
        ("00000012", ["confirmed"]),
        ("1.250,00 vliet", ["unknown"]),
        ("1,250.00 vliet", ["unknown"]),
        ("-302,50", ["entry"]),
        ("302.5", ["entry"]),
        ("hours/1003", ["debtor"]),
        ("100%", []),
        ("vliet kranz", []),
    ],
)
def test_every_word_must_stand_in_a_write(outbox: OutboxList, clock: Clock, text: str, found: list[str]) -> None:
    filled = fill(outbox, clock)
    wanted = {getattr(filled, name).id for name in found}
    assert set(outbox.numbers([SCOPE], Wanted(text=text))) == wanted


def test_letters_with_accents_are_found_whichever_their_case(outbox: OutboxList, clock: Clock) -> None:
    run = outbox.start_run(SCOPE, "invoices")
    [write] = outbox.intend(run, [intention("direct_invoice", 1, "Café Élan", sources=("klant/é",))])
    for text in ("CAFÉ", "élan", "klant/é"):
        assert list(outbox.numbers([SCOPE], Wanted(text=text))) == [write.id], text


def test_state_kind_and_period_narrow_the_list(outbox: OutboxList, clock: Clock) -> None:
    filled = fill(outbox, clock)
    began = filled.unknown.intended_at
    assert list(outbox.numbers([SCOPE], Wanted(states=frozenset({State.REFUSED})))) == [filled.refused.id]
    assert list(outbox.numbers([SCOPE], Wanted(kind="debtor"))) == [filled.debtor.id]
    assert len(outbox.numbers([SCOPE], Wanted(until=began))) == 0
    assert len(outbox.numbers([SCOPE], Wanted(since=began))) == 7
    assert len(outbox.numbers([SCOPE], Wanted(since=began + timedelta(minutes=1)))) == 0


def test_amounts_are_ordered_as_numbers(outbox: OutboxList, clock: Clock) -> None:
    run = outbox.start_run(SCOPE, "invoices")
    amounts = ["9.00", "100.00", "-5.50", "20.00"]
    outbox.intend(run, [intention("direct_invoice", n, amount=Decimal(a)) for n, a in enumerate(amounts)])
    wanted = Wanted(order=Order.AMOUNT)
    shown = outbox.lines(outbox.numbers([SCOPE], wanted))
    assert [str(shown[one].amount) for one in outbox.numbers([SCOPE], wanted)] == ["-5.50", "9.00", "20.00", "100.00"]
    turned = outbox.numbers([SCOPE], replace(wanted, descending=True))
    assert str(shown[turned[0]].amount) == "100.00"


@pytest.mark.parametrize("order", Order)
def test_every_order_holds_every_write(outbox: OutboxList, clock: Clock, order: Order) -> None:
    fill(outbox, clock)
    assert sorted(outbox.numbers([SCOPE], Wanted(order=order))) == sorted(outbox.numbers([SCOPE], Wanted()))


def test_what_there_is_to_choose_from_is_counted(outbox: OutboxList, clock: Clock) -> None:
    fill(outbox, clock)
    assert outbox.counts([SCOPE]) == {
        State.CONFIRMED: 3, State.REFUSED: 1, State.UNKNOWN: 1, State.WITHDRAWN: 1, State.INTENDED: 1,
    }  # fmt: skip
    assert outbox.kinds([SCOPE]) == ("customer_new", "debtor", "direct_invoice", "entry", "registration_status")


def test_whole_writes_come_in_the_order_of_their_numbers(outbox: OutboxList, clock: Clock) -> None:
    filled = fill(outbox, clock)
    asked = [filled.debtor.id, filled.confirmed.id, 9999, filled.unknown.id]
    assert [one.id for one in outbox.each(asked)] == [filled.debtor.id, filled.confirmed.id, filled.unknown.id]
    [step] = outbox.steps(filled.confirmed.id)
    assert outbox.write(step).kind == "registration_status"
    assert outbox.run(filled.confirmed.run_id).actor == "Anna"

"""Not arrived is concluded late, and only from a connector that would have shown it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from afas_assistant.outbox.records import LIVE, MOVES, State
from afas_assistant.outbox.rules import WORKS_ON, Sight, looks_from, sight
from afas_assistant.outbox.store import Outbox
from tests.unit.outbox.conftest import SCOPE, Clock
from tests.unit.outbox.samples import invoice


@pytest.mark.parametrize(
    ("minutes", "shown_kind", "shown_by", "expected"),
    [
        (14.9, "direct_invoice", "Profit_Transactions", Sight.TOO_EARLY),
        (-60, "direct_invoice", "Profit_Transactions", Sight.TOO_EARLY),
        (15, "direct_invoice", "Profit_Transactions", Sight.PROVEN),
        (15, "direct_invoice", "Another_Connector", Sight.NEVER_SHOWN),
        (15, "entry", "Profit_Transactions", Sight.NEVER_SHOWN),
        (15, "direct_invoice", None, Sight.NEVER_SHOWN),
    ],
)
def test_what_an_empty_look_up_proves(
    outbox: Outbox, clock: Clock, minutes: float, shown_kind: str, shown_by: str | None, expected: Sight
) -> None:
    with outbox.writer(SCOPE) as lease:
        run = outbox.start_run(SCOPE, "invoices")
        (first, second) = outbox.intend(run, [invoice(1, 11), invoice(2, 12)])
        shown = replace(outbox.confirmed(outbox.sending(first, lease), {}, {}), kind=shown_kind, shown_by=shown_by)
        unknown = outbox.unknown(outbox.sending(second, lease), {})
    looked = clock.moment + timedelta(minutes=minutes)
    assert sight(unknown, "Profit_Transactions", [shown, unknown], looked) is expected
    assert looks_from(unknown) == clock.moment + WORKS_ON


def test_a_write_is_no_witness_for_itself(outbox: Outbox, clock: Clock) -> None:
    with outbox.writer(SCOPE) as lease:
        run = outbox.start_run(SCOPE, "invoices")
        (write,) = outbox.intend(run, [invoice(1, 11)])
        unknown = replace(outbox.unknown(outbox.sending(write, lease), {}), shown_by="Profit_Transactions")
    later = clock.moment + WORKS_ON
    assert sight(unknown, "Profit_Transactions", [unknown], later) is Sight.NEVER_SHOWN


def test_what_is_live_is_what_can_still_be_there() -> None:
    assert {State.CONFIRMED, State.UNKNOWN, State.SENDING, State.INTENDED} == LIVE
    assert set(MOVES) == set(State)

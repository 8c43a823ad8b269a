"""A step whose body needs a key that only the answer of its leader brings."""

import json
from dataclasses import replace

import pytest

from afas_assistant.outbox.records import Intention, State, System, placeholder
from afas_assistant.outbox.store import Outbox
from tests.unit.outbox.conftest import SCOPE
from tests.unit.outbox.samples import invoice

STEP = Intention(
    System.TIMECHIMP, "debtor_number", "customer/7/1", "PUT", "customers",
    body=json.dumps({"relationId": placeholder("DbId"), "notes": "⟨other⟩"}, ensure_ascii=False), awaits="DbId",
)  # fmt: skip


def confirm(outbox: Outbox, keys: dict[str, object]) -> list[str | None]:
    """Confirm a write with that step, and return the bodies of what is due then."""
    with outbox.writer(SCOPE) as lease:
        run = outbox.start_run(SCOPE, "debtors")
        (write,) = outbox.intend(run, [replace(invoice(1), follow_ups=(STEP,))])
        done = outbox.confirmed(outbox.sending(write, lease), keys, {"by": "answer"})
    assert done.state is State.CONFIRMED
    return [one.body for one in outbox.due(SCOPE)]


@pytest.mark.parametrize("key", ["10042", "0042", 'with "quotes" and \\', 7])
def test_the_key_is_filled_in_when_it_comes(outbox: Outbox, key: object) -> None:
    (body,) = confirm(outbox, {"DbId": key, "BcCo": "1"})
    assert json.loads(body or "") == {"relationId": str(key), "notes": "⟨other⟩"}


@pytest.mark.parametrize("keys", [{}, {"BcCo": "1"}, {"DbId": ""}, {"DbId": None}])
def test_without_the_key_the_step_is_left_out(outbox: Outbox, keys: dict[str, object]) -> None:
    assert confirm(outbox, keys) == []


def test_a_step_that_awaits_nothing_is_sent_as_it_is(outbox: Outbox) -> None:
    with outbox.writer(SCOPE) as lease:
        run = outbox.start_run(SCOPE, "debtors")
        (write,) = outbox.intend(run, [replace(invoice(1), follow_ups=(replace(STEP, awaits=""),))])
        outbox.confirmed(outbox.sending(write, lease), {"DbId": "10042"}, {"by": "answer"})
    assert [one.body for one in outbox.due(SCOPE)] == [STEP.body]

"""Customers without a person who looks: what may be sent then, and how much of it.

Only TimeChimp is written to, and only what the plan is sure of. What was refused, or taken back by a person, is not
sent again as it is; a debtor whose last write nobody knows the outcome of is left alone. A night that would change
more than usual sends nothing at all: a connector that suddenly shows other columns must not rewrite everybody.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from afas_assistant.errors import ConfigurationError, RetryableError
from afas_assistant.outbox.records import NIGHT_ACTOR, Intention, State, System, Write
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync.apply import Listener
from afas_assistant.sync.customers.records import CUSTOMER_NEW, CUSTOMER_UPDATE
from afas_assistant.sync.plan import Outlook, Plan
from afas_assistant.sync.workbench import Workbench
from afas_assistant.sync.works import CustomersWork
from afas_assistant.texts import phrase

SHARE, FEWEST, MOST = 20, 25, 200
"""A night may change 20 % of the debtors, always 25 of them, and never more than 200.

A fifth is far above what an office changes in a day. Small offices get room for a busy one, and two hundred is what a
person can still look through the next morning. A first import is more than that: a person does it.
"""
KINDS = frozenset({CUSTOMER_NEW, CUSTOMER_UPDATE})
NOBODY_KNOWS = frozenset({State.SENDING, State.UNKNOWN})
"""A write that is being sent while nobody writes was left so by a crash."""
SETTLED_BADLY = (State.REFUSED, State.TAKEN_BACK, *NOBODY_KNOWS)


@dataclass(frozen=True)
class Choice:
    """What goes without a person, and how many records wait for one."""

    references: frozenset[str]
    left: int


def import_unattended(
    bench: Workbench, *, most: int | None = None, listener: Listener | None = None, cancelled: Callable[[], bool] = bool
) -> dict[str, int]:
    """Plan, and send what needs no person; returns how many are confirmed, refused, unknown, skipped, and left.

    Raises ConfigurationError too_many_changes, RetryableError night_stopped, and AssistantError for what else
    keeps it from being done.
    """
    plan = bench.plan(CustomersWork())
    choice = unattended_choice(plan, bench.outbox, most=most)
    left = {"left": choice.left} if choice.left else {}
    if not choice.references:
        return left
    if cancelled():
        raise RetryableError(
            "night_stopped",
            title=phrase("It was stopped before anything was sent."),
            explanation=phrase("Somebody stopped it, or closed the program."),
            action=phrase("It is tried again by itself."),
        )
    outcome = bench.apply(
        plan, choice.references, fresh=plan, listener=listener, cancelled=cancelled, actor=NIGHT_ACTOR
    )
    return {**outcome.counts(), **left}


def unattended_choice(plan: Plan, outbox: Outbox, *, most: int | None = None) -> Choice:
    """Return what of a plan of customers goes without a person; raises ConfigurationError too_many_changes."""
    before = _last_settled_badly(plan, outbox)
    sure = [one for one in plan.records if one.ticked_at_first and _may_go(one.intention, before)]
    room = most_changes(plan) if most is None else most
    if len(sure) > room:
        raise ConfigurationError(
            "too_many_changes",
            title=phrase("{count} customers would change, and without a person at most {most} do.",
                         count=len(sure), most=room),
            explanation=phrase("Nothing was sent."),
            action=phrase("Look at the plan in the tab Customers and send it there, or allow more."),
        )  # fmt: skip
    waiting = sum(one.outlook in {Outlook.WILL_FAIL, Outlook.CANNOT_TELL, Outlook.WILL_PASS} for one in plan.records)
    return Choice(frozenset(one.reference for one in sure), waiting - len(sure))


def most_changes(plan: Plan) -> int:
    """Return how many changes of this plan go without a person, unless somebody said how many."""
    debtors = sum(one.reference.startswith("debtor/") for one in plan.records)
    return min(MOST, max(FEWEST, debtors * SHARE // 100))


def _last_settled_badly(plan: Plan, outbox: Outbox) -> Mapping[str, Write]:
    """Return the last refused, unknown or taken-back write of each debtor, of any app connector of the environment."""
    envid = plan.scope.partition("/")[0]
    found: dict[str, Write] = {}
    for scope in outbox.scopes():
        if scope.partition("/")[0] == envid:
            for write in outbox.writes(scope, states=SETTLED_BADLY):
                if write.kind in KINDS and write.id > (found[write.label].id if write.label in found else 0):
                    found[write.label] = write
    return found


def _may_go(intention: Intention | None, before: Mapping[str, Write]) -> bool:
    if intention is None or intention.system is not System.TIMECHIMP or intention.kind not in KINDS:
        return False
    last = before.get(intention.label)
    return last is None or not (last.state in NOBODY_KNOWS or _same(intention, last))


def _same(intention: Intention, last: Write) -> bool:
    """Return whether a write wants what an earlier one wanted: the same fields, and every value was in its body.

    The body of a change holds the whole customer once it was sent, so the two cannot be compared sign by sign.
    """
    if intention.kind != last.kind or last.body is None:
        return False
    if intention.before.get("fields") != last.before.get("fields"):
        return False
    return set(_values(json.loads(intention.body))) <= set(_values(json.loads(last.body)))


def _values(data: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(data, dict):
        for one in data.values():
            yield from _values(one)
    elif isinstance(data, list):
        for one in data:
            yield from _values(one)
    elif data not in (None, ""):
        yield str(data)

"""The work behind the tab Outbox, without Qt: what its lanes run.

Looking through the outbox needs the file alone. Looking up and taking back need the token and the TimeChimp key of the
connection that wrote, so those open a workbench for it and close it again.
"""

import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from afas_assistant.onboarding.desk import Desk
from afas_assistant.organisations.records import Connection
from afas_assistant.outbox.listing import OutboxList, Wanted
from afas_assistant.outbox.records import Run, State, Write
from afas_assistant.outbox.rules import looks_from
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync.apply import RunOutcome
from afas_assistant.sync.look_up import LookedUp
from afas_assistant.sync.plan import Plan, PlannedRecord, Reason
from afas_assistant.sync.take_back import Situation, plan_take_back
from afas_assistant.sync.workbench import resolve
from afas_assistant.timechimp.writes import Write as Change
from afas_assistant.ui.tabs.daily_desk import KeptDailyDesk
from afas_assistant.ui.tabs.progress import Progress

SHOWN_AT_MOST = 20_000
"""Characters of a body that are shown: an attachment is megabytes on one line. Copying gives all of it."""


class Bench(Protocol):
    """What the tab asks of a workbench."""

    @property
    def outbox(self) -> Outbox:
        """The outbox."""
        ...

    def look_up(self, write: Write) -> LookedUp:
        """Look an unknown write up."""
        ...

    def plan_take_back(self, write: Write) -> Plan:
        """Plan taking a write back."""
        ...

    def apply(self, plan: Plan, chosen: frozenset[str], *, fresh: Plan) -> RunOutcome:
        """Send what was chosen of a plan."""
        ...


NewBench = Callable[[Desk, Connection], AbstractContextManager[Bench]]
"""Opens the workbench of a connection."""


@dataclass(frozen=True)
class Listed:
    """What the tab shows at once: the numbers of the writes, and what there is to choose from."""

    numbers: Sequence[int]
    counts: dict[State, int]
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Opened:
    """One write as its detail shows it.

    `body` is readable and may be cut; `stays` is why writes of this kind are never taken back, None where they can be;
    `not_there_from` is the moment from which somebody can say that it is not there; `steps` followed on it.
    """

    write: Write
    run: Run
    steps: Sequence[Write]
    body: str
    cut: bool
    stays: Reason | None
    not_there_from: datetime | None


def opened_bench(desk: Desk, connection: Connection) -> AbstractContextManager[Bench]:
    """Open the workbench of a kept connection; raises what keyring, AFAS or TimeChimp refuse."""
    return KeptDailyDesk(desk, connection).workbench(Progress())


def listed(outbox: OutboxList, envid: str, wanted: Wanted) -> Listed:
    """Return which writes of an environment are wanted."""
    scopes = outbox.scopes_of(envid)
    return Listed(outbox.numbers(scopes, wanted), outbox.counts(scopes), outbox.kinds(scopes))


def opened(outbox: OutboxList, number: int) -> Opened:
    """Return everything about one write."""
    write = outbox.write(number)
    body = _readable(write.body)
    return Opened(
        write,
        outbox.run(write.run_id),
        tuple(outbox.each(outbox.steps(number))),
        body[:SHOWN_AT_MOST],
        len(body) > SHOWN_AT_MOST,
        _why_it_stays(write, outbox.now()),
        looks_from(write),
    )


def looked_up(bench: Bench, writes: Sequence[Write]) -> list[LookedUp]:
    """Look writes up, one after the other; what a run left that ended in mid-work is settled first."""
    for scope in {one.scope for one in writes}:
        with bench.outbox.writer(scope):
            pass
    return [bench.look_up(bench.outbox.write(one.id)) for one in writes]


def said(outbox: Outbox, number: int, *, arrived: bool, who: str, note: str, keys: dict[str, str]) -> Write:
    """Record what a person saw; raises RetryableError resolve_too_early."""
    return resolve(outbox, outbox.write(number), arrived=arrived, who=who, note=note, keys=keys)


def offered(plan: Plan) -> PlannedRecord | None:
    """Return what a plan of taking back offers: the taking back, else the credit instead; None for neither."""
    return next((one for one in plan.records if one.tickable), None)


def taken_back(bench: Bench, plan: Plan, write: Write) -> RunOutcome:
    """Do what a plan offers, provided that everything is still as it was shown."""
    record = offered(plan)
    assert record is not None  # the dialog offers nothing else
    fresh = bench.plan_take_back(bench.outbox.write(write.id))
    return bench.apply(plan, frozenset({record.reference}), fresh=fresh)


def _readable(body: str | None) -> str:
    if not body:
        return ""
    return json.dumps(json.loads(body), ensure_ascii=False, indent=2)


def _why_it_stays(write: Write, now: datetime) -> Reason | None:
    """Return why nothing of this kind, or not this very write, is taken back; what only AFAS can tell is left open."""
    if write.state is not State.CONFIRMED:
        return None
    plan = plan_take_back(write, Situation(), changed_status=_unsent, environment="", made_at=now)
    record = plan.records[0]
    return record.reasons[0] if record.reasons and not record.tickable else None


def _unsent(*_: object) -> Change:
    """Stand for a change of status that nobody sends."""
    return Change("POST", "", "")

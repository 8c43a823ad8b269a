"""Whatever happens in whatever order, no record stands twice in the books, and in the end each stands there once.

A property test over the real outbox, `apply_plan` and `look_up`: lines break, the remote books minutes later, the
process dies at any step, the disk is full, clocks are wrong, two processes write, plans change, people look.
`NEVER_TWICE_EXAMPLES` asks for more than the suite's hundred examples.
"""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from afas_assistant.errors import AssistantError
from afas_assistant.organisations.database import open_database
from afas_assistant.outbox.records import Intention, State, System, Write
from afas_assistant.outbox.rules import WORKS_ON
from afas_assistant.sync.apply import REGISTRATION_STATUS, apply_plan
from afas_assistant.sync.look_up import look_up, resolve, show_arrivals
from afas_assistant.sync.plan import Outlook, Plan, PlannedRecord
from afas_assistant.sync.take_back import DIRECT_INVOICE, TAKE_BACK, settle_take_backs
from tests.unit.sync.conftest import SCOPE, answered
from tests.unit.sync.pretend_remote import (
    How,
    MortalOutbox,
    PowerCutError,
    PretendWitness,
    Remote,
    invoice,
    status_step,
)

EXPECTED = {"writer_busy", "writer_replaced", "outcome_not_recorded"}
MAYBE_THERE = {State.CONFIRMED, State.UNKNOWN, State.SENDING}
NOBODY_KNOWS = {State.UNKNOWN, State.SENDING, State.INTENDED}
WAYS = some.lists(some.tuples(some.sampled_from(How), some.integers(0, 14)), min_size=1, max_size=4)
STEPS = some.none() | some.none() | some.integers(1, 40)
GROUPS = 4
LATER = some.sampled_from((0, 1, 60, 200, 600, 890, 899, 900, 901, 1000))
"""Seconds."""
DAY = 86_400.0


class NeverTwice(RuleBasedStateMachine):
    """An office, its outbox and a remote system that is as bad as AFAS."""

    new_database: Path

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self._database = Path(self._folder.name) / "outbox.sqlite3"
        shutil.copyfile(self.new_database, self._database)
        self.remote = Remote(rival=self._rival)
        self.registered: list[str] = []
        self.group = [1] * GROUPS
        self.edited = Counter[str]()
        self.elsewhere: set[str] = set()
        self.witnesses = [PretendWitness(self.remote, "Sighted"), PretendWitness(self.remote, "Blind", blind=True)]
        self.outbox = self._opened()
        self.writes: tuple[Write, ...] = ()
        self.shown = self._plan()

    # What happens

    @initialize(both_blind=some.booleans(), blind_first=some.booleans())
    def begin(self, both_blind: bool, blind_first: bool) -> None:
        self.witnesses[0].blind = both_blind
        if blind_first:
            self.witnesses.reverse()

    @rule(hours=some.integers(1, 3))
    def show_a_plan(self, hours: int) -> None:
        self._register(hours)
        self.shown = self._plan()

    @rule(ways=WAYS, steps=STEPS, stale=some.booleans(), stop_after=some.integers(0, 9))
    def send_what_is_shown(self, ways: list[tuple[How, int]], steps: int | None, stale: bool, stop_after: int) -> None:
        self.remote.ways = list(ways)
        with self._mortal(steps):
            unchecked = stale and all(self.remote.times(one) for one in self.remote.invoiced)
            self._apply(self.shown, self.shown if unchecked else self._plan(), stop_after=stop_after)

    @rule(hours=some.integers(1, 3), ways=WAYS, steps=STEPS)
    def send_all(self, hours: int, ways: list[tuple[How, int]], steps: int | None) -> None:
        self._register(hours)
        self.shown = self._plan()
        self.remote.ways = list(ways)
        with self._mortal(steps):
            self._apply(self.shown, self.shown)

    @precondition(lambda self: self._in_state(State.CONFIRMED, DIRECT_INVOICE))
    @rule(pick=some.integers(0, 99), ways=WAYS, steps=STEPS)
    def take_back(self, pick: int, ways: list[tuple[How, int]], steps: int | None) -> None:
        confirmed = self._in_state(State.CONFIRMED, DIRECT_INVOICE)
        plan = _taking_back(confirmed[pick % len(confirmed)], self.remote)
        self.remote.ways = list(ways)
        with self._mortal(steps):
            self._apply(plan, plan)

    @rule(later=LATER)
    def pass_time(self, later: int) -> None:
        self.remote.pass_time(later)

    @rule(offset=some.sampled_from((0.0, -DAY, -3600.0, 7200.0, DAY)))
    def set_the_clock(self, offset: float) -> None:
        """Set it back at any time; forward only when nobody waits: no clock tells that another one is wrong."""
        if offset < self.remote.offset or not self._in_state(State.UNKNOWN):
            self.remote.offset = offset

    @rule(groups=some.lists(some.integers(1, 3), min_size=GROUPS, max_size=GROUPS))
    def regroup(self, groups: list[int]) -> None:
        self.group = groups

    @precondition(lambda self: self.registered)
    @rule()
    def edit(self) -> None:
        self.edited[self.registered[-1]] += 1

    @precondition(lambda self: self.registered)
    @rule()
    def invoice_elsewhere(self) -> None:
        self.elsewhere.add(self.registered[-1])

    @precondition(lambda self: self._in_state(State.UNKNOWN))
    @rule(broken=some.booleans(), later=LATER)
    def look_up(self, broken: bool, later: int) -> None:
        self.remote.pass_time(later)
        for witness in self.witnesses:
            witness.error = answered("maintenance", 503) if broken else None
        for write in self._in_state(State.UNKNOWN):
            look_up(self.outbox, write, self.witnesses)
        settle_take_backs(self.outbox, SCOPE)

    @rule()
    def look_for_arrivals(self) -> None:
        for run in self.outbox.runs(SCOPE, limit=3):
            show_arrivals(self.outbox, run, self.witnesses)

    @precondition(lambda self: self._in_state(State.UNKNOWN))
    @rule(later=LATER)
    def a_person_looks(self, later: int) -> None:
        self.remote.pass_time(later)
        self._settle()

    # What must hold after each of it

    @invariant()
    def the_promise(self) -> None:
        """No source is in two records, the outbox knows of all that arrived, nothing is given up too early."""
        assert [one for one in self.registered if self.remote.times(one) > 1] == []
        self.writes = self.outbox.writes(SCOPE)
        states = {one.id: one.state for one in self.writes}
        assert {states[one] for one in self.remote.arrived} <= MAYBE_THERE
        for write in self._in_state(State.NOT_ARRIVED, DIRECT_INVOICE, TAKE_BACK):
            left = self.remote.broke_at.get(write.id)  # None: it died before it left
            assert left is None or self.remote.seconds - left >= WORKS_ON.total_seconds()

    def teardown(self) -> None:
        """Let everything calm down, settle what is unknown, send what is left: each record stands there once."""
        try:
            self._calm_down()
            self.the_promise()
            wanted = [one for one in self.registered if one not in self.elsewhere]
            assert {one: self.remote.times(one) for one in wanted} == dict.fromkeys(wanted, 1)
            assert {one for sources in self.remote.arrived.values() for one in sources} <= self.remote.invoiced
            assert {one.state for one in self.writes}.isdisjoint(NOBODY_KNOWS)
        finally:
            self.outbox.close()
            self._folder.cleanup()

    # Inside

    def _calm_down(self) -> None:
        self.remote.offset = 2 * DAY
        for witness in self.witnesses:
            witness.error = None
        for _ in range(3):  # taken back by the first, unmarked by the second, planned by the third
            self.remote.pass_time(1000)
            self._apply(self._plan(), self._plan())
            self.remote.pass_time(1000)
            self._settle()

    def _settle(self) -> None:
        """Say truthfully what is there; too early is refused."""
        for write in self.outbox.writes(SCOPE, states=(State.UNKNOWN,)):
            if self._repeats_itself(write):
                continue
            with _only({"resolve_too_early"}):
                resolve(self.outbox, write, arrived=self.remote.came_about(write), who="Anna", note="", keys={})
        settle_take_backs(self.outbox, SCOPE)

    def _repeats_itself(self, write: Write) -> bool:
        """Tell whether the next run sends a status again; that of an invoice which was taken back is for a person."""
        if write.kind != REGISTRATION_STATUS or write.follows_id is None:
            return False
        return self.outbox.write(write.follows_id).state is State.CONFIRMED

    def _plan(self) -> Plan:
        """Plan what is free now, an invoice for each group; what is marked as invoiced is not, whoever did it."""
        free = [one for one in self.registered if one not in self.elsewhere | self.remote.invoiced]
        claimed = self.outbox.claimed(SCOPE, free)
        records = []
        for number in sorted(set(self.group)):
            sources = tuple(one for one in free if self._group(one) == number and one not in claimed)
            if sources:
                records.append(invoice(sources, [self.edited[one] for one in sources]))
        return Plan("invoices", SCOPE, "T99001AA", "1", records, self.remote.clock())

    def _apply(self, plan: Plan, fresh: Plan, *, stop_after: int = 99) -> None:
        stop = self.remote.sent + stop_after
        self.remote.outbox = self.outbox
        with _only(EXPECTED):
            apply_plan(
                plan,
                {one.reference for one in plan.records},
                fresh=fresh,
                outbox=self.outbox,
                senders=dict.fromkeys(System, self.remote),
                cancelled=lambda: self.remote.sent >= stop,
                sleep=self.remote.pass_time,
            )
        self.outbox.full_for = 0
        settle_take_backs(self.outbox, SCOPE)

    def _rival(self) -> None:
        """Be a second process that sends all it can, while the first one's write is under way."""
        mine, self.outbox = self.outbox, self._opened()
        try:
            self._apply(self._plan(), self._plan())
        finally:
            self.outbox.close()
            self.outbox = mine

    @contextmanager
    def _mortal(self, steps: int | None) -> Iterator[None]:
        """Die at the step that is due, and start again."""
        self.outbox.steps_left = steps
        try:
            yield
        except PowerCutError:
            self.outbox.bury()
            self.outbox.close()
            self.outbox = self._opened()
        finally:
            self.outbox.steps_left, self.remote.ways = None, []

    def _opened(self) -> MortalOutbox:
        return MortalOutbox.hasty(self._database, self.remote.clock)

    def _register(self, hours: int) -> None:
        """Let people work some more hours."""
        self.registered += [f"hours/{len(self.registered) + one}" for one in range(hours)]

    def _group(self, source: str) -> int:
        return self.group[int(source.partition("/")[2]) % GROUPS]

    def _in_state(self, state: State, *kinds: str) -> list[Write]:
        """Return the writes in a state, as they were after the last step."""
        return [one for one in self.writes if one.state is state and (not kinds or one.kind in kinds)]


@contextmanager
def _only(codes: set[str]) -> Iterator[None]:
    """Let pass the refusals with these codes; any other is a failure."""
    try:
        yield
    except AssistantError as error:
        if error.code not in codes:
            raise


def _taking_back(write: Write, remote: Remote) -> Plan:
    source = f"write/{write.id}"
    wanted = Intention(
        System.AFAS, TAKE_BACK, source, "DELETE", f"FbDirectInvoice/{write.id}", label=write.label, sources=(source,),
        before={"write": write.id}, follow_ups=(status_step(source, write.sources, invoiced=False),),
    )  # fmt: skip
    record = PlannedRecord(source, write.label, "Jansen", Outlook.CANNOT_TELL, intention=wanted, fingerprint=source)
    return Plan(TAKE_BACK, SCOPE, "T99001AA", "1", [record], remote.clock())


def test_never_twice(tmp_path: Path) -> None:
    NeverTwice.new_database = tmp_path / "new.sqlite3"
    open_database(NeverTwice.new_database).dispose()
    wanted = settings(
        max_examples=int(os.environ.get("NEVER_TWICE_EXAMPLES", "20")),
        stateful_step_count=50,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(NeverTwice, settings=wanted)

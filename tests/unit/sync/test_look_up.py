"""Looking up an unknown write: what proves that it arrived, what proves that it did not, and who may say so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from afas_assistant.errors import AssistantError, ConfigurationError, RetryableError
from afas_assistant.outbox.records import State, Write
from afas_assistant.outbox.rules import WORKS_ON
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync.look_up import Found, Sighting, let_go, look_up, not_shown, resolve, show_arrivals
from tests.unit.outbox.conftest import Clock
from tests.unit.sync.booking_samples import SCOPE
from tests.unit.sync.conftest import answered
from tests.unit.sync.recorded_writes import intention, recorded

THERE, OTHER = Sighting({"EnNo": "7"}), Sighting({"EnNo": "8"}, ours=False)


@dataclass
class Shows:
    """A witness of entries that shows what the test says, by reference."""

    seen: dict[str, Sighting] = field(default_factory=dict)
    connector: str = "Profit_Transactions"
    kinds: frozenset[str] = frozenset({"entry"})
    error: AssistantError | None = None

    def find(self, write: Write) -> Sighting | None:
        if self.error is not None:
            raise self.error
        return self.seen.get(write.label)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outbox(tmp_path: Path, clock: Clock) -> Iterator[Outbox]:
    with Outbox.open(tmp_path / "afas-assistant.sqlite3", now=clock) as opened:
        yield opened


@pytest.fixture
def unknown(outbox: Outbox) -> Write:
    return recorded(outbox, intention("entry", label="wanted"), State.UNKNOWN)


def shown_before(outbox: Outbox, kind: str = "entry") -> None:
    """Let the connector have shown an earlier write of ours."""
    earlier = recorded(outbox, replace(intention(kind, label="earlier"), reference="another"))
    outbox.shown(earlier, "Profit_Transactions")


def test_what_is_shown_arrived(outbox: Outbox, unknown: Write) -> None:
    found = look_up(outbox, unknown, [Shows({"wanted": THERE})])
    assert (found.found, found.write.state, found.write.keys) == (Found.THERE, State.CONFIRMED, {"EnNo": "7"})
    assert found.write.shown_by == "Profit_Transactions"
    assert found.write.proof == {"by": "look_up", "connector": "Profit_Transactions"}


def test_what_is_not_shown_did_not_arrive_after_fifteen_minutes_by_a_proven_witness(
    outbox: Outbox, unknown: Write, clock: Clock
) -> None:
    shown_before(outbox)
    clock.move(seconds=WORKS_ON.total_seconds() - 1)
    assert look_up(outbox, unknown, [Shows()]).found is Found.TOO_EARLY
    assert outbox.write(unknown.id).state is State.UNKNOWN
    clock.move(seconds=1)
    found = look_up(outbox, unknown, [Shows()])
    assert (found.found, found.write.state) == (Found.NOT_THERE, State.NOT_ARRIVED)
    assert outbox.references(SCOPE, "entry", [unknown.reference]) == {}


def test_a_clock_that_was_set_back_proves_nothing(outbox: Outbox, unknown: Write, clock: Clock) -> None:
    shown_before(outbox)
    clock.move(days=-1)
    assert look_up(outbox, unknown, [Shows()]).found is Found.TOO_EARLY


@pytest.mark.parametrize("kind", [None, "dossier_item"])
def test_a_witness_that_never_showed_one_of_this_kind_proves_nothing(
    outbox: Outbox, unknown: Write, clock: Clock, kind: str | None
) -> None:
    if kind:
        shown_before(outbox, kind)
    clock.move(days=2)
    found = look_up(outbox, unknown, [Shows()])
    assert (found.found, found.write.state) == (Found.ASK_PERSON, State.UNKNOWN)


def test_a_witness_that_cannot_show_this_very_write_proves_nothing(
    outbox: Outbox, unknown: Write, clock: Clock
) -> None:
    shown_before(outbox)
    clock.move(days=2)
    found = look_up(outbox, unknown, [Shows(error=not_shown(unknown))])
    assert (found.found, outbox.write(unknown.id).state) == (Found.ASK_PERSON, State.UNKNOWN)


def test_another_record_with_its_number_settles_nothing(outbox: Outbox, unknown: Write, clock: Clock) -> None:
    shown_before(outbox)
    clock.move(days=2)
    found = look_up(outbox, unknown, [Shows({"wanted": OTHER})])
    assert (found.found, outbox.write(unknown.id).state) == (Found.OTHER_THERE, State.UNKNOWN)


def test_without_a_witness_a_person_is_asked(outbox: Outbox, unknown: Write) -> None:
    assert look_up(outbox, unknown, []).found is Found.ASK_PERSON
    assert look_up(outbox, unknown, [Shows(kinds=frozenset({"debtor"}))]).found is Found.ASK_PERSON


def test_what_cannot_be_read_settles_nothing_and_the_next_witness_is_asked(outbox: Outbox, unknown: Write) -> None:
    broken = Shows(error=answered("maintenance", 503))
    found = look_up(outbox, unknown, [broken])
    assert (found.found, found.problem, found.write.state) == (Found.NOT_READ, broken.error, State.UNKNOWN)
    other = Shows({"wanted": THERE}, connector="SBQ_Transactie")
    assert look_up(outbox, unknown, [broken, other]).write.shown_by == "SBQ_Transactie"


@pytest.mark.parametrize("state", [State.CONFIRMED, State.REFUSED, State.NOT_ARRIVED, State.TAKEN_BACK])
def test_what_is_settled_is_left_alone(outbox: Outbox, state: State) -> None:
    write = recorded(outbox, intention("entry", label="wanted"), state)
    assert look_up(outbox, write, [Shows({"wanted": OTHER})]).write == write


def test_after_a_run_the_connectors_show_what_they_can(outbox: Outbox, clock: Clock) -> None:
    write = recorded(outbox, intention("entry", label="wanted"))
    (run,) = outbox.runs(SCOPE)
    broken = Shows(error=answered("maintenance", 503), connector="SBQ_Transactie")
    assert show_arrivals(outbox, run, [Shows({"wanted": OTHER}), broken]) == 0
    assert show_arrivals(outbox, run, [broken, Shows({"wanted": THERE})]) == 1
    assert outbox.write(write.id).shown_by == "Profit_Transactions"
    assert show_arrivals(outbox, run, [Shows({"wanted": THERE})]) == 0
    assert show_arrivals(outbox, run, [Shows({"wanted": THERE})], most=0) == 0


def test_a_person_may_say_that_it_is_there_at_once(outbox: Outbox, unknown: Write) -> None:
    done = resolve(outbox, unknown, arrived=True, who=" Anna ", note="seen in Profit", keys={"EnNo": "7"})
    assert (done.state, done.keys) == (State.CONFIRMED, {"EnNo": "7"})
    assert done.proof == {"by": "person", "who": "Anna", "note": "seen in Profit"}


def test_a_person_may_say_that_it_is_not_there_after_fifteen_minutes(
    outbox: Outbox, unknown: Write, clock: Clock
) -> None:
    with pytest.raises(RetryableError) as caught:
        resolve(outbox, unknown, arrived=False, who="Anna", note="", keys={})
    assert caught.value.code == "resolve_too_early"
    clock.move(seconds=WORKS_ON / timedelta(seconds=1))
    assert resolve(outbox, unknown, arrived=False, who="Anna", note="", keys={}).state is State.NOT_ARRIVED


def test_a_person_has_a_name(outbox: Outbox, unknown: Write) -> None:
    with pytest.raises(ConfigurationError) as caught:
        resolve(outbox, unknown, arrived=True, who="  ", note="", keys={})
    assert caught.value.code == "resolve_unnamed"
    assert outbox.write(unknown.id).state is State.UNKNOWN


def test_what_somebody_removed_by_hand_may_be_made_again(outbox: Outbox) -> None:
    made = intention("entry", label="wanted")
    confirmed = recorded(outbox, made, State.CONFIRMED)
    with pytest.raises(ConfigurationError) as caught:
        let_go(outbox, confirmed, who=" ", note="")
    assert caught.value.code == "resolve_unnamed"
    gone = let_go(outbox, confirmed, who="Anna", note="deleted in AFAS")
    assert (gone.state, gone.proof["who"]) == (State.TAKEN_BACK, "Anna")
    assert recorded(outbox, made, State.CONFIRMED).id != confirmed.id


def test_what_is_unknown_cannot_be_called_removed(outbox: Outbox, unknown: Write) -> None:
    with pytest.raises(ConfigurationError) as caught:
        let_go(outbox, unknown, who="Anna", note="")
    assert caught.value.code == "write_state"


@dataclass
class ShowsTogether(Shows):
    """Reads what many writes left in one go; or cannot."""

    able: bool = True

    def expect(self, writes: Sequence[Write]) -> bool:
        assert {one.kind for one in writes} <= self.kinds
        return self.able


def test_what_is_read_together_is_looked_for_however_many_there_are(outbox: Outbox, clock: Clock) -> None:
    for number in range(3):
        recorded(outbox, replace(intention("entry", label="wanted"), reference=f"entry/{number}"))
    together, seen = ShowsTogether({"wanted": THERE}), 0
    for run in outbox.runs(SCOPE):
        together.able = False
        assert show_arrivals(outbox, run, [together], most=0) == 0
        together.able = True
        seen += show_arrivals(outbox, run, [together], most=0)
    assert seen == 3

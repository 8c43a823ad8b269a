"""What became of the records of a run, as rows: unknown first, then refused, then not sent, then sent."""

from dataclasses import replace

from afas_assistant.outbox.records import State, System, Write
from afas_assistant.sync.apply import Bucket, RunOutcome, Settled
from afas_assistant.sync.look_up import LookedUp
from afas_assistant.sync.plan import PlannedRecord
from afas_assistant.texts import Text, literal, phrase
from afas_assistant.ui.garbage import free_aside
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.tabs.outlooks import BUCKETS, LOOKED_UP
from afas_assistant.ui.tabs.plan_rows import is_debtor, number_of
from afas_assistant.ui.tabs.rows import NOTHING, ShownRow, SortKey

ORDER = tuple(BUCKETS)
LOOK_UP_WORDS: dict[System, Text] = {
    System.AFAS: phrase("Look up in AFAS"),
    System.TIMECHIMP: phrase("Look up in TimeChimp"),
}
RETRY = phrase("Plan again")
OPEN = phrase("Open in the outbox")
"""What is left to do about a record that nothing shows: a person says in the outbox what was seen."""
ACTIONS = (*LOOK_UP_WORDS.values(), RETRY, OPEN)


class OutcomeRows:
    """The records of a run by their place on the screen; steps that follow are listed when they did not arrive."""

    tickable: frozenset[int] = frozenset()

    def __init__(self, outcome: RunOutcome, kind: Kind) -> None:
        self.kind = kind
        self.run = outcome.run
        steps = [one for one in outcome.follow_ups if one.bucket is not Bucket.CONFIRMED]
        found = [*outcome.settled, *steps]
        self.settled: list[Settled] = [one for bucket in ORDER for one in found if one.bucket is bucket]
        self.looked: dict[int, LookedUp] = {}

    def __del__(self) -> None:
        """Free a long run without keeping the window waiting."""
        free_aside(self.settled)

    def __len__(self) -> int:
        return len(self.settled)

    def take(self, place: int, looked: LookedUp) -> None:
        """Take over what a look-up found; the row keeps its place."""
        self.looked[place] = looked
        self.settled[place] = replace(self.settled[place], write=looked.write)

    def bucket(self, place: int) -> Bucket:
        """Return where a record stands now."""
        if place in self.looked:
            return LOOKED_UP.get(self.looked[place].write.state, Bucket.UNKNOWN)
        return self.settled[place].bucket

    def unknown(self) -> list[int]:
        """Return the places of which nobody knows whether they arrived."""
        return [place for place in range(len(self)) if self.bucket(place) is Bucket.UNKNOWN]

    def retryable(self) -> list[str]:
        """Return the references that can be planned again with a chance: refused, or not sent."""
        wanted = {Bucket.REFUSED, Bucket.SKIPPED}
        return [one.record.reference for place, one in enumerate(self.settled) if self.bucket(place) in wanted]

    def counts(self) -> dict[Bucket, int]:
        """Return how many stand where."""
        found = dict.fromkeys(ORDER, 0)
        for place in range(len(self)):
            found[self.bucket(place)] += 1
        return found

    def record(self, place: int) -> PlannedRecord:
        """Return the record that was sent."""
        return self.settled[place].record

    def write(self, place: int) -> Write | None:
        """Return its entry in the outbox, if it came so far."""
        return self.settled[place].write

    def action(self, place: int) -> Text:
        """Return what can be done about a record; nothing for what arrived."""
        bucket, write = self.bucket(place), self.write(place)
        if bucket is Bucket.UNKNOWN and write is not None:
            return OPEN if place in self.looked else LOOK_UP_WORDS[write.system]
        skip = self.settled[place].skip
        harmless = skip is not None and skip.harmless
        return NOTHING if bucket is Bucket.CONFIRMED or harmless else RETRY

    def why(self, place: int) -> Text:
        """Return why it is not simply sent; for what is, what it was."""
        one = self.settled[place]
        if place in self.looked:
            return self.looked[place].text
        if one.problem is not None:
            return one.problem.title
        if one.skip is not None:
            return one.skip.text
        if is_debtor(one.record):
            return phrase("New debtor in AFAS")
        return _came_back(one.write) or literal(one.record.what)

    # ------------------------------------------------------------------ what the table asks

    def shown(self, place: int) -> ShownRow:
        """Return what is painted of a record."""
        one, bucket = self.settled[place], self.bucket(place)
        number = number_of(one.record, self.kind)
        write = one.write
        time = f"{write.changed_at.astimezone():%H:%M:%S}" if write and bucket is Bucket.CONFIRMED else ""
        action = str(self.action(place))
        return ShownRow(BUCKETS[bucket], number, one.record.counterpart, self.why(place), time, action)

    def choice(self, place: int) -> str:
        """Return the bucket."""
        return self.bucket(place).value

    def sort_key(self, place: int, column: int) -> SortKey:
        """Return what to sort by: state, number, name, time."""
        one = self.settled[place]
        if column <= 1:
            return (ORDER.index(self.bucket(place)), "")
        if column == 2:
            return (0, number_of(one.record, self.kind).casefold())
        if column == 3:
            return (0, one.record.counterpart.casefold())
        return (0, one.write.changed_at.isoformat() if one.write else "")

    def words(self, place: int) -> str:
        """Return what a search looks in."""
        record = self.settled[place].record
        return f"{number_of(record, self.kind)} {record.counterpart} {record.what} {record.reference}".casefold()


def _came_back(write: Write | None) -> Text | None:
    """Return the number that the other system gave."""
    if write is None or write.state is not State.CONFIRMED or not write.keys:
        return None
    keys = [f"{name} {value}" for name, value in write.keys.items() if value not in {None, ""}]
    return literal(keys[0]) if keys else None

"""The mappings of a tab as rows: what does not fit or is not mapped on top, then what is proposed, then the rest.

Pure values, made on a lane: two thousand of them are searched and sorted without asking for a text again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from afas_assistant.sync.customers.roles import NEEDED, Role
from afas_assistant.sync.mapping.areas import areas_of
from afas_assistant.sync.mapping.judging import held_against
from afas_assistant.sync.mapping.mappings import DEFAULT, MappingEntry, Mappings, Table
from afas_assistant.sync.mapping.proposals import Proposal
from afas_assistant.sync.mapping.seen import Offer, Seen
from afas_assistant.sync.mapping.settings import SETTINGS
from afas_assistant.sync.plan import NOTHING
from afas_assistant.texts import Text, joined, literal, phrase
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.tabs.mapping_words import (
    CERTAIN,
    LOOKS,
    REASONS,
    MappingState,
    certainty,
    moment,
    subject,
    value_words,
)
from afas_assistant.ui.tabs.rows import ShownRow, SortKey

Key = tuple[Table, str]
_RANK = {state: place for place, state in enumerate(MappingState)}
_TABLES = {table: place for place, table in enumerate((Table.ROLES, Table.SETTINGS, Table.VAT, Table.REVENUE,
                                                       Table.ITEMS))}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MappingShown(ShownRow):
    """What is painted of a mapping: `name` is what it is about, `number` of which kind, `right` what it becomes."""

    who: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class MappingRow:
    """One mapping: `becomes` in AFAS, and why. `proposal` is None where nothing was read of it yet."""

    table: Table
    key: str
    state: MappingState
    what: Text
    kind: Text
    becomes: Text
    reason: Text
    entry: MappingEntry | None = None
    proposal: Proposal | None = None

    @property
    def place(self) -> Key:
        """What it is kept by."""
        return self.table, self.key


class MappingRows:
    """The rows of a tab by their place on the screen, and which proposals are ticked.

    `offer` is None until both systems were read. `wanted` are keys that a plan asked for.
    """

    def __init__(self, kind: Kind, mappings: Mappings, offer: Offer | None, wanted: Iterable[Key] = ()) -> None:
        self.kind, self.mappings, self.offer = kind, mappings, offer
        self.seen = Seen() if offer is None else offer.seen
        self.rows = sorted(self._rows(wanted), key=_order)
        self._places = {one.place: place for place, one in enumerate(self.rows)}
        self.tickable = frozenset(place for place, one in enumerate(self.rows) if one.state is MappingState.PROPOSED)
        self.ticked = {place for place in self.tickable if _certain(self.rows[place])}
        self._shown = [_shown(one) for one in self.rows]
        self._lines = [_line(one) for one in self._shown]
        self._words = [f"{line} {row.key}".casefold() for row, line in zip(self.rows, self._lines, strict=True)]

    def __len__(self) -> int:
        return len(self.rows)

    # ------------------------------------------------------------------ what is asked

    @property
    def unmapped(self) -> int:
        """How many ask for a person: not mapped, only proposed, or wrong."""
        asking = {MappingState.WRONG, MappingState.UNMAPPED, MappingState.PROPOSED}
        return sum(one.state in asking for one in self.rows)

    def place_of(self, table: Table, key: str) -> int:
        """Return where a mapping stands; of an empty or unknown key the first of its table, -1 for none."""
        found = self._places.get((table, key), -1)
        return found if found >= 0 else next((at for at, one in enumerate(self.rows) if one.table is table), -1)

    def holds(self, table: Table, key: str) -> bool:
        """Return whether a mapping is among the rows."""
        return (table, key) in self._places

    def chosen(self) -> list[MappingEntry]:
        """Return the mappings that the ticked proposals become."""
        found = (self.rows[place].proposal for place in sorted(self.ticked))
        return [one.entry() for one in found if one is not None]

    def tick(self, places: Iterable[int], *, ticked: bool) -> None:
        """Tick or untick; what is no proposal stays as it is."""
        wanted = self.tickable.intersection(places)
        self.ticked = self.ticked | wanted if ticked else self.ticked - wanted

    def tick_as(self, other: "MappingRows") -> None:
        """Keep what a person ticked and unticked in rows that were shown before."""
        for place in self.tickable:
            before = other._places.get(self.rows[place].place)  # noqa: SLF001 - the same class
            if before is not None and before in other.tickable:
                (self.ticked.add if before in other.ticked else self.ticked.discard)(place)

    # ------------------------------------------------------------------ what the table asks

    def shown(self, place: int) -> MappingShown:
        """Return what is painted of a row."""
        return self._shown[place]

    def line(self, place: int) -> str:
        """Return a row as it is copied, its columns apart by tabs."""
        return self._lines[place]

    def choice(self, place: int) -> str:
        """Return the state."""
        return self.rows[place].state.value

    def sort_key(self, place: int, column: int) -> SortKey:
        """Return what to sort by: tick, state, what, becomes, who."""
        shown = self._shown[place]
        if column == 0:
            return (0 if place in self.ticked else 1, "")
        if column == 1:
            return (_RANK[self.rows[place].state], "")
        entry = self.rows[place].entry
        accepted = entry.accepted_at.isoformat() if entry and entry.accepted_at else ""
        return (0, (shown.name, shown.right, accepted)[column - 2].casefold())

    def words(self, place: int) -> str:
        """Return what a search looks in."""
        return self._words[place]

    # ------------------------------------------------------------------ how they are made

    def _rows(self, wanted: Iterable[Key]) -> Iterator[MappingRow]:
        proposals = {(one.table, one.key): one for one in (self.offer.proposals if self.offer else ())}
        mine = (one for one in self.mappings.entries if self.kind.value in areas_of(one.table, one.key))
        keys = dict.fromkeys((*proposals, *((one.table, one.key) for one in mine), *self._always(), *wanted))
        for table, key in keys:
            yield self._row(table, key, proposals.get((table, key)))

    def _always(self) -> Iterator[Key]:
        """Yield what every tab has, read or not."""
        for name in SETTINGS:
            if self.kind.value in areas_of(Table.SETTINGS, name):
                yield Table.SETTINGS, name
        if self.kind is Kind.INVOICES:
            yield Table.ITEMS, DEFAULT
        elif self.kind is Kind.BOOKINGS:
            yield Table.REVENUE, DEFAULT
        else:
            for connector in self.seen.columns:
                yield from ((Table.ROLES, f"{connector}/{role.value}") for role in Role)

    def _row(self, table: Table, key: str, proposal: Proposal | None) -> MappingRow:
        what, kind = subject(table, key, proposal)
        entry = self.mappings.entry(table, key)
        if entry is not None:
            against = held_against(table, key, entry.value, self.seen, self.mappings)
            wrong = bool(against.render("en"))
            state = MappingState.WRONG if wrong else MappingState.MAPPED
            becomes = value_words(table, key, entry.value, self.seen)
            reason = against if wrong else self._mapped_reason(entry, proposal)
            return MappingRow(table, key, state, what, kind, becomes, reason, entry, proposal)
        if proposal is not None and proposal.value is not None:
            becomes, reason = value_words(table, key, proposal.value, self.seen), certainty(proposal)
            return MappingRow(table, key, MappingState.PROPOSED, what, kind, becomes, reason, None, proposal)
        standard = self._standard(table, key)
        if standard is not None:
            return MappingRow(table, key, MappingState.STANDARD, what, kind, standard, NOTHING, None, proposal)
        why = proposal.why if proposal is not None else phrase("Nobody chose it yet.")
        return MappingRow(table, key, MappingState.UNMAPPED, what, kind, literal("–"), why, None, proposal)

    def _mapped_reason(self, entry: MappingEntry, proposal: Proposal | None) -> Text:
        reason = REASONS.get(entry.reason, literal(entry.reason))
        if proposal is None or proposal.value in (None, entry.value):
            return reason
        now = value_words(entry.table, entry.key, proposal.value or {}, self.seen)
        return joined(reason, phrase("proposed now: {value}", value=now), separator=" · ")

    def _standard(self, table: Table, key: str) -> Text | None:
        """Return what holds without a mapping of its own; None where it has to be mapped."""
        if table is Table.SETTINGS:
            return SETTINGS[key].unset if key in SETTINGS else NOTHING
        if table is Table.ROLES:
            return None if key.rpartition("/")[2] in NEEDED else phrase("is not read")
        for other in _wider(table, key):
            value = self.mappings.value(table, other)
            if value is not None:
                return phrase("as all others: {value}", value=value_words(table, other, value, self.seen))
        return None


def _wider(table: Table, key: str) -> tuple[str, ...]:
    """Return the mappings that count where this one is not made, as planning looks for them."""
    narrow, slash, rest = key.partition("/")
    if table is Table.VAT:
        return (f"{narrow}/",) if rest else ()
    if key == DEFAULT:
        return ()
    return (narrow, DEFAULT) if slash and key.startswith("expense:") else (DEFAULT,)


def _order(row: MappingRow) -> tuple[int, int, bool, str]:
    """Return what the page sorts by: what asks for a person first, and there what counts for all others."""
    return _RANK[row.state], _TABLES[row.table], row.key != DEFAULT, row.key


def _certain(row: MappingRow) -> bool:
    return row.proposal is not None and row.proposal.basis in CERTAIN


def _shown(row: MappingRow) -> MappingShown:
    """Return what is painted of a row, in the language of the moment."""
    entry = row.entry
    who, when = ("", "") if entry is None else (entry.accepted_by, moment(entry.accepted_at))
    reason = literal(str(row.reason))
    return MappingShown(LOOKS[row.state], str(row.kind), str(row.what), reason, str(row.becomes), who=who, when=when)


def _line(shown: MappingShown) -> str:
    accepted = f"{shown.who} {shown.when}".strip()
    return "\t".join((str(shown.look.word), shown.name, shown.number, shown.right, str(shown.reason), accepted))

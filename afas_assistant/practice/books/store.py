"""The tables of the books, and the transaction around each call: a refused call leaves nothing, whatever it held."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field, fields
from datetime import date
from functools import lru_cache
from threading import RLock
from typing import Any

from afas_assistant.practice import ledger
from afas_assistant.practice.bookings import Entry, Item
from afas_assistant.practice.books.records import DirectInvoice, File, Keys, Organisation, Party, Written
from afas_assistant.practice.books.switches import Switches
from afas_assistant.practice.clock import Clock
from afas_assistant.practice.failures import RefusalError
from afas_assistant.practice.seed import Seed

ItemKey = tuple[int, str, str, str]
RELATIONS, FINANCE, DOSSIER, SET_UP = TOPICS = ("relations", "finance", "dossier", "set_up")


@dataclass
class Tables:
    """What was written or changed; the seeded records are made from the seed when they are asked for.

    An item that is None was deleted. ``versions`` counts changes by topic, so that lists are made anew only then.
    """

    organisations: dict[str, Organisation] = field(default_factory=dict)
    parties: dict[tuple[str, str], Party] = field(default_factory=dict)
    entries: dict[tuple[int, int], Entry] = field(default_factory=dict)
    deleted_sales: set[int] = field(default_factory=set)
    items: dict[ItemKey, Item | None] = field(default_factory=dict)
    direct_invoices: dict[str, DirectInvoice] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    periods: dict[tuple[int, int, int], bool] = field(default_factory=dict)
    codes: set[tuple[int, str]] = field(default_factory=set)
    assignments: set[tuple[int, str, int, str]] = field(default_factory=set)
    written: list[Written] = field(default_factory=list)
    deleted: list[Written] = field(default_factory=list)
    numbers: Counter[str] = field(default_factory=Counter)
    versions: Counter[str] = field(default_factory=Counter)

    def copied(self) -> "Tables":
        """Give tables of their own with the same records, which never change themselves."""
        return Tables(**{one.name: copy(getattr(self, one.name)) for one in fields(self)})


@lru_cache(maxsize=8)
def _born_periods(today: date) -> Mapping[tuple[int, int, int], bool]:
    """Give the periods that this environment was born with."""
    return ledger.period_states(today)


class Books:
    """The books of one environment. Whoever reads more than one record, or writes, holds ``lock``."""

    def __init__(self, seed: Seed, clock: Clock) -> None:
        self.lock = RLock()
        self.seed = seed
        self._clock = clock
        self.restart()

    def restart(self) -> None:
        """Begin new books around the day of the clock, with every switch as it was at first."""
        with self.lock:
            self.switches = Switches()
            self.tables = Tables()
            self.today: date = self._clock.today()

    def rebase(self) -> None:
        """Let the seeded bookings and the periods lie around the day of the clock; what was booked stays."""
        with self.lock:
            self.today = self._clock.today()
            self._all_changed()

    def switch(self, values: Mapping[str, Any]) -> None:
        """Change switches. ControlError: says why not."""
        with self.lock:
            self.switches = self.switches.changed(values)
            self._all_changed()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that is written inside, or nothing of it when something is refused."""
        with self.lock:
            before = self.tables.copied()
            try:
                yield
            except BaseException:
                self.tables = before
                raise

    def version(self, topic: str) -> tuple[date, int]:
        """Give what changes whenever rows of a topic do."""
        return self.today, self.tables.versions[topic]

    def changed(self, topic: str) -> None:
        """Count a change of a topic."""
        self.tables.versions[topic] += 1

    def next_number(self, series: str, first: int) -> int:
        """Give the next number of a series, such as debtor numbers."""
        with self.lock:
            self.tables.numbers[series] += 1
            return first + self.tables.numbers[series] - 1

    def moment(self) -> str:
        """Write this moment as GetConnectors do: local time with a Z."""
        return self._clock.now().astimezone().strftime("%Y-%m-%dT%H:%M:%SZ")

    def day(self) -> date:
        """Give the day of the clock."""
        return self._clock.today()

    def try_layout(self) -> None:
        """Refuse while another user holds the booking layout; each try counts down."""
        if self.switches.locked_tries:
            self.switches = self.switches.changed({"locked_tries": self.switches.locked_tries - 1})
            raise RefusalError("layout_locked")

    def keep(self, written: Written, *, changes: bool = False) -> None:
        """Keep a record; ``changes`` puts its values over those of the record that has its keys, if there is one."""
        records = self.tables.written
        if changes:
            for place, record in enumerate(records):
                if record.connector == written.connector and record.keys == written.keys:
                    merged, more = {**record.element, **written.element}, {**record.more, **written.more}
                    records[place] = Written(record.connector, record.keys, merged, more)
                    return
        records.append(written)

    def drop(self, connector: str, keys: Keys) -> None:
        """Move the record with these keys to the deleted ones; one that was seeded is noted there too."""
        records = self.tables.written
        for place, record in enumerate(records):
            if record.connector == connector and all(record.keys.get(name) == key for name, key in keys.items()):
                self.tables.deleted.append(records.pop(place))
                return
        self.tables.deleted.append(Written(connector, keys, {}))

    def period_blocked(self, administration: int, year: int, period: int) -> bool | None:
        """Tell whether a period is blocked; None when there is no such period."""
        key = (administration, year, period)
        return self.tables.periods.get(key, _born_periods(self.today).get(key))

    def _all_changed(self) -> None:
        for topic in TOPICS:
            self.changed(topic)

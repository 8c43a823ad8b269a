"""What the page of mappings asks, without Qt. Every method blocks, so a window calls them on the organisation's lane.

The mappings of a connection stand in the database alone: only proposals need AFAS and TimeChimp.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from afas_assistant.onboarding.desk import Desk
from afas_assistant.organisations.records import Connection
from afas_assistant.sync.mapping.book import MappingBook
from afas_assistant.sync.mapping.files import read_mappings, write_mappings
from afas_assistant.sync.mapping.mappings import MappingEntry, Mappings, Table
from afas_assistant.sync.mapping.proposing import Proposing
from afas_assistant.sync.mapping.seen import Offer
from afas_assistant.sync.reading import heard_afas, heard_timechimp
from afas_assistant.timechimp.pace import Pace
from afas_assistant.ui.kept_mappings import mapping_book
from afas_assistant.ui.tabs.daily_desk import KeptDailyDesk, account_name
from afas_assistant.ui.tabs.progress import Progress

Key = tuple[Table, str]


@dataclass(frozen=True)
class Changed:
    """What a change left: the mappings after it, which of them it touched, and how those were before."""

    mappings: Mappings
    touched: tuple[Key, ...]
    before: Mappings


class MappingDesk(Protocol):
    """What the page asks; each call raises AssistantError."""

    def kept(self) -> Mappings:
        """Return what is mapped, without asking AFAS or TimeChimp."""
        ...

    def offer(self, area: str, progress: Progress) -> Offer:
        """Read both systems and return what could be mapped; accepts nothing."""
        ...

    def accept(self, entries: Collection[MappingEntry]) -> Changed:
        """Keep mappings that a person accepted, all or none."""
        ...

    def forget(self, keys: Collection[Key]) -> Changed:
        """Take mappings out."""
        ...

    def undo(self, changed: Changed) -> Changed:
        """Put back what a change touched, as far as nobody changed it again since."""
        ...

    def import_file(self, path: Path) -> Changed:
        """Accept all mappings of a TOML file, beside those that are kept."""
        ...

    def export_file(self, path: Path) -> Path:
        """Write the mappings as TOML."""
        ...


class KeptMappingDesk:
    """The mappings of a kept connection; `pace` is for tests."""

    def __init__(self, desk: Desk, connection: Connection, *, pace: Pace | None = None) -> None:
        self._desk, self._connection = desk, connection
        self._daily = KeptDailyDesk(desk, connection, pace=pace)

    def kept(self) -> Mappings:
        """Return what is mapped, without asking AFAS or TimeChimp; raises AssistantError."""
        return mapping_book(self._desk, self._connection).mappings()

    def offer(self, area: str, progress: Progress) -> Offer:
        """Read both systems and return what could be mapped; raises AssistantError."""
        with self._daily.workbench(progress) as bench:
            today = bench.outbox.now().astimezone().date()
            return Proposing(
                heard_afas(bench.afas, progress),
                lambda: heard_timechimp(bench.timechimp, progress),
                bench.outbox,
                bench.place,
                bench.mappings,
                today,
            ).offer((area,))

    def accept(self, entries: Collection[MappingEntry]) -> Changed:
        """Keep mappings that a person accepted, all or none; raises AssistantError."""
        return self._change([(one.table, one.key) for one in entries], lambda book: _accept(book, entries))

    def forget(self, keys: Collection[Key]) -> Changed:
        """Take mappings out; raises AssistantError."""
        return self._change(keys, lambda book: _forget(book, keys))

    def undo(self, changed: Changed) -> Changed:
        """Put back what a change touched, as far as nobody changed it again since; raises AssistantError."""
        book = mapping_book(self._desk, self._connection)
        now = book.mappings()
        mine = tuple(one for one in changed.touched if now.entry(*one) == changed.mappings.entry(*one))
        book.put_back(found for one in mine if (found := changed.before.entry(*one)) is not None)
        _forget(book, [one for one in mine if changed.before.entry(*one) is None])
        return Changed(book.mappings(), mine, now)

    def import_file(self, path: Path) -> Changed:
        """Accept all mappings of a TOML file; raises AssistantError."""
        return self.accept(read_mappings(path).entries)

    def export_file(self, path: Path) -> Path:
        """Write the mappings as TOML; raises ConfigurationError export_not_written."""
        return write_mappings(path, self.kept())

    def _change(self, keys: Iterable[Key], change: Callable[[MappingBook], None]) -> Changed:
        book = mapping_book(self._desk, self._connection)
        before = book.mappings()
        change(book)
        return Changed(book.mappings(), tuple(keys), before)


def _accept(book: MappingBook, entries: Collection[MappingEntry]) -> None:
    book.accept(entries, who=account_name())


def _forget(book: MappingBook, keys: Iterable[Key]) -> None:
    for table, key in keys:
        book.forget(table, key)

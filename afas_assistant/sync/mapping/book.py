"""The mappings of one connection as they are kept: read, added to, taken out.

A mapping is only ever kept because a person accepted it, and who that was is kept with it.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from afas_assistant.organisations.mapping_store import KeptMapping, MappingStore
from afas_assistant.sync.mapping.mappings import MappingEntry, Mappings, Table


class MappingBook:
    """The mappings of a scope (environment and app connector)."""

    def __init__(self, store: MappingStore, scope: str) -> None:
        self._store = store
        self._scope = scope

    def mappings(self) -> Mappings:
        """Return all of them."""
        return Mappings(_entry(one) for one in self._store.all(self._scope))

    def accept(self, entries: Iterable[MappingEntry], *, who: str) -> None:
        """Keep mappings that somebody accepted just now, all or none; one that is there already is replaced."""
        now = datetime.now(UTC)
        self._store.keep(
            self._scope, [KeptMapping(one.table.value, one.key, one.value, one.reason, who, now) for one in entries]
        )

    def put_back(self, entries: Iterable[MappingEntry]) -> None:
        """Keep mappings as they were before, with who accepted them and when; for what was undone."""
        now = datetime.now(UTC)
        self._store.keep(
            self._scope,
            [
                KeptMapping(one.table.value, one.key, one.value, one.reason, one.accepted_by, one.accepted_at or now)
                for one in entries
            ],
        )

    def forget(self, table: Table, key: str) -> None:
        """Take a mapping out; nothing happens when there is none."""
        self._store.drop(self._scope, table.value, key)


def _entry(kept: KeptMapping) -> MappingEntry:
    return MappingEntry(Table(kept.table), kept.key, kept.value, kept.reason, kept.accepted_by, kept.accepted_at)

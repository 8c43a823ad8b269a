"""A desk of mappings in memory: what is kept, what is offered, and who is asked what."""

import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from afas_assistant.sync.mapping.mappings import MappingEntry, Mappings, Table
from afas_assistant.sync.mapping.proposals import Basis, Proposal
from afas_assistant.sync.mapping.seen import Offer, Seen
from afas_assistant.sync.master_records import Account, Administration, Item, Journal, MasterData, VatCode
from afas_assistant.texts import phrase
from afas_assistant.ui.tabs.mapping_desk import Changed, Key
from afas_assistant.ui.tabs.progress import Progress

NOW = datetime(2026, 11, 20, 11, 24, tzinfo=UTC)
MASTER = MasterData(
    items={
        ("1", "300"): Item("1", "300", "Monteur", units=("uur", "dag"), base_unit="uur"),
        ("2", "1000"): Item("2", "1000", "Montageset", units=("stk",)),
    },
    vat_codes={"1": VatCode("1", "Verkoop hoog", "1510", Decimal(21), "V", "BTW")},
    accounts={"8010": Account("8010", "Omzet"), "8074": Account("8074", "Doorbelast", compulsory_axes=(1,))},
    journals=[Journal(1, "20", "Verkoop", "V")],
    administrations=[Administration(1, "Een"), Administration(2, "Twee")],
    allocations=frozenset({("8074", 1, "400")}),
)


def work(code: str, name: str, basis: Basis = Basis.SAME_CODE) -> Proposal:
    """Return the proposal that an activity is the work type 300."""
    value = {"kind": "1", "code": "300", "unit": "uur"}
    why = phrase("Item {code} in AFAS has the same name.", code="300")
    return Proposal(Table.ITEMS, f"activity:{code}", f"{name} ({code})", None, value, basis, why)


def open_one(code: str, name: str) -> Proposal:
    """Return an activity for which nothing is proposed."""
    why = phrase("No item of AFAS with a known unit has this code or this name.")
    return Proposal(Table.ITEMS, f"activity:{code}", f"{name} ({code})", why=why)


def entry(table: Table, key: str, reason: str = "chosen", **value: str) -> MappingEntry:
    """Return an accepted mapping."""
    return MappingEntry(table, key, value, reason, "Anna", NOW)


def offer(*proposals: Proposal) -> Offer:
    """Return proposals beside AFAS's lists."""
    return Offer(proposals, Seen(MASTER))


@dataclass
class PretendMappingDesk:
    """Answers at once; `gate` holds the reading of both systems back until it is set, `error` is raised there."""

    offered: Offer = field(default_factory=offer)
    entries: list[MappingEntry] = field(default_factory=list)
    error: Exception | None = None
    gate: threading.Event | None = None
    asked: list[str] = field(default_factory=list)

    def kept(self) -> Mappings:
        self.asked.append("kept")
        return Mappings(self.entries)

    def offer(self, area: str, progress: Progress) -> Offer:
        self.asked.append(f"offer {area}")
        if self.gate is not None:
            progress.reading(phrase("Activities in TimeChimp"), 200)
            assert self.gate.wait(10)
            progress.reading(phrase("Activities in TimeChimp"), 400)
        if self.error is not None:
            raise self.error
        return self.offered

    def accept(self, entries: Collection[MappingEntry]) -> Changed:
        self.asked.append("accept " + " ".join(one.key for one in entries))
        made = [replace(one, accepted_by="Anna", accepted_at=NOW) for one in entries]
        return self._change([(one.table, one.key) for one in made], lambda: self._keep(made))

    def forget(self, keys: Collection[Key]) -> Changed:
        return self._change(keys, lambda: self._drop(keys))

    def undo(self, changed: Changed) -> Changed:
        def put_back() -> None:
            self._drop(changed.touched)
            self._keep([found for one in changed.touched if (found := changed.before.entry(*one)) is not None])

        return self._change(changed.touched, put_back)

    def import_file(self, path: Path) -> Changed:
        assert self.error is not None
        raise self.error

    def export_file(self, path: Path) -> Path:
        return path

    def _change(self, keys: Collection[Key], change: Callable[[], None]) -> Changed:
        before = Mappings(self.entries)
        change()
        return Changed(Mappings(self.entries), tuple(keys), before)

    def _keep(self, entries: Collection[MappingEntry]) -> None:
        self._drop([(one.table, one.key) for one in entries])
        self.entries = [*self.entries, *entries]

    def _drop(self, keys: Collection[Key]) -> None:
        self.entries = [one for one in self.entries if (one.table, one.key) not in keys]

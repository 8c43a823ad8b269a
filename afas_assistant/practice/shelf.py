"""One environment with the rows it shows. A switch of scenario puts a new shelf in place of the old one as a whole,
so that a call under way never sees half of each.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import count
from threading import RLock
from typing import Any

from afas_assistant.practice import dossiers, selection
from afas_assistant.practice.books.overlays import SOURCES, overlay_of
from afas_assistant.practice.books.store import Books
from afas_assistant.practice.environment import Environment
from afas_assistant.practice.getconnectors import GetDefinition
from afas_assistant.practice.ledger import Row
from afas_assistant.practice.seed import Seed
from afas_assistant.practice.selection import Cells, Query
from afas_assistant.practice.tables import MAKERS

KEPT_SELECTIONS = 24
Version = tuple[date, int]


class Shelf:
    """The rows of an environment, made on first use; the latest selections are kept for the pages that follow."""

    def __init__(self, environment: Environment, seed: Seed, books: Books) -> None:
        self.environment = environment
        self._seed = seed
        self._books = books
        self._seeded: dict[str, tuple[date, list[Cells]]] = {}
        self._rows: dict[str, tuple[Version, list[Cells]]] = {}
        self._selections: OrderedDict[Any, Sequence[Cells]] = OrderedDict()
        self._unsorted_calls = count(1)
        self._lock = RLock()

    def selected(self, definition: GetDefinition, query: Query) -> Sequence[Cells]:
        """Give the page a query asks for; without sorting the order changes from call to call."""
        selection.checked(query, definition)
        with self._books.lock, self._lock:
            rows = self._chosen(definition, query)
            if not query.order:
                rows = selection.shuffled(rows, next(self._unsorted_calls))
        return selection.page(rows, query, len(definition.fields))

    def _chosen(self, definition: GetDefinition, query: Query) -> Sequence[Cells]:
        """Filter and sort, or take the same selection from an earlier page."""
        key = (definition.name, self._version(definition), query.groups, query.order)
        if key not in self._selections:
            rows = selection.filtered(self._all_rows(definition), query, definition)
            self._selections[key] = selection.ordered(rows, query, definition)
            while len(self._selections) > KEPT_SELECTIONS:
                self._selections.popitem(last=False)
        return self._selections[key]

    def _version(self, definition: GetDefinition) -> Version:
        """Give what changes whenever the books change the rows of a connector."""
        source = SOURCES.get(definition.source)
        return self._books.version(source.topic) if source else (self._books.today, 0)

    def _all_rows(self, definition: GetDefinition) -> list[Cells]:
        """Give the rows of a connector as they now are; made anew when the books changed them."""
        if definition.name in self.environment.without_rows:
            return []
        if definition.source not in SOURCES:
            return self._first_rows(definition)
        version = self._version(definition)
        kept = self._rows.get(definition.name)
        if kept is None or kept[0] != version:
            self._rows[definition.name] = kept = (version, self._changed_rows(definition))
        return kept[1]

    def _changed_rows(self, definition: GetDefinition) -> list[Cells]:
        """Put what the books changed in the place of seeded rows, and what came behind them."""
        seeded, overlay = self._first_rows(definition), overlay_of(self._books, definition.source)
        rows: list[Cells | None] = [*seeded]
        for place, row in overlay.replaced.items():
            if place < len(rows):
                rows[place] = None if row is None else _cells(definition, row, place + 1)
        rows.extend(_cells(definition, row, number) for number, row in enumerate(overlay.added, len(seeded) + 1))
        return [row for row in rows if row is not None]

    def _first_rows(self, definition: GetDefinition) -> list[Cells]:
        """Make the seeded rows on first use, and again when the books lie around another day."""
        today = self._books.today
        kept = self._seeded.get(definition.name)
        if kept is None or kept[0] != today:
            rows = enumerate(self._made(definition.source), start=1)
            kept = self._seeded[definition.name] = (today, [_cells(definition, row, number) for number, row in rows])
        return kept[1]

    def _made(self, source: str) -> Iterable[Row]:
        """Make the rows of a source: most come from the seed alone, some from the environment's settings."""
        environment = self.environment
        special: dict[str, Callable[[], Iterable[Row]]] = {
            "Oefen_Dossierbestemming": lambda: dossiers.destinations(environment.destinations),
            "Profit_Subjects": lambda: dossiers.items(self._seed, linked=environment.items_linked),
            "Profit_SubjectFile": lambda: dossiers.files(environment.destinations),
            "ProfitGetConnectoren": self._definition_rows,
        }
        if source in special:
            return special[source]()
        changed = SOURCES.get(source)
        return changed.seeded(self._books) if changed and changed.seeded else MAKERS[source](self._seed)

    def _definition_rows(self) -> list[Row]:
        """List all definitions of the environment, also blocked ones and ones in no app connector."""
        return [
            {
                "Omschrijving": definition.description,
                "Naam": definition.name,
                "Geblokkeerd": definition.name in self.environment.blocked,
            }
            for definition in self.environment.get_definitions.values()
        ]


def _cells(definition: GetDefinition, row: Row, number: int) -> Cells:
    """Give a row as a tuple in the order of the columns; ``number`` is its place in the list."""
    return tuple(
        row.get(field.source) if field.source else f"{field.label} {number}" for field in definition.fields
    )  # fmt: skip

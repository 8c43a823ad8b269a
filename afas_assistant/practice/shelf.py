"""One environment with the rows it shows. A switch of scenario puts a new shelf in place of the old one as a whole,
so that a call under way never sees half of each.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from itertools import count
from threading import RLock
from typing import Any

from afas_assistant.practice import dossiers, selection
from afas_assistant.practice.environment import Environment
from afas_assistant.practice.getconnectors import GetDefinition
from afas_assistant.practice.ledger import Row
from afas_assistant.practice.seed import Seed
from afas_assistant.practice.selection import Cells, Query
from afas_assistant.practice.tables import MAKERS

KEPT_SELECTIONS = 24


class Shelf:
    """The rows of an environment, made on first use; the latest selections are kept for the pages that follow."""

    def __init__(self, environment: Environment, seed: Seed) -> None:
        self.environment = environment
        self._seed = seed
        self._rows: dict[str, list[Cells]] = {}
        self._selections: OrderedDict[Any, Sequence[Cells]] = OrderedDict()
        self._unsorted_calls = count(1)
        self._lock = RLock()

    def selected(self, definition: GetDefinition, query: Query) -> Sequence[Cells]:
        """Give the page a query asks for; without sorting the order changes from call to call."""
        selection.checked(query, definition)
        with self._lock:
            rows = self._chosen(definition, query)
            if not query.order:
                rows = selection.shuffled(rows, next(self._unsorted_calls))
        return selection.page(rows, query, len(definition.fields))

    def _chosen(self, definition: GetDefinition, query: Query) -> Sequence[Cells]:
        """Filter and sort, or take the same selection from an earlier page."""
        key = (definition.name, query.groups, query.order)
        if key not in self._selections:
            rows = selection.filtered(self._all_rows(definition), query, definition)
            self._selections[key] = selection.ordered(rows, query, definition)
            while len(self._selections) > KEPT_SELECTIONS:
                self._selections.popitem(last=False)
        return self._selections[key]

    def _all_rows(self, definition: GetDefinition) -> list[Cells]:
        """Make the rows of a connector on first use, as tuples in the order of its columns."""
        if definition.name in self.environment.without_rows:
            return []
        if definition.name not in self._rows:
            columns = [(field.source, field.label) for field in definition.fields]
            self._rows[definition.name] = [
                tuple(row.get(source) if source else f"{label} {number}" for source, label in columns)
                for number, row in enumerate(self._made(definition.source), start=1)
            ]
        return self._rows[definition.name]

    def _made(self, source: str) -> Iterable[Row]:
        """Make the rows of a source: most come from the seed alone, some from the environment's settings."""
        environment = self.environment
        special: dict[str, Callable[[], Iterable[Row]]] = {
            "Oefen_Dossierbestemming": lambda: dossiers.destinations(environment.destinations),
            "Profit_Subjects": lambda: dossiers.items(self._seed, linked=environment.items_linked),
            "Profit_SubjectFile": lambda: dossiers.files(environment.destinations),
            "ProfitGetConnectoren": self._definition_rows,
        }
        return special[source]() if source in special else MAKERS[source](self._seed)

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

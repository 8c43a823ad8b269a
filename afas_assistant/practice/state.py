"""What the running pretend AFAS holds: its environment, stored writes, and the logs of calls and errors."""

from collections import OrderedDict, deque
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import count
from threading import RLock
from typing import Any

from afas_assistant.practice import drifts
from afas_assistant.practice.books.records import Written
from afas_assistant.practice.books.store import Books
from afas_assistant.practice.clock import Clock
from afas_assistant.practice.control_errors import ControlError
from afas_assistant.practice.drifts import Drift, How
from afas_assistant.practice.environment import Environment
from afas_assistant.practice.faults import Faults
from afas_assistant.practice.getconnectors import GetDefinition
from afas_assistant.practice.scenarios import SCENARIOS, Scenario
from afas_assistant.practice.seed import Seed
from afas_assistant.practice.shelf import Shelf
from afas_assistant.practice.timechimp.service import TimeChimp

LOG_LENGTH = 5000


@dataclass(frozen=True)
class Import:
    """A definition that was imported, and the app connectors in which it was ticked with that."""

    definition: GetDefinition
    app_connectors: frozenset[str]


@dataclass
class State:
    """The pretend AFAS while it runs; calls come from several threads, so changes take the lock.

    What is imported belongs to its set-up: a switch of scenario keeps it, ``clear`` drops it.
    """

    seed: Seed
    scenario: Scenario = field(default_factory=lambda: SCENARIOS["healthy"])
    delay: float = 0.0
    shelf: Shelf = field(init=False, repr=False)
    log: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=LOG_LENGTH), repr=False)
    environment_log: OrderedDict[str, dict[str, Any]] = field(default_factory=OrderedDict, repr=False)
    imports: dict[str, Import] = field(default_factory=dict, repr=False)
    drifts: dict[str, list[Drift]] = field(default_factory=dict, repr=False)
    lock: RLock = field(default_factory=RLock, repr=False)
    # what all pretend systems share: the time, the faults of the line; and the pretend TimeChimp
    clock: Clock = field(default_factory=Clock, repr=False)
    faults: Faults = field(init=False, repr=False)
    timechimp: TimeChimp = field(init=False, repr=False)
    books: Books = field(init=False, repr=False)
    # what the busy and the rate-limited line remember
    calls: "count[int]" = field(default_factory=lambda: count(1), repr=False)
    turned_away: set[str] = field(default_factory=set, repr=False)

    def __post_init__(self) -> None:
        self.faults = Faults(self.clock)
        self.timechimp = TimeChimp(self.seed, self.clock)
        self.books = Books(self.seed, self.clock)
        self.switch(self.scenario.name)

    @property
    def environment(self) -> Environment:
        """The environment of this moment."""
        return self.shelf.environment

    @property
    def written(self) -> list[Written]:
        """The records that UpdateConnectors stored, as they now stand."""
        return self.books.tables.written

    def switch(self, name: str, *, reset: bool = False) -> None:
        """Rebuild the environment as another scenario; stored writes stay unless ``reset``. KeyError: no such name."""
        with self.lock:
            self.scenario = SCENARIOS[name]
            if reset:
                self._forget()
            self._rebuild()
            self.turned_away.clear()
            self.calls = count(1)

    def clear(self) -> None:
        """Forget stored writes, both logs, and what was imported or drifted on request."""
        with self.lock:
            self._forget()
            self._rebuild()

    def import_definition(self, definition: GetDefinition, app_connectors: Collection[str]) -> bool:
        """Import a definition and tick it in these app connectors; tells whether it replaced one.

        It is there in any scenario, and as the file has it: what drifted before is gone.
        """
        with self.lock:
            name = definition.name
            replaced = name in self.environment.get_definitions
            before = self.imports[name].app_connectors if name in self.imports else frozenset()
            self.imports[name] = Import(definition, before | frozenset(app_connectors))
            self.drifts.pop(name, None)
            self._show(self.environment.with_import(definition, app_connectors))
            return replaced

    def drift(self, name: str, how: How, column: str | None, to: str | None) -> GetDefinition:
        """Let a definition of this moment drift, and give what came of it; ControlError when that cannot be."""
        with self.lock:
            definition = self._definition(name)
            drift = drifts.chosen(definition, how, column, to)
            self.drifts.setdefault(name, []).append(drift)
            self._show(self.environment.with_definitions(drifts.drifted(definition, drift)))
            return self.environment.get_definitions[name]

    def take_back_drift(self, name: str) -> GetDefinition:
        """Take back what drifted on request; what the scenario lets drift stays."""
        with self.lock:
            self._definition(name)
            self.drifts.pop(name, None)
            self._rebuild()
            return self._definition(name)

    def _definition(self, name: str) -> GetDefinition:
        """Find a definition of this moment."""
        found = self.environment.get_definitions.get(name)
        if found is None:
            raise ControlError(f"There is no GetConnector '{name}' here.", f"Er is hier geen GetConnector '{name}'.")
        return found

    def _forget(self) -> None:
        """Empty everything that calls have left."""
        self.log.clear()
        self.environment_log.clear()
        self.imports.clear()
        self.drifts.clear()
        self.clock.reset()
        self.faults.clear()
        self.timechimp.restart()
        self.books.restart()

    def _rebuild(self) -> None:
        """Make the environment anew: the imports first, since a scenario breaks what was set up; then the drifts."""
        environment = Environment()
        for one in self.imports.values():
            environment = environment.with_import(one.definition, one.app_connectors)
        environment = self.scenario.changes(environment)
        for name, drift in [(name, drift) for name, asked in self.drifts.items() for drift in asked]:
            definition = environment.get_definitions.get(name)
            if definition is not None:
                changed = drifts.drifted_if_possible(definition, drift.how, drift.column, drift.to)
                environment = environment.with_definitions(changed)
        self._show(environment)

    def _show(self, environment: Environment) -> None:
        """Put another environment in the place of the one that is there."""
        self.shelf = Shelf(environment, self.seed, self.books)

    def record(self, line: dict[str, Any], message: str | None) -> None:
        """Keep a call in the log, and a functional error in the environment log under its reference."""
        with self.lock:
            self.log.append(line)
            reference = line["profitLogReference"]
            if reference:
                self.environment_log[reference] = {**line, "message": message}
                if len(self.environment_log) > LOG_LENGTH:
                    self.environment_log.popitem(last=False)

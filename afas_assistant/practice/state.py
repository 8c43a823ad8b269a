"""What the running pretend AFAS holds: its environment, stored writes, and the logs of calls and errors."""

from collections import Counter, OrderedDict, deque
from dataclasses import dataclass, field
from itertools import count
from threading import RLock
from typing import Any

from afas_assistant.practice.environment import Environment
from afas_assistant.practice.scenarios import SCENARIOS, Scenario
from afas_assistant.practice.seed import Seed
from afas_assistant.practice.shelf import Shelf

LOG_LENGTH = 5000


@dataclass(frozen=True)
class Written:
    """One record that an UpdateConnector stored; ``keys`` are the ones the reply gave back."""

    connector: str
    keys: dict[str, str]
    element: dict[str, Any]


@dataclass
class State:
    """The pretend AFAS while it runs; calls come from several threads, so changes take the lock."""

    seed: Seed
    scenario: Scenario = field(default_factory=lambda: SCENARIOS["healthy"])
    delay: float = 0.0
    shelf: Shelf = field(init=False, repr=False)
    log: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=LOG_LENGTH), repr=False)
    environment_log: OrderedDict[str, dict[str, Any]] = field(default_factory=OrderedDict, repr=False)
    written: list[Written] = field(default_factory=list, repr=False)
    lock: RLock = field(default_factory=RLock, repr=False)
    # what the busy and the rate-limited line remember
    calls: "count[int]" = field(default_factory=lambda: count(1), repr=False)
    turned_away: set[str] = field(default_factory=set, repr=False)
    _numbers: Counter[str] = field(default_factory=Counter, repr=False)

    def __post_init__(self) -> None:
        self.switch(self.scenario.name)

    @property
    def environment(self) -> Environment:
        """The environment of this moment."""
        return self.shelf.environment

    def switch(self, name: str, *, reset: bool = False) -> None:
        """Rebuild the environment as another scenario; stored writes stay unless ``reset``. KeyError: no such name."""
        with self.lock:
            self.scenario = SCENARIOS[name]
            self.shelf = Shelf(self.scenario.changes(Environment()), self.seed)
            self.turned_away.clear()
            self.calls = count(1)
            if reset:
                self.clear()

    def clear(self) -> None:
        """Forget stored writes and both logs."""
        with self.lock:
            self.written.clear()
            self.log.clear()
            self.environment_log.clear()
            self._numbers.clear()

    def record(self, line: dict[str, Any], message: str | None) -> None:
        """Keep a call in the log, and a functional error in the environment log under its reference."""
        with self.lock:
            self.log.append(line)
            reference = line["profitLogReference"]
            if reference:
                self.environment_log[reference] = {**line, "message": message}
                if len(self.environment_log) > LOG_LENGTH:
                    self.environment_log.popitem(last=False)

    def next_number(self, series: str, first: int) -> int:
        """Give the next number of a series, such as debtor numbers."""
        with self.lock:
            self._numbers[series] += 1
            return first + self._numbers[series] - 1

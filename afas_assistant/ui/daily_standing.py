"""How the daily work of an environment stands, as the window shows it: plain values, free of database and network.

The outbox belongs to environment and app connector, and so do these figures: they are of all connections of one
environment, those that are not kept any more included.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from afas_assistant.outbox.records import NIGHT_ACTOR

CUSTOMERS, INVOICES, BOOKINGS = "customers", "invoices", "bookings"
"""Kinds of runs, by the names of their plans; taking back is one more."""
OLD = 61
"""Days from which unbilled work counts as old."""


@dataclass(frozen=True)
class RunLine:
    """A run with what became of its records; `total` counts the writes that left, steps that follow on one not.

    `confirmed` are all that arrived, those that were taken back since included. `when` is in UTC. `kind` is that of its
    plan (customers, invoices, bookings, take_back). `ended` is false while records still leave.
    """

    when: datetime
    kind: str
    actor: str = ""
    confirmed: int = 0
    refused: int = 0
    unknown: int = 0
    total: int = 0
    ended: bool = True

    @property
    def by_timer(self) -> bool:
        """Whether it ran by itself at night."""
        return self.actor == NIGHT_ACTOR


@dataclass(frozen=True)
class WeekSent:
    """What arrived in one ISO week, by the kind of the run; a week without any is there, too."""

    year: int
    week: int
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many records arrived."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Age:
    """Unbilled work that is `first` to `last` days old, both included; `last` is None for all that is older."""

    first: int
    last: int | None
    amount: Decimal = Decimal(0)
    count: int = 0

    @property
    def is_old(self) -> bool:
        """Whether work of this age deserves attention."""
        return self.first >= OLD


@dataclass(frozen=True)
class Unbilled:
    """Work that could be invoiced and was not yet, by age: amounts in euros, without VAT.

    `unpriced` is how many registrations have no price, `unapproved` how many may not be invoiced yet; both are in no
    amount. `read_at` is when it was read, in UTC. `outdated` is whether invoices were sent since.
    """

    total: Decimal
    ages: tuple[Age, ...]
    read_at: datetime
    unpriced: int = 0
    unapproved: int = 0
    outdated: bool = False

    @property
    def count(self) -> int:
        """How many registrations and projects it is."""
        return sum(one.count for one in self.ages)


@dataclass(frozen=True)
class DailyStanding:
    """The daily work of an environment: what is open of it, the newest runs, and what was sent in which week.

    `unknown` are writes that may have arrived, `refused` those whose records were not sent since. `runs` come newest
    first, `weeks` oldest first, the last twelve. `unbilled` is None until it was read once.
    """

    unknown: int = 0
    refused: int = 0
    runs: tuple[RunLine, ...] = ()
    weeks: tuple[WeekSent, ...] = ()
    unbilled: Unbilled | None = None

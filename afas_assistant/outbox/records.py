"""What the outbox hands out: plain frozen values, free of the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any


class System(StrEnum):
    """Which system a write goes to."""

    AFAS = "afas"
    TIMECHIMP = "timechimp"


class State(StrEnum):
    """How a write stands.

    intended     recorded, not sent
    sending      about to leave or under way; found after a crash, it is unknown
    confirmed    arrived: an answer, a look-up or a person says so
    refused      certainly not taken: the answer says so, or it never left
    unknown      it may have arrived
    not_arrived  unknown at first; looked up later and certainly not there
    withdrawn    intended by a run that ended before sending it
    taken_back   arrived, and undone on request
    """

    INTENDED = "intended"
    SENDING = "sending"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    NOT_ARRIVED = "not_arrived"
    WITHDRAWN = "withdrawn"
    TAKEN_BACK = "taken_back"


NIGHT_ACTOR = "nightly"
"""The actor of a run that nobody pressed a button for."""
LIVE = frozenset({State.INTENDED, State.SENDING, State.CONFIRMED, State.UNKNOWN})
"""States in which what a write was made of may not be sent again."""

MOVES: Mapping[State, frozenset[State]] = {
    State.INTENDED: frozenset({State.SENDING, State.WITHDRAWN}),
    State.SENDING: frozenset({State.CONFIRMED, State.REFUSED, State.UNKNOWN}),
    State.UNKNOWN: frozenset({State.CONFIRMED, State.NOT_ARRIVED, State.UNKNOWN}),
    State.CONFIRMED: frozenset({State.TAKEN_BACK}),
    State.REFUSED: frozenset(),
    State.NOT_ARRIVED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.TAKEN_BACK: frozenset(),
}
"""From each state, the states that may follow. Nothing leads back to sending: a write is sent once.

What is unknown becomes so once more when the line of a writer breaks that another one had taken over from.
"""


@dataclass(frozen=True)
class Intention:
    """A write that is wanted.

    `kind` is what it makes, such as `direct_invoice`; `reference` is ours and unique among the live writes of that
    kind. `label` and `counterpart` are what a person reads (a number, a name); `amount` includes VAT, in `currency`.
    `path` is relative to the system's base address, `body` the exact content as JSON (empty: none). `sources` are the
    records that it is made of, such as `hours/123`: none of them can be in two live writes. `before` is what is needed
    to take it back. `follow_ups` are due as soon as this one is confirmed, and survive a crash by themselves. A
    follow-up that `awaits` a key of this one's answer has `placeholder(key)` in its body until then.
    """

    system: System
    kind: str
    reference: str
    method: str
    path: str
    body: str = ""
    label: str = ""
    counterpart: str = ""
    amount: Decimal | None = None
    currency: str = "EUR"
    sources: tuple[str, ...] = ()
    before: Mapping[str, Any] = field(default_factory=dict)
    follow_ups: tuple["Intention", ...] = ()
    awaits: str = ""


def placeholder(key: str) -> str:
    """Return what stands in a follow-up's body until the write that it follows on has brought this key."""
    return f"⟨{key}⟩"


@dataclass(frozen=True)
class Run:
    """One pressing of the button: `kind` is what was done, `plan` the plan's own summary (counts, filters, digest)."""

    id: int
    scope: str
    kind: str
    actor: str
    started_at: datetime
    ended_at: datetime | None
    plan: Mapping[str, Any]


@dataclass(frozen=True)
class Write:
    """A recorded write.

    `scope` is the environment and app connector that it belongs to (`T99001AA/TimeChimpConnector`). `keys` are what the
    other system gave it, such as `{"OrNu": "00000012"}`. `problem` is the error in both languages' form (see
    `texts.to_data`), `technical` its technical lines. `proof` says how the last state is known: its `by` is answer,
    look_up, person, crash, run_ended or repeatable. `shown_by` is the connector in which the other system has shown
    this very write. `body` is None after the retention time; `body_digest` (SHA-256) stays. Moments are in UTC.
    """

    id: int
    run_id: int
    scope: str
    system: System
    kind: str
    reference: str
    method: str
    path: str
    body: str | None
    body_digest: str
    label: str
    counterpart: str
    amount: Decimal | None
    currency: str
    sources: tuple[str, ...]
    before: Mapping[str, Any]
    follow_ups: Sequence[Mapping[str, Any]]
    follows_id: int | None
    state: State
    keys: Mapping[str, Any]
    problem: Mapping[str, Any] | None
    technical: tuple[str, ...]
    proof: Mapping[str, Any]
    shown_by: str | None
    intended_at: datetime
    sent_at: datetime | None
    changed_at: datetime


@dataclass(frozen=True)
class Claim:
    """What holds a source or a reference: `claim` is `reference:KIND/REFERENCE` or `source:SOURCE`."""

    claim: str
    write_id: int

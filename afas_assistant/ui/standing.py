"""How an organisation stands, in a shape and a few words: what the sidebar shows of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from afas_assistant.texts import Text, literal, phrase, phrase_n
from afas_assistant.ui.states import State

if TYPE_CHECKING:  # a worker makes them
    from afas_assistant.ui.snapshots import ConnectionSnapshot, OrganisationSnapshot, Snapshot

WARN_DAYS = 90
"""Days before its end at which a token begins to count as work to do."""

NOT_AUTHORISED = "unauthorised"
"""The code by which a check is stopped when AFAS takes the token no more; by all others AFAS was not reached."""
WORST_FIRST = (
    State.FAILED,
    State.UNKNOWN,
    State.ADVICE,
    State.BY_HAND,
    State.NOT_TESTED,
    State.PENDING,
    State.OK,
)


@dataclass(frozen=True)
class Entry:
    """One line of the sidebar; below an organisation stand its connections.

    `days` is empty where no token can end, and where one has ended: the words say so then.
    """

    key: str
    name: Text
    kind: str
    state: State
    words: Text
    days: Text = literal("")  # noqa: RUF009 - texts are frozen
    below: Sequence["Entry"] = ()
    found_by: str = ""
    """What a search looks in besides the name."""


def organisation_key(organisation_id: int) -> str:
    """Return by which key the sidebar knows an organisation."""
    return f"organisation/{organisation_id}"


def connection_key(connection_id: int) -> str:
    """Return by which key the sidebar knows a connection."""
    return f"connection/{connection_id}"


def entries(snapshot: "Snapshot") -> list[Entry]:
    """Return the sidebar's lines for everything that is kept."""
    return [_entry(one) for one in snapshot.organisations]


def connection_standing(one: "ConnectionSnapshot") -> tuple[State, Text]:
    """Return how a connection stands: by its token, and by the last check of it."""
    refused = one.trouble is not None and one.trouble.code == NOT_AUTHORISED
    found = (
        (one.days_left < 0, State.FAILED, phrase("token ended")),
        (refused, State.FAILED, phrase("token refused")),
        (one.trouble is not None, State.NOT_TESTED, phrase("not reachable")),
        (one.problem is not None, State.NOT_TESTED, phrase("no checklist")),
        (one.checked_at is None, State.PENDING, phrase("not checked")),
        (one.open_lines > one.unconfirmed, State.FAILED, phrase_n("1 open", "{count} open", one.open_lines)),
        (not one.token_kept, State.ADVICE, phrase("no token")),
        (one.days_left <= WARN_DAYS, State.ADVICE, phrase("token ends")),
        (one.unconfirmed > 0, State.BY_HAND, phrase("{count} to confirm", count=one.unconfirmed)),
    )
    return next(((state, words) for holds, state, words in found if holds), (State.OK, phrase("ready")))


def organisation_standing(one: "OrganisationSnapshot") -> tuple[State, Text]:
    """Return the worst of how its connections stand and of what was sent: unknown comes right after what failed.

    A refusal comes after that, although it has the shape of what failed: nothing can be booked twice by it.
    """
    found = [connection_standing(each) for each in one.connections] or [(State.PENDING, phrase("not connected"))]
    found.sort(key=lambda pair: WORST_FIRST.index(pair[0]))
    failed = [pair for pair in found if pair[0] is State.FAILED]
    sent = []
    if one.daily.unknown:
        sent.append((State.UNKNOWN, phrase("{count} unknown", count=one.daily.unknown)))
    if one.daily.refused:
        sent.append((State.FAILED, phrase("{count} refused", count=one.daily.refused)))
    return next(iter([*failed, *sent, *found]))


def _entry(one: "OrganisationSnapshot") -> Entry:
    state, words = organisation_standing(one)
    return Entry(
        organisation_key(one.organisation.id),
        literal(one.organisation.name),
        one.organisation.environment_type,
        state,
        words,
        _days(one.days_left),
        [_below(each, one.organisation.environment_type) for each in one.connections]
        if len(one.connections) > 1
        else [],
        " ".join((one.organisation.envid, *(each.connection.label for each in one.connections))),
    )


def _below(one: "ConnectionSnapshot", kind: str) -> Entry:
    state, words = connection_standing(one)
    name = literal(one.connection.label)
    return Entry(connection_key(one.connection.id), name, kind, state, words, _days(one.days_left))


def _days(days: int | None) -> Text:
    return literal("") if days is None or days < 0 else phrase("{days} d", days=days)

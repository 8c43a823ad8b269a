"""Looking a write up in the system that it went to: the proof of arrival, and what becomes of an unknown one.

A witness is a connector that can show writes of one kind. It counts only when it has shown one of ours before: AFAS
leaves out what a user may not see, without a word, and lists of open items drop what is paid.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from afas_assistant.errors import AssistantError, ConfigurationError, RetryableError
from afas_assistant.outbox.records import Run, State, System, Write
from afas_assistant.outbox.rules import Sight, looks_from, sight
from afas_assistant.outbox.store import LOOK_UP, PERSON, Outbox
from afas_assistant.texts import Text, phrase

TOO_EARLY = phrase("It is not there yet. AFAS may still be at work on it: look again 15 minutes after the line broke.")


class Found(StrEnum):
    """What a look-up ended in."""

    THERE = "there"
    NOT_THERE = "not_there"
    OTHER_THERE = "other_there"
    TOO_EARLY = "too_early"
    ASK_PERSON = "ask_person"
    NOT_READ = "not_read"


@dataclass(frozen=True)
class Sighting:
    """What a witness shows: the record's keys, and whether it is ours (same amounts) or another with its number."""

    keys: Mapping[str, Any]
    ours: bool = True


class Witness(Protocol):
    """A connector that can show writes of certain kinds."""

    connector: str
    kinds: frozenset[str]

    def find(self, write: Write) -> Sighting | None:
        """Return what is there under this write's reference, or None when it would be shown and is not.

        Raises NotShownError for a write that it can say nothing of, else what the reading raises.
        """
        ...


@runtime_checkable
class ReadsTogether(Protocol):
    """A witness that can read what many writes left in a few questions."""

    kinds: frozenset[str]

    def expect(self, writes: Sequence[Write]) -> bool:
        """Read at once what `find` will be asked for these writes; False when that could not be read."""
        ...


class NotShownError(ConfigurationError):
    """A connector shows writes of this kind, but never this one: its silence means nothing."""


def not_shown(write: Write) -> NotShownError:
    """Return what a witness raises for a write that it cannot show."""
    return NotShownError(
        "not_shown",
        title=phrase("No connector shows this record."),
        explanation=_look_yourself(write),
        action=phrase("Say in the outbox what you see."),
    )


@dataclass(frozen=True)
class LookedUp:
    """The outcome for a person: the write as it is now, and what to do where it stays unknown."""

    write: Write
    found: Found
    text: Text
    problem: AssistantError | None = None


def look_up(outbox: Outbox, write: Write, witnesses: Sequence[Witness]) -> LookedUp:
    """Look an unknown write up and record what that proves; any other write is returned as it is."""
    if write.state is not State.UNKNOWN:
        return LookedUp(write, Found.THERE, phrase("This write is settled already."))
    able = [one for one in witnesses if write.kind in one.kinds]
    if not able:
        return LookedUp(write, Found.ASK_PERSON, _look_yourself(write))
    last = LookedUp(write, Found.NOT_READ, phrase("It could not be looked up."))
    for witness in able:
        last = _ask(outbox, write, witness)
        if last.found in {Found.THERE, Found.NOT_THERE, Found.OTHER_THERE}:
            return last
    return last


def _ask(outbox: Outbox, write: Write, witness: Witness) -> LookedUp:
    try:
        seen = witness.find(write)
    except NotShownError as error:
        return LookedUp(write, Found.ASK_PERSON, error.explanation)
    except AssistantError as error:
        return LookedUp(write, Found.NOT_READ, error.title, error)
    return _not_seen(outbox, write, witness) if seen is None else _seen_there(outbox, write, witness, seen)


def _seen_there(outbox: Outbox, write: Write, witness: Witness, seen: Sighting) -> LookedUp:
    if not seen.ours:
        text = phrase(
            "{connector} shows a record with this number and other amounts. Look at it before anything else.",
            connector=witness.connector,
        )
        return LookedUp(write, Found.OTHER_THERE, text)
    done = outbox.confirmed(write, seen.keys, {"by": LOOK_UP, "connector": witness.connector})
    outbox.shown(done, witness.connector)
    text = phrase("It arrived: {connector} shows it.", connector=witness.connector)
    return LookedUp(outbox.write(write.id), Found.THERE, text)


def _not_seen(outbox: Outbox, write: Write, witness: Witness) -> LookedUp:
    verdict = sight(write, witness.connector, outbox.writes(write.scope, kind=write.kind), outbox.now())
    if verdict is Sight.PROVEN:
        done = outbox.not_arrived(write, {"by": LOOK_UP, "connector": witness.connector})
        return LookedUp(done, Found.NOT_THERE, phrase("It did not arrive, and can be sent again."))
    if verdict is Sight.TOO_EARLY:
        return LookedUp(write, Found.TOO_EARLY, TOO_EARLY)
    text = phrase(
        "{connector} does not show it, but has never shown a write of this kind: perhaps it cannot. "
        "Look in {system} yourself, and say here what you see.",
        connector=witness.connector,
        system=_name(write),
    )
    return LookedUp(write, Found.ASK_PERSON, text)


def _look_yourself(write: Write) -> Text:
    return phrase(
        "No connector shows this kind of record. Look in {system} yourself, and say here what you see.",
        system=_name(write),
    )


def _name(write: Write) -> str:
    return {System.AFAS: "AFAS", System.TIMECHIMP: "TimeChimp"}[write.system]


def show_arrivals(outbox: Outbox, run: Run, witnesses: Sequence[Witness], *, most: int = 25) -> int:
    """Look for confirmed writes of a run in the connectors that can show them; returns how many were seen.

    Where each write would cost a question of its own at most so many are looked for: one that was seen is enough for
    the connector to count as a witness later.
    """
    confirmed = outbox.writes(run.scope, states=(State.CONFIRMED,), run_id=run.id)
    waiting = [one for one in confirmed if one.shown_by is None]
    together: frozenset[str] = frozenset()
    for witness in witnesses:
        mine = [one for one in waiting if one.kind in witness.kinds]
        if mine and isinstance(witness, ReadsTogether) and witness.expect(mine):
            together |= witness.kinds
    singly = [one for one in waiting if one.kind not in together][:most]
    at_once = [one for one in waiting if one.kind in together]
    return sum(_seen(outbox, one, witnesses) for one in (*at_once, *singly))


def _seen(outbox: Outbox, write: Write, witnesses: Iterable[Witness]) -> bool:
    for witness in witnesses:
        if write.kind not in witness.kinds:
            continue
        try:
            sighting = witness.find(write)
        except AssistantError:
            continue
        if sighting is not None and sighting.ours:
            outbox.shown(write, witness.connector)
            return True
    return False


def resolve(outbox: Outbox, write: Write, *, arrived: bool, who: str, note: str, keys: Mapping[str, Any]) -> Write:
    """Record what a person saw in the other system; `keys` are the numbers that it shows there.

    Raises ConfigurationError resolve_unnamed without a name, since the outbox keeps who said so; RetryableError
    resolve_too_early for *not arrived* while AFAS may still be at work on it.
    """
    name = _named(who)
    may_look = looks_from(write) if write.state is State.UNKNOWN else None
    if not arrived and may_look is not None and outbox.now() < may_look:
        raise RetryableError(
            "resolve_too_early",
            title=phrase("It is too early to say that it did not arrive."),
            explanation=TOO_EARLY,
            action=phrase("Look again after {time}.", time=may_look.astimezone().strftime("%H:%M")),
        )
    proof = {"by": PERSON, "who": name, "note": note}
    return outbox.confirmed(write, keys, proof) if arrived else outbox.not_arrived(write, proof)


def let_go(outbox: Outbox, write: Write, *, who: str, note: str) -> Write:
    """Record that somebody removed a confirmed record in the other system, so that it may be made again.

    Raises ConfigurationError resolve_unnamed without a name, and write_state for a write that is not confirmed.
    """
    return outbox.taken_back(write, {"by": PERSON, "who": _named(who), "note": note})


def _named(who: str) -> str:
    """Return a person's name; raises ConfigurationError resolve_unnamed when it is empty."""
    if not who.strip():
        raise ConfigurationError(
            "resolve_unnamed",
            title=phrase("Who looked?"),
            explanation=phrase("The outbox keeps who said whether the record is there."),
            action=phrase("Give your name."),
        )
    return who.strip()

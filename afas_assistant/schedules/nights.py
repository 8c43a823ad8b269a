"""Carrying out a night: the work is given, its outcome is told in one sentence, kept, and written to the log."""

import logging
from collections.abc import Callable, Mapping
from datetime import date, datetime

from afas_assistant.errors import AssistantError, RetryableError
from afas_assistant.schedules.book import NightBook
from afas_assistant.schedules.history import Attempt, Ended, finished, rests
from afas_assistant.schedules.tasks import Schedule
from afas_assistant.schedules.times import Look, Turn, look
from afas_assistant.texts import Text, joined, phrase, phrase_n

HELD_CODE = "too_many_changes"
"""The code of the error by which the work refuses to change so much without a person."""
FAULT = "fault"
Counts = Mapping[str, int]
"""What the work returns: how many were `confirmed`, `refused`, `unknown`, `skipped`, and are `left` to a person."""

_log = logging.getLogger(__name__)


def due(book: NightBook, schedule: Schedule, now: datetime) -> Look:
    """Return what is to be done now; a night that was missed is kept as such, and then waited for no more."""
    history = book.history(schedule.envid)
    attempts = history.attempts()
    seen = look(schedule.at, now, since=schedule.since, done=finished(attempts))
    if seen.turn is Turn.MISSED:
        words = phrase("The computer was off or asleep until twelve hours after its time.")
        _keep(book, schedule.envid, Attempt(seen.night, now, Ended.MISSED, words))
    elif seen.turn is Turn.RUN and rests(attempts, seen.night, now):
        return Look(Turn.WAIT, seen.night, seen.next_run)
    return seen


def carry_out(
    book: NightBook, envid: str, night: date, work: Callable[[], Counts], clock: Callable[[], datetime]
) -> Attempt:
    """Do a night's work and keep what became of it; what the work raises is told, a fault of ours is raised again."""
    try:
        counts = work()
    except AssistantError as error:
        ended = Ended.HELD if error.code == HELD_CODE else Ended.FAILED
        words = joined(error.title, error.explanation, error.action)
        again = isinstance(error, RetryableError)
        return _keep(book, envid, Attempt(night, clock(), ended, words, error.code, again))
    except Exception:
        words = phrase("This is a fault of AFAS Assistant. The log has the detail.")
        _keep(book, envid, Attempt(night, clock(), Ended.FAILED, words, FAULT))
        raise
    return _keep(book, envid, Attempt(night, clock(), _ended(counts), told(counts), counts=counts))


def told(counts: Counts) -> Text:
    """Return counts as a sentence."""
    sent = phrase(
        "{confirmed} sent, {refused} refused, {unknown} unknown, {skipped} not sent.",
        **{name: counts.get(name, 0) for name in ("confirmed", "refused", "unknown", "skipped")},
    )
    left = counts.get("left", 0)
    if not left:
        return sent if any(counts.values()) else phrase("Nothing had changed.")
    person = phrase_n(
        "1 waits for a person: see the tab Customers.", "{count} wait for a person: see the tab Customers.", left
    )
    return joined(sent, person)


def _ended(counts: Counts) -> Ended:
    if counts.get("refused") or counts.get("unknown") or counts.get("skipped"):
        return Ended.SOME_NOT
    return Ended.SENT if counts.get("confirmed") else Ended.NOTHING


def _keep(book: NightBook, envid: str, attempt: Attempt) -> Attempt:
    code = f" ({attempt.code})" if attempt.code else ""
    _log.info("night %s of %s: %s%s. %s", attempt.night, envid, attempt.ended.value, code, attempt.words.render("en"))
    try:
        book.history(envid).add(attempt)
    except AssistantError as error:
        _log.info("the result of that night is kept nowhere else: %s", error.sentence("en"))
    return attempt

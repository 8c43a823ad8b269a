"""The nights of an organisation as text for a terminal."""

from collections.abc import Iterator

from afas_assistant.cli.output import one_line
from afas_assistant.schedules.history import Attempt
from afas_assistant.schedules.nightly import Standing
from afas_assistant.schedules.tasks import WAY_NAMES, TaskState
from afas_assistant.schedules.words import ENDED_WORDS
from afas_assistant.texts import literal, phrase


def standing_text(name: str, standing: Standing) -> str:
    """Return what was chosen, how its task stands, and the last nights."""
    return "\n".join(_lines(name, standing))


def _lines(name: str, standing: Standing) -> Iterator[str]:
    schedule = standing.schedule
    if schedule is None:
        yield str(phrase("{name}: nothing is done at night.", name=name))
    else:
        way, at = WAY_NAMES[schedule.way], f"{schedule.at:%H:%M}"
        yield str(phrase("{name}: customers every night at {time}, started by {way}.", name=name, time=at, way=way))
    if standing.next_run is not None:
        yield str(phrase("Next night: {time}", time=f"{standing.next_run.astimezone():%d-%m-%Y %H:%M}"))
    if standing.problem is not None:
        yield standing.problem.sentence()
    if standing.task is not None:
        yield from _task(standing.task)
    yield from map(attempt_line, standing.attempts)


def attempt_line(attempt: Attempt) -> str:
    """Return a night as a line."""
    when = literal(f"{attempt.at.astimezone():%d-%m-%Y %H:%M}")
    return "  ".join(one_line(text) for text in (when, ENDED_WORDS[attempt.ended], attempt.words))


def _task(task: TaskState) -> Iterator[str]:
    if not task.made:
        yield str(phrase("Its task is not there; make it again."))
        return
    if task.changed:
        yield str(phrase("Its task is not as it was made, or does not run; make it again."))
    if task.next_run:
        yield str(phrase("The scheduler says: next {time}", time=literal(task.next_run)))
    if task.last_run or task.last_result:
        told = literal(" · ".join(filter(None, (task.last_run, task.last_result))))
        yield str(phrase("The scheduler says: last {result}", result=told))

"""What the nights ask of a worker: which are due, and doing one. Importing this brings the client's libraries along."""

from collections.abc import Collection
from dataclasses import dataclass

from afas_assistant.errors import AssistantError
from afas_assistant.onboarding.desk import Desk
from afas_assistant.organisations.records import Connection
from afas_assistant.organisations.refusals import connection_not_found
from afas_assistant.schedules.book import NightBook
from afas_assistant.schedules.history import Attempt
from afas_assistant.schedules.nightly import Nightly, Offer, Standing, utc_now
from afas_assistant.schedules.nights import carry_out, due
from afas_assistant.schedules.tasks import Schedule, Way
from afas_assistant.schedules.times import Turn
from afas_assistant.sync.unattended import import_unattended
from afas_assistant.timechimp.pace import Pace
from afas_assistant.ui.tabs.daily_desk import KeptDailyDesk
from afas_assistant.ui.tabs.progress import Progress


@dataclass(frozen=True)
class Overview:
    """What the dialog shows: how it stands, and what each scheduler would make."""

    standing: Standing
    offers: tuple[Offer, ...]


def due_here(desk: Desk, envids: Collection[str]) -> tuple[str, ...]:
    """Return the environments, of these, whose night this program has to do now."""
    book = NightBook(desk.folders)
    chosen = [one for one in book.schedules().values() if one.way is Way.OPEN and one.envid in envids]
    return tuple(one.envid for one in chosen if due(book, one, utc_now()).turn is Turn.RUN)


def do_night(
    desk: Desk, organisation_id: int, envid: str, progress: Progress, pace: Pace | None = None
) -> Attempt | None:
    """Do the night of an organisation; None when it is not due any more, after what ran before it on its lane."""
    book = NightBook(desk.folders)
    schedule = book.schedule(envid)
    if schedule is None or progress.stopped():
        return None
    seen = due(book, schedule, utc_now())
    if seen.turn is not Turn.RUN:
        return None

    def work() -> dict[str, int]:
        daily = KeptDailyDesk(desk, _connection(desk, organisation_id, schedule), pace=pace)
        with daily.workbench(progress) as bench:
            return import_unattended(bench, most=schedule.most, listener=progress, cancelled=progress.stopped)

    return carry_out(book, envid, seen.night, work, utc_now)


def overview(nightly: Nightly, schedule: Schedule) -> Overview:
    """Return how the nights stand, and what would be made of a schedule."""
    return Overview(nightly.standing(schedule.envid), nightly.offers(schedule))


def _connection(desk: Desk, organisation_id: int, schedule: Schedule) -> Connection:
    connections = desk.store.connections(organisation_id)
    found = [one for one in connections if schedule.connection in {"", one.label}]
    if len(found) == 1:
        return found[0]
    raise _missing(schedule, [one.label for one in connections])


def _missing(schedule: Schedule, labels: list[str]) -> AssistantError:
    return connection_not_found(schedule.connection or schedule.envid, labels)

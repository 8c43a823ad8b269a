"""Seeded hours, expenses and rides of the last four months, in every status, billable and not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from afas_assistant.practice.seed import Seed, mixed
from afas_assistant.practice.timechimp import catalogue
from afas_assistant.practice.timechimp.catalogue import Record
from afas_assistant.practice.timechimp.seeded_projects import FIRST_PROJECT, TASKS_EACH, UNSPECIFIED, USERS_EACH
from afas_assistant.practice.timechimp.statuses import Status

MOST = 60_000
DAYS = 120
SETTLED_AFTER = 60
_PLACES = ("Dorpsstraat 1, Leusden", "Markt 5, Zwolle", "Havenstraat 12, Goes", "Kerkstraat 3, Tilburg")
# of twenty recent registrations, what they are
_RECENT = (
    *[Status.APPROVED] * 10, *[Status.PENDING_APPROVAL] * 3, *[Status.OPEN] * 3, Status.REJECTED, Status.WRITTEN_OFF,
    *[Status.INVOICED] * 2,
)  # fmt: skip
_PAYMENTS = ((12.5, 21.0), (48.95, 21.0), (7.8, 9.0), (33.33, 9.0), (19.0, 0.0), (125.0, 21.0), (-20.0, 21.0))


@dataclass(frozen=True)
class Ground:
    """What registrations are made of; ``projects`` are all but the unspecified one."""

    seed: Seed
    today: date
    projects: tuple[Record, ...]
    project_tasks: Mapping[int, Record]
    project_users: Mapping[int, Record]
    approval: bool

    @property
    def hours(self) -> int:
        """How many hours are registered; as many expenses and rides together make a quarter of that."""
        return min(self.seed.size * 4, MOST) if self.projects else 0


def hours(ground: Ground) -> Iterator[Record]:
    """Give registered hours; each seventeenth stands on a customer without a project, and one lasts no time at all."""
    for index in range(ground.hours):
        common, project, chance = _common(ground, index, 211)
        task = ground.project_tasks[_place(project, 200_000, TASKS_EACH, chance)]
        user = ground.project_users[_place(project, 300_000, USERS_EACH, chance >> 3)]
        alone = index % 17 == 16
        length = 0.0 if index == 40 else (1 + (chance >> 6) % 32) / 4
        day = common["date"][:10]
        timed = index % 3 == 0
        yield common | {
            "id": 1_000_001 + index, "projectId": None if alone else project["id"],
            "projectTaskId": None if alone else task["id"], "taskId": task["taskId"], "userId": user["userId"],
            "hours": length, "pause": 0.5 if timed and length > 4 else 0.0,
            "start": f"{day}T07:00:00" if timed else None, "end": _end(day, length) if timed else None,
            "externalName": None, "externalUrl": None, "tagIds": [81001] if index % 13 == 0 else [],
            "notes": ("Ketel nagekeken", "Overleg met klant", "", None, "Leidingen gelegd; 2e verdieping")[chance % 5],
        }  # fmt: skip


def expenses(ground: Ground) -> Iterator[Record]:
    """Give expenses at all three rates; some are corrections below zero."""
    for index in range(ground.hours // 8):
        common, project, chance = _common(ground, index, 223)
        price, rate = _PAYMENTS[chance % len(_PAYMENTS)]
        yield common | {
            "id": 3_000_001 + index, "projectId": project["id"], "userId": catalogue.USERS[chance % 5][0],
            "categoryId": catalogue.CATEGORIES[(chance >> 4) % len(catalogue.CATEGORIES)][0],
            "notes": "Volgens bon", "attachment": None, "quantity": float(1 + (chance >> 7) % 3), "rate": price,
            "tax": rate, "vatRateId": catalogue.VAT_BY_RATE[rate], "billable": index % 6 != 5,
        }  # fmt: skip


def rides(ground: Ground) -> Iterator[Record]:
    """Give rides; business, between home and work, and private; some without a vehicle."""
    for index in range(ground.hours // 8):
        common, project, chance = _common(ground, index, 227)
        kind = (2, 2, 2, 3, 1)[index % 5]
        yield common | {
            "id": 5_000_001 + index, "projectId": project["id"], "userId": catalogue.USERS[chance % 5][0],
            "vehicleId": None if index % 7 == 6 else catalogue.VEHICLES[chance % len(catalogue.VEHICLES)][0],
            "fromAddress": _PLACES[chance % 4], "toAddress": _PLACES[(chance >> 2) % 4], "notes": None,
            "distance": 4.0 + (chance >> 5) % 1800 / 10, "billable": kind == 2, "type": kind,
        }  # fmt: skip


def _common(ground: Ground, index: int, salt: int) -> tuple[Record, Record, int]:
    """Give what all registrations share, the project they are on, and the chance figure they were made with."""
    chance = mixed(ground.seed.number, salt, index)
    project = ground.projects[(chance >> 2) % len(ground.projects)]
    age = (chance >> 9) % DAYS
    day = ground.today - timedelta(days=age)
    intern, extern = _statuses(chance >> 16, age, approval=ground.approval)
    hour = 12 + chance % 11 if age else 0
    common: Record = {
        "customerId": project["customerId"], "date": f"{day.isoformat()}T00:00:00", "statusIntern": intern,
        "statusExtern": extern, "modified": f"{day.isoformat()}T{hour:02d}:{chance % 60:02d}:00",
    }  # fmt: skip
    return common, project, chance


def _statuses(chance: int, age: int, *, approval: bool) -> tuple[int, int]:
    """Give the office's and the customer's status; old ones are mostly invoiced, a few recent ones the customer saw."""
    if age > SETTLED_AFTER:
        settled = Status.INVOICED if chance % 20 < 17 else Status.WRITTEN_OFF if chance % 20 == 17 else Status.APPROVED
        return int(settled if approval or settled != Status.APPROVED else Status.OPEN), int(Status.OPEN)
    intern = _RECENT[chance % len(_RECENT)]
    if not approval:
        return int(intern if intern in {Status.INVOICED, Status.WRITTEN_OFF} else Status.OPEN), int(Status.OPEN)
    seen = intern == Status.APPROVED and (chance >> 5) % 25 == 0
    extern = (Status.REJECTED, Status.PENDING_APPROVAL)[(chance >> 4) % 2] if seen else Status.OPEN
    return int(intern), int(extern)


def _place(project: Record, first: int, each: int, chance: int) -> int:
    """Give the id of one of a project's activities or people."""
    number: int = project["id"]
    return first + (number - UNSPECIFIED) * each + chance % each


def _end(day: str, length: float) -> str:
    """Give when hours that began at seven (UTC) ended; after four hours there is half an hour's pause."""
    minutes = 7 * 60 + round(length * 60) + (30 if length > 4 else 0)
    return f"{day}T{minutes // 60:02d}:{minutes % 60:02d}:00"


def seeded_projects(all_projects: Mapping[int, Record]) -> tuple[Record, ...]:
    """Give the projects that registrations are put on."""
    return tuple(project for number, project in all_projects.items() if number >= FIRST_PROJECT)

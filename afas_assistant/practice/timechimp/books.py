"""The books of the pretend TimeChimp: every record by kind and id, made from the seed on first use and then changed.

Records are flat, with the field names of v1; names of linked records are looked up when a record is shown.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from threading import RLock

from afas_assistant.practice.clock import Clock
from afas_assistant.practice.seed import Seed
from afas_assistant.practice.timechimp import (
    catalogue,
    seeded_customers,
    seeded_invoices,
    seeded_projects,
    seeded_registrations,
)
from afas_assistant.practice.timechimp.catalogue import Record
from afas_assistant.practice.timechimp.seeded_registrations import Ground
from afas_assistant.practice.timechimp.statuses import Status
from afas_assistant.practice.timechimp.switches import Switches

Table = dict[int, Record]
REGISTRATIONS = ("time", "expenses", "mileage")


class Books:
    """All records of one company. Whoever reads more than one record, or writes, holds ``lock``."""

    def __init__(self, seed: Seed, clock: Clock, switches: Switches) -> None:
        self.lock = RLock()
        self.changes = 0
        self._seed = seed
        self._clock = clock
        self._today: date = clock.today()
        self._switches = switches
        self._tables: dict[str, Table] = {}
        self._histories: dict[tuple[str, int], list[Record]] = {}
        self._versions: Counter[str] = Counter()
        self._last: dict[str, int] = {}
        self._groups: dict[tuple[str, str], tuple[int, dict[int, list[Record]]]] = {}
        self._makers: Mapping[str, Callable[[], Iterable[Record]]] = {
            "customers": lambda: seeded_customers.customers(seed, self._today, switches.customers),
            "contacts": lambda: seeded_customers.contacts(seed, list(self.table("customers"))),
            "projects": lambda: seeded_projects.projects(seed, self._today, list(self.table("customers"))),
            "projecttasks": lambda: seeded_projects.project_tasks(self.table("projects")),
            "projectusers": lambda: seeded_projects.project_users(self.table("projects")),
            "projectnotes": list,
            "tasks": catalogue.tasks,
            "categories": catalogue.categories,
            "vehicles": catalogue.vehicles,
            "vatrates": catalogue.vat_rates,
            "tags": catalogue.tags,
            "users": catalogue.users,
            "usercontracts": catalogue.contracts,
            "time": lambda: seeded_registrations.hours(self._ground()),
            "expenses": lambda: seeded_registrations.expenses(self._ground()),
            "mileage": lambda: seeded_registrations.rides(self._ground()),
            "invoices": lambda: seeded_invoices.invoices(seed, self._today, self.table("customers")),
        }

    @property
    def kinds(self) -> tuple[str, ...]:
        """Name every kind of record."""
        return tuple(self._makers)

    def table(self, kind: str) -> Table:
        """Give all records of a kind by id, in the order of their making."""
        with self.lock:
            if kind not in self._tables:
                self._tables[kind] = {record["id"]: record for record in self._makers[kind]()}
            return self._tables[kind]

    def find(self, kind: str, number: object) -> Record | None:
        """Find a record; None when there is none of that id."""
        return self.table(kind).get(number) if type(number) is int else None

    def named(self, kind: str, number: object, field: str = "name") -> str | None:
        """Give the name of a record that another one points to; None when it points to nothing."""
        record = self.find(kind, number)
        return None if record is None else record[field]

    def below(self, kind: str, field: str, number: int) -> list[Record]:
        """Give the records of a kind that point to a record by a field, which may hold one id or a list of ids."""
        with self.lock:
            version, groups = self._groups.get((kind, field), (-1, {}))
            if version != self._versions[kind]:
                groups = _grouped(self.table(kind).values(), field)
                self._groups[kind, field] = self._versions[kind], groups
            return list(groups.get(number, ()))

    def add(self, kind: str, record: Record) -> Record:
        """Keep a new record under the next id of its kind; the id of one that was deleted is never given again."""
        with self.lock:
            self._last[kind] = (self._last.get(kind) or max(self.table(kind), default=900_000)) + 1
            return self.put(kind, {**record, "id": self._last[kind]})

    def put(self, kind: str, record: Record) -> Record:
        """Keep a record under its own id, in place of the one that was there; it now counts as just changed."""
        with self.lock:
            self.table(kind)[record["id"]] = record | {"modified": self.moment()}
            self._changed(kind)
            return self.table(kind)[record["id"]]

    def remove(self, kind: str, number: int) -> None:
        """Forget a record. KeyError: there is none of that id."""
        with self.lock:
            self._last.setdefault(kind, max(self.table(kind)))
            del self.table(kind)[number]
            self._changed(kind)

    def set_status(self, kind: str, number: int, track: str, status: Status, message: str | None) -> Record:
        """Give a registration another status on a track (statusIntern or statusExtern), and remember that."""
        with self.lock:
            history = self.history(kind, number)
            record = self.put(kind, {**self.table(kind)[number], track: int(status)})
            entry = _entry(len(history) + 1, track, status, message, record["modified"])
            self._histories[kind, number] = [*history, entry]
            return record

    def history(self, kind: str, number: int) -> list[Record]:
        """Give the statuses a registration had, oldest first; a seeded one begins with the status it was made with."""
        with self.lock:
            known = self._histories.get((kind, number))
            if known is not None:
                return known
            record = self.table(kind)[number]
            return [_entry(1, "statusIntern", Status(record["statusIntern"]), None, record["modified"])]

    def changed_statuses(self) -> dict[str, dict[int, list[int]]]:
        """Give the statuses one after the other of every registration whose status changed since the making."""
        changed: dict[str, dict[int, list[int]]] = {kind: {} for kind in REGISTRATIONS}
        with self.lock:
            for (kind, number), entries in self._histories.items():
                changed[kind][number] = [entry["status"] for entry in entries]
        return changed

    def moment(self) -> str:
        """Write this moment as v1 does."""
        return self._clock.now().strftime("%Y-%m-%dT%H:%M:%S")

    def day(self) -> str:
        """Write today as v1 does."""
        return f"{self._clock.today().isoformat()}T00:00:00"

    def _changed(self, kind: str) -> None:
        """Count a change, so that what was derived from the records is made anew."""
        self.changes += 1
        self._versions[kind] += 1

    def _ground(self) -> Ground:
        """Gather what registrations are made of."""
        projects = seeded_registrations.seeded_projects(self.table("projects"))
        tasks, users = self.table("projecttasks"), self.table("projectusers")
        approval = self._switches.approval == "internal"
        return Ground(self._seed, self._today, projects, tasks, users, approval)


def _grouped(records: Iterable[Record], field: str) -> dict[int, list[Record]]:
    """Gather records by the record, or records, that they point to."""
    groups: dict[int, list[Record]] = {}
    for record in records:
        pointed = record[field]
        for number in pointed if isinstance(pointed, list) else [pointed]:
            groups.setdefault(number, []).append(record)
    return groups


def _entry(number: int, track: str, status: Status, message: str | None, moment: str) -> Record:
    """Give one line of a status history; its fields but for the status are our assumption."""
    return {"id": number, "track": track, "status": int(status), "message": message, "modified": moment}

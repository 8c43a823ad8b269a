"""What is kept, read in one go for the window: every organisation with what its last checks found.

Importing this brings the client's libraries along, so a worker does. What it hands over needs no further reading.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from afas_assistant.errors import AssistantError
from afas_assistant.onboarding.checklist import Checklist
from afas_assistant.onboarding.desk import ConnectionView, Desk, OrganisationView, ReportData
from afas_assistant.onboarding.differences import Difference, Key
from afas_assistant.onboarding.flow import WizardState
from afas_assistant.onboarding.kept_report import kept_verdicts
from afas_assistant.onboarding.probes.by_hand import confirmed
from afas_assistant.onboarding.requirements import Profile, Severity
from afas_assistant.onboarding.verdicts import Line, Reason, Status, Verdict
from afas_assistant.organisations.records import Confirmation, Connection, Organisation
from afas_assistant.organisations.store import wizard_key
from afas_assistant.organisations.trouble_store import Trouble
from afas_assistant.texts import phrase
from afas_assistant.ui.daily_reading import read_daily, read_troubles
from afas_assistant.ui.daily_standing import DailyStanding

NO_WORK = DailyStanding()
NEW_WIZARD = "new"
"""The key of a wizard's state until its organisation exists."""


@dataclass(frozen=True)
class ConnectionSnapshot:
    """One connection as the window shows it; `checked_at` is None before the first check.

    `problem` is why its checklist could not be read. `token_kept` is false when the token is gone with the last run.
    `trouble` is what stopped the last check, while `checked_at` is the last one that got through.
    """

    connection: Connection
    names: Mapping[str, str]
    lines: Sequence[Line]
    verdicts: Sequence[Verdict]
    changed: Mapping[Key, Difference]
    checked_at: datetime | None
    days_left: int
    token_kept: bool = True
    confirmed: frozenset[str] = frozenset()
    problem: AssistantError | None = None
    trouble: Trouble | None = None

    @cached_property  # counted by the worker that reads it: with 300 organisations the window would stand still
    def open_lines(self) -> int:
        """How many required lines do not hold, those that await somebody's word included."""
        return sum(one.blocks for one in self.verdicts)

    @cached_property
    def unconfirmed(self) -> int:
        """How many required lines await somebody's word."""
        return sum(one.blocks and one.status is Status.BY_HAND for one in self.verdicts)

    @property
    def required(self) -> int:
        """How many lines are required."""
        return sum(one.line.severity is Severity.REQUIRED for one in self.verdicts)

    @property
    def required_in_order(self) -> int:
        """How many required lines hold."""
        return self.required - self.open_lines

    @property
    def advice(self) -> int:
        """How many advised lines do not hold."""
        advised = (one for one in self.verdicts if one.line.severity is not Severity.REQUIRED)
        return sum(one.status in {Status.FAILED, Status.NOT_TESTED} for one in advised)


@dataclass(frozen=True)
class OrganisationSnapshot:
    """One organisation with its connections; `wizard` is where connecting it was left."""

    organisation: Organisation
    connections: Sequence[ConnectionSnapshot]
    wizard: WizardState | None = None
    daily: DailyStanding = NO_WORK

    @property
    def days_left(self) -> int | None:
        """Return the days until the first of its tokens ends; None without a connection."""
        return min((one.days_left for one in self.connections), default=None)


@dataclass(frozen=True)
class Snapshot:
    """Everything that is kept. `wizard` is where connecting a new environment was left."""

    organisations: Sequence[OrganisationSnapshot] = ()
    wizard: WizardState | None = None

    def organisation(self, key: int) -> OrganisationSnapshot | None:
        """Return an organisation by its number, or None when it is gone."""
        return next((one for one in self.organisations if one.organisation.id == key), None)


class SnapshotReader:
    """Reads what is kept, again and again, without asking AFAS or the keyring; one call at a time.

    What a check found is worked out once: three hundred organisations would take two seconds each time (measured).
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._worked_out: dict[int, tuple[ReportData, Sequence[Line], Sequence[Verdict]]] = {}

    def read(self) -> Snapshot:
        """Return everything that is kept, as it is now."""
        desk = self._desk
        today = date.today()  # noqa: DTZ011 - days left are counted where the person is
        reader, views = _Reader(desk, today, self._verdicts), desk.organisations()
        daily = read_daily(desk, views)
        found = (replace(reader.organisation(one), daily=daily[one.organisation.id]) for one in views)
        return Snapshot(tuple(found), reader.wizard(NEW_WIZARD))

    def _verdicts(self, view: ConnectionView, lines: Sequence[Line]) -> Sequence[Verdict]:
        report = view.report
        if report is None:
            return ()
        known = self._worked_out.get(view.connection.id)
        if known is None or known[0] is not report or known[1] != lines:
            known = (report, lines, kept_verdicts(report, lines))
            self._worked_out[view.connection.id] = known
        return known[2]


class _Reader:
    """Reads for one snapshot; a checklist that several connections share is read once."""

    def __init__(
        self, desk: Desk, today: date, verdicts: Callable[[ConnectionView, Sequence[Line]], Sequence[Verdict]]
    ) -> None:
        self._desk, self._today, self._verdicts = desk, today, verdicts
        self._checklists: dict[tuple[str, ...], tuple[Sequence[Profile], Sequence[Line]]] = {}
        self._troubles = read_troubles(desk)
        self._confirmations = desk.store.all_confirmations()
        self._wizards = desk.store.wizard_states()

    def organisation(self, view: OrganisationView) -> OrganisationSnapshot:
        wizard = self.wizard(wizard_key(view.organisation))
        return OrganisationSnapshot(view.organisation, tuple(map(self._connection, view.connections)), wizard)

    def wizard(self, key: str) -> WizardState | None:
        data = self._wizards.get(key)
        return WizardState.from_data(data) if data else None

    def _connection(self, view: ConnectionView) -> ConnectionSnapshot:
        connection = view.connection
        confirmations = {one.check_id: one for one in self._confirmations.get(connection.id, ())}
        plain = ConnectionSnapshot(
            connection,
            {},
            (),
            (),
            view.changed,
            datetime.fromisoformat(view.report["at"]) if view.report else None,
            view.days_left(self._today),
            self._desk.has_token(connection),
            frozenset(confirmations),
            trouble=self._troubles.get(connection.id),
        )
        try:
            profiles, lines = self._checklist_of(connection)
        except AssistantError as error:
            return replace(plain, problem=error)
        verdicts = self._verdicts(view, lines)
        full = replace(
            plain,
            names={profile.id: profile.name for profile in profiles},
            lines=lines,
            verdicts=[as_people_say(one, confirmations) for one in verdicts],
        )
        _ = full.open_lines, full.unconfirmed
        return full

    def _checklist_of(self, connection: Connection) -> tuple[Sequence[Profile], Sequence[Line]]:
        if connection.profiles not in self._checklists:
            profiles = self._desk.profiles_of(connection)
            lines = Checklist.of(profiles, stored=True, expected=True).lines()
            self._checklists[connection.profiles] = (profiles, lines)
        return self._checklists[connection.profiles]


def as_people_say(verdict: Verdict, confirmations: Mapping[str, Confirmation]) -> Verdict:
    """Return a verdict on a line that only people can tell, by what they say now: that needs no new check."""
    if verdict.status is not Status.BY_HAND:
        return verdict
    said = confirmations.get(verdict.line.id)
    if said is not None:
        return confirmed(verdict.line, said)
    if verdict.reason is Reason.NOT_CONFIRMED:
        return verdict
    title = phrase("Only a person can tell; not confirmed yet")
    return replace(verdict, title=title, reason=Reason.NOT_CONFIRMED, detail=())

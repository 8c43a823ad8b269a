"""A desk whose store is real and whose AFAS is a list of what fails, for the wizard's tests."""

import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.metainfo import Info
from afas_assistant.afas.token import ClassicToken
from afas_assistant.errors import AssistantError
from afas_assistant.onboarding.checker import Listener, Silent
from afas_assistant.onboarding.desk import Desk
from afas_assistant.onboarding.evidence import Listed
from afas_assistant.onboarding.flow import Step, WizardState
from afas_assistant.onboarding.report import CheckReport, Environment
from afas_assistant.onboarding.verdicts import Line, Reason, Section, Status, Verdict
from afas_assistant.organisations.enrolment import Answer, Enrolled
from afas_assistant.organisations.records import Connection
from afas_assistant.paths import folders
from afas_assistant.texts import literal
from afas_assistant.ui.wizard.calls import checklist_lines

TOKEN = ClassicToken("5EC3" * 16)
ENVID = "T99001AA"


class PretendDesk(Desk):
    """Answers checks from `failing` (line ids) and `unconfirmed`; `stopped` is why a check cannot be made.

    A check waits for `go`; `checks` keeps the ids that each tested; None for a whole one.
    """

    def __init__(self, home: Path) -> None:
        super().__init__(folders(home))
        self.failing: set[str] = set()
        self.by_hand: set[str] = set()
        self.stopped: AssistantError | None = None
        self.broken: Exception | None = None
        self.checks: list[set[str] | None] = []
        self.go = threading.Event()
        self.go.set()
        self.ended = threading.Event()

    def ready_connection(self, *, kind: str = "99001", profile: str = "smartbooqing") -> Enrolled:
        """Keep a connection, as page 3 does."""
        info = Info(envid=ENVID, appName="SmartbooqingConnector", group="Group 101 (99001.APP)", tokenExpiry="0")
        return self.connect(Answer(understand_address(kind), info), TOKEN, name="Trial", profiles=[profile])

    def check(
        self,
        connection: Connection,
        *,
        listener: Listener | None = None,
        cancelled: Callable[[], bool] = bool,
        choose: Callable[[Listed], Any] | None = None,
    ) -> CheckReport:
        """Judge the lines of the connection's checklists."""
        self.store.connection(connection.id)
        if self.broken is not None:
            raise self.broken
        told, lines = listener or Silent(), checklist_lines(self.profiles_of(connection))
        told.planned(lines)
        wanted = choose(Listed(get=(), update=())) if choose else None
        self.checks.append(None if wanted is None else {line.id for line in lines if wanted(line)})
        while not self.go.wait(0.005) and not cancelled():
            time.sleep(0)
        verdicts = [self._verdict(line, connection) for line in lines if wanted is None or wanted(line)]
        for verdict in verdicts:
            told.judged(verdict)
        report = CheckReport(
            Environment("https://99001.resttest.afas.online", ENVID, "SmartbooqingConnector"),
            verdicts,
            datetime.now(UTC).astimezone(),
            0.01,
            stopped=self.stopped,
            cancelled=cancelled(),
        )
        if choose is None and self.stopped is None and not cancelled():
            self.keep(connection, report)
        self.ended.set()
        return report

    def _verdict(self, line: Line, connection: Connection) -> Verdict:
        if self.stopped is not None:
            return Verdict(line, Status.NOT_TESTED, literal("because"), reason=Reason.EARLIER_FAILED)
        if line.id in self.by_hand and line.id not in self.confirmations(connection):
            return Verdict(line, Status.BY_HAND, literal("look"), reason=Reason.NOT_CONFIRMED)
        if line.id in self.by_hand:
            return Verdict(line, Status.BY_HAND, literal("confirmed"))
        if line.id in self.failing:
            return Verdict(line, Status.FAILED, literal("not there"), reason=Reason.MISSING, remedy=literal("Tick it."))
        return Verdict(line, Status.OK, literal("1 row read"), found=line.name)


def state_at(step: Step, kept: Enrolled, profiles: Sequence[str] = ("smartbooqing",), **more: Any) -> WizardState:
    """Return the state of a wizard whose connection is kept."""
    return WizardState(
        profiles=tuple(profiles),
        step=step,
        address="T99001AA",
        name="Trial",
        organisation_id=kept.organisation.id,
        connection_id=kept.connection.id,
        **more,
    )


def by_hand_ids(desk: Desk, kept: Enrolled) -> set[str]:
    """Return the ids of the manual steps."""
    lines = checklist_lines(desk.profiles_of(kept.connection))
    return {line.id for line in lines if line.section is Section.BY_HAND}

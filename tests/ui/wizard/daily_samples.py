"""For the tests of the pages that prepare the daily work: a pretend TimeChimp, pretend lists, and the way to a page."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from afas_assistant.errors import AssistantError
from afas_assistant.onboarding.flow import Step
from afas_assistant.organisations.enrolment import Enrolled
from afas_assistant.sync.master_records import Item
from afas_assistant.texts import literal
from afas_assistant.timechimp.errors import TimeChimpError
from afas_assistant.timechimp.hosts import Bases
from afas_assistant.timechimp.key import Generation, TimeChimpKey
from afas_assistant.timechimp.probe import Access, Writing
from afas_assistant.transport import LineError
from afas_assistant.ui.wizard import calls, daily_calls
from afas_assistant.ui.wizard.wizard_page import WizardPage
from tests.helpers.timechimp_line import KEY as GOOD_KEY
from tests.ui.wizard.conftest import PATIENCE, Opener
from tests.ui.wizard.pretend_desk import PretendDesk, state_at

KEY = GOOD_KEY.bare
LONGEST = 10.0  # seconds
SCOPE = "T99001AA/SmartbooqingConnector"
V1, V2 = Generation.V1, Generation.V2

ITEMS = (
    Item("1", "300", "Consultancy", "UUR", ("UUR", "DAG")),
    Item("2", "1000", "Reiskosten", "STK", ("STK",)),
    Item("2", "1001", "Licentie", "", ()),
    *(Item("2", f"20{number}", f"Materiaal {number}", "STK", ("STK",)) for number in range(10)),
)
ADMINISTRATIONS = [calls.Administration(str(number), f"Bedrijf {number}") for number in range(1, 9)]


def access(
    *, reading: bool = True, writing: Writing = Writing.ALLOWED, trouble: AssistantError | None = None
) -> Access:
    """Return what TimeChimp says: to a key of v1 that may do everything, unless told otherwise."""
    return Access(
        answers={V1: literal("v1 said something"), V2: literal("v2 said nothing")},
        generations=(V1,) if reading else (),
        writing=writing if reading else Writing.NOT_TESTED,
        writing_words=literal(f"writing is {writing.value}") if reading else None,
        customers=62 if reading else None,
        trouble=None if reading else trouble or key_refused(),
    )


def key_refused() -> TimeChimpError:
    """TimeChimp answered, and does not want the key."""
    made = TimeChimpError(
        "timechimp_key_refused",
        title=literal("TimeChimp refuses the key."),
        explanation=literal("It is wrong."),
        action=literal("Copy it again."),
    )
    made.status = 401
    return made


def line_broken() -> LineError:
    """Nobody answered."""
    return LineError(
        "line_broken",
        title=literal("The line broke."),
        explanation=literal("No answer came."),
        action=literal("Try again."),
    )


@dataclass
class PretendRemotes:
    """What AFAS and TimeChimp say; `tested` keeps with which key and where TimeChimp was asked.

    TimeChimp answers once `go` is set.
    """

    says: Callable[[], Access] = access
    items: daily_calls.ItemsRead | Exception = field(default_factory=lambda: daily_calls.ItemsRead(ITEMS, 2, {}))
    administrations: calls.Administrations | Exception = field(
        default_factory=lambda: calls.Administrations("DDI_Profit_Administraties", ADMINISTRATIONS)
    )
    tested: list[tuple[TimeChimpKey, Bases]] = field(default_factory=list)
    go: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.go.set()

    def test(self, key: TimeChimpKey, bases: Bases) -> Access:
        self.tested.append((key, bases))
        self.go.wait(LONGEST)
        return self.says()

    def read_items(self, *_: Any) -> daily_calls.ItemsRead:
        if isinstance(self.items, Exception):
            raise self.items
        return self.items

    def read_administrations(self, *_: Any) -> calls.Administrations:
        if isinstance(self.administrations, Exception):
            raise self.administrations
        return self.administrations

    def take_over(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Answer instead of the network."""
        monkeypatch.setattr(daily_calls, "tested", self.test)
        monkeypatch.setattr(daily_calls, "read_items", self.read_items)
        monkeypatch.setattr(calls, "administrations", self.read_administrations)


def arrive_at(
    open_wizard: Opener, kept: Enrolled, step: Step, qtbot: QtBot, *, profile: str = "timechimp", **state: Any
) -> WizardPage:
    """Open the wizard on a kept connection and go to a step, once everything is tested; the page is at rest then."""
    wizard = open_wizard(state_at(Step.GET, kept, profiles=(profile,)))
    qtbot.waitUntil(lambda: wizard.session.verdicts is not None, timeout=PATIENCE)
    wizard.session.flow.change(step=step, **state)
    wizard._arrive()
    at_rest(wizard, qtbot)
    return wizard


def at_rest(wizard: WizardPage, qtbot: QtBot) -> None:
    """Wait until the page waits for nothing."""
    qtbot.waitUntil(lambda: wizard.page is not None and not wizard.page.busy, timeout=PATIENCE)


def kept_connection(desk: PretendDesk, **more: Any) -> Enrolled:
    """Return a connection whose checklist bills hours."""
    return desk.ready_connection(profile="timechimp", **more)

"""Checking all of them: two organisations at a time, each on its own, and nothing left behind when it is given up."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from pytestqt.qtbot import QtBot

from afas_assistant.errors import ConfigurationError
from afas_assistant.onboarding.desk import Desk
from afas_assistant.onboarding.report import CheckReport
from afas_assistant.organisations.records import Connection
from afas_assistant.texts import phrase
from afas_assistant.ui.kept import Kept
from afas_assistant.ui.pages.all_organisations import AllOrganisationsPage
from afas_assistant.ui.pages.all_organisations_run import AT_ONCE, CheckAll, Job, check_connection
from afas_assistant.ui.states import State
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.theme import Theme
from tests.ui.kept_samples import Home
from tests.ui.many_organisations import connection
from tests.ui.samples import report, words_of

PATIENCE = 10_000  # milliseconds


@dataclass
class Gate:
    """A check that waits until it is let go; counts who is in it."""

    errors: dict[int, Exception] = field(default_factory=dict)
    open: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    begun: list[int] = field(default_factory=list)
    inside: list[int] = field(default_factory=list)
    most: int = 0
    cancelled: list[int] = field(default_factory=list)

    def __call__(self, desk: Desk, connection: Connection, cancelled: Callable[[], bool]) -> CheckReport:
        with self.lock:
            self.begun.append(connection.id)
            self.inside.append(connection.organisation_id)
            self.most = max(self.most, len(self.inside))
        while not self.open.wait(0.005):
            if cancelled():
                self.cancelled.append(connection.id)
                break
        with self.lock:
            self.inside.remove(connection.organisation_id)
        if error := self.errors.get(connection.id):
            raise error
        return report()


@pytest.fixture
def gate() -> Iterator[Gate]:
    made = Gate()
    yield made
    made.open.set()


@pytest.fixture
def kept(runner: TaskRunner, home_folder: Home, theme: Theme, english: None) -> Kept:
    return Kept(home_folder.new_desk, runner)


@pytest.fixture
def open_page(kept: Kept, runner: TaskRunner, gate: Gate, qtbot: QtBot) -> Callable[[], AllOrganisationsPage]:
    """Open what is kept, and show all of it."""

    def open_one() -> AllOrganisationsPage:
        page = AllOrganisationsPage(kept, runner, check=gate)
        qtbot.addWidget(page)
        page.resize(1000, 500)
        page.show()
        kept.changed.connect(lambda: page.show_kept(kept.snapshot) if kept.snapshot else None)
        with qtbot.waitSignal(kept.changed, timeout=PATIENCE):
            kept.open()
        return page

    return open_one


Opener = Callable[[], AllOrganisationsPage]


def fill(home: Home, count: int) -> None:
    for number in range(count):
        home.add(f"Organisation {number:02d}", number=99010 + number)


def states(page: AllOrganisationsPage) -> dict[str, State]:
    return {one.name: one.state for one in page.model.all()}


def test_two_organisations_at_a_time_until_all_are_checked(
    open_page: Opener, home_folder: Home, gate: Gate, kept: Kept, qtbot: QtBot
) -> None:
    fill(home_folder, 7)
    page = open_page()
    page.header.check_button.click()
    qtbot.waitUntil(lambda: len(gate.begun) == AT_ONCE, timeout=PATIENCE)
    assert [name for name, state in states(page).items() if state is State.BUSY] == [
        "Organisation 00",
        "Organisation 01",
    ]
    assert not page.header.check_button.isEnabled()
    assert page.footer.stop_button.isVisible()
    page.start()  # a second time does nothing
    readings: list[None] = []
    kept.changed.connect(lambda: readings.append(None))
    gate.open.set()
    qtbot.waitUntil(lambda: not page.running, timeout=PATIENCE)
    assert sorted(gate.begun) == list(range(1, 8))
    assert gate.begun[:2] == [1, 2]
    assert gate.most == AT_ONCE
    assert page.header.check_button.isEnabled()
    assert not page.footer.stop_button.isVisible()
    qtbot.waitUntil(lambda: State.BUSY not in states(page).values(), timeout=PATIENCE)
    assert len(readings) == 1  # not one for each


def test_rows_keep_their_places_while_it_runs(open_page: Opener, home_folder: Home, gate: Gate, qtbot: QtBot) -> None:
    fill(home_folder, 4)
    page = open_page()
    before = [one.name for one in page.model.shown()]
    page.start()
    qtbot.waitUntil(lambda: len(gate.begun) == AT_ONCE, timeout=PATIENCE)
    assert [one.name for one in page.model.shown()] == before
    page.stop()


def test_the_error_of_one_stands_in_its_row_and_stops_no_other(
    open_page: Opener, home_folder: Home, gate: Gate, qtbot: QtBot
) -> None:
    fill(home_folder, 3)
    locked = ConfigurationError(
        "keyring_locked", title=phrase("It is locked."), explanation=phrase("So."), action=phrase("Unlock it.")
    )
    gate.errors = {1: locked, 2: RuntimeError("a fault of ours")}
    gate.open.set()
    page = open_page()
    page.start()
    qtbot.waitUntil(lambda: not page.running and not page.checking.busy, timeout=PATIENCE)
    assert sorted(gate.begun) == [1, 2, 3]
    assert states(page)["Organisation 00"] is State.FAILED
    page.table.choose(1)
    assert page.footer.words.text() == "Organisation 00: It is locked. So. Unlock it."
    page.table.choose(2)
    assert "This is a fault of AFAS Assistant" in page.footer.words.text()
    gate.errors = {}
    page.start()
    qtbot.waitUntil(lambda: not page.running and not page.checking.busy, timeout=PATIENCE)
    assert State.FAILED not in states(page).values()


def test_connections_of_one_organisation_follow_each_other(
    open_page: Opener, home_folder: Home, gate: Gate, qtbot: QtBot
) -> None:
    for label in ("TimeChimp", "SmartBooqing", "Third"):
        home_folder.add("One", connector=label)
    page = open_page()
    page.start()
    qtbot.waitUntil(lambda: gate.begun == [1], timeout=PATIENCE)
    gate.open.set()
    qtbot.waitUntil(lambda: not page.running, timeout=PATIENCE)
    assert gate.begun == [1, 2, 3]
    assert gate.most == 1


def test_stop_ends_it_without_a_further_check(open_page: Opener, home_folder: Home, gate: Gate, qtbot: QtBot) -> None:
    fill(home_folder, 5)
    page = open_page()
    page.start()
    qtbot.waitUntil(lambda: len(gate.begun) == AT_ONCE, timeout=PATIENCE)
    page.footer.stop_button.click()
    assert not page.running
    assert State.BUSY not in states(page).values()
    assert page.header.check_button.isEnabled()
    qtbot.waitUntil(lambda: sorted(gate.cancelled) == [1, 2], timeout=PATIENCE)
    assert sorted(gate.begun) == [1, 2]


def test_an_organisation_that_is_removed_is_left_alone(
    open_page: Opener, home_folder: Home, gate: Gate, kept: Kept, qtbot: QtBot
) -> None:
    fill(home_folder, 4)
    page = open_page()
    page.start()
    qtbot.waitUntil(lambda: len(gate.begun) == AT_ONCE, timeout=PATIENCE)
    assert kept.snapshot is not None
    for one in (kept.snapshot.organisations[0], kept.snapshot.organisations[3]):  # one at work, one that waits
        with qtbot.waitSignal(kept.changed, timeout=PATIENCE):
            kept.remove(one.organisation, lambda _: None, lambda _: None)
    assert gate.cancelled == [1]
    assert page.checking.reached().total == 2
    gate.open.set()
    qtbot.waitUntil(lambda: not page.running, timeout=PATIENCE)
    assert sorted(gate.begun) == [1, 2, 3]
    assert sorted(states(page)) == ["Organisation 01", "Organisation 02"]


def test_a_window_that_closes_waits_for_nothing(
    open_page: Opener, home_folder: Home, gate: Gate, runner: TaskRunner, kept: Kept, qtbot: QtBot
) -> None:
    fill(home_folder, 3)
    page = open_page()
    page.start()
    qtbot.waitUntil(lambda: len(gate.begun) == AT_ONCE, timeout=PATIENCE)
    page.stop()
    runner.close()
    kept.close()
    qtbot.waitUntil(lambda: sorted(gate.cancelled) == [1, 2], timeout=PATIENCE)
    assert not page.running


def test_progress_counts_and_guesses_what_is_left(kept: Kept, gate: Gate, home_folder: Home, qtbot: QtBot) -> None:
    fill(home_folder, 1)
    with qtbot.waitSignal(kept.opened, timeout=PATIENCE):
        kept.open()
    now = [100.0]
    one = CheckAll(kept, check=gate, clock=lambda: now[0])
    one.start([Job(number, (connection(number).connection,)) for number in range(1, 6)])
    assert (one.reached().done, one.reached().total, one.reached().left) == (0, 5, None)
    now[0] = 110.0
    gate.open.set()
    qtbot.waitUntil(lambda: one.reached().done == 5, timeout=PATIENCE)
    assert one.reached().left == 0
    one.stop()
    one.deleteLater()


def test_how_far_it_is_stands_in_the_footer(open_page: Opener, home_folder: Home, gate: Gate, qtbot: QtBot) -> None:
    fill(home_folder, 3)
    page = open_page()
    page.start()
    assert "0 of 3 checked" in words_of(page.footer)
    assert page.footer.bar.accessibleName() == "0 of 3 checked"
    page.stop()


def test_what_a_check_finds_is_kept_as_after_any_other(
    kept: Kept, runner: TaskRunner, home_folder: Home, qtbot: QtBot
) -> None:
    enrolled = home_folder.add("One", number=99010)
    home_folder.afas.told = {"envid": "T99010AA", "appName": enrolled.connection.app_connector}
    page = AllOrganisationsPage(kept, runner, check=check_connection)
    qtbot.addWidget(page)
    page.show()
    kept.changed.connect(lambda: page.show_kept(kept.snapshot) if kept.snapshot else None)
    with qtbot.waitSignal(kept.changed, timeout=PATIENCE):
        kept.open()
    assert states(page) == {"One": State.PENDING}
    page.start()
    with qtbot.waitSignal(kept.changed, timeout=PATIENCE):
        qtbot.waitUntil(lambda: not page.running, timeout=PATIENCE)
    assert kept.snapshot is not None
    assert kept.snapshot.organisations[0].connections[0].checked_at is not None
    assert states(page) == {"One": State.FAILED}
    assert isinstance(page.model.all()[0].open_items, int)


def test_what_is_slow_to_read_is_not_asked_for_again_and_again(
    kept: Kept, gate: Gate, home_folder: Home, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    fill(home_folder, 1)
    with qtbot.waitSignal(kept.opened, timeout=PATIENCE):
        kept.open()
    asked: list[None] = []
    monkeypatch.setattr(kept, "reload", lambda: asked.append(None))  # a reading that does not end
    one = CheckAll(kept, check=gate)
    one._reload.setInterval(1)
    gate.open.set()
    one.start([Job(number, (connection(number).connection,)) for number in range(1, 30)])
    qtbot.waitUntil(lambda: not one.running, timeout=PATIENCE)
    assert len(asked) <= 2  # one on the way, and one for the end
    assert one.busy == frozenset(range(1, 30))  # until it is read
    one.follow([])
    assert not one.busy
    one.deleteLater()

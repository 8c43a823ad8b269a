"""Nights in the window: the timer that looks at the clock, and the dialog that shows what it will make."""

import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTime
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QStyle, QWidget
from pytestqt.qtbot import QtBot

from afas_assistant import texts
from afas_assistant.errors import AssistantError
from afas_assistant.paths import Folders
from afas_assistant.schedules.cron import Cron
from afas_assistant.schedules.history import Attempt, Ended
from afas_assistant.schedules.nightly import Nightly
from afas_assistant.schedules.systemd_user import SystemdUser
from afas_assistant.schedules.tasks import Schedule, Way
from afas_assistant.schedules.tools import Answer
from afas_assistant.texts import literal, phrase
from afas_assistant.ui.dialogs.nightly import LANE, NightlyDialog
from afas_assistant.ui.dialogs.nightly_ways import OFF
from afas_assistant.ui.kept import Kept, organisation_lane
from afas_assistant.ui.language import switch_language
from afas_assistant.ui.nightly_timer import NightlyOutcome, NightlyTimer
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.theme import Theme
from afas_assistant.ui.typography import wrapped_height
from afas_assistant.ui.widgets.buttons import PrimaryButton
from tests.ui.access.probes import cut_words_at_rest, focusable, longer, name_of
from tests.ui.kept_samples import Home
from tests.unit.schedules.samples import Recorder
from tests.unit.schedules.test_cron import PretendCrontab

PATIENCE = 10_000
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def kept(home_folder: Home, runner: TaskRunner, qtbot: QtBot) -> Iterator[Kept]:
    """One practice organisation at an address where nobody is."""
    home_folder.add("Oefenbedrijf", kind="practice", profiles=("timechimp",))
    made = opened(home_folder, runner, qtbot)
    yield made
    closed(made)


def opened(home: Home, runner: TaskRunner, qtbot: QtBot) -> Kept:
    made = Kept(home.new_desk, runner)
    with qtbot.waitSignal(made.changed, timeout=PATIENCE):
        made.open()
    return made


def closed(kept: Kept) -> None:
    thread = kept.close()
    if thread is not None:
        thread.join(10)


@pytest.fixture
def timer(kept: Kept, runner: TaskRunner) -> Iterator[NightlyTimer]:
    made = NightlyTimer(kept, runner)
    yield made
    made.stop()
    made.deleteLater()


def choose(kept: Kept, way: Way = Way.OPEN, *, minutes: int = 2, since: datetime = LONG_AGO) -> Nightly:
    """Have nights begin some minutes ago by the clock on the wall."""
    nightly = Nightly(kept.desk.folders, [])
    at = (datetime.now().astimezone() - timedelta(minutes=minutes)).time().replace(second=0, microsecond=0)
    assert kept.snapshot is not None
    nightly.book.keep(Schedule(kept.snapshot.organisations[0].organisation.envid, way, since, at))
    return nightly


def attempts(kept: Kept) -> list[Attempt]:
    assert kept.snapshot is not None
    envid = kept.snapshot.organisations[0].organisation.envid
    return list(Nightly(kept.desk.folders, []).book.history(envid).attempts())


def looked(timer: NightlyTimer, qtbot: QtBot) -> None:
    """Look at the clock, and wait until that and what it brought is over."""
    timer.look()
    qtbot.waitUntil(lambda: timer._looking is None and not timer.running, timeout=PATIENCE)


# ---------------------------------------------------------------------- the timer


def test_a_night_that_is_due_is_tried_told_and_not_tried_again_at_once(
    kept: Kept, timer: NightlyTimer, qtbot: QtBot
) -> None:
    choose(kept)
    outcomes: list[NightlyOutcome] = []
    timer.ran.connect(outcomes.append)
    looked(timer, qtbot)
    (outcome,) = outcomes
    assert (outcome.envid, outcome.attempt.ended) == ("T99001AA", Ended.FAILED)
    assert outcome.attempt.again  # nobody is at that address: a passing reason
    assert [(one.night, one.code) for one in attempts(kept)] == [(outcome.attempt.night, "host_unreachable")]
    looked(timer, qtbot)
    assert len(attempts(kept)) == 1


@pytest.mark.parametrize("way", [Way.SYSTEMD, Way.CRON])
def test_what_a_scheduler_of_the_system_does_is_left_to_it(
    kept: Kept, timer: NightlyTimer, qtbot: QtBot, way: Way
) -> None:
    choose(kept, way)
    looked(timer, qtbot)
    assert attempts(kept) == []


def test_a_night_before_it_was_chosen_is_not_done(kept: Kept, timer: NightlyTimer, qtbot: QtBot) -> None:
    choose(kept, since=datetime.now(UTC))
    looked(timer, qtbot)
    assert attempts(kept) == []


def test_it_waits_for_what_the_person_does_and_then_looks_again(
    kept: Kept, timer: NightlyTimer, runner: TaskRunner, qtbot: QtBot
) -> None:
    """What was switched off while a run of the person held the lane is not done behind it."""
    nightly = choose(kept)
    assert kept.snapshot is not None
    organisation = kept.snapshot.organisations[0].organisation
    go = threading.Event()

    def switch_off() -> None:
        go.wait(5)
        nightly.book.forget(organisation.envid)

    runner.start(switch_off, done=lambda _: None, lane=organisation_lane(organisation.id))
    timer.look()
    qtbot.waitUntil(lambda: timer.running, timeout=PATIENCE)
    go.set()
    qtbot.waitUntil(lambda: not timer.running, timeout=PATIENCE)
    assert attempts(kept) == []


def test_a_broken_file_of_schedules_stops_nothing(kept: Kept, timer: NightlyTimer, qtbot: QtBot) -> None:
    folder = kept.desk.folders.config
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "schedules.toml").write_text("[", encoding="utf-8")
    looked(timer, qtbot)
    (folder / "schedules.toml").unlink()
    choose(kept)
    looked(timer, qtbot)
    assert len(attempts(kept)) == 1


def test_what_is_kept_is_read_again_on_a_new_day(kept: Kept, runner: TaskRunner, qtbot: QtBot) -> None:
    day = datetime(2026, 11, 20, tzinfo=UTC).date()
    made = NightlyTimer(kept, runner, today=lambda: day)
    read: list[int] = []
    kept.changed.connect(lambda: read.append(1))
    made.on_timer_timeout()
    qtbot.waitUntil(lambda: made._looking is None, timeout=PATIENCE)
    assert read == []
    day += timedelta(days=1)
    with qtbot.waitSignal(kept.changed, timeout=PATIENCE):
        made.on_timer_timeout()
    qtbot.waitUntil(lambda: made._looking is None, timeout=PATIENCE)
    made.deleteLater()


def test_the_first_look_comes_soon_and_then_every_minute(timer: NightlyTimer) -> None:
    timer.start()
    assert timer._timer.interval() == 15_000
    timer.on_timer_timeout()
    assert timer._timer.interval() == 60_000
    timer.stop()
    assert not timer._timer.isActive()


# ---------------------------------------------------------------------- the dialog


class Computer:
    """A pretend computer with systemd and without cron, or with both."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.systemctl = Recorder(**{"is-system-running": Answer(0, "running\n")})
        self.crontab = PretendCrontab()

    def nightly(self, folders: Folders) -> Nightly:
        return Nightly(folders, [SystemdUser(self.systemctl, self.folder), Cron(self.crontab, {})])


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    monkeypatch.setattr(shutil, "which", lambda name, *_, **__: None if name == "crontab" else f"/bin/{name}")
    return Computer(tmp_path / "units")


@pytest.fixture
def office(english: None, home_folder: Home, runner: TaskRunner, qtbot: QtBot) -> Iterator[Kept]:
    """A real organisation with two connections, their tokens in a keyring."""
    home_folder.add("Lindegaard", connector="TimeChimp", profiles=("timechimp",))
    home_folder.add("Lindegaard", connector="Smart")
    made = opened(home_folder, runner, qtbot)
    yield made
    closed(made)


@pytest.fixture
def window(qtbot: QtBot, theme: object) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    return made


def show(kept: Kept, runner: TaskRunner, window: QWidget, computer: Computer, qtbot: QtBot) -> NightlyDialog:
    assert kept.snapshot is not None
    dialog = NightlyDialog(kept.snapshot.organisations[0], kept, runner, window, new_nightly=computer.nightly)
    dialog.open()
    settle(dialog, qtbot)
    return dialog


def settle(dialog: NightlyDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: dialog._asked is None, timeout=PATIENCE)


def close(dialog: NightlyDialog) -> None:
    dialog.done(0)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_it_shows_what_will_be_made_makes_exactly_that_and_takes_it_away(
    office: Kept, runner: TaskRunner, window: QWidget, computer: Computer, qtbot: QtBot
) -> None:
    dialog = show(office, runner, window, computer, qtbot)
    assert dialog.ways.way is None
    assert not dialog.agree_button.isEnabled()
    assert not dialog.ways.buttons["cron"].isEnabled()
    assert "cron is not on this computer" in dialog.ways.buttons["cron"].accessibleName()
    dialog.ways.buttons["systemd"].click()
    dialog.ways.time_field.setTime(QTime(3, 45))
    dialog.ways.connection_list.setCurrentText("Smart")
    dialog.ways.most_field.setValue(40)
    settle(dialog, qtbot)
    shown = dialog.pieces.toPlainText()
    assert "OnCalendar=*-*-* 03:45:00" in shown
    assert not computer.folder.exists()
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == shown
    assert dialog.agree_button.text() == "&Make the task"
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    settle(dialog, qtbot)
    made = {path.name: path.read_text(encoding="utf-8") for path in computer.folder.iterdir()}
    assert len(made) == 2
    assert all(text in shown for text in made.values())
    assert dialog.remark.words() == "The task is made."
    schedule = Nightly(office.desk.folders, []).book.schedule("T99001AA")
    assert schedule is not None
    assert (schedule.way, f"{schedule.at:%H:%M}", schedule.connection, schedule.most) == (
        Way.SYSTEMD,
        "03:45",
        "Smart",
        40,
    )
    dialog.ways.buttons[OFF].click()
    settle(dialog, qtbot)
    assert dialog.agree_button.text() == "&Switch it off"
    dialog.agree_button.click()
    settle(dialog, qtbot)
    assert list(computer.folder.iterdir()) == []
    assert Nightly(office.desk.folders, []).book.schedule("T99001AA") is None
    close(dialog)


def test_it_opens_at_what_was_chosen_before_with_the_last_nights(
    office: Kept, runner: TaskRunner, window: QWidget, computer: Computer, qtbot: QtBot
) -> None:
    nightly = computer.nightly(office.desk.folders)
    nightly.choose(Schedule("T99001AA", Way.OPEN, datetime.now(UTC), connection="TimeChimp"))
    night = datetime.now(UTC)
    nightly.book.history("T99001AA").add(Attempt(night.date(), night, Ended.FAILED, literal("AFAS said no.")))
    dialog = show(office, runner, window, computer, qtbot)
    assert dialog.ways.way is Way.OPEN
    assert not dialog.agree_button.isEnabled()
    assert dialog.ways.connection_list.currentText() == "TimeChimp"
    model = dialog.table.model()
    assert [str(model.index(0, column).data()) for column in (1, 2)] == ["Not done", "AFAS said no."]
    assert not model.index(0, 1).data(Qt.ItemDataRole.DecorationRole).isNull()
    assert "02:00" in dialog.state.text()
    close(dialog)


def test_a_refusal_is_told_and_nothing_counts_as_chosen(
    office: Kept, runner: TaskRunner, window: QWidget, computer: Computer, qtbot: QtBot
) -> None:
    dialog = show(office, runner, window, computer, qtbot)
    computer.systemctl.answers["enable"] = Answer(1, "", "Failed to connect to bus")
    dialog.ways.buttons["systemd"].click()
    settle(dialog, qtbot)
    dialog.agree_button.click()
    settle(dialog, qtbot)
    assert dialog.notice.isVisible()
    assert "Failed to connect to bus" in dialog.notice.accessibleName()
    assert dialog.agree_button.isEnabled()
    assert Nightly(office.desk.folders, []).book.schedule("T99001AA") is None
    close(dialog)


def test_the_practice_environment_is_for_the_open_program_only(
    english: None, kept: Kept, runner: TaskRunner, window: QWidget, computer: Computer, qtbot: QtBot
) -> None:
    dialog = show(kept, runner, window, computer, qtbot)
    assert not dialog.ways.buttons["systemd"].isEnabled()
    assert "practice environment" in dialog.ways.buttons["systemd"].accessibleName()
    assert dialog.ways.buttons["while-open"].isEnabled()
    assert not dialog.ways.connection_list.isVisible()
    close(dialog)


def test_it_closes_while_it_is_still_reading(
    office: Kept, runner: TaskRunner, window: QWidget, computer: Computer, qtbot: QtBot
) -> None:
    assert office.snapshot is not None
    dialog = NightlyDialog(office.snapshot.organisations[0], office, runner, window, new_nightly=computer.nightly)
    dialog.open()
    close(dialog)


@pytest.mark.parametrize("refused", [False, True])
def test_what_was_asked_for_is_done_and_a_refusal_told_also_after_it_closed(
    office: Kept, runner: TaskRunner, window: QWidget, computer: Computer, qtbot: QtBot, refused: bool
) -> None:
    dialog = show(office, runner, window, computer, qtbot)
    dialog.ways.buttons["systemd"].click()
    settle(dialog, qtbot)
    if refused:
        computer.systemctl.answers["enable"] = Answer(1, "", "Failed to connect to bus")
    go, errors, ended = threading.Event(), list[Exception](), list[object]()
    runner.failed_unexpectedly.connect(errors.append)
    runner.start(lambda: go.wait(5), done=ended.append, lane=LANE)
    dialog.agree_button.click()
    close(dialog)
    go.set()
    runner.start(lambda: None, done=ended.append, lane=LANE)
    qtbot.waitUntil(lambda: len(ended) == 2, timeout=PATIENCE)
    assert (Nightly(office.desk.folders, []).book.schedule("T99001AA") is None) is refused
    assert [isinstance(one, AssistantError) for one in errors] == [True] * refused


def test_every_word_changes_with_the_language(
    office: Kept, runner: TaskRunner, window: QWidget, computer: Computer, qtbot: QtBot, qapp: QApplication
) -> None:
    dialog = show(office, runner, window, computer, qtbot)
    dialog.ways.buttons["systemd"].click()
    settle(dialog, qtbot)
    before = words_of(dialog)
    switch_language(qapp, "nl")
    qapp.processEvents()
    after = words_of(dialog)
    same = {words for words in before & after if any(sign.isalpha() for sign in words)}
    assert same <= {"Lindegaard", "02:00"}, same
    assert dialog.windowTitle() == "Elke nacht: Lindegaard"
    close(dialog)


@pytest.mark.parametrize(("scale", "stretched"), [(100, False), (200, False), (100, True), (150, True)])
def test_everything_has_a_name_and_room(
    office: Kept,
    runner: TaskRunner,
    window: QWidget,
    computer: Computer,
    theme: Theme,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    scale: int,
    stretched: bool,
) -> None:
    if stretched:
        fill = texts._fill
        monkeypatch.setattr(texts, "_fill", lambda *parts: longer(fill(*parts)))
    theme.set_scale(scale)
    window.resize(800, 500)
    night = datetime.now(UTC)
    words = phrase("The computer was off or asleep until twelve hours after its time.")
    history = Nightly(office.desk.folders, []).book.history("T99001AA")
    history.add(Attempt(night.date(), night, Ended.MISSED, words))
    dialog = show(office, runner, window, computer, qtbot)
    dialog.ways.buttons["systemd"].click()
    settle(dialog, qtbot)
    assert [repr(widget) for widget in focusable(dialog) if not name_of(widget).strip()] == []
    assert cut_words_at_rest(dialog, qtbot) == []
    assert len([button for button in dialog.findChildren(QPushButton) if button.isDefault()]) == 1
    assert len(dialog.findChildren(PrimaryButton)) == 1
    table = dialog.table
    room = table.columnWidth(2) - 2 * table.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin) - 2
    assert table.rowHeight(0) >= wrapped_height(str(words), room)
    close(dialog)


def test_tab_goes_through_it_from_the_choice_to_the_buttons(
    office: Kept, runner: TaskRunner, window: QWidget, computer: Computer, qtbot: QtBot
) -> None:
    dialog = show(office, runner, window, computer, qtbot)
    dialog.ways.buttons["systemd"].click()
    settle(dialog, qtbot)
    wanted = set(focusable(dialog))
    dialog.ways.buttons["systemd"].setFocus()
    reached: set[QWidget] = set()
    for _ in range(2 * len(wanted)):
        widget = dialog.focusWidget()
        assert widget is not None
        reached.add(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    assert {type(one).__name__ for one in wanted - reached} <= {"QRadioButton"}  # arrows go through the choice
    close(dialog)


def words_of(dialog: NightlyDialog) -> set[str]:
    labels = {label.text() for label in dialog.findChildren(QLabel) if label.text()}
    buttons = {dialog.agree_button.text(), dialog.close_button.text(), dialog.copy_button.text()}
    return labels | buttons | {button.text() for button in dialog.ways.buttons.values()}

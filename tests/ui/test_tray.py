"""The tray: off until it is turned on, absent where the desktop has none, and the window that hides in it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from afas_assistant.organisations.preferences import Preferences, load_preferences, save_preferences
from afas_assistant.outbox.records import NIGHT_ACTOR
from afas_assistant.schedules.history import Attempt, Ended
from afas_assistant.texts import literal
from afas_assistant.ui.background import Background
from afas_assistant.ui.daily_standing import RunLine
from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.nightly_timer import NightlyOutcome
from afas_assistant.ui.settings import Settings
from afas_assistant.ui.settings_menu import SettingsMenu
from afas_assistant.ui.snapshots import Snapshot
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.theme import Theme
from afas_assistant.ui.tray import Tray
from tests.ui.kept_samples import Home, in_days

Opener = Callable[[], MainWindow]
NOW = datetime(2026, 11, 20, 11, 24, tzinfo=UTC)


class PretendIcon(QObject):
    """A tray icon that remembers what it was given."""

    activated = Signal(object)
    messageClicked = Signal()  # noqa: N815 - Qt's name

    def __init__(self, icon: object, parent: QObject) -> None:
        super().__init__(parent)
        self.told: list[tuple[str, str, object]] = []
        self.menu: QMenu | None = None
        self.shown = False

    def setContextMenu(self, menu: QMenu) -> None:
        self.menu = menu

    def setToolTip(self, words: str) -> None:
        assert words

    def show(self) -> None:
        self.shown = True

    def hide(self) -> None:
        self.shown = False

    def showMessage(self, title: str, words: str, kind: object) -> None:
        self.told.append((title, words, kind))


class Icons:
    """Makes pretended icons, and has the one made last."""

    def __init__(self) -> None:
        self.made: list[PretendIcon] = []

    def __call__(self, icon: object, parent: QObject) -> Any:
        self.made.append(PretendIcon(icon, parent))
        return self.made[-1]

    @property
    def last(self) -> PretendIcon:
        return self.made[-1]


@pytest.fixture
def icons() -> Icons:
    return Icons()


@pytest.fixture
def window(open_window: Opener, icons: Icons, preferences: Path, english: None) -> MainWindow:
    """A window on a desktop that has a tray, with nothing turned on."""
    made = open_window()
    with_tray(made, icons)
    return made


def with_tray(window: MainWindow, icons: Icons) -> None:
    def new_tray(parent: QWidget) -> Tray:
        return Tray(parent, available=lambda: True, new_icon=icons)

    background = Background(window, window._settings, window._runner, new_tray=new_tray)
    background.quit_chosen.connect(window.on_quit_chosen)
    vars(window)["background"] = background


def turn(window: MainWindow, number: int, *, on: bool = True) -> None:
    window.background.switches()[number].turned(on)


def test_nothing_is_in_the_tray_until_somebody_wants_it(window: MainWindow, icons: Icons) -> None:
    assert icons.made == []
    assert [one.is_on() for one in window.background.switches()] == [False, False, False]
    window.close()
    assert not window.isVisible()
    assert window.is_closing


def test_without_a_tray_the_items_are_off_and_say_why(
    open_window: Opener, theme: Theme, english: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    window = open_window()
    menu = window.shown_sidebar().settings_button.menu()
    assert isinstance(menu, SettingsMenu)
    menu.on_about_to_show()
    found = [one for one in menu.actions() if one.text().startswith(("Icon in", "Keep running", "Notifications"))]
    assert len(found) == 3
    assert not any(one.isEnabled() for one in found)
    assert {one.toolTip() for one in found} == {"This computer’s desktop has no tray."}
    turn(window, 0)
    assert not window.background.tray.is_shown


def test_hiding_and_telling_need_the_icon_first(window: MainWindow) -> None:
    reasons = [one.obstacle() for one in window.background.switches()]
    assert [str(one or "") for one in reasons] == ["", *2 * ["First turn on the icon in the tray."]]
    turn(window, 0)
    assert [one.obstacle() for one in window.background.switches()] == [None, None, None]


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_closing_hides_only_where_that_was_chosen_and_says_so_once(
    window: MainWindow, icons: Icons, preferences: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    turn(window, 0)
    turn(window, 1)
    for _ in range(2):
        window.close()
        assert not window.isVisible()
        assert not window.is_closing
        assert not qapp.quitOnLastWindowClosed()
        icons.last.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
        assert window.isVisible()
        assert qapp.quitOnLastWindowClosed()
    assert [title for title, _, _ in icons.last.told] == ["AFAS Assistant is still running"]
    qtbot.waitUntil(lambda: load_preferences(preferences).preferences.told_running)
    kept = load_preferences(preferences).preferences
    assert (kept.tray, kept.keep_running, kept.notify) == (True, True, False)


def test_quitting_from_the_tray_ends_it(window: MainWindow, icons: Icons) -> None:
    turn(window, 0)
    turn(window, 1)
    window.close()
    menu = icons.last.menu
    assert menu is not None
    words = [one.text() for one in menu.actions() if one.text()]
    assert words == ["Open AFAS Assistant", "Check all organisations", "Quit"]
    menu.actions()[-1].trigger()
    assert window.is_closing
    assert not icons.last.shown


def test_the_menu_of_the_tray_follows_the_language(window: MainWindow, icons: Icons, qtbot: QtBot) -> None:
    turn(window, 0)
    window.on_language_chosen("nl")
    menu = icons.last.menu
    assert menu is not None
    first = menu.actions()[0]
    qtbot.waitUntil(lambda: first.text() == "AFAS Assistant openen")


def test_turning_it_off_takes_the_icon_away(window: MainWindow, icons: Icons) -> None:
    turn(window, 0)
    turn(window, 1)
    turn(window, 0, on=False)
    assert not icons.last.shown
    window.close()
    assert window.is_closing


def test_what_was_turned_on_is_on_the_next_time(
    theme: Theme, runner: TaskRunner, tmp_path: Path, icons: Icons, qtbot: QtBot
) -> None:
    path = tmp_path / "kept.toml"
    save_preferences(path, Preferences(tray=True))
    parent = QWidget()
    qtbot.addWidget(parent)
    Background(parent, Settings(path), runner, new_tray=lambda one: Tray(one, available=lambda: True, new_icon=icons))
    assert icons.last.shown


def with_runs(window: MainWindow, *runs: RunLine) -> Snapshot:
    """Return what is kept as it is after these runs, newest first."""
    snapshot = window.kept.snapshot
    assert snapshot is not None
    one = snapshot.organisations[0]
    return replace(snapshot, organisations=[replace(one, daily=replace(one.daily, runs=runs))])


def test_runs_are_told_only_where_wanted_and_only_to_who_does_not_look(
    window: MainWindow, icons: Icons, home_folder: Home, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    home_folder.add("Lindegaard")
    window.open_kept(expected=True)
    qtbot.waitUntil(lambda: window.kept.snapshot is not None, timeout=10_000)
    turn(window, 0)
    monkeypatch.setattr(MainWindow, "isActiveWindow", lambda _: False)
    old, bad, good, looked, night, back = (
        RunLine(NOW + timedelta(hours=hours), kind, actor, confirmed=1, refused=refused, unknown=unknown)
        for hours, kind, actor, refused, unknown in (
            (1, "invoices", "", 1, 1),
            (2, "invoices", "", 1, 2),
            (3, "customers", "", 0, 0),
            (4, "bookings", "", 1, 0),
            (5, "customers", NIGHT_ACTOR, 1, 0),
            (6, "take_back", "", 1, 0),
        )
    )
    tell = window.background.on_kept_changed
    tell(with_runs(window, old))
    assert icons.last.told == []
    turn(window, 2)
    tell(with_runs(window, good, bad, old))
    tell(with_runs(window, good, bad, old))
    assert [(title, words) for title, words, _ in icons.last.told] == [
        ("Lindegaard: Customers", "Everything was sent."),
        ("Lindegaard: Invoicing", "3 refused or unknown"),
    ]
    assert icons.last.told[1][2] is QSystemTrayIcon.MessageIcon.Warning
    monkeypatch.setattr(MainWindow, "isActiveWindow", lambda _: True)
    tell(with_runs(window, looked, good, bad, old))
    monkeypatch.setattr(MainWindow, "isActiveWindow", lambda _: False)
    tell(with_runs(window, back, night, looked, good, bad, old))
    assert len(icons.last.told) == 2


def test_a_run_is_told_once_it_has_ended(
    window: MainWindow, icons: Icons, home_folder: Home, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    home_folder.add("Lindegaard")
    window.open_kept(expected=True)
    qtbot.waitUntil(lambda: window.kept.snapshot is not None, timeout=10_000)
    turn(window, 0)
    turn(window, 2)
    monkeypatch.setattr(MainWindow, "isActiveWindow", lambda _: False)
    tell = window.background.on_kept_changed
    long = RunLine(NOW, "invoices", confirmed=3, total=3, ended=False)
    short = RunLine(NOW + timedelta(minutes=1), "customers", confirmed=1, total=1)
    tell(with_runs(window))
    tell(with_runs(window, long))
    assert icons.last.told == []
    tell(with_runs(window, short, long))
    tell(with_runs(window, short, replace(long, refused=2, total=5, ended=True)))
    assert [(title, words) for title, words, _ in icons.last.told] == [
        ("Lindegaard: Customers", "Everything was sent."),
        ("Lindegaard: Invoicing", "2 refused or unknown"),
    ]


def test_a_night_that_went_wrong_is_told_also_to_who_looks(
    window: MainWindow, icons: Icons, home_folder: Home, qtbot: QtBot
) -> None:
    enrolled = home_folder.add("Lindegaard")
    window.open_kept(expected=True)
    qtbot.waitUntil(lambda: window.background.nights is not None and bool(window.kept.snapshot), timeout=10_000)
    turn(window, 0)
    turn(window, 2)
    nights = window.background.nights
    assert nights is not None
    for ended in Ended:
        attempt = Attempt(NOW.date(), NOW, ended, literal(ended.value))
        nights.ran.emit(NightlyOutcome(enrolled.organisation.id, enrolled.organisation.envid, attempt))
    told = [(title, words) for title, words, _ in icons.last.told]
    assert told == [("Lindegaard: Nightly import", words) for words in ("some_not", "held", "failed")]


def test_a_token_that_ends_soon_is_told_once(
    window: MainWindow, icons: Icons, home_folder: Home, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    home_folder.add("Lindegaard", expiry=in_days(5))
    home_folder.add("Oudeveen", number=99002, expiry=in_days(200))
    turn(window, 0)
    turn(window, 2)
    monkeypatch.setattr(MainWindow, "isActiveWindow", lambda _: False)
    window.open_kept(expected=True)
    qtbot.waitUntil(lambda: bool(icons.last.told), timeout=10_000)
    with qtbot.waitSignal(window.kept.changed, timeout=10_000):
        window.kept.reload()
    assert [title for title, _, _ in icons.last.told] == ["The token of Lindegaard ends"]

"""Help: the list of keys that cannot lie, the about box, the support file, and errors in a box."""

import logging
import os
import re
import sys
import threading
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from afas_assistant.afas.token import parse_token
from afas_assistant.errors import ConfigurationError, Technical, Who
from afas_assistant.logs import log_file
from afas_assistant.organisations.about import LIBRARIES
from afas_assistant.paths import Folders, folders
from afas_assistant.texts import literal, phrase
from afas_assistant.ui.dialogs.about import AboutDialog
from afas_assistant.ui.dialogs.shortcuts import ShortcutsDialog
from afas_assistant.ui.dialogs.support import SupportDialog
from afas_assistant.ui.error_box import ErrorBox, FaultBox, show_error
from afas_assistant.ui.help_desk import names_in
from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.shortcuts import SHORTCUTS, shortcut
from afas_assistant.ui.support import Situation, gather, save
from afas_assistant.ui.support_faults import Faults
from afas_assistant.ui.support_redaction import Redaction
from tests.ui.kept_samples import Home
from tests.ui.samples import TOKEN, TOKEN_DATA, words_of

Opener = Callable[[], MainWindow]
CHECKOUT = Path(__file__).resolve().parents[2]
PATIENCE = 10_000
CUSTOMER, AMOUNT = "Bakkerij De Gouden Krakeling", "1.250,00"


@pytest.fixture
def places(tmp_path: Path) -> Folders:
    return folders(tmp_path / "own")


@pytest.fixture
def window(open_window: Opener, places: Folders, english: None) -> Iterator[MainWindow]:
    made = open_window()
    made._places = places
    made.on_language_chosen("en")
    made.install_shortcuts()
    yield made
    dialog = made.help_desk.dialog
    if dialog is not None:
        dialog.reject()


# ---------------------------------------------------------------------- keys


def test_f1_lists_every_key_of_the_table(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F1)
    dialog = window.help_desk.dialog
    assert isinstance(dialog, ShortcutsDialog)
    words = words_of(dialog, also_hidden=True)
    for one in SHORTCUTS:
        assert str(one.does) in words
        assert one.words() in words
    for keys in ("F1", "F2", "F5", "Ctrl+K", "Ctrl+F", "Ctrl+1 … Ctrl+6", "Del"):
        assert keys in words


def test_keys_are_made_from_the_table_alone() -> None:
    own = {"shortcuts.py", "guide.py"}  # the guide is a window of its own, with the keys of every reader
    makers = [path for path in (CHECKOUT / "afas_assistant" / "ui").rglob("*.py") if "QShortcut(" in path.read_text()]
    assert {path.name for path in makers} == own


def test_names_of_the_table_are_told_apart() -> None:
    assert len({one.name for one in SHORTCUTS}) == len(SHORTCUTS)
    with pytest.raises(KeyError):
        shortcut("nothing")


def test_the_number_keys_choose_a_tab(window: MainWindow, home_folder: Home, qtbot: QtBot) -> None:
    home_folder.add("Lindegaard")
    window.open_kept(expected=True)
    qtbot.waitUntil(lambda: "organisations" in vars(window) and bool(window.organisations.pages), timeout=PATIENCE)
    page = window.organisations.pages[1]
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert page.tabs.chosen() == "setup"
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert page.tabs.chosen() == "overview"


def test_f1_belongs_to_the_wizard_while_it_is_open(window: MainWindow, qtbot: QtBot) -> None:
    window.show_connect()
    qtbot.waitUntil(lambda: window.wizard_is_shown and bool(window._help_keys), timeout=PATIENCE)
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert window.help_desk.dialog is None
    assert window.wizard.page is not None
    window.wizard.page.closed.emit()
    qtbot.waitUntil(lambda: not window.wizard_is_shown, timeout=PATIENCE)
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert isinstance(window.help_desk.dialog, ShortcutsDialog)


# ---------------------------------------------------------------------- about


def test_about_tells_versions_licences_keyring_and_folders(window: MainWindow, places: Folders, qtbot: QtBot) -> None:
    places.data.mkdir(parents=True)
    window.help_desk.show_about()
    dialog = window.help_desk.dialog
    assert isinstance(dialog, AboutDialog)
    qtbot.waitUntil(lambda: dialog.about is not None, timeout=PATIENCE)
    dialog.copy_button.click()
    copied = QGuiApplication.clipboard().text()
    for expected in ("AFAS Assistant ", "Qt 6.", "httpx ", "SQLAlchemy ", "Tokens are kept in", str(places.data)):
        assert expected in copied
    assert re.search(r"PySide6_Essentials [\d.]+: LGPL", copied)
    words = words_of(dialog, also_hidden=True)
    assert "GNU Lesser General Public License" in words
    assert "Apache License 2.0" in words


def test_a_folder_is_opened_once_there_is_one(window: MainWindow, places: Folders, qtbot: QtBot) -> None:
    places.data.mkdir(parents=True)
    opened: list[Path] = []
    dialog = AboutDialog(lambda: places, window._runner, window, show_folder=opened.append)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.about is not None, timeout=PATIENCE)
    buttons = [one for one in dialog.findChildren(type(dialog.copy_button)) if "Open folder" in one.accessibleName()]
    assert [one.isEnabled() for one in buttons] == [True, True, False]  # data and settings are one folder here
    buttons[0].click()
    assert opened == [places.data]
    dialog.accept()


def test_the_libraries_are_those_of_the_project() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert tuple(re.split(r"[<>=; ]", one)[0] for one in project["dependencies"]) == LIBRARIES


# ---------------------------------------------------------------------- errors


def refusal() -> ConfigurationError:
    return ConfigurationError(
        "refused",
        title=phrase("AFAS refuses it."),
        explanation=literal("The debtor is blocked."),
        action=literal("Unblock it."),
        who=Who.ADMINISTRATOR,
        technical=Technical(method="POST", status=500, log_reference="5E0B9A41"),
    )


def test_an_error_says_what_to_do_and_who_and_keeps_its_detail_folded(window: MainWindow) -> None:
    box = show_error(window, refusal())
    assert isinstance(box, ErrorBox)
    words = words_of(box)
    for expected in ("AFAS refuses it.", "The debtor is blocked.", "Unblock it.", "The AFAS administrator"):
        assert expected in words
    assert "5E0B9A41" not in words
    box.detail_button.click()
    assert "profitLogReference: 5E0B9A41" in words_of(box)
    box.copy_button.click()
    assert "profitLogReference: 5E0B9A41" in QGuiApplication.clipboard().text()
    box.accept()


def test_a_fault_of_ours_shows_no_traceback_and_offers_the_support_file(window: MainWindow, qtbot: QtBot) -> None:
    error = fault()
    window.on_work_failed(error)
    box = window.findChildren(FaultBox)[0]
    words = words_of(box)
    assert "stands in the outbox" in words
    for unwanted in ("Traceback", "line ", CUSTOMER, AMOUNT):
        assert unwanted not in words
    window.on_work_failed(ZeroDivisionError("another"))
    assert len(window.findChildren(FaultBox)) == 1
    box.agree_button.click()
    dialog = window.help_desk.dialog
    assert isinstance(dialog, SupportDialog)
    qtbot.waitUntil(lambda: bool(dialog.parts), timeout=PATIENCE)
    assert "ValueError" in dialog.text.toPlainText()


def fault() -> ValueError:
    """Return an exception whose words quote what AFAS sent, with a traceback."""
    try:
        raise ValueError(f"{CUSTOMER} owes € {AMOUNT}")
    except ValueError as error:
        return error


@pytest.fixture
def faults() -> Iterator[Faults]:
    before = (sys.excepthook, threading.excepthook)
    made = Faults()
    made.listen()
    yield made
    made.close()
    assert (sys.excepthook, threading.excepthook) == before


@pytest.mark.expect_log("a fault of ours")
def test_faults_of_slots_and_threads_are_heard(faults: Faults, qtbot: QtBot) -> None:
    met: list[Exception] = []
    faults.met.connect(met.append)

    def fail() -> None:
        raise KeyError("from a slot")

    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: len(met) == 1)
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(met) == 2)
    assert all(isinstance(one, KeyError) for one in met)


def test_a_fault_of_a_worker_is_told_and_written_into_the_log(
    window: MainWindow, expect_log: Callable[[str], None], qtbot: QtBot
) -> None:
    expect_log("a fault of ours")

    def fail() -> None:
        raise fault()

    window._runner.start(fail, done=lambda _: None)
    qtbot.waitUntil(lambda: bool(window.findChildren(FaultBox)), timeout=PATIENCE)
    window.findChildren(FaultBox)[0].reject()


def test_a_fault_of_a_slot_reaches_the_box_of_the_window(
    window: MainWindow, faults: Faults, expect_log: Callable[[str], None], qtbot: QtBot
) -> None:
    expect_log("a fault of ours")
    faults.met.connect(window.on_work_failed)

    def fail() -> None:
        raise fault()

    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: bool(window.findChildren(FaultBox)), timeout=PATIENCE)
    assert CUSTOMER not in words_of(window.findChildren(FaultBox)[0])
    window.findChildren(FaultBox)[0].reject()


# ---------------------------------------------------------------------- the support file


def test_the_names_of_all_that_is_kept_are_left_out(window: MainWindow, home_folder: Home, qtbot: QtBot) -> None:
    home_folder.add("Lindegaard Advies", connector="Geheime Koppeling")
    window.open_kept(expected=True)
    qtbot.waitUntil(lambda: window.known() is not None, timeout=PATIENCE)
    assert {"Lindegaard Advies", "T99001AA", "Geheime Koppeling"} <= set(names_in(window.known()))


def spellings(token: str) -> list[str]:
    """Return the seven forms in which a token could turn up, as the end-to-end test of secrets has them."""
    encoded = parse_token(token)._base64()
    data = TOKEN_DATA
    return [token, data, data.lower(), encoded, data[:32], data[-32:], encoded[20:60]]


def write_log(places: Folders) -> None:
    """Write what a log can hold at its worst."""
    sent = "2026-11-20 10:58:01,123 INFO afas_assistant.transport"
    lines = [
        f"{sent}: GET 12345.rest.afas.online/ProfitRestServices: 200 in 250 ms",
        "2026-11-20 10:58:02,123 INFO afas_assistant.afas.retries: asking again after host_unreachable, in 0.3 s",
        f"2026-11-20 10:58:03,123 WARNING afas_assistant.elsewhere: {CUSTOMER} owes {AMOUNT}",
        "2026-11-20 10:58:04,123 ERROR afas_assistant.ui.support_faults: a fault of ours",
        "Traceback (most recent call last):",
        f'  File "{Path.home()}/program/afas_assistant/sync/apply.py", line 12, in run',
        f"    send({CUSTOMER!r})",
        f"ValueError: {CUSTOMER} owes € {AMOUNT}",
        f"  input_value='{CUSTOMER}'",
    ]
    lines += [f"{sent}: GET {one}" for one in spellings(TOKEN)]
    lines += [f"{sent}: lindegaard advies at {Path.home()}"]
    places.logs.mkdir(parents=True)
    log_file(places.logs).write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_support_file_holds_nothing_that_tells_who_somebody_is(
    window: MainWindow, places: Folders, tmp_path: Path
) -> None:
    write_log(places)
    preferences = window._settings.preferences
    path = save(gather(Situation(places, preferences, ["Lindegaard Advies", "T99001AA"], fault())), tmp_path / "s.zip")
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["fault.txt", "program.txt", "settings.txt", "log.txt"]
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    everything = "\n".join(parts.values())
    account = Path.home().name
    for secret in (*spellings(TOKEN), CUSTOMER, "Krakeling", AMOUNT, "Lindegaard", "12345", str(Path.home()), account):
        assert secret.casefold() not in everything.casefold(), secret
    assert "ValueError" in parts["fault.txt"]
    assert "in fault" in parts["fault.txt"]
    assert "GET ‹number›.rest.afas.online/ProfitRestServices: 200 in 250 ms" in parts["log.txt"]
    assert "host_unreachable" in parts["log.txt"]
    assert 'File "afas_assistant/sync/apply.py", line 12, in run' in parts["log.txt"]
    assert re.search(r"httpx [\d.]+", parts["program.txt"])
    assert "language = en" in parts["settings.txt"]
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0


def test_words_of_python_about_the_program_stay() -> None:
    error = AttributeError("'NoneType' object has no attribute 'rows'")
    assert list(Redaction(()).fault(error)) == [f"AttributeError: {error}"]
    assert CUSTOMER not in "".join(Redaction(()).fault(KeyError(CUSTOMER)))


def test_the_person_sees_every_part_before_it_is_saved(
    window: MainWindow, places: Folders, tmp_path: Path, qtbot: QtBot
) -> None:
    window.help_desk.ask_support()
    dialog = window.help_desk.dialog
    assert isinstance(dialog, SupportDialog)
    assert not dialog.agree_button.isEnabled()
    qtbot.waitUntil(lambda: bool(dialog.parts), timeout=PATIENCE)
    assert dialog.segment is not None
    for one in dialog.parts:
        dialog.segment.button(one.name).click()
        assert dialog.text.toPlainText() == one.content
    blocked = tmp_path / "blocked"
    blocked.write_text("a file in the way")
    dialog.save(blocked / "s.zip")
    qtbot.waitUntil(lambda: not dialog.notice.isHidden(), timeout=PATIENCE)
    dialog.save(tmp_path / "s.zip")
    qtbot.waitUntil(lambda: not dialog.said.isHidden(), timeout=PATIENCE)
    with zipfile.ZipFile(tmp_path / "s.zip") as archive:
        assert archive.read("settings.txt").decode() == dialog.parts[1].content


def test_a_log_is_written_for_a_fault(places: Folders, faults: Faults, expect_log: Callable[[str], None]) -> None:
    expect_log("a fault of ours")
    records: list[logging.LogRecord] = []
    handler = logging.Handler()
    setattr(handler, "emit", records.append)  # noqa: B010 - a method is not assigned otherwise
    logging.getLogger("afas_assistant").addHandler(handler)
    faults.on_slot_failed(ValueError, fault(), None)
    logging.getLogger("afas_assistant").removeHandler(handler)
    assert records[0].exc_info is not None

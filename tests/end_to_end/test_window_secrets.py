"""A day in the window leaves no token and no key behind: not on a screen, in a clipboard, a file or a log.

The window is driven through its pages and dialogs with AFAS well and refusing; then all words of all widgets, what was
copied, and every file that was written are searched for all spellings of the secrets.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from afas_assistant.logs import start_log, stop_log
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.texts import phrase
from afas_assistant.timechimp import line
from afas_assistant.timechimp.pace import Pace
from afas_assistant.ui.dialogs.replace_token import ReplaceTokenDialog
from afas_assistant.ui.dialogs.support import SupportDialog
from afas_assistant.ui.main_window import MainWindow
from tests.helpers.daily_work import QUICK
from tests.helpers.practised_window import PATIENCE, page_of, planned, practised
from tests.helpers.spellings import spellings, spellings_of_key

ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
    Qt.ItemDataRole.EditRole,
)
ASKING = phrase("AFAS is being asked where this token belongs…")
STRANGER = "5EC2E7" * 10 + "ABCD"
"""A token that the practice environment does not know."""


@pytest.fixture(scope="module")
def practice() -> Iterator[PracticeProcess]:
    with PracticeProcess(size=25) as process:
        process.timechimp_switches(calls_a_minute=QUICK)
        yield process


@pytest.fixture
def window(
    practice: PracticeProcess, qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    monkeypatch.setattr(line, "shared_pace", lambda _: Pace(calls=QUICK))
    practice.switch("healthy", reset=True)
    log = start_log(tmp_path / "data" / "logs")
    with practised(qapp, qtbot, tmp_path / "data", practice) as opened:
        yield opened
    stop_log(log)


def all_words(application: QApplication) -> str:
    """Return every word that any widget of the program shows, says or would say, seen or not."""
    found: list[str] = []
    for one in application.allWidgets():
        found += [one.accessibleName(), one.accessibleDescription(), one.toolTip(), one.statusTip(), one.whatsThis()]
        found += [one.windowTitle(), one.objectName(), one.windowFilePath(), *(each.text() for each in one.actions())]
        found += _own_words(one)
    return "\n".join(found)


def _own_words(one: QWidget) -> list[str]:
    if isinstance(one, QLabel | QAbstractButton | QLineEdit):
        return [one.text()]
    if isinstance(one, QPlainTextEdit | QTextEdit):
        return [one.toPlainText()]
    if isinstance(one, QComboBox):
        return [one.itemText(place) for place in range(one.count())]
    if isinstance(one, QAbstractItemView) and (model := one.model()) is not None:
        columns = range(model.columnCount()) if isinstance(one, QTableView) else range(1)
        places = [model.index(row, each) for row in range(model.rowCount(QModelIndex())) for each in columns]
        return [str(place.data(role)) for place in places for role in ROLES]
    return []


def copied(window: MainWindow) -> str:
    """Copy every list of the window as a person does, by Ctrl+A and Ctrl+C, and return all of it."""
    found: list[str] = []
    for view in window.findChildren(QAbstractItemView):
        view.selectAll()
        press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier, "\x03")
        QApplication.sendEvent(view, press)
        found.append(QGuiApplication.clipboard().text())
    return "\n".join(found)


def left_behind(folder: Path) -> dict[str, bytes]:
    """Return the content of every file, those inside a support file unpacked."""
    found: dict[str, bytes] = {}
    for file in (each for each in folder.rglob("*") if each.is_file()):
        found[str(file)] = file.read_bytes()
        if file.suffix == ".zip":
            with ZipFile(file) as packed:
                found |= {f"{file}/{name}": packed.read(name) for name in packed.namelist()}
    return found


def replaced(application: QApplication, window: MainWindow, qtbot: QtBot, token: str) -> str:
    """Paste a token where one is replaced, ask AFAS, and return every word of the program before and after."""
    window.organisations.ask_token(page_of(window).snapshot.connections[0].connection)
    dialog = window.organisations.dialog
    assert isinstance(dialog, ReplaceTokenDialog)
    dialog.token_field.editor.setPlainText(token)
    said = dialog.remark.words()
    qtbot.waitUntil(lambda: dialog.remark.words() not in {said, str(ASKING)}, timeout=PATIENCE)
    words = all_words(application)
    if not dialog.agree_button.isEnabled():  # AFAS does not know it
        dialog.reject()
        return words
    dialog.agree_button.click()
    qtbot.waitUntil(lambda: window.organisations.dialog is None, timeout=PATIENCE)
    return words


def test_a_day_in_the_window_leaves_no_secret(
    window: MainWindow, practice: PracticeProcess, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    token, key = practice.token("timechimp"), practice.timechimp_key()
    told: list[str] = []
    page = page_of(window)

    def look() -> None:
        told.extend((all_words(qapp), copied(window)))

    for name in ("customers", "invoices", "bookings"):
        planned(window, qtbot, name)
        look()
    for scenario in ("token_ended", "maintenance", "get_blocked"):
        practice.switch(scenario)
        planned(window, qtbot, "invoices")
        look()
    practice.switch("healthy", reset=True)
    for name in ("overview", "setup", "outbox"):
        page.tabs.choose(name)
        look()
    dialogs: tuple[Any, ...] = (window.help_desk.show_about, window.help_desk.show_shortcuts)
    for show in dialogs:
        show()
        look()
    told.append(replaced(qapp, window, qtbot, token))
    stranger = f"<token><version>1</version><data>{STRANGER}</data></token>"
    told.append(replaced(qapp, window, qtbot, stranger))
    window.help_desk.ask_support(TypeError(f"something with {token} and {key}"))
    dialog = window.help_desk.dialog
    assert isinstance(dialog, SupportDialog)
    qtbot.waitUntil(dialog.agree_button.isEnabled, timeout=PATIENCE)
    for part in dialog.parts:
        dialog.on_part_chosen(part.name)
        look()
    dialog.save(tmp_path / "support.zip")
    qtbot.waitUntil((tmp_path / "support.zip").exists, timeout=PATIENCE)
    for each in qapp.topLevelWidgets():
        if isinstance(each, QDialog):
            each.reject()
    window.kept.remembered.on_timer_timeout()
    look()
    found = left_behind(tmp_path)
    assert any(name.endswith(".log") for name in found), "no log was written, so nothing was looked at"
    assert any(name.endswith("sqlite3") for name in found)
    assert "Zal slagen" in "".join(told), "nothing was seen, so nothing was looked at"
    for secret in (*spellings(token), *spellings(stranger), *spellings_of_key(key)):
        assert not [name for name, content in found.items() if secret.encode() in content], secret[:4]
        assert not [text for text in told if secret in text], secret[:4]

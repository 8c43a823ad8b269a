"""The real window against careless people and hostile surroundings: words stay words, and trouble is told as such."""

import sqlite3
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QTableView
from pytestqt.qtbot import QtBot

from afas_assistant.errors import AssistantError
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.timechimp import line
from afas_assistant.timechimp.pace import Pace
from afas_assistant.ui.dialogs.nightly import NightlyDialog
from afas_assistant.ui.error_box import ErrorBox, FaultBox
from afas_assistant.ui.help import book
from afas_assistant.ui.help.guide import GuideWindow, show_guide
from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.widgets.label import MAY_BREAK
from tests.helpers.daily_work import QUICK
from tests.helpers.practised_window import PATIENCE, page_of, planned, practised, started
from tests.ui.samples import words_of

MARKUP = '<b>Vet</b> & <img src="file://elders/x.png"> {naam} %s &Zn'
"""A name that Qt would draw as HTML, a format would fill in, and a button would take for a key."""


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
    with practised(qapp, qtbot, tmp_path, practice) as opened:
        yield opened


def tips(window: MainWindow) -> list[str]:
    """Return the tool tips of all widgets of a window and of all cells of their lists."""
    found = [each.toolTip() for each in window.findChildren(QLabel)]
    for view in window.findChildren(QAbstractItemView):
        model = view.model()
        if model is None:
            continue
        columns = range(model.columnCount()) if isinstance(view, QTableView) else range(1)
        for row in range(min(model.rowCount(QModelIndex()), 60)):
            found += [str(model.index(row, column).data(Qt.ItemDataRole.ToolTipRole) or "") for column in columns]
    return found


def drawn(tip: str) -> str:
    """Return the words that a tool tip shows; AssertionError where Qt would draw something of them."""
    if not GuiQt.mightBeRichText(tip):
        return tip
    words = tip.removeprefix('<p style="white-space:pre-wrap">').removesuffix("</p>")
    assert "<" not in words, tip
    return unescape(words)


def test_names_with_markup_stay_words_everywhere(window: MainWindow, practice: PracticeProcess, qtbot: QtBot) -> None:
    for number in (150_001, 150_003, 150_012, 150_017):
        practice.timechimp_change("invoices", {"customerName": MARKUP, "currency": "EUR"}, number)
    told: list[object] = []
    organisation = page_of(window).snapshot.organisation
    window.kept.rename(organisation, MARKUP, told.append, told.append)
    qtbot.waitUntil(lambda: page_of(window).snapshot.organisation.name == MARKUP, timeout=PATIENCE)
    tab = planned(window, qtbot, "bookings")
    assert tab.rows is not None
    assert MARKUP in {one.counterpart for one in tab.rows.records}
    planned(window, qtbot, "customers")
    window.show_all()
    words = [drawn(tip) for tip in tips(window)]
    assert any(MARKUP in one for one in words), "no tool tip held it, so nothing was looked at"
    for label in window.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText or "<" not in label.text(), label.text()
    assert MARKUP in words_of(page_of(window), also_hidden=True)
    window.organisations.ask_removal(f"organisation/{organisation.id}")
    dialog = window.organisations.dialog
    assert dialog is not None
    assert MARKUP in words_of(dialog)
    dialog.reject()


def test_a_database_that_is_taken_away_is_told_and_not_made_anew(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    database = tmp_path / "afas-assistant.sqlite3"
    content = database.read_bytes()
    database.unlink()
    told: list[object] = []
    organisation = page_of(window).snapshot.organisation
    window.kept.rename(organisation, "Anders", told.append, told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)
    (error,) = told
    assert isinstance(error, AssistantError)
    assert error.code == "database_gone"
    window.kept.reload()
    qtbot.waitUntil(lambda: bool(window.findChildren(ErrorBox)), timeout=PATIENCE)
    planned(window, qtbot, "invoices")
    assert "Het gegevensbestand van AFAS Assistant is weg." in words_of(page_of(window))
    assert not window.findChildren(FaultBox)
    assert not database.exists()
    database.write_bytes(content)
    tab = planned(window, qtbot, "invoices")
    assert tab.rows is not None
    with sqlite3.connect(database) as opened:
        assert opened.execute("SELECT name FROM organisations").fetchall() == [("Oefening",)]
    opened.close()


@pytest.mark.parametrize("content", ["font_scale = " + "1" * 5000, "x = " + "[" * 50_000, "theme = ["])
def test_preferences_beyond_all_measure_are_told_and_stop_nothing(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "preferences.toml"
    file.write_text(content, encoding="utf-8")
    with started(qapp, tmp_path) as window:
        qtbot.waitUntil(lambda: bool(window.findChildren(ErrorBox)), timeout=PATIENCE)
        (box,) = window.findChildren(ErrorBox)
        assert "preferences.toml.broken" in words_of(box)
        assert window.stack.currentWidget() is window.first_page
    assert file.with_name("preferences.toml.broken").read_text(encoding="utf-8") == content


def test_a_folder_of_data_that_cannot_be_is_told_in_the_window(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    with started(qapp, tmp_path / ("x" * 300)) as window:
        qtbot.waitUntil(lambda: len(window.findChildren(ErrorBox)) > 0, timeout=PATIENCE)
        qtbot.waitUntil(lambda: window.stack.currentWidget() is window.first_page, timeout=PATIENCE)
        assert not window.findChildren(FaultBox)


def test_a_name_of_300_letters_makes_no_dialog_wider_than_the_window(window: MainWindow, qtbot: QtBot) -> None:
    organisation = page_of(window).snapshot.organisation
    name = "L" * 300
    told: list[object] = []
    window.resize(800, 500)
    window.kept.rename(organisation, name, told.append, told.append)
    qtbot.waitUntil(lambda: page_of(window).snapshot.organisation.name == name, timeout=PATIENCE)
    key = f"organisation/{organisation.id}"
    for ask in (window.organisations.ask_name, window.organisations.ask_removal):
        ask(key)
        dialog = window.organisations.dialog
        assert dialog is not None
        assert dialog.width() <= window.width()
        assert name in words_of(dialog).replace(MAY_BREAK, "")
        dialog.reject()
    tab = planned(window, qtbot, "invoices")
    tab.page.footer.send_button.click()
    assert tab.dialog is not None
    assert tab.dialog.width() <= window.width()
    tab.dialog.reject()


@pytest.mark.parametrize("content", [b"\xff\xfe", b"no heading", None])
def test_a_guide_that_is_damaged_is_told(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    folder = tmp_path / "guide"
    (folder / "nl").mkdir(parents=True)
    if content is not None:
        (folder / "nl" / "contents.md").write_bytes(content)
    monkeypatch.setattr(book, "guide_folder", lambda: folder)
    book.read_book.cache_clear()
    window.help_desk.show_guide()
    (box,) = window.findChildren(ErrorBox)
    assert "De handleiding is niet te lezen." in words_of(box)
    assert not window.findChildren(GuideWindow)
    box.reject()


def test_a_file_that_was_written_ends_what_was_said_of_the_last_try(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    page = page_of(window)
    page.tabs.choose("outbox")
    outbox = page.outbox
    assert outbox is not None
    outbox.asking.export([1], tmp_path)
    qtbot.waitUntil(lambda: not outbox.notice.isHidden(), timeout=PATIENCE)
    assert "De outbox is niet te schrijven" in words_of(outbox)
    outbox.asking.export([1], tmp_path / "outbox.csv")
    qtbot.waitUntil(lambda: "Geschreven: " in words_of(outbox), timeout=PATIENCE)
    assert "De outbox is niet te schrijven" not in words_of(outbox)


def test_no_browser_puts_the_address_on_the_clipboard(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: False)
    guide = show_guide(window, "token")
    guide.reader.anchorClicked.emit(QUrl("https://afasstatus.nl"))
    assert "Er is geen browser geopend." in words_of(guide)
    assert QGuiApplication.clipboard().text() == "https://afasstatus.nl"
    guide.close()


def test_schedules_with_brackets_without_end_are_told_once(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "schedules.toml").write_text("x = " + "[" * 50_000, encoding="utf-8")
    window.organisations.ask_nightly(page_of(window).snapshot)
    dialog = window.organisations.dialog
    assert isinstance(dialog, NightlyDialog)
    qtbot.waitUntil(lambda: not dialog.notice.isHidden(), timeout=PATIENCE)
    assert "Wat voor de nachten is gekozen, is niet te lezen." in words_of(dialog)
    assert "Er wordt gelezen hoe het staat" not in words_of(dialog)
    dialog.reject()

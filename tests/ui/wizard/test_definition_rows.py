"""An opened definition file: what importing it creates, in words; the build sheet; one row open at a time; keyboard."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from afas_assistant.ui.language import switch_language
from afas_assistant.ui.theme import Theme
from afas_assistant.ui.widgets.buttons import PrimaryButton
from afas_assistant.ui.wizard.definition_detail import MOST_COLUMNS, DefinitionDetail
from afas_assistant.ui.wizard.definition_row import DefinitionRow
from afas_assistant.ui.wizard.definition_words import STANDINGS, Standing, file_name
from tests.helpers.gcn_writer import columns
from tests.ui.samples import words_of
from tests.ui.wizard.conftest import PATIENCE
from tests.ui.wizard.definition_samples import broken_set, contents, definition, put
from tests.ui.wizard.test_definition_files import Bench, OpenBench, open_bench

__all__ = ["open_bench"]  # a fixture

DEBTORS = "SBQ_Debiteuren.gcn"


def row_of(bench: Bench, name: str) -> DefinitionRow:
    assert bench.card.body is not None
    return next(one for one in bench.card.body.rows.rows if file_name(one.row) == name)


def opened(bench: Bench, name: str, qtbot: QtBot) -> DefinitionDetail:
    row = row_of(bench, name)
    row.open(opened=True)
    detail = row.detail
    assert isinstance(detail, DefinitionDetail)
    qtbot.waitUntil(detail.isVisible, timeout=PATIENCE)
    qtbot.wait(50)  # what is in it is shown when the event loop comes round
    return detail


def button(detail: DefinitionDetail, words: str) -> QPushButton:
    return next(one for one in detail.findChildren(QPushButton) if one.text() == words)


def test_a_good_file_tells_what_importing_it_creates(open_bench: OpenBench, tmp_path: Path, qtbot: QtBot) -> None:
    bench = open_bench()
    bench.read(put(tmp_path / "mail", contents()))
    words = words_of(opened(bench, DEBTORS, qtbot))
    assert "The GetConnector SBQ_Debiteuren, described as “Trial SBQ_Debiteuren”" in words
    assert "from the data collection Ledger accounts (incl. authorisation) (B_Ttt00)" in words
    assert "3 columns, with AFAS’s own ids" in words
    assert "U003\nTelefoonnr._prive" in words
    assert "Nummer is not empty" in words, "the filter, by the column's name"
    assert "VTR" in words, "the group whose right the user needs"
    assert "employees" in words, "the filter authorisation, in words"
    assert "dot clash" in words, "the awkward name"
    assert "mail/SBQ_Debiteuren.gcn" in words
    assert "21 January 2025" in words
    assert "neither writes nor mends them" in words


def test_a_file_without_filters_says_so(open_bench: OpenBench, tmp_path: Path, qtbot: QtBot) -> None:
    bench = open_bench()
    bench.read(put(tmp_path / "mail", contents()))
    words = words_of(opened(bench, "SBQ_BTW.gcn", qtbot))
    assert "None: all rows come through." in words
    assert "That does not prove that none are needed." in words


def test_a_missing_file_says_whom_to_ask(open_bench: OpenBench, tmp_path: Path, qtbot: QtBot) -> None:
    bench = open_bench()
    detail = opened(bench, "SBQ_Transaction_History.gcn", qtbot)
    assert "If you do not have it\nAsk helpdesk@smartbooqing.com for it" in words_of(detail)
    assert "SBQ_Transactie" in words_of(detail)
    bench.read(put(tmp_path / "mail", broken_set()))
    detail = opened(bench, "SBQ_Transaction_History.gcn", qtbot)
    assert "It is not among what was read. Ask helpdesk@smartbooqing.com" in words_of(detail)


def test_a_damaged_and_a_doubled_file_say_what_to_do(open_bench: OpenBench, tmp_path: Path, qtbot: QtBot) -> None:
    bench = open_bench()
    bench.read(put(tmp_path / "mail", broken_set()))
    damaged = words_of(opened(bench, "SBQ_Crediteuren.gcn", qtbot))
    assert "Ask the vendor to send the file again, inside a ZIP." in damaged
    assert "The vendor of the integration" in damaged
    doubled = words_of(opened(bench, "SBQ_BTW.gcn", qtbot))
    assert "mail/SBQ_BTW (1).gcn" in doubled
    assert "2 files bring the same connector and differ" in doubled
    assert not [one for one in bench.card.findChildren(QPushButton) if "build sheet" in one.text()]


def test_one_row_is_open_at_a_time(open_bench: OpenBench, qtbot: QtBot) -> None:
    bench = open_bench()
    opened(bench, DEBTORS, qtbot)
    opened(bench, "SBQ_BTW.gcn", qtbot)
    assert not row_of(bench, DEBTORS).toggle.isChecked()
    assert row_of(bench, DEBTORS).detail is None


def test_a_row_that_was_open_stays_open_when_more_is_read(open_bench: OpenBench, tmp_path: Path, qtbot: QtBot) -> None:
    bench = open_bench()
    bench.read(put(tmp_path / "mail", broken_set()))
    opened(bench, "SBQ_Crediteuren.gcn", qtbot)
    bench.read(put(tmp_path / "again", {"SBQ_Crediteuren.gcn": contents()["SBQ_Crediteuren.gcn"]}))
    row = row_of(bench, "SBQ_Crediteuren.gcn")
    assert row.toggle.isChecked()
    assert row.detail is not None
    assert "Importing it creates" in words_of(row.detail, also_hidden=True)


def test_the_keyboard_opens_closes_and_copies(
    open_bench: OpenBench, tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    bench = open_bench()
    bench.read(put(tmp_path / "mail", contents()))
    row = row_of(bench, "SBQ_Custom_Kostenplaatsen.gcn")
    bench.wizard.activateWindow()
    row.toggle.setFocus()
    for key, is_open in ((Qt.Key.Key_Return, True), (Qt.Key.Key_Escape, False), (Qt.Key.Key_Space, True)):
        qtbot.keyClick(row.toggle, key)
        assert row.toggle.isChecked() is is_open
    qtbot.keyClick(row.toggle, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert qapp.clipboard().text() == "SBQ_Kostenplaatsen_All", "the name in AFAS, not that of the file"
    assert "SBQ_Kostenplaatsen_All is on the clipboard." in bench.wizard.foot.note.text()


def test_escape_inside_gives_the_keyboard_back_to_the_row(open_bench: OpenBench, tmp_path: Path, qtbot: QtBot) -> None:
    bench = open_bench()
    bench.read(put(tmp_path / "mail", contents()))
    detail = opened(bench, DEBTORS, qtbot)
    bench.wizard.activateWindow()
    inside = button(detail, "Copy SBQ_Debiteuren")
    inside.setFocus()
    qtbot.waitUntil(inside.hasFocus, timeout=PATIENCE)
    qtbot.keyClick(inside, Qt.Key.Key_Escape)
    assert row_of(bench, DEBTORS).toggle.hasFocus()


def test_a_click_on_the_row_opens_it_and_its_action_copies(
    open_bench: OpenBench, tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    bench = open_bench()
    bench.read(put(tmp_path / "mail", broken_set()))
    row = row_of(bench, DEBTORS)
    qtbot.mouseClick(row._file, Qt.MouseButton.LeftButton)
    assert row.toggle.isChecked()
    row.action.click()
    assert qapp.clipboard().text() == "SBQ_Debiteuren"
    damaged = row_of(bench, "SBQ_Crediteuren.gcn")
    assert damaged.action.text() == "Explain"
    damaged.action.click()
    assert damaged.toggle.isChecked()


def test_the_build_sheet_is_copied_and_saved(
    open_bench: OpenBench, tmp_path: Path, qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = open_bench()
    bench.read(put(tmp_path / "mail", contents()))
    detail = opened(bench, DEBTORS, qtbot)
    button(detail, "Copy the build sheet").click()
    sheet = qapp.clipboard().text()
    assert "Telefoonnr._prive" in sheet
    assert "B_Ttt00" in sheet
    path = tmp_path / "sheet.md"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    button(detail, "Save the build sheet…").click()
    qtbot.waitUntil(lambda: "Saved" in bench.wizard.foot.note.text(), timeout=PATIENCE)
    assert path.read_text(encoding="utf-8") == sheet
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "absent" / "sheet.md"), ""))
    button(detail, "Save the build sheet…").click()
    qtbot.waitUntil(lambda: "could not be written" in bench.wizard.foot.note.text(), timeout=PATIENCE)


def test_a_file_with_very_many_columns_shows_the_first_and_counts_the_rest(
    open_bench: OpenBench, tmp_path: Path, qtbot: QtBot
) -> None:
    bench = open_bench()
    bench.read(put(tmp_path / "mail", {"SBQ_BTW.gcn": definition("SBQ_BTW", columns(400))}))
    words = words_of(opened(bench, "SBQ_BTW.gcn", qtbot))
    assert f"Column_{MOST_COLUMNS}\n" in words
    assert f"Column_{MOST_COLUMNS + 1}\n" not in words
    assert f"And {400 - MOST_COLUMNS} more; the build sheet has them all." in words


def test_a_row_is_told_as_a_whole_to_those_who_hear_it(
    open_bench: OpenBench, tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    bench = open_bench()
    bench.read(put(tmp_path / "mail", broken_set()))
    name = row_of(bench, "SBQ_Custom_Kostenplaatsen.gcn").toggle.accessibleName()
    assert name.startswith("Found: SBQ_Custom_Kostenplaatsen.gcn, arrives as SBQ_Kostenplaatsen_All. 2 columns")
    missing = row_of(bench, "SBQ_Transaction_History.gcn").toggle
    assert "Invoice history" in missing.accessibleName()
    switch_language(qapp, "nl")
    qtbot.waitUntil(lambda: "Factuurhistorie" in missing.accessibleName(), timeout=PATIENCE)


def test_colour_is_never_the_only_signal() -> None:
    icons, words = ({str(getattr(look, part)) for look in STANDINGS.values()} for part in ("icon", "word"))
    assert len(icons) == len(words) == len(Standing)


@pytest.mark.parametrize("width", [640, 800, 1280, 1600])
def test_columns_line_up_or_go_below_each_other(
    open_bench: OpenBench, tmp_path: Path, width: int, qtbot: QtBot, theme: Theme
) -> None:
    bench = open_bench()
    bench.read(put(tmp_path / "mail", broken_set()))
    bench.wizard.resize(width, 800)
    qtbot.wait(100)
    assert bench.card.body is not None
    rows = bench.card.body.rows.rows
    left = {row._facts.mapTo(bench.card, row._facts.rect().topLeft()).x() for row in rows}
    assert len(left) == 1
    narrow = not rows[0].action.isVisible()
    assert narrow is (width <= 800)
    below = rows[0]._name.geometry().top() >= rows[0]._file.geometry().bottom()
    assert below is narrow


def test_the_message_stays_the_one_filled_button(open_bench: OpenBench, tmp_path: Path, qtbot: QtBot) -> None:
    bench = open_bench()
    bench.read(put(tmp_path / "mail", contents()))
    opened(bench, DEBTORS, qtbot)
    filled = [one for one in bench.wizard.findChildren(PrimaryButton) if one.isVisible()]
    assert len(filled) == 1
    assert not bench.card.isAncestorOf(filled[0])

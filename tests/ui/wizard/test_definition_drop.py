"""Dropping definition files on page 4: what is taken, what is refused in words, and the same by keyboard."""

import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from afas_assistant.onboarding.flow import Step
from afas_assistant.ui.wizard.connector_pages import GetPage
from afas_assistant.ui.wizard.definition_words import Standing, standing
from afas_assistant.ui.wizard.import_card import ImportCard
from tests.ui.wizard.conftest import PATIENCE, Opener
from tests.ui.wizard.definition_samples import bundle, contents, put
from tests.ui.wizard.pretend_desk import PretendDesk, state_at

OpenPage = Callable[[], GetPage]


@pytest.fixture
def open_page(open_wizard: Opener, desk: PretendDesk, qtbot: QtBot) -> OpenPage:
    def open_one() -> GetPage:
        wizard = open_wizard(state_at(Step.GET, desk.ready_connection()))
        qtbot.waitUntil(lambda: wizard.session.checks.report is not None, timeout=PATIENCE)
        page = wizard.page
        assert isinstance(page, GetPage)
        return page

    return open_one


def card_of(page: GetPage) -> ImportCard:
    assert page.import_card is not None
    return page.import_card


def dragged(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def enter(widget: QWidget, data: QMimeData) -> bool:
    with warnings.catch_warnings():  # Qt wants nobody but itself to make these
        warnings.simplefilter("ignore", DeprecationWarning)
        event = QDragEnterEvent(
            QPoint(5, 5),
            Qt.DropAction.MoveAction | Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def drop(widget: QWidget, data: QMimeData) -> Qt.DropAction | None:
    """Drag something in and drop it, and return what was done with it; None when it was not taken."""
    if not enter(widget, data):
        return None
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.MoveAction | Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event.dropAction() if event.isAccepted() else None


def found(card: ImportCard) -> int:
    return sum(standing(row, read=True) is Standing.FOUND for row in card.files.rows)


def test_a_zip_dropped_on_a_closed_card_opens_it_and_is_read(open_page: OpenPage, tmp_path: Path, qtbot: QtBot) -> None:
    card = card_of(open_page())
    assert not card.toggle.isChecked()
    action = drop(card, dragged(bundle(tmp_path / "vendor.zip", contents())))
    assert action is Qt.DropAction.CopyAction, "a move would have the file manager delete the file"
    assert card.toggle.isChecked()
    qtbot.waitUntil(lambda: found(card) == 7, timeout=PATIENCE)


def test_anywhere_on_the_page_will_do(open_page: OpenPage, tmp_path: Path, qtbot: QtBot) -> None:
    page = open_page()
    drop(page, dragged(put(tmp_path / "folder", contents())))
    qtbot.waitUntil(lambda: found(card_of(page)) == 7, timeout=PATIENCE)


def test_single_files_are_read_in_addition_to_those_before(open_page: OpenPage, tmp_path: Path, qtbot: QtBot) -> None:
    card = card_of(open_page())
    folder = put(tmp_path / "mail", contents())
    first, *others = sorted(folder.iterdir())
    drop(card, dragged(first))
    qtbot.waitUntil(lambda: found(card) == 1, timeout=PATIENCE)
    drop(card, dragged(*others))
    qtbot.waitUntil(lambda: found(card) == 7, timeout=PATIENCE)


def test_two_drops_shortly_after_each_other_are_both_read(open_page: OpenPage, tmp_path: Path, qtbot: QtBot) -> None:
    card = card_of(open_page())
    first, *others = sorted(put(tmp_path / "mail", contents()).iterdir())
    drop(card, dragged(first))
    drop(card, dragged(*others))
    qtbot.waitUntil(lambda: found(card) == 7, timeout=PATIENCE)


def test_what_is_held_above_the_page_is_shown_and_what_leaves_is_not(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    card = card_of(page)
    assert enter(page, dragged(tmp_path))
    assert card.body is not None
    assert card.body.zone._hovered
    QApplication.sendEvent(page, QDragLeaveEvent())
    assert not card.body.zone._hovered
    assert not card.files.reading


def test_words_that_are_dragged_are_none_of_our_business(open_page: OpenPage) -> None:
    page, data = open_page(), QMimeData()
    data.setText("SBQ_BTW")
    assert not enter(page, data)
    assert drop(page, data) is None
    assert not card_of(page).toggle.isChecked()


@pytest.mark.parametrize("kind", ["web address", "attachment"])
def test_what_is_not_a_file_on_this_computer_is_refused_in_words(
    open_page: OpenPage, kind: str, open_wizard: Opener
) -> None:
    page, data = open_page(), QMimeData()
    if kind == "web address":
        data.setUrls([QUrl("https://example.org/SBQ_BTW.gcn")])
    else:
        data.setData('application/x-qt-windows-mime;value="FileGroupDescriptorW"', b"\0")
    told: list[str] = []
    page.session.told.connect(lambda words: told.append(str(words)))
    drop(page, data)
    assert "Save it in a folder first" in told[0]
    assert not card_of(page).files.reading


def test_the_buttons_do_the_same(
    open_page: OpenPage, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = card_of(open_page())
    card.open()
    assert card.body is not None
    folder = put(tmp_path / "folder", contents())
    chosen = [str(path) for path in sorted(folder.iterdir())[:2]]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (chosen, ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    card.body.zone.files_button.setFocus()
    qtbot.keyClick(card.body.zone.files_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: found(card) == 2, timeout=PATIENCE)
    qtbot.keyClick(card.body.zone.folder_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: found(card) == 7, timeout=PATIENCE)


def test_a_dialog_that_is_closed_without_a_choice_changes_nothing(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = card_of(open_page())
    card.open()
    assert card.body is not None
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    card.body.on_files_wanted()
    card.body.on_folder_wanted()
    assert not card.files.reading
    assert not card.files.is_read


def test_a_drag_that_only_moves_reads_nothing(open_page: OpenPage, tmp_path: Path) -> None:
    page, data = open_page(), dragged(tmp_path)
    enter(page, data)
    moved = QDropEvent(
        QPointF(1, 1),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QEvent.Type.DragMove,
    )
    QApplication.sendEvent(page, moved)
    assert moved.isAccepted()
    assert not card_of(page).files.reading

"""The list on the screen: one row open at a time, by mouse and by keyboard, and all there is to know about it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from afas_assistant.texts import literal, use_language
from afas_assistant.ui.checklist_detail import ChecklistDetail, technical_text
from afas_assistant.ui.checklist_filter import ChecklistFilter
from afas_assistant.ui.checklist_model import ChecklistModel, Choice, Column
from afas_assistant.ui.checklist_view import ChecklistView
from afas_assistant.ui.language import switch_language
from afas_assistant.ui.theme import Theme
from tests.ui.samples import BTW, DEBTORS, EVERY_STATE, HOST, JOURNALS, LINES, good, missing, words_of


@pytest.fixture
def view(qtbot: QtBot, english: None) -> Iterator[ChecklistView]:
    model = ChecklistModel()
    made = ChecklistView(model)
    made.resize(900, 600)
    qtbot.addWidget(made)
    model.planned(LINES, {"smartbooqing": "SmartBooqing"})
    model.judged(EVERY_STATE)
    made.arrange()
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close_row()


def source(view: ChecklistView) -> ChecklistModel:
    chosen = view.model()
    assert isinstance(chosen, ChecklistFilter)
    model = chosen.sourceModel()
    assert isinstance(model, ChecklistModel)
    return model


def index_of(view: ChecklistView, key: tuple[str | None, str]) -> QModelIndex:
    chosen = view.model()
    assert isinstance(chosen, ChecklistFilter)
    return chosen.mapFromSource(source(view).index_of(key))


def detail_of(view: ChecklistView) -> ChecklistDetail:
    shown = [one for one in view.findChildren(ChecklistDetail) if one.isVisible()]
    assert len(shown) == 1
    return shown[0]


def click(qtbot: QtBot, view: ChecklistView, index: QModelIndex) -> None:
    place = view.visualRect(index).center() if index.column() else view.visualRect(index).topLeft() + QPoint(20, 10)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_an_opened_row_tells_everything(view: ChecklistView, qtbot: QtBot) -> None:
    view.open_key(DEBTORS.key)
    words = words_of(detail_of(view))
    for expected in (
        "Why SBQ_Debiteuren.",
        "“GetConnector niet ondersteund”",
        "HTTP 500 · profitLogReference 5E0B9A41",
        "AFAS says so for a slip as well.",
        "AFAS does not document this answer",
        "General › Management › App connector",
        "Older menu: General › App connector",
        "Tick it.",
        "The AFAS administrator",
        "Copy SBQ_Debiteuren",
        "Test again",
        "Copy technical detail",
    ):
        assert expected in words
    assert words.index("1. likeliest") < words.index("check the first") < words.index("2. unlikely")


def test_one_row_is_open_at_a_time(view: ChecklistView, qtbot: QtBot) -> None:
    view.open_key(DEBTORS.key)
    view.open_key(JOURNALS.key)
    assert "Why Precal_Dagboeken." in words_of(detail_of(view))
    assert not view.isExpanded(index_of(view, DEBTORS.key))
    view.close_row()
    assert not [one for one in view.findChildren(ChecklistDetail) if one.isVisible()]


def test_a_click_opens_and_closes(view: ChecklistView, qtbot: QtBot) -> None:
    click(qtbot, view, index_of(view, DEBTORS.key))
    assert view.opened_row() is not None
    click(qtbot, view, index_of(view, DEBTORS.key))
    assert view.opened_row() is None


def test_the_keyboard_opens_copies_and_closes(view: ChecklistView, qtbot: QtBot) -> None:
    view.setCurrentIndex(index_of(view, DEBTORS.key))
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert view.opened_row() is not None
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "SBQ_Debiteuren"
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.opened_row() is None


def test_arrows_pass_over_the_opened_part(view: ChecklistView, qtbot: QtBot) -> None:
    view.open_key(DEBTORS.key)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().siblingAtColumn(Column.NAME).data() == JOURNALS.name


def test_escape_in_the_opened_part_closes_it(view: ChecklistView, qtbot: QtBot) -> None:
    view.open_key(DEBTORS.key)
    QTest.keyClick(detail_of(view), Qt.Key.Key_Escape)
    assert view.opened_row() is None


def test_the_action_of_a_failed_connector_copies_its_name(view: ChecklistView, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().clear()
    with qtbot.waitSignal(view.copied) as told:
        click(qtbot, view, index_of(view, DEBTORS.key).siblingAtColumn(Column.ACTION))
    assert QGuiApplication.clipboard().text() == "SBQ_Debiteuren"
    assert str(told.args[0]) == "SBQ_Debiteuren is on the clipboard."
    assert view.opened_row() is None


def test_the_menu_of_a_row_offers_what_can_be_done(view: ChecklistView, qtbot: QtBot) -> None:
    row = next(row for row in source(view).rows() if row.line is DEBTORS)
    menu = view.row_menu(index_of(view, DEBTORS.key), row)
    names = [action.text() for action in menu.actions() if action.text()]
    assert names == ["Open the line", "Copy name", "Copy technical detail", "Test again"]
    with qtbot.waitSignal(view.test_again_requested):
        menu.actions()[-1].trigger()
    menu.close()


def test_technical_detail_has_what_a_helpdesk_asks(view: ChecklistView) -> None:
    row = next(row for row in source(view).rows() if row.line is DEBTORS)
    text = technical_text(row).splitlines()
    assert text[0] == "get/SBQ_Debiteuren"
    assert {"reason: missing", "certainty: inferred", "HTTP status: 500", "profitLogReference: 5E0B9A41"} <= set(text)


def test_buttons_of_the_opened_part_work(view: ChecklistView, qtbot: QtBot) -> None:
    view.open_key(DEBTORS.key)
    buttons = {button.text(): button for button in detail_of(view).findChildren(QPushButton)}
    with qtbot.waitSignal(view.test_again_requested):
        buttons["Test again"].click()
    buttons["Copy technical detail"].click()
    assert QGuiApplication.clipboard().text().startswith("get/SBQ_Debiteuren")


def test_news_about_the_open_row_is_shown_in_it(view: ChecklistView, qtbot: QtBot) -> None:
    view.open_key(DEBTORS.key)
    source(view).judged([good(DEBTORS)])
    qtbot.waitUntil(lambda: "Found as" in words_of(detail_of(view)))
    assert "Tick it." not in words_of(detail_of(view))


def test_the_opened_part_has_the_height_that_it_needs(view: ChecklistView, qtbot: QtBot) -> None:
    view.open_key(DEBTORS.key)
    for width in (900, 560, 1200):
        view.resize(width, 600)
        qtbot.waitUntil(
            lambda: detail_of(view).height() == detail_of(view).height_at(detail_of(view).width()), timeout=1000
        )


def test_a_long_answer_is_wrapped_and_not_cut(view: ChecklistView, qtbot: QtBot) -> None:
    long = replace(missing(BTW), title=literal("word " * 60))
    before = view.visualRect(index_of(view, BTW.key)).height()
    source(view).judged([long])
    qtbot.waitUntil(lambda: view.visualRect(index_of(view, BTW.key)).height() > 2 * before, timeout=1000)


def test_a_choice_without_the_open_row_closes_it(view: ChecklistView, qtbot: QtBot) -> None:
    view.open_key(DEBTORS.key)
    view.choose(Choice.OK)
    assert view.opened_row() is None
    view.choose(Choice.ALL)
    assert index_of(view, DEBTORS.key).isValid()


def test_a_check_keeps_what_is_open_open_and_what_is_folded_folded(view: ChecklistView) -> None:
    view.open_key(DEBTORS.key)
    environment = index_of(view, HOST.key).parent()
    view.collapse(environment)
    source(view).planned(LINES)
    source(view).judged(EVERY_STATE)
    view.arrange()
    row = view.opened_row()
    assert row is not None
    assert row.line is DEBTORS
    assert detail_of(view).isVisible()
    assert not view.isExpanded(index_of(view, HOST.key).parent())
    view.choose(Choice.OPEN)
    assert view.isExpanded(index_of(view, DEBTORS.key).parent())


def test_the_language_can_change_while_a_row_is_open(view: ChecklistView, qapp: QApplication, qtbot: QtBot) -> None:
    view.open_key(DEBTORS.key)
    switch_language(qapp, "nl")
    qtbot.waitUntil(lambda: "Waarom SBQ_Debiteuren." in words_of(detail_of(view)))
    assert index_of(view, BTW.key).siblingAtColumn(Column.ANSWER).data() == "1 rij gelezen"
    switch_language(qapp, "en")
    use_language("en")


def test_a_narrow_list_leaves_out_the_action_and_keeps_the_answer(
    view: ChecklistView, theme: Theme, qtbot: QtBot
) -> None:
    assert not view.isColumnHidden(Column.ACTION)
    view.resize(420, 600)
    qtbot.waitUntil(lambda: view.isColumnHidden(Column.ACTION))
    assert view.columnWidth(Column.ANSWER) > 80
    theme.set_scale(200)
    assert view.grab().width() == 420

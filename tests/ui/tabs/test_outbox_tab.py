"""The tab Outbox over a real outbox in a file: found, filtered, ordered, at every width."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from afas_assistant.errors import ConfigurationError
from afas_assistant.organisations.vault import Vault
from afas_assistant.outbox.listing import Order
from afas_assistant.outbox.records import State
from afas_assistant.outbox.store import Outbox
from afas_assistant.paths import folders
from afas_assistant.texts import phrase
from afas_assistant.ui.pages.organisation import OUTBOX
from afas_assistant.ui.tabs.outbox_model import PAGE, Column
from afas_assistant.ui.tabs.outbox_tab import OutboxTab
from afas_assistant.ui.tabs.outbox_words import LOOKS
from afas_assistant.ui.typography import px
from tests.ui.kept_samples import Home
from tests.ui.samples import words_of
from tests.ui.tabs.outbox_page import PATIENCE, Opener, Shown, button, opened, rows_of
from tests.ui.tabs.outbox_samples import Clock, fill, many


def test_every_write_is_listed_the_unknown_one_first(shown: Shown) -> None:
    shown.until(lambda: rows_of(shown.tab)[0][0] == "Unknown")
    rows = rows_of(shown.tab)
    assert [row[Column.STATE] for row in rows] == [
        "Unknown", "Not sent yet", "Given up", "Confirmed", "Confirmed", "Refused", "Confirmed",
    ]  # fmt: skip
    assert rows[0][Column.COUNTERPART] == "Zorggroep Aan de Vliet"
    assert rows[3][Column.AMOUNT] == "-302.50"
    assert rows[3][Column.KEYS] == "EnNo 88"


def test_no_keyring_and_no_network_are_needed_to_look_through_it(
    shown: Shown, home_folder: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("the keyring was asked")

    monkeypatch.setattr(Vault, "read", refused)
    monkeypatch.setattr(Vault, "read_timechimp_key", refused)
    error = ConfigurationError("x", title=phrase("x"), explanation=phrase("x"), action=phrase("x"))
    home_folder.afas.errors = {"metainfo": error}
    assert "Kranz Elektro" in shown.look_at(shown.filled.confirmed.id)


def test_the_detail_of_a_refused_write_says_why_and_who_can_mend_it(shown: Shown) -> None:
    words = shown.look_at(shown.filled.refused.id)
    assert "AFAS does not know payment condition 21." in words
    assert "Who can do this: The AFAS administrator" in words
    assert "«Betaalvoorwaarde 21 bestaat niet»" in words
    assert shown.tab.detail.look_up_button is None
    assert shown.tab.detail.take_back_button is None


def test_what_was_sent_is_copied_exactly(shown: Shown) -> None:
    shown.look_at(shown.filled.confirmed.id)
    assert shown.tab.detail.sent_text is not None
    assert shown.tab.detail.sent_text.toPlainText().startswith('{\n  "FbDirectInvoice"')
    button(shown.tab.detail, "Copy JSON").click()
    with Outbox.open(shown.database) as outbox:
        assert QGuiApplication.clipboard().text() == outbox.write(shown.filled.confirmed.id).body
    button(shown.tab.detail, "Copy technical detail").click()
    assert shown.filled.confirmed.body_digest in QGuiApplication.clipboard().text()


def test_how_its_state_is_known_is_said(shown: Shown) -> None:
    assert "Shown by Profit_Transactions." in shown.look_at(shown.filled.entry.id)
    assert "AFAS answered that it took it." in shown.look_at(shown.filled.confirmed.id)
    assert "The line broke after it was sent." in shown.look_at(shown.filled.unknown.id)


def test_a_debtor_says_why_it_cannot_be_taken_back(shown: Shown) -> None:
    words = shown.look_at(shown.filled.debtor.id)
    assert "AFAS offers no way to delete one" in words
    assert shown.tab.detail.take_back_button is None


def test_a_step_leads_to_the_write_that_it_follows(shown: Shown) -> None:
    shown.look_at(shown.filled.confirmed.id)
    link = next(one for one in shown.tab.detail.findChildren(QPushButton) if one.text().startswith("Show write"))
    link.click()
    shown.until(lambda: "Statuses" in words_of(shown.tab.detail) or "Follows on write" in words_of(shown.tab.detail))


@pytest.mark.parametrize(
    ("field", "key", "left"),
    [("state_box", "refused", 1), ("kind_box", "direct_invoice", 3), ("period_box", "today", 7)],
)
def test_filters_narrow_the_list(shown: Shown, field: str, key: str, left: int) -> None:
    box = getattr(shown.tab.filters, field)
    box.setCurrentIndex(box.findData(key))
    box.activated.emit(box.currentIndex())
    shown.until(lambda: shown.tab.model.rowCount() == left)
    shown.until(lambda: shown.tab.foot_count.text() == f"{left} of 7 writes")
    shown.tab.filters.clear_button.click()
    shown.until(lambda: shown.tab.foot_count.text() == "7 writes")


def test_words_are_found_and_nothing_found_is_said(shown: Shown) -> None:
    shown.tab.filters.search_field.setText("kranz 1,250.00")
    QTest.keyClick(shown.tab.filters.search_field, Qt.Key.Key_Return)
    shown.until(lambda: shown.tab.model.rowCount() == 1)
    shown.tab.filters.search_field.setText("nowhere")
    QTest.keyClick(shown.tab.filters.search_field, Qt.Key.Key_Return)
    shown.until(lambda: "No write fits these filters." in words_of(shown.tab))


def test_a_heading_orders_and_the_third_press_ends_that(shown: Shown) -> None:
    table = shown.tab.table
    table.sortByColumn(Column.AMOUNT, Qt.SortOrder.AscendingOrder)
    shown.until(lambda: shown.tab.model.number(2) == shown.filled.entry.id or rows_of(shown.tab)[0][4] == "")
    shown.until(lambda: [row[Column.AMOUNT] for row in rows_of(shown.tab)][3] == "-302.50")
    table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    shown.until(lambda: shown.tab.model.number(0) == shown.filled.unknown.id)


def test_a_hundred_thousand_rows_are_read_where_somebody_looks(
    open_window: Opener, home_folder: Home, qtbot: QtBot
) -> None:
    home_folder.add()
    database = folders(home_folder.folder).database
    clock = Clock()
    with Outbox.open(database, now=clock) as outbox:
        filled = fill(outbox, clock)
        many(outbox, 20_000)
    shown = opened(open_window, database, filled, qtbot)
    model, table = shown.tab.model, shown.tab.table
    assert model.rowCount() == 20_007
    shown.until(lambda: model.line(0) is not None)
    assert len(model._lines) <= 3 * PAGE
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_End)
    last = model.rowCount() - 1
    shown.until(lambda: str(model.index(last, Column.COUNTERPART).data()) == "Kranz Elektro")
    assert len(model._lines) <= 6 * PAGE


def test_a_new_reading_keeps_the_keyboard_where_it_was(shown: Shown) -> None:
    shown.look_at(shown.filled.refused.id)
    with Outbox.open(shown.database) as outbox:
        many(outbox, 3)
    shown.tab.refresh()
    shown.until(lambda: shown.tab.model.rowCount() == 10)
    assert shown.tab.table.chosen() == shown.filled.refused.id


def test_a_write_of_a_connection_that_is_gone_is_shown_but_not_asked(
    open_window: Opener, home_folder: Home, qtbot: QtBot
) -> None:
    home_folder.add()
    database = folders(home_folder.folder).database
    clock = Clock()
    with Outbox.open(database, now=clock) as outbox:
        filled = fill(outbox, clock, "T99001AA/Vroeger")
    shown = opened(open_window, database, filled, qtbot)
    shown.look_at(filled.unknown.id)
    assert shown.tab.detail.look_up_button is not None
    assert not shown.tab.detail.look_up_button.isEnabled()
    assert "not kept here any more" in shown.tab.detail.look_up_button.toolTip()


def test_an_outbox_without_writes_says_so(open_window: Opener, home_folder: Home, qtbot: QtBot) -> None:
    home_folder.add()
    window = open_window()
    window.on_language_chosen("en")
    window.open_kept(expected=True)
    qtbot.waitUntil(lambda: "organisations" in vars(window) and bool(window.organisations.pages), timeout=PATIENCE)
    page = window.organisations.pages[1]
    page.tabs.choose("outbox")
    assert page.outbox is not None
    tab = page.outbox
    qtbot.waitUntil(lambda: "Nothing was sent yet." in words_of(tab), timeout=PATIENCE)
    assert not tab.export_button.isEnabled()


def test_a_narrow_window_shows_list_and_detail_in_turn(shown: Shown) -> None:
    shown.window.resize(800, 500)
    shown.until(shown.tab.detail.isHidden)
    shown.tab.table.setFocus()
    QTest.keyClick(shown.tab.table, Qt.Key.Key_Return)
    assert shown.tab.table.isHidden()
    assert not shown.tab.detail.isHidden()
    QTest.keyClick(shown.tab.detail.back_button, Qt.Key.Key_Escape)
    assert not shown.tab.table.isHidden()


def test_a_window_made_wide_again_shows_all_of_it(shown: Shown) -> None:
    shown.window.resize(800, 500)
    shown.until(shown.tab.detail.isHidden)
    shown.tab.look_at(shown.filled.refused.id)
    assert shown.tab.filters.isHidden()
    shown.window.resize(1280, 800)
    parts = (shown.tab.filters, shown.tab.table, shown.tab.detail)
    shown.until(lambda: not any(part.isHidden() for part in parts))


def test_another_page_can_ask_for_one_state(shown: Shown) -> None:
    shown.tab.show_state(State.REFUSED)
    shown.until(lambda: list(shown.tab.model.numbers()) == [shown.filled.refused.id])


def test_states_differ_by_shape_and_word() -> None:
    assert len({look.icon for look in LOOKS.values()}) == len({str(look.word) for look in LOOKS.values()}) == len(State)


def test_it_opens_as_it_was_left_without_the_words_of_a_search(shown: Shown) -> None:
    filters = shown.tab.filters
    for box, key in ((filters.kind_box, "direct_invoice"), (filters.period_box, "week")):
        box.setCurrentIndex(box.findData(key))
        box.activated.emit(box.currentIndex())
    filters.search_field.setText("Kranz")
    shown.tab.table.sortByColumn(Column.AMOUNT, Qt.SortOrder.DescendingOrder)
    shown.tab.table.setColumnWidth(Column.REFERENCE, px(260))
    page = shown.window.organisations.pages[1]
    again = OutboxTab(page.snapshot, shown.window.kept, memory=page.memory.tab(OUTBOX))
    shown.qtbot.addWidget(again)
    again.resize(1000, 600)
    again.show()
    shown.until(lambda: again.model.rowCount() == 3)
    assert (again.filters.kind_box.currentData(), again.filters.period_box.currentData()) == ("direct_invoice", "week")
    assert again.filters.search_field.text() == ""
    assert (again._wanted.order, again._wanted.descending) == (Order.AMOUNT, True)
    assert again.table.horizontalHeader().sortIndicatorSection() == Column.AMOUNT
    assert again.table.columnWidth(Column.REFERENCE) == px(260)
    again.stop()


def test_a_state_that_another_page_asked_for_is_not_remembered(shown: Shown) -> None:
    shown.tab.show_state(State.REFUSED)
    shown.until(lambda: shown.tab.model.rowCount() == 1)
    assert shown.window.organisations.pages[1].memory.tab(OUTBOX).view.filters == {}

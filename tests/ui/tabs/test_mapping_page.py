"""The page of mappings: reading, accepting, choosing, undoing; what it says when AFAS cannot be read."""

import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from afas_assistant.errors import ConfigurationError
from afas_assistant.sync.mapping.mappings import Table
from afas_assistant.sync.mapping.proposals import Basis, Proposal
from afas_assistant.sync.mapping.seen import Offer, Seen
from afas_assistant.sync.master_records import Item, MasterData
from afas_assistant.texts import literal
from afas_assistant.ui.application import SWITCH_INTERVAL
from afas_assistant.ui.error_box import ErrorBox
from afas_assistant.ui.garbage import keep_collections_short
from afas_assistant.ui.language import switch_language
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.tabs.mapping_model import Column
from afas_assistant.ui.tabs.mapping_page import MappingPage
from afas_assistant.ui.tabs.mapping_words import MappingState
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.theme import Theme
from tests.helpers.stalls import BLOCKED, StallWatch
from tests.ui.samples import words_of
from tests.ui.tabs.pretend_mapping import MASTER, PretendMappingDesk, entry, offer, open_one, work

Opener = Callable[..., MappingPage]
ITEM = {"kind": "1", "code": "300", "unit": "uur"}


@pytest.fixture
def open_page(qtbot: QtBot, theme: Theme, runner: TaskRunner, english: None) -> Iterator[Opener]:
    made: list[MappingPage] = []

    def open_one_page(desk: PretendMappingDesk, kind: Kind = Kind.INVOICES, *, read: bool = True) -> MappingPage:
        page = MappingPage(kind, desk, runner, "daily 1")
        made.append(page)
        qtbot.addWidget(page)
        page.resize(1000, 600)
        page.show()
        qtbot.waitExposed(page)
        if read:
            settled(page, qtbot)
        return page

    yield open_one_page
    for page in made:
        page.stop()


def settled(page: MappingPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.run.running and (page.rows is not None or page.page.trouble.notice.isVisible()))


def choose(page: MappingPage, table: Table, key: str) -> None:
    assert page.rows is not None
    page.table.choose_row(page.model.row_of(page.rows.place_of(table, key)))


def footer(page: MappingPage) -> str:
    return f"{page.footer.first_line.text()} | {page.footer.second_line.text()} | {page.footer.step_button.text()}"


def no_key() -> ConfigurationError:
    title, why, action = literal("There is no key."), literal("It is gone."), literal("Give it.")
    return ConfigurationError("timechimp_key_not_kept", title=title, explanation=why, action=action)


def kept_keys(desk: PretendMappingDesk) -> dict[str, str]:
    return {one.key: one.reason for one in desk.entries}


def test_it_shows_what_is_kept_and_then_reads_both_systems(open_page: Opener, qtbot: QtBot) -> None:
    desk = PretendMappingDesk(offer(open_one("3", "Ontwerp"), work("2", "Advies")))
    page = open_page(desk)
    assert desk.asked[:2] == ["kept", "offer invoices"]
    assert page.unmapped == 5
    assert page.model.index(0, Column.STATE).data() == "Not mapped"
    assert footer(page) == "5 ask for your choice. | 1 of 1 proposals ticked | Accept 1 proposal"


def test_accepting_keeps_what_is_ticked_and_tells_that_the_plan_is_stale(open_page: Opener, qtbot: QtBot) -> None:
    desk = PretendMappingDesk(offer(work("1", "A"), work("2", "B"), work("3", "C", Basis.SAME_NAME)))
    page = open_page(desk)
    counts: list[int] = []
    page.counted.connect(counts.append)
    with qtbot.waitSignal(page.changed):
        page.footer.step_button.click()
    assert kept_keys(desk) == {"activity:1": "same_code", "activity:2": "same_code"}
    assert counts == [4]
    assert page.rows is not None
    assert page.rows.tickable  # the likely one is still there, unticked
    assert not page.rows.ticked
    with qtbot.waitSignal(page.changed):
        page.footer.undo_button.click()
    assert desk.entries == []
    assert "2 mappings were changed." in footer(page)


def test_space_ticks_and_the_heading_ticks_all(open_page: Opener, qtbot: QtBot) -> None:
    page = open_page(PretendMappingDesk(offer(work("1", "A"), work("2", "B"))))
    choose(page, Table.ITEMS, "activity:1")
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert "Accept 1 proposal" in footer(page)
    page.table.on_heading_clicked(Column.TICK)
    assert "Accept 2 proposals" in footer(page)
    choose(page, Table.ITEMS, "default")
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert "Accept 2 proposals" in footer(page)


def test_enter_opens_the_choice_and_what_is_chosen_is_kept(open_page: Opener, qtbot: QtBot) -> None:
    desk = PretendMappingDesk(offer(open_one("3", "Ontwerp")))
    page = open_page(desk)
    choose(page, Table.ITEMS, "activity:3")
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    editor = page.editor
    assert editor is not None
    assert editor.typed_field is None  # AFAS shows all items: nothing is typed
    assert not editor.agree_button.isEnabled()
    QTest.keyClicks(editor.search_field, "monteur")
    assert editor.unit_box is not None
    editor.unit_box.setCurrentText("dag")
    with qtbot.waitSignal(page.changed):
        editor.agree_button.click()
    assert desk.entries[0].value == ITEM | {"unit": "dag"}
    assert desk.entries[0].reason == "chosen"
    qtbot.waitUntil(lambda: page.editor is None)
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: desk.entries == [])


def test_the_window_of_a_mapping_forgets_that_one_whatever_else_is_selected(open_page: Opener, qtbot: QtBot) -> None:
    desk = PretendMappingDesk(entries=[entry(Table.ITEMS, "ride", **ITEM), entry(Table.ITEMS, "default", **ITEM)])
    page = open_page(desk)
    choose(page, Table.ITEMS, "ride")
    ride = page.table.currentIndex()
    page.table.selectAll()
    page.table.selectionModel().setCurrentIndex(ride, QItemSelectionModel.SelectionFlag.NoUpdate)
    page.on_change_asked()
    assert page.editor is not None
    with qtbot.waitSignal(page.changed):
        page.editor.on_forget_clicked()
    assert kept_keys(desk) == {"default": "chosen"}


def test_an_account_that_asks_for_a_cost_centre_says_so(open_page: Opener, qtbot: QtBot) -> None:
    desk = PretendMappingDesk(offer())
    page = open_page(desk, Kind.BOOKINGS)
    choose(page, Table.REVENUE, "default")
    page.on_change_asked()
    editor = page.editor
    assert editor is not None
    QTest.keyClicks(editor.search_field, "8074")
    assert editor.remark.words() == "Account 8074 asks for an allocation code on axis 1."
    assert editor.cost_centre_box is not None
    editor.cost_centre_box.setCurrentText("400")
    assert editor.remark.words() == "Nothing in AFAS's lists speaks against it."
    with qtbot.waitSignal(page.changed):
        editor.agree_button.click()
    assert desk.entries[0].value == {"account": "8074", "cost_centre": "400"}


def test_what_afas_does_not_show_is_typed_and_what_does_not_fit_is_refused(open_page: Opener, qtbot: QtBot) -> None:
    desk = PretendMappingDesk(Offer((), Seen(replace(MASTER, vat_codes=None, absent={"Profit_VAT_code": "no right"}))))
    page = open_page(desk, Kind.BOOKINGS)
    page.show_key(Table.VAT, "21/BTW")
    qtbot.waitUntil(lambda: not page.run.running)
    page.on_change_asked()
    editor = page.editor
    assert editor is not None
    assert editor.list is None
    assert editor.typed_field is not None
    assert editor.account_field is not None
    editor.typed_field.setText("1")
    editor.account_field.setText("1510")
    with qtbot.waitSignal(page.changed):
        editor.agree_button.click()
    assert desk.entries[0].value == {"code": "1", "account": "1510"}
    qtbot.waitUntil(lambda: page.editor is None)
    choose(page, Table.SETTINGS, "dossier_type")
    page.on_change_asked()
    assert page.editor is not None
    assert page.editor.typed_field is not None
    page.editor.typed_field.setText("minus")
    assert not page.editor.agree_button.isEnabled()
    assert page.editor.remark.words().startswith("“minus” does not fit.")
    page.editor.reject()


def test_a_price_may_be_typed_with_a_comma(open_page: Opener, qtbot: QtBot) -> None:
    desk = PretendMappingDesk()
    page = open_page(desk)
    choose(page, Table.SETTINGS, "mileage_rate")
    page.on_change_asked()
    assert page.editor is not None
    assert page.editor.typed_field is not None
    page.editor.typed_field.setText("0,35")
    with qtbot.waitSignal(page.changed):
        page.editor.agree_button.click()
    assert desk.entries[0].value == {"value": "0,35"}


def test_everything_mapped_leads_back_to_the_plan(open_page: Opener, qtbot: QtBot) -> None:
    kept = [
        entry(Table.ITEMS, "default", **ITEM),
        entry(Table.SETTINGS, "administration", value="1"),
        entry(Table.SETTINGS, "status_to_invoice", value="Approved"),
    ]
    page = open_page(PretendMappingDesk(entries=kept))
    assert page.unmapped == 0
    assert footer(page) == "Everything is mapped. |  | To the plan"
    with qtbot.waitSignal(page.closed):
        page.footer.step_button.click()


def test_without_proposals_the_filled_button_opens_the_next_one(open_page: Opener) -> None:
    page = open_page(PretendMappingDesk(offer(open_one("3", "Ontwerp"))))
    assert "Map the next one…" in footer(page)
    page.footer.step_button.click()
    assert page.editor is not None
    page.editor.reject()


def test_reading_can_be_stopped_and_the_list_stays(open_page: Opener, qtbot: QtBot) -> None:
    gate = threading.Event()
    desk = PretendMappingDesk(offer(work("1", "A")), [entry(Table.ITEMS, "ride", **ITEM)], gate=gate)
    page = open_page(desk, read=False)
    qtbot.waitUntil(lambda: page.run.reading)
    assert page.rows is not None  # what is kept is there while both systems are read
    qtbot.waitUntil(lambda: "Activities in TimeChimp: 200" in page.footer.second_line.text())
    page.footer.stop_button.click()
    gate.set()
    assert not page.run.running
    assert page.run.offer is None
    assert "Reading was stopped." in footer(page)
    assert page.rows.holds(Table.ITEMS, "ride")
    page.tools.refresh_button.click()
    settled(page, qtbot)
    assert page.run.offer is not None


def test_without_afas_it_says_where_to_mend_that_and_shows_what_is_kept(open_page: Opener, qtbot: QtBot) -> None:
    desk = PretendMappingDesk(entries=[entry(Table.ITEMS, "ride", **ITEM)], error=no_key())
    page = open_page(desk)
    qtbot.waitUntil(lambda: page.page.currentWidget() is page.page.trouble_page)
    asked: list[str] = []
    page.cure_asked.connect(asked.append)
    page.page.trouble.cure_button.click()
    assert asked == ["time_tracking"]
    page.page.kept_button.click()
    choose(page, Table.ITEMS, "ride")
    page.on_change_asked()
    assert page.editor is not None
    assert page.editor.typed_field is not None
    assert page.editor.typed_field.text() == "300"
    page.editor.reject()
    desk.error = None
    page.tools.refresh_button.click()
    settled(page, qtbot)
    assert page.run.offer is not None


def test_something_else_can_be_added_and_is_chosen_at_once(open_page: Opener, qtbot: QtBot) -> None:
    desk = PretendMappingDesk(offer())
    page = open_page(desk)
    page.tools.add_button.click()
    adding = page.dialogs.adding
    assert adding is not None
    assert not adding.agree_button.isEnabled()
    adding.kind_box.choose("expense")
    adding.update_remark()
    adding.code_field.setText("Parkeren")
    adding.narrow_field.setText("9 %")
    adding.agree_button.click()
    qtbot.waitUntil(lambda: page.editor is not None)
    assert page.editor is not None
    page.editor.search_field.setText("1000")
    with qtbot.waitSignal(page.changed):
        page.editor.agree_button.click()
    assert kept_keys(desk) == {"expense:Parkeren/9": "chosen"}


def test_a_rate_that_is_none_cannot_be_added(open_page: Opener, qtbot: QtBot) -> None:
    page = open_page(PretendMappingDesk(offer()), Kind.BOOKINGS)
    page.dialogs.add()
    adding = page.dialogs.adding
    assert adding is not None
    adding.kind_box.choose("vat")
    adding.code_field.setText("much")
    assert not adding.agree_button.isEnabled()
    assert adding.remark.words() == "A VAT rate is a percentage, such as 21 or 9."
    adding.code_field.setText("21 %")
    adding.narrow_field.setText("ICL")
    assert adding.made() == "21/ICL"
    adding.reject()


def test_a_file_that_cannot_be_taken_leaves_the_list(open_page: Opener, qtbot: QtBot, tmp_path: Path) -> None:
    desk = PretendMappingDesk(entries=[entry(Table.ITEMS, "ride", **ITEM)], error=no_key())
    page = open_page(desk)
    qtbot.waitUntil(lambda: page.page.currentWidget() is page.page.trouble_page)
    page.page.kept_button.click()
    page.import_file(tmp_path / "gone.toml")
    qtbot.waitUntil(lambda: not page.run.running)
    box = page.findChild(ErrorBox)
    assert box is not None
    assert "There is no key." in words_of(box)
    box.close()
    assert page.page.currentWidget() is page.page.list_pane
    page.export_file(tmp_path / "mappings.toml")
    qtbot.waitUntil(lambda: "Written: " in footer(page))


def test_nothing_is_changed_while_both_systems_are_read(open_page: Opener, qtbot: QtBot) -> None:
    gate = threading.Event()
    desk = PretendMappingDesk(entries=[entry(Table.ITEMS, "ride", **ITEM)], gate=gate)
    page = open_page(desk, read=False)
    qtbot.waitUntil(lambda: page.run.reading)
    choose(page, Table.ITEMS, "ride")
    assert not page.footer.change_button.isEnabled()
    assert not page.footer.forget_button.isEnabled()
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    gate.set()
    settled(page, qtbot)
    assert page.footer.change_button.isEnabled()
    assert kept_keys(desk) == {"ride": "chosen"}


def test_it_reads_again_when_it_is_shown_again(open_page: Opener, qtbot: QtBot) -> None:
    desk = PretendMappingDesk(offer(open_one("3", "Ontwerp")))
    page = open_page(desk)
    page.hide()
    desk.entries = [entry(Table.ITEMS, "activity:3", **ITEM)]
    before = len(desk.asked)
    page.show()
    settled(page, qtbot)
    assert desk.asked[before:] == ["kept"]
    assert page.rows is not None
    assert page.rows.rows[page.rows.place_of(Table.ITEMS, "activity:3")].state is MappingState.MAPPED


def test_a_key_that_a_plan_asks_for_is_shown_even_while_it_is_read(open_page: Opener, qtbot: QtBot) -> None:
    page = open_page(PretendMappingDesk(), read=False)
    page.show_key(Table.ITEMS, "expense:Parkeren")
    qtbot.waitUntil(lambda: not page.run.running and page.run.offer is not None)
    row = page.model.row_at(page.table.current_row())
    assert row is not None
    assert (row.key, row.state) == ("expense:Parkeren", MappingState.UNMAPPED)
    page.tools.search_field.setText("nothing of the kind")
    assert page.page.found.currentWidget() is page.page.nothing
    page.show_key(Table.SETTINGS, "administration")
    row = page.model.row_at(page.table.current_row())
    assert row is not None
    assert row.key == "administration"


def test_filter_search_sort_and_copy(open_page: Opener, qtbot: QtBot) -> None:
    page = open_page(PretendMappingDesk(offer(work("1", "Zagen"), work("2", "Advies"), open_one("3", "Boren"))))
    page.tools.segment.button(MappingState.PROPOSED).click()
    assert page.model.rowCount() == 2
    page.table.on_heading_clicked(Column.WHAT)
    assert page.model.index(0, Column.WHAT).data() == "Advies (2)"
    page.table.on_heading_clicked(Column.WHAT)
    assert page.model.index(0, Column.WHAT).data() == "Zagen (1)"
    page.tools.search_field.setText("advies")
    assert page.model.rowCount() == 1
    page.table.selectAll()
    QTest.keySequence(page.table, "Ctrl+C")
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("Proposed\tAdvies (2)\tActivity\t300 Monteur · Work type · per uur\tCertain: ")
    page.page.nothing.second_button.click()
    assert page.model.rowCount() == len(page.rows.rows if page.rows else ())


def test_another_language_makes_the_rows_again(open_page: Opener, qtbot: QtBot, qapp: QApplication) -> None:
    page = open_page(PretendMappingDesk(offer(open_one("3", "Ontwerp"))))
    switch_language(qapp, "nl")
    assert page.rows is not None
    before = page.rows
    qtbot.waitUntil(lambda: page.rows is not before and not page.run.running)
    assert page.rows.shown(page.rows.place_of(Table.ITEMS, "default")).name == "Standaarditem"


def test_once_the_columns_are_confirmed_the_debtors_are_read(open_page: Opener, qtbot: QtBot) -> None:
    number = Proposal(
        Table.ROLES, "ProfitDebtor/number", "number", None, {"column": "Nr"}, Basis.SAME_FIELD_ID, literal("It is.")
    )
    desk = PretendMappingDesk(offer(number))
    page = open_page(desk, Kind.CUSTOMERS)
    page.footer.step_button.click()
    qtbot.waitUntil(lambda: desk.asked.count("offer customers") == 2 and not page.run.running)
    assert kept_keys(desk) == {"ProfitDebtor/number": "same_field_id"}


def many() -> Offer:
    """Return two thousand activities, half of them proposed, and five hundred items."""
    items = {("1", str(code)): Item("1", str(code), f"Werk {code}", units=("uur",)) for code in range(500)}
    value = {"kind": "1", "code": "7", "unit": "uur"}
    proposals: list[Proposal] = [
        replace(work(f"{code:04d}", f"Activiteit {code}"), value=value)
        if code % 2
        else open_one(f"{code:04d}", f"Activiteit {code}")
        for code in range(2000)
    ]
    return Offer(proposals, Seen(MasterData(items=items)))


def test_two_thousand_activities_and_five_hundred_items_hold_nothing_up(open_page: Opener, qtbot: QtBot) -> None:
    page = open_page(PretendMappingDesk(many()), read=False)
    sys.setswitchinterval(SWITCH_INTERVAL)  # this and the next as the program does at its start
    keep_collections_short(page)
    with StallWatch() as watch:
        qtbot.waitUntil(lambda: not page.run.running and page.run.offer is not None)
        page.tools.search_field.setText("1999")
        qtbot.wait(20)
        page.tools.search_field.clear()
        qtbot.wait(20)
        page.table.on_heading_clicked(Column.BECOMES)
        qtbot.wait(20)
        page.table.on_heading_clicked(Column.TICK)
        qtbot.wait(20)
        choose(page, Table.ITEMS, "activity:0500")
        page.on_change_asked()
        qtbot.wait(20)
        assert page.editor is not None
        page.editor.search_field.setText("499")
        qtbot.wait(20)
        page.editor.agree_button.click()
        qtbot.waitUntil(lambda: not page.run.running)
    assert page.unmapped == 2002
    assert watch.milliseconds <= BLOCKED

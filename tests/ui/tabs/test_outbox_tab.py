"""The tab Outbox over a real outbox in a file: found, filtered, settled, taken back, exported."""

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from afas_assistant import texts
from afas_assistant.afas.errors import AfasError
from afas_assistant.errors import AssistantError, ConfigurationError
from afas_assistant.onboarding.desk import Desk
from afas_assistant.organisations.records import Connection
from afas_assistant.organisations.vault import Vault
from afas_assistant.outbox.records import State
from afas_assistant.outbox.store import Outbox
from afas_assistant.paths import folders
from afas_assistant.sync.look_up import Sighting
from afas_assistant.texts import LANGUAGES, Language, phrase
from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.tabs.outbox_dialogs import SayDialog, TakeBackDialog
from afas_assistant.ui.tabs.outbox_model import PAGE, Column
from afas_assistant.ui.tabs.outbox_tab import OutboxTab
from afas_assistant.ui.tabs.outbox_words import LOOKS
from afas_assistant.ui.widgets.buttons import PrimaryButton
from tests.ui.kept_samples import Home
from tests.ui.samples import words_of
from tests.ui.tabs.outbox_samples import Clock, Filled, PretendBench, fill, intention, many, states_of
from tests.ui.test_access import cut_words_at_rest, focusable, longer, name_of

PATIENCE = 10_000
Opener = Callable[[], MainWindow]


@dataclass
class Shown:
    """An open tab, what is in its outbox, and the bench behind it."""

    tab: OutboxTab
    window: MainWindow
    filled: Filled
    database: Path
    qtbot: QtBot
    seen: Sighting | None = None
    refusal: AssistantError | None = None

    def look_at(self, number: int) -> str:
        """Choose a write and return everything that its detail says."""
        assert self.tab.table.choose(number)
        self.until(lambda: self.tab.detail.opened is not None and self.tab.detail.opened.write.id == number)
        return words_of(self.tab.detail)

    def until(self, done: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(done, timeout=PATIENCE)

    def state(self, number: int) -> State:
        return states_of(self.database)[number]

    @contextmanager
    def bench(self, desk: Desk, connection: Connection) -> Iterator[PretendBench]:
        with Outbox.open(self.database) as outbox:
            refusal = self.refusal if isinstance(self.refusal, AfasError) else None
            if self.refusal is not None and refusal is None:
                raise self.refusal
            yield PretendBench(outbox, self.seen, refusal)


@pytest.fixture
def shown(open_window: Opener, home_folder: Home, qtbot: QtBot) -> Shown:
    """A tab in the window, English, with a write in every state; the unknown one is an hour old."""
    home_folder.add()
    database = folders(home_folder.folder).database
    clock = Clock()
    with Outbox.open(database, now=clock) as outbox:
        filled = fill(outbox, clock)
    return opened(open_window, database, filled, qtbot)


def opened(open_window: Opener, database: Path, filled: Filled, qtbot: QtBot) -> Shown:
    window = open_window()
    window.on_language_chosen("en")
    window.resize(1280, 800)
    window.open_kept(expected=True)
    qtbot.waitUntil(lambda: "organisations" in vars(window) and bool(window.organisations.pages), timeout=PATIENCE)
    page = window.organisations.pages[1]
    page.tabs.choose("outbox")
    assert page.outbox is not None
    found = Shown(page.outbox, window, filled, database, qtbot)
    page.outbox.asking._new_bench = found.bench
    qtbot.waitUntil(lambda: found.tab.detail.opened is not None, timeout=PATIENCE)
    return found


def rows_of(tab: OutboxTab) -> list[list[str]]:
    return [[str(tab.model.index(row, each).data()) for each in Column] for row in range(tab.model.rowCount())]


def dialog_of(shown: Shown) -> QWidget:
    shown.until(lambda: shown.tab.asking.dialog is not None)
    dialog = shown.tab.asking.dialog
    assert dialog is not None
    return dialog


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


def button(parent: QWidget, text: str) -> QPushButton:
    return next(one for one in parent.findChildren(QPushButton) if one.text().replace("&", "") == text)


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


def test_looking_up_proves_arrival(shown: Shown) -> None:
    shown.seen = Sighting({"OrNu": "00000099"})
    shown.look_at(shown.filled.unknown.id)
    assert shown.tab.detail.look_up_button is not None
    shown.tab.detail.look_up_button.click()
    shown.until(lambda: shown.state(shown.filled.unknown.id) is State.CONFIRMED)
    shown.until(lambda: "Shown by Profit_Transactions." in words_of(shown.tab.detail))
    assert "It arrived: Profit_Transactions shows it." in words_of(shown.tab.detail)


def test_all_unknown_writes_are_looked_up_at_once(shown: Shown) -> None:
    assert "1 unknown write" in shown.tab.look_up_button.text().replace("&", "")
    shown.seen = Sighting({"OrNu": "00000099"})
    shown.tab.look_up_button.click()
    shown.until(shown.tab.look_up_button.isHidden)
    assert "1 write was looked up." in words_of(shown.tab)


def test_a_look_up_without_a_key_says_what_to_do_and_changes_nothing(shown: Shown) -> None:
    words = (phrase("No key."), phrase("It is gone."), phrase("Give it."))
    shown.refusal = ConfigurationError("no_key", title=words[0], explanation=words[1], action=words[2])
    shown.look_at(shown.filled.unknown.id)
    assert shown.tab.detail.look_up_button is not None
    shown.tab.detail.look_up_button.click()
    shown.until(lambda: not shown.tab.notice.isHidden())
    assert "Give it." in words_of(shown.tab.notice)
    assert shown.state(shown.filled.unknown.id) is State.UNKNOWN
    shown.until(shown.tab.look_up_button.isEnabled)


def test_what_somebody_saw_is_kept_with_name_and_numbers(shown: Shown) -> None:
    shown.look_at(shown.filled.unknown.id)
    shown.tab.asking.on_say_asked()
    dialog = dialog_of(shown)
    assert isinstance(dialog, SayDialog)
    assert not dialog.agree_button.isEnabled()
    dialog.there_button.click()
    dialog.key_fields["OrNu"].setText(" 00000077 ")
    dialog.who_field.setText("Anna")
    dialog.note_field.setText("seen in the list")
    dialog.agree_button.click()
    shown.until(lambda: shown.tab.asking.dialog is None)
    with Outbox.open(shown.database) as outbox:
        write = outbox.write(shown.filled.unknown.id)
    assert (write.state, write.keys) == (State.CONFIRMED, {"OrNu": "00000077"})
    shown.until(lambda: "Anna said that it is there. “seen in the list”" in words_of(shown.tab.detail))


def test_not_there_is_refused_within_fifteen_minutes_with_the_time(
    open_window: Opener, home_folder: Home, qtbot: QtBot
) -> None:
    home_folder.add()
    database = folders(home_folder.folder).database
    clock = Clock(datetime.now(UTC) - timedelta(minutes=2))
    with Outbox.open(database, now=clock) as outbox:
        filled = fill(outbox, clock)
    shown = opened(open_window, database, filled, qtbot)
    words = shown.look_at(filled.unknown.id)
    assert filled.unknown.sent_at is not None
    since = (filled.unknown.sent_at + timedelta(minutes=15)).astimezone()
    assert f"can be said from {since:%d-%m %H:%M}" in words
    shown.tab.asking.on_say_asked()
    dialog = dialog_of(shown)
    assert isinstance(dialog, SayDialog)
    dialog.not_there_button.click()
    dialog.who_field.setText("Anna")
    dialog.agree_button.click()
    shown.until(lambda: not dialog.notice.isHidden())
    assert f"Look again after {since:%H:%M}." in words_of(dialog)
    assert shown.state(filled.unknown.id) is State.UNKNOWN
    dialog.close()


def test_taking_back_says_what_it_leaves_and_does_it(shown: Shown) -> None:
    dialog = asked_to_take_back(shown)
    shown.until(lambda: "What it was made of can be sent again afterwards." in words_of(dialog))
    assert "In T99001AA (test)." in words_of(dialog)
    assert dialog.cancel_button.isDefault()
    dialog.agree_button.click()
    shown.until(lambda: shown.state(shown.filled.confirmed.id) is State.TAKEN_BACK)
    shown.until(lambda: "Undone by write" in words_of(shown.tab.detail))


def test_a_refused_taking_back_says_why_and_leaves_it(shown: Shown) -> None:
    words = (phrase("It is final."), phrase("AFAS says so."), phrase("Credit it."))
    dialog = asked_to_take_back(shown)
    refusal = AfasError("final", title=words[0], explanation=words[1], action=words[2])
    refusal.status = 400
    shown.refusal = refusal
    dialog.agree_button.click()
    shown.until(lambda: not dialog.notice.isHidden())
    assert "It is final." in words_of(dialog)
    assert dialog.agree_button.isHidden()
    assert shown.state(shown.filled.confirmed.id) is State.CONFIRMED
    dialog.close()


def asked_to_take_back(shown: Shown) -> TakeBackDialog:
    shown.look_at(shown.filled.confirmed.id)
    assert shown.tab.detail.take_back_button is not None
    shown.tab.detail.take_back_button.click()
    dialog = dialog_of(shown)
    assert isinstance(dialog, TakeBackDialog)
    shown.until(dialog.agree_button.isEnabled)
    return dialog


def test_the_file_holds_what_is_shown_and_no_formula(shown: Shown, tmp_path: Path) -> None:
    with Outbox.open(shown.database) as outbox:
        run = outbox.start_run("T99001AA/Koppeling", "invoices")
        outbox.intend(run, [intention("direct_invoice", 9, "=HYPERLINK(1)")])
    shown.tab.refresh()
    shown.until(lambda: shown.tab.model.rowCount() == 8)
    path = tmp_path / "outbox.csv"
    shown.tab.asking.export(shown.tab.model.numbers(), path)
    shown.until(lambda: "Written:" in shown.tab.foot_note.text())
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 8
    assert "'=HYPERLINK(1)" in {row["counterpart"] for row in rows}


def test_a_file_that_cannot_be_written_is_said(shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("")
    shown.tab.asking.export(shown.tab.model.numbers(), tmp_path / "in the way" / "outbox.csv")
    shown.until(lambda: not shown.tab.notice.isHidden())
    assert "Choose another place." in words_of(shown.tab.notice)


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


# ---------------------------------------------------------------------- access


def page(shown: Shown) -> QWidget:
    shown.look_at(shown.filled.unknown.id)
    return shown.tab


def say(shown: Shown) -> QWidget:
    page(shown)
    shown.tab.asking.on_say_asked()
    dialog = dialog_of(shown)
    assert isinstance(dialog, SayDialog)
    dialog.there_button.click()
    return dialog


def take_back(shown: Shown) -> QWidget:
    return asked_to_take_back(shown)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", [page, say, take_back])
def test_everything_that_takes_the_keyboard_has_a_name(
    shown: Shown, part: Callable[[Shown], QWidget], language: Language
) -> None:
    shown.window.on_language_chosen(language)
    found = part(shown)
    assert [repr(widget) for widget in focusable(found) if not name_of(widget).strip()] == []
    assert len([one for one in found.findChildren(PrimaryButton) if one.isVisibleTo(found)]) == 1
    if found is not shown.tab:
        found.close()


@pytest.mark.parametrize("scale", [100, 150, 200])
@pytest.mark.parametrize("stretched", [False, True], ids=["plain", "stretched"])
@pytest.mark.parametrize("part", [page, say, take_back])
def test_no_words_are_cut(
    shown: Shown, part: Callable[[Shown], QWidget], scale: int, stretched: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if stretched:
        fill_in = texts._fill
        monkeypatch.setattr(texts, "_fill", lambda *parts: longer(fill_in(*parts)))
        shown.window.on_language_chosen("nl")
        shown.window.on_language_chosen("en")
    shown.window.on_scale_chosen(scale)
    found = part(shown)
    assert cut_words_at_rest(found, shown.qtbot) == []
    if found is not shown.tab:
        found.close()


@pytest.mark.parametrize("size", [(800, 500), (640, 480)])
def test_a_small_window_keeps_its_size(shown: Shown, size: tuple[int, int]) -> None:
    shown.window.resize(*size)
    page(shown)
    assert (shown.window.width(), shown.window.height()) == size
    assert cut_words_at_rest(shown.tab, shown.qtbot) == []


def test_changing_language_leaves_no_old_word(shown: Shown, qapp: QApplication) -> None:
    page(shown)
    before = [label.text() for label in shown.tab.findChildren(QLabel) if label.isVisibleTo(shown.tab)]
    shown.window.on_language_chosen("nl")
    assert rows_of(shown.tab)[0][Column.STATE] == "Onbekend"
    shown.window.on_language_chosen("en")
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    after = [label.text() for label in shown.tab.findChildren(QLabel) if label.isVisibleTo(shown.tab)]
    assert after == before

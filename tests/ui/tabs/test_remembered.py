"""What a tab remembers of how it was left, and what it must not: the invoice date is always today."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate
from pytestqt.qtbot import QtBot

from afas_assistant.organisations.views import OrganisationView, TabView, load_views
from afas_assistant.sync.plan import Outlook
from afas_assistant.sync.works import BookingsWork, InvoicesWork
from afas_assistant.ui.remembered import PAUSE, PageMemory, Remembered, TabMemory
from afas_assistant.ui.tabs.filters import OWN, QUARTER, FilterPanel
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.tabs.plan_model import Column
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.theme import Theme
from afas_assistant.ui.typography import px
from tests.ui.tabs.conftest import TODAY, Opener, footer, planned, sent
from tests.ui.tabs.pretend_desk import PretendDesk, plan, record

MADE = plan(record(1), record(2), record(3, Outlook.CANNOT_TELL), record(4, Outlook.WILL_FAIL))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "views.json"


@pytest.fixture
def remembered(runner: TaskRunner, path: Path) -> Iterator[Remembered]:
    made = Remembered(runner)
    made.open(path, {})
    yield made
    made.unsaved()


def test_it_is_written_once_nothing_changes_any_more(remembered: Remembered, path: Path, qtbot: QtBot) -> None:
    memory = PageMemory(remembered, "T99001AA")
    for width in range(50):
        memory.tab("invoices").keep(parts=(width, 1, 1))
    assert not path.exists()
    qtbot.waitUntil(path.exists, timeout=5 * PAUSE)
    assert load_views(path)["T99001AA"].tabs["invoices"].parts == (49, 1, 1)
    assert remembered.unsaved() is None


def test_what_was_not_written_yet_is_written_at_the_end(remembered: Remembered, path: Path) -> None:
    PageMemory(remembered, "T99001AA").keep(tab="outbox", connection=2)
    last = remembered.unsaved()
    assert last is not None
    last()
    assert load_views(path) == {"T99001AA": OrganisationView("outbox", 2)}


def test_an_organisation_is_forgotten_alone(remembered: Remembered, path: Path) -> None:
    for envid in ("T99001AA", "O99002AA"):
        PageMemory(remembered, envid).keep(tab="setup")
    remembered.forget("T99001AA")
    remembered.forget("T99001AA")
    last = remembered.unsaved()
    assert last is not None
    last()
    assert set(json.loads(path.read_text())["organisations"]) == {"O99002AA"}


def test_tabs_of_one_organisation_do_not_forget_each_other(remembered: Remembered) -> None:
    memory = PageMemory(remembered, "T99001AA")
    first, second = memory.tab("invoices"), memory.tab("bookings")
    first.keep(choice="will_pass")
    second.keep(stage=1)
    memory.keep(tab="bookings")
    assert memory.view == OrganisationView(
        "bookings", 0, {"invoices": TabView(choice="will_pass"), "bookings": TabView(stage=1)}
    )


def test_a_full_disk_is_no_trouble_of_the_window(runner: TaskRunner, tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("")
    remembered = Remembered(runner)
    remembered.open(tmp_path / "in the way" / "views.json", {})
    PageMemory(remembered, "T99001AA").keep(tab="setup")
    last = remembered.unsaved()
    assert last is not None
    last()
    assert remembered.view("T99001AA").tab == "setup"


# ---------------------------------------------------------------------- filters


def test_a_period_is_remembered_as_a_word_and_the_invoice_date_never(qtbot: QtBot, theme: Theme) -> None:
    panel = FilterPanel(Kind.INVOICES, lambda: TODAY)
    qtbot.addWidget(panel)
    panel.period_choice.choose(QUARTER)
    panel.customer_field.setText("10018")
    panel.kind_boxes["rides"].setChecked(False)
    panel.day_edit.setDate(QDate(2026, 1, 1))
    values = panel.values()
    assert values["period"] == QUARTER
    assert "from" not in values
    later = FilterPanel(Kind.INVOICES, lambda: date(2027, 2, 3))
    qtbot.addWidget(later)
    later.restore(values)
    work = later.work()
    assert isinstance(work, InvoicesWork)
    assert (work.first, work.last, work.day) == (date(2026, 12, 1), date(2027, 2, 3), date(2027, 2, 3))
    assert work.customers == ("10018",)
    assert not any(one.value == "ride" for one in work.kinds)
    assert later.values() == values


def test_days_of_ones_own_are_remembered_as_days(qtbot: QtBot, theme: Theme) -> None:
    panel = FilterPanel(Kind.BOOKINGS, lambda: TODAY)
    qtbot.addWidget(panel)
    panel.period_choice.choose(OWN)
    panel.from_edit.setDate(QDate(2026, 3, 1))
    panel.to_edit.setDate(QDate(2026, 3, 31))
    panel.invoice_field.setText("2026-101")
    panel.book_in_choice.choose(OWN)
    later = FilterPanel(Kind.BOOKINGS, lambda: date(2027, 2, 3))
    qtbot.addWidget(later)
    later.restore(panel.values())
    assert not later.from_edit.isHidden()
    work = later.work()
    assert isinstance(work, BookingsWork)
    assert (work.first, work.last) == (date(2026, 3, 1), date(2026, 3, 31))
    assert (work.invoices, work.period) == ((), None)  # one day's work


def test_values_that_no_field_knows_change_nothing(qtbot: QtBot, theme: Theme) -> None:
    panel = FilterPanel(Kind.INVOICES, lambda: TODAY)
    qtbot.addWidget(panel)
    before = panel.work()
    told: list[None] = []
    panel.changed.connect(lambda: told.append(None))
    panel.restore({"period": "next_century", "from": "yesterday", "detail": "", "shape": "round"})
    assert panel.work() == before
    assert told == []


# ---------------------------------------------------------------------- the tab


def test_a_tab_comes_back_as_it_was_left(open_tab: Opener, qtbot: QtBot) -> None:
    memory = TabMemory()
    tab = open_tab(PretendDesk(MADE), memory=memory)
    tab.filters.period_choice.choose(QUARTER)
    tab.filters.on_choice_made()
    planned(tab, qtbot)
    tab.page.tools.plan_segment.button(Outlook.WILL_PASS.value).click()
    tab.list.on_sort_asked(Column.RIGHT, True)
    tab.table.setColumnWidth(Column.STATE, px(222))
    again = open_tab(PretendDesk(MADE), memory=TabMemory(memory.view))
    assert again.filters.period_choice.key() == QUARTER
    planned(again, qtbot)
    assert [again.model.index(row, Column.RIGHT).data() for row in range(again.model.rowCount())] == ["2.50", "1.50"]
    assert again.page.tools.plan_segment.chosen_key() == Outlook.WILL_PASS.value
    assert again.table.columnWidth(Column.STATE) == px(222)


def test_a_choice_without_rows_is_left_for_all_of_them(open_tab: Opener, qtbot: QtBot) -> None:
    tab = open_tab(PretendDesk(plan(record(1))), memory=TabMemory(TabView(choice="will_fail", column=99)))
    planned(tab, qtbot)
    assert tab.model.rowCount() == 1
    assert tab.page.tools.plan_segment.chosen_key() == "all"


def test_after_a_run_all_rows_are_shown(open_tab: Opener, qtbot: QtBot) -> None:
    memory = TabMemory(TabView(choice="will_pass"))
    tab = open_tab(PretendDesk(MADE), memory=memory)
    planned(tab, qtbot)
    tab.page.footer.send_button.click()
    sent(tab, qtbot)
    assert tab.model.rowCount() == 2
    assert memory.view.choice == "will_pass"


def test_the_first_time_is_remembered(open_tab: Opener, qtbot: QtBot) -> None:
    made = plan(*(record(number) for number in range(12)))
    memory = TabMemory()
    tab = open_tab(PretendDesk(made), memory=memory)
    planned(tab, qtbot)
    tab.page.footer.first_button.click()
    sent(tab, qtbot)
    assert memory.view.stage == 1
    again = open_tab(PretendDesk(made), memory=TabMemory(memory.view))
    planned(again, qtbot)
    assert again.page.footer.first_button.text() == "Send 10 first"
    assert "12 of 12 ticked" in footer(again)


def test_hidden_panes_stay_hidden_where_there_is_little_room(open_tab: Opener, qtbot: QtBot) -> None:
    memory = TabMemory()
    tab = open_tab(PretendDesk(MADE), memory=memory)
    tab.resize(px(870), 500)
    planned(tab, qtbot)
    assert not tab.page.detail.isHidden()
    tab.page.tools.detail_button.click()
    again = open_tab(PretendDesk(MADE), memory=TabMemory(memory.view))
    again.resize(px(870), 500)
    planned(again, qtbot)
    assert again.page.detail.isHidden()
    again.resize(px(1100), 500)
    assert not again.page.detail.isHidden()

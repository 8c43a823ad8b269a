"""The view of all organisations: what each row says, in which order, what is found, and what is written to a file."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from afas_assistant.errors import ConfigurationError
from afas_assistant.texts import phrase
from afas_assistant.ui.kept import Kept
from afas_assistant.ui.language import switch_language
from afas_assistant.ui.pages.all_organisations import AllOrganisationsPage
from afas_assistant.ui.pages.all_organisations_model import HEADERS, Column
from afas_assistant.ui.pages.all_organisations_rows import Choice, Failure, Missing, standings
from afas_assistant.ui.snapshots import Snapshot
from afas_assistant.ui.states import State
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.theme import Theme
from tests.ui.kept_samples import Home
from tests.ui.many_organisations import NOON, connection, daily, many, organisation, slow, unreachable
from tests.ui.samples import words_of
from tests.ui.test_sheets import cells

PATIENCE = 10_000  # milliseconds
NAMES = ["Unknown", "Refused", "Gone", "Ends", "Bakker", "Adelaar", "Test"]


def some() -> Snapshot:
    """Return organisations of every kind of standing, by name as the desk gives them."""
    both = ("timechimp", "smartbooqing")
    found = [
        organisation(1, "Adelaar", connection(1, profiles=both), daily=daily(unbilled="3120")),
        organisation(2, "Bakker", connection(2, profiles=("smartbooqing",)), daily=daily(hours_ago=None)),
        organisation(3, "Ends", connection(3, days=8), daily=daily(unbilled="10.50", hours_ago=30)),
        organisation(4, "Gone", connection(4, trouble=unreachable())),
        organisation(5, "Refused", connection(5, open_lines=2), daily=daily(unbilled="0")),
        organisation(6, "Test", connection(6), kind="test", daily=daily(unbilled="900")),
        organisation(7, "Unknown", daily=daily(unknown=2, refused=3, unbilled="40107.10")),
    ]
    return Snapshot(found)


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, english: None, runner: TaskRunner, home_folder: Home) -> AllOrganisationsPage:
    """A page that shows some organisations; what is kept is not opened."""
    made = AllOrganisationsPage(Kept(home_folder.new_desk, runner), runner)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show_kept(some())
    made.show()
    qtbot.waitExposed(made)
    return made


def names(page: AllOrganisationsPage) -> list[str]:
    return [one.name for one in page.model.shown()]


def row(page: AllOrganisationsPage, name: str) -> dict[Column, str]:
    place = names(page).index(name)
    return {column: str(page.model.index(place, column).data()) for column in Column}


# ------------------------------------------------------------------ what a row says


def test_attention_is_on_top(page: AllOrganisationsPage) -> None:
    assert names(page) == ["Unknown", "Refused", "Gone", "Ends", "Adelaar", "Bakker", "Test"]


def test_a_row_says_what_is_known(page: AllOrganisationsPage) -> None:
    assert row(page, "Unknown") == {
        Column.STATE: "2 unknown",
        Column.NAME: "Unknown",
        Column.ENVIRONMENT: "Production O99007AA",
        Column.PROFILE: "TimeChimp",
        Column.SIGN_IN: "Classic",
        Column.OPEN: "5",
        Column.UNBILLED: "40,107.10",
        Column.LAST_RUN: f"{(NOON - timedelta(hours=1)).astimezone():%d-%m %H:%M}",
        Column.VALID_UNTIL: "1-5-2027",
        Column.LEFT: "162 d",
    }


def test_a_token_that_ends_counts_as_open(page: AllOrganisationsPage) -> None:
    ends = row(page, "Ends")
    assert (ends[Column.STATE], ends[Column.OPEN], ends[Column.LEFT]) == ("Token ends", "1", "8 d")
    assert ends[Column.VALID_UNTIL] == "28-11-2026"


def test_question_mark_and_dash_are_told_apart(page: AllOrganisationsPage) -> None:
    assert row(page, "Gone")[Column.OPEN] == "?"
    assert row(page, "Gone")[Column.UNBILLED] == "?"  # invoices from here, but nobody has looked
    assert row(page, "Bakker")[Column.UNBILLED] == "–"
    assert row(page, "Bakker")[Column.LAST_RUN] == "–"
    assert row(page, "Refused")[Column.UNBILLED] == "0.00"
    place = names(page).index("Gone")
    spoken = page.model.index(place, Column.OPEN).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "could not be read"
    assert "AFAS could not be reached." in page.model.index(place, 0).data(Qt.ItemDataRole.AccessibleTextRole)


@pytest.mark.parametrize(
    ("given", "open_items"),
    [
        (connection(1, checked=False), Missing.UNREADABLE),
        (connection(1, days=-1), Missing.UNREADABLE),
        (connection(1, token_kept=False), 1),
        (connection(1, open_lines=4, days=30), 5),
        (connection(1), 0),
    ],
)
def test_open_counts_what_somebody_should_do(given: object, open_items: object) -> None:
    (one,) = standings([organisation(1, "One", given)], {}, frozenset())  # type: ignore[arg-type]
    assert one.open_items == open_items


def test_an_organisation_without_connections_has_dashes() -> None:
    snapshot = organisation(1, "One")
    (one,) = standings([type(snapshot)(snapshot.organisation, ())], {}, frozenset())
    assert (one.open_items, one.valid_until, one.days_left, one.connected) == (
        Missing.NOT_APPLICABLE,
        Missing.NOT_APPLICABLE,
        None,
        False,
    )


def test_what_kept_a_check_from_asking_stands_in_the_row() -> None:
    error = ConfigurationError(
        "keyring_locked", title=phrase("It is locked."), explanation=phrase("So."), action=phrase("Unlock it.")
    )
    failures = {1: Failure(error, NOON), 2: Failure(RuntimeError("ours"), NOON)}
    first, second = standings([organisation(1, "One"), organisation(2, "Two")], failures, frozenset({9}))
    assert (first.state, first.open_items) == (State.FAILED, Missing.UNREADABLE)
    assert "Unlock it." in str(first.trouble)
    assert "RuntimeError" in str(second.trouble)


def test_the_footer_tells_the_trouble_of_the_row_that_is_looked_at(page: AllOrganisationsPage) -> None:
    page.table.choose(4)
    assert page.footer.words.text() == "Gone: AFAS could not be reached."
    page.table.choose(1)
    assert "Both = TimeChimp and SmartBooqing." in page.footer.words.text()


# ------------------------------------------------------------------ order and choice


@pytest.mark.parametrize(
    ("column", "descending", "order"),
    [
        (Column.NAME, True, ["Unknown", "Test", "Refused", "Gone", "Ends", "Bakker", "Adelaar"]),
        (Column.UNBILLED, True, ["Unknown", "Adelaar", "Test", "Ends", "Refused", "Gone", "Bakker"]),
        (Column.UNBILLED, False, ["Refused", "Ends", "Test", "Adelaar", "Unknown", "Gone", "Bakker"]),
        (Column.OPEN, True, ["Unknown", "Refused", "Ends", "Adelaar", "Bakker", "Test", "Gone"]),
        (Column.LEFT, False, ["Ends", "Unknown", "Refused", "Gone", "Adelaar", "Bakker", "Test"]),
        (Column.ENVIRONMENT, True, ["Test", "Unknown", "Refused", "Gone", "Ends", "Bakker", "Adelaar"]),
    ],
)
def test_every_column_sorts_and_what_is_missing_comes_last(
    page: AllOrganisationsPage, column: Column, descending: bool, order: list[str]
) -> None:
    page.table.sortByColumn(column, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)
    assert names(page) == order
    page.show_kept(some())
    assert names(page) == order  # remembered


@pytest.mark.parametrize("column", list(Column))
def test_no_column_fails_to_sort(page: AllOrganisationsPage, column: Column) -> None:
    page.table.sortByColumn(column, Qt.SortOrder.DescendingOrder)
    assert sorted(names(page)) == sorted(one.organisation.name for one in some().organisations)


def test_segments_count_and_choose(page: AllOrganisationsPage) -> None:
    choices = {choice: page.filters.choices.button(choice.value).accessibleName() for choice in Choice}
    assert choices == {Choice.ALL: "All (7)", Choice.ATTENTION: "Asks attention (4)", Choice.READY: "Ready (3)"}
    page.filters.choices.button("ready").click()
    assert names(page) == ["Adelaar", "Bakker", "Test"]
    kinds = {kind for kind, button in page.filters.kinds.buttons.items() if button.isVisible()}
    assert kinds == {"production", "test"}
    page.filters.kinds.buttons["test"].click()
    assert names(page) == ["Test"]
    page.filters.kinds.buttons["test"].click()  # once more takes it back
    assert names(page) == ["Adelaar", "Bakker", "Test"]
    page.show_kept(some())
    assert names(page) == ["Adelaar", "Bakker", "Test"]


def test_a_kind_that_goes_takes_its_choice_along(page: AllOrganisationsPage) -> None:
    page.filters.kinds.buttons["test"].click()
    page.show_kept(Snapshot([one for one in some().organisations if one.organisation.environment_type != "test"]))
    assert not page.filters.kinds.isVisible()
    assert len(names(page)) == 6


def test_search_and_its_empty_outcome(page: AllOrganisationsPage, qtbot: QtBot) -> None:
    page.activateWindow()
    page.on_find_pressed()
    QTest.keyClicks(page.filters.search, "o9900")
    assert len(names(page)) == 6
    page.filters.search.setText("smartbooqing")
    assert names(page) == ["Bakker"]
    page.filters.search.setText("nobody")
    assert page.everything_button.isVisible()
    assert not page.header.export_button.isEnabled()
    page.everything_button.click()
    assert len(names(page)) == 7
    assert page.header.export_button.isEnabled()


# ------------------------------------------------------------------ what can be done


def test_keys_open_rename_remove_and_ask_for_the_menu(page: AllOrganisationsPage, qtbot: QtBot) -> None:
    page.table.choose(3)
    with qtbot.waitSignal(page.organisation_chosen, check_params_cb=lambda key: key == 3):
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    for key, signal in ((Qt.Key.Key_F2, page.rename_asked), (Qt.Key.Key_Delete, page.remove_asked)):
        with qtbot.waitSignal(signal, check_params_cb=lambda told: told == "organisation/3"):
            QTest.keyClick(page.table, key)
    with qtbot.waitSignal(page.menu_asked, check_params_cb=lambda key, place: key == "organisation/3"):
        asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
        QApplication.sendEvent(page.table.viewport(), asked)


def test_a_double_click_opens(page: AllOrganisationsPage, qtbot: QtBot) -> None:
    place = page.table.visualRect(page.model.index(2, Column.NAME)).center()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(page.organisation_chosen, check_params_cb=lambda key: key == 4):
        QTest.mouseDClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_selected_rows_are_copied_apart_by_tabs(page: AllOrganisationsPage) -> None:
    page.table.selectRow(0)
    QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text().split("\n")
    assert len(copied) == 2
    assert copied[0].split("\t")[:3] == ["2 unknown", "Unknown", "Production O99007AA"]
    assert copied[1].split("\t")[1] == "Refused"


def test_selection_follows_its_organisation(page: AllOrganisationsPage) -> None:
    page.table.choose(5)
    page.table.sortByColumn(Column.NAME, Qt.SortOrder.AscendingOrder)
    current = page.table.current()
    assert current is not None
    assert current.name == "Refused"
    assert [index.row() for index in page.table.selectionModel().selectedRows()] == [names(page).index("Refused")]


def test_the_header_counts(page: AllOrganisationsPage) -> None:
    words = words_of(page.header)
    assert "7 environments, each with its own sign-in" in words
    assert "Check all 7" in words
    assert "7 of 7 still sign in with a classic token" in words_of(page.filters)


def test_the_language_switches(page: AllOrganisationsPage, qapp: QApplication, qtbot: QtBot) -> None:
    switch_language(qapp, "nl")
    qtbot.waitUntil(lambda: page.header.check_button.text() == "Alle 7 controleren")
    assert row(page, "Unknown")[Column.STATE] == "2 onbekend"
    assert row(page, "Unknown")[Column.UNBILLED] == "40.107,10"
    assert "Alle organisaties" in words_of(page)
    switch_language(qapp, "en")
    qtbot.waitUntil(lambda: page.header.check_button.text() == "Check all 7")


# ------------------------------------------------------------------ the file


def test_what_is_shown_is_written_in_its_order(page: AllOrganisationsPage, tmp_path: Path, qtbot: QtBot) -> None:
    page.filters.choices.button("attention").click()
    page.table.sortByColumn(Column.UNBILLED, Qt.SortOrder.DescendingOrder)
    page.export(str(tmp_path / "all"))
    path = tmp_path / "all.xlsx"
    qtbot.waitUntil(lambda: page.footer.words.text() == f"Written: {path}", timeout=PATIENCE)
    heading, *written = cells(path)
    assert heading[:2] == [str(HEADERS[Column.STATE]), "Organisation"]
    assert [one[1] for one in written] == ["Unknown", "Ends", "Refused", "Gone"]
    assert Decimal(written[0][7]) == Decimal("40107.1")
    assert written[3][6] == "?"


def test_a_file_that_cannot_be_written_is_told_and_the_table_stays(
    page: AllOrganisationsPage, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "file").write_text("not a folder")
    page.export(str(tmp_path / "file" / "all.xlsx"))
    qtbot.waitUntil(page.notice.isVisible, timeout=PATIENCE)
    assert "The Excel file could not be written to" in words_of(page.notice)
    assert len(names(page)) == 7


# ------------------------------------------------------------------ many


@pytest.mark.parametrize("count", [300])
def test_hundreds_of_organisations_hold_up_nothing(page: AllOrganisationsPage, count: int) -> None:
    first, other = many(count), many(count + 1)
    order = Qt.SortOrder.DescendingOrder
    steps: dict[str, Callable[[], object]] = {
        "first shown": lambda: page.show_kept(first),
        "read anew": lambda: page.show_kept(first),
        "one more": lambda: page.show_kept(other),
        "sorted": lambda: page.table.sortByColumn(Column.UNBILLED, order),
        "sorted by state": lambda: page.table.sortByColumn(Column.STATE, order),
        "searched": lambda: page.filters.search.setText("01"),
        "all again": page.filters.clear,
        "gone": lambda: page.show_kept(Snapshot()),
    }
    assert not slow(steps)


def test_what_nobody_looks_at_costs_nothing(page: AllOrganisationsPage) -> None:
    page.hide()
    page.show_kept(many(300))
    assert len(page.model.all()) == 7
    page.show()
    assert len(page.model.all()) == 300

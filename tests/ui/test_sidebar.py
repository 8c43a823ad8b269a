"""The sidebar: a list that is as quick with hundreds as with three, searched and walked by keyboard."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from afas_assistant.texts import literal
from afas_assistant.ui.sidebar import Sidebar
from afas_assistant.ui.snapshots import Snapshot
from afas_assistant.ui.standing import entries
from afas_assistant.ui.states import State
from afas_assistant.ui.theme import Theme
from tests.ui.many_organisations import connection, many, organisation, renamed, slow
from tests.ui.samples import words_of


@pytest.fixture
def sidebar(qtbot: QtBot, theme: Theme, english: None) -> Sidebar:
    made = Sidebar()
    qtbot.addWidget(made)
    made.resize(made.width(), 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def few() -> Snapshot:
    """Return three organisations; the second has two connections."""
    second = organisation(
        2, "Boerhof", connection(21, label="TimeChimp"), connection(22, label="Kassa", open_lines=3), kind="test"
    )
    return Snapshot([organisation(1, "Adelaar"), second, organisation(3, "Zonnestein")])


def shown(sidebar: Sidebar) -> list[str]:
    return [str(row.entry.name) for row in sidebar.shown()]


def settle() -> None:
    """Let the event loop paint."""
    QApplication.processEvents()
    QApplication.processEvents()


@pytest.mark.parametrize("count", [300, 1000])
def test_hundreds_of_organisations_hold_up_nothing(sidebar: Sidebar, count: int) -> None:
    first, again, other = (entries(many(number)) for number in (count, count, count + 1))
    steps: dict[str, Callable[[], object]] = {
        "first shown": lambda: sidebar.show_kept(first),
        "read anew": lambda: sidebar.show_kept(again),
        "one more": lambda: sidebar.show_kept(other),
        "one letter": lambda: sidebar.search.setText("0"),
        "two letters": lambda: sidebar.search.setText("01"),
        "nothing found": lambda: sidebar.search.setText("x"),
        "all again": sidebar.search.clear,
        "gone": lambda: sidebar.show_kept([]),
    }
    assert not slow(steps)


def test_the_view_of_all_comes_with_the_second(sidebar: Sidebar, qtbot: QtBot) -> None:
    sidebar.show_kept(entries(Snapshot([organisation(1, "Adelaar")])))
    assert not sidebar.all_item.isVisible()
    assert not sidebar.search.isVisible()
    sidebar.show_kept(entries(few()))
    assert sidebar.all_item.isVisible()
    assert sidebar.all_item.accessibleName() == "All organisations: 3"
    assert sidebar.search.isVisible()
    with qtbot.waitSignal(sidebar.all_chosen):
        sidebar.all_item.click()
    assert not sidebar.all_item.isChecked()  # what is shown decides, not the click
    sidebar.mark("all")
    assert sidebar.all_item.isChecked()
    assert sidebar.chosen() == "all"
    sidebar.mark("organisation/3")
    assert not sidebar.all_item.isChecked()
    assert sidebar.chosen() == "organisation/3"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("adel", ["Adelaar"]),
        ("T99002", ["Boerhof", "TimeChimp", "Kassa"]),
        ("kassa", ["Boerhof", "TimeChimp", "Kassa"]),
        ("nobody", []),
        ("  ", ["Adelaar", "Boerhof", "TimeChimp", "Kassa", "Zonnestein"]),
    ],
)
def test_search_looks_in_name_environment_and_connections(sidebar: Sidebar, typed: str, found: list[str]) -> None:
    sidebar.show_kept(entries(few()))
    sidebar.search.setText(typed)
    assert shown(sidebar) == found
    said = "No organisation has this in its name." in words_of(sidebar)
    assert said is (not found)


def test_enter_opens_the_first_hit_and_escape_shows_all_again(sidebar: Sidebar, qtbot: QtBot) -> None:
    sidebar.show_kept(entries(few()))
    sidebar.on_search_pressed()
    QTest.keyClicks(sidebar.search, "zon")
    with qtbot.waitSignal(sidebar.picked, check_params_cb=lambda key: key == "organisation/3"):
        QTest.keyClick(sidebar.search, Qt.Key.Key_Return)
    QTest.keyClick(sidebar.search, Qt.Key.Key_Escape)
    assert sidebar.search.text() == ""
    assert len(sidebar.shown()) == 5
    QTest.keyClick(sidebar.search, Qt.Key.Key_Down)
    assert sidebar.list.currentIndex().row() == 0


def test_enter_in_an_empty_search_opens_nothing(sidebar: Sidebar, qtbot: QtBot) -> None:
    sidebar.show_kept(entries(few()))
    with qtbot.assertNotEmitted(sidebar.picked):
        QTest.keyClick(sidebar.search, Qt.Key.Key_Return)


def test_the_keyboard_walks_opens_renames_and_removes(sidebar: Sidebar, qtbot: QtBot) -> None:
    sidebar.show_kept(entries(few()))
    sidebar.list.go_to(0)
    with qtbot.assertNotEmitted(sidebar.picked):
        QTest.keyClick(sidebar.list, Qt.Key.Key_Down)
    for key, signal in (
        (Qt.Key.Key_Return, sidebar.picked),
        (Qt.Key.Key_F2, sidebar.rename_asked),
        (Qt.Key.Key_Delete, sidebar.remove_asked),
    ):
        with qtbot.waitSignal(signal, check_params_cb=lambda told: told == "organisation/2"):
            QTest.keyClick(sidebar.list, key)
    for _ in range(2):
        QTest.keyClick(sidebar.list, Qt.Key.Key_Up)
    assert sidebar.list.currentIndex().row() == 0
    QTest.keyClick(sidebar.list, Qt.Key.Key_End)
    assert sidebar.list.currentIndex().row() == 4


def test_a_click_opens_and_the_menu_is_asked_for(sidebar: Sidebar, qtbot: QtBot) -> None:
    sidebar.show_kept(entries(few()))
    place = sidebar.list.visualRect(sidebar.list.model().index(2, 0)).center()
    with qtbot.waitSignal(sidebar.picked, check_params_cb=lambda key: key == "connection/21"):
        QTest.mouseClick(sidebar.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    told: list[tuple[str, QPoint]] = []
    sidebar.menu_asked.connect(lambda key, where: told.append((key, where)))
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, QPoint(7, 7))
    QApplication.sendEvent(sidebar.list.viewport(), asked)
    sidebar.list.go_to(0)
    by_key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(sidebar.list.viewport(), by_key)
    assert told[0] == ("connection/21", QPoint(7, 7))
    assert told[1][0] == "organisation/1"


def test_what_is_read_anew_leaves_keyboard_and_place_alone(sidebar: Sidebar, qtbot: QtBot) -> None:
    sidebar.show_kept(entries(many(100)))
    sidebar.list.go_to(60)
    settle()
    scrolled = sidebar.list.verticalScrollBar().value()
    current = sidebar.list.current()
    assert current is not None
    assert scrolled > 0
    sidebar.show_kept(entries(renamed(many(101), 3, "Another name")))
    now = sidebar.list.current()
    assert now is not None
    assert now.entry.key == current.entry.key
    assert sidebar.list.verticalScrollBar().value() == scrolled


def test_each_line_is_spoken_as_a_sentence(sidebar: Sidebar) -> None:
    sidebar.show_kept(entries(few()))
    model = sidebar.list.model()
    spoken = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    assert spoken[0] == "Adelaar, Production: OK. ready. The token ends in 162 d."
    assert spoken[1].startswith("Boerhof, Test: Failed. 3 open.")
    assert spoken[2].startswith("TimeChimp: OK. ready.")


def test_a_state_shows_at_once_and_stays_out_of_what_is_not_there(sidebar: Sidebar) -> None:
    sidebar.show_kept(entries(few()))
    sidebar.show_state("organisation/1", State.BUSY, literal("busy"))
    sidebar.show_state("organisation/99", State.BUSY, literal("busy"))
    assert sidebar.items()["organisation/1"].spoken().startswith("Adelaar, Production: Busy. busy.")


def test_environments_of_this_run_stand_below_what_is_kept(sidebar: Sidebar) -> None:
    sidebar.add("practice", literal("Practice environment"), "practice")
    sidebar.add("practice", literal("Practice environment"), "practice")
    sidebar.show_kept(entries(few()))
    assert shown(sidebar)[-1] == "Practice environment"
    assert list(sidebar.items()).count("practice") == 1
    sidebar.show_kept([])
    assert shown(sidebar) == ["Practice environment"]


def test_narrow_it_shows_everything_without_words(sidebar: Sidebar) -> None:
    sidebar.show_kept(entries(few()))
    sidebar.search.setText("adel")
    wide = sidebar.width()
    sidebar.set_narrow(narrow=True)
    assert sidebar.width() < wide / 2
    assert not sidebar.search.isVisible()
    assert len(sidebar.shown()) == 5  # what cannot be seen filters nothing
    sidebar.set_narrow(narrow=False)
    assert shown(sidebar) == ["Adelaar"]


def test_searching_leaves_the_width_alone(sidebar: Sidebar, qtbot: QtBot) -> None:
    sidebar.show_kept(entries(many(100)))
    settle()
    wide = sidebar.width()
    sidebar.search.setText("nobody at all")
    settle()
    assert sidebar.width() == wide

"""Access to the mappings: both languages, large letters, stretched words, narrow: nothing nameless, nothing cut."""

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from afas_assistant import texts
from afas_assistant.errors import ConfigurationError
from afas_assistant.sync.mapping.mappings import Table
from afas_assistant.texts import LANGUAGES, Language, literal, use_language
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.tabs.mapping_page import MappingPage
from afas_assistant.ui.tabs.mapping_words import LOOKS
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.theme import Theme
from afas_assistant.ui.widgets.buttons import PrimaryButton
from tests.ui.tabs.pretend_mapping import PretendMappingDesk, entry, offer, open_one, work
from tests.ui.test_access import cut_words_at_rest, focusable, longer, name_of

ITEM = {"kind": "1", "code": "300", "unit": "uur"}
Opened = Callable[[PretendMappingDesk, Kind], MappingPage]
Shown = Callable[[Opened, QtBot], QWidget]


def listed(open_page: Opened, qtbot: QtBot) -> QWidget:
    desk = PretendMappingDesk(
        offer(open_one("3", "Ontwerp"), work("2", "Advies")), [entry(Table.ITEMS, "ride", **ITEM)]
    )
    page = open_page(desk, Kind.INVOICES)
    qtbot.waitUntil(lambda: not page.run.running and page.run.offer is not None)
    page.footer.step_button.click()
    qtbot.waitUntil(lambda: not page.run.running)  # with the button that undoes it
    return page


def reading(open_page: Opened, qtbot: QtBot) -> QWidget:
    page = open_page(PretendMappingDesk(gate=threading.Event()), Kind.BOOKINGS)
    qtbot.waitUntil(lambda: "200" in page.footer.second_line.text())
    return page


def empty(open_page: Opened, qtbot: QtBot) -> QWidget:
    page = open_page(PretendMappingDesk(), Kind.CUSTOMERS)
    qtbot.waitUntil(lambda: not page.run.running and page.run.offer is not None)
    page.tools.search_field.setText("nothing of the kind")
    return page


def trouble(open_page: Opened, qtbot: QtBot) -> QWidget:
    title, why, action = literal("There is no key."), literal("It is gone."), literal("Give it.")
    error = ConfigurationError("timechimp_key_not_kept", title=title, explanation=why, action=action)
    page = open_page(PretendMappingDesk(error=error), Kind.INVOICES)
    qtbot.waitUntil(lambda: page.page.currentWidget() is page.page.trouble_page)
    return page


def editor(open_page: Opened, qtbot: QtBot, kind: Kind, table: Table, key: str) -> QWidget:
    page = open_page(PretendMappingDesk(offer(), [entry(Table.ITEMS, "ride", **ITEM)]), kind)
    qtbot.waitUntil(lambda: not page.run.running and page.run.offer is not None)
    page.show_key(table, key)
    qtbot.waitUntil(lambda: not page.run.running)
    page.on_change_asked()
    assert page.editor is not None
    return page.editor


def picking(open_page: Opened, qtbot: QtBot) -> QWidget:
    return editor(open_page, qtbot, Kind.INVOICES, Table.ITEMS, "ride")


def with_cost_centre(open_page: Opened, qtbot: QtBot) -> QWidget:
    return editor(open_page, qtbot, Kind.BOOKINGS, Table.REVENUE, "default")


def typing(open_page: Opened, qtbot: QtBot) -> QWidget:
    return editor(open_page, qtbot, Kind.BOOKINGS, Table.SETTINGS, "number_prefix")


def adding(open_page: Opened, qtbot: QtBot) -> QWidget:
    page = open_page(PretendMappingDesk(), Kind.BOOKINGS)
    qtbot.waitUntil(lambda: not page.run.running and page.run.offer is not None)
    page.tools.add_button.click()
    assert page.dialogs.adding is not None
    return page.dialogs.adding


PAGES = [listed, reading, empty, trouble]
DIALOGS = [picking, with_cost_centre, typing, adding]


@pytest.fixture
def open_page(qtbot: QtBot, theme: Theme, runner: TaskRunner) -> Iterator[Opened]:
    made: list[tuple[MappingPage, PretendMappingDesk]] = []

    def open_one_page(desk: PretendMappingDesk, kind: Kind) -> MappingPage:
        page = MappingPage(kind, desk, runner, "daily 1")
        made.append((page, desk))
        qtbot.addWidget(page)
        page.resize(1000, 640)
        page.show()
        qtbot.waitExposed(page)
        return page

    yield open_one_page
    for page, desk in made:
        page.stop()
        if desk.gate is not None:
            desk.gate.set()
        for dialog in (page.dialogs.editor, page.dialogs.adding):
            if dialog is not None:
                dialog.close()


@pytest.mark.parametrize("shown", [*PAGES, *DIALOGS], ids=lambda one: one.__name__)
@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_has_a_name_and_one_button_is_filled(
    open_page: Opened, shown: Shown, language: Language, qtbot: QtBot
) -> None:
    use_language(language)
    widget = shown(open_page, qtbot)
    found = list(focusable(widget))
    assert found
    assert [repr(one) for one in found if not name_of(one).strip()] == []
    filled = [one for one in widget.findChildren(PrimaryButton) if one.isVisibleTo(widget)]
    assert len(filled) == (0 if shown is reading else 1)
    if shown in DIALOGS:
        assert len([one for one in widget.findChildren(QPushButton) if one.isDefault()]) == 1


@pytest.mark.parametrize("shown", [*PAGES, *DIALOGS], ids=lambda one: one.__name__)
@pytest.mark.parametrize(("scale", "stretched"), [(100, False), (200, False), (150, True)])
def test_no_words_are_cut(
    open_page: Opened,
    shown: Shown,
    scale: int,
    stretched: bool,
    theme: Theme,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    if stretched:
        fill = texts._fill
        monkeypatch.setattr(texts, "_fill", lambda *parts: longer(fill(*parts)))
    theme.set_scale(scale)
    widget = shown(open_page, qtbot)
    assert cut_words_at_rest(widget, qtbot) == []


@pytest.mark.parametrize("shown", PAGES, ids=lambda one: one.__name__)
def test_a_narrow_page_cuts_no_words_either(open_page: Opened, shown: Shown, qtbot: QtBot) -> None:
    page = shown(open_page, qtbot)
    page.resize(520, 300)
    qtbot.waitUntil(lambda: page.width() == 520)
    assert cut_words_at_rest(page, qtbot) == []


def test_each_state_has_a_shape_and_a_word_of_its_own() -> None:
    assert len({look.icon for look in LOOKS.values()}) == len(LOOKS)
    assert len({look.word.render("nl") for look in LOOKS.values()}) == len(LOOKS)

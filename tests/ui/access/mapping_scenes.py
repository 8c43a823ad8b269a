"""The mappings: the page in every state, and the dialogs that choose what something becomes."""

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from afas_assistant.errors import ConfigurationError
from afas_assistant.sync.mapping.mappings import Table
from afas_assistant.texts import literal
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.tabs.mapping_adding import AddingDialog
from afas_assistant.ui.tabs.mapping_editor import MappingEditor
from afas_assistant.ui.tabs.mapping_page import MappingPage
from afas_assistant.ui.tabs.places import TroublePage
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.theme import Theme
from tests.ui.access.stage import Scene, Stage
from tests.ui.tabs.pretend_mapping import PretendMappingDesk, entry, offer, open_one, work

ITEM = {"kind": "1", "code": "300", "unit": "uur"}
FILTERS = 230
"""Drawn pixels that the filters take beside the page of the mappings, in the tab."""


@pytest.fixture
def open_mapping(qtbot: QtBot, theme: Theme, runner: TaskRunner) -> Iterator[Callable[..., MappingPage]]:
    """Open the page of the mappings over a desk; what it waits for goes on at the end."""
    made: list[tuple[MappingPage, PretendMappingDesk]] = []

    def open_one_page(desk: PretendMappingDesk, kind: Kind, size: tuple[int, int]) -> MappingPage:
        page = MappingPage(kind, desk, runner, "daily 1")
        made.append((page, desk))
        qtbot.addWidget(page)
        page.resize(size[0] - FILTERS, size[1] - 160)
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


def opened(stage: Stage, desk: PretendMappingDesk, kind: Kind) -> MappingPage:
    """Open the page, and wait for what the desk offers unless that is held back."""
    page: MappingPage = stage.fixture("open_mapping")(desk, kind, stage.size)
    if desk.gate is None and desk.error is None:
        stage.until(lambda: not page.run.running and page.run.offer is not None)
    return page


def mappings(stage: Stage) -> QWidget:
    desk = PretendMappingDesk(
        offer(open_one("3", "Ontwerp"), work("2", "Advies")), [entry(Table.ITEMS, "ride", **ITEM)]
    )
    page = opened(stage, desk, Kind.INVOICES)
    page.footer.step_button.click()
    stage.until(lambda: not page.run.running)  # with the button that undoes it
    return page


def mappings_being_read(stage: Stage) -> QWidget:
    page = opened(stage, PretendMappingDesk(gate=threading.Event()), Kind.BOOKINGS)
    stage.until(lambda: "200" in page.footer.second_line.text())
    return page


def no_mapping_found(stage: Stage) -> QWidget:
    page = opened(stage, PretendMappingDesk(), Kind.CUSTOMERS)
    page.tools.search_field.setText("nothing of the kind")
    return page


def mappings_stopped(stage: Stage) -> QWidget:
    title, why, action = literal("There is no key."), literal("It is gone."), literal("Give it.")
    error = ConfigurationError("timechimp_key_not_kept", title=title, explanation=why, action=action)
    page = opened(stage, PretendMappingDesk(error=error), Kind.INVOICES)
    stage.until(lambda: page.page.currentWidget() is page.page.trouble_page)
    return page


def editor(stage: Stage, kind: Kind, table: Table, key: str) -> QWidget:
    """Open the dialog that chooses what something becomes."""
    page = opened(stage, PretendMappingDesk(offer(), [entry(Table.ITEMS, "ride", **ITEM)]), kind)
    page.show_key(table, key)
    stage.until(lambda: not page.run.running)
    page.on_change_asked()
    assert page.editor is not None
    return page.editor


def picking(stage: Stage) -> QWidget:
    return editor(stage, Kind.INVOICES, Table.ITEMS, "ride")


def with_cost_centre(stage: Stage) -> QWidget:
    return editor(stage, Kind.BOOKINGS, Table.REVENUE, "default")


def typing(stage: Stage) -> QWidget:
    return editor(stage, Kind.BOOKINGS, Table.SETTINGS, "number_prefix")


def adding(stage: Stage) -> QWidget:
    page = opened(stage, PretendMappingDesk(), Kind.BOOKINGS)
    page.tools.add_button.click()
    assert page.dialogs.adding is not None
    return page.dialogs.adding


MAPPINGS = (
    Scene(mappings, (MappingPage,)),
    Scene(mappings_being_read, (MappingPage,), filled=0),
    Scene(no_mapping_found, (MappingPage,)),
    Scene(mappings_stopped, (MappingPage, TroublePage)),
    Scene(picking, (MappingEditor,), is_dialog=True),
    Scene(with_cost_centre, (MappingEditor,), is_dialog=True),
    Scene(typing, (MappingEditor,), is_dialog=True),
    Scene(adding, (AddingDialog,), is_dialog=True),
)

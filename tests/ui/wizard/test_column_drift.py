"""Columns that changed since an earlier check: accepted by a person, in the wizard and in Set-up."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from afas_assistant.onboarding.flow import Step
from afas_assistant.onboarding.verdicts import Line, Reason, Status, Verdict
from afas_assistant.organisations.records import Connection, DefinitionSource
from afas_assistant.texts import literal
from afas_assistant.ui.checklist_model import Row
from afas_assistant.ui.column_drift import ACCEPT, accepts_columns
from afas_assistant.ui.pages.setup_view import SetupDetail, SetupView
from afas_assistant.ui.theme import Theme
from afas_assistant.ui.wizard.checklist_page import ChecklistPage
from tests.ui.samples import BTW, good, missing
from tests.ui.wizard.conftest import PATIENCE, Opener
from tests.ui.wizard.pretend_desk import PretendDesk, state_at

KEY = ("smartbooqing", "get/SBQ_BTW")
COLUMNS = (("Nummer", "U001"), ("Omschrijving", "U002"))


def drifted(line: Line) -> Verdict:
    title = literal("1 row read · 2 fields · changed since 1 November 2026: column Naam is called Omschrijving now")
    return Verdict(line, Status.OK, title, reason=Reason.DRIFTED, found=line.name, columns=COLUMNS)


class DriftingDesk(PretendDesk):
    """A desk at which SBQ_BTW has other columns than at an earlier check, until somebody accepts them."""

    def _verdict(self, line: Line, connection: Connection) -> Verdict:
        kept = self.definitions(connection).get("sbq_btw")
        if line.id != KEY[1]:
            return super()._verdict(line, connection)
        accepted = kept is not None and kept.source is DefinitionSource.LIVE and kept.columns == COLUMNS
        return replace(super()._verdict(line, connection), columns=COLUMNS) if accepted else drifted(line)


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def] # as the one that it replaces
    made = DriftingDesk(tmp_path_factory.mktemp("desk"))
    yield made
    made.close()


def row(verdict: Verdict) -> Row:
    return Row(verdict.line, 0, verdict=verdict, busy=False)


def test_only_columns_that_changed_and_break_nothing_can_be_accepted() -> None:
    assert accepts_columns(row(drifted(BTW)))
    assert not accepts_columns(row(good(BTW)))
    assert not accepts_columns(row(missing(BTW)))
    assert not accepts_columns(row(replace(drifted(BTW), status=Status.FAILED))), "the vendor's file says otherwise"
    assert not accepts_columns(Row(BTW, 0, verdict=drifted(BTW), busy=True))


def test_the_wizard_accepts_them_and_tests_the_line_again(
    open_wizard: Opener, desk: DriftingDesk, qtbot: QtBot
) -> None:
    wizard = open_wizard(state_at(Step.GET, desk.ready_connection()))
    qtbot.waitUntil(lambda: wizard.session.checks.report is not None, timeout=PATIENCE)
    page = wizard.page
    assert isinstance(page, ChecklistPage)
    page.view.open_key(KEY)
    assert page.view._detail is not None
    accept = next(one for one in page.view._detail.findChildren(QPushButton) if one.text() == str(ACCEPT))
    accept.click()
    found = {row.line.key: row for row in page.model.rows()}[KEY]
    qtbot.waitUntil(lambda: found.verdict is not None and found.verdict.reason is None, timeout=PATIENCE)
    connection = wizard.session.connection
    assert connection is not None
    assert desk.definitions(connection)["sbq_btw"].columns == COLUMNS


def test_the_set_up_offers_it_in_the_row_and_in_its_menu(theme: Theme, english: None, qtbot: QtBot) -> None:
    from afas_assistant.ui.checklist_model import ChecklistModel  # noqa: PLC0415 - only here

    model = ChecklistModel()
    view = SetupView(model)
    qtbot.addWidget(view)
    view.show()
    model.remember([BTW], [drifted(BTW)])
    asked: list[object] = []
    view.accept_requested.connect(asked.append)
    view.open_key(BTW.key)
    detail = view._detail
    assert isinstance(detail, SetupDetail)
    next(one for one in detail.findChildren(QPushButton) if one.text() == str(ACCEPT)).click()
    index = view._opened_index()
    menu = view.row_menu(index, model.rows()[0])
    next(one for one in menu.actions() if one.text() == str(ACCEPT)).trigger()
    menu.close()
    assert asked == [BTW.key, BTW.key]

"""Definition files from the drop to the live connector, over real HTTP: read, imported in practice, green, drifted."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from afas_assistant.onboarding.verdicts import Reason
from afas_assistant.ui.checklist_model import Row
from afas_assistant.ui.states import State
from afas_assistant.ui.wizard.checklist_page import ChecklistPage
from afas_assistant.ui.wizard.connector_pages import GetPage
from tests.end_to_end.test_wizard_story import PATIENCE, Sitting, desk, room, runner, sitting, theme
from tests.ui.wizard.definition_samples import CONNECTORS, bundle, contents

__all__ = ["desk", "room", "runner", "sitting", "theme"]  # fixtures

KOSTENPLAATSEN = "get/SBQ_Kostenplaasten_All"  # as the vendor's document prints it


def row_of(page: ChecklistPage, line_id: str) -> Row:
    return next(row for row in page.model.rows() if row.line.id == line_id)


def test_from_the_vendors_zip_to_a_column_that_somebody_renamed(sitting: Sitting, tmp_path: Path, qtbot: QtBot) -> None:
    wizard = sitting.sit_down()
    page = sitting.connect(wizard)
    assert isinstance(page, GetPage)
    sitting.switch("definitions_absent")
    qtbot.waitUntil(lambda: len(wizard.session.flow.open_lines(page.step)) == len(CONNECTORS), timeout=PATIENCE)
    card = page.import_card
    assert card is not None
    tested: list[object] = []
    wizard.session.checks.finished.connect(tested.append)
    card.on_dropped([bundle(tmp_path / "vendor.zip", contents())])
    qtbot.waitUntil(lambda: len(card.files.importable) == len(CONNECTORS), timeout=PATIENCE)
    assert card.body is not None
    qtbot.waitUntil(card.body.practice_button.isVisible, timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(tested) == 1, timeout=PATIENCE)  # against the files, which were just kept
    card.body.practice_button.click()
    qtbot.waitUntil(lambda: len(tested) == 2, timeout=PATIENCE)
    assert wizard.session.flow.open_lines(page.step) == []
    assert row_of(page, KOSTENPLAATSEN).turned_green is not None
    assert wizard.foot.next_button.isVisible()
    sitting.process().drift("SBQ_BTW", "rename", "Naam", "Omschrijving")
    page.again_button.click()
    drifted = row_of(page, "get/SBQ_BTW")
    qtbot.waitUntil(lambda: not page.busy and drifted.state is State.FAILED, timeout=PATIENCE)
    assert drifted.verdict is not None
    assert drifted.verdict.reason is Reason.DRIFTED
    words = str(drifted.answer)
    assert words.startswith("Differs from the file SBQ_BTW.gcn since ")
    assert "column Naam is called Omschrijving now" in words

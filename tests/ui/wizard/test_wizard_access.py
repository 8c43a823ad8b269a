"""Access to the wizard, beside what the walk looks at: small windows, other languages, labels that lead to fields."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from afas_assistant.onboarding.flow import Step, WizardState
from afas_assistant.ui.language import switch_language
from afas_assistant.ui.wizard.dialogs import AskDialog, ask_reason
from afas_assistant.ui.wizard.message_panel import MessageDialog
from tests.ui.access.probes import cut_words_at_rest
from tests.ui.access.stage import Stage
from tests.ui.access.wizard_scenes import arrived
from tests.ui.samples import words_of
from tests.ui.wizard.conftest import Opener


@pytest.mark.parametrize("size", [(800, 500), (640, 480)])
@pytest.mark.parametrize("step", list(Step), ids=str)
def test_a_small_window_cuts_no_words_either(
    request: pytest.FixtureRequest, step: Step, size: tuple[int, int], qtbot: QtBot
) -> None:
    wizard = arrived(Stage(request, qtbot, size), step)
    assert cut_words_at_rest(wizard, qtbot) == []
    assert (wizard.width(), wizard.height()) == size


@pytest.mark.parametrize("step", list(Step), ids=str)
def test_the_language_can_be_switched_and_back(
    request: pytest.FixtureRequest, step: Step, qtbot: QtBot, qapp: QApplication
) -> None:
    wizard = arrived(Stage(request, qtbot, (1280, 800)), step)
    qtbot.wait(100)  # what was just added is shown when the event loop comes round
    before = words_of(wizard)
    switch_language(qapp, "nl")
    qtbot.waitUntil(lambda: words_of(wizard) != before)
    switch_language(qapp, "en")
    qtbot.wait(200)
    assert sorted(words_of(wizard).split("\n")) == sorted(before.split("\n"))


def test_fields_that_are_asked_have_labels_that_lead_to_them(open_wizard: Opener) -> None:
    wizard = open_wizard(WizardState(profiles=("smartbooqing",), step=Step.ENVIRONMENT))
    form = wizard.page.form  # type: ignore[union-attr]
    buddies = [label.buddy() for label in wizard.findChildren(QLabel) if label.buddy() is not None]
    assert {form.address_field, form.token_field.editor, form.name_field} <= set(buddies)
    dialog = ask_reason(wizard, "", ["SBQ_BTW"])
    assert isinstance(dialog, AskDialog)
    assert [label.buddy() for label in dialog.findChildren(QLabel) if label.buddy() is not None] == dialog.fields
    dialog.reject()
    assert wizard.findChild(MessageDialog) is None

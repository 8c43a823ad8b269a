"""The wizard: every step with something open on every list, and the small windows over it."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from afas_assistant.onboarding.flow import Step, WizardState
from afas_assistant.organisations.enrolment import Enrolled
from afas_assistant.timechimp.key import TimeChimpKey
from afas_assistant.timechimp.probe import Writing
from afas_assistant.ui.wizard.administration_page import AdministrationPage
from afas_assistant.ui.wizard.checklist_page import ChecklistPage
from afas_assistant.ui.wizard.connector_pages import DestinationsPage, GetPage
from afas_assistant.ui.wizard.dialogs import AskDialog, WhyDialog, ask_reason
from afas_assistant.ui.wizard.done_page import DonePage
from afas_assistant.ui.wizard.environment_page import EnvironmentPage
from afas_assistant.ui.wizard.message_panel import MessageDialog
from afas_assistant.ui.wizard.page import Page
from afas_assistant.ui.wizard.prepare_page import PreparePage
from afas_assistant.ui.wizard.time_tracking_page import TimeTrackingPage
from afas_assistant.ui.wizard.what_page import WhatPage
from afas_assistant.ui.wizard.wizard_page import WizardPage
from tests.ui.access.stage import Scene, Stage, on_top
from tests.ui.wizard.daily_samples import KEY, PretendRemotes, access, arrive_at, kept_connection
from tests.ui.wizard.definition_samples import broken_set, put
from tests.ui.wizard.pretend_desk import PretendDesk, state_at

STEPS: dict[Step, type[Page]] = {
    Step.WHAT: WhatPage,
    Step.PREPARE: PreparePage,
    Step.ENVIRONMENT: EnvironmentPage,
    Step.GET: GetPage,
    Step.UPDATE: ChecklistPage,
    Step.DATA: ChecklistPage,
    Step.DESTINATIONS: DestinationsPage,
    Step.ADMINISTRATION: AdministrationPage,
    Step.TIME_TRACKING: TimeTrackingPage,
    Step.DONE: DonePage,
}


def opened(stage: Stage, state: WizardState) -> WizardPage:
    """Open the wizard in a state, with a pretend TimeChimp behind it."""
    PretendRemotes(says=lambda: access(writing=Writing.REFUSED)).take_over(stage.fixture("monkeypatch"))
    wizard: WizardPage = stage.fixture("open_wizard")(state)
    wizard.resize(*stage.size)
    return wizard


def arrived(stage: Stage, step: Step) -> WizardPage:
    """Open the wizard at a step with something open on every list."""
    desk: PretendDesk = stage.fixture("desk")
    desk.failing = {"get/SBQ_BTW", "update/FiInvoice"}
    desk.by_hand = {"destination/12"}
    if step is Step.TIME_TRACKING:
        return with_key(stage, desk)
    if step in {Step.WHAT, Step.PREPARE, Step.ENVIRONMENT}:
        profiles = () if step is Step.WHAT else ("smartbooqing",)
        return opened(stage, WizardState(profiles=profiles, step=step))
    wizard = opened(stage, state_at(Step.GET, desk.ready_connection()))
    stage.until(lambda: wizard.session.checks.report is not None)
    wizard.session.flow.change(step=step, administration="1" if step is Step.DONE else None)
    wizard._arrive()
    if step is Step.ADMINISTRATION:
        stage.until(lambda: not wizard.page.busy)  # type: ignore[union-attr]
    if step is Step.GET:
        wizard.page.view.open_key(("smartbooqing", "get/SBQ_BTW"))  # type: ignore[union-attr]
        open_card(wizard, desk, stage)
    return wizard


def with_key(stage: Stage, desk: PretendDesk) -> WizardPage:
    """Open the page for time tracking with a key that may not write, and an item that is half filled in by hand."""
    kept = kept_connection(desk)
    desk.keep_timechimp_key(kept.connection, TimeChimpKey(KEY))
    wizard = at_time_tracking(stage, kept)
    wizard.page.item_card.by_hand_button.click()  # type: ignore[union-attr]
    wizard.page.item_card.code_field.setText("300")  # type: ignore[union-attr]
    return wizard


def at_time_tracking(stage: Stage, kept: Enrolled) -> WizardPage:
    """Arrive at the page for time tracking; what is kept of a key is tested."""
    PretendRemotes(says=lambda: access(writing=Writing.REFUSED)).take_over(stage.fixture("monkeypatch"))
    wizard = arrive_at(stage.fixture("open_wizard"), kept, Step.TIME_TRACKING, stage.qtbot, administration="1")
    wizard.resize(*stage.size)
    return wizard


def open_card(wizard: WizardPage, desk: PretendDesk, stage: Stage) -> None:
    """Open the card of definition files, with every state of a file in it, and one file opened."""
    put(desk.folders.definitions, broken_set())
    card = wizard.page.import_card  # type: ignore[union-attr]
    card.open()
    stage.until(lambda: card.files.is_read and not card.files.reading)
    card.body.rows.open_file("SBQ_Debiteuren.gcn")
    stage.until(card.body.rows.rows[0].isVisible)


def items(stage: Stage) -> QWidget:
    wizard = at_time_tracking(stage, kept_connection(stage.fixture("desk")))
    card = wizard.page.item_card  # type: ignore[union-attr]
    card.choices.view.setCurrentIndex(card.choices.model.index(0))
    assert card.unit_box.isVisibleTo(wizard)
    return wizard


def prepared(stage: Stage) -> WizardPage:
    return opened(stage, WizardState(profiles=("smartbooqing",), step=Step.PREPARE))


def reason(stage: Stage) -> QWidget:
    return ask_reason(prepared(stage), "", ["SBQ_BTW", "SBQ_Debiteuren"])


def message(stage: Stage) -> QWidget:
    prepared(stage).on_message_chosen()
    return on_top()


def why(stage: Stage) -> QWidget:
    prepared(stage).on_why_asked()
    return on_top()


def _at(step: Step) -> Scene:
    def opens(stage: Stage) -> QWidget:
        return arrived(stage, step)

    opens.__name__ = f"wizard_{step.value}"
    return Scene(opens, (WizardPage, STEPS[step]))


def _dialog(opens: Callable[[Stage], QWidget], shows: type[QWidget], *, filled: int = 1) -> Scene:
    return Scene(opens, (shows,), is_dialog=True, filled=filled)


WIZARD = (
    *(_at(step) for step in Step),
    Scene(items, (WizardPage, TimeTrackingPage)),
    _dialog(reason, AskDialog),
    _dialog(message, MessageDialog),
    _dialog(why, WhyDialog),
)

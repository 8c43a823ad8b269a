"""Access to the wizard: every page in both languages, three sizes, stretched words: nothing nameless, nothing cut."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from afas_assistant import texts
from afas_assistant.onboarding.flow import Step, WizardState
from afas_assistant.texts import LANGUAGES, Language
from afas_assistant.timechimp.key import TimeChimpKey
from afas_assistant.timechimp.probe import Writing
from afas_assistant.ui.language import switch_language
from afas_assistant.ui.theme import Theme
from afas_assistant.ui.wizard.dialogs import AskDialog, ask_reason
from afas_assistant.ui.wizard.message_panel import MessageDialog
from afas_assistant.ui.wizard.wizard_page import WizardPage
from tests.ui.samples import words_of
from tests.ui.test_access import cut_words_at_rest, focusable, longer, name_of
from tests.ui.wizard.conftest import PATIENCE, Opener
from tests.ui.wizard.daily_samples import KEY, PretendRemotes, access, arrive_at, kept_connection
from tests.ui.wizard.definition_samples import broken_set, put
from tests.ui.wizard.pretend_desk import PretendDesk, state_at

PAGES = list(Step)
SIZES = (100, 150, 200)


def arrive(open_wizard: Opener, desk: PretendDesk, step: Step, qtbot: QtBot) -> WizardPage:
    """Open the wizard at a step with something open on every list."""
    desk.failing = {"get/SBQ_BTW", "update/FiInvoice"}
    desk.by_hand = {"destination/12"}
    if step is Step.TIME_TRACKING:
        return arrive_with_a_key(open_wizard, desk, qtbot)
    if step in {Step.WHAT, Step.PREPARE, Step.ENVIRONMENT}:
        profiles = () if step is Step.WHAT else ("smartbooqing",)
        return open_wizard(WizardState(profiles=profiles, step=step))
    kept = desk.ready_connection()
    wizard = open_wizard(state_at(Step.GET, kept))
    qtbot.waitUntil(lambda: wizard.session.checks.report is not None, timeout=PATIENCE)
    wizard.session.flow.change(step=step, administration="1" if step is Step.DONE else None)
    wizard._arrive()
    if step is Step.ADMINISTRATION:
        qtbot.waitUntil(lambda: not wizard.page.busy, timeout=PATIENCE)  # type: ignore[union-attr]
    if step is Step.GET:
        wizard.page.view.open_key(("smartbooqing", "get/SBQ_BTW"))  # type: ignore[union-attr]
        open_card(wizard, desk, qtbot)
    return wizard


def arrive_with_a_key(open_wizard: Opener, desk: PretendDesk, qtbot: QtBot) -> WizardPage:
    """Open the page for time tracking with a key that may not write, and an item that is half filled in by hand."""
    kept = kept_connection(desk)
    desk.keep_timechimp_key(kept.connection, TimeChimpKey(KEY))
    wizard = arrive_at(open_wizard, kept, Step.TIME_TRACKING, qtbot, administration="1")
    wizard.page.item_card.by_hand_button.click()  # type: ignore[union-attr]
    wizard.page.item_card.code_field.setText("300")  # type: ignore[union-attr]
    return wizard


def open_card(wizard: WizardPage, desk: PretendDesk, qtbot: QtBot) -> None:
    """Open the card of definition files, with every state of a file in it, and one file opened."""
    put(desk.folders.definitions, broken_set())
    card = wizard.page.import_card  # type: ignore[union-attr]
    card.open()
    qtbot.waitUntil(lambda: card.files.is_read and not card.files.reading, timeout=PATIENCE)
    card.body.rows.open_file("SBQ_Debiteuren.gcn")
    qtbot.waitUntil(card.body.rows.rows[0].isVisible, timeout=PATIENCE)


@pytest.fixture(params=PAGES, ids=str)
def step(request: pytest.FixtureRequest) -> Step:
    found: Step = request.param
    return found


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    PretendRemotes(says=lambda: access(writing=Writing.REFUSED)).take_over(monkeypatch)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_takes_the_keyboard_has_a_name(
    open_wizard: Opener, desk: PretendDesk, step: Step, language: Language, qtbot: QtBot, qapp: QApplication
) -> None:
    switch_language(qapp, language)
    wizard = arrive(open_wizard, desk, step, qtbot)
    found = list(focusable(wizard))
    assert found
    assert [f"{type(one).__name__} {one.objectName()}" for one in found if not name_of(one).strip()] == []


@pytest.mark.parametrize("scale", SIZES)
@pytest.mark.parametrize("stretched", [False, True], ids=["plain", "stretched"])
def test_no_words_are_cut(
    open_wizard: Opener,
    desk: PretendDesk,
    step: Step,
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
    wizard = arrive(open_wizard, desk, step, qtbot)
    assert cut_words_at_rest(wizard, qtbot) == []


@pytest.mark.parametrize("size", [(800, 500), (640, 480)])
def test_a_small_window_cuts_no_words_either(
    open_wizard: Opener, desk: PretendDesk, step: Step, size: tuple[int, int], qtbot: QtBot
) -> None:
    wizard = arrive(open_wizard, desk, step, qtbot)
    wizard.resize(*size)
    assert cut_words_at_rest(wizard, qtbot) == []
    assert (wizard.width(), wizard.height()) == size


def test_tab_reaches_everything(open_wizard: Opener, desk: PretendDesk, step: Step, qtbot: QtBot) -> None:
    wizard = arrive(open_wizard, desk, step, qtbot)
    wizard.activateWindow()
    wanted = {one for one in focusable(wizard) if one.isEnabled()}
    reached: set[QWidget] = set()
    start = next(iter(wanted))
    start.setFocus()
    for _ in range(3 * len(wanted)):
        widget = wizard.focusWidget()
        assert widget is not None
        reached.add(widget)
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    missed = {type(one).__name__ for one in wanted - reached}
    assert missed <= {"SegmentButton"}  # arrows go through a segment


def test_the_language_can_be_switched_and_back(
    open_wizard: Opener, desk: PretendDesk, step: Step, qtbot: QtBot, qapp: QApplication
) -> None:
    wizard = arrive(open_wizard, desk, step, qtbot)
    qtbot.wait(100)  # what was just added is shown when the event loop comes round
    before = words_of(wizard)
    switch_language(qapp, "nl")
    qtbot.waitUntil(lambda: words_of(wizard) != before)
    switch_language(qapp, "en")
    qtbot.wait(200)
    assert sorted(words_of(wizard).split("\n")) == sorted(before.split("\n"))


OPEN: list[Callable[[WizardPage], object]] = [
    lambda wizard: ask_reason(wizard, "", ["SBQ_BTW", "SBQ_Debiteuren"]),
    WizardPage.on_message_chosen,
    WizardPage.on_why_asked,
]


@pytest.mark.parametrize("opens", OPEN, ids=["reason", "message", "why"])
@pytest.mark.parametrize("scale", SIZES)
def test_the_small_windows_too(
    open_wizard: Opener, opens: Callable[[WizardPage], object], scale: int, theme: Theme, qtbot: QtBot
) -> None:
    theme.set_scale(scale)
    wizard = open_wizard(WizardState(profiles=("smartbooqing",), step=Step.PREPARE))
    opens(wizard)
    dialog = next(one for one in wizard.findChildren(QWidget) if one.isWindow() and one.isVisible())
    assert cut_words_at_rest(dialog, qtbot) == []
    assert [type(one).__name__ for one in focusable(dialog) if not name_of(one).strip()] == []
    dialog.close()


@pytest.mark.parametrize("scale", SIZES)
def test_the_list_of_items_cuts_no_words_either(
    open_wizard: Opener, desk: PretendDesk, scale: int, theme: Theme, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    fill = texts._fill
    monkeypatch.setattr(texts, "_fill", lambda *parts: longer(fill(*parts)))
    theme.set_scale(scale)
    wizard = arrive_at(open_wizard, kept_connection(desk), Step.TIME_TRACKING, qtbot, administration="1")
    card = wizard.page.item_card  # type: ignore[union-attr]
    card.choices.view.setCurrentIndex(card.choices.model.index(0))
    assert card.unit_box.isVisibleTo(wizard)
    assert cut_words_at_rest(wizard, qtbot) == []
    assert [type(one).__name__ for one in focusable(wizard) if not name_of(one).strip()] == []


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

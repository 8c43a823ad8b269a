"""The wizard's shell over a pretend desk: one filled button, reasons, going back, stopping, taking up again."""

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from afas_assistant.errors import RetryableError
from afas_assistant.onboarding.flow import Step, WizardState
from afas_assistant.organisations.vault_errors import keyring_hanging
from afas_assistant.texts import literal
from afas_assistant.ui.language import switch_language
from afas_assistant.ui.theme import Scheme, Theme
from afas_assistant.ui.widgets.buttons import PrimaryButton
from afas_assistant.ui.wizard.checklist_page import ChecklistPage
from afas_assistant.ui.wizard.dialogs import AskDialog, WhyDialog
from afas_assistant.ui.wizard.done_page import DonePage
from afas_assistant.ui.wizard.message_panel import MessageDialog, save_text
from afas_assistant.ui.wizard.prepare_page import PreparePage
from afas_assistant.ui.wizard.session import NEW
from afas_assistant.ui.wizard.wizard_page import WizardPage
from tests.ui.samples import words_of
from tests.ui.wizard.conftest import PATIENCE, Opener
from tests.ui.wizard.pretend_desk import ENVID, PretendDesk, state_at

BTW, DEBTORS = "get/SBQ_BTW", "get/SBQ_Debiteuren"


def step_of(wizard: WizardPage) -> Step:
    return wizard.session.state.step


def filled(wizard: WizardPage) -> list[PrimaryButton]:
    return [one for one in wizard.findChildren(PrimaryButton) if one.isVisible()]


def checked(wizard: WizardPage, qtbot: QtBot) -> WizardPage:
    qtbot.waitUntil(lambda: wizard.session.checks.report is not None, timeout=PATIENCE)
    return wizard


def answer(wizard: WizardPage, *answers: str) -> None:
    dialog = wizard.findChild(AskDialog)
    assert dialog is not None
    for field, words in zip(dialog.fields, answers, strict=True):
        field.setPlainText(words) if hasattr(field, "setPlainText") else field.setText(words)
    dialog.agree_button.click()


def test_the_first_page_asks_what_to_connect_and_says_what_is_missing(open_wizard: Opener, qtbot: QtBot) -> None:
    wizard = open_wizard()
    assert step_of(wizard) is Step.WHAT
    assert not wizard.foot.next_button.isEnabled()
    assert wizard.foot.counts.text() == wizard.foot.next_button.toolTip() == "Choose at least one."
    qtbot.waitUntil(lambda: "Advanced" in words_of(wizard.stack))
    wizard.page.cards["timechimp"].box.click()  # type: ignore[union-attr]
    assert wizard.foot.next_button.isEnabled()
    assert not wizard.foot.back_button.isVisible()


def test_several_choices_are_told_as_connections_one_after_the_other(open_wizard: Opener) -> None:
    wizard = open_wizard()
    for card in wizard.page.cards.values():  # type: ignore[union-attr]
        card.box.click()
    assert "2 connections" in wizard.foot.counts.text()
    wizard.foot.next_button.click()
    assert wizard.session.state.profiles == ("timechimp", "smartbooqing")
    assert wizard.session.state.current == "timechimp"


def test_a_checklist_of_ones_own_is_read_and_a_broken_one_explained(
    open_wizard: Opener, tmp_path: Any, qtbot: QtBot
) -> None:
    wizard = open_wizard()
    page = wizard.page
    broken, good = tmp_path / "broken.toml", tmp_path / "mine.toml"
    broken.write_text("schema = 1\nname = 3\n")
    page.read_own(str(broken))  # type: ignore[union-attr]
    qtbot.waitUntil(page.notice.isVisible)  # type: ignore[union-attr]
    assert "broken.toml" in page.notice.accessibleName()  # type: ignore[union-attr]
    good.write_text(
        'schema = 1\nid = "mine"\nname = "Mine"\ndocument.nl = "d"\ndocument.en = "d"\n'
        '[[get]]\nname = "Profit_Debtor"\nwhy.nl = "w"\nwhy.en = "w"\n'
    )
    page.read_own(str(good))  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: wizard.session.state.profiles == (str(good),))
    assert wizard.session.profile is not None
    assert wizard.session.profile.name == "Mine"


def test_a_tick_asks_for_a_name_once_and_the_message_needs_no_token(open_wizard: Opener) -> None:
    wizard = open_wizard(WizardState(profiles=("smartbooqing",), step=Step.PREPARE))
    page = wizard.page
    assert isinstance(page, PreparePage)
    assert "SBQ_Grootboekrekeningen.gcn" in page.message.message().attachments
    page.steps[0].box.click()
    assert not page.steps[0].box.isChecked()
    answer(wizard, "M. de Boer", "")
    assert page.steps[0].box.isChecked()
    assert "M. de Boer" in page.steps[0]._said.text()
    page.steps[1].box.click()
    assert wizard.session.state.ticked[page.steps[1].line_id].who == "M. de Boer"
    assert wizard.foot.counts.text().startswith("2 of 6")
    assert page.message.message().body.endswith("M. de Boer")


def test_the_message_is_in_the_language_one_picks(open_wizard: Opener) -> None:
    wizard = open_wizard(WizardState(profiles=("smartbooqing",), step=Step.PREPARE))
    panel = wizard.page.message  # type: ignore[union-attr]
    assert panel.text.toPlainText().startswith("Beste beheerder")
    panel.segment.button("en").click()
    assert panel.text.toPlainText().startswith("Dear administrator")


def test_without_a_mail_program_the_message_is_copied(
    open_wizard: Opener, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    wizard = open_wizard(WizardState(profiles=("smartbooqing",), step=Step.PREPARE))
    monkeypatch.setattr("afas_assistant.ui.wizard.message_panel.open_address", lambda link: False)
    panel = wizard.page.message  # type: ignore[union-attr]
    panel.mail_button.click()
    assert "no mail program" in panel.note.text()
    assert panel.message().body in qapp.clipboard().text()


def test_entering_a_list_tests_by_itself_and_next_is_off_meanwhile(
    open_wizard: Opener, desk: PretendDesk, qtbot: QtBot
) -> None:
    desk.go.clear()
    wizard = open_wizard(state_at(Step.GET, desk.ready_connection()))
    qtbot.waitUntil(lambda: desk.checks == [None])
    assert not wizard.foot.next_button.isEnabled()
    assert "check is running" in wizard.foot.counts.text()
    assert "check is running" in wizard.foot.next_button.toolTip()
    desk.go.set()
    checked(wizard, qtbot)
    assert wizard.foot.next_button.isEnabled()
    assert "nothing was changed in AFAS" in wizard.head.subtitle.text()
    wizard.foot.next_button.click()
    assert step_of(wizard) is Step.UPDATE
    assert desk.checks == [None], "one whole check serves the pages that follow"


def test_open_lines_fill_the_message_button_and_no_other(open_wizard: Opener, desk: PretendDesk, qtbot: QtBot) -> None:
    desk.failing = {BTW, DEBTORS}
    wizard = checked(open_wizard(state_at(Step.GET, desk.ready_connection())), qtbot)
    assert filled(wizard) == [wizard.foot.message_button]
    assert wizard.foot.counts.text().startswith("12 of 14 OK · 2 open")
    assert wizard.column.items[Step.GET].accessibleName().endswith("2 open")
    wizard.foot.message_button.click()
    dialog = wizard.findChild(MessageDialog)
    assert dialog is not None
    assert "SBQ_BTW" in dialog.panel.text.toPlainText()
    dialog.accept()


def test_every_page_has_exactly_one_filled_button(open_wizard: Opener, desk: PretendDesk, qtbot: QtBot) -> None:
    wizard = checked(open_wizard(state_at(Step.GET, desk.ready_connection())), qtbot)
    seen = []
    for step in (Step.UPDATE, Step.DATA, Step.DESTINATIONS):
        wizard.foot.next_button.click()
        assert step_of(wizard) is step
        seen.append(filled(wizard))
    assert seen == [[wizard.foot.next_button]] * 3


def test_a_line_is_passed_only_with_a_name_and_a_reason(open_wizard: Opener, desk: PretendDesk, qtbot: QtBot) -> None:
    desk.failing = {DEBTORS}
    wizard = checked(open_wizard(state_at(Step.GET, desk.ready_connection())), qtbot)
    wizard.foot.reason_button.click()
    dialog = wizard.findChild(AskDialog)
    assert dialog is not None
    assert "SBQ_Debiteuren" in words_of(dialog)
    assert not dialog.agree_button.isEnabled()
    assert "Your name" in dialog.reason.text()
    dialog.fields[0].setText("M. de Boer")  # type: ignore[union-attr]
    assert "Reason" in dialog.reason.text()
    dialog.fields[1].setPlainText("Helpdesk levert na.")  # type: ignore[union-attr]
    dialog.agree_button.click()
    assert step_of(wizard) is Step.UPDATE
    assert wizard.session.state.passed[DEBTORS].reason == "Helpdesk levert na."
    wizard.foot.back_button.click()
    assert "1 skipped with a reason" in wizard.foot.counts.text()
    assert wizard.foot.next_button.isEnabled()


def test_one_line_is_tested_by_itself(open_wizard: Opener, desk: PretendDesk, qtbot: QtBot) -> None:
    desk.failing = {BTW, DEBTORS}
    wizard = checked(open_wizard(state_at(Step.GET, desk.ready_connection())), qtbot)
    page = wizard.page
    assert isinstance(page, ChecklistPage)
    page.view.open_key(("smartbooqing", BTW))
    desk.failing = set()
    again = next(one for one in page.view._detail.findChildren(QPushButton) if one.text() == "Test again")  # type: ignore[union-attr]
    again.click()
    qtbot.waitUntil(lambda: [line.id for line in wizard.session.flow.open_lines(Step.GET)] == [DEBTORS])
    tested = desk.checks[-1]
    assert tested is not None
    assert {one for one in tested if not one.startswith("by_hand/")} == {BTW}
    row = page.view.opened_row()
    assert row is not None
    assert row.turned_green is not None


def test_a_line_by_hand_is_confirmed_with_a_name(open_wizard: Opener, desk: PretendDesk, qtbot: QtBot) -> None:
    desk.by_hand = {"destination/12"}
    kept = desk.ready_connection()
    wizard = checked(open_wizard(state_at(Step.DESTINATIONS, kept)), qtbot)
    wizard.session.flow.change(step=Step.DESTINATIONS)
    wizard._arrive()
    page = wizard.page
    assert isinstance(page, ChecklistPage)
    assert len(wizard.session.flow.open_lines(Step.DESTINATIONS)) == 1
    page.view.open_key(("smartbooqing", "destination/12"))
    confirm = next(one for one in page.view._detail.findChildren(QPushButton) if "Confirm" in one.text())  # type: ignore[union-attr]
    confirm.click()
    answer(wizard, "M. de Boer", "seen on Optioneel")
    qtbot.waitUntil(lambda: not wizard.session.flow.open_lines(Step.DESTINATIONS))
    word = desk.confirmations(kept.connection)["destination/12"]
    assert (word.who, word.note) == ("M. de Boer", "seen on Optioneel")
    assert wizard.session.state.who == "M. de Boer"


def test_the_type_number_is_kept_and_the_destinations_tested_with_it(
    open_wizard: Opener, desk: PretendDesk, qtbot: QtBot
) -> None:
    desk.failing = {"destination/12"}
    kept = desk.ready_connection()
    wizard = checked(open_wizard(state_at(Step.DESTINATIONS, kept)), qtbot)
    wizard.session.flow.change(step=Step.DESTINATIONS)
    wizard._arrive()
    wizard.page.type_box.setValue(100)  # type: ignore[union-attr]
    wizard.page.take_button.click()  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: len(desk.checks) == 2)
    assert {"destination/12", "destination/13"} <= (desk.checks[-1] or set())
    assert desk.store.connection(kept.connection.id).item_type == 100


def test_back_keeps_what_was_filled_in(open_wizard: Opener) -> None:
    wizard = open_wizard(WizardState(profiles=("smartbooqing",), step=Step.ENVIRONMENT))
    assert step_of(wizard) is Step.ENVIRONMENT
    form = wizard.page.form  # type: ignore[union-attr]
    form.address_field.setText("T12345AA")
    form.name_field.setText("Trial")
    wizard.foot.back_button.click()
    assert step_of(wizard) is Step.PREPARE
    assert (wizard.session.state.address, wizard.session.state.name) == ("T12345AA", "Trial")
    wizard.foot.next_button.click()
    assert (form.address_field.text(), form.name_field.text()) == ("T12345AA", "Trial")


def test_a_token_is_hidden_at_once_and_stands_in_no_state(open_wizard: Opener, desk: PretendDesk, qtbot: QtBot) -> None:
    wizard = open_wizard(WizardState(profiles=("smartbooqing",), step=Step.ENVIRONMENT))
    form = wizard.page.form  # type: ignore[union-attr]
    form.token_field.editor.setPlainText("<token><version>1</version><data>" + "AB12" * 16 + "</data></token>")
    qtbot.waitUntil(lambda: "Recognised" in form.token_remark.words())
    assert "AB12" not in words_of(wizard, also_hidden=True)
    assert "•" in form.token_field.editor.toPlainText()
    wizard.stop()
    qtbot.waitUntil(lambda: desk.store.wizard_state(NEW) is not None)
    assert "AB12" not in str(desk.store.wizard_state(NEW))


def test_stopping_keeps_the_last_word_and_the_wizard_resumes_there(
    open_wizard: Opener, desk: PretendDesk, qtbot: QtBot
) -> None:
    wizard = open_wizard(WizardState(profiles=("smartbooqing",), step=Step.ENVIRONMENT))
    wizard.page.form.address_field.setText("T12345AA")  # type: ignore[union-attr]
    with qtbot.waitSignal(wizard.closed):
        wizard.column.stop_button.click()
    qtbot.waitUntil(lambda: (desk.store.wizard_state(NEW) or {}).get("address") == "T12345AA")
    again = open_wizard(WizardState.from_data(desk.store.wizard_state(NEW) or {}))
    assert step_of(again) is Step.ENVIRONMENT
    assert again.page.form.address_field.text() == "T12345AA"  # type: ignore[union-attr]


def test_after_a_crash_it_resumes_at_the_first_open_step_even_offline(
    open_wizard: Opener, desk: PretendDesk, qtbot: QtBot
) -> None:
    desk.failing = {DEBTORS}
    kept = desk.ready_connection()
    desk.check(kept.connection)
    desk.stopped = RetryableError(
        "dns_failed",
        title=literal("AFAS cannot be found."),
        explanation=literal("No network."),
        action=literal("Mend."),
    )
    wizard = open_wizard(state_at(Step.DATA, kept))
    assert step_of(wizard) is Step.GET
    page = wizard.page
    assert isinstance(page, ChecklistPage)
    qtbot.waitUntil(page.notice.isVisible, timeout=PATIENCE)
    assert "AFAS cannot be found." in page.notice.accessibleName()
    assert "Below stands what the check of" in page.notice.accessibleName()
    assert wizard.foot.counts.text().startswith("13 of 14 OK · 1 open")


def test_an_organisation_removed_while_it_is_checked_is_told(
    open_wizard: Opener, desk: PretendDesk, qtbot: QtBot
) -> None:
    kept = desk.ready_connection()
    wizard = checked(open_wizard(state_at(Step.GET, kept)), qtbot)
    desk.remove(kept.organisation)
    wizard.page.again_button.click()  # type: ignore[union-attr]
    qtbot.waitUntil(wizard.page.notice.isVisible)  # type: ignore[union-attr]
    assert not wizard.session.checks.running
    assert wizard.page.again_button.isEnabled()  # type: ignore[union-attr]


def test_closing_in_mid_check_waits_for_nothing(open_wizard: Opener, desk: PretendDesk, qtbot: QtBot) -> None:
    desk.go.clear()
    kept = desk.ready_connection()
    wizard = open_wizard(state_at(Step.GET, kept))
    qtbot.waitUntil(lambda: desk.checks == [None])
    wizard.stop()
    assert desk.ended.wait(5), "the worker ends by itself"
    assert desk.store.checks(kept.connection.id) == ()
    assert not [thread for thread in threading.enumerate() if thread.name == "wizard-save" and not thread.daemon][1:]


def test_language_and_palette_can_change_in_mid_check(
    open_wizard: Opener, desk: PretendDesk, qtbot: QtBot, qapp: QApplication, theme: Theme
) -> None:
    desk.go.clear()
    wizard = open_wizard(state_at(Step.GET, desk.ready_connection()))
    switch_language(qapp, "nl")
    theme.set_scheme(Scheme.DARK)
    theme.set_scale(150)
    desk.go.set()
    checked(wizard, qtbot)
    assert "14 van 14" in wizard.foot.counts.text()
    assert "er is niets gewijzigd in AFAS" in wizard.head.subtitle.text()
    assert wizard.column.items[Step.DONE].accessibleName().startswith("10  Afronden")


def test_a_step_that_lies_ahead_is_refused_in_words(open_wizard: Opener, desk: PretendDesk, qtbot: QtBot) -> None:
    desk.failing = {DEBTORS}
    wizard = checked(open_wizard(state_at(Step.GET, desk.ready_connection())), qtbot)
    wizard.column.items[Step.DATA].click()
    assert step_of(wizard) is Step.GET
    assert "after the open ones" in wizard.foot.note.text()
    wizard.column.items[Step.PREPARE].click()
    assert step_of(wizard) is Step.PREPARE


def test_why_explains_every_page(open_wizard: Opener, qtbot: QtBot) -> None:
    wizard = open_wizard()
    for step in Step:
        page = wizard._page_of(step)
        assert len(str(page.why())) > 40
    wizard.head.why_button.click()
    dialog = wizard.findChild(WhyDialog)
    assert dialog is not None
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_production_has_a_band_that_nothing_else_has(open_wizard: Opener, desk: PretendDesk, qtbot: QtBot) -> None:
    wizard = checked(open_wizard(state_at(Step.GET, desk.ready_connection(kind="O99001AA"))), qtbot)
    assert wizard.band.isVisible()


def test_a_test_environment_has_no_band(open_wizard: Opener, desk: PretendDesk, qtbot: QtBot) -> None:
    wizard = checked(open_wizard(state_at(Step.GET, desk.ready_connection(kind=ENVID))), qtbot)
    assert not wizard.band.isVisible()


def test_a_keyring_that_does_not_answer_is_told_and_holds_nobody_up(
    open_wizard: Opener, desk: PretendDesk, qtbot: QtBot
) -> None:
    desk.broken = keyring_hanging(120)
    wizard = open_wizard(state_at(Step.GET, desk.ready_connection()))
    page = wizard.page
    assert isinstance(page, ChecklistPage)
    qtbot.waitUntil(page.notice.isVisible, timeout=PATIENCE)
    assert str(keyring_hanging(120).title) in page.notice.accessibleName()
    assert not page.busy
    assert page.again_button.isEnabled()
    desk.broken = None
    page.again_button.click()
    checked(wizard, qtbot)
    assert not page.notice.isVisible()


@pytest.mark.expect_log("a fault of ours")
def test_a_fault_of_ours_is_shown_as_one(open_wizard: Opener, desk: PretendDesk, qtbot: QtBot) -> None:
    desk.broken = ZeroDivisionError("a slip")
    wizard = open_wizard(state_at(Step.GET, desk.ready_connection()))
    qtbot.waitUntil(wizard.page.notice.isVisible, timeout=PATIENCE)  # type: ignore[union-attr]
    assert "fault of AFAS Assistant" in wizard.page.notice.accessibleName()  # type: ignore[union-attr]


def test_the_connection_is_gone_when_the_wizard_is_taken_up(open_wizard: Opener, desk: PretendDesk) -> None:
    kept = desk.ready_connection()
    desk.remove(kept.organisation)
    wizard = open_wizard(state_at(Step.GET, kept))
    assert step_of(wizard) is Step.ENVIRONMENT
    assert wizard.session.connection is None


def test_a_file_that_cannot_be_written_is_told(open_wizard: Opener, tmp_path: Any, qtbot: QtBot) -> None:
    wizard = open_wizard(WizardState(profiles=("smartbooqing",), step=Step.PREPARE))
    told: list[str] = []
    save_text(wizard.session, tmp_path / "absent" / "message.txt", "words", lambda words: told.append(str(words)))
    qtbot.waitUntil(lambda: bool(told))
    assert "could not be written" in told[0]


def test_without_a_browser_the_book_says_where_it_is(
    open_wizard: Opener, desk: PretendDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("afas_assistant.ui.wizard.done_page.open_address", lambda link: False)
    wizard = checked(open_wizard(state_at(Step.GET, desk.ready_connection())), qtbot)
    wizard.session.flow.change(step=Step.DONE, administration="1")
    wizard._arrive()
    page = wizard.page
    assert isinstance(page, DonePage)
    page.view_button.click()
    qtbot.waitUntil(lambda: "no browser" in page._note.text(), timeout=PATIENCE)
    path = Path(page._note.text().split(": ", 1)[1])
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    path.unlink()
    path.parent.rmdir()

"""The page for the TimeChimp key: hidden once recognised, tested line by line, kept in the keyring, taken out again."""

import json
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from afas_assistant.onboarding.flow import Step
from afas_assistant.onboarding.practice_address import ADDRESS
from afas_assistant.organisations.mapping_store import MappingStore
from afas_assistant.organisations.vault_errors import keyring_locked
from afas_assistant.sync.mapping.book import MappingBook
from afas_assistant.sync.mapping.mappings import ItemChoice, Mappings
from afas_assistant.timechimp.hosts import Bases, understand_bases
from afas_assistant.timechimp.key import TimeChimpKey
from afas_assistant.timechimp.probe import Writing
from afas_assistant.ui.widgets.buttons import PrimaryButton
from afas_assistant.ui.widgets.token_field import DOTS
from afas_assistant.ui.wizard import daily_calls
from afas_assistant.ui.wizard.dialogs import AskDialog
from afas_assistant.ui.wizard.done_page import DonePage
from afas_assistant.ui.wizard.time_tracking_page import TimeTrackingPage
from afas_assistant.ui.wizard.wizard_page import WizardPage
from tests.ui.samples import TOKEN, words_of
from tests.ui.wizard.conftest import PATIENCE, Opener
from tests.ui.wizard.daily_samples import (
    KEY,
    SCOPE,
    PretendRemotes,
    access,
    arrive_at,
    at_rest,
    kept_connection,
    line_broken,
)
from tests.ui.wizard.pretend_desk import PretendDesk


@pytest.fixture
def remotes(monkeypatch: pytest.MonkeyPatch) -> PretendRemotes:
    made = PretendRemotes()
    made.take_over(monkeypatch)
    return made


@pytest.fixture
def wizard(open_wizard: Opener, desk: PretendDesk, remotes: PretendRemotes, qtbot: QtBot) -> WizardPage:
    return arrive_at(
        open_wizard, kept_connection(desk), Step.TIME_TRACKING, qtbot, administration="1", who="M. de Boer"
    )


def page_of(wizard: WizardPage) -> TimeTrackingPage:
    assert isinstance(wizard.page, TimeTrackingPage)
    return wizard.page


def paste(wizard: WizardPage, qtbot: QtBot, text: str = KEY) -> TimeTrackingPage:
    """Paste into the field, and wait until it was looked at and TimeChimp has answered."""
    page = page_of(wizard)
    with qtbot.waitSignal(page.key.card.field.entered, timeout=PATIENCE):
        page.key.card.field.editor.setPlainText(text)
    at_rest(wizard, qtbot)
    return page


def pick(page: TimeTrackingPage, key: str = "1/300") -> None:
    choices = page.item_card.choices
    choices.view.setCurrentIndex(choices.model.index_of(key))


def mappings(desk: PretendDesk) -> Mappings:
    with MappingStore.open(desk.folders.database) as store:
        return MappingBook(store, SCOPE).mappings()


def go_on(wizard: WizardPage, qtbot: QtBot) -> None:
    wizard.foot.next_button.click()
    qtbot.waitUntil(lambda: wizard.session.state.step is Step.DONE, timeout=PATIENCE)


def give_reason(wizard: WizardPage, qtbot: QtBot) -> str:
    """Go on with a reason; returns what the person was asked about."""
    wizard.foot.reason_button.click()
    dialog = wizard.findChild(AskDialog)
    assert dialog is not None
    asked = words_of(dialog)
    dialog.fields[0].setText("M. de Boer")  # type: ignore[union-attr]
    dialog.fields[1].setPlainText("The key comes on Monday.")  # type: ignore[union-attr]
    dialog.agree_button.click()
    qtbot.waitUntil(lambda: wizard.session.state.step is Step.DONE, timeout=PATIENCE)
    return asked


def see(widget: QWidget, words: str, qtbot: QtBot) -> None:
    """Wait until words are shown: what was just added is laid out when the event loop comes round."""
    qtbot.waitUntil(lambda: words in words_of(widget), timeout=PATIENCE)


def summary_of(wizard: WizardPage, qtbot: QtBot) -> str:
    page = wizard.page
    assert isinstance(page, DonePage)
    qtbot.waitUntil(lambda: "Default item" in words_of(page.summary), timeout=PATIENCE)
    return words_of(page.summary)


def generations(wizard: WizardPage) -> tuple[str, ...]:
    return wizard.session.state.time_tracking.generations


def filled(wizard: WizardPage) -> list[PrimaryButton]:
    return [one for one in wizard.findChildren(PrimaryButton) if one.isVisible()]


def connection_key(wizard: WizardPage, desk: PretendDesk) -> TimeChimpKey | None:
    connection = wizard.session.connection
    assert connection is not None
    return desk.timechimp_key(connection)


def test_a_key_is_hidden_tested_and_kept_with_the_item(
    wizard: WizardPage, desk: PretendDesk, remotes: PretendRemotes, qtbot: QtBot
) -> None:
    assert filled(wizard) == [wizard.foot.next_button]
    assert not wizard.foot.next_button.isEnabled()
    page = paste(wizard, qtbot, f"  Authorization: Bearer {KEY}\n")
    assert page.key.card.field.editor.toPlainText() == DOTS
    assert KEY not in words_of(wizard, also_hidden=True)
    assert remotes.tested == [(TimeChimpKey(KEY), Bases())]
    see(page.key.answers, "v1 said something", qtbot)
    shown = words_of(page.key.answers)
    assert "v1 said something" in shown
    assert "62 customers" in shown
    assert "writing is allowed" in shown
    assert "Advanced plan" in shown
    assert connection_key(wizard, desk) is None, "it is kept when one goes on"
    assert wizard.foot.counts.text() == "The default item is still to be chosen."
    pick(page)
    assert filled(wizard) == [wizard.foot.next_button]
    go_on(wizard, qtbot)
    assert connection_key(wizard, desk) == TimeChimpKey(KEY)
    assert "is kept in" in wizard.foot.note.text()
    assert mappings(desk).item("default") == ItemChoice("1", "300", "UUR")
    assert mappings(desk).setting(ADDRESS) is None, "TimeChimp is where it always is"
    assert KEY not in json.dumps(wizard.session.state.to_data())
    assert generations(wizard) == ("v1",)
    summary = summary_of(wizard, qtbot)
    assert "API v1 answers. Writing seems allowed" in summary
    assert "Default item: 300 · Consultancy · work type · unit UUR" in summary


def test_while_timechimp_is_asked_next_is_off_and_says_why(
    wizard: WizardPage, remotes: PretendRemotes, qtbot: QtBot
) -> None:
    page = page_of(wizard)
    pick(page)
    remotes.go.clear()
    page.key.card.field.editor.setPlainText(KEY)
    qtbot.waitUntil(lambda: bool(remotes.tested), timeout=PATIENCE)
    assert page.busy
    assert wizard.foot.counts.text() == "TimeChimp is being asked…"
    assert not wizard.foot.next_button.isEnabled()
    remotes.go.set()
    at_rest(wizard, qtbot)
    assert wizard.foot.next_button.isEnabled()


def test_refused_writing_is_passed_with_a_reason_that_the_summary_shows(
    wizard: WizardPage, desk: PretendDesk, remotes: PretendRemotes, qtbot: QtBot
) -> None:
    remotes.says = lambda: access(writing=Writing.REFUSED)
    page = paste(wizard, qtbot)
    pick(page)
    assert wizard.foot.counts.text() == "TimeChimp refuses writing with this key."
    assert filled(wizard) == [wizard.foot.next_button]
    assert wizard.foot.reason_button.isVisible()
    assert not wizard.foot.message_button.isVisible(), "AFAS's administrator can do nothing about it"
    assert "Writing in TimeChimp" in give_reason(wizard, qtbot)
    assert connection_key(wizard, desk) == TimeChimpKey(KEY), "reading works"
    summary = summary_of(wizard, qtbot)
    assert "Writing in TimeChimp: reason of M. de Boer: ‘The key comes on Monday.’" in summary
    assert "One line was skipped with a reason." in wizard.head.subtitle.text()


def test_a_reason_is_forgotten_once_it_is_not_needed_any_more(
    wizard: WizardPage, remotes: PretendRemotes, qtbot: QtBot
) -> None:
    asked = give_reason(wizard, qtbot)
    assert "TimeChimp key, Default item" in asked
    wizard.column.items[Step.TIME_TRACKING].click()
    page = paste(wizard, qtbot)
    assert set(wizard.session.state.passed) == {"time_tracking/item"}
    pick(page)
    assert wizard.session.state.passed == {}


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        (TOKEN, "This is a token of AFAS"),
        ("https://web.timechimp.com/settings", "This is an address."),
        ("m.deboer@example.nl", "e-mail address"),
        ("abc", "too short"),
    ],
)
def test_what_is_no_key_is_named_and_holds_next(
    pasted: str, words: str, wizard: WizardPage, remotes: PretendRemotes, qtbot: QtBot
) -> None:
    page = paste(wizard, qtbot, pasted)
    pick(page)
    assert words in page.key.card.remark.words()
    assert remotes.tested == []
    assert not wizard.foot.next_button.isEnabled()
    assert not wizard.foot.reason_button.isVisible()
    assert "no key" in wizard.foot.counts.text()
    with qtbot.waitSignal(page.key.card.field.emptied, timeout=PATIENCE):
        page.key.card.field.editor.clear()
    assert wizard.foot.reason_button.isVisible()


def test_a_key_that_timechimp_refuses_is_not_kept(
    wizard: WizardPage, desk: PretendDesk, remotes: PretendRemotes, qtbot: QtBot
) -> None:
    remotes.says = lambda: access(reading=False)
    page = paste(wizard, qtbot)
    see(page.key.answers, "TimeChimp refuses the key. It is wrong. Copy it again.", qtbot)
    see(page.key.answers, "because reading does not work", qtbot)
    give_reason(wizard, qtbot)
    assert connection_key(wizard, desk) is None


def test_a_key_is_kept_untested_where_timechimp_cannot_be_reached(
    wizard: WizardPage, desk: PretendDesk, remotes: PretendRemotes, qtbot: QtBot
) -> None:
    remotes.says = lambda: access(reading=False, trouble=line_broken())
    page = paste(wizard, qtbot)
    see(page.key.answers, "The line broke.", qtbot)
    give_reason(wizard, qtbot)
    assert connection_key(wizard, desk) == TimeChimpKey(KEY)


def test_without_a_keyring_the_key_is_remembered_for_this_run_and_that_is_said(
    wizard: WizardPage, desk: PretendDesk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr("afas_assistant.organisations.vault._backends", tuple)
    pick(paste(wizard, qtbot))
    go_on(wizard, qtbot)
    assert "until you close AFAS Assistant" in wizard.foot.note.text()
    assert connection_key(wizard, desk) == TimeChimpKey(KEY)


def test_a_kept_key_is_tested_on_entering_and_can_be_removed(
    open_wizard: Opener, desk: PretendDesk, remotes: PretendRemotes, qtbot: QtBot
) -> None:
    kept = kept_connection(desk)
    desk.keep_timechimp_key(kept.connection, TimeChimpKey(KEY))
    wizard = arrive_at(open_wizard, kept, Step.TIME_TRACKING, qtbot, administration="1")
    page = page_of(wizard)
    assert page.key.card.field.editor.toPlainText() == DOTS
    assert "is kept" in page.key.card.remark.words()
    assert remotes.tested == [(TimeChimpKey(KEY), Bases())]
    assert generations(wizard) == ("v1",)
    page.key.card.remove_button.click()
    at_rest(wizard, qtbot)
    assert desk.timechimp_key(kept.connection) is None
    assert desk.token_of(kept.connection) is not None, "the token of AFAS is another matter"
    assert page.key.card.field.editor.toPlainText() == ""
    assert "A key that TimeChimp accepts is still missing." in wizard.foot.counts.text()


def test_a_kept_key_stays_until_another_one_is_recognised(
    open_wizard: Opener, desk: PretendDesk, remotes: PretendRemotes, qtbot: QtBot
) -> None:
    kept = kept_connection(desk)
    desk.keep_timechimp_key(kept.connection, TimeChimpKey(KEY))
    wizard = arrive_at(open_wizard, kept, Step.TIME_TRACKING, qtbot, administration="1")
    page = page_of(wizard)
    with qtbot.waitSignal(page.key.card.field.emptied, timeout=PATIENCE):
        page.key.card.field.replace_button.click()
    assert "stays until another one" in page.key.card.remark.words()
    pick(page)
    assert wizard.foot.next_button.isEnabled()
    paste(wizard, qtbot, "TC_another000000000000001")
    assert "It looks made for API v2." in page.key.card.remark.words()
    go_on(wizard, qtbot)
    assert desk.timechimp_key(kept.connection) == TimeChimpKey("TC_another000000000000001")


def test_a_kept_key_that_cannot_be_tested_now_stands_as_it_was(
    open_wizard: Opener, desk: PretendDesk, remotes: PretendRemotes, qtbot: QtBot
) -> None:
    kept = kept_connection(desk)
    desk.keep_timechimp_key(kept.connection, TimeChimpKey(KEY))
    wizard = arrive_at(open_wizard, kept, Step.TIME_TRACKING, qtbot, administration="1")
    remotes.says = lambda: access(reading=False, trouble=line_broken())
    page_of(wizard).key.answers.again_button.click()
    at_rest(wizard, qtbot)
    see(page_of(wizard).key.answers, "The line broke.", qtbot)
    assert generations(wizard) == ("v1",)
    remotes.says = lambda: access(reading=False)
    page_of(wizard).key.answers.again_button.click()
    at_rest(wizard, qtbot)
    assert generations(wizard) == (), "TimeChimp itself refuses it"


def test_a_locked_keyring_is_told_and_asked_again_when_one_comes_back(
    open_wizard: Opener, desk: PretendDesk, remotes: PretendRemotes, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    kept = kept_connection(desk)
    desk.keep_timechimp_key(kept.connection, TimeChimpKey(KEY))
    real = desk.timechimp_key

    def locked(*_: Any) -> None:
        raise keyring_locked("KDE Wallet")

    monkeypatch.setattr(desk, "timechimp_key", locked)
    wizard = arrive_at(open_wizard, kept, Step.TIME_TRACKING, qtbot, administration="1")
    page = page_of(wizard)
    assert "KDE Wallet" in page.notice.accessibleName()
    assert page.notice.isVisible()
    assert page.item_card.choices.model.total > 0, "the items are read all the same"
    monkeypatch.setattr(desk, "timechimp_key", real)
    wizard.foot.back_button.click()
    at_rest(wizard, qtbot)
    wizard.foot.next_button.click()
    qtbot.waitUntil(lambda: wizard.page is page, timeout=PATIENCE)
    at_rest(wizard, qtbot)
    assert not page.notice.isVisible()
    assert generations(wizard) == ("v1",)


def test_leaving_in_the_middle_of_a_test_drops_it_and_coming_back_tests_again(
    wizard: WizardPage, remotes: PretendRemotes, qtbot: QtBot
) -> None:
    page = page_of(wizard)
    remotes.go.clear()
    page.key.card.field.editor.setPlainText(KEY)
    qtbot.waitUntil(lambda: bool(remotes.tested), timeout=PATIENCE)
    wizard.foot.back_button.click()
    remotes.go.set()
    at_rest(wizard, qtbot)
    assert not page.questions.any
    assert generations(wizard) == ()
    wizard.column.items[Step.TIME_TRACKING].click()
    at_rest(wizard, qtbot)
    if wizard.page is not page:
        wizard.foot.next_button.click()
        qtbot.waitUntil(lambda: wizard.page is page, timeout=PATIENCE)
        at_rest(wizard, qtbot)
    assert generations(wizard) == ("v1",)


def test_a_connection_that_bills_no_hours_is_not_asked(
    open_wizard: Opener, desk: PretendDesk, remotes: PretendRemotes, qtbot: QtBot
) -> None:
    kept = desk.ready_connection()
    wizard = arrive_at(open_wizard, kept, Step.ADMINISTRATION, qtbot, profile="smartbooqing", administration="1")
    wizard.foot.next_button.click()
    qtbot.waitUntil(lambda: wizard.session.state.step is Step.DONE, timeout=PATIENCE)
    assert "not needed" in wizard.column.items[Step.TIME_TRACKING].accessibleName()


def test_only_practice_offers_the_practice_key(wizard: WizardPage) -> None:
    assert not page_of(wizard).key.card.practice_button.isVisible()


def test_an_address_of_its_own_is_kept_with_the_key_and_moves_with_practice(desk: PretendDesk) -> None:
    kept = kept_connection(desk, kind="http://127.0.0.1:4001/ProfitRestServices")
    bases = Bases("http://127.0.0.1:4001/timechimp/v1", "http://127.0.0.1:4001/timechimp-v2")
    daily_calls.keep_key(desk, kept.connection, TimeChimpKey(KEY), bases, "M. de Boer")
    assert daily_calls.kept_choices(desk, kept.connection).bases == bases
    desk.move_practice("http://127.0.0.1:4002/ProfitRestServices")
    moved = understand_bases(mappings(desk).setting(ADDRESS) or "")
    assert moved == Bases("http://127.0.0.1:4002/timechimp/v1", "http://127.0.0.1:4002/timechimp-v2")
    daily_calls.keep_key(desk, kept.connection, TimeChimpKey(KEY), Bases(), "M. de Boer")
    assert mappings(desk).setting(ADDRESS) is None

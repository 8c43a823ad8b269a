"""The page for the administration: read, searched, picked, kept for the daily work, typed where it cannot be read."""

from collections.abc import Iterator
from typing import Any, ClassVar, Self

import pytest
from pytestqt.qtbot import QtBot

from afas_assistant.errors import ConfigurationError
from afas_assistant.onboarding.flow import Step
from afas_assistant.organisations.database_errors import disk_full
from afas_assistant.organisations.mapping_store import KeptMapping, MappingStore
from afas_assistant.organisations.vault_errors import keyring_hanging
from afas_assistant.texts import literal
from afas_assistant.ui.wizard import calls, daily_calls
from afas_assistant.ui.wizard.administration_page import AdministrationPage
from afas_assistant.ui.wizard.wizard_page import WizardPage
from tests.ui.samples import words_of
from tests.ui.wizard.conftest import PATIENCE, Opener
from tests.ui.wizard.daily_samples import SCOPE, PretendRemotes, arrive_at, at_rest, kept_connection
from tests.ui.wizard.pretend_desk import PretendDesk


@pytest.fixture
def remotes(monkeypatch: pytest.MonkeyPatch) -> PretendRemotes:
    made = PretendRemotes()
    made.take_over(monkeypatch)
    return made


def page_of(wizard: WizardPage) -> AdministrationPage:
    assert isinstance(wizard.page, AdministrationPage)
    return wizard.page


def kept_mappings(desk: PretendDesk) -> dict[tuple[str, str], KeptMapping]:
    with MappingStore.open(desk.folders.database) as store:
        return {(one.table, one.key): one for one in store.all(SCOPE)}


def go_on(wizard: WizardPage, qtbot: QtBot, step: Step) -> None:
    wizard.foot.next_button.click()
    qtbot.waitUntil(lambda: wizard.session.state.step is step, timeout=PATIENCE)


def test_the_picked_one_is_kept_for_the_daily_work(
    open_wizard: Opener, desk: PretendDesk, remotes: PretendRemotes, qtbot: QtBot
) -> None:
    wizard = arrive_at(open_wizard, kept_connection(desk), Step.ADMINISTRATION, qtbot, who="M. de Boer")
    page = page_of(wizard)
    assert wizard.foot.counts.text() == "Pick an administration."
    assert not wizard.foot.next_button.isEnabled()
    page.choices.view.setCurrentIndex(page.choices.model.index(2))
    assert kept_mappings(desk) == {}, "a list is looked through before one is picked"
    go_on(wizard, qtbot, Step.TIME_TRACKING)
    kept = kept_mappings(desk)["settings", "administration"]
    assert (kept.value, kept.accepted_by, kept.reason) == ({"value": "3"}, "M. de Boer", "chosen")
    state = wizard.session.state
    assert (state.administration, state.administration_name) == ("3", "Bedrijf 3")


def test_what_was_kept_before_is_picked_again(
    open_wizard: Opener, desk: PretendDesk, remotes: PretendRemotes, qtbot: QtBot
) -> None:
    kept = kept_connection(desk)
    daily_calls.keep_administration(desk, kept.connection, "5", "somebody")
    wizard = arrive_at(open_wizard, kept, Step.ADMINISTRATION, qtbot)
    assert page_of(wizard).choices.chosen == "5"
    assert wizard.foot.next_button.isEnabled()
    go_on(wizard, qtbot, Step.TIME_TRACKING)
    assert kept_mappings(desk)["settings", "administration"].accepted_by == "somebody", "nothing new was decided"


def test_one_that_is_gone_is_told_and_not_picked(
    open_wizard: Opener, desk: PretendDesk, remotes: PretendRemotes, qtbot: QtBot
) -> None:
    kept = kept_connection(desk)
    daily_calls.keep_administration(desk, kept.connection, "77", "somebody")
    wizard = arrive_at(open_wizard, kept, Step.ADMINISTRATION, qtbot)
    assert page_of(wizard).choices.chosen is None
    assert "77, picked before, is not in the list" in words_of(wizard)


def test_the_only_one_is_picked_by_itself(
    open_wizard: Opener, desk: PretendDesk, remotes: PretendRemotes, qtbot: QtBot
) -> None:
    remotes.administrations = calls.Administrations("SBQ_Administratie", [calls.Administration("9", "")])
    wizard = arrive_at(open_wizard, kept_connection(desk), Step.ADMINISTRATION, qtbot)
    assert wizard.session.state.administration == "9"
    assert wizard.foot.next_button.isEnabled()


@pytest.mark.parametrize(("words", "shown"), [("bedrijf 4", ["4"]), ("4", ["4"]), ("BEDRIJF", 8), ("zzz", [])])
def test_a_search_narrows_the_list_and_leaves_the_choice(
    words: str, shown: Any, open_wizard: Opener, desk: PretendDesk, remotes: PretendRemotes, qtbot: QtBot
) -> None:
    wizard = arrive_at(open_wizard, kept_connection(desk), Step.ADMINISTRATION, qtbot, administration="1")
    choices = page_of(wizard).choices
    choices.search_field.setText(words)
    model = choices.model
    keys = [model.key_at(model.index(row)) for row in range(model.rowCount())]
    assert keys == (shown if isinstance(shown, list) else [str(number) for number in range(1, 9)])
    assert choices.chosen == "1"
    assert wizard.foot.next_button.isEnabled()


def test_what_no_connector_lists_is_said_one_by_one_and_the_number_typed(
    open_wizard: Opener, desk: PretendDesk, remotes: PretendRemotes, qtbot: QtBot
) -> None:
    unread = [("DDI_Profit_Administraties", literal("is blocked")), ("Profit_Administrations", literal("no rows"))]
    remotes.administrations = calls.Administrations("", [], unread)
    wizard = arrive_at(open_wizard, kept_connection(desk), Step.ADMINISTRATION, qtbot)
    page = page_of(wizard)
    assert "DDI_Profit_Administraties: is blocked" in words_of(wizard)
    assert "Profit_Administrations: no rows" in words_of(wizard)
    assert page.number_field.isVisible()
    assert wizard.foot.next_button.isEnabled(), "it can be picked later"
    for wrong in ("een", "-1", "0", "1 2", "1.5"):
        page.number_field.setText(wrong)
        assert not wizard.foot.next_button.isEnabled(), wrong
        assert "whole number" in wizard.foot.counts.text()
    page.number_field.setText("12")
    go_on(wizard, qtbot, Step.TIME_TRACKING)
    assert kept_mappings(desk)["settings", "administration"].value == {"value": "12"}


def test_a_reading_that_fails_is_told_and_holds_nobody_up(
    open_wizard: Opener, desk: PretendDesk, remotes: PretendRemotes, qtbot: QtBot
) -> None:
    remotes.administrations = keyring_hanging(120)
    wizard = arrive_at(open_wizard, kept_connection(desk), Step.ADMINISTRATION, qtbot)
    page = page_of(wizard)
    assert str(keyring_hanging(120).title) in page.notice.accessibleName()
    assert wizard.foot.next_button.isEnabled()
    remotes.administrations = PretendRemotes().administrations
    page.again_button.click()
    at_rest(wizard, qtbot)
    assert not page.notice.isVisible()
    assert page.choices.model.total == 8


def test_a_choice_that_cannot_be_kept_keeps_one_on_the_page(
    open_wizard: Opener,
    desk: PretendDesk,
    remotes: PretendRemotes,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    wizard = arrive_at(open_wizard, kept_connection(desk), Step.ADMINISTRATION, qtbot, administration="1")
    error = disk_full(desk.folders.database)

    def full(*_: Any) -> None:
        raise error

    monkeypatch.setattr(daily_calls, "keep_administration", full)
    wizard.foot.next_button.click()
    qtbot.waitUntil(page_of(wizard).notice.isVisible, timeout=PATIENCE)
    assert wizard.session.state.step is Step.ADMINISTRATION
    assert str(error.title) in page_of(wizard).notice.accessibleName()
    assert wizard.foot.next_button.isEnabled(), "one can try again"


class PretendClient:
    """An AFAS that refuses, answers oddly, shows nothing, and lists."""

    tables: ClassVar[dict[str, Any]] = {
        "Refused": ConfigurationError("x", title=literal("Not allowed."), explanation=literal(""), action=literal("")),
        "Odd": [{"Colour": "green"}],
        "Empty": [],
        "Good": [{"AdminId": 2, "AdminNm": " Two "}, {"AdminId": 2, "AdminNm": "Two"}, {"AdminId": None}],
    }

    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def first_row(self, connector: str) -> Any:
        found = self.tables[connector]
        if isinstance(found, Exception):
            raise found
        return next(iter(found), None)

    def rows(self, connector: str, query: Any) -> Iterator[Any]:
        assert query.order
        return iter(self.tables[connector])


def test_each_connector_is_tried_until_one_lists_any(desk: PretendDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "AfasClient", PretendClient)
    connection = kept_connection(desk).connection
    found = calls.administrations(desk, connection, ("Refused", "Odd", "Empty", "Good", "Refused"))
    assert (found.connector, found.found) == ("Good", [calls.Administration("2", "Two")])
    assert [name for name, _ in found.unread] == ["Refused", "Odd", "Empty"]
    assert [bool(why.render("en")) for _, why in found.unread] == [True] * 3
    none = calls.administrations(desk, connection, ("Refused", "Empty"))
    assert (none.connector, none.found, len(none.unread)) == ("", (), 2)

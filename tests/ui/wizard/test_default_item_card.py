"""The default item: searched in AFAS's list, its unit one of the item's, or typed and looked at before it is taken."""

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from afas_assistant.onboarding.flow import Step
from afas_assistant.onboarding.time_tracking import DefaultItem, TimeTracking
from afas_assistant.organisations.mapping_store import MappingStore
from afas_assistant.organisations.vault_errors import keyring_hanging
from afas_assistant.sync.mapping.book import MappingBook
from afas_assistant.sync.mapping.mappings import ItemChoice
from afas_assistant.sync.master_records import Item
from afas_assistant.ui.theme import Theme
from afas_assistant.ui.wizard import daily_calls
from afas_assistant.ui.wizard.daily_calls import ItemsRead
from afas_assistant.ui.wizard.default_item_card import DefaultItemCard
from tests.ui.samples import words_of
from tests.ui.wizard.conftest import PATIENCE, Opener
from tests.ui.wizard.daily_samples import ITEMS, SCOPE, PretendRemotes, arrive_at, at_rest, kept_connection
from tests.ui.wizard.pretend_desk import PretendDesk

READ = ItemsRead(ITEMS, 2, {})
UNREAD = ItemsRead(None, 0, {"Profit_Article": "it is not in the app connector"})
CONSULTANCY = DefaultItem("1", "300", "UUR", "Consultancy")


@pytest.fixture
def card(qtbot: QtBot, theme: Theme, english: None) -> DefaultItemCard:
    made = DefaultItemCard()
    qtbot.addWidget(made)
    made.restore(None)
    made.show()
    return made


def pick(card: DefaultItemCard, key: str) -> None:
    card.choices.view.setCurrentIndex(card.choices.model.index_of(key))


def type_in(card: DefaultItemCard, kind: str, code: str, unit: str) -> None:
    card.kind_box.setCurrentIndex(card.kind_box.findData(kind))
    card.code_field.setText(code)
    card.unit_field.setText(unit)


@pytest.mark.parametrize(("words", "keys"), [("300", ["1/300"]), ("reis", ["2/1000"]), ("licen 1001", ["2/1001"])])
def test_an_item_is_found_by_code_and_by_name(words: str, keys: list[str], card: DefaultItemCard) -> None:
    card.show_items(READ)
    card.choices.search_field.setText(words)
    model = card.choices.model
    assert [model.key_at(model.index(row)) for row in range(model.rowCount())] == keys
    assert "1 of 13 is shown." in words_of(card)


def test_the_basic_unit_is_proposed_and_only_the_items_own_are_offered(card: DefaultItemCard, qtbot: QtBot) -> None:
    card.show_items(READ)
    assert "13 items read. 2 that are blocked are left out." in words_of(card)
    assert card.item is None
    pick(card, "1/300")
    assert [card.unit_box.itemText(row) for row in range(card.unit_box.count())] == ["UUR", "DAG"]
    assert card.item == CONSULTANCY
    with qtbot.waitSignal(card.changed):
        card.unit_box.setCurrentIndex(1)
    assert card.item == DefaultItem("1", "300", "DAG", "Consultancy")
    assert "Default item: 300 · Consultancy · work type · unit DAG" in words_of(card)


def test_an_item_whose_units_afas_does_not_tell_asks_for_one(card: DefaultItemCard) -> None:
    card.show_items(READ)
    pick(card, "2/1001")
    assert (card.item, str(card.fault())) == (None, "Fill in the unit.")
    card.unit_field.setText(" STK ")
    assert card.item == DefaultItem("2", "1001", "STK", "Licentie")


def test_without_a_list_the_reason_is_said_and_the_item_typed(card: DefaultItemCard) -> None:
    card.show_items(UNREAD)
    assert "Profit_Article: it is not in the app connector" in words_of(card)
    assert not card.choices.isVisible()
    assert card.fault() is None, "nothing typed is no fault"
    card.code_field.setText("300")
    assert (card.item, str(card.fault())) == (None, "Fill in the unit.")
    card.code_field.clear()
    card.unit_field.setText("UUR")
    assert str(card.fault()) == "Fill in the code of the item."
    type_in(card, "6", " KM ", " KM ")
    assert card.item == DefaultItem("6", "KM", "KM")
    assert "KM · costs · unit KM" in words_of(card)
    card.code_field.setText("x" * 50)
    card.unit_field.setText("y" * 50)
    assert (len(card.code_field.text()), len(card.unit_field.text())) == (40, 15), "AFAS's lengths"


def test_a_typed_unit_that_the_item_does_not_have_is_refused_before_afas_does(card: DefaultItemCard) -> None:
    card.show_items(READ)
    card.by_hand_button.click()
    type_in(card, "1", "300", "STK")
    assert card.item is None
    assert "has the units UUR, DAG, not STK" in str(card.fault())
    type_in(card, "1", "300", "DAG")
    assert card.item == DefaultItem("1", "300", "DAG", "Consultancy")
    type_in(card, "6", "ONBEKEND", "STK")
    assert card.item == DefaultItem("6", "ONBEKEND", "STK"), "costs are not always in the list"


def test_hand_and_list_take_over_from_each_other(card: DefaultItemCard) -> None:
    card.show_items(READ)
    pick(card, "1/300")
    card.by_hand_button.click()
    assert (card.code_field.text(), card.unit_field.text(), card.item) == ("300", "UUR", CONSULTANCY)
    card.unit_field.setText("DAG")
    card.from_list_button.click()
    assert card.choices.chosen == "1/300"
    assert card.item == DefaultItem("1", "300", "DAG", "Consultancy")


@pytest.mark.parametrize(
    ("kept", "by_hand"), [(DefaultItem("1", "300", "DAG"), False), (DefaultItem("2", "GONE", "STK"), True)]
)
def test_what_was_chosen_before_comes_back(kept: DefaultItem, by_hand: bool, card: DefaultItemCard) -> None:
    card.restore(kept)
    assert card.item == kept, "while the list is being read"
    card.show_items(READ)
    assert card.code_field.isVisible() is by_hand
    assert card.item is not None
    assert (card.item.code, card.item.unit) == (kept.code, kept.unit)
    card.show_reading()
    card.show_failed()
    assert card.item is not None
    assert (card.item.code, card.item.unit) == (kept.code, kept.unit)


def test_another_connection_begins_with_nothing(card: DefaultItemCard) -> None:
    card.show_items(READ)
    pick(card, "1/300")
    card.restore(None)
    assert card.item is None
    card.show_items(UNREAD)
    assert (card.item, card.code_field.text(), card.unit_field.text()) == (None, "", "")


def test_ten_thousand_items_can_be_searched(card: DefaultItemCard) -> None:
    many = [Item("2", f"{number:05}", f"Artikel {number}", "STK", ("STK",)) for number in range(10_000)]
    card.show_items(ItemsRead(many, 0, {}))
    card.choices.search_field.setText("artikel 9999")
    assert card.choices.model.rowCount() == 1


def kept_item(desk: PretendDesk) -> ItemChoice | None:
    with MappingStore.open(desk.folders.database) as store:
        return MappingBook(store, SCOPE).mappings().item("default")


def test_the_item_is_kept_as_a_mapping_and_comes_back(
    open_wizard: Opener, desk: PretendDesk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    PretendRemotes().take_over(monkeypatch)
    kept = kept_connection(desk)
    usable = TimeTracking(("v1",), "allowed")
    monkeypatch.setattr(daily_calls, "kept_key", lambda *_: daily_calls.KeptKey(None, keyring_hanging(120)))
    wizard = arrive_at(open_wizard, kept, Step.TIME_TRACKING, qtbot, administration="1", time_tracking=usable)
    pick(wizard.page.item_card, "1/300")  # type: ignore[union-attr]
    wizard.foot.next_button.click()
    qtbot.waitUntil(lambda: wizard.session.state.step is Step.DONE, timeout=PATIENCE)
    assert kept_item(desk) == ItemChoice("1", "300", "UUR")
    again = arrive_at(open_wizard, kept, Step.TIME_TRACKING, qtbot, administration="1", time_tracking=usable)
    assert again.session.state.time_tracking.item == CONSULTANCY, "the wizard's own memory was empty"


def test_items_that_cannot_be_read_at_all_are_typed_and_read_again(
    open_wizard: Opener, desk: PretendDesk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    remotes = PretendRemotes(items=keyring_hanging(120))
    remotes.take_over(monkeypatch)
    wizard = arrive_at(open_wizard, kept_connection(desk), Step.TIME_TRACKING, qtbot, administration="1")
    page: Any = wizard.page
    assert str(keyring_hanging(120).title) in page.notice.accessibleName()
    page.item_card.code_field.setText("300")
    assert wizard.foot.counts.text() == "Fill in the unit."
    assert not wizard.foot.next_button.isEnabled()
    assert not wizard.foot.reason_button.isVisible(), "what is half filled in is not passed"
    page.item_card.code_field.clear()
    remotes.items = READ
    page.item_card.again_button.click()
    at_rest(wizard, qtbot)
    assert not page.notice.isVisible()
    assert page.item_card.choices.model.total == 13

"""The desk of the mappings over a real database: what is kept, by whom, put back; files in and out; no network."""

from pathlib import Path

import pytest

from afas_assistant.errors import ConfigurationError
from afas_assistant.onboarding.practice_address import scope_of
from afas_assistant.organisations.mapping_store import MappingStore
from afas_assistant.sync.mapping.book import MappingBook
from afas_assistant.sync.mapping.mappings import MappingEntry, Table
from afas_assistant.ui.tabs.daily_desk import account_name
from afas_assistant.ui.tabs.mapping_desk import KeptMappingDesk
from tests.ui.kept_samples import Home

JOURNAL = (Table.SETTINGS, "journal")


def setting(value: str, reason: str = "chosen") -> MappingEntry:
    return MappingEntry(*JOURNAL, {"value": value}, reason)


@pytest.fixture
def desk(home_folder: Home) -> KeptMappingDesk:
    """A connection of which neither token nor key is at hand: nothing here may ask for them."""
    enrolled = home_folder.add(profiles=("timechimp",))
    opened = home_folder.new_desk()
    return KeptMappingDesk(opened, enrolled.connection)


def test_what_is_accepted_is_kept_with_who_and_when(desk: KeptMappingDesk) -> None:
    changed = desk.accept([setting("20", "only_one")])
    assert changed.before.entry(*JOURNAL) is None
    kept = desk.kept().entry(*JOURNAL)
    assert kept is not None
    assert (kept.value, kept.reason, kept.accepted_by) == ({"value": "20"}, "only_one", account_name())
    assert kept.accepted_at is not None
    assert changed.mappings.entry(*JOURNAL) == kept


def test_undoing_puts_back_who_accepted_it_before(desk: KeptMappingDesk) -> None:
    first = desk.accept([setting("20")]).mappings.entry(*JOURNAL)
    changed = desk.accept([setting("30")])
    undone = desk.undo(changed)
    assert desk.kept().entry(*JOURNAL) == first
    desk.undo(undone)
    assert desk.kept().setting("journal") == "30"
    desk.undo(desk.forget([JOURNAL]))
    assert desk.kept().setting("journal") == "30"


def test_what_another_window_changed_since_is_not_undone(desk: KeptMappingDesk) -> None:
    changed = desk.accept([setting("20"), MappingEntry(Table.VAT, "21/", {"code": "1"})])
    desk.accept([setting("99")])
    undone = desk.undo(changed)
    assert desk.kept().setting("journal") == "99"
    assert desk.kept().entry(Table.VAT, "21/") is None
    assert undone.touched == ((Table.VAT, "21/"),)


def test_mappings_of_another_connection_are_left_alone(desk: KeptMappingDesk, home_folder: Home) -> None:
    other = home_folder.add("Anders", number=99002, profiles=("timechimp",))
    database = home_folder.new_desk().folders.database
    with MappingStore.open(database) as store:
        MappingBook(store, scope_of(other.organisation, other.connection)).accept([setting("77")], who="Anna")
    desk.accept([setting("20")])
    desk.forget([JOURNAL])
    with MappingStore.open(database) as store:
        assert MappingBook(store, scope_of(other.organisation, other.connection)).mappings().setting("journal") == "77"


def test_a_file_goes_out_and_comes_in_again(desk: KeptMappingDesk, tmp_path: Path) -> None:
    desk.accept([setting("20"), MappingEntry(Table.ITEMS, "ride", {"kind": "6", "code": "K02", "unit": "stk"})])
    path = desk.export_file(tmp_path / "mappings.toml")
    desk.forget([JOURNAL, (Table.ITEMS, "ride")])
    changed = desk.import_file(path)
    assert len(changed.touched) == 2
    assert desk.kept().setting("journal") == "20"
    assert desk.kept().item("ride") is not None


def test_a_wrong_file_changes_nothing_and_a_full_folder_says_so(desk: KeptMappingDesk, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('schema = 1\n[settings]\njournal = "20"\nnonsense = "1"\n')
    with pytest.raises(ConfigurationError) as refused:
        desk.import_file(wrong)
    assert refused.value.code == "mapping_file_wrong"
    assert desk.kept().entries == ()
    with pytest.raises(ConfigurationError) as refused:
        desk.export_file(tmp_path)
    assert refused.value.code == "export_not_written"

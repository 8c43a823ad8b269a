"""Mappings as a TOML file: what is written is read back the same, and every mistake is told with its place."""

from datetime import UTC
from pathlib import Path

import pytest

from afas_assistant.errors import ConfigurationError
from afas_assistant.organisations.mapping_store import MappingStore
from afas_assistant.sync.mapping.book import MappingBook
from afas_assistant.sync.mapping.files import mapping_entry, mappings_text, parse_mappings, read_mappings
from afas_assistant.sync.mapping.mappings import ItemChoice, MappingEntry, Mappings, RevenueChoice, Table
from tests.unit.sync.conftest import SCOPE

EXAMPLE = Path(__file__).resolve().parents[2] / "data" / "mappings" / "example.toml"


def refused(text: str) -> str:
    with pytest.raises(ConfigurationError) as caught:
        parse_mappings(text, Path("m.toml"))
    assert caught.value.code == "mapping_file_wrong"
    return caught.value.sentence("en")


def test_the_example_is_read_and_written_back_to_the_letter() -> None:
    mappings = read_mappings(EXAMPLE)
    assert mappings.item("activity:300") == ItemChoice("1", "300", "uur")
    assert mappings.item('activity:aan "huis"', "default") == ItemChoice("1", "301", "uur")
    assert mappings.revenue("8074") == RevenueChoice("8074", "100")
    assert mappings.revenue("other") == RevenueChoice("8010")
    assert mappings.value(Table.VAT, "9/BTW") == {"code": "2", "account": "1511"}
    assert mappings.value(Table.VAT, "21/BTW") == {"code": "1"}
    assert mappings.setting("journal") == "20"
    assert mappings.roles("ProfitDebtor") == {"name": "DebtorName", "number": "DebtorId"}
    assert mappings_text(mappings) == EXAMPLE.read_text(encoding="utf-8")


def test_names_that_toml_must_quote_come_back() -> None:
    odd = 'a.b "c" \\ é \x7f\n#]'
    entries = [
        MappingEntry(Table.ITEMS, f"expense:{odd}", {"kind": "6", "code": odd, "unit": "stk"}),
        MappingEntry(Table.ROLES, "Eigen.Debiteuren 2/number", {"column": "Nr (klant)"}),
    ]
    again = parse_mappings(mappings_text(Mappings(entries)), Path("m.toml"))
    assert again.roles("Eigen.Debiteuren 2") == {"number": "Nr (klant)"}
    assert [one.key for one in again.entries] == [f"expense:{odd}", "Eigen.Debiteuren 2/number"]


def test_codes_may_stand_as_figures_and_percentages_are_one_key() -> None:
    mappings = parse_mappings('schema = 1\n[vat]\n"21.00/BTW" = 1\n[settings]\nadministration = 2', Path("m.toml"))
    assert [(one.key, one.value) for one in mappings.entries] == [
        ("administration", {"value": "2"}),
        ("21/BTW", {"code": "1"}),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[settings]\njournal = '20'", "schema = 1"),
        ("schema = 2", "schema = 1"),
        ("schema = 1\n[settings\njournal = '20'", "Line 2 is not TOML"),
        ("schema = 1\n[settings]\njornal = '20'", "[settings] jornal: There is no such setting. Perhaps “journal”"),
        ("schema = 1\n[setting]\njournal = '20'", "[setting]: There is no such table. Perhaps “settings”"),
        ("schema = 1\nsettings = 'x'", "[settings]: It must be a table"),
        ("schema = 1\n[settings]\nadministration = 'one'", "“one” does not fit."),
        ("schema = 1\n[settings]\nadministration = true", "between quotes"),
        ("schema = 1\n[settings]\njournal = ''", "Nothing is filled in"),
        ("schema = 1\n[vat]\n'high' = '1'", "[vat] high: A key is a percentage"),
        ("schema = 1\n[vat]\n'NaN/' = '1'", "A key is a percentage"),
        ("schema = 1\n[vat]\n'121/' = '1'", "A key is a percentage"),
        (
            "schema = 1\n[items]\n'activity' = {kind='1', code='300', unit='uur'}",
            "[items] activity: A key is activity:",
        ),
        ("schema = 1\n[items]\ndefault = {kind='1', code='300'}", "[items] default: “unit” is missing"),
        ("schema = 1\n[items]\ndefault = {kind='3', code='x', unit='y'}", "The kind “3” cannot be charged"),
        ("schema = 1\n[items]\ndefault = '300'", "between braces: kind, code, unit"),
        ("schema = 1\n[revenue]\ndefault = {acount = '8000'}", "Perhaps “account” was meant"),
        ("schema = 1\n[roles]\nProfitDebtor = 'DebtorId'", "Roles stand below the name of their GetConnector"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, words: str) -> None:
    assert words in refused(text)


def test_all_mistakes_are_told_at_once_and_nothing_is_taken() -> None:
    told = refused("schema = 1\n[settings]\njornal = '20'\n[vat]\nhigh = '1'\n[items]\nride = 3")
    assert all(place in told for place in ("[settings] jornal", "[vat] high", "[items] ride"))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"schema = 1\n# \xe9"])
def test_a_file_in_another_encoding_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "m.toml"
    file.write_bytes(content)
    with pytest.raises(ConfigurationError) as caught:
        read_mappings(file)
    assert "UTF-8" in caught.value.sentence("en")


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "m.toml"
    file.write_bytes(b"\xef\xbb\xbfschema = 1\r\n[settings]\r\njournal = '20'\r\n")
    assert read_mappings(file).setting("journal") == "20"


def test_a_file_that_is_not_there_and_one_that_is_far_too_large(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_mappings(tmp_path / "absent.toml")
    assert caught.value.code == "mapping_file_unreadable"
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * 1_000_001)
    with pytest.raises(ConfigurationError) as caught:
        read_mappings(large)
    assert "too large" in caught.value.sentence("en")


def test_one_mapping_that_does_not_fit_is_refused() -> None:
    assert mapping_entry(Table.SETTINGS, "journal", "20") == MappingEntry(Table.SETTINGS, "journal", {"value": "20"})
    with pytest.raises(ConfigurationError) as caught:
        mapping_entry(Table.VAT, "21", "1")
    assert caught.value.code == "mapping_wrong"


def test_accepted_mappings_are_kept_by_scope_with_who_accepted_them(tmp_path: Path) -> None:
    with MappingStore.open(tmp_path / "afas-assistant.sqlite3") as store:
        book = MappingBook(store, SCOPE)
        book.accept(read_mappings(EXAMPLE).entries, who="J. de Vries")
        book.accept([MappingEntry(Table.SETTINGS, "journal", {"value": "21"}, "only_one")], who="A. Bakker")
        book.forget(Table.VAT, "0/")
        kept = {(one.table, one.key): one for one in book.mappings().entries}
        assert len(kept) == len(read_mappings(EXAMPLE).entries) - 1
        journal = kept[Table.SETTINGS, "journal"]
        assert (journal.value, journal.reason, journal.accepted_by) == ({"value": "21"}, "only_one", "A. Bakker")
        assert journal.accepted_at is not None
        assert journal.accepted_at.tzinfo == UTC
        assert MappingBook(store, "O12345AA/Other").mappings().entries == ()

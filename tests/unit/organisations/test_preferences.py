"""Preferences: nothing in the file can stop the program, and nothing that a person wrote is lost."""

import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest

from afas_assistant.errors import ConfigurationError
from afas_assistant.organisations.preferences import RULES, Preferences, load_preferences, save_preferences

ODD = 'C:\\Users\\Anna "Ans" de Boer\\é€\n\t\x7f\x01'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "preferences.toml"


def test_without_a_file_the_defaults_hold_and_nothing_is_made(path: Path) -> None:
    loaded = load_preferences(path)
    assert (loaded.preferences, loaded.remarks) == (Preferences(), ())
    assert (loaded.preferences.language, loaded.preferences.theme, loaded.preferences.font_scale) == (
        "nl",
        "system",
        100,
    )
    assert not path.parent.exists()


def test_what_is_saved_is_read_back_and_private(path: Path) -> None:
    chosen = Preferences("en", "dark", 150, ODD, "AdnQywAD", "AAAA/w==", "T12345AA")
    save_preferences(path, chosen)
    loaded = load_preferences(path)
    assert (loaded.preferences, loaded.remarks) == (chosen, ())
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["preferences.toml"]


@pytest.mark.parametrize(
    "line",
    [
        'language = "de"',
        "language = 1",
        'theme = "pink"',
        "font_scale = 99",
        "font_scale = 201",
        "font_scale = true",
        "font_scale = 120.0",
        'font_scale = "120"',
        "extra_profile_folder = []",
        "unknown = 1",
    ],
)
def test_a_value_that_does_not_fit_gives_its_default_and_a_remark(path: Path, line: str) -> None:
    path.parent.mkdir()
    path.write_text(f'{line}\nwindow_geometry = "kept"\n')
    loaded = load_preferences(path)
    assert loaded.preferences == Preferences(window_geometry="kept")
    assert [line.split(maxsplit=1)[0] in remark.render("en") for remark in loaded.remarks] == [True]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b'language = "nl"\ntheme = dark\n', "line 2"),
        (b'language = "nl"\ntheme = "light', "line 2"),
        (b'language = "nl"\n\ntheme = "\xff"\n', "line 3"),
        (b"font_scale = " + b"1" * 5_000, "line 1"),
        (b"theme = " + b"[" * 50_000, "line 1"),
    ],
)
def test_a_broken_file_is_kept_beside_and_its_line_named(path: Path, content: bytes, place: str) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    loaded = load_preferences(path)
    assert loaded.preferences == Preferences()
    (remark,) = loaded.remarks
    assert place in remark.render("en")
    aside = path.with_name("preferences.toml.broken")
    assert str(aside) in remark.render("en")
    assert aside.read_bytes() == content
    save_preferences(path, loaded.preferences)
    path.write_bytes(b"=")
    load_preferences(path)
    assert aside.read_bytes() == content
    assert path.with_name("preferences.toml.broken.2").read_bytes() == b"="


def test_a_file_of_windows_notepad_is_read(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b'\xef\xbb\xbflanguage = "en"\r\n')
    assert load_preferences(path).preferences.language == "en"


def test_a_folder_in_the_place_of_the_file_gets_a_remark(path: Path) -> None:
    path.mkdir(parents=True)
    assert str(path) in load_preferences(path).remarks[0].render("en")


def test_what_cannot_be_saved_gets_a_sentence_and_keeps_the_old(path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file")
    with pytest.raises(ConfigurationError) as caught:
        save_preferences(tmp_path / "file" / "preferences.toml", Preferences())
    assert caught.value.code == "preferences_not_saved"
    path.mkdir(parents=True)
    (path / "inside").touch()
    with pytest.raises(ConfigurationError):
        save_preferences(path, Preferences())
    assert [each.name for each in path.parent.iterdir()] == ["preferences.toml"]


def test_each_preference_has_a_rule_that_its_default_passes() -> None:
    assert {each.name for each in dataclasses.fields(Preferences)} == set(RULES)
    assert all(RULES[name](value) for name, value in dataclasses.asdict(Preferences()).items())


def test_reading_preferences_loads_the_standard_library_only() -> None:
    program = (
        "import sys, afas_assistant.organisations.preferences\n"
        "print(sorted({'sqlalchemy', 'alembic', 'keyring', 'pydantic', 'httpx', 'platformdirs'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=True)
    assert found.stdout.strip() == "[]"

"""`about`: what a person sends along with a question; it names the keyring and asks nothing of it."""

from pathlib import Path

import pytest

from afas_assistant import __version__
from afas_assistant.__main__ import main
from tests.helpers.memory_keyring import MemoryKeyring


def about(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert main(["about", "--language", "en", "--data-dir", str(folder)]) == 0
    return capsys.readouterr().out.splitlines()


def test_it_tells_the_version_the_keyring_and_the_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert about(tmp_path, capsys) == [
        f"AFAS Assistant {__version__}",
        f"Tokens are kept in {MemoryKeyring.__module__}.{MemoryKeyring.__qualname__}.",
        f"Database: {tmp_path / 'afas-assistant.sqlite3'}",
        f"Preferences: {tmp_path / 'preferences.toml'}",
        f"Logs: {tmp_path / 'logs'}",
    ]
    assert list(tmp_path.iterdir()) == []


def test_an_absent_keyring_is_an_answer_as_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import keyring.core  # noqa: PLC0415 - as in conftest
    from keyring.backends.fail import Keyring  # noqa: PLC0415

    monkeypatch.setattr(keyring.core, "_keyring_backend", Keyring())
    assert about(tmp_path, capsys)[1].startswith("There is no keyring.")

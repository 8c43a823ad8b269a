"""An organisation from beginning to end, in the terminal, with a real keyring and the practice environment.

Added, listed, checked without anybody typing a token, checked again when something broke, given a new token, removed.
"""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from afas_assistant.organisations.store import Store
from afas_assistant.paths import folders
from afas_assistant.practice.process import PracticeProcess
from tests.helpers.keyring_session import needs_keyring, run_with_keyring

pytestmark = needs_keyring


@pytest.fixture
def practice() -> Iterator[PracticeProcess]:
    with PracticeProcess() as process:
        yield process


class Terminal:
    """Types commands at one home."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        common = ["--data-dir", str(self.home / "own"), "--language", "en"]
        return run_with_keyring(self.home, ["-m", "afas_assistant", *arguments, *common], typed)


def test_the_story(tmp_path: Path, practice: PracticeProcess) -> None:
    terminal = Terminal(tmp_path)
    token = practice.token("smartbooqing")
    where = ("org", "add", "--address", practice.rest, "--name", "Trial", "--profile", "smartbooqing")
    added = terminal(*where, typed=token)
    assert added.returncode == 0, added.stderr
    assert "Secret Service" in added.stdout

    listed = json.loads(terminal("org", "list", "--format", "json").stdout)["organisations"]
    assert [one["envid"] for one in listed] == ["T99001AA"]
    assert token not in json.dumps(listed)

    checked = terminal("check", "--org", "Trial", "--format", "json")
    open_lines = [one["id"] for one in json.loads(checked.stdout)["checks"] if one["reason"] == "not_confirmed"]
    assert checked.returncode == 1, "the user's rights are nobody's word yet, and here that line is required"
    assert "by_hand/user_rights" in open_lines

    practice.switch("get_misspelt")
    again = terminal("check", "--org", "T99001AA", "--format", "json")
    failed = [one["id"] for one in json.loads(again.stdout)["checks"] if one["status"] == "failed"]
    assert failed == ["get/SBQ_Debiteuren"]

    with Store.open(folders(tmp_path / "own").database) as store:
        (organisation,) = store.organisations()
        (connection,) = store.connections(organisation.id)
        assert len(store.checks(connection.id)) == 2

    refused = terminal("org", "add", "--address", practice.rest, "--name", "Again", typed=token)
    assert refused.returncode == 2
    assert "Trial" in refused.stderr

    replaced = terminal("org", "token", "Trial", typed=token)
    assert replaced.returncode == 0, replaced.stderr

    removed = terminal("org", "remove", "Trial", "--yes")
    assert removed.returncode == 0, removed.stderr
    gone = terminal("check", "--org", "Trial")
    assert gone.returncode == 2
    assert "Trial" in gone.stderr

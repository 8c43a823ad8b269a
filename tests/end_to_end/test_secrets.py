"""A full run leaves no token behind: not in a file, a log, a report, the list of processes or the text of an error."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.client import AfasClient
from afas_assistant.afas.token import parse_token
from afas_assistant.errors import AssistantError
from afas_assistant.practice.process import PracticeProcess
from tests.helpers.spellings import spellings

OTHER_DATA = "5EC2E7" * 10 + "ABCD"
"""A token that the practice environment does not know, so that refusals are looked at too."""


def as_xml(data: str) -> str:
    return f"<token><version>1</version><data>{data}</data></token>"


@pytest.fixture(scope="module")
def practice() -> Iterator[PracticeProcess]:
    with PracticeProcess() as process:
        yield process


def run(home: Path, token: str, *arguments: str) -> tuple[str, str]:
    """Run a command; return what it printed, and its arguments and environment's arguments as the system lists them."""
    environment = {**os.environ, "AFAS_ASSISTANT_TOKEN": token, "HOME": str(home), "XDG_DATA_HOME": str(home)}
    command = [
        sys.executable,
        "-X",
        "dev",
        "-W",
        "default",
        "-m",
        "afas_assistant",
        *arguments,
        "--data-dir",
        str(home / "own"),
    ]
    process = subprocess.Popen(
        command, env=environment, cwd=home, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, encoding="utf-8",
    )  # fmt: skip
    listed = " ".join(" ".join(one) for one in _command_lines())
    printed, _ = process.communicate(timeout=60)
    return printed, listed


def _command_lines() -> Iterator[list[str]]:
    """Yield the arguments of every process, where the system shows them (/proc)."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            yield (folder / "cmdline").read_text(errors="replace").split("\0")
        except OSError:
            continue


def left_behind(home: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in home.rglob("*") if file.is_file()}


@pytest.mark.parametrize("scenario", ["healthy", "get_blocked", "maintenance", "token_ended"])
def test_nothing_that_a_run_leaves_holds_the_token(tmp_path: Path, practice: PracticeProcess, scenario: str) -> None:
    practice.switch(scenario)
    known, unknown = practice.token("all"), as_xml(OTHER_DATA)
    texts: list[str] = []
    for token in (known, unknown):
        for arguments in (
            ("check", "--address", practice.rest, "--format", "json"),
            ("check", "--address", practice.addresses["test"]),
            ("org", "add", "--address", practice.rest, "--name", "Trial", "--profile", "smartbooqing"),
            ("org", "list", "--format", "json"),
            ("check", "--org", "Trial"),
        ):
            texts += run(tmp_path, token, *arguments)
    texts += [str(call) for call in practice.log()]
    found = left_behind(tmp_path)
    assert any(file.suffix == ".log" for file in found), "no log was written, so nothing was looked at"
    for secret in (*spellings(known), *spellings(unknown)):
        assert not [file for file, content in found.items() if secret.encode() in content]
        assert not any(secret in text for text in texts)


def test_no_error_of_the_client_tells_its_token(practice: PracticeProcess) -> None:
    practice.switch("healthy")
    token = as_xml(OTHER_DATA)
    client = AfasClient(understand_address(practice.rest), parse_token(token))
    with client, pytest.raises(AssistantError) as caught:
        client.metainfo()
    told = repr(caught.value) + str(caught.value) + "\n".join(caught.value.technical.lines())
    chain = caught.value.__cause__ or caught.value.__context__
    assert not any(secret in told + repr(chain) for secret in spellings(token))


def test_a_pasted_token_that_is_refused_is_not_repeated() -> None:
    for pasted in (OTHER_DATA[:40], f"<token><data>{OTHER_DATA[:50]}</data>", OTHER_DATA + OTHER_DATA[::-1]):
        with pytest.raises(AssistantError) as caught:
            parse_token(pasted)
        assert OTHER_DATA[:16] not in str(caught.value) + repr(caught.value)

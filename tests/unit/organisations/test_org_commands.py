"""`org` in the terminal, and the two small modules that it shares: the token's way in, the texts' way out."""

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as FailKeyring

from afas_assistant.cli.commands import parse
from afas_assistant.cli.output import ask_yes_or_no, print_error, say
from afas_assistant.cli.secrets import token_from_environment_or_stdin
from afas_assistant.errors import ConfigurationError, Technical
from afas_assistant.texts import literal
from tests.helpers.http_server import PretendServer
from tests.helpers.memory_keyring import MemoryKeyring
from tests.helpers.pretend_environments import OTHER, TIMECHIMP, TOKEN, Environments

VARIABLE = "AFAS_ASSISTANT_TOKEN"


class Terminal(io.TextIOWrapper):
    """Standard input as a terminal is."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def org(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Run `org` in a throw-away home, with a token given in the environment."""

    def run(*arguments: str, token: str | None = TOKEN.xml) -> int:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((token or "").encode())))
        options = ["--data-dir", str(tmp_path / "home"), "--language", "en"]
        return parse(["org", arguments[0], *options, *arguments[1:]]).run()

    return run


def test_add_list_token_remove(
    org: Callable[..., int],
    server: PretendServer,
    memory_keyring: MemoryKeyring,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    address = f"{server.root}/ProfitRestServices"
    assert org("add", "--address", address, "--name", "Jansen", "--profile", "timechimp", "smartbooqing") == 0
    assert "environment T12345AA, app connector TimeChimp" in capsys.readouterr().out
    assert org("list", "--format", "json") == 0
    (listed,) = json.loads(capsys.readouterr().out)["organisations"]
    assert (listed["name"], listed["envid"], listed["environment_type"]) == ("Jansen", "T12345AA", "practice")
    (connection,) = listed["connections"]
    assert (connection["label"], connection["user"]) == ("TimeChimp", "12345.USER")
    assert connection["profiles"] == ["timechimp", "smartbooqing"]
    assert org("list") == 0
    assert "Jansen  T12345AA" in capsys.readouterr().out
    assert org("token", "jansen", token=OTHER.xml) == 0
    assert list(memory_keyring.entries.values()) == [OTHER.xml]
    assert org("remove", "Jansen", "--yes") == 0
    assert memory_keyring.entries == {}
    earlier = capsys.readouterr()
    assert org("list", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == {"schema": 1, "organisations": []}
    assert not [secret for secret in TOKEN.secrets() if secret in earlier.out + earlier.err]


def test_nothing_on_the_disk_holds_the_token(
    org: Callable[..., int], server: PretendServer, tmp_path: Path, memory_keyring: MemoryKeyring
) -> None:
    assert org("add", "--address", f"{server.root}/ProfitRestServices") == 0
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) >= 1
    for path in files:
        content = path.read_bytes()
        assert not [secret for secret in TOKEN.secrets() if secret.encode() in content]


def test_a_token_of_another_environment_is_refused(
    org: Callable[..., int],
    server: PretendServer,
    environments: Environments,
    memory_keyring: MemoryKeyring,
    capsys: pytest.CaptureFixture[str],
) -> None:
    org("add", "--address", f"{server.root}/ProfitRestServices", "--name", "Jansen")
    environments.by_label = {"ProfitRestServices": {**TIMECHIMP, "envid": "O12345AA"}}
    capsys.readouterr()
    assert org("token", "Jansen", token=OTHER.xml) == 2
    assert "O12345AA" in capsys.readouterr().err
    assert list(memory_keyring.entries.values()) == [TOKEN.xml]


def test_one_of_several_connections_is_named(
    org: Callable[..., int], server: PretendServer, environments: Environments, capsys: pytest.CaptureFixture[str]
) -> None:
    org("add", "--address", f"{server.root}/ProfitRestServices", "--name", "Jansen")
    environments.by_label = {"ProfitRestServices": {**TIMECHIMP, "appName": "SmartBooqing"}}
    org("add", "--address", f"{server.root}/ProfitRestServices", token=OTHER.xml)
    assert org("token", "Jansen") == 2
    error = capsys.readouterr().err
    assert "TimeChimp, SmartBooqing" in error
    assert org("token", "Jansen", "--connection", "smartbooqing") == 0
    assert org("token", "Jansen", "--connection", "Other") == 2
    assert "Other" in capsys.readouterr().err


def test_without_a_keyring_it_says_that_the_token_is_not_kept(
    org: Callable[..., int],
    server: PretendServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(keyring.core, "_keyring_backend", FailKeyring())
    assert org("add", "--address", f"{server.root}/ProfitRestServices", "--name", "Jansen") == 0
    output = capsys.readouterr()
    assert "There is no keyring" in output.err
    assert VARIABLE in output.err
    org("list")
    assert "token not kept" in capsys.readouterr().out
    assert org("remove", "Jansen", "--yes") == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("arguments", "token", "words"),
    [
        (["add", "--address", "nonsense"], TOKEN.xml, "participant number"),
        (["add", "--address", "12345"], "", "Nothing was filled in"),
        (["add", "--address", "12345"], "5EC3" * 8 + "5", "33"),
        (["add", "--address", "12345", "--profile", "timchimp"], TOKEN.xml, "timchimp"),
        (["token", "Nobody"], TOKEN.xml, "Nobody"),
        (["remove", "Nobody", "--yes"], "", "Nobody"),
    ],
)
def test_bad_input_gets_a_sentence(
    org: Callable[..., int], capsys: pytest.CaptureFixture[str], arguments: list[str], token: str, words: str
) -> None:
    assert org(*arguments, token=token) == 2
    output = capsys.readouterr()
    assert words in output.err
    assert (output.out, "Traceback" in output.err) == ("", False)


def test_nobody_to_ask_removes_nothing(
    org: Callable[..., int], server: PretendServer, capsys: pytest.CaptureFixture[str]
) -> None:
    org("add", "--address", f"{server.root}/ProfitRestServices", "--name", "Jansen")
    assert org("remove", "Jansen") == 2
    assert "--yes" in capsys.readouterr().err
    org("list")
    assert "Jansen" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("piped", "given", "expected"),
    [
        (b"", " 5EC3 \n", "5EC3"),
        (b"ignored", "5EC3", "5EC3"),
        (b"<token>\r\n  x</token>\r\n", "", "<token>\r\n  x</token>"),
        (b"\xef\xbb\xbf5EC3\n", "", "5EC3"),
        ("5EC3\r\n".encode("utf-16"), "", "5EC3"),
        (b"\xff\xfe\xff", "", "�"),
        (b" \n", "  ", None),
    ],
)
def test_the_token_comes_from_the_environment_or_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, piped: bytes, given: str, expected: str | None
) -> None:
    monkeypatch.setenv(VARIABLE, given)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(piped)))
    assert token_from_environment_or_stdin() == expected


def test_without_standard_input_there_is_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert token_from_environment_or_stdin() is None


@pytest.mark.parametrize(
    ("typed", "sure"), [("ja\n", True), ("J\n", True), ("yes\n", True), ("\n", False), ("nee\n", False), ("", False)]
)
def test_only_yes_means_yes(monkeypatch: pytest.MonkeyPatch, typed: str, sure: bool) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(io.BytesIO(typed.encode())))
    assert ask_yes_or_no("Sure?") is sure


def test_a_terminal_without_the_character_shows_another(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Terminal(screen, encoding="cp1252", newline="\n"))
    say("é → ok")
    assert screen.getvalue() == "é ? ok\n".encode("cp1252")


def test_a_file_gets_utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(file, encoding="cp1252", newline="\n"))
    say("é → ok")
    assert file.getvalue() == "é → ok\n".encode()


def test_a_reader_that_went_away_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        say("x" * 100_000)
        say("y")


def test_an_error_shows_what_why_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    error = ConfigurationError(
        "code",
        title=literal("What."),
        explanation=literal("Why."),
        action=literal("Do this."),
        technical=Technical(status=401),
    )
    print_error(error)
    output = capsys.readouterr()
    assert (output.out, output.err) == ("", "What. Why. Do this.\n  HTTP status: 401\n")


def test_an_error_with_several_causes_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    error = ConfigurationError("code", title=literal("What."), explanation=literal("Why."), action=literal("Look."))
    error.causes = (literal("Blocked. Untick it."), literal("Ended. Make a new one."))
    print_error(error)
    assert capsys.readouterr().err == "What. Why. Look.\n  1. Blocked. Untick it.\n  2. Ended. Make a new one.\n"

"""The TimeChimp key of a connection: where it is kept, and `org timechimp-key` in the terminal."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as FailKeyring

from afas_assistant.cli.commands import parse
from afas_assistant.errors import AssistantError, RetryableError
from afas_assistant.organisations.vault import SERVICE, Vault
from tests.helpers.connections import make_connection
from tests.helpers.http_server import Answer, PretendServer, Seen, pretend_server
from tests.helpers.keyring_backends import LockedKeyring, OtherKeyring, PlaintextKeyring, chain
from tests.helpers.memory_keyring import MemoryKeyring
from tests.helpers.pretend_environments import TOKEN

KEY = "abcdef0123456789"
ACCOUNT = "T12345AA/abc"


# ---------------------------------------------------------------- the vault


def test_the_key_has_an_entry_beside_the_tokens(memory_keyring: MemoryKeyring) -> None:
    vault, connection = Vault(), make_connection()
    vault.save(connection, "token")
    kept = vault.keep_timechimp_key(connection, KEY)
    assert (kept.backend, kept.error) == ("tests.helpers.memory_keyring.MemoryKeyring", None)
    assert "TimeChimp key" in kept.sentence.render("en")
    assert memory_keyring.entries == {(SERVICE, ACCOUNT): "token", (SERVICE, f"{ACCOUNT}/timechimp"): KEY}
    assert Vault().read_timechimp_key(connection) == KEY


def test_a_connection_whose_token_no_keyring_has_still_finds_its_key(memory_keyring: MemoryKeyring) -> None:
    Vault().keep_timechimp_key(make_connection(backend=None), KEY)
    assert Vault().read_timechimp_key(make_connection(backend=None)) == KEY
    assert Vault().read(make_connection(backend=None)) is None


def test_without_a_key_there_is_none() -> None:
    assert Vault().read_timechimp_key(make_connection()) is None


def test_the_key_is_found_in_a_keyring_that_is_no_longer_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    preferred, old, readable = MemoryKeyring(), OtherKeyring(), PlaintextKeyring()
    readable.entries[SERVICE, f"{ACCOUNT}/timechimp"] = "in a readable file"
    old.entries[SERVICE, f"{ACCOUNT}/timechimp"] = KEY
    monkeypatch.setattr(keyring.core, "_keyring_backend", chain(readable, preferred, old))
    assert Vault().read_timechimp_key(make_connection()) == KEY


def test_the_key_alone_is_taken_out_of_every_keyring_and_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    preferred, old = MemoryKeyring(), OtherKeyring()
    for each in (preferred, old):
        each.entries[SERVICE, f"{ACCOUNT}/timechimp"] = KEY
        each.entries[SERVICE, ACCOUNT] = "token"
    monkeypatch.setattr(keyring.core, "_keyring_backend", chain(preferred, old))
    vault = Vault()
    vault.remove_timechimp_key(make_connection())
    assert [each.entries for each in (preferred, old)] == [{(SERVICE, ACCOUNT): "token"}] * 2
    monkeypatch.setattr(keyring.core, "_keyring_backend", FailKeyring())
    vault.keep_timechimp_key(make_connection(), KEY)
    vault.remove_timechimp_key(make_connection())
    assert vault.read_timechimp_key(make_connection()) is None


def test_a_key_in_a_locked_keyring_is_not_said_to_be_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring.core, "_keyring_backend", LockedKeyring())
    with pytest.raises(RetryableError) as caught:
        Vault().remove_timechimp_key(make_connection())
    assert caught.value.code == "keyring_locked"


def test_forgetting_the_connection_forgets_both(memory_keyring: MemoryKeyring) -> None:
    vault, connection, other = Vault(), make_connection(), make_connection(account="T12345AA/other")
    for each in (connection, other):
        vault.save(each, "token")
        vault.keep_timechimp_key(each, KEY)
    vault.remove(connection)
    assert set(memory_keyring.entries) == {(SERVICE, "T12345AA/other"), (SERVICE, "T12345AA/other/timechimp")}


def test_the_key_is_forgotten_although_the_tokens_keyring_is_gone(memory_keyring: MemoryKeyring) -> None:
    vault, connection = Vault(), make_connection("keyring.backends.kwallet.DBusKeyring")
    vault.keep_timechimp_key(connection, KEY)
    with pytest.raises(AssistantError) as caught:
        vault.remove(connection)
    assert caught.value.code == "keyring_changed"
    assert memory_keyring.entries == {}


def test_without_a_keyring_the_key_lives_in_memory_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring.core, "_keyring_backend", FailKeyring())
    vault, connection = Vault(), make_connection()
    kept = vault.keep_timechimp_key(connection, KEY)
    assert kept.error is not None
    assert "until you close" in kept.sentence.render("en")
    assert vault.read_timechimp_key(connection) == KEY
    assert Vault().read_timechimp_key(connection) is None
    vault.remove(connection)
    assert vault.read_timechimp_key(connection) is None
    assert KEY not in repr(vault)


def test_a_locked_keyring_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring.core, "_keyring_backend", LockedKeyring())
    with pytest.raises(RetryableError) as caught:
        Vault().read_timechimp_key(make_connection())
    assert caught.value.code == "keyring_locked"


# ---------------------------------------------------------------- the terminal


class Company:
    """A TimeChimp by its first API, on a real line; `status` is that of reading, `write_status` that of writing."""

    def __init__(self) -> None:
        self.status, self.write_status = 200, 400

    def __call__(self, seen: Seen) -> Answer:
        status = self.status if seen.method == "GET" else self.write_status
        if seen.headers.get("authorization") != f"Bearer {KEY}":
            status = 401
        rows = [{"id": 1, "name": "A"}, {"id": 2, "name": "B"}] if seen.target == "/v1/customers" else []
        return Answer(status, json.dumps(rows if status == 200 else {"message": f"no {KEY}"}))


@pytest.fixture
def company() -> Company:
    return Company()


@pytest.fixture
def timechimp(company: Company) -> Iterator[PretendServer]:
    with pretend_server(company) as running:
        yield running


@pytest.fixture
def org(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: PretendServer) -> Callable[..., int]:
    """Run `org` in a home with one organisation, Jansen, with a secret on standard input."""

    def run(*arguments: str, secret: str = KEY) -> int:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(secret.encode())))
        options = ["--data-dir", str(tmp_path / "home"), "--language", "en"]
        return parse(["org", arguments[0], *options, *arguments[1:]]).run()

    assert run("add", "--address", f"{server.root}/ProfitRestServices", "--name", "Jansen", secret=TOKEN.xml) == 0
    return run


def key_entries(entries: dict[tuple[str, str], str]) -> list[str]:
    return [secret for (_, account), secret in entries.items() if account.endswith("/timechimp")]


def test_the_key_is_tried_and_kept(
    org: Callable[..., int],
    timechimp: PretendServer,
    memory_keyring: MemoryKeyring,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    capsys.readouterr()
    assert org("timechimp-key", "Jansen", "--timechimp-address", timechimp.root) == 0
    output = capsys.readouterr()
    assert "API v1 answers and lets this key read: 2 customers." in output.out
    assert "Writing seems allowed" in output.out
    assert "API v2 cannot be used" in output.out
    assert "The TimeChimp key is kept in" in output.out
    assert key_entries(memory_keyring.entries) == [KEY]
    assert KEY not in output.out + output.err
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]
    assert org("remove", "Jansen", "--yes") == 0
    assert memory_keyring.entries == {}


def test_a_key_that_may_not_write_is_kept_with_a_warning(
    org: Callable[..., int],
    company: Company,
    timechimp: PretendServer,
    memory_keyring: MemoryKeyring,
    capsys: pytest.CaptureFixture[str],
) -> None:
    company.write_status = 403
    assert org("timechimp-key", "Jansen", "--timechimp-address", timechimp.root) == 0
    assert "refuses writing" in capsys.readouterr().out
    assert key_entries(memory_keyring.entries) == [KEY]


def test_a_refused_key_is_not_kept_unless_untested(
    org: Callable[..., int],
    company: Company,
    timechimp: PretendServer,
    memory_keyring: MemoryKeyring,
    capsys: pytest.CaptureFixture[str],
) -> None:
    company.status = 401
    assert org("timechimp-key", "Jansen", "--timechimp-address", timechimp.root) == 2
    output = capsys.readouterr()
    assert "TimeChimp refuses the key" in output.err
    assert "--no-probe" in output.err
    assert KEY not in output.out + output.err
    assert key_entries(memory_keyring.entries) == []
    asked = len(timechimp.requests)
    assert org("timechimp-key", "Jansen", "--timechimp-address", timechimp.root, "--no-probe") == 0
    assert key_entries(memory_keyring.entries) == [KEY]
    assert len(timechimp.requests) == asked


def test_the_key_comes_from_the_environment_first(
    org: Callable[..., int], memory_keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFAS_ASSISTANT_TIMECHIMP_KEY", "TC_from_the_environment")
    assert org("timechimp-key", "Jansen", "--no-probe", secret="") == 0
    assert key_entries(memory_keyring.entries) == ["TC_from_the_environment"]


@pytest.mark.parametrize(
    ("arguments", "secret", "words"),
    [
        (["Nobody"], KEY, "Nobody"),
        (["Jansen", "--connection", "Other"], KEY, "Other"),
        (["Jansen"], "", "Nothing was filled in"),
        (["Jansen"], TOKEN.xml, "token of AFAS"),
        (["Jansen", "--timechimp-address", "https://evil.nl"], KEY, "timechimp.com"),
    ],
)
def test_bad_input_gets_a_sentence(
    org: Callable[..., int],
    memory_keyring: MemoryKeyring,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    secret: str,
    words: str,
) -> None:
    capsys.readouterr()
    assert org("timechimp-key", *arguments, secret=secret) == 2
    output = capsys.readouterr()
    assert words in output.err
    assert (output.out, "Traceback" in output.err) == ("", False)
    assert key_entries(memory_keyring.entries) == []


def test_without_a_keyring_it_says_that_the_key_is_not_kept(
    org: Callable[..., int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(keyring.core, "_keyring_backend", FailKeyring())
    assert org("timechimp-key", "Jansen", "--no-probe") == 2
    output = capsys.readouterr()
    assert "There is no keyring" in output.err
    assert "AFAS_ASSISTANT_TIMECHIMP_KEY" in output.err

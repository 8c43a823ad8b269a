"""The vault: which keyrings it trusts, what it says when they fail, and that no token shows anywhere."""

import dataclasses
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import keyring
import pytest
from keyring.backends.fail import Keyring as FailKeyring
from keyring.backends.null import Keyring as NullKeyring

from afas_assistant.errors import AssistantError, RetryableError
from afas_assistant.organisations.backends import identifier
from afas_assistant.organisations.lane import Lane
from afas_assistant.organisations.records import Connection
from afas_assistant.organisations.vault import SERVICE, Vault, VaultStatus
from tests.helpers.connections import make_connection
from tests.helpers.keyring_backends import (
    ForgetfulKeyring,
    HangingKeyring,
    LockedKeyring,
    OtherKeyring,
    PlaintextKeyring,
    TalkativeKeyring,
    WindowsKeyring,
    chain,
)
from tests.helpers.memory_keyring import MemoryKeyring

TOKEN = "5EC" * 21 + "5"
MEMORY = "tests.helpers.memory_keyring.MemoryKeyring"
HANGING = "tests.helpers.keyring_backends.HangingKeyring"
LOCKED = "tests.helpers.keyring_backends.LockedKeyring"
OTHER = "tests.helpers.keyring_backends.OtherKeyring"


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    """Put another backend in the place of the computer's, until the test ends."""

    def set_backend(backend: object) -> None:
        monkeypatch.setattr(keyring.core, "_keyring_backend", backend)

    return set_backend


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(AssistantError) as caught:
        call()
    assert TOKEN not in str(caught.value)
    assert TOKEN not in repr(caught.value)
    return caught.value.code


def test_saves_the_bare_token_under_one_entry(memory_keyring: MemoryKeyring) -> None:
    assert Vault().save(make_connection(), TOKEN) == MEMORY
    assert memory_keyring.entries == {("AFAS Assistant", "T12345AA/abc"): TOKEN}


def test_reads_back_and_removes(memory_keyring: MemoryKeyring) -> None:
    vault, connection = Vault(), make_connection(MEMORY)
    vault.save(connection, TOKEN)
    assert Vault().read(connection) == TOKEN
    vault.remove(connection)
    assert memory_keyring.entries == {}
    assert vault.read(connection) is None
    vault.remove(connection)


def test_entries_of_two_connections_do_not_touch(memory_keyring: MemoryKeyring) -> None:
    vault, first, second = Vault(), make_connection(account="T1/a"), make_connection(account="T1/b")
    vault.save(first, TOKEN)
    vault.save(second, "other")
    vault.remove(second)
    assert memory_keyring.entries == {(SERVICE, "T1/a"): TOKEN}


def test_ready_names_the_keyring() -> None:
    state = Vault().state()
    assert (state.status, state.backend_name) == (VaultStatus.READY, MEMORY)
    assert MEMORY in state.sentence.render("en")


@pytest.mark.parametrize(
    "backend", [FailKeyring, NullKeyring, PlaintextKeyring, lambda: chain(PlaintextKeyring()), chain]
)
def test_a_keyring_that_protects_nothing_counts_as_absent(
    use: Callable[[object], None], backend: Callable[[], object]
) -> None:
    use(backend())
    vault, connection = Vault(), make_connection()
    assert vault.state().status is VaultStatus.ABSENT
    assert code_of(lambda: vault.save(connection, TOKEN)) == "keyring_absent"
    assert vault.read(connection) is None


def test_a_module_of_keyrings_alt_counts_as_absent(use: Callable[[object], None]) -> None:
    class FileKeyring(MemoryKeyring):
        pass

    FileKeyring.__module__ = "keyrings.alt.file"
    derived = type("Derived", (FileKeyring,), {})()
    use(derived)
    assert code_of(lambda: Vault().save(make_connection(), TOKEN)) == "keyring_absent"
    assert derived.entries == {}


def test_a_chain_never_writes_to_its_readable_member(use: Callable[[object], None]) -> None:
    readable, safe = PlaintextKeyring(), OtherKeyring()
    use(chain(readable, safe))
    assert Vault().save(make_connection(), TOKEN) == OTHER
    assert (readable.entries, list(safe.entries.values())) == ({}, [TOKEN])


def test_a_chain_still_reads_from_the_remembered_member(use: Callable[[object], None]) -> None:
    preferred, old = MemoryKeyring(), OtherKeyring()
    old.entries[SERVICE, "T12345AA/abc"] = TOKEN
    use(chain(preferred, old))
    assert Vault().read(make_connection(OTHER)) == TOKEN


def test_another_keyring_than_remembered_is_named_with_the_old_one(use: Callable[[object], None]) -> None:
    use(OtherKeyring())
    with pytest.raises(AssistantError) as caught:
        Vault().read(make_connection("keyring.backends.kwallet.DBusKeyring"))
    assert caught.value.code == "keyring_changed"
    assert "KDE Wallet" in caught.value.sentence("en")
    assert OTHER in caught.value.sentence("en")


def test_a_remembered_keyring_that_is_gone_is_named(use: Callable[[object], None]) -> None:
    use(FailKeyring())
    with pytest.raises(AssistantError) as caught:
        Vault().read(make_connection("keyring.backends.SecretService.Keyring"))
    assert caught.value.code == "keyring_absent"
    assert "Secret Service" in caught.value.sentence("en")


def test_a_keyring_that_starts_later_is_found(use: Callable[[object], None], monkeypatch: pytest.MonkeyPatch) -> None:
    use(FailKeyring())
    vault = Vault()
    assert vault.state().status is VaultStatus.ABSENT
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", OTHER)
    assert vault.state().status is VaultStatus.READY
    assert vault.save(make_connection(), TOKEN) == OTHER


def test_without_a_keyring_the_token_lives_in_memory_and_that_is_said(use: Callable[[object], None]) -> None:
    use(FailKeyring())
    vault, connection = Vault(), make_connection()
    kept = vault.keep(connection, TOKEN)
    assert kept.backend is None
    assert kept.error is not None
    assert kept.error.code == "keyring_absent"
    assert "until you close" in kept.sentence.render("en")
    assert vault.read(connection) == TOKEN
    assert vault.is_in_memory(connection)
    assert Vault().read(connection) is None
    assert TOKEN not in repr(vault) + repr(kept)


def test_a_token_in_memory_goes_before_an_older_one_in_the_keyring(memory_keyring: MemoryKeyring) -> None:
    vault, connection = Vault(), make_connection(MEMORY)
    vault.save(connection, "old")
    vault.remember_for_this_run(connection, TOKEN)
    assert vault.read(connection) == TOKEN
    vault.save(connection, "newest")
    assert not vault.is_in_memory(connection)
    assert vault.read(connection) == "newest"


def test_an_older_entry_is_not_taken_for_a_token_that_no_keyring_kept(use: Callable[[object], None]) -> None:
    backend, connection = LockedKeyring(), make_connection(LOCKED)
    backend.entries[SERVICE, connection.account] = "old"
    use(backend)
    kept = Vault().keep(connection, TOKEN)
    backend.locked = False
    after = dataclasses.replace(connection, keyring_backend=kept.backend)
    assert Vault().read(after) is None
    Vault().remove(after)
    assert backend.entries == {}


def test_a_locked_keyring_says_so_and_works_once_unlocked(use: Callable[[object], None]) -> None:
    backend, vault, connection = LockedKeyring(), Vault(), make_connection(LOCKED)
    use(backend)
    assert code_of(lambda: vault.read(connection)) == "keyring_locked"
    assert code_of(lambda: vault.save(connection, TOKEN)) == "keyring_locked"
    backend.locked = False
    vault.save(connection, TOKEN)
    assert vault.read(connection) == TOKEN


@pytest.mark.parametrize(
    ("backend", "code"), [(ForgetfulKeyring, "keyring_not_kept"), (TalkativeKeyring, "keyring_failed")]
)
def test_a_keyring_that_fails_never_shows_the_token(
    use: Callable[[object], None], backend: Callable[[], object], code: str
) -> None:
    use(backend())
    with pytest.raises(AssistantError) as caught:
        Vault().save(make_connection(), TOKEN)
    assert caught.value.code == code
    assert TOKEN not in str(caught.value) + repr(caught.value.technical)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize(("length", "refused"), [(1280, False), (1281, True)])
def test_windows_limit_is_our_own_sentence(use: Callable[[object], None], length: int, refused: bool) -> None:
    use(WindowsKeyring())
    vault = Vault()
    if refused:
        assert code_of(lambda: vault.save(make_connection(), "x" * length)) == "token_too_long"
    else:
        assert vault.save(make_connection(), "x" * length) == "keyring.backends.Windows.WindowsKeyring"


def test_a_hanging_keyring_costs_the_time_limit_once(use: Callable[[object], None]) -> None:
    backend, vault = HangingKeyring(), Vault(time_limit=0.2, lane=Lane("keyring"))
    use(backend)
    started = time.monotonic()
    assert code_of(lambda: vault.read(make_connection(HANGING))) == "keyring_hanging"
    assert 0.2 <= time.monotonic() - started < 2
    started = time.monotonic()
    for _ in range(50):
        assert code_of(lambda: vault.read(make_connection(HANGING))) == "keyring_hanging"
    assert vault.state().status is VaultStatus.LOCKED
    assert time.monotonic() - started < 0.2
    assert backend.calls == 1
    backend.release.set()
    assert backend.returned.wait(5)
    assert wait_for(lambda: vault.state().status is VaultStatus.READY)
    assert vault.read(make_connection(HANGING)) is None


def test_a_save_that_waited_in_vain_is_not_done_later(use: Callable[[object], None]) -> None:
    backend, vault = HangingKeyring(), Vault(time_limit=0.3, lane=Lane("keyring"))
    use(backend)
    first = threading.Thread(target=lambda: code_of(lambda: vault.read(make_connection(HANGING))))
    first.start()
    assert wait_for(lambda: backend.calls == 1)
    assert code_of(lambda: vault.save(make_connection(HANGING), TOKEN)) == "keyring_hanging"
    first.join()
    backend.release.set()
    assert wait_for(lambda: vault.state().status is VaultStatus.READY)
    assert backend.entries == {}


def test_a_hanging_keyring_is_worth_another_try(use: Callable[[object], None]) -> None:
    backend = HangingKeyring()
    use(backend)
    with pytest.raises(RetryableError):
        Vault(time_limit=0.05, lane=Lane("keyring")).read(make_connection(HANGING))
    backend.release.set()


def test_a_hanging_keyring_does_not_hold_the_end_of_the_program() -> None:
    program = (
        "import time, keyring.core\n"
        "from tests.helpers.memory_keyring import MemoryKeyring\n"
        "from tests.helpers.connections import make_connection\n"
        "from afas_assistant.organisations.vault import Vault\n"
        "class Hanging(MemoryKeyring):\n"
        "    def get_password(self, service, username): time.sleep(60)\n"
        "keyring.core._keyring_backend = Hanging()\n"
        "try: Vault(time_limit=0.1).read(make_connection('__main__.Hanging'))\n"
        "except Exception as error: print(error.code)\n"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=True)
    assert found.stdout.strip() == "keyring_hanging"


def test_many_threads_ask_the_keyring_one_at_a_time(use: Callable[[object], None]) -> None:
    class Watching(MemoryKeyring):
        inside = 0
        most = 0

        def get_password(self, service: str, username: str) -> str | None:
            self.inside += 1
            self.most = max(self.most, self.inside)
            time.sleep(0.005)
            self.inside -= 1
            return threading.current_thread().name

    backend, vault, names = Watching(), Vault(), set[str | None]()
    use(backend)
    threads = [
        threading.Thread(target=lambda: names.add(vault.read(make_connection(identifier(backend))))) for _ in range(10)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert backend.most == 1
    assert names == {"keyring"}


def test_importing_the_vault_does_not_load_keyring() -> None:
    program = "import sys, afas_assistant.organisations.vault; print('keyring' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=True)
    assert found.stdout.strip() == "False"


def test_a_connection_holds_no_secret() -> None:
    assert not any("secret" in field.name for field in dataclasses.fields(Connection))
    assert TOKEN not in repr(make_connection())


def wait_for(condition: Callable[[], bool], seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.01)
    return False

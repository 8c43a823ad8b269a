"""The vault: tokens and TimeChimp keys in the keyring of the computer, one entry each, or in memory for one run.

The only module that imports keyring, and only inside functions: that import takes a while and looks for services. All
calls of the keyring go over one daemon thread with a time limit, so that a keyring that hangs never hangs the program
or holds up its end. Nothing ever falls back to a file: without a keyring that protects what it keeps, the token stays
in memory, and that is said.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TypeVar

from afas_assistant.errors import AssistantError
from afas_assistant.organisations import vault_errors
from afas_assistant.organisations.backends import (
    WINDOWS,
    WINDOWS_LIMIT,
    Backend,
    backend_name,
    identifier,
    is_locked,
    usable,
)
from afas_assistant.organisations.lane import Lane, LaneTimeoutError
from afas_assistant.organisations.records import Connection
from afas_assistant.texts import Text, joined, phrase

SERVICE = "AFAS Assistant"
TIME_LIMIT = 10.0  # seconds
Result = TypeVar("Result")
_program_lane = Lane("keyring")  # one for the program: several threads would make the keyring ask several times


class VaultStatus(StrEnum):
    """Whether the keyring can be used now."""

    ABSENT = "absent"
    LOCKED = "locked"
    READY = "ready"


@dataclass(frozen=True)
class VaultState:
    """The keyring as it is now: its status, the name a person knows it by (empty when absent), and a sentence."""

    status: VaultStatus
    backend_name: str
    sentence: Text


@dataclass(frozen=True)
class Kept:
    """Where a token went: the backend to remember with the connection (None: memory only), and a sentence to show.

    `error` is why no keyring has it.
    """

    backend: str | None
    sentence: Text
    error: AssistantError | None = None


class Vault:
    """Reads, keeps and forgets the token of a connection, by the connection's `account`.

    Safe to use from several threads. `time_limit` is how many seconds a call waits for the keyring. Keep one vault for
    as long as the program runs: tokens remembered for this run live in it. The thread is shared by all vaults.
    """

    def __init__(self, time_limit: float = TIME_LIMIT, *, lane: Lane | None = None) -> None:
        self._time_limit = time_limit
        self._lane = lane or _program_lane
        self._memory: dict[str, str] = {}
        self._saved: dict[str, str] = {}
        self._memory_lock = threading.Lock()

    def __repr__(self) -> str:
        return "Vault(…)"

    def state(self) -> VaultState:
        """Return how the keyring is now, without making it ask for its password. Never raises."""
        try:
            return self._lane.call(_state, self._time_limit)
        except LaneTimeoutError:
            hanging = vault_errors.keyring_hanging(self._time_limit)
            return VaultState(VaultStatus.LOCKED, "", joined(hanging.title, hanging.action))

    def read(self, connection: Connection) -> str | None:
        """Return the token of a connection, or None when nothing has it.

        A token remembered for this run comes first. A connection without a backend has no token in any keyring: an
        entry that is found there all the same is an older one. Raises ConfigurationError keyring_absent and
        keyring_changed, which name the keyring that has it; RetryableError keyring_locked, keyring_hanging,
        keyring_failed.
        """
        with self._memory_lock:
            token = self._memory.get(connection.account)
            remembered = connection.keyring_backend or self._saved.get(connection.account)
        if token is not None or remembered is None:
            return token
        return self._call(lambda: _read(connection.account, remembered))

    def save(self, connection: Connection, token: str) -> str:
        """Keep a token in the keyring and return the backend, to be remembered in `Connection.keyring_backend`.

        Raises ConfigurationError keyring_absent, keyring_not_kept, token_too_long; RetryableError keyring_locked,
        keyring_hanging, keyring_failed.
        """
        backend = self._call(lambda: _save(connection.account, token))
        with self._memory_lock:
            self._memory.pop(connection.account, None)
            self._saved[connection.account] = backend
        return backend

    def keep(self, connection: Connection, token: str) -> Kept:
        """Keep a token in the keyring, else in memory for this run; the sentence says which."""
        try:
            backend = self.save(connection, token)
        except AssistantError as error:
            sentence = joined(error.title, self.remember_for_this_run(connection, token))
            return Kept(None, sentence, error)
        return Kept(backend, phrase("The token is kept in {name}.", name=backend_name(backend)))

    def remember_for_this_run(self, connection: Connection, token: str) -> Text:
        """Keep a token in memory only, until the program ends; return the sentence that says so."""
        with self._memory_lock:
            self._memory[connection.account] = token
            self._saved.pop(connection.account, None)
        return vault_errors.memory_only()

    def is_in_memory(self, connection: Connection) -> bool:
        """Return whether the token of a connection lives in memory for this run."""
        with self._memory_lock:
            return connection.account in self._memory

    def remove(self, connection: Connection) -> None:
        """Forget the token of a connection and its TimeChimp key; nothing happens when there are none.

        Raises the same as `read` when the keyring that has it cannot be reached: its entry is then still there.
        """
        key_account = timechimp_account(connection)
        with self._memory_lock:
            self._memory.pop(connection.account, None)
            self._memory.pop(key_account, None)
            remembered = connection.keyring_backend or self._saved.pop(connection.account, None)
        self._call(lambda: _remove_both(connection.account, remembered, key_account))

    # The key of TimeChimp's API, which belongs to a connection as well

    def read_timechimp_key(self, connection: Connection) -> str | None:
        """Return the TimeChimp key of a connection, or None when nothing has it.

        It is looked for in every keyring, best first, since only the token's keyring is remembered. Raises
        RetryableError keyring_locked, keyring_hanging, keyring_failed.
        """
        account = timechimp_account(connection)
        with self._memory_lock:
            key = self._memory.get(account)
        return key if key is not None else self._call(lambda: _find(account))

    def keep_timechimp_key(self, connection: Connection, key: str) -> Kept:
        """Keep a TimeChimp key in the keyring, else in memory for this run; the sentence says which."""
        account = timechimp_account(connection)
        try:
            backend = self._call(lambda: _save(account, key))
        except AssistantError as error:
            with self._memory_lock:
                self._memory[account] = key
            return Kept(None, joined(error.title, vault_errors.key_in_memory_only()), error)
        with self._memory_lock:
            self._memory.pop(account, None)
        return Kept(backend, phrase("The TimeChimp key is kept in {name}.", name=backend_name(backend)))

    def remove_timechimp_key(self, connection: Connection) -> None:
        """Forget the TimeChimp key of a connection; nothing happens when there is none.

        Raises RetryableError keyring_locked, keyring_hanging, keyring_failed: its entry is then still there.
        """
        account = timechimp_account(connection)
        with self._memory_lock:
            self._memory.pop(account, None)
        self._call(lambda: _remove_everywhere(account))

    def _call(self, work: Callable[[], Result]) -> Result:
        try:
            return self._lane.call(work, self._time_limit)
        except LaneTimeoutError:
            raise vault_errors.keyring_hanging(self._time_limit) from None


def timechimp_account(connection: Connection) -> str:
    """Return the name of the entry that holds the TimeChimp key of a connection: beside that of its token."""
    return f"{connection.account}/timechimp"


def _state() -> VaultState:
    found = _backends()
    if not found:
        absent = vault_errors.keyring_absent()
        return VaultState(VaultStatus.ABSENT, "", joined(absent.title, vault_errors.memory_only()))
    name = backend_name(identifier(found[0]))
    if not _is_open(found[0]):
        return VaultState(VaultStatus.LOCKED, name, phrase("{name} is locked. Unlock it to use its tokens.", name=name))
    return VaultState(VaultStatus.READY, name, phrase("Tokens are kept in {name}.", name=name))


def _read(account: str, remembered: str) -> str | None:
    backend = _remembered_backend(remembered)
    return _asked(backend, lambda: backend.get_password(SERVICE, account))


def _save(account: str, token: str) -> str:
    found = _backends()
    if not found:
        raise vault_errors.keyring_absent()
    backend, key = found[0], identifier(found[0])
    if key.startswith(WINDOWS) and len(token) > WINDOWS_LIMIT:
        raise vault_errors.token_too_long(len(token))
    _asked(backend, lambda: backend.set_password(SERVICE, account, token))
    if _asked(backend, lambda: backend.get_password(SERVICE, account)) != token:
        raise vault_errors.keyring_not_kept(backend_name(key))
    return key


def _remove(account: str, remembered: str | None) -> None:
    """Delete the entry where it is remembered; without that, in any keyring that is open, where it may be left over."""
    backends = (_remembered_backend(remembered),) if remembered else tuple(filter(_is_open, _backends()))
    for backend in backends:
        _delete(backend, account)


def _remove_both(account: str, remembered: str | None, key_account: str) -> None:
    """Delete the TimeChimp key and then the token, also when the first fails."""
    try:
        _remove(key_account, None)
    finally:
        _remove(account, remembered)


def _remove_everywhere(account: str) -> None:
    """Delete an entry from every keyring; one that cannot be asked may have it, so that is not passed over."""
    for backend in _backends():
        _delete(backend, account)


def _find(account: str) -> str | None:
    """Return what the best keyring has that knows the entry."""
    found = (_asked(backend, partial(backend.get_password, SERVICE, account)) for backend in _backends())
    return next((secret for secret in found if secret is not None), None)


def _delete(backend: Backend, account: str) -> None:
    if _asked(backend, lambda: backend.get_password(SERVICE, account)) is not None:
        _asked(backend, lambda: backend.delete_password(SERVICE, account))


def _is_open(backend: Backend) -> bool:
    try:
        return not is_locked(backend)
    except Exception:  # noqa: BLE001 - each keyring has exceptions of its own; one that cannot be asked is not open
        return False


def _remembered_backend(remembered: str) -> Backend:
    """Return the backend that a connection remembers; raises keyring_absent and keyring_changed."""
    found = _backends()
    same = [each for each in found if identifier(each) == remembered]
    if same:
        return same[0]
    if not found:
        raise vault_errors.keyring_absent(backend_name(remembered))
    raise vault_errors.keyring_changed(backend_name(remembered), backend_name(identifier(found[0])))


def _backends() -> tuple[Backend, ...]:
    """Return the safe backends of this computer, best first.

    keyring decides once which backends there are; one that has started since then is found by deciding again.
    """
    import keyring.backend  # noqa: PLC0415 - takes long and looks for services
    import keyring.core  # noqa: PLC0415 - as above

    try:
        found = usable(keyring.core.get_keyring())
        if not found:
            with suppress(KeyError):  # there was nothing to forget: the backend was named by a setting
                keyring.backend.get_all_keyring.reset()
            keyring.core.init_backend()
            found = usable(keyring.core.get_keyring())
    except Exception:  # noqa: BLE001 - a broken configuration of keyring is no keyring
        return ()
    return found


def _asked(backend: Backend, question: Callable[[], Result]) -> Result:
    """Return a backend's answer; its exceptions become sentences, without their text, which might hold the token."""
    from keyring import errors  # noqa: PLC0415 - as above

    name = backend_name(identifier(backend))
    try:
        return question()
    except (errors.KeyringLocked, errors.InitError):
        raise vault_errors.keyring_locked(name) from None
    except errors.NoKeyringError:
        raise vault_errors.keyring_absent() from None
    except Exception as error:  # noqa: BLE001 - each keyring has exceptions of its own, from D-Bus to pywin32
        raise vault_errors.keyring_failed(name, type(error).__name__) from None

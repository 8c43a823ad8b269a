"""Keyring backends that misbehave as real ones do: locked, hanging, forgetful, writing readable files."""

import threading

from keyring.backends.chainer import ChainerBackend
from keyring.errors import KeyringLocked

from tests.helpers.memory_keyring import MemoryKeyring


class OtherKeyring(MemoryKeyring):
    """A second sound keyring, such as the one of another desktop."""


class PlaintextKeyring(MemoryKeyring):
    """Writes a readable file, as those of `keyrings.alt` do."""


class LockedKeyring(MemoryKeyring):
    """Refuses everything until `locked` is False."""

    def __init__(self) -> None:
        super().__init__()
        self.locked = True

    def _check(self) -> None:
        if self.locked:
            raise KeyringLocked("Failed to unlock the collection!")

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        super().set_password(service, username, password)


class HangingKeyring(MemoryKeyring):
    """Waits, as for an answer in a window, until `release` is set; counts the calls that came in."""

    def __init__(self) -> None:
        super().__init__()
        self.release = threading.Event()
        self.returned = threading.Event()
        self.calls = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.calls += 1
        self.release.wait(30)
        try:
            return super().get_password(service, username)
        finally:
            self.returned.set()

    def set_password(self, service: str, username: str, password: str) -> None:
        self.calls += 1
        self.release.wait(30)
        super().set_password(service, username, password)
        self.returned.set()


class ForgetfulKeyring(MemoryKeyring):
    """Takes everything and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        return


class TalkativeKeyring(MemoryKeyring):
    """Fails with an exception that repeats the secret."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise OSError(f"cannot store {password}")


class WindowsKeyring(MemoryKeyring):
    """Goes by the name of Windows' own, whose limit it does not have."""


WindowsKeyring.__module__ = "keyring.backends.Windows"


def chain(*members: MemoryKeyring) -> ChainerBackend:
    """Return keyring's own chain of several backends."""

    class Chain(ChainerBackend):
        backends = members

    return Chain()

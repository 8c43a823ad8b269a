"""Which keyring backend to trust, and what it is called; nothing here imports keyring.

A backend is known by the full name of its class, which is what a connection remembers.
"""

from collections.abc import Sequence
from typing import Any, Protocol

FREEDESKTOP = "keyring.backends.SecretService."
WINDOWS = "keyring.backends.Windows."
WINDOWS_LIMIT = 1280  # characters: 2,560 bytes of UTF-16, the most that a Windows credential holds
UNSAFE_MODULES = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt", "keyrings.unencrypted")
UNSAFE_WORDS = ("plaintext", "unencrypted")
CHAINER = "keyring.backends.chainer"
NAMES = {
    WINDOWS: "Windows Credential Manager",
    "keyring.backends.macOS.": "macOS Keychain",
    FREEDESKTOP: "Secret Service",
    "keyring.backends.libsecret.": "Secret Service (libsecret)",
    "keyring.backends.kwallet.": "KDE Wallet",
}


class Backend(Protocol):
    """What we use of a keyring backend."""

    def get_password(self, service: str, username: str, /) -> str | None:
        """Return the secret, or None."""
        ...

    def set_password(self, service: str, username: str, password: str, /) -> None:
        """Keep the secret."""
        ...

    def delete_password(self, service: str, username: str, /) -> None:
        """Forget the secret."""
        ...


def identifier(backend: object) -> str:
    """Return the name by which a backend is remembered: the full name of its class."""
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def backend_name(backend_identifier: str) -> str:
    """Return the name that a person knows a backend by."""
    return next((name for start, name in NAMES.items() if backend_identifier.startswith(start)), backend_identifier)


def is_safe(backend: object) -> bool:
    """Return whether a backend protects what it keeps.

    Unsafe are those that keep nothing, and all that write a readable file; a subclass of one is as unsafe.
    """
    for kind in type(backend).__mro__:
        if kind.__module__.startswith(UNSAFE_MODULES):
            return False
        if any(word in kind.__qualname__.lower() for word in UNSAFE_WORDS):
            return False
    return True


def usable(backend: Any) -> tuple[Backend, ...]:  # noqa: ANN401 - keyring's own classes are untyped
    """Return the safe backends behind the one that keyring offers, in its order of preference.

    keyring chains several where it finds several, and asks them in turn; a chain with a readable file in it would
    write there as soon as the safe one fails, so its members are used one by one instead.
    """
    chained = any(kind.__module__ == CHAINER for kind in type(backend).__mro__)
    members: Sequence[Backend] = tuple(backend.backends) if chained else (backend,)
    return tuple(each for each in members if is_safe(each))


def is_locked(backend: object) -> bool:
    """Return whether a backend is known to be locked, without making it ask for its password.

    Only the Secret Service can be asked; other backends count as open until a call tells otherwise. A Secret Service
    without a default collection counts as locked: it asks for a new password before it keeps anything.
    """
    if not identifier(backend).startswith(FREEDESKTOP):
        return False
    import secretstorage  # noqa: PLC0415 - on Linux only, where keyring brings it along

    bus = secretstorage.dbus_init()
    try:
        return bool(secretstorage.Collection(bus, "/org/freedesktop/secrets/aliases/default").is_locked())
    except secretstorage.exceptions.ItemNotFoundException:
        return True
    finally:
        bus.close()

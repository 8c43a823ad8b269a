"""Refuses every connection and name look-up that leaves this computer.

A test that reached AFAS would be slow, would depend on the day, and could change somebody's books.
"""

import ipaddress
import socket
from typing import Any

import pytest

LOCAL_NAMES = {"", "localhost", "ip6-localhost", "0.0.0.0", "::"}


class OutsideConnectionError(AssertionError):
    """A test tried to leave this computer. No OSError: code that handles a dead network must not hide it."""


def is_local(host: object) -> bool:
    """Return whether a host is this computer."""
    name = _name(host)
    if name in LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(name.split("%", maxsplit=1)[0]).is_loopback
    except ValueError:
        return False


def refuse_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the socket functions that reach other computers by ones that raise `OutsideConnectionError`.

    A name that ends in `.invalid` never exists (RFC 2606): looking it up fails as it does everywhere, without asking.
    """
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, _guarded_connect(getattr(socket.socket, name)))
    for name in ("getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, _guarded_lookup(getattr(socket, name)))


def _name(host: object) -> str:
    text = host.decode() if isinstance(host, bytes) else str(host or "")
    return text.lower()


def _guarded_connect(original: Any) -> Any:
    def connect(self: socket.socket, address: Any) -> Any:
        outside = self.family in {socket.AF_INET, socket.AF_INET6} and not is_local(address[0])
        if outside:
            raise OutsideConnectionError(f"a test tried to connect to {address!r}")
        return original(self, address)

    return connect


def _guarded_lookup(original: Any) -> Any:
    def look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        if _name(host).rstrip(".").endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if not is_local(host):
            raise OutsideConnectionError(f"a test tried to look up {host!r}")
        return original(host, *arguments, **options)

    return look_up

"""Keeps a program that a test starts on this computer: Python imports this module by itself when it starts.

What the in-process guard does for the tests, this does for their children, in the way of a computer without a network:
names are not found and there is no way to other computers.
"""

import errno
import ipaddress
import socket
from typing import Any

_look_up, _connect = socket.getaddrinfo, socket.socket.connect


def _is_local(host: object) -> bool:
    name = (host.decode() if isinstance(host, bytes) else str(host or "")).lower()
    try:
        return name in {"", "localhost"} or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _local_names(host: Any, *arguments: Any, **options: Any) -> Any:
    if not _is_local(host):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    return _look_up(host, *arguments, **options)


def _local_connections(self: socket.socket, address: Any) -> None:
    if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_local(address[0]):
        raise OSError(errno.ENETUNREACH, "Network is unreachable")
    _connect(self, address)


socket.getaddrinfo = _local_names
socket.socket.connect = _local_connections  # type: ignore[method-assign,assignment]

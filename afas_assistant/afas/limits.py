"""How many calls run at once: at most four per environment, across all clients of this process.

AFAS advises five at most, mails its ten heaviest users of each day, and may block a definition for heavy use. Watching,
checking and booking may run side by side for one environment, so the count is kept here and not per client.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from afas_assistant.afas.environment import Address

CALLS_AT_ONCE = 4

_places: dict[str, threading.BoundedSemaphore] = {}
_lock = threading.Lock()


@contextmanager
def one_of_four(address: Address) -> Iterator[None]:
    """Wait for one of the four places of an environment and hold it."""
    with _place(_key(address)):
        yield


def _key(address: Address) -> str:
    """Return what tells environments apart: host, port, participant; REST and SOAP of one count together."""
    return f"{urlsplit(address.rest_url).netloc.lower()}|{address.participant or ''}"


def _place(key: str) -> threading.BoundedSemaphore:
    with _lock:
        return _places.setdefault(key, threading.BoundedSemaphore(CALLS_AT_ONCE))

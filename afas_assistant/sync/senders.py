"""How a recorded write leaves: exactly the body that was recorded, to the system that it names."""

from collections.abc import Mapping
from typing import Any, Protocol

from afas_assistant.outbox.records import Write
from afas_assistant.timechimp.api import TimeChimp
from afas_assistant.timechimp.writes import Write as TimeChimpWrite


class AfasWriter(Protocol):
    """What is needed of the AFAS client."""

    def write(self, method: str, path: str, content: bytes | None) -> dict[str, Any]:
        """Send a body to an UpdateConnector and return the keys by root."""
        ...


class AfasSender:
    """Sends to AFAS; the keys of the answer are those of its one root, such as OrNu."""

    def __init__(self, client: AfasWriter) -> None:
        self._client = client

    def send(self, write: Write) -> Mapping[str, Any]:
        """Return the keys that AFAS gave; raises AfasError and TransportError."""
        results = self._client.write(write.method, write.path, _content(write))
        return flat_keys(results)


class TimeChimpSender:
    """Sends to TimeChimp; of what comes back only the id of a new record is relied on."""

    def __init__(self, client: TimeChimp) -> None:
        self._client = client

    def send(self, write: Write) -> Mapping[str, Any]:
        """Return the id of what was made, where TimeChimp tells it; raises TimeChimpError and TransportError."""
        answer = self._client.send(TimeChimpWrite(write.method, write.path, write.body or ""))
        made = self._client.made_id(answer)
        return {} if made is None else {"id": str(made)}


def flat_keys(results: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys below the roots of AFAS's answer in one mapping; a list of records gives its first one."""
    keys: dict[str, Any] = {}
    for value in results.values():
        record = value[0] if isinstance(value, list) and value else value
        if isinstance(record, dict):
            keys.update({name: one for name, one in record.items() if not isinstance(one, dict | list)})
    return keys


def _content(write: Write) -> bytes | None:
    return write.body.encode() if write.body else None

"""Calls to the pretend TimeChimp over real HTTP, for both generations of its API."""

from collections.abc import Mapping
from typing import Any

import httpx

from afas_assistant.practice.process import PracticeProcess


class TimeChimpCalls:
    """One generation of the API at a running practice environment, with its key."""

    def __init__(self, practice: PracticeProcess, generation: str) -> None:
        key = practice.timechimp_key(generation)
        headers = {"Authorization": f"Bearer {key}"} if generation == "v1" else {"api-key": key}
        address = practice.addresses[f"timechimp_{generation}"]
        self.web = httpx.Client(base_url=address, headers=headers, trust_env=False, timeout=20)

    def close(self) -> None:
        """Close the connections."""
        self.web.close()

    def get(self, path: str, query: Mapping[str, Any] | None = None) -> Any:
        """Read what must answer 200."""
        reply = self.web.get(path, params=query)
        assert reply.status_code == 200, (path, reply.status_code, reply.text)
        return reply.json()

    def sent(self, method: str, path: str, body: object, status: int = 200) -> Any:
        """Send a body that must answer with a status, and give the parsed reply."""
        reply = self.web.request(method, path, json=body)
        assert reply.status_code == status, (path, reply.status_code, reply.text)
        return reply.json()

    def refused(self, method: str, path: str, body: object = None) -> tuple[int, str]:
        """Make a call that must be refused; gives status and message."""
        reply = self.web.request(method, path, json=body)
        assert reply.status_code >= 400, (path, reply.status_code, reply.text)
        answered = reply.json()
        assert answered.keys() == {"message"}
        return reply.status_code, answered["message"]

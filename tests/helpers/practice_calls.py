"""Calls to the pretend AFAS inside the test's own process: its answers without a line in between."""

import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from afas_assistant.practice import rest
from afas_assistant.practice.environment import token_xml
from afas_assistant.practice.failures import Reply
from afas_assistant.practice.rest import Call
from afas_assistant.practice.scenarios import SCENARIOS
from afas_assistant.practice.seed import Seed
from afas_assistant.practice.state import State

ROOT = "ProfitRestServices"


def authorization(token: str) -> str:
    """Write the header value of a token given as XML."""
    return f"AfasToken {b64encode(token.encode()).decode()}"


class PretendAfas:
    """A pretend AFAS in a scenario; calls go straight to its REST side."""

    def __init__(self, scenario: str = "healthy", size: int = 25, token: str = "all") -> None:
        self.state = State(Seed(size), SCENARIOS[scenario])
        self.token = token

    def call(
        self,
        method: str,
        path: str,
        query: str | Mapping[str, object] = "",
        *,
        host: str = "",
        body: object = None,
        headers: dict[str, str] | None = None,
    ) -> Reply:
        """Call a path below the root; ``body`` goes as JSON unless it is bytes."""
        owner = self.state.environment.connectors[self.token]
        known = {"authorization": authorization(token_xml(owner.token)), **(headers or {})}
        content = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
        text = query if isinstance(query, str) else urlencode(query)
        return rest.answer(self.state, Call(method, host, path.split("/"), text, known, content))

    def get(self, path: str, query: str | Mapping[str, object] = "", **headers: str) -> Any:
        """Read a path that must answer 200, as parsed JSON."""
        reply = self.call("GET", path, query, headers=headers)
        assert reply.status == 200, (reply.status, reply.content)
        return json.loads(reply.content)

    def rows(self, connector: str, **query: object) -> list[dict[str, Any]]:
        """Read rows of a GetConnector."""
        found: list[dict[str, Any]] = self.get(f"connectors/{connector}", query)["rows"]
        return found

    def refusal(self, method: str, path: str, query: str | Mapping[str, object] = "", **more: Any) -> dict[str, Any]:
        """Call a path that must answer 500, and give the JSON of the refusal."""
        reply = self.call(method, path, query, **more)
        assert reply.status == 500, (reply.status, reply.content)
        refused: dict[str, Any] = json.loads(reply.content)
        assert refused.keys() == {"externalMessage", "errorNumber", "profitLogReference"}
        return refused

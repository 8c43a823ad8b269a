"""A pretend AFAS on a fixed day, with calls that must be booked and calls that must be refused."""

import json
from datetime import date
from typing import Any

import pytest

from afas_assistant.practice.books.store import Books
from tests.helpers.afas_bodies import DAY
from tests.helpers.practice_calls import PretendAfas


class Desk(PretendAfas):
    """A pretend AFAS of which all connectors may be used."""

    def __init__(self, scenario: str = "healthy", size: int = 25) -> None:
        super().__init__(scenario, size, token="admin")
        self.state.clock.choose(date.fromisoformat(DAY))
        self.state.books.rebase()

    @property
    def books(self) -> Books:
        return self.state.books

    def post(self, connector: str, body: Any, *, method: str = "POST") -> Any:
        """Write what must be booked, and give its keys."""
        reply = self.call(method, f"connectors/{connector}", body=body)
        assert reply.status == 201, reply.content
        return next(iter(json.loads(reply.content)["results"].values())) if reply.content else None

    def refused(self, connector: str, body: Any, *, method: str = "POST", language: str = "nl") -> str:
        """Write what must be refused, which leaves no trace, and give the message."""
        before = (list(self.state.written), dict(self.books.tables.entries), dict(self.books.tables.items))
        headers = {"accept-language": language}
        message = self.refusal(method, f"connectors/{connector}", body=body, headers=headers)["externalMessage"]
        assert (list(self.state.written), dict(self.books.tables.entries), dict(self.books.tables.items)) == before
        return str(message)

    def delete(self, path: str) -> str:
        """Delete; gives the message, empty when it was done."""
        reply = self.call("DELETE", f"connectors/{path}")
        return "" if reply.status == 200 else str(json.loads(reply.content)["externalMessage"])

    def found(self, connector: str, column: str, value: object, order: str = "") -> list[dict[str, Any]]:
        """Read the rows with a value in a column."""
        sorting = {"orderbyfieldids": order} if order else {}
        return self.rows(connector, filterfieldids=column, filtervalues=value, operatortypes=1, **sorting)


@pytest.fixture
def desk() -> Desk:
    return Desk()

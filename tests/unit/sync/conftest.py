"""A plan of pretend invoices, an outbox with a clock that stands still, and a pretend AFAS that does as it is told."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from afas_assistant.afas.errors import AfasError
from afas_assistant.errors import AssistantError, Technical
from afas_assistant.outbox.records import Intention, System, Write
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync.plan import Need, Outlook, Plan, PlannedRecord
from afas_assistant.texts import literal

SCOPE = "T99001AA/TimeChimpConnector"
NOW = datetime(2026, 11, 21, 16, 45, tzinfo=UTC)


class PretendSystem:
    """Takes every write, or ends it with the error that a test put ready for its label."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.errors: dict[str, list[AssistantError]] = {}
        self.bodies: dict[str, str | None] = {}
        self.before_answer: Callable[[Write], None] = lambda _: None

    def send(self, write: Write) -> Mapping[str, Any]:
        """Take the write, or fail as prepared."""
        self.before_answer(write)
        prepared = self.errors.get(write.label)
        if prepared:
            raise prepared.pop(0)
        self.taken.append(write.label)
        self.bodies[write.label] = write.body
        return {"OrNu": f"{len(self.taken):08d}", "DbId": "10042"}


def answered(code: str, status: int, said: str | None = None) -> AfasError:
    """Return an error as AFAS's client raises it."""
    error = AfasError(
        code,
        title=literal(said or code),
        explanation=literal(""),
        action=literal(""),
        technical=Technical(status=status, external_message=said),
    )
    error.status = status
    return error


def record(number: int, *, needs: Need | None = None, made_of: str = "x") -> PlannedRecord:
    """Return a record that will pass, with one step to follow."""
    body = f'{{"DbId": "{needs.placeholder}"}}' if needs else "{}"
    step = Intention(
        System.TIMECHIMP, "registration_status", f"TC-{number}/1", "POST", "status", label=f"step {number}"
    )
    wanted = Intention(
        System.AFAS, "direct_invoice", f"TC-{number}", "POST", "FbDirectInvoice", body=body, label=f"invoice {number}",
        sources=(f"hours/{number}",), follow_ups=(step,),
    )  # fmt: skip
    return PlannedRecord(f"TC-{number}", f"invoice {number}", "Jansen", Outlook.WILL_PASS, intention=wanted,
                         needs=needs, fingerprint=made_of)  # fmt: skip


def plan_of(*records: PlannedRecord) -> Plan:
    """Return a plan of these records."""
    return Plan("invoices", SCOPE, "T99001AA", "1", records, NOW)


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with Outbox.open(tmp_path / "afas-assistant.sqlite3", now=lambda: NOW) as opened:
        yield opened


@pytest.fixture
def afas() -> PretendSystem:
    return PretendSystem()


@pytest.fixture
def timechimp() -> PretendSystem:
    return PretendSystem()

"""The write test: one item, deleted at once, in a test environment only."""

from collections.abc import Mapping
from typing import Any

import pytest

from afas_assistant.afas.address import EnvironmentType
from afas_assistant.errors import AssistantError, ConfigurationError
from afas_assistant.onboarding.destination_trial import (
    Invoice,
    refuse_outside_test,
    subject_body,
    write_and_delete,
)
from afas_assistant.onboarding.verdicts import Reason, Section, Status
from afas_assistant.transport import LineError
from tests.helpers.pretend_reader import afas_error, line_error
from tests.unit.onboarding.make import line

SALES = Invoice(13, 1, "10001", "2026001")
LINE = line("13", Section.DESTINATION)
UNKNOWN = "De ingevulde waarde bij 'X' bestaat niet."
NOT_VALID = "Deze bestemming is niet geldig voor dit type dossieritem"


class Writer:
    """Takes an item and gives it a number, or refuses."""

    def __init__(self, insert: AssistantError | None = None, delete: AssistantError | None = None) -> None:
        self._insert, self._delete = insert, delete
        self.calls: list[str] = []

    def insert(self, connector: str, body: Mapping[str, Any]) -> dict[str, Any]:
        self.calls.append(f"POST {connector}")
        if self._insert:
            raise self._insert
        return {"KnSubject": {"SbId": "77"}}

    def delete(self, path: str) -> dict[str, Any]:
        self.calls.append(f"DELETE {path}")
        if self._delete:
            raise self._delete
        return {}


def broken_line() -> LineError:
    plain = line_error("line_broken")
    error = LineError("line_broken", title=plain.title, explanation=plain.explanation, action=plain.action)
    error.maybe_sent = True
    return error


@pytest.mark.parametrize(
    ("writer", "status", "reason", "calls"),
    [
        (Writer(), Status.OK, None, 2),
        (Writer(insert=afas_error(500, NOT_VALID)), Status.FAILED, Reason.NOT_ALLOWED, 1),
        (Writer(insert=afas_error(500, UNKNOWN)), Status.NOT_TESTED, Reason.UNCLEAR_REPLY, 1),
        (Writer(insert=broken_line()), Status.NOT_TESTED, Reason.LINE_BROKEN, 1),
        (Writer(delete=afas_error(500, "nee")), Status.OK, Reason.LEFT_BEHIND, 2),
    ],
)  # fmt: skip
def test_outcomes(writer: Writer, status: Status, reason: Reason | None, calls: int) -> None:
    verdict = write_and_delete(LINE, writer, 100, SALES)
    assert (verdict.status, verdict.reason, len(writer.calls)) == (status, reason, calls)


def test_the_item_is_deleted_by_the_number_that_afas_gave() -> None:
    writer = Writer()
    write_and_delete(LINE, writer, 100, SALES)
    assert writer.calls == ["POST KnSubject", "DELETE KnSubject/KnSubject/@SbId/77"]


def test_bodies_name_the_invoice_by_its_kind() -> None:
    def link(invoice: Invoice) -> Any:
        objects = subject_body(100, invoice)["KnSubject"]["Element"]["Objects"]
        return objects[0]["KnSubjectLink"]["Element"]["Fields"]

    assert link(SALES) == {"DoCRM": True, "SfTp": 4, "SfId": "10001", "SiUn": 1, "SiTp": 1, "SiId": "2026001"}
    assert link(Invoice(12, 1, "20001", "P7")) == {
        "DoCRM": True, "SfTp": 11, "SfId": "20001", "PiUn": 1, "PiTp": 1, "PiId": "P7",
    }  # fmt: skip


@pytest.mark.parametrize("kind", [EnvironmentType.PRODUCTION, EnvironmentType.ACCEPT, None])
def test_refused_outside_a_test_environment(kind: EnvironmentType | None) -> None:
    with pytest.raises(ConfigurationError):
        refuse_outside_test(kind)


def test_allowed_in_a_test_environment() -> None:
    refuse_outside_test(EnvironmentType.TEST)
    refuse_outside_test(EnvironmentType.PRACTICE)


@pytest.mark.parametrize("text", ["13", "14=1,2,3", "13=1,2", "13=a,2,3", "13=1,,3", "13=1,2,3,4", ""])
def test_what_names_no_invoice(text: str) -> None:
    with pytest.raises(ConfigurationError):
        Invoice.parse(text)


def test_an_invoice_as_typed() -> None:
    assert Invoice.parse("13 = 1, 10001, 2026001") == SALES

"""Prove a destination by writing: one dossier item on an existing invoice, deleted again at once.

The strongest proof there is, and the only thing in a check that writes. It runs in a test environment only, only when
somebody asks for it, with the invoice that they name. Each of the two calls is sent once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from afas_assistant.afas.address import EnvironmentType
from afas_assistant.errors import AssistantError, ConfigurationError
from afas_assistant.onboarding.probes.destinations import SALES_INVOICE
from afas_assistant.onboarding.probes.refusals import answered
from afas_assistant.onboarding.report import CheckReport
from afas_assistant.onboarding.verdicts import Line, Reason, Section, Status, Verdict
from afas_assistant.texts import phrase

WHERE = frozenset({EnvironmentType.TEST, EnvironmentType.PRACTICE})
SUBJECT = "AFAS Assistant: proef, mag weg"


class DossierWriter(Protocol):
    """The writing that this test needs of the client."""

    def insert(self, connector: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Send a new record."""
        ...

    def delete(self, path: str) -> dict[str, Any]:
        """Delete a record."""
        ...


@dataclass(frozen=True)
class Invoice:
    """An invoice that exists in AFAS: administration, debtor or creditor number, invoice number."""

    destination: int
    unit: int
    relation: str
    number: str

    @classmethod
    def parse(cls, text: str) -> "Invoice":
        """Return the invoice that *13=1,10001,2026001* names.

        Raises ConfigurationError with the code `invoice_not_understood`.
        """
        kind, _, rest = text.partition("=")
        parts = [part.strip() for part in rest.split(",")]
        if kind.strip() not in {"12", "13"} or len(parts) != 3 or not parts[0].isdecimal() or not all(parts):
            raise ConfigurationError(
                "invoice_not_understood",
                title=phrase("“{text}” does not name an invoice.", text=text),
                explanation=phrase(
                    "The form is DESTINATION=ADMINISTRATION,RELATION,INVOICE, for instance 13=1,10001,2026001."
                ),
                action=phrase("Use 12 for a purchase invoice and 13 for a sales invoice that exist in AFAS."),
            )
        return cls(int(kind), int(parts[0]), parts[1], parts[2])


def refuse_outside_test(kind: EnvironmentType | None) -> None:
    """Raise ConfigurationError unless this is a test environment."""
    if kind not in WHERE:
        raise ConfigurationError(
            "write_test_refused",
            title=phrase("The write test runs in a test environment only."),
            explanation=phrase("It writes one dossier item and deletes it; nobody should find that in real books."),
            action=phrase("Run it in the test environment, or confirm the destination by hand."),
        )


def subject_body(item_type: int, invoice: Invoice) -> dict[str, Any]:
    """Return a dossier item (KnSubject) on the invoice.

    StId is the item type, Ds the subject, DoCRM puts it in the CRM dossier, SfTp 4 is a sales and 11 a purchase
    relation with its number in SfId; SiUn, SiTp, SiId (or Pi…) name the invoice by administration, type and number.
    """
    sales = invoice.destination == SALES_INVOICE
    prefix = "Si" if sales else "Pi"
    link = {
        "DoCRM": True,
        "SfTp": 4 if sales else 11,
        "SfId": invoice.relation,
        f"{prefix}Un": invoice.unit,
        f"{prefix}Tp": 1,
        f"{prefix}Id": invoice.number,
    }
    fields = {"StId": item_type, "Ds": SUBJECT}
    objects = [{"KnSubjectLink": {"Element": {"Fields": link}}}]
    return {"KnSubject": {"Element": {"Fields": fields, "Objects": objects}}}


def write_and_delete(line: Line, writer: DossierWriter, item_type: int, invoice: Invoice) -> Verdict:
    """Write the item, delete it, and return the verdict on the destination."""
    try:
        keys = writer.insert("KnSubject", subject_body(item_type, invoice))
    except AssistantError as error:
        return _not_written(line, error)
    number = str(keys.get("KnSubject", {}).get("SbId") or "")
    try:
        writer.delete(f"KnSubject/KnSubject/@SbId/{number}")
    except AssistantError as error:
        return _left_behind(line, number, error)
    title = phrase("Proven: an item of type {item_type} was written and deleted again", item_type=item_type)
    return Verdict(line, Status.OK, title, found=str(item_type))


def _not_written(line: Line, error: AssistantError) -> Verdict:
    detail = tuple(error.technical.lines())
    if error.code == "destination_not_allowed":
        return Verdict(
            line,
            Status.FAILED,
            answered(error),
            reason=Reason.NOT_ALLOWED,
            meaning=error.explanation,
            remedy=error.action,
            quote=error.technical.external_message,
            detail=detail,
        )
    if getattr(error, "maybe_sent", False):
        return Verdict(
            line,
            Status.NOT_TESTED,
            phrase("Not tested because the line broke; the item may have been written"),
            reason=Reason.LINE_BROKEN,
            remedy=phrase(
                "Look in AFAS for a dossier item with the subject “{subject}” and delete it.", subject=SUBJECT
            ),
            detail=detail,
        )
    return Verdict(
        line,
        Status.NOT_TESTED,
        answered(error),
        reason=Reason.UNCLEAR_REPLY,
        meaning=error.explanation,
        remedy=error.action,
        quote=error.technical.external_message,
        detail=detail,
    )


def _left_behind(line: Line, number: str, error: AssistantError) -> Verdict:
    return Verdict(
        line,
        Status.OK,
        phrase("Proven by writing, but item {number} could not be deleted", number=number or "?"),
        reason=Reason.LEFT_BEHIND,
        remedy=phrase("Delete the dossier item “{subject}” in AFAS.", subject=SUBJECT),
        quote=error.technical.external_message,
        detail=tuple(error.technical.lines()),
    )


def with_write_tests(
    report: CheckReport, writer: DossierWriter, item_type: int, invoices: list[Invoice]
) -> CheckReport:
    """Return the report in which the destinations of these invoices are judged by writing."""
    by_number = {str(invoice.destination): invoice for invoice in invoices}
    verdicts = [
        write_and_delete(one.line, writer, item_type, by_number[one.line.name])
        if one.line.section is Section.DESTINATION and one.line.name in by_number
        else one
        for one in report.verdicts
    ]
    return replace(report, verdicts=verdicts, wrote=True)

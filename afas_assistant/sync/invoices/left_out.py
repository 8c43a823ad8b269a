"""What an invoice plan says of things that are not charged: sent before, invoiced in TimeChimp, not approved.

They are counted in the plan's remarks; what a person named singly gets a record of its own.
"""

from collections.abc import Iterator, Mapping, Sequence

from afas_assistant.sync.findings import Finding, done, fails
from afas_assistant.sync.invoices.charges import Charge, ChargeKind
from afas_assistant.sync.invoices.reasons import sent_before, some
from afas_assistant.sync.invoices.selection import Left, Selection
from afas_assistant.sync.plan import PlannedRecord
from afas_assistant.texts import Text, literal, phrase, phrase_n

WITHOUT_VAT = phrase("Amounts are without VAT: AFAS works it out from the item and the debtor's VAT duty.")
PRICES = phrase(
    "TimeChimp's API gives no prices. They follow from each project's invoice method as this program reads it; "
    "compare the first invoices with TimeChimp."
)
NO_WITNESS = phrase(
    "No standard connector of AFAS shows direct invoices. Only this program's outbox keeps one from being sent twice: "
    "use it on one computer, and keep its data."
)
PROJECTS = phrase(
    "No way is known to mark a project in TimeChimp as invoiced: do that there by hand. Until then only the outbox "
    "knows that a fixed price or a subscription was invoiced."
)
_BY_PROJECT = frozenset({ChargeKind.FIXED_PRICE, ChargeKind.TASK, ChargeKind.SUBSCRIPTION})
_SINGLY: Mapping[Left, Finding] = {
    Left.INVOICED: done(Left.INVOICED, phrase("TimeChimp says that it was invoiced.")),
    Left.WRITTEN_OFF: done(Left.WRITTEN_OFF, phrase("It was written off in TimeChimp.")),
    Left.NOT_BILLABLE: done(Left.NOT_BILLABLE, phrase("It is not billable.")),
    Left.NO_INVOICING: done(Left.NO_INVOICING, phrase("Its project is not invoiced.")),
    Left.COVERED: done(Left.COVERED, phrase("It is part of a price for the whole project or activity.")),
    Left.NOTHING: done(Left.NOTHING, phrase("Nothing was registered: its quantity is zero.")),
    Left.NOT_APPROVED: fails(
        Left.NOT_APPROVED,
        phrase("It is not approved."),
        phrase("Approve it in TimeChimp. Where the office does not approve, set status_to_invoice to Open."),
    ),
    Left.NOT_DUE: done(Left.NOT_DUE, phrase("Nothing of this project is due in this period.")),
}
_ABSENT = fails(
    "not_found",
    phrase("It is not among the registrations of this period, nor among the projects that may be invoiced."),
    phrase("Check the reference and the period."),
)


def sent_record(write_id: int, charges: Sequence[Charge], counterpart: str) -> PlannedRecord:
    """Return the record of what stands in a write of the outbox already."""
    finding = sent_before(write_id, len(charges))
    what = some(sorted(one.project or one.subject for one in charges))
    reference = f"write/{write_id}/{charges[0].customer_id or 0}"
    return PlannedRecord(reference, what, counterpart, finding.outlook, (finding.reason,))


def left_record(source: str, left: Left | None) -> PlannedRecord:
    """Return the record of something that was named singly and is not charged; None: it was not found."""
    finding = _ABSENT if left is None else _SINGLY[left]
    return PlannedRecord(source, source, "", finding.outlook, (finding.reason,))


def remarks_of(selection: Selection, claims: Mapping[str, int]) -> tuple[Text, ...]:
    """Return what holds for the whole plan."""
    by_project = any(one.kind in _BY_PROJECT for one in selection.charges)
    sent = sum(one.source in claims for one in selection.charges)
    remarks = [WITHOUT_VAT, PRICES, NO_WITNESS, *([PROJECTS] if by_project else [])]
    remarks.append(phrase("What is invoiced has the status {status}.", status=literal(selection.status.value)))
    if sent:
        remarks.append(phrase_n("{count} was sent before.", "{count} were sent before.", sent))
    return (*remarks, *_counted(selection))


def _counted(selection: Selection) -> Iterator[Text]:
    for left in Left:
        count = selection.left.get(left, 0)
        if count:
            yield phrase("Left out: {count}. {why}", count=count, why=_SINGLY[left].reason.text)

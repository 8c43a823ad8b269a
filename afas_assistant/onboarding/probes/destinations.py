"""Judge a dossier-item destination by the strongest proof that the environment allows.

AFAS exposes destinations through no standard connector; a forbidden one shows only as a refusal at insert. So: a
connector on the destination table where somebody made one; else existing items of that kind; else a person's word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from afas_assistant.onboarding.requirements import DestinationRequirement
from afas_assistant.onboarding.verdicts import Certainty, Line, Reason, Status, Verdict
from afas_assistant.texts import Text, literal, phrase


class Setting(IntEnum):
    """What a dossier item type says of one destination (AFAS's how-to on workflow actions)."""

    OPTIONAL = 1
    MANDATORY = 2
    NOT_ALLOWED = 3
    ONE_OF = 4


ALLOWS = frozenset({Setting.OPTIONAL, Setting.ONE_OF})
PURCHASE_INVOICE, SALES_INVOICE = 12, 13
OPEN_BUILT_IN = -5


@dataclass(frozen=True)
class DestinationRow:
    """One row of a `*_Dossierbestemming`-like GetConnector: type number, destination number, setting."""

    item_type: int
    destination: int
    setting: Setting


@dataclass(frozen=True)
class FileRow:
    """One row of `Profit_SubjectFile`: an item's type and the invoices that it hangs on."""

    item_type: int
    purchase_invoice: str | None
    sales_invoice: str | None


@dataclass(frozen=True)
class DestinationEvidence:
    """What could be read about destinations; None where that source is not there.

    `relations` holds the numbers of destinations whose *relation* (not the invoice) existing items show.
    """

    connector: str | None = None
    table: Sequence[DestinationRow] | None = None
    files: Sequence[FileRow] | None = None
    relations: frozenset[int] | None = None


def judge_destination(
    line: Line, requirement: DestinationRequirement, evidence: DestinationEvidence, item_type: int | None
) -> Verdict:
    """Return the verdict on a destination for the item type that the person picked, or for any type."""
    rows = [row for row in evidence.table or () if row.destination == requirement.number and _counts(row, item_type)]
    if rows:
        return _by_table(line, rows, evidence.connector or "", item_type)
    types = _types_in_history(evidence.files, requirement.number, item_type)
    if types:
        return _by_history(line, types)
    if evidence.relations and requirement.number in evidence.relations:
        return _by_relation(line)
    return _by_hand(line)


def _counts(row: DestinationRow, item_type: int | None) -> bool:
    """Whether a row's type may be used: the one that was picked, else any of the environment's own (positive) types.

    AFAS's built-in types are negative and closed for writing, except the one for purchase invoices in Small Business.
    """
    if item_type is not None:
        return row.item_type == item_type
    return row.item_type > 0 or (row.item_type == OPEN_BUILT_IN and row.destination == PURCHASE_INVOICE)


def _by_table(line: Line, rows: Sequence[DestinationRow], connector: str, item_type: int | None) -> Verdict:
    certainty = Certainty.CONFIRMED if item_type is not None else Certainty.INFERRED
    good = sorted(row.item_type for row in rows if row.setting in ALLOWS)
    if good:
        title = phrase("Allowed for item type {types} (read from {connector})", types=_list(good), connector=connector)
        return Verdict(line, Status.OK, title, certainty=certainty, found=_list(good).render())
    mandatory = sorted(row.item_type for row in rows if row.setting is Setting.MANDATORY)
    if mandatory:
        return _mandatory(line, mandatory, connector, certainty)
    return Verdict(
        line,
        Status.FAILED,
        phrase("Not allowed for item type {types}", types=_list(sorted(row.item_type for row in rows))),
        reason=Reason.NOT_ALLOWED,
        certainty=certainty,
        found=connector,
        meaning=phrase("AFAS will refuse every attachment that goes to this destination."),
        remedy=phrase("Set this destination to Optioneel (optional) on the item type."),
    )


def _mandatory(line: Line, types: Sequence[int], connector: str, certainty: Certainty) -> Verdict:
    """Mandatory lets our items pass, but refuses items of this type that have no invoice: it holds with a warning."""
    return Verdict(
        line,
        Status.OK,
        phrase("Mandatory for item type {types}: works, but items without an invoice are refused", types=_list(types)),
        reason=Reason.MANDATORY,
        certainty=certainty,
        found=connector,
        remedy=phrase("Optioneel (optional) is the safer setting."),
    )


def _by_history(line: Line, types: Sequence[int]) -> Verdict:
    title = phrase("Proven by existing items of type {types} that hang on such an invoice", types=_list(types))
    return Verdict(line, Status.OK, title, certainty=Certainty.INFERRED, found="Profit_SubjectFile")


def _by_relation(line: Line) -> Verdict:
    """The relation shows that such items exist, not that they may hang on an invoice: a person must look."""
    return Verdict(
        line,
        Status.BY_HAND,
        phrase("Existing items prove the relation only, not the invoice; look once and confirm by hand"),
        reason=Reason.NOT_CONFIRMED,
        certainty=Certainty.INFERRED,
        found="Profit_Subjects",
        remedy=_how_to_look(),
    )


def _by_hand(line: Line) -> Verdict:
    return Verdict(
        line,
        Status.BY_HAND,
        phrase("AFAS shows this setting nowhere; look once and confirm by hand"),
        reason=Reason.NOT_CONFIRMED,
        remedy=_how_to_look(),
    )


def _how_to_look() -> Text:
    return phrase("Open the item type, tab Bestemming; the value must be Optioneel (optional). Then confirm by hand.")


def _types_in_history(files: Sequence[FileRow] | None, number: int, item_type: int | None) -> list[int]:
    held = {
        row.item_type
        for row in files or ()
        if (row.purchase_invoice if number == PURCHASE_INVOICE else row.sales_invoice)
    }
    return sorted(held if item_type is None else held & {item_type})


def _list(types: Sequence[int]) -> Text:
    return literal(", ".join(str(number) for number in types[:5]))

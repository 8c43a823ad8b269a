"""The lines of a sales booking, and the body of `FiEntries` that they make.

Field ids (AFAS's reference table): VaAs 1 ledger account, 2 debtor; AcNr account or debtor number; EnDa and BpDa day of
entry and of the voucher, of which BpDa decides the period; BpNr voucher number; InId invoice number; AmDe and AmCr
debit and credit; VaId VAT code; DaEx due date; PaCd payment condition; Ds description; DiC1 cost centre. There is no
field for VAT amounts: VAT is a line of its own on the account of the VAT code, with the same VaId.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from afas_assistant.sync.money import ZERO
from afas_assistant.sync.plan import AccountLine

LONGEST_INVOICE_NUMBER, LONGEST_VOUCHER_NUMBER, LONGEST_TEXT = 12, 32, 255
MOST_LINES = 1_000
"""Lines in one entry (AFAS's advice)."""
LEDGER, DEBTOR = "1", "2"


@dataclass(frozen=True)
class BookingLine:
    """One line: `side` is VaAs, `amount` is debit, negative when credit."""

    side: str
    account: str
    text: str
    amount: Decimal
    vat_code: str = ""
    cost_centre: str = ""

    @property
    def debit(self) -> Decimal:
        """The amount when it is debit, else nothing."""
        return max(self.amount, ZERO)

    @property
    def credit(self) -> Decimal:
        """The amount when it is credit, else nothing."""
        return max(-self.amount, ZERO)

    def shown(self) -> AccountLine:
        """Return the line as the T-account shows it."""
        return AccountLine(self.account, self.text, self.debit, self.credit, self.vat_code)

    def mirrored(self) -> "BookingLine":
        """Return the line on the other side, as a credit has it."""
        return replace(self, amount=-self.amount)


@dataclass(frozen=True)
class Heading:
    """What holds for a whole booking; `due` and `payment_condition` only where they are known."""

    administration: int
    journal: str
    year: int
    period: int
    day: date
    invoice_number: str
    voucher_number: str
    due: date | None = None
    payment_condition: str = ""


def entry_body(heading: Heading, lines: Sequence[BookingLine]) -> dict[str, Any]:
    """Return the body of one booking."""
    fields = {
        "Year": heading.year,
        "Peri": heading.period,
        "UnId": heading.administration,
        "JoCo": heading.journal,
    }
    entries = {"FiEntries": {"Element": [_line(heading, one) for one in lines]}}
    return {"FiEntryPar": {"Element": {"Fields": fields, "Objects": [entries]}}}


def _line(heading: Heading, line: BookingLine) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "VaAs": line.side,
        "AcNr": line.account,
        "EnDa": heading.day,
        "BpDa": heading.day,
        "BpNr": heading.voucher_number[:LONGEST_VOUCHER_NUMBER],
        "Ds": line.text[:LONGEST_TEXT],
        "AmDe": line.debit,
        "AmCr": line.credit,
    }
    if line.vat_code:
        fields["VaId"] = line.vat_code
    if line.side == DEBTOR:
        fields["InId"] = heading.invoice_number
        fields |= {"DaEx": heading.due} if heading.due else {}
        fields |= {"PaCd": heading.payment_condition} if heading.payment_condition else {}
    if not line.cost_centre:
        return {"Fields": fields}
    allocation = {"DiC1": line.cost_centre, "AmDe": line.debit, "AmCr": line.credit}
    return {"Fields": fields, "Objects": [{"FiDimEntries": {"Element": [{"Fields": allocation}]}}]}

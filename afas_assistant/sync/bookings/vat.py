"""Which VAT code belongs to a rate and a debtor, and on which account its VAT is booked.

A person decides: 0 % may be exempt, reverse-charged or export, which the debtor's VAT duty tells. The account is that
of the VAT code in AFAS; where AFAS does not show its VAT codes, the mapping names it.
"""

from dataclasses import dataclass
from decimal import Decimal

from afas_assistant.sync.findings import Finding, doubts, fails
from afas_assistant.sync.mapping.mappings import Mappings, Table, vat_key
from afas_assistant.sync.master_records import MasterData, VatCode
from afas_assistant.sync.sales_side import is_sales
from afas_assistant.texts import phrase


@dataclass(frozen=True)
class VatChoice:
    """A VAT code (VaId) and the ledger account of its VAT; the account is empty where there is no VAT to book."""

    code: str
    account: str


def vat_choice(
    percentage: Decimal, duty: str, mappings: Mappings, master: MasterData
) -> tuple[VatChoice | None, list[Finding]]:
    """Return the VAT code for a rate, and what is to be said about it; None where it is not mapped."""
    code = mappings.vat_code(percentage, duty)
    if code is None:
        return None, [_not_mapped(percentage, duty)]
    if master.vat_codes is None:
        return _as_mapped(code, percentage, duty, mappings)
    known = master.vat_codes.get(code)
    if known is None:
        text = phrase("AFAS has no VAT code {code}.", code=code)
        remedy = phrase("Choose another VAT code for this rate.")
        return None, [fails("vat_code_unknown", text, remedy, mapping=f"vat/{vat_key(percentage, duty)}")]
    findings = _findings(known, percentage, duty)
    if percentage and not known.account:
        text = phrase("VAT code {code} has no account in AFAS for its VAT.", code=code)
        remedy = phrase("The administrator fills it in on the VAT code.")
        return None, [*findings, fails("vat_account_missing", text, remedy)]
    return VatChoice(code, known.account if percentage else ""), findings


def _findings(known: VatCode, percentage: Decimal, duty: str) -> list[Finding]:
    found = []
    if known.blocked:
        text = phrase("VAT code {code} is blocked in AFAS.", code=known.code)
        found.append(fails("vat_code_blocked", text, mapping="vat/"))
    if is_sales(known.kind, known.description) is False:
        named = f"{known.code} {known.description}".strip()
        text = phrase("VAT code {code} seems to be one for purchases.", code=named)
        found.append(doubts("vat_not_for_sales", text, phrase("Choose a VAT code for sales, or tick it if it is one.")))
    if percentage and known.percentage != percentage:
        text = phrase(
            "VAT code {code} is {known} % in AFAS, the invoice has {percentage} %.",
            code=known.code,
            known=f"{known.percentage.normalize():f}",
            percentage=f"{percentage.normalize():f}",
        )
        found.append(fails("vat_rate_differs", text, phrase("Choose the VAT code of this rate."), mapping="vat/"))
    if duty and known.duty and known.duty != duty:
        text = phrase(
            "VAT code {code} is for VAT duty {known}, the debtor has {duty}.",
            code=known.code,
            known=known.duty,
            duty=duty,
        )
        found.append(
            doubts("vat_duty_differs", text, phrase("Choose a VAT code for this duty, or correct the debtor."))
        )
    return found


def _as_mapped(code: str, percentage: Decimal, duty: str, mappings: Mappings) -> tuple[VatChoice | None, list[Finding]]:
    """Return the choice without AFAS's list of VAT codes: the mapping must name the account."""
    value = mappings.value(Table.VAT, vat_key(percentage, duty), vat_key(percentage, "")) or {}
    account = str(value.get("account") or "")
    unread = doubts(
        "vat_codes_unread", phrase("AFAS does not show its VAT codes, so that {code} is not checked.", code=code)
    )
    if not percentage:
        return VatChoice(code, ""), [unread]
    if account:
        return VatChoice(code, account), [unread]
    text = phrase(
        "The account for the VAT of code {code} is not known, since AFAS does not show its VAT codes.", code=code
    )
    remedy = phrase(
        "Let the administrator add Profit_VAT_code to the app connector, or give the account with the mapping."
    )
    return None, [fails("vat_account_missing", text, remedy)]


def _not_mapped(percentage: Decimal, duty: str) -> Finding:
    text = phrase(
        "No VAT code is chosen for {percentage} % and a debtor with VAT duty {duty}.",
        percentage=f"{percentage.normalize():f}",
        duty=duty or "–",
    )
    key = vat_key(percentage, duty)
    return fails("vat_unmapped", text, phrase("Choose it in the mappings (vat, {key}).", key=key), mapping=f"vat/{key}")

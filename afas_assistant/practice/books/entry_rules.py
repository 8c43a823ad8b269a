"""What AFAS checks of an entry before it books: header, every line, balance. The order of the checks is inferred."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from afas_assistant.practice.books import master, register
from afas_assistant.practice.books.items import INVOICING
from afas_assistant.practice.books.records import PartyKind
from afas_assistant.practice.books.store import SET_UP, Books
from afas_assistant.practice.books.values import amount, day, number, text, truth
from afas_assistant.practice.failures import RefusalError
from afas_assistant.practice.tables import projects
from afas_assistant.practice.updateconnectors import Element

LEDGER = "1"
PARTIES: dict[str, PartyKind] = {"2": "2", "3": "3"}
# debtors are not booked in a purchase journal, nor creditors in a sales journal (vendors report the refusal)
UNFIT = {("I", "2"), ("V", "3")}


@dataclass(frozen=True)
class Header:
    """The header of an entry; AdDc and AdDa let AFAS make codes and assignments that are missing."""

    administration: int
    year: int
    period: int
    journal: str
    makes_codes: bool
    makes_assignments: bool
    numbers_itself: bool

    @property
    def kind(self) -> str:
        """The kind of journal: I purchases, V sales, K cash, B bank, M memorial."""
        return master.JOURNALS[self.journal]


def header(books: Books, element: Element) -> Header:
    """Check the header. Without an administration AFAS takes the one that the user last opened."""
    given = text(element, "UnId")
    administration = int(given) if given else books.switches.last_administration
    if administration not in master.ADMINISTRATIONS:
        raise RefusalError("value_unknown", label="Nummer administratie")
    master.known(text(element, "JoCo"), master.JOURNALS, "Dagboek")
    year, period = number(element, "Year"), number(element, "Peri")
    _check_period(books, administration, year, period)
    return Header(
        administration, year, period, text(element, "JoCo"), truth(element, "AdDc"), truth(element, "AdDa"),
        truth(element, "AuNu"),
    )  # fmt: skip


def check_line(books: Books, head: Header, line: Element) -> None:
    """Check one line."""
    _check_account(books, head, line)
    if amount(line, "AmDe") and amount(line, "AmCr"):
        raise RefusalError("both_amounts")
    check_day(books, head.administration, day(line, "BpDa"))
    _check_vat(books, head, line)
    _check_allocations(books, head, line)
    _check_projects(books, head, line)
    for spread in line.objects.get("FiTransEntries", ()):
        for year, period in (("YeSt", "PeSt"), ("YeEn", "PeEn")):
            _check_period(books, head.administration, number(spread, year), number(spread, period), open_only=False)
    master.known(text(line, "PaCd"), master.TERMS, "Betalingsvoorwaarde")
    master.known(text(line, "CuId"), master.CURRENCIES, "Valuta")
    master.known_foreign(text(line, "Judg"), master.EMPLOYEES, "Medewerker", "C1_HrAct")


def check_day(books: Books, administration: int, voucher_day: date | None) -> None:
    """Refuse a voucher date in a blocked period, or in none that exists (our assumption)."""
    if voucher_day is None:
        return
    if books.period_blocked(administration, voucher_day.year, voucher_day.month) is not False:
        shown = f"{voucher_day.day}-{voucher_day.month}-{voucher_day.year}"
        raise RefusalError("date_in_blocked_period", date=shown)


def check_balance(lines: Iterable[Element]) -> None:
    """Refuse an entry whose debit is not its credit."""
    debit, credit = Decimal(0), Decimal(0)
    for line in lines:
        debit, credit = debit + amount(line, "AmDe"), credit + amount(line, "AmCr")
    if debit != credit:
        raise RefusalError("not_balanced", debit=debit, credit=credit)


def _check_period(books: Books, administration: int, year: int, period: int, *, open_only: bool = True) -> None:
    """Refuse a period that is not there, or is blocked."""
    blocked = books.period_blocked(administration, year, period)
    if blocked is None:
        raise RefusalError("value_unknown", label="Periode")
    if blocked and open_only:
        raise RefusalError("period_blocked", period=period, year=year)


def _check_account(books: Books, head: Header, line: Element) -> None:
    """Refuse an account, debtor or creditor that is not there, is no debtor, or does not fit its kind or journal."""
    kind, account = text(line, "VaAs"), text(line, "AcNr")
    if kind == LEDGER:
        fits = account in master.ACCOUNTS
    elif kind in PARTIES:
        party = register.party(books, PARTIES[kind], account)
        fits = party is not None and party.active and (head.kind, kind) not in UNFIT
    else:
        raise RefusalError("value_unknown", label="Kenmerk rekening")
    if not fits:
        raise RefusalError("foreign_key", label="Rekeningnummer", table="KnAnt1")


def _check_vat(books: Books, head: Header, line: Element) -> None:
    """Check the VAT code against the account: known, allowed, there where it is needed, and of the right direction."""
    code, number_ = text(line, "VaId"), text(line, "AcNr")
    master.known_foreign(code, master.VAT_CODES, "Btw-code", "KnVat")
    if text(line, "VaAs") != LEDGER:
        if code:
            raise RefusalError("vat_not_allowed", account=number_)
        return
    account = master.ACCOUNTS[number_]
    if code and not account.vat_allowed:
        raise RefusalError("vat_not_allowed", account=number_)
    needed = account.vat_allowed and head.kind in INVOICING and books.switches.vat_code_required
    preferred = master.VAT_CODES.get(account.vat_code)
    wrong_side = bool(code and preferred and preferred.side != master.VAT_CODES[code].side)
    if (needed and not code) or wrong_side:
        raise RefusalError("vat_required", account=number_)


def _check_allocations(books: Books, head: Header, line: Element) -> None:
    """Check allocation codes: there where the account demands them, known, assigned, and adding up."""
    shares = line.objects.get("FiDimEntries", ())
    account = text(line, "AcNr")
    ledger_account = master.ACCOUNTS.get(account) if text(line, "VaAs") == LEDGER else None
    for axis in ledger_account.compulsory if ledger_account else ():
        if not shares or not all(text(share, f"DiC{axis}") for share in shares):
            raise RefusalError("allocation_required", axis=master.AXES[axis], account=account)
    for share in shares:
        for axis in master.AXES:
            _check_code(books, head, account, axis, text(share, f"DiC{axis}"))
    total = sum((amount(share, "AmDe") - amount(share, "AmCr") for share in shares), Decimal(0))
    given = any(amount(share, "AmDe") or amount(share, "AmCr") for share in shares)
    if (given or len(shares) > 1) and total != amount(line, "AmDe") - amount(line, "AmCr"):
        raise RefusalError("allocation_differs", account=account)


def _check_code(books: Books, head: Header, account: str, axis: int, code: str) -> None:
    """Check one allocation code with its account; AdDc makes the code, AdDa the assignment."""
    if not code:
        return
    if code not in master.ALLOCATION_CODES.get(axis, ()) and (axis, code) not in books.tables.codes:
        if not head.makes_codes:
            raise RefusalError("foreign_key", label=master.AXES[axis], table="C5_KnByz4")
        books.tables.codes.add((axis, code))
        books.changed(SET_UP)
    ledger_account = master.ACCOUNTS.get(account)
    born = ledger_account and axis in ledger_account.compulsory and code in master.ALLOCATION_CODES[axis]
    assignment = (head.administration, account, axis, code)
    if not born and assignment not in books.tables.assignments:
        if not head.makes_assignments:
            raise RefusalError("assignment_missing", code=code, account=account)
        books.tables.assignments.add(assignment)
        books.changed(SET_UP)


def _check_projects(books: Books, head: Header, line: Element) -> None:
    """Check projects: known, and of this administration."""
    parts = line.objects.get("FiPrjEntries", ())
    account = master.ACCOUNTS.get(text(line, "AcNr")) if text(line, "VaAs") == LEDGER else None
    if account and account.to_project and books.switches.project_lines_required and not parts:
        raise RefusalError("value_missing", label="Project", name="PrId")
    for project in filter(None, (text(part, "PrId") for part in (line, *parts))):
        known = {str(row["ProjectId"]): row["UnitId"] for row in projects(books.seed)}
        master.known(project, known, "Project")
        if known[project] != head.administration:
            raise RefusalError("project_not_allowed", project=project)
    for part in parts:
        master.known(text(part, "ItCd"), {code for _, code in master.ITEMS}, "Itemcode")
        master.known_foreign(text(part, "EmId"), master.EMPLOYEES, "Medewerker", "C1_HrAct")

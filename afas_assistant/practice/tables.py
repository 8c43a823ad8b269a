"""The rows behind every GetConnector, made on first use and kept."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from afas_assistant.practice import bookings, dossiers, ledger
from afas_assistant.practice.ledger import Row, moment
from afas_assistant.practice.seed import Relation, Seed, creditor, debtor

Maker = Callable[[Seed], Iterable[Row]]
_DAY = "2025-03-03T09:15:00Z"
ARTICLES = (
    ("1000", "Montageset", "2", "stk", "1"), ("1001", "Kabelgoot 2 meter", "2", "stk", "1"),
    ("1203", "Schakelaar", "2", "stk", "1"), ("9900", "Werkjas", "2", "stk", "1"), ("2100", "Boek", "2", "stk", "2"),
)  # fmt: skip
WORK_TYPES = (("300", "Monteur"), ("301", "Projectleider"), ("302", "Advies"), ("303", "Reistijd"))
COSTS = (("K01", "Materiaal"), ("K02", "Kilometers"), ("K03", "Parkeren"))
USERS = (
    ("99001.appconnector", "Systeemgebruiker koppelingen", True), ("99001.admin", "Beheerder", False),
    ("99001.jdevries", "J. de Vries", False),
)  # fmt: skip


def debtors(seed: Seed) -> Iterator[Row]:
    """Debtors under AFAS's and the vendor's column names."""
    return (debtor_row(debtor(seed, index)) for index in range(seed.size))


def debtor_row(relation: Relation) -> Row:
    """Give the row of a debtor."""
    return _vendor(relation, "Debiteur") | {
        "DebtorId": relation.number, "DebtorName": relation.name, "BcCo": relation.contact_number,
        "SearchName": relation.search_name, "AdressLine1": relation.street,
        "AdressLine3": f"{relation.zip_code}  {relation.town}", "AdressLine4": "Nederland", "TelNr": relation.phone,
        "Email": relation.mail, "VatNr": relation.vat_number, "ChOfCommNr": relation.chamber_number,
        "CollectAccount": "1300", "PayCon": relation.payment_term, "VatDuty": "BTW", "Blocked": relation.blocked,
        "CreditLimit": relation.credit_limit, "CurrencyId": "EUR", "AutoPayment": relation.payment_term == "IN",
        "CreateDate": _DAY, "ModifiedDate": _DAY,
    }  # fmt: skip


def creditors(seed: Seed) -> Iterator[Row]:
    """Creditors under AFAS's and the vendor's column names."""
    return (creditor_row(creditor(seed, index)) for index in range(seed.creditors))


def creditor_row(relation: Relation) -> Row:
    """Give the row of a creditor."""
    return _vendor(relation, "Crediteur") | {
        "CreditorId": relation.number, "CreditorName": relation.name, "BcCo": relation.contact_number,
        "SearchName": relation.search_name, "Adressline1": relation.street,
        "Adressline3": f"{relation.zip_code}  {relation.town}", "Adressline4": "Nederland", "TelNr": relation.phone,
        "Email": relation.mail, "Btw-nummer": relation.vat_number, "ChOfCommNr": relation.chamber_number,
        "PaymentCondition": relation.payment_term, "CreditLimit": 0.0, "TempBlocked": False, "VatDuty": "BTW",
        "AutoPayment": True, "Blocked": relation.blocked, "CreateDate": _DAY, "ModifiedDate": _DAY,
    }  # fmt: skip


def _vendor(relation: Relation, key: str) -> Row:
    """Give the columns that the vendor's connectors share (our assumption)."""
    return {
        key: relation.number, "Naam": relation.name, "Zoeknaam": relation.search_name, "Adres": relation.street,
        "Postcode": relation.zip_code, "Woonplaats": relation.town, "Land": "NL", "KvK_nummer": relation.chamber_number,
        "Btw_nummer": relation.vat_number, "IBAN": relation.iban, "Betaalvoorwaarde": relation.payment_term,
        "Geblokkeerd": relation.blocked,
    }  # fmt: skip


def organisations(seed: Seed) -> Iterator[Row]:
    """Organisations behind the debtors."""
    return (organisation_row(debtor(seed, index)) for index in range(seed.size))


def organisation_row(relation: Relation) -> Row:
    """Give the row of the organisation behind a relation."""
    return {
        "BcCo": relation.contact_number, "Type": "Organisatie", "SearchName": relation.search_name,
        "Name": relation.name, "AdressLine1": relation.street,
        "AdressLine3": f"{relation.zip_code}  {relation.town}", "AdressLine4": "Nederland",
        "TelWork": relation.phone, "MailWork": relation.mail, "ChOfCommNr": relation.chamber_number,
    }  # fmt: skip


def articles(_: Seed) -> Iterator[Row]:
    """Articles."""
    for code, description, kind, unit, vat in ARTICLES:
        yield {
            "ItemCode": code, "Description": description, "UnitId": unit, "Factor": 1, "ArtGroup": "01",
            "Blocked": False, "VATGroup": vat, "ItemTypeCode": kind, "Stock": False, "BitDecimals": 2,
            "CreateDate": _DAY, "ModifiedDate": _DAY,
        }  # fmt: skip


def work_types(_: Seed) -> Iterator[Row]:
    """Work types, the items hours are invoiced with."""
    for code, description in WORK_TYPES:
        yield {
            "ItemCode": code, "Description": description, "CreateDate": _DAY, "ModifiedDate": _DAY, "Group": "UREN",
            "TimeCode": code, "TimeType": "N",
        }  # fmt: skip


def units(_: Seed) -> Iterator[Row]:
    """Units per item: articles per piece, work types per hour, costs per piece."""
    items = [("2", code, "stk") for code, *_ in ARTICLES]
    items += [("1", code, "uur") for code, _ in WORK_TYPES] + [("6", code, "stk") for code, _ in COSTS]
    for kind, code, unit in items:
        yield {"ItemType": kind, "ItemCode": code, "UnitId": unit, "Amount": 1.0, "BasicItem": True}


def projects(seed: Seed) -> Iterator[Row]:
    """Projects of the first debtors."""
    for index in range(min(seed.size, 25)):
        relation = debtor(seed, index)
        yield {
            "ProjectId": f"P{index + 1:05d}", "Description": f"Onderhoud {relation.town}", "UnitId": 1,
            "ProjectGroup": "OND", "CheckedOut": False, "BcCo": relation.contact_number, "DebtorId": relation.number,
            "DateStart": moment(date(2026, 1, 1)), "Chargeable": True, "CreateDate": _DAY, "ModifiedDate": _DAY,
            "ProjectGroupId": "OND",
        }  # fmt: skip


def users(_: Seed) -> Iterator[Row]:
    """Users of the environment."""
    for user, description, connector in USERS:
        yield {
            "UserId": user, "Description": description, "Blocked": False, "Email": f"{user[6:]}@oefenbedrijf.example",
            "Windows": not connector, "Connector": connector, "OutSite": False, "InSite": not connector,
        }  # fmt: skip


def features(_: Seed) -> Iterator[Row]:
    """Features of dossier items, with one combination."""
    yield {
        "FeatureId": 1, "FeatureValueId": 1, "FeatureCombinationId": 1, "SubjectTypeId": dossiers.OWN_INVOICE_TYPE,
        "Description": "Afdeling", "FeV1": 1, "FeV1Desc": "Administratie", "Blocked": False, "Kenmerk": 1,
        "Omschrijving": "Afdeling", "Type_dossieritem": dossiers.OWN_INVOICE_TYPE, "Combinatie": 1,
    }  # fmt: skip


def oddments(_: Seed) -> Iterator[Row]:
    """One row each for the small connectors that no check reads in depth."""
    yield {
        "Taalcode": "NL", "Taal": "Nederlands", "ISO_taalcode": "nl", "ISO_taal": "Dutch", "Warehouse": "01",
        "Description": "Hoofdmagazijn", "UnitIdFin": 1, "Blocked": False, "CountryId": "NL", "CreateDate": _DAY,
        "ModifiedDate": _DAY, "ProjectGroupId": "OND", "UnitId": 1, "Code": "1", "Omschrijving": "Oefenregel",
    }  # fmt: skip


def imported(seed: Seed) -> Iterator[Row]:
    """Rows for a definition of a file that this environment knows nothing else of: all their texts are made up."""
    return ({} for _ in range(seed.size))


MAKERS: dict[str, Maker] = {
    "Profit_Debtor": debtors,
    "SBQ_Debiteuren": debtors,
    "ProfitDebtor": debtors,
    "Profit_Creditor": creditors,
    "SBQ_Crediteuren": creditors,
    "Profit_OrgPer": organisations,
    "Profit_Debtor_Invoices": bookings.invoices,
    "Profit_Creditor_Invoices": bookings.purchase_invoices,
    "Profit_Transactions": bookings.transactions,
    "Profit_Transactions_Allocated": bookings.allocated_transactions,
    "SBQ_Transactie": bookings.transactions,
    "Profit_Article": articles,
    "Profit_Worktype": work_types,
    "Profit_Hourtype": work_types,
    "Profit_Unit_per_Item": units,
    "Profit_Projects": projects,
    "Profit_Users": users,
    "Profit_Features": features,
    "Profit_FeatureValue": features,
    "Profit_FeatureCombination": features,
    "Kenmerken": features,
    "Kenmerkcombinaties": features,
    "Profit_Languages": oddments,
    "Profit_Warehouses": oddments,
    "Profit_Projectgroups": oddments,
    "filler": oddments,
    "imported": imported,
    "Profit_Subject_Attachments": lambda _: dossiers.attachments(),
    "Profit_SubjectTypes": lambda _: dossiers.types(),
    **dict.fromkeys(
        ("Profit_Administrations", "DDI_Profit_Administraties", "SBQ_Administratie"), lambda _: ledger.administrations()
    ),
    **dict.fromkeys(("Profit_Journals", "Precal_Dagboeken"), lambda _: ledger.journals()),
    **dict.fromkeys(("Profit_Accounts", "SBQ_Grootboekrekeningen"), lambda _: ledger.accounts()),
    **dict.fromkeys(("Profit_VAT_code", "SBQ_BTW"), lambda _: ledger.vat_codes()),
    **dict.fromkeys(("Profit_periods_per_administration", "CaseWare_Periods"), lambda _: ledger.periods()),
    **dict.fromkeys(("Profit_Currency", "Precal_Valuta"), lambda _: ledger.currencies()),
    **dict.fromkeys(("ProfitCountries", "Precal_Landen"), lambda _: ledger.countries()),
    "Precal_Betaalvoorwaarde": lambda _: ledger.payment_terms(),
    "Profit_Allocation_Assigments": lambda _: ledger.assignments(),
    **dict.fromkeys(
        ("Profit_CostCentre", "DDI_Profit_Kostenplaatsen", "SBQ_Kostenplaatsen_All"),
        lambda _: ledger.allocation_codes("1", ledger.COST_CENTRES),
    ),
    **dict.fromkeys(
        ("Profit_CostCarrier", "DDI_Profit_Kostendragers", "SBQ_Kostenplaatsen_2"),
        lambda _: ledger.allocation_codes("2", ledger.COST_CARRIERS),
    ),
}

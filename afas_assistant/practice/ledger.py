"""Pretend financial master data: administrations, journals, accounts, VAT, periods, cost centres, countries.

Every function yields rows as dictionaries by AFAS's column names; a column that a row does not name is empty (null).
"""

from collections.abc import Iterator
from datetime import date, timedelta

from afas_assistant.practice.seed import PAYMENT_TERMS

Row = dict[str, object]
ADMINISTRATIONS = (
    (1, "Oefenbedrijf Techniek B.V.", "OEFT", "Leusden"),
    (2, "Oefenbedrijf Service B.V.", "OEFS", "Amersfoort"),
    (3, "Oefenbedrijf Beheer B.V.", "OEFB", "Leusden"),
)
JOURNALS = (
    ("10", "Inkoop", "I"), ("20", "Verkoop", "V"), ("40", "Kas", "K"), ("50", "Bank", "B"), ("80", "Memoriaal", "M"),
)  # fmt: skip
# account, description, kind, VAT allowed, VAT code, axis 1 setting, to projects
ACCOUNTS = (
    ("0100", "Inventaris", "B", False, None, None, "N"), ("0200", "Vervoermiddelen", "B", False, None, None, "N"),
    ("1000", "Kas", "B", False, None, None, "N"), ("1100", "Bank", "B", False, None, None, "N"),
    ("1300", "Debiteuren", "B", False, None, None, "N"), ("1500", "Btw te vorderen", "B", True, None, None, "N"),
    ("1510", "Btw af te dragen hoog", "B", True, None, None, "N"),
    ("1511", "Btw af te dragen laag", "B", True, None, None, "N"),
    ("1600", "Crediteuren", "B", False, None, None, "N"), ("4000", "Lonen", "W", False, None, "B", "N"),
    ("4210", "Kantoorkosten", "W", True, "5", None, "N"), ("4300", "Reiskosten", "W", True, "5", "B", "J"),
    ("4320", "Projectkosten", "W", True, "5", None, "J"), ("4500", "Autokosten", "W", True, "5", "B", "N"),
    ("7000", "Kostprijs omzet", "W", True, "5", None, "J"), ("8000", "Omzet diensten", "W", True, "1", "B", "J"),
    ("8010", "Omzet artikelen", "W", True, "1", None, "N"), ("8020", "Omzet laag tarief", "W", True, "2", None, "N"),
    ("8074", "Omzet doorbelast", "W", True, "1", "B", "N"), ("8090", "Omzet buitenland", "W", True, "4", None, "N"),
)  # fmt: skip
# code, description, account, percentage, I purchase or V sales
VAT_CODES = (
    ("1", "Verkoop hoog", "1510", 21.0, "V"), ("2", "Verkoop laag", "1511", 9.0, "V"),
    ("3", "Verkoop vrijgesteld", "1510", 0.0, "V"), ("4", "Verkoop verlegd", "1510", 0.0, "V"),
    ("5", "Inkoop hoog", "1500", 21.0, "I"), ("6", "Inkoop laag", "1500", 9.0, "I"),
    ("7", "Inkoop verlegd", "1500", 0.0, "I"),
)  # fmt: skip
COST_CENTRES = (
    ("100", "Directie"), ("200", "Administratie"), ("300", "Verkoop"), ("400", "Werkplaats"), ("500", "Buitendienst"),
)  # fmt: skip
COST_CARRIERS = (("A10", "Nieuwbouw"), ("A20", "Onderhoud"), ("A30", "Storingen"))
CURRENCIES = (("EUR", "Euro", 1.0), ("USD", "Amerikaanse dollar", 0.9215), ("GBP", "Brits pond", 1.1874))
COUNTRIES = (
    ("NL", "Nederland", "NL"), ("B", "België", "BE"), ("D", "Duitsland", "DE"), ("F", "Frankrijk", "FR"),
    ("L", "Luxemburg", "LU"), ("GB", "Groot-Brittannië", "GB"), ("A", "Oostenrijk", "AT"), ("E", "Spanje", "ES"),
    ("I", "Italië", "IT"), ("P", "Portugal", "PT"), ("S", "Zweden", "SE"), ("USA", "Verenigde Staten", "US"),
    ("FIN", "Finland", "FI"), ("H", "Hongarije", "HU"), ("IRL", "Ierland", "IE"), ("N", "Noorwegen", "NO"),
    ("DK", "Denemarken", "DK"), ("CH", "Zwitserland", "CH"), ("PL", "Polen", "PL"),
)  # fmt: skip
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip


def moment(day: date) -> str:
    """Write a date as GetConnectors do: with a Z, although it is Amsterdam's local time."""
    return f"{day.isoformat()}T00:00:00Z"


def administrations() -> Iterator[Row]:
    """Administrations, under the names of every connector that shows them."""
    for number, name, code, town in ADMINISTRATIONS:
        yield {
            "AdminId": number, "AdminNm": name, "AdminCd": code, "Administratie": number, "Naam": name,
            "Omschrijving": name, "Valuta": "EUR", "Geblokkeerd": False, "KvK_nummer": f"9900000{number}",
            "Btw_nummer": f"NL99000000{number}B01", "Woonplaats": town,
        }  # fmt: skip


def journals() -> Iterator[Row]:
    """Journals (dagboeken) per administration."""
    for number, *_ in ADMINISTRATIONS:
        for code, description, kind in JOURNALS:
            yield {
                "UnitId": number, "JournalId": code, "Description": description, "JournalType": kind, "Blocked": False,
                "Administratie": number, "Dagboek": code, "Omschrijving": description, "Soort": kind,
                "Geblokkeerd": False,
            }  # fmt: skip


def accounts() -> Iterator[Row]:
    """Ledger accounts; axis setting B means that an allocation code is compulsory."""
    for code, description, kind, vat, vat_code, axis, project in ACCOUNTS:
        collecting = code in {"1300", "1600"}
        yield {
            "Account": code, "Description": description, "Type": "1", "Sort": kind, "Blocked": False,
            "CollectAccount": collecting, "CollectAccountType": {"1300": "D", "1600": "C"}.get(code),
            "Feature": "1", "VatAllowed": vat, "VatCode": vat_code, "Budget": "N", "ToProject": project,
            "DimAx1": axis, "Rekening": code, "Omschrijving": description, "Soort": kind, "Btw_toegestaan": vat,
            "Btw_code": vat_code, "Geblokkeerd": False,
        }  # fmt: skip


def vat_codes() -> Iterator[Row]:
    """VAT codes; the vendor's connector (our assumption) writes the rate as a part of one, so 21 % is 0.21."""
    for code, description, account, percentage, side in VAT_CODES:
        yield {
            "VatCode": code, "Description": description, "AccountNr": account, "VatPerc": percentage, "VatDuty": "BTW",
            "Blocked": False, "VatMethod": "E", "VatType": side, "Btw_code": code, "Omschrijving": description,
            "Tarief": percentage / 100, "Rekening": account, "Inkoop_verkoop": side, "Geblokkeerd": False,
        }  # fmt: skip


def periods(today: date | None = None) -> Iterator[Row]:
    """Twelve periods of last, this and next year; last year's are blocked, but for its last quarter."""
    for (number, year, month), blocked in period_states(today or local_day()).items():
        yield period(number, year, month, blocked=blocked)


def period_states(today: date) -> dict[tuple[int, int, int], bool]:
    """Tell which periods there are (administration, year, period), in row order, and which are blocked."""
    return {
        (number, year, month): year < today.year and month < 10
        for number, *_ in ADMINISTRATIONS
        for year in (today.year - 1, today.year, today.year + 1)
        for month in range(1, 13)
    }


def period(administration: int, year: int, month: int, *, blocked: bool) -> Row:
    """Give one period under the column names of both connectors that show periods."""
    first = date(year, month, 1)
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    name = f"{MONTHS[month - 1]} {year}"
    return {
        "Unit": administration, "Year": year, "Period": month, "PeriodDesc": name, "DateFrom": moment(first),
        "DateTo": moment(last), "Blocked": blocked, "Periodtable": 1, "TableDesc": "Maanden",
        "Administratie": administration, "Boekjaar": year, "Periode": month, "Omschrijving": name,
        "Datum_van": moment(first), "Datum_tm": moment(last), "Geblokkeerd": blocked,
    }  # fmt: skip


def assignments() -> Iterator[Row]:
    """Allocation assignments: which cost centre may be used with which account."""
    demanding = [account for account, *rest in ACCOUNTS if rest[4] == "B"]
    for number, *_ in ADMINISTRATIONS:
        for account in demanding:
            for code, description in COST_CENTRES:
                yield {
                    "Unit": number, "Account": account, "DimAx": "1", "AxDescription": "Kostenplaats", "DimCode": code,
                    "CodeDescription": description,
                }  # fmt: skip


def allocation_codes(axis: str, codes: tuple[tuple[str, str], ...]) -> Iterator[Row]:
    """Cost centres or cost carriers per administration, under the vendors' and AFAS's column names."""
    for number, *_ in ADMINISTRATIONS:
        for code, description in codes:
            yield {
                "Administratie": number, "As": axis, "Code": code, "Omschrijving": description, "Geblokkeerd": False,
                "EmployerId": f"{number:04d}", "CostCentre": code, "CostCarrier": code, "Description": description,
                "Blocked": False, "ModifiedDate": moment(date(2025, 1, 6)),
            }  # fmt: skip


def currencies() -> Iterator[Row]:
    """Currencies and their rates to the euro."""
    for code, description, rate in CURRENCIES:
        yield {
            "CurrencyId": code, "Currency": description, "Exchange_Rate": rate, "StartDate": moment(date(2025, 1, 1)),
            "DailyRate": rate, "Valuta": code, "Omschrijving": description, "Koers": rate,
        }  # fmt: skip


def countries() -> Iterator[Row]:
    """Countries under AFAS's own codes, which differ from ISO for many (B, D, F, L …)."""
    for code, name, iso in COUNTRIES:
        yield {"CoId": code, "Co": name, "Land": code, "Omschrijving": name, "ISO": iso}


def payment_terms() -> Iterator[Row]:
    """Payment conditions."""
    for code, description, days in PAYMENT_TERMS:
        yield {"Betaalvoorwaarde": code, "Omschrijving": description, "Dagen": days}


def local_day() -> date:
    """Give the day on this machine; the pretend books run through the current year."""
    return date.today()  # noqa: DTZ011 - AFAS's dates are local days without a time zone

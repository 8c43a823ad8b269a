"""Pretend dossier items: types, destinations, items, and the files that hang on invoices."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from mimetypes import guess_type

from afas_assistant.practice.bookings import invoice_number, purchase_number
from afas_assistant.practice.ledger import Row, moment
from afas_assistant.practice.seed import Seed, creditor, debtor

Destinations = Mapping[int, Mapping[int, int]]
OWN_INVOICE_TYPE = 100
OWN_NOTE_TYPE = 101
PURCHASE_INVOICE_TYPE = -5
FILE_COUNT = 12
# a type number below zero is AFAS's own; only own types and -5 may be written
TYPES = (
    (-1, "E-mail"),
    (PURCHASE_INVOICE_TYPE, "Inkoopfactuur"),
    (OWN_INVOICE_TYPE, "Factuur met bijlage"),
    (OWN_NOTE_TYPE, "Gespreksnotitie"),
)
PURCHASE_INVOICE = 12
SALES_INVOICE = 13
NOT_ALLOWED = 3
DESTINATION_NAMES = {
    1: "Geen",
    3: "Organisatie/persoon",
    4: "Verkooprelatie",
    11: "Inkooprelatie",
    PURCHASE_INVOICE: "Inkooprelatie + inkoopfactuur",
    SALES_INVOICE: "Verkooprelatie + verkoopfactuur",
}
SETTING_NAMES = {1: "Optioneel", 2: "Verplicht", NOT_ALLOWED: "Niet toegestaan", 4: "Een van deze verplicht"}
HEALTHY: Destinations = {
    PURCHASE_INVOICE_TYPE: {11: 1, PURCHASE_INVOICE: 1},
    OWN_INVOICE_TYPE: {4: 1, 11: 1, PURCHASE_INVOICE: 1, SALES_INVOICE: 1},
    OWN_NOTE_TYPE: {1: 1, 3: 1, 4: 1, 11: 1},
}
PDF = b"%PDF-1.4\n% oefenomgeving\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=="


def types() -> Iterator[Row]:
    """Types of dossier item; AFAS's connector shows no destinations."""
    for number, description in TYPES:
        yield {
            "SubjectTypeId": number, "Description": description, "Comment": True, "SubjectText": False,
            "Responsible": True, "StartDate": False, "EndDate": False, "Completed": True, "DateCompleted": True,
            "ResponsibleMandatory": False, "UseFeatures": False, "OnlyExistingFeatures": False, "WithoutFeature": True,
            "Confedential": False, "LinkFile": True, "EditMode": "1", "VisibleOutsite": False, "VisibleInsite": True,
            "UseNumber": True, "LastNumber": FILE_COUNT if number == OWN_INVOICE_TYPE else 0,
        }  # fmt: skip


def destinations(settings: Destinations) -> Iterator[Row]:
    """Destination settings per type, as a connector of the environment's own would show them (our assumption)."""
    names = dict(TYPES)
    for number, chosen in settings.items():
        for destination, setting in chosen.items():
            yield {
                "Type_dossieritem": number, "Omschrijving": names[number], "Bestemming": destination,
                "Bestemming_omschrijving": DESTINATION_NAMES[destination], "Instelling": setting,
                "Instelling_omschrijving": SETTING_NAMES[setting],
            }  # fmt: skip


def items(seed: Seed, *, linked: bool = True) -> Iterator[Row]:
    """Dossier items of the own types; ``linked`` False takes the link with debtors and creditors away."""
    for index in range(FILE_COUNT):
        sales = index % 2 == 0
        relation = (debtor if sales else creditor)(seed, index)
        day = date(2026, 1, 5) + timedelta(days=index * 9)
        yield {
            "TypeId": OWN_INVOICE_TYPE if linked else OWN_NOTE_TYPE, "SubjectId": 5001 + index,
            "DateCreated": moment(day), "Subject": _subject(index), "Number": index + 1,
            "OrgPersId": relation.contact_number, "ToDebtor": linked and sales,
            "ToCreditor": linked and not sales, "ToOrgPers": not linked,
            "Responsible": "99001.jdevries", "Afgehandeld": index % 3 == 0, "Prioriteit": "N",
        }  # fmt: skip


def files(settings: Destinations) -> Iterator[Row]:
    """Items of the own invoice type with the invoice they hang on: the proof that a destination was accepted."""
    allowed = settings.get(OWN_INVOICE_TYPE, {})
    for index in range(FILE_COUNT):
        sales = index % 2 == 0
        if allowed.get(SALES_INVOICE if sales else PURCHASE_INVOICE, NOT_ALLOWED) == NOT_ALLOWED:
            continue
        number = invoice_number(index) if sales else purchase_number(index)
        column = "Sales" if sales else "Purchase"
        yield {
            "SubjectId": 5001 + index, "Subject": _subject(index), "TypeId": OWN_INVOICE_TYPE,
            "FiEntryNumber": 200001 + index, "BookPieceNumber": number, f"{column}InvoiceNumber": number,
            f"Administration{column}Invoice": 1,
        }  # fmt: skip


def attachments() -> Iterator[Row]:
    """Files that hang on the items; ``file_id`` is what SubjectConnector asks for."""
    for index in range(FILE_COUNT):
        yield {
            "attachment_id": 9001 + index, "subject_id": 5001 + index, "file_id": file_id(index),
            "file_name": f"{_subject(index)}.pdf",
        }  # fmt: skip


def file_id(index: int) -> str:
    """Give the id of an item's file: 32 hex digits, as AFAS writes them."""
    return f"{0x0EFE0000 + index:032X}"


def attachment(subject: str, file: str) -> dict[str, str] | None:
    """Give SubjectConnector's reply for an item's file; None when there is no such item or file."""
    for row in attachments():
        if subject == str(row["subject_id"]) and file.upper() == row["file_id"]:
            return {"filename": str(row["file_name"]), **pdf()}
    return None


def pdf() -> dict[str, str]:
    """Give a tiny PDF as the file endpoints do: base64 in JSON."""
    return {"mimetype": "application/pdf", "filedata": b64encode(PDF).decode("ascii")}


def file_shown(name: str, content: bytes) -> dict[str, str]:
    """Give a file that was written here as the file endpoints do; its type is told by its name."""
    kind = guess_type(name)[0] or "application/octet-stream"
    return {"filename": name, "mimetype": kind, "filedata": b64encode(content).decode("ascii")}


def _subject(index: int) -> str:
    """Give the subject line of an item."""
    return f"Verkoopfactuur {invoice_number(index)}" if index % 2 == 0 else f"Inkoopfactuur {purchase_number(index)}"

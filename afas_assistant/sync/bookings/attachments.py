"""The PDF of an invoice, kept with its booking as a dossier item (`KnSubject`).

Field ids: StId type of dossier item, Ds subject, Da day; SfTp 4 and SfId hang it on a sales relation, SiUn, SiTp 1 and
SiId on its invoice; FileName and FileStream (base64) are the file. Source: AFAS's page on attaching to a sales invoice.
"""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from afas_assistant.errors import ConfigurationError
from afas_assistant.texts import Text, literal, phrase

DOSSIER_ITEM = "dossier_item"
LARGEST = 50_000_000
"""Bytes: AFAS takes 75 MB in a call, and base64 adds a third."""
_SIGN = b"%PDF-"


@dataclass(frozen=True)
class PdfFile:
    """A PDF in memory."""

    name: str
    content: bytes = field(repr=False)


def read_attachments(paths: Mapping[str, Path]) -> dict[str, PdfFile]:
    """Read the PDF of each invoice number; raises ConfigurationError attachment_unusable, before anything is sent."""
    return {number: _read(path.expanduser()) for number, path in paths.items()}


def _read(path: Path) -> PdfFile:
    try:
        if path.stat().st_size > LARGEST:
            raise _unusable(path, phrase("It is larger than AFAS takes in one call (50 MB)."))
        content = path.read_bytes()
    except OSError as error:
        raise _unusable(path, literal(error.strerror or type(error).__name__)) from None
    if not content.startswith(_SIGN):
        raise _unusable(path, phrase("It is no PDF."))
    return PdfFile(path.name[-255:], content)


def _unusable(path: Path, reason: Text) -> ConfigurationError:
    return ConfigurationError(
        "attachment_unusable",
        title=phrase("The file {path} cannot be attached.", path=literal(str(path))),
        explanation=reason,
        action=phrase("Give another file, or leave it out. Nothing was sent."),
    )


def dossier_body(
    file: PdfFile, *, dossier_type: int, administration: int, debtor: str, invoice_number: str, day: date
) -> dict[str, Any]:
    """Return the body that keeps a PDF with a sales invoice."""
    link = {"DoCRM": True, "SfTp": "4", "SfId": debtor, "SiUn": administration, "SiTp": 1, "SiId": invoice_number}
    attached = {"FileName": file.name, "FileStream": base64.b64encode(file.content).decode("ascii")}
    subject = {"StId": dossier_type, "Ds": invoice_number, "Da": f"{day.isoformat()}T00:00:00"}
    objects = [_object("KnSubjectLink", [link]), _object("KnSubjectAttachment", [attached])]
    return {"KnSubject": {"Element": {"Fields": subject, "Objects": objects}}}


def _object(name: str, records: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {name: {"Element": [{"Fields": one} for one in records]}}

"""A file that AFAS hands out: an attachment of a dossier item, or a report."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Attachment:
    """A file's name (empty for a report), its media type and its bytes."""

    filename: str
    mimetype: str
    content: bytes = field(repr=False)


def attachment_in(body: Mapping[str, Any]) -> Attachment:
    """Return the file from AFAS's `{"filename", "mimetype", "filedata"}`; raises ValueError for anything else."""
    data = body.get("filedata")
    try:
        content = base64.b64decode("".join(data.split()), validate=True) if isinstance(data, str) else None
    except binascii.Error:
        content = None
    if content is None:
        raise ValueError("no filedata in base64")
    return Attachment(str(body.get("filename") or ""), str(body.get("mimetype") or ""), content)

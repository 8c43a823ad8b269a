"""How a body for an UpdateConnector is written: amounts keep their cents, letters stay letters."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any


def body_text(body: Mapping[str, Any]) -> str:
    """Return a body as JSON; raises TypeError for a value that AFAS has no form for."""
    return json.dumps(body, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    """Return what JSON has no word for in AFAS's form: decimals with a point, dates without a zone."""
    if isinstance(value, Decimal):
        number = float(value)
        return number if Decimal(repr(number)) == value else f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in a body for AFAS")

"""Amounts as the language writes them: 1.250,00 or 1,250.00."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from afas_assistant.texts import Language, Text, current_language

_SWAP = str.maketrans({",": ".", ".": ","})


@dataclass(frozen=True)
class Amount(Text):
    """An amount, rendered late as all texts are; `sign` puts the currency before it."""

    value: Decimal
    sign: str = ""

    def render(self, language: Language | None = None) -> str:
        """Return it with two decimals."""
        words = f"{self.value:,.2f}"
        if (language or current_language()) == "nl":
            words = words.translate(_SWAP)
        return f"{self.sign} {words}" if self.sign else words

    def to_data(self) -> dict[str, Any]:
        """Return it as words: nothing reads it back as a number."""
        return {"literal": self.render("en")}


def money(value: Decimal, currency: str = "EUR") -> Amount:
    """Return an amount with its currency: the sign of the euro, else the code."""
    return Amount(value, "€" if currency == "EUR" else currency)

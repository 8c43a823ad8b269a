"""What the wizard found out about a TimeChimp key and had chosen as default item, and which of it is still open.

Never the key itself: that is in the keyring. The item is kept as a mapping, too; here it is what a page shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from afas_assistant.texts import Text, joined, literal, phrase

KEY, WRITING, ITEM = "time_tracking/key", "time_tracking/writing", "time_tracking/item"
"""The ids of what can be open: no key that reads, writing refused, no default item."""

LINE_NAMES: Mapping[str, Text] = {
    KEY: phrase("TimeChimp key"),
    WRITING: phrase("Writing in TimeChimp"),
    ITEM: phrase("Default item"),
}

ITEM_KINDS: Mapping[str, Text] = {"2": phrase("article"), "1": phrase("work type"), "6": phrase("costs")}
"""AFAS's VaIt of what a line of hours or expenses can be (AFAS's page on FbDirectInvoice)."""

REFUSED = "refused"


@dataclass(frozen=True)
class DefaultItem:
    """The item of lines whose activity or expense category has none of its own: VaIt, ItCd, BiUn."""

    kind: str
    code: str
    unit: str
    description: str = ""

    @property
    def words(self) -> Text:
        """Return it for a person: code, description, kind and unit."""
        parts = [literal(self.code), literal(self.description), ITEM_KINDS.get(self.kind, literal(self.kind))]
        return joined(*(part for part in parts if str(part)), phrase("unit {unit}", unit=self.unit), separator=" · ")


@dataclass(frozen=True)
class TimeTracking:
    """How the page stands. `generations` are the APIs that let the key read; `writing` is the probe's word."""

    generations: tuple[str, ...] = ()
    writing: str = ""
    item: DefaultItem | None = None

    def open_ids(self) -> list[str]:
        """Return the ids of what is open."""
        missing = {KEY: not self.generations, WRITING: self.writing == REFUSED, ITEM: self.item is None}
        return [name for name, is_open in missing.items() if is_open]

    def key_words(self) -> Text:
        """Return how TimeChimp can be used, for a person."""
        if not self.generations:
            return phrase("No key that TimeChimp accepts.")
        answers = phrase("API {names} answers.", names=", ".join(self.generations))
        writing = {
            "allowed": phrase("Writing seems allowed; the first real change proves it."),
            REFUSED: phrase("Writing is refused: registrations cannot be marked as invoiced."),
        }.get(self.writing, phrase("Whether writing is allowed could not be seen."))
        return joined(answers, writing)

    def to_data(self) -> dict[str, Any]:
        """Return it as plain data, to be kept."""
        item = self.item
        return {
            "generations": list(self.generations),
            "writing": self.writing,
            "item": [item.kind, item.code, item.unit, item.description] if item else None,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "TimeTracking":
        """Return what `to_data` described."""
        item = data.get("item")
        return cls(tuple(data.get("generations", ())), data.get("writing", ""), DefaultItem(*item) if item else None)

"""What was sent before and arrived, as a basis for proposals: read from the bodies that the outbox kept.

Field ids: Unit and UnId administration, JoCo journal, PaCd payment condition; of an invoice line VaIt kind of item,
ItCd item, BiUn unit, Ds text; of a booking's line VaAs side (1 ledger account), AcNr account, Ds text.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from afas_assistant.outbox.records import State, Write
from afas_assistant.sync.mapping.mappings import ItemChoice

KINDS = frozenset({"direct_invoice", "entry"})
_SETTINGS = {"Unit": "administration", "UnId": "administration", "JoCo": "journal", "PaCd": "payment_condition"}
_LEDGER = "1"


@dataclass(frozen=True)
class UsedBefore:
    """What arrived: settings by name, items and ledger accounts by the text of their line; the newest counts.

    `item_uses` tells how many lines with a text had an item, by text and item.
    """

    settings: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, ItemChoice] = field(default_factory=dict)
    accounts: Mapping[str, str] = field(default_factory=dict)
    usual_item: ItemChoice | None = None
    item_uses: Mapping[tuple[str, ItemChoice], int] = field(default_factory=dict)

    def item_of(self, name: str) -> ItemChoice | None:
        """Return the item of the newest line whose text names this activity or category, in whole words."""
        return next((item for text, item in self.items.items() if _names(text, name)), None)

    def times(self, name: str, item: ItemChoice) -> int:
        """Return on how many lines that name this the item stood; at least once."""
        counted = sum(count for (text, used), count in self.item_uses.items() if used == item and _names(text, name))
        return max(counted, 1)

    def texts(self) -> dict[tuple[str, str], str]:
        """Return what stood on the newest line of each item, by kind and code: AFAS tells no name of costs."""
        found: dict[tuple[str, str], str] = {}
        for text, item in self.items.items():
            found.setdefault((item.kind, item.code), text)
        return found

    def account_of(self, text: str) -> str | None:
        """Return the ledger account of the newest line with this text."""
        return self.accounts.get(text.strip().casefold())


def used_before(writes: Iterable[Write]) -> UsedBefore:
    """Return what the confirmed invoices and bookings among these writes used; they come newest first."""
    settings: dict[str, str] = {}
    items: dict[str, ItemChoice] = {}
    accounts: dict[str, str] = {}
    counted: Counter[ItemChoice] = Counter()
    uses: Counter[tuple[str, ItemChoice]] = Counter()
    for write in writes:
        if write.state is not State.CONFIRMED or write.kind not in KINDS or not write.body:
            continue
        for fields in _fields(json.loads(write.body)):
            text = str(fields.get("Ds") or "").strip().casefold()
            for name in _SETTINGS.keys() & fields.keys():
                settings.setdefault(_SETTINGS[name], str(fields[name]))
            if {"VaIt", "ItCd", "BiUn"} <= fields.keys():
                item = ItemChoice(str(fields["VaIt"]), str(fields["ItCd"]), str(fields["BiUn"]))
                items.setdefault(text, item)
                counted[item] += 1
                uses[text, item] += 1
            elif fields.get("VaAs") == _LEDGER and text:
                accounts.setdefault(text, str(fields["AcNr"]))
    usual = counted.most_common(1)[0][0] if counted else None
    return UsedBefore(settings, items, accounts, usual, uses)


def _names(text: str, name: str) -> bool:
    """Return whether a line's text holds this name in whole words."""
    wanted = name.strip().casefold()
    return bool(wanted) and f" {wanted} " in f" {text} "


def _fields(body: Any) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401 - JSON
    """Yield the fields of every record in a body, however deep."""
    if isinstance(body, list):
        for one in body:
            yield from _fields(one)
    elif isinstance(body, dict):
        for name, value in body.items():
            if name == "Fields" and isinstance(value, dict):
                yield value
            else:
                yield from _fields(value)

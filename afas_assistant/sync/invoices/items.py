"""Which item of AFAS a line is invoiced as, and whether AFAS will take it: kind (VaIt), code (ItCd) and unit (BiUn).

The mapping that fits best counts: the activity's or the category's own, else the default item. Items are judged by the
lists that AFAS shows; what no list shows cannot be told.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from afas_assistant.sync.findings import Finding
from afas_assistant.sync.invoices import reasons
from afas_assistant.sync.invoices.lines import InvoiceLine
from afas_assistant.sync.mapping.mappings import DEFAULT, ItemChoice, Mappings
from afas_assistant.sync.master_data import COSTS, NO_UNIT, UNITS, items_connector
from afas_assistant.sync.master_records import Item, MasterData


@dataclass(frozen=True)
class ItemisedLine:
    """A line with its item; None where none was chosen. `cost_centre` is the code on axis 1 (V1Cd), perhaps empty."""

    line: InvoiceLine
    item: ItemChoice | None
    cost_centre: str


class Items:
    """Chooses and judges items; each judgement is made once."""

    def __init__(self, mappings: Mappings, master: MasterData) -> None:
        self._mappings = mappings
        self._master = master
        self._cost_centre = mappings.setting("cost_centre") or ""
        self._chosen: dict[tuple[str, ...], ItemChoice | None] = {}
        self._judged: dict[ItemChoice, Finding | None] = {}

    def with_items(self, lines: Iterable[InvoiceLine]) -> tuple[ItemisedLine, ...]:
        """Return the lines with their items."""
        return tuple(ItemisedLine(one, self._choice(one.item_keys), self._cost_centre) for one in lines)

    def findings(self, lines: Iterable[ItemisedLine]) -> list[Finding]:
        """Return what is to be said about the items of an invoice."""
        unmapped, choices = dict[str, str](), dict[ItemChoice, None]()
        percentages: defaultdict[ItemChoice, set[Decimal]] = defaultdict(set)
        for one in lines:
            if one.item is None:
                key = next(iter(one.line.item_keys), DEFAULT)
                unmapped.setdefault(f"{one.line.description} ({key})", key)
                continue
            choices[one.item] = None
            if one.line.vat_percentage is not None:
                percentages[one.item].add(one.line.vat_percentage)
        found = [reasons.item_unmapped(unmapped, next(iter(unmapped.values())))] if unmapped else []
        found += [judged for one in choices if (judged := self._judgement(one)) is not None]
        found += [reasons.vat_differs(one.code, rates) for one, rates in percentages.items() if len(rates) > 1]
        return found

    def _choice(self, keys: tuple[str, ...]) -> ItemChoice | None:
        if keys not in self._chosen:
            self._chosen[keys] = self._mappings.item(*keys)
        return self._chosen[keys]

    def _judgement(self, choice: ItemChoice) -> Finding | None:
        if choice not in self._judged:
            self._judged[choice] = _judgement(choice, self._master)
        return self._judged[choice]


def _judgement(choice: ItemChoice, master: MasterData) -> Finding | None:
    """Return what AFAS's lists hold against an item; None where nothing does."""
    items = master.items or {}
    known = items.get((choice.kind, choice.code))
    if known is None:
        connector = items_connector(choice.kind) if master.items is not None else None
        if connector is None or connector in master.absent:
            return reasons.items_unread(choice.code, connector or UNITS, master.absent.get(connector or UNITS, ""))
        return reasons.item_unknown(choice.code, _nearest(choice, items))
    return reasons.item_blocked(choice.code) if known.blocked else _unit_judgement(choice, known, master)


def _unit_judgement(choice: ItemChoice, known: Item, master: MasterData) -> Finding | None:
    if choice.kind == COSTS and choice.unit == NO_UNIT:
        return None
    if not known.units:
        return reasons.items_unread(choice.code, UNITS, master.absent.get(UNITS, ""))
    if choice.unit.casefold() not in {one.casefold() for one in known.units}:
        return reasons.unit_not_of_item(choice.code, choice.unit, known.units)
    return None


def _nearest(choice: ItemChoice, items: Mapping[tuple[str, str], Item]) -> str:
    codes = [code for kind, code in items if kind == choice.kind]
    return next(iter(get_close_matches(choice.code, codes, 1)), "")

"""What a mapping can be set to: AFAS's own list where it shows one, else what has to be typed, and why.

A list that may lack something says what; only then a person may type what is not in it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from afas_assistant.sync.mapping.files import KINDS
from afas_assistant.sync.mapping.mappings import Mappings, Table
from afas_assistant.sync.mapping.seen import Seen
from afas_assistant.sync.mapping.settings import ADMINISTRATION, JOURNAL, PAYMENT_CONDITION, SETTINGS, VAT_DUTY
from afas_assistant.sync.master_data import (
    ACCOUNTS,
    ADMINISTRATIONS,
    ALLOCATIONS,
    ARTICLE,
    COSTS,
    ITEMS,
    JOURNALS,
    NO_UNIT,
    UNITS,
    VAT_CODES,
    WORK_TYPE,
    WORK_TYPES,
)
from afas_assistant.sync.master_records import Account, Item, MasterData
from afas_assistant.sync.plan import NOTHING
from afas_assistant.sync.sales_side import is_sales, takes_sales
from afas_assistant.texts import Text, joined, literal, phrase, phrase_n

COST_CENTRES = 1
"""The axis of cost centres."""
ITEM_KINDS: Mapping[str, Text] = {
    WORK_TYPE: phrase("Work type"),
    ARTICLE: phrase("Article"),
    "5": phrase("Surcharge"),
    COSTS: phrase("Costs"),
    "7": phrase("Composition"),
    "8": phrase("Course"),
}
"""AFAS's kinds of item (VaIt) in words."""


@dataclass(frozen=True)
class Choice:
    """One thing to choose: its number or code, what AFAS calls it, and the value of the mapping.

    `units` are those of an item, `cost_centres` those that AFAS allows with an account.
    """

    code: str
    description: Text
    value: Mapping[str, Any]
    units: tuple[str, ...] = ()
    cost_centres: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choices:
    """A list to choose from; `lacking` says what is not in it, so that it may be typed (nothing: it is complete)."""

    shown: Sequence[Choice] = ()
    lacking: Text = NOTHING

    @property
    def typed(self) -> bool:
        """Whether something else may be typed."""
        return bool(self.lacking.render("en"))


def choices(table: Table, key: str, seen: Seen, mappings: Mappings) -> Choices:
    """Return what a mapping can be set to."""
    made: dict[Table, Callable[[], Choices]] = {
        Table.ITEMS: lambda: _items(key, seen),
        Table.VAT: lambda: _vat_codes(key, seen.master),
        Table.REVENUE: lambda: _accounts(seen.master),
        Table.ROLES: lambda: _columns(key, seen),
        Table.SETTINGS: lambda: _setting(key, seen, mappings),
    }
    return made[table]()


def item_words(item: Item, texts: Mapping[tuple[str, str], str]) -> Text:
    """Return what an item is: AFAS's description, or for costs, of which it tells none, a line they stood on."""
    kind = ITEM_KINDS.get(item.kind, literal(item.kind))
    if item.description:
        return joined(literal(item.description), kind, separator=" · ")
    earlier = texts.get((item.kind, item.code))
    if earlier:
        return joined(kind, phrase("used for “{text}”", text=literal(earlier)), separator=" · ")
    return kind


def _items(key: str, seen: Seen) -> Choices:
    """Return the items, those of the likeliest kind first: costs for expenses and rides, else work types."""
    master = seen.master
    first = COSTS if key.startswith(("expense", "ride")) else WORK_TYPE
    free = [one for one in (master.items or {}).values() if not one.blocked and one.kind in KINDS]
    ordered = sorted(free, key=lambda one: (one.kind != first, one.kind, one.code))
    shown = [
        Choice(
            one.code,
            item_words(one, seen.texts),
            {"kind": one.kind, "code": one.code, "unit": one.base_unit or next(iter(_units(one)), "")},
            _units(one),
        )
        for one in ordered
    ]
    return Choices(shown, _lacking(master, (ITEMS, WORK_TYPES, UNITS), unread=master.items is None))


def _units(item: Item) -> tuple[str, ...]:
    return item.units or ((NO_UNIT,) if item.kind == COSTS else ())


def _vat_codes(key: str, master: MasterData) -> Choices:
    """Return the VAT codes, those for sales of this percentage first."""
    rate = Decimal(key.partition("/")[0])
    free = [one for one in (master.vat_codes or {}).values() if not one.blocked]
    ordered = sorted(
        free, key=lambda one: (is_sales(one.kind, one.description) is False, one.percentage != rate, one.code)
    )
    shown = [
        Choice(
            one.code,
            joined(
                literal(one.description),
                literal(f"{one.percentage.normalize():f} %"),
                *([phrase("VAT duty {duty}", duty=one.duty)] if one.duty else []),
                *([phrase("for purchases")] if is_sales(one.kind, one.description) is False else []),
                separator=" · ",
            ),
            {"code": one.code},
        )
        for one in ordered
    ]
    return Choices(shown, _lacking(master, (VAT_CODES,), unread=master.vat_codes is None))


def _accounts(master: MasterData, *, vat: bool = True, name: str = "account") -> Choices:
    allowed = _by_account(master.allocations or ())
    free = [one for one in (master.accounts or {}).values() if not one.blocked and (one.vat_allowed or not vat)]
    shown = [
        Choice(
            one.number,
            _account_words(one),
            {name: one.number},
            cost_centres=allowed.get(one.number, ()),
        )
        for one in sorted(free, key=lambda one: one.number)
    ]
    return Choices(shown, _lacking(master, (ACCOUNTS,), unread=master.accounts is None))


def _account_words(account: Account) -> Text:
    if COST_CENTRES not in account.compulsory_axes:
        return literal(account.description)
    return joined(literal(account.description), phrase("asks for a cost centre"), separator=" · ")


def _by_account(allocations: Iterable[tuple[str, int, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for account, axis, code in sorted(allocations):
        if axis == COST_CENTRES:
            found.setdefault(account, []).append(code)
    return {account: tuple(codes) for account, codes in found.items()}


def _columns(key: str, seen: Seen) -> Choices:
    connector = key.rpartition("/")[0]
    shown = [Choice(one.name, literal(one.label), {"column": one.name}) for one in seen.columns.get(connector, ())]
    return Choices(shown, NOTHING if shown else phrase("The columns of {name} were not read.", name=connector))


def _setting(key: str, seen: Seen, mappings: Mappings) -> Choices:
    setting, master = SETTINGS[key], seen.master
    if setting.options:
        return Choices([Choice(value, words, {"value": value}) for value, words in setting.options.items()])
    made: dict[str, Callable[[], Choices]] = {
        ADMINISTRATION: lambda: _administrations(master),
        JOURNAL: lambda: Choices(
            list(_journals(master, mappings)), _lacking(master, (JOURNALS,), unread=master.journals is None)
        ),
        "debtor_account": lambda: _accounts(master, vat=False, name="value"),
        "cost_centre": lambda: _cost_centres(master),
        PAYMENT_CONDITION: lambda: _of_debtors(one.payment_condition for one in seen.debtors),
        VAT_DUTY: lambda: _of_debtors(one.vat_duty for one in seen.debtors),
    }
    typed = Choices((), phrase("AFAS has no list of these, so it is typed."))
    return made[key]() if key in made else typed


def _administrations(master: MasterData) -> Choices:
    found = master.administrations or ()
    shown = [Choice(str(one.number), literal(one.name), {"value": str(one.number)}) for one in found]
    return Choices(shown, _lacking(master, (ADMINISTRATIONS,), unread=master.administrations is None))


def _cost_centres(master: MasterData) -> Choices:
    codes = sorted({code for _, axis, code in master.allocations or () if axis == COST_CENTRES})
    shown = [Choice(code, literal(""), {"value": code}) for code in codes]
    return Choices(shown, _lacking(master, (ALLOCATIONS,), unread=master.allocations is None))


def _of_debtors(values: Iterable[str]) -> Choices:
    """Return the values that debtors have, the commonest first; there may be others."""
    return Choices(
        [
            Choice(value, phrase_n("1 debtor has it", "{count} debtors have it", times), {"value": value})
            for value, times in Counter(filter(None, values)).most_common()
        ],
        phrase("AFAS shows no list of these; those of its debtors are here. Another one can be typed."),
    )


def _journals(master: MasterData, mappings: Mappings) -> Iterator[Choice]:
    """Yield the journals of the administration, those for sales first."""
    administration = mappings.setting(ADMINISTRATION)
    mine = [
        one
        for one in master.journals or ()
        if not one.blocked and administration in {None, str(one.administration)}
    ]  # fmt: skip
    for one in sorted(mine, key=lambda one: (takes_sales(one) is not True, takes_sales(one) is False, one.code)):
        yield Choice(one.code, literal(one.description), {"value": one.code})


def _lacking(master: MasterData, connectors: Iterable[str], *, unread: bool) -> Text:
    """Return why a list is not complete: the connectors that were not read, with the reason."""
    told = [
        phrase("{connector}: {reason}", connector=name, reason=literal(master.absent[name]))
        for name in connectors
        if name in master.absent
    ]
    if told:
        return joined(phrase("AFAS does not show all of these, so another one can be typed."), *told)
    return phrase("AFAS does not show these, so it is typed.") if unread else NOTHING

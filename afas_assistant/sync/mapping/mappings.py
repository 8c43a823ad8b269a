"""What a person decided about how one system's words are the other's: by table and key, never guessed.

Tables and their keys:

    items       `activity:CODE`, `expense:CATEGORY`, `ride`, `fixed_price`, `subscription:CODE`, `default`
                → kind (VaIt), code (ItCd), unit (BiUn)
    vat         `21/BTW`: percentage and the debtor's VAT duty (VatDuty); `21/` for any duty → code (VaId)
    revenue     the code of an invoice row, or `default` → account, and cost_centre where its axis is compulsory
    settings    `administration`, `journal`, `payment_condition`, `number_prefix`, `booking_status`, … → value
    roles       `CONNECTOR/ROLE`, such as `ProfitDebtor/number` → column
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

DEFAULT = "default"


class Table(StrEnum):
    """The kinds of mapping."""

    ITEMS = "items"
    VAT = "vat"
    REVENUE = "revenue"
    SETTINGS = "settings"
    ROLES = "roles"


@dataclass(frozen=True)
class MappingEntry:
    """One accepted mapping.

    `reason` is that of the proposal (same_code, same_name, same_percentage, used_before), else `chosen`.
    """

    table: Table
    key: str
    value: Mapping[str, Any]
    reason: str = "chosen"
    accepted_by: str = ""
    accepted_at: datetime | None = None


@dataclass(frozen=True)
class ItemChoice:
    """The item that a line is invoiced as: VaIt, ItCd, BiUn."""

    kind: str
    code: str
    unit: str


@dataclass(frozen=True)
class RevenueChoice:
    """The ledger account that a row is booked on; the cost centre is the code on axis 1."""

    account: str
    cost_centre: str = ""


class Mappings:
    """All mappings of one connection."""

    def __init__(self, entries: Iterable[MappingEntry] = ()) -> None:
        self._entries = {(one.table, one.key): one for one in entries}

    @property
    def entries(self) -> tuple[MappingEntry, ...]:
        """All of them, by table and key."""
        return tuple(sorted(self._entries.values(), key=lambda one: (one.table, one.key)))

    def entry(self, table: Table, key: str) -> MappingEntry | None:
        """Return one mapping, or None."""
        return self._entries.get((table, key))

    def value(self, table: Table, *keys: str) -> Mapping[str, Any] | None:
        """Return the value of the first of these keys that is mapped."""
        for key in keys:
            found = self._entries.get((table, key))
            if found is not None:
                return found.value
        return None

    def item(self, *keys: str) -> ItemChoice | None:
        """Return the item of the first of these keys that is mapped; give `default` last."""
        found = self.value(Table.ITEMS, *keys)
        return None if found is None else ItemChoice(str(found["kind"]), str(found["code"]), str(found["unit"]))

    def vat_code(self, percentage: Decimal, duty: str) -> str | None:
        """Return the VAT code of a percentage for a debtor with this VAT duty; 0 % differs by duty."""
        found = self.value(Table.VAT, vat_key(percentage, duty), vat_key(percentage, ""))
        return None if found is None else str(found["code"])

    def revenue(self, row_code: str) -> RevenueChoice | None:
        """Return the revenue account of an invoice row's code, or the default one."""
        found = self.value(Table.REVENUE, row_code, DEFAULT)
        return None if found is None else RevenueChoice(str(found["account"]), str(found.get("cost_centre") or ""))

    def setting(self, name: str) -> str | None:
        """Return a setting, such as `journal`."""
        found = self.value(Table.SETTINGS, name)
        return None if found is None else str(found["value"])

    def roles(self, connector: str) -> dict[str, str]:
        """Return the columns of a connector by role, as somebody confirmed them."""
        prefix = f"{connector}/"
        return {
            key.removeprefix(prefix): str(one.value["column"])
            for (table, key), one in self._entries.items()
            if table is Table.ROLES and key.startswith(prefix)
        }

    def with_entry(self, entry: MappingEntry) -> "Mappings":
        """Return the mappings with one more, or one changed."""
        return Mappings([*self._entries.values(), entry])


def vat_key(percentage: Decimal, duty: str) -> str:
    """Return the key of a percentage and a VAT duty: `21/BTW`."""
    return f"{percentage.normalize():f}/{duty}"

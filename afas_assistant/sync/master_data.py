"""Reading AFAS's master data by its standard GetConnectors, each list only where the app connector allows it.

A list that cannot be read is left out with the reason: planning then says *cannot tell* instead of guessing. The
columns are those of AFAS's OpenAPI files; a connector of that name with other columns counts as unreadable.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol, TypeVar

from afas_assistant.afas.paging import Page
from afas_assistant.afas.query import Query
from afas_assistant.errors import AssistantError
from afas_assistant.sync.master_records import (
    Account,
    Administration,
    Item,
    Journal,
    MasterData,
    Period,
    VatCode,
)
from afas_assistant.texts import phrase

T = TypeVar("T")
Row = Mapping[str, Any]

ADMINISTRATIONS, JOURNALS, ACCOUNTS = "Profit_Administrations", "Profit_Journals", "Profit_Accounts"
VAT_CODES, PERIODS = "Profit_VAT_code", "Profit_periods_per_administration"
ITEMS, WORK_TYPES, UNITS = "Profit_Article", "Profit_Worktype", "Profit_Unit_per_Item"
ALLOCATIONS = "Profit_Allocation_Assigments"
ARTICLE, WORK_TYPE, COSTS = "2", "1", "6"
"""AFAS's VaIt of an article, a work type and costs."""
NO_UNIT = "*****"
"""The unit of costs that have none, as in AFAS's own example of a direct invoice."""
COMPULSORY = "B"
"""The setting of an axis that needs an allocation code (AFAS's page on entries)."""
AXES = range(1, 6)


class Reader(Protocol):
    """What is needed of the AFAS client."""

    def pages(self, connector: str, query: Query) -> Iterator[Page]:
        """Return the rows of a GetConnector, page by page."""
        ...


class MasterDataReader:
    """Reads the lists that are asked for; `listed` are the GetConnectors that the token may use."""

    def __init__(self, reader: Reader, listed: Collection[str]) -> None:
        self._reader = reader
        self._listed = frozenset(listed)
        self._absent: dict[str, str] = {}

    def for_bookings(self) -> MasterData:
        """Return what sales bookings are judged by; debtors are read by the customers' road."""
        return MasterData(
            vat_codes=self._keyed(VAT_CODES, ("VatCode",), _vat_code, lambda one: one.code),
            journals=self._all(JOURNALS, ("UnitId", "JournalId"), _journal),
            accounts=self._keyed(ACCOUNTS, ("Account",), _account, lambda one: one.number),
            periods=self._all(PERIODS, ("Unit", "Year", "Period"), _period),
            administrations=self._all(ADMINISTRATIONS, ("AdminId",), _administration),
            allocations=self._allocations(),
            absent=self._absent,
        )

    def for_invoices(self) -> MasterData:
        """Return what direct invoices are judged by."""
        return MasterData(
            items=self._items(),
            administrations=self._all(ADMINISTRATIONS, ("AdminId",), _administration),
            absent=self._absent,
        )

    def _items(self) -> Mapping[tuple[str, str], Item] | None:
        """Return all items; costs are known from the list of units alone, which tells no name and no blocking."""
        rows = self._all(UNITS, ("ItemType", "ItemCode", "UnitId"), _unit)
        units: dict[tuple[str, str], list[_Unit]] = {}
        for one in rows or ():
            units.setdefault((one.kind, one.code), []).append(one)
        articles = self._all(ITEMS, ("ItemCode",), lambda row: _article(row, units))
        work_types = self._all(WORK_TYPES, ("ItemCode",), lambda row: _work_type(row, units))
        if rows is None and articles is None and work_types is None:
            return None
        by_units = (_with_units(Item(kind, code, ""), units) for kind, code in units)
        return {(one.kind, one.code): one for one in (*by_units, *(articles or ()), *(work_types or ()))}

    def _allocations(self) -> frozenset[tuple[str, int, str]] | None:
        rows = self._all(ALLOCATIONS, ("Unit", "Account", "DimAx", "DimCode"), dict)
        if rows is None:
            return None
        return frozenset((_text(row, "Account"), _axis(row), _text(row, "DimCode")) for row in rows)

    def _keyed(
        self, connector: str, order: tuple[str, ...], made: Callable[[Row], T], key: Callable[[T], str]
    ) -> Mapping[str, T] | None:
        found = self._all(connector, order, made)
        return None if found is None else {key(one): one for one in found}

    def _all(self, connector: str, order: tuple[str, ...], made: Callable[[Row], T]) -> list[T] | None:
        if connector not in self._listed:
            self._absent[connector] = str(phrase("it is not in the app connector"))
            return None
        try:
            pages = self._reader.pages(connector, Query(order=order))
            return [made(row) for page in pages for row in page.rows]
        except AssistantError as error:
            self._absent[connector] = str(error.title)
        except (KeyError, ValueError, InvalidOperation):
            self._absent[connector] = str(phrase("its columns are not those of AFAS's standard connector"))
        return None


def _administration(row: Row) -> Administration:
    return Administration(int(row["AdminId"]), _text(row, "AdminNm"))


def _journal(row: Row) -> Journal:
    return Journal(
        int(row["UnitId"]),
        _text(row, "JournalId"),
        _text(row, "Description"),
        _text(row, "JournalType"),
        blocked=row.get("Blocked") is True,
    )


def _account(row: Row) -> Account:
    return Account(
        number=_text(row, "Account"),
        description=_text(row, "Description"),
        vat_allowed=row.get("VatAllowed") is True,
        vat_code=_text(row, "VatCode"),
        compulsory_axes=tuple(axis for axis in AXES if row.get(f"DimAx{axis}") == COMPULSORY),
        to_project=row.get("ToProject") == "J",
        blocked=row.get("Blocked") is True,
    )


def _vat_code(row: Row) -> VatCode:
    return VatCode(
        code=_text(row, "VatCode"),
        description=_text(row, "Description"),
        account=_text(row, "AccountNr"),
        percentage=Decimal(str(row["VatPerc"] or 0)),
        kind=_text(row, "VatType"),
        duty=_text(row, "VatDuty"),
        blocked=row.get("Blocked") is True,
    )


def _period(row: Row) -> Period:
    return Period(
        administration=int(row["Unit"]),
        year=int(row["Year"]),
        number=int(row["Period"]),
        first=_day(row["DateFrom"]),
        last=_day(row["DateTo"]),
        blocked=row.get("Blocked") is True,
    )


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit that an item is sold in."""

    kind: str
    code: str
    unit: str
    is_base: bool


Units = Mapping[tuple[str, str], Sequence[_Unit]]


def _unit(row: Row) -> _Unit:
    """Return a unit of an item; raises ValueError for a type of item that is no number: its words are not known."""
    kind = str(int(_text(row, "ItemType")))
    return _Unit(kind, _text(row, "ItemCode"), _text(row, "UnitId"), row.get("BasicItem") is True)


def _article(row: Row, units: Units) -> Item:
    """Return an article; the column ItemTypeCode is the type of article and not AFAS's type of item."""
    item = Item(
        kind=ARTICLE,
        code=_text(row, "ItemCode"),
        description=_text(row, "Description"),
        base_unit=_text(row, "UnitId"),
        vat_group=_text(row, "VATGroup"),
        blocked=row.get("Blocked") is True,
    )
    return _with_units(item, units)


def _work_type(row: Row, units: Units) -> Item:
    """Return a work type; its own connector tells no unit and nothing of blocking."""
    return _with_units(Item(WORK_TYPE, _text(row, "ItemCode"), _text(row, "Description")), units)


def _with_units(item: Item, units: Units) -> Item:
    own = units.get((item.kind, item.code), ())
    base = item.base_unit or next((one.unit for one in own if one.is_base), "")
    names = dict.fromkeys(filter(None, (*(one.unit for one in own), base)))
    return replace(item, base_unit=base, units=tuple(names))


def items_connector(kind: str) -> str | None:
    """Return the GetConnector that lists all items of a kind; None where none is known, as for costs."""
    return {ARTICLE: ITEMS, WORK_TYPE: WORK_TYPES}.get(kind)


def _axis(row: Row) -> int:
    """Return the number of an axis: AFAS's column is text, and its value may be `1` or `DimAx1` (not published)."""
    digits = "".join(filter(str.isdigit, _text(row, "DimAx")))
    return int(digits) if digits else 0


def _day(value: object) -> date:
    """Return the day of a moment as AFAS writes it: the Z is to be ignored, it is local time."""
    return date.fromisoformat(str(value)[:10])


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)

"""Read what the environment tells about dossier-item destinations, strongest source first.

The columns of a `*_Dossierbestemming` connector are published nowhere: they are recognised by their names and, where
those say nothing, the source counts as absent.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import TypeVar

from afas_assistant.afas.query import Filter, Operator, Query
from afas_assistant.errors import AssistantError
from afas_assistant.onboarding.environment_reader import EnvironmentReader
from afas_assistant.onboarding.probes.destinations import (
    PURCHASE_INVOICE,
    SALES_INVOICE,
    DestinationEvidence,
    DestinationRow,
    FileRow,
    Setting,
)

T = TypeVar("T")
Row = Mapping[str, object]
MOST_ROWS = 2000

FILES = "Profit_SubjectFile"
SUBJECTS = "Profit_Subjects"
_RELATION_COLUMNS = {PURCHASE_INVOICE: "ToCreditor", SALES_INVOICE: "ToDebtor"}

_SETTINGS = {
    "optioneel": Setting.OPTIONAL,
    "optional": Setting.OPTIONAL,
    "verplicht": Setting.MANDATORY,
    "mandatory": Setting.MANDATORY,
    "nietto": Setting.NOT_ALLOWED,
    "notallowed": Setting.NOT_ALLOWED,
    "eenvan": Setting.ONE_OF,
    "oneof": Setting.ONE_OF,
}


def destination_connector(listed: Collection[str]) -> str | None:
    """Return the connector on the destination table, known by its name, or None."""
    return next((name for name in sorted(listed) if "dossierbestemming" in name.casefold()), None)


def read_destinations(
    reader: EnvironmentReader, listed: Collection[str], wanted: Collection[int]
) -> DestinationEvidence:
    """Return what the strongest source tells about the wanted destinations; one that refuses counts as absent."""
    connector = destination_connector(listed)
    if connector:
        with suppress(AssistantError):
            table = destination_rows(_rows(reader, connector))
            if {row.destination for row in table} >= set(wanted):
                return DestinationEvidence(connector=connector, table=table)
    files = _if_listed(FILES, listed, lambda: list(_file_rows(reader)))
    if files is not None and _proves(files, wanted):
        return DestinationEvidence(files=files)
    return DestinationEvidence(files=files, relations=_if_listed(SUBJECTS, listed, lambda: _relations(reader, wanted)))


def destination_rows(rows: Iterable[Row]) -> list[DestinationRow]:
    """Return the rows of a destination table whose item type, destination and setting are all understood."""
    return [row for row in map(_destination_row, rows) if row is not None]


def _destination_row(row: Row) -> DestinationRow | None:
    item_type = _number(_column(row, r"^type|dossieritem", r"omschr|desc"))
    destination = _number(_column(row, r"bestemming|destination", r"omschr|desc|instel|setting"))
    setting = _setting(_column(row, r"instel|setting|status|toegestaan", r"omschr|desc"))
    if item_type is None or destination is None or setting is None:
        return None
    return DestinationRow(item_type, destination, setting)


def _column(row: Row, wanted: str, unwanted: str) -> object:
    names = (
        name for name in row if re.search(wanted, name, re.IGNORECASE) and not re.search(unwanted, name, re.IGNORECASE)
    )
    name = next(names, None)
    return row[name] if name is not None else None


def _number(value: object) -> int | None:
    """Return the number at the start of a value, since some connectors give *13 - Verkooprelatie + …*."""
    found = re.match(r"\s*(-?\d+)", str(value)) if value is not None else None
    return int(found.group(1)) if found else None


def _setting(value: object) -> Setting | None:
    number = _number(value)
    if number is not None:
        return Setting(number) if number in set(Setting) else None
    plain = re.sub(r"[^a-z]", "", str(value or "").casefold())
    return next((setting for words, setting in _SETTINGS.items() if plain.startswith(words)), None)


def _if_listed(name: str, listed: Collection[str], read: Callable[[], T]) -> T | None:
    if name in listed:
        with suppress(AssistantError):
            return read()
    return None


def _file_rows(reader: EnvironmentReader) -> Iterator[FileRow]:
    """Yield items that hang on an invoice; each kind is asked for apart, since most items hang on none."""
    for column in ("PurchaseInvoiceNumber", "SalesInvoiceNumber"):
        for row in _rows(reader, FILES, Filter(column, "", Operator.NOT_EMPTY), order=("SubjectId",), most=200):
            item_type = _number(row.get("TypeId"))
            if item_type is not None:
                yield FileRow(item_type, _text(row.get("PurchaseInvoiceNumber")), _text(row.get("SalesInvoiceNumber")))


def _proves(files: Sequence[FileRow], wanted: Collection[int]) -> bool:
    held = {PURCHASE_INVOICE} if any(row.purchase_invoice for row in files) else set[int]()
    held |= {SALES_INVOICE} if any(row.sales_invoice for row in files) else set()
    return held >= set(wanted)


def _relations(reader: EnvironmentReader, wanted: Collection[int]) -> frozenset[int]:
    def shown(column: str) -> bool:
        rows = _rows(reader, SUBJECTS, Filter(column, value=True), order=("SubjectId",), most=1)
        return any(row.get(column) is True for row in rows)

    return frozenset(number for number in wanted if number in _RELATION_COLUMNS and shown(_RELATION_COLUMNS[number]))


def _rows(
    reader: EnvironmentReader,
    connector: str,
    only: Filter | None = None,
    *,
    order: Sequence[str] = (),
    most: int = MOST_ROWS,
) -> Iterator[Row]:
    """Yield at most `most` rows, sorted by the columns given or else by all that the first row shows."""
    if not order:
        first = reader.first_row(connector)
        if first is None:
            return
        order = tuple(first)[:1]
    query = Query.all_of(*([only] if only else []), order=order)
    pages = reader.pages(connector, query)
    yield from islice((row for page in pages for row in page.rows), most)


def _text(value: object) -> str | None:
    return str(value) if value not in (None, "") else None

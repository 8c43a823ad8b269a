"""The lines of SQL in which a definition describes its view and its fields: read as text, never run.

insert TABLE (COLUMN, …) values ('text', NULL, 12, …)        a quotation mark inside a text is doubled
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from afas_assistant.gcn.errors import BadRowError
from afas_assistant.gcn.limits import Allowance

Cell = str | int | None

_OURS = "AfasMd"  # tables that hold definitions; a line for any other would be no definition but an attack
_HEAD = re.compile(r"\s*insert\s+(\w+)\s*\(([^()']*)\)\s*values\s*\(\s*", re.IGNORECASE)
_CELL = re.compile(r"(?:'([^']*)'|(NULL)|(-?[0-9]{1,18}))\s*([,)])\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*([,)])\s*")


@dataclass(frozen=True)
class Row:
    """One line: its table, and its cells by column, both without AFAS's prefix `AfasMd`."""

    table: str
    cells: dict[str, Cell]

    def text(self, column: str) -> str:
        """Return a cell as text; empty where there is none."""
        cell = self.cells.get(column)
        return "" if cell is None else str(cell)

    def number(self, column: str) -> int:
        """Return a cell as a number; 0 where it is none."""
        cell = self.text(column)
        return int(cell) if cell.isascii() and cell.isdigit() and len(cell) < 10 else 0


def read_rows(lines: Iterable[str], elements: Allowance) -> list[Row]:
    """Return what the lines say.

    Raises BadRowError for a line that is not written as AFAS writes them.
    """
    heads: dict[str, tuple[str, ...]] = {}
    return [_row(line, heads, elements) for line in lines]


def _row(line: str, heads: dict[str, tuple[str, ...]], elements: Allowance) -> Row:
    """Return what a line says; `heads` keeps the columns of lines that begin alike, as nearly all of a file do."""
    head = _HEAD.match(line)
    if head is None or not head[1].startswith(_OURS):
        raise BadRowError(repr(line[:40]))
    elements.take(head[2].count(",") + line.count("'"))
    columns = heads.get(head[2])
    if columns is None:
        columns = heads[head[2]] = tuple(_name(column.strip()) for column in head[2].split(","))
    cells = _cells(line, head.end(), len(columns))
    row = dict(zip(columns, cells, strict=False))
    if not len(row) == len(columns) == len(cells):
        raise BadRowError(f"{len(row)} columns, {len(cells)} values")
    return Row(_name(head[1]), row)


def _name(name: str) -> str:
    return name.removeprefix(_OURS)


def _cells(line: str, position: int, most: int) -> list[Cell]:
    cells: list[Cell] = []
    closed = False
    while not closed and len(cells) < most:
        if found := _CELL.match(line, position):
            text, null, number, after = found.groups()
            cells.append(int(number) if number else None if null else text)
            closed, position = after == ")", found.end()
        else:
            text, closed, position = _with_quotes(line, position)
            cells.append(text)
    if not closed or position != len(line):
        raise BadRowError(f"character {position}")
    return cells


def _with_quotes(line: str, start: int) -> tuple[str, bool, int]:
    """Return a text that holds quotation marks, whether it is the last of the line, and the place behind it."""
    end = line.find("'", start + 1) if line.startswith("'", start) else -1
    while end >= 0 and line.startswith("''", end):
        end = line.find("'", end + 2)
    between = _BETWEEN.match(line, end + 1) if end >= 0 else None
    if between is None:
        raise BadRowError(f"character {start}")
    return line[start + 1 : end].replace("''", "'"), between[1] == ")", between.end()

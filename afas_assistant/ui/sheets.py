"""Excel files: one table on one sheet, with typed cells, for whoever sorts and adds up in a spreadsheet.

Texts come from other systems, so none of them is ever written as a formula or a link. A file is made aside and put in
its place whole: what was there before stays when the disk is full or Excel has it open.
"""

import io
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from afas_assistant.errors import ConfigurationError
from afas_assistant.organisations.private_files import write_private
from afas_assistant.texts import Text, literal, phrase
from afas_assistant.ui.file_names import with_ending

if TYPE_CHECKING:  # loaded when the first sheet is written
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | Decimal | date | datetime | None
"""What a cell holds. Moments with a zone are shown in local time; None leaves the cell empty."""

SUFFIX = ".xlsx"
MOST_ROWS = 1_048_575  # of Excel, the heading left out
LONGEST = 32_767  # characters in a cell, of Excel
NARROWEST, WIDEST = 8, 60  # widths of columns, in characters
_NAME_SIGNS = re.compile(r"[\[\]:*?/\\']")
_NAME_LENGTH = 31
_FIRST_DAY = date(1900, 3, 1)
"""Excel takes 1900 for a leap year: days before this one are a day off there, so they are written as text."""
_FORMATS = {
    "whole": "0",
    "amount": "#,##0.00",
    "day": "dd-mm-yyyy",
    "moment": "dd-mm-yyyy hh:mm",
}


def sheet_path(chosen: str) -> Path:
    """Return the path that a person chose, with Excel's suffix behind it if it has another or none."""
    path = Path(chosen)
    return path if path.suffix.casefold() == SUFFIX else with_ending(path, SUFFIX)


def write_sheet(path: Path, title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Path:
    """Write a table, its heading frozen and with a filter; returns the path. Blocks, so call it on a worker.

    Raises ConfigurationError sheet_not_written (disk full, no right, open in Excel) or sheet_too_long; a file that was
    there is then still there, whole. Decimals become Excel's numbers of fifteen digits.
    """
    from xlsxwriter.exceptions import XlsxWriterException  # noqa: PLC0415 - seldom needed

    try:
        with TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
            content = _content(title, columns, rows, scratch)
        write_private(path, content)
    except (OSError, XlsxWriterException) as error:
        raise _not_written(path, error) from None
    return path


def _content(title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], scratch: str) -> bytes:
    """Return the file; rows go to `scratch` one by one, so that a long outbox takes no memory."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - seldom needed

    stream = io.BytesIO()
    options = {
        "constant_memory": True,
        "tmpdir": scratch,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = Workbook(stream, options)
    book.set_properties({"title": title, "author": "AFAS Assistant"})
    sheet = book.add_worksheet(_NAME_SIGNS.sub(" ", title).strip()[:_NAME_LENGTH] or None)
    try:
        _fill(book, sheet, columns, rows)
        book.close()
    finally:
        with suppress(OSError):  # a sheet that is given up would keep its rows open, and so on the disk
            sheet.row_data_fh.close()
    return stream.getvalue()


def _fill(book: "Workbook", sheet: "Worksheet", columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    formats = {name: book.add_format({"num_format": code}) for name, code in _FORMATS.items()}
    heading = book.add_format({"bold": True, "bg_color": "#EDEFF2", "bottom": 1})
    widths = [len(name) + 4 for name in columns]  # the arrow of the filter stands beside the name
    for place, name in enumerate(columns):
        sheet.write_string(0, place, _text(name), heading)
    last = 0
    for last, row in enumerate(rows, start=1):
        if last > MOST_ROWS:
            raise _too_long()
        for place, cell in enumerate(row):
            widths[place] = max(widths[place], _write(sheet, last, place, cell, formats))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(max(width, NARROWEST), WIDEST))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})  # numbers of debtors are names


def _write(sheet: "Worksheet", row: int, place: int, cell: Cell, formats: "dict[str, Format]") -> int:
    """Write a cell by its type; returns its width in characters."""
    if cell is None:
        return 0
    if isinstance(cell, datetime) and cell.date() >= _FIRST_DAY:
        local = cell.astimezone().replace(tzinfo=None) if cell.tzinfo else cell
        sheet.write_datetime(row, place, local, formats["moment"])
        return 17
    if isinstance(cell, date) and not isinstance(cell, datetime) and cell >= _FIRST_DAY:
        sheet.write_datetime(row, place, cell, formats["day"])
        return 11
    if isinstance(cell, int | Decimal):
        kind = "whole" if isinstance(cell, int) else "amount"
        sheet.write_number(row, place, cell, formats[kind])
        return len(f"{cell:,}") + 2
    words = _text(str(cell))
    sheet.write_string(row, place, words)
    return max(map(len, words.splitlines()), default=0) + 1


def _text(words: str) -> str:
    """Return words that fit a cell; what no file can hold becomes a question mark."""
    plain = words.encode("utf-8", "replace").decode()
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1]}…"


def _not_written(path: Path, error: Exception) -> ConfigurationError:
    cause = next((one for one in (error, *error.args) if isinstance(one, OSError)), error)
    reason = literal(getattr(cause, "strerror", None) or type(cause).__name__)
    why: Text = phrase("The system says: {reason}.", reason=reason)
    return ConfigurationError(
        "sheet_not_written",
        title=phrase("The Excel file could not be written to {path}.", path=literal(str(path))),
        explanation=why,
        action=phrase("Close the file if it is open in Excel, or choose another place."),
    )


def _too_long() -> ConfigurationError:
    return ConfigurationError(
        "sheet_too_long",
        title=phrase("This is too much for one Excel file."),
        explanation=phrase("A sheet holds 1,048,575 rows."),
        action=phrase("Filter first, and save the rest in a second file."),
    )

"""All organisations as an Excel file: the columns of the view, with values that can be sorted and added up."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from afas_assistant.texts import phrase
from afas_assistant.ui.pages.all_organisations_model import HEADERS, Column, state_words
from afas_assistant.ui.pages.all_organisations_rows import Missing, Standing
from afas_assistant.ui.sheets import Cell, write_sheet
from afas_assistant.ui.widgets.frames import KIND_NAMES


def export(path: Path, found: Sequence[Standing]) -> Path:
    """Write these organisations, in this order and in the language of now; raises as `write_sheet` does. Blocks."""
    columns = [
        HEADERS[Column.STATE],
        HEADERS[Column.NAME],
        HEADERS[Column.ENVIRONMENT],
        phrase("Environment number"),
        HEADERS[Column.PROFILE],
        HEADERS[Column.SIGN_IN],
        HEADERS[Column.OPEN],
        phrase("Unbilled, in euros without VAT"),
        HEADERS[Column.LAST_RUN],
        HEADERS[Column.VALID_UNTIL],
        phrase("Days left"),
        phrase("Last check"),
        phrase("What stands in the way"),
    ]
    title = str(phrase("All organisations"))
    return write_sheet(path, title, [str(column) for column in columns], (tuple(_cells(one)) for one in found))


def _cells(one: Standing) -> Iterator[Cell]:
    yield state_words(one)
    yield one.name
    yield str(KIND_NAMES[one.kind])
    yield one.envid
    yield str(one.profiles)
    yield str(phrase("Classic")) if one.connected else None
    for value in (one.open_items, one.unbilled, one.last_run, one.valid_until):
        yield _known(value) if isinstance(value, Missing) else value
    yield one.days_left
    yield one.checked_at
    yield str(one.trouble) or None


def _known(missing: Missing) -> str | None:
    """Return a question mark for what could not be read; what does not apply stays empty."""
    return missing.value if missing is Missing.UNREADABLE else None

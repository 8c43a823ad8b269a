"""The outbox as CSV, for a spreadsheet: one line for each write.

Names and answers come from other systems, and a spreadsheet runs a cell that begins like a formula. Such a cell gets an
apostrophe in front; a plain number stays one.
"""

import csv
import io
import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from pathlib import Path

from afas_assistant.errors import ConfigurationError
from afas_assistant.organisations.private_files import write_private
from afas_assistant.outbox.records import Write
from afas_assistant.texts import literal, phrase, text_from_data

COLUMNS = (
    "number", "run", "scope", "system", "kind", "reference", "label", "counterpart", "amount", "currency", "state",
    "keys", "intended_at", "sent_at", "changed_at", "proof", "problem", "sources", "body_sha256",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""The wide ones count as well where a spreadsheet is Japanese or Chinese."""
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def csv_lines(writes: Iterable[Write]) -> Iterator[str]:
    """Yield the heading and a line for each write, each with its line end (CR LF, as RFC 4180 has it)."""
    yield _line(COLUMNS)
    for one in writes:
        yield _line(tuple(map(safe_cell, _cells(one))))


def write_csv(path: Path, writes: Iterable[Write]) -> Path:
    """Write them to a file, for the owner alone; raises ConfigurationError export_not_written."""
    content = io.BytesIO()
    content.write(BOM_UTF8)  # the mark tells a spreadsheet that it is UTF-8
    for line in csv_lines(writes):
        content.write(line.encode())  # one by one, since a long text at once would hold up a window
    try:
        write_private(path, content.getvalue())
    except OSError as error:
        raise ConfigurationError(
            "export_not_written",
            title=phrase("The outbox could not be written to {path}.", path=literal(str(path))),
            explanation=phrase("The system says: {reason}.", reason=literal(error.strerror or type(error).__name__)),
            action=phrase("Choose another place."),
        ) from None
    return path


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _cells(one: Write) -> Iterator[str]:
    yield from (str(one.id), str(one.run_id), one.scope, one.system.value, one.kind, one.reference)
    yield from (one.label, one.counterpart, "" if one.amount is None else str(one.amount), one.currency)
    yield from (one.state.value, json.dumps(dict(one.keys), ensure_ascii=False) if one.keys else "")
    yield from (
        "" if moment is None else moment.isoformat() for moment in (one.intended_at, one.sent_at, one.changed_at)
    )
    yield " ".join(str(value) for value in one.proof.values() if value)
    yield str(text_from_data(one.problem["title"])) if one.problem else ""
    yield from (" ".join(one.sources), one.body_digest)


def _line(cells: tuple[str, ...]) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerow(cells)
    return stream.getvalue()

"""What is said of a definition file in one line: its state as shape and word, its names, and what is in it."""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from afas_assistant.onboarding.definition_rows import Row, RowState
from afas_assistant.texts import Text, joined, literal, phrase, phrase_n
from afas_assistant.ui.states import LOOKS, Look, State


class Standing(StrEnum):
    """How a row is shown. NOT_READ: there is a file or folder, and it was not its content that kept us out."""

    NOT_YET = "not_yet"
    FOUND = "found"
    MISSING = "missing"
    DAMAGED = "damaged"
    NOT_READ = "not_read"
    DOUBLED = "doubled"
    NOT_EXPECTED = "not_expected"


STANDINGS: dict[Standing, Look] = {
    Standing.NOT_YET: LOOKS[State.PENDING],
    Standing.FOUND: Look("ok", phrase("Found"), "ok"),
    Standing.MISSING: Look("advice", phrase("Missing"), "attention"),
    Standing.DAMAGED: Look("failed", phrase("Damaged"), "problem"),
    Standing.NOT_READ: Look("not-tested", phrase("Not read"), "attention"),
    Standing.DOUBLED: Look("unknown", phrase("Doubled"), "attention"),
    Standing.NOT_EXPECTED: Look("step-none", phrase("Not expected"), "untested"),
}

UNREAD = frozenset(
    {
        "encrypted_zip",
        "file_gone",
        "file_unreadable",
        "folder_unreadable",
        "nested_too_deep",
        "not_gcn",
        "nothing_inside",
        "other_program",
        "too_large",
        "too_many_files",
    }
)
"""Codes of errors that say nothing of damage."""


def standing(row: Row, *, read: bool) -> Standing:
    """Return how a row is shown; before anything was read, no file is missing yet."""
    if not read:
        return Standing.NOT_YET
    if row.state is RowState.DAMAGED and all(one.error and one.error.code in UNREAD for one in row.found):
        return Standing.NOT_READ
    return Standing(row.state.value)


def file_name(row: Row) -> str:
    """Return the name of the file: as it is sent, or, where nobody asked for it, as it was found."""
    return row.expected.file if row.expected is not None else row.found[0].name


def connector_name(row: Row) -> str:
    """Return the name under which it arrives in AFAS; empty when nothing tells."""
    if row.definition is not None:
        return row.definition.connector_id
    return row.expected.names[0] if row.expected is not None else ""


def facts(row: Row, remarks: int) -> Text:
    """Return what is in a file, or why that cannot be told; `remarks` is the number of things to look at first."""
    definition = row.definition
    if definition is not None:
        parts = [
            phrase_n("1 column", "{count} columns", len(definition.columns)),
            phrase_n("1 filter", "{count} filters", len(definition.filters))
            if definition.filters
            else phrase("no filters"),
            phrase("Profit {release}", release=definition.release),
        ]
        if remarks:
            parts.append(phrase_n("1 remark", "{count} remarks", remarks))
        return joined(*parts, separator=" · ")
    if row.state is RowState.DOUBLED:
        return phrase("{count} files that differ", count=len(row.found))
    error = next((one.error for one in row.found if one.error is not None), None)
    if error is not None:
        return error.title
    return row.expected.purpose if row.expected is not None else literal("")


def summary(rows: Sequence[Row]) -> Text:
    """Return how many of the files that are needed were found, and what there is besides."""
    counts = Counter(standing(row, read=True) for row in rows)
    needed = [row for row in rows if row.expected is not None]
    found = sum(row.state is RowState.FOUND for row in needed)
    parts = [phrase("{found} of {all} found", found=found, all=len(needed))]
    parts += [_counted(one, counts[one]) for one in Standing if counts[one] and one in _COUNTED]
    return joined(*parts, separator=" · ")


_COUNTED = frozenset(Standing) - {Standing.NOT_YET, Standing.FOUND}


def _counted(one: Standing, count: int) -> Text:
    return {
        Standing.MISSING: phrase_n("1 missing", "{count} missing", count),
        Standing.DAMAGED: phrase_n("1 damaged", "{count} damaged", count),
        Standing.NOT_READ: phrase_n("1 not read", "{count} not read", count),
        Standing.DOUBLED: phrase_n("1 doubled", "{count} doubled", count),
        Standing.NOT_EXPECTED: phrase_n("1 not expected", "{count} not expected", count),
    }[one]

"""A check that was kept, brought back: what the wizard shows offline, and what its flow needs to know of each line.

A kept check holds its texts for both languages. One of an older version has them in the language in which it was made;
those are shown as they are until the next check.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from afas_assistant.errors import Who
from afas_assistant.onboarding.flow import LineState
from afas_assistant.onboarding.verdicts import NOTHING, Certainty, Line, Reason, Status, Verdict
from afas_assistant.texts import literal, text_from_data

ReportData = Mapping[str, Any]
Columns = tuple[tuple[str, str], ...]


def kept_verdicts(report: ReportData, lines: Iterable[Line]) -> list[Verdict]:
    """Return the verdicts of a kept report on the lines that the checklist still has."""
    by_key = {line.key: line for line in lines}
    found = []
    for data in report["checks"]:
        line = by_key.get((data["profile"], data["id"]))
        if line is not None:
            found.append(_verdict(line, data))
    return found


def kept_columns(report: ReportData) -> dict[str, tuple[str, Columns]]:
    """Return each connector's name and columns as a kept report has them, by its name in folded letters."""
    told = [line for line in report["checks"] if line["found"] and line.get("columns")]
    return {line["found"].casefold(): (line["found"], _columns(line)) for line in told}


def line_states(verdicts: Iterable[Verdict]) -> list[LineState]:
    """Return what the flow needs to know of each line."""
    return [LineState(one.line.id, one.line.section, one.line.profile, one.blocks) for one in verdicts]


def _verdict(line: Line, data: Mapping[str, Any]) -> Verdict:
    texts = data.get("texts")
    if texts is None:  # why and where stand in the texts of an older version, so the line must not say them again
        line = replace(line, need=NOTHING, place=None)
        title, meaning, remedy = (literal(data[name]) for name in ("title", "why", "remedy"))
    else:
        title, meaning, remedy = (text_from_data(texts[name]) for name in ("title", "meaning", "remedy"))
    return Verdict(
        line,
        Status(data["status"]),
        title,
        reason=_reason(data["reason"]),
        certainty=Certainty(data["certainty"]),
        found=data["found"],
        meaning=meaning,
        remedy=remedy,
        who=Who(data["who"]),
        quote=data.get("quote"),
        detail=tuple(filter(None, data["detail"].split("\n"))),
        columns=_columns(data),
    )


def _columns(line: Mapping[str, Any]) -> Columns:
    """Return the columns of a line; an older version of the program kept none."""
    return tuple((name, field) for name, field in line.get("columns", ()))


def _reason(name: str | None) -> Reason | None:
    """Return a reason by its name; one of another version of the program is none."""
    known = {reason.value for reason in Reason}
    return Reason(name) if name in known else None

"""The body of a reply as data: JSON with exact decimals, and what it is when it is not JSON.

Old Profit versions (before 7) write decimals as `.5` and `-.5`, which is not JSON; only such numbers, outside strings,
are put right, and only when the text does not parse as it is.
"""

import json
import re
from decimal import Decimal
from typing import Any, Literal, NoReturn

from afas_assistant.transport import Reply

Defect = Literal["not_json", "cut_off"]

_STRING_OR_BARE_DECIMAL = re.compile(r'"(?:[^"\\]|\\.)*"|(?<![\w.])(-?)\.(?=\d)', re.DOTALL)
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)


class UnreadableContent(ValueError):  # noqa: N818 - it is content, and unreadable; callers turn it into an AfasError
    """The body is no JSON: `defect` says whether it is something else or only the beginning of it."""

    def __init__(self, defect: Defect) -> None:
        super().__init__(defect)
        self.defect: Defect = defect


def text_of(reply: Reply) -> str:
    """Return the body as text; bytes that are no UTF-8 become replacement signs, which never occur in good JSON."""
    return reply.content.decode("utf-8-sig", "replace")


def parsed(text: str) -> Any:  # noqa: ANN401 - JSON
    """Return the JSON of a text, decimals as Decimal; raises UnreadableContent."""
    try:
        return _loaded(text)
    except ValueError:
        pass
    try:
        return _loaded(_STRING_OR_BARE_DECIMAL.sub(_with_zero, text))
    except ValueError:
        raise UnreadableContent(defect_of(text)) from None


def defect_of(text: str) -> Defect:
    """Return what ails a text that is no JSON: cut off when it began as JSON and its brackets or quotes are open."""
    bare = text.strip()
    if not bare:
        return "cut_off"
    if bare[0] not in "{[":
        return "not_json"
    outside = _STRING.sub("", bare)
    opened = sum(map(outside.count, "{[")) - sum(map(outside.count, "}]"))
    return "cut_off" if opened > 0 or '"' in outside else "not_json"


def _loaded(text: str) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_number)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _with_zero(match: re.Match[str]) -> str:
    return match[0] if match[0].startswith('"') else f"{match[1]}0."


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON")

"""The body of a reply as data: JSON with exact decimals, and lists row by row.

A list of v1 comes whole, however long. Its rows are made and handed out one at a time, so that the memory for a hundred
thousand customers is that of the text and not of the text and everything in it twice.
"""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal, NoReturn

Defect = Literal["not_json", "cut_off"]

ENVELOPES = ("value", "result", "results", "data", "items")
"""Where a list may be within an object: v2's envelope is documented nowhere."""
COUNTS = ("@odata.count", "count", "total")
_BLANKS = " \t\r\n"


class UnreadableContent(ValueError):  # noqa: N818 - it is content, and unreadable; callers turn it into a TimeChimpError
    """The body is no JSON: `defect` says whether it is something else or only the beginning of it."""

    def __init__(self, defect: Defect) -> None:
        super().__init__(defect)
        self.defect: Defect = defect


def text_of(content: bytes) -> str:
    """Return a body as text; bytes that are no UTF-8 become replacement signs."""
    return content.decode("utf-8-sig", "replace")


def parsed(text: str) -> Any:  # noqa: ANN401 - JSON
    """Return the JSON of a text, decimals as Decimal; raises UnreadableContent."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise UnreadableContent(_defect(text)) from None


def written(body: Mapping[str, Any]) -> str:
    """Return a body as JSON; a Decimal becomes a plain number."""
    return json.dumps(body, ensure_ascii=False, default=_plain)


def rows_of(text: str) -> Iterator[Any]:
    """Return what stands in a bare list, one at a time; raises UnreadableContent where it stops being JSON.

    A list whose end has not come is refused before its first row.
    """
    bare = text.rstrip(_BLANKS)
    if not bare.endswith("]"):
        raise UnreadableContent(_defect(text))
    decoder = json.JSONDecoder(parse_float=Decimal, parse_constant=_no_number)
    place, end = _next(bare, bare.index("[") + 1), len(bare) - 1
    while place < end:
        try:
            row, place = decoder.raw_decode(bare, place)
        except (ValueError, RecursionError):
            raise UnreadableContent(_defect(text)) from None
        yield row
        place = _next(bare, place)
        if place < end:
            after = _next(bare, place + 1)
            if bare[place] != "," or after >= end:
                raise UnreadableContent("not_json")
            place = after


def list_in(body: object) -> list[Any] | None:
    """Return the list of a reply, bare or in an envelope; None when there is none."""
    if isinstance(body, list):
        return body
    if isinstance(body, dict):
        return next((body[name] for name in ENVELOPES if isinstance(body.get(name), list)), None)
    return None


def count_in(body: object) -> int | None:
    """Return how many rows there are in all, where an envelope says so."""
    if not isinstance(body, dict):
        return None
    return next((body[name] for name in COUNTS if type(body.get(name)) is int), None)


def id_in(body: object) -> int | None:
    """Return the id of an object, None when it has none."""
    value = body.get("id") if isinstance(body, dict) else None
    return value if type(value) is int else None


def _next(text: str, place: int) -> int:
    while place < len(text) and text[place] in _BLANKS:
        place += 1
    return place


def _defect(text: str) -> Defect:
    """Return what ails a text that is no JSON: cut off when it began as JSON and its end is missing."""
    bare = text.strip()
    if not bare:
        return "cut_off"
    closing = {"{": "}", "[": "]"}.get(bare[0])
    return "not_json" if closing is None or bare.endswith(closing) else "cut_off"


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} has no form in a body for TimeChimp")


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON")

"""The body of a reply as data: JSON with exact decimals, and lists row by row.

A list of v1 comes whole, however long. Its rows are made and handed out one at a time, so that the memory for a hundred
thousand customers is that of the text and not of the text and everything in it twice.
"""

import json
from codecs import BOM_UTF8, getincrementaldecoder
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal, NoReturn

Defect = Literal["not_json", "cut_off"]

ENVELOPES = ("value", "result", "results", "data", "items")
"""Where a list may be within an object: v2's envelope is documented nowhere."""
COUNTS = ("@odata.count", "count", "total")
_BLANKS = " \t\r\n"
PIECE = 1 << 18
"""Bytes of a long list that become text at once."""
NEAR = 4
"""Characters before the end of a piece within which a number may be cut: `1.5e-7` into `1` and `.5e-7`."""


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
    """Return what stands in a bare list, one at a time; see `rows_in`."""
    return rows_in(text.encode())


def rows_in(content: bytes) -> Iterator[Any]:
    """Return what stands in a bare list, one at a time; raises UnreadableContent where it stops being JSON.

    A list whose end has not come is refused before its first row. The text is made piece by piece: a list of thirty
    megabytes in one go held every thread, and with them the window, for a quarter of a second (measured).
    """
    bare = content.removeprefix(BOM_UTF8).strip(_BLANKS.encode())
    if not bare.endswith(b"]"):
        raise UnreadableContent(_defect(text_of(content)))
    decoder = json.JSONDecoder(parse_float=Decimal, parse_constant=_no_number)
    scroll = _Scroll(bare)
    place = _next(scroll.text, scroll.text.index("[") + 1)
    while not scroll.ended or place < len(scroll.text) - 1:
        try:
            row, after = decoder.raw_decode(scroll.text, place)
        except (ValueError, RecursionError):
            if scroll.ended:
                raise UnreadableContent(_defect(text_of(content))) from None
            place = scroll.read_on(place)
            continue
        after = _next(scroll.text, after)
        if not scroll.ended and after + NEAR > len(scroll.text):
            place = scroll.read_on(place)  # a number may go on in the next piece
            continue
        yield row
        place = after
        if not scroll.ended or place < len(scroll.text) - 1:
            after = _next(scroll.text, place + 1)
            if scroll.text[place] != "," or (scroll.ended and after >= len(scroll.text) - 1):
                raise UnreadableContent("not_json")
            place = after


class _Scroll:
    """A long body as text, of which a piece is open at a time; `ended` once its end is among it."""

    def __init__(self, content: bytes) -> None:
        self._content, self._read = content, 0
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self.text, self.ended = "", False
        self.read_on(0)

    def read_on(self, place: int) -> int:
        """Let go of what lies before a place and open more, at least as much as is left; returns the place's own."""
        if self._read >= len(self._content):
            self.ended = True
            return place
        left = self.text[place:]
        end = self._read + max(PIECE, len(left))
        self.text = left + self._decoder.decode(self._content[self._read : end], final=end >= len(self._content))
        self._read = end
        return 0


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

"""The text form of a payload (generation 7), which also holds the filters in every generation.

Tokens are joined by "@". A token is a letter for its type and then its text: A Empty, B Null, C Integer and D Long in
hexadecimal, H date, I string, L False, L1 True. In a string "~A" stands for "~", "~B" for "@", and "~" with a character
from space to "?" for the control character 32 places before it.

    value := "D0" scalar | "D1" "D<upper bound>" "D2009" value*        2009: an array of objects
"""

import re
from collections.abc import Iterator

from afas_assistant.gcn.cursor import Value
from afas_assistant.gcn.errors import (
    BadEscapeError,
    BadStructureError,
    BadTokenError,
    TooLargeError,
    TrailingDataError,
    TruncatedError,
    UnknownTypeError,
)
from afas_assistant.gcn.limits import DEEPEST, Allowance
from afas_assistant.gcn.variants import windows_text

MARK = b"D1@"

_OBJECTS = 0x2009
_HEXADECIMAL = re.compile(r"[0-9A-F]{1,8}")
_DATE = re.compile(r" ?-?[0-9]{1,9}(\.[0-9]{1,20})?")
_NO_ESCAPE = re.compile(r"~(?![ -?AB])")
_ESCAPES = {
    **{f"~{chr(code + 32)}": chr(code) for code in range(32)},
    "~B": "@",
    "~A": "~",  # last: until then every "~" begins a mark
}
_BITS = {"C": 16, "D": 32}


def read_text_form(payload: bytes, elements: Allowance) -> Value:
    """Return the one value that a payload of generation 7 is."""
    tokens = _Tokens(windows_text(payload), elements)
    value = tokens.value(DEEPEST)
    if tokens.remaining:
        raise TrailingDataError(f"{tokens.remaining} values")
    return value


def scalars(text: str, elements: Allowance) -> Iterator[Value]:
    """Give the values of a flat stream of tokens, such as a definition's filters."""
    return (scalar(token) for token in _split(text, elements))


def scalar(token: str) -> Value:
    """Return what one token stands for."""
    kind, text = token[:1], token[1:]
    if kind == "I":
        return unescaped(text)
    if kind in _BITS and _HEXADECIMAL.fullmatch(text):
        number = int(text, 16)
        return number - (1 << _BITS[kind]) if number >> (_BITS[kind] - 1) else number
    if kind == "H" and _DATE.fullmatch(text):
        return float(text)
    if kind == "L" and text in {"", "1"}:
        return text == "1"
    if token in {"A", "B"}:
        return None
    raise BadTokenError(repr(token[:40]))


def unescaped(text: str) -> str:
    """Return a string with its marks replaced by the characters that they stand for."""
    if "~" not in text:
        return text
    if _NO_ESCAPE.search(text):
        raise BadEscapeError
    for mark, character in _ESCAPES.items():
        text = text.replace(mark, character)
    return text


def _split(text: str, elements: Allowance) -> list[str]:
    elements.take(text.count("@") + 1)
    return text.split("@")


class _Tokens:
    """The tokens of a payload, from front to back."""

    def __init__(self, text: str, elements: Allowance) -> None:
        self._tokens = _split(text, elements)
        self._position = 0

    @property
    def remaining(self) -> int:
        return len(self._tokens) - self._position

    def value(self, depth: int) -> Value:
        rank = self._number()
        if rank == 0:
            return scalar(self._next())
        if rank != 1:
            raise BadStructureError(f"list of rank {rank}")
        if not depth:
            raise TooLargeError("lists within lists")
        count, kind = self._number() + 1, self._number()
        if kind != _OBJECTS:
            raise UnknownTypeError(f"list of 0x{kind:04X}")
        if count < 0:
            raise BadStructureError(f"list of {count} values")
        if 2 * count > self.remaining:
            raise TruncatedError(f"{count} values announced, {self.remaining} tokens there")
        return [self.value(depth - 1) for _ in range(count)]

    def _number(self) -> int:
        number = scalar(self._next())
        if not isinstance(number, int) or isinstance(number, bool):
            raise BadStructureError("a number is missing")
        return number

    def _next(self) -> str:
        if not self.remaining:
            raise TruncatedError("no token left")
        self._position += 1
        return self._tokens[self._position - 1]

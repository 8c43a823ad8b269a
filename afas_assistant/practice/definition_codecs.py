"""The bytes of a definition file as a tree of plain values: Visual Basic's container, and three ways to write the rest.

Written from a description of the format and on its own: the program has another reader, and only two readers that share
nothing can find each other's mistakes. Nested lists stay lists; empty and null are None; a date stays the number that
stands there. Nothing here trusts a count: every one is held against the bytes that are left, the number of values and
the depth of nesting.
"""

import re
import struct
from base64 import b64decode
from collections.abc import Callable, Iterator

Value = None | bool | int | float | str | bytes | list["Value"]
MOST_VALUES = 500_000
DEEPEST = 16
_STREAM_MARK = bytes.fromhex("15d283e7cbb8074faa8a7065d8a6ddbb0000")
_ESCAPE = re.compile("~(.?)", re.DOTALL)


class UnreadableError(Exception):
    """The bytes do not follow the description; the message says where, for a programmer."""


def container(content: bytes) -> list[Value]:
    """Read the outer array of a file: one Variant and nothing after it."""
    return _listed(_Variants(content).whole())


def payload(content: bytes) -> list[Value]:
    """Read the definition itself: Variants (files up to 2023), tokens of text (2023), or a stream in base64 (2025)."""
    for start, read in _WAYS.items():
        if content.startswith(start):
            return _listed(read(content))
    raise UnreadableError(f"payload starts {content[:12]!r}")


class _Source:
    """Bytes that are read from front to back, and the count of values made of them."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0
        self._values = 0

    def take(self, length: int) -> bytes:
        """Give the next bytes."""
        if not 0 <= length <= len(self._content) - self._at:
            raise UnreadableError(f"{length} bytes wanted at {self._at}")
        self._at += length
        return self._content[self._at - length : self._at]

    def number(self, form: str) -> int:
        """Give the next whole number; ``form`` as in struct, always little-endian."""
        (found,) = struct.unpack(f"<{form}", self.take(struct.calcsize(f"<{form}")))
        return int(found)

    def ended(self) -> None:
        """Refuse bytes that are left over."""
        if self._at != len(self._content):
            raise UnreadableError(f"{len(self._content) - self._at} bytes left over")

    def elements(self, count: int, read: Callable[[int], Value], depth: int) -> list[Value]:
        """Read the values of an array; each takes a byte at least, so the count is known to be false beforehand."""
        if depth >= DEEPEST:
            raise UnreadableError("nested too deep")
        if not 0 <= count <= len(self._content) - self._at:
            raise UnreadableError(f"an array of {count}")
        self._values += count
        if self._values > MOST_VALUES:
            raise UnreadableError("too many values")
        return [read(depth + 1) for _ in range(count)]


class _Variants(_Source):
    """Visual Basic's Variants as ``Put`` writes them: a type word, then the value."""

    def whole(self) -> Value:
        """Read the one value that the bytes hold."""
        found = self._variant(0)
        self.ended()
        return found

    def _variant(self, depth: int) -> Value:
        kind = self.number("H")
        if kind == 0x200C:
            return self.elements(self._count(), self._variant, depth)
        return self._scalar(kind)

    def _scalar(self, kind: int) -> Value:
        found: Value = None
        match kind:
            case 0x0000 | 0x0001:
                pass
            case 0x0002:
                found = self.number("h")
            case 0x0003:
                found = self.number("i")
            case 0x0005 | 0x0007:
                found = float(struct.unpack("<d", self.take(8))[0])
            case 0x0008:
                found = self.take(self.number("H")).decode("cp1252", "replace")
            case 0x000B:
                found = self.number("h") != 0
            case 0x2011:
                found = self.take(self._count())
            case _:
                raise UnreadableError(f"type {kind:#06x}")
        return found

    def _count(self) -> int:
        """Read the head of an array: one dimension that begins at 0."""
        dimensions, count, first = self.number("H"), self.number("i"), self.number("i")
        if (dimensions, first) != (1, 0):
            raise UnreadableError(f"an array of {dimensions} dimensions from {first}")
        return count


class _Stream(_Source):
    """A stream of .NET's BinaryWriter: a type byte, then the value; each value has its number of dimensions before."""

    def whole(self) -> Value:
        """Read the one value behind the mark."""
        if self.take(len(_STREAM_MARK)) != _STREAM_MARK:
            raise UnreadableError("another mark")
        found = self._value(0)
        self.ended()
        return found

    def _value(self, depth: int) -> Value:
        dimensions = self._primitive()
        if dimensions == 0:
            return self._primitive()
        if dimensions != 1:
            raise UnreadableError(f"{dimensions!r} dimensions")
        last, _ = _whole(self._primitive()), _whole(self._primitive())
        return self.elements(last + 1, self._value, depth)

    def _primitive(self) -> Value:
        kind = self.number("B")
        match kind:
            case 0x00:
                return None
            case 0x02:
                return self.number("i")
            case 0x08:
                return self.number("q")
            case 0x09:
                return self._text()
            case 0x0A:
                return self.number("B") != 0
            case _:
                raise UnreadableError(f"type {kind:#04x}")

    def _text(self) -> str:
        """Read a string; its length stands before it in groups of seven bits, the lowest first."""
        length = 0
        for shift in range(0, 35, 7):
            group = self.number("B")
            length |= (group & 0x7F) << shift
            if group < 0x80:
                return self.take(length).decode("utf-8")
        raise UnreadableError("a length of more than five bytes")


class _Tokens:
    """Values as text, joined by @: a letter for the type (A is 0), then the value; numbers in hexadecimal."""

    def __init__(self, content: bytes) -> None:
        if content.count(b"@") > 2 * MOST_VALUES:
            raise UnreadableError("too many values")
        self._tokens: Iterator[str] = iter(content.decode("cp1252", "replace").split("@"))

    def whole(self) -> Value:
        """Read the one value that the text holds."""
        found = self._value(0)
        if next(self._tokens, None) is not None:
            raise UnreadableError("tokens left over")
        return found

    def _value(self, depth: int) -> Value:
        dimensions = self._scalar()
        if dimensions == 0:
            return self._scalar()
        if dimensions != 1 or depth >= DEEPEST:
            raise UnreadableError(f"{dimensions!r} dimensions at depth {depth}")
        last, _ = _whole(self._scalar()), _whole(self._scalar())
        if last < -1:
            raise UnreadableError(f"an array up to {last}")
        # a false count runs out of tokens, which are in memory already
        return [self._value(depth + 1) for _ in range(last + 1)]

    def _scalar(self) -> Value:
        token = next(self._tokens, "")
        kind, text = token[:1], token[1:]
        match kind:
            case "A" | "B":
                return None
            case "C":
                return _signed(text, 16)
            case "D":
                return _signed(text, 32)
            case "H":
                return float(text)
            case "I":
                return _ESCAPE.sub(_unescaped, text)
            case "L":
                return text != ""
            case _:
                raise UnreadableError(f"token {token[:20]!r}")


def _unescaped(found: re.Match[str]) -> str:
    """Give the character that an escape stands for."""
    letter = found[1]
    if letter in {"A", "B"}:
        return "~" if letter == "A" else "@"
    if not " " <= letter <= "?":
        raise UnreadableError(f"escape {found[0]!r}")
    return chr(ord(letter) - 32)


def _signed(text: str, bits: int) -> int:
    """Read a hexadecimal number in two's complement."""
    number = int(text, 16)
    return number - (1 << bits) if number >= 1 << (bits - 1) else number


def _whole(value: Value) -> int:
    """Insist on a whole number."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise UnreadableError(f"{value!r} where a number belongs")
    return value


def _listed(value: Value) -> list[Value]:
    """Insist on an array."""
    if not isinstance(value, list):
        raise UnreadableError("no array")
    return value


def _from_text(content: bytes) -> Value:
    return _Tokens(content).whole()


def _from_stream(content: bytes) -> Value:
    return _Stream(b64decode(content, validate=True)).whole()


def _from_variants(content: bytes) -> Value:
    return _Variants(content).whole()


_WAYS: dict[bytes, Callable[[bytes], Value]] = {
    b"\x0c\x20": _from_variants,
    b"D1@": _from_text,
    b"FdKD58u4B0+q": _from_stream,
}

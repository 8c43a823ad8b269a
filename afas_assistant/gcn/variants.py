"""The binary form that Visual Basic's `Put` gives a Variant: the file itself, and the payload of generation 5.

variant := type:u16 data        0 Empty, 1 Null, 2 Integer i16, 3 Long i32, 5 Double, 7 Date (a double), 11 Boolean
           8 String             length:u16, so 65,535 bytes at most, in code page 1252
           0x2011 Byte()       rank:u16 = 1, count:i32, lower bound:i32 = 0, then the bytes
           0x200C Variant()    the same, then variants
"""

import codecs
from collections.abc import Callable, Mapping

from afas_assistant.gcn.cursor import Cursor, Value
from afas_assistant.gcn.errors import (
    BadStructureError,
    TooLargeError,
    TrailingDataError,
    TruncatedError,
    UnknownTypeError,
)
from afas_assistant.gcn.limits import DEEPEST, Allowance

MARK = b"\x0c\x20"
"""How an array of Variants begins."""

_VARIANTS = 0x200C
_WINDOWS = "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(256))
_SMALLEST = 2  # bytes of the smallest variant: a type without data


def windows_text(content: bytes) -> str:
    """Return bytes of code page 1252 as text; as in Windows, its five bytes without a character stay."""
    return codecs.charmap_decode(content, "strict", _WINDOWS)[0]


def read_variant(content: bytes, elements: Allowance) -> Value:
    """Return the one variant that these bytes are."""
    cursor = Cursor(content)
    value = _variant(cursor, elements, DEEPEST)
    if cursor.remaining:
        raise TrailingDataError(f"{cursor.remaining} bytes")
    return value


def _variant(cursor: Cursor, elements: Allowance, depth: int) -> Value:
    kind = cursor.uint16()
    if kind == _VARIANTS:
        return _list(cursor, elements, depth)
    read = _SCALARS.get(kind)
    if read is None:
        raise UnknownTypeError(f"0x{kind:04X}")
    return read(cursor)


def _list(cursor: Cursor, elements: Allowance, depth: int) -> list[Value]:
    if not depth:
        raise TooLargeError("lists within lists")
    count = _count(cursor)
    if count * _SMALLEST > cursor.remaining:
        raise TruncatedError(f"{count} values announced, {cursor.remaining} bytes there")
    elements.take(count)
    return [_variant(cursor, elements, depth - 1) for _ in range(count)]


def _count(cursor: Cursor) -> int:
    rank, count, lowest = cursor.uint16(), cursor.int32(), cursor.int32()
    if rank != 1 or lowest != 0 or count < 0:
        raise BadStructureError(f"list of rank {rank}, {count} values from {lowest}")
    return count


_SCALARS: Mapping[int, Callable[[Cursor], Value]] = {
    0x0000: lambda cursor: None,  # noqa: ARG005 - no data
    0x0001: lambda cursor: None,  # noqa: ARG005 - no data
    0x0002: Cursor.int16,
    0x0003: Cursor.int32,
    0x0005: Cursor.double,
    0x0007: Cursor.double,
    0x0008: lambda cursor: windows_text(cursor.bytes(cursor.uint16())),
    0x000B: lambda cursor: cursor.int16() != 0,
    0x2011: lambda cursor: cursor.bytes(_count(cursor)),
}

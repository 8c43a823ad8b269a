"""The binary form of a payload since generation 8: base64 of what a .NET BinaryWriter wrote.

payload := base64(signature[16] 0 0 value)
value   := prim(0) prim | prim(1) prim(upper bound) prim(type) value*
prim    := 0 null | 2 i32 | 8 ticks:i64 | 9 string | 10 boolean:u8
string  := length in groups of 7 bits, lowest first; UTF-8
"""

import base64
import binascii

from afas_assistant.gcn.cursor import Cursor, Value
from afas_assistant.gcn.dates import of_ticks
from afas_assistant.gcn.errors import (
    BadStructureError,
    BadTokenError,
    TooLargeError,
    TrailingDataError,
    TruncatedError,
    UnknownPayloadError,
    UnknownTypeError,
)
from afas_assistant.gcn.limits import DEEPEST, Allowance

MARK = b"FdKD58u4B0+q"
"""How the base64 of the signature begins."""

_SIGNATURE = bytes.fromhex("15d283e7cbb8074faa8a7065d8a6ddbb")
_SMALLEST = 6  # bytes of the smallest value: a rank and null


def read_binary_form(payload: bytes, elements: Allowance) -> Value:
    """Return the one value that a payload of generation 8 is."""
    try:
        cursor = Cursor(base64.b64decode(payload, validate=True))
    except binascii.Error as error:
        raise BadTokenError("base64") from error
    if cursor.bytes(len(_SIGNATURE)) != _SIGNATURE or cursor.bytes(2) != b"\0\0":
        raise UnknownPayloadError("signature")
    value = _value(cursor, elements, DEEPEST)
    if cursor.remaining:
        raise TrailingDataError(f"{cursor.remaining} bytes")
    return value


def _value(cursor: Cursor, elements: Allowance, depth: int) -> Value:
    rank = _number(cursor)
    if rank == 0:
        return _primitive(cursor)
    if rank != 1:
        raise BadStructureError(f"list of rank {rank}")
    if not depth:
        raise TooLargeError("lists within lists")
    count, _ = _number(cursor) + 1, _number(cursor)
    if count < 0:
        raise BadStructureError(f"list of {count} values")
    if count * _SMALLEST > cursor.remaining:
        raise TruncatedError(f"{count} values announced, {cursor.remaining} bytes there")
    elements.take(count)
    return [_value(cursor, elements, depth - 1) for _ in range(count)]


def _number(cursor: Cursor) -> int:
    number = _primitive(cursor)
    if not isinstance(number, int) or isinstance(number, bool):
        raise BadStructureError("a number is missing")
    return number


def _primitive(cursor: Cursor) -> Value:
    match kind := cursor.byte():
        case 0x00:
            return None
        case 0x02:
            return cursor.int32()
        case 0x08:
            return of_ticks(cursor.int64())
        case 0x09:
            return _string(cursor)
        case 0x0A:
            return cursor.byte() != 0
    raise UnknownTypeError(f"0x{kind:02X}")


def _string(cursor: Cursor) -> str:
    length = 0
    for shift in range(0, 35, 7):
        byte = cursor.byte()
        length |= (byte & 0x7F) << shift
        if byte < 0x80:
            break
    else:
        raise BadStructureError("length of a text")
    try:
        return cursor.bytes(length).decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadStructureError("a text that is no UTF-8") from error

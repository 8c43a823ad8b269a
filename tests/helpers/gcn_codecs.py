"""The layers of a definition file, as a writer needs them: Variants, three payload codecs, a ZIP with one entry.

Written from the description of the format, without a look at the product's reader, so that both do not share one
mistake. A tree is a nested list of None, NULL, bool, int, Integer, datetime, float (a moment that no calendar has), str
and bytes.
"""

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from enum import Enum

OLE_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - the files carry local time without a zone
YEAR_ONE = datetime(1, 1, 1)  # noqa: DTZ001
ENTRY = "ExternalData"
STREAM_GUID = bytes.fromhex("15d283e7cbb8074faa8a7065d8a6ddbb")
OBJECT_ARRAY = 0x2009


class Null(Enum):
    """SQL's NULL, which generation 5 tells apart from Empty (None)."""

    NULL = "NULL"


NULL = Null.NULL


class Integer(int):
    """An integer of two bytes; a plain int takes four."""


Value = object
Tree = Sequence[Value]


def ole_date(moment: datetime) -> float:
    """Return days since 1899-12-30, the fraction being the time of the day."""
    return (moment - OLE_EPOCH) / timedelta(days=1)


def ticks(moment: datetime) -> int:
    """Return hundreds of nanoseconds since the year 1."""
    return (moment - YEAR_ONE) // timedelta(microseconds=1) * 10


def variant(value: Value) -> bytes:
    """Codec A, also the container: Visual Basic's `Put` of a Variant."""
    match value:
        case None:
            return b"\x00\x00"
        case Null():
            return b"\x01\x00"
        case bool():
            return struct.pack("<Hh", 0x0B, -int(value))
        case Integer():
            return struct.pack("<Hh", 2, value)
        case int():
            return struct.pack("<Hi", 3, value)
        case float():
            return struct.pack("<Hd", 7, value)
        case datetime():
            return struct.pack("<Hd", 7, ole_date(value))
        case str():
            text = value.encode("cp1252")
            return struct.pack("<HH", 8, len(text)) + text
        case bytes():
            return struct.pack("<HHii", 0x2011, 1, len(value), 0) + value
        case list() | tuple():
            return variants_head(len(value)) + b"".join(map(variant, value))
    raise AssertionError(f"no Variant for {value!r}")


def variants_head(count: int) -> bytes:
    """Return how an array of so many Variants begins; a test may claim more than follow."""
    return struct.pack("<HHii", 0x200C, 1, count, 0)


def escaped(text: str) -> str:
    """Return a string of codec B: `~`, `@` and control characters in two characters each."""
    return "".join({"~": "~A", "@": "~B"}.get(one, one) if ord(one) >= 32 else "~" + chr(ord(one) + 32) for one in text)


def token(value: Value) -> str:
    """Return a scalar of codec B: a letter for the type, and the text."""
    match value:
        case None:
            return "A"
        case Null():
            return "B"
        case bool():
            return "L1" if value else "L"
        case Integer():
            return f"C{value & 0xFFFF:X}"
        case int():
            return f"D{value & 0xFFFFFFFF:X}"
        case float():
            return f"H {value:.15g}"
        case datetime():
            return token(ole_date(value))
        case str():
            return "I" + escaped(value)
    raise AssertionError(f"no token for {value!r}")


def flat_tokens(values: Tree) -> str:
    """Return a nested string such as FilterData: codec B without ranks."""
    return "@".join(map(token, values))


def text_stream(tree: Value) -> bytes:
    """Codec B, generation 7."""

    def tokens(value: Value) -> list[str]:
        if not isinstance(value, list | tuple):
            return ["D0", token(value)]
        inner = [part for one in value for part in tokens(one)]
        return ["D1", token(len(value) - 1), token(OBJECT_ARRAY), *inner]

    return "@".join(tokens(tree)).encode("cp1252")


def length_prefix(length: int) -> bytes:
    """Return a length as .NET's BinaryWriter writes it: seven bits at a time."""
    parts = bytearray()
    while length >= 0x80:
        parts.append(length & 0x7F | 0x80)
        length >>= 7
    return bytes([*parts, length])


def primitive(value: Value) -> bytes:
    """Return a scalar of codec C: its type code, and the value."""
    match value:
        case None | Null():
            return b"\x00"
        case bool():
            return bytes([0x0A, value])
        case int():
            return struct.pack("<Bi", 2, value)
        case float():
            return struct.pack("<Bq", 8, min(int(value), 2**63 - 1))
        case datetime():
            return struct.pack("<Bq", 8, ticks(value))
        case str():
            text = value.encode()
            return b"\x09" + length_prefix(len(text)) + text
    raise AssertionError(f"no primitive for {value!r}")


def binary_stream(tree: Value) -> bytes:
    """Codec C before base64, generation 8."""

    def parts(value: Value) -> bytes:
        if not isinstance(value, list | tuple):
            return primitive(0) + primitive(value)
        return b"".join([primitive(1), primitive(len(value) - 1), primitive(OBJECT_ARRAY), *map(parts, value)])

    return STREAM_GUID + b"\0\0" + parts(tree)


def base64_stream(tree: Value) -> bytes:
    """Codec C, generation 8."""
    return base64.b64encode(binary_stream(tree))


CODECS: dict[int, Callable[[Value], bytes]] = {5: variant, 7: text_stream, 8: base64_stream}


def archive(
    payload: bytes,
    moment: datetime = datetime(2025, 1, 21, 16, 52, 12),  # noqa: DTZ001 - local time, as in a ZIP
    *,
    name: str = ENTRY,
    method: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """Return a ZIP with one entry and the extra fields that Profit's library adds: name and times once more."""
    wide = name.encode("utf-16-le")
    unicode_name = b"NUCX" + struct.pack("<I", len(wide) // 2) + wide
    filetime = struct.pack("<Q", ticks(moment) - ticks(datetime(1601, 1, 1)))  # noqa: DTZ001 - Windows' epoch
    times = struct.pack("<IHH", 0, 1, 24) + filetime * 3
    path = struct.pack("<BI", 1, zlib.crc32(name.encode())) + name.encode()
    fields = ((0x554E, unicode_name), (0x000A, times), (0x7075, path))
    info = zipfile.ZipInfo(name, moment.timetuple()[:6])
    info.compress_type, info.create_system, info.create_version, info.external_attr = method, 0, 45, 0x20
    info.extra = b"".join(struct.pack("<HH", key, len(data)) + data for key, data in fields)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr(info, payload)
    return buffer.getvalue()

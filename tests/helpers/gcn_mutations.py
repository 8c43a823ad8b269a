"""Damage to definition files, at every depth: the bytes, the packed payload with its checksum made right, the tree of
values, the rows in it, the filters in a row.

A mutation is a plain value, so that Hypothesis can shrink it and a report can name it.
"""

import base64
import binascii
import struct
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any, Literal, get_args

from hypothesis import strategies as st

from tests.helpers.gcn_codecs import NULL, Integer, archive
from tests.helpers.gcn_writer import Spec, filter_data, write

Layer = Literal["file", "payload", "tree", "row", "filter"]
Kind = Literal["flip", "overwrite", "insert", "delete", "repeat", "splice", "cut", "swap"]
PACKED_ELEMENT = 14
LONGEST_TEXT = 65_535
LONGEST_FILTER = 50_000

COUNTS = tuple(
    struct.pack("<i", number) for number in (-1, 0, 1, 2, 16, 17, 127, 255, 65_535, 1_000_000, 2**31 - 1, -(2**31))
)
WORDS = (
    b"@", b"~", b"~A", b"~B", b"D0@", b"D1@", b"D7FFFFFFF@", b"H nan@", b"Hinf", b"L2", b"C", b"I", b"'", b"''", b",",
    b"NULL", b"(", b")", b" values (", b"insert AfasMdViewField (", b"\x00", b"\xff\xff\xff\xff", b"\x81\x8d",
    b"\xef\xbf\xbd", b"\x09\xff\xff\xff\xff\x7f", b"\x02\x01\x00\x00\x00\x02\x00\x00\x00\x00",
    b"\x0c\x20\x01\x00\x01\x00\x00\x00\x00\x00\x00\x00", b"\x07\x00\x00\x00\x00\x00\x00\xf8\x7f",
    b"PK\x01\x02", b"PK\x05\x06", b"~*NOW*~DDm-9999999999@", b"-1", b"99",
)  # fmt: skip
VALUES: tuple[object, ...] = (
    None, NULL, True, False, 0, 1, -1, 2**31 - 1, -(2**31), Integer(-1), "", "@", "~", "x" * 300, "1", "'",
    "D1@D9@D3@I", 1e308, [], [1, "2"], [[[]]],
)  # fmt: skip


@dataclass(frozen=True)
class Mutation:
    """One change: the layer, the kind, where (modulo the length), how many bytes, and what is put there."""

    layer: Layer
    kind: Kind
    place: int
    length: int = 1
    data: bytes = b""
    value: int = 0


@dataclass(frozen=True)
class Sample:
    """A file to mutate; one that was written keeps its spec, so that its tree can be changed too."""

    name: str
    content: bytes = field(repr=False)
    spec: Spec | None = field(default=None, repr=False)


def mutations() -> st.SearchStrategy[list[Mutation]]:
    """Return a few changes, mostly all in one layer: an error in an outer one hides what the inner ones would do."""
    layers = st.sampled_from(get_args(Layer))
    in_one = layers.flatmap(lambda layer: st.lists(changes_of(layer), min_size=1, max_size=4))
    return in_one | st.lists(layers.flatmap(changes_of), max_size=6)


def changes_of(layer: Layer) -> st.SearchStrategy[Mutation]:
    """Return one change of a layer."""
    return st.builds(
        Mutation,
        st.just(layer),
        st.sampled_from(get_args(Kind)),
        st.integers(0, 2**20),
        st.integers(0, 64) | st.integers(0, 5000),
        st.sampled_from(COUNTS + WORDS) | st.binary(max_size=12),
        st.integers(0, len(VALUES) - 1),
    )


def mutated(sample: Sample, changes: Sequence[Mutation], other: bytes) -> bytes:
    """Return the file with the changes applied, those of the inner layers first; `other` is spliced in.

    In a file that was not written here the inner layers cannot be told apart: all are the payload.
    """
    content, spec = sample.content, sample.spec
    inner = [one for one in changes if one.layer != "file"]
    if spec and inner:
        filters = [one for one in inner if one.layer == "filter"]
        if filters:
            text = filter_data(spec.filters, spec.generation).encode("cp1252")
            spec = replace(spec, filter_data=in_bytes(filters, text)(text).decode("cp1252", "ignore")[:LONGEST_FILTER])
        content = write(spec, tree=in_tree([one for one in inner if one.layer in {"tree", "row"}]))
        inner = [one for one in inner if one.layer == "payload"]
    if inner:
        content = repacked(content, in_bytes(inner, other))
    return in_bytes([one for one in changes if one.layer == "file"], other)(content)


def in_bytes(changes: Sequence[Mutation], other: bytes) -> Callable[[bytes], bytes]:
    """Return a function that applies the changes to bytes."""

    def change(content: bytes) -> bytes:
        for one in changes:
            content = _bytes_changed(content, one, other)
        return content

    return change


def _bytes_changed(content: bytes, one: Mutation, other: bytes) -> bytes:
    place = one.place % (len(content) + 1)
    end = place + one.length
    match one.kind:
        case "flip":
            flipped = bytes(byte ^ (1 << one.value % 8) for byte in content[place : place + 1])
            return content[:place] + flipped + content[place + 1 :]
        case "overwrite":
            return content[:place] + one.data + content[place + len(one.data) :]
        case "insert":
            return content[:place] + one.data + content[place:]
        case "delete":
            return content[:place] + content[end:]
        case "repeat":
            return content[:end] + content[place:end] * (1 + one.value) + content[end:]
        case "splice":
            start = one.value * 97 % (len(other) + 1)
            return content[:place] + other[start : start + one.length] + content[end:]
        case "cut":
            return content[:place]
        case "swap":
            return content[:place] + content[end : end + one.length] + content[place:end] + content[end + one.length :]


def in_tree(changes: Sequence[Mutation]) -> Callable[[list[Any]], list[Any]]:
    """Return a function that changes elements of the tree, or texts of the rows within it."""

    def change(tree: list[Any]) -> list[Any]:
        result = list(tree)
        for one in changes:
            view = next((n for n, value in enumerate(result) if isinstance(value, list)), None)
            if one.layer == "tree" or view is None:
                result = _list_changed(result, one)
            else:
                result[view] = _rows_changed(result[view], one)
        return result

    return change


def _list_changed(values: list[Any], one: Mutation) -> list[Any]:
    place = one.place % (len(values) + 1)
    end = place + one.length % 8
    match one.kind:
        case "insert":
            return [*values[:place], VALUES[one.value], *values[place:]]
        case "delete":
            return values[:place] + values[end:]
        case "repeat":
            return values[:end] + values[place:end] + values[end:]
        case "cut":
            return values[:place]
        case "splice":
            return [*values[:place], values[place:end], *values[end:]]
        case _:
            return [*values[:place], VALUES[one.value], *values[place + 1 :]]


def _rows_changed(rows: list[Any], one: Mutation) -> list[Any]:
    place = one.length % (len(rows) + 1)
    row = rows[place] if place < len(rows) else None
    if not isinstance(row, str):
        return _list_changed(rows, one)
    content = row.encode("cp1252")
    text = _bytes_changed(content, one, content).decode("cp1252", "ignore")
    return [*rows[:place], text[:LONGEST_TEXT], *rows[place + 1 :]]


def packed_place(content: bytes) -> tuple[int, int]:
    """Return where the ZIP of a sound file begins and ends, by stepping over the thirteen elements before it."""
    sizes = {0: 0, 1: 0, 2: 2, 3: 4, 7: 8, 0x0B: 2}
    place = 12
    for _ in range(PACKED_ELEMENT):
        kind, length = struct.unpack_from("<HH", content, place)
        place += 2 + (2 + length if kind == 8 else sizes[kind])
    (size,) = struct.unpack_from("<i", content, place + 4)
    return place + 12, place + 12 + size


def payload_of(content: bytes) -> bytes:
    """Return the payload of a sound file: the bare minimum that any reader has to do."""
    start, end = packed_place(content)
    with zipfile.ZipFile(BytesIO(content[start:end])) as file:
        return file.read(file.infolist()[0])


def repacked(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Return a sound file with its payload changed and packed again; base64 is undone before and done after."""
    start, end = packed_place(content)
    payload = payload_of(content)
    try:
        changed = base64.b64encode(change(base64.b64decode(payload, validate=True)))
    except binascii.Error:
        changed = change(payload)
    packed = archive(changed)
    return content[: start - 8] + struct.pack("<ii", len(packed), 0) + packed + content[end:]

"""Payloads that are broken or hostile in a container whose checksums are right."""

import struct
from collections.abc import Callable

import pytest

from afas_assistant.gcn.reader import read_definition
from tests.helpers.gcn_codecs import binary_stream, primitive, variants_head
from tests.helpers.gcn_hostile import (
    MEBIBYTE,
    SOUND,
    Tree,
    TreeChange,
    binary_payload,
    element,
    read_cheaply,
    refused,
    rows,
    view_place,
    with_payload,
)
from tests.helpers.gcn_mutations import payload_of
from tests.helpers.gcn_writer import GENERATIONS, Spec, whole_tree, write

SLOW_START = "insert AfasMdViewField (AfasMdSystemId) values ('"

# The payload


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (with_payload(7, b"D1@D0@D2009@D0@Ix~"), "bad_escape"),
        (with_payload(7, b"D1@D0@D2009@D0@Q1"), "bad_token"),
        (with_payload(7, b"D1@D0@D2009@D0"), "truncated"),
        (with_payload(7, b"D1@D0@D2009@D0@A@A"), "trailing_data"),
        (with_payload(5, variants_head(1) + b"\x04\x00"), "unknown_type"),
        (with_payload(8, b"new"), "unknown_payload"),
        (write(Spec(), tree=lambda tree: tree[:-1]), "bad_structure"),
        (write(Spec(), tree=rows(lambda row: row[:-1])), "bad_row"),
        (write(Spec(filter_data="D1@D1")), "bad_filter"),
        (with_payload(5, variants_head(2_000_000) + b"\0\0" * 2_000_000), "too_large"),
    ],
)
def test_each_fault_within_a_sound_zip_has_its_own_error(content: bytes, code: str) -> None:
    assert refused(content) == code


@pytest.mark.parametrize("payload", [b"", b"x", b"{}", b"<xml/>", b"D2@L1", b"\x0c\x20", b"AAAA", b"\0" * 100])
def test_another_payload_is_of_an_unknown_generation(payload: bytes) -> None:
    for generation in GENERATIONS:
        code = refused(with_payload(generation, payload))
        assert code == ("truncated" if payload == b"\x0c\x20" else "unknown_payload")


@pytest.mark.parametrize("shape", [6, 9, 100])
def test_a_newer_generation_that_cannot_be_read_says_so(shape: int) -> None:
    content = write(Spec(), header=element(0, shape), payload=lambda _: b"\x28\xb5\x2f\xfd new")
    assert refused(content) == "unknown_payload"


def test_the_payload_is_read_by_its_content_and_not_by_the_number_alone() -> None:
    for generation in GENERATIONS:
        other = write(Spec(generation=generation), header=element(0, 8 if generation != 8 else 5))
        assert read_definition(other).connector_id == Spec().connector_id


@pytest.mark.parametrize("generation", GENERATIONS)
def test_every_shorter_payload_is_an_error(generation: int) -> None:
    payload = payload_of(SOUND[generation])
    codes = {refused(with_payload(generation, payload[:length])) for length in range(0, len(payload), 29)}
    assert codes <= {"unknown_payload", "truncated", "bad_structure", "bad_token", "bad_escape"}


def test_trailing_bytes_after_the_payload_are_an_error() -> None:
    assert refused(with_payload(5, payload_of(SOUND[5]) + b"\0\0")) == "trailing_data"
    assert refused(with_payload(7, payload_of(SOUND[7]) + b"@D0@A")) == "trailing_data"
    for extra in (b"\0", b"\0\0"):
        assert refused(binary_payload(binary_stream(whole_tree(Spec()))[18:] + extra)) == "trailing_data"


@pytest.mark.parametrize("depth", [17, 1000, 100_000])
def test_deep_nesting_in_the_payload(depth: int) -> None:
    errors = {"bad_structure", "too_large"}
    assert refused(with_payload(5, variants_head(1) * depth + b"\0\0")) in errors
    assert refused(with_payload(7, b"D1@D0@D2009@" * depth + b"D0@A")) in errors
    opening = primitive(1) + primitive(0) + primitive(0x2009)
    assert refused(binary_payload(opening * depth + primitive(0) + primitive(None))) in errors


def test_millions_of_elements_cost_little() -> None:
    """Thirty million empty values fit into 60 MiB, and pack to 60 kB."""
    number = 30_000_000
    limit = 300 * MEBIBYTE
    errors = {"too_large", "bad_structure", "truncated", "bad_token"}
    assert read_cheaply(with_payload(5, variants_head(number) + b"\0\0" * number), limit) in errors
    assert read_cheaply(with_payload(7, b"D1@D1C9C37F@D2009@" + b"D0@A@" * 12_000_000), limit) in errors
    assert read_cheaply(with_payload(7, b"D1@" + b"@" * (60 * MEBIBYTE)), limit) in errors


def test_millions_of_tokens_in_a_filter_cost_little() -> None:
    content = write(Spec(filter_data="D1@" + "@" * (20 * MEBIBYTE)))
    assert read_cheaply(content, 400 * MEBIBYTE) in {"bad_filter", "too_large", "bad_token"}


@pytest.mark.parametrize(
    "payload",
    [
        b"D1@D0@D2009",
        b"D1@DZ@D2009@D0@A",
        b"D1@D-1@D2009@D0@A",
        b"D1@D0x0@D2009@D0@A",
        b"D1@D0@D2009@D2@A",
        b"D1@D0@D2009@D0@",
        b"D1@D0@D2009@D0@Q1",
        b"D1@D0@D2009@D0@L2",
        b"D1@D0@D2009@D0@C1_0",
        b"D1@D0@D2009@D0@D 1",
        b"D1@D0@D2009@D0@D" + b"F" * 5000,
        b"D1@D0@D2009@D0@Hnoon",
        b"D1@D0@D2009@D0@H nan",
        b"D1@D0@D2009@D0@H 1E+308",
        b"D1@D0@D2009@D0@H inf",
        "D1@D0@D2009@D0@D१".encode(),
    ],
)
def test_bad_tokens(payload: bytes) -> None:
    assert refused(with_payload(7, payload)) in {"bad_token", "truncated", "bad_structure"}


@pytest.mark.parametrize("text", ["a~", "~C", "~z", "~~", "~\x01", "~@"])
def test_bad_escapes(text: str) -> None:
    payload = b"D1@D0@D2009@D0@I" + text.encode()
    assert refused(with_payload(7, payload)) in {"bad_escape", "bad_structure"}
    assert refused(write(Spec(filter_data=f"D1@D1@D3@I{text}@D2@D0@D1@D0@L@L"))) in {
        "bad_escape",
        "bad_filter",
        "bad_token",
    }


@pytest.mark.parametrize("code", [1, 3, 4, 5, 6, 7, 11, 12, 255])
def test_unknown_codes_of_the_newest_stream_fail_loudly(code: int) -> None:
    payload = primitive(0) + bytes([code]) + b"\0" * 8
    assert refused(binary_payload(payload)) == "unknown_type"


@pytest.mark.parametrize(
    "payload",
    [
        b"\x09" + b"\x80" * 1000,
        b"\x09" + b"\xff" * 9 + b"\x01",
        b"\x09\xff\xff\xff\xff\x07",
        b"\x09\x04\xff\xfe\xfd\xfc",
        b"\x08" + struct.pack("<q", 2**62),
        b"\x08" + struct.pack("<q", -1),
        b"\x0a\x07",
        b"\x02\x01",
    ],
)
def test_bad_primitives(payload: bytes) -> None:
    code = refused(binary_payload(primitive(0) + payload))
    assert code in {"truncated", "bad_structure", "unknown_type"}


def test_base64_that_is_none() -> None:
    for junk in (b"FdKD58u4B0+q*", b"FdKD58u4B0+q\xe9\xe9\xe9\xe9", b"FdKD58u4B0+qigu"):
        assert refused(with_payload(8, junk)) in {
            "unknown_payload",
            "truncated",
            "bad_token",
        }


@pytest.mark.parametrize("value", [b"\x81", b"\x8d\x8f\x90\x9d"])
def test_bytes_that_windows_text_does_not_know(value: bytes) -> None:
    """Windows itself passes them through as control characters."""
    for generation in (5, 7):
        spec = Spec(generation=generation, explanation="HERE")
        content = write(spec, payload=lambda payload: payload.replace(b"HERE", (value * 4)[:4]))
        assert read_definition(content).explanation == (value * 4)[:4].decode("latin-1")


# The tree


def tree_with(generation: int, change: TreeChange) -> bytes:
    return write(Spec(generation=generation), tree=change)


def without_view(tree: Tree) -> Tree:
    place = view_place(tree)
    return tree[:place] + tree[place + 1 :]


def two_views(tree: Tree) -> Tree:
    place = view_place(tree)
    return [*tree[:place], tree[place], *tree[place:]]


def tail(number: int, value: object) -> TreeChange:
    """Return a change of the tree: another value for one element after the view."""

    def change(tree: Tree) -> Tree:
        place = view_place(tree) + 1 + number
        return [*tree[:place], value, *tree[place + 1 :]]

    return change


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize(
    "change",
    [
        lambda _: [],
        lambda _: [1],
        lambda tree: tree[:-1],
        lambda tree: tree[:-4],
        lambda tree: [*tree, "U009"],
        lambda tree: tree[: view_place(tree)],
        lambda tree: tree[: view_place(tree) + 1],
        without_view,
        two_views,
        *(tail(3, value) for value in (-1, 0, 3, 2**31 - 1, -(2**31), None, "2", True)),
        *(tail(2, value) for value in (None, 7, True)),
        *(tail(4, value) for value in (None, 7)),
        *(tail(5, value) for value in (None, 7)),
        lambda tree: [*tree[: view_place(tree)], [], *tree[view_place(tree) + 1 :]],
        lambda tree: [*tree[: view_place(tree)], [[[]]], *tree[view_place(tree) + 1 :]],
    ],
)
def test_a_tree_of_another_shape(generation: int, change: TreeChange) -> None:
    assert refused(tree_with(generation, change)) == "bad_structure"


def test_a_tree_that_is_a_single_value() -> None:
    for generation in GENERATIONS:
        assert refused(write(Spec(generation=generation), tree=lambda _: "value")) in {
            "bad_structure",
            "unknown_payload",
        }


def test_more_properties_promised_than_there_are() -> None:
    for generation in (7, 8):
        for count in (-1, 5000, 2**31 - 1):
            assert refused(tree_with(generation, element(4, count))) == "bad_structure"


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize(
    "change",
    [
        lambda row: row[:-1],
        lambda row: row[:-5],
        lambda row: row[: len(row) // 2],
        lambda row: row.replace("(", "", 1),
        lambda row: row.replace("NULL", "NULL,NULL", 1),
        lambda row: row.replace("NULL", "nothing", 1),
        lambda row: row.replace("NULL", "'open", 1),
        lambda row: row.replace("NULL", "1+1", 1),
        lambda row: row.replace("NULL", "(select 1)", 1),
        lambda row: row + "; drop table AfasKnUser",
        lambda row: row.replace("insert", "delete").replace("INSERT", "DELETE"),
        lambda row: row.replace("AfasMdSystemId, ", ""),
        lambda row: row.replace("AfasMdSystemId, ", "AfasMdSystemId, AfasMdSystemId, "),  # found by coverage
        lambda row: row.replace("AfasMdSystemId, AfasMdViewId", "AfasMdViewId, AfasMdViewId"),
    ],
)
def test_rows_that_are_no_plain_inserts(generation: int, change: Callable[[str], str]) -> None:
    assert refused(tree_with(generation, rows(change))) in {"bad_row", "bad_structure"}


@pytest.mark.parametrize(
    "row", ["'" * 200_000, "insert AfasMdViewField (" + "a, " * 100_000, "(" * 200_000, "\\'" * 99_999]
)
@pytest.mark.parametrize("start", ["", SLOW_START, SLOW_START + "x')"])
def test_rows_made_to_be_slow(start: str, row: str) -> None:
    assert refused(tree_with(8, rows(lambda _: start + row))) in {"bad_row", "too_large"}


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize(
    "filters",
    [
        "x",
        "D1",
        "D1@D1",
        "D1@D1@D3@I@D2@D0@D1@D1@D2@IU001@Ix@C1@A@D2@D0@L",
        "D1@D2@D3@I@D2@D0@D1@D0@L@L",
        "D1@D-1",
        "D1@D7FFFFFFF",
        "D1@DFFFFFFFF",
        "D1@D1@D3@I@D2@D0@D1@D7FFFFFFF",
        "D1@D1@D3@D5@D2@D0@D1@D0@L@L",
        "D1@D1@D3@I@D2@D0@D1@D1@D2@D9@Ix@C1@A@D2@D0@L@L",
        "D1@D1@D3@I@D2@D0@D1@D1@D2@IU001@Ix@Ione@A@D2@D0@L@L",
        "D1@D0@D1",
        "@@@@",
    ],
)
def test_filters_that_cannot_be_read(generation: int, filters: str) -> None:
    assert refused(write(Spec(generation=generation, filter_data=filters))) in {"bad_filter", "bad_token"}

"""Files that are somebody else's, or broken in their outer form: each gets the error of its kind, and costs little."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest

from afas_assistant.gcn.definition import GcnDefinition
from afas_assistant.gcn.errors import DefinitionFileError
from afas_assistant.gcn.reader import read_definition
from tests.helpers.gcn_codecs import NULL, archive, variant, variants_head
from tests.helpers.gcn_hostile import MEBIBYTE, SOUND, element, read_cheaply, refused, with_payload
from tests.helpers.gcn_writer import GENERATIONS, Spec, elements, write

# Not a definition file at all


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x0b", "not_gcn"),
        (b"\r\n\r\n", "not_gcn"),
        (b"<?xml version='1.0'?><html>Sign in</html>", "not_gcn"),
        (b"%PDF-1.7\n", "not_gcn"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "not_gcn"),
        (b"\x00" * 5000, "not_gcn"),
        (b"block FIRM\n{\n  objective\n  {\n    max = 1;\n  };\n};\n", "other_program"),
        (b"\xef\xbb\xbfoptions\r\n{\r\n    output logfile = TRUE;\r\n};\r\nblock A { };\r\n", "other_program"),
    ],
)
def test_files_of_others_are_told_apart(content: bytes, code: str) -> None:
    assert refused(content) == code


def test_a_bundle_is_named_as_a_zip() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("a.gcn", SOUND[8])
    assert refused(buffer.getvalue()) == "is_zip"
    assert refused(b"PK\x03\x04") == "is_zip"


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_a_file_that_went_through_a_text_editor_is_named_as_damaged(generation: int, encoding: str) -> None:
    """An editor that takes bytes for UTF-8 loses them; one that takes them for Windows text makes each of them two."""
    text = SOUND[generation].decode(encoding, errors="replace" if encoding == "utf-8" else "ignore")
    assert refused(text.encode("utf-8")) == "text_mangled"


def test_line_ends_that_were_changed_are_an_error() -> None:
    content = write(Spec(description="first\nsecond"))
    assert refused(content.replace(b"\n", b"\r\n")) in {"text_mangled", "truncated", "unknown_type", "bad_zip"}


# The container


@pytest.mark.parametrize("generation", GENERATIONS)
def test_every_shorter_file_is_an_error(generation: int) -> None:
    content = SOUND[generation]
    assert {refused(content[:length]) for length in range(4, len(content))} == {"truncated"}
    assert {refused(content[:length]) for length in range(4)} <= {"truncated", "not_gcn"}


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("extra", [b"\0", b"\r\n", b"x" * 1000])
def test_trailing_bytes_are_an_error(generation: int, extra: bytes) -> None:
    assert refused(SOUND[generation] + extra) == "trailing_data"


def test_a_file_twice_in_a_row_is_an_error() -> None:
    assert refused(SOUND[5] * 2) == "trailing_data"


@pytest.mark.parametrize("kind", [4, 6, 9, 0x0E, 0x2008, 0x4008, 0xFFFF])
def test_an_unknown_type_is_an_error(kind: int) -> None:
    content = SOUND[8]
    assert refused(content[:12] + struct.pack("<H", kind) + content[14:]) == "unknown_type"


@pytest.mark.parametrize("count", [-1, -(2**31), 2**31 - 1, 10_000_000])
@pytest.mark.parametrize("place", ["elements", "payload", "bytes"])
def test_a_giant_count_costs_nothing(count: int, place: str) -> None:
    head = variants_head(count)
    match place:
        case "elements":
            content = head + SOUND[8][12:]
        case "payload":
            content = with_payload(5, head + b"\0\0" * 100)
        case _:
            content = variants_head(16) + struct.pack("<HHii", 0x2011, 1, count, 0) + b"x" * 100
    assert read_cheaply(content, MEBIBYTE) in {"not_gcn", "truncated", "bad_structure", "too_large", "unknown_type"}


@pytest.mark.parametrize(("rank", "lower"), [(0, 0), (2, 0), (1, 1), (1, -1)])
def test_an_array_of_another_shape_is_an_error(rank: int, lower: int) -> None:
    content = SOUND[8]
    changed = content[:2] + struct.pack("<H", rank) + content[4:8] + struct.pack("<i", lower) + content[12:]
    assert refused(changed) in {"not_gcn", "unknown_type", "bad_structure"}


@pytest.mark.parametrize("count", [0, 1, 15, 18])
def test_a_container_with_another_number_of_elements_is_an_error(count: int) -> None:
    values = elements(Spec(), archive(b""))
    assert refused(variant((values * 2)[:count])) in {"bad_structure", "unknown_payload"}


@pytest.mark.parametrize("number", range(17))
@pytest.mark.parametrize("value", [None, NULL, True, -7, 1.5, "text", b"bytes", [], float("nan"), float("inf"), 1e300])
def test_an_element_of_another_type_is_an_error_or_a_remark(number: int, value: object) -> None:
    content = write(Spec(), header=element(number, value))
    try:
        definition = read_definition(content)
    except DefinitionFileError:
        return
    assert isinstance(definition, GcnDefinition)
    assert definition.connector_id == Spec().connector_id


@pytest.mark.parametrize("depth", [17, 1000, 200_000])
def test_deep_nesting_in_the_container(depth: int) -> None:
    assert refused(variants_head(1) * depth + b"\0\0") in {"bad_structure", "too_large", "not_gcn"}
    inside = variants_head(16) + variants_head(1) * depth + b"\0\0"
    assert refused(inside) in {"bad_structure", "too_large", "not_gcn", "truncated"}


# The ZIP in it


def flag(content: bytes, bit: int) -> bytes:
    """Return a ZIP with a flag set in both heads of its entry."""
    central = content.index(b"PK\x01\x02")
    changed = bytearray(content)
    changed[6] |= bit
    changed[central + 8] |= bit
    return bytes(changed)


def method(content: bytes, number: int) -> bytes:
    """Return a ZIP that claims another way of packing."""
    central = content.index(b"PK\x01\x02")
    changed = bytearray(content)
    changed[8:10] = changed[central + 10 : central + 12] = struct.pack("<H", number)
    return bytes(changed)


def wrong_crc(content: bytes) -> bytes:
    """Return a ZIP whose checksums are those of something else."""
    central = content.index(b"PK\x01\x02")
    changed = bytearray(content)
    changed[14:18] = changed[central + 16 : central + 20] = b"\1\2\3\4"
    return bytes(changed)


def claimed_size(content: bytes, size: int) -> bytes:
    """Return a ZIP that claims another size unpacked."""
    central = content.index(b"PK\x01\x02")
    changed = bytearray(content)
    changed[22:26] = changed[central + 24 : central + 28] = struct.pack("<I", size)
    return bytes(changed)


def with_extra(content: bytes, extra: bytes) -> bytes:
    """Return a ZIP of the same payload with another extra field."""
    info = zipfile.ZipInfo("ExternalData")
    info.extra = extra
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        new.writestr(info, old.read("ExternalData"))
    return buffer.getvalue()


def two_entries(content: bytes) -> bytes:
    """Return a ZIP with a second entry."""
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as file:
        file.writestr("readme.txt", b"hello")
    return buffer.getvalue()


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize(
    "change",
    [
        wrong_crc,
        two_entries,
        lambda _: b"",
        lambda _: b"PK",
        lambda content: content[:-10],
        lambda content: content[: len(content) // 2],
        lambda content: b"x" * len(content),
        lambda content: flag(content, 1),
        lambda content: method(content, 12),
        lambda content: method(content, 14),
        lambda content: method(content, 93),
        lambda content: method(content, 99),
        lambda content: claimed_size(content, 3),
        lambda content: content[:40] + b"\xff" * 20 + content[60:],
        lambda content: content.replace(b"ExternalData", b"../etc/passw"),
        lambda _: archive(b"x", name="OtherName"),
    ],
)
def test_a_bad_zip(generation: int, change: Callable[[bytes], bytes]) -> None:
    assert refused(write(Spec(generation=generation), packed=change)) == "bad_zip"


@pytest.mark.parametrize(
    "extra",
    [
        struct.pack("<HH", 0x7075, 0),
        struct.pack("<HHBI", 0x7075, 5, 1, zlib.crc32(b"ExternalData")),
        struct.pack("<HHBI", 0x7075, 6, 1, zlib.crc32(b"ExternalData")) + b"\xff",
        struct.pack("<HH", 0x7075, 60) + b"x",
        struct.pack("<HH", 1, 3) + b"abc",
    ],
)
def test_extra_fields_of_a_zip_that_are_odd(extra: bytes) -> None:
    """Versions of Python differ in what they take, warn of or refuse."""
    content = write(Spec(), packed=lambda packed: with_extra(packed, extra))
    try:
        assert read_definition(content).connector_id == Spec().connector_id
    except DefinitionFileError as error:
        assert error.code == "bad_zip"  # noqa: PT017 - one of two good ends


def test_an_empty_zip() -> None:
    buffer = io.BytesIO()
    zipfile.ZipFile(buffer, "w").close()
    assert refused(write(Spec(), packed=lambda _: buffer.getvalue())) == "bad_zip"


def test_one_flipped_bit_anywhere_in_the_packed_payload_is_noticed() -> None:
    start = archive(b"").index(b"PK\x01\x02")

    def flipped(content: bytes) -> bytes:
        place = start + (content.index(b"PK\x01\x02") - start) // 2
        return content[:place] + bytes([content[place] ^ 0x10]) + content[place + 1 :]

    for generation in GENERATIONS:
        assert refused(write(Spec(generation=generation), packed=flipped)) == "bad_zip"


def test_a_zip_bomb_is_stopped_at_64_mebibytes() -> None:
    content = write(Spec(), packed=lambda _: archive(b"\0" * (65 * MEBIBYTE)))
    assert len(content) < MEBIBYTE
    assert read_cheaply(content, 160 * MEBIBYTE) == "too_large"


def test_a_zip_bomb_that_claims_to_be_small() -> None:
    content = write(Spec(), packed=lambda _: claimed_size(archive(b"\0" * (65 * MEBIBYTE)), 4096))
    assert read_cheaply(content, 160 * MEBIBYTE) in {"bad_zip", "too_large"}


def test_a_zip_that_claims_to_be_giant() -> None:
    content = write(Spec(), packed=lambda packed: claimed_size(packed, 2**32 - 2))
    assert read_cheaply(content, MEBIBYTE) == "too_large"


def test_checksums_are_those_of_the_payload() -> None:
    """The writer itself: a reader that skips the checksum would pass the tests above for the wrong reason."""
    payload = b"x" * 100
    with zipfile.ZipFile(io.BytesIO(archive(payload))) as file:
        assert zlib.crc32(payload) == file.infolist()[0].CRC
        assert file.testzip() is None

"""What the practice environment reads of a definition file, and how it refuses what is none."""

import io
import struct
import zipfile
from base64 import b64encode
from collections.abc import Sequence

import pytest

from afas_assistant.practice.definition_codecs import DEEPEST, UnreadableError, container, payload
from afas_assistant.practice.definition_import import DefinitionFileError, ReadDefinition, read_upload
from tests.helpers.gcn_codecs import archive, base64_stream
from tests.helpers.gcn_writer import GENERATIONS, Field, Spec, authorised_by, write

SPEC = Spec(
    connector_id="SBQ_Debiteuren",
    description="Debiteuren, voor één kantoor",
    fields=(
        Field("U001", "Debiteur"),
        Field("HrEdfEmId", "Verborgen", display=0),
        authorised_by("KnEmp"),
        Field("BcNm", "Naam 'kort' @ ~ \t"),
    ),
)
READ = ReadDefinition(SPEC.connector_id, SPEC.description, (("Debiteur", "U001"), ("Naam 'kort' @ ~ \t", "BcNm")))


def spec(generation: int) -> Spec:
    return Spec(SPEC.connector_id, SPEC.description, SPEC.fields, generation)


def zipped(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as file:
        for name, inner in entries:
            file.writestr(name, inner)
    return content.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(DefinitionFileError) as caught:
        read_upload(content)
    assert caught.value.dutch.endswith(".")
    assert caught.value.dutch != caught.value.english
    return caught.value.english


@pytest.mark.parametrize("generation", GENERATIONS)
def test_name_description_and_columns_are_read_in_order(generation: int) -> None:
    assert read_upload(write(spec(generation))) == (READ,)


def test_a_zip_gives_all_its_files_also_from_a_zip_in_it() -> None:
    inner = zipped(("deep/SBQ_BTW.GCN", write(Spec("SBQ_BTW"))), ("deeper.zip", zipped(("a.gcn", b"unseen"))))
    content = zipped(
        ("map/een.gcn", write(spec(5))),
        ("lees mij.txt", b"not a definition"),
        ("__MACOSX/map/._een.gcn", b"what a Mac adds"),
        ("rest.zip", inner),
    )
    assert [one.name for one in read_upload(content)] == ["SBQ_Debiteuren", "SBQ_BTW"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no definition of a GetConnector"),
        (b"block STEADY_STATE\n{\n}", "no definition of a GetConnector"),
        (write(SPEC, header=lambda parts: [*parts[:2], 9, *parts[3:]]), "no definition of a GetConnector"),
        (write(SPEC)[:-1], "damaged or not whole"),
        (write(SPEC) + b"\0", "damaged or not whole"),
        (write(SPEC, header=lambda parts: parts[:-3]), "damaged or not whole"),
        (write(SPEC, packed=lambda packed: packed[:40] + b"?" + packed[41:]), "damaged or not whole"),
        (write(SPEC, packed=lambda _: zipped(("Other", b"D1@"))), "damaged or not whole"),
        (write(SPEC).decode("utf-8", "replace").encode(), "as if it were text"),
        (write(SPEC, payload=lambda _: b"\x01\x02\x03 something new"), "may be newer"),
        (write(SPEC, tree=lambda tree: tree[:-1]), "may be newer"),
        (write(SPEC, tree=lambda tree: [*tree, "U009", "One more than was counted"]), "may be newer"),
        (write(SPEC, tree=lambda tree: [[], *tree]), "may be newer"),
        (write(Spec("  ")), "may be newer"),
        (write(Spec(fields=())), "may be newer"),
        (zipped(("read me.txt", b"nothing else")), "holds no definition files"),
        (zipped(("good.gcn", write(SPEC)), ("map/bad.gcn", write(SPEC)[:-1])), "bad.gcn: This definition file is"),
        (zipped(("good.gcn", write(SPEC)))[:-30], "ZIP is damaged"),
        (zipped(("good.gcn", write(SPEC)), method=zipfile.ZIP_LZMA), "ZIP is damaged"),
        (zipped(*((f"{number}.gcn", write(SPEC)) for number in range(1001))), "more than the practice environment"),
    ],
)  # fmt: skip
def test_what_is_refused_is_told_in_a_sentence(content: bytes, words: str) -> None:
    sentence = refusal(content)
    assert words in sentence
    assert sentence.endswith(".")


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    bomb = archive(b"\0" * (64 * 1024 * 1024 + 1))
    assert len(bomb) < 100_000
    assert "64 MiB" in refusal(write(SPEC, packed=lambda _: bomb))
    half = b"\0" * (33 * 1024 * 1024)
    assert "64 MiB" in refusal(zipped(("a.zip", half + zipped(("x.txt", b""))), ("b.zip", half)))
    assert "64 MiB" in refusal(b"PK" + b"\0" * (64 * 1024 * 1024))


def variants(count: int, *values: bytes) -> bytes:
    return struct.pack("<HHii", 0x200C, 1, count, 0) + b"".join(values)


def nested(depth: int) -> bytes:
    return b"".join([variants(1)] * depth) + b"\0\0"


def test_counts_and_depth_are_held_against_what_is_there() -> None:
    assert container(variants(2, b"\2\0\xff\xff", b"\x0b\0\xff\xff")) == [-1, True]
    for false_count in (3, 2**31 - 1, -1):
        with pytest.raises(UnreadableError):
            container(variants(false_count, b"\0\0", b"\0\0"))
    assert container(nested(DEEPEST)) != []
    with pytest.raises(UnreadableError, match="too deep"):
        container(nested(DEEPEST + 1))
    with pytest.raises(UnreadableError, match="too many"):
        container(variants(600_000, b"\0\0" * 600_000))
    with pytest.raises(UnreadableError, match="type 0x0009"):
        container(variants(1, b"\x09\0"))


@pytest.mark.parametrize(
    ("tokens", "values"),
    [
        ("D1@D2@D2009@D0@I~A~B~-~*@D0@CFFFF@D0@DFFFFFFFF", ["~@\r\n", -1, -1]),
        ("D1@D3@D2009@D0@L@D0@L1@D0@B@D0@H 2.5", [False, True, None, 2.5]),
        ("D1@DFFFFFFFF@D2009", []),
    ],
)
def test_tokens_of_text(tokens: str, values: Sequence[object]) -> None:
    assert payload(tokens.encode()) == values


@pytest.mark.parametrize(
    "tokens",
    ["D1@D1@D2009@D0@A", "D1@D0@D2009@D0@A@A", "D1@D0@D2009@D0@Z", "D1@D0@D2009@D0@I~Z", "D1@D0@D2009@D2@A", "D1@I@D1"],
)
def test_tokens_that_do_not_follow_the_description(tokens: str) -> None:
    with pytest.raises(UnreadableError):
        payload(tokens.encode())


def test_a_stream_with_another_mark_or_a_false_length_is_refused() -> None:
    whole = base64_stream([1, "tekst", None, True])
    assert payload(whole) == [1, "tekst", None, True]
    for content in (
        b64encode(b"\x15\xd2\x83\xe7\xcb\xb8\x07\x4f\xaa\x8a" + b"?" * 30),
        whole[:24] + b"////" + whole[28:],
    ):
        with pytest.raises(UnreadableError):
            payload(content)

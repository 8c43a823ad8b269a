"""Finding definition files in files, folders and ZIPs: in order, each once, and nothing stops the rest."""

import io
import os
import struct
import zipfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from afas_assistant.gcn import archives, bundle
from afas_assistant.gcn.collection import FoundFile, collect
from tests.helpers.gcn_writer import Spec, write

SOUND = write(Spec())
OTHER = write(Spec(connector_id="Other_v1"))


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def placed(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def told(found: FoundFile) -> str:
    """Return the connector that was found, or the code of the problem."""
    assert (found.definition is None) != (found.error is None)
    return found.definition.connector_id if found.definition else found.error.code if found.error else ""


def listed(*paths: Path) -> list[tuple[str, str]]:
    return [(found.label, told(found)) for found in collect(paths)]


def in_zip(tmp_path: Path, content: bytes) -> list[tuple[str, str]]:
    path = tmp_path / "vendor.zip"
    path.write_bytes(content)
    return listed(path)


# Files


def test_a_file_is_found_with_its_name_and_digest(tmp_path: Path) -> None:
    placed(tmp_path, {"SBQ_BTW.gcn": SOUND})
    (found,) = collect([tmp_path / "SBQ_BTW.gcn"])
    assert (found.label, found.name, told(found)) == ("SBQ_BTW.gcn", "SBQ_BTW.gcn", Spec().connector_id)
    assert found.digest == sha256(SOUND).hexdigest()


def test_a_damaged_file_keeps_its_digest(tmp_path: Path) -> None:
    placed(tmp_path, {"a.gcn": SOUND[:300]})
    (found,) = collect([tmp_path / "a.gcn"])
    assert (told(found), found.digest) == ("truncated", sha256(SOUND[:300]).hexdigest())


def test_a_chosen_file_counts_whatever_its_name(tmp_path: Path) -> None:
    placed(tmp_path, {"export": SOUND, "a.txt": b"hello"})
    assert listed(tmp_path / "export", tmp_path / "a.txt") == [
        ("export", Spec().connector_id),
        ("a.txt", "not_gcn"),
    ]


@pytest.mark.parametrize("name", ["gone.gcn", "no/such/folder.gcn", "nul\0byte.gcn"])
def test_a_file_that_is_not_there(tmp_path: Path, name: str) -> None:
    ((_, code),) = listed(tmp_path / name)
    assert code == "file_gone"


def test_a_file_that_vanishes_between_listing_and_reading(tmp_path: Path) -> None:
    placed(tmp_path, {f"{number}.gcn": SOUND for number in range(3)})
    found = collect([tmp_path])
    first = told(next(found))
    (tmp_path / "1.gcn").unlink()
    assert [first, *map(told, found)] == [Spec().connector_id, "file_gone", Spec().connector_id]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes among its files")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.gcn")
    assert listed(tmp_path) == [(f"{tmp_path.name}/a.gcn", "file_unreadable")]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="rights do not bind this user")
def test_a_file_and_a_folder_without_rights(tmp_path: Path) -> None:
    placed(tmp_path, {"a.gcn": SOUND, "closed/b.gcn": SOUND, "d.gcn": SOUND})
    (tmp_path / "a.gcn").chmod(0)
    (tmp_path / "closed").chmod(0)
    try:
        codes = [code for _, code in listed(tmp_path)]
    finally:
        (tmp_path / "closed").chmod(0o700)
    assert codes == ["file_unreadable", "folder_unreadable", Spec().connector_id]


@pytest.mark.parametrize(
    ("refused", "codes"),
    [("open", ["file_unreadable", "Other_v1"]), ("scandir", ["folder_unreadable", "Other_v1"])],
)
def test_a_refusal_of_the_system_does_not_stop_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: str, codes: list[str]
) -> None:
    placed(tmp_path, {"closed/a.gcn": SOUND, "open.gcn": OTHER})
    whole_open, whole_scandir = Path.open, os.scandir

    def open_unless_closed(path: Path, mode: str = "r") -> object:
        if refused == "open" and path.parent.name == "closed":
            raise PermissionError(13, "Permission denied")
        return whole_open(path, mode)

    def scandir_unless_closed(path: Path) -> object:
        if refused == "scandir" and path.name == "closed":
            raise PermissionError(13, "Permission denied")
        return whole_scandir(path)

    monkeypatch.setattr(Path, "open", open_unless_closed)
    monkeypatch.setattr(os, "scandir", scandir_unless_closed)
    assert [code for _, code in listed(tmp_path)] == codes


# Folders


def test_a_folder_is_walked_by_name_and_only_endings_that_count(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    placed(
        folder,
        {"b.GCN": SOUND, "a/c.gcn": OTHER, "a/readme.txt": b"x", "._b.gcn": b"x", "z.zip": zipped({"y.gcn": SOUND})},
    )
    assert listed(folder) == [
        ("set/a/c.gcn", "Other_v1"),
        ("set/b.GCN", Spec().connector_id),
        ("set/z.zip › y.gcn", Spec().connector_id),
    ]


def test_links_to_folders_are_not_followed_and_a_file_is_given_once(tmp_path: Path) -> None:
    placed(tmp_path, {"set/a.gcn": SOUND, "outside/b.gcn": OTHER})
    try:
        (tmp_path / "set" / "loop").symlink_to(tmp_path / "set", target_is_directory=True)
        (tmp_path / "set" / "away").symlink_to(tmp_path / "outside", target_is_directory=True)
    except OSError:
        pytest.skip("this user may not make links here")
    folder = tmp_path / "set"
    assert listed(folder, folder / "a.gcn", folder) == [("set/a.gcn", Spec().connector_id)]


def test_a_folder_and_a_zip_without_definition_files_say_so(tmp_path: Path) -> None:
    placed(tmp_path, {"empty/readme.txt": b"x", "empty.zip": zipped({"readme.txt": b"x"})})
    assert listed(tmp_path / "empty", tmp_path / "empty.zip") == [
        ("empty", "nothing_inside"),
        ("empty.zip", "nothing_inside"),
    ]


def test_an_unrelated_zip_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    placed(tmp_path, {"photos.zip": zipped({"a.jpg": b"x"}), "a.gcn": SOUND})
    assert [code for _, code in listed(tmp_path)] == [Spec().connector_id]


def test_ten_thousand_files_come_one_at_a_time(tmp_path: Path) -> None:
    for number in range(10_000):
        (tmp_path / f"{number:05}.gcn").touch()
    found = collect([tmp_path])
    assert next(found).name == "00000.gcn"
    for path in tmp_path.iterdir():
        path.unlink()
    assert [told(one) for one in found] == ["file_gone"] * 9_999


def test_cancelling_stops_before_the_next_file(tmp_path: Path) -> None:
    placed(tmp_path, {f"{number}.gcn": SOUND for number in range(5)})
    answers: Iterator[bool] = iter([False] * 6 + [True] * 10)
    assert 0 < len(list(collect([tmp_path], cancelled=lambda: next(answers)))) < 5
    assert list(collect([tmp_path], cancelled=lambda: True)) == []


def test_deep_folders(tmp_path: Path) -> None:
    placed(tmp_path / "/".join(["d"] * 200), {"a.gcn": SOUND})
    assert [code for _, code in listed(tmp_path)] == [Spec().connector_id]


# ZIPs


def test_a_bundle_gives_its_definition_files_by_name(tmp_path: Path) -> None:
    members = {"set/b.gcn": SOUND, "a.gcn": OTHER, "readme.pdf": b"x", "__MACOSX/._a.gcn": b"x", "set/._b.gcn": b"x"}
    assert in_zip(tmp_path, zipped(members)) == [
        ("vendor.zip › a.gcn", "Other_v1"),
        ("vendor.zip › set/b.gcn", Spec().connector_id),
    ]


def test_a_member_has_its_bare_name_and_digest(tmp_path: Path) -> None:
    path = tmp_path / "vendor.zip"
    path.write_bytes(zipped({"set/b.gcn": SOUND}))
    (found,) = collect([path])
    assert (found.name, found.digest) == ("b.gcn", sha256(SOUND).hexdigest())


def test_what_counts_is_the_content_and_not_the_ending(tmp_path: Path) -> None:
    placed(tmp_path, {"a.gcn": zipped({"b.zip": OTHER}), "c.zip": SOUND})
    assert listed(tmp_path / "a.gcn", tmp_path / "c.zip") == [
        ("a.gcn › b.zip", "Other_v1"),
        ("c.zip", Spec().connector_id),
    ]


def test_a_zip_in_a_zip_is_opened_once(tmp_path: Path) -> None:
    deepest = zipped({"c.gcn": SOUND})
    content = zipped({"inner.zip": zipped({"b.gcn": OTHER, "deep.zip": deepest}), "a.gcn": SOUND})
    assert in_zip(tmp_path, content) == [
        ("vendor.zip › a.gcn", Spec().connector_id),
        ("vendor.zip › inner.zip › b.gcn", "Other_v1"),
        ("vendor.zip › inner.zip › deep.zip", "nested_too_deep"),
    ]


def test_one_damaged_member_does_not_harm_the_others(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.gcn": SOUND, "b.gcn": OTHER}, zipfile.ZIP_STORED))
    content[content.index(SOUND) + 100] ^= 0xFF
    assert [code for _, code in in_zip(tmp_path, bytes(content))] == ["bad_zip", "Other_v1"]


def test_a_locked_zip_is_named_once_and_what_is_open_is_read(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.gcn": SOUND, "b.gcn": SOUND, "c.gcn": OTHER}))
    for start, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        first = content.index(start)
        content[first + flags] |= 1
        content[content.index(start, first + 4) + flags] |= 1
    assert in_zip(tmp_path, bytes(content)) == [
        ("vendor.zip", "encrypted_zip"),
        ("vendor.zip › c.gcn", "Other_v1"),
    ]


@pytest.mark.parametrize("cut", [4, 40, 200])
def test_a_zip_that_was_cut_off(tmp_path: Path, cut: int) -> None:
    assert in_zip(tmp_path, zipped({"a.gcn": SOUND})[:cut]) == [("vendor.zip", "bad_zip")]


def test_a_zip_that_was_treated_as_text(tmp_path: Path) -> None:
    content = zipped({"a.gcn": SOUND}).decode("utf-8", errors="replace").encode()
    assert in_zip(tmp_path, content) == [("vendor.zip", "text_mangled")]


def test_two_members_of_one_name_are_both_read(tmp_path: Path) -> None:
    content = zipped({"a.gcn": SOUND, "b.gcn": OTHER}).replace(b"b.gcn", b"a.gcn")
    assert {code for _, code in in_zip(tmp_path, content)} == {Spec().connector_id, "Other_v1"}


def test_a_member_packed_in_another_way_is_refused(tmp_path: Path) -> None:
    assert [code for _, code in in_zip(tmp_path, zipped({"a.gcn": SOUND}, zipfile.ZIP_BZIP2))] == ["bad_zip"]


def test_a_member_of_the_large_kind_of_zip(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, archive.open("a.gcn", "w", force_zip64=True) as member:
        member.write(SOUND)
    assert [code for _, code in in_zip(tmp_path, buffer.getvalue())] == [Spec().connector_id]


@pytest.mark.parametrize(
    ("stored", "name"),
    [
        ("Kosten-réel.gcn", "Kosten-réel.gcn"),
        ("set\\SBQ.gcn", "SBQ.gcn"),
        ("../../etc/a.gcn", "a.gcn"),
        ("a\x1b[2J\u202e.gcn", "a�[2J�.gcn"),
    ],
)
def test_odd_names_of_members(tmp_path: Path, stored: str, name: str) -> None:
    path = tmp_path / "vendor.zip"
    path.write_bytes(zipped({stored: SOUND}))
    (found,) = collect([path])
    assert (found.name, told(found)) == (name, Spec().connector_id)
    assert found.label.isprintable()


def test_a_name_in_utf_8_that_does_not_say_so(tmp_path: Path) -> None:
    raw = "Kosten-réel.gcn".encode()
    content = zipped({"x" * len(raw): SOUND}).replace(b"x" * len(raw), raw)
    path = tmp_path / "vendor.zip"
    path.write_bytes(content)
    assert [found.name for found in collect([path])] == ["Kosten-réel.gcn"]


def test_a_zip_with_too_many_members_is_not_opened(tmp_path: Path) -> None:
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<H", 1) + bytes(16) + b"a"
    assert len(entry) == 47
    size = len(entry) * (archives.MOST_MEMBERS + 1)
    end = b"PK\x05\x06" + bytes(4) + struct.pack("<HHIIH", 0xFFFF, 0xFFFF, size, 4, 0)
    content = b"PK\x03\x04" + entry * (archives.MOST_MEMBERS + 1) + end
    assert in_zip(tmp_path, content) == [("vendor.zip", "too_many_files")]


def test_a_bomb_in_a_zip_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    content = zipped({"a.gcn": bytes(17 * 2**20), "b.gcn": SOUND})
    assert len(content) < 2**20
    assert [code for _, code in in_zip(tmp_path, content)] == ["too_large", Spec().connector_id]


def test_all_that_one_zip_unpacks_to_comes_out_of_one_allowance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The definitions inside the files count as well: small files that each unpack to much are a bomb too."""
    bomb = write(Spec(explanation="x" * 200_000))
    monkeypatch.setattr("afas_assistant.gcn.collection.MOST_UNPACKED", 700_000)
    codes = [code for _, code in in_zip(tmp_path, zipped({f"{number}.gcn": bomb for number in range(6)}))]
    assert codes[:2] == [Spec().connector_id] * 2
    assert codes[-3:] == ["too_large"] * 3


def test_a_file_larger_than_any_set_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.zip").open("wb") as file:
        file.truncate(bundle.LARGEST_BUNDLE + 1)
    (found,) = collect([tmp_path / "a.zip"])
    assert (told(found), found.digest) == ("too_large", "")

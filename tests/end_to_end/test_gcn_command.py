"""`gcn show|compare|sheet` as programs and people start it: exit codes, JSON, text, and what is in the way."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from afas_assistant.practice.process import PracticeProcess
from tests.helpers.gcn_writer import Condition, Field, Group, Spec, authorised_by, columns, write
from tests.helpers.reference import reference_path
from tests.helpers.terminal import Told, refused, run

KEYS = [
    "file", "ok", "error", "connector_id", "description", "format", "data_collection", "fields", "hidden", "filters",
    "authorisation", "definition_group", "created", "changed", "release",
]  # fmt: skip
RICH = Spec(
    connector_id="SBQ_BTW",
    description="VAT codes",
    fields=(Field("U001", "Code"), Field("U002", "E-mail"), Field("KnBl", display=0), authorised_by("HrEmr")),
    filters=(Group((Condition("U001", 7, "N"),)), Group((Condition("KnBl", 1, "0"),))),
    definition_group="VTR",
)
MANGLED = write(RICH).decode("latin-1").encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "mail"
    made.mkdir()
    return made


def put(folder: Path, name: str, content: bytes) -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


def files(told: Told) -> list[dict[str, Any]]:
    data = json.loads(told.out)
    assert data["schema"] == 1
    return list(data["files"])


def gcn(home: Path, *arguments: str, **more: Any) -> Told:
    return run(home / "home", "gcn", *arguments, **more)


# -- show


@pytest.mark.parametrize("generation", [5, 7, 8])
def test_json_tells_exactly_what_is_promised(tmp_path: Path, folder: Path, generation: int) -> None:
    told = gcn(tmp_path, "show", put(folder, "a.gcn", write(replace(RICH, generation=generation))), "--format", "json")
    assert (told.code, told.err) == (0, "")
    assert json.loads(told.out).keys() == {"schema", "files"}
    [one] = files(told)
    assert list(one) == KEYS
    assert one == {
        "file": "a.gcn",
        "ok": True,
        "error": None,
        "connector_id": "SBQ_BTW",
        "description": "VAT codes",
        "format": generation,
        "data_collection": "Ledger accounts (incl. authorisation)",
        "fields": [{"name": "Code", "internal_id": "U001"}, {"name": "E-mail", "internal_id": "U002"}],
        "hidden": one["hidden"],
        "filters": ["Code is not “N”.", "KnBl (Ttt.Fld) is “0”."],
        "authorisation": ["HrEmr"],
        "definition_group": "VTR",
        "created": "2024-03-01T09:30:15",
        "changed": "2025-01-21T16:49:27",
        "release": 5,
    }
    assert sorted(one["hidden"]) == ["Aut_HrEmr", "KnBl"]


def test_what_a_file_does_not_tell_is_null(tmp_path: Path, folder: Path) -> None:
    bare = put(folder, "a.gcn", write(Spec(created=None, changed=None)))
    [one] = files(gcn(tmp_path, "show", bare, "--format", "json"))
    assert [one[key] for key in ("definition_group", "created", "changed")] == [None, None, None]
    assert [one[key] for key in ("hidden", "filters", "authorisation")] == [[], [], []]


def test_files_that_cannot_be_read_have_the_same_keys_and_a_message(tmp_path: Path, folder: Path) -> None:
    put(folder, "bad.gcn", MANGLED)
    put(folder, "cut.gcn", write(RICH)[:500])
    put(folder, "good.gcn", write(RICH))
    told = gcn(tmp_path, "show", str(folder), str(folder / "gone.gcn"), "--format", "json")
    assert told.code == 1
    by_name = {Path(one["file"]).name: one for one in files(told)}
    assert {name: one["error"] for name, one in by_name.items()} == {
        "bad.gcn": "text_mangled",
        "cut.gcn": "truncated",
        "good.gcn": None,
        "gone.gcn": "file_gone",
    }
    for one in by_name.values():
        assert list(one) == (KEYS if one["ok"] else [*KEYS, "message"])
    assert "damaged in transit" in by_name["bad.gcn"]["message"]


def test_text_is_worst_first_and_says_what_to_know(tmp_path: Path, folder: Path) -> None:
    put(folder, "1_plain.gcn", write(Spec()))
    put(folder, "2_filtered.gcn", write(RICH))
    put(folder, "3_bad.gcn", MANGLED)
    told = gcn(tmp_path, "show", str(folder))
    assert (told.code, told.err) == (1, "")
    heads = [block.splitlines()[0] for block in told.out.split("\n\n")]
    assert heads[:3] == ["Not read: mail/3_bad.gcn", "mail/2_filtered.gcn", "mail/1_plain.gcn"]
    assert told.out.rstrip().endswith("2 read, 1 not.")
    words = " ".join(told.out.split())
    for part in (
        "Connector SBQ_BTW",
        "Data collection Ledger accounts (incl. authorisation) (B_Ttt00)",
        "2 columns Code (U001), E-mail (U002)",
        "Code is not “N”; or KnBl (Ttt.Fld) is “0”.",
        "The definition is in VTR",
        "employers (HrEmr)",
        "E-mail.",
        "Who: The vendor of the integration",
    ):
        assert part in words, part
    assert words.count("carries SQL") == 1


def test_a_known_file_is_held_against_what_it_should_bring(tmp_path: Path, folder: Path) -> None:
    right = put(folder, "x.gcn", write(replace(RICH, connector_id="SBQ_Kostenplaatsen_All")))
    wrong = put(folder, "SBQ_BTW.gcn", write(replace(RICH, connector_id="SBQ_BWT")))
    told = gcn(tmp_path, "show", right, wrong)
    words = " ".join(told.out.split())
    assert "SBQ_Custom_Kostenplaatsen.gcn arrives in AFAS as SBQ_Kostenplaatsen_All." in words
    assert "The connector is spelt SBQ_BWT; expected is SBQ_BTW." in words


def test_a_zip_is_opened_also_one_inside_another(tmp_path: Path, folder: Path) -> None:
    inner = folder / "inner.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("b.gcn", write(Spec(connector_id="B")))
    outer = folder / "vendor.zip"
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("set/a.gcn", write(Spec(connector_id="A")))
        archive.write(inner, "inner.zip")
    inner.unlink()
    told = gcn(tmp_path, "show", str(outer), "--format", "json")
    assert told.code == 0
    assert sorted(one["connector_id"] for one in files(told)) == ["A", "B"]
    assert all(one["file"].startswith("vendor.zip › ") for one in files(told))


def test_a_broken_manifest_of_a_persons_own_is_told_and_stops_nothing(tmp_path: Path, folder: Path) -> None:
    own = tmp_path / "home" / "gcn"
    own.mkdir(parents=True)
    (own / "mine.toml").write_text("schema = 9\n", encoding="utf-8")
    told = gcn(tmp_path, "show", put(folder, "a.gcn", write(RICH)))
    assert told.code == 0
    assert "mine.toml, line 1" in told.err
    assert "SBQ_BTW" in told.out


def test_a_name_in_a_file_cannot_steer_the_terminal_or_add_lines(tmp_path: Path, folder: Path) -> None:
    sly = Spec(connector_id="A\x1b[31mB", description="x\r\n\r\n9 read, 0 not.")
    told = gcn(tmp_path, "show", put(folder, "a.gcn", write(sly)))
    assert "\x1b" not in told.out
    assert "9 read, 0 not." not in told.out.splitlines()


def test_an_empty_folder_is_told(tmp_path: Path, folder: Path) -> None:
    told = gcn(tmp_path, "show", str(folder))
    assert told.code == 1
    assert told.out.startswith("Not read: mail")


def test_every_real_file_is_read_and_the_damaged_one_named(tmp_path: Path) -> None:
    real = reference_path("gcn")
    told = gcn(tmp_path, "show", str(real), "--format", "json")
    read = {Path(one["file"]).name: one for one in files(told)}
    damaged = {name for name in read if name.startswith("damaged")}
    assert {name: one["error"] for name, one in read.items() if not one["ok"]} == dict.fromkeys(damaged, "text_mangled")
    assert told.code == (1 if damaged else 0)
    assert all(one["connector_id"] and one["fields"] and one["data_collection"] for one in read.values() if one["ok"])


# -- sheet


def test_a_sheet_for_each_file_that_was_read_and_a_sentence_for_each_other(tmp_path: Path, folder: Path) -> None:
    put(folder, "a.gcn", write(RICH))
    put(folder, "b.gcn", write(Spec()))
    put(folder, "c.gcn", MANGLED)
    told = gcn(tmp_path, "sheet", str(folder))
    assert told.code == 1
    heads = [line for line in told.out.splitlines() if line.startswith("# GetConnector")]
    assert heads == ["# GetConnector SBQ_BTW", "# GetConnector Acme_Ledger_v1"]
    assert told.err.startswith("mail/c.gcn: This file was damaged in transit")
    dutch = gcn(tmp_path, "sheet", str(folder / "a.gcn"), language="nl")
    assert dutch.code == 0
    assert "# GetConnector SBQ_BTW" in dutch.out


# -- compare


@pytest.fixture
def practice() -> Iterator[PracticeProcess]:
    with PracticeProcess() as process:
        yield process


def compared(told: Told) -> dict[str, dict[str, Any]]:
    return {one["file"]: one for one in files(told)}


def test_a_demo_says_what_is_not_there(tmp_path: Path, folder: Path) -> None:
    path = put(folder, "a.gcn", write(Spec(connector_id="Not_There")))
    told = gcn(tmp_path, "compare", path, "--demo")
    assert (told.code, told.err) == (1, "")
    assert told.out.startswith("ABSENT")
    assert "Not_There is not among the definitions of this environment." in told.out
    assert told.out.rstrip().endswith("Nothing was changed in AFAS.")
    assert "What this does not show" in told.out


def test_the_story_of_import_drift_and_comparison(tmp_path: Path, folder: Path, practice: PracticeProcess) -> None:
    home = tmp_path / "home"
    added = run(
        home, "org", "add", "--address", practice.rest, "--name", "Trial", "--profile", "smartbooqing",
        token=practice.token("all"),
    )  # fmt: skip
    assert added.code == 0, added.err
    content = write(Spec(connector_id="Acme_Test", fields=columns(4)))
    path = put(folder, "a.gcn", content)

    def hold() -> tuple[Told, dict[str, Any]]:
        told = run(home, "gcn", "compare", path, "--org", "Trial", "--format", "json", token=practice.token("all"))
        assert told.err == ""
        return told, compared(told)["a.gcn"]

    told, one = hold()
    assert (told.code, one["live"], one["ok"]) == (1, "absent", True)

    practice.import_definition(content)
    told, one = hold()
    assert (told.code, one["live"], one["alike"]) == (0, "same", True)
    assert len(one["same"]) == 4

    practice.drift("Acme_Test", "rename", "Column_2", "Other")
    told, one = hold()
    assert (told.code, one["live"]) == (1, "different")
    assert [(pair["name"], pair["live_name"]) for pair in one["renamed"]] == [("Column_2", "Other")]

    for how, kind in (("remove", "missing"), ("repoint", "repointed")):
        practice.drift("Acme_Test", "none")
        practice.drift("Acme_Test", how, "Column_3")
        told, one = hold()
        assert told.code == 1
        assert [each["name"] for each in one[kind]] == ["Column_3"]

    practice.drift("Acme_Test", "none")
    practice.drift("Acme_Test", "add")
    told, one = hold()
    assert (told.code, one["live"], len(one["extra"])) == (0, "same", 1)
    assert {call["method"] for call in practice.log()} == {"GET"}, "AFAS is only read"


def test_what_could_not_be_read_is_told_beside_what_could(tmp_path: Path, folder: Path) -> None:
    put(folder, "a.gcn", MANGLED)
    put(folder, "b.gcn", write(Spec(connector_id="Not_There")))
    told = gcn(tmp_path, "compare", str(folder), "--demo", "--format", "json")
    assert told.code == 1
    found = compared(told)
    assert (found["mail/a.gcn"]["ok"], found["mail/a.gcn"]["error"], found["mail/a.gcn"]["live"]) == (
        False,
        "text_mangled",
        None,
    )
    assert found["mail/b.gcn"]["live"] == "absent"
    assert found["mail/a.gcn"].keys() == found["mail/b.gcn"].keys()
    assert len(json.loads(told.out)["not_proven"]) == 3


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--org", "Nobody"), ("Nobody",)),
        (("--org", "Nobody", "--scenario", "healthy"), ("--scenario",)),
        (("--demo", "--connection", "x"), ("--connection",)),
    ],
)
def test_what_cannot_be_started_is_refused_in_a_sentence(
    tmp_path: Path, folder: Path, more: tuple[str, ...], words: tuple[str, ...]
) -> None:
    refused(gcn(tmp_path, "compare", put(folder, "a.gcn", write(RICH)), *more), *words)


@pytest.mark.parametrize(("scenario", "words"), [("token_unknown", "HTTP 401"), ("no_such", "practice scenarios")])
def test_a_refused_token_or_an_unknown_scenario_compares_nothing(
    tmp_path: Path, folder: Path, scenario: str, words: str
) -> None:
    path = put(folder, "a.gcn", write(RICH))
    told = gcn(tmp_path, "compare", path, "--demo", "--scenario", scenario)
    assert (told.code, told.out) == (2, "")
    assert words in told.err
    assert "no scenario" not in told.err or scenario == "no_such"


@pytest.mark.parametrize("action", ["show", "compare", "sheet"])
def test_without_files_the_usage_is_shown(tmp_path: Path, action: str) -> None:
    told = gcn(tmp_path, action)
    assert told.code == 2
    assert "usage:" in told.err

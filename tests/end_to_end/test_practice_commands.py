"""`practice import` and `practice drift` as people type them, against a practice environment that runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from afas_assistant.practice.process import PracticeProcess
from afas_assistant.practice.scenarios import DELIVERED
from tests.helpers.gcn_writer import GENERATIONS, Field, Spec, write
from tests.helpers.http_server import Answer, free_port, pretend_server
from tests.helpers.terminal import Told, refused, run

COLUMNS = (Field("U001", "Nummer"), Field("U002", "Naam"))


@pytest.fixture(scope="module")
def running() -> Iterator[PracticeProcess]:
    with PracticeProcess() as process:
        yield process


@pytest.fixture
def practice(running: PracticeProcess) -> PracticeProcess:
    running.switch("definitions_absent", reset=True)
    return running


def written(folder: Path, name: str, generation: int = 8) -> str:
    file = folder / f"{name}.gcn"
    file.write_bytes(write(Spec(name, name, COLUMNS, generation)))
    return str(file)


def importing(home: Path, where: str, *arguments: str, language: str = "en") -> Told:
    return run(home, "practice", "import", "--address", where, *arguments, language=language)


def drifting(home: Path, where: str, *arguments: str) -> Told:
    return run(home, "practice", "drift", "--address", where, *arguments)


def test_after_the_import_of_the_seven_files_the_checklist_holds(tmp_path: Path, practice: PracticeProcess) -> None:
    def checked() -> Told:
        where = ("--address", practice.rest, "--profile", "smartbooqing", "--format", "json")
        return run(tmp_path, "check", *where, token=practice.token("smartbooqing"))

    before = checked()
    missing = {name for name, line in before.lines.items() if line["status"] == "failed"}
    assert before.code == 1
    assert len(missing) == 7
    files = [written(tmp_path, name, GENERATIONS[n % 3]) for n, name in enumerate(DELIVERED)]
    told = importing(tmp_path, practice.rest, *files)
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines() == [f"{name}: imported, 2 columns." for name in DELIVERED]
    after = checked()
    assert after.code == 0
    assert {after.lines[name]["status"] for name in missing} == {"ok"}


def test_a_bad_file_holds_up_none_of_the_others(tmp_path: Path, practice: PracticeProcess) -> None:
    bad = tmp_path / "bad.gcn"
    bad.write_bytes(b"\x0c\x20\x01\x00 and no more")
    told = importing(tmp_path, practice.control, str(bad), str(tmp_path / "gone.gcn"), written(tmp_path, "SBQ_BTW"))
    assert told.code == 1
    assert told.out == "SBQ_BTW: imported, 2 columns.\n"
    first, second = told.err.splitlines()
    assert first == f"{bad}: This definition file is damaged or not whole."
    assert second.startswith(f"{tmp_path / 'gone.gcn'}: this file could not be read (")
    dutch = importing(tmp_path, practice.control, str(bad), language="nl")
    assert dutch.err.splitlines() == [f"{bad}: Dit definitiebestand is beschadigd of niet volledig."]


def test_only_the_app_connector_that_is_named(tmp_path: Path, practice: PracticeProcess) -> None:
    file = written(tmp_path, "SBQ_BTW")
    assert importing(tmp_path, practice.rest, file, "--app-connector", "smartbooqing").code == 0
    assert practice.definitions()[0]["app_connectors"] == ["smartbooqing"]
    refused(importing(tmp_path, practice.rest, file, "--app-connector", "nobody"), "nobody", "timechimp", code=1)


def test_drift_shows_the_columns_that_are_left(tmp_path: Path, practice: PracticeProcess) -> None:
    practice.import_definition(write(Spec("SBQ_BTW", "Btw", COLUMNS)))
    told = drifting(tmp_path, practice.rest, "SBQ_BTW", "--how", "rename", "--column", "Naam", "--to", "Omschrijving")
    assert told.code == 0
    assert told.out == "The columns of SBQ_BTW are now: Nummer (U001), Omschrijving (U002)\n"
    assert drifting(tmp_path, practice.rest, "SBQ_BTW", "--how", "repoint").out.endswith(
        "Nummer (U003), Omschrijving (U002)\n"
    )
    refused(drifting(tmp_path, practice.rest, "SBQ_BTW", "--how", "remove", "--column", "Naam"), "no column", code=1)
    assert drifting(tmp_path, practice.rest, "SBQ_BTW", "--how", "none").out.endswith("Nummer (U001), Naam (U002)\n")


def test_where_no_practice_environment_is(tmp_path: Path) -> None:
    file = written(tmp_path, "SBQ_BTW")
    refused(importing(tmp_path, f"127.0.0.1:{free_port()}", file), "No practice environment there", "practice serve")
    refused(
        drifting(tmp_path, "https://12345.rest.afas.online", "X", "--how", "none"), "not an address of this computer"
    )


@pytest.mark.parametrize(
    "answer",
    [Answer(404), Answer(200, b"<html>"), Answer(200, b"[]"), Answer(400, b'{"error": 1}'), Answer(200, b"{}")],
)
def test_where_something_else_answers(tmp_path: Path, answer: Answer) -> None:
    with pretend_server(lambda _seen: answer) as server:
        told = importing(tmp_path, server.root, written(tmp_path, "SBQ_BTW"))
    refused(told, "No practice environment there")

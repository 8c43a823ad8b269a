"""Importing definition files in the practice environment: offered only there, as AFAS would, and told when refused."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from afas_assistant.onboarding.flow import Step
from afas_assistant.practice.remote import PracticeControlError
from afas_assistant.texts import literal
from afas_assistant.ui.practice_room import Opened, PracticeRoom
from afas_assistant.ui.targets import ScenarioChoice
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.theme import Theme
from afas_assistant.ui.wizard.wizard_page import WizardPage
from tests.ui.samples import target
from tests.ui.wizard.conftest import PATIENCE
from tests.ui.wizard.definition_samples import broken_set, bundle, contents, put
from tests.ui.wizard.pretend_desk import PretendDesk, state_at
from tests.ui.wizard.test_definition_files import Bench

PRACTICE = "http://127.0.0.1:1/ProfitRestServices"


class PretendProcess:
    """Takes files, and turns them away as long as `refusal` is set."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.refusal: PracticeControlError | None = None

    def import_definition(self, content: bytes) -> list[dict[str, Any]]:
        if self.refusal is not None:
            raise self.refusal
        self.taken.append(content)
        return []

    def stop(self) -> None:
        pass


@pytest.fixture
def process() -> PretendProcess:
    return PretendProcess()


@pytest.fixture
def room(runner: TaskRunner, process: PretendProcess) -> Iterator[PracticeRoom]:
    made = PracticeRoom(runner)
    scenarios = (ScenarioChoice("healthy", literal("All is well"), literal("fine")),)
    made._room = Opened(cast("Any", process), target(kind="practice"), scenarios)
    yield made
    made.close()


OpenAt = Callable[[str], Bench]


@pytest.fixture
def open_at(
    qtbot: QtBot, theme: Theme, english: None, runner: TaskRunner, desk: PretendDesk, room: PracticeRoom
) -> Iterator[OpenAt]:
    opened: list[WizardPage] = []

    def open_one(kind: str) -> Bench:
        wizard = WizardPage(desk, runner, room, state_at(Step.GET, desk.ready_connection(kind=kind)))
        opened.append(wizard)
        qtbot.addWidget(wizard)
        wizard.resize(1280, 800)
        wizard.show()
        wizard.start()
        qtbot.waitUntil(lambda: wizard.session.checks.report is not None, timeout=PATIENCE)
        return Bench(wizard, qtbot)

    yield open_one
    for wizard in opened:
        wizard.stop()
        wizard.close()


def press(bench: Bench) -> None:
    assert bench.card.body is not None
    assert bench.card.body.practice_button.isVisible()
    bench.card.body.practice_button.click()


def test_what_was_found_is_imported_as_it_is_and_its_lines_are_tested(
    open_at: OpenAt, process: PretendProcess, desk: PretendDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    bench = open_at(PRACTICE)
    files = contents()
    bench.read(bundle(tmp_path / "vendor.zip", files))
    qtbot.waitUntil(lambda: len(desk.checks) == 2, timeout=PATIENCE)
    press(bench)
    qtbot.waitUntil(lambda: len(process.taken) == 7, timeout=PATIENCE)
    digests = {sha256(content).hexdigest() for content in process.taken}
    assert digests == {sha256(content).hexdigest() for content in files.values()}
    qtbot.waitUntil(lambda: len(desk.checks) == 3, timeout=PATIENCE)
    assert len([one for one in desk.checks[-1] or () if one.startswith("get/")]) == 7
    assert "7 files were imported in the practice environment." in bench.wizard.foot.note.text()
    assert not bench.card.toggle.isChecked(), "the list is to be seen in which rows turn green"


def test_what_is_damaged_or_doubled_is_left_out(
    open_at: OpenAt, process: PretendProcess, tmp_path: Path, qtbot: QtBot
) -> None:
    bench = open_at(PRACTICE)
    bench.read(put(tmp_path / "mail", broken_set()))
    assert bench.card.body is not None
    assert bench.card.body.practice_button.text() == "Import 3 files in the practice environment"
    press(bench)
    qtbot.waitUntil(lambda: len(process.taken) == 3, timeout=PATIENCE)


def test_a_real_environment_never_has_the_button(
    open_at: OpenAt, process: PretendProcess, tmp_path: Path, qtbot: QtBot
) -> None:
    bench = open_at("99001")
    bench.read(put(tmp_path / "mail", contents()))
    assert bench.card.body is not None
    assert not bench.card.body.practice_button.isVisible()
    bench.card.files.import_in_practice()
    qtbot.wait(100)
    assert process.taken == []


def test_a_refusal_is_told_in_its_own_words(
    open_at: OpenAt, process: PretendProcess, tmp_path: Path, qtbot: QtBot
) -> None:
    bench = open_at(PRACTICE)
    bench.read(put(tmp_path / "mail", contents()))
    process.refusal = PracticeControlError("Too new.", "Te nieuw.", refused=True)
    press(bench)
    assert bench.card.body is not None
    qtbot.waitUntil(bench.card.body.notice.isVisible, timeout=PATIENCE)
    assert "was not imported in the practice environment. Too new." in bench.card.body.notice.accessibleName()
    assert bench.card.body.practice_button.isEnabled()


@pytest.mark.parametrize("other", [None, b"another file"], ids=["gone", "changed"])
def test_a_file_that_is_another_by_now_is_not_imported(
    open_at: OpenAt, process: PretendProcess, tmp_path: Path, qtbot: QtBot, other: bytes | None
) -> None:
    bench = open_at(PRACTICE)
    folder = put(tmp_path / "mail", {"SBQ_BTW.gcn": contents()["SBQ_BTW.gcn"]})
    bench.read(folder)
    if other is None:
        (folder / "SBQ_BTW.gcn").unlink()
    else:
        (folder / "SBQ_BTW.gcn").write_bytes(other)
    press(bench)
    assert bench.card.body is not None
    qtbot.waitUntil(bench.card.body.notice.isVisible, timeout=PATIENCE)
    assert "This file is not there, or no longer." in bench.card.body.notice.accessibleName()
    assert process.taken == []

"""Definition files that were read: rows for good and bad ones, kept with the connection, and never a stalled window."""

import os
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from afas_assistant.onboarding.flow import Step
from afas_assistant.ui.wizard.connector_pages import GetPage
from afas_assistant.ui.wizard.definition_calls import MOST_ALIKE
from afas_assistant.ui.wizard.definition_words import Standing, file_name, standing
from afas_assistant.ui.wizard.import_card import ImportCard
from afas_assistant.ui.wizard.wizard_page import WizardPage
from tests.helpers.stalls import BLOCKED, StallWatch
from tests.ui.samples import words_of
from tests.ui.wizard.conftest import PATIENCE, Opener
from tests.ui.wizard.definition_samples import CONNECTORS, broken_set, bundle, contents, definition, put
from tests.ui.wizard.pretend_desk import PretendDesk, state_at

MANY = 10_000
LONG = 120_000  # milliseconds that ten thousand files may take on a slow machine


class Bench:
    """Page 4 with its card open."""

    def __init__(self, wizard: WizardPage, qtbot: QtBot) -> None:
        self.wizard, self.qtbot = wizard, qtbot
        page = wizard.page
        assert isinstance(page, GetPage)
        assert page.import_card is not None
        self.page, self.card = page, page.import_card
        self.card.open()
        qtbot.waitUntil(lambda: self.card.files.read is not None and self.shown(), timeout=PATIENCE)

    def read(self, *paths: Path, patience: int = PATIENCE) -> None:
        self.card.on_dropped(paths)
        self.qtbot.waitUntil(lambda: not self.card.files.reading and self.card.files.is_read, timeout=patience)
        self.qtbot.waitUntil(self.shown, timeout=PATIENCE)

    def shown(self) -> bool:
        """Whether the rows are on the screen; Qt shows them when the event loop comes round."""
        return self.card.body is not None and all(row.isVisible() for row in self.card.body.rows.rows)

    def standings(self) -> dict[str, Standing]:
        read = self.card.files.is_read
        return {file_name(row): standing(row, read=read) for row in self.card.files.rows}

    def words(self) -> str:
        return words_of(self.card)


OpenBench = Callable[[], Bench]


@pytest.fixture
def open_bench(open_wizard: Opener, desk: PretendDesk, qtbot: QtBot) -> OpenBench:
    def open_one() -> Bench:
        wizard = open_wizard(state_at(Step.GET, desk.ready_connection()))
        qtbot.waitUntil(lambda: wizard.session.checks.report is not None, timeout=PATIENCE)
        return Bench(wizard, qtbot)

    return open_one


def test_before_anything_was_read_nothing_is_missing(open_bench: OpenBench) -> None:
    bench = open_bench()
    assert set(bench.standings().values()) == {Standing.NOT_YET}
    assert set(bench.standings()) == set(CONNECTORS)
    words = bench.words()
    assert "none read yet" in words
    assert "Missing" not in words
    assert "SBQ_Kostenplaatsen_All" in words, "the name under which SBQ_Custom_Kostenplaatsen.gcn arrives"
    assert "Cost centres" in words


def test_seven_good_files_are_seven_found(open_bench: OpenBench, tmp_path: Path) -> None:
    bench = open_bench()
    bench.read(bundle(tmp_path / "vendor.zip", contents()))
    assert bench.standings() == dict.fromkeys(CONNECTORS, Standing.FOUND)
    words = bench.words()
    assert "7 of 7 found" in words
    assert "3 columns · 1 filter · Profit 5 · 2 remarks" in words
    assert "2 columns · no filters · Profit 5" in words


def test_each_thing_that_can_be_wrong_has_its_own_state(open_bench: OpenBench, tmp_path: Path) -> None:
    bench = open_bench()
    bench.read(put(tmp_path / "mail", broken_set()))
    assert bench.standings() == {
        "SBQ_Administratie.gcn": Standing.FOUND,
        "SBQ_Custom_Kostenplaatsen.gcn": Standing.FOUND,
        "SBQ_Debiteuren.gcn": Standing.FOUND,
        "SBQ_BTW.gcn": Standing.DOUBLED,
        "SBQ_Crediteuren.gcn": Standing.DAMAGED,
        "SBQ_Grootboekrekeningen.gcn": Standing.DAMAGED,
        "SBQ_Transaction_History.gcn": Standing.MISSING,
        "Klant_Projecten.gcn": Standing.NOT_EXPECTED,
    }
    words = bench.words()
    assert "3 of 7 found · 1 missing · 2 damaged · 1 doubled · 1 not expected" in words
    assert "2 files that differ" in words
    assert "damaged in transit" in words
    assert "The end of this file is missing." in words


def test_a_good_copy_takes_the_place_of_a_damaged_one(open_bench: OpenBench, tmp_path: Path) -> None:
    bench = open_bench()
    bench.read(put(tmp_path / "mail", broken_set()))
    bench.read(bundle(tmp_path / "again.zip", {"SBQ_Crediteuren.gcn": contents()["SBQ_Crediteuren.gcn"]}))
    assert bench.standings()["SBQ_Crediteuren.gcn"] is Standing.FOUND
    assert bench.standings()["SBQ_Administratie.gcn"] is Standing.FOUND, "what was read before stays"


def test_the_same_file_from_another_place_is_no_second_file(open_bench: OpenBench, tmp_path: Path) -> None:
    bench = open_bench()
    bench.read(put(tmp_path / "one", contents()))
    bench.read(put(tmp_path / "two", {"copy.gcn": contents()["SBQ_BTW.gcn"]}))
    assert bench.standings() == dict.fromkeys(CONNECTORS, Standing.FOUND)


def test_starting_over_forgets_what_was_read(open_bench: OpenBench, tmp_path: Path) -> None:
    bench = open_bench()
    bench.read(put(tmp_path / "mail", broken_set()))
    assert bench.card.body is not None
    bench.card.body.again_button.click()
    assert set(bench.standings().values()) == {Standing.NOT_YET}
    assert len(bench.card.body.rows.rows) == 7
    assert not bench.card.body.again_button.isVisible()


def test_what_was_read_is_kept_with_the_connection_and_its_lines_tested(
    open_bench: OpenBench, desk: PretendDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    bench = open_bench()
    connection = bench.wizard.session.connection
    assert connection is not None
    checks = len(desk.checks)
    bench.read(put(tmp_path / "mail", broken_set()))
    qtbot.waitUntil(lambda: len(desk.checks) > checks, timeout=PATIENCE)
    kept = {one.connector: one for one in desk.definitions(connection).values()}
    assert set(kept) >= {"SBQ_Administratie", "SBQ_Kostenplaatsen_All", "SBQ_Debiteuren"}
    assert kept["SBQ_Debiteuren"].label == "SBQ_Debiteuren.gcn"
    assert [name for name, _ in kept["SBQ_Debiteuren"].columns] == ["Nummer", "Naam", "Telefoonnr._prive"]
    assert {"SBQ_BTW", "SBQ_Crediteuren", "Klant_Projecten"} & set(kept) == set(), "only what is clear is kept"
    tested = {one for one in desk.checks[-1] or () if one.startswith("get/")}
    assert tested == {"get/SBQ_Administratie", "get/SBQ_Debiteuren", "get/SBQ_Kostenplaasten_All"}


def test_files_that_lie_ready_in_the_persons_own_folder_are_read_by_themselves(
    open_bench: OpenBench, desk: PretendDesk, qtbot: QtBot
) -> None:
    put(desk.folders.definitions, contents())
    bench = open_bench()
    qtbot.waitUntil(lambda: bench.standings() == dict.fromkeys(CONNECTORS, Standing.FOUND), timeout=PATIENCE)


def test_what_cannot_be_opened_is_not_called_damaged(open_bench: OpenBench, tmp_path: Path) -> None:
    bench = open_bench()
    gone = tmp_path / "SBQ_BTW.gcn"
    empty = tmp_path / "empty"
    empty.mkdir()
    bench.read(gone, empty)
    assert bench.standings()["SBQ_BTW.gcn"] is Standing.NOT_READ
    assert bench.standings()["empty"] is Standing.NOT_READ
    assert "This file is not there, or no longer." in bench.words()
    assert "There is no definition file inside." in bench.words()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="whoever may do everything sees every folder")
def test_a_folder_without_rights_is_told_and_the_rest_is_read(open_bench: OpenBench, tmp_path: Path) -> None:
    closed = put(tmp_path / "set" / "closed", contents())
    put(tmp_path / "set", {"SBQ_BTW.gcn": contents()["SBQ_BTW.gcn"]})
    closed.chmod(0)
    bench = open_bench()
    try:
        bench.read(tmp_path / "set")
    finally:
        closed.chmod(0o700)
    assert bench.standings()["SBQ_BTW.gcn"] is Standing.FOUND
    assert "This folder cannot be opened." in bench.words()


@pytest.mark.usefixtures("as_in_the_program")
def test_ten_thousand_files_keep_the_window_alive(open_bench: OpenBench, tmp_path: Path, qtbot: QtBot) -> None:
    stranger = definition("Klant_Projecten")
    folder = put(tmp_path / "many", {f"Klant_{number:05}.gcn": stranger for number in range(MANY)})
    put(folder, contents())
    bench = open_bench()
    with StallWatch() as watch:
        bench.read(folder, patience=LONG)
        qtbot.wait(50)
    assert watch.milliseconds <= BLOCKED
    assert {name for name, one in bench.standings().items() if one is Standing.FOUND} == set(CONNECTORS)
    assert bench.card.body is not None
    assert len(bench.card.body.rows.rows) == 7 + MOST_ALIKE
    assert f"{MANY - MOST_ALIKE} more files were read that are not shown." in bench.words()


class SlowWork:
    """Reading that goes on until it is cancelled."""

    def __init__(self) -> None:
        self.begun, self.ended = threading.Event(), threading.Event()

    def __call__(self, before: object, paths: Sequence[Path], counter: object, cancelled: Callable[[], bool]) -> object:
        counter.count = 1234  # type: ignore[attr-defined] # the counter of the reading
        self.begun.set()
        while not cancelled():
            threading.Event().wait(0.005)
        self.ended.set()
        return before


def slow(bench: Bench) -> SlowWork:
    work = SlowWork()
    bench.card.files._reading._work = work  # type: ignore[assignment] # it returns what it was given
    return work


def test_reading_is_counted_and_can_be_stopped(open_bench: OpenBench, tmp_path: Path, qtbot: QtBot) -> None:
    bench = open_bench()
    bench.read(put(tmp_path / "mail", {"SBQ_BTW.gcn": contents()["SBQ_BTW.gcn"]}))
    work, zone = slow(bench), bench.card.body.zone  # type: ignore[union-attr]
    bench.card.on_dropped([tmp_path])
    qtbot.waitUntil(lambda: "1234 files read" in zone.title.text(), timeout=PATIENCE)
    assert zone.stop_button.isVisible()
    assert not zone.files_button.isVisible()
    zone.stop_button.click()
    assert not bench.card.files.reading
    assert "Reading was stopped" in bench.wizard.foot.note.text()
    assert bench.standings()["SBQ_BTW.gcn"] is Standing.FOUND, "what was read before stays"
    assert zone.files_button.isVisible()
    assert work.ended.wait(5), "the worker ends by itself"


def test_closing_the_wizard_while_reading_ends_it(open_bench: OpenBench, tmp_path: Path, qtbot: QtBot) -> None:
    bench = open_bench()
    work = slow(bench)
    bench.card.on_dropped([tmp_path])
    qtbot.waitUntil(work.begun.is_set, timeout=PATIENCE)
    bench.wizard.stop()
    qtbot.waitUntil(work.ended.is_set, timeout=PATIENCE)
    assert not bench.card.files._reading._timer.isActive()


@pytest.mark.expect_log("a fault of ours")
def test_a_fault_of_ours_is_shown_and_what_was_read_stays(open_bench: OpenBench, tmp_path: Path, qtbot: QtBot) -> None:
    bench = open_bench()
    bench.read(put(tmp_path / "mail", {"SBQ_BTW.gcn": contents()["SBQ_BTW.gcn"]}))

    def slip(*_: object) -> object:
        raise ZeroDivisionError("a slip")

    bench.card.files._reading._work = slip  # type: ignore[assignment] # it never returns
    bench.card.on_dropped([tmp_path])
    assert bench.card.body is not None
    qtbot.waitUntil(bench.card.body.notice.isVisible, timeout=PATIENCE)
    assert "fault of AFAS Assistant" in bench.card.body.notice.accessibleName()
    assert bench.standings()["SBQ_BTW.gcn"] is Standing.FOUND


def test_going_to_another_page_and_back_keeps_what_was_read(open_bench: OpenBench, tmp_path: Path) -> None:
    bench = open_bench()
    bench.read(put(tmp_path / "mail", contents()))
    bench.wizard.foot.next_button.click()
    bench.wizard.foot.back_button.click()
    card: ImportCard | None = bench.page.import_card
    assert card is bench.card
    assert "7 of 7 found" in bench.words()

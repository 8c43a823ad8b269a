"""Nights as they are kept: what was chosen, what became of them, tried again or not, and never two tasks."""

import json
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from afas_assistant.cli.nightly import WAYS
from afas_assistant.errors import ConfigurationError, RetryableError
from afas_assistant.paths import Folders, folders
from afas_assistant.schedules import tasks
from afas_assistant.schedules.book import NightBook
from afas_assistant.schedules.cron import Cron
from afas_assistant.schedules.history import KEPT, PAUSE, TRIES, Attempt, Ended, History, finished, rests
from afas_assistant.schedules.nightly import Nightly, Standing
from afas_assistant.schedules.nights import carry_out, due
from afas_assistant.schedules.schedulers import of_this_computer
from afas_assistant.schedules.systemd_user import SystemdUser
from afas_assistant.schedules.task_scheduler import TaskScheduler
from afas_assistant.schedules.tasks import Schedule, Way, plain, program, task_of
from afas_assistant.schedules.times import GRACE, Turn, begins
from afas_assistant.schedules.tools import Answer, run_tool
from afas_assistant.texts import literal, phrase
from tests.unit.schedules.samples import SINCE, Recorder, files_in, schedule
from tests.unit.schedules.test_cron import PretendCrontab

NIGHT = date(2026, 11, 24)
BEGUN = begins(NIGHT, time(2, 0))


@pytest.fixture
def own(tmp_path: Path) -> Folders:
    return folders(tmp_path / "data")


@pytest.fixture
def book(own: Folders) -> NightBook:
    return NightBook(own)


def attempt(number: int, **more: object) -> Attempt:
    night = NIGHT + timedelta(days=number)
    return Attempt(night, BEGUN + timedelta(days=number), Ended.SENT, literal(str(number)), **more)  # type: ignore[arg-type]


def failing(error: Exception) -> Callable[[], dict[str, int]]:
    def work() -> dict[str, int]:
        raise error

    return work


def retryable(code: str = "host_unreachable") -> RetryableError:
    return RetryableError(code, title=literal("No line."), explanation=literal("Why."), action=literal("Wait."))


# ---------------------------------------------------------------------- the book


def test_what_was_chosen_comes_back_whatever_the_names(book: NightBook) -> None:
    first = schedule(Way.CRON, at=time(3, 15), connection='Koppeling "één" \\ 東京\x7f', most=7)
    second = Schedule('odd "name"]\n', Way.OPEN, SINCE)
    book.keep(first)
    book.keep(second)
    assert book.schedules() == {"T99001AA": first, second.envid: second}
    book.forget("T99001AA")
    book.forget("unknown")
    assert book.schedules() == {second.envid: second}


@pytest.mark.parametrize(
    "content",
    [
        "[T99001AA\n",
        "T99001AA = 3\n",
        '[T99001AA]\nby = "sundial"\nat = "02:00"\nsince = 2026-11-21T15:00:00Z\n',
        '[T99001AA]\nby = "cron"\nat = "25:00"\nsince = 2026-11-21T15:00:00Z\n',
        '[T99001AA]\nby = "cron"\nat = "02:00"\nsince = "yesterday"\n',
        '[T99001AA]\nby = "cron"\nat = "02:00"\nsince = 2026-11-21T15:00:00Z\nmost = -1\n',
        "x = " + "[" * 50_000,
        b"\xff\xfe\x00",
    ],
)
def test_a_file_that_a_person_broke_is_told_and_left_as_it_is(
    own: Folders, book: NightBook, content: str | bytes
) -> None:
    own.config.mkdir(parents=True)
    file = own.config / "schedules.toml"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    before = file.read_bytes()
    for change in (book.schedules, lambda: book.keep(schedule()), lambda: book.forget("T99001AA")):
        with pytest.raises(ConfigurationError) as caught:
            change()
        assert caught.value.code == "schedules_broken"
        assert str(file) in caught.value.sentence("en")
    assert file.read_bytes() == before


# ---------------------------------------------------------------------- the results


def test_the_last_thirty_results_are_kept_in_both_languages(tmp_path: Path) -> None:
    history = History(tmp_path / "nights" / "x.jsonl")
    assert history.attempts() == ()
    for number in range(100):
        history.add(attempt(number, counts={"confirmed": number}))
    found = history.attempts()
    assert [one.counts["confirmed"] for one in found] == list(range(99, 99 - KEPT, -1))
    assert len((tmp_path / "nights" / "x.jsonl").read_text(encoding="utf-8").splitlines()) <= 2 * KEPT
    history.add(Attempt(NIGHT, BEGUN, Ended.HELD, phrase("Nothing was sent."), "too_many_changes"))
    assert history.attempts()[0].words.render("nl") == "Er is niets verzonden."


def test_lines_that_cannot_be_read_are_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    history = History(file)
    history.add(attempt(1))
    good = file.read_text(encoding="utf-8")
    data = json.loads(good)
    odd: list[object] = [{**data, "ended": "exploded"}, {**data, "words": 3}, {**data, "counts": []}, [], None, {}]
    odd += [{**data, "counts": {"confirmed": float("inf")}}, {**data, "at": "0001-01-01T00:00:00+14:00"}]
    lines = "".join(f"{json.dumps(one)}\n" for one in odd) + "[" * 50_000
    file.write_text(f"half a li\n{good}{lines}\n\x00", encoding="utf-8")
    assert [one.words.render() for one in history.attempts()] == ["1"]


def test_a_result_that_finds_no_room_is_still_told(own: Folders, book: NightBook) -> None:
    own.data.mkdir(parents=True)
    (own.data / "nights").write_text("in the way", encoding="utf-8")
    done = carry_out(book, "T99001AA", NIGHT, lambda: {"confirmed": 1}, lambda: BEGUN)
    assert done.ended is Ended.SENT


# ---------------------------------------------------------------------- a night


@pytest.mark.parametrize(
    ("counts", "ended", "words"),
    [
        ({}, Ended.NOTHING, "Nothing had changed."),
        ({"confirmed": 3}, Ended.SENT, "3 sent, 0 refused, 0 unknown, 0 not sent."),
        ({"confirmed": 3, "unknown": 1}, Ended.SOME_NOT, "3 sent, 0 refused, 1 unknown, 0 not sent."),
        (
            {"left": 2},
            Ended.NOTHING,
            "0 sent, 0 refused, 0 unknown, 0 not sent. 2 wait for a person: see the tab Customers.",
        ),
    ],
)
def test_what_became_of_a_night(book: NightBook, counts: dict[str, int], ended: Ended, words: str) -> None:
    done = carry_out(book, "T99001AA", NIGHT, lambda: counts, lambda: BEGUN)
    assert (done.ended, done.words.render("en"), done.again) == (ended, words, False)
    assert book.history("T99001AA").attempts() == (done,)


def test_a_passing_reason_is_tried_again_after_a_while_and_not_for_ever(book: NightBook) -> None:
    wanted, now = schedule(), BEGUN
    for left in reversed(range(TRIES)):
        assert due(book, wanted, now).turn is Turn.RUN
        tried = carry_out(book, wanted.envid, NIGHT, failing(retryable()), lambda moment=now: moment)  # type: ignore[misc]
        assert (tried.ended, tried.again) == (Ended.FAILED, True)
        assert due(book, wanted, now + PAUSE / 2).turn is Turn.WAIT
        now += PAUSE
        assert (due(book, wanted, now).turn is Turn.RUN) is bool(left)


def test_what_a_person_must_mend_is_not_tried_again_that_night(book: NightBook) -> None:
    refusal = ConfigurationError("unauthorised", title=literal("No."), explanation=literal(""), action=literal("Mend."))
    done = carry_out(book, "T99001AA", NIGHT, failing(refusal), lambda: BEGUN)
    assert (done.ended, done.code, done.words.render()) == (Ended.FAILED, "unauthorised", "No. Mend.")
    assert due(book, schedule(), BEGUN + PAUSE).turn is Turn.WAIT


def test_a_fault_of_ours_is_kept_and_goes_on(book: NightBook) -> None:
    with pytest.raises(ZeroDivisionError):
        carry_out(book, "T99001AA", NIGHT, failing(ZeroDivisionError()), lambda: BEGUN)
    assert book.history("T99001AA").attempts()[0].code == "fault"


def test_a_night_that_was_missed_is_told_once(book: NightBook) -> None:
    late = BEGUN + GRACE + timedelta(seconds=1)
    assert due(book, schedule(), late).turn is Turn.MISSED
    assert due(book, schedule(), late + timedelta(minutes=1)).turn is Turn.WAIT
    assert [one.ended for one in book.history("T99001AA").attempts()] == [Ended.MISSED]


def test_a_clock_that_was_set_back_does_not_hold_up_a_second_try() -> None:
    tried = attempt(0, again=True)
    assert rests([tried], NIGHT, tried.at + PAUSE / 2)
    assert not rests([tried], NIGHT, tried.at - timedelta(hours=1))
    assert finished([tried]) == set()


# ---------------------------------------------------------------------- tasks


def test_the_ways_of_the_terminal_are_those_there_are() -> None:
    assert set(WAYS) == set(Way)


def test_each_kind_of_computer_has_its_schedulers(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "win32":
        monkeypatch.setattr("os.getuid", lambda: 1, raising=False)
    ways = {name: [one.way for one in of_this_computer(name)] for name in ("linux", "win32", "darwin")}
    assert ways == {
        "linux": [Way.SYSTEMD, Way.CRON],
        "win32": [Way.TASK_SCHEDULER],
        "darwin": [Way.LAUNCHD, Way.CRON],
    }


def test_the_command_starts_this_very_program_with_its_own_folder(
    own: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert task_of(schedule(), own).command == (
        *(sys.executable, "-m", "afas_assistant", "nightly", "run", "T99001AA", "--once"),
        *("--data-dir", str(own.data)),
    )
    assert "--data-dir" not in task_of(schedule(), folders()).command
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/AFAS Assistant/AFAS Assistant.exe")
    assert program() == ("/opt/AFAS Assistant/afas-assistant.exe",)


@pytest.mark.parametrize("name", ["new\nline", "half \udce9", "bell\x07"])
def test_a_folder_whose_name_no_form_can_hold_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        task_of(schedule(), folders(tmp_path / name))
    assert caught.value.code == "command_not_writable"
    caught.value.sentence("en").encode()


def test_two_environments_never_share_a_task() -> None:
    names = ["T99001AA", "t/1", "t_1", "t\\1", "../T99001AA", ""]
    assert len({plain(name) for name in names}) == len(names)
    assert all(
        set(plain(name)) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") for name in names
    )


def test_another_way_takes_the_task_of_the_first_one_away(own: Folders, tmp_path: Path) -> None:
    crontab, tool = PretendCrontab("1 1 * * * mine\n"), Recorder()
    nightly = Nightly(own, [SystemdUser(tool, tmp_path / "units"), Cron(crontab, {})], lambda: BEGUN)
    nightly.choose(schedule(Way.SYSTEMD))
    assert len(files_in(tmp_path / "units")) == 2
    standing = nightly.choose(schedule(Way.CRON, at=time(4, 30)))
    assert files_in(tmp_path / "units") == []
    assert standing.task is not None
    assert (standing.task.made, standing.task.changed) == (True, False)
    assert "30 4 * * * " in str(crontab.content)
    nightly.choose(schedule(Way.OPEN))
    assert crontab.content == "1 1 * * * mine\n"
    assert nightly.switch_off("T99001AA").schedule is None
    assert nightly.standing("T99001AA").next_run is None


def test_an_organisation_that_goes_takes_its_task_and_its_results_along(own: Folders) -> None:
    crontab = PretendCrontab("1 1 * * * mine\n")
    nightly = Nightly(own, [Cron(crontab, {})], lambda: BEGUN)
    nightly.let_go("T99001AA")
    nightly.choose(schedule(Way.CRON))
    nightly.book.history("T99001AA").add(attempt(0))
    nightly.let_go("T99001AA")
    assert crontab.content == "1 1 * * * mine\n"
    assert nightly.standing("T99001AA") == Standing(None, ())


def test_a_scheduler_that_keeps_its_task_is_left_with_one_that_does_nothing(own: Folders) -> None:
    Nightly(own, [Cron(PretendCrontab(), {})], lambda: BEGUN).choose(schedule(Way.CRON))
    silent = Nightly(own, [Cron(Recorder(**{"-l": Answer(1, "", "not allowed")}), {})], lambda: BEGUN)
    silent.let_go("T99001AA")
    assert silent.standing("T99001AA").schedule is None


def test_what_is_offered_is_what_would_be_made(own: Folders, tmp_path: Path) -> None:
    crontab = PretendCrontab()
    nightly = Nightly(own, [Cron(crontab, {})], lambda: BEGUN)
    (offer,) = nightly.offers(schedule(Way.CRON))
    nightly.choose(schedule(Way.CRON))
    assert offer.pieces[0].text == crontab.content


def test_a_task_that_could_not_be_made_leaves_nothing_behind(own: Folders, tmp_path: Path) -> None:
    tool = Recorder(enable=Answer(1, "", "no bus"))
    nightly = Nightly(own, [SystemdUser(tool, tmp_path / "units")], lambda: BEGUN)
    with pytest.raises(ConfigurationError):
        nightly.choose(schedule(Way.SYSTEMD))
    assert files_in(tmp_path / "units") == []
    assert nightly.standing("T99001AA").schedule is None
    with pytest.raises(ConfigurationError) as caught:
        nightly.choose(schedule(Way.LAUNCHD))
    assert caught.value.code == "scheduler_not_here"


def test_a_scheduler_that_does_not_answer_does_not_hide_the_rest(own: Folders) -> None:
    silent = Recorder(**{"-l": Answer(1, "", "not allowed")})
    crontab = PretendCrontab()
    Nightly(own, [Cron(crontab, {})], lambda: BEGUN).choose(schedule(Way.CRON))
    standing = Nightly(own, [Cron(silent, {})], lambda: BEGUN).standing("T99001AA")
    assert standing.problem is not None
    assert standing.next_run == begins(NIGHT + timedelta(days=1), time(2, 0))
    elsewhere = Nightly(own, [TaskScheduler(Recorder(), {})], lambda: BEGUN).standing("T99001AA")
    assert elsewhere.task is not None
    assert not elsewhere.task.made


def test_a_tool_that_is_not_there_is_told() -> None:
    with pytest.raises(ConfigurationError) as caught:
        run_tool(["no-such-scheduler"])
    assert caught.value.code == "scheduler_silent"


def test_a_tool_says_what_it_says_and_is_given_what_is_typed() -> None:
    answer = run_tool([sys.executable, "-c", "import sys; print(sys.stdin.read()); sys.exit(3)"], "é".encode())
    assert (answer.code, answer.out.strip()) == (3, "é")


def test_the_console_twin_has_the_name_of_the_frozen_program() -> None:
    spec = (Path(__file__).resolve().parents[3] / "packaging" / "afas-assistant.spec").read_text(encoding="utf-8")
    assert f'program("{tasks.CONSOLE_TWIN}", console=True)' in spec


def test_the_moment_of_a_result_keeps_its_zone(tmp_path: Path) -> None:
    history = History(tmp_path / "x.jsonl")
    history.add(attempt(0))
    assert history.attempts()[0].at == BEGUN
    assert isinstance(history.attempts()[0].at, datetime)

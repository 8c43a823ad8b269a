"""`nightly` as a scheduler starts it: token and key from a keyring, nothing twice, nothing that a person must see."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from afas_assistant.practice.process import PracticeProcess
from tests.helpers.daily_work import QUICK
from tests.helpers.keyrings_for_children import BACKEND, FILE
from tests.helpers.terminal import DATA, TOKEN, Told, refused, run

NAME = "Oudeveen"


@pytest.fixture(scope="module")
def practice() -> Iterator[PracticeProcess]:
    with PracticeProcess(size=25) as process:
        yield process


class Office:
    """An office whose secrets are in a keyring, so that no command is given any."""

    def __init__(self, practice: PracticeProcess, home: Path) -> None:
        self.practice, self.home = practice, home
        self.variables = {"PYTHON_KEYRING_BACKEND": BACKEND, FILE: str(home.with_name("keyring.json"))}
        practice.switch("healthy", reset=True)
        practice.timechimp_switches(calls_a_minute=QUICK)
        added = self("org", "add", "--address", practice.addresses["test"], "--name", NAME,
                     token=practice.token("timechimp"))  # fmt: skip
        assert added.code == 0, added.err
        self.variables["AFAS_ASSISTANT_TIMECHIMP_KEY"] = practice.timechimp_key()
        address = practice.addresses["timechimp"]
        kept = self("org", "timechimp-key", NAME, "--timechimp-address", address)
        assert kept.code == 0, kept.err
        del self.variables["AFAS_ASSISTANT_TIMECHIMP_KEY"]
        assert self("map", "set", "settings", "timechimp_address", address, "--org", NAME).code == 0

    def __call__(self, *arguments: str, token: str | None = None) -> Told:
        return run(self.home, *arguments, token=token, variables=self.variables, seconds=120)

    def nights(self) -> list[dict[str, Any]]:
        shown = self("nightly", "show", NAME, "--format", "json")
        assert shown.code == 0, shown.err
        found: list[dict[str, Any]] = json.loads(shown.out)["nights"]
        return found

    def changes(self) -> int:
        """Return how much TimeChimp and AFAS were written to."""
        books = self.practice.books()["counts"].values()
        return int(self.practice.timechimp_books()["changes"]) + int(sum(books))


@pytest.fixture
def office(practice: PracticeProcess, tmp_path: Path) -> Office:
    return Office(practice, tmp_path / "home")


def test_the_first_night_sends_and_the_second_changes_nothing(office: Office) -> None:
    before = office.changes()
    first = office("nightly", "run", "T99001AA")
    assert first.code == 0, first.err
    (night,) = office.nights()
    assert night["ended"] == "sent"
    assert office.changes() - before >= night["counts"]["confirmed"] > 0
    assert sum(office.practice.books()["counts"].values()) == 0
    assert f"{night['counts']['confirmed']} sent, 0 refused" in first.out
    after = office.changes()
    second = office("nightly", "run", NAME)
    assert second.code == 0, second.err
    assert office.changes() == after
    assert [one["ended"] for one in office.nights()] == ["nothing", "sent"]
    log = (office.home / "logs" / "afas-assistant.log").read_text(encoding="utf-8")
    assert log.count("of T99001AA: sent.") == 1
    listed = json.loads(office("outbox", "list", "--org", NAME, "--format", "json").out)["writes"]
    assert {one["kind"] for one in listed} <= {"customer_new", "customer_update"}


def test_what_only_a_person_can_tell_is_left_and_counted(office: Office) -> None:
    plan = json.loads(office("sync", "customers", "--org", NAME, "--format", "json").out)["plan"]
    uncertain = plan["counts"]["cannot_tell"] + plan["counts"]["will_fail"]
    office("nightly", "run", NAME)
    assert office.nights()[0]["counts"].get("left", 0) == uncertain
    again = json.loads(office("sync", "customers", "--org", NAME, "--format", "json").out)["plan"]
    assert again["counts"]["cannot_tell"] == plan["counts"]["cannot_tell"]


def test_a_token_that_afas_refuses_is_told_and_kept(office: Office) -> None:
    entries = Path(office.variables[FILE])
    kept: dict[str, str] = json.loads(entries.read_text(encoding="utf-8"))
    name = next(name for name, secret in kept.items() if "<token>" in secret)
    entries.write_text(json.dumps({**kept, name: TOKEN}), encoding="utf-8")
    before = office.changes()
    refused(office("nightly", "run", NAME), "AFAS refused")
    (night,) = office.nights()
    assert (night["ended"], office.changes()) == ("failed", before)
    assert night["code"]
    everything = "".join(path.read_text(encoding="utf-8", errors="replace")
                         for folder in ("nights", "logs") for path in (office.home / folder).iterdir())  # fmt: skip
    assert DATA not in everything
    entries.write_text("{}", encoding="utf-8")
    refused(office("nightly", "run", NAME), "not in the keyring")
    assert office.nights()[0]["code"] == "token_not_kept"


def test_more_changes_than_a_night_may_make_send_nothing(office: Office) -> None:
    before = office.changes()
    refused(office("nightly", "run", NAME, "--most", "1"), "at most 1")
    (night,) = office.nights()
    assert (night["ended"], night["code"], office.changes()) == ("held", "too_many_changes", before)


def test_what_was_refused_is_not_sent_again_by_night_but_by_a_person(office: Office) -> None:
    office.practice.timechimp_switches(add_on="basic")
    first = office("nightly", "run", NAME)
    assert first.code == 1, first.err
    refused_once = office.nights()[0]["counts"]["refused"]
    assert refused_once > 0
    office.practice.timechimp_switches(add_on="advanced")
    before = office.changes()
    office("nightly", "run", NAME)
    night = office.nights()[0]
    assert night["counts"].get("refused", 0) == 0
    assert night["counts"]["left"] >= refused_once
    assert (office.changes() == before) is (not night["counts"].get("confirmed"))
    person = office("sync", "customers", "--org", NAME, "--apply")
    assert person.code == 0, person.err
    assert office.changes() > before


def test_once_a_night_and_not_before_it_was_chosen(office: Office) -> None:
    refused(office("nightly", "run", NAME, "--once"), "Nothing was chosen")
    assert office("nightly", "make", NAME, "--with", "while-open", "--at", "02:00").code == 0
    waits = office("nightly", "run", NAME, "--once")
    assert (waits.code, office.nights()) == (0, [])
    schedules = office.home / "schedules.toml"
    text = schedules.read_text(encoding="utf-8")
    assert 'connection = "' in text
    now = datetime.now().astimezone()
    earlier = (now - timedelta(minutes=2)).strftime("%H:%M")
    since = next(line for line in text.splitlines() if line.startswith("since"))
    long_ago = f"since = {(now - timedelta(days=9)).astimezone(UTC).isoformat(timespec='seconds')}"
    schedules.write_text(text.replace("02:00", earlier).replace(since, long_ago), encoding="utf-8")
    assert office("nightly", "run", NAME, "--once").code == 0
    after = office.changes()
    again = office("nightly", "run", "T99001AA", "--once")
    assert (again.code, office.changes(), len(office.nights())) == (0, after, 1)
    assert "nothing to do" in again.out
    assert office("nightly", "remove", NAME).code == 0
    assert "nothing is done at night" in office("nightly", "show", NAME).out


def test_what_cannot_be_read_is_told_and_nothing_is_done(office: Office) -> None:
    (office.home / "schedules.toml").write_text("[T99001AA\n", encoding="utf-8")
    before = office.changes()
    refused(office("nightly", "run", NAME), "cannot be read")
    assert office.changes() == before
    refused(office("nightly", "show", "Nobody"), "Nobody")


def test_with_unattended_the_plain_command_holds_to_the_same_rules(office: Office) -> None:
    before = office.changes()
    refused(office("sync", "customers", "--org", NAME, "--unattended", "--most", "1", "--apply"), "at most 1")
    assert office.changes() == before
    assert office("sync", "customers", "--org", NAME, "--unattended", "--apply").code == 0
    assert office.changes() > before


@pytest.mark.skipif(shutil.which("crontab") is None, reason="crontab is not installed")
def test_a_real_crontab_shows_the_task_runs_it_and_loses_it(office: Office) -> None:
    if subprocess.run(["crontab", "-l"], capture_output=True, check=False).returncode == 0:
        pytest.skip("this account has a crontab of its own")
    try:
        made = office("nightly", "make", NAME, "--with", "cron", "--at", "03:15", "--yes")
        assert made.code == 0, made.err
        crontab = subprocess.run(["crontab", "-l"], capture_output=True, check=True).stdout.decode()
        shown = made.out.partition("crontab\n\n")[2]
        assert shown.startswith(crontab.rstrip("\n"))
        line = next(line for line in crontab.splitlines() if line.startswith("15 3 * * * "))
        assert "nightly run T99001AA --once" in line
        assert str(office.home) in line
        assert "token" not in line.lower()
        assert json.loads(office("nightly", "show", NAME, "--format", "json").out)["task"]["changed"] is False
        started = subprocess.run(["sh", "-c", line.split(maxsplit=5)[5].replace("\\%", "%")], check=False)
        assert started.returncode == 0
        assert office("nightly", "remove", "T99001AA").code == 0
        assert subprocess.run(["crontab", "-l"], capture_output=True, check=False).returncode == 1
    finally:
        subprocess.run(["crontab", "-r"], capture_output=True, check=False)

"""`check` as programs and people start it: its exit codes, its JSON, its text, where the token may come from."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from afas_assistant.practice.process import PracticeProcess

OWN_PROFILE = """
schema = 1
id = "own"
name = "Own integration"
document = "what we agreed"

[[get]]
name = "SBQ_Debiteuren"
why = "customers"

[[get]]
name = "Not_There"
why = "something else"
severity = "advised"
"""


@pytest.fixture(scope="module")
def practice() -> Iterator[PracticeProcess]:
    with PracticeProcess() as process:
        yield process


def run(
    home: Path, *arguments: str, token: str | None = None, typed: str = "", seconds: float = 60
) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "AFAS_ASSISTANT_TOKEN"}
    if token is not None:
        environment["AFAS_ASSISTANT_TOKEN"] = token
    return subprocess.run(
        [sys.executable, "-m", "afas_assistant", *arguments, "--data-dir", str(home), "--language", "en"],
        env=environment, input=typed, capture_output=True, text=True, encoding="utf-8", timeout=seconds, check=False,
    )  # fmt: skip


def checks(done: subprocess.CompletedProcess[str]) -> dict[str, dict[str, Any]]:
    data = json.loads(done.stdout)
    assert data["schema"] == 1
    return {one["id"]: one for one in data["checks"]}


@pytest.mark.parametrize("profile", ["timechimp", "smartbooqing"])
def test_demo_holds_for_each_profile(tmp_path: Path, profile: str) -> None:
    done = run(tmp_path, "check", "--demo", "--profile", profile, "--format", "json")
    assert done.returncode == 0, done.stderr
    assert {one["status"] for one in checks(done).values()} <= {"ok", "by_hand"}
    assert {one["profile"] for one in checks(done).values()} == {None, profile, "assistant"}


def test_a_failing_demo_as_text_is_worst_first_and_ends_in_peace(tmp_path: Path) -> None:
    done = run(tmp_path, "check", "--demo", "--scenario", "get_misspelt")
    assert done.returncode == 1
    rows = done.stdout.splitlines()
    assert rows[2].startswith("FAILED")
    assert "get/SBQ_Debiteuren" in rows[2]
    assert rows[-1] == "Nothing was changed in AFAS."
    assert done.stderr == ""


def test_the_token_comes_from_the_environment_or_standard_input(tmp_path: Path, practice: PracticeProcess) -> None:
    practice.switch("healthy")
    where = ("check", "--address", practice.rest, "--profile", "smartbooqing", "--format", "json")
    token = practice.token("smartbooqing")
    assert run(tmp_path, *where, token=token).returncode == 0
    assert run(tmp_path, *where, typed=token + "\n").returncode == 0
    nothing = run(tmp_path, *where)
    assert nothing.returncode == 2
    assert "token" in nothing.stderr


def test_an_own_profile_is_checked_end_to_end(tmp_path: Path, practice: PracticeProcess) -> None:
    practice.switch("healthy")
    file = tmp_path / "own.toml"
    file.write_text(OWN_PROFILE, encoding="utf-8")
    done = run(tmp_path, "check", "--address", practice.rest, "--profile", str(file), "--format", "json",
               token=practice.token("all"))  # fmt: skip
    found = checks(done)
    assert done.returncode == 0
    assert found["get/SBQ_Debiteuren"]["status"] == "ok"
    assert (found["get/Not_There"]["status"], found["get/Not_There"]["severity"]) == ("failed", "advised")


def test_a_broken_profile_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(OWN_PROFILE.replace('why = "customers"', 'wy = "customers"'), encoding="utf-8")
    done = run(tmp_path, "check", "--demo", "--profile", str(file))
    assert done.returncode == 2
    assert "own.toml" in done.stderr
    assert "9" in done.stderr
    assert "why" in done.stderr


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("1234", "five"),
        ("https://example.com/ProfitRestServices", "example.com"),
        ("http://127.0.0.1:9/ProfitRestServices", "127.0.0.1"),
        ("someone@example.com", "e-mail"),
    ],
)
def test_an_address_that_does_not_lead_to_afas_gets_a_sentence(tmp_path: Path, address: str, words: str) -> None:
    done = run(tmp_path, "check", "--address", address, token="A" * 64)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "scenario", ["token_ended", "ip_restricted", "maintenance", "proxy_page", "broken_json", "wrong_host"]
)
def test_what_cannot_be_checked_is_said_in_one_sentence(tmp_path: Path, scenario: str) -> None:
    done = run(tmp_path, "check", "--demo", "--scenario", scenario, "--format", "json")
    assert done.returncode == 2
    assert done.stderr.strip()
    assert {one["status"] for one in checks(done).values()} <= {"ok", "failed", "not_tested"}


def test_the_write_test_leaves_nothing_behind(tmp_path: Path, practice: PracticeProcess) -> None:
    practice.switch("healthy")
    practice.reset()
    where = (
        "check",
        "--address",
        practice.addresses["test"],
        "--item-type",
        "100",
        "--write-test",
        "13=1,10001,V0000001",
    )
    done = run(tmp_path, *where, "--format", "json", token=practice.token("all"))
    assert checks(done)["destination/13"]["title"].startswith("Proven")
    writes = [
        call["method"] for call in practice.log() if "KnSubject" in call["path"] and "metainfo" not in call["path"]
    ]
    assert writes == ["POST", "DELETE"]
    refused = run(
        tmp_path, "check", "--address", practice.addresses["production"], *where[3:], token=practice.token("all")
    )
    assert refused.returncode == 2
    assert "test environment" in refused.stderr


def test_a_host_that_never_answers_is_given_up_within_a_minute(tmp_path: Path, practice: PracticeProcess) -> None:
    practice.switch("healthy")
    practice.delay(60)
    try:
        done = run(tmp_path, "check", "--address", practice.rest, token=practice.token("all"), seconds=65)
    finally:
        practice.delay(0)
    assert done.returncode == 2
    assert done.stderr.strip()


def test_scenarios_are_listed(tmp_path: Path) -> None:
    done = run(tmp_path, "practice", "scenarios", "--format", "json")
    assert done.returncode == 0
    assert len(json.loads(done.stdout)["scenarios"]) >= 26


def test_a_check_writes_the_message_and_the_book(tmp_path: Path) -> None:
    message, book = tmp_path / "todo.txt", tmp_path / "book.html"
    done = run(tmp_path, "check", "--demo", "--scenario", "get_missing", "--profile", "smartbooqing",
               "--message", str(message), "--handover", str(book))  # fmt: skip
    assert done.returncode == 1
    asked = message.read_text(encoding="utf-8")
    assert "SBQ_Transactie" in asked
    assert "SBQ_Crediteuren" not in asked, "only what is open"
    assert "SBQ_Crediteuren" in book.read_text(encoding="utf-8")


def test_a_message_can_be_written_before_there_is_a_token(tmp_path: Path) -> None:
    done = run(tmp_path, "message", "--profile", "smartbooqing", "--environment", "T12345AA")
    assert done.returncode == 0
    assert "T12345AA" in done.stdout
    assert "SBQ_Kostenplaatsen_All" in done.stdout
    assert "SBQ_Kostenplaasten_All" not in done.stdout, "the administrator gets the name that AFAS has"


def test_a_document_that_cannot_be_written_gets_a_sentence(tmp_path: Path) -> None:
    done = run(tmp_path, "check", "--demo", "--handover", str(tmp_path / "no" / "such" / "book.html"))
    assert done.returncode == 2
    assert "book.html" in done.stderr

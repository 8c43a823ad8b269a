"""The program as people and other programs start it: a process of its own, with what it said and how long it took."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
OFFLINE = Path(__file__).resolve().parent / "offline"
DATA = "5EC3" * 16
TOKEN = f"<token><version>1</version><data>{DATA}</data></token>"
OWN_PROFILE = """
schema = 1
id = "own"
name = "Own integration"
document = "what we agreed"
[[get]]
name = "Profit_Debtor"
why = "customers"
[[get]]
name = "SBQ_Debiteuren"
why = "customers too"
"""


@dataclass(frozen=True)
class Told:
    """What a run of the program left: its exit code, its words and the seconds it took."""

    code: int
    out: str
    err: str
    seconds: float

    @property
    def report(self) -> dict[str, Any]:
        """Standard output as the JSON that the contract of `check --format json` promises."""
        data: dict[str, Any] = json.loads(self.out)
        assert data["schema"] == 1
        assert data["environment"].keys() == {
            "address", "envid", "app_connector", "group", "profit_version", "token_expiry"
        }  # fmt: skip
        assert data["summary"].keys() == {"ok", "failed", "not_tested", "by_hand"}
        return data

    @property
    def lines(self) -> dict[str, dict[str, Any]]:
        """The report's lines by id; of two profiles with the same line, the first."""
        found: dict[str, dict[str, Any]] = {}
        for line in self.report["checks"]:
            found.setdefault(line["id"], line)
        return found


def environment(token: str | None = TOKEN, **more: str) -> dict[str, str]:
    """Return the environment of a run, which cannot leave this computer; `token` None leaves the variable out."""
    kept = {name: value for name, value in os.environ.items() if name != "AFAS_ASSISTANT_TOKEN"}
    found = {**kept, "PYTHONPATH": os.pathsep.join((str(OFFLINE), str(CHECKOUT))), **more}
    return found if token is None else {**found, "AFAS_ASSISTANT_TOKEN": token}


def command(home: Path, *arguments: str, language: str = "en") -> list[str]:
    """Return the command line of a run with a throw-away home."""
    return [sys.executable, "-m", "afas_assistant", *arguments, "--data-dir", str(home), "--language", language]


def run(
    home: Path,
    *arguments: str,
    token: str | None = TOKEN,
    typed: bytes | None = b"",
    seconds: float = 60,
    variables: Mapping[str, str] | None = None,
    language: str = "en",
) -> Told:
    """Run the program; `typed` goes to standard input. Whatever happens, nobody gets to see a traceback or a token."""
    return run_as(command(home, *arguments, language=language), token, typed, seconds, variables)


def run_as(
    line: list[str],
    token: str | None = TOKEN,
    typed: bytes | None = b"",
    seconds: float = 60,
    variables: Mapping[str, str] | None = None,
) -> Told:
    """Run a whole command line, such as one with arguments in odd places or a shell around it."""
    started = time.monotonic()
    done = subprocess.run(
        line,
        env=environment(token, **(variables or {})),
        input=typed,
        capture_output=True,
        timeout=seconds,
        check=False,
    )
    told = Told(
        done.returncode,
        done.stdout.decode("utf-8"),
        done.stderr.decode("utf-8"),
        time.monotonic() - started,
    )
    assert "Traceback" not in told.out + told.err, told.err
    assert DATA not in told.out + told.err
    return told


def check(home: Path, root: str, *arguments: str, seconds: float = 60, **more: Any) -> Told:
    """Run `check` on an address of this machine."""
    return run(home, "check", "--address", f"{root}/ProfitRestServices", *arguments, seconds=seconds, **more)


def refused(told: Told, *words: str, code: int = 2) -> None:
    """Assert that a run ended with this code and a sentence that holds the words, without shouting or jargon."""
    assert told.code == code, (told.code, told.out[-2000:], told.err)
    sentence = told.err.strip().splitlines()[0] if told.err.strip() else ""
    missing = [word for word in words if word.casefold() not in sentence.casefold()]
    assert not missing, (missing, told.err)
    assert sentence.rstrip().endswith((".", ":")), sentence
    assert "!" not in sentence
    for jargon in ("Errno", "Error(", "object at 0x", "NoneType", "{", "}"):
        assert jargon not in sentence, sentence

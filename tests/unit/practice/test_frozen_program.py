"""Which program a frozen window starts for the practice environment: its console twin, which can print."""

import sys
from pathlib import Path

import pytest

from afas_assistant.practice.process import CONSOLE_TWIN, PracticeProcess, PracticeStartError

SPECIFICATION = Path(__file__).resolve().parents[3] / "packaging" / "afas-assistant.spec"
PRINTS = """#!/bin/sh
echo "$0 $*" >&2
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for the program")
def test_a_frozen_window_starts_its_console_twin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    twin = tmp_path / CONSOLE_TWIN
    twin.write_text(PRINTS, encoding="utf-8")
    twin.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "AFAS Assistant"))
    with pytest.raises(PracticeStartError, match=f"{twin} practice serve --scenario healthy"):
        PracticeProcess()


def test_the_twin_is_made_under_that_name() -> None:
    assert f'program("{CONSOLE_TWIN}", console=True)' in SPECIFICATION.read_text(encoding="utf-8")

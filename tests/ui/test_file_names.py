"""Names of files that a person saves."""

from pathlib import Path

from afas_assistant.ui.file_names import LONGEST, file_name, with_ending
from afas_assistant.ui.sheets import sheet_path
from afas_assistant.ui.tabs.outbox_actions import file_of


def test_a_name_is_one_that_every_system_takes() -> None:
    assert file_name('AFAS A/B: <b>"x"</b> 50%*?|\n\\y.', ".txt") == "AFAS A-B bx-b 50%-y.txt"
    assert len(file_name("😀" * 300, ".txt").encode()) == LONGEST + len(".txt")
    assert file_name("Oudeveen B.V. & Zn", ".html") == "Oudeveen B.V. & Zn.html"


def test_a_file_that_nobody_was_asked_about_stays(tmp_path: Path) -> None:
    for name in ("a.xlsx", "a (2).xlsx", "a.csv"):
        (tmp_path / name).touch()
    assert with_ending(tmp_path / "a", ".xlsx").name == "a (3).xlsx"
    assert sheet_path(str(tmp_path / "a")).name == "a (3).xlsx"
    assert file_of(str(tmp_path / "a"), "CSV (*.csv)").name == "a (2).csv"
    assert sheet_path(str(tmp_path / "a.xlsx")).name == "a.xlsx", "of this one the person was asked"
    assert with_ending(tmp_path / ("a" * 300), ".csv").name == "a" * 300 + ".csv", "writing it tells what is wrong"

"""The outbox as a file: Excel and CSV, what is shown and nothing that runs."""

import csv
import html
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from afas_assistant.outbox.store import Outbox
from afas_assistant.paths import folders
from afas_assistant.ui.tabs.outbox_actions import file_of
from tests.helpers.stalls import BLOCKED, StallWatch
from tests.ui.kept_samples import Home
from tests.ui.samples import words_of
from tests.ui.tabs.outbox_page import Opener, Shown, opened
from tests.ui.tabs.outbox_samples import Clock, fill, intention, many


def test_the_file_holds_what_is_shown_and_no_formula(shown: Shown, tmp_path: Path) -> None:
    with Outbox.open(shown.database) as outbox:
        run = outbox.start_run("T99001AA/Koppeling", "invoices")
        outbox.intend(run, [intention("direct_invoice", 9, "=HYPERLINK(1)")])
    shown.tab.refresh()
    shown.until(lambda: shown.tab.model.rowCount() == 8)
    path = tmp_path / "outbox.csv"
    shown.tab.asking.export(shown.tab.model.numbers(), path)
    shown.until(lambda: "Written:" in shown.tab.foot_note.text())
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 8
    assert "'=HYPERLINK(1)" in {row["counterpart"] for row in rows}


def test_a_file_that_cannot_be_written_is_said(shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("")
    shown.tab.asking.export(shown.tab.model.numbers(), tmp_path / "in the way" / "outbox.csv")
    shown.until(lambda: not shown.tab.notice.isHidden())
    assert "Choose another place." in words_of(shown.tab.notice)


def test_an_excel_file_holds_the_same_with_amounts_as_numbers(shown: Shown, tmp_path: Path) -> None:
    path = tmp_path / "outbox.xlsx"
    shown.tab.asking.export(shown.tab.model.numbers(), path)
    assert not shown.tab.export_button.isEnabled()
    shown.until(lambda: "Written:" in shown.tab.foot_note.text())
    assert shown.tab.export_button.isEnabled()
    cells = cells_of(path)
    rows = max(int(re.sub(r"\D", "", place)) for place in cells)
    assert rows == 8
    heads = {cells[f"{letter}1"]: letter for letter in "ABCDEFGHIJKLMNOPQRS"}
    amounts = {cells.get(f"{heads['Amount']}{row}") for row in range(2, 9)}
    assert Decimal("-302.50") in amounts
    assert "Zorggroep Aan de Vliet" in {cells.get(f"{heads['For whom']}{row}") for row in range(2, 9)}
    assert "Unknown" in {cells.get(f"{heads['Status']}{row}") for row in range(2, 9)}


def cells_of(path: Path) -> dict[str, str | Decimal]:
    """Return every cell of the first sheet: texts as texts, numbers as numbers; no formula is among them."""
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    found: dict[str, str | Decimal] = {}
    for place, rest in re.findall(r'<c r="([A-Z]+\d+)"(.*?)</c>', sheet):
        text = re.search(r"<t[^>]*>(.*?)</t>", rest)
        number = re.search(r"<v>(.*?)</v>", rest)
        if text is not None:
            found[place] = html.unescape(text[1])
        elif number is not None:
            found[place] = Decimal(number[1])
    return found


def test_a_file_that_takes_long_can_be_left(
    open_window: Opener, home_folder: Home, qtbot: QtBot, tmp_path: Path
) -> None:
    home_folder.add()
    database = folders(home_folder.folder).database
    clock = Clock()
    with Outbox.open(database, now=clock) as outbox:
        filled = fill(outbox, clock)
        many(outbox, 3_000)
    shown = opened(open_window, database, filled, qtbot)
    path = tmp_path / "outbox.xlsx"
    shown.tab.asking.export(shown.tab.model.numbers(), path)
    assert shown.tab.foot_note.text() == "The file is being written: 0 of 3007"
    shown.tab.stop_button.click()
    shown.until(lambda: shown.tab.foot_note.text() == "Nothing was written.")
    assert not path.exists()
    assert shown.tab.stop_button.isHidden()


@pytest.mark.parametrize(
    ("chosen", "kind", "name"),
    [
        ("a", "Excel (*.xlsx)", "a.xlsx"),
        ("a.b", "CSV (*.csv)", "a.b.csv"),
        ("a.CSV", "Excel (*.xlsx)", "a.CSV"),
        ("a", "", "a.xlsx"),
    ],
)
def test_the_ending_tells_what_the_file_is(chosen: str, kind: str, name: str) -> None:
    assert file_of(f"/x/{chosen}", kind) == Path("/x") / name


@pytest.mark.usefixtures("as_in_the_program")
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_window_goes_on_while_a_file_is_written(
    open_window: Opener, home_folder: Home, qtbot: QtBot, tmp_path: Path, ending: str
) -> None:
    home_folder.add()
    database = folders(home_folder.folder).database
    clock = Clock()
    with Outbox.open(database, now=clock) as outbox:
        filled = fill(outbox, clock)
        many(outbox, 5_000)
    shown = opened(open_window, database, filled, qtbot)
    with StallWatch() as watch:
        shown.tab.asking.export(shown.tab.model.numbers(), tmp_path / f"outbox.{ending}")
        qtbot.waitUntil(lambda: "Written:" in shown.tab.foot_note.text(), timeout=60_000)
    assert watch.milliseconds <= BLOCKED

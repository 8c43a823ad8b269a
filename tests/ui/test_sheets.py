"""Excel files, read back as what they are: an archive of XML."""

import os
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from afas_assistant.errors import ConfigurationError
from afas_assistant.ui import sheets
from afas_assistant.ui.sheets import Cell, sheet_path, write_sheet

SPACE = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
EVIL = ("=1+1", "+31 20", "-2", "@SUM(A1)", "http://evil.example", '=HYPERLINK("x")', "{=1}")


def part(path: Path, name: str) -> ET.Element:
    with zipfile.ZipFile(path) as archive:
        return ET.fromstring(archive.read(name))


def cells(path: Path) -> list[list[str]]:
    """Return the words or numbers of each row, as they stand in the file."""
    sheet = part(path, "xl/worksheets/sheet1.xml")
    return [
        ["".join(cell.itertext()) for cell in row.findall("x:c", SPACE)] for row in sheet.iterfind(".//x:row", SPACE)
    ]


def write(path: Path, *rows: Sequence[Cell], columns: tuple[str, ...] = ("Name", "Value")) -> ET.Element:
    write_sheet(path, "All organisations", columns, rows)
    return part(path, "xl/worksheets/sheet1.xml")


def test_cells_have_the_type_of_their_value(tmp_path: Path) -> None:
    path = tmp_path / "one.xlsx"
    moment = datetime(2026, 11, 20, 10, 58, tzinfo=UTC)
    write(path, ["a", 5], ["b", Decimal("40107.10")], ["c", date(2027, 5, 1)], ["d", moment], ["e", None])
    styles = part(path, "xl/styles.xml")
    codes = {one.get("numFmtId"): one.get("formatCode") for one in styles.iterfind(".//x:numFmt", SPACE)}
    uses = [one.get("numFmtId") for one in styles.findall("x:cellXfs/x:xf", SPACE)]
    sheet = part(path, "xl/worksheets/sheet1.xml")
    values = {cell.get("r"): cell for cell in sheet.iterfind(".//x:c", SPACE)}
    assert "".join(values["B2"].itertext()) == "5"
    assert float("".join(values["B3"].itertext())) == 40107.1
    assert "".join(values["B4"].itertext()) == "46508"  # days since 1900, as Excel counts them
    local = moment.astimezone()
    assert float("".join(values["B5"].itertext())) % 1 == pytest.approx((local.hour * 60 + local.minute) / 1440)
    assert "B6" not in values
    assert codes[uses[int(values["B4"].get("s") or 0)]] == "dd-mm-yyyy"
    assert codes[uses[int(values["B5"].get("s") or 0)]] == "dd-mm-yyyy hh:mm"
    assert values["A2"].get("t") == "inlineStr"


def test_no_text_is_a_formula_or_a_link(tmp_path: Path) -> None:
    path = tmp_path / "evil.xlsx"
    sheet = write(path, *([words, "x"] for words in EVIL), columns=("=HEAD", "B"))
    assert not sheet.findall(".//x:f", SPACE)
    assert not sheet.findall(".//x:hyperlinks", SPACE)
    assert [row[0] for row in cells(path)] == ["=HEAD", *EVIL]


def test_the_heading_is_frozen_and_filters(tmp_path: Path) -> None:
    path = tmp_path / "head.xlsx"
    sheet = write(path, ["a", 1], ["b", 2])
    pane = sheet.find(".//x:pane", SPACE)
    assert pane is not None
    assert (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")
    found = sheet.find("x:autoFilter", SPACE)
    assert found is not None
    assert found.get("ref") == "A1:B3"
    name = part(path, "xl/workbook.xml").find(".//x:sheet", SPACE)
    assert name is not None
    assert name.get("name") == "All organisations"


def test_columns_are_as_wide_as_their_longest_words_within_reason(tmp_path: Path) -> None:
    sheet = write(tmp_path / "wide.xlsx", ["a" * 30, 1], ["b" * 500, 2], columns=("Name", "Value"))
    widths = [float(one.get("width") or 0) for one in sheet.iterfind(".//x:col", SPACE)]
    assert widths[0] == pytest.approx(sheets.WIDEST, abs=1)
    assert widths[1] == pytest.approx(len("Value") + 4, abs=1)


def test_any_title_makes_a_name_that_excel_takes(tmp_path: Path) -> None:
    for number, title in enumerate(("a/b[c]:*?\\'", "x" * 80, "", "'")):
        path = tmp_path / f"{number}.xlsx"
        write_sheet(path, title, ["A"], [["b"]])
        name = part(path, "xl/workbook.xml").find(".//x:sheet", SPACE)
        assert name is not None
        assert re.fullmatch(r"[^\[\]:*?/\\']{1,31}", name.get("name") or "")


def test_what_excel_cannot_hold_loses_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "odd.xlsx"
    write(path, ["x" * 40_000, date(1899, 1, 1)], ["\ud800 half", 1], ["\x00\x07 bell", 2])
    rows = cells(path)
    assert len(rows[1][0]) == sheets.LONGEST
    assert rows[1][0].endswith("…")
    assert rows[1][1] == "1899-01-01"
    assert rows[2][0] == "? half"
    assert "bell" in rows[3][0]


def test_a_sheet_without_rows_has_its_heading(tmp_path: Path) -> None:
    path = tmp_path / "none.xlsx"
    write(path)
    assert cells(path) == [["Name", "Value"]]


@pytest.mark.skipif(os.name == "nt", reason="rights of folders are other things there")
def test_a_file_that_cannot_be_replaced_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kept.xlsx"
    path.write_bytes(b"old")

    def refuse(self: Path, other: Path) -> Path:
        raise PermissionError(13, "it is in use by another program")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ConfigurationError) as caught:
        write(path, ["a", 1])
    assert caught.value.code == "sheet_not_written"
    assert "in use by another program" in str(caught.value)
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["kept.xlsx"]


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kept.xlsx"

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("xlsxwriter.worksheet.Worksheet._write_single_row", full)
    with pytest.raises(ConfigurationError, match="No space left on device"):
        write(path, ["a", 1], ["b", 2])
    assert not path.exists()


def test_more_rows_than_a_sheet_holds_are_refused_rather_than_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    with pytest.raises(ConfigurationError) as caught:
        write(tmp_path / "long.xlsx", ["a", 1], ["b", 1], ["c", 1])
    assert caught.value.code == "sheet_too_long"
    assert not (tmp_path / "long.xlsx").exists()


def test_the_suffix_is_added_once() -> None:
    assert sheet_path("/x/a").name == "a.xlsx"
    assert sheet_path("/x/a.XLSX").name == "a.XLSX"
    assert sheet_path("/x/a 20.11").name == "a 20.11.xlsx"

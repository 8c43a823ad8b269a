"""What is needed to freeze the program, as far as it can be tried without freezing it."""

import configparser
import os
import re
import runpy
import struct
import tomllib
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from afas_assistant.paths import guide_folder
from afas_assistant.ui.tokens import LIGHT

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGING = CHECKOUT / "packaging"


@pytest.mark.parametrize("before", ["/opt/own/lib", None])
def test_other_programs_get_the_library_path_that_the_person_had(
    before: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/somewhere/_internal")
    monkeypatch.delenv("LD_LIBRARY_PATH_ORIG", raising=False)
    if before:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    runpy.run_path(str(PACKAGING / "surroundings.py"))
    assert os.environ.get("LD_LIBRARY_PATH") == before
    assert "LD_LIBRARY_PATH_ORIG" not in os.environ


@pytest.mark.usefixtures("qapp")
def test_the_icons_hold_the_mark_in_colour() -> None:
    icons = runpy.run_path(str(PACKAGING / "icons.py"))
    svg = icons["drawing"]()
    largest = QImage.fromData(icons["windows_icon"](svg)[-len(icons["png"](svg, 256)) :])
    assert (largest.width(), largest.height()) == (256, 256)
    assert largest.pixelColor(128, 16) == QColor(LIGHT.accent_fill)
    assert largest.pixelColor(96, 64) == QColor(LIGHT.on_accent)
    assert largest.pixelColor(0, 0).alpha() == 0
    macos = icons["macos_icon"](svg)
    assert macos[:4] == b"icns"
    place, sides = 8, []
    while place < len(macos):
        (length,) = struct.unpack(">I", macos[place + 4 : place + 8])
        sides.append(QImage.fromData(macos[place + 8 : place + length]).width())
        place += length
    assert sides == [32, 64, 128, 256, 512, 1024]


def test_the_menu_entry_names_what_is_built() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]  # its keys are told apart by their capitals
    entry.read(PACKAGING / "linux" / "afas-assistant.desktop", encoding="utf-8")
    keys = entry["Desktop Entry"]
    assert keys["Exec"] == keys["Icon"] == "afas-assistant"
    assert f'program("{keys["StartupWMClass"]}", console=False)' in (PACKAGING / "afas-assistant.spec").read_text()


def test_the_frozen_program_gets_the_guide_where_it_is_looked_for() -> None:
    spec = (PACKAGING / "afas-assistant.spec").read_text(encoding="utf-8")
    assert '(str(ROOT / "docs" / "guide"), "afas_assistant/resources/guide")' in spec
    wheel = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"][
        "targets"
    ]
    assert wheel["wheel"]["force-include"]["docs/guide"] == "afas_assistant/resources/guide"
    assert guide_folder() == CHECKOUT / "docs" / "guide"


def test_actions_are_pinned_by_their_major_version() -> None:
    used = [
        found
        for workflow in (CHECKOUT / ".github" / "workflows").glob("*.yml")
        for found in re.findall(r"uses: *(\S+)", workflow.read_text(encoding="utf-8"))
    ]
    assert len(used) >= 6
    assert [action for action in used if not re.fullmatch(r"actions/[a-z-]+@v\d+", action)] == []

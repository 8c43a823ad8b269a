"""The pictures of the user guide stay true: each scene still comes about, and shows the texts that it showed.

When a screen was changed on purpose, make them anew with: python tools/guide_pictures.py
"""

import json
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from afas_assistant.paths import guide_folder
from afas_assistant.ui.theme import Scheme, Theme
from tests.helpers.guide_scenes import all_shots

ANEW = "the screen has changed: make the pictures anew with python tools/guide_pictures.py"


def test_every_picture_shows_the_program_as_it_is(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    theme = Theme(qapp, Scheme.LIGHT)
    kept = json.loads((guide_folder() / "pictures" / "texts.json").read_text(encoding="utf-8"))
    changed: dict[str, list[str]] = {}
    seen: dict[str, list[str]] = {language: [] for language in kept}
    try:
        for shot in all_shots(qapp, theme, tmp_path):
            seen[shot.language].append(shot.name)
            differing = set(shot.says()) ^ set(kept[shot.language].get(shot.name, []))
            if differing:
                changed[f"{shot.language}/{shot.name}"] = sorted(differing)
    finally:
        qapp.styleHints().colorSchemeChanged.disconnect(theme.on_system_scheme_changed)
        theme.deleteLater()
    assert changed == {}, ANEW
    pictures = guide_folder() / "pictures"
    for language, names in seen.items():
        assert {path.stem for path in (pictures / language).glob("*.png")} == set(names) == set(kept[language]), ANEW

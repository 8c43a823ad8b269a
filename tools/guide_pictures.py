"""Make the pictures of the user guide anew: python tools/guide_pictures.py

The scenes are driven in the real window, on a practice environment, in Dutch and in English, in light colours. Each
picture is kept small: at most 900 pixels wide, with a palette. Beside them stands which texts each scene shows; a test
compares that, so that a picture of a screen that has changed is noticed.
"""

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import keyring.core
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from afas_assistant.paths import guide_folder
from afas_assistant.texts import LANGUAGES
from afas_assistant.ui.language import switch_language
from afas_assistant.ui.theme import Scheme, Theme
from afas_assistant.ui.tokens import LIGHT, ROLES
from tests.helpers.guide_scenes import WIDTH, Shot, all_shots
from tests.helpers.memory_keyring import MemoryKeyring


class WindowsKeyring(MemoryKeyring):
    """Keeps nothing, and is called in the pictures as the keyring of most readers is."""

    __module__ = "keyring.backends.Windows"


COLOURS = 144  # beside those of the window itself, which are kept as they are


def picture(shot: Shot) -> QImage:
    """Return what is on the screen, with a thin edge, in a few colours."""
    seen = shot.window.grab().toImage()
    if seen.width() > WIDTH:
        seen = seen.scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)
    seen = seen.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(seen)
    painter.setPen(QColor(LIGHT.button_edge))
    painter.drawRect(seen.rect().adjusted(0, 0, -1, -1))
    painter.end()
    counted = Counter(memoryview(seen.constBits()).cast("I"))
    own = [LIGHT.colour(role).rgb() for role in sorted(ROLES)]
    palette = list(dict.fromkeys([*own, *(colour for colour, _ in counted.most_common(COLOURS))]))
    return seen.convertToFormat(QImage.Format.Format_Indexed8, palette, Qt.ImageConversionFlag.ThresholdDither)


def main() -> int:
    """Make all pictures; the exit code."""
    argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0]).parse_args()
    keyring.core.set_keyring(WindowsKeyring())
    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    theme = Theme(application, Scheme.LIGHT)
    switch_language(application, "nl")
    pictures = guide_folder() / "pictures"
    texts: dict[str, dict[str, list[str]]] = {language: {} for language in LANGUAGES}
    with tempfile.TemporaryDirectory() as home:
        for shot in all_shots(application, theme, Path(home)):
            path = pictures / shot.language / f"{shot.name}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            picture(shot).save(str(path), "PNG", 0)  # type: ignore[call-overload]  # the stub wants bytes for the format
            texts[shot.language][shot.name] = shot.says()
            print(f"{path.relative_to(pictures)}  {path.stat().st_size // 1024} KB")
    (pictures / "texts.json").write_text(json.dumps(texts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

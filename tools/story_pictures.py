"""Tells the whole story in the real window and takes a picture of every part, to be looked at by a person.

    python tools/story_pictures.py FOLDER [--language nl] [--scheme dark] [--scale 150] [--size 1280x800]

On a screen (`xvfb-run` will do) the pictures are of the screen, with what lies over the window; without one
(QT_QPA_PLATFORM=offscreen) of the window that is on top. Prints the longest stall of each part.
"""

import argparse
import logging
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import keyring
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication

from afas_assistant.timechimp import line
from afas_assistant.timechimp.pace import Pace
from afas_assistant.ui.application import SWITCH_INTERVAL, make_application
from afas_assistant.ui.language import switch_language
from afas_assistant.ui.theme import Scheme
from tests.helpers.daily_work import QUICK
from tests.helpers.memory_keyring import MemoryKeyring
from tests.helpers.story import Story, front

SETTLES = 300  # milliseconds until everything that was asked for is painted


class Camera:
    """Takes the pictures, numbered in the order of the story."""

    def __init__(self, folder: Path, *, language: str, scheme: Scheme, scale: int, size: tuple[int, int]) -> None:
        self._folder, self._look = folder, (language, scheme, scale)
        self._size = size
        self.count = 0
        self.story: Story | None = None

    def take(self, name: str) -> None:
        """Take a picture."""
        story = self.story
        if story is None:
            return
        self.dress(story)
        self.count += 1
        shot = (
            front(story.window).grab()
            if QGuiApplication.platformName() == "offscreen"
            else QGuiApplication.primaryScreen().grabWindow(0)
        )
        shot.save(str(self._folder / f"{self.count:02}_{name.replace(' ', '_').replace(':', '')}.png"))

    def dress(self, story: Story) -> None:
        """Give the window the language, the colours and the sizes that were asked for, and let it paint."""
        language, scheme, scale = self._look
        window = story.window
        if (window.width(), window.height()) != self._size:
            window.resize(*self._size)
        window.on_scheme_chosen(scheme)
        window.on_scale_chosen(scale)
        switch_language(QGuiApplication.instance(), language)  # type: ignore[arg-type] # it is a QApplication
        loop = QEventLoop()
        QTimer.singleShot(SETTLES, loop.quit)
        loop.exec()


def main() -> int:
    """Tell the story once and print where the pictures are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", choices=["nl", "en"], default="nl")
    parser.add_argument("--scheme", choices=[Scheme.LIGHT.value, Scheme.DARK.value], default=Scheme.LIGHT.value)
    parser.add_argument("--scale", type=int, choices=[100, 150, 200], default=100)
    parser.add_argument("--size", default="1280x800")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    logging.disable(logging.CRITICAL)
    sys.setswitchinterval(SWITCH_INTERVAL)
    keyring.set_keyring(MemoryKeyring())
    setattr(line, "shared_pace", lambda _: Pace(calls=QUICK))  # noqa: B010 - nobody waits for the next minute here
    width, _, height = chosen.size.partition("x")
    camera = Camera(
        chosen.folder,
        language=chosen.language,
        scheme=Scheme(chosen.scheme),
        scale=chosen.scale,
        size=(int(width), int(height)),
    )
    with tempfile.TemporaryDirectory() as home:
        story = camera.story = Story(make_application(), Path(home), camera.take)
        try:
            story.tell(chosen.folder / "book.html")
        finally:
            story.close()
    for name, milliseconds in story.stalls.items():
        print(f"longest stall, {name:<32} {milliseconds:4.0f} ms")
    print(f"{camera.count} pictures in {chosen.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

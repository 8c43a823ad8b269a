"""The program's icon for each system, from the two drawings that the window draws its mark with.

The drawings have no colour of their own: the square gets the accent of the light palette, the plug lies on it in white.
Windows and macOS want their own containers; both may hold PNGs, so that a few bytes around them are all it takes.
Started by packaging/build.py; needs no screen.
"""

import os
import re
import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from afas_assistant.paths import resource_text
from afas_assistant.ui.tokens import LIGHT

FOLDER = Path(__file__).resolve().parents[1] / "build" / "icons"
DRAWINGS = (("brand", LIGHT.accent_fill), ("brand-plug", LIGHT.on_accent))
WINDOWS_SIDES = (16, 24, 32, 48, 64, 256)
MACOS_SIDES = {b"ic11": 32, b"ic12": 64, b"ic07": 128, b"ic08": 256, b"ic09": 512, b"ic10": 1024}


def drawing() -> str:
    """Return the mark as one SVG, in colour."""
    shapes = [
        f'<g fill="{colour}">{"".join(re.findall(r"<path[^>]*/>", resource_text("icons", f"{name}.svg")))}</g>'
        for name, colour in DRAWINGS
    ]
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">{"".join(shapes)}</svg>\n'


def png(svg: str, side: int) -> bytes:
    """Return a drawing as a PNG of `side` by `side` pixels."""
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # Qt takes the name of the format as text
    return bytes(buffer.data().data())


def windows_icon(svg: str) -> bytes:
    """Return an .ico: a directory of pictures (256 is written as 0), then the pictures."""
    pictures = [png(svg, side) for side in WINDOWS_SIDES]
    entries, place = b"", 6 + 16 * len(pictures)
    for side, picture in zip(WINDOWS_SIDES, pictures, strict=True):
        entries += struct.pack("<BBBBHHII", side % 256, side % 256, 0, 0, 1, 32, len(picture), place)
        place += len(picture)
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + b"".join(pictures)


def macos_icon(svg: str) -> bytes:
    """Return an .icns: each picture behind its kind and its length, which counts these eight bytes."""
    chunks = b""
    for kind, side in MACOS_SIDES.items():
        picture = png(svg, side)
        chunks += kind + struct.pack(">I", len(picture) + 8) + picture
    return b"icns" + struct.pack(">I", len(chunks) + 8) + chunks


def main() -> None:
    """Write afas-assistant.svg, .ico and .icns into build/icons."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _application = QGuiApplication([])  # has to live while pictures are drawn
    FOLDER.mkdir(parents=True, exist_ok=True)
    svg = drawing()
    (FOLDER / "afas-assistant.svg").write_text(svg, encoding="utf-8")
    (FOLDER / "afas-assistant.ico").write_bytes(windows_icon(svg))
    (FOLDER / "afas-assistant.icns").write_bytes(macos_icon(svg))


if __name__ == "__main__":
    main()

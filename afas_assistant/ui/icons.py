"""Our own icons: drawings in one colour, tinted when they are painted, so that light and dark need one file each."""

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from afas_assistant.paths import resource
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import px


@cache
def _renderer(name: str) -> QSvgRenderer:
    drawing = resource("icons", f"{name}.svg").read_bytes()
    renderer = QSvgRenderer(QByteArray(drawing))
    if not renderer.isValid():
        raise ValueError(f"icon {name} cannot be drawn")
    return renderer


@lru_cache(maxsize=512)
def _tinted(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    side = max(1, round(size * ratio))
    pixmap = QPixmap(QSize(side, side))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name).render(painter, QRectF(0, 0, side, side))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(pixmap.rect(), QColor(colour))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def pixmap(name: str, role: str = "text", size: float = 16, ratio: float = 1.0) -> QPixmap:
    """Return an icon in the colour of a token, `size` as drawn at 100 %, for a screen of `ratio` pixels a point."""
    return _tinted(name, getattr(tokens(), role), px(size), ratio)


def icon(name: str, role: str = "text", size: float = 16) -> QIcon:
    """Return an icon for a button, sharp on screens of one and of two pixels a point."""
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(pixmap(name, role, size, ratio))
    return made


def brand(size: float = 20, ratio: float = 1.0) -> QPixmap:
    """Return the program's mark: a plug on a square."""
    square = QPixmap(pixmap("brand", "accent_fill", size, ratio))
    painter = QPainter(square)
    painter.drawPixmap(0, 0, pixmap("brand-plug", "on_accent", size, ratio))
    painter.end()
    return square

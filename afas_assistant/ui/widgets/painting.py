"""Strokes that several widgets paint: rounded boxes and the ring that shows where the keyboard is."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import px


def painter_of(widget: QWidget) -> QPainter:
    """Return a painter with smooth edges."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def box(
    painter: QPainter,
    area: QRectF,
    *,
    fill: str | None = None,
    edge: str | None = None,
    radius: float = 6,
    style: Qt.PenStyle = Qt.PenStyle.SolidLine,
) -> None:
    """Paint a rounded box with the colours of tokens; the edge is one pixel, inside the area."""
    painter.setBrush(QColor(getattr(tokens(), fill)) if fill else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(getattr(tokens(), edge)), 1, style) if edge else QPen(Qt.PenStyle.NoPen))
    inside = area.adjusted(0.5, 0.5, -0.5, -0.5) if edge else area
    rounding = px(radius)
    painter.drawRoundedRect(inside, rounding, rounding)


def focus_ring(painter: QPainter, area: QRectF, *, radius: float = 6, colour: str = "accent") -> None:
    """Paint the ring around what has the keyboard: two pixels, inside the area."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(getattr(tokens(), colour)), 2))
    rounding = px(radius)
    painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), rounding, rounding)

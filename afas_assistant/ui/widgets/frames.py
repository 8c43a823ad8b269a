"""Surfaces: cards, bars with a line, and the badge that names the kind of environment."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from afas_assistant.texts import Text, phrase
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font, metrics, px
from afas_assistant.ui.widgets.painting import box, painter_of


class Card(QFrame):
    """A surface with a thin edge and round corners."""

    def __init__(
        self, *, fill: str = "surface", edge: str | None = "line", radius: float = 8, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._fill, self._edge, self._radius = fill, edge, radius

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all of it is painted
        """Paint surface and edge."""
        painter = painter_of(self)
        box(painter, QRectF(self.rect()), fill=self._fill, edge=self._edge, radius=self._radius)
        painter.end()


class Bar(QWidget):
    """A plain surface with a line at one side: header, footer, sidebar."""

    def __init__(self, *, fill: str, side: Qt.Edge | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fill, self._side = fill, side

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all of it is painted
        """Paint surface and line."""
        painter = painter_of(self)
        painter.fillRect(self.rect(), tokens().colour(self._fill))
        lines = {
            Qt.Edge.TopEdge: (0, 0, self.width(), 1),
            Qt.Edge.BottomEdge: (0, self.height() - 1, self.width(), 1),
            Qt.Edge.RightEdge: (self.width() - 1, 0, 1, self.height()),
            Qt.Edge.LeftEdge: (0, 0, 1, self.height()),
        }
        if self._side is not None:
            painter.fillRect(*lines[self._side], tokens().colour("line"))
        painter.end()


KIND_NAMES: dict[str, Text] = {
    "production": phrase("Production"),
    "test": phrase("Test"),
    "accept": phrase("Accept"),
    "course": phrase("Course"),
    "practice": phrase("Practice"),
}


class Badge(QWidget):
    """The kind of environment in a small box: each kind has its own edge, only production has a colour."""

    def __init__(self, kind: str = "practice", *, filled: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind, self._filled = kind, filled
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_kind(kind)

    def show_kind(self, kind: str) -> None:
        """Show another kind of environment."""
        self._kind = kind
        self.setAccessibleName(self.words())
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        """Return what stands in the box."""
        return str(KIND_NAMES[self._kind])

    def sizeHint(self) -> QSize:
        """Return room for the word and the box around it."""
        return badge_size(self._kind)

    def changeEvent(self, event: QEvent) -> None:
        """Render again in the new language or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange}:
            self.show_kind(self._kind)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all of it is painted
        """Paint the box of this kind and the word."""
        painter = painter_of(self)
        paint_badge(painter, QRectF(self.rect()), self._kind, filled=self._filled)
        painter.end()


def badge_size(kind: str) -> QSize:
    """Return room for the word of a kind of environment and the box around it."""
    measured = metrics("badge")
    return QSize(measured.horizontalAdvance(str(KIND_NAMES[kind])) + px(14), measured.height() + px(4))


def paint_badge(painter: QPainter, area: QRectF, kind: str, *, filled: bool = False) -> None:
    """Paint the box of a kind of environment and its word; for lists, which paint their rows themselves."""
    colour = "text"
    if kind == "production":
        colour = "on_production" if filled else "production_text"
        box(painter, area, fill="production" if filled else "production_tint", radius=4)
    elif kind == "practice":
        box(painter, area, fill="surface", edge="text", radius=4, style=Qt.PenStyle.DashLine)
    else:
        box(painter, area, fill="surface", edge="text", radius=4)
        if kind == "accept":
            box(painter, area.adjusted(2, 2, -2, -2), edge="text", radius=3)
    painter.setFont(font("badge"))
    painter.setPen(tokens().colour(colour))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(KIND_NAMES[kind]))


class Scroll(QScrollArea):
    """A page that scrolls when it is higher than the window, never sideways unless it must."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)

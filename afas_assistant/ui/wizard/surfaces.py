"""What several pages of the wizard lie on: pages that scroll, thin lines, and fields whose edge is seen in the dark."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QWidget

from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.frames import Bar, Scroll
from afas_assistant.ui.widgets.painting import box, focus_ring, painter_of

FIELD = 32


class Content(QWidget):
    """What a scrolling page holds: as high as its words need at its width, no higher.

    Qt would take the height that wrapped labels need at their narrowest as the least one.
    """

    def minimumSizeHint(self) -> QSize:
        """Return the least width only; the height follows from it."""
        return QSize(super().minimumSizeHint().width(), 0)


class ClearScroll(Scroll):
    """A scrolling part that shows the surface below it."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(content, parent)
        content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)


class Field(QLineEdit):
    """A line to fill in; its edge keeps the contrast of the palette in force, whatever the style paints."""

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setMinimumHeight(px(FIELD))
        self.setTextMargins(px(4), 0, px(4), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the style's field, then the edge."""
        super().paintEvent(event)
        painter = painter_of(self)
        area = QRectF(self.rect())
        if self.hasFocus():
            focus_ring(painter, area, radius=4)
        else:
            box(painter, area, edge="field_edge", radius=4)
        painter.end()


class Ends(QWidget):
    """Two parts at the ends of a row; below each other where they do not fit."""

    def __init__(self, left: QWidget, right: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left, self._right = left, right
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(px(8))
        self._row.addWidget(left)
        self._row.addStretch(1)
        self._row.addWidget(right)

    def minimumSizeHint(self) -> QSize:
        """Return what the wider part needs at least."""
        widest = max(self._left.minimumSizeHint().width(), self._right.minimumSizeHint().width())
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the parts beside each other where they fit."""
        super().resizeEvent(event)
        needed = self._left.sizeHint().width() + self._right.sizeHint().width() + px(24)
        fits = event.size().width() >= needed
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom)


def thin_line() -> QWidget:
    """Return a line of one pixel across."""
    line = Bar(fill="line")
    line.setFixedHeight(1)
    return line

"""What small plots have in common; the columns and the bars themselves are beside it.

Painted, since QtCharts is not in the wheel that we ship. Series differ by hatch as well as by colour. The keyboard
walks along the marks, the mouse hovers over them; either way a mark says its value in words. The whole plot is one
sentence for whoever cannot see it.
"""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from afas_assistant.texts import Text, joined, literal
from afas_assistant.ui.tips import as_tip
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font, metrics, px
from afas_assistant.ui.widgets.painting import box, focus_ring, painter_of

MOVES = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}
"""Keys that walk from one mark to the next; Home and End go to the first and the last."""
INSET = 6
"""Room between what is painted and the ring of the keyboard, as drawn."""


@dataclass(frozen=True)
class Fill:
    """How an area is painted: a colour by its token, plain or hatched over a soft ground."""

    colour: str
    hatch: Qt.BrushStyle = Qt.BrushStyle.SolidPattern
    ground: str = "selection"


def paint_area(painter: QPainter, area: QRectF, fill: Fill) -> None:
    """Paint an area; a hatched one gets an edge, so that it is seen where it is low."""
    colour = tokens().colour(fill.colour)
    if fill.hatch is Qt.BrushStyle.SolidPattern:
        painter.fillRect(area, colour)
        return
    painter.fillRect(area, tokens().colour(fill.ground))
    painter.fillRect(area, QBrush(colour, fill.hatch))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 1))
    if area.height() > 1 and area.width() > 1:
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))


@dataclass(frozen=True)
class Mark:
    """One column or bar: what stands at its foot, what it says, its parts from the bottom (or left) upwards.

    `strong` is set for the one that matters most; `warns` gives a bar a sign of its own. `figure` is written beside it.
    """

    label: Text
    words: Text
    parts: tuple[tuple[Fill, float], ...]
    strong: bool = False
    warns: bool = False
    figure: Text = literal("")  # noqa: RUF009 - texts are frozen

    @property
    def value(self) -> float:
        """The whole of it."""
        return sum(value for _, value in self.parts)


class Plot(QWidget):
    """What both kinds of plot have in common: one focus, a mark that the keyboard is on, and words for everything."""

    def __init__(self, name: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name: Text = name
        self._sentence: Text = literal("")
        self._marks: tuple[Mark, ...] = ()
        self._at: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._render()

    def show_marks(self, marks: Sequence[Mark], sentence: Text) -> None:
        """Show marks, and say in a sentence what they come to; the keyboard stays at its place."""
        self._marks, self._sentence = tuple(marks), sentence
        self._at = None if self._at is None or not marks else min(self._at, len(marks) - 1)
        self._render()

    @property
    def at(self) -> int | None:
        """The mark that the keyboard is on."""
        return self._at

    @abstractmethod
    def areas(self) -> list[QRectF]:
        """Return where each mark stands, its label included."""

    @abstractmethod
    def paint(self, painter: QPainter) -> None:
        """Paint all marks."""

    def go(self, place: int) -> None:
        """Put the keyboard on a mark; its words become the description, which a screen reader reads."""
        if not self._marks:
            return
        self._at = min(max(place, 0), len(self._marks) - 1)
        self._describe()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk along the marks."""
        key = Qt.Key(event.key())
        if key in MOVES and self._marks:
            first = len(self._marks) if MOVES[key] < 0 else -1
            self.go((first if self._at is None else self._at) + MOVES[key])
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End} and self._marks:
            self.go(0 if key == Qt.Key.Key_Home else len(self._marks) - 1)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forget the mark: the whole sentence is what the next visitor hears."""
        super().focusOutEvent(event)
        self._at = None
        self._describe()

    def event(self, event: QEvent) -> bool:
        """Say what the mark under the mouse is."""
        if isinstance(event, QHelpEvent):
            place = next((n for n, area in enumerate(self.areas()) if area.contains(QPointF(event.pos()))), None)
            if place is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), as_tip(str(self._marks[place].words)), self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language, palette or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange, QEvent.Type.PaletteChange}:
            self._render()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all of it is painted
        """Paint the marks, the ring of the keyboard, and the words of the mark that it is on."""
        painter = painter_of(self)
        self.paint(painter)
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()))
            if self._at is not None:
                areas = self.areas()
                focus_ring(painter, areas[self._at], radius=3)
                self._paint_words(painter, areas[self._at], str(self._marks[self._at].words))
        painter.end()

    def _paint_words(self, painter: QPainter, area: QRectF, words: str) -> None:
        """Paint what a mark says in a box beside it, within the plot."""
        measured = metrics("small")
        room = QRectF(0, 0, max(self.width() - px(24), 1), self.height())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        size = measured.boundingRect(room.toRect(), flags, words).size()
        width, height = size.width() + px(16), size.height() + px(8)
        left = min(max(area.center().x() - width / 2, px(2)), max(self.width() - width - px(2), 0))
        below = area.bottom() + px(4) if area.height() < self.height() / 2 else px(2)
        top = below if below + height <= self.height() else max(area.top() - height - px(4), 0)
        place = QRectF(left, top, width, height)
        box(painter, place, fill="raised", edge="field_edge", radius=4)
        painter.setFont(font("small"))
        painter.setPen(tokens().colour("text"))
        painter.drawText(place.adjusted(px(8), px(4), -px(8), -px(4)), flags, words)

    def _render(self) -> None:
        self.setAccessibleName(str(self._name))
        self._describe()
        self.updateGeometry()
        self.update()

    def _describe(self) -> None:
        self.setAccessibleDescription(str(self._sentence if self._at is None else self._marks[self._at].words))


class Legend(QWidget):
    """Which fill means which series; the plot says the same in words, so it takes no keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[tuple[Fill, Text], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_entries(self, entries: Sequence[tuple[Fill, Text]]) -> None:
        """Show these series."""
        self._entries = tuple(entries)
        self._render()

    def sizeHint(self) -> QSize:
        """Return room for the words and their boxes."""
        width = sum(self._width(text) for _, text in self._entries)
        return QSize(width, max(metrics("small").height(), px(14)) + px(2))

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange, QEvent.Type.PaletteChange}:
            self._render()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all of it is painted
        """Paint a box and a word for each series."""
        painter = painter_of(self)
        painter.setFont(font("small"))
        left = 0
        for fill, text in self._entries:
            side = px(12)
            paint_area(painter, QRectF(left, (self.height() - side) / 2, side, side), fill)
            painter.setPen(tokens().colour("text"))
            place = QRectF(left + side + px(6), 0, self._width(text), self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, str(text))
            left += self._width(text)
        painter.end()

    def _width(self, text: Text) -> int:
        return px(12) + px(6) + metrics("small").horizontalAdvance(str(text)) + px(16)

    def _render(self) -> None:
        self.setAccessibleName(str(joined(*(text for _, text in self._entries), separator=", ")))
        self.updateGeometry()
        self.update()

"""How long a token lasts, as a line: today at the left, its end, and the day on which its app connector stops."""

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from afas_assistant.texts import Text, day, joined, phrase
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font, metrics, px
from afas_assistant.ui.widgets.painting import painter_of

WARNINGS = (90, 30, 7)
"""Days before the end at which the window begins to warn."""
MARKER = 5


class TokenLine(QWidget):
    """Painted; its accessible name says the same in words, and so does the label that stands beneath it."""

    def __init__(self, today: date, ends: date, stops: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today, self._ends, self._stops = today, ends, stops
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(str(self.words()))

    def words(self) -> Text:
        """Return what the line shows."""
        left = (self._ends - self._today).days
        said = phrase("Today is {today}.", today=day(self._today))
        if left < 0:
            return joined(said, phrase("The token ended on {date}.", date=day(self._ends)))
        return joined(said, phrase("The token ends on {date}.", date=day(self._ends)))

    def sizeHint(self) -> QSize:
        """Return room for the line and the days above it."""
        return QSize(px(200), metrics("badge").height() + px(22))

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange}:
            self.setAccessibleName(str(self.words()))
            self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all of it is painted
        """Paint the line, whole until the end and dotted after it, with its markers."""
        painter = painter_of(self)
        middle = metrics("badge").height() + px(12)
        left, right = px(MARKER) + 1, self.width() - px(MARKER) - 1
        end = self._place(self._ends, left, right)
        self._stroke(painter, middle, (left, end), "accent", Qt.PenStyle.SolidLine)
        self._stroke(painter, middle, (end, right), "field_edge", Qt.PenStyle.DotLine)
        self._warnings(painter, middle, left, right)
        self._markers(painter, middle, (left, end, right))
        painter.end()

    def _place(self, when: date, left: int, right: int) -> int:
        """Return where a day stands; the past stands at today."""
        whole = max((self._stops - self._today).days, 1)
        passed = min(max((when - self._today).days, 0), whole)
        return left + round((right - left) * passed / whole)

    def _stroke(self, painter: QPainter, middle: int, ends: tuple[int, int], colour: str, style: Qt.PenStyle) -> None:
        painter.setPen(QPen(tokens().colour(colour), px(2.5), style))
        painter.drawLine(ends[0], middle, ends[1], middle)

    def _warnings(self, painter: QPainter, middle: int, left: int, right: int) -> None:
        """Paint a mark for each warning that is still ahead, with its days where there is room for them."""
        painter.setFont(font("badge"))
        taken = -1
        for days in WARNINGS:
            when = self._ends - timedelta(days=days)
            if when <= self._today:
                continue
            x = self._place(when, left, right)
            painter.setPen(QPen(tokens().colour("muted"), 1))
            painter.drawLine(x, middle - px(6), x, middle + px(6))
            words = str(days)
            width = metrics("badge").horizontalAdvance(words)
            if x - width / 2 > taken:
                place = QRectF(x - width / 2, 0, width + 1, metrics("badge").height())
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
                taken = round(x + width / 2) + px(3)

    def _markers(self, painter: QPainter, middle: int, places: tuple[int, int, int]) -> None:
        today, end, stop = places
        reach = px(MARKER)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens().colour("field_edge"))
        painter.drawRect(QRectF(stop - reach, middle - reach, 2 * reach, 2 * reach))
        painter.setBrush(tokens().colour("accent"))
        painter.drawEllipse(QPointF(today, middle), reach, reach)
        painter.setBrush(tokens().colour("attention"))
        points = [
            (end, middle - reach - 1),
            (end + reach + 1, middle),
            (end, middle + reach + 1),
            (end - reach - 1, middle),
        ]
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))

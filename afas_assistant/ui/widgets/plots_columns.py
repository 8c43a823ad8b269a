"""Columns that are built of series, over a few lines that tell how high they are."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from afas_assistant.texts import Text
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font, metrics, px
from afas_assistant.ui.widgets.plots import INSET, Mark, Plot, paint_area

MOST_LINES = 5
"""Lines above the foot of columns, at most."""


class ColumnPlot(Plot):
    """Columns over a few lines that tell how high they are."""

    def __init__(self, name: Text, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Return room for columns that can be told apart."""
        return QSize(px(320), px(160) + metrics("small").height())

    def minimumSizeHint(self) -> QSize:
        """Return less width: labels that do not fit are left out."""
        return QSize(px(160), px(110) + metrics("small").height())

    def areas(self) -> list[QRectF]:
        """Return the whole height of each column."""
        left, floor = self._left(), self._floor()
        step = (self.width() - left - px(INSET)) / max(len(self._marks), 1)
        height = floor - px(INSET) + metrics("small").height() + px(4)
        return [QRectF(left + step * number, px(INSET), step, height) for number in range(len(self._marks))]

    def paint(self, painter: QPainter) -> None:
        """Paint lines, columns and labels."""
        step, lines = _scale(self._highest())
        top, floor, left = px(INSET) + metrics("small").height() / 2, self._floor(), self._left()
        painter.setFont(font("small"))
        for number in range(lines + 1):
            y = floor - (floor - top) * number / lines
            painter.setPen(QPen(tokens().colour("line" if number else "field_edge"), 1))
            painter.drawLine(QPointF(left, round(y) + 0.5), QPointF(self.width() - px(INSET), round(y) + 0.5))
            painter.setPen(tokens().colour("muted"))
            place = QRectF(0, y - metrics("small").height() / 2, left - px(8), metrics("small").height())
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(step * number))
        for one, area in zip(self._marks, self.areas(), strict=True):
            self._paint_column(painter, one, area, (floor - top) / (step * lines))
        self._paint_labels(painter)

    def _paint_column(self, painter: QPainter, one: Mark, area: QRectF, scale: float) -> None:
        width = min(area.width() * 0.6, px(24))
        bottom = float(self._floor())
        for fill, value in one.parts:
            if value:
                height = max(value * scale, 2)
                paint_area(painter, QRectF(area.center().x() - width / 2, bottom - height, width, height), fill)
                bottom -= height

    def _paint_labels(self, painter: QPainter) -> None:
        """Write at the feet of the columns what there is room for, counted from the last."""
        widest = max((metrics("small").horizontalAdvance(str(one.label)) for one in self._marks), default=0)
        for number, (one, area) in enumerate(zip(self._marks, self.areas(), strict=True)):
            every = max(1, -(-(widest + px(6)) // max(round(area.width()), 1)))
            if (len(self._marks) - 1 - number) % every:
                continue
            painter.setFont(font("badge" if one.strong else "small"))
            painter.setPen(tokens().colour("text" if one.strong else "muted"))
            wide = QRectF(area.center().x() - widest, self._floor() + px(4), 2 * widest, metrics("small").height())
            painter.drawText(wide, Qt.AlignmentFlag.AlignCenter, str(one.label))

    def _highest(self) -> float:
        return max((one.value for one in self._marks), default=0)

    def _left(self) -> int:
        step, lines = _scale(self._highest())
        return metrics("small").horizontalAdvance(str(step * lines)) + px(INSET + 8)

    def _floor(self) -> int:
        return self.height() - metrics("small").height() - px(INSET + 6)


def _scale(highest: float) -> tuple[int, int]:
    """Return the round number from one line to the next, and how many lines reach the highest column."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            lines = max(math.ceil(highest / step), 1)
            if lines <= MOST_LINES:
                return step, lines
        size *= 10

"""Bars of amounts, each with its label at the left and its figure at the right."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from afas_assistant.texts import Text
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font, metrics, px
from afas_assistant.ui.widgets.plots import INSET, Mark, Plot, paint_area

ICON = 24
"""Room for the sign beside a figure, as drawn."""


class BarPlot(Plot):
    """A bar with its label at the left and its figure at the right, for each mark."""

    def __init__(self, name: Text, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for labels, bars and figures."""
        return QSize(self._beside() + px(80), self._row() * len(self._marks))

    def minimumSizeHint(self) -> QSize:
        """Return room for labels and figures: those are never cut."""
        return QSize(self._beside() + px(12), self._row() * len(self._marks))

    def areas(self) -> list[QRectF]:
        """Return the row of each mark."""
        return [QRectF(0, self._row() * number, self.width(), self._row()) for number in range(len(self._marks))]

    def paint(self, painter: QPainter) -> None:
        """Paint each row."""
        highest = max((one.value for one in self._marks), default=0)
        left = px(INSET) + self._widest([one.label for one in self._marks]) + px(12)
        right = self.width() - (self._beside() - left)
        painter.setFont(font("small"))
        for one, area in zip(self._marks, self.areas(), strict=True):
            self._paint_row(painter, one, area, (left, right), (right - left) / highest if highest else 0)

    def _paint_row(self, painter: QPainter, one: Mark, area: QRectF, ends: tuple[int, int], scale: float) -> None:
        from afas_assistant.ui.icons import pixmap  # noqa: PLC0415 - a page without icons does not load QtSvg

        painter.setPen(tokens().colour("text"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area.adjusted(px(INSET), 0, 0, 0), Qt.AlignmentFlag.AlignLeft | middle, str(one.label))
        end = area.adjusted(0, 0, -px(ICON + INSET), 0)
        painter.drawText(end, Qt.AlignmentFlag.AlignRight | middle, str(one.figure))
        left = float(ends[0])
        for fill, value in one.parts:
            if value > 0:
                width, height = max(value * scale, 2), px(14)
                paint_area(painter, QRectF(left, area.center().y() - height / 2, width, height), fill)
                left += width
        if one.warns:
            drawn = pixmap("advice", "attention", 14, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(self.width() - px(14 + INSET), area.center().y() - px(14) / 2), drawn)

    def _row(self) -> int:
        return max(px(27), metrics("small").height() + px(8))

    def _beside(self) -> int:
        """Return the width of all that is no bar."""
        labels, figures = [one.label for one in self._marks], [one.figure for one in self._marks]
        return self._widest(labels) + px(12) + px(10) + self._widest(figures) + px(ICON) + 2 * px(INSET)

    def _widest(self, texts: Sequence[Text]) -> int:
        return max((metrics("small").horizontalAdvance(str(one)) for one in texts), default=0)

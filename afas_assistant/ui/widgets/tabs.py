"""The tabs of an organisation: words with a bar under the one that is shown."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QTabBar, QWidget

from afas_assistant.texts import Text, phrase_n
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font, metrics, px
from afas_assistant.ui.widgets.painting import box, focus_ring, painter_of

HEIGHT, PADDING, BAR, GAP = 36, 10, 2, 6


class Tabs(QTabBar):
    """Qt's own tabs, with its keyboard and its names for those who hear them, painted in our colours.

    A tab can have a count behind its words.
    """

    def __init__(self, names: Mapping[str, Text], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = names
        self._counts: dict[str, int] = {}
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for text in names.values():
            self.addTab(str(text))

    def choose(self, key: str) -> None:
        """Show a tab."""
        self.setCurrentIndex(list(self._names).index(key))

    def chosen(self) -> str:
        """Return which one is shown."""
        return list(self._names)[self.currentIndex()]

    def show_count(self, key: str, count: int) -> None:
        """Show behind a tab how many things stand open there; none for 0."""
        if self._counts.get(key, 0) != count:
            self._counts[key] = count
            self._name_all()

    def _count(self, index: int) -> int:
        return self._counts.get(list(self._names)[index], 0)

    def _chip(self, index: int) -> int:
        """Return the width of the count behind a tab."""
        count = self._count(index)
        return metrics("badge").horizontalAdvance("0" * max(len(str(count)), 2)) + px(10) if count else 0

    def _name_all(self) -> None:
        for index, (key, text) in enumerate(self._names.items()):
            count = self._counts.get(key, 0)
            self.setTabText(index, str(text))
            spoken = phrase_n("{tab}: 1 to look at", "{tab}: {count} to look at", count, tab=text) if count else text
            self.setAccessibleTabName(index, str(spoken))
        self.updateGeometry()
        self.update()

    def tabSizeHint(self, index: int) -> QSize:
        """Return room for the words as they are when chosen."""
        measured = metrics("strong")
        width = measured.horizontalAdvance(self.tabText(index)) + 2 * px(PADDING)
        width += self._chip(index) + px(GAP) if self._count(index) else 0
        return QSize(width, max(px(HEIGHT), measured.height() + px(12)))

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Return the same: words are never cut."""
        return self.tabSizeHint(index)

    def changeEvent(self, event: QEvent) -> None:
        """Render again in the new language or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange}:
            self._name_all()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all of it is painted
        """Paint the words, the bar, and the ring of the keyboard."""
        painter = painter_of(self)
        for index in range(self.count()):
            place = self.tabRect(index)
            here = index == self.currentIndex()
            painter.setFont(font("strong" if here else "body"))
            painter.setPen(tokens().colour("text" if here else "muted"))
            chip = self._chip(index)
            words = place.adjusted(0, 0, -(chip + px(GAP)) if chip else 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.tabText(index))
            if chip:
                self._paint_count(painter, QRectF(place), index)
            if here:
                bar = QRectF(place.left(), place.bottom() - px(BAR) + 1, place.width(), px(BAR))
                painter.fillRect(bar, tokens().colour("accent"))
                if self.hasFocus():
                    focus_ring(painter, QRectF(place).adjusted(1, 2, -1, -px(BAR) - 1), radius=4)
        painter.end()

    def _paint_count(self, painter: QPainter, place: QRectF, index: int) -> None:
        height, width = metrics("badge").height() + px(2), self._chip(index)
        left, top = place.right() - px(PADDING) - width, place.center().y() - height / 2
        area = QRectF(left, top, width, height)
        box(painter, area, fill="untested_soft", radius=4)
        painter.setFont(font("badge"))
        painter.setPen(tokens().colour("text"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(self._count(index)))

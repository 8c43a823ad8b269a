"""The tabs of an organisation: words with a bar under the one that is shown."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QTabBar, QWidget

from afas_assistant.texts import Text
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font, metrics, px
from afas_assistant.ui.widgets.painting import focus_ring, painter_of

HEIGHT, PADDING, BAR = 36, 10, 2


class Tabs(QTabBar):
    """Qt's own tabs, with its keyboard and its names for those who hear them, painted in our colours."""

    def __init__(self, names: Mapping[str, Text], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = names
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

    def tabSizeHint(self, index: int) -> QSize:
        """Return room for the words as they are when chosen."""
        measured = metrics("strong")
        width = measured.horizontalAdvance(self.tabText(index)) + 2 * px(PADDING)
        return QSize(width, max(px(HEIGHT), measured.height() + px(12)))

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Return the same: words are never cut."""
        return self.tabSizeHint(index)

    def changeEvent(self, event: QEvent) -> None:
        """Render again in the new language or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange}:
            for index, text in enumerate(self._names.values()):
                self.setTabText(index, str(text))
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all of it is painted
        """Paint the words, the bar, and the ring of the keyboard."""
        painter = painter_of(self)
        for index in range(self.count()):
            place = self.tabRect(index)
            here = index == self.currentIndex()
            painter.setFont(font("strong" if here else "body"))
            painter.setPen(tokens().colour("text" if here else "muted"))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.tabText(index))
            if here:
                bar = QRectF(place.left(), place.bottom() - px(BAR) + 1, place.width(), px(BAR))
                painter.fillRect(bar, tokens().colour("accent"))
                if self.hasFocus():
                    focus_ring(painter, QRectF(place).adjusted(1, 2, -1, -px(BAR) - 1), radius=4)
        painter.end()

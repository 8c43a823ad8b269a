"""A row that breaks into more rows when it does not fit, as words do in a text.

A label that may wrap stands on one line while there is room for that; Qt's own hint would break it at half of it.
"""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLabel, QLayout, QLayoutItem, QWidget, QWidgetItem

UNLIMITED = 16_777_215
SPARE = 4
"""Pixels that words which can be selected take more than they are measured."""


class FlowLayout(QLayout):
    """Lays items out from left to right and breaks where the width ends; each keeps its preferred size."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Add an item; Qt calls this."""
        self._items.append(item)

    def add(self, widget: QWidget) -> None:
        """Add a widget at the end."""
        self.addChildWidget(widget)
        self.addItem(QWidgetItem(widget))

    def count(self) -> int:
        """Return the number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item, or None beyond the last, as Qt wants it."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Return that it grows in no direction by itself."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Return that a narrow row is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at a width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        """Return the size of everything in one row."""
        hints = [_wanted(item, UNLIMITED) for item in self._shown()]
        width = sum(hint.width() for hint in hints) + self._gap * max(0, len(hints) - 1)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """Return the size of the largest item: everything else can go below it."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def setGeometry(self, rect: QRect) -> None:
        """Put the items in their places."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Return the height used; every row is centred on its highest item."""
        y = rect.y()
        for row in self._rows(rect.width()):
            hints = [_wanted(item, rect.width()) for item in row]
            height = max(hint.height() for hint in hints)
            x = rect.x()
            for item, wanted in zip(row, hints, strict=True):
                hint = wanted.boundedTo(QSize(max(rect.width(), 1), height))
                if move:
                    item.setGeometry(QRect(QPoint(x, y + (height - hint.height()) // 2), hint))
                x += hint.width() + self._gap
            y += height + self._gap
        return max(0, y - self._gap - rect.y())

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        rows: list[list[QLayoutItem]] = []
        used = width + 1
        for item in self._shown():
            wanted = _wanted(item, width).width()
            if used + wanted > width:
                rows.append([])
                used = 0
            rows[-1].append(item)
            used += wanted + self._gap
        return rows


def _wanted(item: QLayoutItem, width: int) -> QSize:
    """Return the size that an item takes where so much width is left for a row."""
    label = item.widget()
    if not isinstance(label, QLabel) or not label.wordWrap():
        return item.sizeHint()
    words = label.fontMetrics().horizontalAdvance(label.text()) + 2 * label.margin() + SPARE
    taken = max(min(words, width), label.minimumSizeHint().width())
    return QSize(taken, label.heightForWidth(taken))

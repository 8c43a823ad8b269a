"""The last nights of an organisation: when, how each ended, and what there is to say about it."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from afas_assistant.schedules.history import Attempt, Ended
from afas_assistant.schedules.words import ENDED_WORDS
from afas_assistant.texts import Text, phrase
from afas_assistant.ui.icons import icon
from afas_assistant.ui.language import describe
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import px

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
HIGHEST, PADDING = 220, 4

LOOKS: dict[Ended, tuple[str, str]] = {
    Ended.SENT: ("ok", "ok"),
    Ended.NOTHING: ("ok", "ok"),
    Ended.SOME_NOT: ("advice", "attention"),
    Ended.HELD: ("advice", "attention"),
    Ended.FAILED: ("failed", "problem"),
    Ended.MISSED: ("not-tested", "untested"),
}


class Column(IntEnum):
    """What stands in a column."""

    WHEN = 0
    RESULT = 1
    WORDS = 2


HEADINGS: dict[Column, Text] = {
    Column.WHEN: phrase("When"),
    Column.RESULT: phrase("Result"),
    Column.WORDS: phrase("What happened"),
}


class NightsModel(QAbstractTableModel):
    """The results, newest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._attempts: Sequence[Attempt] = ()

    def show_attempts(self, attempts: Sequence[Attempt]) -> None:
        """Show other results."""
        self.beginResetModel()
        self._attempts = attempts
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._attempts)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return the columns."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        """Return words, and beside the result its sign."""
        if not index.isValid():
            return None
        attempt, column = self._attempts[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DecorationRole and column is Column.RESULT:
            return icon(*LOOKS[attempt.ended])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        if column is Column.WHEN:
            return f"{attempt.at.astimezone():%d-%m %H:%M}"
        return str(ENDED_WORDS[attempt.ended] if column is Column.RESULT else attempt.words)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        """Return the names of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return str(HEADINGS[Column(section)])
        return None


class NightsDelegate(QStyledItemDelegate):
    """Gives rows room and a line below, and puts the sign beside the first line of words."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Put everything at the top."""
        super().initStyleOption(option, index)
        option.decorationAlignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the cell within its room, and the line."""
        area: QRect = option.rect
        inner = QStyleOptionViewItem(option)
        inner.rect = area.adjusted(0, px(PADDING), 0, -px(PADDING))
        super().paint(painter, inner, index)
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, tokens().colour("line"))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room of the words and around them."""
        return super().sizeHint(option, index) + QSize(0, 2 * px(PADDING))


class NightsTable(QTableView):
    """As high as its rows, up to a limit; words take as many lines as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = NightsModel(self)
        self.setModel(self._model)
        self.setItemDelegate(NightsDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in (Column.WHEN, Column.RESULT):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(Column.WORDS, QHeaderView.ResizeMode.Stretch)
        self._render()

    def show_attempts(self, attempts: Sequence[Attempt]) -> None:
        """Show other results."""
        self._model.show_attempts(attempts)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the words anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language, palette or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._render()

    def _render(self) -> None:
        if not hasattr(self, "_model"):
            return
        describe(self, phrase("Last nights"))
        self.setIconSize(QSize(px(16), px(16)))
        self._model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        self._model.layoutChanged.emit()
        self._fit()

    def _fit(self) -> None:
        self.resizeRowsToContents()
        rows = sum(self.rowHeight(row) for row in range(self._model.rowCount()))
        height = min(self.horizontalHeader().sizeHint().height() + rows + px(4), px(HIGHEST))
        if height != self.minimumHeight():
            self.setFixedHeight(height)

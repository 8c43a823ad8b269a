"""A list of AFAS's own to choose from, narrowed by what is typed above it."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from afas_assistant.sync.mapping.choices import Choice
from afas_assistant.texts import phrase
from afas_assistant.ui.language import describe
from afas_assistant.ui.tips import as_tip
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font, metrics, px
from afas_assistant.ui.widgets.painting import focus_ring

CHOICE = Qt.ItemDataRole.UserRole + 1
ROWS = 6
"""Choices that are seen at once."""
MARGIN, GAP, BAR = 10, 12, 3
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine

Index = QModelIndex | QPersistentModelIndex


class ChoiceModel(QAbstractListModel):
    """The choices whose code or description holds what was typed."""

    def __init__(self, choices: Sequence[Choice], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all = [(f"{one.code} {one.description}".casefold(), one) for one in choices]
        self._shown = list(choices)

    def narrow(self, words: str) -> None:
        """Show the choices that hold all these words."""
        wanted = words.casefold().split()
        self.beginResetModel()
        self._shown = [one for text, one in self._all if all(word in text for word in wanted)]
        self.endResetModel()

    def choice(self, row: int) -> Choice | None:
        """Return the choice in a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, choice: Choice) -> int:
        """Return where a choice is shown; -1 when it is not."""
        return next((row for row, one in enumerate(self._shown) if one is choice), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return code and description, or the choice itself."""
        one = self.choice(index.row())
        if one is None:
            return None
        if role == CHOICE:
            return one
        words = f"{one.code} {one.description}".strip()
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tip(words)
        return words if role == Qt.ItemDataRole.DisplayRole else None


class _ChoicePainter(QStyledItemDelegate):
    """Paints code and description beside each other."""

    def __init__(self, view: QWidget, code_width: int) -> None:
        super().__init__(view)
        self._code_width = code_width

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - all are as high
        """Return the room of a row."""
        return QSize(px(80), row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one choice."""
        one = index.data(CHOICE)
        if not isinstance(one, Choice):
            return
        painter.save()
        place: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, tokens().colour("selection"))
            painter.fillRect(QRect(place.left(), place.top(), px(BAR), place.height()), tokens().colour("accent"))
        painter.setFont(font("name"))
        painter.setPen(tokens().colour("text"))
        inside = place.adjusted(px(MARGIN), 0, -px(MARGIN), 0)
        painter.drawText(inside, _LEFT, one.code)
        rest = inside.adjusted(self._code_width + px(GAP), 0, 0, 0)
        painter.setFont(font("body"))
        painter.setPen(tokens().colour("muted"))
        words = metrics().elidedText(str(one.description), Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, _LEFT, words)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            focus_ring(painter, QRectF(place), radius=3)
        painter.restore()


class ChoiceList(QListView):
    """The choices; as high as a few of them."""

    def __init__(self, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices = ChoiceModel(choices, self)
        self.setModel(self.choices)
        measured = metrics("name")
        widest = max((measured.horizontalAdvance(one.code) for one in choices), default=0)
        self.setItemDelegate(_ChoicePainter(self, min(widest, px(160))))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(row_height() * min(max(len(choices), 2), ROWS) + 2 * self.frameWidth())
        describe(self, phrase("What AFAS shows"))

    def current(self) -> Choice | None:
        """Return the choice that is made."""
        chosen = self.selectionModel().selectedIndexes()
        return self.choices.choice(chosen[0].row()) if chosen else None

    def choose(self, choice: Choice) -> None:
        """Make a choice, where it is shown."""
        row = self.choices.row_of(choice)
        if row >= 0:
            self.setCurrentIndex(self.choices.index(row))
            self.scrollTo(self.choices.index(row), QListView.ScrollHint.PositionAtCenter)

    def step(self, by: int) -> None:
        """Choose the one below or above."""
        row = self.currentIndex().row() + by if self.currentIndex().isValid() else 0
        row = min(max(row, 0), self.choices.rowCount() - 1)
        if row >= 0:
            self.setCurrentIndex(self.choices.index(row))


class SearchField(QLineEdit):
    """Narrows a list while the arrow keys walk through it."""

    def __init__(self, below: ChoiceList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._below = below
        self.setClearButtonEnabled(True)
        self.setMinimumHeight(px(32))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the list without leaving the field."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._below.step(step)


def row_height() -> int:
    """Return how high a choice is."""
    return max(px(26), metrics("name").height() + px(8))

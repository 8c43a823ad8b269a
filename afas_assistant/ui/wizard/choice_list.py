"""A list to choose one thing from, with a field to search it by what it is called."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from afas_assistant.texts import Text, literal, phrase, phrase_n
from afas_assistant.ui.language import describe
from afas_assistant.ui.tips import as_tip
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import metrics, px
from afas_assistant.ui.widgets.label import Label
from afas_assistant.ui.wizard.surfaces import Field

ROW = 34
FEWEST_TO_SEARCH = 5  # a list that is shorter is seen at one glance

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


@dataclass(frozen=True)
class Choice:
    """One thing to choose: its key, its words, and what it is searched by."""

    key: str
    words: Text
    searched: str


class ChoiceModel(QAbstractListModel):
    """The choices that fit what is searched."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[Choice] = []
        self._shown: list[Choice] = []
        self._searched = ""

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Show other choices."""
        self._all = list(choices)
        self.search(self._searched)

    def search(self, words: str) -> None:
        """Show only what holds each of these words."""
        self._searched = words
        wanted = words.casefold().split()
        self.beginResetModel()
        self._shown = [one for one in self._all if all(word in one.searched.casefold() for word in wanted)]
        self.endResetModel()

    @property
    def total(self) -> int:
        """How many there are, shown or not."""
        return len(self._all)

    def key_at(self, index: Index) -> str | None:
        """Return the key of a row."""
        return self._shown[index.row()].key if index.isValid() else None

    def index_of(self, key: str | None) -> QModelIndex:
        """Return the row of a key, or no row while it is not shown."""
        rows = (row for row, one in enumerate(self._shown) if one.key == key)
        row = next(rows, None)
        return self.index(row) if row is not None else QModelIndex()

    def words_of(self, key: str | None) -> Text | None:
        """Return the words of a choice, shown or not."""
        return next((one.words for one in self._all if one.key == key), None)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return how many are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        """Return the words of a choice."""
        if not index.isValid():
            return None
        words = str(self._shown[index.row()].words)
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tip(words)
        return words if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole} else None

    def retranslate(self) -> None:
        """Have the words rendered again."""
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))


class _Roomy(QStyledItemDelegate):
    """Gives rows the height of the wizard's other lists."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the style's size, at least as high as drawn."""
        return QSize(super().sizeHint(option, index).width(), row_height())


def row_height() -> int:
    """Return the height of a row."""
    return max(px(ROW), metrics().height() + px(12))


class ChoiceList(QWidget):
    """Search field, list, and how many of all are shown. Signals: `picked(key)` when the person picks another.

    What was picked stays so while it is searched for something else.
    """

    picked = Signal(str)

    def __init__(self, name: Text, search: Text, *, most_rows: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._search, self._most_rows = name, search, most_rows
        self._chosen: str | None = None
        self.model = ChoiceModel(self)
        self.search_field = Field()
        self.search_field.setClearButtonEnabled(True)
        self.view = QListView()
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setUniformItemSizes(True)
        self.view.setModel(self.model)
        self.view.setItemDelegate(_Roomy(self.view))
        self._shown = Label(role="small", colour="muted", wrapped=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(6))
        layout.addWidget(self.search_field)
        layout.addWidget(self.view)
        layout.addWidget(self._shown)
        self.search_field.textChanged.connect(self.on_search_changed)
        self.search_field.installEventFilter(self)
        self.view.selectionModel().currentChanged.connect(self.on_current_changed)
        self._fit()
        self.retranslate()

    @property
    def chosen(self) -> str | None:
        """The key of what is chosen."""
        return self._chosen

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Show other choices; what was chosen stays so when it is among them."""
        self.model.show_choices(choices)
        self.search_field.setVisible(len(choices) > FEWEST_TO_SEARCH)
        if self.model.words_of(self._chosen) is None:
            self._chosen = None
        self._mark()
        self._fit()

    def choose(self, key: str | None) -> None:
        """Choose without telling; nothing happens for a key that is not there."""
        if key is None or self.model.words_of(key) is not None:
            self._chosen = key
            self._mark()

    def on_search_changed(self, words: str) -> None:
        """Show what fits."""
        self.model.search(words)
        self._mark()

    def on_current_changed(self, current: QModelIndex) -> None:
        """Take over what was picked."""
        key = self.model.key_at(current)
        if key is not None and key != self._chosen:
            self._chosen = key
            self.picked.emit(key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go on from the search field into the list with the arrow, as everywhere."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
            self.view.setFocus()
            if not self.view.currentIndex().isValid() and self.model.rowCount():
                self.view.setCurrentIndex(self.model.index(0))
            return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Keep words, colours and height."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._fit()
        elif event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Name the parts in the new language."""
        describe(self.view, self._name)
        describe(self.search_field, self._search)
        self.search_field.setPlaceholderText(str(self._search))
        self.model.retranslate()

    def _mark(self) -> None:
        """Show what is chosen, if it is among what is shown, and how much of all that is."""
        index = self.model.index_of(self._chosen)
        self.view.setCurrentIndex(index)
        if index.isValid():
            self.view.scrollTo(index)
        shown, total = self.model.rowCount(), self.model.total
        words = literal("")
        if shown < total:
            words = phrase_n("1 of {all} is shown.", "{count} of {all} are shown.", shown, all=total)
            if not shown:
                words = phrase("None of {all} has these words.", all=total)
        self._shown.say(words)
        self._shown.setVisible(bool(str(words)))

    def _fit(self) -> None:
        """Make the list as high as its rows, up to so many of them, in the colours of a choice."""
        rows = min(max(self.model.total, 1), self._most_rows)
        self.view.setFixedHeight(rows * row_height() + px(4))
        wanted = QPalette(self.view.palette())
        wanted.setColor(QPalette.ColorRole.Highlight, tokens().colour("selection"))
        wanted.setColor(QPalette.ColorRole.HighlightedText, tokens().colour("text"))
        if wanted != self.view.palette():
            self.view.setPalette(wanted)

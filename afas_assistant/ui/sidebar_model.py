"""The lines of the sidebar as a model for Qt's list: those that a search finds, of hundreds without a pause."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from afas_assistant.texts import Text, phrase
from afas_assistant.ui.standing import Entry
from afas_assistant.ui.states import LOOKS, State
from afas_assistant.ui.tips import as_tip
from afas_assistant.ui.widgets.frames import KIND_NAMES

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """What a view can ask besides Qt's own roles."""

    ROW = Qt.ItemDataRole.UserRole + 1


@dataclass
class Row:
    """One line: an environment, or a connection `below` its organisation; `state` and `words` change while it works."""

    entry: Entry
    below: bool
    state: State
    words: Text

    def spoken(self) -> str:
        """Return the whole line as words, for those who hear it and for the tool tip."""
        kind = "" if self.below else f", {KIND_NAMES[self.entry.kind]}"
        words = f"{self.entry.name}{kind}: {LOOKS[self.state].word}. {self.words}"
        if str(self.entry.days):
            ends = phrase("The token ends in {days}.", days=self.entry.days)
            words = f"{words}. {ends}"
        return words

    def fits(self, searched: str) -> bool:
        """Return whether name, environment or a connection holds what is searched for, in folded letters."""
        return searched in f"{self.entry.name} {self.entry.found_by}".casefold()


class SidebarModel(QAbstractListModel):
    """Organisations that are kept come first, then the environments of this run."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: dict[str, Row] = {}
        self._others: dict[str, Row] = {}
        self._shown: list[Row] = []
        self._searched = ""

    # ------------------------------------------------------------------ what is there

    def show_kept(self, entries: Sequence[Entry]) -> None:
        """Show the organisations that are kept."""
        self._kept = {row.entry.key: row for entry in entries for row in _rows(entry)}
        self._arrange()

    def add(self, entry: Entry) -> None:
        """Add an environment that is not kept, once."""
        if entry.key not in self._others:
            self._others[entry.key] = Row(entry, below=False, state=entry.state, words=entry.words)
            self._arrange()

    def show_state(self, key: str, state: State, words: Text) -> None:
        """Show how an environment stands."""
        row = self.rows().get(key)
        if row is None or (state is row.state and str(words) == str(row.words)):
            return
        row.state, row.words = state, words
        if (place := self.place_of(key)) >= 0:
            self.dataChanged.emit(self.index(place), self.index(place))

    def search(self, searched: str) -> None:
        """Show the environments that hold these words; a connection stays with its organisation."""
        if searched.casefold() != self._searched:
            self._searched = searched.casefold()
            self._arrange()

    def rows(self) -> dict[str, Row]:
        """Return everything by its key, from the top, found or not."""
        return {**self._kept, **self._others}

    def shown(self) -> Sequence[Row]:
        """Return what the search finds."""
        return self._shown

    def place_of(self, key: str | None) -> int:
        """Return at which place a key is shown; -1 when it is not."""
        return next((place for place, row in enumerate(self._shown) if row.entry.key == key), -1)

    @property
    def organisations(self) -> int:
        """How many organisations are kept."""
        return sum(not row.below for row in self._kept.values())

    @property
    def environments(self) -> int:
        """How many lines are no connection: organisations, and environments of this run."""
        return self.organisations + len(self._others)

    def retranslate(self) -> None:
        """Have the view paint everything again."""
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))

    def _arrange(self) -> None:
        """Show what is found now; where the same lines stay in their places, the view keeps its own, too."""
        fits = True
        found = []
        for row in self.rows().values():
            fits = fits if row.below else row.fits(self._searched)
            if fits:
                found.append(row)
        if [_place(row) for row in found] == [_place(row) for row in self._shown]:
            self._shown = found
            self.retranslate()
            return
        self.beginResetModel()
        self._shown = found
        self.endResetModel()

    # ------------------------------------------------------------------ what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of lines shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the name, what is spoken, or the line itself (`Role.ROW`)."""
        if not index.isValid():
            return None
        row = self._shown[index.row()]
        if role == Role.ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return str(row.entry.name)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken()
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tip(row.spoken())
        return None


def _rows(entry: Entry) -> Iterator[Row]:
    yield Row(entry, below=False, state=entry.state, words=entry.words)
    for one in entry.below:
        yield Row(one, below=True, state=one.state, words=one.words)


def _place(row: Row) -> tuple[str, bool]:
    return row.entry.key, row.below

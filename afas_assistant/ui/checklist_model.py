"""The checklist as a model for Qt's views: sections, in each its lines, under each line one place for its detail.

Rows are made once by `planned` and change in place from then on, so that nothing jumps while somebody reads. Texts are
kept as `Text` and rendered when a view asks, which is why a change of language needs no new rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from itertools import groupby

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from afas_assistant.onboarding.verdicts import Line, Section, Status, Verdict
from afas_assistant.texts import Text, literal, phrase
from afas_assistant.ui.states import CONNECTOR_SECTIONS, LOOKS, SECTION_NAMES, State, state_of
from afas_assistant.ui.tips import as_tip

Index = QModelIndex | QPersistentModelIndex
Key = tuple[str | None, str]
NOT_JUDGED = 9  # after every rank of a verdict
LAST_OPEN = 1  # ranks up to here keep a connection from being proven


class Column(IntEnum):
    """The columns, from the left."""

    STATUS = 0
    NAME = 1
    ANSWER = 2
    ACTION = 3


class Role(IntEnum):
    """What a view can ask besides Qt's own roles."""

    ROW = Qt.ItemDataRole.UserRole + 1
    SECTION = Qt.ItemDataRole.UserRole + 2


class Choice(StrEnum):
    """Which rows are shown."""

    ALL = "all"
    OPEN = "open"
    ADVICE = "advice"
    OK = "ok"
    BY_HAND = "by_hand"


HEADERS: dict[Column, Text] = {
    Column.STATUS: phrase("Status"),
    Column.NAME: phrase("Line"),
    Column.ANSWER: phrase("What AFAS answers"),
    Column.ACTION: phrase("Action"),
}


@dataclass
class Row:
    """One line of the checklist with what is known of it.

    `verdict` stays from the last check while the next one is `busy`. `place` is where the row is sorted: a row that
    has just turned green keeps the place it had. `mark` says what is otherwise than at the check before.
    """

    line: Line
    order: int
    profile_name: str = ""
    verdict: Verdict | None = None
    busy: bool = True
    place: int = NOT_JUDGED
    turned_green: datetime | None = None
    mark: Text = literal("")  # noqa: RUF009 - texts are frozen

    @property
    def state(self) -> State:
        """Return what the status column shows."""
        if self.busy:
            return State.BUSY if self.verdict else State.PENDING
        return state_of(self.verdict) if self.verdict else State.PENDING

    @property
    def answer(self) -> Text:
        """Return what AFAS answered, or nothing yet."""
        return self.verdict.title if self.verdict else literal("")

    @property
    def is_name(self) -> bool:
        """Return whether the line is a name that AFAS wants spelt exactly so."""
        return self.line.section in CONNECTOR_SECTIONS

    @property
    def action(self) -> Text:
        """Return the one thing that is offered on the row; opening it offers the rest."""
        if self.verdict is None or self.verdict.status is Status.OK:
            return literal("")
        return phrase("Copy name") if self.copies_name else phrase("Explain")

    @property
    def copies_name(self) -> bool:
        """Return whether the row's action copies the name: what somebody needs who has to add it in AFAS."""
        return self.is_name and self.verdict is not None and self.verdict.status is Status.FAILED

    def fits(self, choice: Choice) -> bool:
        """Return whether the row counts under a choice."""
        if choice is Choice.ALL:
            return True
        if self.verdict is None:
            return False
        by_hand = self.verdict.status is Status.BY_HAND
        if choice is Choice.BY_HAND:
            return by_hand
        if choice is Choice.OK:
            return self.verdict.status is Status.OK
        if choice is Choice.OPEN:
            return self.verdict.blocks
        return not (by_hand or self.verdict.blocks or self.verdict.status is Status.OK)

    def judge(self, verdict: Verdict, now: datetime) -> None:
        """Take a new verdict over."""
        before = self.verdict
        self.place = verdict.rank if before is None else min(before.rank, verdict.rank)
        mended = before is not None and before.status is Status.FAILED
        self.turned_green = now if mended and verdict.status is Status.OK else None
        self.verdict = verdict
        self.busy = False


class ChecklistModel(QAbstractItemModel):
    """Sections at the top; below each its rows; below each row one child, where the view puts the opened part."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sections: list[tuple[Section, list[Row]]] = []
        self._where: dict[Key, tuple[int, int]] = {}

    # ------------------------------------------------------------------ what a check tells

    def planned(self, lines: Sequence[Line], profile_names: Mapping[str, str] | None = None) -> None:
        """Show the lines that will be judged; the same lines again keep their rows and what was known of them."""
        if [row.line.key for row in self.rows()] == [line.key for line in lines]:
            for row, line in zip(self.rows(), lines, strict=True):
                row.line, row.busy, row.turned_green = line, True, None
            self._all_changed()
            return
        names = profile_names or {}
        self.beginResetModel()
        self._sections = [
            (section, [Row(line, order, names.get(line.profile or "", "")) for order, line in enumerate(group)])
            for section, group in groupby(lines, key=lambda line: line.section)
        ]
        self._where = {
            row.line.key: (number, row.order) for number, (_, rows) in enumerate(self._sections) for row in rows
        }
        self.endResetModel()

    def judged(self, verdicts: Iterable[Verdict]) -> None:
        """Take verdicts over, each in its own row; one on a line that was never planned is left out."""
        now = datetime.now().astimezone()
        for verdict in verdicts:
            where = self._where.get(verdict.line.key)
            if where is None:
                continue
            section, row = where
            self._sections[section][1][row].judge(verdict, now)
            above = self.index(section, 0)
            self.dataChanged.emit(self.index(row, 0, above), self.index(row, len(Column) - 1, above))

    def marked(self, marks: Mapping[Key, Text]) -> None:
        """Say of each line what is otherwise than at the check before; nothing of the others."""
        for row in self.rows():
            row.mark = marks.get(row.line.key, literal(""))
        self._all_changed()

    def remember(
        self, lines: Sequence[Line], verdicts: Iterable[Verdict], profile_names: Mapping[str, str] | None = None
    ) -> None:
        """Show what an earlier check found, without marking anything as new."""
        known = {verdict.line.key: verdict for verdict in verdicts}
        if [row.line.key for row in self.rows()] != [line.key for line in lines]:
            self.cleared()
            self.planned(lines, profile_names)
        for row in self.rows():
            row.verdict = known.get(row.line.key)
            row.place = row.verdict.rank if row.verdict else NOT_JUDGED
            row.busy, row.turned_green = False, None
        self._all_changed()

    def interrupted(self) -> None:
        """Show the last known verdicts again: the check ended without judging every line."""
        for row in self.rows():
            row.busy = False
        self._all_changed()

    def cleared(self) -> None:
        """Forget everything: another environment follows."""
        self.beginResetModel()
        self._sections, self._where = [], {}
        self.endResetModel()

    def retranslated(self) -> None:
        """Have views render all texts again."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        self._all_changed()

    def counts(self) -> dict[str, int]:
        """Return how many rows there are under each choice."""
        return {choice.value: sum(row.fits(choice) for row in self.rows()) for choice in Choice}

    def rows(self) -> list[Row]:
        """Return all rows in the checklist's order."""
        return [row for _, rows in self._sections for row in rows]

    def index_of(self, key: Key) -> QModelIndex:
        """Return where a line stands, or an invalid index."""
        if key not in self._where:
            return QModelIndex()
        section, row = self._where[key]
        return self.index(row, 0, self.index(section, 0))

    # ------------------------------------------------------------------ what the filter asks, thousands of times

    def rows_at(self, number: int, parent: Index) -> list[Row]:
        """Return the rows of a section, the one row of a line, or none for a detail."""
        if not parent.isValid():
            return self._sections[number][1]
        above = parent.internalId()
        return [self._sections[parent.row()][1][number]] if above == 0 else []

    def sort_key(self, index: Index) -> tuple[int, int]:
        """Return what to sort by: sections with open rows first; rows worst first, then in the checklist's order."""
        number = index.internalId()
        if number == 0:
            blocked = any(row.place <= LAST_OPEN for row in self._sections[index.row()][1])
            return (0 if blocked else 1, index.row())
        if number < _DETAIL:
            row = self._sections[number - 1][1][index.row()]
            return (row.place, row.order)
        return (0, 0)

    # ------------------------------------------------------------------ what Qt asks

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: ARG002, B008 - Qt's own signature
        """Return the number of columns, the same at every level."""
        return len(Column)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the sections, the rows of one, or the one detail of a row."""
        if not parent.isValid():
            return len(self._sections)
        if parent.column() != 0:
            return 0
        if parent.internalId() == 0:
            return len(self._sections[parent.row()][1])
        return 1 if parent.internalId() < _DETAIL else 0

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - as above
        """Return an index. Its id says where it hangs: 0 a section; n a row of section n-1; beyond that a detail."""
        if not (0 <= row < self.rowCount(parent) and 0 <= column < len(Column)):
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(row, column, 0)
        if parent.internalId() == 0:
            return self.createIndex(row, column, parent.row() + 1)
        return self.createIndex(row, column, parent.internalId() + _DETAIL * (parent.row() + 1))

    def parent(self, child: Index) -> QModelIndex:  # type: ignore[override]
        """Return what an index hangs under."""
        number = child.internalId() if child.isValid() else 0
        if number == 0:
            return QModelIndex()
        if number < _DETAIL:
            return self.createIndex(number - 1, 0, 0)
        return self.createIndex(number // _DETAIL - 1, 0, number % _DETAIL)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's heading."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            column = Column(section)
            return "" if column is Column.ACTION else str(HEADERS[column])
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that rows can be picked, and details only be shown."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if index.internalId() >= _DETAIL:
            return Qt.ItemFlag.NoItemFlags  # the keyboard passes over it; the widget in it works all the same
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return texts, the row itself (`Role.ROW`), or the section (`Role.SECTION`)."""
        if not index.isValid():
            return None
        if index.internalId() == 0:
            return self._section_data(self._sections[index.row()], index.column(), role)
        if index.internalId() < _DETAIL:
            row = self._sections[index.internalId() - 1][1][index.row()]
            return _row_data(row, Column(index.column()), role)
        return None

    def _section_data(self, section: tuple[Section, list[Row]], column: int, role: int) -> object:
        if role == Role.SECTION:
            return section
        named = role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
        return str(SECTION_NAMES[section[0]]) if named and column == 0 else None

    def _all_changed(self) -> None:
        for number, (_, rows) in enumerate(self._sections):
            above = self.index(number, 0)
            self.dataChanged.emit(above, self.index(number, len(Column) - 1))
            self.dataChanged.emit(self.index(0, 0, above), self.index(len(rows) - 1, len(Column) - 1, above))


_DETAIL = 256
"""Ids from here on are details; there are never so many sections."""


def _row_data(row: Row, column: Column, role: int) -> object:
    if role == Role.ROW:
        return row
    if role == Qt.ItemDataRole.DisplayRole:
        return _shown(row, column)
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return _spoken(row) if column is Column.STATUS else _shown(row, column)
    if role == Qt.ItemDataRole.ToolTipRole and column is Column.NAME:
        return as_tip(str(row.line.shown_name))
    return None


def _shown(row: Row, column: Column) -> str:
    texts = {
        Column.STATUS: LOOKS[row.state].word,
        Column.NAME: row.line.shown_name,
        Column.ANSWER: row.answer,
        Column.ACTION: row.action,
    }
    return str(texts[column])


def _spoken(row: Row) -> str:
    """Return the whole row as one sentence, for those who hear it."""
    return f"{LOOKS[row.state].word}: {row.line.shown_name}. {row.answer} {row.mark}".strip()

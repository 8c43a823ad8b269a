"""The checklist of one section, as a page of the wizard shows it: without headings, each line tested by itself."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QMenu, QWidget

from afas_assistant.onboarding.verdicts import Line, Section, Status, Verdict
from afas_assistant.texts import Text, phrase
from afas_assistant.ui.checklist_detail import ChecklistDetail
from afas_assistant.ui.checklist_model import ChecklistModel, Choice, Column, Key, Role, Row
from afas_assistant.ui.checklist_view import ChecklistView
from afas_assistant.ui.column_drift import ACCEPT, accepts_columns
from afas_assistant.ui.widgets.buttons import Button

COLUMN_NAMES: dict[Section, Text] = {
    Section.ENVIRONMENT: phrase("Step"),
    Section.GET: phrase("GetConnector"),
    Section.UPDATE: phrase("UpdateConnector"),
    Section.DATA: phrase("Data connector"),
    Section.DESTINATION: phrase("Destination"),
}


class SectionModel(ChecklistModel):
    """The lines of some sections only; the first one gives its name to the column of names."""

    def __init__(self, *sections: Section, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sections = sections

    def planned(self, lines: Sequence[Line], profile_names: Mapping[str, str] | None = None) -> None:
        """Show the lines of the sections that will be judged."""
        super().planned([line for line in lines if line.section in self.sections], profile_names)

    def restore(self, verdicts: Iterable[Verdict], profile_names: Mapping[str, str]) -> None:
        """Show what is known by now, as if it had just been found, without marking anything as new."""
        self.cleared()
        mine = [one for one in verdicts if one.line.section in self.sections]
        self.planned([one.line for one in mine], profile_names)
        self.judged(mine)

    def testing(self, keys: Collection[Key]) -> None:
        """Show that single lines are being tested."""
        for row in self.rows():
            if row.line.key in keys:
                row.busy = True
                index = self.index_of(row.line.key)
                self.dataChanged.emit(index, index.siblingAtColumn(len(Column) - 1))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's heading; the names are headed by what they name."""
        shown = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        if shown and section == Column.NAME and self.sections[0] in COLUMN_NAMES:
            return str(COLUMN_NAMES[self.sections[0]])
        return super().headerData(section, orientation, role)


class LineDetail(ChecklistDetail):
    """An opened line, with a button to confirm what only a person can tell, or to accept columns that changed.

    Signals: `confirm_requested`, `accept_requested`.
    """

    confirm_requested = Signal()
    accept_requested = Signal()

    def _buttons(self) -> QWidget:
        holder = super()._buttons()
        layout = holder.layout()
        if layout is not None and can_confirm(self._row):
            confirm = Button(phrase("Confirm by hand…"), icon="by-hand")
            confirm.clicked.connect(self.confirm_requested)
            layout.addWidget(confirm)
        elif layout is not None and accepts_columns(self._row):
            accept = Button(ACCEPT, icon="check")
            accept.clicked.connect(self.accept_requested)
            layout.addWidget(accept)
        return holder


class SectionView(ChecklistView):
    """Shows a `SectionModel`.

    Signals: `line_test_requested(key)`, `confirm_requested(key)`, `accept_requested(key)`.
    """

    line_test_requested = Signal(object)
    confirm_requested = Signal(object)
    accept_requested = Signal(object)

    def __init__(self, model: SectionModel, parent: QWidget | None = None) -> None:
        self._alone = len(model.sections) == 1
        super().__init__(model, parent)
        self._show_rows()

    def choose(self, choice: Choice) -> None:
        """Show the rows of a choice."""
        super().choose(choice)
        self._show_rows()

    def on_rows_made(self) -> None:
        """Show the rows of the section without its heading."""
        super().on_rows_made()
        self._show_rows()

    @property
    def row_count(self) -> int:
        """Return how many rows are shown below the headings, or in place of the one heading."""
        model = self.model()
        return sum(model.rowCount(model.index(number, 0)) for number in range(model.rowCount()))

    def new_detail(self, row: Row) -> ChecklistDetail:
        """Return the opened part of a row; what is asked there is about that row."""
        key = row.line.key
        detail = LineDetail(row)
        detail.test_again_requested.connect(lambda: self.line_test_requested.emit(key))
        detail.confirm_requested.connect(lambda: self.confirm_requested.emit(key))
        detail.accept_requested.connect(lambda: self.accept_requested.emit(key))
        return detail

    def row_menu(self, index: QModelIndex, row: Row) -> QMenu:
        """Return the menu of a row; testing again is about that row alone."""
        menu = super().row_menu(index, row)
        again = menu.actions()[-1]
        again.triggered.disconnect()
        again.triggered.connect(lambda: self.line_test_requested.emit(row.line.key))
        if can_confirm(row):
            menu.addAction(str(phrase("Confirm by hand…")), lambda: self.confirm_requested.emit(row.line.key))
        elif accepts_columns(row):
            menu.addAction(str(ACCEPT), lambda: self.accept_requested.emit(row.line.key))
        return menu

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Start at the first row."""
        if not self.currentIndex().isValid() and self.row_count:
            self.setCurrentIndex(self.model().index(0, 0, self.rootIndex()))
        super().focusInEvent(event)

    def _show_rows(self) -> None:
        """Take a section that is alone as the root, so that its rows stand at the top."""
        if not self._alone:
            return
        first = self.model().index(0, 0)
        if first.data(Role.SECTION) is not None:
            self.setRootIndex(first)


def can_confirm(row: Row) -> bool:
    """Return whether a person's word can settle a line."""
    return row.verdict is not None and row.verdict.status is Status.BY_HAND

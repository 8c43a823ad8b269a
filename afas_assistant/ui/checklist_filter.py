"""Which rows of the checklist are shown, and in which order."""

from PySide6.QtCore import QObject, QSortFilterProxyModel

from afas_assistant.ui.checklist_model import ChecklistModel, Choice, Index, Row


class ChecklistFilter(QSortFilterProxyModel):
    """Shows the rows of one choice, worst first within their section, and the sections that have any;
    sections with open rows come before the others.

    Order and choice are applied when somebody asks, not with each verdict: rows that move while one reads them are
    lost. A row that has just turned green stays among the open ones until the next check.
    """

    def __init__(self, model: ChecklistModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = Choice.ALL
        self._model = model
        self.setDynamicSortFilter(False)
        self.setSourceModel(model)

    @property
    def choice(self) -> Choice:
        """Return which rows are shown."""
        return self._choice

    def choose(self, choice: Choice) -> None:
        """Show the rows of another choice."""
        self._choice = choice
        self.arrange()

    def arrange(self) -> None:
        """Apply choice and order to what the rows say now."""
        self.beginFilterChange()
        self.endFilterChange()
        self.sort(0)

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Return whether a section has rows of the choice, or a row is one; details go with their row."""
        if self._choice is Choice.ALL:
            return True
        rows = self._model.rows_at(source_row, source_parent)
        return not rows or any(self._fits(row) for row in rows)

    def lessThan(self, left: Index, right: Index) -> bool:
        """Return which comes first: sections in their order, rows worst first."""
        return self._model.sort_key(left) < self._model.sort_key(right)

    def _fits(self, row: Row) -> bool:
        return row.fits(self._choice) or (self._choice is Choice.OPEN and row.turned_green is not None)

"""All definition files of a checklist as rows that line up; one of them is open at a time."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from afas_assistant.onboarding.definition_rows import Row
from afas_assistant.texts import phrase, phrase_n
from afas_assistant.ui.typography import metrics, px
from afas_assistant.ui.widgets.label import Label
from afas_assistant.ui.wizard.definition_row import BAR, GAP, LEFT, DefinitionRow, NewDetail, Widths
from afas_assistant.ui.wizard.definition_words import STANDINGS, connector_name, file_name

LEAST_FACTS = 260  # drawn pixels; with less room than this beside the names, the cells go below each other


class Heads(QWidget):
    """The headings above the rows, where these are wide enough for columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(BAR + LEFT), px(2), 0, px(2))
        row.setSpacing(px(GAP))
        words = (phrase("Status"), phrase("File"), phrase("Arrives as"), phrase("What is in it"))
        self._labels = [Label(one, role="small", colour="muted") for one in words]
        for number, label in enumerate(self._labels):
            row.addWidget(label, 1 if number == len(words) - 1 else 0)

    def fit(self, widths: Widths) -> None:
        """Stand above the columns."""
        self.setVisible(not widths.narrow)
        state, file, name, _ = self._labels
        for label, width in ((state, widths.state), (file, widths.file), (name, widths.name)):
            label.setFixedWidth(width)


class DefinitionRows(QWidget):
    """Signals: `name_wanted(Row)`."""

    name_wanted = Signal(object)

    def __init__(self, new_detail: NewDetail, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._new_detail = new_detail
        self.rows: list[DefinitionRow] = []
        self._holder: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._heads = Heads()
        self._layout.addWidget(self._heads)
        self._more = Label(role="small", colour="muted", wrapped=True)
        self._more.setContentsMargins(px(32), px(6), px(8), px(6))
        self._layout.addWidget(self._more)
        self._more.hide()

    def show_rows(self, rows: Sequence[Row], *, read: bool, remarks: Callable[[Row], int], unkept: int = 0) -> None:
        """Show these rows in the place of those before, and how many files there are besides; a row that was open
        stays so."""
        before = next((one for one in self.rows if one.toggle.isChecked()), None)
        opened = file_name(before.row) if before is not None else None
        self._clear()
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        for row in rows:
            made = DefinitionRow(row, read=read, remarks=remarks(row), new_detail=self._new_detail)
            made.opened.connect(lambda made=made: self.on_row_opened(made))
            made.name_wanted.connect(self.name_wanted)
            inside.addWidget(made)
            self.rows.append(made)
        self._show_more(unkept)
        self._fit()
        self._holder = holder
        self._layout.insertWidget(1, holder)  # below the headings, all rows at once: one layout instead of thirty
        holder.show()
        again = next((one for one in self.rows if file_name(one.row) == opened), None)
        if again is not None and read:
            again.open(opened=True)

    def open_file(self, name: str) -> None:
        """Open the row of a file."""
        for row in self.rows:
            if file_name(row.row) == name:
                row.open(opened=True)

    def on_row_opened(self, opened: DefinitionRow) -> None:
        """Close the other rows."""
        for row in self.rows:
            if row is not opened:
                row.open(opened=False)
        QTimer.singleShot(0, self, lambda: self._reveal(opened))

    def _reveal(self, row: DefinitionRow) -> None:
        """Scroll the page so far that an opened row is seen, its head above all."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None and row in self.rows:
            above.ensureWidgetVisible(row, 0, px(8))
            above.ensureWidgetVisible(row.toggle, 0, px(8))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Line the rows up anew."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Make other room for other words or letters."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange} and hasattr(self, "_more"):
            self._fit()

    def _show_more(self, count: int) -> None:
        self._more.setVisible(count > 0)
        if count > 0:
            words = phrase_n(
                "1 more file was read that is not shown.", "{count} more files were read that are not shown.", count
            )
            self._more.say(words)

    def _fit(self) -> None:
        if not self.rows:
            return
        state = max(metrics("name").horizontalAdvance(str(look.word)) for look in STANDINGS.values()) + px(4)
        code = metrics("code").horizontalAdvance
        file = max(code(file_name(one.row)) for one in self.rows if one.row.expected is not None) + px(4)
        name = max(code(connector_name(one.row)) for one in self.rows if one.row.expected is not None) + px(4)
        action = max(one.action.sizeHint().width() for one in self.rows)
        used = px(BAR + LEFT) + state + file + name + action + 4 * px(GAP)
        widths = Widths(state, file, name, action, narrow=self.width() < used + px(LEAST_FACTS))
        self._heads.fit(widths)
        for one in self.rows:
            one.fit(widths)

    def _clear(self) -> None:
        self.rows = []
        if self._holder is not None:
            self._holder.hide()
            self._layout.removeWidget(self._holder)
            self._holder.deleteLater()

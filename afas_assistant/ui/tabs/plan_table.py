"""The table of a plan, and of what became of it: Enter asks for what a row offers."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from afas_assistant.texts import Text, phrase
from afas_assistant.ui.language import describe
from afas_assistant.ui.states import Look
from afas_assistant.ui.tabs.plan_model import Column, PlanModel
from afas_assistant.ui.tabs.row_painter import RowPainter, state_width
from afas_assistant.ui.tabs.ticked_model import Role
from afas_assistant.ui.tabs.ticked_table import TickedTable
from afas_assistant.ui.typography import metrics, px


class PlanTable(TickedTable):
    """Signals: `place_chosen(place)`, -1 for none; `action_asked(place)`."""

    place_chosen = Signal(int)
    action_asked = Signal(int)

    def __init__(self, model: PlanModel, name: Text, parent: QWidget | None = None) -> None:
        super().__init__(model, Column.NAME, Column.NAME, parent)
        self._plan, self._name = model, name
        self.setItemDelegate(RowPainter(self))
        self.selectionModel().currentRowChanged.connect(self.on_row_changed)
        model.modelReset.connect(self.on_reset)
        self.doubleClicked.connect(lambda index: self.action_asked.emit(index.data(Role.PLACE)))

    def measure(self, looks: list[Look], *, ticks: bool) -> None:
        """Set the widths by the words that the columns hold."""
        self.fit()
        self.setColumnHidden(Column.TICK, not ticks)
        state = self._plan.headers.get(Column.STATE, phrase("Verdict"))
        self.setColumnWidth(Column.STATE, state_width(looks, state))
        self.setColumnWidth(Column.NUMBER, metrics().horizontalAdvance("0000000000") + px(8))
        right = self._plan.headers.get(Column.RIGHT)
        self.setColumnHidden(Column.RIGHT, right is None)
        widest = max(metrics("name").horizontalAdvance(one) for one in ("000.000.000,00", str(right or "")))
        self.setColumnWidth(Column.RIGHT, widest + px(16))
        describe(self, self._name)

    def choose_place(self, place: int) -> None:
        """Choose the row of a place."""
        self.choose_row(self._plan.row_of(place))

    def current_place(self) -> int:
        """Return the place of the row that is chosen, or -1."""
        place = self.currentIndex().data(Role.PLACE)
        return -1 if place is None else int(place)

    def on_reset(self) -> None:
        """Start at the first row, so that the detail says something and the arrow keys have a place to go from."""
        if self._plan.rowCount():
            self.choose_row(0)
        else:
            self.place_chosen.emit(-1)

    def on_row_changed(self) -> None:
        """Tell which row is chosen."""
        self.place_chosen.emit(self.current_place())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick the chosen rows by Space; ask for a row's action by Enter; leave Tab to the page."""
        if event.key() == Qt.Key.Key_Space:
            self._plan.toggle(self.chosen_rows())
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.action_asked.emit(self.current_place())
        else:
            super().keyPressEvent(event)

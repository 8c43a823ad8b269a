"""The list of a tab: which rows it shows, in which order and how wide, as a person left it the last time."""

from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHeaderView

from afas_assistant.texts import Text
from afas_assistant.ui.remembered import TabMemory, at_hundred
from afas_assistant.ui.tabs.layout import Tools
from afas_assistant.ui.tabs.outcome_rows import ACTIONS
from afas_assistant.ui.tabs.outlooks import BUCKETS, OUTLOOKS
from afas_assistant.ui.tabs.plan_model import Column, PlanModel
from afas_assistant.ui.tabs.plan_table import PlanTable
from afas_assistant.ui.tabs.rows import ALL, Arrangement, RowSource
from afas_assistant.ui.tabs.run import DailyRun, Prepared
from afas_assistant.ui.tabs.ticked_model import Ticking
from afas_assistant.ui.typography import metrics, px

ROOM = 24
"""Room beside the words of an action."""


class ShownList(QObject):
    """Arranges the rows of the table when somebody asks for others, or for another order.

    Choice and order of a plan are remembered; after a run all rows are shown, the unknown ones first.
    """

    def __init__(
        self, table: PlanTable, model: PlanModel, run: DailyRun, memory: TabMemory, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._table, self._model, self._run, self._memory = table, model, run, memory
        self._tools: Tools | None = None
        self._source: RowSource | None = None
        self._outcome = self._measuring = False
        self._wanted = Arrangement()
        run.arranged.connect(self.on_arranged)
        table.sort_asked.connect(self.on_sort_asked)
        table.horizontalHeader().sectionResized.connect(self.on_column_resized)

    def use(self, tools: Tools) -> None:
        """Take the choice and the search of these."""
        self._tools = tools
        tools.chosen.connect(lambda choice: self.arrange(choice=choice))
        tools.searched.connect(lambda words: self.arrange(search=words))

    @property
    def remembered(self) -> Arrangement:
        """How a plan was arranged the last time."""
        view = self._memory.view
        column = view.column if view.column in {Column.STATE, Column.NUMBER, Column.NAME, Column.RIGHT} else None
        return Arrangement(view.choice or ALL, column=column, descending=view.descending)

    def show(
        self,
        source: RowSource,
        prepared: Prepared,
        heads: dict[Column, Text],
        ticking: Ticking | None = None,
    ) -> None:
        """Show a plan, or with no ticks what became of one."""
        self._source, self._wanted, self._outcome = source, prepared.wanted, ticking is None
        self._model.headers = heads
        if self._tools is not None:
            self._tools.show_outcome(outcome=self._outcome, choice=prepared.wanted.choice)
            self._tools.show_counts(prepared.counts, outcome=self._outcome)
        self._table.sorted_by(prepared.wanted.column, descending=prepared.wanted.descending)
        self.measure()
        self._model.show(source, prepared.order, ticking)

    def measure(self) -> None:
        """Set the widths by the words of now, or as they were set by hand."""
        self._measuring = True
        looks = list((BUCKETS if self._outcome else OUTLOOKS).values())
        self._table.measure(looks, ticks=not self._outcome)
        if self._outcome:
            widest = max(metrics("name").horizontalAdvance(str(one)) for one in ACTIONS)
            self._table.setColumnWidth(Column.RIGHT, max(widest + px(ROOM), self._table.columnWidth(Column.RIGHT)))
        for column in (Column.STATE, Column.NUMBER, Column.RIGHT):
            width = self._memory.view.widths.get(self._name(column))
            if width:
                self._table.setColumnWidth(column, px(width))
        self._measuring = False

    def arrange(self, **changes: object) -> None:
        """Show other rows, or in another order."""
        self._wanted = replace(self._wanted, **changes)  # type: ignore[arg-type]
        if self._source is None:
            return
        if not self._outcome:
            column = -1 if self._wanted.column is None else int(self._wanted.column)
            self._memory.keep(choice=self._wanted.choice, column=column, descending=self._wanted.descending)
        self._run.arrange(self._source, self._wanted)

    def on_arranged(self, order: list[int]) -> None:
        """Show the rows in their new order."""
        self._model.arrange(order)

    def on_sort_asked(self, column: int, descending: bool) -> None:
        """Sort by a column; -1 for the worst first."""
        chosen = None if column < 0 else column
        self._table.sorted_by(chosen, descending=descending)
        self.arrange(column=chosen, descending=descending)

    def on_column_resized(self, section: int, _: int, width: int) -> None:
        """Remember a width that was set by hand."""
        by_hand = self._table.horizontalHeader().sectionResizeMode(section) is QHeaderView.ResizeMode.Interactive
        if by_hand and width and not self._measuring:
            self._memory.keep(widths={**self._memory.view.widths, self._name(Column(section)): at_hundred(width)})

    def _name(self, column: Column) -> str:
        return f"{'outcome' if self._outcome else 'plan'}_{column.name.lower()}"

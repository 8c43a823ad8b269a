"""How a tab is laid out: filters, list, detail; in a narrow window the filters go first, then the detail."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from afas_assistant.sync.plan import Outlook
from afas_assistant.texts import Text, phrase
from afas_assistant.ui.language import describe
from afas_assistant.ui.remembered import TabMemory, at_hundred
from afas_assistant.ui.tabs.detail import DetailPanel
from afas_assistant.ui.tabs.filters import FilterPanel
from afas_assistant.ui.tabs.footer import Footer
from afas_assistant.ui.tabs.outlooks import BUCKETS, OUTLOOKS
from afas_assistant.ui.tabs.places import EmptyPage, TroublePage
from afas_assistant.ui.tabs.plan_table import PlanTable
from afas_assistant.ui.tabs.rows import ALL
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button, LinkButton, Segment
from afas_assistant.ui.widgets.fields import show_edge
from afas_assistant.ui.widgets.flow import FlowLayout
from afas_assistant.ui.widgets.frames import Bar, Scroll
from afas_assistant.ui.widgets.label import Label

PARTS = (185, 570, 285)
"""Drawn widths of filters, list and detail."""
MAPPING = phrase("Mapping")
FILTERS_FROM, DETAIL_FROM, LEAST = 900, 840, 320
"""Drawn pixels of the tab's width from which filters and detail stand beside the list, and its least."""
_PLAN_CHOICES: dict[str, Text] = {
    ALL: phrase("All"),
    **{one.value: OUTLOOKS[one].word for one in (Outlook.WILL_PASS, Outlook.CANNOT_TELL, Outlook.WILL_FAIL)},
    Outlook.NOTHING_TO_DO.value: phrase("Rest"),
}
_OUTCOME_CHOICES: dict[str, Text] = {ALL: phrase("All"), **{one.value: BUCKETS[one].word for one in BUCKETS}}
_CHOICES = {False: _PLAN_CHOICES, True: _OUTCOME_CHOICES}
_FILTERS = (phrase("Filters"), phrase("Show or hide the filters"))
_DETAIL = (phrase("Detail"), phrase("Show or hide the detail"))


class Tools(QWidget):
    """What stands above the list. Signals: `chosen(key)`, `searched(words)`, `refresh_asked`, `mapping_asked`."""

    chosen = Signal(str)
    searched = Signal(str)
    refresh_asked = Signal()
    mapping_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), px(8), px(12), px(8))
        holder = QWidget()
        flow = FlowLayout(holder, gap=px(8))
        self.filters_button, self.detail_button = Button(_FILTERS[0]), Button(_DETAIL[0])
        for button in (self.filters_button, self.detail_button):
            button.setCheckable(True)
        self.plan_segment, self.outcome_segment = Segment(_PLAN_CHOICES), Segment(_OUTCOME_CHOICES)
        self.search_field = QLineEdit()
        self.search_field.setClearButtonEnabled(True)
        show_edge(self.search_field)
        self.refresh_button = Button(phrase("Refresh plan"), icon="refresh")
        self.mapping_button = Button(MAPPING)
        self.mapping_button.hide()
        for widget in (self.plan_segment, self.outcome_segment, self.search_field, self.refresh_button):
            flow.add(widget)
        flow.add(self.mapping_button)
        flow.add(self.filters_button)
        flow.add(self.detail_button)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        row.addWidget(holder, 1)
        self.plan_segment.chosen.connect(self.chosen)
        self.outcome_segment.chosen.connect(self.chosen)
        self.search_field.textChanged.connect(self.searched)
        self.refresh_button.clicked.connect(self.refresh_asked)
        self.mapping_button.clicked.connect(self.mapping_asked)
        self.show_outcome(outcome=False)
        self._name_all()

    def show_counts(self, counts: Mapping[str, int], *, outcome: bool) -> None:
        """Show how many rows there are of each choice; a choice without any is not offered."""
        segment = self.outcome_segment if outcome else self.plan_segment
        segment.show_counts(counts)
        offered = [segment.button(key) for key, count in counts.items() if count or key == ALL]
        for key in counts:
            button = segment.button(key)
            button.setVisible(button in offered)
        shown = [button for key in _CHOICES[outcome] if (button := segment.button(key)) in offered]
        for button in shown:
            button.last = button is shown[-1]
            button.update()
        self._fit()

    def show_unmapped(self, count: int) -> None:
        """Offer the mappings, with how many have to be made."""
        self.mapping_button.say(mapping_words(count))
        self.mapping_button.show()

    def show_outcome(self, *, outcome: bool, choice: str = ALL) -> None:
        """Offer the choices of an outcome, or those of a plan, and show the rows of one of them."""
        self.plan_segment.setVisible(not outcome)
        self.outcome_segment.setVisible(outcome)
        (self.outcome_segment if outcome else self.plan_segment).choose(choice)
        self.search_field.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.search_field.clear()
        self.search_field.blockSignals(False)  # noqa: FBT003 - as above

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the counts of the choices out where there is no room for them."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 2 * px(12)
        self.plan_segment.fit(room)
        self.outcome_segment.fit(room)

    def changeEvent(self, event: QEvent) -> None:
        """Name everything again in another language or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange} and hasattr(self, "refresh_button"):
            self._name_all()
            self._fit()

    def _name_all(self) -> None:
        self.search_field.setPlaceholderText(str(phrase("Search (Ctrl+F)")))
        self.search_field.setFixedWidth(px(150))
        self.search_field.setMinimumHeight(px(28))
        describe(self.search_field, phrase("Search in the list by number or name"))
        for button, (_, tip) in ((self.filters_button, _FILTERS), (self.detail_button, _DETAIL)):
            button.setToolTip(str(tip))


def mapping_words(count: int) -> Text:
    """Return what the button of the mappings says."""
    return phrase("Mapping ({count} open)", count=count) if count else MAPPING


class DailyLayout(QWidget):
    """The parts of a tab, in their places; where a person moved or hid them is remembered."""

    def __init__(
        self,
        filters: FilterPanel,
        table: PlanTable,
        environment: str,
        memory: TabMemory,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.filters, self.table, self._memory = filters, table, memory
        self._wide: tuple[bool, bool] | None = None
        self.setMinimumWidth(px(LEAST))  # less than all panes need: they go where there is no room
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        side = Bar(fill="surface", side=Qt.Edge.RightEdge)
        inside = QVBoxLayout(side)
        inside.setContentsMargins(0, 0, 1, 0)
        inside.addWidget(filters)
        self.filters_pane = Scroll(side)
        self.filters_pane.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.splitter.addWidget(self.filters_pane)
        self.splitter.addWidget(self._middle())
        self.detail = DetailPanel()
        self.splitter.addWidget(self.detail)
        for index, stretch in enumerate((0, 1, 0)):
            self.splitter.setStretchFactor(index, stretch)
        parts = memory.view.parts
        self.splitter.setSizes([px(one) for one in (parts if len(parts) == len(PARTS) else PARTS)])
        self.splitter.splitterMoved.connect(self.on_splitter_moved)
        column.addWidget(self.splitter, 1)
        self.footer = Footer(environment)
        column.addWidget(self.footer)
        self.tools.filters_button.clicked.connect(lambda: self.on_pane_toggled(self.filters_pane))
        self.tools.detail_button.clicked.connect(lambda: self.on_pane_toggled(self.detail))
        self._listed = False
        self.show_page(self.empty)

    def show_page(self, page: QWidget) -> None:
        """Show the list, or what stands in its place; without a list there is no detail and no footer."""
        self._listed = page is self.list_page
        self.middle.setCurrentWidget(page)
        self.tools.setVisible(self._listed)
        self.footer.setVisible(self._listed)
        self._wide = None
        self.collapse()

    def collapse(self) -> None:
        """Show the panes that there is room for."""
        width = self.width()
        wide = (width >= px(FILTERS_FROM), width >= px(DETAIL_FROM))
        if wide == self._wide:
            return
        self._wide = wide
        kept = {} if wide[0] else self._memory.view.panes
        filters = wide[0] or kept.get("filters", not self._listed and wide[1])
        self.filters_pane.setVisible(filters)
        self.detail.setVisible(self._listed and kept.get("detail", wide[1]) and (wide[0] or not filters))
        self._mark_panes()

    def on_pane_toggled(self, pane: QWidget) -> None:
        """Show or hide a pane; where there is room for one only, the other goes."""
        other = self.detail if pane is self.filters_pane else self.filters_pane
        wanted = pane.isHidden()
        pane.setVisible(wanted)
        if wanted and self._wide is not None and not self._wide[0]:
            other.hide()
        if self._wide is not None and not self._wide[0]:
            shown = {"filters": not self.filters_pane.isHidden(), "detail": not self.detail.isHidden()}
            self._memory.keep(panes=shown)
        self._mark_panes()
        if wanted:
            pane.setFocus()

    def on_splitter_moved(self) -> None:
        """Remember the sizes, where all parts are shown."""
        sizes = self.splitter.sizes()
        if all(sizes):
            self._memory.keep(parts=tuple(map(at_hundred, sizes)))

    def measure_filters(self) -> None:
        """Give the filters the width that their words need."""
        bar = self.filters_pane.verticalScrollBar().sizeHint().width()
        self.filters_pane.setMinimumWidth(max(px(185), self.filters.minimumSizeHint().width() + bar))
        self.filters_pane.setMaximumWidth(max(px(240), self.filters_pane.minimumWidth()))

    def _mark_panes(self) -> None:
        whole = self._wide is not None and self._wide[0]
        self.tools.filters_button.setVisible(not whole)
        self.tools.detail_button.setVisible(not whole)
        self.tools.filters_button.setChecked(not self.filters_pane.isHidden())
        self.tools.detail_button.setChecked(not self.detail.isHidden())

    def _middle(self) -> QWidget:
        self.middle = QStackedWidget()
        self.empty, self.trouble = EmptyPage(), TroublePage()
        self.list_page = Bar(fill="surface")
        column = QVBoxLayout(self.list_page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.tools = Tools()
        column.addWidget(self.tools)
        column.addWidget(self.table, 1)
        line = Bar(fill="surface", side=Qt.Edge.TopEdge)
        row = QHBoxLayout(line)
        row.setContentsMargins(px(12), px(4), px(8), px(4))
        self.note_line = Label(role="small", colour="muted", wrapped=True)
        self.notes_button = LinkButton(phrase("Remarks"))
        self.outbox_button = LinkButton(phrase("Open in the outbox"))
        self.outbox_button.hide()
        row.addWidget(self.note_line, 1)
        row.addWidget(self.notes_button, 0)
        row.addWidget(self.outbox_button, 0)
        column.addWidget(line)
        for page in (self.empty, self.trouble, self.list_page):
            self.middle.addWidget(page)
        return self.middle

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep to the width there is."""
        super().resizeEvent(event)
        self.collapse()

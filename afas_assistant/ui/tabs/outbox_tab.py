"""The tab Outbox: every write of an organisation, found and settled. It works without network and without keyring."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from afas_assistant.outbox.listing import Order, Wanted
from afas_assistant.outbox.records import State
from afas_assistant.texts import Text, phrase, phrase_n
from afas_assistant.ui.kept import Kept
from afas_assistant.ui.remembered import TabMemory, at_hundred
from afas_assistant.ui.shortcuts import install
from afas_assistant.ui.tabs import outbox_bench as bench
from afas_assistant.ui.tabs.outbox_actions import OutboxActions
from afas_assistant.ui.tabs.outbox_detail import OutboxDetail
from afas_assistant.ui.tabs.outbox_filters import OutboxFilters
from afas_assistant.ui.tabs.outbox_model import ORDERS, Column, OutboxModel
from afas_assistant.ui.tabs.outbox_reader import OutboxReader
from afas_assistant.ui.tabs.outbox_table import OutboxTable
from afas_assistant.ui.tasks import Task
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button, PrimaryButton
from afas_assistant.ui.widgets.frames import Bar
from afas_assistant.ui.widgets.label import Label
from afas_assistant.ui.widgets.notice import Notice

if TYPE_CHECKING:  # the worker makes it
    from afas_assistant.ui.snapshots import OrganisationSnapshot

BESIDE = 880  # drawn pixels; below this, list and detail take turns
DETAIL = 360


class OutboxTab(QWidget):
    """List and detail beside each other, or in turn where the window is narrow.

    `new_bench` opens what asks AFAS and TimeChimp; a test gives another.
    """

    def __init__(
        self,
        snapshot: "OrganisationSnapshot",
        kept: Kept,
        parent: QWidget | None = None,
        *,
        memory: TabMemory | None = None,
        new_bench: bench.NewBench = bench.opened_bench,
    ) -> None:
        super().__init__(parent)
        self._memory = memory or TabMemory()
        self._wanted = Wanted()
        self._counts: dict[State, int] = {}
        self._said: Text | None = None
        self._narrow: bool | None = None
        self._opening: Task | None = None
        self.model = OutboxModel(self)
        self.reader = OutboxReader(snapshot.organisation.envid, kept, self.model, self)
        self.filters, self.notice = OutboxFilters(), Notice()
        self.table, self.detail = OutboxTable(self.model), OutboxDetail()
        self.asking = OutboxActions(snapshot, kept, self.reader, self.detail, self, new_bench=new_bench)
        self._build()
        self._restore()
        self._connect()

    # ------------------------------------------------------------------ what is shown

    def show_kept(self, snapshot: "OrganisationSnapshot") -> None:
        """Take over which connections there are."""
        self.asking.snapshot = snapshot
        if self.detail.opened is not None:
            self._show_opened(self.detail.opened)

    def refresh(self) -> None:
        """Read again which writes there are; what is shown stays until that is known."""
        today = datetime.now().astimezone().date()
        self._wanted = self.filters.wanted(self._wanted, today)
        self.reader.list(self._wanted)

    def show_state(self, state: State | None) -> None:
        """Show the writes of one state, or all."""
        self.filters.choose_state(state)

    def look_at(self, number: int) -> None:
        """Show a write, in the list as well where the filters leave it in."""
        if not self.table.choose(number):
            self._open(number)
        self._show_detail_alone()

    def stop(self) -> None:
        """Wait for nothing any more."""
        self.reader.stop()
        self.asking.stop()

    # ------------------------------------------------------------------ what happens

    def on_listed(self, found: bench.Listed) -> None:
        """Show which writes there are; the keyboard stays on the write that it was on."""
        number = self.table.chosen()
        self.notice.hide()
        self._counts = found.counts
        self.filters.show_choices(found.counts, found.kinds)
        if found.numbers != self.model.numbers():
            self.model.show_numbers(found.numbers)
        else:
            self.model.read_again()
        if len(found.numbers):
            if number is None or not self.table.choose(number):
                self.table.setCurrentIndex(self.model.index(0, 0))
            elif self.detail.opened is None or self.detail.opened.write.id == number:
                self._open(number)
        else:
            self.detail.show_nothing()
        self._show_foot()

    def on_order_chosen(self, order: Order, descending: bool) -> None:
        """Read the writes in another order."""
        self._wanted = Wanted(order=order, descending=descending)
        column = next((each for each, own in ORDERS.items() if own is order), -1)
        self._memory.keep(column=int(column), descending=descending)
        self.refresh()

    def on_filters_picked(self) -> None:
        """Remember what a person chose to see."""
        self._memory.keep(filters=self.filters.values())

    def on_width_set(self, column: str, width: int) -> None:
        """Remember the width of a column."""
        self._memory.keep(widths={**self._memory.view.widths, column: width})

    def on_split_moved(self) -> None:
        """Remember the widths of list and detail."""
        if all(self.split.sizes()):
            self._memory.keep(parts=tuple(map(at_hundred, self.split.sizes())))

    def on_told(self, said: Text) -> None:
        """Say what came of what was asked, below the list; what failed before is no longer the news."""
        self.notice.hide()
        self._said = said
        self._show_foot()

    def on_busy_changed(self) -> None:
        """Let nobody ask the other systems twice."""
        self.detail.show_busy(busy=self.asking.busy)
        self._show_foot()

    def on_failed(self, error: Exception) -> None:
        """Say what could not be done."""
        self.notice.tell_error(error)
        self._show_foot()

    def _open(self, number: int) -> None:
        """Read everything about a write; what is shown stays until that is there."""
        if self._opening is not None:
            self._opening.cancel()
        self._opening = self.reader.ask(lambda outbox: bench.opened(outbox, number), self._show_opened)

    def _show_opened(self, opened: bench.Opened) -> None:
        self.detail.show_opened(opened, connected=self.asking.connection_of(opened.write) is not None)

    # ------------------------------------------------------------------ how it is put together

    def showEvent(self, event: QShowEvent) -> None:
        """Read again, since a run may have added to it."""
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put list and detail beside each other where both fit."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange} and hasattr(self, "look_up_button"):
            self.model.retranslate()
            self.table.render_again()
            self._show_foot()
            self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the detail with Escape, where it hides the list."""
        if event.key() == Qt.Key.Key_Escape and self._narrow and self.table.isHidden():
            self._show_list_alone()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        narrow = self.width() < px(BESIDE)
        if narrow == self._narrow:
            return
        self._narrow = narrow
        directions = QBoxLayout.Direction
        self._buttons.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
        self.detail.show_back(visible=narrow)
        self.filters.show()
        self.table.show()
        self.detail.setVisible(not narrow)
        if not narrow:
            parts = self._memory.view.parts
            detail = px(parts[1]) if len(parts) == 2 else px(DETAIL)
            self.split.setSizes([self.width() - detail, detail])

    def _show_detail_alone(self) -> None:
        if self._narrow:
            self.filters.hide()
            self.table.hide()
            self.detail.show()
            self.detail.back_button.setFocus()

    def _show_list_alone(self) -> None:
        self.filters.show()
        self.table.show()
        self.detail.hide()
        self.table.setFocus()

    def _on_row_opened(self, number: int) -> None:
        if self._narrow:
            self._show_detail_alone()
        elif self.detail.look_up_button is not None:
            self.detail.look_up_button.setFocus()
        elif self.detail.take_back_button is not None:
            self.detail.take_back_button.setFocus()
        self._open(number)

    def _show_foot(self) -> None:
        shown, everything = self.model.rowCount(), sum(self._counts.values())
        counted = phrase_n("1 write", "{count} writes", everything)
        if self.filters.narrowed:
            counted = phrase("{shown} of {all} writes", shown=shown, all=everything)
        self.foot_count.say(counted)
        self.foot_note.say(self._said or phrase("Nothing is ever sent again by itself."))
        unknown = self._counts.get(State.UNKNOWN, 0)
        self.look_up_button.setVisible(bool(unknown))
        self.look_up_button.setEnabled(not self.asking.busy)
        self.look_up_button.setToolTip(str(phrase("Something is being asked already.")) if self.asking.busy else "")
        self.look_up_button.say(phrase_n("Look &up 1 unknown write", "Look &up {count} unknown writes", unknown))
        self.export_button.setEnabled(bool(shown) and not self.asking.file.running)
        self.stop_button.setVisible(self.asking.file.running)
        self.export_button.setToolTip("" if shown else str(phrase("There is nothing to save.")))
        self._show_empty(shown=shown, everything=everything)

    def _show_empty(self, *, shown: int, everything: int) -> None:
        self.stack.setCurrentWidget(self.split if shown else self._empty)
        if not everything:
            self._empty_title.say(phrase("Nothing was sent yet."))
            words = phrase("Every invoice, booking and customer that is sent stands here, with its proof.")
            self._empty_words.say(words)
        elif not shown:
            self._empty_title.say(phrase("No write fits these filters."))
            self._empty_words.say(phrase("Show all, or choose other days or words."))

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        layout.addWidget(self.notice)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.table)
        self.split.addWidget(self.detail)
        self.split.setStretchFactor(0, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.split)
        self.stack.addWidget(self._build_empty())
        layout.addWidget(self.stack, 1)
        layout.addWidget(self._build_foot())

    def _restore(self) -> None:
        """Show what was shown the last time, in the order of then."""
        view = self._memory.view
        self.table.widths = view.widths
        self.table.render_again()
        self.filters.restore(view.filters)
        if view.column in set(Column):
            side = Qt.SortOrder.DescendingOrder if view.descending else Qt.SortOrder.AscendingOrder
            self.table.horizontalHeader().setSortIndicator(view.column, side)
            self._wanted = Wanted(order=ORDERS[Column(view.column)], descending=view.descending)

    def _connect(self) -> None:
        self.reader.listed.connect(self.on_listed)
        self.reader.failed.connect(self.on_failed)
        self.model.order_chosen.connect(self.on_order_chosen)
        self.filters.changed.connect(self.refresh)
        self.filters.picked.connect(self.on_filters_picked)
        self.split.splitterMoved.connect(self.on_split_moved)
        self.table.width_set.connect(self.on_width_set)
        self.table.looked_at.connect(self._open)
        self.table.opened.connect(self._on_row_opened)
        self.detail.write_asked.connect(self.look_at)
        self.detail.back_asked.connect(self._show_list_alone)
        self.asking.settled.connect(self.refresh)
        self.asking.told.connect(self.on_told)
        self.asking.failed.connect(self.on_failed)
        self.asking.busy_changed.connect(self.on_busy_changed)
        install("find", self, self.filters.search_field.setFocus, inside=True)

    def _build_empty(self) -> QWidget:
        self._empty = QWidget()
        layout = QVBoxLayout(self._empty)
        layout.setContentsMargins(px(24), px(24), px(24), px(24))
        layout.setSpacing(px(8))
        self._empty_title = Label(role="heading", wrapped=True)
        self._empty_words = Label(colour="muted", wrapped=True)
        for label in (self._empty_title, self._empty_words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        layout.addWidget(self._empty_title)
        layout.addWidget(self._empty_words)
        layout.addStretch(2)
        return self._empty

    def _build_foot(self) -> QWidget:
        foot = Bar(fill="surface", side=Qt.Edge.TopEdge)
        row = QHBoxLayout(foot)
        row.setContentsMargins(px(20), px(8), px(16), px(8))
        row.setSpacing(px(12))
        words = QVBoxLayout()
        words.setSpacing(px(2))
        self.foot_count = Label(role="strong", wrapped=True)
        self.foot_note = Label(role="small", colour="muted", wrapped=True, selectable=True)
        words.addWidget(self.foot_count)
        words.addWidget(self.foot_note)
        row.addLayout(words, 1)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.setSpacing(px(8))
        self.stop_button = Button(phrase("Write no file"))
        self.stop_button.clicked.connect(self.asking.file.stop)
        self.stop_button.hide()
        self.export_button = Button(phrase("&Export…"))
        self.export_button.clicked.connect(lambda: self.asking.ask_file(self.model.numbers()))
        self.look_up_button = PrimaryButton(phrase("Look &up"), icon="search")
        self.look_up_button.clicked.connect(self.asking.look_up_all)
        for button in (self.stop_button, self.export_button, self.look_up_button):
            self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
        row.addLayout(self._buttons)
        return foot

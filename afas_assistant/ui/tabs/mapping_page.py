"""The mappings of a tab: what of TimeChimp becomes what in AFAS, the unmapped first, proposals with their reasons."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from afas_assistant.errors import AssistantError
from afas_assistant.sync.mapping.mappings import MappingEntry, Table
from afas_assistant.texts import Text, joined, literal, phrase, phrase_n
from afas_assistant.ui.error_box import show_error
from afas_assistant.ui.help.why import OWN_SECTION
from afas_assistant.ui.shortcuts import install
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.tabs.mapping_dialogs import MappingDialogs
from afas_assistant.ui.tabs.mapping_layout import MappingLayout
from afas_assistant.ui.tabs.mapping_model import MappingModel
from afas_assistant.ui.tabs.mapping_parts import Step
from afas_assistant.ui.tabs.mapping_rows import MappingRow, MappingRows
from afas_assistant.ui.tabs.mapping_run import MappingRun, PreparedMappings
from afas_assistant.ui.tabs.mapping_table import MappingTable
from afas_assistant.ui.tabs.mapping_words import MappingState
from afas_assistant.ui.tabs.rows import ALL, Arrangement, arranged
from afas_assistant.ui.tasks import TaskRunner

if TYPE_CHECKING:  # the worker calls it
    from afas_assistant.ui.tabs.mapping_desk import Changed, MappingDesk
    from afas_assistant.ui.tabs.mapping_editor import MappingEditor

_ASKING = frozenset({MappingState.WRONG, MappingState.UNMAPPED, MappingState.PROPOSED})
"""States that ask for a person."""


class MappingPage(QWidget):
    """Reads again whenever it is shown: another window or the terminal may have changed them.

    Signals: `changed` when a mapping was accepted, changed or forgotten, so that a plan made before is stale;
    `closed` when the person wants the plan back; `counted(int)` when the number of unmapped ones was found out;
    `cure_asked(place)` for a place elsewhere, see `places`.
    """

    changed = Signal()
    closed = Signal()
    counted = Signal(int)
    cure_asked = Signal(str)

    def __init__(
        self, kind: Kind, desk: "MappingDesk", runner: TaskRunner, lane: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty(OWN_SECTION, "mapping")
        self.kind = kind
        self.run = MappingRun(kind, desk, runner, lane, self)
        self.rows: MappingRows | None = None
        self.dialogs = MappingDialogs(kind, self)
        self._undoable: Changed | None = None
        self._wanted = Arrangement()
        self._asked: tuple[Table, str] | None = None
        self._open_asked = False
        self._next: Callable[[], None] | None = None
        self._told: Text = literal("")
        self.model = MappingModel(self)
        self.table = MappingTable(self.model)
        self.page = MappingLayout(kind, self.table)
        self.tools, self.footer = self.page.tools, self.page.footer
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self._connect()
        self.setFocusProxy(self.table)
        self._show_state()

    # ------------------------------------------------------------------ what is asked

    @property
    def unmapped(self) -> int:
        """How many have to be mapped before all of it can be sent; 0 until that was read."""
        return 0 if self.rows is None else self.rows.unmapped

    @property
    def editor(self) -> "MappingEditor | None":
        """The window in which a mapping is made now."""
        return self.dialogs.editor

    def refresh_count(self) -> None:
        """Count what is not mapped by what is kept alone, without AFAS and TimeChimp."""
        if not self.run.running:
            self.run.look(self._wanted)

    def show_key(self, table: Table, key: str) -> None:
        """Choose the row of a mapping; the page may still be reading, and shows it as soon as it can."""
        self._asked = (table, key)
        if key:
            self.run.wanted = (*self.run.wanted, (table, key))
        self._show_all()
        if self.rows is not None and not self.run.running and (not key or self.rows.holds(table, key)):
            self._choose_asked()
        elif not self.run.running and self.isVisible():
            self.run.look(self._wanted)

    def read(self) -> None:
        """Read both systems and propose."""
        if self.run.running:
            return
        self._told = literal("")
        self.run.propose(self._wanted)
        self.page.show_list()
        self._show_busy()

    def stop(self) -> None:
        """Stop reading; nothing is told any more."""
        self.run.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Look at what is kept, and read both systems if they were not read before."""
        super().showEvent(event)
        if self.run.running:
            return
        if self.run.offer is None:
            self._next = self.read
        self.run.look(self._wanted)

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget what was to be undone: whoever comes back does not know any more what that was."""
        super().hideEvent(event)
        self._undoable = None
        self.footer.undo_button.hide()

    # ------------------------------------------------------------------ what was read

    def on_prepared(self, prepared: PreparedMappings) -> None:
        """Show the rows, where the person was."""
        before = self.rows
        current = self._current()
        if before is not None and before.offer is prepared.rows.offer:
            prepared.rows.tick_as(before)
        self.rows = prepared.rows
        self.model.show(prepared.rows, prepared.order)
        self.tools.show_counts(prepared.counts)
        self.page.show_list()
        self.page.show_found(self.model.rowCount())
        if self._asked is None:
            self._choose(current)
        elif self._asked[1] and not self.rows.holds(*self._asked):
            self._next = self._next or self.refresh_count  # it was asked for while this was read
        else:
            self._choose_asked()
        self.counted.emit(self.unmapped)
        self._show_state()
        if prepared.changed is not None:
            self._after_change(prepared.changed)
        following, self._next = self._next, None
        if following is not None and not self.run.running:
            following()

    def on_unread(self, error: Exception) -> None:
        """Say what stands in the way of reading; a list that was read before stays."""
        if self.rows is not None and self.run.offer is not None:
            self.on_failed(error)
            return
        self._next = None
        self._show_state()
        self.page.show_trouble(error, kept=self.rows is not None)
        if not isinstance(error, AssistantError):
            raise error

    def on_failed(self, error: Exception) -> None:
        """Say why nothing was changed or written; the list stays as it is."""
        self._next = None
        self._show_state()
        show_error(self, error)
        if not isinstance(error, AssistantError):
            raise error

    def on_kept_clicked(self) -> None:
        """Show what is kept, without what AFAS would say to it."""
        self._told = phrase("AFAS was not read: what is kept is shown, without proposals.")
        self.page.show_list()
        self._show_state()
        self.table.setFocus()

    def on_written(self, path: Path) -> None:
        """Say where the file stands."""
        self._told = phrase("Written: {path}", path=literal(str(path)))
        self._show_state()

    # ------------------------------------------------------------------ what is done

    def on_stepped(self) -> None:
        """Do what the filled button says now."""
        if self.footer.step is Step.ACCEPT and self.rows is not None:
            self._accept(self.rows.chosen())
        elif self.footer.step is Step.NEXT:
            self._choose_next()
            self.on_change_asked()
        else:
            self.closed.emit()

    def on_change_asked(self) -> None:
        """Open the window in which the chosen mapping is made."""
        row = self._current_row()
        if row is not None and self.rows is not None and not self.run.running:
            self.dialogs.change(row, self.rows)

    def on_forget_asked(self) -> None:
        """Take the chosen mappings out; it can be undone."""
        chosen = [self.model.row_at(one) for one in self.table.selected_rows()]
        self._forget([one.place for one in chosen if one is not None and one.entry is not None])

    def on_undo_clicked(self) -> None:
        """Put back what was changed last."""
        if self._undoable is not None and not self.run.running:
            changed, self._undoable = self._undoable, None
            self.footer.undo_button.hide()
            self.run.undo(changed, self._wanted)

    def on_named(self, table: Table, key: str) -> None:
        """Show the row of what was named, and let the person choose."""
        self._open_asked = True
        self.show_key(table, key)

    def import_file(self, path: Path) -> None:
        """Accept the mappings of a file."""
        if not self.run.running:
            self.run.import_file(path, self._wanted)

    def export_file(self, path: Path) -> None:
        """Write the mappings to a file."""
        if not self.run.running:
            self.run.export_file(path)

    def on_stopped(self) -> None:
        """Stop reading; what is kept stays on the screen."""
        self.run.give_up()
        self._told = phrase("Reading was stopped.")
        self._show_state()

    def _forget(self, places: list[tuple[Table, str]]) -> None:
        if places and not self.run.running:
            self.run.forget(places, self._wanted)

    def _accept(self, entries: list[MappingEntry]) -> None:
        if entries and not self.run.running:
            self.run.accept(entries, self._wanted)

    def _after_change(self, changed: "Changed") -> None:
        self._undoable = changed if changed.touched else None
        self.footer.undo_button.setVisible(self._undoable is not None)
        self._told = phrase_n("1 mapping was changed.", "{count} mappings were changed.", len(changed.touched))
        self._show_state()
        self.changed.emit()
        roles = any(table is Table.ROLES for table, _ in changed.touched)
        if roles and self.rows is not None and not self.rows.seen.debtors and self.isVisible():
            self.read()  # debtors can be read only now

    # ------------------------------------------------------------------ which rows

    def arrange(self, **changes: object) -> None:
        """Show other rows, or in another order."""
        self._wanted = replace(self._wanted, **changes)  # type: ignore[arg-type]
        if self.rows is not None:
            current = self._current()
            self.model.show(self.rows, arranged(self.rows, self._wanted))
            self.page.show_found(self.model.rowCount())
            self._choose(current)
            self._show_state()

    def on_sort_asked(self, column: int, descending: bool) -> None:
        """Sort by a column; -1 for what asks for a person first."""
        chosen = None if column < 0 else column
        self.table.sorted_by(chosen, descending=descending)
        self.arrange(column=chosen, descending=descending)

    def on_all_asked(self) -> None:
        """Show every row again."""
        self._show_all()
        self.table.setFocus()

    def on_row_changed(self) -> None:
        """Offer what can be done with the chosen row."""
        row = self._current_row()
        self.footer.show_row(chosen=row is not None, mapped=row is not None and row.entry is not None)

    def _show_all(self) -> None:
        self.tools.choose(ALL)
        self.tools.search_field.clear()
        self.arrange(choice=ALL, search="")

    def _current_row(self) -> MappingRow | None:
        return self.model.row_at(self.table.current_row())

    def _current(self) -> tuple[Table, str] | None:
        row = self._current_row()
        return None if row is None else row.place

    def _choose(self, place: tuple[Table, str] | None) -> None:
        rows = self.rows
        found = -1
        if place is not None and rows is not None and rows.holds(*place):
            found = self.model.row_of(rows.place_of(*place))
        self.table.choose_row(max(found, 0))
        self.on_row_changed()

    def _choose_asked(self) -> None:
        asked, self._asked = self._asked, None
        if asked is not None and self.rows is not None:
            self.table.choose_row(self.model.row_of(self.rows.place_of(*asked)))
            self.table.setFocus()
            self.on_row_changed()
            if self._open_asked:
                self._open_asked = False
                QTimer.singleShot(0, self, self.on_change_asked)  # once the other window is closed

    def _choose_next(self) -> None:
        """Choose the next row that asks for a person, from the chosen one on."""
        count = self.model.rowCount()
        start = max(self.table.current_row(), 0)
        for step in range(count):
            row = self.model.row_at((start + step) % count)
            if row is not None and row.state in _ASKING:
                self.table.choose_row((start + step) % count)
                return
        if self._wanted.choice != ALL or self._wanted.search:
            self._show_all()
            self._choose_next()

    # ------------------------------------------------------------------ what is said

    def _show_busy(self) -> None:
        self.footer.show_reading(phrase("Reading AFAS and TimeChimp…"))
        self.tools.refresh_button.setEnabled(False)

    def _show_state(self) -> None:
        """Say how it stands, and what the filled button does."""
        if self.run.reading:
            self._show_busy()
            return
        self.tools.refresh_button.setEnabled(True)
        rows = self.rows
        if rows is None:
            self.footer.show_state(phrase("What is kept is being read."), literal(""), Step.BACK, 0)
            return
        ticked, open_ones = len(rows.ticked), rows.unmapped
        step = Step.ACCEPT if ticked else (Step.NEXT if open_ones else Step.BACK)
        if open_ones:
            first = phrase_n("1 asks for your choice.", "{count} ask for your choice.", open_ones)
        elif rows.offer is None:
            first = phrase("Nothing that is kept asks for your choice.")
        else:
            first = phrase("Everything is mapped.")
        second = [self._told] if self._told.render("en") else []
        if rows.tickable:
            second.append(phrase("{count} of {all} proposals ticked", count=ticked, all=len(rows.tickable)))
        self.footer.show_state(first, joined(*second, separator=" · "), step, ticked)

    # ------------------------------------------------------------------ how it is put together

    def _connect(self) -> None:
        run, tools, footer, table, page = self.run, self.tools, self.footer, self.table, self.page
        run.prepared.connect(self.on_prepared)
        run.unread.connect(self.on_unread)
        run.failed.connect(self.on_failed)
        run.written.connect(self.on_written)
        run.reached.connect(footer.show_reached)
        tools.closed.connect(self.closed)
        tools.chosen.connect(lambda choice: self.arrange(choice=choice))
        tools.searched.connect(lambda words: self.arrange(search=words))
        tools.refresh_asked.connect(self.read)
        tools.add_asked.connect(self.dialogs.add)
        tools.import_asked.connect(self.dialogs.ask_to_open)
        tools.export_asked.connect(self.dialogs.ask_to_save)
        self.dialogs.chosen.connect(lambda entry: self._accept([entry]))
        self.dialogs.forgotten.connect(lambda place: self._forget([place]))
        self.dialogs.named.connect(self.on_named)
        self.dialogs.opened.connect(self.import_file)
        self.dialogs.saved.connect(self.export_file)
        footer.stepped.connect(self.on_stepped)
        footer.changing.connect(self.on_change_asked)
        footer.forgetting.connect(self.on_forget_asked)
        footer.undone.connect(self.on_undo_clicked)
        footer.stopped.connect(self.on_stopped)
        table.change_asked.connect(self.on_change_asked)
        table.forget_asked.connect(self.on_forget_asked)
        table.sort_asked.connect(self.on_sort_asked)
        table.selectionModel().currentRowChanged.connect(self.on_row_changed)
        self.model.ticks_changed.connect(self._show_state)
        page.nothing.second_asked.connect(self.on_all_asked)
        page.trouble.again.connect(self.read)
        page.trouble.cure_asked.connect(self.cure_asked)
        page.kept_button.clicked.connect(self.on_kept_clicked)
        page.leave_button.clicked.connect(self.closed)
        install("find", self, tools.search_field.setFocus, inside=True)
        install("undo", self, self.on_undo_clicked, inside=True)

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange} and hasattr(self, "page"):
            QTimer.singleShot(0, self, self.render_again)  # whoever sends the event goes through all widgets

    def render_again(self) -> None:
        """Measure again, and have the rows made again in another language."""
        self.table.render_again()
        if self.rows is not None and not self.run.running and self.page.currentWidget() is self.page.list_pane:
            self.run.look(self._wanted)

"""All organisations below each other, for whoever looks after many: which of them asks for attention, and what for."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from afas_assistant.texts import Text, joined, literal, phrase
from afas_assistant.ui.kept import Kept
from afas_assistant.ui.pages.all_organisations_bars import AllFilters, AllFooter, AllHeader
from afas_assistant.ui.pages.all_organisations_model import AllOrganisationsModel
from afas_assistant.ui.pages.all_organisations_rows import Standing, standings
from afas_assistant.ui.pages.all_organisations_run import Check, CheckAll, Job, check_connection
from afas_assistant.ui.pages.all_organisations_table import OrganisationsTable
from afas_assistant.ui.shortcuts import install
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button
from afas_assistant.ui.widgets.label import Label
from afas_assistant.ui.widgets.notice import Notice

if TYPE_CHECKING:  # the worker makes it
    from afas_assistant.ui.snapshots import Snapshot


class AllOrganisationsPage(QWidget):
    """Signals: `organisation_chosen(int)`; `menu_asked(key, QPoint)`, `rename_asked(key)` and `remove_asked(key)`, with
    the keys of the sidebar.

    Which are shown and in what order is remembered as long as the page lives.
    """

    organisation_chosen = Signal(int)
    menu_asked = Signal(str, QPoint)
    rename_asked = Signal(str)
    remove_asked = Signal(str)

    def __init__(
        self, kept: Kept, runner: TaskRunner, parent: QWidget | None = None, *, check: Check = check_connection
    ) -> None:
        super().__init__(parent)
        self._kept, self._runner = kept, runner
        self._snapshot: Snapshot | None = None
        self.model = AllOrganisationsModel(self)
        self.checking = CheckAll(kept, self, check=check)
        self.checking.changed.connect(self.on_checking_changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.header = AllHeader()
        self.header.check_asked.connect(self.start)
        self.header.export_asked.connect(self.ask_file)
        self.filters = AllFilters()
        self.filters.asked.connect(self.on_asked)
        self.filters.down_pressed.connect(self.on_down_pressed)
        self.notice = Notice()
        self.footer = AllFooter()
        self.footer.stopped.connect(self.on_stop_pressed)
        self._middle = QStackedWidget()
        self._middle.addWidget(self._table())
        self._middle.addWidget(self._nothing())
        for widget in (self.header, self.filters, self.notice):
            layout.addWidget(widget)
        layout.addWidget(self._middle, 1)
        layout.addWidget(self.footer)
        self.setFocusProxy(self.table)
        install("find", self, self.on_find_pressed, inside=True)
        self._say_signs()

    # ------------------------------------------------------------------ what is shown

    @property
    def running(self) -> bool:
        """Return whether a check of all is under way."""
        return self.checking.running

    def show_kept(self, snapshot: "Snapshot") -> None:
        """Show what is kept now; while a check runs, rows keep their places."""
        self._snapshot = snapshot
        self.checking.follow(snapshot.organisations)
        self._show()

    def start(self) -> None:
        """Check every connection, in the order in which the organisations stand here."""
        if self._snapshot is None or self.running:
            return
        self.notice.hide()
        places = {one.key: place for place, one in enumerate(self.model.shown())}
        order = sorted(self._snapshot.organisations, key=lambda one: places.get(one.organisation.id, len(places)))
        self.checking.start(
            [Job(one.organisation.id, tuple(each.connection for each in one.connections)) for one in order]
        )

    def stop(self) -> None:
        """Stop the check; nothing is waited for."""
        self.checking.stop()

    def drop(self, organisation_id: int) -> None:
        """Leave an organisation alone that is about to be removed."""
        self.checking.drop({organisation_id})

    def _show(self) -> None:
        """Show how all stand, once somebody looks."""
        if self._snapshot is None or not self.isVisible():
            return
        found = standings(self._snapshot.organisations, self.checking.failures, self.checking.busy)
        self.header.show_found(found)
        self.filters.show_found(found)
        self.model.ask(*self.filters.asks())  # a kind that went takes its choice along
        self.model.show_all(found, keep_places=self.running)
        self.table.fit_columns()
        self._show_whether_any()
        self._show_progress()
        self._say_signs()

    def _show_whether_any(self) -> None:
        """Show the table, or why there is nothing in it."""
        some = bool(self.model.shown()) or not self.model.all()
        if not some and self.table.hasFocus():
            self.filters.search.setFocus()
        self._middle.setCurrentIndex(0 if some else 1)
        self.header.show_exportable(able=bool(self.model.shown()))

    def _show_progress(self) -> None:
        able = any(one.connected for one in self.model.all())
        self.header.show_busy(busy=self.running, able=able)
        self.footer.show_reached(self.checking.reached() if self.running else None)

    def _say_signs(self, one: Standing | None = None) -> None:
        """Say what stands in the way of the organisation that is looked at; else what the table means."""
        if one is not None and str(one.trouble):
            self.footer.say(joined(literal(f"{one.name}:"), one.trouble))
            return
        said: list[Text] = [phrase("Attention is on top.")]
        if any(each.has_both for each in self.model.all()):
            said.append(phrase("Both = TimeChimp and SmartBooqing."))
        said.append(phrase("Unbilled in euros, without VAT. ? = could not be read."))
        self.footer.say(joined(*said))

    # ------------------------------------------------------------------ what happens

    def on_asked(self) -> None:
        """Show the organisations that are asked for."""
        self.model.ask(*self.filters.asks())
        self._show_whether_any()

    def on_find_pressed(self) -> None:
        """Put the keyboard into the search field."""
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def on_down_pressed(self) -> None:
        """Go on from the search field to the table."""
        if self.model.rowCount():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def on_checking_changed(self) -> None:
        """Show who is checked now, and how far it is; once all are done, attention comes on top again."""
        self._show()

    def on_stop_pressed(self) -> None:
        """Stop, and show what was reached."""
        self.checking.stop()
        self._kept.reload()
        self.on_checking_changed()

    def ask_file(self) -> None:
        """Ask where to write the organisations that are shown."""
        day = datetime.now().astimezone()
        name = str(phrase("All organisations {date}.xlsx", date=f"{day:%Y-%m-%d}"))
        path, _ = QFileDialog.getSaveFileName(self, str(phrase("Save all organisations")), name, "*.xlsx")
        if path:
            self.export(path)

    def export(self, chosen: str) -> None:
        """Write the organisations that are shown, as they are shown."""
        found = list(self.model.shown())
        self.notice.hide()
        self.footer.say(phrase("The file is being written…"))

        def work() -> Path:
            from afas_assistant.ui.pages.all_organisations_sheet import export  # noqa: PLC0415 - on the worker
            from afas_assistant.ui.sheets import sheet_path  # noqa: PLC0415 - as above

            return export(sheet_path(chosen), found)

        self._runner.start(work, done=self.on_written, failed=self.on_not_written)

    def on_written(self, path: Path) -> None:
        """Say where the file is."""
        self.footer.say(phrase("Written: {path}", path=literal(str(path))))

    def on_not_written(self, error: Exception) -> None:
        """Say why there is no file."""
        self.footer.say(phrase("Nothing was written."))
        self.notice.tell_error(error)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what changed while nobody looked."""
        super().showEvent(event)
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language, palette or size."""
        super().changeEvent(event)
        changes = {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange, QEvent.Type.FontChange}
        if event.type() in changes and hasattr(self, "table"):
            self.model.retranslate()
            self.table.render_again()
            self._show()

    # ------------------------------------------------------------------ how it is put together

    def _table(self) -> QWidget:
        self.table = OrganisationsTable(self.model)
        self.table.organisation_chosen.connect(self.organisation_chosen)
        self.table.menu_asked.connect(self.menu_asked)
        self.table.rename_asked.connect(self.rename_asked)
        self.table.remove_asked.connect(self.remove_asked)
        self.table.looked_at.connect(self._say_signs)
        return self.table

    def _nothing(self) -> QWidget:
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(px(20), px(32), px(20), px(20))
        layout.setSpacing(px(8))
        layout.addWidget(Label(phrase("No organisation fits what is asked for."), role="heading", wrapped=True))
        why = phrase("The choices above and the words that are searched for leave out all of them.")
        layout.addWidget(Label(why, colour="muted", wrapped=True))
        self.everything_button = Button(phrase("Show all"))
        self.everything_button.clicked.connect(self.filters.clear)
        layout.addWidget(self.everything_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        return holder

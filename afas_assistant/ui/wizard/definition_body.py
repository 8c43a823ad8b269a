"""The opened card of definition files: where to drop, how far reading is, the rows, and how files are imported."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from afas_assistant.texts import current_language, literal, phrase, phrase_n
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button, LinkButton
from afas_assistant.ui.widgets.flow import FlowLayout
from afas_assistant.ui.widgets.notice import Notice
from afas_assistant.ui.wizard.definition_detail import DefinitionDetail
from afas_assistant.ui.wizard.definition_drop import DropZone
from afas_assistant.ui.wizard.definition_files import DefinitionFiles
from afas_assistant.ui.wizard.definition_rows_view import DefinitionRows
from afas_assistant.ui.wizard.definition_steps import ImportSteps
from afas_assistant.ui.wizard.definition_words import connector_name
from afas_assistant.ui.wizard.message_panel import save_text
from afas_assistant.ui.wizard.session import Session
from afas_assistant.ui.wizard.surfaces import thin_line

if TYPE_CHECKING:  # the worker imports them
    from afas_assistant.gcn.definition import GcnDefinition
    from afas_assistant.onboarding.definition_rows import Row
    from afas_assistant.onboarding.requirements import Profile


class CardBody(QWidget):
    """What the card shows while it is open."""

    def __init__(
        self, session: Session, profile: "Profile", files: DefinitionFiles, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._profile, self._files = session, profile, files
        self._count = 0
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(6), px(4), 0, px(8))
        layout.setSpacing(px(8))
        self.notice = Notice()
        self.zone = DropZone()
        self.rows = DefinitionRows(self.new_detail)
        for widget in (self.notice, self.zone, self.rows, self._buttons(), thin_line(), ImportSteps(profile)):
            layout.addWidget(widget)
        self._connect()
        self.on_changed()

    # ------------------------------------------------------------------ what the person does

    def on_files_wanted(self) -> None:
        """Ask for files or a ZIP."""
        title, kinds = phrase("Choose definition files"), phrase("Definition files (*.gcn *.zip)")
        paths, _ = QFileDialog.getOpenFileNames(self, str(title), "", str(kinds))
        if paths:
            self._files.take([Path(path) for path in paths])

    def on_folder_wanted(self) -> None:
        """Ask for a folder."""
        path = QFileDialog.getExistingDirectory(self, str(phrase("Choose the folder with definition files")))
        if path:
            self._files.take([Path(path)])

    def on_name_wanted(self, row: "Row") -> None:
        """Put the exact name on the clipboard."""
        name = connector_name(row)
        QGuiApplication.clipboard().setText(name)
        self._session.told.emit(phrase("{name} is on the clipboard.", name=name))

    def on_sheet_copy_wanted(self, definition: "GcnDefinition") -> None:
        """Put the build sheet on the clipboard."""
        QGuiApplication.clipboard().setText(_sheet(definition))
        self._session.told.emit(phrase("The build sheet of {name} is on the clipboard.", name=definition.connector_id))

    def on_sheet_wanted(self, definition: "GcnDefinition") -> None:
        """Ask where to save the build sheet."""
        name = f"{definition.connector_id}.md"
        path, _ = QFileDialog.getSaveFileName(self, str(phrase("Save the build sheet")), name, "*.md *.txt")
        if path:
            save_text(self._session, Path(path), _sheet(definition), self._session.told.emit)

    # ------------------------------------------------------------------ what is shown

    def new_detail(self, row: "Row") -> DefinitionDetail:
        """Return the opened part of a row."""
        contact = self._profile.contact.missing
        detail = DefinitionDetail(row, self._files.findings(row), contact, read=self._files.is_read)
        detail.name_wanted.connect(self.on_name_wanted)
        detail.sheet_wanted.connect(self.on_sheet_wanted)
        detail.sheet_copy_wanted.connect(self.on_sheet_copy_wanted)
        return detail

    def on_changed(self) -> None:
        """Show the rows as they are now."""
        files = self._files
        if files.reading:
            self.notice.hide()
        self._count = 0
        self._show_zone()
        if not files.reading:
            self.rows.show_rows(files.rows, read=files.is_read, remarks=files.remarks, unkept=files.unkept)
        self.practice_button.setVisible(files.practises and bool(files.importable))
        self.practice_button.setEnabled(not files.importing and not files.reading)
        count = len(files.importable)
        self.practice_button.say(
            phrase_n("Import 1 file in the practice environment", "Import {count} files in the practice environment",
                     count)
        )  # fmt: skip
        self.again_button.setVisible(files.is_read and not files.reading)

    def on_progressed(self, count: int) -> None:
        """Say how far reading is."""
        self._count = count
        self._show_zone()

    def _show_zone(self) -> None:
        reading = self._files.reading
        self.zone.show_reading(reading)
        if reading:
            words = phrase_n("1 file read…", "{count} files read…", self._count)
            self.zone.say(words, phrase("Nothing of a file is run; it is only read."))
        elif self._files.is_read:
            self.zone.say(
                phrase("Drop more here: files, a folder or the vendor’s ZIP"),
                phrase("A file that comes again takes the place of the earlier one."),
            )
        else:
            self.zone.say(
                phrase("Drop the definition files here: files, a folder or the vendor’s ZIP"),
                phrase("The program reads what each will create in AFAS, and whether it arrived undamaged."),
            )

    def _buttons(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, gap=px(8))
        self.practice_button = Button(literal(""), icon="flask")  # it counts; `on_changed` says how many
        self.practice_button.clicked.connect(self._files.import_in_practice)
        self.again_button = LinkButton(phrase("Start over"))
        self.again_button.clicked.connect(self._files.forget)
        flow.add(self.practice_button)
        flow.add(self.again_button)
        return holder

    def _connect(self) -> None:
        self.zone.files_wanted.connect(self.on_files_wanted)
        self.zone.folder_wanted.connect(self.on_folder_wanted)
        self.zone.stop_wanted.connect(self._files.stop)
        self.rows.name_wanted.connect(self.on_name_wanted)
        self._files.changed.connect(self.on_changed)
        self._files.progressed.connect(self.on_progressed)
        self._files.failed.connect(self.notice.tell_error)


def _sheet(definition: "GcnDefinition") -> str:
    from afas_assistant.gcn.sheet import build_sheet  # noqa: PLC0415 - reading the file has loaded it

    return build_sheet(definition, current_language())

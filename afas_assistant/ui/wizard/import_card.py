"""The definition files of a checklist as a card: one line while it is closed; opened, all of `definition_body`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from afas_assistant.texts import Text, phrase
from afas_assistant.ui.language import describe
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.flow import FlowLayout
from afas_assistant.ui.widgets.frames import Card
from afas_assistant.ui.widgets.label import IconLabel, Label
from afas_assistant.ui.wizard.controls import Chevron
from afas_assistant.ui.wizard.definition_body import CardBody
from afas_assistant.ui.wizard.definition_drop import DropFilter
from afas_assistant.ui.wizard.definition_files import DefinitionFiles
from afas_assistant.ui.wizard.definition_words import summary
from afas_assistant.ui.wizard.session import Session

if TYPE_CHECKING:  # the worker imports it
    from afas_assistant.onboarding.requirements import Profile


class ImportCard(Card):
    """Signals: `opened(bool)` when it opens or closes."""

    opened = Signal(bool)

    def __init__(self, session: Session, profile: "Profile", parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session, self._profile = session, profile
        self.files = DefinitionFiles(session, profile, self)
        self.drop = DropFilter(self)
        self.drop.watch(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(8), px(4), px(14), px(4))
        layout.setSpacing(px(4))
        layout.addWidget(self._head())
        self.body: CardBody | None = None
        self._whole = layout
        self._connect()
        self._retranslate()

    @property
    def needed(self) -> bool:
        """Whether the checklist has definition files at all."""
        return any(line.file for line in self._profile.get)

    def open(self) -> None:
        """Open it, as the person would."""
        self.toggle.setChecked(True)

    def watch_drops(self, page: QWidget) -> None:
        """Take what is dropped anywhere on a page."""
        self.drop.watch(page)

    # ------------------------------------------------------------------ what happens

    def on_toggled(self, opened: bool) -> None:
        """Show or hide the files; they are made when they are first wanted."""
        if opened and self.body is None:
            self.body = CardBody(self._session, self._profile, self.files)
            self._whole.addWidget(self.body)
            self.files.open()
        if self.body is not None:
            self.body.setVisible(opened)
        self._retranslate()
        self.opened.emit(opened)

    def on_hovered(self, hovered: bool) -> None:
        """Show where files go that are held above the page."""
        if hovered:
            self.open()
        if self.body is not None:
            self.body.zone.show_hovered(hovered)

    def on_dropped(self, paths: Sequence[Path]) -> None:
        """Read what was dropped."""
        self.open()
        self.files.take(paths)

    def on_refused(self, words: Text) -> None:
        """Say why what was dropped is of no use."""
        self._session.told.emit(words)

    def on_changed(self) -> None:
        """Say in one line how the files stand."""
        words = phrase("none read yet; drop them anywhere on this page")
        if self.files.reading:
            words = phrase("being read…")
        elif self.files.is_read:
            words = summary(self.files.rows)
        self._summary.say(words)

    def on_imported(self) -> None:
        """Close, so that the list is seen in which rows turn green."""
        self.toggle.setChecked(False)
        self.toggle.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        self.toggle = Chevron()
        self.toggle.toggled.connect(self.on_toggled)
        row.addWidget(self.toggle)
        row.addWidget(IconLabel("document", colour="accent"))
        words = QWidget()
        flow = FlowLayout(words, gap=px(8))
        flow.add(Label(phrase("Definition files (.gcn)"), role="name"))
        self._summary = Label(role="body", colour="muted")
        flow.add(self._summary)
        row.addWidget(words, 1, Qt.AlignmentFlag.AlignVCenter)
        return head

    def _connect(self) -> None:
        self.drop.hovered.connect(self.on_hovered)
        self.drop.dropped.connect(self.on_dropped)
        self.drop.refused.connect(self.on_refused)
        self.files.changed.connect(self.on_changed)
        self.files.told.connect(self._session.told)
        self.files.imported.connect(self.on_imported)
        self.on_changed()

    def _retranslate(self) -> None:
        opened = self.toggle.isChecked()
        words = phrase("Hide the definition files") if opened else phrase("Show the definition files")
        describe(self.toggle, words, tip=words)

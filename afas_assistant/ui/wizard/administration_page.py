"""Page 8: which administration the connection is for, read with the token and picked from a list."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from afas_assistant.onboarding.flow import Step
from afas_assistant.onboarding.verdicts import Section, Status
from afas_assistant.texts import Text, joined, literal, phrase, phrase_n
from afas_assistant.ui.language import describe
from afas_assistant.ui.tasks import Task
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import metrics, px
from afas_assistant.ui.widgets.buttons import Button
from afas_assistant.ui.widgets.frames import Card
from afas_assistant.ui.widgets.label import Label
from afas_assistant.ui.widgets.notice import Notice
from afas_assistant.ui.wizard.page import Page
from afas_assistant.ui.wizard.session import Session

if TYPE_CHECKING:  # the worker imports it
    from afas_assistant.ui.wizard.calls import Administrations

CONNECTORS = ("DDI_Profit_Administraties", "Profit_Administrations", "SBQ_Administratie")
"""Connectors that list administrations, whichever of them the app connector allows."""
ROW, MOST_SHOWN = 34, 9


def row_height() -> int:
    """Return the height of a row."""
    return max(px(ROW), metrics().height() + px(12))


class _Roomy(QStyledItemDelegate):
    """Gives rows the height of the wizard's other lists."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the style's size, at least as high as drawn."""
        return QSize(super().sizeHint(option, index).width(), row_height())


class AdministrationPage(Page):
    """Reads the administrations and has one picked."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, Step.ADMINISTRATION, parent)
        self._task: Task | None = None
        self._read_for: int | None = None
        self.unreadable = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(6), px(24), px(16))
        layout.setSpacing(px(12))
        self.notice = Notice()
        layout.addWidget(self.notice)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(px(12), px(10), px(12), px(10))
        inside.setSpacing(px(8))
        self._source = Label(phrase("The administrations are being read…"), colour="muted", wrapped=True)
        inside.addWidget(self._source)
        self.list = QListWidget()
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.currentItemChanged.connect(lambda *_: self.on_picked())
        self.list.setItemDelegate(_Roomy(self.list))
        inside.addWidget(self.list, 1)
        self.again_button = Button(phrase("Read a&gain"), icon="refresh")
        self.again_button.clicked.connect(self.read)
        inside.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(card)
        later = phrase("The key of the time registration and the default item are asked later, with the invoicing.")
        layout.addWidget(Label(later, role="small", colour="muted", wrapped=True))
        layout.addStretch(1)
        self._fit()
        self.retranslate()

    @property
    def valid(self) -> bool:
        """Whether one was picked, or none can be read now: then it is picked later."""
        return self.unreadable or self._picked() is not None

    @property
    def busy(self) -> bool:
        """Whether they are being read."""
        return self._task is not None

    def title(self) -> Text:
        """Return the page's title."""
        return phrase("Administration")

    def subtitle(self) -> Text:
        """Return what stands below the title."""
        return phrase("Which administration of {envid} is this connection for?", envid=self.session.envid)

    def why(self) -> Text:
        """Return why the page is there."""
        return joined(
            phrase("One environment can hold several administrations. Invoices and bookings go to one of them."),
            phrase("If yours is not in the list, the user of the token may not see it: AFAS leaves such rows out "
                   "without a word. The filters of the authorisation decide."),
            separator="\n\n",
        )  # fmt: skip

    def counts(self) -> Text:
        """Return how many were read."""
        count = self.list.count()
        return phrase_n("1 administration", "{count} administrations", count) if count else literal("")

    def doing(self) -> Text | None:
        """Return what the page is doing."""
        return phrase("The administrations are being read…") if self.busy else None

    def missing(self) -> Text | None:
        """Return what is missing."""
        return None if self.valid or self.busy else phrase("Pick an administration.")

    def on_ready(self) -> None:
        """Read the list, once for each connection."""
        connection = self.session.connection
        if connection is not None and self._read_for != connection.id:
            self.read()
        else:
            self._mark_picked()

    def apply(self) -> None:
        """Hand over which one was picked."""
        if (picked := self._picked()) is not None:
            self.session.flow.change(administration=picked)

    def leave(self) -> None:
        """Nobody waits for the list any more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def initial_focus(self) -> QWidget | None:
        """Begin in the list."""
        return self.list

    def read(self) -> None:
        """Read the administrations with the token."""
        connection, desk = self.session.connection, self.session.desk
        if connection is None:
            return
        self.leave()
        self.notice.hide()
        self.unreadable = False
        self._source.say(phrase("The administrations are being read…"))
        connectors = self._connectors()

        def work() -> "Administrations | None":
            from afas_assistant.ui.wizard.calls import administrations  # noqa: PLC0415 - on the worker

            return administrations(desk, connection, connectors)

        self._read_for = connection.id
        self._task = self.session.call(work, self.on_read, self.on_failed, lane=f"check {connection.id}")
        self._show_busy()

    def on_read(self, found: "Administrations | None") -> None:
        """Show the list; the only one there is, is picked."""
        self._task = None
        self.list.clear()
        if found is None:
            self.unreadable = True
            names = ", ".join(CONNECTORS)
            self._source.say(
                phrase("None of these connectors lists any: {names}. You can go on and pick it later.", names=names)
            )
        else:
            self._source.say(phrase("Read from {connector}.", connector=found.connector))
            self.session.administration_names = {one.number: one.name for one in found.found}
            for one in found.found:
                item = QListWidgetItem(f"{one.number} · {one.name}" if one.name else one.number)
                item.setData(Qt.ItemDataRole.UserRole, one.number)
                self.list.addItem(item)
            self._mark_picked()
            if self.list.count() == 1:
                self.list.setCurrentRow(0)
        self._show_busy()

    def on_failed(self, error: Exception) -> None:
        """Show why they could not be read; that keeps nobody here."""
        self._task = None
        self._read_for = None
        self.unreadable = True
        self._source.say(phrase("You can go on and pick it later."))
        self.notice.tell_error(error)
        self._show_busy()

    def on_picked(self) -> None:
        """Take the choice over."""
        self.apply()
        self.updated.emit()

    def retranslate(self) -> None:
        """Name the list in the new language."""
        describe(self.list, phrase("Administrations"))

    def changeEvent(self, event: QEvent) -> None:
        """Keep the list's colours and height."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange} and hasattr(self, "list"):
            self._fit()

    def _fit(self) -> None:
        """Make the list as high as its rows, up to ten of them, in the colours of a choice."""
        rows = min(max(self.list.count(), 3), MOST_SHOWN)
        self.list.setFixedHeight(rows * row_height() + px(4))
        wanted = QPalette(self.list.palette())
        wanted.setColor(QPalette.ColorRole.Highlight, tokens().colour("selection"))
        wanted.setColor(QPalette.ColorRole.HighlightedText, tokens().colour("text"))
        if wanted != self.list.palette():
            self.list.setPalette(wanted)

    def _show_busy(self) -> None:
        self._fit()
        self.again_button.setEnabled(not self.busy)
        self.again_button.setToolTip(str(phrase("They are being read.")) if self.busy else "")
        self.updated.emit()

    def _picked(self) -> str | None:
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else None

    def _mark_picked(self) -> None:
        wanted = self.session.state.administration
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == wanted:
                self.list.setCurrentRow(row)

    def _connectors(self) -> list[str]:
        """Return the connectors to try: those that the check found, else all known ones."""
        found = [
            one.found
            for one in self.session.verdicts or ()
            if one.line.section is Section.GET and one.status is Status.OK and one.found
        ]
        return [name for name in CONNECTORS if name in found] or list(CONNECTORS)

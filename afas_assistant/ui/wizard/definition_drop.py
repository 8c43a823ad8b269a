"""Where definition files are dropped: a box that says so, and the filter that takes a drop anywhere on a page."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QDropEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from afas_assistant.texts import Text, phrase
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button
from afas_assistant.ui.widgets.flow import FlowLayout
from afas_assistant.ui.widgets.label import Label
from afas_assistant.ui.widgets.painting import box, painter_of

MAIL_ATTACHMENT = "FileGroupDescriptor"
"""What Windows calls an attachment that is dragged out of a mail program: a promise of a file, not a file."""

LEAST_WORDS = 320  # drawn pixels; with less room beside the buttons, they go below the words

NO_FILE = phrase(
    "What was dropped is not a file on this computer. Save it in a folder first, an attachment too, and drop it from "
    "there."
)


def paths_of(data: QMimeData) -> list[Path]:
    """Return the files and folders of this computer that are dragged, in their order."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile() and url.toLocalFile()]


def _is_meant_for_us(data: QMimeData) -> bool:
    return data.hasUrls() or any(MAIL_ATTACHMENT in kind for kind in data.formats())


class DropFilter(QObject):
    """Takes what is dropped on the widgets that it watches.

    Signals: `hovered(bool)` while files are held above one of them; `dropped(list of Path)`; `refused(Text)` with why
    what was dropped is of no use.
    """

    hovered = Signal(bool)
    dropped = Signal(object)
    refused = Signal(object)

    def watch(self, widget: QWidget) -> None:
        """Take drops on a widget and on everything in it that takes none itself."""
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, widget: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt's own signature
        """Handle the four kinds of events of a drag; let all others pass."""
        if isinstance(event, QDropEvent):  # entering and moving are drops to Qt, too
            if not _is_meant_for_us(event.mimeData()):
                return False
            event.setDropAction(Qt.DropAction.CopyAction)  # whatever the other side offers: nothing is taken away
            event.accept()
            if event.type() == QEvent.Type.DragEnter:
                self.hovered.emit(True)  # noqa: FBT003 - Qt's own signature
            elif event.type() == QEvent.Type.Drop:
                self.hovered.emit(False)  # noqa: FBT003 - as above
                self._take(event.mimeData())
            return True
        if event.type() == QEvent.Type.DragLeave:
            self.hovered.emit(False)  # noqa: FBT003 - as above
        return False

    def _take(self, data: QMimeData) -> None:
        paths: Sequence[Path] = paths_of(data)
        if paths:
            self.dropped.emit(paths)
        else:
            self.refused.emit(NO_FILE)


class DropZone(QWidget):
    """A dashed box: what can be dropped, and the two buttons that do the same by keyboard; while reading, one to stop.

    Signals: `files_wanted`, `folder_wanted`, `stop_wanted`.
    """

    files_wanted = Signal()
    folder_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hovered = False
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._parts.setContentsMargins(px(16), px(10), px(12), px(10))
        self._parts.setSpacing(px(12))
        words = QVBoxLayout()
        words.setSpacing(px(2))
        self.title = Label(role="name", wrapped=True)
        self.more = Label(role="small", colour="muted", wrapped=True)
        words.addWidget(self.title)
        words.addWidget(self.more)
        self._parts.addLayout(words, 1)
        self._holder = QWidget()
        self._buttons = FlowLayout(self._holder, gap=px(8))
        self.files_button = Button(phrase("Choose &files…"))
        self.folder_button = Button(phrase("Choose f&older…"))
        self.stop_button = Button(phrase("&Stop reading"))
        self.stop_button.hide()
        self.files_button.clicked.connect(self.files_wanted)
        self.folder_button.clicked.connect(self.folder_wanted)
        self.stop_button.clicked.connect(self.stop_wanted)
        for button in (self.files_button, self.folder_button, self.stop_button):
            self._buttons.add(button)
        self._parts.addWidget(self._holder)

    def say(self, title: Text, more: Text) -> None:
        """Show what can be dropped now, and a line below it."""
        self.title.say(title)
        self.more.say(more)
        self.more.setVisible(bool(str(more)))

    def show_reading(self, reading: bool) -> None:
        """Offer to stop while files are being read."""
        had = any(one.hasFocus() for one in (self.files_button, self.folder_button, self.stop_button))
        for button in (self.files_button, self.folder_button):
            button.setVisible(not reading)
        self.stop_button.setVisible(reading)
        if had:
            (self.stop_button if reading else self.files_button).setFocus()
        self._arrange(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons beside the words where they fit."""
        super().resizeEvent(event)
        self._arrange(event.size().width())

    def _arrange(self, width: int) -> None:
        wide = width >= self._buttons.sizeHint().width() + px(LEAST_WORDS)
        wanted = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._parts.direction() != wanted:
            self._parts.setDirection(wanted)
        self._holder.setMinimumWidth(self._buttons.sizeHint().width() if wide else 0)

    def show_hovered(self, hovered: bool) -> None:
        """Show that what is held above it can be dropped."""
        self._hovered = hovered
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all of it is painted
        """Paint the dashed edge; filled while files are held above the page."""
        painter = painter_of(self)
        fill, edge = ("selection", "accent") if self._hovered else ("raised", "field_edge")
        box(painter, QRectF(self.rect()), fill=fill, edge=edge, style=Qt.PenStyle.DashLine)
        painter.end()

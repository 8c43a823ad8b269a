"""What the dialogs share: a title, words, a place for what is wrong, and the buttons at the bottom right."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QLineEdit, QVBoxLayout, QWidget

from afas_assistant.texts import Text, literal, phrase
from afas_assistant.ui.language import describe
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button
from afas_assistant.ui.widgets.fields import show_edge
from afas_assistant.ui.widgets.label import Label
from afas_assistant.ui.widgets.notice import Notice

WIDTH = 480
T = TypeVar("T")


class Dialog(QDialog):
    """Holds up its window until it is closed, and goes when it is; nothing waits for its answer."""

    drawn_width = WIDTH

    def __init__(self, title: Text, words: Text, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._title, self._below = title, parent
        self.setWindowTitle(str(title))
        self.body = QVBoxLayout(self)
        self.body.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # `fit` knows better than Qt
        self.body.setContentsMargins(px(20), px(18), px(20), px(16))
        self.body.setSpacing(px(8))
        self.body.addWidget(Label(title, role="heading", wrapped=True))
        if words.render():
            self.body.addWidget(Label(words, colour="muted", wrapped=True))
        self.notice = Notice()
        self._closed = False

    def done(self, result: int) -> None:
        """Close; what is still under way is not told any more."""
        self._closed = True
        super().done(result)

    def while_open(self, slot: Callable[[T], object]) -> Callable[[T], None]:
        """Return the slot for an answer that may come after the dialog was closed, and is dropped then."""

        def told(value: T) -> None:
            if not self._closed:
                slot(value)

        return told

    def add_field(self, label: Text, value: str = "") -> QLineEdit:
        """Add a field with its label; `label` may hold a mnemonic."""
        words = Label(label, role="strong")
        field = QLineEdit(value)
        field.setMinimumHeight(px(32))
        show_edge(field)
        words.setBuddy(field)
        describe(field, literal(str(label).replace("&", "")))
        self.body.addWidget(words)
        self.body.addWidget(field)
        return field

    def finish(self, agree: Button, *, cancel_first: bool = False) -> None:
        """Put the place for errors and the buttons below everything else; Enter means what is the default."""
        self.body.addWidget(self.notice)
        self.body.addStretch(1)
        self.body.addSpacing(px(6))
        self.button_row = row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addStretch(1)
        self.cancel_button = self.new_cancel()
        self.cancel_button.clicked.connect(self.reject)
        self.agree_button = agree
        for button in (self.agree_button, self.cancel_button) if cancel_first else (self.cancel_button, agree):
            row.addWidget(button)
        default = self.cancel_button if cancel_first else agree
        default.setDefault(True)
        self.body.addLayout(row)

    def new_cancel(self) -> Button:
        """Return the button that leaves everything as it is."""
        return Button(phrase("C&ancel"))

    def refuse(self, error: Exception) -> None:
        """Say what is wrong, and let the person try again."""
        self.notice.tell_error(error)
        self.agree_button.setEnabled(True)
        self.fit()

    def fit(self) -> None:
        """Take as much height as the words need at this width: Qt's own guess is made for another one."""
        self.body.invalidate()
        room = self._below.window().width() - px(60)
        width = max(min(px(self.drawn_width), max(px(300), room)), self.body.totalMinimumSize().width())
        wanted = QSize(width, self.body.totalHeightForWidth(width))
        if wanted != self.size():
            self.setMinimumSize(wanted)
            self.resize(wanted)

    def changeEvent(self, event: QEvent) -> None:
        """Render the title again in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.setWindowTitle(str(self._title))

    def event(self, event: QEvent) -> bool:
        """Fit again when what is in it asks for more or less room."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self.fit()
        return handled

    def showEvent(self, event: QShowEvent) -> None:
        """Come up in the size that the words need."""
        super().showEvent(event)
        self.fit()

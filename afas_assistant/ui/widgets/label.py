"""Text on a page: knows its role in the typography, its colour by token, and its language."""

import re

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from afas_assistant.texts import Text, literal
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font

_LONG_WORD = re.compile(r"[^\s/\\-]{41,}")
_VAST_WORD = re.compile(r"[^\s/\\-]{101,}")
_PART = re.compile(r".{20}")
MAY_BREAK = "\u200b"
"""A space without width: a line may end there."""


class Label(QLabel):
    """A label that shows a `Text`, always as plain text: words of AFAS can hold what looks like markup.

    `wrapped` labels take as many lines as they need, within a word too where one is absurdly long, such as a name of
    300 letters, which would make a dialog wider than the screen. `selectable` ones can be copied from, so that there
    only what nobody copies is broken.
    """

    def __init__(
        self,
        text: Text | None = None,
        *,
        role: str = "body",
        colour: str = "text",
        wrapped: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text: Text = text or literal("")
        self._role, self._colour = role, colour
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrapped)
        if wrapped:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._retint()
        self._resize_letters()
        self.setText(self._shown())

    def say(self, text: Text) -> None:
        """Show another text; the same words again cost no new layout."""
        self._text = text
        words = self._shown()
        if words != self.text():
            self.setText(words)

    def said(self) -> Text:
        """Return the text that is shown."""
        return self._text

    def set_colour(self, colour: str) -> None:
        """Use the colour of another token."""
        self._colour = colour
        self._retint()

    def changeEvent(self, event: QEvent) -> None:
        """Render again what changed: language, palette or size of letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.setText(self._shown())
        elif event.type() == QEvent.Type.PaletteChange:
            self._retint()
        elif event.type() == QEvent.Type.FontChange:
            self._resize_letters()

    def _shown(self) -> str:
        words = str(self._text)
        if not self.wordWrap():
            return words
        selectable = self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
        long = _VAST_WORD if selectable else _LONG_WORD
        return long.sub(lambda found: _PART.sub(rf"\g<0>{MAY_BREAK}", found[0]), words)

    def _retint(self) -> None:
        wanted = QColor(getattr(tokens(), self._colour))
        if self.palette().color(QPalette.ColorRole.WindowText) != wanted:
            changed = QPalette(self.palette())
            changed.setColor(QPalette.ColorRole.WindowText, wanted)
            changed.setColor(QPalette.ColorRole.Text, wanted)  # what a label that can be selected is painted with
            self.setPalette(changed)

    def _resize_letters(self) -> None:
        wanted = font(self._role)
        if self.font() != wanted:
            self.setFont(wanted)


class IconLabel(QLabel):
    """An icon beside a text that says the same, so it has no name of its own."""

    def __init__(self, name: str, *, colour: str = "text", size: float = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._colour, self._size = name, colour, size
        self._draw()

    def show_icon(self, name: str, colour: str) -> None:
        """Show another icon."""
        self._name, self._colour = name, colour
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Draw again in the new colours and size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._draw()

    def _draw(self) -> None:
        from afas_assistant.ui.icons import brand, pixmap  # noqa: PLC0415 - a page without icons does not load QtSvg

        ratio = self.devicePixelRatioF()
        drawn = (
            brand(self._size, ratio) if self._name == "brand" else pixmap(self._name, self._colour, self._size, ratio)
        )
        self.setPixmap(drawn)
        self.setFixedSize(drawn.deviceIndependentSize().toSize())

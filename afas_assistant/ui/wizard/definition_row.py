"""One definition file as a row: its state, its names, what is in it, one action; opened, all there is to know."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from afas_assistant.onboarding.definition_rows import Row
from afas_assistant.texts import Text, joined, literal, phrase
from afas_assistant.ui.language import describe
from afas_assistant.ui.tips import as_tip
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font, metrics, px
from afas_assistant.ui.widgets.label import IconLabel, Label
from afas_assistant.ui.widgets.painting import focus_ring, painter_of
from afas_assistant.ui.wizard.controls import Chevron
from afas_assistant.ui.wizard.definition_words import STANDINGS, connector_name, facts, file_name, standing

BAR, GAP = 3, 12
LEFT = 4 + 24 + 8 + 16 + 8  # what stands before the word of the state: margin, arrow, icon
TOGGLES = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
NewDetail = Callable[[Row], QWidget]


@dataclass(frozen=True)
class Widths:
    """The columns of all rows, in pixels; `narrow` puts what does not fit below each other, and leaves the action out:
    the opened row has it, too."""

    state: int
    file: int
    name: int
    action: int
    narrow: bool


class RowAction(QAbstractButton):
    """The one action of a row: small words in the accent colour, at the right."""

    def __init__(self, text: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setText(str(text))

    def sizeHint(self) -> QSize:
        """Return room for the words."""
        measured = metrics("small")
        return QSize(measured.horizontalAdvance(self.text()) + px(12), max(px(24), measured.height() + px(6)))

    def minimumSizeHint(self) -> QSize:
        """Return the same: words are never cut."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange}:
            self.setText(str(self._text))
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all of it is painted
        """Paint the words, with a ring when the keyboard is on them."""
        painter = painter_of(self)
        painter.setFont(font("small"))
        painter.setPen(tokens().colour("accent"))
        place = self.rect().adjusted(px(6), 0, -px(6), 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), radius=4)
        painter.end()


class DefinitionRow(QWidget):
    """Signals: `opened` when the person opens it; `name_wanted(Row)` when the name is to be copied."""

    opened = Signal()
    name_wanted = Signal(object)

    def __init__(
        self, row: Row, *, read: bool, remarks: int, new_detail: NewDetail, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.row, self.read = row, read
        self._remarks, self._new_detail = remarks, new_detail
        self.detail: QWidget | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(BAR), 0, 0, 1)
        layout.setSpacing(0)
        self._whole = layout
        self._build_head(layout)
        self._retranslate()

    @property
    def _action(self) -> Text:
        return phrase("Copy name") if self.copies_name else phrase("Explain")

    @property
    def copies_name(self) -> bool:
        """Whether the row's action copies the connector's name: what is ticked in the app connector afterwards."""
        return self.read and self.row.definition is not None

    def open(self, *, opened: bool) -> None:
        """Show or hide all there is to know."""
        self.toggle.setChecked(opened)

    def fit(self, widths: Widths) -> None:
        """Line the row up with the others."""
        self._state.setFixedWidth(widths.state)
        self._head.setMinimumHeight(px(28))
        wanted = QBoxLayout.Direction.TopToBottom if widths.narrow else QBoxLayout.Direction.LeftToRight
        if self._cells.direction() != wanted:
            self._cells.setDirection(wanted)
        self._cells.setSpacing(px(1) if widths.narrow else px(GAP))
        self._cells.setContentsMargins(0, px(3) if widths.narrow else 0, 0, px(3) if widths.narrow else 0)
        for label, width in ((self._file, widths.file), (self._name, widths.name)):
            label.setMinimumWidth(0 if widths.narrow else width)
            label.setMaximumWidth(16_777_215 if widths.narrow else width)
        self.action.setMinimumWidth(widths.action)
        self.action.setVisible(not widths.narrow)

    def on_toggled(self, opened: bool) -> None:
        """Make the opened part when it is first wanted; drop it when it is closed, so that it costs nothing."""
        if opened:
            self.detail = self._new_detail(self.row)
            self._whole.addWidget(self.detail)
            self.opened.emit()
        elif self.detail is not None:
            focus = QApplication.focusWidget()
            inside = focus is not None and self.detail.isAncestorOf(focus)
            self.detail.hide()
            self._whole.removeWidget(self.detail)
            self.detail.deleteLater()
            self.detail = None
            if inside:
                self.toggle.setFocus()
        self._retranslate()
        self.update()

    def on_action_clicked(self) -> None:
        """Copy the name, or explain by opening."""
        if self.copies_name:
            self.name_wanted.emit(self.row)
        else:
            self.open(opened=not self.toggle.isChecked())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open or close by a click anywhere on the head."""
        in_head = event.position().y() <= self._head.height()
        if event.button() is Qt.MouseButton.LeftButton and in_head and self.rect().contains(event.position().toPoint()):
            self.open(opened=not self.toggle.isChecked())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter as well as by the space bar, close by Escape, copy the name by Ctrl+C."""
        if event.key() in TOGGLES and self.toggle.hasFocus():
            self.open(opened=not self.toggle.isChecked())
        elif event.key() == Qt.Key.Key_Escape and self.toggle.isChecked():
            self.open(opened=False)
        elif event.matches(QKeySequence.StandardKey.Copy) and self.copies_name:
            self.name_wanted.emit(self.row)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all of it is painted
        """Paint the ground of an opened row with its bar, and the line below every row."""
        painter = painter_of(self)
        if self.toggle.isChecked():
            painter.fillRect(self.rect(), tokens().colour("raised"))
            painter.fillRect(QRectF(0, 0, px(BAR), self.height()), tokens().colour("accent"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), tokens().colour("line"))
        painter.end()

    def _build_head(self, layout: QVBoxLayout) -> None:
        look = STANDINGS[standing(self.row, read=self.read)]
        self._head = QWidget()
        self._head.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self._head)
        row.setContentsMargins(px(4), px(1), px(4), px(1))
        row.setSpacing(px(8))
        self.toggle = Chevron()
        self.toggle.toggled.connect(self.on_toggled)
        self._icon = IconLabel(look.icon, colour=look.colour)
        self._state = Label(look.word, role="name", colour=look.colour)
        for widget in (self.toggle, self._icon, self._state):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self._cells = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._cells.setSpacing(px(GAP))
        self._file = Label(literal(file_name(self.row)), role="code")
        self._name = Label(literal(connector_name(self.row)), role="code", colour="text" if self.read else "muted")
        quiet = not self.read or self.row.definition is not None or self.row.expected is None
        self._facts = Label(facts(self.row, self._remarks), colour="muted" if quiet else "text", wrapped=True)
        self._cells.addWidget(self._file)
        self._cells.addWidget(self._name)
        self._cells.addWidget(self._facts, 1)
        row.addSpacing(px(GAP - 8))
        row.addLayout(self._cells, 1)
        self.action = RowAction(self._action)
        self.action.clicked.connect(self.on_action_clicked)
        row.addWidget(self.action, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._head)

    def _retranslate(self) -> None:
        file, name = file_name(self.row), connector_name(self.row)
        look = STANDINGS[standing(self.row, read=self.read)]
        told = phrase("{state}: {file}, arrives as {name}. {facts}", state=look.word, file=file, name=name,
                      facts=facts(self.row, self._remarks))  # fmt: skip
        describe(self.toggle, told)
        opened = self.toggle.isChecked()
        tip = phrase("Close {file}", file=file) if opened else phrase("Open {file}", file=file)
        self.toggle.setToolTip(as_tip(str(tip)))
        describe(self.action, joined(self._action, literal(name or file), separator=": "))

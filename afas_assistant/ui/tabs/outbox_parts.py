"""Parts of a write's detail: headings with sentences, moments, and text to copy exactly."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from afas_assistant.texts import Text, literal
from afas_assistant.ui.language import describe
from afas_assistant.ui.typography import font, metrics, px
from afas_assistant.ui.widgets.buttons import LinkButton
from afas_assistant.ui.widgets.fields import show_edge
from afas_assistant.ui.widgets.label import IconLabel, Label

LINES_AT_LEAST, LINES_AT_MOST = 2, 14


def words(text: Text, *, role: str = "body", colour: str = "text") -> Label:
    """Return a sentence that wraps and can be copied."""
    return Label(text, role=role, colour=colour, wrapped=True, selectable=True)


def add_part(layout: QVBoxLayout, heading: Text, *sentences: Text) -> None:
    """Add a heading and the sentences below it that say something; nothing where none does."""
    said = [one for one in sentences if one.render()]
    if said:
        add_heading(layout, heading)
        for one in said:
            layout.addWidget(words(one))


def add_heading(layout: QVBoxLayout, heading: Text) -> None:
    """Add a heading, with air above it."""
    layout.addSpacing(px(10))
    layout.addWidget(Label(heading, role="strong", wrapped=True))


def add_moments(layout: QVBoxLayout, heading: Text, moments: Sequence[tuple[str, str, Text, str]]) -> None:
    """Add what happened: icon, colour, words and time of each event."""
    add_heading(layout, heading)
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(px(8))
    grid.setVerticalSpacing(px(2))
    grid.setColumnStretch(1, 1)
    for row, (icon, colour, text, when) in enumerate(moments):
        grid.addWidget(IconLabel(icon, colour=colour, size=14), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words(text), row, 1)
        grid.addWidget(Label(literal(when), role="small", colour="muted"), row, 2, Qt.AlignmentFlag.AlignTop)
    layout.addLayout(grid)


def add_exact(layout: QVBoxLayout, heading: Text, shown: str, exact: str, copy: Text) -> QPlainTextEdit:
    """Add text of fixed width that is read, with a button that copies it exactly; returns what shows it."""
    layout.addSpacing(px(10))
    row = QHBoxLayout()
    row.setSpacing(px(8))
    row.addWidget(Label(heading, role="strong", wrapped=True), 1)
    button = LinkButton(copy, icon="copy")
    button.clicked.connect(lambda: QGuiApplication.clipboard().setText(exact))
    row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    layout.addLayout(row)
    text = QPlainTextEdit()
    text.setReadOnly(True)
    text.setTabChangesFocus(True)
    text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    text.setFont(font("code"))
    text.setPlainText(shown)
    show_edge(text)
    describe(text, heading)
    lines = min(max(shown.count("\n") + 1, LINES_AT_LEAST), LINES_AT_MOST)
    text.setFixedHeight((lines + 1) * metrics("code").lineSpacing() + px(12))
    layout.addWidget(text)
    return text


def column() -> tuple[QWidget, QVBoxLayout]:
    """Return a page of parts."""
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(px(16), px(12), px(16), px(16))
    layout.setSpacing(px(4))
    return holder, layout

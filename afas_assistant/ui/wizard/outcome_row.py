"""One row that tells how something stands: shape and word, name, figures, and what there is to add."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from afas_assistant.texts import Text, literal, phrase
from afas_assistant.ui.states import Look
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.label import IconLabel, Label

NOT_NEEDED = Look("step-none", phrase("Not needed"), "untested")
NOTHING = literal("")
WORD = 84  # drawn pixels that a state's word takes at least, so that names stand below each other


@dataclass(frozen=True)
class Outcome:
    """How it stands, its name, how many of its required lines hold, and what there is to add."""

    look: Look
    name: Text
    figures: Text = NOTHING
    notes: Sequence[Text] = field(default_factory=tuple)


def outcome_row(one: Outcome) -> QWidget:
    """Return a row as a widget."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(px(16), px(9), px(16), px(9))
    row.setSpacing(px(8))
    row.addWidget(IconLabel(one.look.icon, colour=one.look.colour), 0, Qt.AlignmentFlag.AlignTop)
    word = Label(one.look.word, role="name", colour=one.look.colour)
    word.setMinimumWidth(px(WORD))
    row.addWidget(word, 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(px(2))
    top = QHBoxLayout()
    top.addWidget(Label(one.name, role="name", wrapped=True), 1)
    top.addWidget(Label(one.figures, colour="muted"), 0, Qt.AlignmentFlag.AlignTop)
    words.addLayout(top)
    for note in one.notes:
        words.addWidget(Label(note, role="small", colour="muted", wrapped=True, selectable=True))
    row.addLayout(words, 1)
    return holder


def clear_layout(layout: QVBoxLayout) -> None:
    """Take everything out of a layout, at once for the eye."""
    while layout.count():
        item = layout.takeAt(0)
        old = item.widget() if item is not None else None
        if old is not None:
            old.hide()
            old.deleteLater()

"""All keys of the program, as the table from which they are installed has them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from afas_assistant.texts import literal, phrase
from afas_assistant.ui.dialogs.shell import Dialog
from afas_assistant.ui.shortcuts import SHORTCUTS
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button, PrimaryButton
from afas_assistant.ui.widgets.frames import Scroll
from afas_assistant.ui.widgets.label import Label

HEIGHT = 420


class ShortcutsDialog(Dialog):
    """A list to read; it scrolls by the keyboard where it does not fit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(phrase("Shortcuts"), phrase("Everything can be done by keyboard."), parent)
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, px(8), 0)
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(6))
        grid.setColumnStretch(1, 1)
        place = None
        for one in SHORTCUTS:
            if one.place is not place:
                place = one.place
                heading = Label(place, role="strong", wrapped=True)
                heading.setContentsMargins(0, px(6), 0, 0)
                grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
            row = grid.rowCount()
            keys = Label(literal(one.words()), role="code", wrapped=True)
            keys.setMinimumWidth(px(130))
            grid.addWidget(keys, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(one.does, wrapped=True), row, 1, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(grid.rowCount(), 1)
        area = Scroll(page)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setAccessibleName(str(phrase("Shortcuts")))
        area.setFixedHeight(min(px(HEIGHT), max(px(120), parent.window().height() - px(220))))
        self.body.addWidget(area, 1)
        close = PrimaryButton(phrase("&Close"))
        close.clicked.connect(self.accept)
        self.finish(close)
        self.cancel_button.hide()

    def new_cancel(self) -> Button:
        """Return the button that is not shown: there is nothing to leave as it is."""
        return Button(literal(""))

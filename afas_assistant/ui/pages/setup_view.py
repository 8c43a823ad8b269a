"""The checklist of a kept connection: as everywhere, with room for somebody's word on what no call can prove."""

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QMenu, QWidget

from afas_assistant.onboarding.verdicts import Reason, Status
from afas_assistant.texts import phrase
from afas_assistant.ui.checklist_detail import ChecklistDetail
from afas_assistant.ui.checklist_model import Key, Row
from afas_assistant.ui.checklist_view import ChecklistView
from afas_assistant.ui.column_drift import ACCEPT, accepts_columns
from afas_assistant.ui.widgets.buttons import Button, LinkButton


def awaits_word(row: Row) -> bool:
    """Return whether somebody can confirm the line."""
    verdict = row.verdict
    by_hand = verdict is not None and verdict.status is Status.BY_HAND
    return by_hand and not row.busy and verdict is not None and verdict.reason is Reason.NOT_CONFIRMED


def has_word(row: Row) -> bool:
    """Return whether somebody confirmed the line, so that it can be taken back."""
    verdict = row.verdict
    return verdict is not None and verdict.status is Status.BY_HAND and verdict.reason is None and not row.busy


class SetupDetail(ChecklistDetail):
    """Signals: `confirm_requested`, `withdraw_requested`, `accept_requested` for columns that changed."""

    confirm_requested = Signal()
    withdraw_requested = Signal()
    accept_requested = Signal()

    def _buttons(self) -> QWidget:
        holder = super()._buttons()
        layout = holder.layout()
        if layout is not None and awaits_word(self._row):
            confirm = Button(phrase("Confirm…"), icon="by-hand")
            confirm.clicked.connect(self.confirm_requested)
            layout.addWidget(confirm)
        elif layout is not None and has_word(self._row):
            withdraw = LinkButton(phrase("Take the word back"))
            withdraw.clicked.connect(self.withdraw_requested)
            layout.addWidget(withdraw)
        elif layout is not None and accepts_columns(self._row):
            accept = Button(ACCEPT, icon="check")
            accept.clicked.connect(self.accept_requested)
            layout.addWidget(accept)
        return holder


class SetupView(ChecklistView):
    """Signals: `confirm_requested(key)`, `withdraw_requested(key)` and `accept_requested(key)` of a line."""

    confirm_requested = Signal(object)
    withdraw_requested = Signal(object)
    accept_requested = Signal(object)

    def new_detail(self, row: Row) -> ChecklistDetail:
        """Return the opened part of a row."""
        key: Key = row.line.key
        detail = SetupDetail(row)
        detail.confirm_requested.connect(lambda: self.confirm_requested.emit(key))
        detail.withdraw_requested.connect(lambda: self.withdraw_requested.emit(key))
        detail.accept_requested.connect(lambda: self.accept_requested.emit(key))
        return detail

    def row_menu(self, index: QModelIndex, row: Row) -> QMenu:
        """Return the menu of a row."""
        menu = super().row_menu(index, row)
        key: Key = row.line.key
        if awaits_word(row):
            menu.addAction(str(phrase("Confirm…")), lambda: self.confirm_requested.emit(key))
        elif has_word(row):
            menu.addAction(str(phrase("Take the word back")), lambda: self.withdraw_requested.emit(key))
        elif accepts_columns(row):
            menu.addAction(str(ACCEPT), lambda: self.accept_requested.emit(key))
        return menu

"""Overview of an organisation: what is to be done, how long the tokens last, and how the set-up stands."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from afas_assistant.texts import Text, day, joined, literal, phrase, phrase_n
from afas_assistant.ui.pages.todo_card import TodoCard, todos_of
from afas_assistant.ui.states import LOOKS, State
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button
from afas_assistant.ui.widgets.frames import Card, Scroll
from afas_assistant.ui.widgets.label import IconLabel, Label
from afas_assistant.ui.widgets.token_line import WARNINGS, TokenLine

if TYPE_CHECKING:  # the worker makes them
    from afas_assistant.organisations.vault import VaultState
    from afas_assistant.ui.snapshots import ConnectionSnapshot, OrganisationSnapshot

SIDE = 338
TWO_COLUMNS = 760  # drawn pixels; below this the cards stand under each other


class OverviewTab(QWidget):
    """Signals: `todo_chosen(Todo)`; `check_asked(connection_id)`."""

    todo_chosen = Signal(object)
    check_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        content = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, content)
        self._columns.setContentsMargins(px(20), px(16), px(20), px(20))
        self._columns.setSpacing(px(16))
        self.todo = TodoCard(self.todo_chosen.emit)
        left = QVBoxLayout()
        left.addWidget(self.todo)
        left.addStretch(1)
        self._columns.addLayout(left, 1)
        self._side = QWidget()
        self._cards = QVBoxLayout(self._side)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(px(16))
        self._columns.addWidget(self._side)
        layout.addWidget(Scroll(content))
        self.again_buttons: list[Button] = []
        self._shown: OrganisationSnapshot | None = None

    def show_kept(self, snapshot: "OrganisationSnapshot", keyring: "VaultState | None" = None) -> None:
        """Show what is kept of an organisation, and how the keyring is."""
        self.todo.show_todos(todos_of(snapshot, keyring))
        if snapshot == self._shown:
            return
        self._shown = snapshot
        held = next((index for index, button in enumerate(self.again_buttons) if button.hasFocus()), None)
        for index in reversed(range(self._cards.count())):
            item = self._cards.takeAt(index)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        self.again_buttons = []
        several = len(snapshot.connections) > 1
        for one in snapshot.connections:
            self._cards.addWidget(_token_card(one, named=several))
            self._cards.addWidget(self._setup_card(one, named=several))
        self._cards.addStretch(1)
        if held is not None and held < len(self.again_buttons):
            self.again_buttons[held].setFocus()
        self._arrange()

    def show_busy(self, *, busy: bool) -> None:
        """Let nobody start a check while one runs."""
        for button in self.again_buttons:
            button.setEnabled(not busy)
            button.setToolTip(str(phrase("A check is under way.")) if busy else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards side by side where they fit."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Keep to the sizes of the letters."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.LanguageChange} and hasattr(self, "_side"):
            self._arrange()

    def _arrange(self) -> None:
        wide = self.width() >= px(TWO_COLUMNS)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(direction)
        self._columns.setStretch(0, 1 if wide else 0)
        self._columns.setStretch(1, 0 if wide else 1)
        self._side.setMaximumWidth(px(SIDE) if wide else 16_777_215)
        self._side.setMinimumWidth(px(SIDE) if wide else 0)

    def _setup_card(self, one: "ConnectionSnapshot", *, named: bool) -> QWidget:
        when = one.checked_at.astimezone() if one.checked_at else None
        card, layout = _card(phrase("Set-up"), _name(one, named=named), literal(f"{when:%d-%m %H:%M}" if when else ""))
        if when is None:
            layout.addWidget(Label(phrase("Nothing was checked yet."), colour="muted", wrapped=True))
        else:
            whole = one.required_in_order == one.required
            text = phrase("{done} of {all} required lines in order", done=one.required_in_order, all=one.required)
            _add_state(layout, State.OK if whole else State.FAILED, text)
            if one.advice:
                _add_state(layout, State.ADVICE, phrase_n("1 piece of advice", "{count} pieces of advice", one.advice))
            layout.addWidget(Label(_changes(one), role="small", colour="muted", wrapped=True))
        again = Button(phrase("Check &again") if when else phrase("Check &now"), icon="refresh")
        again.clicked.connect(lambda: self.check_asked.emit(one.connection.id))
        again.setAccessibleDescription(one.connection.label)
        self.again_buttons.append(again)
        layout.addSpacing(px(4))
        layout.addWidget(again, 0, Qt.AlignmentFlag.AlignLeft)
        return card


def _token_card(one: "ConnectionSnapshot", *, named: bool) -> QWidget:
    from afas_assistant.onboarding.probes.environment import (  # noqa: PLC0415 - the snapshot has loaded it
        CLASSIC_CONNECTORS_END,
        CLASSIC_TOKENS_END,
    )

    card, layout = _card(phrase("Token"), _name(one, named=named), phrase("classic"))
    row = QHBoxLayout()
    row.setSpacing(px(8))
    row.addWidget(Label(literal(str(max(one.days_left, 0))), role="figure"), 0, Qt.AlignmentFlag.AlignBottom)
    days = phrase_n("day left", "days left", max(one.days_left, 0))
    row.addWidget(Label(days, wrapped=True), 1, Qt.AlignmentFlag.AlignBottom)
    layout.addLayout(row)
    ends = min(one.connection.token_expiry or CLASSIC_TOKENS_END, CLASSIC_TOKENS_END)
    today = date.today()  # noqa: DTZ011 - days left are counted where the person is
    layout.addWidget(TokenLine(today, ends, CLASSIC_CONNECTORS_END))
    layout.addWidget(Label(_end(ends, CLASSIC_TOKENS_END, CLASSIC_CONNECTORS_END), wrapped=True))
    warning = phrase(
        "A warning stands here {first}, {second} and {third} days before.",
        first=WARNINGS[0],
        second=WARNINGS[1],
        third=WARNINGS[2],
    )
    layout.addWidget(Label(warning, role="small", colour="muted", wrapped=True))
    return card


def _end(ends: date, classic: date, stops: date) -> Text:
    own = phrase("The token ends on {date}.", date=day(ends))
    if ends == classic:
        own = phrase("AFAS ends all classic tokens on {date}.", date=day(ends))
    return joined(own, phrase("App connectors on them stop on {date}.", date=day(stops)))


def _changes(one: "ConnectionSnapshot") -> Text:
    if not one.changed:
        return phrase("No difference since the check before, or no check before.")
    since = day(next(iter(one.changed.values())).since)
    return phrase_n("1 line changed since {date}.", "{count} lines changed since {date}.", len(one.changed), date=since)


def _name(one: "ConnectionSnapshot", *, named: bool) -> Text:
    return literal(one.connection.label if named else "")


def _card(title: Text, name: Text, aside: Text) -> tuple[QWidget, QVBoxLayout]:
    card = Card()
    layout = QVBoxLayout(card)
    layout.setContentsMargins(px(16), px(12), px(16), px(14))
    layout.setSpacing(px(6))
    head = QHBoxLayout()
    head.setSpacing(px(8))
    head.addWidget(Label(title, role="strong"))
    head.addWidget(Label(name, colour="muted", wrapped=True), 1)
    head.addWidget(Label(aside, role="small", colour="muted"))
    layout.addLayout(head)
    return card, layout


def _add_state(layout: QVBoxLayout, state: State, text: Text) -> None:
    look = LOOKS[state]
    row = QHBoxLayout()
    row.setSpacing(px(8))
    row.addWidget(IconLabel(look.icon, colour=look.colour), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(text, role="name", colour=look.colour, wrapped=True), 1)
    layout.addLayout(row)

"""Overview of an organisation: what is to be done, what was sent, how old unbilled work is, token and set-up."""

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from afas_assistant.texts import phrase
from afas_assistant.ui.pages.overview_cards import SetupCard, TokenCard
from afas_assistant.ui.pages.overview_daily import AgeCard, RunsCard, SentCard
from afas_assistant.ui.pages.todo_card import OUTBOX_ALL, REPLACE, SHOW_OPEN, Todo, TodoCard, todos_of
from afas_assistant.ui.states import State
from afas_assistant.ui.tabs.places import SETUP, TOKEN
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button
from afas_assistant.ui.widgets.frames import Scroll

if TYPE_CHECKING:  # the worker makes them
    from collections.abc import Callable, Sequence

    from afas_assistant.organisations.vault import VaultState
    from afas_assistant.ui.snapshots import ConnectionSnapshot, OrganisationSnapshot

SIDE = 338
TWO_COLUMNS = 760  # drawn pixels; below this the cards stand under each other
WIDEST = 16_777_215  # Qt's own word for no maximum
ROWS_WIDE = 3
TIMECHIMP = "timechimp"
"""The profile of a connection that reads TimeChimp."""


class OverviewTab(QWidget):
    """Signals: `todo_chosen(Todo)`; `check_asked(connection_id)`; `look_asked(connection_id)` for unbilled work."""

    todo_chosen = Signal(object)
    check_asked = Signal(int)
    look_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        content = _Content()
        self._grid = QGridLayout(content)
        self._grid.setContentsMargins(px(20), px(14), px(20), px(20))
        self._grid.setSpacing(px(14))
        self.todo = TodoCard(self.todo_chosen.emit)
        self.sent, self.runs, self.ages = SentCard(), RunsCard(), AgeCard()
        self.runs.outbox_asked.connect(self.on_outbox_asked)
        self.ages.look_asked.connect(self.on_look_asked)
        self.ages.cure_asked.connect(self.on_cure_asked)
        self._tokens, self._setups = _Stack(), _Stack()
        self._wide: bool | None = None
        self._scroll = Scroll(content)
        layout.addWidget(self._scroll)
        self._shown: OrganisationSnapshot | None = None
        self._busy = False
        self._arrange()

    @property
    def again_buttons(self) -> list[Button]:
        """The buttons that check a connection anew."""
        return [card.again for card in self._setups.cards if isinstance(card, SetupCard)]

    @property
    def reads_timechimp(self) -> int | None:
        """The connection whose unbilled work is looked at; None where none reads TimeChimp."""
        found = self._shown.connections if self._shown is not None else ()
        return next((one.connection.id for one in found if TIMECHIMP in one.connection.profiles), None)

    def show_kept(self, snapshot: "OrganisationSnapshot", keyring: "VaultState | None" = None) -> None:
        """Show what is kept of an organisation, and how the keyring is.

        Only what differs is shown anew, so that nothing flickers and the keyboard stays where it is.
        """
        self.todo.show_todos(todos_of(snapshot, keyring))
        before, self._shown = self._shown, snapshot
        if before is not None and snapshot == before:
            self._order_keyboard()
            return
        if before is None or before.daily != snapshot.daily or before.connections != snapshot.connections:
            self.sent.show_weeks(snapshot.daily.weeks)
            self.runs.show_runs(snapshot.daily.runs)
            self.ages.show_unbilled(snapshot.daily.unbilled, able=self.reads_timechimp is not None)
        named = len(snapshot.connections) > 1
        self._tokens.show_cards(snapshot.connections, lambda one: TokenCard(one, named=named))
        self._setups.show_cards(snapshot.connections, lambda one: self._setup_card(one, named=named))
        self.show_busy(busy=self._busy)
        self._order_keyboard()
        self._arrange()

    def show_busy(self, *, busy: bool) -> None:
        """Let nobody start a check while one runs."""
        self._busy = busy
        for button in self.again_buttons:
            button.setEnabled(not busy)
            button.setToolTip(str(phrase("A check is under way.")) if busy else "")

    def on_outbox_asked(self) -> None:
        """Have the outbox opened."""
        words = phrase("Open outbox")
        self.todo_chosen.emit(Todo(State.PENDING, words, words, words, OUTBOX_ALL))

    def on_look_asked(self) -> None:
        """Have unbilled work read."""
        if self.reads_timechimp is not None:
            self.look_asked.emit(self.reads_timechimp)

    def on_cure_asked(self, place: str) -> None:
        """Have mended what stood in the way of reading it."""
        words = phrase("Look now")
        action = {TOKEN: REPLACE, SETUP: SHOW_OPEN}.get(place, place)
        self.todo_chosen.emit(Todo(State.PENDING, words, words, words, action, self.reads_timechimp))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards side by side where they fit."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Keep to the sizes of the letters."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.LanguageChange} and hasattr(self, "_scroll"):
            self._wide = None
            self._arrange()
            self.show_busy(busy=self._busy)

    def _arrange(self) -> None:
        """Place the cards: in pairs, or all under each other."""
        wide = self.width() >= max(px(TWO_COLUMNS), self._least_width())
        if wide == self._wide:
            return
        self._wide = wide
        cards = (self.todo, self._tokens, self.sent, self.ages, self.runs, self._setups)
        for number, card in enumerate(cards):
            self._grid.removeWidget(card)
            side = wide and bool(number % 2)
            self._grid.addWidget(card, number // 2 if wide else number, int(side))
            card.setMaximumWidth(px(SIDE) if side else WIDEST)
            card.setMinimumWidth(px(SIDE) if side else 0)
        for row in range(len(cards) + 1):
            self._grid.setRowStretch(row, int(row == (ROWS_WIDE if wide else len(cards))))

    def _least_width(self) -> int:
        """Return the width that two columns take: words at the left that cannot be broken need theirs."""
        left = max(card.minimumSizeHint().width() for card in (self.todo, self.sent, self.runs))
        right = max(px(SIDE), self.ages.minimumSizeHint().width())
        edges = self._grid.contentsMargins()
        beside = edges.left() + edges.right() + self._grid.horizontalSpacing()
        return left + right + beside + self._scroll.verticalScrollBar().sizeHint().width()

    def _order_keyboard(self) -> None:
        """Let Tab go through the cards in the order in which they are read."""
        cards = (self.sent.plot, self.ages.look, self.ages.plot, self.ages.cure, self.runs.outbox)
        for one, other in pairwise([*self.todo.buttons, *cards, *self.again_buttons]):
            QWidget.setTabOrder(one, other)

    def _setup_card(self, one: "ConnectionSnapshot", *, named: bool) -> SetupCard:
        card = SetupCard(one, named=named)
        card.again.clicked.connect(lambda: self.check_asked.emit(one.connection.id))
        return card


class _Content(QWidget):
    """What scrolls: as high as its words are at the width it has, and no higher."""

    def minimumSizeHint(self) -> QSize:
        """Return the width alone: labels that wrap ask for a height as if they were narrow."""
        return QSize(super().minimumSizeHint().width(), 0)


class _Stack(QWidget):
    """A card for each connection, under each other; one whose connection stands as it did stays as it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(14))
        self._shown: list[tuple[ConnectionSnapshot, QWidget]] = []
        self._several = False

    @property
    def cards(self) -> list[QWidget]:
        """The cards, in the order of their connections."""
        return [card for _, card in self._shown]

    def show_cards(
        self, connections: "Sequence[ConnectionSnapshot]", made: "Callable[[ConnectionSnapshot], QWidget]"
    ) -> None:
        """Show the cards of these connections."""
        several, old = len(connections) > 1, self._shown if (len(connections) > 1) == self._several else []
        kept = {one.connection.id: card for one, card in old if one in connections}
        held = next((one.connection.id for one, card in self._shown if _has_keyboard(card)), None)
        gone = [card for _, card in self._shown if card not in kept.values()]
        self._several = several
        self._shown = [(one, kept.get(one.connection.id) or made(one)) for one in connections]
        for card in gone:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        for place, (one, card) in enumerate(self._shown):
            self._column.insertWidget(place, card)
            card.show()  # at once: Qt would show it a moment later
            button = card.findChild(Button)
            if one.connection.id == held and card not in kept.values() and button is not None:
                button.setFocus()
        self.setVisible(bool(self._shown))


def _has_keyboard(card: QWidget) -> bool:
    focused = card.focusWidget()
    return focused is not None and focused.hasFocus()

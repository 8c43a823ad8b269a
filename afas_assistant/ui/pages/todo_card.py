"""What is to be done now: a line each, with one verb."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from afas_assistant.texts import Text, joined, literal, money, phrase, phrase_n
from afas_assistant.ui.standing import NOT_AUTHORISED, WARN_DAYS
from afas_assistant.ui.states import LOOKS, Look, State
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button, PrimaryButton
from afas_assistant.ui.widgets.frames import Bar, Card
from afas_assistant.ui.widgets.label import IconLabel, Label

if TYPE_CHECKING:  # the worker makes it
    from afas_assistant.organisations.trouble_store import Trouble
    from afas_assistant.organisations.vault import VaultState
    from afas_assistant.ui.daily_standing import DailyStanding
    from afas_assistant.ui.snapshots import ConnectionSnapshot, OrganisationSnapshot

CONTINUE, CHECK, SHOW_OPEN, SHOW_BY_HAND = "continue", "check", "open", "by_hand"
REPLACE, SECOND, KEYRING = "replace", "second", "keyring"
OUTBOX_UNKNOWN, OUTBOX_REFUSED, OUTBOX_ALL = "outbox_unknown", "outbox_refused", "outbox"
PLAN_INVOICES = "plan_invoices"


@dataclass(frozen=True)
class Todo:
    """One thing to do: `verb` is what its button is called, `action` and `connection_id` what it means.

    `icon` stands in the place of the state's own, for what is no trouble but work.
    """

    state: State
    word: Text
    words: Text
    verb: Text
    action: str
    connection_id: int | None = None
    icon: str = ""


def todos_of(snapshot: "OrganisationSnapshot", keyring: "VaultState | None" = None) -> list[Todo]:
    """Return what is to be done for an organisation, the most pressing first."""
    found = []
    if keyring is not None and keyring.status.value != "ready":
        found.append(Todo(State.ADVICE, phrase("Keyring"), keyring.sentence, phrase("Look again"), KEYRING))
    if snapshot.wizard is not None:
        words = phrase("Connecting was left half-way; everything you filled in is kept.")
        verb = phrase("Continue connecting")
        found.append(Todo(State.PENDING, phrase("Half-way"), words, verb, CONTINUE))
    elif not snapshot.connections:
        words = phrase("This organisation has no connection yet.")
        found.append(Todo(State.PENDING, phrase("Not yet"), words, phrase("Connect…"), SECOND))
    several = len(snapshot.connections) > 1
    for one in snapshot.connections:
        found += _of_connection(one, literal(f"{one.connection.label}:") if several else literal(""))
    order = (State.FAILED, State.ADVICE, State.PENDING, State.NOT_TESTED, State.BY_HAND)
    found.sort(key=lambda todo: order.index(todo.state))
    failed = [one for one in found if one.state is State.FAILED]
    return [*failed, *_of_daily_work(snapshot.daily), *found[len(failed) :]]


def _of_daily_work(daily: "DailyStanding") -> list[Todo]:
    found = []
    if daily.unknown:
        words = phrase_n(
            "The answer to 1 record was lost. Look it up first.",
            "The answer to {count} records was lost. Look them up first.",
            daily.unknown,
        )
        found.append(Todo(State.UNKNOWN, LOOKS[State.UNKNOWN].word, words, phrase("Look up"), OUTBOX_UNKNOWN))
    if daily.refused:
        words = phrase_n(
            "1 record, with the reason and what you can do",
            "{count} records, each with the reason and what you can do",
            daily.refused,
        )
        found.append(Todo(State.FAILED, phrase("Refused"), words, phrase("Show"), OUTBOX_REFUSED))
    unbilled = daily.unbilled
    if unbilled is not None and unbilled.count and not unbilled.outdated:
        amount = money(unbilled.total)
        words = phrase_n(
            "1 registration, {amount} excluding VAT",
            "{count} registrations, {amount} excluding VAT",
            unbilled.count,
            amount=amount,
        )
        word, verb = phrase("To invoice"), phrase("Make plan")
        found.append(Todo(State.PENDING, word, words, verb, PLAN_INVOICES, icon="arrow-right"))
    return found


def _of_connection(one: "ConnectionSnapshot", about: Text) -> list[Todo]:
    key = one.connection.id
    found = []
    if one.days_left < 0:
        found.append(_token(State.FAILED, phrase("Token ended"), about, phrase("Its end date has passed."), key))
    elif not one.token_kept:
        words = phrase("No keyring has the token. It was kept for one run only.")
        found.append(_token(State.ADVICE, phrase("No token"), about, words, key))
    elif one.days_left <= WARN_DAYS:
        words = phrase_n("The token ends in 1 day.", "The token ends in {count} days.", one.days_left)
        found.append(_token(State.ADVICE, phrase("Token ends"), about, words, key))
    if one.trouble is not None and one.days_left >= 0:
        found.append(_trouble(one.trouble, about, key))
    if one.problem is not None:
        words = joined(about, one.problem.title)
        found.append(Todo(State.NOT_TESTED, LOOKS[State.NOT_TESTED].word, words, phrase("Try again"), CHECK, key))
    elif one.checked_at is None and one.trouble is None:
        words = joined(about, phrase("Nothing was checked yet."))
        found.append(Todo(State.PENDING, LOOKS[State.PENDING].word, words, phrase("Check now"), CHECK, key))
    if one.open_lines > one.unconfirmed:
        text = phrase_n("1 required line is open.", "{count} required lines are open.", one.open_lines)
        found.append(Todo(State.FAILED, phrase("Open"), joined(about, text), phrase("Show them"), SHOW_OPEN, key))
    if one.unconfirmed:
        text = phrase_n(
            "1 line needs your word: no call can prove it.",
            "{count} lines need your word: no call can prove them.",
            one.unconfirmed,
        )
        word = LOOKS[State.BY_HAND].word
        found.append(Todo(State.BY_HAND, word, joined(about, text), phrase("Confirm"), SHOW_BY_HAND, key))
    return found


def _token(state: State, word: Text, about: Text, words: Text, key: int) -> Todo:
    return Todo(state, word, joined(about, words), phrase("Replace token…"), REPLACE, key)


def _trouble(trouble: "Trouble", about: Text, key: int) -> Todo:
    when = literal(f"{trouble.at.astimezone():%d-%m %H:%M}")
    words = joined(about, trouble.title, phrase("That was on {when}.", when=when))
    if trouble.code == NOT_AUTHORISED:
        return Todo(State.FAILED, phrase("Token refused"), words, phrase("Replace token…"), REPLACE, key)
    return Todo(State.NOT_TESTED, phrase("Not reachable"), words, phrase("Try again"), CHECK, key)


class TodoCard(Card):
    """The first verb is the filled button of the page; `chosen` is told which one was pressed."""

    def __init__(self, chosen: Callable[[Todo], None], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._chosen = chosen
        self._todos: list[Todo] | None = None
        self.buttons: list[Button] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(1, px(4), 1, px(6))
        self._layout.setSpacing(0)
        head = Bar(fill="surface", side=Qt.Edge.BottomEdge)
        row = QVBoxLayout(head)
        row.setContentsMargins(px(16), px(10), px(16), px(10))
        row.addWidget(Label(phrase("To do now"), role="strong"))
        self._layout.addWidget(head)
        self._rows: QWidget | None = None

    def show_todos(self, todos: Sequence[Todo]) -> None:
        """Show what is to be done; the same again leaves the buttons, and the keyboard, where they are."""
        if self._todos is not None and [_spoken(one) for one in self._todos] == [_spoken(one) for one in todos]:
            self._todos = list(todos)
            return
        held = (
            next((self._todos[n] for n, one in enumerate(self.buttons) if one.hasFocus()), None)
            if self._todos
            else None
        )
        self._todos, self.buttons = list(todos), []
        old = self._rows
        self._rows = QWidget()
        grid = QGridLayout(self._rows)
        grid.setContentsMargins(px(16), px(6), px(16), px(4))
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(5))
        grid.setColumnStretch(2, 1)
        if not todos:
            self._add_nothing(grid)
        for line, one in enumerate(todos):
            if line:
                rule = Bar(fill="line")
                rule.setFixedHeight(1)
                grid.addWidget(rule, 2 * line - 1, 0, 1, 4)
            self._add(grid, line, one)
        grid.setRowStretch(2 * len(todos) + 1, 1)
        if old is None:
            self._layout.addWidget(self._rows, 1)
        else:  # in one go, so that nothing jumps
            self._layout.replaceWidget(old, self._rows)
            old.hide()
            old.deleteLater()
        self._rows.show()
        if held is not None and self.buttons:
            self.buttons[_place_of(held, todos)].setFocus()

    def _add(self, grid: QGridLayout, line: int, one: Todo) -> None:
        look = Look(one.icon, one.word, "accent") if one.icon else LOOKS[one.state]
        words = Label(one.words, wrapped=True)
        button = (PrimaryButton if line == 0 else Button)(one.verb)
        button.clicked.connect(lambda: self._press(line))
        button.setAccessibleDescription(f"{one.word}: {one.words}")
        self.buttons.append(button)
        middle = Qt.AlignmentFlag.AlignVCenter
        row = 2 * line
        grid.addWidget(IconLabel(look.icon, colour=look.colour), row, 0, middle)
        grid.addWidget(Label(one.word, role="name", colour=look.colour), row, 1, middle)
        grid.addWidget(words, row, 2, middle)
        grid.addWidget(button, row, 3, middle | Qt.AlignmentFlag.AlignRight)

    def _add_nothing(self, grid: QGridLayout) -> None:
        look = LOOKS[State.OK]
        grid.addWidget(IconLabel(look.icon, colour=look.colour), 0, 0)
        grid.addWidget(Label(look.word, role="name", colour=look.colour), 0, 1)
        words = phrase("Nothing is open. Every required line held at the last check.")
        grid.addWidget(Label(words, wrapped=True), 0, 2)

    def _press(self, line: int) -> None:
        if self._todos is not None and line < len(self._todos):
            self._chosen(self._todos[line])


def _place_of(held: Todo, todos: Sequence[Todo]) -> int:
    """Return where what had the keyboard stands now; the first where it is done."""
    same = (
        number
        for number, one in enumerate(todos)
        if (one.action, one.connection_id) == (held.action, held.connection_id)
    )
    return next(same, 0)


def _spoken(one: Todo) -> tuple[str, ...]:
    """Return what tells one thing to do from another, whatever the language."""
    return (one.action, str(one.connection_id), one.state.value, repr(one.words), repr(one.verb))

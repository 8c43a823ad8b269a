"""One write of the outbox: how it stands, what can be done with it, what was sent and came back, how that is known."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from afas_assistant.errors import WHO_NAMES, AssistantError, Who
from afas_assistant.outbox.records import State, Write
from afas_assistant.outbox.words import RUNS, SYSTEMS, keys_words, kind_words
from afas_assistant.texts import Text, joined, literal, phrase, text_from_data
from afas_assistant.ui.tabs import outbox_parts as parts
from afas_assistant.ui.tabs.outbox_words import LOOKS, moment, money, proofs
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button, LinkButton
from afas_assistant.ui.widgets.flow import FlowLayout
from afas_assistant.ui.widgets.frames import Bar, Scroll
from afas_assistant.ui.widgets.label import IconLabel, Label

if TYPE_CHECKING:  # the worker makes it
    from afas_assistant.ui.tabs.outbox_bench import Opened

_UNSETTLED = frozenset({State.UNKNOWN, State.SENDING})


class OutboxDetail(QWidget):
    """Signals: `look_up_asked`, `say_asked`, `take_back_asked` for the write that is shown; `write_asked(number)` to
    look at another one; `back_asked` where the list is hidden behind this.
    """

    look_up_asked = Signal()
    say_asked = Signal()
    take_back_asked = Signal()
    write_asked = Signal(int)
    back_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._back_bar = Bar(fill="surface", side=Qt.Edge.BottomEdge)
        row = QHBoxLayout(self._back_bar)
        row.setContentsMargins(px(8), px(4), px(8), px(4))
        self.back_button = LinkButton(phrase("&Back to the list"))
        self.back_button.clicked.connect(self.back_asked)
        row.addWidget(self.back_button)
        row.addStretch(1)
        layout.addWidget(self._back_bar)
        self._ground = Bar(fill="surface")
        inside = QVBoxLayout(self._ground)
        inside.setContentsMargins(0, 0, 0, 0)
        self.page_scroll = Scroll(QWidget())
        self.page_scroll.viewport().setAutoFillBackground(False)
        inside.addWidget(self.page_scroll)
        layout.addWidget(self._ground, 1)
        self.opened: Opened | None = None
        self._connected = self._busy = False
        self._said: Text | Exception | None = None
        self.sent_text: QPlainTextEdit | None = None
        self.look_up_button: Button | None = None
        self.say_button: Button | None = None
        self.take_back_button: Button | None = None
        self.show_nothing()

    # ------------------------------------------------------------------ what is shown

    def show_back(self, *, visible: bool) -> None:
        """Offer the way back to the list, or not."""
        self._back_bar.setVisible(visible)

    def show_nothing(self) -> None:
        """Say that nothing is chosen."""
        self.opened = None
        self._said = None
        self._render()

    def show_opened(self, opened: "Opened", *, connected: bool) -> None:
        """Show a write; without a connection that is kept nothing can be asked of the other system."""
        other = self.opened is None or self.opened.write.id != opened.write.id
        if other:
            self._said = None
        if (opened, connected) != (self.opened, self._connected):
            self.opened, self._connected = opened, connected
            self._render()
        if other:
            self.page_scroll.verticalScrollBar().setValue(0)

    def show_busy(self, *, busy: bool) -> None:
        """Let nobody ask twice."""
        if busy != self._busy:
            self._busy = busy
            self._render()

    def tell(self, said: Text | Exception | None) -> None:
        """Say what came of what was asked."""
        self._said = said
        self._render()

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another size; what is shown may have other words in another language."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange} and hasattr(self, "take_back_button"):
            self._render()

    # ------------------------------------------------------------------ how it is put together

    def _render(self) -> None:
        place = self.page_scroll.verticalScrollBar().value()
        held = self._held()
        self.look_up_button = self.say_button = self.take_back_button = self.sent_text = None
        content, layout = parts.column()
        if self.opened is None:
            layout.addWidget(parts.words(phrase("Choose a write to see what was sent."), colour="muted"))
        else:
            self._add_all(layout, self.opened)
        layout.addStretch(1)
        old = self.page_scroll.takeWidget()
        if old is not None:
            old.hide()
            old.deleteLater()  # one of its buttons may be what was pressed
        self.page_scroll.setWidget(content)
        content.setAutoFillBackground(False)
        self.page_scroll.verticalScrollBar().setValue(place)
        if held is not None:
            button = getattr(self, held)
            (button if button is not None else self.back_button).setFocus()

    def _held(self) -> str | None:
        """Return which button has the keyboard, to give it to its successor."""
        names = ("look_up_button", "say_button", "take_back_button")
        buttons: dict[str, QWidget | None] = {name: getattr(self, name, None) for name in names}
        return next((name for name, button in buttons.items() if button is not None and button.hasFocus()), None)

    def _add_all(self, layout: QVBoxLayout, opened: "Opened") -> None:
        write = opened.write
        layout.addWidget(parts.words(literal(write.counterpart or write.label or write.reference), role="heading"))
        look = LOOKS[write.state]
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(IconLabel(look.icon, colour=look.colour), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(look.word, role="name", colour=look.colour), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(parts.words(_what(write), colour="muted"), 1)
        layout.addLayout(row)
        self._add_actions(layout, opened)
        self._add_said(layout)
        if write.problem:
            parts.add_part(layout, phrase("Why"), *_problem(write))
        parts.add_moments(layout, phrase("What happened"), list(_moments(write)))
        parts.add_part(layout, phrase("How this is known"), *proofs(write))
        numbers = literal(keys_words(write.keys))
        parts.add_part(layout, phrase("Number in {system}", system=SYSTEMS[write.system]), numbers)
        parts.add_part(layout, phrase("Made of"), literal(", ".join(write.sources)))
        self._add_run(layout, opened)
        self._add_sent(layout, opened)
        technical = "\n".join(_technical(write))
        copy = phrase("Copy technical detail")
        parts.add_exact(layout, phrase("Technical detail"), technical, technical, copy)

    def _add_actions(self, layout: QVBoxLayout, opened: "Opened") -> None:
        write = opened.write
        holder = QWidget()
        flow = FlowLayout(holder, gap=px(8))
        layout.addWidget(holder)
        if write.state in _UNSETTLED:
            button = Button(phrase("&Look it up in {system}", system=SYSTEMS[write.system]), icon="search")
            button.clicked.connect(self.look_up_asked)
            self.look_up_button = self._asks(button)
            flow.add(button)
        if write.state is State.UNKNOWN:
            self.say_button = Button(phrase("Say what you s&aw…"))
            self.say_button.clicked.connect(self.say_asked)
            flow.add(self.say_button)
            layout.addWidget(parts.words(_unknown(opened), role="small", colour="muted"))
        if write.state is State.CONFIRMED and opened.stays is None:
            button = Button(phrase("&Take back…"), icon="taken-back")
            button.clicked.connect(self.take_back_asked)
            self.take_back_button = self._asks(button)
            flow.add(button)
        if opened.stays is not None:
            why = joined(opened.stays.text, opened.stays.remedy)
            layout.addWidget(parts.words(why, role="small", colour="muted"))

    def _asks(self, button: Button) -> Button:
        """Let a button that asks the other system say why it cannot."""
        button.setEnabled(self._connected and not self._busy)
        if not self._connected:
            button.setToolTip(str(phrase("The connection that sent this is not kept here any more.")))
        elif self._busy:
            button.setToolTip(str(phrase("Something is being asked already.")))
        return button

    def _add_said(self, layout: QVBoxLayout) -> None:
        if self._said is None and not self._busy:
            return
        settled = self.opened is not None and self.opened.write.state not in _UNSETTLED
        icon, colour = ("ok", "ok") if settled else ("unknown", "attention")
        text: Text = literal("")
        if self._busy:
            icon, colour, text = "busy", "accent", phrase("The other system is being asked…")
        elif isinstance(self._said, Exception):
            icon, colour, text = "failed", "problem", _error(self._said)
        elif self._said is not None:
            text = self._said
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(IconLabel(icon, colour=colour), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(parts.words(text), 1)
        layout.addSpacing(px(4))
        layout.addLayout(row)

    def _add_run(self, layout: QVBoxLayout, opened: "Opened") -> None:
        write, run = opened.write, opened.run
        what = RUNS.get(run.kind) or literal(run.kind)
        by = phrase("by {actor}", actor=literal(run.actor)) if run.actor else literal("")
        said = phrase("Run {number}: {what}, {when}", number=run.id, what=what, when=moment(run.started_at))
        parts.add_part(layout, phrase("Comes from"), joined(said, by), literal(write.scope))
        for number, text in _linked(opened):
            layout.addWidget(parts.words(text))
            link = LinkButton(phrase("Show write {number}", number=number))
            link.clicked.connect(partial(self.write_asked.emit, number))
            layout.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_sent(self, layout: QVBoxLayout, opened: "Opened") -> None:
        write = opened.write
        if write.body is None:
            forgotten = phrase("It is no longer kept. Its fingerprint is among the technical detail.")
            parts.add_part(layout, phrase("What was sent"), forgotten)
            return
        if not write.body:
            parts.add_part(layout, phrase("What was sent"), phrase("Nothing but the address below."))
            return
        copy = phrase("Copy JSON")
        self.sent_text = parts.add_exact(layout, phrase("What was sent"), opened.body, write.body, copy)
        if opened.cut:
            cut = phrase("Only the beginning is shown. Copying gives all of it.")
            layout.addWidget(parts.words(cut, role="small", colour="muted"))


def _what(write: Write) -> Text:
    facts = [kind_words(write.kind), literal(write.label), literal(money(write.amount, write.currency))]
    number = phrase("write {number}", number=write.id)
    return joined(*(one for one in (*facts, number) if one.render()), separator=" · ")


def _problem(write: Write) -> Iterator[Text]:
    problem = write.problem or {}
    for name in ("title", "explanation", "action"):
        if problem.get(name):
            yield text_from_data(problem[name])
    who = problem.get("who")
    if who in set(Who):
        yield phrase("Who can do this: {who}", who=WHO_NAMES[Who(who)])


def _moments(write: Write) -> Iterator[tuple[str, str, Text, str]]:
    """Yield the events of a write's life, each with its time; the last one is how it stands."""
    yield "step-here", "accent", phrase("Recorded in the outbox"), moment(write.intended_at, seconds=True)
    if write.sent_at is not None:
        sent = phrase("Sent to {system}", system=SYSTEMS[write.system])
        yield "arrow-right", "accent", sent, moment(write.sent_at, seconds=True)
    if write.state not in {State.INTENDED, State.SENDING}:
        look = LOOKS[write.state]
        yield look.icon, look.colour, look.word, moment(write.changed_at, seconds=True)


def _unknown(opened: "Opened") -> Text:
    since = opened.not_there_from
    never = phrase("It may have arrived, so it is not sent again by itself.")
    if since is None:
        return never
    until = phrase(
        "{system} can be at work on it for 15 minutes: that it is not there can be said from {time}.",
        system=SYSTEMS[opened.write.system],
        time=f"{since.astimezone():%d-%m %H:%M}",
    )
    return joined(never, until)


def _linked(opened: "Opened") -> Iterator[tuple[int, Text]]:
    """Yield the writes that belong to this one, each with what it is to it."""
    write = opened.write
    if write.follows_id is not None:
        yield write.follows_id, phrase("Follows on write {number}.", number=write.follows_id)
    for one in opened.steps:
        yield one.id, _step(one)
    if "write" in write.before:
        yield int(write.before["write"]), phrase("Takes back write {number}.", number=write.before["write"])
    if "write" in write.proof:
        yield int(write.proof["write"]), phrase("Undone by write {number}.", number=write.proof["write"])


def _step(write: Write) -> Text:
    return phrase("Followed by: {what}. Status: {state}.", what=kind_words(write.kind), state=LOOKS[write.state].word)


def _technical(write: Write) -> Iterator[str]:
    """Yield what a helpdesk asks for; it holds no secret."""
    yield f"write {write.id}, run {write.run_id}, {write.scope}"
    yield f"{write.system.value}: {write.method} {write.path}"
    yield f"kind: {write.kind}, reference: {write.reference}, state: {write.state.value}"
    yield f"body SHA-256: {write.body_digest}"
    if write.proof:
        yield "proof: " + ", ".join(f"{name}={value}" for name, value in write.proof.items() if value)
    yield from write.technical


def _error(error: Exception) -> Text:
    if isinstance(error, AssistantError):
        return joined(error.title, error.explanation, error.action)
    return joined(phrase("This is a fault of AFAS Assistant"), literal(f"{type(error).__name__}: {error}"))

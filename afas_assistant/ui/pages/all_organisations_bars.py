"""What stands above and below the table of all organisations: title and buttons, choices, and how a check goes."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from afas_assistant.texts import Text, joined, literal, phrase, phrase_n
from afas_assistant.ui.help.why import WhyButton
from afas_assistant.ui.language import describe
from afas_assistant.ui.pages.all_organisations_model import moment_words
from afas_assistant.ui.pages.all_organisations_rows import KINDS, Choice, Standing
from afas_assistant.ui.pages.all_organisations_run import Reached
from afas_assistant.ui.sidebar_search import SearchField
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button, PrimaryButton, Segment, SegmentButton
from afas_assistant.ui.widgets.flow import FlowLayout
from afas_assistant.ui.widgets.frames import KIND_NAMES, Bar
from afas_assistant.ui.widgets.label import Label

CHOICES: dict[str, Text] = {
    Choice.ALL.value: phrase("All"),
    Choice.ATTENTION.value: phrase("Asks attention"),
    Choice.READY.value: phrase("Ready"),
}


class AllHeader(Bar):
    """Signals: `check_asked` and `export_asked`, of the two buttons."""

    check_asked = Signal()
    export_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(fill="surface", parent=parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(20), px(10), px(20), px(8))
        row.setSpacing(px(12))
        self._facts = Label(role="small", colour="muted", wrapped=True)
        row.addWidget(_flow(Label(phrase("All organisations"), role="title"), self._facts), 1)
        self._last = Label(role="small", colour="muted")
        self.export_button = Button(phrase("To Excel…"))
        self.export_button.clicked.connect(self.export_asked)
        self.check_button = PrimaryButton(phrase("Check all"), icon="refresh")
        self.check_button.clicked.connect(self.check_asked)
        row.addWidget(_flow(self._last, WhyButton("all_organisations"), self.export_button, self.check_button), 0)

    def show_found(self, found: Sequence[Standing]) -> None:
        """Show how many there are, and when the last check of any was."""
        self._facts.say(
            phrase_n(
                "1 environment, with its own sign-in",
                "{count} environments, each with its own sign-in",
                len(found),
            )
        )
        last = max((one.checked_at for one in found if one.checked_at is not None), default=None)
        self._last.say(phrase("Last check {when}", when=_when(last)) if last else literal(""))
        wanted = sum(one.connected for one in found)
        self.check_button.say(phrase_n("Check 1 environment", "Check all {count}", wanted))

    def show_exportable(self, *, able: bool) -> None:
        """Offer the file where there is something to write."""
        self.export_button.setEnabled(able)
        self.export_button.setToolTip("" if able else str(phrase("There is nothing to save.")))

    def show_busy(self, *, busy: bool, able: bool) -> None:
        """Let nobody start a second run."""
        self.check_button.setEnabled(able and not busy)
        tip = phrase("A check is under way.") if busy else literal("")
        self.check_button.setToolTip(str(tip))


class KindSegment(QWidget):
    """The kinds of environment that occur, of which one or none is chosen. Signals: `chosen(kind)`, empty for none."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.buttons: dict[str, SegmentButton] = {}
        for kind in KINDS:
            button = SegmentButton(KIND_NAMES[kind], self)
            button.clicked.connect(lambda checked, kind=kind: self.on_clicked(kind, checked))
            self.buttons[kind] = button
            row.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show the kinds that occur; where all are of one kind there is nothing to choose."""
        shown = [button for kind, button in self.buttons.items() if counts.get(kind)]
        for kind, button in self.buttons.items():
            button.show_count(counts.get(kind, 0))
            button.setVisible(button in shown)
            button.first, button.last = button in shown[:1], button in shown[-1:]
            button.update()
            if button not in shown:
                button.setChecked(False)
        self.setVisible(len(shown) > 1)

    def chosen_kind(self) -> str | None:
        """Return which one is chosen."""
        return next((kind for kind, button in self.buttons.items() if button.isChecked() and self.shows_choice), None)

    @property
    def shows_choice(self) -> bool:
        """Whether there is anything to choose from."""
        return not self.isHidden()

    def clear(self) -> None:
        """Choose none, without telling."""
        for button in self.buttons.values():
            button.setChecked(False)

    def on_clicked(self, kind: str, checked: bool) -> None:
        """Choose one alone, or take the choice back."""
        for name, button in self.buttons.items():
            button.setChecked(name == kind and checked)
        self.chosen.emit(kind if checked else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the arrow keys walk, as in every group of choices; Space picks."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        shown = [button for button in self.buttons.values() if not button.isHidden()]
        here = next((place for place, button in enumerate(shown) if button.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
            return
        shown[(here + step) % len(shown)].setFocus(Qt.FocusReason.TabFocusReason)


class AllFilters(Bar):
    """Signals: `asked` when other organisations are wanted; `down_pressed` to go on to the table."""

    asked = Signal()
    down_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(fill="surface", parent=parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), 0, px(20), px(8))
        self.choices = Segment(CHOICES)
        self.choices.chosen.connect(lambda _: self.asked.emit())
        self.kinds = KindSegment()
        self.kinds.chosen.connect(lambda _: self.asked.emit())
        self.search = SearchField(phrase("Search"), phrase("Search in all organisations"), "Ctrl+F")
        self.search.textChanged.connect(lambda _: self.asked.emit())
        self.search.down_pressed.connect(self.down_pressed)
        self.search.enter_pressed.connect(self.down_pressed)
        self._sign_in = Label(role="small", colour="muted")
        layout.addWidget(_flow(self.choices, self.kinds, self.search, self._sign_in))

    def show_found(self, found: Sequence[Standing]) -> None:
        """Show how many there are of each."""
        attention = sum(one.needs_attention for one in found)
        counts = {Choice.ALL: len(found), Choice.ATTENTION: attention, Choice.READY: len(found) - attention}
        self.choices.show_counts({choice.value: count for choice, count in counts.items()})
        self.kinds.show_counts({kind: sum(one.kind == kind for one in found) for kind in KINDS})
        classic = sum(one.connected for one in found)
        self._sign_in.say(
            phrase_n(
                "1 of {all} still signs in with a classic token",
                "{count} of {all} still sign in with a classic token",
                classic,
                all=len(found),
            )
            if classic
            else literal("")
        )

    def asks(self) -> tuple[Choice, str | None, str]:
        """Return what is asked for."""
        return Choice(self.choices.chosen_key()), self.kinds.chosen_kind(), self.search.text()

    def clear(self) -> None:
        """Ask for all of them again."""
        self.choices.choose(Choice.ALL.value)
        self.kinds.clear()
        self.search.clear()
        self.asked.emit()


class AllFooter(Bar):
    """What the signs mean; while a check runs, how far it is. Signals: `stopped`."""

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(fill="raised", side=Qt.Edge.TopEdge, parent=parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(20), px(4), px(20), px(4))
        row.setSpacing(px(12))
        self.words = Label(role="small", colour="muted", wrapped=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMinimumWidth(px(80))
        self.stop_button = Button(phrase("Stop"))
        self.stop_button.clicked.connect(self.stopped)
        self._promise = Label(phrase("A check changes nothing in AFAS"), role="small", colour="muted", wrapped=True)
        self._promise.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.words, 6)
        row.addWidget(self.bar, 2)
        row.addWidget(self.stop_button, 0)
        row.addWidget(self._promise, 2)
        self.show_reached(None)

    def say(self, words: Text) -> None:
        """Say something about the table, unless a check runs: that comes first."""
        self._still = words
        if self.bar.isHidden():
            self.words.say(words)

    def show_reached(self, reached: Reached | None) -> None:
        """Show how far a check is; None when there is none."""
        self.bar.setVisible(reached is not None)
        self.stop_button.setVisible(reached is not None)
        if reached is None:
            self.words.say(self._still)
            return
        done = phrase("{done} of {all} checked", done=reached.done, all=reached.total)
        self.bar.setRange(0, max(reached.total, 1))
        self.bar.setValue(reached.done)
        self.words.say(joined(done, _left(reached.left), separator=" · "))
        describe(self.bar, done)

    _still: Text = literal("")


def _flow(*widgets: QWidget) -> QWidget:
    """Return the widgets in a row that breaks where it is too narrow."""
    holder = QWidget()
    flow = FlowLayout(holder, gap=px(12))
    for widget in widgets:
        flow.add(widget)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    return holder


def _when(moment: datetime) -> str:
    """Return the time of today, else day and time."""
    local = moment.astimezone()
    return f"{local:%H:%M}" if local.date() == datetime.now().astimezone().date() else moment_words(moment)


def _left(seconds: float | None) -> Text:
    if seconds is None:
        return literal("")
    if seconds < 60:
        return phrase_n("about 1 second left", "about {count} seconds left", max(1, round(seconds)))
    return phrase_n("about 1 minute left", "about {count} minutes left", round(seconds / 60))

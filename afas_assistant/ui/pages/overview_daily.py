"""Cards of the daily work on the overview: what was sent each week, how old unbilled work is, and the last runs."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from afas_assistant.outbox.words import RUNS
from afas_assistant.texts import Text, joined, literal, money, phrase, phrase_n
from afas_assistant.ui.daily_standing import BOOKINGS, CUSTOMERS, INVOICES
from afas_assistant.ui.states import LOOKS, Look, State
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button, LinkButton
from afas_assistant.ui.widgets.flow import FlowLayout
from afas_assistant.ui.widgets.frames import Bar, Card
from afas_assistant.ui.widgets.label import IconLabel, Label
from afas_assistant.ui.widgets.plots import INSET, Fill, Legend, Mark
from afas_assistant.ui.widgets.plots_bars import BarPlot
from afas_assistant.ui.widgets.plots_columns import ColumnPlot

if TYPE_CHECKING:  # the snapshot is made on a worker
    from collections.abc import Sequence

    from afas_assistant.ui.daily_standing import Age, RunLine, Unbilled, WeekSent

SERIES: dict[str, tuple[Fill, Text]] = {
    INVOICES: (Fill("accent_fill"), phrase("Invoices")),
    BOOKINGS: (Fill("ok", Qt.BrushStyle.FDiagPattern, "ok_soft"), phrase("Sales bookings")),
    CUSTOMERS: (Fill("accent", Qt.BrushStyle.BDiagPattern), phrase("Customers")),
}
"""The series of what was sent, from the foot of a column upwards."""
TAKE_BACK = "take_back"
"""The kind of a run that takes back."""
YOUNG, OLD = Fill("accent_fill"), Fill("attention", Qt.BrushStyle.BDiagPattern, "attention_soft")
NOTHING_TO_DO = Look("step-none", phrase("Nothing to do"), "untested")
CONFIRMED = Look("ok", phrase("Confirmed"), "ok")
REFUSED = Look("failed", phrase("Refused"), "problem")


class SentCard(Card):
    """How many records arrived in each of the last weeks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(12), px(16), px(12))
        layout.setSpacing(px(8))
        top = QWidget()
        flow = FlowLayout(top, gap=px(16))
        flow.add(Label(phrase("Sent per week"), role="strong"))
        self.period = Label(role="small", colour="muted")
        flow.add(self.period)
        self.legend = Legend()
        flow.add(self.legend)
        layout.addWidget(top)
        text = phrase("Nothing was sent in the last twelve weeks. Each record that arrives is counted here.")
        self.nothing = Label(text, colour="muted", wrapped=True)
        layout.addWidget(self.nothing)
        self.plot = ColumnPlot(phrase("Sent per week"))
        layout.addWidget(self.plot, 1)
        layout.addStretch(0)

    def show_weeks(self, weeks: "Sequence[WeekSent]") -> None:
        """Show these weeks, oldest first."""
        shown = [kind for kind in SERIES if any(one.counts.get(kind) for one in weeks)]
        for widget in (self.plot, self.legend, self.period):
            widget.setVisible(bool(shown))
        self.nothing.setVisible(not shown)
        if not shown:
            return
        first, last = weeks[0].week, weeks[-1].week
        self.period.say(phrase("records, week {first} to {last}", first=first, last=last))
        self.legend.show_entries([SERIES[kind] for kind in shown])
        marks = [
            Mark(
                literal(str(one.week)),
                _week_words(one, shown),
                tuple((SERIES[kind][0], one.counts.get(kind, 0)) for kind in shown),
                strong=number == len(weeks) - 1,
            )
            for number, one in enumerate(weeks)
        ]
        self.plot.show_marks(marks, _sent_words(weeks, shown))


def _week_words(one: "WeekSent", shown: "Sequence[str]") -> Text:
    parts = [phrase("{name} {count}", name=SERIES[kind][1], count=one.counts.get(kind, 0)) for kind in shown]
    return phrase("Week {week}: {counts}.", week=one.week, counts=joined(*parts, separator=", "))


def _sent_words(weeks: "Sequence[WeekSent]", shown: "Sequence[str]") -> Text:
    """Return the plot as sentences: the whole, the highest week, and the present one."""
    best = max(weeks, key=lambda one: one.total)
    whole = phrase_n(
        "From week {first} to week {last} 1 record was sent.",
        "From week {first} to week {last} {count} records were sent.",
        sum(one.total for one in weeks),
        first=weeks[0].week,
        last=weeks[-1].week,
    )
    most = phrase("Most in week {week}: {count}.", week=best.week, count=best.total)
    return joined(whole, most, _week_words(weeks[-1], shown))


class AgeCard(Card):
    """How old the work is that is not billed yet, as it was last read, and the button that reads it.

    Signals: `look_asked`; `cure_asked(place)` to mend what stood in its way.
    """

    look_asked = Signal()
    cure_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._place, self._busy = "", False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(6), px(16), px(12))
        layout.setSpacing(px(6))
        self.look = LinkButton(phrase("Look now"), icon="refresh")
        self.look.clicked.connect(self.look_asked)
        layout.addWidget(_heading(Label(phrase("Age of unbilled work"), role="strong", wrapped=True), self.look))
        self.words = Label(colour="muted", wrapped=True)
        layout.addWidget(self.words)
        self.plot = BarPlot(phrase("Age of unbilled work"))
        layout.addWidget(self.plot)
        self._whole = QWidget()
        row = QHBoxLayout(self._whole)
        row.setContentsMargins(px(INSET), px(4), px(24 + INSET), 0)
        row.addWidget(Label(phrase("Total, excluding VAT"), role="small", wrapped=True), 1)
        self.total = Label(role="strong")
        row.addWidget(self.total)
        self._rule = Bar(fill="line")
        self._rule.setFixedHeight(1)
        layout.addWidget(self._rule)
        layout.addWidget(self._whole)
        self.note = Label(role="small", colour="muted", wrapped=True)
        layout.addWidget(self.note)
        self.trouble = Label(role="small", wrapped=True)
        self._trouble_row = QWidget()
        beside = QHBoxLayout(self._trouble_row)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(px(8))
        beside.addWidget(IconLabel("advice", colour="attention"), 0, Qt.AlignmentFlag.AlignTop)
        beside.addWidget(self.trouble, 1)
        self._trouble_row.hide()
        layout.addWidget(self._trouble_row)
        self.cure = Button(literal(""))
        self.cure.clicked.connect(lambda: self.cure_asked.emit(self._place))
        self.cure.hide()
        layout.addWidget(self.cure, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)

    def show_unbilled(self, unbilled: "Unbilled | None", *, able: bool) -> None:
        """Show what was read last; `able` is whether a connection reads TimeChimp at all."""
        known = unbilled is not None and able
        for widget in (self.plot, self._rule, self._whole, self.note):
            widget.setVisible(known)
        self.look.setVisible(able)
        self.words.setVisible(not known)
        if unbilled is None or not able:
            never = phrase("Nobody looked yet at what is not invoiced. Looking reads TimeChimp and changes nothing.")
            other = phrase("No connection of this organisation reads TimeChimp, so there is nothing to bill.")
            self.words.say(never if able else other)
            return
        marks = [_age_mark(one) for one in unbilled.ages]
        self.total.say(money(unbilled.total))
        self.plot.show_marks(marks, _age_words(unbilled))
        self.note.say(_note(unbilled))

    def show_busy(self, *, busy: bool) -> None:
        """Say that somebody looks; the button stays in use, so that the keyboard stays on it."""
        self._busy = busy
        self._say_busy()
        if busy:
            self._trouble_row.hide()
            self.cure.hide()

    def tell_error(self, words: Text, verb: Text | None, place: str) -> None:
        """Say why nothing could be read, with the verb that mends it."""
        self.trouble.say(words)
        self._trouble_row.show()
        self._place = place
        self.cure.setVisible(verb is not None)
        if verb is not None:
            self.cure.say(verb)

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "_busy"):
            self._say_busy()

    def _say_busy(self) -> None:
        self.look.setToolTip(str(phrase("TimeChimp is being read.")) if self._busy else "")
        self.look.say(phrase("Looking…") if self._busy else phrase("Look now"))


def _heading(title: Label, button: Button) -> QWidget:
    """Return a row with a title, which takes a second line where it must, and a button at its right."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(title, 1)
    row.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
    return holder


def _age_name(one: "Age") -> Text:
    if one.last is None:
        return phrase("older than {days}", days=one.first - 1)
    return phrase("{first}–{last} days", first=one.first, last=one.last)


def _age_mark(one: "Age") -> Mark:
    words = phrase_n(
        "{age}: {amount}, 1 registration.",
        "{age}: {amount}, {count} registrations.",
        one.count,
        age=_age_name(one),
        amount=money(one.amount),
    )
    fill = OLD if one.is_old else YOUNG
    part = (fill, max(float(one.amount), 0.0))
    return Mark(_age_name(one), words, (part,), warns=one.is_old and bool(one.count), figure=money(one.amount, ""))


def _age_words(unbilled: "Unbilled") -> Text:
    """Return the plot as sentences: each age with its amount, then the whole."""
    parts = [phrase("{age} {amount}", age=_age_name(one), amount=money(one.amount)) for one in unbilled.ages]
    whole = phrase("Together {amount}, excluding VAT.", amount=money(unbilled.total))
    return joined(phrase("Unbilled work: {parts}.", parts=joined(*parts, separator="; ")), whole)


def _note(unbilled: "Unbilled") -> Text:
    """Return when it was read, and what is not in it."""
    moment = literal(f"{unbilled.read_at.astimezone():%d-%m %H:%M}")
    left = [phrase("subscriptions")]
    if unbilled.unpriced:
        left.append(phrase_n("1 without a price", "{count} without a price", unbilled.unpriced))
    if unbilled.unapproved:
        left.append(phrase_n("1 not approved", "{count} not approved", unbilled.unapproved))
    parts = [phrase("Read on {moment}, over the last year.", moment=moment)]
    if unbilled.outdated:
        parts.append(phrase("Invoices were sent since then: look again."))
    return joined(*parts, phrase("Not in it: {left}.", left=joined(*left, separator=", ")))


class RunsCard(Card):
    """The newest runs, a line each. Signals: `outbox_asked`."""

    outbox_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(1, px(4), 1, px(6))
        self._layout.setSpacing(0)
        bar = Bar(fill="surface", side=Qt.Edge.BottomEdge)
        row = QHBoxLayout(bar)
        row.setContentsMargins(px(16), px(4), px(16), px(4))
        row.addWidget(Label(phrase("Last runs"), role="strong"))
        row.addStretch(1)
        self.outbox = LinkButton(phrase("Open outbox"))
        self.outbox.clicked.connect(self.outbox_asked)
        row.addWidget(self.outbox)
        self._layout.addWidget(bar)
        self._rows = QWidget()
        self._layout.addWidget(self._rows)
        self._layout.addStretch(1)
        self._shown: Sequence[RunLine] | None = None

    def show_runs(self, runs: "Sequence[RunLine]") -> None:
        """Show these runs, newest first; the same again changes nothing."""
        if runs == self._shown:
            return
        self._shown = tuple(runs)
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(px(16), px(8), px(16), px(4))
        grid.setHorizontalSpacing(px(10))
        grid.setVerticalSpacing(px(6))
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(4, 5)
        if not runs:
            text = phrase("No run yet: nothing was ever sent from here.")
            grid.addWidget(Label(text, colour="muted", wrapped=True), 0, 0, 1, 5)
        for number, one in enumerate(runs):
            if number:
                rule = Bar(fill="line")
                rule.setFixedHeight(1)
                grid.addWidget(rule, 2 * number - 1, 0, 1, 5)
            _add_run(grid, 2 * number, one)
        self._layout.replaceWidget(self._rows, rows)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = rows
        rows.show()


def _add_run(grid: QGridLayout, line: int, one: "RunLine") -> None:
    look = _look(one)
    kind = RUNS.get(one.kind) or literal(one.kind)
    if one.by_timer:
        kind = phrase("{kind}, at night", kind=kind)
    middle = Qt.AlignmentFlag.AlignVCenter
    grid.addWidget(Label(literal(f"{one.when.astimezone():%d-%m %H:%M}"), colour="muted"), line, 0, middle)
    grid.addWidget(Label(kind, wrapped=True), line, 1)
    grid.addWidget(IconLabel(look.icon, colour=look.colour), line, 2, middle)
    grid.addWidget(Label(look.word, role="name", colour=look.colour), line, 3, middle)
    grid.addWidget(Label(_run_words(one), colour="muted", wrapped=True), line, 4)


def _look(one: "RunLine") -> Look:
    if one.unknown:
        return LOOKS[State.UNKNOWN]
    if one.refused:
        return REFUSED
    return CONFIRMED if one.total else NOTHING_TO_DO


def _run_words(one: "RunLine") -> Text:
    parts = []
    if one.confirmed or not one.total:
        taken = phrase_n("1 taken back", "{count} taken back", one.confirmed)
        sent = phrase_n("1 sent", "{count} sent", one.confirmed)
        parts.append(taken if one.kind == TAKE_BACK else sent)
    if one.refused:
        parts.append(phrase_n("1 refused", "{count} refused", one.refused))
    if one.unknown:
        parts.append(phrase_n("1 unknown", "{count} unknown", one.unknown))
    other = one.total - one.confirmed - one.refused - one.unknown
    if other:
        parts.append(phrase_n("1 otherwise", "{count} otherwise", other))
    return joined(*parts, separator=", ")

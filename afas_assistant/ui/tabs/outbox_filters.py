"""Which writes of the outbox are shown: by state, by what they are, by day, and by words that they hold."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from PySide6.QtCore import QDate, QEvent, QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from afas_assistant.outbox.listing import Wanted
from afas_assistant.outbox.records import State
from afas_assistant.outbox.words import kind_words
from afas_assistant.texts import Text, literal, phrase
from afas_assistant.ui.language import describe
from afas_assistant.ui.tabs.outbox_words import LOOKS
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button
from afas_assistant.ui.widgets.fields import show_edge
from afas_assistant.ui.widgets.flow import FlowLayout
from afas_assistant.ui.widgets.label import Label

TYPING_PAUSE = 250  # milliseconds without a key before the database is asked


class Period(StrEnum):
    """A stretch of days that ends today, or two days of one's own."""

    ALL = "all"
    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    DAYS = "days"


PERIODS: dict[Period, Text] = {
    Period.ALL: phrase("All days"),
    Period.TODAY: phrase("Today"),
    Period.WEEK: phrase("The last 7 days"),
    Period.MONTH: phrase("The last 30 days"),
    Period.YEAR: phrase("This year"),
    Period.DAYS: phrase("From and until…"),
}


class OutboxFilters(QWidget):
    """Fields in a row that breaks where the window ends. Signals: `changed` when other writes are wanted; `picked` when
    a person chose which.
    """

    changed = Signal()
    picked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._counts: Mapping[State, int] = {}
        self._kinds: Sequence[str] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(12), px(8), px(12), px(8))
        holder = QWidget()
        holder.setSizePolicy(policy)
        self._flow = FlowLayout(holder, gap=px(10))
        layout.addWidget(holder)
        self.state_box = self._add_choices(phrase("&Status"))
        self.kind_box = self._add_choices(phrase("W&hat"))
        self.period_box = self._add_choices(phrase("&Period"))
        self._build_days()
        self._build_search()
        self.clear_button = Button(phrase("Sh&ow all"))
        self.clear_button.clicked.connect(self.on_clear_clicked)
        self._flow.add(self.clear_button)
        for box in (self.state_box, self.kind_box, self.period_box):
            box.activated.connect(self.on_picked)
        self._render()
        self._show_parts()

    # ------------------------------------------------------------------ what is chosen

    def wanted(self, before: Wanted, today: date) -> Wanted:
        """Return which writes are wanted, in the order that was chosen before."""
        state, kind = self.state_box.currentData(), self.kind_box.currentData()
        since, until = self._days(today)
        return replace(
            before,
            states=frozenset({State(state)}) if state else frozenset(),
            kind=kind or "",
            since=_midnight(since) if since else None,
            until=_midnight(until + timedelta(days=1)) if until else None,
            text=self.search_field.text().strip(),
        )

    @property
    def narrowed(self) -> bool:
        """Return whether anything is left out."""
        chosen = (self.state_box, self.kind_box, self.period_box)
        return any(box.currentIndex() > 0 for box in chosen) or bool(self.search_field.text().strip())

    def show_choices(self, counts: Mapping[State, int], kinds: Sequence[str]) -> None:
        """Offer what there is to choose from, with how many there are of each state."""
        if (counts, kinds) != (self._counts, self._kinds):
            self._counts, self._kinds = counts, kinds
            self._render()

    def values(self) -> dict[str, str]:
        """Return what is chosen as words, to be remembered; days only where they are one's own, and no search."""
        boxes = {"state": self.state_box, "kind": self.kind_box, "period": self.period_box}
        found = {name: str(box.currentData() or "") for name, box in boxes.items()}
        if found["period"] == Period.DAYS.value:
            found |= {"since": _day(self.since_field).isoformat(), "until": _day(self.until_field).isoformat()}
        return found

    def restore(self, values: Mapping[str, str]) -> None:
        """Choose what was remembered, before anything was read: what does not occur any more is offered as well."""
        if values.get("state") in set(State):
            self._counts = {State(values["state"]): 0}
        if values.get("kind"):
            self._kinds = (values["kind"],)
        for field, day in ((self.since_field, values.get("since")), (self.until_field, values.get("until"))):
            found = QDate.fromString(day or "", "yyyy-MM-dd")
            with QSignalBlocker(field):
                field.setDate(found if found.isValid() else field.date())
        self._render()
        boxes = {"state": self.state_box, "kind": self.kind_box, "period": self.period_box}
        for name, box in boxes.items():
            box.setCurrentIndex(max(box.findData(values.get(name, "")), 0))
        self._show_parts()

    def choose_state(self, state: State | None) -> None:
        """Show one state only, or all; one that does not occur is shown as such."""
        if state is not None and self.state_box.findData(state.value) < 0:
            self._counts = {**self._counts, state: 0}
            self._render()
        self.state_box.setCurrentIndex(self.state_box.findData(state.value if state else ""))
        self._tell()

    def on_clear_clicked(self) -> None:
        """Leave nothing out."""
        for box in (self.state_box, self.kind_box, self.period_box):
            box.setCurrentIndex(0)
        with QSignalBlocker(self.search_field):
            self.search_field.clear()
        self.on_picked()

    def on_picked(self) -> None:
        """Tell what a person chose."""
        self._tell()
        self.picked.emit()

    def on_text_changed(self) -> None:
        """Wait until the person has typed."""
        self._typing.start(TYPING_PAUSE)

    def _tell(self) -> None:
        self._typing.stop()
        self._show_parts()
        self.changed.emit()

    def _days(self, today: date) -> tuple[date | None, date | None]:
        chosen = Period(self.period_box.currentData() or Period.ALL)
        if chosen is Period.DAYS:
            return _day(self.since_field), _day(self.until_field)
        first = {
            Period.ALL: None,
            Period.TODAY: today,
            Period.WEEK: today - timedelta(days=6),
            Period.MONTH: today - timedelta(days=29),
            Period.YEAR: today.replace(month=1, day=1),
        }
        return first[chosen], None

    # ------------------------------------------------------------------ how it is put together

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange} and hasattr(self, "clear_button"):
            self._render()

    def _show_parts(self) -> None:
        days = self.period_box.currentData() == Period.DAYS.value
        for widget in self._day_parts:
            widget.setVisible(days)
        self.clear_button.setEnabled(self.narrowed)
        self.clear_button.setToolTip("" if self.narrowed else str(phrase("Everything is shown already.")))
        self._flow.invalidate()
        self.updateGeometry()

    def _render(self) -> None:
        everything = sum(self._counts.values())
        states = {"": _counted(phrase("Everything"), everything)}
        states |= {
            state.value: _counted(look.word, self._counts.get(state, 0))
            for state, look in LOOKS.items()
            if state in self._counts or state.value == self.state_box.currentData()
        }
        kept = self.kind_box.currentData()
        offered = self._kinds if not kept or kept in self._kinds else (*self._kinds, kept)
        kinds = {"": str(phrase("Everything"))} | {one: str(kind_words(one)) for one in offered}
        _fill(self.state_box, states)
        _fill(self.kind_box, kinds)
        _fill(self.period_box, {key.value: str(words) for key, words in PERIODS.items()})
        self.search_field.setPlaceholderText(str(phrase("name, number, amount")))
        self.search_field.setMinimumWidth(self.search_field.fontMetrics().horizontalAdvance("m" * 14))
        self.updateGeometry()

    def _add(self, label: Text, field: QWidget) -> QWidget:
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(6))
        words = Label(label, role="strong")
        words.setBuddy(field)
        show_edge(field)
        describe(field, literal(str(label).replace("&", "")))
        row.addWidget(words)
        row.addWidget(field, 1)
        self._flow.add(part)
        return part

    def _add_choices(self, label: Text) -> QComboBox:
        box = QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._add(label, box)
        return box

    def _build_days(self) -> None:
        today = QDate.currentDate()
        self.since_field, self.until_field = QDateEdit(today.addMonths(-1)), QDateEdit(today)
        self._day_parts = []
        fields = ((phrase("&From"), self.since_field), (phrase("U&ntil"), self.until_field))
        for label, field in fields:
            field.setCalendarPopup(True)
            field.setDisplayFormat("dd-MM-yyyy")
            field.dateChanged.connect(self.on_picked)
            self._day_parts.append(self._add(label, field))

    def _build_search(self) -> None:
        self.search_field = QLineEdit()
        self.search_field.setClearButtonEnabled(True)
        self._add(phrase("Sear&ch"), self.search_field)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.timeout.connect(self._tell)
        self.search_field.textChanged.connect(self.on_text_changed)
        self.search_field.returnPressed.connect(self._tell)


def _counted(words: Text, count: int) -> str:
    return f"{words} ({count})"


def _fill(box: QComboBox, choices: Mapping[str, str]) -> None:
    """Offer other choices, and keep what was chosen where that is still among them."""
    chosen = box.currentData()
    box.clear()
    for key, words in choices.items():
        box.addItem(words, key)
    box.setCurrentIndex(max(box.findData(chosen), 0))


def _day(field: QDateEdit) -> date:
    chosen = field.date()
    return date(chosen.year(), chosen.month(), chosen.day())


def _midnight(day: date) -> datetime:
    """Return when a day begins on the clock of this computer, in UTC."""
    return datetime.combine(day, time.min).astimezone().astimezone(UTC)

"""The filters at the left: what a person asks for, as the works of `sync.works`."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QDate, QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QDateEdit, QLineEdit, QVBoxLayout, QWidget

from afas_assistant.sync.invoices.lines import Detail
from afas_assistant.sync.invoices.plan import OnePer
from afas_assistant.sync.works import BookingsWork, CustomersWork, InvoicesWork, Work
from afas_assistant.texts import Text, phrase
from afas_assistant.ui.language import describe
from afas_assistant.ui.tabs.kinds import WORDS, Kind
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.fields import show_edge
from afas_assistant.ui.widgets.label import Label

_DETAILS: dict[str, Text] = {
    Detail.ACTIVITY: phrase("Activity"),
    Detail.EMPLOYEE: phrase("Employee"),
    Detail.DAY: phrase("Day"),
    Detail.WEEK: phrase("Week"),
    Detail.PROJECT: phrase("Project"),
    Detail.DETAILED: phrase("Registration"),
}
_ONE_PER: dict[str, Text] = {OnePer.CUSTOMER: phrase("Customer"), OnePer.PROJECT: phrase("Project")}
_UPDATE: dict[str, Text] = {"update": phrase("Update them too"), "new": phrase("Leave them")}
LAST_MONTH, THIS_MONTH, QUARTER, YEAR, OWN = "last_month", "this_month", "quarter", "year", "own"
_PERIODS: dict[str, Text] = {
    LAST_MONTH: phrase("Last month"),
    THIS_MONTH: phrase("This month"),
    QUARTER: phrase("The last three months"),
    YEAR: phrase("This year"),
    OWN: phrase("From – to"),
}


class Choice(QComboBox):
    """A list of choices by key, in the language of the moment."""

    def __init__(self, choices: dict[str, Text], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        for key, text in choices.items():
            self.addItem(str(text), str(key))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(11)
        show_edge(self)

    def key(self) -> str:
        """Return which one is chosen."""
        return str(self.currentData())

    def choose(self, key: str) -> None:
        """Choose one."""
        self.setCurrentIndex(self.findData(key))

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            for index, text in enumerate(self._choices.values()):
                self.setItemText(index, str(text))


class FilterPanel(QWidget):
    """Signals: `changed` whenever another plan would be made."""

    changed = Signal()

    def __init__(self, kind: Kind, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind, self._today = kind, today
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(px(14), px(12), px(14), px(12))
        self._layout.setSpacing(px(4))
        self._names: list[tuple[QWidget, Text]] = []
        if kind is Kind.CUSTOMERS:
            self._build_customers()
        else:
            self._build_dated()
        self._layout.addSpacing(px(10))
        self._layout.addWidget(Label(WORDS[kind].note, role="small", colour="muted", wrapped=True))
        self._layout.addStretch(1)
        self._name_all()

    # ------------------------------------------------------------------ what is asked for

    def work(self) -> Work:
        """Return what is asked for."""
        if self.kind is Kind.CUSTOMERS:
            return CustomersWork(self.update_choice.key() == "update", self.blocked_box.isChecked())
        first, last = self.period()
        customers = _named(self.customer_field)
        if self.kind is Kind.BOOKINGS:
            return BookingsWork(first, last, self._today(), customers, _named(self.invoice_field))
        return InvoicesWork(
            first,
            last,
            _day(self.day_edit),
            customers,
            _named(self.project_field),
            one_per=OnePer(self.one_per.key()),
            detail=Detail(self.detail.key()),
        )

    def period(self) -> tuple[date, date]:
        """Return the first and the last day; in their order, whichever was filled in first."""
        today = self._today()
        month = today.replace(day=1)
        before = month - timedelta(days=1)
        spans = {
            LAST_MONTH: (before.replace(day=1), before),
            THIS_MONTH: (month, today),
            QUARTER: (_months_before(month, 2), today),
            YEAR: (today.replace(month=1, day=1), today),
        }
        own = sorted((_day(self.from_edit), _day(self.to_edit)))
        return spans.get(self.period_choice.key(), (own[0], own[1]))

    def offer_customers(self, names: Sequence[str]) -> None:
        """Complete what is typed by the customers of a plan."""
        if self.kind is not Kind.CUSTOMERS:
            completer = QCompleter(sorted(set(names)), self.customer_field)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            self.customer_field.setCompleter(completer)

    # ------------------------------------------------------------------ how it is put together

    def _build_customers(self) -> None:
        self.update_choice = Choice(_UPDATE)
        self.update_choice.activated.connect(self.changed)
        self._add(phrase("Customers that are there already"), self.update_choice)
        self._layout.addSpacing(px(8))
        self.blocked_box = QCheckBox()
        show_edge(self.blocked_box)
        self.blocked_box.toggled.connect(self.changed)
        self._add(phrase("Debtors that AFAS has blocked"), self.blocked_box)

    def _build_dated(self) -> None:
        self.period_choice = Choice(_PERIODS)
        self.period_choice.activated.connect(self.on_period_chosen)
        self._add(phrase("Period"), self.period_choice)
        first, last = self._today().replace(day=1), self._today()
        self.from_edit, self.to_edit = _DayEdit(first), _DayEdit(last)
        for edit in (self.from_edit, self.to_edit):
            edit.dateChanged.connect(self.changed)
            edit.hide()
            self._layout.addWidget(edit)
        self._names += [(self.from_edit, phrase("From")), (self.to_edit, phrase("To and including"))]
        self.customer_field = self._line(phrase("Customer"), phrase("All customers"))
        if self.kind is Kind.BOOKINGS:
            self.invoice_field = self._line(phrase("One invoice"), phrase("All invoices"))
            return
        self.project_field = self._line(phrase("Project"), phrase("All projects"))
        self.one_per, self.detail = Choice(_ONE_PER), Choice(_DETAILS)
        for label, choice in ((phrase("One invoice per"), self.one_per), (phrase("One line per"), self.detail)):
            choice.activated.connect(self.changed)
            self._add(label, choice)
        self.day_edit = _DayEdit(self._today())
        self.day_edit.dateChanged.connect(self.changed)
        self._add(phrase("Invoice date"), self.day_edit)

    def on_period_chosen(self) -> None:
        """Ask for the days where they are one's own."""
        own = self.period_choice.key() == OWN
        self.from_edit.setVisible(own)
        self.to_edit.setVisible(own)
        self.changed.emit()

    def _line(self, label: Text, whole: Text) -> QLineEdit:
        field = QLineEdit()
        field.setClearButtonEnabled(True)
        field.setMinimumHeight(px(30))
        field.setPlaceholderText(str(whole))
        field.setProperty("whole", whole)
        show_edge(field)
        field.editingFinished.connect(lambda: self._on_edited(field))
        self._add(label, field)
        return field

    def _on_edited(self, field: QLineEdit) -> None:
        if field.isModified():
            field.setModified(False)
            self.changed.emit()

    def _add(self, label: Text, widget: QWidget) -> None:
        words = Label(label, role="strong", wrapped=True)
        words.setBuddy(widget)
        if self._layout.count():
            self._layout.addSpacing(px(6))
        self._layout.addWidget(words)
        self._layout.addWidget(widget)
        self._names.append((widget, label))

    def _name_all(self) -> None:
        for widget, name in self._names:
            describe(widget, name)
            whole = widget.property("whole")
            if isinstance(widget, QLineEdit) and whole is not None:
                widget.setPlaceholderText(str(whole))
        if self.kind is Kind.CUSTOMERS:
            self.blocked_box.setText(str(phrase("Take along")))

    def changeEvent(self, event: QEvent) -> None:
        """Name everything again in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "_names"):
            self._name_all()


class _DayEdit(QDateEdit):
    """A day, with a calendar to pick it from."""

    def __init__(self, day: date) -> None:
        super().__init__(QDate(day.year, day.month, day.day))
        self.setCalendarPopup(True)
        self.setDisplayFormat("dd-MM-yyyy")
        self.setMinimumHeight(px(30))
        show_edge(self)


def _day(edit: QDateEdit) -> date:
    picked = edit.date()
    return date(picked.year(), picked.month(), picked.day())


def _named(field: QLineEdit) -> tuple[str, ...]:
    words = field.text().strip()
    return (words,) if words else ()


def _months_before(month: date, count: int) -> date:
    for _ in range(count):
        month = (month - timedelta(days=1)).replace(day=1)
    return month

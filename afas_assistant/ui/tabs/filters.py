"""The filters at the left: what a person asks for, as the works of `sync.works`.

What was asked for is remembered as words: a period such as last month as that word. The invoice date is not, since it
is today; nor are single invoices and a period of one's own in AFAS, which belong to one day's work.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QVBoxLayout, QWidget

from afas_assistant.sync.invoices.charges import ChargeKind
from afas_assistant.sync.invoices.lines import Detail
from afas_assistant.sync.invoices.plan import OnePer
from afas_assistant.sync.mapping.settings import OPEN_AND_PAID, PAID
from afas_assistant.sync.works import BookingsWork, CustomersWork, InvoicesWork, Work
from afas_assistant.texts import Text, phrase
from afas_assistant.ui.language import describe
from afas_assistant.ui.tabs.filter_fields import Box, Choice, DayEdit, FolderField, PeriodField, fill, value_of
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
    QUARTER: phrase("Last 3 months"),
    YEAR: phrase("This year"),
    OWN: phrase("From – to"),
}
AS_SET = "as_set"
_STATUSES: dict[str, Text] = {
    AS_SET: phrase("As it is set"),
    "Approved": phrase("Approved only"),
    "Open": phrase("Open as well"),
}
_BOOKED: dict[str, Text] = {
    AS_SET: phrase("As it is set"),
    OPEN_AND_PAID: phrase("Paid or not"),
    PAID: phrase("Paid only"),
}
_BOOK_IN: dict[str, Text] = {AS_SET: phrase("As AFAS tells"), OWN: phrase("Year and period")}
_WHAT: dict[str, tuple[Text, frozenset[ChargeKind]]] = {
    "hours": (phrase("Hours"), frozenset({ChargeKind.HOURS})),
    "expenses": (phrase("Expenses"), frozenset({ChargeKind.EXPENSE})),
    "rides": (phrase("Rides"), frozenset({ChargeKind.RIDE})),
    "fixed": (phrase("Fixed price"), frozenset({ChargeKind.FIXED_PRICE, ChargeKind.TASK})),
    "subscriptions": (phrase("Subscription"), frozenset({ChargeKind.SUBSCRIPTION})),
}


class FilterPanel(QWidget):
    """Signals: `changed` whenever another plan would be made."""

    changed = Signal()

    def __init__(self, kind: Kind, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind, self._today, self._day = kind, today, today()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(px(14), px(12), px(14), px(12))
        self._layout.setSpacing(px(4))
        self._names: list[tuple[QWidget, Text]] = []
        self._kept: dict[str, QWidget] = {}
        self.kind_boxes: dict[str, Box] = {}
        {Kind.CUSTOMERS: self._customers, Kind.INVOICES: self._invoices, Kind.BOOKINGS: self._bookings}[kind]()
        self._layout.addSpacing(px(10))
        self._layout.addWidget(Label(WORDS[kind].note, role="small", colour="muted", wrapped=True))
        self._layout.addStretch(1)
        self._name_all()

    # ------------------------------------------------------------------ what is asked for

    def work(self) -> Work:
        """Return what is asked for."""
        if self.kind is Kind.CUSTOMERS:
            update, create = self.update_choice.key() == "update", self.create_box.isChecked()
            return CustomersWork(update, self.blocked_box.isChecked(), create_all=create)
        first, last = self.period()
        customers, status = _named(self.customer_field), self.status_choice.key()
        chosen = None if status == AS_SET else status
        if self.kind is Kind.BOOKINGS:
            own = self.book_in_choice.key() == OWN
            folder = self.folder_field.folder()
            return BookingsWork(
                first,
                last,
                self._today(),
                customers,
                _named(self.invoice_field),
                self.book_in_field.period() if own else None,
                Path(folder) if folder else None,
                chosen,
            )
        return InvoicesWork(
            first,
            last,
            self.day_edit.day(),
            customers,
            _named(self.project_field),
            one_per=OnePer(self.one_per.key()),
            detail=Detail(self.detail.key()),
            status=chosen,
            kinds=self._kinds(),
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
        own = sorted((self.from_edit.day(), self.to_edit.day()))
        return spans.get(self.period_choice.key(), (own[0], own[1]))

    def renew(self) -> None:
        """Invoice under the day of now, unless another was picked: a window stays open for weeks."""
        if self.kind is Kind.INVOICES and self.day_edit.day() == self._day:
            self._day = self._today()
            fill(self.day_edit, self._day.isoformat())

    def offer_customers(self, names: Sequence[str]) -> None:
        """Complete what is typed by the customers of a plan."""
        if self.kind is not Kind.CUSTOMERS:
            completer = QCompleter(sorted(set(names)), self.customer_field)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            self.customer_field.setCompleter(completer)

    def show_charged(self, charged: Mapping[str, int]) -> None:
        """Say behind each kind that is ticked how much of it a plan charges."""
        for name, box in self.kind_boxes.items():
            words, kinds = _WHAT[name]
            count = sum(charged.get(kind.value, 0) for kind in kinds)
            box.say(phrase("{what} ({count})", what=words, count=count) if box.isChecked() else words)

    def values(self) -> dict[str, str]:
        """Return what is asked for as words, to be remembered; days only where they are one's own."""
        own = "period" in self._kept and value_of(self._kept["period"]) == OWN
        return {name: value_of(field) for name, field in self._kept.items() if own or not isinstance(field, DayEdit)}

    def restore(self, values: Mapping[str, str]) -> None:
        """Ask for what was remembered; tells nothing."""
        for name, field in self._kept.items():
            if name in values:
                fill(field, values[name])
        if not any(box.isChecked() for box in self.kind_boxes.values()):  # a file that was edited by hand
            for box in self.kind_boxes.values():
                box.setChecked(True)
        self._show_parts()

    def _kinds(self) -> frozenset[ChargeKind]:
        """Return what is invoiced; nothing for all of it."""
        ticked = [name for name, box in self.kind_boxes.items() if box.isChecked()]
        if len(ticked) == len(_WHAT):
            return frozenset()
        return frozenset().union(*(_WHAT[name][1] for name in ticked))

    # ------------------------------------------------------------------ what happens

    def on_choice_made(self) -> None:
        """Ask for the days and periods where they are one's own."""
        self._show_parts()
        self.changed.emit()

    def on_kind_toggled(self) -> None:
        """Keep at least one kind ticked: a plan of nothing is none."""
        if not any(box.isChecked() for box in self.kind_boxes.values()):
            sender = self.sender()
            next(box for box in self.kind_boxes.values() if box is sender).setChecked(True)
        else:
            self.changed.emit()

    def _show_parts(self) -> None:
        if self.kind is Kind.CUSTOMERS:
            return
        own = self.period_choice.key() == OWN
        self.from_edit.setVisible(own)
        self.to_edit.setVisible(own)
        if self.kind is Kind.BOOKINGS:
            self.book_in_field.setVisible(self.book_in_choice.key() == OWN)

    # ------------------------------------------------------------------ how it is put together

    def _customers(self) -> None:
        self.update_choice = self._choice("update", phrase("Customers that are there already"), _UPDATE)
        self._layout.addSpacing(px(8))
        self.blocked_box = self._box("blocked", phrase("Debtors that AFAS has blocked"), phrase("Take along"))
        self._layout.addSpacing(px(8))
        self.create_box = self._box("create", phrase("Customers in TimeChimp only"), phrase("Offer to make debtors"))

    def _invoices(self) -> None:
        self._dated()
        self.project_field = self._line("project", phrase("Project"), phrase("All projects"))
        self._heading(phrase("What"))
        for name, (words, _) in _WHAT.items():
            box = self.kind_boxes[name] = Box(words, ticked=True)
            box.toggled.connect(self.on_kind_toggled)
            self._put(name, box, words)
        self.one_per = self._choice("one_per", phrase("One invoice per"), _ONE_PER)
        self.detail = self._choice("detail", phrase("One line per"), _DETAILS)
        self.status_choice = self._choice("status", phrase("Status"), _STATUSES)
        self.day_edit = DayEdit(self._day)
        self.day_edit.dateChanged.connect(self.changed)
        self._add(phrase("Invoice date"), self.day_edit)

    def _bookings(self) -> None:
        self._dated()
        self.invoice_field = self._line("", phrase("One invoice"), phrase("All invoices"))
        self.status_choice = self._choice("status", phrase("Status"), _BOOKED)
        self.book_in_choice = self._choice("", phrase("Book in"), _BOOK_IN)
        self.book_in_field = PeriodField(self._today())
        self.book_in_field.changed.connect(self.changed)
        self.book_in_field.hide()
        self._layout.addWidget(self.book_in_field)
        self.folder_field = FolderField()
        self.folder_field.changed.connect(self.changed)
        self._heading(phrase("PDF files to attach"))
        self._layout.addWidget(self.folder_field)
        self._kept["folder"] = self.folder_field

    def _dated(self) -> None:
        self.period_choice = self._choice("period", phrase("Period"), _PERIODS)
        first, last = self._today().replace(day=1), self._today()
        self.from_edit, self.to_edit = DayEdit(first), DayEdit(last)
        days = (("from", self.from_edit, phrase("From")), ("to", self.to_edit, phrase("To and including")))
        for name, edit, words in days:
            edit.dateChanged.connect(self.changed)
            edit.hide()
            self._put(name, edit, words)
        self.customer_field = self._line("customer", phrase("Customer"), phrase("All customers"))

    def _choice(self, name: str, label: Text, choices: dict[str, Text]) -> Choice:
        choice = Choice(choices)
        choice.activated.connect(self.on_choice_made)
        self._add(label, choice, name)
        return choice

    def _box(self, name: str, label: Text, words: Text) -> Box:
        box = Box(words)
        box.toggled.connect(self.changed)
        self._add(label, box, name)
        return box

    def _line(self, name: str, label: Text, whole: Text) -> QLineEdit:
        field = QLineEdit()
        field.setClearButtonEnabled(True)
        field.setMinimumHeight(px(30))
        field.setPlaceholderText(str(whole))
        field.setProperty("whole", whole)
        show_edge(field)
        field.editingFinished.connect(lambda: self._on_edited(field))
        self._add(label, field, name)
        return field

    def _on_edited(self, field: QLineEdit) -> None:
        if field.isModified():
            field.setModified(False)
            self.changed.emit()

    def _heading(self, label: Text) -> Label:
        words = Label(label, role="strong", wrapped=True)
        if self._layout.count():
            self._layout.addSpacing(px(6))
        self._layout.addWidget(words)
        return words

    def _add(self, label: Text, field: QWidget, name: str = "") -> None:
        self._heading(label).setBuddy(field)
        self._put(name, field, label)

    def _put(self, name: str, field: QWidget, words: Text) -> None:
        """Add a field by the name it is remembered under; without one it is not."""
        self._layout.addWidget(field)
        self._names.append((field, words))
        if name:
            self._kept[name] = field

    def _name_all(self) -> None:
        for widget, name in self._names:
            describe(widget, name)
            whole = widget.property("whole")
            if isinstance(widget, QLineEdit) and whole is not None:
                widget.setPlaceholderText(str(whole))
        if self.kind is Kind.BOOKINGS:
            self.book_in_field.name()

    def changeEvent(self, event: QEvent) -> None:
        """Name everything again in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "_names"):
            self._name_all()


def _named(field: QLineEdit) -> tuple[str, ...]:
    words = field.text().strip()
    return (words,) if words else ()


def _months_before(month: date, count: int) -> date:
    for _ in range(count):
        month = (month - timedelta(days=1)).replace(day=1)
    return month

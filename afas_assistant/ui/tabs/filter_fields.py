"""The fields of the filters: each has a value as a word, so that what was asked for can be remembered."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from afas_assistant.texts import Text, literal, phrase
from afas_assistant.ui.language import describe
from afas_assistant.ui.tips import as_tip
from afas_assistant.ui.typography import metrics, px
from afas_assistant.ui.widgets.buttons import Button, LinkButton
from afas_assistant.ui.widgets.fields import show_edge
from afas_assistant.ui.widgets.label import Label

YES, NO = "yes", "no"
YEARS = 2000, 2099
"""The first and the last that can be asked for: a slip such as 9202 would have TimeChimp read for hours."""


class Choice(QComboBox):
    """A list of choices by key, in the language of the moment."""

    def __init__(self, choices: dict[str, Text], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        for key, text in choices.items():
            self.addItem(str(text), str(key))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        show_edge(self)

    def minimumSizeHint(self) -> QSize:
        """Return room for the longest choice: Qt forgets to measure it again when the words change."""
        return self.sizeHint()

    def key(self) -> str:
        """Return which one is chosen."""
        return str(self.currentData())

    def choose(self, key: str) -> None:
        """Choose one; a key that is not offered changes nothing."""
        place = self.findData(key)
        if place >= 0:
            self.setCurrentIndex(place)

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            for index, text in enumerate(self._choices.values()):
                self.setItemText(index, str(text))


class Box(QCheckBox):
    """A box to tick, with words in the language of the moment."""

    def __init__(self, words: Text, *, ticked: bool = False) -> None:
        super().__init__()
        self._words = words
        self.setText(str(words))
        self.setChecked(ticked)
        show_edge(self)

    def say(self, words: Text) -> None:
        """Show other words."""
        self._words = words
        self.setText(str(words))

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.setText(str(self._words))


class DayEdit(QDateEdit):
    """A day, with a calendar to pick it from."""

    def __init__(self, day: date) -> None:
        super().__init__(QDate(day.year, day.month, day.day))
        self.setDateRange(QDate(YEARS[0], 1, 1), QDate(YEARS[1], 12, 31))
        self.setCalendarPopup(True)
        self.setDisplayFormat("dd-MM-yyyy")
        self.setMinimumHeight(px(30))
        show_edge(self)

    def day(self) -> date:
        """Return the day that is picked."""
        picked = self.date()
        return date(picked.year(), picked.month(), picked.day())


class PeriodField(QWidget):
    """A period of AFAS's own: the year, and the period in it. Signals: `changed`."""

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(6))
        self.year_field, self.period_field = QSpinBox(), QSpinBox()
        self.year_field.setRange(*YEARS)
        self.period_field.setRange(1, 99)
        self.year_field.setValue(today.year)
        self.period_field.setValue(today.month)
        for field in (self.year_field, self.period_field):
            field.setMinimumHeight(px(30))
            field.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
            field.valueChanged.connect(self.changed)
            show_edge(field)
            row.addWidget(field)

    def name(self) -> None:
        """Name both fields in the language of the moment."""
        describe(self.year_field, phrase("Financial year"))
        describe(self.period_field, phrase("Period in AFAS"))

    def period(self) -> tuple[int, int]:
        """Return year and period."""
        return self.year_field.value(), self.period_field.value()


class FolderField(QWidget):
    """A folder to choose, or none. Signals: `changed`."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._folder = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(2))
        self.button = Button(phrase("Choose a folder…"))
        self.clear_button = LinkButton(phrase("Attach nothing"))
        self.words = Label(role="small", colour="muted", wrapped=True)
        self.button.clicked.connect(self.on_button_clicked)
        self.clear_button.clicked.connect(lambda: self.choose("", tell=True))
        for widget in (self.button, self.words, self.clear_button):
            column.addWidget(widget)
        self._show()

    def folder(self) -> str:
        """Return the folder, or nothing."""
        return self._folder

    def choose(self, folder: str, *, tell: bool = False) -> None:
        """Choose a folder, or none."""
        self._folder = folder
        self._show()
        if tell:
            self.changed.emit()

    def on_button_clicked(self) -> None:
        """Ask which folder."""
        title = str(phrase("The folder with the PDF files of invoices"))
        folder = QFileDialog.getExistingDirectory(self, title, self._folder)
        if folder:
            self.choose(folder, tell=True)

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange} and hasattr(self, "words"):
            self._show()

    def _show(self) -> None:
        width = metrics("small").horizontalAdvance("0" * 20)
        name = metrics("small").elidedText(Path(self._folder).name, Qt.TextElideMode.ElideMiddle, width)
        self.words.say(literal(name) if self._folder else phrase("No PDF is attached."))
        self.words.setToolTip(as_tip(self._folder))
        self.clear_button.setVisible(bool(self._folder))
        describe(self.button, phrase("Folder of PDF files: {folder}", folder=literal(self._folder or "–")))


def value_of(field: QWidget) -> str:
    """Return the value of a field as a word."""
    if isinstance(field, Choice):
        return field.key()
    if isinstance(field, QCheckBox):
        return YES if field.isChecked() else NO
    if isinstance(field, DayEdit):
        return field.day().isoformat()
    if isinstance(field, FolderField):
        return field.folder()
    return field.text().strip() if isinstance(field, QLineEdit) else ""


def fill(field: QWidget, value: str) -> None:
    """Give a field a value that was remembered, without a signal; one that does not fit changes nothing."""
    with QSignalBlocker(field):
        if isinstance(field, Choice):
            field.choose(value)
        elif isinstance(field, QCheckBox):
            field.setChecked(value == YES)
        elif isinstance(field, DayEdit):
            picked = QDate.fromString(value, "yyyy-MM-dd")
            if picked.isValid():
                field.setDate(picked)
        elif isinstance(field, FolderField):
            field.choose(value)
        elif isinstance(field, QLineEdit):
            field.setText(value)

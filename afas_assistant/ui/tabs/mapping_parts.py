"""What stands above and below the list of mappings: choosing and searching; what is ticked, and what to do with it."""

from collections.abc import Mapping
from enum import Enum

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from afas_assistant.texts import Text, literal, phrase, phrase_n
from afas_assistant.ui.language import describe
from afas_assistant.ui.tabs.filter_fields import Choice
from afas_assistant.ui.tabs.footer import reading_words
from afas_assistant.ui.tabs.mapping_words import LOOKS
from afas_assistant.ui.tabs.progress import Reached
from afas_assistant.ui.tabs.rows import ALL
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button, LinkButton, PrimaryButton, Segment
from afas_assistant.ui.widgets.fields import show_edge
from afas_assistant.ui.widgets.flow import FlowLayout
from afas_assistant.ui.widgets.frames import Bar
from afas_assistant.ui.widgets.label import Label

_CHOICES: dict[str, Text] = {ALL: phrase("All"), **{state.value: look.word for state, look in LOOKS.items()}}


class MappingTools(QWidget):
    """Signals: `closed`, `chosen(key)`, `searched(words)`, and one for each button: `refresh_asked`, `add_asked`, …"""

    closed = Signal()
    chosen = Signal(str)
    searched = Signal(str)
    refresh_asked = Signal()
    add_asked = Signal()
    import_asked = Signal()
    export_asked = Signal()

    def __init__(self, title: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), px(8), px(12), px(8))
        holder = QWidget()
        flow = FlowLayout(holder, gap=px(8))
        self.back_button = LinkButton(phrase("Back to the plan"))
        self.segment, self.choice_box = Segment(_CHOICES), Choice(_CHOICES)
        self.search_field = QLineEdit()
        self.search_field.setClearButtonEnabled(True)
        self.search_field.setMinimumHeight(px(28))
        show_edge(self.search_field)
        self.refresh_button = Button(phrase("Read again"), icon="refresh")
        self.add_button = Button(phrase("Add…"), icon="plus")
        self.import_button, self.export_button = Button(phrase("Import…")), Button(phrase("Export…"))
        heading = Label(title, role="heading")
        heading.setBuddy(self.choice_box)
        for widget in (
            self.back_button,
            heading,
            self.segment,
            self.choice_box,
            self.search_field,
            self.refresh_button,
            self.add_button,
            self.import_button,
            self.export_button,
        ):
            flow.add(widget)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        row.addWidget(holder, 1)
        self.back_button.clicked.connect(self.closed)
        self.segment.chosen.connect(self.on_chosen)
        self.choice_box.activated.connect(lambda: self.on_chosen(self.choice_box.key()))
        self.search_field.textChanged.connect(self.searched)
        self.refresh_button.clicked.connect(self.refresh_asked)
        self.add_button.clicked.connect(self.add_asked)
        self.import_button.clicked.connect(self.import_asked)
        self.export_button.clicked.connect(self.export_asked)
        self._name_all()
        self._fit()

    def on_chosen(self, key: str) -> None:
        """Show the choice in both its forms, and tell."""
        self.choose(key)
        self.chosen.emit(key)

    def choose(self, key: str) -> None:
        """Choose without telling."""
        self.segment.choose(key)
        self.choice_box.choose(key)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many rows there are of each choice; one without any is not offered, but for the one chosen."""
        self.segment.show_counts(counts)
        chosen = self.segment.chosen_key()
        offered = [key for key in _CHOICES if counts.get(key) or key in {ALL, chosen}]
        for key in _CHOICES:
            button = self.segment.button(key)
            button.setVisible(key in offered)
            button.last = key == offered[-1]
            button.update()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the choices as a list where they do not fit beside each other."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Name everything again in another language or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange} and hasattr(self, "export_button"):
            self._name_all()
            self._fit()

    def _fit(self) -> None:
        fits = self.segment.sizeHint().width() <= self.width() - px(24)
        self.segment.setVisible(fits)
        self.choice_box.setVisible(not fits)

    def _name_all(self) -> None:
        self.search_field.setPlaceholderText(str(phrase("Search (Ctrl+F)")))
        self.search_field.setFixedWidth(px(150))
        describe(self.search_field, phrase("Search in the mappings"))
        describe(self.choice_box, phrase("Which mappings are shown"))


class Step(Enum):
    """What the filled button does now."""

    ACCEPT = "accept"
    NEXT = "next"
    BACK = "back"


class MappingFooter(Bar):
    """Signals: `stepped` for the filled button, `changing` and `forgetting` for the chosen row, `undone`, `stopped`."""

    stepped = Signal()
    changing = Signal()
    forgetting = Signal()
    undone = Signal()
    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(fill="surface", side=Qt.Edge.TopEdge, parent=parent)
        self.step = Step.BACK
        self._chosen = self._mapped = False
        row = QHBoxLayout(self)
        row.setContentsMargins(px(20), px(8), px(16), px(8))
        row.setSpacing(px(12))
        words = QVBoxLayout()
        words.setSpacing(0)
        self.first_line = Label(role="strong", wrapped=True)
        self.second_line = Label(role="small", colour="muted", wrapped=True)
        words.addWidget(self.first_line)
        words.addWidget(self.second_line)
        row.addLayout(words, 2)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setMinimumWidth(px(80))
        row.addWidget(self.bar, 1)
        holder = QWidget()
        flow = FlowLayout(holder, gap=px(8))
        self.undo_button = Button(phrase("Undo"))
        self.forget_button = Button(phrase("Forget"))
        self.change_button = Button(phrase("Change…"))
        self.stop_button = Button(phrase("Stop reading"))
        self.step_button = PrimaryButton(literal(""))
        for button, signal in (
            (self.undo_button, self.undone),
            (self.forget_button, self.forgetting),
            (self.change_button, self.changing),
            (self.stop_button, self.stopped),
            (self.step_button, self.stepped),
        ):
            button.clicked.connect(signal)
            flow.add(button)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        row.addWidget(holder, 0)
        self.undo_button.hide()
        self._measure()
        self._arrange(busy=False)

    def show_state(self, first: Text, second: Text, step: Step, ticked: int) -> None:
        """Show how it stands, and what the filled button does."""
        self._arrange(busy=False)
        self.first_line.say(first)
        self.second_line.say(second)
        self.step = step
        says = {
            Step.ACCEPT: phrase_n("Accept 1 proposal", "Accept {count} proposals", ticked),
            Step.NEXT: phrase("Map the next one…"),
            Step.BACK: phrase("To the plan"),
        }
        self.step_button.say(says[step])

    def show_reading(self, first: Text) -> None:
        """Show that both systems are read."""
        self._arrange(busy=True)
        self.first_line.say(first)
        self.second_line.say(phrase("Nothing is changed by it."))
        describe(self.bar, first)

    def show_reached(self, reached: Reached) -> None:
        """Show how far reading is."""
        if reached.wait >= 1:
            words = phrase("TimeChimp allows 100 calls a minute: {count} seconds to go.", count=round(reached.wait))
            self.second_line.say(words)
        elif reached.reading is not None:
            self.second_line.say(reading_words(reached))

    def show_row(self, *, chosen: bool, mapped: bool) -> None:
        """Offer what can be done with the chosen row."""
        self._chosen, self._mapped = chosen, mapped
        free = self.bar.isHidden()  # one thing at a time
        self.change_button.setEnabled(chosen and free)
        self.forget_button.setEnabled(mapped and free)

    def changeEvent(self, event: QEvent) -> None:
        """Measure again with letters of another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "step_button"):
            self._measure()

    def _measure(self) -> None:
        self.first_line.setMinimumWidth(px(170))

    def _arrange(self, *, busy: bool) -> None:
        self.bar.setVisible(busy)
        self.stop_button.setVisible(busy)
        self.step_button.setVisible(not busy)
        self.undo_button.setEnabled(not busy)
        self.show_row(chosen=self._chosen, mapped=self._mapped)

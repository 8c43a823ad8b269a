"""Page 2: what the administrator does in AFAS before anything can be tested, and the message that asks for it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from afas_assistant.onboarding.flow import Step
from afas_assistant.onboarding.verdicts import Section, Status
from afas_assistant.texts import Text, day, joined, literal, phrase
from afas_assistant.ui.checklist_detail import Aside
from afas_assistant.ui.language import describe
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button
from afas_assistant.ui.widgets.flow import FlowLayout
from afas_assistant.ui.widgets.frames import Card
from afas_assistant.ui.widgets.label import IconLabel, Label
from afas_assistant.ui.wizard.controls import Chevron, TickBox
from afas_assistant.ui.wizard.dialogs import ask_name
from afas_assistant.ui.wizard.message_panel import MessagePanel
from afas_assistant.ui.wizard.page import Page
from afas_assistant.ui.wizard.session import Session
from afas_assistant.ui.wizard.surfaces import ClearScroll, Content, thin_line

if TYPE_CHECKING:  # plain values, for their types only
    from afas_assistant.onboarding.passed import Passed
    from afas_assistant.onboarding.requirements import ByHand
    from afas_assistant.onboarding.verdicts import Verdict

TWO_COLUMNS = 820  # drawn pixels; below this the message stands under the steps


class ManualStep(QWidget):
    """One step by hand: a tick with who and when, and, opened, where and how.

    Signals: `ticked(bool)` when the person ticks or takes it back; `opened`; `copied(Text)`.
    """

    ticked = Signal(bool)
    opened = Signal()
    copied = Signal(object)

    def __init__(self, number: int, step: "ByHand", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step = step
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(14), px(8), px(14), px(8))
        layout.setSpacing(px(4))
        head = QHBoxLayout()
        head.setSpacing(px(8))
        self.toggle = Chevron()
        self.toggle.toggled.connect(self.on_toggled)
        self.box = TickBox()
        self.box.clicked.connect(self.on_box_clicked)
        self._number = number
        self._title = Label(joined(literal(f"{number}."), step.title), role="name", wrapped=True)
        self._title.setBuddy(self.box)
        self._said = Label(role="small", colour="muted", wrapped=True)
        self._proof = IconLabel("ok", colour="ok")
        self._proof.hide()
        for widget in (self.toggle, self.box, self._proof):
            head.addWidget(widget)
        words = QVBoxLayout()
        words.setSpacing(px(1))
        words.addWidget(self._title)
        words.addWidget(self._said)
        head.addLayout(words, 1)
        layout.addLayout(head)
        self.body = self._body()
        layout.addWidget(self.body)
        self.body.hide()
        self._retranslate()

    @property
    def line_id(self) -> str:
        """The line's id in reports."""
        return self.step.check_id

    def show_word(self, word: "Passed | None", verdict: "Verdict | None") -> None:
        """Show who did it and when, or how it was proven; a proven step needs no tick."""
        proven = verdict is not None and verdict.status is Status.OK
        self.box.setVisible(not proven)
        self._proof.setVisible(proven)
        self.box.setChecked(word is not None)
        if proven and verdict is not None:
            said = verdict.title
        elif word is not None:
            said = phrase("Done, says {who}, {date}", who=word.who, date=day(word.at))
        else:
            said = literal("")
        self._said.say(said)
        self._said.setVisible(bool(str(said)))

    @property
    def done(self) -> bool:
        """Whether it was ticked or proven."""
        return self.box.isChecked() or self._proof.isVisibleTo(self)

    def open(self, *, opened: bool) -> None:
        """Show or hide where and how."""
        self.toggle.setChecked(opened)

    def on_toggled(self, opened: bool) -> None:
        """Show or hide where and how."""
        self.body.setVisible(opened)
        self._retranslate()
        if opened:
            self.opened.emit()

    def on_box_clicked(self, checked: bool) -> None:
        """Tell; the page asks for a name before it keeps the tick."""
        self.ticked.emit(checked)

    def on_copy_clicked(self, menu: Text) -> None:
        """Put a menu path on the clipboard."""
        QGuiApplication.clipboard().setText(str(menu))
        self.copied.emit(phrase("The menu path is on the clipboard."))

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language, palette or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._retranslate()

    def _body(self) -> QWidget:
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(px(54), px(2), 0, px(4))
        layout.setSpacing(px(4))
        place = self.step.place
        layout.addWidget(Label(place.menu, role="name", wrapped=True, selectable=True))
        if place.menu_old is not None:
            old = phrase("Older menu: {menu}", menu=place.menu_old)
            layout.addWidget(Label(old, role="small", colour="muted", wrapped=True, selectable=True))
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=px(8))
        copy = Button(phrase("Copy menu path"), icon="copy")
        copy.clicked.connect(lambda: self.on_copy_clicked(place.menu))
        flow.add(copy)
        if place.menu_old is not None:
            old_menu = place.menu_old
            old_copy = Button(phrase("Copy older path"), icon="copy")
            old_copy.clicked.connect(lambda: self.on_copy_clicked(old_menu))
            flow.add(old_copy)
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(3))
        grid.setColumnStretch(1, 1)
        for number, words in enumerate(self.step.steps, start=1):
            grid.addWidget(Label(literal(str(number)), role="strong"), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(words, wrapped=True, selectable=True), number, 1)
        layout.addLayout(grid)
        layout.addWidget(Label(self.step.why, role="small", colour="muted", wrapped=True))
        if self.step.trap is not None:
            layout.addWidget(Aside(self.step.trap))
        layout.addWidget(buttons)
        return body

    def _retranslate(self) -> None:
        opened = self.toggle.isChecked()
        title = str(self.step.title)
        action = phrase("Hide how: {title}", title=title) if opened else phrase("Show how: {title}", title=title)
        describe(self.toggle, action, tip=action)
        describe(self.box, phrase("Done: {title}", title=title))


class PreparePage(Page):
    """Shows the manual steps and the message."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, Step.PREPARE, parent)
        self.steps: list[ManualStep] = []
        self._shown: str | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        content = Content()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, content)
        self._columns.setContentsMargins(px(24), px(6), px(24), px(16))
        self._columns.setSpacing(px(16))
        self._card = Card()
        self._list = QVBoxLayout(self._card)
        self._list.setContentsMargins(1, px(4), 1, px(4))
        self._list.setSpacing(0)
        self._columns.addWidget(self._card, 5, Qt.AlignmentFlag.AlignTop)
        message = Card()
        inside = QVBoxLayout(message)
        inside.setContentsMargins(px(16), px(14), px(16), px(14))
        self.message = MessagePanel(session)
        self.message.setMinimumHeight(px(400))
        inside.addWidget(self.message)
        self._columns.addWidget(message, 4)
        layout.addWidget(ClearScroll(content))
        session.changed.connect(self.on_session_changed)

    def title(self) -> Text:
        """Return the page's title."""
        return phrase("What the administrator does first")

    def subtitle(self) -> Text:
        """Return what stands below the title."""
        return phrase(
            "Nothing can be tested before these steps are done in AFAS. Do them yourself, or send the message."
        )

    def why(self) -> Text:
        """Return why the page is there."""
        return joined(
            phrase("Without an app connector and a token, AFAS answers nothing at all. Only an administrator can make "
                   "them."),
            phrase("A tick is your word that a step is done; what AFAS can show is proven later by itself. You can go "
                   "on without ticking."),
            separator="\n\n",
        )  # fmt: skip

    def counts(self) -> Text:
        """Return how many steps are done."""
        done = sum(step.done for step in self.steps)
        return phrase("{done} of {all} steps done", done=done, all=len(self.steps))

    def on_ready(self) -> None:
        """Show the steps of the checklist in work."""
        profile = self.session.profile
        if profile is not None and self._shown != self.session.state.current:
            self._shown = self.session.state.current
            self._make(profile.by_hand)
        self.on_session_changed()
        first = next((step for step in self.steps if not step.done), None)
        if first is not None and not any(step.toggle.isChecked() for step in self.steps):
            first.open(opened=True)

    def initial_focus(self) -> QWidget | None:
        """Begin at the first step."""
        return self.steps[0].toggle if self.steps else None

    def on_session_changed(self) -> None:
        """Show words, proofs and the message as they are now."""
        ticked: Mapping[str, Passed] = self.session.state.ticked
        known = {one.line.id: one for one in self.session.verdicts or () if one.line.section is Section.BY_HAND}
        for step in self.steps:
            step.show_word(ticked.get(step.line_id), known.get(step.line_id))
        if self.isVisible():
            self.message.refresh()
            self.updated.emit()

    def on_step_ticked(self, step: ManualStep, checked: bool) -> None:
        """Keep a tick with the name of who gave it; ask for the name once."""
        who = self.session.state.who
        if not checked or who:
            self._keep(step, who, checked=checked)
            return
        step.box.setChecked(False)
        words = phrase("The hand-over book shows who said that a step was done.")
        dialog = ask_name(self, who, phrase("Who says so?"), words, phrase("Tick this step"))
        dialog.answered.connect(lambda answers: self._keep(step, answers[0], checked=True))

    def on_step_opened(self, opened: ManualStep) -> None:
        """Close the other steps: one at a time is read."""
        for step in self.steps:
            if step is not opened:
                step.open(opened=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the message beside the steps where it fits."""
        super().resizeEvent(event)
        wide = event.size().width() >= px(TWO_COLUMNS)
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def _keep(self, step: ManualStep, who: str, *, checked: bool) -> None:
        self.session.tick(step.line_id, who, done=checked)
        if checked:
            step.open(opened=False)
            following = next((one for one in self.steps if not one.done), None)
            if following is not None:
                following.open(opened=True)
        self.updated.emit()

    def _make(self, steps: "tuple[ByHand, ...]") -> None:
        while self._list.count():
            item = self._list.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        self.steps = []
        for number, one in enumerate(steps, start=1):
            if number > 1:
                self._list.addWidget(thin_line())
            step = ManualStep(number, one)
            step.ticked.connect(lambda checked, step=step: self.on_step_ticked(step, checked))
            step.opened.connect(lambda step=step: self.on_step_opened(step))
            step.copied.connect(self.session.told)
            self.steps.append(step)
            self._list.addWidget(step)

"""The list of steps at the left: what is done, where one is, what is open, and the way out."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from afas_assistant.onboarding.flow import Mark, Step, StepState
from afas_assistant.texts import Text, joined, literal, phrase, phrase_n
from afas_assistant.ui.icons import icon, pixmap
from afas_assistant.ui.language import describe
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font, metrics, px
from afas_assistant.ui.widgets.buttons import LinkButton
from afas_assistant.ui.widgets.flow import FlowLayout
from afas_assistant.ui.widgets.frames import Badge, Bar
from afas_assistant.ui.widgets.label import IconLabel, Label
from afas_assistant.ui.widgets.painting import focus_ring, painter_of
from afas_assistant.ui.wizard.session import Session
from afas_assistant.ui.wizard.surfaces import ClearScroll, thin_line

WIDTH, NARROW_WIDTH = 264, 52
ROW = 40
ICON = 16

NAMES: dict[Step, Text] = {
    Step.WHAT: phrase("What to connect"),
    Step.PREPARE: phrase("First, the administrator"),
    Step.ENVIRONMENT: phrase("Environment and token"),
    Step.GET: phrase("GetConnectors"),
    Step.UPDATE: phrase("UpdateConnectors"),
    Step.DATA: phrase("Data connectors"),
    Step.DESTINATIONS: phrase("Dossier destinations"),
    Step.ADMINISTRATION: phrase("Administration"),
    Step.TIME_TRACKING: phrase("Time tracking"),
    Step.DONE: phrase("Finish"),
}

MARKS: dict[Mark, tuple[str, str, Text]] = {
    Mark.HERE: ("step-here", "accent", phrase("you are here")),
    Mark.DONE: ("ok", "ok", phrase("done")),
    Mark.OPEN: ("failed", "problem", phrase("open")),
    Mark.AHEAD: ("pending", "untested", phrase("still to do")),
    Mark.NOT_NEEDED: ("step-none", "untested", phrase("not needed")),
}
"""Icon, colour and word of each mark."""


class StepItem(QAbstractButton):
    """One step: its mark, its number and name, and what is open there."""

    def __init__(self, step: Step, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = StepState(step, Mark.AHEAD, 0)
        self._aside: Text = literal("")
        self._narrow = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._render()

    def show_state(self, state: StepState, aside: Text) -> None:
        """Show how the step stands; `aside` is what is said at the right."""
        if state == self._state and str(aside) == str(self._aside):
            return
        self._state, self._aside = state, aside
        self._render()

    def set_narrow(self, *, narrow: bool) -> None:
        """Show mark and number only; the words are in the tool tip then."""
        self._narrow = narrow
        self._render()

    def words(self) -> str:
        """Return number and name."""
        return f"{self._state.step.number}  {NAMES[self._state.step]}"

    def natural_width(self) -> int:
        """Return the width at which nothing is cut."""
        aside = metrics("small").horizontalAdvance(str(self._aside)) + px(16) if str(self._aside) else 0
        return px(16 + ICON + 10) + metrics("strong").horizontalAdvance(self.words()) + aside + px(14)

    def sizeHint(self) -> QSize:
        """Return the height of a step."""
        return QSize(px(NARROW_WIDTH), max(px(ROW), metrics("strong").height() + px(16)))

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange}:
            self._render()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all of it is painted
        """Paint mark, number, name and what is said at the right."""
        painter = painter_of(self)
        here = self._state.mark is Mark.HERE
        if here:
            painter.fillRect(self.rect(), tokens().colour("selection"))
            painter.fillRect(0, 0, px(3), self.height(), tokens().colour("accent"))
        name, colour, _ = MARKS[self._state.mark]
        drawn = pixmap(name, colour, ICON, self.devicePixelRatioF())
        painter.drawPixmap(px(10 if self._narrow else 16), (self.height() - px(ICON)) // 2, drawn)
        quiet = self._state.mark in {Mark.AHEAD, Mark.NOT_NEEDED}
        painter.setFont(font("strong" if here else "body"))
        painter.setPen(tokens().colour("muted" if quiet else "text"))
        left = px(30 if self._narrow else 16 + ICON + 10)
        place = self.rect().adjusted(left, 0, -px(4 if self._narrow else 14), 0)
        words = str(self._state.step.number) if self._narrow else self.words()
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        if not self._narrow and str(self._aside):
            painter.setFont(font("small"))
            painter.setPen(tokens().colour("muted"))
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(self._aside))
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), radius=3)
        painter.end()

    def _render(self) -> None:
        parts = (literal(self.words()), MARKS[self._state.mark][2], self._aside)
        words = str(joined(*parts, separator=", "))
        self.setAccessibleName(words)
        self.setToolTip(words if self._narrow else "")
        self.updateGeometry()
        self.update()


class StepColumn(Bar):
    """Signals: `picked(step)`; `left` when the person stops for now."""

    picked = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(fill="raised", side=Qt.Edge.RightEdge, parent=parent)
        self._narrow = False
        self.items = {step: StepItem(step) for step in Step}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 1, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head())
        layout.addWidget(thin_line())
        layout.addWidget(ClearScroll(self._list()), 1)
        layout.addWidget(thin_line())
        layout.addWidget(self._foot())
        self._retint()

    def show_session(self, session: Session) -> None:
        """Show organisation and steps as they are now."""
        name = session.organisation.name if session.organisation else session.state.name
        self._name.say(literal(name) if name else phrase("New connection"))
        self._badge.setVisible(bool(session.kind) and not self._narrow)
        if session.kind:
            self._badge.show_kind(session.kind)
        self._envid.say(literal(session.envid))
        for state in session.flow.steps():
            self.items[state.step].show_state(state, _aside(state, session))
        self._fit()

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave the words out, where the window is narrow."""
        self._narrow = narrow
        for item in self.items.values():
            item.set_narrow(narrow=narrow)
        for widget in (self._brand, self._words, self.stop_button, self._stop_words):
            widget.setVisible(not narrow)
        self.stop_icon.setVisible(narrow)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Fit the words in another language or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange, QEvent.Type.PaletteChange}:
            self._retint()
            self._fit()

    def _retint(self) -> None:
        self.stop_icon.setIcon(icon("clock", "accent"))
        describe(self.stop_icon, phrase("Stop and continue later"), tip=phrase("Stop and continue later"))

    def _fit(self) -> None:
        widest = max(item.natural_width() for item in self.items.values())
        wide = max(px(WIDTH), widest, self.stop_button.sizeHint().width() + px(24))
        wanted = px(NARROW_WIDTH) if self._narrow else wide
        if self.width() != wanted or self.minimumWidth() != wanted:
            self.setFixedWidth(wanted)

    def _head(self) -> QWidget:
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(px(16), px(16), px(14), px(16))
        layout.setSpacing(px(4))
        top = QHBoxLayout()
        top.setSpacing(px(8))
        top.addWidget(IconLabel("brand", size=20))
        layout.addLayout(top)
        self._words = QWidget()
        words = QVBoxLayout(self._words)
        words.setContentsMargins(0, px(14), 0, 0)
        words.setSpacing(px(4))
        self._brand = Label(literal("AFAS Assistant"), role="strong")
        top.addWidget(self._brand, 1)
        self._name = Label(role="strong", wrapped=True)
        words.addWidget(self._name)
        row = QWidget()
        flow = FlowLayout(row, gap=px(8))
        self._badge = Badge("practice")
        self._envid = Label(role="small", colour="muted", selectable=True)
        flow.add(self._badge)
        flow.add(self._envid)
        self._badge.hide()
        words.addWidget(row)
        layout.addWidget(self._words)
        return holder

    def _list(self) -> QWidget:
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, px(8), 0, px(8))
        layout.setSpacing(0)
        for step, item in self.items.items():
            item.clicked.connect(lambda _=False, step=step: self.picked.emit(step))
            layout.addWidget(item)
        layout.addStretch(1)
        return holder

    def _foot(self) -> QWidget:
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(px(6), px(8), px(6), px(10))
        layout.setSpacing(0)
        self.stop_button = LinkButton(phrase("Stop and continue later"))
        self.stop_icon = QToolButton()
        self.stop_icon.setAutoRaise(True)
        self.stop_icon.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.stop_icon.hide()
        for button in (self.stop_button, self.stop_icon):
            button.clicked.connect(self.left)
        layout.addWidget(self.stop_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.stop_icon, 0, Qt.AlignmentFlag.AlignHCenter)
        self._stop_words = Label(phrase("You resume at the first open step."), role="small", colour="muted",
                                 wrapped=True)  # fmt: skip
        self._stop_words.setContentsMargins(px(10), 0, px(8), 0)
        layout.addWidget(self._stop_words)
        return holder


def _aside(state: StepState, session: Session) -> Text:
    """Return what is said at the right of a step."""
    if state.step is Step.WHAT and session.profile is not None:
        return session.program
    if state.mark is Mark.NOT_NEEDED:
        return phrase("n/a")
    if state.open_lines:
        return phrase_n("1 open", "{count} open", state.open_lines)
    return literal("")

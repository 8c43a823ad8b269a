"""The opened part of a checklist row: why, what AFAS answered, what that means, what to do, who, the evidence."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from afas_assistant.errors import WHO_NAMES
from afas_assistant.onboarding.verdicts import Certainty, PossibleCause, Status, Verdict
from afas_assistant.texts import Text, joined, literal, phrase, quoted
from afas_assistant.ui.checklist_model import Row
from afas_assistant.ui.states import LOOKS
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button, LinkButton
from afas_assistant.ui.widgets.flow import FlowLayout
from afas_assistant.ui.widgets.label import Label
from afas_assistant.ui.widgets.painting import painter_of

TWO_COLUMNS = 640  # drawn pixels; below this the columns stand under each other
_MAY_CHANGE_HEIGHT = {QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Show}
STATUS_LINE, REFERENCE_LINE = "HTTP status: ", "profitLogReference: "


class ChecklistDetail(QWidget):
    """Shows one row in full.

    Signals: `test_again_requested`; `closed` when Escape was pressed; `height_changed` when it needs another height;
    `copied(Text)` with a sentence that says what is on the clipboard now.
    """

    test_again_requested = Signal()
    closed = Signal()
    height_changed = Signal()
    copied = Signal(object)

    def __init__(self, row: Row, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = row
        self._shown = row.verdict
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._columns.setContentsMargins(px(36), px(4), px(16), px(14))
        self._columns.setSpacing(px(24))
        self._build()

    def show_row(self, row: Row) -> None:
        """Show what is known of the row now."""
        self._row = row
        if self._shown is row.verdict:
            self._again.setEnabled(not row.busy)
            return
        self._shown = row.verdict
        self._build()
        self.height_changed.emit()

    def height_at(self, width: int) -> int:
        """Return the height needed at a width."""
        self._arrange(width)
        layout = self._columns
        layout.activate()
        return layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()

    def sizeHint(self) -> QSize:
        """Return nothing: the view asks `height_at`, and would take the larger of the two."""
        return QSize(0, 0)

    def first_button(self) -> QWidget | None:
        """Return where the keyboard goes first."""
        return next(iter(self.findChildren(Button)), None)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all of it is painted
        """Paint the raised surface."""
        painter = painter_of(self)
        painter.fillRect(self.rect(), tokens().colour("raised"))
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Ask for another height when what is in it became larger or smaller."""
        handled = super().event(event)
        if event.type() in _MAY_CHANGE_HEIGHT and self.height_at(self.width()) != self.height():
            self.height_changed.emit()
        return handled

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns side by side where they fit."""
        super().resizeEvent(event)
        self._arrange(event.size().width())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Ask for another height when texts or letters change."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange}:
            self.height_changed.emit()

    def on_copy_name_clicked(self) -> None:
        """Put the exact name on the clipboard."""
        name = self._row.line.name
        QGuiApplication.clipboard().setText(name)
        self.copied.emit(phrase("{name} is on the clipboard.", name=name))

    def on_copy_detail_clicked(self) -> None:
        """Put the technical detail on the clipboard."""
        QGuiApplication.clipboard().setText(technical_text(self._row))
        self.copied.emit(phrase("The technical detail is on the clipboard."))

    def _arrange(self, width: int) -> None:
        wide = width >= px(TWO_COLUMNS)
        wanted = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._columns.direction() != wanted:
            self._columns.setDirection(wanted)

    def _build(self) -> None:
        for index in reversed(range(self._columns.count())):
            item = self._columns.takeAt(index)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        self._columns.addWidget(self._reasons(), 1, Qt.AlignmentFlag.AlignTop)
        self._columns.addWidget(self._remedies(), 1, Qt.AlignmentFlag.AlignTop)

    def _reasons(self) -> QWidget:
        """Return the left column: why the line is needed, what AFAS said, and what that means."""
        column, layout = _column()
        row, verdict = self._row, self._row.verdict
        _add_part(layout, phrase("Why needed"), row.line.need)
        if verdict is None:
            return column
        if verdict.quote or _reference(verdict.detail):
            _add_heading(layout, phrase("AFAS answered"))
            if verdict.quote:
                layout.addWidget(_text(quoted(verdict.quote)))
            if reference := _reference(verdict.detail):
                layout.addWidget(_text(literal(reference), role="small", colour="muted"))
        meaning = _meaning(verdict)
        if meaning.render():
            _add_heading(layout, phrase("What it means here"))
            layout.addWidget(Aside(meaning))
        return column

    def _remedies(self) -> QWidget:
        """Return the right column: what to do and who does it, the causes that remain, and the buttons."""
        column, layout = _column()
        verdict = self._row.verdict
        if verdict is not None and verdict.status is not Status.OK:
            _add_steps(layout, verdict)
            _add_causes(layout, verdict.causes)
            if verdict.remedy.render():
                _add_part(layout, phrase("Who"), WHO_NAMES[verdict.who])
        elif verdict is not None and verdict.found:
            _add_part(layout, phrase("Found as"), literal(verdict.found))
        layout.addSpacing(px(6))
        layout.addWidget(self._buttons())
        return column

    def _buttons(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, gap=px(8))
        if self._row.is_name:
            copy = Button(phrase("Copy {name}", name=self._row.line.name), icon="copy")
            copy.clicked.connect(self.on_copy_name_clicked)
            flow.add(copy)
        self._again = Button(phrase("Test again"), icon="refresh")
        self._again.clicked.connect(self.test_again_requested)
        self._again.setEnabled(not self._row.busy)
        flow.add(self._again)
        detail = LinkButton(phrase("Copy technical detail"))
        detail.clicked.connect(self.on_copy_detail_clicked)
        flow.add(detail)
        return holder


class Aside(QWidget):
    """Words with a bar at their left: what an answer means in this environment."""

    def __init__(self, text: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(10), px(2), 0, px(2))
        layout.addWidget(_text(text))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all of it is painted
        """Paint the bar."""
        painter = painter_of(self)
        painter.fillRect(QRectF(0, 0, px(2), self.height()), tokens().colour("attention"))
        painter.end()


def technical_text(row: Row) -> str:
    """Return what a helpdesk asks for, one fact a line; it holds no secret."""
    verdict = row.verdict
    if verdict is None:
        return row.line.id
    facts = [
        row.line.id,
        f"profile: {row.line.profile}" if row.line.profile else "",
        f"status: {verdict.status.value}",
        f"reason: {verdict.reason.value}" if verdict.reason else "",
        f"certainty: {verdict.certainty.value}",
        f"found: {verdict.found}" if verdict.found else "",
        f"{LOOKS[row.state].word}: {verdict.title}",
        *verdict.detail,
    ]
    return "\n".join(filter(None, facts))


def _meaning(verdict: Verdict) -> Text:
    if verdict.certainty is not Certainty.INFERRED:
        return verdict.meaning
    return joined(verdict.meaning, phrase("This is inferred: AFAS does not document this answer."))


def _reference(detail: Sequence[str]) -> str:
    """Return the status and AFAS's own reference from the technical detail, on one line."""
    status = next((f"HTTP {line.removeprefix(STATUS_LINE)}" for line in detail if line.startswith(STATUS_LINE)), "")
    reference = next((line.replace(": ", " ") for line in detail if line.startswith(REFERENCE_LINE)), "")
    return " · ".join(filter(None, (status, reference)))


def _add_steps(layout: QVBoxLayout, verdict: Verdict) -> None:
    """Add what to do: first where, in both menus that AFAS has had, then what."""
    if not verdict.remedy.render():
        return
    _add_heading(layout, phrase("Do this"))
    steps = list(_steps(verdict))
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(px(8))
    grid.setVerticalSpacing(px(3))
    grid.setColumnStretch(1, 1)
    line = 0
    for number, (text, aside) in enumerate(steps, start=1):
        if len(steps) > 1:
            grid.addWidget(Label(literal(str(number)), role="strong"), line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_text(text), line, 1)
        line += 1
        if aside is not None:
            grid.addWidget(_text(aside, role="small", colour="muted"), line, 1)
            line += 1
    layout.addLayout(grid)


def _steps(verdict: Verdict) -> Iterator[tuple[Text, Text | None]]:
    from afas_assistant.onboarding.open_points import place_to_mend  # noqa: PLC0415 - a verdict's maker has loaded it

    place = place_to_mend(verdict)
    if place is not None:
        yield place.menu, phrase("Older menu: {menu}", menu=place.menu_old) if place.menu_old else None
    yield verdict.remedy, None


def _add_causes(layout: QVBoxLayout, causes: Sequence[PossibleCause]) -> None:
    """Add the causes that AFAS's answer cannot tell apart, likeliest first, each with the way to check it."""
    if not causes:
        return
    _add_heading(layout, phrase("Possible causes, likeliest first"))
    for number, one in enumerate(causes, start=1):
        layout.addWidget(_text(joined(literal(f"{number}."), one.cause)))
        layout.addWidget(_text(one.check, role="small", colour="muted"))


def _column() -> tuple[QWidget, QVBoxLayout]:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(px(3))
    return column, layout


def _add_part(layout: QVBoxLayout, heading: Text, words: Text) -> None:
    if words.render():
        _add_heading(layout, heading)
        layout.addWidget(_text(words))


def _add_heading(layout: QVBoxLayout, heading: Text) -> None:
    if layout.count():
        layout.addSpacing(px(6))
    layout.addWidget(Label(heading, role="strong", wrapped=True))


def _text(text: Text, *, role: str = "body", colour: str = "text") -> Label:
    return Label(text, role=role, colour=colour, wrapped=True, selectable=True)

"""An opened definition file: what importing it creates, what to know first, where it comes from, its build sheet."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from afas_assistant.errors import WHO_NAMES, AssistantError
from afas_assistant.gcn.collection import FoundFile
from afas_assistant.gcn.definition import GcnDefinition
from afas_assistant.onboarding.definition_findings import Finding, Weight
from afas_assistant.onboarding.definition_rows import Row, RowState
from afas_assistant.texts import Text, day, joined, literal, phrase, phrase_n
from afas_assistant.ui.typography import metrics, px
from afas_assistant.ui.widgets.buttons import Button, LinkButton
from afas_assistant.ui.widgets.flow import FlowLayout
from afas_assistant.ui.widgets.label import IconLabel, Label
from afas_assistant.ui.wizard.definition_words import connector_name

TWO_COLUMNS = 640  # drawn pixels; below this the halves stand under each other
MOST_COLUMNS = 60
"""Columns that are shown; a definition rarely has more than thirty, and the build sheet has them all."""

FILTERS = frozenset({"filter", "filter_of_collection"})
RIGHTS = frozenset({"right_execute", "filter_authorisation"})

WHY_NOT_WRITTEN = phrase(
    "The program reads definition files and neither writes nor mends them: each carries SQL for the customer’s "
    "database and ends in a seal that only AFAS can make. A damaged file has to be sent again, or built in AFAS after "
    "the build sheet."
)


class DefinitionDetail(QWidget):
    """Signals: `name_wanted(Row)`, `sheet_wanted(GcnDefinition)` to save and `sheet_copy_wanted(GcnDefinition)`."""

    name_wanted = Signal(object)
    sheet_wanted = Signal(object)
    sheet_copy_wanted = Signal(object)

    def __init__(
        self,
        row: Row,
        findings: Sequence[Finding],
        contact: str | None,
        parent: QWidget | None = None,
        *,
        read: bool = True,
    ) -> None:
        super().__init__(parent)
        self._row, self._findings, self._contact, self._read = row, findings, contact, read
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(32), px(2), px(16), px(12))
        whole.setSpacing(px(8))
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(px(24))
        top = Qt.AlignmentFlag.AlignTop
        self._halves.addWidget(self._left(), 1, top)
        self._halves.addWidget(self._right(), 1, top)
        whole.addLayout(self._halves)
        if row.definition is not None:
            whole.addWidget(self._buttons(row.definition))
        whole.addWidget(Label(WHY_NOT_WRITTEN, role="small", colour="muted", wrapped=True))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the halves beside each other where they fit."""
        super().resizeEvent(event)
        wide = event.size().width() >= px(TWO_COLUMNS)
        wanted = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._halves.direction() != wanted:
            self._halves.setDirection(wanted)

    # ------------------------------------------------------------------ the left half: what it is

    def _left(self) -> QWidget:
        half, layout = _column()
        row = self._row
        if row.expected is not None:
            _add_part(layout, phrase("What it is for"), row.expected.purpose)
        if row.definition is not None:
            self._add_creates(layout, row.definition)
        elif row.expected is not None:
            names = literal(", ".join(row.expected.names))
            _add_part(layout, phrase("Arrives in AFAS as"), names, role="code")
        if row.found:
            self._add_origin(layout)
        return half

    def _add_creates(self, layout: QVBoxLayout, definition: GcnDefinition) -> None:
        creates = phrase(
            "The GetConnector {name}, described as “{description}”, from the data collection {collection} ({id}).",
            name=definition.connector_id,
            description=definition.description,
            collection=definition.data_collection,
            id=definition.data_collection_id,
        )
        _add_part(layout, phrase("Importing it creates"), creates)
        count = len(definition.columns)
        _add_heading(layout, phrase_n("1 column, with AFAS’s own id", "{count} columns, with AFAS’s own ids", count))
        layout.addWidget(ColumnList(definition))
        if count > MOST_COLUMNS:
            more = phrase("And {count} more; the build sheet has them all.", count=count - MOST_COLUMNS)
            layout.addWidget(Label(more, role="small", colour="muted", wrapped=True))

    def _add_origin(self, layout: QVBoxLayout) -> None:
        _add_heading(layout, phrase("Read from"))
        for file in self._row.found:
            layout.addWidget(Label(literal(file.label), role="code", wrapped=True, selectable=True))
            if file.definition is not None:
                layout.addWidget(Label(_made(file.definition), role="small", colour="muted", wrapped=True))

    # ------------------------------------------------------------------ the right half: what to know and do

    def _right(self) -> QWidget:
        half, layout = _column()
        row = self._row
        if row.state is RowState.MISSING:
            self._add_missing(layout, read=self._read)
        for file in row.found:
            if file.error is not None:
                _add_error(layout, file, file.error)
        if row.definition is not None:
            filters = [one for one in self._findings if one.code in FILTERS]
            rights = [one for one in self._findings if one.code in RIGHTS]
            _add_findings(layout, phrase("Filters that come with it"), filters, phrase("None: all rows come through."))
            none = phrase("The file names none. That does not prove that none are needed.")
            _add_findings(layout, phrase("Rights that the token’s user needs"), rights, none)
        others = [one for one in self._findings if one.code not in FILTERS | RIGHTS]
        if others:
            _add_findings(layout, phrase("What to know before importing"), others, literal(""))
        return half

    def _add_missing(self, layout: QVBoxLayout, *, read: bool) -> None:
        ask = phrase("Ask the vendor for it, in a ZIP: mail can damage the bare file.")
        if self._contact:
            ask = phrase("Ask {contact} for it, in a ZIP: mail can damage the bare file.", contact=self._contact)
        if read:
            _add_part(layout, phrase("Do this"), joined(phrase("It is not among what was read."), ask))
        else:
            _add_part(layout, phrase("If you do not have it"), ask)

    def _buttons(self, definition: GcnDefinition) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, gap=px(8))
        copy = Button(phrase("Copy {name}", name=connector_name(self._row)), icon="copy")
        copy.clicked.connect(lambda: self.name_wanted.emit(self._row))
        save = Button(phrase("Save the build sheet…"), icon="document")
        save.clicked.connect(lambda: self.sheet_wanted.emit(definition))
        copy_sheet = LinkButton(phrase("Copy the build sheet"))
        copy_sheet.clicked.connect(lambda: self.sheet_copy_wanted.emit(definition))
        for button in (copy, save, copy_sheet):
            flow.add(button)
        return holder


class ColumnList(QWidget):
    """The columns of a definition: the internal id, then the name that callers use, in as many columns as fit."""

    def __init__(self, definition: GcnDefinition, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = FlowLayout(self, gap=px(4))
        shown = definition.columns[:MOST_COLUMNS]
        measured = metrics("code")
        ids = max((measured.horizontalAdvance(one.internal_id) for one in shown), default=0)
        names = max((measured.horizontalAdvance(one.name) for one in shown), default=0)
        for one in shown:
            cell = QWidget()
            row = QHBoxLayout(cell)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(px(8))
            number = Label(literal(one.internal_id), role="code", colour="muted", selectable=True)
            name = Label(literal(one.name), role="code", selectable=True)
            number.setMinimumWidth(ids)
            name.setMinimumWidth(names + px(8))
            row.addWidget(number)
            row.addWidget(name)
            flow.add(cell)


def _made(definition: GcnDefinition) -> Text:
    """Return which generation and release a file is of, and when its definition was changed last."""
    said = phrase("Format {format}, from Profit release {release} ({build}).", format=definition.format,
                  release=definition.release, build=definition.build)  # fmt: skip
    if definition.changed is None:
        return said
    return joined(said, phrase("Changed last on {date}.", date=day(definition.changed)))


def _add_error(layout: QVBoxLayout, file: FoundFile, error: AssistantError) -> None:
    _add_heading(layout, literal(file.name))
    layout.addWidget(_text(joined(error.title, error.explanation)))
    _add_part(layout, phrase("Do this"), error.action)
    _add_part(layout, phrase("Who"), WHO_NAMES[error.who])


def _add_findings(layout: QVBoxLayout, heading: Text, findings: Sequence[Finding], nothing: Text) -> None:
    _add_heading(layout, heading)
    if not findings:
        layout.addWidget(_text(nothing))
    for one in findings:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        if one.weight is Weight.ATTENTION:
            row.addWidget(IconLabel("advice", colour="attention"), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(px(1))
        words.addWidget(_text(one.text))
        who = phrase("{remedy} Who: {who}.", remedy=one.remedy, who=WHO_NAMES[one.who])
        words.addWidget(_text(who, role="small", colour="muted"))
        row.addLayout(words, 1)
        layout.addLayout(row)


def _column() -> tuple[QWidget, QVBoxLayout]:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(px(3))
    return column, layout


def _add_part(layout: QVBoxLayout, heading: Text, words: Text, *, role: str = "body") -> None:
    if words.render():
        _add_heading(layout, heading)
        layout.addWidget(_text(words, role=role))


def _add_heading(layout: QVBoxLayout, heading: Text) -> None:
    if layout.count():
        layout.addSpacing(px(6))
    layout.addWidget(Label(heading, role="strong", wrapped=True))


def _text(text: Text, *, role: str = "body", colour: str = "text") -> Label:
    return Label(text, role=role, colour=colour, wrapped=True, selectable=True)

"""The detail at the right: why, what it is made of, how it will be booked, and the exact JSON to copy."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from afas_assistant.sync.plan import AccountLine
from afas_assistant.texts import Text, literal, money, phrase
from afas_assistant.ui.language import describe
from afas_assistant.ui.tabs.detail_content import MOST_LINES, Content, account_name, indented
from afas_assistant.ui.typography import font, metrics, px
from afas_assistant.ui.widgets.buttons import Button, LinkButton
from afas_assistant.ui.widgets.frames import Bar
from afas_assistant.ui.widgets.label import IconLabel, Label

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


class DetailPanel(QScrollArea):
    """Shows one record. Signals: `action_asked` for what its button says."""

    action_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._content: Content | None = None
        self.body_view: QPlainTextEdit | None = None
        self.action_button: Button | None = None
        self.show_content(None)

    def content(self) -> Content | None:
        """Return what is shown."""
        return self._content

    def show_content(self, content: Content | None) -> None:
        """Show a record, or that none is chosen."""
        self._content = content
        self.body_view = self.action_button = None
        page = Bar(fill="surface", side=Qt.Edge.LeftEdge)
        column = QVBoxLayout(page)
        column.setContentsMargins(px(16), px(12), px(16), px(12))
        column.setSpacing(px(8))
        if content is None:
            column.addWidget(Label(phrase("Choose a row to see what it is made of."), colour="muted", wrapped=True))
        else:
            self._fill(column, content)
        column.addStretch(1)
        self.setWidget(page)
        self.setMinimumWidth(page.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width())
        describe(self, phrase("Detail") if content is None else literal(content.name))

    def _fill(self, column: QVBoxLayout, content: Content) -> None:
        head = QHBoxLayout()
        head.addWidget(Label(literal(content.name), role="heading", wrapped=True, selectable=True), 1)
        if content.number:
            number = Label(literal(_broken(content.number)), role="body", colour="muted", selectable=True)
            head.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        if content.look is not None:
            state = QHBoxLayout()
            state.setSpacing(px(8))
            state.addWidget(IconLabel(content.look.icon, colour=content.look.colour), 0)
            state.addWidget(Label(content.look.word, role="name", colour=content.look.colour), 0)
            state.addWidget(Label(content.after, role="small", colour="muted", wrapped=True), 1)
            column.addLayout(state)
        for one in content.paragraphs:
            column.addWidget(Label(one.text, colour=one.colour, wrapped=True, selectable=True))
            if str(one.remedy):
                column.addWidget(Label(one.remedy, role="name", wrapped=True, selectable=True))
        if str(content.action):
            self.action_button = Button(content.action)
            self.action_button.clicked.connect(self.action_asked)
            column.addWidget(self.action_button, 0, Qt.AlignmentFlag.AlignLeft)
        lines = [one for one in content.facts if not str(one[0])]
        named = [one for one in content.facts if str(one[0])]
        self._add_facts(column, lines if content.accounts else content.facts)
        if content.accounts:
            column.addWidget(_rule())
            column.addWidget(Label(phrase("Expected booking"), role="strong"))
            column.addWidget(_accounts(content.accounts))
        if content.technical:
            column.addWidget(_rule())
            column.addWidget(Label(phrase("Technical detail"), role="strong"))
            words = literal("\n".join(content.technical))
            column.addWidget(Label(words, role="small", colour="muted", wrapped=True, selectable=True))
        if content.body:
            self._add_body(column, content.body)
        if content.accounts:
            self._add_facts(column, named)

    def _add_facts(self, column: QVBoxLayout, facts: Sequence[tuple[Text, Text]]) -> None:
        if facts:
            column.addWidget(_rule())
            column.addWidget(_facts(facts))

    def _add_body(self, column: QVBoxLayout, body: str) -> None:
        column.addWidget(_rule())
        row = QHBoxLayout()
        row.addWidget(Label(literal("JSON"), role="strong"), 1)
        copy = LinkButton(phrase("Copy"), icon="copy")
        copy.setAccessibleName(str(phrase("Copy the JSON")))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(body))
        row.addWidget(copy)
        column.addLayout(row)
        view = QPlainTextEdit()
        view.setReadOnly(True)
        view.setTabChangesFocus(True)
        view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        view.setFont(font("code"))
        view.setPlainText(indented(body))
        lines = min(view.blockCount(), 16)
        view.setMinimumHeight(metrics("code").lineSpacing() * max(lines, 4) + px(24))
        describe(view, phrase("JSON, as it is sent"))
        column.addWidget(view, 1)
        self.body_view = view


def _rule() -> QWidget:
    line = Bar(fill="surface", side=Qt.Edge.TopEdge)
    line.setFixedHeight(px(5))
    return line


def _facts(facts: Sequence[tuple[Text, Text]]) -> QWidget:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(px(8))
    grid.setVerticalSpacing(px(3))
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(1, 3)
    for line, (name, value) in enumerate(facts):
        if not str(name):
            grid.addWidget(Label(value, wrapped=True, selectable=True), line, 0, 1, 2)
            continue
        grid.addWidget(Label(name, colour="muted", wrapped=True), line, 0)
        grid.addWidget(Label(value, wrapped=True, selectable=True), line, 1)
    return holder


_TEXTS: dict[str, Text] = {"vat": phrase("VAT by item and VAT duty, on top")}
"""What is said of an account that AFAS picks, in the language of now: a plan holds that of when it was made."""


def _accounts(lines: Sequence[AccountLine]) -> QWidget:
    """Return the T-account: account, text, debit, credit, and whether it balances."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(px(8))
    grid.setVerticalSpacing(px(3))
    grid.setColumnStretch(1, 1)
    for column, words in ((0, phrase("Account")), (2, phrase("Debit")), (3, phrase("Credit"))):
        grid.addWidget(Label(words, role="small", colour="muted"), 0, column, RIGHT if column else Qt.AlignmentFlag(0))
    for row, one in enumerate(lines[:MOST_LINES], 1):
        grid.addWidget(Label(literal(account_name(one.account)), role="small", colour="muted"), row, 0, _TOP)
        text = _TEXTS.get(one.account) or literal(one.text)
        grid.addWidget(Label(text, role="small", wrapped=True), row, 1)
        for column, amount in ((2, one.debit), (3, one.credit)):
            if amount:
                grid.addWidget(Label(money(amount, ""), role="small"), row, column, RIGHT)
    last = min(len(lines), MOST_LINES) + 1
    if len(lines) > MOST_LINES:
        more = phrase("… and {count} more", count=len(lines) - MOST_LINES)
        grid.addWidget(Label(more, role="small", colour="muted"), last, 1)
        last += 1
    debit = sum((one.debit for one in lines), Decimal(0))
    credit = sum((one.credit for one in lines), Decimal(0))
    words = phrase("Balanced") if debit == credit else phrase("Not balanced")
    grid.addWidget(Label(words, role="strong", wrapped=True), last, 0, 1, 2)
    grid.addWidget(Label(money(debit, ""), role="strong"), last, 2, RIGHT)
    grid.addWidget(Label(money(credit, ""), role="strong"), last, 3, RIGHT)
    return holder


_TOP = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft


def _broken(number: str) -> str:
    """Return a number that does not push the name aside."""
    return number if len(number) <= 16 else f"{number[:15]}…"

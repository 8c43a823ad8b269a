"""First start: no empty window, but two ways to begin, and what each of them takes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from afas_assistant.texts import LANGUAGES, Text, current_language, literal, phrase
from afas_assistant.ui.help.why import WhyButton
from afas_assistant.ui.language import OWN_NAMES
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button, PrimaryButton, Segment
from afas_assistant.ui.widgets.frames import Bar, Card, Scroll
from afas_assistant.ui.widgets.label import IconLabel, Label

if TYPE_CHECKING:  # a worker asks for it, after the first paint
    from afas_assistant.organisations.vault import VaultState

WIDEST = 888  # drawn pixels
SIDE_BY_SIDE = 720
CARD_PADDING = 28

_VAULT_ICONS = {"ready": ("ok", "ok"), "locked": ("advice", "attention"), "absent": ("advice", "attention")}


class FirstStartPage(QWidget):
    """Two cards, three promises, the language, and the state of the keyring.

    Signals: `connect_chosen`, `practice_chosen`, `language_chosen(language)`.
    """

    connect_chosen = Signal()
    practice_chosen = Signal()
    language_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[QBoxLayout] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(Scroll(self._content()), 1)
        layout.addWidget(self._footer())

    def show_vault(self, state: "VaultState") -> None:
        """Say how the keyring is."""
        self._vault_icon.show_icon(*_VAULT_ICONS[state.status.value])
        self._vault_icon.show()
        self._vault.say(state.sentence)

    def offer_wizard(self, *, half_way: bool) -> None:
        """Call the way into the wizard by what it does: begin, or go on where it was left."""
        words = phrase("&Continue connecting…") if half_way else phrase("&Connect environment…")
        self.connect_button.say(words)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Show which language is in use."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._languages.choose(current_language())
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange}:
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put cards and promises side by side where they fit."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        self._column.setMaximumWidth(px(WIDEST))
        direction = QBoxLayout.Direction.LeftToRight if self._is_wide() else QBoxLayout.Direction.TopToBottom
        for row in self._rows:
            row.setDirection(direction)

    def _is_wide(self) -> bool:
        """Return whether two cards fit beside each other: words on buttons are never wrapped."""
        buttons = max(button.sizeHint().width() for button in (self.connect_button, self.practice_button))
        card = buttons + 2 * px(CARD_PADDING)
        return self.width() >= max(px(SIDE_BY_SIDE), 2 * card + 3 * px(24))

    def _content(self) -> QWidget:
        content = QWidget()
        outer = QVBoxLayout(content)
        outer.setContentsMargins(px(24), px(12), px(24), px(24))
        outer.addLayout(self._language_row())
        outer.addStretch(2)
        middle = QHBoxLayout()
        outer.addLayout(middle)
        outer.addStretch(3)
        column = self._column = QWidget()
        middle.addStretch(1)
        middle.addWidget(column, 1000)
        middle.addStretch(1)
        words = QVBoxLayout(column)
        words.setContentsMargins(0, px(12), 0, px(12))
        words.setSpacing(px(12))
        words.addLayout(_brand())
        lead = phrase(
            "Connect an AFAS environment, prove every setting, and do the daily work from this window after that."
        )
        words.addWidget(Label(lead, role="lead", colour="muted", wrapped=True))
        words.addSpacing(px(12))
        words.addLayout(self._cards())
        words.addSpacing(px(16))
        words.addLayout(self._promises())
        return content

    def _language_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addStretch(1)
        row.addWidget(IconLabel("globe", colour="muted"))
        label = Label(phrase("Language"), role="small", colour="muted")
        row.addWidget(label)
        self._languages = Segment({language: literal(OWN_NAMES[language]) for language in LANGUAGES})
        self._languages.choose(current_language())
        self._languages.chosen.connect(self.language_chosen)
        label.setBuddy(self._languages.button(LANGUAGES[0]))
        row.addWidget(self._languages)
        self.why_button = WhyButton("start")
        row.addWidget(self.why_button)
        return row

    def _cards(self) -> QBoxLayout:
        self.connect_button = PrimaryButton(phrase("&Connect environment…"))
        self.connect_button.clicked.connect(self.connect_chosen)
        self.practice_button = Button(phrase("&Open the practice environment"))
        self.practice_button.clicked.connect(self.practice_chosen)
        row = self._row(px(24))
        row.addWidget(
            _card(
                "plug",
                phrase("Connect an AFAS environment"),
                phrase("The assistant goes through the whole list and tests every line against your environment."),
                heading=phrase("Have at hand"),
                lines=(
                    ("document", phrase("The participant number or the environment’s name, for example T12345AA")),
                    ("key", phrase("A user token, or the administrator who makes one")),
                    ("clock", phrase("About a minute: a check reads some seventy lines")),
                ),
                button=self.connect_button,
            ),
            1,
        )
        row.addWidget(
            _card(
                "flask",
                phrase("Practise first"),
                phrase("A pretend AFAS and TimeChimp on this computer, with made-up data and real error messages."),
                heading=phrase("Nothing needed"),
                lines=(
                    ("check", phrase("No AFAS licence and no token")),
                    ("check", phrase("You switch failures on yourself, for example a blocked connector")),
                    ("check", phrase("Nothing leaves this computer")),
                ),
                button=self.practice_button,
            ),
            1,
        )
        return row

    def _promises(self) -> QBoxLayout:
        row = self._row(px(24))
        for icon, title, words in (
            ("search", phrase("Checking changes nothing"), phrase("A check only reads, and says so when it is done.")),
            (
                "arrow-right",
                phrase("What, why, and who"),
                phrase("Each line that fails says where in AFAS to click, and who can."),
            ),
            (
                "key",
                phrase("The token stays out of files"),
                phrase("It goes to AFAS only, and stands in no file, log or report."),
            ),
        ):
            row.addWidget(_promise(icon, title, words), 1)
        return row

    def _row(self, gap: int) -> QBoxLayout:
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(gap)
        self._rows.append(row)
        return row

    def _footer(self) -> QWidget:
        footer = Bar(fill="raised", side=Qt.Edge.TopEdge)
        row = QHBoxLayout(footer)
        row.setContentsMargins(px(24), px(10), px(24), px(10))
        row.setSpacing(px(8))
        self._vault_icon = IconLabel("ok", colour="ok")
        self._vault_icon.hide()
        self._vault = Label(phrase("Looking for your keyring…"), role="small", colour="muted", wrapped=True)
        row.addWidget(self._vault_icon)
        row.addWidget(self._vault, 1)
        return footer


def _brand() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(px(12))
    row.addWidget(IconLabel("brand", size=34))
    row.addWidget(Label(literal("AFAS Assistant"), role="welcome"), 1)
    return row


def _card(
    icon: str, title: Text, words: Text, *, heading: Text, lines: Sequence[tuple[str, Text]], button: Button
) -> QWidget:
    card = Card()
    layout = QVBoxLayout(card)
    layout.setContentsMargins(px(CARD_PADDING), px(26), px(CARD_PADDING), px(26))
    layout.setSpacing(px(8))
    head = QHBoxLayout()
    head.setSpacing(px(14))
    head.addWidget(IconLabel(icon, colour="accent", size=26))
    head.addWidget(Label(title, role="heading", wrapped=True), 1)
    layout.addLayout(head)
    layout.addWidget(Label(words, colour="muted", wrapped=True))
    layout.addSpacing(px(8))
    layout.addWidget(Label(heading, role="strong"))
    for line_icon, text in lines:
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addWidget(IconLabel(line_icon, colour="muted"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(text, wrapped=True), 1)
        layout.addLayout(row)
    layout.addStretch(1)
    layout.addSpacing(px(12))
    layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    return card


def _promise(icon: str, title: Text, words: Text) -> QWidget:
    promise = QWidget()
    row = QHBoxLayout(promise)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(px(12))
    row.addWidget(IconLabel(icon, colour="muted", size=18), 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(px(2))
    column.addWidget(Label(title, role="strong", wrapped=True))
    column.addWidget(Label(words, role="small", colour="muted", wrapped=True))
    column.addStretch(1)
    row.addLayout(column, 1)
    return promise

"""The card for the key of TimeChimp: the field with what was recognised below it, and what TimeChimp answered."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from afas_assistant.texts import Text, literal, phrase
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import LinkButton
from afas_assistant.ui.widgets.flow import FlowLayout
from afas_assistant.ui.widgets.frames import Card
from afas_assistant.ui.widgets.label import IconLabel, Label
from afas_assistant.ui.widgets.remark import Remark
from afas_assistant.ui.widgets.token_field import TokenField
from afas_assistant.ui.wizard.outcome_row import Outcome, clear_layout, outcome_row
from afas_assistant.ui.wizard.surfaces import thin_line

if TYPE_CHECKING:  # the worker imports it
    from afas_assistant.organisations.vault import VaultState

KEY_HELP = phrase(
    "In TimeChimp, an administrator finds it under Settings › API, or makes one under Settings › API v2, which shows "
    "it once. As soon as it is recognised it is hidden."
)


class KeyCard(Card):
    """Field, remark, where it is kept, and the ways to another key or none. Decides nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.field = TokenField(phrase("TimeChimp key"), phrase("Paste another key"))
        self.field.editor.setFixedHeight(px(58))
        self.remark = Remark()
        self.remark.explain(KEY_HELP)
        self.practice_button = LinkButton(phrase("&Use the key of the practice environment"), icon="flask")
        self.remove_button = LinkButton(phrase("Remove the &key"))
        self.remove_button.hide()
        self._vault_words = Label(role="small", colour="muted", wrapped=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(14), px(16), px(14))
        layout.setSpacing(px(6))
        title = Label(phrase("&TimeChimp key"), role="heading", wrapped=True)
        title.setBuddy(self.field.editor)
        layout.addWidget(title)
        layout.addWidget(self.field)
        layout.addWidget(self.remark)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=px(8))
        flow.add(self.practice_button)
        flow.add(self.remove_button)
        layout.addWidget(buttons)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(IconLabel("key", colour="muted"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._vault_words, 1)
        layout.addWidget(holder)

    def show_vault(self, vault: "VaultState | None") -> None:
        """Show where the key will be kept."""
        if vault is not None:
            self._vault_words.say(vault.sentence)

    def show_kept(self, sentence: Text) -> None:
        """Show that a key is kept, and where."""
        self.field.hide_token()
        self.remark.accept(sentence)
        self.remove_button.show()

    def clear(self) -> None:
        """Make room for a key."""
        self.field.make_room()
        self.remark.explain(KEY_HELP)
        self.remove_button.hide()


class AnswersCard(Card):
    """What TimeChimp answered, and the way to ask again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, px(6))
        layout.setSpacing(0)
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(px(16), px(4), px(8), px(4))
        row.setSpacing(px(12))
        row.addWidget(Label(phrase("TimeChimp answered"), role="strong", wrapped=True), 1)
        self.again_button = LinkButton(phrase("Test a&gain"), icon="refresh")
        self.again_button.hide()
        row.addWidget(self.again_button)
        layout.addWidget(head)
        self._words = Label(role="small", colour="muted", wrapped=True)
        self._words.setContentsMargins(px(16), 0, px(16), px(8))
        layout.addWidget(self._words)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        layout.addLayout(self._rows)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Show that nothing was asked yet."""
        self._show(phrase("TimeChimp is asked as soon as the key is recognised."), ())

    def show_asking(self) -> None:
        """Show that TimeChimp is being asked."""
        self._show(phrase("TimeChimp is being asked…"), ())

    def show_answers(self, rows: Iterable[Outcome], time: str) -> None:
        """Show what it answered, and when."""
        self._show(phrase("Tested at {time} · nothing was changed in TimeChimp", time=literal(time)), rows)
        self.again_button.show()

    def _show(self, words: Text, rows: Iterable[Outcome]) -> None:
        self._words.say(words)
        clear_layout(self._rows)
        for one in rows:
            self._rows.addWidget(thin_line())
            self._rows.addWidget(outcome_row(one))
        self.again_button.hide()

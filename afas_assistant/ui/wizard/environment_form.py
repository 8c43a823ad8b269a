"""The fields of the page for environment and token, the help beside them, and below them what AFAS answered."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from afas_assistant.onboarding.verdicts import Section
from afas_assistant.texts import Text, literal, phrase
from afas_assistant.ui.language import describe
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import LinkButton
from afas_assistant.ui.widgets.frames import Card
from afas_assistant.ui.widgets.label import IconLabel, Label
from afas_assistant.ui.widgets.notice import Notice
from afas_assistant.ui.widgets.remark import Remark
from afas_assistant.ui.widgets.token_field import TokenField
from afas_assistant.ui.wizard.section_list import SectionModel, SectionView
from afas_assistant.ui.wizard.surfaces import ClearScroll, Content, Field, thin_line

if TYPE_CHECKING:  # the worker imports them
    from afas_assistant.onboarding.report import CheckReport
    from afas_assistant.organisations.records import Organisation
    from afas_assistant.organisations.vault import VaultState

TWO_COLUMNS = 860  # drawn pixels; below this the help stands under the fields
LABELS = 120

ADDRESS_HELP = phrase("Five digits, a name such as T12345AA, or any web address of the environment.")
TOKEN_HELP = phrase("Paste it as AFAS showed it, once, when it was made. As soon as it is recognised it is hidden.")


class EnvironmentForm:
    """The widgets of the page; they decide nothing."""

    def __init__(self, page: QWidget) -> None:
        self._page = page
        self.address_field, self.name_field = Field(), Field()
        self.token_field = TokenField()
        self.address_remark, self.token_remark = Remark(), Remark()
        self.practice_button = LinkButton(phrase("&Use the practice environment"), icon="flask")
        self.vault_words = Label(role="small", colour="muted", wrapped=True)
        self.name_remark = Label(role="small", colour="muted", wrapped=True)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        content = Content()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(px(24), px(6), px(24), px(16))
        inside.setSpacing(px(14))
        self.notice = Notice()
        inside.addWidget(self.notice)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(px(16))
        self._inside, self._help = inside, _help()
        self._columns.addWidget(_Fields(self), 7)
        self._columns.addWidget(self._help, 3)
        inside.addLayout(self._columns)
        inside.addWidget(self._answers(), 1)
        layout.addWidget(ClearScroll(content))

    def chain(self) -> list[QWidget]:
        """Return the fields in the order in which the keyboard goes through them."""
        fields = self.token_field
        return [
            self.address_field,
            self.practice_button,
            fields.editor,
            fields.replace_button,
            self.name_field,
            self.again_button,
            self.view,
        ]

    def arrange(self, width: int) -> None:
        """Put the help beside the fields where it fits, else below everything: what AFAS answered matters more."""
        wide = width >= px(TWO_COLUMNS)
        beside = self._columns.indexOf(self._help) >= 0
        if wide != beside:
            (self._inside if beside else self._columns).removeWidget(self._help)
            if wide:
                self._columns.addWidget(self._help, 3)
            else:
                self._inside.addWidget(self._help)

    # ------------------------------------------------------------------ what is shown

    def show_vault(self, vault: "VaultState | None") -> None:
        """Show where the token will be kept."""
        if vault is not None:
            self.vault_words.say(vault.sentence)

    def show_owner(self, owner: "Organisation", *, second: bool) -> None:
        """Show the organisation that the environment belongs to; its name can be changed elsewhere only."""
        self.name_field.setText(owner.name)
        self.name_field.setReadOnly(second)
        if second:
            words = phrase(
                "{envid} is known as {name}. This becomes a further connection of it.",
                envid=owner.envid,
                name=owner.name,
            )
            self.name_remark.say(words)
        self.name_remark.setVisible(second)

    def show_new(self, envid: str) -> None:
        """Show that the environment is new; its own name is proposed."""
        self.name_field.setReadOnly(False)
        self.name_remark.hide()
        if not self.name_field.text():
            self.name_field.setText(envid)

    def show_asking(self) -> None:
        """Show that AFAS is being asked."""
        self.notice.hide()
        self._tested.say(phrase("AFAS is being asked…"))

    def show_report(self, report: "CheckReport") -> None:
        """Show what AFAS answered; where it refused, the line with the causes is opened."""
        self.model.restore(report.verdicts, {})
        time = f"{report.at:%H:%M:%S}"
        self._tested.say(phrase("Tested at {time} · nothing was changed in AFAS", time=time))
        self.show_answers()
        failed = next((row for row in self.model.rows() if row.verdict and row.verdict.blocks), None)
        if report.stopped is not None and failed is not None:
            self.view.open_key(failed.line.key)

    def show_answers(self) -> None:
        """Show the list, in the order in which the lines were tested."""
        shown = bool(self.model.rows())
        self.view.setVisible(shown)
        self._nothing.setVisible(not shown)
        self.again_button.setVisible(shown)
        self.view.arrange()

    def clear(self) -> None:
        """Make room for another connection: no token, no answers."""
        self.token_field.on_replace_clicked()
        self.token_remark.explain(TOKEN_HELP)
        self.model.cleared()
        self._tested.say(literal(""))
        self.show_answers()

    # ------------------------------------------------------------------ how it is put together

    def _answers(self) -> QWidget:
        card = Card()
        layout = QVBoxLayout(card)
        layout.setContentsMargins(1, 1, 1, px(6))
        layout.setSpacing(0)
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(px(16), px(4), px(8), px(4))
        row.setSpacing(px(12))
        row.addWidget(Label(phrase("AFAS answered"), role="strong"))
        self._tested = Label(role="small", colour="muted", wrapped=True)
        self._tested.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._tested, 1)
        self.again_button = LinkButton(phrase("Test a&gain"), icon="refresh")
        self.again_button.hide()
        row.addWidget(self.again_button)
        layout.addWidget(head)
        self.model = SectionModel(Section.ENVIRONMENT, Section.ADVICE, parent=self._page)
        self.view = SectionView(self.model)
        self.view.setMinimumHeight(px(230))
        self.view.hide()
        layout.addWidget(self.view, 1)
        words = phrase("AFAS is asked as soon as address and token are recognised.")
        self._nothing = Label(words, colour="muted", wrapped=True)
        self._nothing.setContentsMargins(px(16), px(8), px(16), px(16))
        layout.addWidget(self._nothing)
        layout.addStretch(0)
        self.view.line_test_requested.connect(self.again_button.click)
        return card


class _Fields(Card):
    """The fields with what was recognised below each."""

    def __init__(self, form: EnvironmentForm) -> None:
        super().__init__()
        self._form = form
        grid = QGridLayout(self)
        grid.setContentsMargins(px(16), px(16), px(16), px(16))
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(5))
        grid.setColumnMinimumWidth(0, px(LABELS))
        grid.setColumnStretch(1, 1)
        self._grid = grid
        form.token_field.editor.setFixedHeight(px(58))
        form.address_remark.explain(ADDRESS_HELP)
        form.token_remark.explain(TOKEN_HELP)
        self._row(0, phrase("&Environment"), form.address_field, form.address_field)
        grid.addWidget(form.address_remark, 1, 1)
        grid.addWidget(form.practice_button, 2, 1, Qt.AlignmentFlag.AlignLeft)
        self._row(4, phrase("User &token"), form.token_field, form.token_field.editor)
        grid.addWidget(form.token_remark, 5, 1)
        grid.addWidget(self._vault_row(), 6, 1)
        self._row(8, phrase("N&ame"), form.name_field, form.name_field)
        form.name_remark.hide()
        grid.addWidget(form.name_remark, 9, 1)
        for gap in (3, 7):
            grid.setRowMinimumHeight(gap, px(6))
        grid.setRowStretch(10, 1)
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Name the fields in the new language, and keep their size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _row(self, row: int, text: Text, widget: QWidget, buddy: QWidget) -> None:
        label = Label(text)
        label.setBuddy(buddy)
        label.setMinimumHeight(px(32))
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(widget, row, 1)

    def _vault_row(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(IconLabel("key", colour="muted"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._form.vault_words, 1)
        return holder

    def _retranslate(self) -> None:
        describe(self._form.address_field, phrase("Environment"))
        describe(self._form.name_field, phrase("Name"))
        self._form.address_field.setPlaceholderText("T12345AA")


def _help() -> QWidget:
    """Return the card that says where both are found in AFAS."""
    card = Card()
    layout = QVBoxLayout(card)
    layout.setContentsMargins(px(16), px(16), px(16), px(16))
    layout.setSpacing(px(4))
    layout.addWidget(Label(phrase("Where do you find this in AFAS?"), role="strong", wrapped=True))
    for title, path in (
        (phrase("Participant number"), phrase("General › Environment › Management › Information")),
        (
            phrase("User token"),
            phrase("General › Management › App connector › your app connector › User tokens › New"),
        ),
    ):
        layout.addSpacing(px(4))
        layout.addWidget(Label(title, role="strong", wrapped=True))
        layout.addWidget(Label(path, role="small", colour="muted", wrapped=True, selectable=True))
    layout.addSpacing(px(6))
    layout.addWidget(thin_line())
    layout.addSpacing(px(6))
    for name, colour, words in (
        ("advice", "attention", phrase("AFAS shows the token once. Paste it here before you close AFAS’s window.")),
        (
            "help",
            "muted",
            phrase("Copying does not work? Use the installed Citrix app, not Citrix in the browser."),
        ),
    ):
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(IconLabel(name, colour=colour), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(words, role="small", wrapped=True), 1)
        layout.addLayout(row)
    layout.addStretch(1)
    return card

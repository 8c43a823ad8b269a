"""Page 8: which administration the connection is for, read with the token, picked from a list, and kept."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from afas_assistant.errors import AssistantError
from afas_assistant.onboarding.flow import Step
from afas_assistant.onboarding.verdicts import Section, Status
from afas_assistant.texts import Text, joined, literal, phrase, phrase_n
from afas_assistant.ui.language import describe
from afas_assistant.ui.tasks import Task
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button
from afas_assistant.ui.widgets.frames import Card
from afas_assistant.ui.widgets.label import Label
from afas_assistant.ui.widgets.notice import Notice
from afas_assistant.ui.wizard.choice_list import Choice, ChoiceList
from afas_assistant.ui.wizard.page import Page
from afas_assistant.ui.wizard.session import Session
from afas_assistant.ui.wizard.surfaces import ClearScroll, Content, Field

if TYPE_CHECKING:  # the worker imports them
    from afas_assistant.ui.wizard.calls import Administrations

CONNECTORS = ("DDI_Profit_Administraties", "Profit_Administrations", "SBQ_Administratie")
"""Connectors that list administrations, whichever of them the app connector allows."""
MOST_SHOWN = 9
LONGEST_NUMBER = 9  # digits


class AdministrationPage(Page):
    """Reads the administrations and has one picked; where none can be read, its number can be typed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, Step.ADMINISTRATION, parent)
        self._task: Task | None = None
        self._keeping = False
        self._read_for: int | None = None
        self._kept: str | None = None
        self.unreadable = False
        self.notice = Notice()
        self._source = Label(phrase("The administrations are being read…"), colour="muted", wrapped=True)
        self._unread = Label(role="small", colour="muted", wrapped=True, selectable=True)
        self.choices = ChoiceList(
            phrase("Administrations"), phrase("Search by number or name"), most_rows=MOST_SHOWN, parent=self
        )
        self.number_field = Field()
        self.again_button = Button(phrase("Read a&gain"), icon="refresh")
        self._build()
        self.choices.picked.connect(self.on_picked)
        self.number_field.textChanged.connect(self.on_picked)
        self.again_button.clicked.connect(self.read)
        self.retranslate()

    # ------------------------------------------------------------------ facts

    @property
    def valid(self) -> bool:
        """Whether one was picked or typed, or none can be read now: then it may be picked later."""
        if self.unreadable:
            typed = self.number_field.text().strip()
            return not typed or _is_number(typed)
        return self.choices.chosen is not None

    @property
    def busy(self) -> bool:
        """Whether they are being read, or the choice is being kept."""
        return self._task is not None or self._keeping

    def title(self) -> Text:
        """Return the page's title."""
        return phrase("Administration")

    def subtitle(self) -> Text:
        """Return what stands below the title."""
        return phrase("Which administration of {envid} is this connection for?", envid=self.session.envid)

    def why(self) -> Text:
        """Return why the page is there."""
        return joined(
            phrase("One environment can hold several administrations. Invoices and bookings go to one of them."),
            phrase("If yours is not in the list, the user of the token may not see it: AFAS leaves such rows out "
                   "without a word. The filters of the authorisation decide."),
            separator="\n\n",
        )  # fmt: skip

    def counts(self) -> Text:
        """Return how many were read."""
        count = self.choices.model.total
        return phrase_n("1 administration", "{count} administrations", count) if count else literal("")

    def doing(self) -> Text | None:
        """Return what the page is doing."""
        if self._keeping:
            return phrase("The choice is being kept…")
        return phrase("The administrations are being read…") if self.busy else None

    def missing(self) -> Text | None:
        """Return what is missing."""
        if self.valid or self.busy:
            return None
        if self.unreadable:
            return phrase("The number of an administration is a whole number, such as 1 or 12.")
        return phrase("Pick an administration.")

    # ------------------------------------------------------------------ moments

    def on_ready(self) -> None:
        """Read the list, once for each connection."""
        connection = self.session.connection
        if connection is not None and self._read_for != connection.id:
            self.number_field.clear()
            self.choices.show_choices([])
            self.read()
        else:
            self._mark_picked()

    def apply(self) -> None:
        """Hand over which one was picked."""
        if (picked := self._picked()) is not None:
            name = self.session.administration_names.get(picked, "")
            self.session.flow.change(administration=picked, administration_name=name)

    def go_on(self, proceed: Callable[[], None]) -> None:
        """Keep which one was picked, so that the daily work uses it; go on when it is kept."""
        picked, connection = self._picked(), self.session.connection
        if picked is None or connection is None or picked == self._kept:
            proceed()
            return
        desk, who = self.session.desk, self.session.state.who

        def work() -> None:
            from afas_assistant.ui.wizard.daily_calls import keep_administration  # noqa: PLC0415 - on the worker

            keep_administration(desk, connection, picked, who)

        def done(_: object) -> None:
            self._keeping = False
            self._kept = picked
            QTimer.singleShot(0, self, proceed)  # the next page is made when this one has been painted

        self._keeping = True
        self.notice.hide()
        self.session.call(work, done, self.on_keep_failed)
        self._show_busy()

    def leave(self) -> None:
        """Nobody waits for the list any more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self._read_for = None

    def initial_focus(self) -> QWidget | None:
        """Begin in the list, or where the number is typed."""
        return self.number_field if self.unreadable else self.choices.view

    # ------------------------------------------------------------------ what happens

    def read(self) -> None:
        """Read the administrations with the token, and what was kept before."""
        connection, desk = self.session.connection, self.session.desk
        if connection is None:
            return
        self.leave()
        self.notice.hide()
        self.unreadable = False
        self._source.say(phrase("The administrations are being read…"))
        self._unread.hide()
        connectors = self._connectors()

        def work() -> "tuple[Administrations, str | None]":
            from afas_assistant.ui.wizard import calls, daily_calls  # noqa: PLC0415 - on the worker

            kept = daily_calls.kept_choices(desk, connection).administration
            return calls.administrations(desk, connection, connectors), kept

        self._read_for = connection.id
        self._task = self.session.call(work, self.on_read, self.on_failed, lane=f"check {connection.id}")
        self._show_busy()

    def on_read(self, answer: "tuple[Administrations, str | None]") -> None:
        """Show the list; the only one there is, is picked."""
        found, self._kept = answer
        self._task = None
        self.unreadable = not found.found
        self.session.administration_names = {one.number: one.name for one in found.found}
        self.choices.show_choices(
            [Choice(one.number, _words(one.number, one.name), f"{one.number} {one.name}") for one in found.found]
        )
        if self.unreadable:
            self._source.say(
                phrase("No connector lists any administration. An administrator can add {connector} to the app "
                       "connector. Type the number if you know it, or go on and pick it later.",
                       connector=CONNECTORS[1])
            )  # fmt: skip
        else:
            self._source.say(phrase("Read from {connector}.", connector=found.connector))
        self._show_unread(found)
        self._mark_picked()
        if len(found.found) == 1:
            self.choices.choose(found.found[0].number)
        self.apply()
        self._show_busy()

    def on_failed(self, error: Exception) -> None:
        """Show why they could not be read; that keeps nobody here."""
        self._task = None
        self._read_for = None
        self.unreadable = True
        self._source.say(phrase("Type the number if you know it, or go on and pick it later."))
        self.notice.tell_error(error)
        self._mark_picked()
        self._show_busy()

    def on_keep_failed(self, error: Exception) -> None:
        """Show why the choice could not be kept."""
        self._keeping = False
        self._error = error if isinstance(error, AssistantError) else None
        self.notice.tell_error(error)
        self._show_busy()

    def on_picked(self) -> None:
        """Take the choice over."""
        self.apply()
        self.updated.emit()

    def retranslate(self) -> None:
        """Name the field in the new language."""
        describe(self.number_field, phrase("Number of the administration"))

    # ------------------------------------------------------------------ inner workings

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        content = Content()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(px(24), px(6), px(24), px(16))
        inside.setSpacing(px(12))
        inside.addWidget(self.notice)
        card = Card()
        rows = QVBoxLayout(card)
        rows.setContentsMargins(px(12), px(10), px(12), px(10))
        rows.setSpacing(px(8))
        rows.addWidget(self._source)
        rows.addWidget(self._unread)
        rows.addWidget(self.choices)
        self._by_hand = QWidget()
        typed = QVBoxLayout(self._by_hand)
        typed.setContentsMargins(0, 0, 0, 0)
        typed.setSpacing(px(4))
        label = Label(phrase("N&umber of the administration"), role="strong")
        label.setBuddy(self.number_field)
        self.number_field.setMaxLength(LONGEST_NUMBER)
        self.number_field.setMaximumWidth(px(200))
        typed.addWidget(label)
        typed.addWidget(self.number_field)
        rows.addWidget(self._by_hand)
        rows.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(card)
        what_for = phrase("What you pick is kept: the daily work sends its invoices and bookings there.")
        inside.addWidget(Label(what_for, role="small", colour="muted", wrapped=True))
        inside.addStretch(1)
        layout.addWidget(ClearScroll(content))

    def _show_unread(self, found: "Administrations") -> None:
        """Say of each connector that was tried in vain, why; and that the one kept before is not there any more."""
        lines = [phrase("{name}: {why}", name=name, why=why) for name, why in found.unread]
        numbers = {one.number for one in found.found}
        if numbers and self._kept is not None and self._kept not in numbers:
            lines.append(phrase("Administration {number}, picked before, is not in the list any more.",
                                number=self._kept))  # fmt: skip
        self._unread.say(joined(*lines, separator="\n"))
        self._unread.setVisible(bool(lines))

    def _show_busy(self) -> None:
        if self.unreadable and self.choices.view.hasFocus():
            self.number_field.setFocus()
        self._by_hand.setVisible(self.unreadable)
        self.choices.setVisible(not self.unreadable)
        self.again_button.setEnabled(not self.busy)
        self.again_button.setToolTip(str(self.doing() or ""))
        self.updated.emit()

    def _picked(self) -> str | None:
        if self.unreadable:
            typed = self.number_field.text().strip()
            return typed if _is_number(typed) else None
        return self.choices.chosen

    def _mark_picked(self) -> None:
        """Show what was picked before, in this wizard or an earlier one."""
        wanted = self.session.state.administration or self._kept
        if self.unreadable and wanted is not None and not self.number_field.text():
            self.number_field.setText(wanted)
        self.choices.choose(wanted)

    def _connectors(self) -> list[str]:
        """Return the connectors to try: those that the check found first, then the other known ones."""
        found = [
            one.found
            for one in self.session.verdicts or ()
            if one.line.section is Section.GET and one.status is Status.OK and one.found
        ]
        return sorted(CONNECTORS, key=lambda name: (name not in found, CONNECTORS.index(name)))


def _words(number: str, name: str) -> Text:
    return literal(f"{number} · {name}" if name else number)


def _is_number(typed: str) -> bool:
    """Whether AFAS could have an administration of this number: no sign, no zero in front."""
    return typed.isascii() and typed.isdigit() and not typed.startswith("0")

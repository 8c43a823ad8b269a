"""Page 9: the key of TimeChimp, verified as soon as it is recognised, and the item for lines without one."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from afas_assistant.errors import AssistantError
from afas_assistant.onboarding.flow import Step
from afas_assistant.onboarding.time_tracking import ITEM, KEY, LINE_NAMES, WRITING, DefaultItem
from afas_assistant.texts import Text, joined, literal, phrase
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.notice import Notice
from afas_assistant.ui.wizard.default_item_card import DefaultItemCard
from afas_assistant.ui.wizard.page import Page
from afas_assistant.ui.wizard.questions import Questions
from afas_assistant.ui.wizard.session import Session
from afas_assistant.ui.wizard.surfaces import ClearScroll, Content
from afas_assistant.ui.wizard.timechimp_key import KeyPart

if TYPE_CHECKING:  # the worker imports them
    from afas_assistant.organisations.vault import Kept
    from afas_assistant.ui.wizard.daily_calls import ItemsRead, KeptChoices, KeptKey

TWO_COLUMNS = 860  # drawn pixels; below this everything stands in one column

MISSING = {
    KEY: phrase("A key that TimeChimp accepts is still missing."),
    WRITING: phrase("TimeChimp refuses writing with this key."),
    ITEM: phrase("The default item is still to be chosen."),
}


class TimeTrackingPage(Page):
    """Takes the key and the item; both are kept when the person goes on."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, Step.TIME_TRACKING, parent)
        self.notice = Notice()
        self.questions = Questions(session, self)
        self.key = KeyPart(session, self.questions, self)
        self.item_card = DefaultItemCard()
        self._kept_item: DefaultItem | None = None
        self._shown_for: int | None = None
        self._build()
        self._connect()

    # ------------------------------------------------------------------ facts

    @property
    def valid(self) -> bool:
        """Whether nothing was filled in that cannot be used."""
        return not self.key.refused and self.item_card.fault() is None

    @property
    def busy(self) -> bool:
        """Whether something is being asked or kept."""
        return self.questions.any or self.key.practising

    def doing(self) -> Text | None:
        """Return what the page is doing."""
        return phrase("The practice environment is starting…") if self.key.practising else self.questions.doing

    def title(self) -> Text:
        """Return the page's title."""
        return phrase("Time tracking")

    def subtitle(self) -> Text:
        """Return what stands below the title."""
        return phrase("The key with which hours are read from TimeChimp, and the item as which AFAS invoices them.")

    def why(self) -> Text:
        """Return why the page is there."""
        return joined(
            phrase("The daily work reads hours, expenses and rides from TimeChimp, and marks them there as invoiced. "
                   "For both it needs a key of TimeChimp's API, which is as good as the whole company in TimeChimp: it "
                   "is sent to timechimp.com only, and kept in the keyring of your computer."),
            phrase("Each line of an invoice in AFAS names an item, which decides revenue account and VAT. The default "
                   "item catches the lines for which nobody chose one."),
            separator="\n\n",
        )  # fmt: skip

    def counts(self) -> Text:
        """Return what the key can do."""
        found = self.session.state.time_tracking
        return found.key_words() if found.generations else literal("")

    def missing(self) -> Text | None:
        """Return what is missing."""
        if self.key.refused:
            return phrase("What was pasted is no key. Paste another, or take it out.")
        fault = self.item_card.fault()
        if fault is not None:
            return fault
        opened = [line.id for line in self.session.flow.open_lines(self.step)]
        return joined(*(MISSING[name] for name in opened)) if opened else None

    # ------------------------------------------------------------------ moments

    def on_ready(self) -> None:
        """Show what is kept of this connection, test its key, and read the items."""
        connection = self.session.connection
        if connection is not None and self._shown_for != connection.id:
            self._shown_for = connection.id
            self._begin()
        else:
            self.key.test_if_untested()
        self.updated.emit()

    def go_on(self, proceed: Callable[[], None]) -> None:
        """Keep the key and the item; go on when they are kept."""
        connection, desk, who = self.session.connection, self.session.desk, self.session.state.who
        key, place, item = self.key.to_keep(), self.key.place(), self.session.state.time_tracking.item
        new_item = None if _same(item, self._kept_item) else item
        if connection is None or (key is None and new_item is None):
            proceed()
            return

        def work() -> "Kept | None":
            from afas_assistant.ui.wizard import daily_calls  # noqa: PLC0415 - on the worker

            if new_item is not None:
                daily_calls.keep_item(desk, connection, new_item, who)
            return daily_calls.keep_key(desk, connection, key, place(), who) if key is not None else None

        def done(kept: "Kept | None") -> None:
            self._kept_item = item
            if kept is not None:
                self.key.show_keeping_done(kept)
            QTimer.singleShot(0, self, lambda: self._proceed(proceed, kept))

        self.notice.hide()
        words = phrase("The key is being kept. If your keyring asks for its password, answer it first.")
        self.questions.ask("keep", words, work, done)

    def leave(self) -> None:
        """Nobody waits for answers any more; what was not read yet is read when one comes back."""
        if self.questions.about("kept") or self.questions.about("items"):
            self._shown_for = None
        self.questions.forget_all()

    def initial_focus(self) -> QWidget | None:
        """Begin at the key."""
        return self.key.card.field.editor

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the item beside the key where it fits."""
        super().resizeEvent(event)
        wide = event.size().width() >= px(TWO_COLUMNS)
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    # ------------------------------------------------------------------ what happens

    def on_kept_read(self, found: "tuple[KeptChoices, KeptKey]") -> None:
        """Take over what is kept; what was chosen in this wizard and not kept yet comes before it."""
        choices, kept_key = found
        self._kept_item = choices.item
        if kept_key.trouble is not None:
            self._shown_for = None  # asked again when the page is entered again
        self.key.show_kept(kept_key, choices.bases)
        self.item_card.restore(self.session.state.time_tracking.item or choices.item)
        self.read_items()

    def read_items(self) -> None:
        """Read the items with the token of the connection."""
        connection, desk = self.session.connection, self.session.desk
        if connection is None:
            return

        def work() -> "ItemsRead":
            from afas_assistant.ui.wizard import daily_calls  # noqa: PLC0415 - on the worker

            return daily_calls.read_items(desk, connection)

        self.item_card.show_reading()
        words, lane = phrase("The items are being read…"), f"check {connection.id}"
        self.questions.ask("items", words, work, self.on_items_read, failed=self.on_items_failed, lane=lane)

    def on_read_again(self) -> None:
        """Read the items again, as asked."""
        self.notice.hide()
        self.read_items()

    def on_items_read(self, found: "ItemsRead") -> None:
        """Show the items."""
        self.item_card.show_items(found)
        self.on_item_changed()

    def on_items_failed(self, error: Exception) -> None:
        """Let the item be typed."""
        self.item_card.show_failed()
        self.on_failed(error)
        self.on_item_changed()

    def on_item_changed(self) -> None:
        """Take the choice over."""
        self._change(item=self.item_card.item)

    def on_key_found(self, generations: tuple[str, ...], writing: str) -> None:
        """Take over what the key can do."""
        self._change(generations=generations, writing=writing)

    def on_failed(self, error: Exception) -> None:
        """Say what went wrong."""
        self._error = error if isinstance(error, AssistantError) else None
        self.notice.tell_error(error)
        self.updated.emit()

    # ------------------------------------------------------------------ inner workings

    def _begin(self) -> None:
        """Read what is kept of a connection that was not shown before."""
        connection, desk = self.session.connection, self.session.desk
        if connection is None:
            return
        self.key.begin()
        self.item_card.restore(self.session.state.time_tracking.item)
        self.notice.hide()

        def work() -> "tuple[KeptChoices, KeptKey]":
            from afas_assistant.ui.wizard import daily_calls  # noqa: PLC0415 - on the worker

            return daily_calls.kept_choices(desk, connection), daily_calls.kept_key(desk, connection)

        self.questions.ask("kept", phrase("What is kept is being read…"), work, self.on_kept_read)

    def _proceed(self, proceed: Callable[[], None], kept: "Kept | None") -> None:
        """Go on, then say where the key went: the foot is empty when a page is entered."""
        proceed()
        if kept is not None:
            self.session.told.emit(kept.sentence)

    def _change(self, **values: Any) -> None:  # noqa: ANN401 - the fields of TimeTracking
        """Hand over how the page stands; what is no longer open needs no reason any more."""
        flow = self.session.flow
        found = replace(flow.state.time_tracking, **values)
        flow.change(time_tracking=found)
        for name in set(LINE_NAMES) & set(flow.state.passed):
            if name not in found.open_ids():
                flow.unpass(name)
        self.updated.emit()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        content = Content()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(px(24), px(6), px(24), px(16))
        inside.setSpacing(px(14))
        inside.addWidget(self.notice)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(px(16))
        left = QWidget()
        cards = QVBoxLayout(left)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(px(14))
        cards.addWidget(self.key.card)
        cards.addWidget(self.key.answers)
        cards.addStretch(1)
        self._columns.addWidget(left, 1)
        self._columns.addWidget(self.item_card, 1, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(self._columns)
        inside.addStretch(1)
        layout.addWidget(ClearScroll(content))

    def _connect(self) -> None:
        self.questions.changed.connect(self.updated)
        self.questions.failed.connect(self.on_failed)
        self.key.changed.connect(self.updated)
        self.key.found.connect(self.on_key_found)
        self.key.failed.connect(self.on_failed)
        self.item_card.changed.connect(self.on_item_changed)
        self.item_card.read_asked.connect(self.on_read_again)


def _same(one: DefaultItem | None, other: DefaultItem | None) -> bool:
    """Whether two are the same item in the same unit; the description is not kept."""
    if one is None or other is None:
        return one is other
    return (one.kind, one.code, one.unit) == (other.kind, other.code, other.unit)

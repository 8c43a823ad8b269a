"""Page 1: what to connect. Each choice becomes a connection of its own, one after the other."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QVBoxLayout, QWidget

from afas_assistant.onboarding.flow import Step
from afas_assistant.texts import Text, joined, literal, phrase, phrase_n
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button
from afas_assistant.ui.widgets.frames import Card
from afas_assistant.ui.widgets.label import Label
from afas_assistant.ui.widgets.notice import Notice
from afas_assistant.ui.widgets.painting import box, painter_of
from afas_assistant.ui.wizard.controls import TickBox
from afas_assistant.ui.wizard.page import Page
from afas_assistant.ui.wizard.session import Session
from afas_assistant.ui.wizard.surfaces import ClearScroll, Content

if TYPE_CHECKING:  # the worker imports it
    from afas_assistant.onboarding.requirements import Profile

CARD_COLUMN = 420  # drawn pixels; the cards stand below each other where there is less


class ProfileCard(Card):
    """One checklist that can be chosen: the whole card is the tick box."""

    def __init__(self, profile: "Profile", parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.profile = profile
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(16), px(20), px(16))
        layout.setSpacing(px(6))
        self.box = TickBox(profile.name, role="heading")
        self.box.toggled.connect(lambda _: self.update())
        layout.addWidget(self.box)
        layout.addWidget(Label(_what(profile), colour="muted", wrapped=True))
        layout.addSpacing(px(4))
        layout.addWidget(Label(phrase("What it needs"), role="strong"))
        layout.addWidget(Label(_needs(profile), wrapped=True))
        if profile.needs is not None:
            layout.addWidget(Label(profile.needs, wrapped=True))
        layout.addStretch(1)

    def mouseReleaseEvent(self, event: object) -> None:  # noqa: ARG002 - wherever it was clicked
        """Tick or untick."""
        self.box.toggle()
        self.box.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card, with the colour of a choice when it is ticked."""
        super().paintEvent(event)
        if self.box.isChecked():
            painter = painter_of(self)
            box(painter, QRectF(self.rect()), fill="selection", edge="accent", radius=8)
            painter.end()


class WhatPage(Page):
    """Chooses the checklists."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, Step.WHAT, parent)
        self.cards: dict[str, ProfileCard] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        content = Content()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(px(24), px(6), px(24), px(16))
        inside.setSpacing(px(14))
        self.notice = Notice()
        inside.addWidget(self.notice)
        self._grid = QGridLayout()
        self._grid.setSpacing(px(16))
        inside.addLayout(self._grid)
        self.own_button = Button(phrase("Checklist of &your own…"), icon="document")
        self.own_button.clicked.connect(self.on_own_clicked)
        inside.addWidget(self.own_button, 0, Qt.AlignmentFlag.AlignLeft)
        words = phrase("A checklist for another integration is a file with the extension .toml.")
        inside.addWidget(Label(words, role="small", colour="muted", wrapped=True))
        inside.addStretch(1)
        layout.addWidget(ClearScroll(content))

    @property
    def valid(self) -> bool:
        """Whether anything was chosen."""
        return bool(self._chosen())

    def title(self) -> Text:
        """Return the page's title."""
        return phrase("What do you want to connect?")

    def subtitle(self) -> Text:
        """Return what stands below the title."""
        return phrase("Choose one or more. Each becomes a connection with an app connector and a token of its own.")

    def why(self) -> Text:
        """Return why the page is there."""
        return joined(
            phrase("Each integration asks for other connectors. The choice decides which lines are tested."),
            phrase(
                "Give every integration its own app connector and its own token: then each has only the rights that it "
                "needs, and one can be withdrawn without the other."
            ),
            separator="\n\n",
        )

    def counts(self) -> Text:
        """Return how many connections follow."""
        chosen = len(self._chosen())
        return phrase_n("One connection", "{count} connections, one after the other", chosen) if chosen else literal("")

    def missing(self) -> Text | None:
        """Return what is missing."""
        return None if self.valid else phrase("Choose at least one.")

    def on_ready(self) -> None:
        """Show the checklists, and which were chosen; those whose connection stands cannot be taken away."""
        for name, profile in self.session.profiles.items():
            if name not in self.cards:
                self._add(name, profile)
        for name, card in self.cards.items():
            card.box.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            card.box.setChecked(name in self.session.state.profiles)
            card.box.blockSignals(False)  # noqa: FBT003 - as above
            started = name in self.session.state.finished
            card.setEnabled(not started)
            card.setToolTip(str(phrase("This connection stands already.")) if started else "")
            card.update()
        self._arrange()

    def apply(self) -> None:
        """Take the choice over, in the order in which the cards stand."""
        self.session.flow.change(profiles=tuple(self._chosen()))

    def initial_focus(self) -> QWidget | None:
        """Begin at the first card."""
        return next((card.box for card in self.cards.values()), self.own_button)

    def on_own_clicked(self) -> None:
        """Ask for a file and read it."""
        path, _ = QFileDialog.getOpenFileName(self, str(phrase("Checklist of your own")), "", "*.toml")
        if path:
            self.read_own(path)

    def read_own(self, path: str) -> None:
        """Read a checklist; what is wrong with it is told with its line."""
        self.notice.hide()

        def work() -> "Profile":
            from afas_assistant.ui.wizard.calls import own_profile  # noqa: PLC0415 - on the worker

            return own_profile(path)

        self.session.call(work, lambda profile: self.on_own_read(path, profile), self.notice.tell_error)

    def on_own_read(self, path: str, profile: "Profile") -> None:
        """Offer the checklist, chosen."""
        name = str(Path(path))
        self.session.add_profile(name, profile)
        if name not in self.cards:
            self._add(name, profile)
        self.cards[name].box.setChecked(True)
        self._arrange()
        self.updated.emit()

    def resizeEvent(self, event: object) -> None:
        """Put the cards side by side where they fit."""
        super().resizeEvent(event)  # type: ignore[arg-type] # Qt's own event
        self._arrange()

    def _add(self, name: str, profile: "Profile") -> None:
        card = ProfileCard(profile)
        card.box.toggled.connect(self.on_card_toggled)
        self.cards[name] = card
        self._grid.addWidget(card)

    def on_card_toggled(self) -> None:
        """Take the choice over at once: the list of steps shows what it means."""
        self.apply()
        self.updated.emit()

    def _arrange(self) -> None:
        columns = max(1, min(len(self.cards) or 1, self.width() // px(CARD_COLUMN)))
        for number, card in enumerate(self.cards.values()):
            self._grid.addWidget(card, number // columns, number % columns)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _chosen(self) -> list[str]:
        return [name for name, card in self.cards.items() if card.box.isChecked()]


def _what(profile: "Profile") -> Text:
    return phrase("After: {document}", document=profile.document)


def _needs(profile: "Profile") -> Text:
    parts = (
        phrase_n("1 GetConnector", "{count} GetConnectors", len(profile.get)) if profile.get else None,
        phrase_n("1 UpdateConnector", "{count} UpdateConnectors", len(profile.update)) if profile.update else None,
        phrase_n("1 data connector", "{count} data connectors", len(profile.data)) if profile.data else None,
        phrase_n("1 dossier destination", "{count} dossier destinations", len(profile.destinations))
        if profile.destinations
        else None,
        phrase_n("1 step by hand", "{count} steps by hand", len(profile.by_hand)) if profile.by_hand else None,
    )
    return joined(*(part for part in parts if part is not None), separator=" · ")

"""The two checklist pages that have more than a list: importing files, and the number of the dossier item type."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from afas_assistant.onboarding.flow import Step
from afas_assistant.texts import phrase
from afas_assistant.ui.language import describe
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button
from afas_assistant.ui.widgets.frames import Card
from afas_assistant.ui.widgets.label import Label
from afas_assistant.ui.wizard.checklist_page import ChecklistPage
from afas_assistant.ui.wizard.import_card import ImportCard
from afas_assistant.ui.wizard.session import Session

if TYPE_CHECKING:  # the worker imports it
    from afas_assistant.organisations.records import Connection

HIGHEST_TYPE = 999_999


class GetPage(ChecklistPage):
    """Page 4: the GetConnectors, and how the definition files that bring them are imported."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self._shown: str | None = None
        self.import_card: ImportCard | None = None
        super().__init__(session, Step.GET, parent)

    def above(self) -> QWidget | None:
        """Return the place of the card."""
        holder = QWidget()
        self._place = QVBoxLayout(holder)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._holder = holder
        return holder

    def on_ready(self) -> None:
        """Show the card of the checklist in work, if that has files."""
        profile = self.session.profile
        if profile is not None and self._shown != self.session.state.current:
            self._shown = self.session.state.current
            if self.import_card is not None:
                self.import_card.hide()
                self._place.removeWidget(self.import_card)
                self.import_card.deleteLater()
            self.import_card = ImportCard(self.session, profile)
            self._place.addWidget(self.import_card)
            self._holder.setVisible(self.import_card.needed)
            if self.import_card.needed:
                self.import_card.watch_drops(self)
        super().on_ready()


class DestinationsPage(ChecklistPage):
    """Page 7: the destinations of one dossier item type."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, Step.DESTINATIONS, parent)

    def above(self) -> QWidget:
        """Return the field for the type's number."""
        card = Card()
        column = QVBoxLayout(card)
        column.setContentsMargins(px(16), px(10), px(16), px(10))
        column.setSpacing(px(6))
        row = QHBoxLayout()
        row.setSpacing(px(10))
        column.addLayout(row)
        label = Label(phrase("Number of the dossier item t&ype"), role="strong", wrapped=True)
        self.type_box = QSpinBox()
        self.type_box.setRange(0, HIGHEST_TYPE)
        self.type_box.setMinimumHeight(px(30))
        self.type_box.setMinimumWidth(px(110))
        self.type_box.setKeyboardTracking(False)
        self.type_box.lineEdit().returnPressed.connect(self.on_take_clicked)
        self.type_box.valueChanged.connect(self._show_button)
        label.setBuddy(self.type_box)
        self.take_button = Button(phrase("&Test with this type"))
        self.take_button.clicked.connect(self.on_take_clicked)
        row.addWidget(label)
        row.addWidget(self.type_box)
        row.addWidget(self.take_button)
        row.addStretch(1)
        words = phrase(
            "It stands in AFAS at the item type that your attachments will have. Without it, any type counts."
        )
        column.addWidget(Label(words, role="small", colour="muted", wrapped=True))
        return card

    def on_ready(self) -> None:
        """Show the number that was picked."""
        connection = self.session.connection
        picked = connection.item_type if connection else self.session.state.item_type
        self.type_box.setValue(picked or 0)
        super().on_ready()
        self.retranslate()

    def apply(self) -> None:
        """Hand the number over."""
        self.session.flow.change(item_type=self.type_box.value() or None)

    def on_take_clicked(self) -> None:
        """Keep the number with the connection, and test the destinations with it."""
        connection, desk = self.session.connection, self.session.desk
        number = self.type_box.value() or None
        if connection is None or number == connection.item_type:
            self._test_all()
            return

        def kept(changed: "Connection") -> None:
            self.session.updated(changed)
            self._show_button()
            self._test_all()

        self.apply()
        self.session.call(lambda: desk.pick_item_type(connection, number), kept, self.notice.tell_error)

    def retranslate(self) -> None:
        """Name the field in the new language."""
        super().retranslate()
        self.type_box.setSpecialValueText(str(phrase("any")))
        describe(self.type_box, phrase("Number of the dossier item type"))

    def _test_all(self) -> None:
        self.session.checks.test([row.line.key for row in self.model.rows()])

    def _show_button(self) -> None:
        self.updated.emit()

"""The head of an organisation's page: its name, its environment, and what can be done with it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from afas_assistant.texts import literal, phrase
from afas_assistant.ui.help.why import WhyButton
from afas_assistant.ui.language import describe
from afas_assistant.ui.pages.check_header import production_band
from afas_assistant.ui.tips import as_tip
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.flow import FlowLayout
from afas_assistant.ui.widgets.frames import Badge, Bar
from afas_assistant.ui.widgets.label import Label

if TYPE_CHECKING:  # the worker makes them
    from afas_assistant.ui.snapshots import ConnectionSnapshot, OrganisationSnapshot

LONGEST = 120
"""Letters of a name that are shown: a longer one would take the page. The sidebar and the dialogs tell the rest."""
SECTIONS = {"setup": "checklist"}
"""The sections of the guide that have another name than the tab they explain."""


class OrganisationHeader(QWidget):
    """Band for production, name, badge, what AFAS calls the environment and the app connector, and the way to help.

    Signals: `menu_asked(QPoint)` on the screen.
    """

    menu_asked = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.band = production_band(
            phrase("This is the real administration. A check only reads it; what you send is booked in it.")
        )
        self.band.hide()
        layout.addWidget(self.band)
        bar = Bar(fill="surface")
        layout.addWidget(bar)
        row = QHBoxLayout(bar)
        row.setContentsMargins(px(20), px(10), px(16), px(6))
        row.setSpacing(px(12))
        words = QWidget()
        flow = FlowLayout(words, gap=px(12))
        self.name = Label(role="title", wrapped=True)
        self.badge = Badge(filled=True)
        self.facts = Label(colour="muted", wrapped=True, selectable=True)
        for widget in (self.name, self.badge, self.facts):
            flow.add(widget)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        words.setSizePolicy(policy)
        row.addWidget(words, 1)
        self.why_button = WhyButton("overview")
        row.addWidget(self.why_button, 0, Qt.AlignmentFlag.AlignTop)
        self.menu_button = QToolButton()
        self.menu_button.setAutoRaise(True)
        self.menu_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.menu_button.clicked.connect(self.on_menu_clicked)
        row.addWidget(self.menu_button, 0, Qt.AlignmentFlag.AlignTop)
        self._render()

    def show_kept(self, snapshot: "OrganisationSnapshot", one: "ConnectionSnapshot | None") -> None:
        """Show which organisation it is, and by which connection it is looked at."""
        organisation = snapshot.organisation
        self.band.setVisible(organisation.environment_type == "production")
        whole = organisation.name
        self.name.say(literal(whole if len(whole) <= LONGEST else f"{whole[: LONGEST - 1]}…"))
        self.name.setToolTip(as_tip(whole) if len(whole) > LONGEST else "")
        self.badge.show_kind(organisation.environment_type)
        connector = one.connection.app_connector if one else None
        self.facts.say(literal(" · ".join(filter(None, (organisation.envid, connector)))))

    def show_section(self, tab: str) -> None:
        """Have *Why?* explain the tab that is shown, one of `pages.organisation.TABS`."""
        self.why_button.show_section(SECTIONS.get(tab, tab))

    def on_menu_clicked(self) -> None:
        """Offer what can be done with the organisation."""
        self.menu_asked.emit(self.menu_button.mapToGlobal(QPoint(0, self.menu_button.height())))

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language, palette or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._render()

    def _render(self) -> None:
        if not hasattr(self, "menu_button"):
            return
        from afas_assistant.ui.icons import icon  # noqa: PLC0415 - long after the first paint

        self.menu_button.setIcon(icon("menu", "muted"))
        self.menu_button.setIconSize(QSize(px(16), px(16)))
        describe(self.menu_button, phrase("Manage this organisation"), tip=phrase("Manage this organisation"))

"""The head of a check: which environment, of which kind, how it stands. Production alone has a coloured band."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from afas_assistant.texts import Text, literal, phrase
from afas_assistant.ui.help.why import WhyButton
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import PrimaryButton
from afas_assistant.ui.widgets.flow import FlowLayout
from afas_assistant.ui.widgets.frames import Badge, Bar
from afas_assistant.ui.widgets.label import IconLabel, Label

if TYPE_CHECKING:  # the worker imports it
    from afas_assistant.onboarding.report import Environment


class CheckHeader(QWidget):
    """Name, badge, what the environment told about itself, the totals, help, and the button to test again."""

    def __init__(self, name: Text, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.band = production_band(phrase("This is the real administration. A check only reads it."))
        self.band.setVisible(kind == "production")
        layout.addWidget(self.band)
        bar = Bar(fill="surface", side=Qt.Edge.BottomEdge)
        layout.addWidget(bar)
        row = QHBoxLayout(bar)
        row.setContentsMargins(px(24), px(12), px(24), px(12))
        row.setSpacing(px(16))
        words = QVBoxLayout()
        words.setSpacing(px(3))
        row.addLayout(words, 1)
        self.names = self._name_row(name, kind)
        words.addWidget(self.names)
        self.totals = Label(colour="muted", wrapped=True)
        words.addWidget(self.totals)
        self.again_button = PrimaryButton(phrase("Test everything &again"), icon="refresh")
        row.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignTop)

    def show_environment(self, told: "Environment") -> None:
        """Show what the environment told about itself."""
        version = f"Profit {told.profit_version}" if told.profit_version else None
        self._told.say(literal(" · ".join(filter(None, (told.envid, told.app_connector, version)))))

    def _name_row(self, name: Text, kind: str) -> QWidget:
        holder = QWidget()
        row = FlowLayout(holder, gap=px(10))
        self.name = Label(name, role="title")
        self.badge = Badge(kind, filled=True)
        self._told = Label(colour="muted", role="small", selectable=True)
        self.why_button = WhyButton("practice")
        for widget in (self.name, self.badge, self._told, self.why_button):
            row.add(widget)
        return holder


def production_band(words: Text) -> QWidget:
    """Return the coloured band that production alone has."""
    band = Bar(fill="production")
    row = QHBoxLayout(band)
    row.setContentsMargins(px(20), px(5), px(20), px(5))
    row.setSpacing(px(10))
    row.addWidget(IconLabel("advice", colour="on_production"))
    row.addWidget(Label(phrase("Production"), role="strong", colour="on_production"))
    row.addWidget(Label(words, colour="on_production", wrapped=True), 1)
    return band

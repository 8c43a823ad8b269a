"""Which of an organisation's connections is shown: a list to choose from beside the tabs."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from afas_assistant.texts import phrase
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.fields import show_edge
from afas_assistant.ui.widgets.label import Label


class ConnectionRow(QWidget):
    """A label and its list; the data of each item is the number of a connection."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, px(2), px(8), px(4))
        row.setSpacing(px(8))
        label = Label(phrase("&Connection"), role="strong")
        self.box = QComboBox()
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(16)
        show_edge(self.box)
        label.setBuddy(self.box)
        row.addWidget(label)
        row.addWidget(self.box)

    def show_connections(self, labels: Sequence[tuple[str, int]], chosen: int | None) -> None:
        """Offer connections by their labels."""
        if list(labels) != [(self.box.itemText(place), self.box.itemData(place)) for place in range(self.box.count())]:
            self.box.clear()
            for label, key in labels:
                self.box.addItem(label, key)
        self.box.setCurrentIndex(self.box.findData(chosen))

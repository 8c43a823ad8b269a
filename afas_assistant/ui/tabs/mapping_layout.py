"""How the page of mappings is laid out: the list with its tools and footer, or what stands in its way."""

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from afas_assistant.texts import phrase
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.tabs.mapping_adding import ADDABLE
from afas_assistant.ui.tabs.mapping_parts import MappingFooter, MappingTools
from afas_assistant.ui.tabs.mapping_table import MappingTable
from afas_assistant.ui.tabs.mapping_words import TITLES
from afas_assistant.ui.tabs.places import EmptyPage, TroublePage
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button
from afas_assistant.ui.widgets.flow import FlowLayout
from afas_assistant.ui.widgets.frames import Bar, Scroll


class MappingLayout(QStackedWidget):
    """The parts of the page, in their places."""

    def __init__(self, kind: Kind, table: MappingTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self.tools, self.footer = MappingTools(TITLES[kind]), MappingFooter()
        self.tools.add_button.setVisible(bool(ADDABLE[kind]))
        self.nothing = EmptyPage()
        words = phrase("No mapping has these words and this status.")
        self.nothing.tell(phrase("Nothing here fits."), words, None, phrase("Show all"))
        self.found = QStackedWidget()
        self.found.addWidget(table)
        self.found.addWidget(self.nothing)
        self.list_page = Bar(fill="surface")
        inside = QVBoxLayout(self.list_page)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.tools)
        inside.addWidget(self.found, 1)
        inside.addWidget(self.footer)
        self.list_pane = Scroll(self.list_page)  # with large letters in a small window not all of it fits
        self.addWidget(self.list_pane)
        self.addWidget(self._trouble_page())

    def show_list(self) -> None:
        """Show the list."""
        self.setCurrentWidget(self.list_pane)

    def show_found(self, count: int) -> None:
        """Show the rows, or that there are none."""
        self.found.setCurrentWidget(self.table if count else self.nothing)

    def show_trouble(self, error: Exception, *, kept: bool) -> None:
        """Say what stands in the way; what is `kept` can be looked at without both systems."""
        self.trouble.tell(error)
        self.kept_button.setVisible(kept)
        self.setCurrentWidget(self.trouble_page)

    def _trouble_page(self) -> QWidget:
        self.trouble_page = QWidget()
        column = QVBoxLayout(self.trouble_page)
        column.setContentsMargins(0, 0, 0, 0)
        self.trouble = TroublePage()
        holder = QWidget()
        flow = FlowLayout(holder, gap=px(8))
        flow.setContentsMargins(px(20), 0, px(20), px(20))
        self.kept_button = Button(phrase("Show what is kept"))
        self.leave_button = Button(phrase("Back to the plan"))
        flow.add(self.kept_button)
        flow.add(self.leave_button)
        column.addWidget(self.trouble, 1)
        column.addWidget(holder)
        return self.trouble_page

"""The mappings of a tab: their page in place of the list, and how many have to be made."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from afas_assistant.ui.tabs.layout import DailyLayout

if TYPE_CHECKING:  # once somebody looks at it
    from afas_assistant.ui.tabs.mapping_page import MappingPage

NewMapping = Callable[[], "MappingPage"]


class MappingSide(QObject):
    """Makes the page when somebody first asks for it; without `new_mapping` there is none. `shown` until it is left.

    Signals: `changed` when a plan that was made before is stale; `closed` when the list is wanted back;
    `cure_asked(place)` for a place elsewhere, see `places`.
    """

    changed = Signal()
    closed = Signal()
    cure_asked = Signal(str)

    def __init__(self, layout: DailyLayout, new_mapping: NewMapping | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layout, self._new_mapping = layout, new_mapping
        self.page: MappingPage | None = None
        self.shown = False
        layout.tools.mapping_asked.connect(self.open)
        layout.empty.second_asked.connect(self.open)
        layout.trouble.mapping_asked.connect(self.open)
        layout.trouble.mapping_button.setVisible(self.offered)
        if new_mapping is not None:
            layout.tools.show_unmapped(0)

    @property
    def offered(self) -> bool:
        """Return whether there is a page of mappings."""
        return self._new_mapping is not None

    def show_cures(self, cures: Mapping[str, str]) -> None:
        """Say how many mappings a plan asks for."""
        if self.offered:
            self._layout.tools.show_unmapped(len(set(cures.values())))

    def open(self, cure: str = "") -> None:
        """Show the page; with a cure (table/key) at the mapping that it names."""
        from afas_assistant.sync.mapping.mappings import Table  # noqa: PLC0415 - brings the client's libraries along

        if self._new_mapping is None:
            return
        if self.page is None:
            self.page = self._new_mapping()
            self.page.changed.connect(self.changed)
            self.page.closed.connect(self.closed)
            self.page.cure_asked.connect(self.cure_asked)
            self.page.counted.connect(self._layout.tools.show_unmapped)
            self._layout.middle.addWidget(self.page)
        self.shown = True
        self._layout.show_page(self.page)
        self.page.setFocus()
        table, _, key = cure.partition("/")
        if cure:
            self.page.show_key(Table(table), key)

    def stop(self) -> None:
        """Stop what the page reads."""
        if self.page is not None:
            self.page.stop()

"""The keys that reach from the window into whatever page is shown: test again, search, go to a tab."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from afas_assistant.ui.shortcuts import TABS, install

if TYPE_CHECKING:  # the window has them already
    from afas_assistant.ui.main_window import MainWindow
    from afas_assistant.ui.pages.all_organisations import AllOrganisationsPage
    from afas_assistant.ui.pages.check import CheckPage
    from afas_assistant.ui.pages.organisation import OrganisationPage


class WindowKeys(QObject):
    """Rooms that were not needed yet are not made for a key."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        install("again", window, self.on_again_pressed)
        install("search", window, self.on_search_pressed)
        install("tabs", window, *(partial(self.on_tab_pressed, index) for index in range(TABS)))

    def on_again_pressed(self) -> None:
        """Test, or plan, again what is shown, unless that is under way."""
        here, made = self._window.stack.currentWidget(), vars(self._window)
        shown: list[CheckPage | OrganisationPage | AllOrganisationsPage] = [*self._organisation_pages()]
        if "all_page" in made:
            shown.append(self._window.all_page)
        if "checks" in made:
            shown += self._window.checks.pages.values()
        page = next((one for one in shown if one is here), None)
        if page is not None and not page.running:
            page.start()

    def on_search_pressed(self) -> None:
        """Put the keyboard into the search field of the sidebar."""
        if self._window.sidebar is not None:
            self._window.sidebar.on_search_pressed()

    def on_tab_pressed(self, index: int) -> None:
        """Show a tab of the organisation that is shown."""
        here = self._window.stack.currentWidget()
        page = next((one for one in self._organisation_pages() if one is here), None)
        if page is not None:
            page.choose_tab(index)

    def _organisation_pages(self) -> "list[OrganisationPage]":
        return list(self._window.organisations.pages.values()) if "organisations" in vars(self._window) else []

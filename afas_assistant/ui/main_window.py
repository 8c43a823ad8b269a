"""The main window: a sidebar with the environments, and beside it the page of the one that was picked."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QWidget

from afas_assistant.ui.settings import Settings
from afas_assistant.ui.shell import Shell
from afas_assistant.ui.tasks import TaskRunner, nothing
from afas_assistant.ui.theme import Theme
from afas_assistant.ui.typography import px
from afas_assistant.ui.worker_calls import vault_state, warm_up

if TYPE_CHECKING:  # loaded after the first paint
    from afas_assistant.onboarding.flow import WizardState
    from afas_assistant.organisations.vault import VaultState
    from afas_assistant.ui.kept import Kept, NewDesk
    from afas_assistant.ui.live_check import LiveCheck
    from afas_assistant.ui.organisation_room import OrganisationRoom
    from afas_assistant.ui.pages.check import CheckPage
    from afas_assistant.ui.pages.first_start import FirstStartPage
    from afas_assistant.ui.pages.organisation import OrganisationPage
    from afas_assistant.ui.pages.starting import StartingPage
    from afas_assistant.ui.practice_room import PracticeRoom
    from afas_assistant.ui.sidebar import Sidebar
    from afas_assistant.ui.targets import ScenarioChoice, Target
    from afas_assistant.ui.wizard_door import WizardDoor

COLLAPSES = 900  # drawn pixels; a narrower window leaves the words out of the sidebar
PRACTICE_KEY = "practice"
WIZARD_LANE = "wizard"
"""The lane on which the wizard keeps its state."""


class MainWindow(Shell):
    """Which page is shown, and what leads from one to another."""

    def __init__(
        self,
        theme: Theme,
        settings: Settings,
        runner: TaskRunner,
        *,
        new_desk: "NewDesk",
        new_check: "Callable[[TaskRunner], LiveCheck] | None" = None,
    ) -> None:
        super().__init__(theme, settings, runner)
        self._new_check, self._new_desk = new_check or _live_check, new_desk
        self.pages: dict[str, CheckPage] = {}
        self.sidebar: Sidebar | None = None
        self.starting_page: StartingPage | None = None
        self._closing = False
        self._waits_for_kept = self._wizard_waits = False
        self._practice_address: str | None = None
        self._wanted_connection: int | None = None
        self._last_organisation = settings.preferences.last_organisation
        self.stack = QStackedWidget()
        self.stack.currentChanged.connect(self.on_page_changed)
        middle = QWidget()
        self._columns = QHBoxLayout(middle)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(0)
        self._columns.addWidget(self.stack, 1)
        self.setCentralWidget(middle)
        opening = QLabel("AFAS Assistant")  # while the first page is loaded, or what is kept is read
        opening.setMargin(24)
        self.stack.addWidget(opening)

    # ------------------------------------------------------------------ pages

    @cached_property
    def first_page(self) -> "FirstStartPage":
        """The page of the first start."""
        from afas_assistant.ui.pages.first_start import FirstStartPage  # noqa: PLC0415 - after the first paint

        page = FirstStartPage()
        page.connect_chosen.connect(self.show_connect)
        page.practice_chosen.connect(self.show_practice)
        page.language_chosen.connect(self.on_language_chosen)
        self.stack.addWidget(page)
        if "kept" in vars(self) and self.kept.keyring is not None:
            page.show_vault(self.kept.keyring)
        elif "kept" not in vars(self):
            self._runner.start(vault_state, done=page.show_vault)
        return page

    @cached_property
    def room(self) -> "PracticeRoom":
        """The practice environment, which runs once somebody practises."""
        from afas_assistant.ui.practice_room import PracticeRoom  # noqa: PLC0415 - after the first paint

        room = PracticeRoom(self._runner, self)
        room.opened.connect(self.on_practice_opened)
        room.switched.connect(self.on_practice_switched)
        room.failed.connect(self.on_practice_failed)
        return room

    @cached_property
    def kept(self) -> "Kept":
        """The desk, and what is kept."""
        from afas_assistant.ui.kept import Kept  # noqa: PLC0415 - after the first paint

        kept = Kept(self._new_desk, self._runner, self)
        kept.opened.connect(self.on_kept_opened)
        kept.changed.connect(self.on_kept_changed)
        kept.failed.connect(self.on_kept_failed)
        kept.keyring_told.connect(self.on_keyring_told)
        return kept

    @cached_property
    def organisations(self) -> "OrganisationRoom":
        """The pages of the organisations that are kept."""
        from afas_assistant.ui.organisation_room import OrganisationRoom  # noqa: PLC0415 - once there are any

        organisations = OrganisationRoom(self.kept, self._runner, self.stack, self)
        sidebar = self.shown_sidebar()
        sidebar.menu_asked.connect(organisations.show_menu)
        sidebar.rename_asked.connect(organisations.ask_name)
        sidebar.remove_asked.connect(organisations.ask_removal)
        organisations.state_changed.connect(sidebar.show_state)
        organisations.wizard_asked.connect(self.show_connect)
        organisations.gone.connect(self.on_organisation_gone)
        organisations.removing.connect(self.on_organisation_removing)
        return organisations

    @cached_property
    def wizard(self) -> "WizardDoor":
        """The way into the wizard."""
        from afas_assistant.ui.wizard_door import WizardDoor  # noqa: PLC0415 - once it is asked for

        wizard = WizardDoor(self.kept, self._runner, self.stack, self)
        wizard.finished.connect(self.on_wizard_finished)
        wizard.closed.connect(self.on_wizard_closed)
        return wizard

    def open_kept(self, *, expected: bool) -> None:
        """Read what is kept; where something is `expected`, the first page waits for it."""
        self._waits_for_kept = expected
        self.kept.open()
        if not expected:
            self.show_first_start()

    def show_first_start(self) -> None:
        """Offer the two ways to begin."""
        self._show(self.first_page)
        self.first_page.connect_button.setFocus()

    def show_connect(self, state: "WizardState | None" = None) -> None:
        """Open the wizard, where it was left if it was; as soon as the desk is there."""
        if not self.kept.is_open:
            self._wizard_waits = True
            self.kept.open()
            return
        left = self.kept.snapshot.wizard if self.kept.snapshot else None
        if self.sidebar is not None:
            self.sidebar.mark(None)
        self.wizard.open(self.room, state or left)

    def show_start(self) -> None:
        """Show the organisation that was shown last, another one, or the first start."""
        snapshot = self.kept.snapshot
        found = snapshot.organisations if snapshot else ()
        wanted = next((one for one in found if one.organisation.envid == self._last_organisation), None)
        wanted = wanted or next(iter(found), None)
        if wanted is not None:
            self.show_organisation(wanted.organisation.id)
        elif self.pages:
            self.show_page(next(reversed(self.pages)))
        else:
            self.show_first_start()

    def show_organisation(self, organisation_id: int, connection_id: int | None = None) -> None:
        """Show an organisation at once; its set-up where one of its connections was picked."""
        page = self.organisations.page(organisation_id)
        key = f"organisation/{organisation_id}"
        if connection_id is not None:
            page.show_connection(connection_id)
            if len(page.snapshot.connections) > 1:
                key = f"connection/{connection_id}"
        self._show(page)
        self.shown_sidebar().mark(key)
        self._last_organisation = page.snapshot.organisation.envid

    def show_practice(self) -> None:
        """Show the practice environment; start it when it does not run yet."""
        if PRACTICE_KEY in self.pages:
            self.show_page(PRACTICE_KEY)
            return
        if (running := self.room.running_room) is not None:  # the wizard has started it
            self.show_check(running.target, running.scenarios)
            return
        from afas_assistant.ui.pages.starting import StartingPage  # noqa: PLC0415 - after the first paint

        if self.starting_page is None:
            self.starting_page = StartingPage()
            self.starting_page.again_chosen.connect(self.show_practice)
            self.stack.addWidget(self.starting_page)
        self.starting_page.show_waiting()
        self._show(self.starting_page)
        self.room.open()
        QTimer.singleShot(0, self, self._prepare_check)

    def _prepare_check(self) -> None:
        """Load the page of a check while the practice environment starts: it need not be done while a check runs."""
        from afas_assistant.ui.pages import check  # noqa: F401, PLC0415 - loading it is the point

        self.shown_sidebar()

    def show_check(self, target: "Target", scenarios: "Sequence[ScenarioChoice]" = ()) -> None:
        """Check a target and show it; a page for the same environment is replaced."""
        from afas_assistant.ui.pages.check import CheckPage  # noqa: PLC0415 - after the first paint

        sidebar = self.shown_sidebar()
        self._drop_page(target.key)
        page = CheckPage(target, self._new_check(self._runner), scenarios)
        page.state_changed.connect(lambda state, words: sidebar.show_state(target.key, state, words))
        page.scenario_chosen.connect(self.room.switch)
        self.pages[target.key] = page
        self.stack.addWidget(page)
        sidebar.add(target.key, target.name, target.kind)
        self.show_page(target.key)
        page.start()

    def show_page(self, key: str) -> None:
        """Show the page of an environment."""
        if key in self.pages:
            self._show(self.pages[key])
            if self.sidebar is not None:
                self.sidebar.mark(key)
        elif key == PRACTICE_KEY:
            self.show_practice()
        elif (owner := self.organisations.owner_of(key)) is not None:
            self.show_organisation(*owner)

    def _show(self, page: QWidget) -> None:
        self._waits_for_kept = False
        self.stack.setCurrentWidget(page)

    def _drop_page(self, key: str) -> None:
        old = self.pages.pop(key, None)
        if old is not None:
            old.stop()
            self.stack.removeWidget(old)
            old.deleteLater()

    def shown_sidebar(self) -> "Sidebar":
        """Return the sidebar; it comes with the first environment."""
        if self.sidebar is None:
            from afas_assistant.ui.settings_menu import SettingsMenu  # noqa: PLC0415 - after the first paint
            from afas_assistant.ui.sidebar import Sidebar  # noqa: PLC0415 - as above

            self.sidebar = Sidebar()
            self.sidebar.picked.connect(self.show_page)
            self.sidebar.connect_chosen.connect(self.show_connect)
            self.sidebar.settings_button.setMenu(
                SettingsMenu(
                    self._theme,
                    on_language=self.on_language_chosen,
                    on_scheme=self.on_scheme_chosen,
                    on_scale=self.on_scale_chosen,
                    parent=self.sidebar,
                )
            )
            self._columns.insertWidget(0, self.sidebar)
            self.collapse()
            self.on_page_changed()
        return self.sidebar

    # ------------------------------------------------------------------ what happens

    def on_page_changed(self, index: int = -1) -> None:  # noqa: ARG002 - which page it is, is asked of the stack
        """Take the sidebar away while the wizard is open, which has a column of steps of its own."""
        if self.sidebar is not None:
            page = self.wizard.page if "wizard" in self.__dict__ else None
            self.sidebar.setVisible(page is None or self.stack.currentWidget() is not page)

    def on_kept_opened(self) -> None:
        """Do what waited for the desk."""
        if self._practice_address is not None:
            self.kept.move_practice(self._practice_address)
        if self._wizard_waits:
            self._wizard_waits = False
            QTimer.singleShot(0, self, self.show_connect)

    def on_kept_changed(self) -> None:
        """Show what is kept now."""
        snapshot = self.kept.snapshot
        if snapshot is None or self._closing:
            return
        if snapshot.organisations or self.sidebar is not None:
            from afas_assistant.ui.standing import entries  # noqa: PLC0415 - once there are any

            sidebar = self.shown_sidebar()
            sidebar.show_kept(entries(snapshot))
            sidebar.offer_wizard(half_way=snapshot.wizard is not None)
            _ = self.organisations  # keeps the pages up to date from now on
        if "first_page" in vars(self):
            self.first_page.offer_wizard(half_way=snapshot.wizard is not None)
        if self._waits_for_kept:
            self.show_start()
        self._show_wanted()

    def on_kept_failed(self, error: Exception) -> None:
        """Say why nothing that is kept can be shown; practising needs none of it."""
        self._wizard_waits = False
        if self._waits_for_kept:
            self.show_first_start()
        self.on_work_failed(error)

    def on_keyring_told(self, state: "VaultState") -> None:
        """Say on the first page how the keyring is."""
        if "first_page" in vars(self):
            self.first_page.show_vault(state)

    def on_organisation_gone(self, organisation_id: int) -> None:
        """Show something else in place of an organisation that was removed."""
        page = self.organisations.pages.get(organisation_id)
        if self.stack.currentWidget() is page:
            QTimer.singleShot(0, self, self.show_start)

    def on_organisation_removing(self, organisation_id: int) -> None:
        """Close the wizard when it is at work on an organisation that is about to go."""
        page = self.wizard.page
        owner = page.session.organisation if page is not None else None
        if owner is not None and owner.id == organisation_id:
            self.wizard.on_closed()

    def on_wizard_finished(self, connection_id: int) -> None:
        """Show the connection that stands now, once it was read."""
        self._wanted_connection = connection_id
        self.on_wizard_closed()

    def on_wizard_closed(self) -> None:
        """Read again what is kept, behind what the wizard still writes."""
        self.show_start()
        self._runner.start(_wait, done=lambda _: self.kept.reload(), lane=WIZARD_LANE)

    def _show_wanted(self) -> None:
        """Show the connection that the wizard made, as soon as it is known here."""
        wanted = self._wanted_connection
        owner = None if wanted is None else self.organisations.owner_of(f"connection/{wanted}")
        if owner is not None:
            self._wanted_connection = None
            self.show_organisation(*owner)

    def on_practice_opened(self, target: "Target", scenarios: "Sequence[ScenarioChoice]") -> None:
        """Check the practice environment as soon as it runs; kept practice organisations follow it."""
        if self._closing:
            return
        self._practice_address = target.address.rest_url
        if "kept" in vars(self):
            self.kept.move_practice(self._practice_address)
        if self.wizard_is_shown:  # which asked for it
            self.shown_sidebar().add(target.key, target.name, target.kind)
        else:
            self.show_check(target, scenarios)

    @property
    def wizard_is_shown(self) -> bool:
        """Return whether the wizard is on the screen."""
        return "wizard" in vars(self) and self.stack.currentWidget() is self.wizard.page

    def on_practice_switched(self, scenario: str) -> None:  # noqa: ARG002 - the page has the name already
        """Check again under the new scenario."""
        if page := self.pages.get(PRACTICE_KEY):
            page.start()

    def on_practice_failed(self, error: Exception) -> None:
        """Say that the practice environment did not start, or went away."""
        if page := self.pages.get(PRACTICE_KEY):
            page.on_practice_failed(error)
        elif self.starting_page is not None:
            self.starting_page.show_failure(error)

    def on_first_painted(self) -> None:
        """Load what the first paint did without."""
        self._theme.mend_style()
        self.add_shortcuts(self._test_again, self._search)
        self._runner.start(warm_up, done=nothing)

    # ------------------------------------------------------------------ the window itself

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop everything that runs; nothing is waited for."""
        self._closing = True
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self._settings.remember(window_geometry=geometry, last_organisation=self._last_organisation)
        for page in self.pages.values():
            page.stop()
        for name in ("organisations", "wizard"):
            if name in vars(self):
                getattr(self, name).stop()
        if "room" in vars(self):
            self.room.close()
        self._runner.close()
        if "kept" in vars(self):
            self.kept.close()
        super().closeEvent(event)

    def collapse(self) -> None:
        """Leave the words out of the sidebar where the window is narrow."""
        if self.sidebar is not None:
            self.sidebar.set_narrow(narrow=self.width() < px(COLLAPSES))

    def _test_again(self) -> None:
        here = self.stack.currentWidget()
        shown: list[CheckPage | OrganisationPage] = list(self.pages.values())
        if "organisations" in vars(self):
            shown += self.organisations.pages.values()
        page = next((one for one in shown if one is here), None)
        if page is not None and not page.running:
            page.start()

    def _search(self) -> None:
        if self.sidebar is not None:
            self.sidebar.on_search_pressed()


def _live_check(runner: TaskRunner) -> "LiveCheck":
    from afas_assistant.ui.live_check import LiveCheck  # noqa: PLC0415 - after the first paint

    return LiveCheck(runner)


def _wait() -> None:
    """Wait one's turn on a lane."""

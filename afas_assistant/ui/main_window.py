"""The main window: a sidebar with the environments, and beside it the page of the one that was picked."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
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
    from afas_assistant.paths import Folders
    from afas_assistant.ui.check_room import CheckRoom, NewCheck
    from afas_assistant.ui.closing import Leaving
    from afas_assistant.ui.kept import Kept, NewDesk
    from afas_assistant.ui.organisation_room import OrganisationRoom
    from afas_assistant.ui.pages.all_organisations import AllOrganisationsPage
    from afas_assistant.ui.pages.first_start import FirstStartPage
    from afas_assistant.ui.practice_room import PracticeRoom
    from afas_assistant.ui.sidebar import Sidebar
    from afas_assistant.ui.snapshots import Snapshot
    from afas_assistant.ui.targets import ScenarioChoice, Target
    from afas_assistant.ui.wizard_door import WizardDoor

COLLAPSES = 900  # drawn pixels; a narrower window leaves the words out of the sidebar
ALL = "all"
"""The key of the page with all organisations, in the sidebar and in the preferences."""


class MainWindow(Shell):
    """Which page is shown, and what leads from one to another."""

    def __init__(
        self,
        theme: Theme,
        settings: Settings,
        runner: TaskRunner,
        *,
        new_desk: "NewDesk",
        new_check: "NewCheck | None" = None,
        places: "Folders | None" = None,
    ) -> None:
        super().__init__(theme, settings, runner, places)
        self._new_check, self._new_desk = new_check, new_desk
        self.sidebar: Sidebar | None = None
        self._waits_for_kept = False
        self._practice_address: str | None = None
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

    # ------------------------------------------------------------------ rooms

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
        return room

    @cached_property
    def checks(self) -> "CheckRoom":
        """The pages of the environments of this run that nobody kept."""
        from afas_assistant.ui.check_room import CheckRoom, live_check  # noqa: PLC0415 - after the first paint

        checks = CheckRoom(self.room, self._runner, self.stack, self._new_check or live_check, self)
        checks.added.connect(lambda key, name, kind: self.shown_sidebar().add(key, name, kind))
        checks.state_changed.connect(lambda key, state, words: self.shown_sidebar().show_state(key, state, words))
        checks.ready.connect(self.show_page)
        checks.waiting.connect(self._show)
        return checks

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
    def all_page(self) -> "AllOrganisationsPage":
        """All organisations below each other."""
        from afas_assistant.ui.pages.all_organisations import AllOrganisationsPage  # noqa: PLC0415 - seldom the first

        page = AllOrganisationsPage(self.kept, self._runner)
        page.organisation_chosen.connect(self.show_organisation)
        page.menu_asked.connect(self.organisations.show_menu)
        page.rename_asked.connect(self.organisations.ask_name)
        page.remove_asked.connect(self.organisations.ask_removal)
        self.stack.addWidget(page)
        return page

    @cached_property
    def wizard(self) -> "WizardDoor":
        """The way into the wizard."""
        from afas_assistant.ui.wizard_door import WizardDoor  # noqa: PLC0415 - once it is asked for

        wizard = WizardDoor(self.kept, self._runner, self.stack, self.room, self)
        wizard.opening.connect(self.on_wizard_opening)
        wizard.left.connect(self.show_start)
        wizard.connected.connect(lambda made: self.show_page(f"connection/{made}"))
        return wizard

    # ------------------------------------------------------------------ pages

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
        self.wizard.open(state)

    def show_start(self) -> None:
        """Show the organisation that was shown last, or all of them; else another one, or the first start."""
        snapshot = self.kept.snapshot
        found = snapshot.organisations if snapshot else ()
        wanted = next((one for one in found if one.organisation.envid == self._last_organisation), None)
        wanted = wanted or next(iter(found), None)
        if found and self._last_organisation == ALL:
            self.show_all()
        elif wanted is not None:
            self.show_organisation(wanted.organisation.id)
        elif "checks" in vars(self) and self.checks.pages:
            self.show_page(next(reversed(self.checks.pages)))
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

    def show_all(self) -> None:
        """Show all organisations below each other."""
        if self.kept.snapshot is not None:
            self.all_page.show_kept(self.kept.snapshot)
            self._show(self.all_page)
            self.shown_sidebar().mark(ALL)
            self._last_organisation = ALL

    def show_practice(self) -> None:
        """Show the practice environment; start it when it does not run yet."""
        self.checks.open_practice()
        QTimer.singleShot(0, self, self.shown_sidebar)  # made while it starts

    def show_page(self, key: str) -> None:
        """Show the page of an environment."""
        from afas_assistant.ui.check_room import PRACTICE_KEY  # noqa: PLC0415 - after the first paint

        if key in self.checks.pages:
            self._show(self.checks.pages[key])
            self.shown_sidebar().mark(key)
        elif key == PRACTICE_KEY:
            self.show_practice()
        elif key == ALL:
            self.show_all()
        elif (owner := self.organisations.owner_of(key)) is not None:
            self.show_organisation(*owner)

    def _show(self, page: QWidget) -> None:
        self._waits_for_kept = False
        self.stack.setCurrentWidget(page)

    def shown_sidebar(self) -> "Sidebar":
        """Return the sidebar; it comes with the first environment."""
        if self.sidebar is None:
            from afas_assistant.ui.sidebar import Sidebar  # noqa: PLC0415 - after the first paint

            self.sidebar = Sidebar()
            self.sidebar.picked.connect(self.show_page)
            self.sidebar.connect_chosen.connect(self.show_connect)
            self.sidebar.all_chosen.connect(self.show_all)
            self.sidebar.settings_button.setMenu(self.new_settings_menu(self.sidebar))
            self._columns.insertWidget(0, self.sidebar)
            self.collapse()
            self.on_page_changed()
        return self.sidebar

    # ------------------------------------------------------------------ what happens

    def on_page_changed(self, index: int = -1) -> None:  # noqa: ARG002 - which page it is, is asked of the stack
        """Take the sidebar away while the wizard is open, which has a column of steps of its own."""
        if self.sidebar is not None:
            self.sidebar.setVisible(not self.wizard_is_shown)
        self.allow_help_key(allowed=not self.wizard_is_shown)

    def on_kept_opened(self) -> None:
        """Do what waited for the desk."""
        if self._practice_address is not None:
            self.kept.move_practice(self._practice_address)
        self.background.begin(self.kept)

    def on_kept_changed(self) -> None:
        """Show what is kept now."""
        snapshot = self.kept.snapshot
        if snapshot is None or self.is_closing:
            return
        if snapshot.organisations or self.sidebar is not None:
            from afas_assistant.ui.standing import entries  # noqa: PLC0415 - once there are any

            sidebar = self.shown_sidebar()
            sidebar.show_kept(entries(snapshot))
            sidebar.offer_wizard(half_way=snapshot.wizard is not None)
            _ = self.organisations  # keeps the pages up to date from now on
        if "first_page" in vars(self):
            self.first_page.offer_wizard(half_way=snapshot.wizard is not None)
        if "all_page" in vars(self):
            self.all_page.show_kept(snapshot)
            if not snapshot.organisations and self.stack.currentWidget() is self.all_page:
                QTimer.singleShot(0, self, self.show_start)
        self.background.on_kept_changed(snapshot)
        if self._waits_for_kept:
            self.show_start()

    def on_kept_failed(self, error: Exception) -> None:
        """Say why nothing that is kept can be shown; practising needs none of it."""
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
        """Leave an organisation alone that is about to go; the wizard is closed when it is at work on it."""
        if "all_page" in vars(self):
            self.all_page.drop(organisation_id)
        if "wizard" in vars(self):
            self.wizard.drop(organisation_id)

    def on_wizard_opening(self) -> None:
        """Mark no environment: the wizard is of none yet."""
        if self.sidebar is not None:
            self.sidebar.mark(None)

    def on_practice_opened(self, target: "Target", scenarios: "Sequence[ScenarioChoice]") -> None:
        """Check the practice environment as soon as it runs; kept practice organisations follow it."""
        if self.is_closing:
            return
        self._practice_address = target.address.rest_url
        if "kept" in vars(self):
            self.kept.move_practice(self._practice_address)
        if self.wizard_is_shown:  # which asked for it
            self.shown_sidebar().add(target.key, target.name, target.kind)
        else:
            self.checks.open(target, scenarios)

    @property
    def wizard_is_shown(self) -> bool:
        """Return whether the wizard is on the screen."""
        return "wizard" in vars(self) and self.wizard.is_shown

    def on_first_painted(self) -> None:
        """Load what the first paint did without."""
        self._theme.mend_style()
        self.install_shortcuts()
        self._runner.start(warm_up, done=nothing)

    # ------------------------------------------------------------------ the window itself

    def under_way(self) -> "list[Leaving]":
        """Return what is under way, as closing has to know it."""
        nights = self.background.leaving() if "background" in vars(self) else []
        return nights + self.organisations.leaving() if "organisations" in vars(self) else nights

    def stop_all(self) -> None:
        """Stop everything that runs; nothing is waited for."""
        for name in ("checks", "organisations", "all_page", "wizard"):
            if name in vars(self):
                getattr(self, name).stop()
        if "room" in vars(self):
            self.room.close()
        super().stop_all()
        if "kept" in vars(self):
            self.kept.close()

    def on_check_chosen(self) -> None:
        """Check all organisations, and show how they stand."""
        self.come_forward()
        if self.kept.snapshot is not None and self.kept.snapshot.organisations:
            self.show_all()
            self.all_page.start()

    def last_shown(self) -> str:
        """Return what to show first the next time."""
        return self._last_organisation

    def known(self) -> "Snapshot | None":
        """Return what is kept, as far as it was read."""
        return self.kept.snapshot if "kept" in vars(self) else None

    def collapse(self) -> None:
        """Leave the words out of the sidebar where the window is narrow."""
        if self.sidebar is not None:
            self.sidebar.set_narrow(narrow=self.width() < px(COLLAPSES))

    def install_shortcuts(self) -> None:
        """Let the keyboard do what every page has in common, and what the rooms share."""
        from afas_assistant.ui.window_keys import WindowKeys  # noqa: PLC0415 - a first paint takes no keys

        super().install_shortcuts()
        WindowKeys(self)

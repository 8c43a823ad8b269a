"""The organisations that are kept, as the window shows them: a page for each, and what can be done with one."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QDialog, QMenu, QStackedWidget, QWidget

from afas_assistant.onboarding.flow import Step, WizardState
from afas_assistant.texts import phrase
from afas_assistant.ui.closing import Leaving
from afas_assistant.ui.closing_work import under_way
from afas_assistant.ui.dialogs.remove import RemoveDialog
from afas_assistant.ui.dialogs.rename import RenameDialog
from afas_assistant.ui.dialogs.replace_token import ReplaceTokenDialog
from afas_assistant.ui.kept import Kept
from afas_assistant.ui.pages.organisation import OrganisationPage
from afas_assistant.ui.pages.overview import TIMECHIMP
from afas_assistant.ui.pages.todo_card import CONTINUE, KEYRING, REPLACE, SECOND, Todo
from afas_assistant.ui.shortcuts import shortcut
from afas_assistant.ui.standing import connection_key, organisation_key, organisation_standing
from afas_assistant.ui.tasks import TaskRunner, nothing
from afas_assistant.ui.worker_calls import warm_up_tabs

if TYPE_CHECKING:  # the worker makes them
    from afas_assistant.organisations.records import Connection
    from afas_assistant.ui.snapshots import OrganisationSnapshot


class OrganisationRoom(QObject):
    """Makes the pages, keeps them up to date, and opens the dialogs.

    Signals: `state_changed(key, State, Text)` for the sidebar; `wizard_asked(WizardState)` to connect further;
    `removing(organisation_id)` before an organisation goes, `gone(organisation_id)` when its page goes after that.
    """

    state_changed = Signal(str, object, object)
    wizard_asked = Signal(object)
    gone = Signal(int)
    removing = Signal(int)

    def __init__(self, kept: Kept, runner: TaskRunner, stack: QStackedWidget, window: QWidget) -> None:
        super().__init__(window)
        self._kept, self._runner, self._stack, self._window = kept, runner, stack, window
        self.pages: dict[int, OrganisationPage] = {}
        self.dialog: QDialog | None = None
        kept.changed.connect(self.on_kept_changed)
        kept.keyring_told.connect(self.on_keyring_told)

    # ------------------------------------------------------------------ pages

    def page(self, organisation_id: int) -> OrganisationPage:
        """Return the page of an organisation; KeyError when it is not kept."""
        if organisation_id not in self.pages:
            snapshot = self._snapshot(organisation_id)
            if snapshot is None:
                raise KeyError(organisation_id)
            if not self.pages:
                self._runner.start(warm_up_tabs, done=nothing)
            page = OrganisationPage(snapshot, self._kept, self._runner)
            page.state_changed.connect(
                lambda connection, state, words: self._on_state_changed(organisation_id, connection, state, words)
            )
            page.todo_chosen.connect(lambda todo: self.on_todo_chosen(organisation_id, todo))
            page.menu_asked.connect(lambda place: self.show_menu(organisation_key(organisation_id), place))
            self.pages[organisation_id] = page
            self._stack.addWidget(page)
        return self.pages[organisation_id]

    def owner_of(self, key: str) -> tuple[int, int | None] | None:
        """Return the numbers of organisation and connection that a key of the sidebar means, or None."""
        for one in self._kept.snapshot.organisations if self._kept.snapshot else ():
            if key == organisation_key(one.organisation.id):
                return one.organisation.id, None
            for each in one.connections:
                if key == connection_key(each.connection.id):
                    return one.organisation.id, each.connection.id
        return None

    def leaving(self) -> list[Leaving]:
        """Return what is under way at any organisation."""
        return [one for page in self.pages.values() for one in under_way(page)]

    def stop(self) -> None:
        """Stop whatever is under way, and wait for nothing."""
        for page in self.pages.values():
            page.stop()

    def on_kept_changed(self) -> None:
        """Show on every page what is kept now; take away pages of organisations that are gone."""
        for key, page in list(self.pages.items()):
            snapshot = self._snapshot(key)
            if snapshot is not None:
                page.show_kept(snapshot)
                continue
            page.stop()
            self.gone.emit(key)
            del self.pages[key]
            self._stack.removeWidget(page)
            page.deleteLater()

    def on_keyring_told(self, _: object) -> None:
        """Say on every overview how the keyring is."""
        self.on_kept_changed()

    # ------------------------------------------------------------------ what can be done

    def on_todo_chosen(self, organisation_id: int, todo: Todo) -> None:
        """Do what the page itself cannot."""
        snapshot = self._snapshot(organisation_id)
        if snapshot is None:
            return
        if todo.action == KEYRING:
            self._kept.ask_keyring()
        elif todo.action == CONTINUE:
            self.wizard_asked.emit(snapshot.wizard)
        elif todo.action == SECOND:
            self.ask_second(snapshot)
        elif todo.action in {Step.ADMINISTRATION, Step.TIME_TRACKING}:
            self.ask_step(snapshot, Step(todo.action), todo.connection_id)
        elif todo.action == REPLACE:
            self.ask_token(next(x.connection for x in snapshot.connections if x.connection.id == todo.connection_id))

    def show_menu(self, key: str, place: QPoint) -> None:
        """Offer what can be done with an organisation; nothing for what is not kept."""
        menu = self.menu_of(key)
        if menu is not None:
            menu.popup(place)

    def menu_of(self, key: str) -> QMenu | None:
        """Return the menu of an organisation, which goes when it is closed; None for what is not kept."""
        snapshot = self._snapshot_of(key)
        if snapshot is None:
            return None
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rename = menu.addAction(str(phrase("Rename…")), lambda: self.ask_name(key))
        rename.setShortcuts(shortcut("rename").sequences())
        self._add_tokens(menu, snapshot, key)
        menu.addAction(str(phrase("Second connection…")), lambda: self.ask_second(snapshot))
        if any(TIMECHIMP in one.connection.profiles for one in snapshot.connections):
            menu.addAction(str(phrase("Nightly import…")), lambda: self.ask_nightly(snapshot))
        menu.addSeparator()
        remove = menu.addAction(str(phrase("Remove…")), lambda: self.ask_removal(key))
        remove.setShortcuts(shortcut("remove").sequences())
        return menu

    def ask_name(self, key: str) -> None:
        """Ask for another name."""
        snapshot = self._snapshot_of(key)
        if snapshot is not None:
            self._open(RenameDialog(snapshot.organisation, self._kept, self._window))

    def ask_removal(self, key: str) -> None:
        """Ask whether an organisation may go."""
        snapshot = self._snapshot_of(key)
        if snapshot is not None:
            stop = partial(self._stop_all, snapshot.organisation.id)
            number = snapshot.organisation.id

            def leaving() -> list[Leaving]:
                return [one for one in self.leaving() if one.organisation_id == number and not one.only_reads]

            self._open(RemoveDialog(snapshot, self._kept, stop, self._window, leaving=leaving))

    def ask_token(self, connection: "Connection") -> None:
        """Ask for another token."""
        self._open(ReplaceTokenDialog(connection, self._kept, self._runner, self._window))

    def ask_nightly(self, snapshot: "OrganisationSnapshot") -> None:
        """Ask when its customers are to be imported by themselves."""
        from afas_assistant.ui.dialogs.nightly import NightlyDialog  # noqa: PLC0415 - seldom needed

        self._open(NightlyDialog(snapshot, self._kept, self._runner, self._window))

    def ask_second(self, snapshot: "OrganisationSnapshot") -> None:
        """Have another connection made; one that was left half-way is taken up."""
        organisation = snapshot.organisation
        state = WizardState(address=organisation.address, name=organisation.name, organisation_id=organisation.id)
        self.wizard_asked.emit(snapshot.wizard or state)

    def ask_step(self, snapshot: "OrganisationSnapshot", step: Step, connection_id: int | None) -> None:
        """Open the wizard at one of its last pages, for a connection that stands."""
        organisation = snapshot.organisation
        known = next(one.connection for one in snapshot.connections if one.connection.id == connection_id)
        state = WizardState(
            profiles=known.profiles,
            step=step,
            address=organisation.address,
            name=organisation.name,
            organisation_id=organisation.id,
            connection_id=connection_id,
            item_type=known.item_type,
        )
        self.wizard_asked.emit(state)

    def _stop_all(self, organisation_id: int) -> None:
        """Stop whatever is at work on an organisation that is about to go."""
        if organisation_id in self.pages:
            self.pages[organisation_id].stop()
        self.removing.emit(organisation_id)

    def _add_tokens(self, menu: QMenu, snapshot: "OrganisationSnapshot", key: str) -> None:
        """Add the tokens that can be replaced: of one connection, or of each by its name."""
        owner = self.owner_of(key)
        wanted = owner[1] if owner is not None else None
        found = [one.connection for one in snapshot.connections if wanted in {None, one.connection.id}]
        for one in found:
            words = phrase("Replace token…")
            if len(found) > 1:
                words = phrase("Replace token of {label}…", label=one.label)
            menu.addAction(str(words), partial(self.ask_token, one))

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._on_dialog_finished)
        dialog.open()

    def _on_dialog_finished(self) -> None:
        self.dialog = None

    def _on_state_changed(self, organisation_id: int, connection_id: int, state: object, words: object) -> None:
        snapshot = self._snapshot(organisation_id)
        if snapshot is None:
            return
        self.state_changed.emit(connection_key(connection_id), state, words)
        page = self.pages[organisation_id]
        if len(snapshot.connections) == 1 or page.running:
            self.state_changed.emit(organisation_key(organisation_id), state, words)
        else:
            self.state_changed.emit(organisation_key(organisation_id), *organisation_standing(snapshot))

    def _snapshot(self, organisation_id: int) -> "OrganisationSnapshot | None":
        return self._kept.snapshot.organisation(organisation_id) if self._kept.snapshot else None

    def _snapshot_of(self, key: str) -> "OrganisationSnapshot | None":
        owner = self.owner_of(key)
        return None if owner is None else self._snapshot(owner[0])

"""The desk as the window uses it: one for the whole program, asked on lanes, with what is kept as a snapshot."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from afas_assistant.organisations.views import Views, load_views
from afas_assistant.ui.remembered import Remembered
from afas_assistant.ui.tasks import Task, TaskRunner

if TYPE_CHECKING:  # the worker imports them
    from afas_assistant.afas.token import ClassicToken
    from afas_assistant.errors import AssistantError
    from afas_assistant.onboarding.desk import Desk
    from afas_assistant.organisations.enrolment import Answer, Enrolled
    from afas_assistant.organisations.records import Connection, Organisation
    from afas_assistant.organisations.vault import VaultState
    from afas_assistant.paths import Folders
    from afas_assistant.ui.snapshots import Snapshot, SnapshotReader

LANE = "desk"
"""Reads and writes of the database: short, one after the other. What asks AFAS has a lane per organisation."""

NewDesk = Callable[[], "Desk"]
T = TypeVar("T")


def desk_of(folders: "Folders") -> NewDesk:
    """Return what makes the program's desk; call that on a worker, since it brings the client's libraries along."""

    def make() -> "Desk":
        from afas_assistant.onboarding.desk import Desk  # noqa: PLC0415 - on the worker
        from afas_assistant.ui.paced_client import PacedClient  # noqa: PLC0415 - as above

        return Desk(folders, new_client=PacedClient)

    return make


class Kept(QObject):
    """What is kept, and everything that is done to it.

    Signals: `opened` once the desk is there; `changed` whenever the snapshot is another; `failed(exception)` when what
    is kept cannot be read; `keyring_told(VaultState)`.
    """

    opened = Signal()
    changed = Signal()
    failed = Signal(object)
    keyring_told = Signal(object)

    def __init__(self, new_desk: NewDesk, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._new_desk, self._runner = new_desk, runner
        self._desk: Desk | None = None
        self._reading: Task | None = None
        self.remembered = Remembered(runner, self)
        self._reader: SnapshotReader | None = None
        self.snapshot: Snapshot | None = None
        self.keyring: VaultState | None = None

    @property
    def desk(self) -> "Desk":
        """The desk; RuntimeError before `opened`."""
        if self._desk is None:
            raise RuntimeError("the desk is not open yet")
        return self._desk

    @property
    def is_open(self) -> bool:
        """Return whether the desk is there."""
        return self._desk is not None

    # ------------------------------------------------------------------ reading

    def open(self) -> None:
        """Make the desk and read what is kept; the keyring, which may take long, is asked beside it."""
        new_desk = self._new_desk

        def work() -> "tuple[Desk, SnapshotReader, Snapshot, Views]":
            from afas_assistant.ui.snapshots import SnapshotReader  # noqa: PLC0415 - on the worker

            desk = new_desk()
            reader = SnapshotReader(desk)
            return desk, reader, reader.read(), load_views(desk.folders.views)

        self._runner.start(work, done=self.on_opened, failed=self.failed.emit, lane=LANE)

    def on_opened(self, found: "tuple[Desk, SnapshotReader, Snapshot, Views]") -> None:
        """Keep the desk."""
        self._desk, self._reader, self.snapshot, views = found
        self.remembered.open(self._desk.folders.views, views)
        self.ask_keyring()
        self.opened.emit()
        self.changed.emit()

    def ask_keyring(self) -> None:
        """Ask how the keyring is, on a lane of its own: that may take as long as a person takes."""
        self.call(lambda desk: desk.keyring(), self.on_keyring_told, self.failed.emit, lane="keyring")

    def on_keyring_told(self, state: "VaultState") -> None:
        """Keep how it is."""
        self.keyring = state
        self.keyring_told.emit(state)

    def reload(self) -> None:
        """Read again what is kept; an older question that is still waiting is dropped."""
        reader = self._reader
        if self._desk is None or reader is None:
            return
        if self._reading is not None:
            self._reading.cancel()
        self._reading = self.call(lambda _: reader.read(), self.on_read, self.failed.emit)

    def on_read(self, snapshot: "Snapshot") -> None:
        """Show what is kept now."""
        self._reading, self.snapshot = None, snapshot
        self.changed.emit()

    def close(self) -> threading.Thread | None:
        """Close the database without waiting; returns the thread that does it, if there is a desk."""
        desk, self._desk = self._desk, None
        if desk is None:
            return None
        remember = self.remembered.unsaved() or bool

        def close() -> None:
            remember()
            desk.close()

        thread = threading.Thread(target=close, name="desk-close", daemon=True)
        thread.start()
        return thread

    # ------------------------------------------------------------------ changing

    def call(
        self,
        work: "Callable[[Desk], T]",
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
        *,
        lane: str = LANE,
    ) -> Task:
        """Ask the desk something on a lane."""
        desk = self.desk
        return self._runner.start(lambda: work(desk), done=done, failed=failed, lane=lane)

    def change(
        self,
        work: "Callable[[Desk], T]",
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
        *,
        lane: str = LANE,
    ) -> Task:
        """Have the desk change something, and read again what is kept."""

        def changed(value: T) -> None:
            done(value)
            self.reload()

        return self.call(work, changed, failed, lane=lane)

    def rename(
        self,
        organisation: "Organisation",
        name: str,
        done: "Callable[[Organisation], object]",
        failed: Callable[[Exception], object],
    ) -> Task:
        """Give an organisation another name."""
        return self.change(lambda desk: desk.rename(organisation, name), done, failed)

    def remove(
        self,
        organisation: "Organisation",
        done: "Callable[[list[AssistantError]], object]",
        failed: Callable[[Exception], object],
    ) -> Task:
        """Forget an organisation, its tokens and its nights; `done` gets the errors of the keyring."""

        def work(desk: "Desk") -> "list[AssistantError]":
            from afas_assistant.schedules.nightly import Nightly  # noqa: PLC0415 - on the worker

            problems = desk.remove(organisation)
            Nightly(desk.folders).let_go(organisation.envid)
            return problems

        def gone(problems: "list[AssistantError]") -> None:
            self.remembered.forget(organisation.envid)
            done(problems)

        return self.change(work, gone, failed, lane=organisation_lane(organisation.id))

    def verify(
        self,
        connection: "Connection",
        token: "ClassicToken",
        done: "Callable[[Answer], object]",
        failed: Callable[[Exception], object],
    ) -> Task:
        """Ask AFAS where a token belongs; `failed` gets why it cannot be this connection's."""

        def work(desk: "Desk") -> "Answer":
            from afas_assistant.organisations.refusals import attach  # noqa: PLC0415 - on the worker

            answer = desk.ask(desk.request(connection).address, token)
            attach(desk.store.owner(connection), answer.info.envid)
            return answer

        return self.call(work, done, failed, lane=f"token {connection.id}")

    def replace_token(
        self,
        connection: "Connection",
        answer: "Answer",
        token: "ClassicToken",
        done: "Callable[[Enrolled], object]",
        failed: Callable[[Exception], object],
    ) -> Task:
        """Give a connection the token that was verified."""
        lane = f"token {connection.id}"
        return self.change(lambda desk: desk.replace_token(connection, answer, token), done, failed, lane=lane)

    def confirm(self, connection: "Connection", line_id: str, who: str, note: str) -> Task:
        """Keep somebody's word that a line holds."""
        return self.change(lambda desk: desk.confirm(connection, line_id, who, note), _nothing)

    def withdraw(self, connection: "Connection", line_id: str) -> Task:
        """Take a word back."""
        return self.change(lambda desk: desk.withdraw(connection, line_id), _nothing)

    def move_practice(self, rest_url: str) -> None:
        """Point kept practice organisations at the practice environment that runs now."""
        if self._desk is not None:
            self.change(lambda desk: desk.move_practice(rest_url), _nothing)


def organisation_lane(organisation_id: int) -> str:
    """Return the lane on which an organisation's own calls follow each other."""
    return f"organisation {organisation_id}"


def _nothing(_: object) -> None:
    """Done, as was to be expected."""

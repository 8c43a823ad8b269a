"""The definition files of the checklist in work: read, kept with its connection, and, in practice, imported.

What the card shows comes from here. Reading, keeping and importing each run on a lane; nothing here is painted.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from afas_assistant.texts import phrase, phrase_n
from afas_assistant.ui.tasks import PRACTICE
from afas_assistant.ui.wizard.definition_reading import DefinitionReading, Work
from afas_assistant.ui.wizard.session import Session

if TYPE_CHECKING:  # the workers import them
    from afas_assistant.onboarding.definition_findings import Finding
    from afas_assistant.onboarding.definition_rows import Row
    from afas_assistant.onboarding.requirements import Profile
    from afas_assistant.practice.process import PracticeProcess
    from afas_assistant.ui.wizard.definition_calls import FilesRead

Key = tuple[str | None, str]


class DefinitionFiles(QObject):
    """Signals: `changed` when other rows are to be shown or reading began or ended; `progressed(count)` of files read
    by now; `told(Text)` with a few words about what was done; `imported` in practice; `failed(exception)`.
    """

    changed = Signal()
    progressed = Signal(int)
    told = Signal(object)
    imported = Signal()
    failed = Signal(object)

    def __init__(
        self, session: Session, profile: "Profile", parent: QObject | None = None, *, work: Work | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self.profile = session, profile
        self.read: FilesRead | None = None
        self._empty: FilesRead | None = None
        self._waiting: list[Path] = []
        self._to_test: set[Key] = set()
        self._reading = DefinitionReading(session, self, **({"work": work} if work else {}))
        self._reading.progressed.connect(self.progressed)
        self._reading.finished.connect(self.on_read)
        self._reading.failed.connect(self.on_failed)
        session.checks.finished.connect(self.on_check_finished)
        self.importing = False

    # ------------------------------------------------------------------ how things stand

    @property
    def reading(self) -> bool:
        """Whether files are being read."""
        return self._reading.running

    @property
    def rows(self) -> "Sequence[Row]":
        """The rows: one for each file that is needed, then what nobody asked for."""
        return self.read.rows if self.read is not None else ()

    @property
    def unkept(self) -> int:
        """How many files were read that are not among the rows."""
        return self.read.unkept if self.read is not None else 0

    @property
    def is_read(self) -> bool:
        """Whether anything was read."""
        return self.read is not None and self.read.is_read

    def findings(self, row: "Row") -> "Sequence[Finding]":
        """Return what to know of a file, what needs attention first."""
        from afas_assistant.onboarding.definition_findings import heaviest_first  # noqa: PLC0415 - reading loaded it
        from afas_assistant.onboarding.definition_meaning import meaning  # noqa: PLC0415 - as above

        if row.definition is None:
            return row.findings
        environment = self._session.checks.environment
        version = environment.profit_version if environment is not None else None
        return heaviest_first([*row.findings, *meaning(row.definition, row.expected, version)])

    def remarks(self, row: "Row") -> int:
        """Return how many things of a file need attention before it is imported."""
        return sum(one.weight == "attention" for one in self.findings(row))

    # ------------------------------------------------------------------ reading

    def open(self) -> None:
        """Find out which files are needed, and read those that lie ready in the person's own folder."""
        if self._empty is not None:
            return
        profile, desk = self.profile, self._session.desk

        def work() -> "tuple[FilesRead, Sequence[Path]]":
            from afas_assistant.ui.wizard.definition_calls import nothing_read  # noqa: PLC0415 - on the worker

            return nothing_read(profile, desk.folders)

        self._session.call(work, self.on_opened, self.on_failed)

    def on_opened(self, found: "tuple[FilesRead, Sequence[Path]]") -> None:
        """Show the files that are needed, and read what was dropped meanwhile or lies ready."""
        self._empty, ready = found
        if self.read is None:
            self.read = self._empty
        self.changed.emit()
        waiting, self._waiting = [*ready, *self._waiting], []
        if waiting:
            self.take(waiting)

    def take(self, paths: Sequence[Path]) -> None:
        """Read these as well; what a reading under way was after is read along."""
        if self.read is None:
            self._waiting += paths
            self.open()
            return
        self._reading.start(self.read, [*self._reading.paths, *paths])
        self.changed.emit()

    def stop(self) -> None:
        """Stop reading; what was read before stays."""
        if self._reading.running:
            self._reading.stop()
            self.told.emit(phrase("Reading was stopped. What was read before stays."))
            self.changed.emit()

    def forget(self) -> None:
        """Start over, as if nothing had been read; what is kept with the connection stays kept."""
        self.read = self._empty
        self.changed.emit()

    def on_read(self, found: "FilesRead") -> None:
        """Show what was read, and keep it with the connection."""
        self.read = found
        self.changed.emit()
        self._keep(found)

    def on_failed(self, error: Exception) -> None:
        """Tell what went wrong; what was read before stays."""
        self.importing = False
        self.changed.emit()
        self.failed.emit(error)

    # ------------------------------------------------------------------ keeping

    def _keep(self, read: "FilesRead") -> None:
        """Have connectors held against the files from now on, and test those again."""
        connection, desk = self._session.connection, self._session.desk
        found = [row.found[0] for row in read.rows if row.expected is not None and row.definition is not None]
        if connection is None or not found:
            return

        def kept(_: object) -> None:
            if self._session.connection is not None and self._session.connection.id == connection.id:
                self._to_test |= self._keys()
                self._test()

        self._session.call(lambda: desk.keep_definitions(connection, found), kept, self.on_failed)

    def _keys(self) -> set[Key]:
        """Return the lines whose connectors the files bring."""
        files = {row.expected.file for row in self.importable if row.expected is not None}
        return {(self.profile.id, line.check_id) for line in self.profile.get if line.file in files}

    def on_check_finished(self, _: object) -> None:
        """Test what was kept while the check ran."""
        self._test()

    def _test(self) -> None:
        checks = self._session.checks
        if self._to_test and not checks.running and not checks.testing_lines and checks.report is not None:
            keys, self._to_test = self._to_test, set()
            checks.test(sorted(keys, key=str))

    # ------------------------------------------------------------------ practice

    @property
    def importable(self) -> "Sequence[Row]":
        """The rows that could be imported: those of which it is clear what they bring."""
        return [row for row in self.rows if row.expected is not None and row.definition is not None]

    @property
    def practises(self) -> bool:
        """Whether the connection is one with the practice environment that runs: nothing else takes a file from us."""
        return self._process() is not None and self._session.kind == "practice"

    def import_in_practice(self) -> None:
        """Import what was found in the practice environment, then see what turns green."""
        process, read = self._process(), self.read
        if process is None or read is None or not self.practises or self.importing:
            return
        rows = list(self.importable)

        def work() -> int:
            from afas_assistant.ui.wizard.definition_calls import import_in_practice  # noqa: PLC0415 - on the worker

            return import_in_practice(process, read, rows)

        self.importing = True
        self._session.call(work, self.on_imported, self.on_failed, lane=PRACTICE)
        self.changed.emit()

    def on_imported(self, count: int) -> None:
        """Say so, and test those lines, so that they turn green; watch mode finds out by itself."""
        self.importing = False
        words = phrase_n("1 file was imported in the practice environment.",
                         "{count} files were imported in the practice environment.", count)  # fmt: skip
        self.told.emit(words)
        if not self._session.checks.watch.running:
            self._to_test |= self._keys()
            self._test()
        self.changed.emit()
        self.imported.emit()

    def _process(self) -> "PracticeProcess | None":
        room = self._session.room.running_room if self._session.room else None
        return room.process if room is not None else None

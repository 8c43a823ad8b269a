"""The checks of the connection in work: whole ones, of chosen lines, and watch mode; and what is known by now.

All pages of the wizard share them, so that one whole check serves the pages that follow it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, Signal

from afas_assistant.texts import Text, joined, literal
from afas_assistant.ui.live_check import LiveCheck
from afas_assistant.ui.live_watch import LiveWatch
from afas_assistant.ui.tasks import TaskRunner

if TYPE_CHECKING:  # the worker imports them
    from afas_assistant.onboarding.desk import Desk
    from afas_assistant.onboarding.differences import Difference
    from afas_assistant.onboarding.report import CheckReport, Environment
    from afas_assistant.onboarding.verdicts import Line, Verdict
    from afas_assistant.organisations.records import Connection
    from afas_assistant.ui.targets import Target

FRESH = timedelta(minutes=10)
"""A whole check of less than this ago needs no other one when a page is entered."""

BY_HAND = "by_hand"
"""Manual steps are judged by what is known already, so they go along with every test."""

Key = tuple[str | None, str]


@dataclass
class Subject:
    """What is checked: a kept connection; `choose` picks lines, None all. `changed` is filled by a whole check."""

    key: str
    connection: "Connection"
    choose: Callable[[Any], Any] | None = None
    changed: "Mapping[Key, Difference]" = field(default_factory=dict)


class Checks(QObject):
    """Runs checks through the desk and remembers what they found.

    Signals, all on the window's thread: `planned(lines, names)` for a whole check, `testing(keys)` for single lines,
    `judged(verdicts)`, `finished(report)` for any of them, `failed(exception)`, `watch_changed`, `watch_ended(Text)`.
    """

    planned = Signal(object, object)
    testing = Signal(object)
    judged = Signal(object)
    finished = Signal(object)
    failed = Signal(object)
    watch_changed = Signal()
    watch_ended = Signal(object)

    def __init__(
        self, desk: "Desk", runner: TaskRunner, parent: QObject | None = None, *, watch_every: float | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._runner = desk, runner
        self._connection: Connection | None = None
        self._subject: Subject | None = None
        self.verdicts: dict[Key, Verdict] = {}
        self.so_far: dict[Key, Verdict] = {}
        self.changed: dict[Key, Difference] = {}
        self.lines: Sequence[Line] = ()
        self.profile_names: Mapping[str, str] = {}
        self.environment: Environment | None = None
        self.report: CheckReport | None = None
        self.at: datetime | None = None
        self._whole = LiveCheck(runner, self, work=self._check)
        self._some = LiveCheck(runner, self, work=self._check)
        self.watch = LiveWatch(runner, self._look, self, every=watch_every)
        self._connect()

    @property
    def running(self) -> bool:
        """Return whether a whole check is under way."""
        return self._whole.running

    @property
    def testing_lines(self) -> bool:
        """Return whether single lines are being tested; testing others then drops those."""
        return self._some.running

    @property
    def fresh(self) -> bool:
        """Return whether a whole check of this run is so recent that another is not needed."""
        return self.report is not None and self.at is not None and datetime.now(UTC) - self.at < FRESH

    def shown(self) -> "list[Verdict]":
        """Return what is known as lists show it: marked where it is otherwise than at the check before."""
        return [_marked(one, self.changed) for one in self.verdicts.values()]

    def use(self, connection: "Connection | None") -> None:
        """Check another connection from now on; what is known of the one before is forgotten."""
        self.stop()
        self._connection = connection
        self.verdicts, self.changed, self.lines, self.profile_names = {}, {}, (), {}
        self.environment = self.report = self.at = None

    def update(self, connection: "Connection") -> None:
        """Go on with a changed record of the same connection."""
        self._connection = connection

    def remember(self, verdicts: "Sequence[Verdict]", at: datetime) -> None:
        """Start from a kept check."""
        self.verdicts = {one.line.key: one for one in verdicts}
        self.lines, self.at = [one.line for one in verdicts], at

    def start(self) -> None:
        """Test everything."""
        if self._connection is not None:
            self._some.stop()
            self.so_far = {}
            self._subject = Subject(str(self._connection.id), self._connection)
            self._whole.start(cast("Target", self._subject))  # a check needs the key of its target only

    def test(self, keys: Sequence[Key]) -> None:
        """Test single lines; nothing happens while a whole check runs."""
        if self._connection is None or self.running:
            return
        wanted = frozenset(keys)
        self.testing.emit(wanted)
        subject = Subject(
            str(self._connection.id),
            self._connection,
            lambda _: lambda line: line.key in wanted or line.section == BY_HAND,
        )
        self._some.start(cast("Target", subject))  # as above

    def start_watch(self, section: str) -> None:
        """Watch the open lines of a section."""
        if self._connection is not None:
            mine = [one for one in self.verdicts.values() if one.line.section == section]
            self.watch.start(mine, f"check {self._connection.id}")
        self.watch_changed.emit()

    def stop_watch(self) -> None:
        """Stop watching."""
        if self.watch.running:
            self.watch.stop()
            self.watch_changed.emit()

    def stop(self) -> None:
        """Stop everything, without telling."""
        self._whole.stop()
        self._some.stop()
        self.stop_watch()

    # ------------------------------------------------------------------ what comes back

    def on_planned(self, lines: "Sequence[Line]", names: Mapping[str, str]) -> None:
        """Take the lines of a whole check over."""
        self.lines, self.profile_names = lines, names
        self.planned.emit(lines, names)

    def on_judged(self, verdicts: "Sequence[Verdict]") -> None:
        """Pass verdicts on; a page that is entered later finds them in `so_far`."""
        self.so_far.update({one.line.key: one for one in verdicts})
        self.judged.emit(verdicts)

    def on_whole_finished(self, report: "CheckReport") -> None:
        """Take a whole check over; one that did not get through leaves what is known as it was, if anything is."""
        if report.stopped is None or not self.verdicts:
            self.changed = dict(self._subject.changed) if self._subject else {}
            self.verdicts = {one.line.key: one for one in report.verdicts}
            self.lines = [one.line for one in report.verdicts]
            self.at = report.at
            self.environment = report.environment
            self.judged.emit([one for one in self.shown() if one.line.key in self.changed])
        if report.stopped is None:
            self.report = report
            self.watch.hear(report.verdicts)
        self.finished.emit(report)

    def on_some_finished(self, report: "CheckReport") -> None:
        """Take single lines over; one that did not get through changes nothing."""
        self._merge(report)
        self.finished.emit(report)

    def on_looked(self, report: "CheckReport") -> None:
        """Take over what a look of watch mode brought."""
        if report.stopped is None:
            self.judged.emit(report.verdicts)
        self._merge(report)
        self.watch_changed.emit()
        self.finished.emit(report)

    def on_watch_ended(self, why: Text) -> None:
        """Pass on that watch mode ended by itself."""
        self.watch_changed.emit()
        self.watch_ended.emit(why)

    def _merge(self, news: "CheckReport") -> None:
        if news.stopped is not None:
            return
        for one in news.verdicts:
            self.changed.pop(one.line.key, None)
        before = {key: one.status for key, one in self.verdicts.items()}
        self.verdicts.update({one.line.key: one for one in news.verdicts if one.line.key in self.verdicts})
        if self.report is None:
            return
        from afas_assistant.onboarding.desk import merged  # noqa: PLC0415 - a check has loaded it

        self.report = merged(self.report, news)
        if self._connection is not None and any(before.get(one.line.key) != one.status for one in news.verdicts):
            connection, report, desk = self._connection, self.report, self._desk
            self._runner.start(lambda: desk.keep(connection, report), done=_nothing, failed=self.failed.emit)

    # ------------------------------------------------------------------ on the workers

    def _check(
        self, target: "Target", planned: Callable[..., None], judged: Callable[..., None], cancelled: Callable[[], bool]
    ) -> "CheckReport":
        from afas_assistant.ui.wizard.calls import check  # noqa: PLC0415 - brings the client's libraries along

        return check(self._desk, cast("Subject", target), planned, judged, cancelled)

    def _look(self, choose: Callable[[Any], Any], cancelled: Callable[[], bool]) -> "CheckReport":
        connection = self._connection
        if connection is None:
            raise RuntimeError("there is no connection to watch")
        return self._desk.check(connection, choose=choose, cancelled=cancelled)

    def _connect(self) -> None:
        self._whole.planned.connect(self.on_planned)
        self._whole.finished.connect(self.on_whole_finished)
        self._some.finished.connect(self.on_some_finished)
        for check in (self._whole, self._some):
            check.judged.connect(self.on_judged)
            check.failed.connect(self.failed)
        self.watch.looked.connect(self.on_looked)
        self.watch.left_changed.connect(self.watch_changed)
        self.watch.ended.connect(self.on_watch_ended)


def _marked(verdict: "Verdict", changed: "Mapping[Key, Difference]") -> "Verdict":
    """Return the verdict with a word behind it when it is otherwise than at the check before."""
    difference = changed.get(verdict.line.key)
    if difference is None or difference.before is None or difference.told:
        return verdict
    return replace(verdict, title=joined(verdict.title, literal("·"), difference.text))


def _nothing(_: object) -> None:
    """Kept, as was to be expected."""

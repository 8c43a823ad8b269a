"""Set-up: the checklist of a kept connection, painted from the last check and tested again on request."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from afas_assistant.onboarding.verdicts import Status
from afas_assistant.texts import Text, day, literal, phrase
from afas_assistant.ui.checklist_model import Choice, Key
from afas_assistant.ui.checklist_view import ChecklistView
from afas_assistant.ui.kept import Kept
from afas_assistant.ui.live_check import LiveCheck
from afas_assistant.ui.live_watch import LiveWatch
from afas_assistant.ui.pages.check import CheckPage
from afas_assistant.ui.pages.check_header import CheckHeader
from afas_assistant.ui.pages.setup_view import SetupView
from afas_assistant.ui.states import LOOKS, State
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.widgets.buttons import Button

if TYPE_CHECKING:  # the worker imports them
    from afas_assistant.onboarding.differences import Difference
    from afas_assistant.onboarding.report import CheckReport
    from afas_assistant.onboarding.verdicts import Line
    from afas_assistant.organisations.records import Connection
    from afas_assistant.ui.snapshots import ConnectionSnapshot

_STATUS_LOOKS = {
    Status.OK: State.OK,
    Status.FAILED: State.FAILED,
    Status.NOT_TESTED: State.NOT_TESTED,
    Status.BY_HAND: State.BY_HAND,
}


@dataclass(frozen=True)
class KeptTarget:
    """A kept connection, to be checked through the desk."""

    name: Text
    kind: str
    connection: "Connection"

    @property
    def key(self) -> str:
        """What tells it from all others: its checks follow each other."""
        return str(self.connection.id)


class SetupHeader(CheckHeader):
    """The totals and the button: name, badge, band and *Why?* stand in the head of the organisation already."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(literal(""), "test", parent)
        self.names.hide()


class SetupPage(CheckPage):
    """The checklist of one connection.

    Signals: `confirm_asked(key)`, `withdraw_asked(key)` of a line; `checked(report)` after a whole check.
    """

    confirm_asked = Signal(object)
    withdraw_asked = Signal(object)
    checked = Signal(object)

    def __init__(
        self,
        target: KeptTarget,
        kept: Kept,
        runner: TaskRunner,
        parent: QWidget | None = None,
        *,
        every: float | None = None,
    ) -> None:
        check = LiveCheck(runner, work=_check_of(kept))
        super().__init__(target, check, parent=parent, header=SetupHeader())
        self.watch_button = Button(phrase("Watch along"), icon="eye")
        self._kept, self._runner = kept, runner
        self._report: CheckReport | None = None
        self._watch_wanted = False
        self._connection = target.connection
        self.watch = LiveWatch(runner, self._look, self, every=every)
        self.watch.looked.connect(self.on_looked)
        self.watch.left_changed.connect(lambda _: self._show_watch())
        self.watch.ended.connect(self.on_watch_ended)
        self.watch_button.setCheckable(True)
        self.watch_button.clicked.connect(self.on_watch_clicked)
        self.tools.add(self.watch_button)
        self._show_watch()

    def new_view(self) -> ChecklistView:
        """Return the list, with room for somebody's word."""
        view = SetupView(self.model)
        view.confirm_requested.connect(self.confirm_asked)
        view.withdraw_requested.connect(self.withdraw_asked)
        view.accept_requested.connect(self.on_accept_requested)
        return view

    def line_of(self, key: Key) -> "Line":
        """Return a line by its key."""
        return next(row.line for row in self.model.rows() if row.line.key == key)

    def choose(self, choice: Choice) -> None:
        """Show the lines of a choice, as if the person had picked it."""
        self.segment.choose(choice.value)
        self.on_choice_chosen(choice.value)

    def show_kept(self, snapshot: "ConnectionSnapshot") -> None:
        """Show what is kept; what a check finds that runs, or what stopped it, comes first."""
        self._connection = snapshot.connection
        if self.running or not self.notice.isHidden():
            return
        if self._report is None:
            self._paint(snapshot)
        else:
            self._take_words(snapshot)
        self.model.marked({key: mark_of(one) for key, one in snapshot.changed.items()})

    def start(self) -> None:
        """Test everything."""
        self._target = KeptTarget(self.header.name.said(), "test", self._connection)
        super().start()

    def stop(self) -> None:
        """Stop checking and watching."""
        super().stop()
        self.watch.stop()

    def on_finished(self, report: "CheckReport") -> None:
        """Show the outcome, and go on to watch if that was what the check was made for."""
        super().on_finished(report)
        if report.stopped is None:
            self._report = report
            self.watch.hear(report.verdicts)
        if self._watch_wanted:
            self._watch_wanted = False
            self._start_watch(report)
        self.checked.emit(report)

    # ------------------------------------------------------------------ what is kept

    def _paint(self, snapshot: "ConnectionSnapshot") -> None:
        """Paint the last check from memory."""
        if not snapshot.verdicts:
            self._footer_words.say(phrase("This connection was not checked yet."))
            return
        names = snapshot.names if len(snapshot.names) > 1 else {}
        self.model.remember([one.line for one in snapshot.verdicts], snapshot.verdicts, names)
        self._after_painting()
        when = snapshot.checked_at
        if when is not None:
            local = when.astimezone()
            self._footer_words.say(
                phrase("Last checked on {date} at {time}.", date=day(local.date()), time=f"{local:%H:%M}")
            )

    def _take_words(self, snapshot: "ConnectionSnapshot") -> None:
        """Take over what people confirmed or took back; all else is newer here."""
        mine = {row.line.key for row in self.model.rows() if row.verdict and row.verdict.status is Status.BY_HAND}
        self.model.judged([one for one in snapshot.verdicts if one.line.key in mine])
        self._after_painting()

    def _after_painting(self) -> None:
        counts = self.model.counts()
        self.segment.show_counts(counts)
        self.view.arrange()
        self._show_totals(counts)

    def on_accept_requested(self, key: Key) -> None:
        """Hold a connector against its columns of now from here on, and test again what that makes of it."""
        row = next((row for row in self.model.rows() if row.line.key == key), None)
        found = row.verdict.found if row is not None and row.verdict is not None else None
        connection = self._connection
        if found and self._kept.is_open and not self.running:
            self._kept.change(
                lambda desk: desk.accept_columns(connection, found), lambda _: self.start(), self.notice.tell_error
            )

    # ------------------------------------------------------------------ watch mode

    def on_watch_clicked(self, wanted: bool) -> None:
        """Watch along, after a whole check where there is none of this run; or stop."""
        if not wanted:
            self._watch_wanted = False
            self.watch.stop()
        elif self._report is None or self.running:
            self._watch_wanted = True
            if not self.running:
                self.start()
        else:
            self._start_watch(self._report)
        self._show_watch()

    def on_looked(self, report: "CheckReport") -> None:
        """Show what a look brought, and keep it with the last whole check."""
        if report.stopped is None and not self.running:
            self.model.judged(report.verdicts)
            self.segment.show_counts(self.model.counts())
            self._show_totals(self.model.counts())
            self._merge(report)
        self._show_watch()

    def on_watch_ended(self, why: Text) -> None:
        """Say why it ended."""
        self._footer_note.say(why)
        self._show_watch()

    def _start_watch(self, report: "CheckReport") -> None:
        self.watch.start(report.verdicts, f"check {self._connection.id}")
        self._show_watch()

    def _merge(self, news: "CheckReport") -> None:
        if self._report is None or not news.verdicts:
            return
        from afas_assistant.onboarding.desk import merged  # noqa: PLC0415 - a check has loaded it

        before = {one.line.key: one.status for one in self._report.verdicts}
        self._report = report = merged(self._report, news)
        connection = self._connection
        if any(before.get(one.line.key) is not one.status for one in news.verdicts) and self._kept.is_open:
            self._kept.change(lambda desk: desk.keep(connection, report), _nothing)

    def _look(self, choose: Callable[[Any], Any], cancelled: Callable[[], bool]) -> "CheckReport":
        return self._kept.desk.check(self._connection, choose=choose, cancelled=cancelled)

    def _show_watch(self) -> None:
        running = self.watch.running
        self.watch_button.setChecked(running or self._watch_wanted)
        words = phrase("Watch along")
        if running:
            words = phrase("Watching, {minutes} min left", minutes=self.watch.minutes_left)
        self.watch_button.say(words)
        tip = phrase("Looks every ten seconds whether open lines hold by now, for a quarter of an hour at most.")
        self.watch_button.setToolTip(str(tip))

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "watch"):
            self._show_watch()


def mark_of(difference: "Difference") -> Text:
    """Return what stands behind a line that is otherwise than at the check before, unless its own words say it."""
    if difference.told and difference.before is difference.after:
        return literal("")
    if difference.before is None or difference.after is None or difference.before is difference.after:
        return difference.text
    return phrase(
        "since {date}: {before} became {after}",
        date=day(difference.since),
        before=LOOKS[_STATUS_LOOKS[difference.before]].word,
        after=LOOKS[_STATUS_LOOKS[difference.after]].word,
    )


def _check_of(kept: Kept) -> Callable[..., "CheckReport"]:
    def work(
        target: KeptTarget, planned: Callable[..., None], judged: Callable[..., None], cancelled: Callable[[], bool]
    ) -> "CheckReport":
        from afas_assistant.ui.checking import check_kept  # noqa: PLC0415 - brings the client's libraries along

        return check_kept(kept.desk, target.connection, planned, judged, cancelled)

    return work


def _nothing(_: object) -> None:
    """Kept, as was to be expected."""

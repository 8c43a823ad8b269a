"""The nights of an organisation: chosen, shown before anything is made, made, and looked back on."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from afas_assistant.schedules.tasks import WAY_NAMES, Schedule, Way
from afas_assistant.texts import Text, joined, literal, phrase
from afas_assistant.ui.dialogs.nightly_table import NightsTable
from afas_assistant.ui.dialogs.nightly_ways import WayChoice
from afas_assistant.ui.kept import Kept
from afas_assistant.ui.language import describe
from afas_assistant.ui.tasks import Task, TaskRunner
from afas_assistant.ui.typography import font, px
from afas_assistant.ui.widgets.buttons import Button, LinkButton, PrimaryButton
from afas_assistant.ui.widgets.fields import show_edge
from afas_assistant.ui.widgets.frames import Scroll
from afas_assistant.ui.widgets.label import Label
from afas_assistant.ui.widgets.notice import Notice
from afas_assistant.ui.widgets.remark import Remark

if TYPE_CHECKING:  # the worker imports them
    from afas_assistant.onboarding.desk import Desk
    from afas_assistant.paths import Folders
    from afas_assistant.schedules.nightly import Nightly, Offer, Standing
    from afas_assistant.ui.nightly_calls import Overview
    from afas_assistant.ui.snapshots import OrganisationSnapshot

LANE = "nightly"
WIDTH, HEIGHT = 720, 720
NewNightly = Callable[["Folders"], "Nightly"]


def new_nightly_of(folders: "Folders") -> "Nightly":
    """Return the nights that are kept in these folders; call this on a worker, it brings the schedulers along."""
    from afas_assistant.schedules.nightly import Nightly  # noqa: PLC0415 - on the worker

    return Nightly(folders)


class NightlyDialog(QDialog):
    """Opens at once and fills in what it reads on a worker; nothing is made before its button is pressed."""

    def __init__(
        self,
        snapshot: "OrganisationSnapshot",
        kept: Kept,
        runner: TaskRunner,
        parent: QWidget,
        *,
        new_nightly: NewNightly = new_nightly_of,
    ) -> None:
        super().__init__(parent)
        self._organisation, self._kept, self._runner, self._new_nightly = (
            snapshot.organisation,
            kept,
            runner,
            new_nightly,
        )
        self._asked: Task | None = None
        self._closed = False
        self._standing: Standing | None = None
        self._offers: tuple[Offer, ...] = ()
        self._blank = Schedule(snapshot.organisation.envid, Way.OPEN, datetime.now(UTC))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._title = phrase("Every night: {name}", name=snapshot.organisation.name)
        window = parent.window()
        self.resize(min(px(WIDTH), window.width() - px(40)), min(px(HEIGHT), window.height() - px(40)))
        self.ways = WayChoice([one.connection.label for one in snapshot.connections], _hindrance(snapshot))
        self.ways.changed.connect(self.on_ways_changed)
        self._build()
        self._render()
        self.ask()

    # ------------------------------------------------------------------ asking and doing

    def ask(self) -> None:
        """Read how it stands, and what each scheduler would make."""
        self._call(_overview, self.on_overview_read)

    def on_overview_read(self, told: "Overview") -> None:
        """Show it; what the person chose meanwhile stays."""
        first = self._standing is None
        self._offers = told.offers
        self.ways.show_offers(told.offers)
        self._show_standing(told.standing)
        if first:
            self.ways.show_schedule(told.standing.schedule)
            if told.standing.schedule is not None:
                self.ask()  # the pieces of what stands
        self._update()

    def on_ways_changed(self) -> None:
        """Show what would be made of this choice."""
        self.remark.explain(literal(""))
        self.notice.hide()
        self._update()
        self.ask()

    def on_agree_clicked(self) -> None:
        """Have it made, kept, or taken away."""
        off = self.ways.way is None
        self.agree_button.setEnabled(False)
        self.ways.setEnabled(False)  # another choice would drop the outcome of this one
        self.notice.hide()

        def work(nightly: "Nightly", schedule: Schedule) -> "Standing":
            return nightly.switch_off(schedule.envid) if off else nightly.choose(schedule)

        self._call(work, self.on_done)

    def on_done(self, standing: "Standing") -> None:
        """Say what was done."""
        self.ways.setEnabled(True)
        self._show_standing(standing)
        done = phrase("Nothing is done at night any more. What was made is gone.")
        if standing.schedule is not None:
            done = phrase("Kept.") if standing.schedule.way is Way.OPEN else phrase("The task is made.")
        self.remark.accept(done)
        self._update()

    def on_failed(self, error: Exception) -> None:
        """Say why it could not be done or read."""
        self._asked = None
        self.ways.setEnabled(True)
        if self._standing is None:
            self.state.say(literal(""))
        self.notice.tell_error(error)
        self._update()

    def on_copy_clicked(self) -> None:
        """Put what will be made on the clipboard."""
        QGuiApplication.clipboard().setText(self.pieces.toPlainText())

    def done(self, result: int) -> None:
        """Close; what is read is not told any more, and what the person asked for is still done."""
        self._closed = True
        if self._asked is not None and self.ways.isEnabled():
            self._asked.cancel()
        super().done(result)

    def _call(self, work: "Callable[[Nightly, Schedule], object]", done: Callable[..., object]) -> None:
        if self._asked is not None:
            self._asked.cancel()
        schedule, new_nightly = self.ways.fill(self._blank), self._new_nightly

        def told(value: object) -> None:
            self._asked = None
            if not self._closed:
                done(value)

        def failed(error: Exception) -> None:
            if self._closed:
                self._runner.failed_unexpectedly.emit(error)
            else:
                self.on_failed(error)

        def asked(desk: "Desk") -> object:
            return work(new_nightly(desk.folders), schedule)

        self._asked = self._kept.call(asked, told, failed, lane=LANE)

    # ------------------------------------------------------------------ showing

    def _show_standing(self, standing: "Standing") -> None:
        self._standing = standing
        self.state.say(_state_words(standing))
        self.table.show_attempts(standing.attempts)
        self.table.setVisible(bool(standing.attempts))
        self._none.setVisible(not standing.attempts)
        if standing.problem is not None:
            self.notice.tell_error(standing.problem)

    def _update(self) -> None:
        way, standing = self.ways.way, self._standing
        offer = next((one for one in self._offers if one.way is way), None)
        text = "\n".join(f"# {piece.place}\n{piece.text}" for piece in offer.pieces) if offer else ""
        if self.pieces.toPlainText() != text:
            self.pieces.setPlainText(text)
        self._made.setVisible(offer is not None)
        button = phrase("&Make the task") if offer is not None else phrase("&Keep this")
        self.agree_button.say(phrase("&Switch it off") if way is None else button)
        same = standing is not None and _same(standing, self.ways.fill(self._blank) if way else None)
        self.agree_button.setEnabled(standing is not None and not same)
        self.agree_button.setToolTip(str(phrase("That is how it stands.")) if same else "")

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        content = QWidget()
        body = QVBoxLayout(content)
        body.setContentsMargins(px(20), px(18), px(20), px(8))
        body.setSpacing(px(10))
        self._heading = Label(self._title, role="heading", wrapped=True)
        body.addWidget(self._heading)
        body.addWidget(Label(_RULES, colour="muted", wrapped=True))
        body.addWidget(self.ways)
        self._made = self._new_pieces()
        body.addWidget(self._made)
        self.state = Label(phrase("It is being read how it stands…"), wrapped=True, selectable=True)
        body.addWidget(self.state)
        body.addWidget(Label(phrase("Last nights"), role="strong"))
        self._none = Label(phrase("There were none yet."), colour="muted", wrapped=True)
        body.addWidget(self._none)
        self.table = NightsTable()
        self.table.hide()
        body.addWidget(self.table)
        body.addStretch(1)
        layout.addWidget(Scroll(content), 1)
        layout.addWidget(self._new_footer())

    def _new_pieces(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        row = QHBoxLayout()
        row.addWidget(Label(phrase("This is exactly what is made:"), role="strong", wrapped=True), 1)
        self.copy_button = LinkButton(phrase("Co&py"), icon="copy")
        self.copy_button.clicked.connect(self.on_copy_clicked)
        row.addWidget(self.copy_button)
        column.addLayout(row)
        self.pieces = QPlainTextEdit()
        show_edge(self.pieces)
        self.pieces.setReadOnly(True)
        self.pieces.setTabChangesFocus(True)
        self.pieces.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.pieces.setFixedHeight(px(150))
        column.addWidget(self.pieces)
        holder.hide()
        return holder

    def _new_footer(self) -> QWidget:
        footer = QWidget()
        column = QVBoxLayout(footer)
        column.setContentsMargins(px(20), px(8), px(20), px(16))
        column.setSpacing(px(8))
        self.notice = Notice()
        column.addWidget(self.notice)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        self.remark = Remark()
        row.addWidget(self.remark, 1)
        self.close_button = Button(phrase("&Close"))
        self.close_button.clicked.connect(self.reject)
        self.agree_button = PrimaryButton(phrase("&Keep this"))
        self.agree_button.clicked.connect(self.on_agree_clicked)
        self.agree_button.setDefault(True)
        self.agree_button.setEnabled(False)
        row.addWidget(self.close_button)
        row.addWidget(self.agree_button)
        column.addLayout(row)
        return footer

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language, palette or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._render()

    def _render(self) -> None:
        if not hasattr(self, "agree_button"):
            return
        self.setWindowTitle(str(self._title))
        self.pieces.setFont(font("code"))
        describe(self.pieces, phrase("What will be made"))


_RULES = phrase(
    "New and changed debtors go from AFAS to TimeChimp while nobody looks: only what is certain, nothing that was "
    "refused or taken back before, and nothing at all when more would change than usual. Every write is in the outbox."
)


def _hindrance(snapshot: "OrganisationSnapshot") -> Text | None:
    """Return why no scheduler of the system could do it, whichever there is."""
    if snapshot.organisation.environment_type == "practice":
        return phrase("The practice environment is only there while this program is open.")
    if all(one.connection.keyring_backend is None for one in snapshot.connections):
        return phrase("No keyring has the token, so another program could not use it.")
    return None


def _same(standing: "Standing", schedule: Schedule | None) -> bool:
    """Return whether a choice is how it stands, with its task in order."""
    before = standing.schedule
    if before is None or schedule is None:
        return before is schedule
    task = standing.task
    if task is not None and (not task.made or task.changed):
        return False
    return (before.way, before.at, before.connection, before.most) == (
        schedule.way,
        schedule.at,
        schedule.connection,
        schedule.most,
    )


def _state_words(standing: "Standing") -> Text:
    """Return what is chosen now, when it is next, and what its scheduler tells."""
    schedule, task = standing.schedule, standing.task
    if schedule is None or standing.next_run is None:
        return phrase("Now: nothing is done at night.")
    when = f"{standing.next_run.astimezone():%d-%m-%Y %H:%M}"
    said = [phrase("Now: {way}. Next night: {time}.", way=WAY_NAMES[schedule.way], time=when)]
    if task is not None and not task.made:
        said.append(phrase("Its task is not there; make it again."))
    elif task is not None and task.changed:
        said.append(phrase("Its task is not as it was made, or does not run; make it again."))
    if task is not None and (task.last_run or task.last_result):
        told = " · ".join(filter(None, (task.last_run, task.last_result)))
        said.append(phrase("The scheduler says: last {result}", result=literal(told)))
    return joined(*said)


def _overview(nightly: "Nightly", schedule: Schedule) -> "Overview":
    from afas_assistant.ui.nightly_calls import overview  # noqa: PLC0415 - on the worker

    return overview(nightly, schedule)

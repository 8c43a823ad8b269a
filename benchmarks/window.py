"""How long the window stands still at most with 100,000 customers, or 50,000 registrations, behind it.

    python benchmarks/window.py [--customers N] [--registrations N] [--runs N]

The customers come over HTTP from a practice environment of that size, as debtors of AFAS and as customers of
TimeChimp; the registrations are made up in the process, one invoice for every five of them, and planned by the real
planner. Both are shown in a tab as the main window has it, with everything that a person does there. Each step's
longest stall is printed: by the clock, and what the program's own work made of it, which is what another program that
takes the processor does not change. Works without a screen: QT_QPA_PLATFORM=offscreen. Ends with 1 when a step's own
stall was longer than 50 ms in the median of the runs.
"""

import argparse
import logging
import os
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import keyring
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.token import parse_token
from afas_assistant.onboarding.desk import Desk
from afas_assistant.onboarding.practice_address import ADDRESS, scope_of
from afas_assistant.organisations.mapping_store import MappingStore
from afas_assistant.paths import folders
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.sync.apply import RunOutcome
from afas_assistant.sync.invoices.lines import Detail
from afas_assistant.sync.mapping.book import MappingBook
from afas_assistant.sync.mapping.files import read_mappings
from afas_assistant.sync.mapping.mappings import MappingEntry, Table
from afas_assistant.sync.plan import Plan
from afas_assistant.sync.works import Work
from afas_assistant.timechimp.key import parse_key
from afas_assistant.timechimp.pace import Pace
from afas_assistant.ui.application import SWITCH_INTERVAL
from afas_assistant.ui.garbage import keep_collections_short
from afas_assistant.ui.tabs.daily_desk import DailyDesk, KeptDailyDesk
from afas_assistant.ui.tabs.daily_tab import DailyTab, Target
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.tabs.plan_model import Column
from afas_assistant.ui.tabs.progress import Progress
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.theme import Scheme, Theme
from benchmarks import invoices
from tests.helpers.daily_work import MAPPINGS, QUICK
from tests.helpers.memory_keyring import MemoryKeyring
from tests.helpers.stalls import StallWatch
from tests.ui.samples import words_of
from tests.ui.tabs.pretend_desk import PretendDesk, plan

CUSTOMERS, REGISTRATIONS, RUNS = 100_000, 50_000, 3
LONGEST_STALL = 50.0  # milliseconds
PAGES = 100
EACH = 5  # registrations of an invoice


class MadeUp(PretendDesk):
    """Plans invoices of made-up registrations anew each time; what is sent arrives at once."""

    def __init__(self, count: int) -> None:
        super().__init__(plan())
        self._count = count

    def plan(self, work: Work, progress: Progress) -> Plan:  # noqa: ARG002 - every work is this one
        """Make the registrations and the plan."""
        invoices.EACH = EACH
        customers, projects = invoices.world(self._count)
        return invoices.plan_of(invoices.entries(self._count), customers, projects, Detail.ACTIVITY)


class SendsNothing(PretendDesk):
    """Reads a practice environment and plans for real; what is sent arrives at once, and nowhere."""

    def __init__(self, real: DailyDesk) -> None:
        super().__init__(plan())
        self._real = real

    def plan(self, work: Work, progress: Progress) -> Plan:
        """Read both systems and plan."""
        return self._real.plan(work, progress)

    def send(self, work: Work, plan: Plan, chosen: frozenset[str], progress: Progress) -> RunOutcome:
        """Plan again, as before any sending, and settle every record."""
        self._real.plan(work, Progress())
        return super().send(work, plan, chosen, progress)


class Sitting:
    """A person at one tab; `stalls` by step: by the clock, and the program's own."""

    def __init__(self, tab: DailyTab) -> None:
        self._tab = tab
        self.stalls: dict[str, list[tuple[float, float]]] = defaultdict(list)

    def work(self) -> None:
        """Do once what a person does with a plan."""
        tab, table = self._tab, self._tab.table
        self._step("plan shown", tab.start)
        shown = tab.model.rowCount()
        if shown < 1_000 or tab.rows is None:
            said = tab.page.trouble.accessibleName() or words_of(tab.page.middle.currentWidget())
            raise SystemExit(f"only {shown} rows; the figures would mean nothing: {said}")
        counts = tab.rows.plan.counts()
        choice = max((one for one in counts if counts[one] < shown), key=counts.__getitem__)
        self._step("filtered", lambda: tab.list.arrange(choice=choice), lambda: tab.model.rowCount() != shown)
        self._step("all again", lambda: tab.list.arrange(choice="all"), lambda: tab.model.rowCount() == shown)
        self._step("sorted by name", lambda: tab.list.on_sort_asked(Column.NAME, descending=True))
        self._step("sorted as it was", lambda: tab.list.on_sort_asked(-1, descending=False))
        self._step("searched", lambda: tab.page.tools.search_field.setText("99"))
        self._step("all again", tab.page.tools.search_field.clear, lambda: tab.model.rowCount() == shown)
        self._step("scrolled", self._scroll)
        self._step("all ticked", lambda: table.on_heading_clicked(Column.TICK))
        self._step("all chosen", table.selectAll)
        self._step("planned again", tab.start)
        self._step("asked", tab.on_send_clicked, lambda: tab.dialog is not None)
        agree = tab.dialog.agree_button if tab.dialog is not None else None
        if agree is not None:
            self._step("sent", agree.click, lambda: tab.outcome is not None)

    def _scroll(self) -> None:
        bar = self._tab.table.verticalScrollBar()
        for page in range(PAGES):
            bar.setValue(bar.maximum() * page // PAGES)
            wait(lambda: True, 1)

    def _step(self, name: str, act: Callable[[], object], ready: Callable[[], bool] = lambda: True) -> None:
        with StallWatch() as watch:
            act()
            wait(lambda: ready() and not self._tab.running, 300)
        self.stalls[name].append((watch.milliseconds, watch.busy))


def wait(condition: Callable[[], bool], settle: int) -> None:
    """Let the window go on until something holds, and some milliseconds after."""
    loop, timer = QEventLoop(), QTimer()

    def look() -> None:
        if condition():
            timer.stop()
            QTimer.singleShot(settle, loop.quit)

    timer.timeout.connect(look)
    timer.start(1)
    loop.exec()


@contextmanager
def kept(practice: PracticeProcess, home: Path) -> Iterator[DailyDesk]:
    """Connect an organisation of a practice environment, with its mappings, and give its daily desk."""
    practice.timechimp_switches(calls_a_minute=QUICK)
    desk, token = Desk(folders(home)), parse_token(practice.token("timechimp"))
    answer = desk.ask(understand_address(practice.addresses["test"]), token)
    connection = desk.connect(answer, token, name="Benchmark", profiles=("timechimp",)).connection
    entries = [
        *read_mappings(MAPPINGS).entries,
        MappingEntry(Table.SETTINGS, ADDRESS, {"value": practice.addresses["timechimp"]}),
    ]
    with MappingStore.open(desk.folders.database) as store:
        MappingBook(store, scope_of(desk.store.owner(connection), connection)).accept(entries, who="benchmark")
    desk.keep_timechimp_key(connection, parse_key(practice.timechimp_key("v1")))
    yield KeptDailyDesk(desk, connection, pace=Pace(calls=QUICK))
    desk.close()


def measured(kind: Kind, desk: DailyDesk, runs: int) -> dict[str, list[tuple[float, float]]]:
    """Return the stalls of each step, of all runs."""
    runner = TaskRunner()
    tab = DailyTab(kind, Target("Benchmark", "practice", "daily"), desk, runner)
    tab.resize(1100, 700)
    tab.show()
    sitting = Sitting(tab)
    for _ in range(runs):
        sitting.work()
    tab.stop()
    tab.close()
    runner.close()
    return sitting.stalls


def printed(name: str, stalls: dict[str, list[tuple[float, float]]]) -> float:
    """Print the medians and the worst of each step, and return the longest of the medians of our own."""
    print(f"{name:44} median by the clock   own   worst   own")
    medians: list[float] = []
    for step, found in stalls.items():
        clock, own = zip(*found, strict=True)
        medians.append(statistics.median(own))
        print(f"  {step:42} {statistics.median(clock):12.0f} ms {medians[-1]:5.0f} {max(clock):7.0f} {max(own):5.0f}")
    return max(medians)


def main() -> int:
    """Measure both and return 0 when no step stalls too long."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=CUSTOMERS)
    parser.add_argument("--registrations", type=int, default=REGISTRATIONS)
    parser.add_argument("--runs", type=int, default=RUNS)
    chosen = parser.parse_args()
    logging.disable(logging.CRITICAL)
    keyring.set_keyring(MemoryKeyring())
    sys.setswitchinterval(SWITCH_INTERVAL)
    application = QApplication(sys.argv[:1])
    theme = Theme(application, Scheme.LIGHT)
    keep_collections_short(application)
    with PracticeProcess(size=chosen.customers) as practice, tempfile.TemporaryDirectory() as home:
        with kept(practice, Path(home)) as desk:
            found = measured(Kind.CUSTOMERS, SendsNothing(desk), chosen.runs)
        longest = printed(f"{chosen.customers} customers", found)
    found = measured(Kind.INVOICES, MadeUp(chosen.registrations), chosen.runs)
    longest = max(longest, printed(f"{chosen.registrations} registrations", found))
    theme.deleteLater()
    print(f"longest of our own {longest:.0f} ms (target: at most {LONGEST_STALL:.0f})")
    return 0 if longest <= LONGEST_STALL else 1


if __name__ == "__main__":
    sys.exit(main())

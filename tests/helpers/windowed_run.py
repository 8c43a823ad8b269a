"""The whole program in a window of its own process, in the midst of sending: for what ends a program from outside.

    python -m tests.helpers.windowed_run FOLDER DOORS

Connects an organisation, opens the window on it, plans invoices and sends three; says `leaving` on its standard output
when they do. Once there is a file `close` in the folder, the window is closed after the record that is under way.
`DOORS` is JSON, as `Doors` has it.
"""

import argparse
import json
import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.token import parse_token
from afas_assistant.onboarding.desk import Desk
from afas_assistant.onboarding.practice_address import ADDRESS, scope_of
from afas_assistant.organisations.mapping_store import MappingStore
from afas_assistant.paths import folders
from afas_assistant.sync.mapping.book import MappingBook
from afas_assistant.sync.mapping.files import read_mappings
from afas_assistant.sync.mapping.mappings import MappingEntry, Table
from afas_assistant.timechimp import line
from afas_assistant.timechimp.key import parse_key
from afas_assistant.timechimp.pace import Pace
from afas_assistant.ui import application
from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.tabs.daily_tab import DailyTab
from afas_assistant.ui.tabs.filters import QUARTER
from tests.helpers.daily_work import MAPPINGS, QUICK
from tests.helpers.practised_work import Doors

RECORDS = 3


def connect(folder: Path, doors: Doors) -> None:
    """Keep an organisation of the practice environment, with all its mappings and its TimeChimp key."""
    desk = Desk(folders(folder))
    token = parse_token(doors.token)
    answer = desk.ask(understand_address(doors.afas), token)
    connection = desk.connect(answer, token, name="Oefening", profiles=("timechimp",)).connection
    desk.keep_timechimp_key(connection, parse_key(doors.key))
    entries = [*read_mappings(MAPPINGS).entries, MappingEntry(Table.SETTINGS, ADDRESS, {"value": doors.timechimp})]
    with MappingStore.open(desk.folders.database) as store:
        MappingBook(store, scope_of(desk.store.owner(connection), connection)).accept(entries, who="Anna")
    desk.close()


class Driver:
    """Does in the window what a person does, one step whenever the last one is through; `left` are the others."""

    def __init__(self, window: MainWindow, sign: Path) -> None:
        self._window, self._sign = window, sign
        self.left = [self.open_tab, self.plan, self.send, self.close]
        self._timer = QTimer(window)
        self._timer.timeout.connect(self.on_timer_timeout)
        self._timer.start(20)

    def on_timer_timeout(self) -> None:
        """Try the next step."""
        if not self.left:
            self._timer.stop()
        elif self.left[0]():
            self.left.pop(0)

    def open_tab(self) -> bool:
        """Go to the tab of the invoices."""
        if "organisations" not in vars(self._window) or not self._window.organisations.pages:
            return False
        self._page = next(iter(self._window.organisations.pages.values()))
        self._page.tabs.choose("invoices")
        return True

    def plan(self) -> bool:
        """Plan a quarter."""
        tab = self.tab
        if tab.rows is None:
            tab.filters.period_choice.choose(QUARTER)
            tab.start()
            return False
        return True

    def send(self) -> bool:
        """Send the first ones that need nothing else."""
        rows = self.tab.rows
        assert rows is not None
        plain = [one.reference for one in rows.records if one.ticked_at_first and one.needs is None and one.amount]
        rows.tick_only(plain[:RECORDS])
        self.tab.page.footer.send_button.click()
        assert self.tab.dialog is not None
        self.tab.dialog.agree_button.click()
        print("leaving", flush=True)
        return True

    def close(self) -> bool:
        """Close the window when the sign is given, and have it wait for the record that is under way."""
        if not self._sign.exists():
            return False
        self._window.close()
        dialog = self._window.closing.dialog
        assert dialog is not None
        dialog.agree_button.click()
        return True

    @property
    def tab(self) -> DailyTab:
        """The tab that is shown."""
        assert self._page.daily is not None
        tab = self._page.daily.current
        assert tab is not None
        return tab


def main() -> int:
    """Run it, and return the exit code of the program."""
    folder, doors = Path(sys.argv[1]), Doors(**json.loads(sys.argv[2]))
    setattr(line, "shared_pace", lambda _: Pace(calls=QUICK))  # noqa: B010 - a function to all but a test
    connect(folder, doors)
    start, drivers = application.start_work, []

    def start_and_drive(window: MainWindow, *arguments: object, **options: object) -> None:
        start(window, *arguments, **options)  # type: ignore[arg-type]
        drivers.append(Driver(window, folder / "close"))

    setattr(application, "start_work", start_and_drive)  # noqa: B010 - as above
    return application.run(argparse.Namespace(data_dir=folder, demo=False, report_first_paint=False))


if __name__ == "__main__":
    sys.exit(main())

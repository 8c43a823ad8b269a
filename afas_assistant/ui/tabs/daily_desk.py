"""The daily work of a kept connection, without Qt: opens its workbench for the length of one question.

Nothing stays open between two questions: no client, no connection, no lock. Importing this brings the client's
libraries along. Every method blocks, so a window calls them on the organisation's lane.
"""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.client import AfasClient
from afas_assistant.errors import ConfigurationError
from afas_assistant.onboarding.desk import Desk
from afas_assistant.onboarding.practice_address import ADDRESS
from afas_assistant.organisations.mapping_store import MappingStore
from afas_assistant.organisations.records import Connection
from afas_assistant.organisations.refusals import attach
from afas_assistant.organisations.unbilled_store import KeptAge, KeptUnbilled, UnbilledStore
from afas_assistant.outbox.records import Write
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync.apply import RunOutcome
from afas_assistant.sync.look_up import LookedUp
from afas_assistant.sync.mapping.book import MappingBook
from afas_assistant.sync.mapping.mappings import Mappings
from afas_assistant.sync.plan import Plan
from afas_assistant.sync.unbilled import read_unbilled
from afas_assistant.sync.workbench import Workbench
from afas_assistant.sync.works import Work
from afas_assistant.texts import current_language, phrase
from afas_assistant.timechimp.api import TimeChimp
from afas_assistant.timechimp.hosts import understand_bases
from afas_assistant.timechimp.pace import Pace
from afas_assistant.timechimp.probe import connect
from afas_assistant.ui.tabs.progress import Progress


class DailyDesk(Protocol):
    """What a tab asks."""

    def plan(self, work: Work, progress: Progress) -> Plan:
        """Read both systems and return what would be sent; changes nothing."""
        ...

    def send(self, work: Work, plan: Plan, chosen: frozenset[str], progress: Progress) -> RunOutcome:
        """Plan again, and send the chosen records that are still as they were shown."""
        ...

    def look_up(self, write: Write) -> LookedUp:
        """Look where a write went to whether it arrived."""
        ...


class KeptDailyDesk:
    """The daily work of one connection, with the token and the TimeChimp key from the vault of the desk.

    `pace` is for tests: otherwise all clients of one TimeChimp company share theirs.
    """

    def __init__(self, desk: Desk, connection: Connection, *, pace: Pace | None = None) -> None:
        self._desk, self._connection, self._pace = desk, connection, pace

    def plan(self, work: Work, progress: Progress) -> Plan:
        """Read both systems and return what would be sent; raises AssistantError."""
        with self.workbench(progress) as bench:
            return bench.plan(work, progress)

    def send(self, work: Work, plan: Plan, chosen: frozenset[str], progress: Progress) -> RunOutcome:
        """Plan again, and send the chosen records that are still as they were shown; raises AssistantError."""
        with self.workbench(progress) as bench:
            fresh = bench.plan(work, progress)
            return bench.apply(plan, chosen, fresh=fresh, listener=progress, cancelled=progress.stopped)

    def look_up(self, write: Write) -> LookedUp:
        """Look where a write went to whether it arrived; raises AssistantError."""
        with self.workbench(Progress()) as bench:
            return bench.look_up(write)

    def look_at_unbilled(self) -> None:
        """Read the work that is not billed yet, and keep what it comes to; raises AssistantError."""
        with self.workbench(Progress()) as bench:
            read, scope, now = read_unbilled(bench), bench.place.scope, bench.outbox.now()
        ages = tuple(KeptAge(one.first, one.last, one.amount, one.count) for one in read.ages)
        store = UnbilledStore.beside(self._desk.store)
        store.keep(scope, KeptUnbilled(now, ages, read.unpriced, read.unapproved))

    @contextmanager
    def workbench(self, progress: Progress) -> Iterator[Workbench]:
        """Yield the workbench, with outbox and mappings; its clients are closed afterwards."""
        desk, connection = self._desk, self._connection
        owner, token = desk.store.owner(connection), desk.token_of(connection)
        client = AfasClient(understand_address(owner.address), token, language=current_language())
        outbox, store = Outbox.beside(desk.store), MappingStore.beside(desk.store)

        def timechimp() -> TimeChimp:
            return self._timechimp(bench, progress)

        def mappings(scope: str) -> Mappings:
            return MappingBook(store, scope).mappings()

        bench = Workbench(client, timechimp, outbox, mappings, actor=account_name())
        with bench:
            attach(owner, bench.place.envid)
            yield bench

    def _timechimp(self, bench: Workbench, progress: Progress) -> TimeChimp:
        key = self._desk.timechimp_key(self._connection)
        if key is None:
            raise key_not_kept(self._connection)
        bases = understand_bases(bench.mappings.setting(ADDRESS) or "")
        return connect(key, bases, waiting=progress.waiting, pace=self._pace)


def key_not_kept(connection: Connection) -> ConfigurationError:
    """Return the refusal of work without a TimeChimp key."""
    return ConfigurationError(
        "timechimp_key_not_kept",
        title=phrase("The TimeChimp key of {label} is not in the keyring.", label=connection.label),
        explanation=phrase("Without it TimeChimp cannot be read."),
        action=phrase("Connect again and give the key there; or keep it with: org timechimp-key."),
    )


def account_name() -> str:
    """Return the name of the account that runs this, kept with each run; nothing where the system does not tell."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""

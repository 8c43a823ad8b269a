"""One connection, ready for the daily work: plan, apply, look up, take back.

It puts the parts together and decides nothing. Its calls block (network, disk), so a window makes them on its lanes.
Clients are opened when they are first needed: looking into the outbox needs neither.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, cached_property
from types import TracebackType
from typing import Self

from afas_assistant.afas.client import AfasClient
from afas_assistant.outbox.records import State, System, Write
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync import look_up as looking
from afas_assistant.sync.apply import REGISTRATION_STATUS, Listener, RunOutcome, Sender, apply_plan
from afas_assistant.sync.bookings.credits import credit_record
from afas_assistant.sync.bookings.record import ENTRY
from afas_assistant.sync.bookings.verdicts import period_of
from afas_assistant.sync.customers.completion import customer_completers
from afas_assistant.sync.customers.roles import STANDARD, bound_roles, known_connector
from afas_assistant.sync.customers.sources import read_debtors
from afas_assistant.sync.look_up import LookedUp, Witness
from afas_assistant.sync.mapping.mappings import Mappings
from afas_assistant.sync.mapping.proposals import Proposal
from afas_assistant.sync.mapping.proposing import Proposing
from afas_assistant.sync.mapping.settings import CALENDAR, PERIOD_FORM
from afas_assistant.sync.master_data import MasterDataReader
from afas_assistant.sync.place import Place, place_of
from afas_assistant.sync.plan import Plan, PlannedRecord
from afas_assistant.sync.planning import Planning
from afas_assistant.sync.reading import ReadingListener, heard_afas, heard_timechimp
from afas_assistant.sync.senders import AfasSender, TimeChimpSender
from afas_assistant.sync.take_back import plan_take_back, settle_take_backs, take_back_completers
from afas_assistant.sync.take_back_sources import KINDS_OF_TIMECHIMP, situation_of
from afas_assistant.sync.witnesses import witnesses
from afas_assistant.sync.works import Work
from afas_assistant.timechimp.api import TimeChimp


class Workbench:
    """A connection with its clients, its outbox and its mappings.

    `mappings` gives what was accepted for a scope. `administration` is asked for instead of the mapped one. `actor` is
    kept with each run. A workbench closes its clients, and leaves the outbox to whoever opened it.
    """

    def __init__(
        self,
        afas: AfasClient,
        open_timechimp: Callable[[], TimeChimp],
        outbox: Outbox,
        mappings: Callable[[str], Mappings],
        *,
        administration: int | None = None,
        actor: str = "",
    ) -> None:
        self._afas = afas
        self._open_timechimp = open_timechimp
        self._outbox = outbox
        self._mappings = mappings
        self._administration = administration
        self._actor = actor

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the clients that were opened."""
        self._afas.close()
        if "timechimp" in self.__dict__:
            self.timechimp.close()

    @property
    def afas(self) -> AfasClient:
        """The AFAS client."""
        return self._afas

    @property
    def outbox(self) -> Outbox:
        """The outbox of every connection on this computer."""
        return self._outbox

    @cached_property
    def timechimp(self) -> TimeChimp:
        """The TimeChimp client; raises ConfigurationError without a key, and what TimeChimp refuses."""
        return self._open_timechimp()

    @cached_property
    def place(self) -> Place:
        """Where the token belongs, as AFAS says."""
        return place_of(self._afas)

    @property
    def mappings(self) -> Mappings:
        """What was accepted, as it is now."""
        return self._mappings(self.place.scope)

    def plan(self, work: Work, listener: ReadingListener | None = None) -> Plan:
        """Read both systems and return what would be sent; changes nothing. Raises ReadingStopped where asked to."""
        planning = Planning(
            self._afas if listener is None else heard_afas(self._afas, listener),
            self.timechimp if listener is None else heard_timechimp(self.timechimp, listener),
            self._outbox,
            self.place,
            self.mappings,
            administration=self._administration,
            made_at=self._outbox.now(),
        )
        return planning.plan(work)

    def propose(self) -> list[Proposal]:
        """Read both systems and return what could be mapped, the unmapped first; accepts nothing."""
        today = self._outbox.now().astimezone().date()
        return Proposing(self._afas, lambda: self.timechimp, self._outbox, self.place, self.mappings, today).proposals()

    def apply(
        self,
        plan: Plan,
        chosen: AbstractSet[str],
        *,
        fresh: Plan,
        listener: Listener | None = None,
        cancelled: Callable[[], bool] = bool,
        actor: str | None = None,
    ) -> RunOutcome:
        """Send the chosen records of a plan, then look for them where AFAS shows them.

        `fresh` is the same plan made just now: `plan` again, or the one that was shown when nobody had to think about
        it in between. `actor` is kept with the run in the place of the workbench's own.
        """
        outcome = apply_plan(
            plan,
            chosen,
            fresh=fresh,
            outbox=self._outbox,
            senders=self._senders(),
            completers={**customer_completers(self.timechimp), **take_back_completers(self.timechimp)},
            actor=self._actor if actor is None else actor,
            listener=listener,
            cancelled=cancelled,
        )
        if outcome.run is not None:
            # statuses may be set again whatever became of them, and reading them back costs a call for each
            able = [one for one in self._witnesses() if REGISTRATION_STATUS not in one.kinds]
            looking.show_arrivals(self._outbox, outcome.run, able)
        settle_take_backs(self._outbox, self.place.scope)
        return outcome

    def plan_take_back(self, write: Write) -> Plan:
        """Read how a write stands in the other system and return the plan of taking it back.

        Its first record is the taking back; a second one, if any, the credit that is offered instead.
        """
        needs_timechimp = write.kind in KINDS_OF_TIMECHIMP and write.state is State.CONFIRMED
        timechimp = self.timechimp if needs_timechimp else None
        situation = situation_of(write, self._afas, self.place.reading, timechimp)
        return plan_take_back(
            write,
            situation,
            changed_status=lambda *asked: self.timechimp.changed_status(*asked),  # noqa: PLW0108 - opened when needed
            environment=self.place.environment,
            made_at=self._outbox.now(),
            credit=self._credit(write) if write.kind == ENTRY and write.state is State.CONFIRMED else None,
        )

    def look_up(self, write: Write) -> LookedUp:
        """Look an unknown write up where it went to, and record what that proves."""
        looked = looking.look_up(self._outbox, write, self._witnesses(write.system))
        settle_take_backs(self._outbox, write.scope)
        return looked

    def unknown(self) -> tuple[Write, ...]:
        """Return the writes of this connection of which nobody knows whether they arrived, oldest first."""
        return tuple(reversed(self._outbox.writes(self.place.scope, states=(State.UNKNOWN,))))

    def due(self) -> tuple[Write, ...]:
        """Return the steps that a next run will send first."""
        return self._outbox.due(self.place.scope)

    def _credit(self, write: Write) -> PlannedRecord:
        """Return the credit of a booking, dated today."""
        today = self._outbox.now().astimezone().date()
        master = MasterDataReader(self._afas, self.place.reading).for_bookings()
        calendar = self.mappings.setting(PERIOD_FORM) == CALENDAR
        period, findings = period_of(int(write.before["administration"]), today, master, None, calendar=calendar)
        return credit_record(write, day=today, period=period, findings=tuple(findings))

    def _witnesses(self, system: System | None = None) -> Sequence[Witness]:
        """Return what can show writes to a system, or to either; debtors are read once for all that is looked up.

        What went to AFAS is looked up without TimeChimp, whose key may be gone.
        """
        timechimp = None if system is System.AFAS else self.timechimp
        reading, connector = self.place.reading, known_connector(self.place.reading)
        roles = self.mappings.roles(connector) if connector else {}
        if connector is None or (connector != STANDARD and not roles):
            return witnesses(self._afas, reading, timechimp, self.mappings)
        binding = bound_roles(connector, self.mappings)
        debtors = cache(lambda: tuple(read_debtors(self._afas, binding)))
        return witnesses(self._afas, reading, timechimp, self.mappings, debtors=debtors, debtor_connector=connector)

    def _senders(self) -> Mapping[System, Sender]:
        return {System.AFAS: AfasSender(self._afas), System.TIMECHIMP: TimeChimpSender(self.timechimp)}


def resolve(outbox: Outbox, write: Write, *, arrived: bool, who: str, note: str, keys: Mapping[str, str]) -> Write:
    """Record what a person saw in the other system, without asking it; what was taken back by it is marked."""
    settled = looking.resolve(outbox, write, arrived=arrived, who=who, note=note, keys=keys)
    settle_take_backs(outbox, write.scope)
    return settled

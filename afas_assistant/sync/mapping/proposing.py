"""Making proposals: what is read for them in both systems, and handed to the pure parts.

What AFAS does not show leads to fewer proposals, never to an error; TimeChimp must answer.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from afas_assistant.afas.client import AfasClient
from afas_assistant.afas.metainfo import GetDefinition
from afas_assistant.errors import AssistantError
from afas_assistant.outbox.records import State
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync.customers.roles import (
    NEEDED,
    STANDARD,
    Role,
    bound_roles,
    known_connector,
    proposed_roles,
)
from afas_assistant.sync.customers.sources import read_debtors
from afas_assistant.sync.invoices.selection import STATUS_SETTING, proposed_status
from afas_assistant.sync.invoices.sources import statuses_seen
from afas_assistant.sync.mapping.areas import AREAS, BOOKINGS, CUSTOMERS, INVOICES, areas_of
from afas_assistant.sync.mapping.mappings import Mappings, Table
from afas_assistant.sync.mapping.proposals import Basis, Candidate, Proposal, in_order, proposal
from afas_assistant.sync.mapping.proposed_bookings import revenue_proposals, setting_proposals, vat_proposals
from afas_assistant.sync.mapping.proposed_items import item_proposals, item_subjects
from afas_assistant.sync.mapping.seen import Offer, Seen, ShownColumn
from afas_assistant.sync.mapping.settings import SETTINGS, VAT_DUTY
from afas_assistant.sync.mapping.used_before import UsedBefore, used_before
from afas_assistant.sync.master_data import MasterDataReader
from afas_assistant.sync.master_records import Debtor, MasterData
from afas_assistant.sync.place import Place
from afas_assistant.texts import phrase
from afas_assistant.timechimp.api import TimeChimp
from afas_assistant.timechimp.models import Invoice

HISTORY = timedelta(days=365)
"""So far back invoices are looked at for VAT rates and row codes."""
RECENT = timedelta(days=92)
"""So far back registrations are looked at for their statuses."""
RUNS = 200
"""So many earlier writes are looked at."""


@dataclass(frozen=True)
class Proposing:
    """Everything that proposals are made with.

    `timechimp` opens its client, which customers do without.
    """

    afas: AfasClient
    timechimp: Callable[[], TimeChimp]
    outbox: Outbox
    place: Place
    mappings: Mappings
    today: date

    def proposals(self) -> list[Proposal]:
        """Return all of them, the unmapped first."""
        return list(self.offer(AREAS).proposals)

    def offer(self, areas: Collection[str]) -> Offer:
        """Return what these kinds of plan go by, and what there is to choose from; reads only what they need."""
        wanted = frozenset(areas)
        used = used_before(self.outbox.writes(self.place.scope, states=(State.CONFIRMED,), limit=RUNS))
        columns = self._definitions() if CUSTOMERS in wanted else ()
        debtors = self._debtors() if wanted & {CUSTOMERS, BOOKINGS} else []
        master = self._master(wanted)
        found = [*self._roles(columns), *setting_proposals(master, debtors, self.mappings, used)]
        if INVOICES in wanted:
            found += [self._status(), *self._items(master, used)]
        if BOOKINGS in wanted:
            found += self._booked(master, debtors, used)
        mine = [one for one in found if wanted.intersection(areas_of(one.table, one.key))]
        shown = {one.name: [ShownColumn(each.id, each.label) for each in one.fields] for one in columns}
        return Offer(in_order(mine), Seen(master, debtors, shown, used.texts()))

    def _master(self, wanted: Collection[str]) -> MasterData:
        """Return AFAS's lists; a new debtor's account is one of the ledger's."""
        reader = MasterDataReader(self.afas, self.place.reading)
        master = reader.for_bookings()
        if INVOICES not in wanted:
            return master
        return replace(master, items=reader.for_invoices().items)

    def _items(self, master: MasterData, used: UsedBefore) -> list[Proposal]:
        timechimp = self.timechimp()
        subjects = item_subjects(timechimp.activities(), timechimp.expense_categories(), timechimp.projects())
        return item_proposals(subjects, master.items, self.mappings, used)

    def _booked(self, master: MasterData, debtors: Iterable[Debtor], used: UsedBefore) -> list[Proposal]:
        invoices = list(self.timechimp().invoices(self.today - HISTORY, self.today))
        duties = {one.vat_duty for one in debtors if one.vat_duty}
        if not self.mappings.setting(VAT_DUTY):
            duties.add("")  # of a debtor that is made together with its booking
        return [
            *vat_proposals(_rates(invoices), duties, master.vat_codes, self.mappings),
            *revenue_proposals(_row_codes(invoices), master.accounts, self.mappings, used),
        ]

    def _status(self) -> Proposal:
        status, why = proposed_status(statuses_seen(self.timechimp(), self.today - RECENT, self.today))
        candidate = Candidate({"value": status.value}, status.value, Basis.HISTORY, why)
        label = str(SETTINGS[STATUS_SETTING].title)
        return proposal(Table.SETTINGS, STATUS_SETTING, label, self.mappings, [candidate])

    def _definitions(self) -> tuple[GetDefinition, ...]:
        """Return the columns of a vendor's connector of debtors; those of AFAS's own are known."""
        connector = known_connector(self.place.reading)
        if connector is None or connector == STANDARD:
            return ()
        return (self.afas.get_definition(connector),)

    def _roles(self, definitions: Iterable[GetDefinition]) -> Iterator[Proposal]:
        """Yield which column is what; a role that must be known is told of where no column seems to be it."""
        for definition in definitions:
            known = self.mappings.roles(definition.name)
            proposed = {one.role: one for one in proposed_roles(definition)}
            for role in Role:
                found = proposed.get(role)
                if found is None and role not in NEEDED:
                    continue
                current = {"column": known[role]} if role in known else None
                key = f"{definition.name}/{role.value}"
                if found is None:
                    why = phrase("No column seems to hold it.")
                    yield Proposal(Table.ROLES, key, role.value, current, why=why)
                    continue
                why = phrase("Column {column} is called “{label}”.", column=found.column, label=found.label)
                value = {"column": found.column}
                yield Proposal(Table.ROLES, key, role.value, current, value, Basis(found.reason), why)

    def _debtors(self) -> list[Debtor]:
        connector = known_connector(self.place.reading)
        if connector is None:
            return []
        try:
            return list(read_debtors(self.afas, bound_roles(connector, self.mappings)))
        except AssistantError:
            return []


def _rates(invoices: Iterable[Invoice]) -> set[Decimal]:
    return {row.vat_percentage for one in invoices for row in one.rows if row.vat_percentage is not None}


def _row_codes(invoices: Iterable[Invoice]) -> dict[str, str]:
    """Return the codes of rows, each with the newest row's text."""
    return {row.code: row.description for one in invoices for row in one.rows if row.code}

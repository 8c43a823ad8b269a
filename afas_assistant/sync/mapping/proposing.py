"""Making proposals: what is read for them in both systems, and handed to the pure parts.

What AFAS does not show leads to fewer proposals, never to an error; TimeChimp must answer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from afas_assistant.afas.client import AfasClient
from afas_assistant.errors import AssistantError
from afas_assistant.outbox.records import State
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync.customers.roles import STANDARD, bound_roles, known_connector, proposed_roles
from afas_assistant.sync.customers.sources import read_debtors
from afas_assistant.sync.invoices.selection import STATUS_SETTING, proposed_status
from afas_assistant.sync.invoices.sources import statuses_seen
from afas_assistant.sync.mapping.mappings import Mappings, Table
from afas_assistant.sync.mapping.proposals import Basis, Candidate, Proposal, in_order, proposal
from afas_assistant.sync.mapping.proposed_bookings import revenue_proposals, setting_proposals, vat_proposals
from afas_assistant.sync.mapping.proposed_items import item_proposals, item_subjects
from afas_assistant.sync.mapping.settings import SETTINGS
from afas_assistant.sync.mapping.used_before import used_before
from afas_assistant.sync.master_data import MasterDataReader
from afas_assistant.sync.master_records import Debtor
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
    """Everything that proposals are made with."""

    afas: AfasClient
    timechimp: TimeChimp
    outbox: Outbox
    place: Place
    mappings: Mappings
    today: date

    def proposals(self) -> list[Proposal]:
        """Return all of them, the unmapped first."""
        reader = MasterDataReader(self.afas, self.place.reading)
        master = replace(reader.for_bookings(), items=reader.for_invoices().items)
        used = used_before(self.outbox.writes(self.place.scope, states=(State.CONFIRMED,), limit=RUNS))
        debtors = self._debtors()
        invoices = list(self.timechimp.invoices(self.today - HISTORY, self.today))
        subjects = item_subjects(
            self.timechimp.activities(), self.timechimp.expense_categories(), self.timechimp.projects()
        )
        duties = {one.vat_duty for one in debtors if one.vat_duty}
        return in_order(
            [
                *self._roles(),
                *setting_proposals(master, debtors, self.mappings, used),
                self._status(),
                *item_proposals(subjects, master.items, self.mappings, used),
                *vat_proposals(_rates(invoices), duties, master.vat_codes, self.mappings),
                *revenue_proposals(_row_codes(invoices), master.accounts, self.mappings, used),
            ]
        )

    def _status(self) -> Proposal:
        status, why = proposed_status(statuses_seen(self.timechimp, self.today - RECENT, self.today))
        candidate = Candidate({"value": status.value}, status.value, Basis.HISTORY, why)
        label = str(SETTINGS[STATUS_SETTING].meaning)
        return proposal(Table.SETTINGS, STATUS_SETTING, label, self.mappings, [candidate])

    def _roles(self) -> Iterator[Proposal]:
        """Yield the columns of a vendor's connector of debtors; those of AFAS's own are known."""
        connector = known_connector(self.place.reading)
        if connector is None or connector == STANDARD:
            return
        known = self.mappings.roles(connector)
        for one in proposed_roles(self.afas.get_definition(connector)):
            current = {"column": known[one.role]} if one.role in known else None
            why = phrase("Column {column} is called “{label}”.", column=one.column, label=one.label)
            yield Proposal(
                Table.ROLES,
                f"{connector}/{one.role}",
                one.role,
                current,
                {"column": one.column},
                Basis(one.reason),
                why,
            )

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

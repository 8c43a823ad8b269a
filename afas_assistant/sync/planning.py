"""Making a plan: what is read for it, in which order, and handed to the planner of its kind.

The planners are pure; this is where they get their rows. What the outbox holds under any app connector of the same
environment counts: a connector that was renamed must not make everything new again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from afas_assistant.afas.client import AfasClient
from afas_assistant.errors import ConfigurationError, Who
from afas_assistant.outbox.records import Write
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync.bookings.attachments import read_attachments
from afas_assistant.sync.bookings.plan import BookingOptions, customers_without_debtor, invoice_numbers, plan_bookings
from afas_assistant.sync.bookings.sources import booked_entries, invoice_named, invoices_of, sent_writes
from afas_assistant.sync.customers.completion import DEBTOR
from afas_assistant.sync.customers.debtor_bodies import debtor_settings
from afas_assistant.sync.customers.debtors import debtor_record
from afas_assistant.sync.customers.directory import CustomerDirectory
from afas_assistant.sync.customers.directory import made_debtors as debtors_made
from afas_assistant.sync.customers.organisation_search import find_organisations
from afas_assistant.sync.customers.plan import CustomerOptions, plan_customers
from afas_assistant.sync.customers.records import CUSTOMER_NEW, ONLY_IN_TIMECHIMP, customer_reference
from afas_assistant.sync.customers.roles import Binding, bound_roles, known_connector
from afas_assistant.sync.customers.sources import read_debtors
from afas_assistant.sync.invoices.choices import customers_named, projects_named
from afas_assistant.sync.invoices.plan import InvoiceOptions, plan_invoices, without_debtor
from afas_assistant.sync.invoices.selection import STATUS_SETTING, InvoiceFilter, select_charges
from afas_assistant.sync.invoices.sources import read_sources
from afas_assistant.sync.mapping.mappings import MappingEntry, Mappings, Table
from afas_assistant.sync.mapping.settings import BOOKING_STATUS, administration_of
from afas_assistant.sync.master_data import MasterDataReader
from afas_assistant.sync.master_records import Debtor
from afas_assistant.sync.place import Place
from afas_assistant.sync.plan import Plan, PlannedRecord
from afas_assistant.sync.works import BookingsWork, CustomersWork, InvoicesWork, Work
from afas_assistant.texts import Language, literal, phrase
from afas_assistant.timechimp.api import TimeChimp
from afas_assistant.timechimp.models import Customer, Invoice


@dataclass(frozen=True)
class Planning:
    """Everything that a plan is made with; `administration` is asked for instead of the mapped one."""

    afas: AfasClient
    timechimp: TimeChimp
    outbox: Outbox
    place: Place
    mappings: Mappings
    made_at: datetime
    administration: int | None = None

    def plan(self, work: Work) -> Plan:
        """Read what this work needs and return its plan."""
        if isinstance(work, CustomersWork):
            return self._customers(work)
        if isinstance(work, InvoicesWork):
            return self._invoices(work, self._mappings_with(STATUS_SETTING, work.status))
        return self._bookings(work, self._mappings_with(BOOKING_STATUS, work.status))

    def _mappings_with(self, setting: str, value: str | None) -> Mappings:
        """Return the mappings with a setting as it was asked for."""
        if value is None:
            return self.mappings
        return self.mappings.with_entry(MappingEntry(Table.SETTINGS, setting, {"value": value}))

    # -- customers

    def _customers(self, work: CustomersWork) -> Plan:
        binding = self._binding()
        if binding is None:
            raise _no_debtors(self.place)
        create = bool(work.create) or work.create_all
        if create:
            self.place.demand(["KnSalesRelationOrg"])
        customers: Iterable[Customer] = self.timechimp.customers()
        debtors: Iterable[Debtor] = read_debtors(self.afas, binding)
        if create:
            customers, debtors = list(customers), list(debtors)
        plan = plan_customers(
            debtors,
            customers,
            maker=self.timechimp,
            scope=self.place.scope,
            environment=self.place.environment,
            made_at=self.made_at,
            options=CustomerOptions(update=work.update, with_blocked=work.with_blocked),
            made=self._live(CUSTOMER_NEW),
        )
        if not create:
            return plan
        wanted = _only_in_timechimp(plan, customers) if work.create_all else _named(list(customers), work.create)
        made = self._debtors_to_make(wanted, self._directory_of(list(debtors), list(customers)))
        records = [made.get(one.reference, one) for one in plan.records]
        return replace(plan, records=records, options={**plan.options, "create": sorted(made)})

    def _live(self, kind: str) -> frozenset[str]:
        """Return the references of a kind that are in a live write."""
        return frozenset[str]().union(*(self.outbox.live_references(one, kind) for one in self._scopes))

    # -- invoices

    def _invoices(self, work: InvoicesWork, mappings: Mappings) -> Plan:
        administration = administration_of(mappings, self.administration)
        self.place.demand(["FbDirectInvoice"])
        sources = read_sources(self.timechimp, work.first, work.last)
        wanted = InvoiceFilter(
            work.first,
            work.last,
            customers_named(sources, work.customers),
            projects_named(sources, work.projects),
            work.sources,
            work.kinds,
        )
        selection = select_charges(sources, mappings, wanted)
        claims = self._claimed(selection.names)
        directory = self._directory(sources.customers.values())
        new = without_debtor(selection, directory, claims)
        made = self._debtors_to_make(new, directory)
        return plan_invoices(
            selection,
            mappings,
            MasterDataReader(self.afas, self.place.reading).for_invoices(),
            InvoiceOptions(work.day, work.one_per, work.detail, self._invoice_language()),
            directory=directory,
            debtors_to_make={one.id: made[customer_reference(one.id)] for one in new},
            claims=claims,
            change=self.timechimp.changed_status,
            scope=self.place.scope,
            environment=self.place.environment,
            administration=administration,
            made_at=self.made_at,
        )

    def _invoice_language(self) -> Language:
        """Return the language of invoice lines, which is not that of who presses the button."""
        return "en" if self.mappings.setting("invoice_language") == "en" else "nl"

    def _claimed(self, names: Sequence[str]) -> dict[str, int]:
        claims: dict[str, int] = {}
        for scope in self._scopes:
            claims |= self.outbox.claimed(scope, names)
        return claims

    # -- bookings

    def _bookings(self, work: BookingsWork, mappings: Mappings) -> Plan:
        administration = administration_of(mappings, self.administration)
        self.place.demand(["FiEntries"])
        found = list(self.timechimp.invoices(work.first, work.last))
        if work.invoices:
            found = [invoice_named(found, one) for one in dict.fromkeys(work.invoices)]
        invoices = invoices_of(self.timechimp, _of_customers(found, work.customers))
        directory = self._directory(self.timechimp.customers())
        new = customers_without_debtor(invoices, directory)
        made = self._debtors_to_make(new, directory)
        numbers = invoice_numbers(invoices, mappings)
        year, period = work.period or (None, None)
        return plan_bookings(
            invoices,
            master=MasterDataReader(self.afas, self.place.reading).for_bookings(),
            mappings=mappings,
            directory=directory,
            new_debtors={one.id: made[customer_reference(one.id)] for one in new},
            booked=booked_entries(self.afas, self.place.reading, mappings, administration, numbers),
            sent=self._sent(invoices),
            options=BookingOptions(
                work.day,
                year,
                period,
                read_attachments(_pdf_files(work.attachments, invoices)),
                "KnSubject" in self.place.writing,
            ),
            scope=self.place.scope,
            environment=self.place.environment,
            administration=administration,
            made_at=self.made_at,
        )

    def _sent(self, invoices: Sequence[Invoice]) -> Mapping[str, Write]:
        sent: dict[str, Write] = {}
        for scope in self._scopes:
            sent |= sent_writes(self.outbox, scope, invoices)
        return sent

    # -- debtors, for all of them

    def _binding(self) -> Binding | None:
        """Return where debtors are read; raises ConfigurationError roles_unconfirmed."""
        connector = known_connector(self.place.reading)
        return None if connector is None else bound_roles(connector, self.mappings)

    def _directory(self, customers: Iterable[Customer]) -> CustomerDirectory:
        binding = self._binding()
        return self._directory_of(None if binding is None else read_debtors(self.afas, binding), customers)

    def _directory_of(self, debtors: Iterable[Debtor] | None, customers: Iterable[Customer]) -> CustomerDirectory:
        made: dict[int, str] = {}
        for scope in self._scopes:
            made |= debtors_made(self.outbox, scope)
        return CustomerDirectory(debtors, customers, made=made)

    def _debtors_to_make(self, customers: Iterable[Customer], directory: CustomerDirectory) -> dict[str, PlannedRecord]:
        """Return the record of making each of these customers a debtor, by its reference."""
        settings = debtor_settings(self.mappings)
        sent = self._live(DEBTOR)
        wanted = list(customers)
        known = find_organisations(self.afas, wanted, self.place.reading)
        return {
            customer_reference(one.id): debtor_record(one, directory, known.get(one.id), settings, sent=sent)
            for one in wanted
        }

    @cached_property
    def _scopes(self) -> list[str]:
        """Every app connector of this environment that ever wrote, this one last."""
        prefix = f"{self.place.envid}/"
        others = [one for one in self.outbox.scopes() if one.startswith(prefix) and one != self.place.scope]
        return [*others, self.place.scope]


def _only_in_timechimp(plan: Plan, customers: Iterable[Customer]) -> list[Customer]:
    """Return the customers in use that the plan found in TimeChimp only."""
    found = {one.reference for one in plan.records if one.reasons == ONLY_IN_TIMECHIMP}
    return [one for one in customers if customer_reference(one.id) in found]


def _named(customers: Sequence[Customer], words: Iterable[str]) -> list[Customer]:
    """Return the customers with these numbers, names or references; raises ConfigurationError customer_not_found."""
    found: dict[int, Customer] = {}
    missing = []
    for word in words:
        plain = word.strip().casefold()
        mine = [one for one in customers if plain in {one.number.casefold(), one.name.casefold(), f"customer/{one.id}"}]
        found |= {one.id: one for one in mine}
        missing += [] if mine else [word]
    if missing:
        raise _unknown_customers(missing)
    return list(found.values())


def _of_customers(invoices: Sequence[Invoice], words: Iterable[str]) -> list[Invoice]:
    """Return the invoices of the customers with these numbers or names; all without words."""
    wanted = {word.strip().casefold() for word in words}
    if not wanted:
        return list(invoices)
    names = {name.strip().casefold() for one in invoices for name in (one.customer_number, one.customer_name)}
    missing = sorted(wanted - names)
    if missing:
        raise _unknown_customers(missing)
    return [one for one in invoices if wanted & {one.customer_number.casefold(), one.customer_name.casefold()}]


def _pdf_files(folder: Path | None, invoices: Iterable[Invoice]) -> dict[str, Path]:
    """Return the files that are named after an invoice number; raises ConfigurationError attachments_folder."""
    if folder is None:
        return {}
    if not folder.expanduser().is_dir():
        raise ConfigurationError(
            "attachments_folder",
            title=phrase("The folder {path} is not there.", path=literal(str(folder))),
            explanation=phrase("The PDF files of invoices are looked for in it by invoice number."),
            action=phrase("Give the folder, or leave it out. Nothing was sent."),
        )
    files = {one.stem: one for one in folder.expanduser().iterdir() if one.suffix.lower() == ".pdf"}
    return {one.number: files[one.number] for one in invoices if one.number in files}


def _no_debtors(place: Place) -> ConfigurationError:
    return ConfigurationError(
        "debtors_unread",
        title=phrase("AFAS's debtors cannot be read."),
        explanation=phrase("No GetConnector of debtors is in the app connector {name}.", name=place.app_connector),
        action=phrase("Add Profit_Debtor to the app connector in AFAS, and run the check."),
        who=Who.ADMINISTRATOR,
    )


def _unknown_customers(missing: Sequence[str]) -> ConfigurationError:
    return ConfigurationError(
        "customer_not_found",
        title=phrase("No customer is called {words}.", words=literal(", ".join(missing))),
        explanation=phrase("It is looked for by number and by whole name. Zeros in front count."),
        action=phrase("Give the number or the whole name as TimeChimp has it."),
    )

"""The connection that a command of the daily work is for, opened: a kept one, an address, or the practice environment.

Looking into the outbox or the mappings of a kept connection asks nothing of AFAS; clients are opened when they are
needed.
"""

import argparse
import getpass
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.client import AfasClient
from afas_assistant.afas.token import ClassicToken, parse_token
from afas_assistant.cli.organisation_commands import pick_connection
from afas_assistant.cli.secrets import TIMECHIMP_VARIABLE, token_from_environment_or_stdin
from afas_assistant.cli.settings import folders_of
from afas_assistant.cli.stored_check import token_for
from afas_assistant.cli.waits import Waits
from afas_assistant.errors import ConfigurationError
from afas_assistant.logs import SECRETS
from afas_assistant.onboarding.desk import Desk
from afas_assistant.organisations.enrolment import ask_where_it_belongs
from afas_assistant.organisations.mapping_store import MappingStore
from afas_assistant.organisations.records import Connection
from afas_assistant.organisations.refusals import attach
from afas_assistant.organisations.vault import Vault
from afas_assistant.outbox.store import Outbox
from afas_assistant.paths import folders
from afas_assistant.sync.mapping.book import MappingBook
from afas_assistant.sync.mapping.files import read_mappings
from afas_assistant.sync.mapping.mappings import Mappings
from afas_assistant.sync.mapping.settings import TIMECHIMP_ADDRESS
from afas_assistant.sync.place import scope_of
from afas_assistant.sync.workbench import Workbench
from afas_assistant.texts import current_language, phrase
from afas_assistant.timechimp.api import TimeChimp
from afas_assistant.timechimp.hosts import understand_bases
from afas_assistant.timechimp.key import parse_key
from afas_assistant.timechimp.pace import Pace
from afas_assistant.timechimp.probe import connect

QUICK = 100_000
"""Calls a minute in a demo, which nobody should have to wait for."""


@dataclass(frozen=True)
class Rooms:
    """What is kept on this computer: the outbox and the accepted mappings."""

    outbox: Outbox
    store: MappingStore

    def book(self, scope: str) -> MappingBook:
        """Return the mappings of a connection."""
        return MappingBook(self.store, scope)


@contextmanager
def opened_rooms(arguments: argparse.Namespace) -> Iterator[Rooms]:
    """Yield the outbox and the mappings; nothing is asked of AFAS or TimeChimp."""
    database = folders_of(arguments).database
    with Outbox.open(database) as outbox, MappingStore.open(database) as store:
        yield Rooms(outbox, store)


@contextmanager
def opened_bench(arguments: argparse.Namespace) -> Iterator[Workbench]:
    """Yield the workbench of the connection that the arguments name; it is closed afterwards."""
    with ExitStack() as stack:
        if getattr(arguments, "demo", False):
            yield stack.enter_context(_demo(arguments))
        elif arguments.org:
            yield stack.enter_context(_stored(arguments))
        else:
            yield stack.enter_context(_unattended(arguments))


def named_scope(arguments: argparse.Namespace) -> str | None:
    """Return the scope that the arguments name; None when they name none. Of an address AFAS is asked."""
    if arguments.org:
        desk = Desk(folders_of(arguments))
        try:
            organisation = desk.store.organisation(arguments.org)
            connection = pick_connection(desk.store, organisation, arguments.connection)
            return scope_of(organisation.envid, connection.app_connector)
        finally:
            desk.close()
    if arguments.address:
        with opened_bench(arguments) as bench:
            return bench.place.scope
    return None


@contextmanager
def _stored(arguments: argparse.Namespace) -> Iterator[Workbench]:
    desk = Desk(folders_of(arguments))
    try:
        organisation = desk.store.organisation(arguments.org)
        connection = pick_connection(desk.store, organisation, arguments.connection)
        token = token_for(desk, connection)
        client = _client(organisation.address, token)

        def key() -> str:
            return os.environ.get(TIMECHIMP_VARIABLE, "") or _kept_key(connection)

        with opened_rooms(arguments) as rooms, _bench(arguments, client, rooms, key) as bench:
            attach(organisation, bench.place.envid)
            yield bench
    finally:
        desk.close()


@contextmanager
def _unattended(arguments: argparse.Namespace) -> Iterator[Workbench]:
    token = parse_token(token_from_environment_or_stdin() or "")
    SECRETS.register(token.secrets())
    language = current_language()
    address = understand_address(arguments.address)
    answer = ask_where_it_belongs(address, lambda each: AfasClient(each, token, language=language))
    client = AfasClient(answer.address, token, language=language)
    with opened_rooms(arguments) as rooms, _bench(arguments, client, rooms, _given_key) as bench:
        yield bench


@contextmanager
def _demo(arguments: argparse.Namespace) -> Iterator[Workbench]:
    """Yield a workbench in a practice environment of its own, with a throw-away outbox and its mappings accepted."""
    from afas_assistant.cli.demo import practice_mappings, running_practice  # noqa: PLC0415 - only a demo needs it

    with TemporaryDirectory(prefix="afas-assistant-") as home, running_practice(None) as practice:
        database = folders(Path(home)).database
        with Outbox.open(database) as outbox, MappingStore.open(database) as store:
            practice.timechimp_switches(calls_a_minute=QUICK)
            arguments.timechimp_address = practice.addresses["timechimp"]
            arguments.mapping = arguments.mapping or practice_mappings()
            client = _client(practice.addresses["test"], parse_token(practice.token("timechimp")))
            with _bench(arguments, client, Rooms(outbox, store), practice.timechimp_key, Pace(calls=QUICK)) as bench:
                yield bench


@contextmanager
def _bench(
    arguments: argparse.Namespace, client: AfasClient, rooms: Rooms, key: Callable[[], str], pace: Pace | None = None
) -> Iterator[Workbench]:
    of_file = None if arguments.mapping is None else read_mappings(arguments.mapping)

    def mappings(scope: str) -> Mappings:
        return rooms.book(scope).mappings() if of_file is None else of_file

    def timechimp() -> TimeChimp:
        kept = bench.mappings.setting(TIMECHIMP_ADDRESS)
        bases = understand_bases(arguments.timechimp_address or kept or "")
        parsed = parse_key(key())
        SECRETS.register(parsed.secrets())
        return connect(parsed, bases, waiting=Waits(), pace=pace)

    with Workbench(
        client, timechimp, rooms.outbox, mappings, administration=arguments.administration, actor=account_name()
    ) as bench:
        yield bench


def _client(address: str, token: ClassicToken) -> AfasClient:
    SECRETS.register(token.secrets())
    return AfasClient(understand_address(address), token, language=current_language())


def _kept_key(connection: Connection) -> str:
    kept = Vault().read_timechimp_key(connection)
    if kept is None:
        raise ConfigurationError(
            "timechimp_key_not_kept",
            title=phrase("The TimeChimp key of {label} is not in the keyring.", label=connection.label),
            explanation=phrase("Without it TimeChimp cannot be read."),
            action=phrase("Keep it with: org timechimp-key. Or give it in {variable}.", variable=TIMECHIMP_VARIABLE),
        )
    return kept


def _given_key() -> str:
    return token_from_environment_or_stdin(TIMECHIMP_VARIABLE) or ""


def account_name() -> str:
    """Return the name of the account that runs this, kept with what it does; nothing where the system does not tell."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""

"""Check a connection that is kept, with its profiles, confirmations and token; the report is kept too."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from afas_assistant.afas.address import Address, understand_address
from afas_assistant.afas.token import ClassicToken, parse_token
from afas_assistant.cli.organisation_commands import pick_connection
from afas_assistant.cli.profiles import chosen_profiles
from afas_assistant.cli.secrets import VARIABLE, token_from_environment_or_stdin
from afas_assistant.cli.settings import folders_of
from afas_assistant.errors import ConfigurationError
from afas_assistant.onboarding.checker import CheckRequest
from afas_assistant.onboarding.desk import Desk, ReportData
from afas_assistant.onboarding.report import CheckReport
from afas_assistant.organisations.records import Connection


@dataclass(frozen=True)
class StoredJob:
    """A check of a kept connection, and the keeping of its report."""

    request: CheckRequest
    authentication: ClassicToken
    desk: Desk
    organisation: str
    connection: Connection
    previous: ReportData | None

    def keep(self, report: CheckReport) -> None:
        """Keep the report with the connection."""
        self.desk.keep(self.connection, report)


@contextmanager
def stored_job(arguments: argparse.Namespace) -> Iterator[StoredJob]:
    """Yield the check of the connection that the arguments name; the desk is closed afterwards."""
    desk = Desk(folders_of(arguments))
    try:
        organisation = desk.store.organisation(arguments.org)
        connection = pick_connection(desk.store, organisation, arguments.connection)
        request = desk.request(connection, chosen_profiles(arguments, connection.profiles))
        if arguments.item_type is not None:
            request = replace(request, item_type=arguments.item_type)
        previous = desk.view(connection).report
        yield StoredJob(request, token_for(desk, connection), desk, organisation.name, connection, previous)
    finally:
        desk.close()


@contextmanager
def stored_target(arguments: argparse.Namespace) -> Iterator[tuple[Address, ClassicToken]]:
    """Yield address and token of the connection that the arguments name; the desk is closed afterwards."""
    desk = Desk(folders_of(arguments))
    try:
        organisation = desk.store.organisation(arguments.org)
        connection = pick_connection(desk.store, organisation, arguments.connection)
        yield understand_address(organisation.address), token_for(desk, connection)
    finally:
        desk.close()


def token_for(desk: Desk, connection: Connection) -> ClassicToken:
    """Return the token of the environment variable, else of the keyring, else of standard input."""
    if given := os.environ.get(VARIABLE, "").strip():
        return parse_token(given)
    try:
        return desk.token_of(connection)
    except ConfigurationError as error:
        if error.code != "token_not_kept":
            raise
    return parse_token(token_from_environment_or_stdin() or "")

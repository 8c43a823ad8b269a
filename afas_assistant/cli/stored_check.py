"""Check a connection that is kept, with its profiles, confirmations and token; the report is kept too."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.authentication import Authentication
from afas_assistant.afas.token import parse_token
from afas_assistant.cli.organisation_commands import pick_connection
from afas_assistant.cli.profiles import chosen_profiles
from afas_assistant.cli.secrets import VARIABLE, token_from_environment_or_stdin
from afas_assistant.cli.settings import folders_of
from afas_assistant.onboarding.checker import CheckRequest
from afas_assistant.onboarding.report import CheckReport
from afas_assistant.organisations.records import Connection
from afas_assistant.organisations.store import Store
from afas_assistant.organisations.vault import Vault


@dataclass(frozen=True)
class StoredJob:
    """A check of a kept connection, and the keeping of its report."""

    request: CheckRequest
    authentication: Authentication
    store: Store
    connection: Connection

    def keep(self, report: CheckReport) -> None:
        """Keep the report of a check that reached AFAS."""
        if report.stopped is None and not report.cancelled:
            self.store.record_check(self.connection.id, report.to_data(), report.at)


@contextmanager
def stored_job(arguments: argparse.Namespace) -> Iterator[StoredJob]:
    """Yield the check of the connection that the arguments name; the store is closed afterwards."""
    with Store.open(folders_of(arguments).database) as store:
        organisation = store.organisation(arguments.org)
        connection = pick_connection(store, organisation, arguments.connection)
        profiles = chosen_profiles(arguments, connection.profiles)
        request = CheckRequest(
            understand_address(organisation.address),
            profiles,
            stored=True,
            expected_envid=organisation.envid,
            item_type=arguments.item_type or connection.item_type,
            confirmations={word.check_id: word for word in store.confirmations(connection.id)},
        )
        yield StoredJob(request, parse_token(_token(connection)), store, connection)


def _token(connection: Connection) -> str:
    """Return the token of the environment variable, else of the keyring, else of standard input."""
    given = os.environ.get(VARIABLE, "").strip()
    return given or Vault().read(connection) or token_from_environment_or_stdin() or ""

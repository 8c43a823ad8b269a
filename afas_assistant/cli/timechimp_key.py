"""`org timechimp-key`: ask TimeChimp what a key can do, and keep it with a connection. The key is never shown."""

import argparse

from afas_assistant.cli.organisation_commands import DONE, NOT_DONE, pick_connection
from afas_assistant.cli.output import print_error, say
from afas_assistant.cli.secrets import TIMECHIMP_VARIABLE, token_from_environment_or_stdin
from afas_assistant.cli.settings import apply_language, folders_of, logged
from afas_assistant.cli.waits import Waits
from afas_assistant.errors import AssistantError
from afas_assistant.logs import SECRETS
from afas_assistant.organisations.records import Connection
from afas_assistant.organisations.store import Store
from afas_assistant.organisations.vault import Vault
from afas_assistant.texts import phrase
from afas_assistant.timechimp.hosts import understand_bases
from afas_assistant.timechimp.key import TimeChimpKey, parse_key
from afas_assistant.timechimp.probe import probe


def run(arguments: argparse.Namespace) -> int:
    """Test and keep the key; returns 0 when it was kept and 2 when it was not."""
    apply_language(arguments)
    try:
        with logged(arguments), Store.open(folders_of(arguments).database) as store:
            connection = pick_connection(store, store.organisation(arguments.name), arguments.connection)
            return _test_and_keep(arguments, connection)
    except AssistantError as error:
        print_error(error)
        return NOT_DONE


def _test_and_keep(arguments: argparse.Namespace, connection: Connection) -> int:
    bases = understand_bases(arguments.timechimp_address)
    key = parse_key(token_from_environment_or_stdin(TIMECHIMP_VARIABLE) or "")
    SECRETS.register(key.secrets())
    if not arguments.no_probe:
        access = probe(key, bases, waiting=Waits())
        for remark in access.remarks:
            say(str(remark))
        if access.trouble is not None:
            say(str(phrase("The key was not kept; --no-probe keeps it untested.")), error=True)
            raise access.trouble
    return _keep(connection, key)


def _keep(connection: Connection, key: TimeChimpKey) -> int:
    kept = Vault().keep_timechimp_key(connection, key.bare)
    if kept.error is None:
        say(str(kept.sentence))
        return DONE
    print_error(kept.error)
    say(
        str(
            phrase(
                "The TimeChimp key was not kept: it ends with this command. Give it in {variable} instead.",
                variable=TIMECHIMP_VARIABLE,
            )
        ),
        error=True,
    )
    return NOT_DONE

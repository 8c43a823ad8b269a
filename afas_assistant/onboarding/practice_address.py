"""Where the pretend TimeChimp is: kept with the mappings of a connection, and on another port at every start."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

from afas_assistant.organisations.mapping_store import MappingStore
from afas_assistant.organisations.records import Connection, Organisation

SETTINGS, ADDRESS = "settings", "timechimp_address"
"""Table and key of the setting; a real connection has none, since TimeChimp is always at the same place."""


def scope_of(organisation: Organisation, connection: Connection) -> str:
    """Return by what the mappings of a connection are kept: environment and app connector."""
    return f"{organisation.envid}/{connection.app_connector}"


def move_timechimp(store: MappingStore, scopes: Iterable[str], rest_url: str) -> None:
    """Point kept addresses of the pretend TimeChimp at the host and port where the pretend AFAS is now."""
    host = urlsplit(rest_url).netloc
    for scope in scopes:
        kept = [one for one in store.all(scope) if (one.table, one.key) == (SETTINGS, ADDRESS)]
        store.keep(scope, [replace(one, value={"value": _moved(str(one.value["value"]), host)}) for one in kept])


def _moved(addresses: str, host: str) -> str:
    return " ".join(urlunsplit(urlsplit(one)._replace(netloc=host)) for one in addresses.split())

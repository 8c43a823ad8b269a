"""The work behind the pages that prepare the daily work, without Qt: what their lanes run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.client import AfasClient
from afas_assistant.errors import AssistantError
from afas_assistant.onboarding.desk import Desk
from afas_assistant.onboarding.practice_address import ADDRESS
from afas_assistant.onboarding.time_tracking import ITEM_KINDS, DefaultItem
from afas_assistant.organisations.records import Connection
from afas_assistant.organisations.vault import Kept
from afas_assistant.sync.mapping.mappings import DEFAULT, MappingEntry, Table
from afas_assistant.sync.master_data import MasterDataReader
from afas_assistant.sync.master_records import Item
from afas_assistant.texts import current_language
from afas_assistant.timechimp.hosts import Bases, understand_bases
from afas_assistant.timechimp.key import Generation, TimeChimpKey, parse_key
from afas_assistant.timechimp.probe import Access, probe
from afas_assistant.ui.kept_mappings import mapping_book

ADMINISTRATION = "administration"


@dataclass(frozen=True)
class KeptChoices:
    """What was decided for a connection before, whoever decided it."""

    administration: str | None = None
    item: DefaultItem | None = None
    bases: Bases = field(default_factory=Bases)


@dataclass(frozen=True)
class KeptKey:
    """The key that a keyring has; `trouble` is why the keyring could not tell."""

    key: TimeChimpKey | None
    trouble: AssistantError | None = None


@dataclass(frozen=True)
class ItemsRead:
    """The items that can be charged, by code, without the `blocked` ones; None when AFAS shows none.

    `absent` is why a list could not be read, by connector.
    """

    items: Sequence[Item] | None
    blocked: int
    absent: Mapping[str, str]


def kept_choices(desk: Desk, connection: Connection) -> KeptChoices:
    """Return what the mappings of a connection hold."""
    mappings = mapping_book(desk, connection).mappings()
    item = mappings.item(DEFAULT)
    return KeptChoices(
        mappings.setting(ADMINISTRATION),
        DefaultItem(item.kind, item.code, item.unit) if item else None,
        understand_bases(mappings.setting(ADDRESS) or ""),
    )


def keep_administration(desk: Desk, connection: Connection, number: str, who: str) -> None:
    """Keep which administration the daily work is for."""
    mapping_book(desk, connection).accept([MappingEntry(Table.SETTINGS, ADMINISTRATION, {"value": number})], who=who)


def keep_item(desk: Desk, connection: Connection, item: DefaultItem, who: str) -> None:
    """Keep the item of lines that have none of their own."""
    value = {"kind": item.kind, "code": item.code, "unit": item.unit}
    mapping_book(desk, connection).accept([MappingEntry(Table.ITEMS, DEFAULT, value)], who=who)


def keep_key(desk: Desk, connection: Connection, key: TimeChimpKey, bases: Bases, who: str) -> Kept:
    """Keep a key in the keyring, and where TimeChimp is when that is not its own place."""
    kept = desk.keep_timechimp_key(connection, key)
    book = mapping_book(desk, connection)
    if bases.address:
        book.accept([MappingEntry(Table.SETTINGS, ADDRESS, {"value": bases.address})], who=who)
    else:
        book.forget(Table.SETTINGS, ADDRESS)
    return kept


def kept_key(desk: Desk, connection: Connection) -> KeptKey:
    """Return the key that is kept; a keyring that cannot tell is no reason to stop."""
    try:
        return KeptKey(desk.timechimp_key(connection))
    except AssistantError as error:
        return KeptKey(None, error)


def recognised_key(text: str) -> TimeChimpKey | AssistantError:
    """Return the key in a text, or why there is none in it."""
    try:
        return parse_key(text)
    except AssistantError as error:
        return error


def practice_key(process: Any) -> TimeChimpKey:  # noqa: ANN401 - the practice room's process
    """Return the key of the pretend TimeChimp."""
    return parse_key(process.timechimp_key(Generation.V1.value))


def tested(key: TimeChimpKey, bases: Bases) -> Access:
    """Ask TimeChimp what a key can do; changes nothing."""
    return probe(key, bases)


def read_items(desk: Desk, connection: Connection) -> ItemsRead:
    """Read the items that can be charged, as far as the app connector allows."""
    owner, token = desk.store.owner(connection), desk.token_of(connection)
    with AfasClient(understand_address(owner.address), token, language=current_language()) as client:
        listed = [one.id for one in client.metainfo().get_connectors]
        found = MasterDataReader(client, listed).for_invoices()
    if found.items is None:
        return ItemsRead(None, 0, found.absent)
    items = sorted(
        (one for one in found.items.values() if one.kind in ITEM_KINDS), key=lambda one: (one.code, one.kind)
    )
    usable = [one for one in items if not one.blocked]
    return ItemsRead(usable, len(items) - len(usable), found.absent)

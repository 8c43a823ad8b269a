"""The mappings of a kept connection, in the file that the desk has open. Call it on a worker."""

from afas_assistant.onboarding.desk import Desk
from afas_assistant.onboarding.practice_address import scope_of
from afas_assistant.organisations.mapping_store import MappingStore
from afas_assistant.organisations.records import Connection
from afas_assistant.sync.mapping.book import MappingBook


def mapping_book(desk: Desk, connection: Connection) -> MappingBook:
    """Return the book of a connection's mappings; raises AssistantError."""
    return MappingBook(MappingStore.beside(desk.store), scope_of(desk.store.owner(connection), connection))

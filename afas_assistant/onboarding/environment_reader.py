"""What a check needs of the environment's client: reading only.

A protocol, so that probes and their fetching are tested with a small fake, and so that it is plain to see that a check
can change nothing.
"""

from collections.abc import Callable, Iterator
from typing import Protocol

from afas_assistant.afas.address import Address
from afas_assistant.afas.client import Attachment, Page
from afas_assistant.afas.metainfo import GetDefinition, Metainfo, UpdateDefinition
from afas_assistant.afas.query import Query


class EnvironmentReader(Protocol):
    """The reading half of `AfasClient`."""

    def metainfo(self) -> Metainfo:
        """Return all that the token may use."""
        ...

    def get_definition(self, connector_id: str) -> GetDefinition:
        """Return a GetConnector's fields."""
        ...

    def update_definition(self, connector_id: str) -> UpdateDefinition:
        """Return an UpdateConnector's fields and objects."""
        ...

    def first_row(self, connector: str) -> dict[str, object] | None:
        """Return the first row, or None when there is none."""
        ...

    def pages(self, connector: str, query: Query) -> Iterator[Page]:
        """Yield pages, sorted."""
        ...

    def profit_version(self) -> str:
        """Return the Profit version."""
        ...

    def subject_file(self, subject_id: str, file_id: str) -> Attachment:
        """Return a dossier item's file."""
        ...

    def report(self, report_id: str) -> Attachment:
        """Return a report as PDF."""
        ...

    def xml_schema(self, update_connector: str) -> str:
        """Return an UpdateConnector's XSD through the SOAP data connector."""
        ...

    def close(self) -> None:
        """End the connections."""
        ...


OpenReader = Callable[[Address], EnvironmentReader]
"""Opens a reader for an address; the token is already inside."""

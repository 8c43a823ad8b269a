"""Where the daily work happens: the environment and app connector that AFAS names for a token, and what it may use."""

from collections.abc import Collection
from dataclasses import dataclass

from afas_assistant.afas.address import Address, EnvironmentType
from afas_assistant.afas.client import AfasClient
from afas_assistant.errors import ConfigurationError, Who
from afas_assistant.texts import phrase


@dataclass(frozen=True)
class Place:
    """A connection as AFAS tells it: `reading` are its GetConnectors, `writing` its UpdateConnectors."""

    envid: str
    app_connector: str
    environment_type: str
    reading: frozenset[str]
    writing: frozenset[str]

    @property
    def scope(self) -> str:
        """What outbox and mappings are kept by."""
        return scope_of(self.envid, self.app_connector)

    @property
    def environment(self) -> str:
        """The environment as a person must see it before anything is sent."""
        return f"{self.envid} ({self.environment_type})" if self.environment_type else self.envid

    def demand(self, connectors: Collection[str]) -> None:
        """Raise ConfigurationError connector_missing when the app connector lacks an UpdateConnector."""
        missing = sorted(set(connectors) - self.writing)
        if missing:
            raise ConfigurationError(
                "connector_missing",
                title=phrase("The app connector {name} may not write this.", name=self.app_connector),
                explanation=phrase("These UpdateConnectors are not in it: {names}.", names=", ".join(missing)),
                action=phrase("Add them to the app connector in AFAS, and run the check."),
                who=Who.ADMINISTRATOR,
            )


def scope_of(envid: str, app_connector: str) -> str:
    """Return what outbox and mappings of a connection are kept by."""
    return f"{envid}/{app_connector}"


def place_of(client: AfasClient) -> Place:
    """Ask AFAS where a client's token belongs; raises ConfigurationError environment_not_named for old Profit."""
    told = client.metainfo()
    if told.info is None or not told.info.envid or not told.info.app_name:
        raise ConfigurationError(
            "environment_not_named",
            title=phrase("AFAS does not say which environment this token belongs to."),
            explanation=phrase("Without a name nothing could be kept from being booked twice, so nothing is sent."),
            action=phrase("Have Profit updated."),
            who=Who.ADMINISTRATOR,
        )
    return Place(
        told.info.envid,
        told.info.app_name,
        environment_type_of(client.address),
        frozenset(one.id for one in told.get_connectors),
        frozenset(one.id for one in told.update_connectors),
    )


def environment_type_of(address: Address) -> str:
    """Return what an environment is for; everything on this computer is practice."""
    kind = EnvironmentType.PRACTICE if address.loopback else address.environment_type
    return kind.value if kind else ""

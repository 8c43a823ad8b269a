"""From an address and a token to a stored connection: first ask AFAS where the token belongs, then store.

Test before configure: what AFAS answers is what is stored, never what a person typed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from afas_assistant.afas.address import Address, EnvironmentType
from afas_assistant.afas.client import AfasClient
from afas_assistant.afas.metainfo import Info
from afas_assistant.afas.token import ClassicToken
from afas_assistant.errors import AssistantError, ConfigurationError, Who
from afas_assistant.organisations.records import Connection, Organisation, user_in_group
from afas_assistant.organisations.refusals import OrganisationKnownError, attach
from afas_assistant.organisations.store import Store
from afas_assistant.organisations.vault import Kept, Vault
from afas_assistant.texts import phrase

ClientFactory = Callable[[Address], AfasClient]


@dataclass(frozen=True)
class Answer:
    """Where a token belongs, as AFAS says, and the address that answered."""

    address: Address
    info: Info

    @property
    def environment_type(self) -> str:
        """What the environment is for; everything on this computer is practice."""
        kind = EnvironmentType.PRACTICE if self.address.loopback else self.address.environment_type
        return kind.value if kind else ""


@dataclass(frozen=True)
class Enrolled:
    """A stored connection and where its token went."""

    organisation: Organisation
    connection: Connection
    kept: Kept


def ask_where_it_belongs(address: Address, client_for: ClientFactory) -> Answer:
    """Return what AFAS says about the token of the clients that `client_for` makes.

    When the kind of environment was only assumed and the first host refuses the token, the other hosts are asked.
    Raises what the first host raised, or ConfigurationError environment_not_named when AFAS tells too little.
    """
    first: AssistantError | None = None
    for candidate in address.candidates():
        try:
            return _ask(candidate, client_for)
        except AssistantError as error:
            if first is None and error.code != "unauthorised":
                raise
            first = first or error
    raise first or ValueError("an address without hosts")


def enrol(
    store: Store,
    vault: Vault,
    answer: Answer,
    token: ClassicToken,
    *,
    name: str | None = None,
    profiles: Sequence[str] = (),
    token_expiry: date | None = None,
) -> Enrolled:
    """Store a connection, with its organisation when that is new, and keep the token.

    A known environment gets a second connection; under another name it is refused (OrganisationKnownError). Raises
    what the store raises; nothing is stored then. A keyring that fails is told in `kept`.
    """
    known = store.find_organisation(answer.info.envid)
    if known is not None and name and known.name.casefold() != name.strip().casefold():
        raise OrganisationKnownError(known)
    owner = known or store.add_organisation(
        name=name or answer.info.envid,
        envid=answer.info.envid,
        environment_type=answer.environment_type,
        address=answer.address.rest_url,
    )
    try:
        connection = store.add_connection(
            owner.id,
            answer.info.envid,
            app_connector=answer.info.app_name,
            group=answer.info.group,
            user=user_in_group(answer.info.group),
            profiles=tuple(profiles),
            token_fingerprint=token.fingerprint,
            token_expiry=token_expiry,
        )
    except AssistantError:
        if known is None:
            store.remove_organisation(owner.id)
        raise
    return _keep(store, vault, owner, connection, token)


def replace_token(
    store: Store,
    vault: Vault,
    connection: Connection,
    answer: Answer,
    token: ClassicToken,
    *,
    token_expiry: date | None = None,
) -> Enrolled:
    """Give a connection another token and keep all else: its checks, confirmations and profiles.

    Raises ConfigurationError other_environment and connection_known (the token belongs to another connection).
    """
    owner = store.owner(connection)
    attach(owner, answer.info.envid)
    changed = store.update_connection(
        connection.id,
        answer.info.envid,
        app_connector=answer.info.app_name,
        group=answer.info.group,
        user=user_in_group(answer.info.group),
        token_fingerprint=token.fingerprint,
        token_expiry=token_expiry,
    )
    return _keep(store, vault, owner, changed, token)


def _ask(address: Address, client_for: ClientFactory) -> Answer:
    with client_for(address) as client:
        info = client.metainfo().info
    if info is None or not info.envid or not info.app_name:
        raise ConfigurationError(
            "environment_not_named",
            title=phrase("AFAS does not say which environment this token belongs to."),
            explanation=phrase(
                "The token works, but the answer of {address} names no environment and app connector, as old versions "
                "of Profit do. Without a name a token could end up with the wrong client.",
                address=address.rest_url,
            ),
            action=phrase("Check this environment without storing it, or have Profit updated."),
            who=Who.ADMINISTRATOR,
        )
    return Answer(address, info)


def _keep(store: Store, vault: Vault, owner: Organisation, connection: Connection, token: ClassicToken) -> Enrolled:
    kept = vault.keep(connection, token.xml)
    if kept.backend != connection.keyring_backend:
        connection = store.update_connection(connection.id, keyring_backend=kept.backend)
    return Enrolled(owner, connection, kept)

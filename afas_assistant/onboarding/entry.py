"""Find the way in: the host on which the token answers.

All environments of one participant and type share a host, and the token picks the environment. So when only a number
was typed, or the token is refused where it was tried, the other hosts are tried before anything is concluded.
"""

from dataclasses import dataclass

from afas_assistant.afas.address import Address, EnvironmentType
from afas_assistant.afas.metainfo import Metainfo
from afas_assistant.errors import AssistantError, ConfigurationError, Who
from afas_assistant.onboarding.environment_reader import EnvironmentReader, OpenReader
from afas_assistant.texts import Text, literal, phrase

REFUSED_HERE = frozenset({"unauthorised", "not_found"})
"""Codes after which another host is worth a try."""

_TYPES: dict[EnvironmentType, Text] = {
    EnvironmentType.PRODUCTION: phrase("the production host"),
    EnvironmentType.TEST: phrase("the test host"),
    EnvironmentType.ACCEPT: phrase("the accept host"),
    EnvironmentType.COURSE: phrase("the course host"),
    EnvironmentType.PRACTICE: phrase("the practice host"),
}


@dataclass(frozen=True)
class WayIn:
    """Where the token answered, with the open reader and the first answer."""

    address: Address
    reader: EnvironmentReader
    metainfo: Metainfo


def find_way_in(address: Address, open_reader: OpenReader) -> WayIn:
    """Return the way in.

    Where the type of environment was typed, a token that answers on another host is an error with the code
    `wrong_host`: nobody should end up in production by a slip. Raises the AssistantError of the first host when none
    answers.
    """
    first_error: AssistantError | None = None
    for candidate in (address, *address.siblings()):
        try:
            way_in = _try(candidate, open_reader)
        except AssistantError as error:
            first_error = first_error or error
            if error.code in REFUSED_HERE:
                continue
            break
        if candidate is address or address.type_assumed:
            return way_in
        way_in.reader.close()
        raise _wrong_host(address, way_in)
    if first_error is None:
        raise ValueError("an address is its own first candidate")
    raise first_error


def _try(candidate: Address, open_reader: OpenReader) -> WayIn:
    reader = open_reader(candidate)
    try:
        return WayIn(candidate, reader, reader.metainfo())
    except BaseException:
        reader.close()
        raise


def _wrong_host(asked: Address, answered: WayIn) -> ConfigurationError:
    envid = answered.metainfo.info.envid if answered.metainfo.info else ""
    return ConfigurationError(
        "wrong_host",
        title=phrase("This token answers on {host} instead", host=_name(answered.address)),
        explanation=phrase(
            "AFAS refuses the token on {asked} and accepts it on {host}{environment}.",
            asked=_name(asked),
            host=_name(answered.address),
            environment=phrase(" (environment {envid})", envid=envid) if envid else literal(""),
        ),
        action=phrase(
            "Check which environment you mean: change the address, or paste a token of the other environment."
        ),
        who=Who.CONSULTANT,
    )


def _name(address: Address) -> Text:
    return _TYPES[address.environment_type] if address.environment_type else literal(address.rest_url)

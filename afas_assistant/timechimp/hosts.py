"""Where TimeChimp's two APIs are, and which URLs may be given a key: TimeChimp over https, and this very machine.

v1 is at api.timechimp.com (confirmed), v2 at v2.api.timechimp.com (reported): so both can be changed. The whole URL is
matched against a narrow form rather than taken apart, as for AFAS: two parsers that disagree about where the host ends
are how such checks are got round.
"""

import re
from dataclasses import dataclass, replace

from afas_assistant.errors import ConfigurationError
from afas_assistant.texts import phrase
from afas_assistant.transport import is_loopback

_TIMECHIMP = re.compile(
    r"https://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+timechimp\.com(?::443)?(?:/[!-\[\]-~]*)?",
    re.ASCII | re.IGNORECASE,
)
_LOOPBACK = re.compile(
    r"http://(?:(?P<name>localhost|[0-9.]+)|\[(?P<six>::1)\])(?::(?P<port>[0-9]{1,5}))?(?:/[!-\[\]-~]*)?",
    re.ASCII | re.IGNORECASE,
)
_V1_ENDING = re.compile(r"/v1$", re.IGNORECASE)


@dataclass(frozen=True)
class Bases:
    """The addresses of both generations, without a slash at the end."""

    v1: str = "https://api.timechimp.com/v1"
    v2: str = "https://v2.api.timechimp.com"

    @property
    def address(self) -> str:
        """Both in one line, from which `understand_bases` makes them again; empty for TimeChimp's own."""
        return "" if self == Bases() else f"{self.v1} {self.v2}"


def allowed_url(url: str) -> bool:
    """Return whether a key may be sent to this URL: `https://*.timechimp.com` or plain http on loopback."""
    return _TIMECHIMP.fullmatch(url) is not None or _is_loopback(url)


def understand_bases(text: str) -> Bases:
    """Return the bases that an address stands for; without one, TimeChimp's own.

    A loopback address serves both: v1 below `/v1`, v2 at its root. An address of TimeChimp replaces v1 when it ends
    in `/v1`, else v2. Two addresses with a blank between them are those of v1 and v2. Raises ConfigurationError
    timechimp_address_not_allowed for any other.
    """
    first, _, second = text.strip().partition(" ")
    if second:
        return Bases(_allowed(first), _allowed(second))
    if not first:
        return Bases()
    address = _allowed(first)
    ends_in_v1 = _V1_ENDING.search(address) is not None
    if _is_loopback(address):
        root = _V1_ENDING.sub("", address)
        return Bases(f"{root}/v1", root)
    return replace(Bases(), v1=address) if ends_in_v1 else replace(Bases(), v2=address)


def _allowed(text: str) -> str:
    """Return an address without blanks around it and slashes at its end; raises when it may not be given a key."""
    address = text.strip().rstrip("/")
    if "?" in address or "#" in address or not allowed_url(address):
        raise ConfigurationError(
            "timechimp_address_not_allowed",
            title=phrase("This address cannot be used."),
            explanation=phrase("A TimeChimp key is sent over https to timechimp.com only, never to another host."),
            action=phrase("Leave the address out, or give one of TimeChimp, such as {example}.", example=Bases().v1),
        )
    return address


def _is_loopback(url: str) -> bool:
    match = _LOOPBACK.fullmatch(url)
    if match is None or int(match["port"] or 0) > 65535:
        return False
    return is_loopback(match["six"] or match["name"])

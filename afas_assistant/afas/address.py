"""What a person pasted as *the address*, understood: a number, an environment's name, a user name, or any URL.

The URL that we use is always built anew from participant number and kind, never taken over from what was pasted, so
that no trick in a pasted address can lead a token astray.
"""

import re
from dataclasses import dataclass

from afas_assistant.afas.environment import (
    TYPE_OF_LABEL,
    TYPE_OF_LETTER,
    Address,
    EnvironmentType,
    online_address,
    practice_address,
)
from afas_assistant.errors import ConfigurationError
from afas_assistant.texts import Text, phrase, phrase_n
from afas_assistant.transport import is_loopback

__all__ = ["Address", "EnvironmentType", "understand_address"]

_NOISE = re.compile("[\\s\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff\"'`<>\u2018-\u201f\u00ab\u00bb\u2039\u203a]+")
_NUMBER = re.compile(r"[1-9][0-9]{4}")
_NAME = re.compile(r"(?P<letter>[a-z]?)(?P<participant>[1-9][0-9]{4})(?P<suffix>[a-z]{0,4})", re.ASCII | re.IGNORECASE)
_USER = re.compile(r"(?P<participant>[1-9][0-9]{4})\.[a-z0-9][a-z0-9._-]*", re.ASCII | re.IGNORECASE)
_URL = re.compile(
    r"(?:(?P<scheme>https?):)?(?://)?(?P<host>\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::(?P<port>[0-9]{1,5}))?(?P<tail>[/?#].*)?",
    re.ASCII | re.IGNORECASE | re.DOTALL,
)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}", re.ASCII)
_DIGITS = re.compile(r"(?<![0-9])[0-9]{5}(?![0-9])")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:/|//", re.ASCII | re.IGNORECASE)
_TOKEN = re.compile(
    r"token.*(?:version|data)|afastoken|PHRva2Vu|[0-9a-f]{64}|eyJ[\w-]+\.[\w-]+", re.ASCII | re.IGNORECASE
)

_AFAS_DOMAINS = (
    "afasinsite.nl",
    "afasoutsite.nl",
    "afasonline.nl",
    "afasonline.com",
    "afas.nl",
    "afas.com",
    "afas.help",
)
_LEGACY_DOMAIN = "afasonlineconnector.nl"


@dataclass(frozen=True)
class _Pasted:
    """The parts of a pasted URL that matter."""

    scheme: str | None
    host: str
    port: str | None
    path: str


def understand_address(text: str) -> Address:
    """Return the address that a text means; `.understood` says how it was read.

    Raises ConfigurationError with code `host_not_allowed` (an address that a token must not be sent to) or
    `address_not_understood` (anything else), in both cases saying what was pasted instead.
    """
    pasted = _NOISE.sub("", text)
    return _short_form(pasted) or _long_form(pasted)


def _short_form(pasted: str) -> Address | None:
    """Return the address for a participant number, an environment's name or a user name; None for anything else."""
    name = _NAME.fullmatch(pasted)
    if name is not None:
        return _of_name(name["letter"].upper(), name["participant"], name["suffix"].upper())
    user = _USER.fullmatch(pasted)
    if user is None or _is_afas_host(pasted.lower()):
        return None
    remark = phrase("This is a user name; its first part is the participant number.")
    return online_address(user["participant"], EnvironmentType.PRODUCTION, assumed=True, remark=remark)


def _of_name(letter: str, participant: str, suffix: str) -> Address:
    kind = TYPE_OF_LETTER.get(letter)
    if kind is None:
        return online_address(participant, EnvironmentType.PRODUCTION, assumed=True)
    return online_address(participant, kind, envid=f"{letter}{participant}{suffix}" if suffix else None)


def _long_form(pasted: str) -> Address:
    url = _taken_apart(pasted)
    if url is None:
        raise _not_an_address(pasted)
    if is_loopback(url.host):
        return _of_loopback(url)
    if not _is_afas_host(url.host):
        raise _foreign(url.host)
    if url.port not in {None, "443"} and not (url.scheme == "http" and url.port == "80"):
        raise _foreign(f"{url.host}:{url.port}")
    return _of_afas_host(url.host)


def _taken_apart(pasted: str) -> _Pasted | None:
    match = _URL.fullmatch(pasted)
    if match is None or _TOKEN.search(pasted):
        return None
    host = match["host"].strip("[]").rstrip(".").lower()
    if not (is_loopback(host) or _HOST.fullmatch(host) or (match["scheme"] and host)):
        return None
    scheme = match["scheme"].lower() if match["scheme"] else None
    return _Pasted(scheme, host, match["port"], match["tail"] or "")


def _is_afas_host(host: str) -> bool:
    bare = re.split("[/:?#]", host, maxsplit=1)[0].rstrip(".")
    domains = ("afas.online", _LEGACY_DOMAIN, *_AFAS_DOMAINS)
    return any(bare == domain or bare.endswith(f".{domain}") for domain in domains)


def _of_loopback(url: _Pasted) -> Address:
    if url.scheme == "https":
        raise _foreign(f"https://{url.host}")
    if url.port and int(url.port) > 65535:
        raise _foreign(f"{url.host}:{url.port}")
    host = f"[{url.host}]" if ":" in url.host else url.host
    root = f"http://{host}:{url.port}" if url.port else f"http://{host}"
    first = url.path.lstrip("/").partition("/")[0].lower()
    return practice_address(root, TYPE_OF_LABEL.get(first))


def _of_afas_host(host: str) -> Address:
    """Return the address for a host of AFAS, of any generation."""
    if host.startswith("profitweb.") or ".profitweb." in host:
        raise _refused(
            "address_not_understood",
            phrase("This is an address of AFAS's first web services, which ended in 2018."),
        )
    first, *rest = host.split(".")
    name = _NAME.fullmatch(first)
    kind = next((TYPE_OF_LABEL[label] for label in rest if label in TYPE_OF_LABEL), None)
    if host.endswith(f".{_LEGACY_DOMAIN}") and name is not None:
        return _of_legacy(name, kind)
    if host.endswith(".afas.online") and name is not None and kind is not None:
        return online_address(name["participant"], kind)
    return _of_portal(host)


def _of_legacy(name: re.Match[str], kind: EnvironmentType | None) -> Address:
    remark = phrase("Addresses of afasonlineconnector.nl have been replaced by afas.online; we use the new one.")
    known = kind or TYPE_OF_LETTER.get(name["letter"].upper())
    participant = name["participant"]
    return online_address(participant, known or EnvironmentType.PRODUCTION, assumed=known is None, remark=remark)


def _of_portal(host: str) -> Address:
    """Return the address by the number in a portal's host name, such as InSite's; the portal itself is not the API."""
    number = _DIGITS.search(host)
    if number is None or not _NUMBER.fullmatch(number[0]):
        raise _refused(
            "address_not_understood",
            phrase("{host} is an address of AFAS, but not of the API of an environment.", host=host),
        )
    remark = phrase("{host} is not the API; we took the participant number from it.", host=host)
    return online_address(number[0], EnvironmentType.PRODUCTION, assumed=True, remark=remark)


def _foreign(host: str) -> ConfigurationError:
    return _refused(
        "host_not_allowed",
        phrase(
            "This is an address of {host}. A token is sent to afas.online only, never to another host. AFAS on a "
            "server of one's own is not supported.",
            host=host[:100],
        ),
    )


def _not_an_address(pasted: str) -> ConfigurationError:
    """Return the error that says what was pasted; the text itself is not repeated, it may be a secret."""
    if _SCHEME.match(pasted) and not _TOKEN.search(pasted):
        explanation = phrase("This address has a user name or characters in it that do not belong in an address.")
        return _refused("host_not_allowed", explanation)
    return _refused("address_not_understood", _what_it_is(pasted))


def _what_it_is(pasted: str) -> Text:
    digits = pasted.isascii() and pasted.isdigit()
    if not pasted:
        return phrase("Nothing was filled in.")
    if digits:
        return _number(len(pasted))
    if _TOKEN.search(pasted):
        return phrase("This looks like a token. Paste it in the field for the token.")
    if re.fullmatch(r"[0-9a-fA-F]{32}", pasted):
        return phrase("This looks like an API key or an environment key of the app connector.")
    return (
        phrase("This looks like an e-mail address.")
        if "@" in pasted
        else phrase("This is neither a participant number nor an address of AFAS.")
    )


def _number(digits: int) -> Text:
    if digits == 8:
        return phrase("This is a number of 8 digits, as a one-time code (OTP) is. A participant number has five.")
    return phrase_n(
        "This is a number of one digit. A participant number has five, from 10000.",
        "This is a number of {count} digits. A participant number has five, from 10000.",
        digits,
    )


def _refused(code: str, explanation: Text) -> ConfigurationError:
    return ConfigurationError(
        code,
        title=phrase("This address cannot be used."),
        explanation=explanation,
        action=phrase(
            "Fill in the participant number (five digits, in AFAS under General › Environment › Management › "
            "Information), the environment's name such as O12345AA, or the address of the REST service."
        ),
    )

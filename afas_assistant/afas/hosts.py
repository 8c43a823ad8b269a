"""Which URLs may be given a token: AFAS Online over https, and this very machine for practice. Nothing else, ever.

The whole URL is matched against a narrow form rather than taken apart, because two parsers that disagree about where
the host ends (user names, backslashes, fragments, foreign letters) are how such checks are got round.
"""

import re

from afas_assistant.transport import is_loopback

_AFAS = re.compile(
    r"https://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+afas\.online(?::443)?(?:/[!-\[\]-~]*)?",
    re.ASCII | re.IGNORECASE,
)
_LOOPBACK = re.compile(
    r"http://(?:(?P<name>localhost|[0-9.]+)|\[(?P<six>::1)\])(?::(?P<port>[0-9]{1,5}))?(?:/[!-\[\]-~]*)?",
    re.ASCII | re.IGNORECASE,
)


def allowed_url(url: str) -> bool:
    """Return whether a token may be sent to this URL: `https://*.afas.online` or plain http on loopback."""
    if _AFAS.fullmatch(url):
        return True
    match = _LOOPBACK.fullmatch(url)
    if match is None or int(match["port"] or 0) > 65535:
        return False
    return is_loopback(match["six"] or match["name"])

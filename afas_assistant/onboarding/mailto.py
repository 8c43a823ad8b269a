"""A message as a `mailto:` link (RFC 6068), which opens the mail program with everything filled in.

Windows' shell and several mail programs cut links silently near 2,000 characters, so we cut first and say so in the
text. A link cannot carry attachments.
"""

from collections.abc import Sequence
from urllib.parse import quote

from afas_assistant.onboarding.administrator_message import NEWLINE, AdministratorMessage
from afas_assistant.texts import phrase

LONGEST = 1_900
"""Characters of a whole link, encoded."""
LONGEST_SUBJECT = 300
LONGEST_ADDRESS = 320


def mailto_link(message: AdministratorMessage, to: str = "") -> str:
    """Return the link, at most `LONGEST` characters; a body that is too long ends with a line that says so.

    `to` may hold several addresses with commas between them; one that is no address at all is left out.
    """
    return _link(message, to)[0]


def is_cut(message: AdministratorMessage, to: str = "") -> bool:
    """Whether the link holds only the beginning of the message."""
    return _link(message, to)[1]


def _link(message: AdministratorMessage, to: str) -> tuple[str, bool]:
    head = f"mailto:{_address(to)}?subject={_start(message.subject, LONGEST_SUBJECT)}&body="
    room = LONGEST - len(head)
    lines = message.body.split("\n")
    whole = _encoded(lines)
    if len(whole) <= room:
        return head + whole, False
    rest = phrase("(The rest is in the text that was copied or saved.)").render(message.language)
    kept = lines
    while kept and len(_encoded([*kept, "", rest])) > room:
        kept = kept[:-1]
    return head + _encoded([*kept, "", rest]), True


def _encoded(lines: Sequence[str]) -> str:
    return quote(NEWLINE.join(lines), safe="")


def _address(to: str) -> str:
    """Return the addresses encoded; nothing when they are no addresses or too long for a link."""
    encoded = quote("".join(to.split()), safe="@,")
    return encoded if "@" in encoded and len(encoded) <= LONGEST_ADDRESS else ""


def _start(text: str, longest: int) -> str:
    """Return as much of a text as fits when encoded; never half a character."""
    while len(encoded := quote(text, safe="")) > longest:
        text = text[:-1]
    return encoded

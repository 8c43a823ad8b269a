"""The classic user token, and what a person pasted as *the token*, understood.

The token is shown once in AFAS and travels by mail, chat and remote desktops before it gets here, so it arrives as XML,
as bare data, as base64 or as a whole header, with line breaks, escapes and typographic quotes. All of those are put
right; anything else is refused with a sentence that says what was pasted instead, never repeating it.
"""

import base64
import binascii
import hashlib
import html
import re
import unicodedata
import urllib.parse
from collections.abc import Mapping
from typing import NoReturn, Self

from afas_assistant.errors import ConfigurationError
from afas_assistant.texts import Text, phrase, phrase_n
from afas_assistant.transport import Reply

DATA_LENGTH = 64
"""Hexadecimal characters in a token's data (AFAS's authentication page)."""


class ClassicToken:
    """A classic AfasToken; implements Authentication. Shows nothing of itself, cannot be pickled.

    AFAS ends these tokens on 1 May 2027; OAuth follows them behind the same interface.
    """

    __slots__ = ("_data",)

    def __init__(self, data: str) -> None:
        """Make a token of its 64 hexadecimal characters; raises ValueError, without the text, for anything else."""
        if not re.fullmatch(r"[0-9A-Fa-f]{64}", data, re.ASCII):
            raise ValueError("a classic token has 64 hexadecimal characters")
        self._data = data

    @property
    def xml(self) -> str:
        """The token in AFAS's own form, for the keyring; treat it as a secret."""
        return f"<token><version>1</version><data>{self._data}</data></token>"

    @property
    def fingerprint(self) -> str:
        """Twelve characters by which two tokens can be compared without showing either."""
        return hashlib.sha256(self._data.upper().encode()).hexdigest()[:12]

    def headers(self, method: str, url: str) -> dict[str, str]:  # noqa: ARG002 - the same for every request
        """Return the Authorization header: base64 of the whole XML, compulsory since Profit 7."""
        return {"Authorization": f"AfasToken {self._base64()}"}

    def challenged(self, reply: Reply) -> bool:  # noqa: ARG002 - a classic token has nothing to renew
        """Return False: sending a refused classic token again cannot help."""
        return False

    def secrets(self) -> tuple[str, ...]:
        """Return every spelling of the token that must not be seen in a log, a report or an error."""
        encoded = self._base64()
        spellings = (
            self.xml,
            self._data,
            encoded,
            encoded.rstrip("="),
            encoded.translate(str.maketrans("+/", "-_")),
            urllib.parse.quote(encoded, safe=""),
            base64.b64encode(self._data.encode()).decode(),
        )
        return tuple(dict.fromkeys(spellings))

    def _base64(self) -> str:
        return base64.b64encode(self.xml.encode()).decode()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ClassicToken) and self._data.upper() == other._data.upper()

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __repr__(self) -> str:
        return "ClassicToken(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a token is not pickled")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: Mapping[int, object]) -> Self:
        return self


_QUOTES = re.compile("[\"'`\u00b4\u2018-\u201f\u00ab\u00bb\u2032\u2033]")
_ANGLES = str.maketrans("\u2039\u203a\u2329\u232a\u3008\u3009\u27e8\u27e9", "<><><><>")
_HEADER = re.compile(r"(?:authorization:?)?afastoken[:=]?(?=[A-Za-z0-9+/_-]{8})", re.IGNORECASE)
_DATA = re.compile(r"<data>([^<]*)</data>", re.IGNORECASE)
_OPENED = re.compile(r"<data>([^<]*)", re.IGNORECASE)
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}", re.ASCII)
_HEX = re.compile(r"[0-9A-Fa-f]+", re.ASCII)


def parse_token(text: str) -> ClassicToken:
    """Return the token that a text holds.

    Raises ConfigurationError: token_empty, token_half, token_twice, token_is_participant_number, token_is_otp,
    token_is_key, token_is_address, token_is_oauth or token_not_understood.
    """
    pasted = _cleaned(text)
    if not pasted:
        raise _refused("token_empty", phrase("Nothing was filled in."))
    data = _data_in(pasted)
    if data is None:
        raise _something_else(pasted)
    return _checked(data)


def _cleaned(text: str) -> str:
    """Return the text without blanks, invisible characters, quotes and escapes, none of which occur in a token."""
    text = html.unescape(html.unescape(unicodedata.normalize("NFKC", text)))
    text = re.sub(r"\\u003([ce])", lambda match: "<" if match[1] == "c" else ">", text, flags=re.IGNORECASE)
    text = re.sub(r"\\[rnt]", "", text).replace("\\", "")
    text = re.sub(r"%3[CE]|%2[FB]|%3D", lambda match: urllib.parse.unquote(match[0]), text, flags=re.IGNORECASE)
    text = _QUOTES.sub("", text.translate(_ANGLES))
    return "".join(character for character in text if not (character.isspace() or _invisible(character)))


def _invisible(character: str) -> bool:
    return unicodedata.category(character) in {"Cf", "Cc", "Zs", "Zl", "Zp"}


def _data_in(pasted: str) -> str | None:
    """Return what stands in the place of the token's data, whole or not; None when this is no token in any form."""
    xml = _xml_in(pasted)
    if xml is not None:
        return _data_of_xml(xml)
    bare = _HEADER.sub("", pasted, count=1)
    if _HEX.fullmatch(bare) and (len(bare) > 16 and len(bare) != 32):
        return bare
    # A bare token between other words, as in a mail.
    alone = re.search(r"(?<![0-9A-Za-z+/=])[0-9A-Fa-f]{64}(?![0-9A-Za-z+/=])", bare, re.ASCII)
    return alone[0] if alone else None


def _xml_in(pasted: str) -> str | None:
    """Return the XML of a token, from plain text or from base64; cut off is fine, None when there is none."""
    if "<data>" in pasted.lower() or "<token" in pasted.lower():
        return pasted
    bare = _HEADER.sub("", pasted, count=1)
    if not _BASE64.fullmatch(bare) or _HEX.fullmatch(bare):
        return None
    whole = bare.rstrip("=").translate(str.maketrans("-_", "+/"))
    whole = whole[:-1] if len(whole) % 4 == 1 else whole
    try:
        decoded = base64.b64decode(whole + "=" * (-len(whole) % 4), validate=True).decode("utf-8", "replace")
    except binascii.Error:
        return None
    decoded = _cleaned(decoded)
    return decoded if decoded.lower().startswith(("<token", "<?xml")) else None


def _data_of_xml(xml: str) -> str:
    found = dict.fromkeys(data.upper() for data in _DATA.findall(xml))
    if len(found) > 1:
        raise _two_tokens()
    whole = _DATA.search(xml)
    opened = whole or _OPENED.search(xml)
    return opened[1] if opened else ""


def _checked(data: str) -> ClassicToken:
    """Return the token of its data, or say what is wrong with the data."""
    wrong = next((place for place, character in enumerate(data, 1) if not _HEX.fullmatch(character)), None)
    if wrong is not None:
        raise _refused(
            "token_not_understood",
            phrase(
                "Character {place} of the data does not occur in a token: those are 0 to 9 and A to F.", place=wrong
            ),
        )
    if len(data) == 2 * DATA_LENGTH:
        if data[:DATA_LENGTH].upper() != data[DATA_LENGTH:].upper():
            raise _two_tokens()
        data = data[:DATA_LENGTH]
    if len(data) != DATA_LENGTH:
        raise _half(len(data))
    return ClassicToken(data)


def _half(length: int) -> ConfigurationError:
    return _refused(
        "token_half",
        phrase_n(
            "The token is not whole: its data has one character instead of 64.",
            "The token is not whole: its data has {count} characters instead of 64.",
            length,
        ),
    )


def _two_tokens() -> ConfigurationError:
    return _refused("token_twice", phrase("These are two different tokens, one after the other."))


def _something_else(pasted: str) -> ConfigurationError:
    """Return the error that says what was pasted instead of a token."""
    kinds = (
        (r"(?:https?:)?//.+|.+\.afas\.online.*", "token_is_address", phrase("This is an address of a web page.")),
        (
            r"[0-9]{8}",
            "token_is_otp",
            phrase("This is a one-time code (OTP), with which a token is fetched."),
        ),
        (
            r"[A-Za-z]?[0-9]{5}(?:[A-Za-z]{0,3}|\.[\w.-]+)",
            "token_is_participant_number",
            phrase("This is a participant number, an environment's name or a user name; it goes in the address field."),
        ),
        (
            r"[0-9A-Fa-f]{32}",
            "token_is_key",
            phrase(
                "This has 32 characters, as an API key or an environment key has. A token has 64; if this is one, half "
                "of it is missing."
            ),
        ),
        (r"(?:Bearer|DPoP)?eyJ[\w-]+\.[\w.-]+", "token_is_oauth", phrase("This is an access token of OAuth.")),
        (r"[^@]+@[^@]+\.[^@]+", "token_not_understood", phrase("This looks like an e-mail address.")),
        (r"[0-9]+", "token_not_understood", phrase("This is a number. A token has 64 characters: 0 to 9 and A to F.")),
    )
    for pattern, code, explanation in kinds:
        if re.fullmatch(pattern, pasted, re.ASCII | re.IGNORECASE):
            return _refused(code, explanation)
    return _refused("token_not_understood", phrase("This is not a token of AFAS in any of its forms."))


def _refused(code: str, explanation: Text) -> ConfigurationError:
    return ConfigurationError(
        code,
        title=phrase("This token cannot be used."),
        explanation=explanation,
        action=phrase(
            "Paste the whole token, from <token> to </token>. AFAS shows it once, when the user token is made in the "
            "app connector; if it is lost, make a new one and delete the old one."
        ),
    )

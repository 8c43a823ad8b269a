"""The key of TimeChimp's API, and what a person pasted as *the key*, understood.

A key stands for a whole company in TimeChimp. What v1's keys look like is documented nowhere, so anything that could be
one is taken, and only what certainly is something else is refused, saying what it is and never repeating it.
"""

import base64
import hashlib
import re
import unicodedata
import urllib.parse
from collections.abc import Mapping
from enum import StrEnum
from typing import NoReturn, Self

from afas_assistant.errors import ConfigurationError
from afas_assistant.texts import Text, phrase

_KEY = re.compile(r"[!-~]{8,512}", re.ASCII)


class Generation(StrEnum):
    """Which of TimeChimp's public APIs."""

    V1 = "v1"
    V2 = "v2"


class TimeChimpKey:
    """A key of TimeChimp's API. Shows nothing of itself, cannot be pickled."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """Make a key of its bare text; raises ValueError, without the text, for what no header can carry."""
        if not _KEY.fullmatch(text):
            raise ValueError("a TimeChimp key has 8 to 512 visible characters of ASCII")
        self._text = text

    @property
    def bare(self) -> str:
        """The key itself, for the keyring; treat it as a secret."""
        return self._text

    @property
    def generation(self) -> Generation | None:
        """The API that the key looks made for; None when it shows nothing. v2's keys begin with `TC_` (reported)."""
        return Generation.V2 if self._text.startswith("TC_") else None

    @property
    def fingerprint(self) -> str:
        """Twelve characters by which two keys can be compared without showing either."""
        return hashlib.sha256(self._text.encode()).hexdigest()[:12]

    def headers(self, generation: Generation) -> dict[str, str]:
        """Return the header by which a generation knows the company: `Authorization: Bearer` in v1, `api-key` in v2."""
        if generation is Generation.V1:
            return {"Authorization": f"Bearer {self._text}"}
        return {"api-key": self._text}

    def secrets(self) -> tuple[str, ...]:
        """Return every spelling of the key that must not be seen in a log, a report or an error."""
        quoted = urllib.parse.quote(self._text, safe="")
        encoded = base64.b64encode(self._text.encode()).decode()
        return tuple(dict.fromkeys((self._text, quoted, encoded)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TimeChimpKey) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __repr__(self) -> str:
        return "TimeChimpKey(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key is not pickled")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: Mapping[int, object]) -> Self:
        return self


_QUOTES = "\"'`\u00b4\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u00ab\u00bb"
_HEADER = re.compile(r"^(?:(?:authorization|api-key)\s*[:=]\s*)?(?:bearer\s+)?", re.IGNORECASE)


def parse_key(text: str) -> TimeChimpKey:
    """Return the key that a text holds, without blanks, quotes and the name of a header around it.

    Raises ConfigurationError timechimp_key_empty or timechimp_key_not_understood.
    """
    pasted = _cleaned(text)
    if not pasted:
        raise _refused("timechimp_key_empty", phrase("Nothing was filled in."))
    if not _KEY.fullmatch(pasted) or "<" in pasted or "://" in pasted or _EMAIL.fullmatch(pasted):
        raise _refused("timechimp_key_not_understood", _what_it_is(pasted))
    return TimeChimpKey(pasted)


_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def _cleaned(text: str) -> str:
    """Return the text without what mail and chat put around it and without invisible characters."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(" " if sign.isspace() else sign for sign in text if sign.isspace() or not _invisible(sign))
    return _HEADER.sub("", text.strip().strip(_QUOTES).strip()).strip().strip(_QUOTES).strip()


def _invisible(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cf", "Cc"}


def _what_it_is(pasted: str) -> Text:
    kinds = (
        ("<token", phrase("This is a token of AFAS, not a key of TimeChimp.")),
        ("<", phrase("This is a piece of a web page.")),
        ("://", phrase("This is an address.")),
        (" ", phrase("There are blanks in it; a key has none.")),
        ("@", phrase("This looks like an e-mail address.")),
    )
    for sign, meaning in kinds:
        if sign in pasted.lower():
            return meaning
    if len(pasted) < 8:
        return phrase("This is too short for a key.")
    if len(pasted) > 512:
        return phrase("This is too long for a key.")
    return phrase("There are characters in it that do not occur in a key.")


def _refused(code: str, explanation: Text) -> ConfigurationError:
    return ConfigurationError(
        code,
        title=phrase("This TimeChimp key cannot be used."),
        explanation=explanation,
        action=phrase(
            "In TimeChimp, an administrator finds the key under Settings › API, or makes one under Settings › API v2, "
            "which shows it once. Copy it whole."
        ),
    )

"""Texts for people, in Dutch and English, rendered as late as possible.

A verdict is made once and shown in whichever language is set when it is painted, so texts travel as values: a `Text`
knows how to render itself. Phrases in code are English and are translated with gettext (`resources/i18n`); texts that
come from profiles and explanations carry both languages themselves.
"""

import datetime as dt
import gettext
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any, Literal, cast

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")
DOMAIN = "afas_assistant"

_current: Language = "nl"


def use_language(language: Language) -> None:
    """Set the language in which texts are rendered from now on, for the whole program."""
    global _current  # noqa: PLW0603 - one language for the whole program is the point
    _current = language


def current_language() -> Language:
    """Return the language in which texts are rendered."""
    return _current


class Text(ABC):
    """Something that can be shown to a person in either language."""

    @abstractmethod
    def render(self, language: Language | None = None) -> str:
        """Return the text in the language given, or in the current one."""

    @abstractmethod
    def to_data(self) -> dict[str, Any]:
        """Return plain data from which `text_from_data` makes the same text again."""

    def __str__(self) -> str:
        return self.render()


@dataclass(frozen=True)
class Phrase(Text):
    """An English phrase of the program with named placeholders, translated by gettext."""

    msgid: str
    params: Mapping[str, object] = field(default_factory=dict)

    def render(self, language: Language | None = None) -> str:
        """Return the phrase in the language given, its placeholders filled."""
        chosen = language or _current
        return _fill(_catalogue(chosen).gettext(self.msgid), self.params, chosen)

    def to_data(self) -> dict[str, Any]:
        """Return the phrase as plain data."""
        return {"phrase": self.msgid, "params": _params_to_data(self.params)}


@dataclass(frozen=True)
class PluralPhrase(Text):
    """A phrase that differs between one and many; `{count}` is among its placeholders."""

    singular: str
    plural: str
    count: int
    params: Mapping[str, object] = field(default_factory=dict)

    def render(self, language: Language | None = None) -> str:
        """Return the form that fits the count, in the language given."""
        chosen = language or _current
        template = _catalogue(chosen).ngettext(self.singular, self.plural, self.count)
        return _fill(template, {"count": self.count, **self.params}, chosen)

    def to_data(self) -> dict[str, Any]:
        """Return the phrase as plain data."""
        return {
            "singular": self.singular,
            "plural": self.plural,
            "count": self.count,
            "params": _params_to_data(self.params),
        }


@dataclass(frozen=True)
class Bilingual(Text):
    """A text that carries both languages, as profiles and explanations do."""

    nl: str
    en: str
    params: Mapping[str, object] = field(default_factory=dict)

    def render(self, language: Language | None = None) -> str:
        """Return the text in the language given, its placeholders filled."""
        chosen = language or _current
        return _fill(self.nl if chosen == "nl" else self.en, self.params, chosen)

    def to_data(self) -> dict[str, Any]:
        """Return the text as plain data."""
        return {"nl": self.nl, "en": self.en, "params": _params_to_data(self.params)}


@dataclass(frozen=True)
class Literally(Text):
    """Words that are the same in every language: a name, or AFAS's own answer."""

    words: str

    def render(self, language: Language | None = None) -> str:  # noqa: ARG002 - the same in every language
        """Return the words unchanged."""
        return self.words

    def to_data(self) -> dict[str, Any]:
        """Return the words as plain data."""
        return {"literal": self.words}


_MONTHS: dict[Language, str] = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}


@dataclass(frozen=True)
class Day(Text):
    """A calendar day as people write it: 20 november 2026."""

    iso: str

    def render(self, language: Language | None = None) -> str:
        """Return day, month by name, year."""
        year, month, day = (int(part) for part in self.iso.split("-"))
        return f"{day} {_MONTHS[language or _current].split()[month - 1]} {year}"

    def to_data(self) -> dict[str, Any]:
        """Return the day as plain data."""
        return {"day": self.iso}


@dataclass(frozen=True)
class Money(Text):
    """An amount as people write it: € 1.250,00 in Dutch, € 1,250.00 in English; other currencies by their code."""

    amount: str
    currency: str = "EUR"

    def render(self, language: Language | None = None) -> str:
        """Return the amount with its cents, which no line break tears apart; a currency that is empty is left out."""
        words = in_digits(Decimal(self.amount), ",.2f", language)
        sign = "€" if self.currency == "EUR" else self.currency
        return f"{sign}\N{NO-BREAK SPACE}{words}" if sign else words

    def to_data(self) -> dict[str, Any]:
        """Return the amount as plain data."""
        return {"money": self.amount, "currency": self.currency}


_DUTCH_SIGNS = str.maketrans(",.", ".,")


@dataclass(frozen=True)
class Joined(Text):
    """Several texts one after the other."""

    parts: tuple[Text, ...]
    separator: str = " "

    def render(self, language: Language | None = None) -> str:
        """Return the parts that say something, joined."""
        return self.separator.join(filter(None, (part.render(language) for part in self.parts)))

    def to_data(self) -> dict[str, Any]:
        """Return the parts as plain data."""
        return {"joined": [part.to_data() for part in self.parts], "separator": self.separator}


def in_digits(number: Decimal, form: str = "f", language: Language | None = None) -> str:
    """Return a number in digits with the signs of the language; without a form it keeps the decimals that it has."""
    words = f"{number:{form}}"
    return words.translate(_DUTCH_SIGNS) if (language or _current) == "nl" else words


def phrase(msgid: str, /, **params: object) -> Text:
    """Return a translatable phrase; `msgid` is its English form with `{named}` placeholders, never an f-string."""
    return Phrase(msgid, params)


def phrase_n(singular: str, plural: str, count: int, /, **params: object) -> Text:
    """Return a translatable phrase that depends on a count, which is available as `{count}`."""
    return PluralPhrase(singular, plural, count, params)


def bilingual(data: Mapping[str, str], **params: object) -> Text:
    """Return a text from a TOML table with `nl` and `en`."""
    return Bilingual(data["nl"], data["en"], params)


def literal(words: str) -> Text:
    """Return words that are never translated, such as AFAS's own answer."""
    return Literally(words)


def joined(*parts: Text, separator: str = " ") -> Text:
    """Return the parts as one text."""
    return Joined(parts, separator)


def day(date: dt.date) -> Text:
    """Return a calendar day as text."""
    return Day(date.isoformat()[:10])


def money(amount: Decimal, currency: str = "EUR") -> Text:
    """Return an amount as text; an empty currency leaves the sign out, where a heading names it."""
    return Money(str(amount), currency)


def quoted(words: str) -> Text:
    """Return AFAS's words between the quotation marks of the language: «…» in Dutch, “…” in English."""
    return Bilingual("«{words}»", "“{words}”", {"words": words})


_MADE: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, object]], Text]] = {
    "phrase": lambda data, params: Phrase(data["phrase"], params),
    "singular": lambda data, params: PluralPhrase(data["singular"], data["plural"], data["count"], params),
    "nl": lambda data, params: Bilingual(data["nl"], data["en"], params),
    "joined": lambda data, _: Joined(tuple(text_from_data(part) for part in data["joined"]), data["separator"]),
    "day": lambda data, _: Day(data["day"]),
    "money": lambda data, _: Money(data["money"], data["currency"]),
    "literal": lambda data, _: Literally(data["literal"]),
}
"""What makes a text of its data, by the key that tells which kind it is."""


def text_from_data(data: Mapping[str, Any]) -> Text:
    """Return the text that `to_data` described.

    Raises ValueError for data that no text made.
    """
    params = {name: _param_from_data(value) for name, value in data.get("params", {}).items()}
    for key, made in _MADE.items():
        if key in data:
            return made(data, params)
    raise ValueError(f"not a text: keys {sorted(data)}")


def _params_to_data(params: Mapping[str, object]) -> dict[str, object]:
    return {name: value.to_data() if isinstance(value, Text) else _plain(value) for name, value in params.items()}


def _plain(value: object) -> object:
    return value if isinstance(value, int | float | str) else str(value)


def _param_from_data(value: object) -> object:
    return text_from_data(cast("dict[str, Any]", value)) if isinstance(value, dict) else value


def _fill(template: str, params: Mapping[str, object], language: Language) -> str:
    if not params:
        return template
    words = {name: value.render(language) if isinstance(value, Text) else value for name, value in params.items()}
    for name, value in words.items():
        if isinstance(value, str) and value.endswith("."):  # "B.V." ends a sentence by itself
            template = template.replace(f"{{{name}}}.", f"{{{name}}}")
    return template.format_map(words)


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    """Return the translations of a language; English is the language of the phrases themselves."""
    if language == "en":
        return gettext.NullTranslations()
    from afas_assistant.paths import resource  # noqa: PLC0415 - paths is needed only once a catalogue is read

    with suppress(OSError):
        return gettext.translation(DOMAIN, resource("i18n"), languages=[language])
    return gettext.NullTranslations()

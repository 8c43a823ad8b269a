"""Read a profile file and hand out its values, each checked, each mistake with its line.

Plain checks instead of a schema library: a consultant who writes a profile must be told which line to mend in words
about the file, and a schema library knows neither lines nor those words.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from afas_assistant.onboarding.profile_errors import ProfileError, with_nearest
from afas_assistant.onboarding.profile_lines import TomlLines
from afas_assistant.texts import LANGUAGES, Bilingual, Text, literal, phrase

Choice = TypeVar("Choice", bound=StrEnum)

_POSITION = re.compile(r" \((?:at line (\d+), column \d+|at end of document)\)$")


class Section:
    """One table of a profile file."""

    def __init__(self, file: Path, lines: TomlLines, values: Mapping[str, Any], at: tuple[str | int, ...] = ()) -> None:
        self.file = file
        self.at = at
        self._lines = lines
        self._values = values

    def __bool__(self) -> bool:
        return bool(self._values)

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def wrong(self, reason: Text, *key: str, action: Text | None = None) -> ProfileError:
        """Return the error that points at the line of the key, or of this table's header when none is given."""
        return ProfileError(self.file, self.line(*key), reason, action)

    def line(self, *key: str) -> int:
        """Return the line of a key of this table, or of its header."""
        return self._lines.line((*self.at, *key))

    def allow(self, known: Collection[str]) -> None:
        """Refuse the first key that is not known, naming the one that was probably meant."""
        for key in self._values:
            if key not in known:
                raise self.wrong(with_nearest(phrase("The key “{key}” is not known here.", key=key), key, known), key)

    def string(self, key: str) -> str:
        """Return a compulsory string: not empty, no blanks around it."""
        self._demand(key)
        value = self._values[key]
        if not isinstance(value, str):
            raise self.wrong(phrase("“{key}” must be text between quotes.", key=key), key)
        return self._tidy(key, value)

    def optional_string(self, key: str) -> str | None:
        """Return a string, or None when the key is absent."""
        return self.string(key) if key in self._values else None

    def strings(self, key: str) -> tuple[str, ...]:
        """Return a list of different strings; empty when the key is absent."""
        values = self._values.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise self.wrong(phrase("“{key}” must be a list of texts between square brackets.", key=key), key)
        tidy = tuple(self._tidy(key, value) for value in values)
        if doubled := next((value for value in tidy if tidy.count(value) > 1), None):
            raise self.wrong(phrase("“{value}” is twice in “{key}”.", value=doubled, key=key), key)
        return tidy

    def filled_strings(self, key: str) -> tuple[str, ...]:
        """Return a compulsory list of different strings that is not empty."""
        self._demand(key)
        values = self.strings(key)
        if not values:
            raise self.wrong(phrase("“{key}” is empty.", key=self._written(key)), key)
        return values

    def boolean(self, key: str) -> bool:
        """Return true or false; false when the key is absent."""
        value = self._values.get(key, False)
        if not isinstance(value, bool):
            raise self.wrong(phrase("“{key}” must be true or false, without quotes.", key=key), key)
        return value

    def integer(self, key: str) -> int:
        """Return a compulsory whole number."""
        self._demand(key)
        value = self._values[key]
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.wrong(phrase("“{key}” must be a whole number, without quotes.", key=key), key)
        return value

    def choice(self, key: str, kind: type[Choice]) -> Choice:
        """Return one of the words of an enumeration."""
        word = self.string(key)
        words = tuple(kind)
        if word not in words:
            reason = phrase(
                "“{word}” is not a value of “{key}”; possible are {words}.", word=word, key=key, words=", ".join(words)
            )
            raise self.wrong(with_nearest(reason, word, words), key)
        return kind(word)

    def optional_choice(self, key: str, kind: type[Choice]) -> Choice | None:
        """Return one of the words of an enumeration, or None when the key is absent."""
        return self.choice(key, kind) if key in self._values else None

    def text(self, key: str) -> Text:
        """Return a compulsory text for people: one string for both languages, or `nl` and `en`."""
        self._demand(key)
        if isinstance(self._values[key], str):
            return literal(self.string(key))
        both = self._languages(key)
        return Bilingual(both.string("nl"), both.string("en"))

    def optional_text(self, key: str) -> Text | None:
        """Return a text for people, or None when the key is absent."""
        return self.text(key) if key in self._values else None

    def texts(self, key: str) -> tuple[Text, ...]:
        """Return a compulsory list of texts: one list for both languages, or as many in `nl` as in `en`."""
        self._demand(key)
        if isinstance(self._values[key], list):
            return tuple(literal(line) for line in self.filled_strings(key))
        both = self._languages(key)
        dutch, english = both.filled_strings("nl"), both.filled_strings("en")
        if len(dutch) != len(english):
            reason = phrase(
                "“{key}” has {dutch} lines in Dutch and {english} in English.",
                key=key,
                dutch=len(dutch),
                english=len(english),
            )
            raise self.wrong(reason, key, "en")
        return tuple(Bilingual(nl, en) for nl, en in zip(dutch, english, strict=True))

    def table(self, key: str) -> "Section":
        """Return a table inside this one; an empty one when the key is absent."""
        value = self._values.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(phrase("“{key}” must be a table: [{key}].", key=key), key)
        return Section(self.file, self._lines, value, (*self.at, key))

    def tables(self, key: str) -> Iterator["Section"]:
        """Yield the tables of an array of tables; none when the key is absent."""
        values = self._values.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            raise self.wrong(phrase("“{key}” must be a list of tables: [[{key}]] above each.", key=key), key)
        for index, value in enumerate(values):
            yield Section(self.file, self._lines, value, (*self.at, key, index))

    def named_tables(self) -> Iterator[tuple[str, "Section"]]:
        """Yield every key of this table with the table that it holds."""
        for key in self._values:
            yield key, self.table(key)

    def _languages(self, key: str) -> "Section":
        if not isinstance(self._values[key], dict):
            raise self.wrong(phrase("“{key}” must be text, or a text in nl and one in en.", key=key), key)
        both = self.table(key)
        both.allow(LANGUAGES)
        return both

    def _demand(self, key: str) -> None:
        if key not in self._values:
            raise self.wrong(phrase("The key “{key}” is missing.", key=self._written(key)))

    def _written(self, key: str) -> str:
        """Return the key as a person writes it: “why.nl”, not “nl”."""
        holder = self.at[-1] if self.at else None
        return f"{holder}.{key}" if isinstance(holder, str) else key

    def _tidy(self, key: str, value: str) -> str:
        if not value.strip():
            raise self.wrong(phrase("“{key}” is empty.", key=self._written(key)), key)
        if value != value.strip():
            reason = phrase("“{key}” begins or ends with a blank: “{value}”.", key=self._written(key), value=value)
            raise self.wrong(reason, key)
        return value


def read_section(file: Path) -> Section:
    """Return the whole of a TOML file as one section.

    Raises ProfileError when the file cannot be opened, is not UTF-8 or is not TOML; a byte order mark, which Windows'
    Notepad writes, is passed over.
    """
    text = _text(file)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(file, *_syntax(text, str(error))) from None
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits, brackets thousands deep
        reason = phrase("This is not TOML: {reason}.", reason=literal(str(error)))
        raise ProfileError(file, None, reason) from None
    return Section(file, TomlLines(text), values)


def _text(file: Path) -> str:
    if not file.is_file():  # a pipe or a device might never end
        raise ProfileError(file, None, phrase("This is not a file."))
    try:
        content = file.read_bytes()
    except OSError as error:
        reason = phrase("The file cannot be opened ({reason}).", reason=literal(error.strerror or type(error).__name__))
        raise ProfileError(file, None, reason) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        reason = phrase("The file holds characters that are not UTF-8.")
        raise ProfileError(file, line, reason, phrase("Save the file again as UTF-8 and try again.")) from None


def _syntax(text: str, message: str) -> tuple[int, Text]:
    """Return line and reason of a message of Python's TOML reader, which names the line at its end."""
    found = _POSITION.search(message)
    line = int(found[1]) if found and found[1] else len(text.rstrip().split("\n"))
    words = _POSITION.sub("", message)
    return line, phrase("This is not TOML: {reason}.", reason=literal(words))

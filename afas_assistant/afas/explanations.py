"""What AFAS's answers mean: one table of data, looked up by status and message, or by code.

AFAS's words seldom say what to do, and one answer can have several causes. The table
(`resources/explanations/afas.toml`; its README explains the keys) holds for each answer what it means, whose it is,
what to do, and the causes that remain, likeliest first. Entries are tried in the order of the file and the first that
fits wins; what fits nothing ends in an entry that quotes AFAS unchanged. Situations, which are no answer of AFAS (a
token that was lost), are found by code only.

The table is ours, so a mistake in it is a bug: reading it raises ValueError that names entry and reason.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from string import Formatter
from typing import Literal, cast, get_args

from afas_assistant.errors import Who
from afas_assistant.paths import resource_text
from afas_assistant.texts import LANGUAGES, Language, Text, bilingual, phrase

Retry = Literal["no", "later", "now"]
Certainty = Literal["confirmed", "inferred"]
SeenAs = Literal["answer", "situation"]

_QUOTATION_MARKS = str.maketrans(dict.fromkeys("'’‘`´“”„«»", '"'))
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_LONGEST_MESSAGE = 2_000  # characters that are searched; AFAS's texts are far shorter, a stray web page is not
_STATUS_CLASS = re.compile(r"[1-5]xx")


@dataclass(frozen=True)
class Cause:
    """One of the causes that an answer leaves open, and the way to check it."""

    code: str
    cause: Text
    check: Text


@dataclass(frozen=True)
class Explanation:
    """What an answer means for the person who reads it.

    `retry` says whether the same request may be sent again unchanged. `certainty` is *inferred* where AFAS does not
    document the answer. `matched` is False when the table does not know the answer and only quotes it.
    """

    code: str
    meaning: Text
    whose: Who
    action: Text
    retry: Retry
    certainty: Certainty
    causes: tuple[Cause, ...]
    matched: bool


@dataclass(frozen=True)
class Word:
    """What stands in a placeholder: a general word, or one around the value that AFAS named."""

    general: Mapping[str, str]
    named: Mapping[str, str] | None

    def text(self, value: object | None) -> Text:
        """Return the word for a value, or the general one when there is none."""
        if isinstance(value, Text):
            return value
        if value is None or self.named is None:
            return bilingual(self.general)
        return bilingual(self.named, value=str(value))


@dataclass(frozen=True)
class Entry:
    """One entry of the table, as it was read; `examples` were published, `guesses` are wordings of ours."""

    code: str
    seen_as: SeenAs
    statuses: tuple[range, ...]
    without_message: bool
    fallback: bool
    patterns: tuple[re.Pattern[str], ...]
    examples: tuple[str, ...]
    guesses: tuple[str, ...]
    meaning: Mapping[str, str]
    action: Mapping[str, str]
    whose: Who
    retry: Retry
    certainty: Certainty
    cases: tuple[int, ...]
    source: str
    causes: tuple[tuple[str, Mapping[str, str], Mapping[str, str]], ...]

    @property
    def rank(self) -> int:
        """The entry's place in the order: patterns, then statuses, then fallbacks, then situations."""
        if self.seen_as == "situation":
            return 3
        return 2 if self.fallback else 0 if self.patterns else 1

    def match(self, status: int | None, words: str) -> dict[str, str] | None:
        """Return the values that AFAS named when this entry fits, else None; `words` is a `tidied` message."""
        if self.seen_as == "situation" or not self._fits_status(status) or (self.without_message and words):
            return None
        if not self.patterns:
            return {}
        found = next(filter(None, (pattern.search(words) for pattern in self.patterns)), None)
        return None if found is None else {name: value for name, value in found.groupdict().items() if value}

    def _fits_status(self, status: int | None) -> bool:
        if status is None:
            return not self.statuses or bool(self.patterns)
        return not self.statuses or any(status in statuses for statuses in self.statuses)


@dataclass(frozen=True)
class Table:
    """All entries in their order, and the words for their placeholders."""

    words: Mapping[str, Word]
    entries: tuple[Entry, ...]
    by_code: Mapping[str, Entry] = field(repr=False)

    def explain(self, status: int | None, message: str | None) -> Explanation:
        """Return the first entry that fits; the last answer of the table fits everything."""
        words = tidied(message or "")
        matches = ((entry, entry.match(status, words)) for entry in self.entries)
        entry, values = next((entry, values) for entry, values in matches if values is not None)
        return self.fill(entry, {"message": (message or "").strip() or None, "status": status, **values})

    def fill(self, entry: Entry, values: Mapping[str, object]) -> Explanation:
        """Return an entry's texts with the values in their placeholders."""

        def text(template: Mapping[str, str]) -> Text:
            used = {name: self.words[name].text(values.get(name)) for name in sorted(_placeholders(template))}
            return bilingual(template, **used)

        return Explanation(
            code=entry.code,
            meaning=text(entry.meaning),
            whose=entry.whose,
            action=text(entry.action),
            retry=entry.retry,
            certainty=entry.certainty,
            causes=tuple(Cause(code, text(cause), text(check)) for code, cause, check in entry.causes),
            matched=not entry.fallback,
        )


def explain(status: int | None, message: str | None) -> Explanation:
    """Return what AFAS's answer means: its HTTP status (None over SOAP, or when unknown) and its own words.

    AFAS's prefixes (`General message: `, `(AntaObject) `), its capitals and its quotation marks make no difference.
    """
    return table().explain(status, message)


def explanation(code: str, **params: object) -> Explanation:
    """Return the entry with this code; params fill its placeholders, such as `field="DbId"`.

    Raises KeyError for a code that is not in the table: codes are ours.
    """
    return table().fill(table().by_code[code], params)


def all_explanations() -> tuple[Explanation, ...]:
    """Return every entry in the order of the table, with the general words in its placeholders."""
    return tuple(table().fill(entry, {}) for entry in table().entries)


@cache
def table() -> Table:
    """Return the table, read on first use and kept."""
    return read_table(resource_text("explanations", "afas.toml"))


def tidied(message: str) -> str:
    """Return a message with single blanks and one kind of quotation mark (`"`): what patterns are written for."""
    return " ".join(message[:_LONGEST_MESSAGE].translate(_QUOTATION_MARKS).split())


def read_table(toml: str) -> Table:
    """Read and check a table.

    Raises ValueError that names the entry and the reason when the table is broken.
    """
    data = tomllib.loads(toml)
    words = {name: _word(_Fields(f"word {name!r}", word)) for name, word in data.get("words", {}).items()}
    entries = tuple(
        _entry(_Fields(_label(number, entry), entry)) for number, entry in enumerate(data.get("entry", []), 1)
    )
    by_code = {entry.code: entry for entry in entries}
    if len(by_code) < len(entries):
        codes = [entry.code for entry in entries]
        raise ValueError(f"explanation {next(code for code in codes if codes.count(code) > 1)!r}: code occurs twice")
    for entry in entries:
        _check_placeholders(entry, words)
    _check_order(entries)
    return Table(words, entries, by_code)


class _Fields:
    """One table of the file while it is read: knows its name for complaints, and which keys were asked for."""

    def __init__(self, name: str, data: object) -> None:
        self.name = name
        self._left = dict(cast("Mapping[str, object]", data))

    def broken(self, reason: str) -> ValueError:
        return ValueError(f"{self.name}: {reason}")

    def take(self, key: str, kind: type, default: object = None) -> object:
        value = self._left.pop(key, default)
        if not isinstance(value, kind):
            raise self.broken(f"{key} is missing" if value is None else f"{key} is no {kind.__name__}")
        return value

    def words(self, key: str) -> str:
        text = str(self.take(key, str)).strip()
        if not text:
            raise self.broken(f"{key} is empty")
        return text

    def choice(self, key: str, allowed: Iterable[str], default: str | None = None) -> str:
        value = str(self.take(key, str, default))
        if value not in allowed:
            raise self.broken(f"{key} {value!r} is none of {', '.join(allowed)}")
        return value

    def items(self, key: str) -> list[object]:
        return cast("list[object]", self.take(key, list, []))

    def both(self, key: str) -> dict[str, str]:
        inner = _Fields(f"{self.name}: {key}", self.take(key, dict))
        texts = {str(language): inner.words(language) for language in LANGUAGES}
        inner.close()
        return texts

    def close(self) -> None:
        if self._left:
            raise self.broken(f"unknown key {', '.join(self._left)}")


def _label(number: int, entry: Mapping[str, object]) -> str:
    return f"explanation {entry.get('code', f'number {number}')!r}"


def _word(fields: _Fields) -> Word:
    general = {str(language): fields.words(language) for language in LANGUAGES}
    named = {str(language): str(fields.take(f"{language}_named", str, "")) for language in LANGUAGES}
    fields.close()
    if any(named.values()) and not all("{value}" in text for text in named.values()):
        raise fields.broken("a named form lacks {value}")
    return Word(general, named if any(named.values()) else None)


def _entry(fields: _Fields) -> Entry:
    entry = Entry(
        code=_checked_code(fields),
        seen_as=cast("SeenAs", fields.choice("seen_as", get_args(SeenAs), "answer")),
        statuses=tuple(_statuses(fields, status) for status in fields.items("status")),
        without_message=fields.choice("message", ("any", "none"), "any") == "none",
        fallback=bool(fields.take("fallback", bool, default=False)),
        patterns=tuple(_pattern(fields, pattern) for pattern in fields.items("patterns")),
        examples=tuple(map(str, fields.items("examples"))),
        guesses=tuple(map(str, fields.items("guesses"))),
        meaning=fields.both("meaning"),
        action=fields.both("action"),
        whose=Who(fields.choice("whose", tuple(Who))),
        retry=cast("Retry", fields.choice("retry", get_args(Retry))),
        certainty=cast("Certainty", fields.choice("certainty", get_args(Certainty))),
        cases=tuple(int(str(case)) for case in fields.items("cases")),
        source=fields.words("source"),
        causes=tuple(_cause(_Fields(f"{fields.name}: cause", cause)) for cause in fields.items("causes")),
    )
    fields.close()
    _check_kind(fields, entry)
    return entry


def _cause(fields: _Fields) -> tuple[str, dict[str, str], dict[str, str]]:
    cause = (_checked_code(fields), fields.both("cause"), fields.both("check"))
    fields.close()
    return cause


def _checked_code(fields: _Fields) -> str:
    code = fields.words("code")
    if not _CODE.fullmatch(code):
        raise fields.broken(f"code {code!r} is not snake_case")
    return code


def _statuses(fields: _Fields, status: object) -> range:
    """Return the statuses that `404` or `"4xx"` stands for."""
    if isinstance(status, int) and 100 <= status <= 599:
        return range(status, status + 1)
    if isinstance(status, str) and _STATUS_CLASS.fullmatch(status):
        return range(int(status[0]) * 100, int(status[0]) * 100 + 100)
    raise fields.broken(f"status {status!r} is neither a status nor a class such as '5xx'")


def _pattern(fields: _Fields, pattern: object) -> re.Pattern[str]:
    try:
        return re.compile(str(pattern), re.IGNORECASE)
    except re.error as error:
        raise fields.broken(f"pattern {pattern!r} is no regular expression ({error})") from error


def _check_kind(fields: _Fields, entry: Entry) -> None:
    """Check that an answer can be found, that each pattern has an example, and that a situation is never found."""
    if entry.seen_as == "situation" and (entry.statuses or entry.patterns or entry.fallback):
        raise fields.broken("a situation has no status, patterns or fallback")
    if entry.seen_as == "answer" and not (entry.patterns or entry.statuses or entry.fallback):
        raise fields.broken("an answer needs a status or patterns")
    words = [tidied(example) for example in entry.examples + entry.guesses]
    for pattern in entry.patterns:
        if not any(map(pattern.search, words)):
            raise fields.broken(f"no example or guess fits pattern {pattern.pattern!r}")
    codes = [code for code, _, _ in entry.causes]
    if len(set(codes)) < len(codes):
        raise fields.broken("a cause occurs twice")


def _check_placeholders(entry: Entry, words: Mapping[str, Word]) -> None:
    """Check that every placeholder and every named group has its words, in both languages."""
    texts = [entry.meaning, entry.action, *(text for _, cause, check in entry.causes for text in (cause, check))]
    try:
        used = set[str]().union(*map(_placeholders, texts), *(pattern.groupindex for pattern in entry.patterns))
    except ValueError as error:
        raise ValueError(f"explanation {entry.code!r}: {error}") from error
    if unknown := used - set(words):
        raise ValueError(f"explanation {entry.code!r}: no words for {', '.join(sorted(unknown))}")


def _check_order(entries: tuple[Entry, ...]) -> None:
    """Check that the specific stands before the general, and that the last answer fits everything."""
    for before, after in pairwise(entries):
        if after.rank < before.rank:
            raise ValueError(f"explanation {after.code!r}: stands after {before.code!r}, which is more general")
    answers = [entry for entry in entries if entry.seen_as == "answer"]
    if not answers or answers[-1].match(None, "") is None or answers[-1].match(200, "x") is None:
        raise ValueError("the last answer of the table must fit everything: fallback without status or patterns")


def _placeholders(template: Mapping[str, str]) -> set[str]:
    """Return the placeholders of a text in either language."""
    return {name for text in template.values() for _, name, _, _ in Formatter().parse(text) if name is not None}


def as_markdown(language: Language) -> str:
    """Return the table as Markdown for the documentation."""
    header = (
        phrase("Code"),
        phrase("Status"),
        phrase("AFAS says"),
        phrase("What it means"),
        phrase("Whose it is"),
        phrase("What to do"),
        phrase("Retry"),
        phrase("Certainty"),
        phrase("Source"),
    )
    lines = [_row(text.render(language) for text in header), _row("---" for _ in header)]
    lines += [_row(_cells(entry, table().fill(entry, {}), language)) for entry in table().entries]
    for shown in all_explanations():
        if shown.causes:
            lines += ["", f"**{shown.code}**", "", *_numbered(shown.causes, language)]
    return "\n".join(lines) + "\n"


def _cells(entry: Entry, shown: Explanation, language: Language) -> tuple[str, ...]:
    statuses = (str(found.start) if len(found) == 1 else f"{found.start // 100}xx" for found in entry.statuses)
    meaning, action = shown.meaning.render(language), shown.action.render(language)
    says = "; ".join(entry.examples)
    return (
        f"`{entry.code}`",
        ", ".join(statuses),
        says,
        meaning,
        str(entry.whose),
        action,
        entry.retry,
        entry.certainty,
        entry.source,
    )


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _numbered(causes: tuple[Cause, ...], language: Language) -> list[str]:
    return [
        f"{number}. `{cause.code}`: {cause.cause.render(language)} {cause.check.render(language)}"
        for number, cause in enumerate(causes, 1)
    ]

"""Definition files as text for a terminal: worst first, and what to do."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from afas_assistant.errors import WHO_NAMES, Who
from afas_assistant.gcn.collection import FoundFile
from afas_assistant.gcn.definition import GcnDefinition
from afas_assistant.onboarding.definition_comparison import NOT_PROVEN
from afas_assistant.onboarding.definition_findings import Finding, Weight
from afas_assistant.onboarding.definition_live import LiveDefinition, Standing
from afas_assistant.onboarding.definition_manifest import KnownFiles
from afas_assistant.onboarding.definition_meaning import meaning
from afas_assistant.texts import Text, day, joined, literal, phrase, phrase_n

WIDE = 100
MARGIN = "    "
SQL = "carries_sql"
"""The finding that holds for every file and is told once, at the end."""

_WORDS: dict[Standing | None, Text] = {
    None: phrase("Not read"),
    Standing.DIFFERENT: phrase("Different"),
    Standing.ABSENT: phrase("Absent"),
    Standing.UNANSWERED: phrase("No answer"),
    Standing.SAME: phrase("The same"),
}
"""The word for each standing, the worst first; None for a file that could not be read."""


@dataclass(frozen=True)
class Compared:
    """A file with what the environment has of it; `live` is None where the file could not be read."""

    file: FoundFile
    live: LiveDefinition | None

    @property
    def standing(self) -> Standing | None:
        """How the connector stands."""
        return self.live.standing if self.live else None


def shown_text(found: Sequence[FoundFile], known: KnownFiles) -> str:
    """Return what importing the files would create, without a trailing newline."""
    shown = [(one, _findings(one, known)) for one in found]
    shown.sort(key=lambda pair: _rank(*pair))
    blocks = ["\n".join(_block(file, findings)) for file, findings in shown]
    sql = {str(finding.text): finding for _, findings in shown for finding in findings if finding.code == SQL}
    once = ["\n".join(_wrapped(joined(one.text, one.remedy), first="", others="")) for one in sql.values()]
    return "\n\n".join((*blocks, *once, str(_count(found))))


def comparison_text(compared: Sequence[Compared]) -> str:
    """Return how the files stand against what AFAS has, without a trailing newline."""
    order = list(_WORDS)
    ordered = sorted(compared, key=lambda one: (order.index(one.standing), not _breaks(one)))
    wide = max(len(str(_WORDS[one.standing])) for one in ordered)
    lines = [line for one in ordered for line in _compared(one, wide)]
    unproven = ["", str(phrase("What this does not show")), *(f"- {text}" for text in NOT_PROVEN)]
    return "\n".join((*lines, *unproven, "", str(phrase("Nothing was changed in AFAS."))))


def _findings(found: FoundFile, known: KnownFiles) -> tuple[Finding, ...]:
    if found.definition is None:
        return ()
    expected = known.by_connector(found.definition.connector_id) or known.by_file(found.name)
    return meaning(found.definition, expected)


def _rank(found: FoundFile, findings: Sequence[Finding]) -> int:
    """Return the order of worst first: unread, with something that needs attention, the rest."""
    if found.definition is None:
        return 0
    return 1 if any(one.weight is Weight.ATTENTION for one in findings) else 2


def _block(found: FoundFile, findings: Sequence[Finding]) -> Iterator[str]:
    if found.definition is None:
        yield _line(f"{_WORDS[None]}: {found.label}")
        if found.error is not None:
            yield from _error(found.error.sentence(), found.error.who)
        return
    yield _line(found.label)
    yield from _facts(found.definition)
    for weight, title in ((Weight.ATTENTION, phrase("Mind")), (Weight.ADVICE, phrase("Good to know"))):
        told = [one for one in findings if one.weight is weight and one.code != SQL]
        if told:
            yield f"  {title}"
        for one in told:
            yield from _wrapped(joined(one.text, one.remedy), first=f"{MARGIN}- ", others=f"{MARGIN}  ")


def _facts(definition: GcnDefinition) -> Iterator[str]:
    facts: list[tuple[Text, Text]] = [
        (phrase("Connector"), literal(definition.connector_id)),
        (phrase("Description"), literal(definition.description)),
        (
            phrase("Data collection"),
            literal(f"{definition.data_collection} ({definition.data_collection_id})"),
        ),
        (phrase("From"), _origin(definition)),
        (
            phrase_n("{count} column", "{count} columns", len(definition.columns)),
            literal(", ".join(f"{column.name} ({column.internal_id})" for column in definition.columns)),
        ),
    ]
    if not definition.filters:
        facts.append((phrase("Filters"), phrase("none")))
    names = [str(name) for name, _ in facts]
    wide = max(map(len, names)) + 2
    for name, (_, words) in zip(names, facts, strict=True):
        yield from _wrapped(words, first=f"  {name:<{wide}}", others=" " * (wide + 2))


def _origin(definition: GcnDefinition) -> Text:
    release = phrase("Profit {release}, file format {format}", release=definition.release, format=definition.format)
    changed = phrase("changed {date}", date=day(definition.changed)) if definition.changed else literal("")
    return joined(release, changed, separator=", ")


def _count(found: Sequence[FoundFile]) -> Text:
    read = sum(one.definition is not None for one in found)
    if read == len(found):
        return phrase_n("1 definition read.", "{count} definitions read.", read)
    return phrase("{read} read, {unread} not.", read=read, unread=len(found) - read)


def _breaks(one: Compared) -> bool:
    return bool(one.live and one.live.comparison and one.live.comparison.breaks)


def _compared(one: Compared, wide: int) -> Iterator[str]:
    word = str(_WORDS[one.standing]).upper()
    inside = f"{one.file.definition.connector_id}  ({one.file.label})" if one.file.definition else one.file.label
    yield f"{word:<{wide}}  {_line(inside)}"
    if one.file.error is not None:
        yield from _error(one.file.error.sentence(), one.file.error.who)
    if one.live is not None:
        yield from _wrapped(one.live.title)
        if one.live.standing is not Standing.SAME:
            yield from _wrapped(one.live.remedy)
            yield f"{MARGIN}{phrase('Who: {who}', who=WHO_NAMES[one.live.who])}"


def _error(sentence: str, who: Who) -> Iterator[str]:
    yield from _wrapped(literal(sentence))
    yield f"{MARGIN}{phrase('Who: {who}', who=WHO_NAMES[who])}"


def _wrapped(text: Text, first: str = MARGIN, others: str = MARGIN) -> list[str]:
    words = " ".join(text.render().split())
    return textwrap.wrap(
        words, WIDE, initial_indent=first, subsequent_indent=others, break_long_words=False, break_on_hyphens=False
    )


def _line(text: str) -> str:
    """Return a text on one line; what a file calls itself must not look like a line of ours."""
    return " ".join(text.split())

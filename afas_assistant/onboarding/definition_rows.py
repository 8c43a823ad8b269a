"""Hold the definition files that somebody has against those that an integration needs: one row for each.

A file is known by the connector inside it. Its name counts only where nothing can be read inside, or where no other
file brings the connector: people rename files, and vendors rename connectors.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from afas_assistant.errors import Who
from afas_assistant.gcn.collection import FoundFile
from afas_assistant.gcn.definition import GcnDefinition
from afas_assistant.onboarding.definition_findings import Finding, Weight
from afas_assistant.onboarding.definition_manifest import Expected
from afas_assistant.texts import Text, day, literal, phrase

LONGEST_NAME = 255
"""Signs of a file name that count; no system has longer ones, a ZIP may."""
MOST_FILES = 5
"""So many files are named in a sentence; the rest are counted."""

_COPY_BEFORE = re.compile(r"^(copy of|kopie van) +")
_COPY_BEHIND = re.compile(r"( *\(\d+\)| *[-–_]+ *(copy|kopie|kopi)( *\(\d+\))?| +(copy|kopie)( \d+)?)$")


class RowState(StrEnum):
    """How a row stands. DAMAGED: there is a file, and it cannot be read. DOUBLED: several that differ."""

    FOUND = "found"
    MISSING = "missing"
    DAMAGED = "damaged"
    DOUBLED = "doubled"
    NOT_EXPECTED = "not_expected"


@dataclass(frozen=True)
class Row:
    """A definition file that is needed, or one that nobody asked for (`expected` None), with the files found for it.

    `findings` say which file this is. What the definition itself means is told by `meaning`, also that it brings
    another connector than the expected one.
    """

    state: RowState
    expected: Expected | None
    found: tuple[FoundFile, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def definition(self) -> GcnDefinition | None:
        """The definition that importing would bring; None when there is none, or when it is not clear which."""
        if self.state is RowState.DOUBLED:
            return None
        return next((one.definition for one in self.found if one.definition is not None), None)


def rows_of(expected: Sequence[Expected], found: Iterable[FoundFile]) -> tuple[Row, ...]:
    """Return a row for each expected file, in their order, then one for each file or problem that is left over."""
    by_name = {bare_name(one.file): one for one in reversed(expected)}
    by_connector = {name.casefold(): one for one in reversed(expected) for name in one.names}
    matched: dict[str, list[FoundFile]] = {one.file: [] for one in expected}
    left: list[FoundFile] = []
    for file in found:
        wanted = by_connector.get(file.definition.connector_id.casefold()) if file.definition else None
        (matched[wanted.file] if wanted else left).append(file)
    brought = {name for name, files in matched.items() if files}
    strangers: list[FoundFile] = []
    for file in left:
        wanted = by_name.get(bare_name(file.name))
        fits = wanted is not None and (file.definition is None or wanted.file not in brought)
        (matched[wanted.file] if wanted and fits else strangers).append(file)
    rows = [_row(one, matched[one.file], by_name) for one in expected]
    return (*rows, *(_stranger(file, by_name) for file in strangers))


def bare_name(name: str) -> str:
    """Return a file's name without its ending, capitals and what copying adds: "SBQ_BTW (1).gcn" is "sbq_btw"."""
    stem, before = name.casefold()[:LONGEST_NAME], ""
    while before != stem:
        before, stem = stem, _COPY_BEHIND.sub("", _COPY_BEFORE.sub("", stem.strip().removesuffix(".gcn").rstrip()))
    return stem


def _row(expected: Expected, files: Sequence[FoundFile], by_name: Mapping[str, Expected]) -> Row:
    read = [file for file in files if file.definition is not None]
    broken = [file for file in files if file.definition is None]
    if not read:
        return Row(RowState.DAMAGED if broken else RowState.MISSING, expected, tuple(broken))
    unlike = _unlike(read)
    findings = [
        told for file in read if by_name.get(bare_name(file.name)) != expected for told in _promises(file, by_name)
    ]
    if len(unlike) > 1:
        return Row(RowState.DOUBLED, expected, (*read, *broken), (_doubled(unlike), *findings))
    if len(read) > 1:
        findings.append(_again(read))
    findings += [_broken_beside(file) for file in broken]
    return Row(RowState.FOUND, expected, (*read, *broken), tuple(findings))


def _stranger(file: FoundFile, by_name: Mapping[str, Expected]) -> Row:
    if file.definition is None:
        return Row(RowState.DAMAGED, None, (file,))
    return Row(RowState.NOT_EXPECTED, None, (file,), tuple(_promises(file, by_name)))


def _unlike(files: Iterable[FoundFile]) -> list[FoundFile]:
    """Return one file of each kind: each export seals a definition anew, so other bytes may hold the same."""
    kinds: dict[GcnDefinition, FoundFile] = {}
    for file in files:
        if file.definition is not None:
            kinds.setdefault(replace(file.definition, remarks=()), file)
    return list(kinds.values())


def _promises(file: FoundFile, by_name: Mapping[str, Expected]) -> list[Finding]:
    """Return the finding that a file's name promises another connector than is inside, if it does."""
    promised = by_name.get(bare_name(file.name))
    if file.definition is None or promised is None or promised.arrives_as(file.definition.connector_id):
        return []
    text = phrase(
        "{file} is named as if it brings {promised}, and brings {connector}.",
        file=literal(file.label),
        promised=promised.names[0],
        connector=literal(file.definition.connector_id),
    )
    remedy = phrase("Ask for the file again, or rename it, so that nobody imports the wrong one.")
    return [Finding("other_connector_inside", Weight.ATTENTION, text, remedy, Who.VENDOR)]


def _doubled(files: Sequence[FoundFile]) -> Finding:
    text = phrase(
        "{count} files bring the same connector and differ: {files}.",
        count=len(files),
        files=literal(", ".join([file.label for file in files[:MOST_FILES]] + ["…"] * (len(files) > MOST_FILES))),
    )
    newest = _newest(files)
    remedy = (
        phrase("{file} was changed last, {date}. Import only the one that you mean.", file=newest[0], date=newest[1])
        if newest
        else phrase("Import only the one that you mean; ask the vendor which is current.")
    )
    return Finding("doubled", Weight.ATTENTION, text, remedy, Who.CONSULTANT)


def _newest(files: Sequence[FoundFile]) -> tuple[Text, Text] | None:
    """Return the file whose definition was changed last, and when; None when two were, or no file tells."""
    told = [(file.definition.changed, file) for file in files if file.definition and file.definition.changed]
    if len(told) < len(files):
        return None
    last = max(changed for changed, _ in told)
    newest = [file for changed, file in told if changed == last]
    return (literal(newest[0].label), day(last)) if len(newest) == 1 else None


def _again(files: Sequence[FoundFile]) -> Finding:
    text = phrase("The same definition is there {count} times.", count=len(files))
    remedy = phrase("Importing it once is enough.")
    return Finding("same_again", Weight.ADVICE, text, remedy, Who.CONSULTANT)


def _broken_beside(file: FoundFile) -> Finding:
    text = phrase("{file} cannot be read; another file brings the connector.", file=literal(file.label))
    remedy = phrase("Leave the damaged file out.")
    return Finding("damaged_copy", Weight.ADVICE, text, remedy, Who.CONSULTANT)

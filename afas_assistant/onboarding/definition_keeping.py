"""What GetConnectors are held against: made from definition files, and learnt from the checks themselves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from afas_assistant.onboarding.definition_drift import drift
from afas_assistant.onboarding.verdicts import Section, Verdict
from afas_assistant.organisations.records import DefinitionSource, KeptDefinition

if TYPE_CHECKING:  # whoever has such files has loaded the reader
    from afas_assistant.gcn.collection import FoundFile

Definitions = Mapping[str, KeptDefinition]


def by_name(definitions: Iterable[KeptDefinition]) -> dict[str, KeptDefinition]:
    """Return definitions by the name of their connector in folded letters, as AFAS takes it."""
    return {one.connector.casefold(): one for one in definitions}


def from_files(files: "Iterable[FoundFile]", known: Definitions, at: datetime) -> list[KeptDefinition]:
    """Return what to keep of files; what could not be read, and what is kept already, is left out."""
    found = []
    for file in files:
        definition = file.definition
        if definition is None or _is_known(file, known.get(definition.connector_id.casefold())):
            continue
        found.append(
            KeptDefinition(
                connector=definition.connector_id,
                source=DefinitionSource.FILE,
                columns=tuple((column.name, column.internal_id) for column in definition.columns),
                kept_at=at,
                label=file.name,
                digest=file.digest,
                description=definition.description,
                data_collection=definition.data_collection,
                format=definition.format,
                changed=definition.changed,
            )
        )
    return found


def from_columns(connector: str, columns: Sequence[tuple[str, str]], at: datetime) -> KeptDefinition:
    """Return what to keep of a connector as a check found it."""
    return KeptDefinition(connector, DefinitionSource.LIVE, tuple(columns), at, at)


@dataclass(frozen=True)
class Learnt:
    """What a whole check tells about what connectors are held against."""

    new: Sequence[KeptDefinition]
    matched: Sequence[str]


def learnt(verdicts: Iterable[Verdict], known: Definitions, at: datetime) -> Learnt:
    """Return what to keep after a check: columns seen for the first time, added ones, and what is as it was kept."""
    new: dict[str, KeptDefinition] = {}
    matched: list[str] = []
    for connector, columns in _told(verdicts).items():
        kept = known.get(connector.casefold())
        if kept is None:
            new[connector] = from_columns(connector, columns, at)
        elif not drift(kept, columns).changed:
            matched.append(connector)
            if kept.source is DefinitionSource.LIVE and kept.columns != columns:
                new[connector] = replace(kept, columns=columns)
    return Learnt(tuple(new.values()), matched)


def _told(verdicts: Iterable[Verdict]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the columns by connector; several checklists may ask for one."""
    return {
        one.found: tuple(one.columns)
        for one in verdicts
        if one.line.section is Section.GET and one.found and one.columns
    }


def _is_known(file: "FoundFile", kept: KeptDefinition | None) -> bool:
    """Whether this very file is what is kept: reading it in again must not forget when AFAS last matched it."""
    return kept is not None and kept.source is DefinitionSource.FILE and kept.digest == file.digest

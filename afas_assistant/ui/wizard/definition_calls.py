"""The work behind the card of definition files, without Qt: what its lanes run. All of it reads the disk."""

from collections import Counter as Counts
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from afas_assistant.errors import ConfigurationError
from afas_assistant.gcn.collection import FoundFile, collect
from afas_assistant.onboarding.definition_manifest import Expected, expected_files, kept_paths
from afas_assistant.onboarding.definition_rows import Row, bare_name, rows_of
from afas_assistant.onboarding.requirements import Profile
from afas_assistant.paths import Folders
from afas_assistant.practice.remote import PracticeControlError
from afas_assistant.texts import Bilingual, phrase
from afas_assistant.ui.wizard.definition_content import content_of

if TYPE_CHECKING:  # that module asks for this one when it is at work
    from afas_assistant.practice.process import PracticeProcess
    from afas_assistant.ui.wizard.definition_reading import Counter


MOST_ALIKE = 10
"""So many files are kept for each that is expected, and so many that nobody asked for; the rest is counted."""


@dataclass(frozen=True)
class FilesRead:
    """What was read by now, against what is expected.

    `paths` are the files and folders that it was read from. `unkept` is how many files were read and not kept: a
    folder may hold thousands that nobody asked for.
    """

    expected: tuple[Expected, ...]
    rows: tuple[Row, ...]
    found: tuple[FoundFile, ...] = ()
    paths: tuple[Path, ...] = ()
    unkept: int = 0

    @property
    def is_read(self) -> bool:
        """Whether anything was read: before that no file is missing."""
        return bool(self.paths)


def nothing_read(profile: Profile, folders: Folders) -> tuple[FilesRead, Sequence[Path]]:
    """Return the definition files that a checklist needs, and the files that lie ready in the person's own folder."""
    expected = expected_files([profile], folders)
    return FilesRead(expected, rows_of(expected, ())), kept_paths(folders)


def read(before: FilesRead, paths: Sequence[Path], counter: "Counter", cancelled: Callable[[], bool]) -> FilesRead:
    """Read these in addition to what was read before.

    A file that comes again, by its name or by what is in it, takes the place of the earlier one: that is how somebody
    mends a damaged file. Files of one drop stay beside each other.
    """
    news: list[FoundFile] = []
    alike: Counts[str | None] = Counts()
    for file in collect(paths, cancelled=cancelled):
        counter.count += 1
        wanted = _wanted(file, before.expected)
        alike[wanted] += 1
        if alike[wanted] <= MOST_ALIKE:
            news.append(file)
    names, digests = {bare_name(one.name) for one in news}, {one.digest for one in news if one.digest}
    kept = [one for one in before.found if bare_name(one.name) not in names and one.digest not in digests]
    found = (*kept, *news)
    return replace(
        before,
        rows=rows_of(before.expected, found),
        found=found,
        paths=tuple(dict.fromkeys((*before.paths, *paths))),
        unkept=before.unkept + counter.count - len(news),
    )


def _wanted(file: FoundFile, expected: Sequence[Expected]) -> str | None:
    """Return the expected file that this one may be, by what is in it or by its name."""
    connector, name = file.definition.connector_id if file.definition else "", bare_name(file.name)
    found = (one.file for one in expected if one.arrives_as(connector) or bare_name(one.file) == name)
    return next(found, None)


def import_in_practice(process: "PracticeProcess", read_before: FilesRead, rows: Sequence[Row]) -> int:
    """Import files in the practice environment as AFAS would, and return how many.

    Raises DefinitionFileError for a file that is gone, PracticeRefusedError for one that practice refuses.
    """
    for row in rows:
        file = next(one for one in row.found if one.definition is not None)
        content = content_of(file, read_before.paths)
        try:
            process.import_definition(content)
        except PracticeControlError as error:
            raise PracticeRefusedError(file.name, error) from None
    return len(rows)


class PracticeRefusedError(ConfigurationError):
    """The practice environment does not take a file, or does not answer."""

    def __init__(self, name: str, error: PracticeControlError) -> None:
        said = Bilingual(error.sentence("nl"), error.sentence("en"))
        super().__init__(
            "practice_refused",
            title=phrase("{file} was not imported in the practice environment.", file=name),
            explanation=said,
            action=phrase(
                "Files above it in the list were imported. Read them again, or start the practice environment anew."
            ),
        )

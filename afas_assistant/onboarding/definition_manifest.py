"""Which definition files are known: what each is for, and under which names it arrives in AFAS.

A manifest is a TOML file about the files of one vendor. The program's own stands in `resources/gcn`; a consultant's
own lie in the folder `gcn` of the data folder, beside the definition files themselves. A file that a checklist names
without a manifest is known by what the checklist says of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from afas_assistant.errors import ConfigurationError
from afas_assistant.onboarding.profile_errors import ProfileError
from afas_assistant.onboarding.profile_source import Section, read_section
from afas_assistant.onboarding.requirements import GetRequirement, Profile
from afas_assistant.paths import Folders, resource
from afas_assistant.texts import Text, literal, phrase

SCHEMA = 1
MANUAL = "resources/gcn/README.md"
_HEAD = ("schema", "publisher", "definition")
_DEFINITION = ("file", "arrives_as", "description", "purpose", "columns")


@dataclass(frozen=True)
class Expected:
    """A definition file that an integration needs.

    `names` are the connector ids under which it arrives, likeliest first, which need not resemble `file`. `roles` are
    what its columns are for; with `assumption` they are only what we expect to find, since the vendor publishes none.
    `description` is what AFAS shows beside the id.
    """

    file: str
    names: tuple[str, ...]
    purpose: Text
    roles: tuple[str, ...] = ()
    assumption: bool = False
    description: str | None = None
    publisher: str = ""

    def arrives_as(self, connector_id: str) -> bool:
        """Return whether this connector is the one that the file should bring; capitals do not matter."""
        return connector_id.casefold() in {name.casefold() for name in self.names}


class ManifestError(ConfigurationError):
    """A manifest that was found but cannot be used; `line` counts from 1, None when no line is to blame."""

    def __init__(self, path: Path, line: int | None, reason: Text) -> None:
        place = literal(str(path)) if line is None else phrase("{file}, line {line}", file=str(path), line=line)
        super().__init__(
            "manifest_broken",
            title=phrase("This list of definition files cannot be used."),
            explanation=phrase("{place}: {reason}", place=place, reason=reason),
            action=phrase("Correct the file and try again; {manual} explains each key.", manual=MANUAL),
        )
        self.path = path
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class KnownFiles:
    """All definition files that a manifest tells of, and the manifests that could not be read."""

    files: tuple[Expected, ...]
    problems: tuple[ManifestError, ...] = ()

    def by_file(self, name: str) -> Expected | None:
        """Return what is known of a file of this name; capitals do not matter."""
        return next((one for one in self.files if one.file.casefold() == name.casefold()), None)

    def by_connector(self, connector_id: str) -> Expected | None:
        """Return the file that brings this connector."""
        return next((one for one in self.files if one.arrives_as(connector_id)), None)


def known_files(folders: Folders | None = None) -> KnownFiles:
    """Return what all manifests tell; a person's own go before the program's where both name a file.

    A manifest that cannot be read is told in `problems` and hides nothing else. Reads the disk.
    """
    own: list[Expected] = []
    problems: list[ManifestError] = []
    for path in _files(folders, ".toml"):
        try:
            own += read_manifest(path)
        except ManifestError as error:
            problems.append(error)
    unique: dict[str, Expected] = {}
    for one in (*own, *_built_in()):
        unique.setdefault(one.file.casefold(), one)
    return KnownFiles(tuple(unique.values()), tuple(problems))


def expected_files(profiles: Iterable[Profile], folders: Folders | None = None) -> tuple[Expected, ...]:
    """Return the definition files that checklists name, in their order, each once, with what is known of them."""
    known = known_files(folders)
    found: dict[str, Expected] = {}
    for requirement in (line for profile in profiles for line in profile.get):
        if requirement.file:
            before = found.get(requirement.file.casefold()) or known.by_file(requirement.file)
            found[requirement.file.casefold()] = _asked_for(requirement.file, requirement, before)
    return tuple(found.values())


def kept_paths(folders: Folders | None = None) -> tuple[Path, ...]:
    """Return the definition files and bundles that lie ready: beside our manifest, and in the person's own folder."""
    ours = sorted(path for path in resource("gcn").glob("*") if path.suffix.casefold() in {".gcn", ".zip"})
    return (*ours, *_files(folders, ".gcn", ".zip"))


def read_manifest(path: Path) -> tuple[Expected, ...]:
    """Return the definition files that a manifest tells of; raises ManifestError with file, line and reason."""
    try:
        section = read_section(path)
        section.allow(_HEAD)
        schema = section.integer("schema")
        if schema != SCHEMA:
            raise section.wrong(phrase("“schema” must be {schema}.", schema=SCHEMA), "schema")
        publisher = section.optional_string("publisher") or ""
        return tuple(_definitions(section, publisher))
    except ProfileError as error:
        raise ManifestError(error.path, error.line, error.reason) from None


@cache
def _built_in() -> tuple[Expected, ...]:
    return read_manifest(resource("gcn", "manifest.toml"))


def _files(folders: Folders | None, *endings: str) -> tuple[Path, ...]:
    """Return the files of the person's own folder with one of these endings; none when the folder cannot be read."""
    if folders is None:
        return ()
    try:
        return tuple(sorted(path for path in folders.definitions.iterdir() if path.suffix.casefold() in endings))
    except OSError:
        return ()


def _definitions(manifest: Section, publisher: str) -> Iterator[Expected]:
    seen: set[str] = set()
    for section in manifest.tables("definition"):
        section.allow(_DEFINITION)
        columns = section.table("columns")
        columns.allow(("assumption", "roles"))
        one = Expected(
            file=_file_name(section),
            names=section.filled_strings("arrives_as"),
            purpose=section.text("purpose"),
            roles=columns.strings("roles"),
            assumption=columns.boolean("assumption"),
            description=section.optional_string("description"),
            publisher=publisher,
        )
        if one.file.casefold() in seen:
            raise section.wrong(phrase("“{file}” is there twice.", file=one.file), "file")
        seen.add(one.file.casefold())
        yield one


def _file_name(section: Section) -> str:
    name = section.string("file")
    if not name.casefold().endswith(".gcn") or "/" in name or "\\" in name:
        raise section.wrong(phrase("“{file}” is not the name of a .gcn file, without a folder.", file=name), "file")
    return name


def _asked_for(file: str, requirement: GetRequirement, before: Expected | None) -> Expected:
    """Return what a checklist's line adds to what is known: its names, unless they are misprints of the document."""
    names = requirement.known_as if requirement.printed_wrong else requirement.names
    if before is None:
        return Expected(file, names, requirement.why, description=requirement.description)
    return replace(before, names=tuple(dict.fromkeys((*before.names, *names))))

"""Requirement profiles: the checklists as data, built in or a consultant's own.

A profile is a TOML file, so an integration that we never heard of is a third file and no programming. The checks are
strict, since a misspelt key in a checklist would silently check less than its author thinks. `resources/profiles`
holds ours, with a README on writing one.
"""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypedDict, TypeVar

from afas_assistant.errors import Who
from afas_assistant.onboarding.profile_errors import ProfileNotFoundError, with_nearest
from afas_assistant.onboarding.profile_source import Section, read_section
from afas_assistant.onboarding.requirements import (
    ByHand,
    Contact,
    DataProbe,
    DataRequirement,
    DestinationRequirement,
    GetRequirement,
    Place,
    Profile,
    Proof,
    Requirement,
    Rows,
    Severity,
    UpdateRequirement,
)
from afas_assistant.paths import resource
from afas_assistant.texts import Text, phrase

__all__ = [
    "ByHand",
    "Contact",
    "DataProbe",
    "DataRequirement",
    "DestinationRequirement",
    "GetRequirement",
    "Place",
    "Profile",
    "Proof",
    "Requirement",
    "Rows",
    "Severity",
    "UpdateRequirement",
    "assistant_profile",
    "built_in_profiles",
    "load_profile",
    "places",
    "with_own",
]

SCHEMA = 1
VENDORS = ("timechimp", "smartbooqing")
ASSISTANT = "assistant"
BUILT_IN = (*VENDORS, ASSISTANT)

DESTINATIONS = (12, 13)
"""The destinations that a probe can prove: with purchase invoice and with sales invoice."""

_SHARED = ("severity", "why", "trap", "without", "place")
_HEAD = ("schema", "id", "name", "document", "needs", "contact", "by_hand", "get", "update", "data", "destination")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
_FIELD_PATH = re.compile(r"\w+(/\w+)*")

Line = TypeVar("Line", bound=Requirement)


class _Shared(TypedDict):
    severity: Severity
    why: Text
    trap: Text | None
    without: Text | None
    place: Place


@cache
def built_in_profiles() -> tuple[Profile, ...]:
    """Return the vendors' checklists that come with the program: TimeChimp, SmartBooqing."""
    return tuple(_built_in(name) for name in VENDORS)


def assistant_profile() -> Profile:
    """Return what the assistant itself can use; every line is advised."""
    return _built_in(ASSISTANT)


def with_own(profiles: Iterable[Profile]) -> tuple[Profile, ...]:
    """Return the profiles with the assistant's own last, each once."""
    return tuple({profile.id: profile for profile in (*profiles, assistant_profile())}.values())


def load_profile(name_or_path: str, extra_folder: Path | None = None) -> Profile:
    """Return a profile: one of ours by its id (capitals do not matter), or a file.

    A file is given by its path, or by its name, with or without `.toml`, when it lies in `extra_folder`. Raises
    ConfigurationError with code `profile_not_found`, or `profile_broken` with file, line and reason.
    """
    wanted = name_or_path.strip()
    if wanted.casefold() in BUILT_IN:
        return _built_in(wanted.casefold())
    file = _find(wanted, extra_folder)
    if file is None:
        raise ProfileNotFoundError(wanted, (*BUILT_IN, *_own_names(extra_folder)), extra_folder)
    return _read(file)


@cache
def places() -> dict[str, Place]:
    """Return the places where someone clicks, by id."""
    return {
        name: _place(name, section)
        for name, section in read_section(resource("profiles", "places.toml")).named_tables()
    }


@cache
def _built_in(name: str) -> Profile:
    return _read(resource("profiles", f"{name}.toml"))


def _find(wanted: str, extra_folder: Path | None) -> Path | None:
    candidates = [Path(wanted).expanduser()] if wanted else []
    if extra_folder is not None and wanted:
        candidates += [extra_folder / wanted, extra_folder / f"{wanted}.toml"]
    return next((file for file in candidates if _exists(file)), None)


def _exists(file: Path) -> bool:
    with suppress(OSError, ValueError):  # a name too long for the disk, a name with a zero byte in it
        return file.exists()
    return False


def _own_names(folder: Path | None) -> tuple[str, ...]:
    if folder is None or not folder.is_dir():
        return ()
    return tuple(sorted(file.stem for file in folder.glob("*.toml")))


def _read(file: Path) -> Profile:
    section = read_section(file)
    _check_schema(section)
    section.allow(_HEAD)
    profile = Profile(
        id=_profile_id(section),
        name=section.string("name"),
        document=section.text("document"),
        needs=section.optional_text("needs"),
        contact=_contact(section.table("contact")),
        by_hand=_lines(section, "by_hand", _by_hand, lambda line: line.id, "id"),
        get=_lines(section, "get", _get, lambda line: line.name, "name"),
        update=_lines(section, "update", _update, lambda line: line.name, "name"),
        data=_lines(section, "data", _data, lambda line: line.name, "name"),
        destinations=_lines(section, "destination", _destination, lambda line: str(line.number), "number"),
        path=file,
    )
    if not any((profile.by_hand, profile.get, profile.update, profile.data, profile.destinations)):
        raise section.wrong(phrase("The profile is empty: it asks for nothing."))
    return profile


def _check_schema(section: Section) -> None:
    if not section:
        raise section.wrong(phrase("The profile is empty: it asks for nothing."))
    schema = section.integer("schema")
    if schema > SCHEMA:
        reason = phrase("The profile is written for a newer version of this program (schema {schema}).", schema=schema)
        raise section.wrong(reason, "schema", action=phrase("Update the program, or ask the author for an older form."))
    if schema < 1:
        raise section.wrong(phrase("“schema” must be {schema}.", schema=SCHEMA), "schema")


def _profile_id(section: Section) -> str:
    name = section.string("id")
    if not _ID.fullmatch(name):
        raise section.wrong(phrase("“id” may hold small letters, digits, - and _ only."), "id")
    if name in BUILT_IN and section.file.resolve().parent != resource("profiles").resolve():
        raise section.wrong(
            phrase("The id “{name}” belongs to a profile of the program; choose another.", name=name), "id"
        )
    return name


def _contact(section: Section) -> Contact:
    section.allow(("missing", "technical"))
    return Contact(missing=section.optional_string("missing"), technical=section.optional_string("technical"))


def _lines(
    profile: Section, key: str, build: Callable[[Section], Line], name_of: Callable[[Line], str], name_key: str
) -> tuple[Line, ...]:
    """Return the lines of one kind; no two may bear the same name, whatever their capitals."""
    lines: list[Line] = []
    seen: dict[str, int] = {}
    for section in profile.tables(key):
        line = build(section)
        name = name_of(line)
        if first := seen.get(name.casefold()):
            reason = phrase("“{name}” is asked for twice; the first time on line {first}.", name=name, first=first)
            raise section.wrong(reason, name_key)
        seen[name.casefold()] = section.line(name_key)
        lines.append(line)
    return tuple(lines)


def _by_hand(section: Section) -> ByHand:
    section.allow(("id", "title", "steps", "proven_by", *_SHARED))
    return ByHand(
        id=section.string("id"),
        title=section.text("title"),
        steps=section.texts("steps"),
        proven_by=section.optional_choice("proven_by", Proof),
        **_shared(section, None),
    )


def _get(section: Section) -> GetRequirement:
    section.allow(("name", "known_as", "printed_wrong", "description", "file", "fields", "rows", *_SHARED))
    return GetRequirement(
        name=section.string("name"),
        known_as=_known_as(section),
        printed_wrong=section.boolean("printed_wrong"),
        description=section.optional_string("description"),
        file=section.optional_string("file"),
        fields=section.strings("fields"),
        rows=section.optional_choice("rows", Rows) or Rows.EXPECTED,
        **_shared(section, "app_connector_get"),
    )


def _update(section: Section) -> UpdateRequirement:
    section.allow(("name", "known_as", "printed_wrong", "description", "fields", *_SHARED))
    fields = section.strings("fields")
    if wrong := next((path for path in fields if not _FIELD_PATH.fullmatch(path)), None):
        raise section.wrong(phrase("“{path}” is not a path such as Field or Object/Field.", path=wrong), "fields")
    return UpdateRequirement(
        name=section.string("name"),
        known_as=_known_as(section),
        printed_wrong=section.boolean("printed_wrong"),
        description=section.optional_string("description"),
        fields=fields,
        **_shared(section, "app_connector_update"),
    )


def _known_as(section: Section) -> tuple[str, ...]:
    """Return the other names; a name that is printed wrong needs the right one beside it."""
    others = section.strings("known_as")
    if section.string("name") in others:
        raise section.wrong(phrase("“known_as” repeats the name itself."), "known_as")
    if section.boolean("printed_wrong") and not others:
        raise section.wrong(phrase("“printed_wrong” needs the right name in “known_as”."), "printed_wrong")
    return others


def _data(section: Section) -> DataRequirement:
    section.allow(("name", "probe", *_SHARED))
    return DataRequirement(
        name=section.string("name"),
        probe=section.choice("probe", DataProbe),
        **_shared(section, "app_connector_connectors"),
    )


def _destination(section: Section) -> DestinationRequirement:
    section.allow(("number", "name", *_SHARED))
    number = section.integer("number")
    if number not in DESTINATIONS:
        reason = phrase(
            "Destination {number} cannot be checked; possible are {numbers}.", number=number, numbers="12, 13"
        )
        raise section.wrong(reason, "number")
    return DestinationRequirement(
        number=number, name=section.text("name"), **_shared(section, "dossier_type_destination")
    )


def _shared(section: Section, default_place: str | None) -> _Shared:
    return {
        "severity": section.optional_choice("severity", Severity) or Severity.REQUIRED,
        "why": section.text("why"),
        "trap": section.optional_text("trap"),
        "without": section.optional_text("without"),
        "place": _place_of(section, default_place),
    }


def _place_of(section: Section, default: str | None) -> Place:
    name = section.string("place") if default is None or "place" in section else default
    if name not in places():
        raise section.wrong(_unknown_place(name, places()), "place")
    return places()[name]


def _unknown_place(name: str, known: Iterable[str]) -> Text:
    return with_nearest(phrase("The place “{name}” is not known.", name=name), name, known)


def _place(name: str, section: Section) -> Place:
    section.allow(("title", "menu", "menu_old", "who"))
    return Place(
        id=name,
        title=section.text("title"),
        menu=section.text("menu"),
        menu_old=section.optional_text("menu_old"),
        who=section.choice("who", Who),
    )

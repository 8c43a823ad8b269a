"""Definition files (``.gcn``) as far as an import needs them: the connector's name, its description, its columns.

Of what a file holds, AFAS's REST side shows no more than that. The seal at the end cannot be checked by anybody but
AFAS, the SQL inside is never run and the filters have no effect on the rows of the practice environment.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from afas_assistant.practice.control_errors import ControlError
from afas_assistant.practice.definition_codecs import UnreadableError, Value, container, payload

LARGEST = 64 * 1024 * 1024
MOST_ENTRIES = 1000
GET_CONNECTOR = 8
_START = b"\x0c\x20\x01\x00"
_LOST_CHARACTER = b"\xef\xbf\xbd"
_ENTRY = "ExternalData"
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, KeyError)


class DefinitionFileError(ControlError):
    """A file that cannot be imported."""

    def within(self, name: str) -> "DefinitionFileError":
        """Give the same with the name of the file in a ZIP before it."""
        return DefinitionFileError(f"{name}: {self.english}", f"{name}: {self.dutch}")


@dataclass(frozen=True)
class ReadDefinition:
    """What a file makes: the connector under the name that calls use, and its columns as (name, internal id)."""

    name: str
    description: str
    columns: tuple[tuple[str, str], ...]


def read_upload(content: bytes) -> tuple[ReadDefinition, ...]:
    """Read a definition file, or all in a ZIP (also in a ZIP in that ZIP); raises DefinitionFileError.

    Of a ZIP all files must be good: half an import is harder to explain than none. What AFAS does then is unknown.
    """
    if len(content) > LARGEST:
        raise _too_large()
    if not content.startswith(b"PK"):
        return (read_definition(content),)
    found = []
    for name, inner in _bundled(content, _Room(), nested=False):
        try:
            found.append(read_definition(inner))
        except DefinitionFileError as error:
            raise error.within(name) from None
    if not found:
        raise DefinitionFileError("This ZIP holds no definition files.", "Deze zip bevat geen definitiebestanden.")
    return tuple(found)


def read_definition(content: bytes) -> ReadDefinition:
    """Read one definition file; raises DefinitionFileError."""
    if not content.startswith(_START):
        raise _no_definition()
    try:
        description, packed = _header(container(content))
    except UnreadableError:
        raise _damaged(mangled=_LOST_CHARACTER in content) from None
    inflated = _unpacked(packed)
    try:
        return _definition(payload(inflated), description)
    except (UnreadableError, ValueError):
        # the checksum was right, so these bytes are what AFAS wrote
        raise DefinitionFileError(
            "This definition is written in a way that the practice environment does not know; it may be newer.",
            "Deze definitie is geschreven op een manier die de oefenomgeving niet kent; misschien is zij nieuwer.",
        ) from None


def _header(elements: list[Value]) -> tuple[str, bytes]:
    """Take description and packed payload out of the container's elements."""
    if len(elements) not in {16, 17}:
        raise UnreadableError(f"{len(elements)} elements")
    kind, description, packed = elements[2], elements[3], elements[14]
    if kind != GET_CONNECTOR:
        raise _no_definition()
    if not isinstance(description, str) or not isinstance(packed, bytes):
        raise UnreadableError("description or payload of another type")
    return description, packed


def _unpacked(packed: bytes) -> bytes:
    """Unpack the payload, whose checksum is held against its bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            return _entry(archive, archive.getinfo(_ENTRY), LARGEST)
    except _BROKEN_ZIP:
        raise _damaged(mangled=False) from None


def _definition(root: list[Value], description: str) -> ReadDefinition:
    """Take name and columns: they stand behind the one nested list, in every generation of the format."""
    nested = [place for place, value in enumerate(root) if isinstance(value, list)]
    if len(nested) != 1:
        raise UnreadableError(f"{len(nested)} nested lists")
    tail = root[nested[0] + 1 :]
    match tail:
        case [_, _, str(name), int(count), *rest] if name.strip() and count > 0 and len(rest) == 2 * count:
            texts = [text for text in rest if isinstance(text, str)]
        case _:
            raise UnreadableError("another tail")
    if len(texts) != len(rest):
        raise UnreadableError("a column without a name")
    columns = tuple(zip(texts[1::2], texts[::2], strict=True))
    return ReadDefinition(name, description, columns)


def _bundled(content: bytes, room: "_Room", *, nested: bool) -> Iterator[tuple[str, bytes]]:
    """Give the definition files in a ZIP by name; a ZIP in it is opened too, but none in that."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.infolist():
                path = PurePosixPath(entry.filename.replace("\\", "/"))
                kind = path.suffix.lower()
                if entry.is_dir() or path.name.startswith("._") or kind not in {".gcn", ".zip"}:
                    continue
                inner = _entry(archive, entry, room.size)
                room.take(inner)
                if kind == ".gcn":
                    yield path.name, inner
                elif not nested:
                    yield from _bundled(inner, room, nested=True)
    except _BROKEN_ZIP:
        raise DefinitionFileError(
            "This ZIP is damaged or not whole.", "Deze zip is beschadigd of niet volledig."
        ) from None


@dataclass
class _Room:
    """How much a ZIP may still unfold to, with the ZIPs in it."""

    size: int = LARGEST
    entries: int = MOST_ENTRIES

    def take(self, inner: bytes) -> None:
        """Count an entry; the bytes were within what was left."""
        self.size -= len(inner)
        self.entries -= 1
        if self.entries < 0:
            raise _too_large()


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes:
    """Unpack one entry, at most so many bytes, whatever size it claims."""
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise zipfile.BadZipFile(entry.compress_type)
    with archive.open(entry) as stream:
        inner = stream.read(limit + 1)
    if len(inner) > limit:
        raise _too_large()
    return inner


def _no_definition() -> DefinitionFileError:
    return DefinitionFileError(
        "This is no definition of a GetConnector as AFAS Profit exports it.",
        "Dit is geen definitie van een GetConnector zoals AFAS Profit die exporteert.",
    )


def _damaged(*, mangled: bool) -> DefinitionFileError:
    """Say that bytes are not what they were; a file that went through an editor or a mailer as text is told apart."""
    if mangled:
        return DefinitionFileError(
            "This file was damaged in transit, as if it were text. Ask for it again inside a ZIP.",
            "Dit bestand is onderweg beschadigd, alsof het tekst was. Vraag het opnieuw, in een zip.",
        )
    return DefinitionFileError(
        "This definition file is damaged or not whole.", "Dit definitiebestand is beschadigd of niet volledig."
    )


def _too_large() -> DefinitionFileError:
    return DefinitionFileError(
        "This file holds more than the practice environment takes: 64 MiB unpacked, 1,000 files.",
        "Dit bestand bevat meer dan de oefenomgeving aanneemt: 64 MiB uitgepakt, 1.000 bestanden.",
    )

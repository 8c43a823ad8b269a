"""Definition files wherever people have them: single files, folders, a vendor's ZIP, a ZIP inside that ZIP.

What a file is, its content says, not its name: a ZIP that was renamed to .gcn is opened, and the reverse is read. In
folders and ZIPs only names that end in .gcn or .zip count. What cannot be read becomes an entry with the reason, and
the rest is read all the same.
"""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from afas_assistant.gcn.archives import is_zip
from afas_assistant.gcn.bundle import LARGEST_BUNDLE, MOST_UNPACKED, members_of
from afas_assistant.gcn.definition import GcnDefinition
from afas_assistant.gcn.errors import (
    DefinitionFileError,
    FileGoneError,
    FileUnreadableError,
    FolderUnreadableError,
    NothingInsideError,
    TooLargeError,
)
from afas_assistant.gcn.limits import LARGEST_PAYLOAD, Allowance
from afas_assistant.gcn.names import bare, counts, shown
from afas_assistant.gcn.reader import read_definition


@dataclass(frozen=True)
class FoundFile:
    """A definition file, or a problem on the way to one: exactly one of `definition` and `error` is there.

    `label` says where it is (`vendor.zip › set/SBQ_BTW.gcn`), `name` is the bare file name; `digest` is the SHA-256 of
    its bytes in hexadecimal, empty where they were not read.
    """

    label: str
    name: str
    definition: GcnDefinition | None
    error: DefinitionFileError | None
    digest: str


def collect(paths: Iterable[Path], *, cancelled: Callable[[], bool] = bool) -> Iterator[FoundFile]:
    """Give each definition file in some files, folders and ZIPs, one at a time, and each problem; raises for neither.

    The order is that of the paths, by name within each. A file that is reached twice is given once. `cancelled` is
    asked before each file.
    """
    seen: set[str] = set()
    for path in paths:
        name = path.name or str(path)
        is_folder = os.path.isdir(path)  # noqa: PTH112 - pathlib's raises where a folder above it is closed
        found = _in_folder(path, name, seen, cancelled) if is_folder else _in_file(path, name, seen)
        empty = True
        for one in found:
            if cancelled():
                return
            empty = False
            if one is not None:
                yield one
        if cancelled():
            return
        if empty:
            yield _problem((name,), NothingInsideError())


def _in_folder(folder: Path, name: str, seen: set[str], cancelled: Callable[[], bool]) -> Iterator[FoundFile | None]:
    for path, error in _walk(folder, cancelled):
        where = "/".join((name, *path.relative_to(folder).parts))
        if error is not None:
            yield _problem((where,), error)
        else:
            yield from _in_file(path, where, seen)


def _walk(folder: Path, cancelled: Callable[[], bool]) -> Iterator[tuple[Path, DefinitionFileError | None]]:
    """Give the files below a folder by name, and the folders that cannot be opened.

    Links to folders are not followed; Windows has junctions too, which lead back to a folder that was walked before.
    """
    walked: set[str] = set()
    waiting = [(folder, True)]
    while waiting and not cancelled():
        path, is_folder = waiting.pop()
        if not is_folder:
            yield path, None
        elif not _was_seen(path, walked):
            try:
                with os.scandir(path) as entries:
                    inside = [(path / entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
            except OSError as error:
                yield path, FolderUnreadableError(error.strerror or "")
            else:
                waiting += sorted((one for one in inside if one[1] or counts(one[0].name)), reverse=True)


def _in_file(path: Path, where: str, seen: set[str]) -> Iterator[FoundFile | None]:
    """Give what a file on disk holds; None where it holds nothing new."""
    if _was_seen(path, seen):
        yield None
        return
    try:
        content = _content(path)
    except DefinitionFileError as error:
        yield _problem((where,), error)
        return
    if not is_zip(content):
        yield _read((where,), content, Allowance(LARGEST_PAYLOAD))
        return
    unpacking = Allowance(MOST_UNPACKED)
    for member in members_of(content, unpacking):
        place = (where, *member.where)
        yield _problem(place, member.error, member.content) if member.error else _read(place, member.content, unpacking)


def _content(path: Path) -> bytes:
    """Return the bytes of a file; a pipe or a device is not opened, since reading it might never end."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise FileUnreadableError("not a file")
        with path.open("rb") as stream:
            content = stream.read(LARGEST_BUNDLE + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileGoneError from error
    except OSError as error:
        raise FileUnreadableError(error.strerror or "") from error
    except ValueError as error:  # a name that no system has
        raise FileGoneError from error
    if len(content) > LARGEST_BUNDLE:
        raise TooLargeError(f"more than {LARGEST_BUNDLE} bytes")
    return content


def _read(where: tuple[str, ...], content: bytes, unpacking: Allowance) -> FoundFile:
    try:
        definition = read_definition(content, unpacking)
    except DefinitionFileError as error:
        return _problem(where, error, content)
    return FoundFile(_label(where), bare(shown(where[-1])), definition, None, sha256(content).hexdigest())


def _problem(where: tuple[str, ...], error: DefinitionFileError, content: bytes = b"") -> FoundFile:
    digest = sha256(content).hexdigest() if content else ""
    return FoundFile(_label(where), bare(shown(where[-1])), None, error, digest)


def _label(where: tuple[str, ...]) -> str:
    return " › ".join(shown(name) for name in where)


def _was_seen(path: Path, seen: set[str]) -> bool:
    try:
        real = os.path.realpath(path)
    except (OSError, ValueError):
        return False
    known = real in seen
    seen.add(real)
    return known

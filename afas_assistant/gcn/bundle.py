"""The definition files in a vendor's ZIP, and in a ZIP inside it.

One member that is damaged does not keep the others from being read. All that is unpacked for one ZIP, the definitions
included, comes out of one allowance.
"""

import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from afas_assistant.gcn.archives import is_locked, is_zip, opened, unpacked
from afas_assistant.gcn.errors import (
    BadZipError,
    DefinitionFileError,
    EncryptedZipError,
    NestedTooDeepError,
    TextMangledError,
    TooManyFilesError,
)
from afas_assistant.gcn.limits import LARGEST_FILE, MEBIBYTE, Allowance
from afas_assistant.gcn.mangling import was_text
from afas_assistant.gcn.names import BUNDLE, counts

LARGEST_BUNDLE = 64 * MEBIBYTE
"""Bytes of one ZIP."""
MOST_UNPACKED = 256 * MEBIBYTE
"""Bytes that one ZIP may unpack to, with the ZIP in it and the definitions: thousands of real definition files."""

_INNER = 1  # ZIPs within the outer one that are opened
_NAME_IS_UTF8 = 0x800


@dataclass(frozen=True)
class Member:
    """A file in a ZIP, or a problem with one: `where` are the names on the way to it, none for the ZIP itself."""

    where: tuple[str, ...]
    content: bytes = b""
    error: DefinitionFileError | None = None


def members_of(
    content: bytes, unpacking: Allowance, where: tuple[str, ...] = (), inner: int = _INNER
) -> Iterator[Member]:
    """Give each definition file in a ZIP, and each problem, in the order of the ZIP's names."""
    try:
        archive = opened(content)
    except (BadZipError, TooManyFilesError) as error:
        yield Member(where, error=TextMangledError() if was_text(content) else error)
        return
    with archive:
        named = [(_name(member), member) for member in archive.infolist() if not member.filename.endswith("/")]
        chosen = sorted((one for one in named if counts(one[0])), key=lambda one: one[0])
        if any(is_locked(member) for _, member in chosen):
            yield Member(where, error=EncryptedZipError())
        for name, member in chosen:
            if not is_locked(member):
                yield from _member(archive, member, (*where, name), unpacking, inner)


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, where: tuple[str, ...], unpacking: Allowance, inner: int
) -> Iterator[Member]:
    largest = LARGEST_BUNDLE if where[-1].casefold().endswith(BUNDLE) else LARGEST_FILE
    try:
        content = unpacked(archive, member, largest, unpacking)
    except DefinitionFileError as error:
        yield Member(where, error=error)
        return
    if not is_zip(content):
        yield Member(where, content)
    elif inner:
        yield from members_of(content, unpacking, where, inner - 1)
    else:
        yield Member(where, content, NestedTooDeepError())


def _name(member: zipfile.ZipInfo) -> str:
    """Return a member's name. Many programs write UTF-8 without saying so, which Python then reads as code page 437."""
    if not member.flag_bits & _NAME_IS_UTF8:
        with suppress(UnicodeError):
            return member.filename.encode("cp437").decode("utf-8")
    return member.filename

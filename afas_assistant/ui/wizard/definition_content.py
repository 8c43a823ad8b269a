"""The bytes of definition files that were read before, for the practice environment, which imports files as AFAS does.

What was read keeps no bytes, so the file is opened again and known by its fingerprint: another one is never sent.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from afas_assistant.gcn.bundle import MOST_UNPACKED, members_of
from afas_assistant.gcn.collection import FoundFile
from afas_assistant.gcn.errors import FileGoneError
from afas_assistant.gcn.limits import Allowance

BEFORE_MEMBER = " › "


def content_of(file: FoundFile, paths: Sequence[Path]) -> bytes:
    """Return the bytes of a file that was found in these files and folders; raises FileGoneError without it."""
    for path in _candidates(file.label.split(BEFORE_MEMBER)[0], paths):
        for content in _contents(path):
            if sha256(content).hexdigest() == file.digest:
                return content
    raise FileGoneError(file.label)


def _candidates(label: str, paths: Sequence[Path]) -> Iterator[Path]:
    """Give the files that a label may mean: one that was chosen, or one in a folder that was chosen."""
    for path in paths:
        if path.name == label:
            yield path
        elif label.startswith(f"{path.name}/"):
            yield path / label.removeprefix(f"{path.name}/")


def _contents(path: Path) -> Iterator[bytes]:
    """Give what a file holds, then what is packed in it."""
    try:
        content = path.read_bytes()
    except OSError:
        return
    yield content
    yield from (member.content for member in members_of(content, Allowance(MOST_UNPACKED)))

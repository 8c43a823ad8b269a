"""Find the line on which a key of a TOML file stands.

Python's TOML reader gives values without positions, so a wrong value could only be named, not pointed at. This reads
the same text once more for its headers and keys alone. Arrays of tables written inline have no line of their own; the
line of the key that holds them is given instead.
"""

import re
from collections import Counter

Path = tuple[str | int, ...]

_PART = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)"""
_DOTTED = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_DOTTED})\s*\]")
_KEY = re.compile(rf"\s*({_DOTTED})\s*=")
_TOKEN = re.compile(r"""\"{3}|'{3}|"(?:[^"\\]|\\.)*"|'[^']*'|\#|[\[\]{}]""")


class TomlLines:
    """The lines of a TOML text by path, such as `("get", 2, "name")`; tables in arrays count from 0."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        self._counts: Counter[Path] = Counter()
        self._base: Path = ()
        self._inside: str | None = None
        self._depth = 0
        for number, line in enumerate(text.split("\n"), start=1):
            self._read(number, line)

    def line(self, path: Path) -> int:
        """Return the line of the path, or of the nearest thing around it that has one; 1 for the file as a whole."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._lines:
                return self._lines[path[:length]]
        return 1

    def _read(self, number: int, line: str) -> None:
        if self._inside is None and self._depth == 0:
            if header := _HEADER.match(line):
                self._enter(number, _parts(header[2]), in_array=header[1] == "[[")
                return
            if key := _KEY.match(line):
                self._note(number, (*self._base, *_parts(key[1])))
        self._skip_value(line)

    def _enter(self, number: int, names: Path, *, in_array: bool) -> None:
        path = self._resolved(names[:-1])
        path = (*path, names[-1]) if in_array else self._resolved(names)
        if in_array:
            index = self._counts[path]
            self._counts[path] += 1
            path = (*path, index)
        self._base = path
        self._note(number, path)

    def _resolved(self, names: Path) -> Path:
        """Return the path of a header's names, in which a name of an array of tables means its latest table."""
        path: Path = ()
        for name in names:
            path = (*path, name)
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
        return path

    def _note(self, number: int, path: Path) -> None:
        for length in range(1, len(path) + 1):
            self._lines.setdefault(path[:length], number)

    def _skip_value(self, line: str) -> None:
        """Follow brackets and multi-line strings, so that nothing inside them is taken for a key."""
        position = 0
        while position < len(line):
            if self._inside is not None:
                position = self._end_of_string(line, position)
                continue
            token = _TOKEN.search(line, position)
            if token is None or token[0] == "#":
                return
            position = token.end()
            if token[0] in ('"""', "'''"):
                self._inside = token[0]
            elif token[0] in "[{":
                self._depth += 1
            elif token[0] in "]}":
                self._depth -= 1

    def _end_of_string(self, line: str, position: int) -> int:
        closing = re.compile(r'\\.|"{3,5}' if self._inside == '"""' else "'{3,5}")
        while found := closing.search(line, position):
            position = found.end()
            if not found[0].startswith("\\"):
                self._inside = None
                return position
        return len(line)


def _parts(dotted: str) -> Path:
    return tuple(part.strip("\"'") for part in re.findall(_PART, dotted))

"""``$filter``: comparisons with eq, ne, gt, ge, lt, le, joined by and, or and brackets, and ``any`` over a list.

Text stands in single quotes (two for one inside), days and moments stand bare. Functions such as ``contains`` are not
known of TimeChimp, so they are refused.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from afas_assistant.practice.timechimp.replies import not_valid

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<moment>\d{4}-\d\d-\d\dT[\d:.]+Z?)|(?P<day>\d{4}-\d\d-\d\d)"
    r"|(?P<number>-?\d+(?:\.\d+)?)|(?P<word>[A-Za-z_][\w/]*)|(?P<sign>[():]))"
)
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq, "ne": operator.ne, "gt": operator.gt, "ge": operator.ge, "lt": operator.lt, "le": operator.le,
}  # fmt: skip
_FIXED = {"true": True, "false": False, "null": None}


class UnknownFieldError(Exception):
    """A path that the records do not have; the name is its argument."""


@dataclass(frozen=True)
class Condition:
    """A filter that was read: ``fits`` tells about a record, ``roots`` names the first part of every path in it."""

    fits: Callable[[dict[str, Any]], bool]
    roots: frozenset[str]


def value_at(record: object, path: tuple[str, ...]) -> Any:  # noqa: ANN401 - a value of JSON
    """Follow a path; nothing when a link on the way is empty. UnknownFieldError: there is no such field."""
    value = record
    for name in path:
        if value is None:
            return None
        if not isinstance(value, dict) or name not in value:
            raise UnknownFieldError("/".join(path))
        value = value[name]
    return value


def condition(text: str) -> Condition:
    """Read a filter. RefusedError 400: it cannot be read."""
    reader = _Reader(text)
    read = reader.either()
    reader.end()
    return Condition(read, frozenset(reader.roots))


Fits = Callable[[dict[str, Any]], bool]


class _Reader:
    """Reads a filter from left to right: or binds weakest, then and, then a comparison or brackets."""

    def __init__(self, text: str) -> None:
        self.roots: set[str] = set()
        self._text = text
        self._place = 0
        self._variables: dict[str, None] = {}

    def either(self) -> Fits:
        """Read conditions joined by or."""
        parts = [self._both()]
        while self._takes("or"):
            parts.append(self._both())
        return lambda record: any(part(record) for part in parts)

    def end(self) -> None:
        """Refuse what is left over."""
        if self._text[self._place :].strip():
            self._fail()

    def _both(self) -> Fits:
        parts = [self._one()]
        while self._takes("and"):
            parts.append(self._one())
        return lambda record: all(part(record) for part in parts)

    def _one(self) -> Fits:
        """Read one comparison, a condition in brackets, or an any over a list."""
        if self._takes("("):
            inner = self.either()
            self._needs(")")
            return inner
        path = tuple(self._word().split("/"))
        if path[-1] == "any" and len(path) > 1:
            return self._any(path[:-1])
        compare = _COMPARISONS.get(self._word())
        if compare is None:
            self._fail()
        if path[0] in self._variables:
            return _comparison(path[1:], compare, self._literal())
        self.roots.add(path[0])
        return _comparison(path, compare, self._literal())

    def _any(self, path: tuple[str, ...]) -> Fits:
        """Read ``any(project:project/id eq 123)``."""
        self.roots.add(path[0])
        self._needs("(")
        name = self._word()
        self._needs(":")
        self._variables[name] = None
        inner = self.either()
        del self._variables[name]
        self._needs(")")
        return lambda record: any(inner(part) for part in value_at(record, path) or ())

    def _literal(self) -> object:
        found = self._next()
        if found["text"] is not None:
            return found["text"][1:-1].replace("''", "'")
        if found["number"] is not None:
            return float(found["number"]) if "." in found["number"] else int(found["number"])
        if found["day"] or found["moment"]:
            return _Moment(found["day"] or found["moment"].removesuffix("Z"))
        if found["word"] not in _FIXED:
            self._fail()
        return _FIXED[found["word"]]

    def _word(self) -> str:
        return self._next()["word"] or self._fail()

    def _next(self) -> re.Match[str]:
        found = _TOKEN.match(self._text, self._place)
        if found is None:
            self._fail()
        self._place = found.end()
        return found

    def _takes(self, wanted: str) -> bool:
        """Take a word or a sign when it is the next one."""
        found = _TOKEN.match(self._text, self._place)
        if found is None or wanted not in {found["word"], found["sign"]}:
            return False
        self._place = found.end()
        return True

    def _needs(self, wanted: str) -> None:
        if not self._takes(wanted):
            self._fail()

    def _fail(self) -> NoReturn:
        raise not_valid(f"$filter cannot be read at '{self._text[self._place : self._place + 30].strip()}'.")


@dataclass(frozen=True)
class _Moment:
    """A day or a moment in a filter; it is compared with as much of a value as it says itself."""

    text: str

    def of(self, value: str) -> str:
        """Give the comparable part of a value."""
        return value[:10] if len(self.text) == 10 else value.removesuffix("Z").ljust(19, "0")[:19]


def _comparison(path: tuple[str, ...], compare: Callable[[Any, Any], bool], literal: object) -> Fits:
    """Compare a field with a literal; unlike types are only ever unequal, as is nothing."""

    def fits(record: dict[str, Any]) -> bool:
        value = value_at(record, path)
        wanted = literal
        if isinstance(literal, _Moment):
            wanted = literal.text[:19]
            value = literal.of(value) if isinstance(value, str) else value
        if compare in {operator.eq, operator.ne}:
            same = value == wanted and isinstance(value, bool) == isinstance(wanted, bool)
            return same if compare is operator.eq else not same
        comparable = isinstance(value, str) == isinstance(wanted, str) and None not in (value, wanted)
        return comparable and compare(value, wanted)

    return fits

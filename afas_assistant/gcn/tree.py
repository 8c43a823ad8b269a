"""The values of a payload put in their places: properties, the view's lines, and the list of output fields.

    generation 7, 8 := 1, 4, False, 0, count, (key, value)*, VIEW, TAIL
    generation 5    := 1, 3, …, 28, 0, 29 values, …, 29, (key, 9 flags)*, …, VIEW, TAIL
    VIEW            := [1, release, 1, 3, "", system, view, "", 3, 0, count, line*, False, None]
    TAIL            := system, view, connector, count, (internal id, output name)*

The same rule finds VIEW in every generation: it is the only list among the values, and TAIL is all that follows it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from afas_assistant.gcn.cursor import Value
from afas_assistant.gcn.errors import BadStructureError, UnknownPayloadError

_PLAIN, _DESCRIBED = 4, 3  # kinds of tree: with keys beside the values, and with keys in a description of their own
_PLAIN_COUNT = 4
_DESCRIBED_COUNT, _DESCRIBED_VALUES = 14, 16
_KEY_AND_FLAGS = 10
_RELEASE, _VIEW, _LINE_COUNT, _LINES = 1, 6, 10, 11
_TAIL_HEAD = 4


@dataclass(frozen=True)
class Tree:
    """A definition as its parts. `views` are the ids of the view, as VIEW and as TAIL have it; they should agree.

    `fields` are the output fields in order: internal id and output name.
    """

    properties: dict[str, Value]
    release: int
    views: tuple[str, str]
    lines: tuple[str, ...]
    connector: str
    fields: tuple[tuple[str, str], ...]


def plant(root: Value) -> Tree:
    """Return the parts of a definition.

    Raises BadStructureError where values do not stand in their places, UnknownPayloadError for another kind of tree.
    """
    if not isinstance(root, list):
        raise BadStructureError("no list of values")
    lists = [place for place, value in enumerate(root) if isinstance(value, list)]
    if len(lists) != 1:
        raise BadStructureError(f"{len(lists)} lists among the values")
    before, view, tail = root[: lists[0]], root[lists[0]], root[lists[0] + 1 :]
    if not isinstance(view, list) or len(tail) < _TAIL_HEAD:
        raise BadStructureError(f"{len(tail)} values after the view")
    release = _text(view, _RELEASE)
    if not (release.isascii() and release.isdigit() and len(release) < 6):
        raise BadStructureError(f"release {release!r:.20}")
    return Tree(
        properties=_properties(before),
        release=int(release),
        views=(_text(view, _VIEW), _text(tail, 1)),
        lines=_lines(view),
        connector=_text(tail, 2),
        fields=_fields(tail),
    )


def _properties(values: Sequence[Value]) -> dict[str, Value]:
    kind = _number(values, 1)
    if kind == _PLAIN:
        end = _PLAIN_COUNT + 1 + 2 * _number(values, _PLAIN_COUNT)
        pairs = values[_PLAIN_COUNT + 1 : end]
        if end > len(values):
            raise BadStructureError("fewer properties than announced")
        return {_text(pairs, place): pairs[place + 1] for place in range(0, len(pairs), 2)}
    if kind == _DESCRIBED:
        count = _number(values, _DESCRIBED_COUNT) + 1
        end = _DESCRIBED_VALUES + count
        if "Guid" not in values[end:]:
            raise BadStructureError("no names of the properties")
        start = values.index("Guid", end)
        if start + _KEY_AND_FLAGS * count > len(values):
            raise BadStructureError("fewer names of properties than announced")
        names = (_text(values, start + _KEY_AND_FLAGS * place) for place in range(count))
        return dict(zip(names, values[_DESCRIBED_VALUES:end], strict=True))
    raise UnknownPayloadError(f"tree {kind}")


def _lines(view: Sequence[Value]) -> tuple[str, ...]:
    count = _number(view, _LINE_COUNT)
    if _LINES + count > len(view):
        raise BadStructureError("fewer lines than announced")
    return tuple(_text(view, _LINES + place) for place in range(count))


def _fields(tail: Sequence[Value]) -> tuple[tuple[str, str], ...]:
    count = _number(tail, _TAIL_HEAD - 1)
    if len(tail) != _TAIL_HEAD + 2 * count:
        raise BadStructureError(f"{len(tail) - _TAIL_HEAD} values for {count} output fields")
    return tuple((_text(tail, place), _text(tail, place + 1)) for place in range(_TAIL_HEAD, len(tail), 2))


def _text(values: Sequence[Value], place: int) -> str:
    value = values[place] if place < len(values) else None
    if not isinstance(value, str):
        raise BadStructureError(f"value {place} is no text")
    return value


def _number(values: Sequence[Value], place: int) -> int:
    value = values[place] if place < len(values) else None
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadStructureError(f"value {place} is no number")
    return value

"""What is odd about a definition that can be read all the same; each remark says what that means."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from afas_assistant.gcn.container import Container
from afas_assistant.gcn.cursor import Value
from afas_assistant.gcn.dates import moment
from afas_assistant.gcn.definition import FilterGroup, Remark
from afas_assistant.gcn.rows import Row
from afas_assistant.gcn.tree import Tree
from afas_assistant.texts import Text, phrase

GETCONNECTOR = 8
"""The number by which AFAS calls this kind of definition."""
KNOWN_FORMATS = (5, 7, 8)
OPERATORS = range(1, 16)
"""AFAS's numbers for comparisons."""

_DATES = ("CrDt", "ChDt")
_NAMED = 10  # names in one remark; more say nothing more
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")


def remarks(
    container: Container, tree: Tree, rows: dict[str, Row], view: str, filters: Iterable[FilterGroup]
) -> tuple[Remark, ...]:
    """Return everything odd; `rows` are the fields' lines by internal id, `view` the id in the view's own line."""
    return (*_of_file(container, tree, view), *_of_fields(tree, rows, filters))


def _of_file(container: Container, tree: Tree, view: str) -> Iterator[Remark]:
    differing = [name for name, value in container.claims.items() if not _same(name, value, tree.properties.get(name))]
    if differing:
        yield Remark("header_differs", _differing(_list(differing)))
    if (container.claims["Type"], tree.properties.get("Type")) != (GETCONNECTOR, GETCONNECTOR):
        yield Remark("not_getconnector", phrase("The file calls itself something else than a GetConnector."))
    if container.format not in KNOWN_FORMATS:
        yield Remark(
            "unknown_format",
            phrase("The file has form {number}, which was not seen before; it could be read.", number=container.format),
        )
    if len({*tree.views, view}) > 1:
        yield Remark("view_differs", phrase("The parts of the file name different views of the database."))
    if any(container.claims[name] and moment(container.claims[name]) is None for name in _DATES):
        yield Remark("odd_date", phrase("A date in the file is none that a calendar has; it is left out."))
    if not container.sealed:
        yield Remark(
            "odd_seal", phrase("The seal of AFAS does not have its usual length: AFAS may refuse to import this file.")
        )
    if not tree.connector or _has_blank(tree.connector):
        yield Remark(
            "blank_in_id",
            phrase("The name of the connector, “{name}”, is empty or holds a blank.", name=tree.connector[:100]),
        )


def _of_fields(tree: Tree, rows: dict[str, Row], filters: Iterable[FilterGroup]) -> Iterator[Remark]:
    if not tree.fields:
        yield Remark("no_output", phrase("The definition has no output fields: it gives callers nothing."))
    ids = [internal_id for internal_id, _ in tree.fields]
    names = [name for _, name in tree.fields]
    conditions = [condition for group in filters for condition in group.conditions]
    used = dict.fromkeys(condition.internal_id for condition in conditions)
    operators = sorted({condition.operator for condition in conditions} - set(OPERATORS))
    found: tuple[tuple[str, list[str], Callable[[str], Text]], ...] = (
        ("output_without_row", [one for one in ids if one not in rows], _without_row),
        ("duplicate_names", _repeated(names), _duplicate_names),
        ("duplicate_ids", _repeated(ids), _duplicate_ids),
        ("awkward_names", [name for name in names if not name or not _PLAIN.issuperset(name)], _awkward),
        ("blank_in_field_id", [one for one in ids if not one or _has_blank(one)], _blank_field),
        ("unknown_filter_field", [one for one in used if one not in rows], _unknown_filter),
        ("unknown_operator", [str(one) for one in operators], _unknown_operator),
    )
    yield from (Remark(code, text(_list(odd))) for code, odd, text in found if odd)


def _differing(names: str) -> Text:
    return phrase("The header of the file and the definition in it differ: {names}.", names=names)


def _without_row(names: str) -> Text:
    return phrase("Output fields that the file does not describe: {names}.", names=names)


def _duplicate_names(names: str) -> Text:
    return phrase("More than one output field has the name: {names}. Callers cannot tell them apart.", names=names)


def _duplicate_ids(names: str) -> Text:
    return phrase("More than one output field has the internal id: {names}.", names=names)


def _awkward(names: str) -> Text:
    return phrase(
        "Names with other characters than letters A to Z, digits and underscores are awkward over REST: {names}.",
        names=names,
    )


def _blank_field(names: str) -> Text:
    return phrase("Internal ids that are empty or hold a blank: {names}.", names=names)


def _unknown_filter(names: str) -> Text:
    return phrase("A filter uses fields that the file does not describe: {names}.", names=names)


def _unknown_operator(numbers: str) -> Text:
    return phrase("A filter compares in a way that AFAS does not describe: {numbers}.", numbers=numbers)


def _list(names: list[str]) -> str:
    return ", ".join(name[:100] or "“”" for name in names[:_NAMED]) + (" …" if len(names) > _NAMED else "")


def _repeated(names: list[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def _has_blank(name: str) -> bool:
    return any(character.isspace() for character in name)


def _same(name: str, outside: Value, inside: Value) -> bool:
    if name in _DATES:
        return moment(outside) == moment(inside)
    return (outside or None) == (inside or None)

"""The query options of v2: the small part of OData that is known of it, and nothing else, so that no guess works.

``$top`` 1 to 10000 (100 without it), ``$skip``, ``$count``, ``$filter`` (``filters``), ``$orderby``, ``$expand``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from afas_assistant.practice.timechimp.filters import Condition, condition
from afas_assistant.practice.timechimp.replies import not_valid

MOST, USUAL = 10_000, 100
OPTIONS = frozenset({"$top", "$skip", "$count", "$filter", "$orderby", "$expand"})
Tree = dict[str, Any]  # a name to expand → what to expand below it


@dataclass(frozen=True)
class Query:
    """A list call, read: ``expand`` is what to show, ``needed`` also what filter and order look at."""

    top: int = USUAL
    skip: int = 0
    count: bool = False
    condition: Condition | None = None
    order: tuple[tuple[tuple[str, ...], bool], ...] = ()  # path, descending
    expand: Tree = field(default_factory=dict)


def understood(parameters: Mapping[str, str], *, single: bool = False) -> Query:
    """Read the options; a single record takes ``$expand`` only. RefusedError 400: an option that is not known."""
    unknown = parameters.keys() - ({"$expand"} if single else OPTIONS)
    if unknown:
        raise not_valid(f"The query option '{min(unknown)}' is not supported.")
    counted = parameters.get("$count", "false")
    if counted not in {"true", "false"}:
        raise not_valid("$count must be true or false.")
    return Query(
        top=_whole(parameters, "$top", USUAL, 1, MOST),
        skip=_whole(parameters, "$skip", 0, 0, 2**31 - 1),
        count=counted == "true",
        condition=condition(parameters["$filter"]) if "$filter" in parameters else None,
        order=_order(parameters["$orderby"]) if "$orderby" in parameters else (),
        expand=_expand(parameters["$expand"]) if "$expand" in parameters else {},
    )


def sort_key(value: object) -> tuple[int, Any]:
    """Give what to sort a value by: nothing comes first, text sorts without regard to capitals."""
    if value is None:
        return 0, 0
    return (2, value.casefold()) if isinstance(value, str) else (1, value)


def _whole(parameters: Mapping[str, str], name: str, usual: int, least: int, most: int) -> int:
    """Read a number between two bounds."""
    text = parameters.get(name, str(usual))
    if not text.isascii() or not text.isdigit() or len(text) > 10 or not least <= int(text) <= most:
        raise not_valid(f"{name} must be a number from {least} to {most}.")
    return int(text)


def _order(text: str) -> tuple[tuple[tuple[str, ...], bool], ...]:
    """Read ``name desc,address/city asc``."""
    terms = []
    for term in text.split(","):
        path, *direction = term.split()[:3] or [""]
        if not path or len(direction) > 1 or direction not in ([], ["asc"], ["desc"]):
            raise not_valid(f"$orderby cannot be read at '{term.strip()}'.")
        terms.append((tuple(path.split("/")), direction == ["desc"]))
    return tuple(terms)


def _expand(text: str) -> Tree:
    """Read ``customer/contacts,projectTasks`` into a tree."""
    tree: Tree = {}
    for path in text.split(","):
        branch = tree
        for name in path.strip().split("/"):
            branch = branch.setdefault(name, {})
    return tree

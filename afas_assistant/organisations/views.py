"""What the window remembers of each organisation: tab, filters, order, widths, panes. One small JSON file.

Nothing in it is needed to work, so nothing in it can stop the program: a value that does not fit gives its default, a
key that is not known is ignored, and a broken file is put aside. Lengths are pixels at a font scale of 100 %.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from afas_assistant.organisations.private_files import free_name, write_private

SCHEMA = 1
LONGEST = 200
"""Characters of a word that is remembered, and entries of a table: what is longer was not written by the window."""


@dataclass(frozen=True)
class TabView:
    """How a tab was left.

    `filters` are values by the name of their field: dates as ISO days, a period such as "last_month" as that word.
    `choice` is which rows of the list are shown, `column` by which it is sorted (-1: the order of the list itself),
    `widths` the columns by name, `parts` the sizes of the splitter, `panes` which are shown where not all fit, and
    `stage` how far the first time has come (one record, ten, all).
    """

    filters: Mapping[str, str] = field(default_factory=dict)
    choice: str = ""
    column: int = -1
    descending: bool = False
    widths: Mapping[str, int] = field(default_factory=dict)
    parts: tuple[int, ...] = ()
    panes: Mapping[str, bool] = field(default_factory=dict)
    stage: int = 0


@dataclass(frozen=True)
class OrganisationView:
    """How the page of an organisation was left: its tab, the number of its connection (0: none), and each tab."""

    tab: str = ""
    connection: int = 0
    tabs: Mapping[str, TabView] = field(default_factory=dict)


MOST = 10_000
"""Of anything that is counted: pixels, numbers of connections, places."""
T = TypeVar("T", TabView, OrganisationView)
Views = Mapping[str, OrganisationView]
"""How the page of each organisation was left, by its envid."""


def load_views(path: Path) -> dict[str, OrganisationView]:
    """Return what is remembered, or nothing. Never raises.

    A broken file is renamed with `.broken` behind it: it may be of a newer version of the program.
    """
    try:
        data = json.loads(path.read_bytes())
        organisations = data["organisations"]
        return {envid: _organisation(each) for envid, each in organisations.items() if isinstance(each, dict)}
    except OSError:
        return {}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        _put_aside(path)
        return {}


def save_views(path: Path, views: Views) -> None:
    """Write what is to be remembered in one step; raises OSError, the old file then stays."""
    data = {"schema": SCHEMA, "organisations": {envid: asdict(view) for envid, view in sorted(views.items())}}
    write_private(path, json.dumps(data, ensure_ascii=False, indent=1).encode())


def _organisation(data: Mapping[str, Any]) -> OrganisationView:
    tabs = data.get("tabs")
    found = {name: _fitting(TabView, each) for name, each in tabs.items()} if isinstance(tabs, dict) else {}
    plain = _fitting(OrganisationView, {key: value for key, value in data.items() if key != "tabs"})
    return OrganisationView(plain.tab, plain.connection, found)


def _fitting(kind: type[T], data: object) -> T:
    """Return a view of the values that fit; the others get their defaults."""
    if not isinstance(data, dict):
        return kind()
    known = kind.__dataclass_fields__
    good = {name: value for name, value in data.items() if name in known and name in RULES and RULES[name](value)}
    if "parts" in good:
        good["parts"] = tuple(good["parts"])
    return kind(**good)


def _put_aside(path: Path) -> None:
    try:
        path.rename(free_name(path.with_name(f"{path.name}.broken")))
    except OSError:
        return


def _is_word(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST


def _is_number(value: object) -> bool:
    return type(value) is int and 0 <= value < MOST


def _is_place(value: object) -> bool:
    return type(value) is int and -1 <= value < MOST


def _is_truth(value: object) -> bool:
    return isinstance(value, bool)


def _table_of(rule: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, dict) and len(value) <= LONGEST and all(map(rule, value.values()))


def _is_lengths(value: object) -> bool:
    return isinstance(value, list) and len(value) <= LONGEST and all(map(_is_number, value))


RULES: Mapping[str, Callable[[object], bool]] = {
    "tab": _is_word,
    "connection": _is_number,
    "filters": _table_of(_is_word),
    "choice": _is_word,
    "column": _is_place,
    "descending": _is_truth,
    "widths": _table_of(_is_number),
    "parts": _is_lengths,
    "panes": _table_of(_is_truth),
    "stage": _is_number,
}

"""Find the connector that a document means among the connectors that AFAS names.

AFAS answers a misspelt name, a connector that was not added and a missing right with one and the same message, so the
names in `/metainfo` are compared before anything is called.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

FARTHEST = 2
"""Slips beyond which two names are simply different."""
FAR_APART = 99


class Match(Enum):
    """How a required name was found."""

    EXACT = "exact"
    OTHER_NAME = "other name"
    CASE = "case"
    NEAR = "near"
    ABSENT = "absent"


@dataclass(frozen=True)
class Resolution:
    """The connector that a required name stands for; `found` is None when none does."""

    match: Match
    found: str | None = None

    @property
    def usable(self) -> bool:
        """Whether the found connector is the one that is meant, rather than a neighbour."""
        return self.match in {Match.EXACT, Match.OTHER_NAME, Match.CASE}


def resolve(names: Sequence[str], listed: Collection[str], claimed: Collection[str] = ()) -> Resolution:
    """Return what `names` (the document's name first, then its other known names) stands for among `listed`.

    `claimed` are listed names that another line asks for by that very name: they are never proposed as a misspelling.
    """
    if names[0] in listed:
        return Resolution(Match.EXACT, names[0])
    for other in names[1:]:
        if other in listed:
            return Resolution(Match.OTHER_NAME, other)
    by_case = {name.casefold(): name for name in listed}
    for name in names:
        if name.casefold() in by_case:
            return Resolution(Match.CASE, by_case[name.casefold()])
    others = set(claimed)
    near = nearest(names, (name for name in listed if name not in others))
    return Resolution(Match.NEAR, near) if near else Resolution(Match.ABSENT)


def nearest(wanted: Iterable[str], candidates: Iterable[str]) -> str | None:
    """Return the one candidate that is closest to any wanted name, or None if none is close or two are equally so."""
    plain = [_plain(name) for name in wanted]
    scored = sorted((min(_distance(_plain(candidate), name) for name in plain), candidate) for candidate in candidates)
    if not scored or scored[0][0] > max(_tolerance(name) for name in plain):
        return None
    tied = len(scored) > 1 and scored[1][0] == scored[0][0]
    return None if tied else scored[0][1]


def difference(wanted: str, found: str) -> tuple[str, str]:
    """Return the parts in which two names differ, for a sentence such as *'st' and 'ts'*."""
    start = _common(wanted, found)
    end = _common(wanted[start:][::-1], found[start:][::-1])
    return wanted[start : len(wanted) - end], found[start : len(found) - end]


def _common(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((index for index, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _plain(name: str) -> str:
    """Return the name without what people and mail programs change: capitals, blanks, dashes, underscores."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _tolerance(name: str) -> int:
    """Return how many slips still make the same name: one in a short name, two in a long one."""
    return FARTHEST if len(name) >= 10 else 1 if len(name) >= 4 else 0


def _distance(one: str, other: str) -> int:
    """Return the number of slips between two names (insert, drop, replace, swap neighbours).

    Names that differ more than two letters in length are simply far apart, which keeps 10,000 candidates quick.
    """
    if abs(len(one) - len(other)) > FARTHEST:
        return FAR_APART
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, letter_other in enumerate(other, start=1):
            cost = above[column - 1] + (letter != letter_other)
            best = min(line[-1] + 1, above[column] + 1, cost)
            swapped = row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == letter_other
            line.append(min(best, before[column - 2] + 1) if swapped else best)
        if min(line) > FARTHEST and min(above) > FARTHEST:
            return FAR_APART
        before, above = above, line
    return above[-1]

"""Watch mode: rows turn green by themselves while the administrator works in AFAS.

Every ten seconds one call to `/metainfo` shows which names were added; lines whose names changed are tested at once, a
few of the other open lines in turn. It stops by itself after a quarter of an hour, since AFAS blocks heavy users.
"""

from collections import deque
from collections.abc import Iterable, Sequence

from afas_assistant.onboarding.evidence import Listed
from afas_assistant.onboarding.fetching import Wanted
from afas_assistant.onboarding.verdicts import Line, Section, Status, Verdict

EVERY_SECONDS = 10.0
STOPS_AFTER_SECONDS = 15 * 60.0
IN_TURN = 3
"""Open lines that are tested at each look although no name changed: a right or a block shows only by trying."""

_NAMED = frozenset({Section.GET, Section.UPDATE})
_TESTABLE = frozenset({Section.GET, Section.UPDATE, Section.DATA, Section.DESTINATION})


class Watch:
    """Chooses what to test at each look. Times are in seconds of one monotonic clock, given by the caller."""

    def __init__(self, verdicts: Iterable[Verdict], started: float) -> None:
        self._started = started
        self._open: deque[Line] = deque(one.line for one in verdicts if is_open(one))
        self._before: frozenset[str] | None = None

    @property
    def has_open(self) -> bool:
        """Whether any line is left that can still turn green."""
        return bool(self._open)

    def seconds_left(self, now: float) -> float:
        """Return how long the watch still goes on; 0 when it is over, or when nothing is open any more."""
        if not self._open:
            return 0.0
        return max(0.0, STOPS_AFTER_SECONDS - (now - self._started))

    def choose(self, listed: Listed) -> Wanted:
        """Return which lines to test at this look; `CheckRequest.choose` calls it once `/metainfo` has answered."""
        names = frozenset({*listed.get, *listed.update})
        changed = bool(self._before is not None and names != self._before)
        self._before = names
        chosen = {line.key for line in self._open if changed and line.section in _NAMED}
        chosen |= {line.key for line in self._next()}
        return lambda line: line.key in chosen or line.section is Section.BY_HAND  # judged without a call

    def heard(self, verdicts: Iterable[Verdict]) -> None:
        """Take note of what the look brought: lines that hold now are not tested again."""
        closed = {one.line.key for one in verdicts if not is_open(one)}
        self._open = deque(line for line in self._open if line.key not in closed)

    def _next(self) -> Sequence[Line]:
        """Return the next few lines; those come last at the following looks."""
        chosen = [self._open[index] for index in range(min(IN_TURN, len(self._open)))]
        self._open.rotate(-len(chosen))
        return chosen


def is_open(verdict: Verdict) -> bool:
    """Whether a line can still turn green by itself while somebody works in AFAS."""
    return verdict.line.section in _TESTABLE and verdict.status in {Status.FAILED, Status.NOT_TESTED}

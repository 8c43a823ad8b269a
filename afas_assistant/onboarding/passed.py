"""A person's word about a line: skipped with a reason, or a manual step done."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Passed:
    """Who said so, when, and why; a manual step that was done needs no reason."""

    who: str
    at: datetime
    reason: str

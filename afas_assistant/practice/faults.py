"""Faults of the line, by rule: which call is hit, and what then happens to it before and after it is handled.

One machinery for every pretend remote system. The nastiest faults are those after which the client cannot know whether
its write arrived: the line is cut after it, or cut and the write is carried out minutes later (AFAS works on for up to
900 s after a broken line). *Later* is counted on the practice clock, so that a test need not wait.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from threading import Lock
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.types import Receive

from afas_assistant.practice.clock import Clock
from afas_assistant.practice.control_errors import ControlError
from afas_assistant.practice.failures import Reply

Handle = Callable[[], Reply | None]
Refuse = Callable[[str, float], Reply]

# kind: (what happens, seconds when none are given)
KINDS: Mapping[str, tuple[str, float]] = {
    "hang": ("nothing is done and no answer comes for so many seconds, then the line is cut", 60),
    "hang_after": ("the call is carried out, but no answer comes for so many seconds, then the line is cut", 60),
    "slow": ("the answer comes after so many seconds", 2),
    "cut_before": ("the line is cut and nothing is done", 0),
    "cut_after": ("the call is carried out and the line is cut without an answer", 0),
    "cut_late": ("the line is cut; the call is carried out so many seconds later", 300),
    "half": ("the call is carried out and the line is cut in the middle of the answer", 0),
    "500": ("nothing is done; 500 as this system gives it", 0),
    "500_after": ("the call is carried out, but the answer is 500", 0),
    "503": ("nothing is done; 503 that asks to come back after so many seconds", 1),
    "429": ("nothing is done; 429 that asks to come back after so many seconds", 1),
    "locked": ("nothing is done; the booking layout is locked by another user (AFAS only)", 0),
}
REFUSALS = frozenset({"500", "503", "429", "locked"})
LONGEST = 86_400.0


@dataclass(frozen=True)
class Fault:
    """A rule: from the ``nth`` call with this method and text in its address, hit ``times`` calls (0: all that follow).

    An empty method or path fits every call. ``path`` is looked for in path and query, upper and lower case alike.
    """

    kind: str
    method: str = ""
    path: str = ""
    nth: int = 1
    times: int = 1
    seconds: float = 0.0

    def fits(self, method: str, target: str) -> bool:
        """Tell whether a call is one that this rule counts."""
        return self.method in {"", method} and self.path.lower() in target.lower()

    def hits(self, number: int) -> bool:
        """Tell whether the call that is counted as ``number`` is hit."""
        return number >= self.nth and (self.times == 0 or number < self.nth + self.times)


@dataclass
class Hit:
    """A call that was hit; ``booked`` is the status that carrying it out gave, None when that did not happen."""

    kind: str
    method: str
    target: str
    booked: int | None = None


@dataclass(frozen=True)
class Late:
    """A call whose line was cut and that is still to be carried out."""

    due: float
    hit: Hit
    handle: Handle


@dataclass
class _Rule:
    """A rule with the number of calls that it counted."""

    fault: Fault
    counted: int = 0


@dataclass
class Faults:
    """The rules that are on, what they hit, and what is still to be carried out."""

    clock: Clock
    _rules: list[_Rule] = field(default_factory=list)
    _hits: list[Hit] = field(default_factory=list)
    _late: list[Late] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def set(self, rules: object) -> None:
        """Put these rules in place of the old ones; what is still to be carried out stays. ControlError: why not."""
        made = [_Rule(fault(rule)) for rule in rules] if isinstance(rules, list) else None
        if made is None:
            raise ControlError("faults must be a list of rules.", "faults moet een lijst met regels zijn.")
        with self._lock:
            self._rules = made
            self._hits = []

    def clear(self) -> None:
        """Forget all, also what was still to be carried out."""
        with self._lock:
            self._rules, self._hits, self._late = [], [], []

    def struck(self, method: str, target: str) -> tuple[Fault, Hit] | None:
        """Count a call; give the first rule that hits it."""
        with self._lock:
            found = None
            for rule in self._rules:
                if rule.fault.fits(method, target):
                    rule.counted += 1
                    if found is None and rule.fault.hits(rule.counted):
                        found = rule.fault
            if found is None:
                return None
            hit = Hit(found.kind, method, target)
            self._hits.append(hit)
            return found, hit

    def postpone(self, seconds: float, hit: Hit, handle: Handle) -> None:
        """Carry a call out when so many seconds of the practice clock have passed."""
        with self._lock:
            self._late.append(Late(self.clock.seconds() + seconds, hit, handle))

    def settle(self) -> None:
        """Carry out what is due, oldest first; called before anything else is answered."""
        now = self.clock.seconds()
        with self._lock:
            due = sorted((late for late in self._late if late.due <= now), key=lambda late: late.due)
            self._late = [late for late in self._late if late.due > now]
        for late in due:
            reply = late.handle()
            late.hit.booked = reply.status if reply else None

    def report(self) -> dict[str, Any]:
        """Give the rules with the calls they counted, what was hit, and what is still to be carried out."""
        now = self.clock.seconds()
        with self._lock:
            return {
                "faults": [{**asdict(rule.fault), "counted": rule.counted} for rule in self._rules],
                "hits": [asdict(hit) for hit in self._hits],
                "late": [
                    {"method": late.hit.method, "target": late.hit.target, "in_seconds": round(late.due - now, 3)}
                    for late in self._late
                ],
            }


def fault(rule: object) -> Fault:
    """Read a rule as it came over the line. ControlError: names what is wrong with it."""
    if not isinstance(rule, dict) or rule.get("kind") not in KINDS:
        kinds = ", ".join(KINDS)
        raise ControlError(f"Every fault needs a kind: {kinds}.", f"Elke storing heeft een kind nodig: {kinds}.")
    unknown = ", ".join(sorted(rule.keys() - {"kind", "method", "path", "nth", "times", "seconds"}))
    if unknown:
        raise ControlError(f"A fault has no {unknown}.", f"Een storing heeft geen {unknown}.")
    nth, times, seconds = rule.get("nth", 1), rule.get("times", 1), rule.get("seconds", KINDS[rule["kind"]][1])
    if type(nth) is not int or type(times) is not int or nth < 1 or times < 0:
        raise ControlError(
            "nth must be a whole number from 1, times one from 0 (0: all that follow).",
            "nth moet een geheel getal vanaf 1 zijn, times een vanaf 0 (0: alle die volgen).",
        )
    if type(seconds) not in {int, float} or not 0 <= seconds <= LONGEST:
        raise ControlError(
            f"seconds must be a number from 0 to {LONGEST:.0f}.",
            f"seconds moet een getal zijn van 0 tot {LONGEST:.0f}.",
        )
    return Fault(rule["kind"], str(rule.get("method", "")).upper(), str(rule.get("path", "")), nth, times, seconds)


async def passed(
    faults: Faults, struck: tuple[Fault, Hit], handle: Handle, refuse: Refuse, receive: Receive
) -> Reply | None:
    """Take a call through its fault; None means that no answer comes. ``half`` is left to who sends the answer."""
    rule, hit = struck
    if rule.kind in REFUSALS:
        return refuse(rule.kind, rule.seconds)
    if rule.kind == "cut_late":
        faults.postpone(rule.seconds, hit, handle)
    if rule.kind == "slow":
        await asyncio.sleep(rule.seconds)
    reply = None
    if rule.kind not in {"hang", "cut_before", "cut_late"}:
        reply = await run_in_threadpool(handle)
        hit.booked = reply.status if reply else None
    if rule.kind in {"hang", "hang_after"}:
        await _silence(rule.seconds, receive)
    if rule.kind == "500_after":
        return refuse("500", rule.seconds)
    return reply if rule.kind in {"slow", "half"} else None


async def _silence(seconds: float, receive: Receive) -> None:
    """Say nothing for so long, or until the client gives up; its body was read, so the next message is that it left."""
    try:
        await asyncio.wait_for(receive(), seconds)
    except TimeoutError:
        return

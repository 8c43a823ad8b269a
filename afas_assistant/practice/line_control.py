"""The control side of the line and of time, under ``/practice``: faults by rule, and the practice clock."""

from collections.abc import Callable
from datetime import date
from typing import Any

from afas_assistant.practice.clock import LONGEST_FORWARD
from afas_assistant.practice.control_errors import ControlError
from afas_assistant.practice.state import State

Action = Callable[[dict[str, Any]], object]


def actions(state: State) -> list[tuple[str, str, Action]]:
    """Give method, path and action of each control call."""

    def set_faults(body: dict[str, Any]) -> object:
        state.faults.set(body.get("faults"))
        return state.faults.report()

    def faults(_: dict[str, Any]) -> object:
        state.faults.settle()
        return state.faults.report()

    def move_clock(body: dict[str, Any]) -> object:
        """Choose a day, let seconds pass, or both; calls that are due by then are carried out before the reply."""
        if "today" in body:
            state.clock.choose(_day(body["today"]))
            state.timechimp.reset()
            state.books.rebase()
        if "forward_seconds" in body:
            state.clock.forward(_seconds(body["forward_seconds"]))
            state.faults.settle()
        return clock({})

    def clock(_: dict[str, Any]) -> object:
        return {"now": state.clock.now().isoformat(timespec="seconds"), "today": state.clock.today().isoformat()}

    return [
        ("GET", "/practice/faults", faults),
        ("POST", "/practice/faults", set_faults),
        ("GET", "/practice/clock", clock),
        ("POST", "/practice/clock", move_clock),
    ]


def _day(text: object) -> date:
    """Read a day."""
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise ControlError(
            "today must be a date such as 2026-05-25.", "today moet een datum zijn, zoals 2026-05-25."
        ) from None


def _seconds(value: object) -> float:
    """Read how many seconds to let pass."""
    most = LONGEST_FORWARD.total_seconds()
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise ControlError(
            f"forward_seconds must be a number from 0 to {most:.0f}.",
            f"forward_seconds moet een getal zijn van 0 tot {most:.0f}.",
        )
    return float(value)

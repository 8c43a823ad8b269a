"""The control side of the pretend TimeChimp, under ``/practice/timechimp``."""

from collections.abc import Callable
from typing import Any

from afas_assistant.practice.control_errors import ControlError
from afas_assistant.practice.timechimp.service import TimeChimp
from afas_assistant.practice.timechimp.switches import choices

Action = Callable[[dict[str, Any]], object]


def actions(timechimp: TimeChimp) -> list[tuple[str, str, Action]]:
    """Give method, path and action of each control call."""

    def shown(_: dict[str, Any]) -> object:
        return {"switches": timechimp.switches.as_dict(), "choices": choices()}

    def switched(body: dict[str, Any]) -> object:
        timechimp.switch(body)
        return {"switches": timechimp.switches.as_dict()}

    def changed(body: dict[str, Any]) -> object:
        kind, number, fields = body.get("kind"), body.get("id"), body.get("fields")
        if not isinstance(kind, str) or not isinstance(fields, dict) or not isinstance(number, int | None):
            raise ControlError("kind, fields and if need be id are wanted.", "kind, fields en zo nodig id zijn nodig.")
        return {"record": timechimp.change(kind, number, fields)}

    return [
        ("GET", "/practice/timechimp/switches", shown),
        ("POST", "/practice/timechimp/switches", switched),
        ("POST", "/practice/timechimp/change", changed),
        ("GET", "/practice/timechimp/books", lambda _: timechimp.report()),
    ]

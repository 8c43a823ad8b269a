"""The control side, under ``/practice``: scenarios, log, delay and reset. It is no part of what AFAS has."""

import json
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from afas_assistant.practice.scenarios import SCENARIOS
from afas_assistant.practice.state import State

LONGEST_DELAY = 60.0


class ControlError(Exception):
    """A control call that cannot be done; the sentence goes into the reply."""


def control_routes(state: State) -> list[Route]:
    """Give the routes of the control side."""
    control = Control(state)
    return [
        Route("/practice/scenarios", _handled(control.scenarios), methods=["GET"]),
        Route("/practice/scenario", _handled(control.switch), methods=["POST"]),
        Route("/practice/log", _handled(control.log), methods=["GET"]),
        Route("/practice/environment-log", _handled(control.environment_log), methods=["GET"]),
        Route("/practice/delay", _handled(control.delay), methods=["POST"]),
        Route("/practice/reset", _handled(control.reset), methods=["POST"]),
        Route("/practice/state", _handled(control.counts), methods=["GET"]),
    ]


class Control:
    """What can be asked of the practice environment while it runs."""

    def __init__(self, state: State) -> None:
        self._state = state

    def scenarios(self, _: dict[str, Any]) -> object:
        """List the scenarios, and say which one is on."""
        shown = [
            {
                "name": scenario.name,
                "title": {"nl": scenario.title_nl, "en": scenario.title_en},
                "what": {"nl": scenario.what_nl, "en": scenario.what_en},
            }
            for scenario in SCENARIOS.values()
        ]
        return {"current": self._state.scenario.name, "scenarios": shown}

    def switch(self, body: dict[str, Any]) -> object:
        """Switch to a scenario; stored writes stay unless ``reset`` is true."""
        name = body.get("name")
        if name not in SCENARIOS:
            raise ControlError(f"There is no scenario {name!r}.")
        self._state.switch(str(name), reset=bool(body.get("reset")))
        return {"scenario": name}

    def log(self, _: dict[str, Any]) -> object:
        """Give the newest calls, oldest first."""
        return {"calls": list(self._state.log)}

    def environment_log(self, _: dict[str, Any]) -> object:
        """Give the errors by their profitLogReference, as an administrator finds them in AFAS's environment log."""
        return {"errors": dict(self._state.environment_log)}

    def delay(self, body: dict[str, Any]) -> object:
        """Let every reply wait; 0 takes the wait away (a scenario's own wait stays)."""
        seconds = body.get("seconds")
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= LONGEST_DELAY:
            raise ControlError(f"seconds must be a number from 0 to {LONGEST_DELAY:.0f}.")
        self._state.delay = float(seconds)
        return {"delay": self._state.delay}

    def reset(self, _: dict[str, Any]) -> object:
        """Forget stored writes and logs; the scenario stays."""
        self._state.clear()
        return {"scenario": self._state.scenario.name}

    def counts(self, _: dict[str, Any]) -> object:
        """Give the state in figures."""
        state = self._state
        return {
            "scenario": state.scenario.name,
            "envid": state.environment.envid,
            "delay": state.delay,
            "debtors": state.seed.size,
            "get_definitions": len(state.environment.get_definitions),
            "calls": len(state.log),
            "errors": len(state.environment_log),
            "written": len(state.written),
        }


def _handled(action: Callable[[dict[str, Any]], object]) -> Callable[[Request], Any]:
    """Make an endpoint of an action: JSON in, JSON out, a bad call gets 400 with a sentence."""

    async def endpoint(request: Request) -> JSONResponse:
        content = await request.body()
        try:
            body = json.loads(content) if content else {}
            if not isinstance(body, dict):
                raise ControlError("The body must be a JSON object.")
            return JSONResponse(action(body))
        except ValueError:
            return JSONResponse({"error": "The body is not JSON."}, 400)
        except ControlError as error:
            return JSONResponse({"error": str(error)}, 400)

    return endpoint

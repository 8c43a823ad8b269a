"""The control side, under ``/practice``: scenarios, imports, log, delay and reset. It is no part of what AFAS has."""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from afas_assistant.practice import line_control
from afas_assistant.practice.books.control import actions as books_actions
from afas_assistant.practice.control_errors import ControlError
from afas_assistant.practice.definition_import import read_upload
from afas_assistant.practice.drifts import WAYS
from afas_assistant.practice.getconnectors import GetDefinition, imported_definition
from afas_assistant.practice.scenarios import SCENARIOS
from afas_assistant.practice.state import State
from afas_assistant.practice.timechimp.control import actions as timechimp_actions

LONGEST_DELAY = 60.0


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
        Route("/practice/definitions", _handled(control.definitions), methods=["GET"]),
        Route("/practice/definitions", _answered(control.import_definitions), methods=["POST"]),
        Route("/practice/drift", _handled(control.drift), methods=["POST"]),
        Route("/practice/state", _handled(control.counts), methods=["GET"]),
        *(
            Route(path, _handled(action), methods=[method])
            for method, path, action in (
                *line_control.actions(state),
                *books_actions(state.books),
                *timechimp_actions(state.timechimp),
            )
        ),
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
            raise ControlError(f"There is no scenario {name!r}.", f"Er is geen scenario {name!r}.")
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
            raise ControlError(
                f"seconds must be a number from 0 to {LONGEST_DELAY:.0f}.",
                f"seconds moet een getal van 0 tot en met {LONGEST_DELAY:.0f} zijn.",
            )
        self._state.delay = float(seconds)
        return {"delay": self._state.delay}

    def reset(self, _: dict[str, Any]) -> object:
        """Forget stored writes, logs, imports and drifts; the scenario stays."""
        self._state.clear()
        return {"scenario": self._state.scenario.name}

    def definitions(self, _: dict[str, Any]) -> object:
        """List what was imported, as it is now, and what drifted on request."""
        state = self._state
        present = state.environment.get_definitions
        return {
            "definitions": [
                {**_shown(present.get(name, one.definition)), "app_connectors": sorted(one.app_connectors)}
                for name, one in state.imports.items()
            ],
            "drifted": {name: [asdict(drift) for drift in asked] for name, asked in state.drifts.items()},
        }

    def import_definitions(self, content: bytes, query: QueryParams) -> object:
        """Import the definition file, or the ZIP of them, that is the body.

        Each is ticked in the app connectors that ``app_connector`` names (it may be given more than once), else in
        all. One of the same name is replaced, and columns are text: both are our assumption.
        """
        known = self._state.environment.connectors
        asked = query.getlist("app_connector") or list(known)
        for name in asked:
            if name not in known:
                raise ControlError(
                    f"There is no app connector '{name}'; there are: {', '.join(known)}.",
                    f"Er is geen app connector '{name}'; wel: {', '.join(known)}.",
                )
        done = []
        for read in read_upload(content):
            definition = imported_definition(read.name, read.description, read.columns)
            replaced = self._state.import_definition(definition, asked)
            done.append({**_shown(definition), "app_connectors": sorted(asked), "replaced": replaced})
        return {"definitions": done}

    def drift(self, body: dict[str, Any]) -> object:
        """Let a connector drift: rename, remove, repoint or add a column; none takes back what was asked for here."""
        name, how, column, to = body.get("connector"), body.get("how"), body.get("column"), body.get("to")
        if how not in (*WAYS, "none"):
            ways = ", ".join(WAYS)
            raise ControlError(f"how must be one of {ways}, none.", f"how moet een van deze zijn: {ways}, none.")
        if not isinstance(name, str) or not all(isinstance(text, str | None) for text in (column, to)):
            raise ControlError(
                "connector must be a text; column and to are texts or left out.",
                "connector moet een tekst zijn; column en to zijn teksten of ontbreken.",
            )
        if how == "none":
            return _shown(self._state.take_back_drift(name))
        return _shown(self._state.drift(name, how, column, to))

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


def _shown(definition: GetDefinition) -> dict[str, Any]:
    """Describe a definition."""
    columns = [{"name": field.id, "internal_id": field.field_id} for field in definition.fields]
    return {"name": definition.name, "description": definition.description, "columns": columns}


def _handled(action: Callable[[dict[str, Any]], object]) -> Callable[[Request], Any]:
    """Make an endpoint of an action that takes a JSON object."""

    def read(content: bytes, _: QueryParams) -> object:
        try:
            body = json.loads(content) if content else {}
        except ValueError:
            raise ControlError("The body is not JSON.", "De inhoud is geen JSON.") from None
        if not isinstance(body, dict):
            raise ControlError("The body must be a JSON object.", "De inhoud moet een JSON-object zijn.")
        return action(body)

    return _answered(read)


def _answered(action: Callable[[bytes, QueryParams], object]) -> Callable[[Request], Any]:
    """Make an endpoint of an action: its result as JSON; a bad call gets 400 with a sentence in both languages."""

    async def endpoint(request: Request) -> JSONResponse:
        content = await request.body()
        try:
            return JSONResponse(await run_in_threadpool(action, content, request.query_params))
        except ControlError as error:
            return JSONResponse({"error": error.english, "error_nl": error.dutch}, 400)

    return endpoint

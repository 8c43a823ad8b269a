"""What `practice serve`, `scenarios`, `import` and `drift` do."""

import argparse
import json
from pathlib import Path
from typing import Any

from afas_assistant.cli.output import print_error, say
from afas_assistant.cli.settings import apply_language
from afas_assistant.errors import AssistantError, ConfigurationError, RetryableError
from afas_assistant.practice.definition_import import LARGEST
from afas_assistant.practice.remote import NotLoopbackError, PracticeControlError, RunningPractice
from afas_assistant.texts import current_language, phrase, phrase_n

DONE = 0
SOME_NOT = 1
NOT_STARTED = 2


def run(arguments: argparse.Namespace) -> int:
    """Run the action; returns the exit code."""
    apply_language(arguments)
    actions = {"serve": _serve, "scenarios": _scenarios, "import": _import, "drift": _drift}
    try:
        return actions[arguments.action](arguments)
    except AssistantError as error:
        print_error(error)
        return NOT_STARTED


def _serve(arguments: argparse.Namespace) -> int:
    from afas_assistant.practice import serve  # noqa: PLC0415 - the server is only loaded to serve
    from afas_assistant.practice.scenarios import SCENARIOS  # noqa: PLC0415

    if arguments.scenario not in SCENARIOS:
        say(str(phrase("There is no scenario {name}; see: practice scenarios", name=arguments.scenario)), error=True)
        return NOT_STARTED
    return serve.main(
        port=arguments.port,
        scenario=arguments.scenario,
        size=arguments.size,
        seed=arguments.seed,
        delay=arguments.delay,
        watch_stdin=arguments.watch_stdin,
    )


def _scenarios(arguments: argparse.Namespace) -> int:
    from afas_assistant.practice.scenarios import SCENARIOS  # noqa: PLC0415

    dutch = current_language() == "nl"
    shown = [
        {
            "name": one.name,
            "title": one.title_nl if dutch else one.title_en,
            "what": one.what_nl if dutch else one.what_en,
        }
        for one in SCENARIOS.values()
    ]
    if arguments.format == "json":
        say(json.dumps({"schema": 1, "scenarios": shown}, ensure_ascii=False, indent=1))
        return DONE
    width = max(len(one["name"]) for one in shown)
    for one in shown:
        say(f"{one['name']:<{width}}  {one['title']}: {one['what']}")
    return DONE


def _import(arguments: argparse.Namespace) -> int:
    practice = _running(arguments.address)
    results = [_imported(practice, file, arguments.app_connector) for file in arguments.files]
    return DONE if all(results) else SOME_NOT


def _imported(practice: RunningPractice, file: Path, app_connectors: list[str]) -> bool:
    """Import one file and say what came of it; a file that is not taken does not hold up the others."""
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        say(str(phrase("{file}: this file could not be read ({reason}).", file=file, reason=reason)), error=True)
        return False
    try:
        made = practice.import_definition(content, app_connectors)
    except PracticeControlError as error:
        say(f"{file}: {_refusal(error, practice)}", error=True)
        return False
    for one in made:
        count = len(one["columns"])
        shown = phrase_n(
            "{name}: imported, {count} column.", "{name}: imported, {count} columns.", count, name=one["name"]
        )
        say(str(shown))
    return True


def _drift(arguments: argparse.Namespace) -> int:
    practice = _running(arguments.address)
    try:
        definition = practice.drift(arguments.connector, arguments.how, arguments.column, arguments.to)
    except PracticeControlError as error:
        say(_refusal(error, practice), error=True)
        return SOME_NOT
    say(str(phrase("The columns of {name} are now: {columns}", name=definition["name"], columns=_columns(definition))))
    return DONE


def _columns(definition: dict[str, Any]) -> str:
    """Name the columns, each with its internal id."""
    return ", ".join(f"{column['name']} ({column['internal_id']})" for column in definition["columns"])


def _running(address: str) -> RunningPractice:
    """Find the environment that runs at an address of this computer."""
    try:
        return RunningPractice(address)
    except NotLoopbackError:
        raise ConfigurationError(
            "practice_address",
            title=phrase("Not an address of this computer."),
            explanation=phrase("{address} is not an address of a practice environment.", address=address),
            action=phrase("Give one of the addresses that `practice serve` printed, such as http://127.0.0.1:8765."),
        ) from None


def _refusal(error: PracticeControlError, practice: RunningPractice) -> str:
    """Give the sentence of a refusal; when nothing answers, there is no use in going on."""
    if error.refused:
        return error.sentence(current_language())
    raise RetryableError(
        "practice_silent",
        title=phrase("No practice environment there."),
        explanation=phrase("Nothing answers at {address} as a practice environment does.", address=practice.control),
        action=phrase("Start one with `practice serve` and give the address that it prints."),
    ) from error

"""`practice serve` and `practice scenarios`: the pretend AFAS from a terminal."""

import argparse
import json

from afas_assistant.cli.output import say
from afas_assistant.cli.settings import apply_language
from afas_assistant.texts import phrase


def run(arguments: argparse.Namespace) -> int:
    """Serve until interrupted, or list the scenarios; returns the exit code."""
    apply_language(arguments)
    return _serve(arguments) if arguments.action == "serve" else _scenarios(arguments)


def _serve(arguments: argparse.Namespace) -> int:
    from afas_assistant.practice import serve  # noqa: PLC0415 - the server is only loaded to serve
    from afas_assistant.practice.scenarios import SCENARIOS  # noqa: PLC0415

    if arguments.scenario not in SCENARIOS:
        say(str(phrase("There is no scenario {name}; see: practice scenarios", name=arguments.scenario)), error=True)
        return 2
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
    from afas_assistant.texts import current_language  # noqa: PLC0415

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
        return 0
    width = max(len(one["name"]) for one in shown)
    for one in shown:
        say(f"{one['name']:<{width}}  {one['title']}: {one['what']}")
    return 0

"""What `gcn show`, `gcn compare` and `gcn sheet` do."""

import argparse
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from afas_assistant.afas.address import Address, understand_address
from afas_assistant.afas.client import AfasClient
from afas_assistant.afas.token import ClassicToken, parse_token
from afas_assistant.cli.gcn_data import comparison_data, shown_data
from afas_assistant.cli.gcn_text import Compared, comparison_text, shown_text
from afas_assistant.cli.output import print_error, say
from afas_assistant.cli.settings import apply_language, folders_of, logged
from afas_assistant.errors import AssistantError, ConfigurationError
from afas_assistant.gcn.collection import FoundFile, collect
from afas_assistant.gcn.sheet import build_sheet
from afas_assistant.logs import SECRETS
from afas_assistant.onboarding.definition_live import LiveDefinitions, Standing
from afas_assistant.onboarding.definition_manifest import KnownFiles, known_files
from afas_assistant.onboarding.entry import find_way_in
from afas_assistant.texts import current_language, phrase

ALL_READ = 0
SOME_NOT = 1
NOT_STARTED = 2


def run(arguments: argparse.Namespace) -> int:
    """Run the action; returns the exit code that its help tells."""
    apply_language(arguments)
    actions = {"show": _show, "compare": _compare, "sheet": _sheet}
    try:
        with logged(arguments):
            return actions[arguments.action](arguments)
    except AssistantError as error:
        print_error(error)
        return NOT_STARTED


def _show(arguments: argparse.Namespace) -> int:
    found = list(collect(arguments.files))
    if arguments.format == "json":
        say(json.dumps(shown_data(found), ensure_ascii=False, indent=1))
    else:
        say(shown_text(found, _known(arguments)))
    return _exit_code(found)


def _sheet(arguments: argparse.Namespace) -> int:
    found = list(collect(arguments.files))
    sheets = [build_sheet(one.definition, current_language()) for one in found if one.definition is not None]
    if sheets:
        say("\n\n\n".join(sheets))
    for one in found:
        if one.error is not None:
            say(f"{one.label}: {one.error.sentence()}", error=True)
    return _exit_code(found)


def _compare(arguments: argparse.Namespace) -> int:
    _refuse_stray_options(arguments)
    found = list(collect(arguments.files))
    definitions = [one.definition for one in found if one.definition is not None]
    with _target(arguments) as (address, token):
        SECRETS.register(token.secrets())
        way_in = find_way_in(address, lambda where: AfasClient(where, token, language=current_language()))
        try:
            live = list(LiveDefinitions(way_in.reader, way_in.metainfo).hold(definitions))
        finally:
            way_in.reader.close()
    answers = iter(live)
    compared = [Compared(one, next(answers) if one.definition is not None else None) for one in found]
    if arguments.format == "json":
        say(json.dumps(comparison_data(compared), ensure_ascii=False, indent=1))
    else:
        say(comparison_text(compared))
    alike = all(one.live is not None and one.live.standing is Standing.SAME for one in compared)
    return ALL_READ if compared and alike else SOME_NOT


def _known(arguments: argparse.Namespace) -> KnownFiles:
    """Return the known definition files; a manifest of the person's own that cannot be read is told and left out."""
    known = known_files(folders_of(arguments))
    for problem in known.problems:
        print_error(problem)
    return known


def _exit_code(found: Sequence[FoundFile]) -> int:
    return ALL_READ if all(one.definition is not None for one in found) else SOME_NOT


def _refuse_stray_options(arguments: argparse.Namespace) -> None:
    if arguments.scenario and not arguments.demo:
        raise ConfigurationError(
            "scenario_without_demo",
            title=phrase("--scenario goes with --demo."),
            explanation=phrase("Scenarios are failures of the practice environment."),
            action=phrase("Add --demo, or leave --scenario out."),
        )
    if arguments.connection and arguments.demo:
        raise ConfigurationError(
            "connection_without_org",
            title=phrase("--connection goes with --org."),
            explanation=phrase("The practice environment has one connection."),
            action=phrase("Leave --connection out."),
        )


@contextmanager
def _target(arguments: argparse.Namespace) -> Iterator[tuple[Address, ClassicToken]]:
    """Yield where to compare, and the token for it."""
    if arguments.demo:
        from afas_assistant.cli.demo import running_practice  # noqa: PLC0415 - only a demo needs it

        with running_practice(arguments.scenario) as practice:
            yield understand_address(practice.addresses["test"]), parse_token(practice.token("all"))
    else:
        from afas_assistant.cli.stored_check import stored_target  # noqa: PLC0415 - only now the database is needed

        with stored_target(arguments) as target:
            yield target

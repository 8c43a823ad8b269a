"""`about`: the version, the keyring in use and the folders; what to send along with a question."""

import argparse
from typing import TypeAlias

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name


def add_parser(subparsers: Subparsers, common: argparse.ArgumentParser) -> None:
    """Add the command to the program's parser; `common` has the options of every command."""
    about = subparsers.add_parser("about", parents=[common], help="the version, the keyring in use and the folders")
    about.set_defaults(module="afas_assistant.cli.about")


def run(arguments: argparse.Namespace) -> int:
    """Print it and return 0: also an absent keyring is an answer. The keyring is not made to ask for its password."""
    from afas_assistant.cli.output import say  # noqa: PLC0415 - argparse only, until it is asked for
    from afas_assistant.cli.settings import apply_language, folders_of  # noqa: PLC0415 - as above
    from afas_assistant.organisations.about import about  # noqa: PLC0415 - as above
    from afas_assistant.texts import phrase  # noqa: PLC0415 - as above

    apply_language(arguments)
    told = about(folders_of(arguments))
    say(told.program)
    say(str(told.keyring.sentence))
    say(str(phrase("Database: {path}", path=told.folders.database)))
    say(str(phrase("Preferences: {path}", path=told.folders.preferences)))
    say(str(phrase("Logs: {path}", path=told.folders.logs)))
    return 0

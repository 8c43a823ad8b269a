"""All commands of the program and the options that each of them takes.

Only `argparse` is imported here; a command's own module is loaded when the command runs.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from afas_assistant import __version__
from afas_assistant.texts import LANGUAGES

WITH_VALUE = frozenset({"--data-dir", "--language"})
WINDOW_ONLY = frozenset({"demo", "--report-first-paint"})
Runner = Callable[[argparse.Namespace], int]


@dataclass(frozen=True)
class Command:
    """What was asked for: a function of a module, and its arguments."""

    module: str
    arguments: argparse.Namespace

    def run(self) -> int:
        """Run the command and return the exit code."""
        runner: Runner = import_module(self.module).run
        return runner(self.arguments)


def parse(arguments: Sequence[str]) -> Command:
    """Return the command that the arguments ask for; exits with 2 and a usage line when they ask for none."""
    parsed = _parser(complete=not _opens_window(arguments)).parse_args(arguments)
    return Command(parsed.module, parsed)


def _opens_window(arguments: Sequence[str]) -> bool:
    """Return whether nothing but the window is asked for: it need not wait for the options of all commands."""
    left = iter(arguments)
    for one in left:
        if one in WITH_VALUE:
            next(left, None)
        elif one not in WINDOW_ONLY:
            return False
    return True


def _parser(*, complete: bool) -> argparse.ArgumentParser:
    common = _common()
    parser = argparse.ArgumentParser(
        prog="afas-assistant",
        description="Connect software to AFAS Profit and prove every line. Without a command the window opens.",
        parents=[common],
    )
    parser.add_argument("--version", action="version", version=f"AFAS Assistant {__version__}")
    parser.add_argument("--report-first-paint", action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(module="afas_assistant.ui.application", demo=False)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_demo(commands, common)
    if complete:
        _add_commands(commands, common)
    return parser


def _add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    _add_check(commands, common)
    _add_message(commands, common)
    _add_organisations(commands, common)
    _add_daily_work(commands, common)
    _add_definitions(commands, common)
    _add_practice(commands, common)
    _add_about(commands, common)


def _common() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--data-dir",
        type=_folder,
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="keep settings, database and logs in this folder only (a throw-away home)",
    )
    common.add_argument(
        "--language",
        choices=LANGUAGES,
        default=argparse.SUPPRESS,
        help="language of the texts (default: as set, else nl)",
    )
    return common


def _folder(text: str) -> Path:
    """Return a folder; an empty name would mean whichever folder one stands in, and so another outbox each time."""
    if not text.strip():
        raise argparse.ArgumentTypeError("the name of the folder is empty; is a variable not set?")
    return Path(text)


def _add_demo(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser) -> None:
    demo = commands.add_parser("demo", parents=[common], help="open the window in the practice environment")
    demo.add_argument("--report-first-paint", action="store_true", help=argparse.SUPPRESS)
    demo.set_defaults(module="afas_assistant.ui.application", demo=True)


def _add_check(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    check = commands.add_parser(
        "check",
        parents=[common],
        help="check an environment against checklists; reads only",
        description="Check an AFAS environment against checklists. Nothing is changed in AFAS. The token comes from "
        "the keyring, from AFAS_ASSISTANT_TOKEN or from standard input, never from an argument. Exit 0: every "
        "required line holds; 1: some do not or could not be tested; 2: could not be checked at all.",
    )
    where = check.add_mutually_exclusive_group(required=True)
    where.add_argument("--org", metavar="NAME", help="an organisation that was added, by name or environment")
    where.add_argument("--demo", action="store_true", help="the practice environment")
    where.add_argument("--address", metavar="A", help="12345, T12345AA, 12345.user or a URL of the environment")
    check.add_argument(
        "--connection", metavar="LABEL", help="which connection of the organisation, when it has several"
    )
    check.add_argument(
        "--profile",
        metavar="NAME-or-FILE",
        nargs="+",
        action="extend",
        help="checklists (default: the connection's, or both built-in ones)",
    )
    check.add_argument("--format", choices=("text", "json"), default="text")
    check.add_argument("--scenario", metavar="S", help="with --demo: one of `practice scenarios`")
    check.add_argument("--item-type", type=int, metavar="N", help="the dossier item type that attachments will use")
    check.add_argument(
        "--write-test",
        metavar="12|13=ADMINISTRATION,RELATION,INVOICE",
        action="append",
        help="test environments only, with --item-type: write a dossier item on this existing invoice and delete it",
    )
    check.add_argument(
        "--message", metavar="FILE", help="write the message to the administrator; - for standard output"
    )
    check.add_argument("--handover", metavar="FILE", help="write the hand-over book (HTML)")
    check.set_defaults(module="afas_assistant.cli.check")


def _add_message(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    message = commands.add_parser(
        "message",
        parents=[common],
        help="the message to the AFAS administrator for the beginning, before there is a token",
    )
    message.add_argument("file", nargs="?", default="-", metavar="FILE", help="default: standard output")
    message.add_argument("--profile", metavar="NAME-or-FILE", nargs="+", action="extend")
    message.add_argument(
        "--environment", default="", metavar="T12345AA", help="AFAS's name of the environment, when known"
    )
    message.set_defaults(module="afas_assistant.cli.first_message")


def _add_organisations(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    from afas_assistant.cli import org  # noqa: PLC0415 - argparse only, at this point

    org.add_parser(commands, common)


def _add_daily_work(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    from afas_assistant.cli import map as mapping  # noqa: PLC0415 - argparse only, at this point
    from afas_assistant.cli import nightly, outbox, sync  # noqa: PLC0415 - as above

    sync.add_parser(commands, common)
    nightly.add_parser(commands, common)
    outbox.add_parser(commands, common)
    mapping.add_parser(commands, common)


def _add_definitions(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    from afas_assistant.cli import gcn  # noqa: PLC0415 - argparse only, at this point

    gcn.add_parser(commands, common)


def _add_practice(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    from afas_assistant.cli import practice  # noqa: PLC0415 - argparse only, at this point

    practice.add_parser(commands, common)


def _add_about(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    from afas_assistant.cli import about  # noqa: PLC0415 - argparse only, at this point

    about.add_parser(commands, common)

"""`practice serve|scenarios|import|drift`: the arguments; the work is in `practice_commands`, loaded when asked for."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name

MODULE = "afas_assistant.cli.practice"
WAYS = ("rename", "remove", "repoint", "add", "none")


def add_parser(subparsers: Subparsers, common: argparse.ArgumentParser) -> None:
    """Add the command group to the program's parser; `common` has the options of every command."""
    practice = subparsers.add_parser("practice", help="the practice environment: a pretend AFAS on this computer")
    actions = practice.add_subparsers(title="actions", metavar="ACTION", required=True)
    _add_serve(actions, common)
    scenarios = actions.add_parser("scenarios", parents=[common], help="list the failures that can be practised")
    scenarios.add_argument("--format", choices=("text", "json"), default="text")
    scenarios.set_defaults(module=MODULE, action="scenarios")
    _add_import(actions, common)
    _add_drift(actions, common)


def run(arguments: argparse.Namespace) -> int:
    """Run the action; returns the exit code."""
    from afas_assistant.cli import practice_commands  # noqa: PLC0415 - only when it is asked for

    return practice_commands.run(arguments)


def _add_serve(actions: Subparsers, common: argparse.ArgumentParser) -> None:
    serve = actions.add_parser("serve", parents=[common], help="serve it; prints addresses and tokens as JSON")
    serve.add_argument("--port", type=_between(0, 65535, int), default=0, help="0 chooses a free one")
    serve.add_argument("--scenario", default="healthy", metavar="S")
    serve.add_argument(
        "--size", type=_between(1, 100_000, int), default=250, metavar="N", help="number of debtors, 1 to 100,000"
    )
    serve.add_argument("--seed", type=int, default=1, help="another seed, another set of made-up companies")
    serve.add_argument(
        "--delay",
        type=_between(0, 60, float),
        default=0.0,
        metavar="SECONDS",
        help="let every reply take this much longer",
    )
    serve.add_argument("--watch-stdin", action="store_true", help=argparse.SUPPRESS)  # for the face that started it
    serve.set_defaults(module=MODULE, action="serve")


def _add_import(actions: Subparsers, common: argparse.ArgumentParser) -> None:
    importing = actions.add_parser(
        "import",
        parents=[common],
        help="import definition files (.gcn) into one that runs",
        description="Import definition files into a practice environment that runs: the connectors then exist in it, "
        "with the columns of the files. Exit code 0: all were imported, 1: some were not, 2: nothing answers there.",
    )
    _add_address(importing)
    importing.add_argument(
        "--app-connector",
        action="append",
        default=[],
        metavar="NAME",
        help="tick them in this one only: all, timechimp, smartbooqing or admin (default: in each)",
    )
    importing.add_argument("files", nargs="+", type=Path, metavar="FILE", help="definition files, or ZIPs of them")
    importing.set_defaults(module=MODULE, action="import")


def _add_drift(actions: Subparsers, common: argparse.ArgumentParser) -> None:
    drift = actions.add_parser(
        "drift",
        parents=[common],
        help="let a GetConnector of one that runs change behind your back",
        description="Let a column of a GetConnector change in a practice environment that runs, as when somebody edits "
        "the definition in Profit. Exit code 0: done, 1: that cannot be, 2: nothing answers there.",
    )
    _add_address(drift)
    drift.add_argument("connector", metavar="CONNECTOR")
    drift.add_argument("--how", choices=WAYS, required=True, help="none takes back what was asked for before")
    drift.add_argument("--column", metavar="NAME", help="default: the first one; to remove: the last")
    drift.add_argument("--to", metavar="NAME", help="with rename: the new name")
    drift.set_defaults(module=MODULE, action="drift")


def _add_address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--address", required=True, metavar="URL", help="any of the addresses that `practice serve` printed"
    )


def _between(least: float, most: float, kind: Callable[[str], float]) -> Callable[[str], float]:
    """Return a reader of numbers from `least` to `most`; argparse says the rest."""

    def read(text: str) -> float:
        number = kind(text)
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"{text} is not between {least:,} and {most:,}")
        return number

    read.__name__ = "number"
    return read

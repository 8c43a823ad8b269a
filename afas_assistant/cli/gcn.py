"""`gcn show|compare|sheet`: the arguments; the work is in `gcn_commands`, loaded when it is asked for."""

import argparse
from pathlib import Path
from typing import TypeAlias

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name

MODULE = "afas_assistant.cli.gcn"


def add_parser(subparsers: Subparsers, common: argparse.ArgumentParser) -> None:
    """Add the command group to the program's parser; `common` has the options of every command."""
    group = subparsers.add_parser("gcn", help="definition files of GetConnectors (.gcn): read and compare them")
    actions = group.add_subparsers(title="actions", metavar="ACTION", required=True)
    _add_show(actions, common)
    _add_compare(actions, common)
    _add_sheet(actions, common)


def run(arguments: argparse.Namespace) -> int:
    """Run the action; returns 0, 1 or 2 as the help of each tells."""
    from afas_assistant.cli import gcn_commands  # noqa: PLC0415 - loads the reader and, for comparing, the client

    return gcn_commands.run(arguments)


def _add_show(actions: Subparsers, common: argparse.ArgumentParser) -> None:
    show = actions.add_parser(
        "show",
        parents=[common],
        help="say what importing the files would create",
        description="Say what importing definition files would create in AFAS. Exit code 0: all were read, "
        "1: some were not.",
    )
    _add_files(show)
    show.add_argument("--format", choices=("text", "json"), default="text")
    show.set_defaults(module=MODULE, action="show")


def _add_compare(actions: Subparsers, common: argparse.ArgumentParser) -> None:
    compare = actions.add_parser(
        "compare",
        parents=[common],
        help="hold the files against the connectors that AFAS has now",
        description="Hold definition files against the connectors that AFAS has now. AFAS is only read. Exit code 0: "
        "every column is as in the files, 1: something differs, is absent or was not read, 2: nothing was compared.",
    )
    _add_files(compare)
    where = compare.add_mutually_exclusive_group(required=True)
    where.add_argument("--org", metavar="NAME", help="an organisation that was added, by name or environment")
    where.add_argument("--demo", action="store_true", help="the practice environment")
    compare.add_argument("--connection", metavar="LABEL", help="with --org: which connection, when there are several")
    compare.add_argument("--scenario", metavar="S", help="with --demo: one of `practice scenarios`")
    compare.add_argument("--format", choices=("text", "json"), default="text")
    compare.set_defaults(module=MODULE, action="compare")


def _add_sheet(actions: Subparsers, common: argparse.ArgumentParser) -> None:
    sheet = actions.add_parser(
        "sheet",
        parents=[common],
        help="print a build sheet: how to build the connector again in AFAS",
        description="Print a build sheet of each definition file: what somebody needs to build the connector again in "
        "AFAS. Exit code 0: all were read, 1: some were not.",
    )
    _add_files(sheet)
    sheet.set_defaults(module=MODULE, action="sheet")


def _add_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="definition files, folders or ZIPs")

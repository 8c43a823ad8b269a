"""`map show|propose|set|forget|export|import`: the arguments; the work is in `map_commands`, loaded when asked for."""

import argparse
from pathlib import Path
from typing import TypeAlias

from afas_assistant.cli.where import SECRETS, add_where

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name

MODULE = "afas_assistant.cli.map"
TABLES = ("items", "vat", "revenue", "settings", "roles")


def add_parser(subparsers: Subparsers, common: argparse.ArgumentParser) -> None:
    """Add the command group to the program's parser; `common` has the options of every command."""
    group = subparsers.add_parser("map", help="which words of TimeChimp are which ones of AFAS")
    actions = group.add_subparsers(title="actions", metavar="ACTION", required=True)
    show = _action(actions, common, "show", "show the mappings of a connection, and who accepted them")
    show.add_argument("--format", choices=("text", "json"), default="text")
    _add_propose(actions, common)
    _add_set(actions, common)
    forget = _action(actions, common, "forget", "take a mapping out")
    forget.add_argument("table", choices=TABLES)
    forget.add_argument("key", metavar="KEY")
    export = _action(actions, common, "export", "write the mappings as TOML")
    export.add_argument("file", metavar="FILE", nargs="?", default="-", help="- is standard output (the default)")
    importing = _action(actions, common, "import", "accept all mappings of a TOML file, beside those that are kept")
    importing.add_argument("file", type=Path, metavar="FILE")


def run(arguments: argparse.Namespace) -> int:
    """Run the action; returns the exit code."""
    from afas_assistant.cli import map_commands  # noqa: PLC0415 - loads the clients and the database

    return map_commands.run(arguments)


def _add_propose(actions: Subparsers, common: argparse.ArgumentParser) -> None:
    propose = _action(
        actions,
        common,
        "propose",
        "propose mappings with a reason, the unmapped first; nothing is accepted unless --accept says so",
    )
    propose.add_argument(
        "--accept",
        nargs="+",
        action="extend",
        default=[],
        metavar="TABLE/KEY",
        help="accept these proposals, such as items/activity:300 or vat/21/BTW",
    )
    propose.add_argument("--format", choices=("text", "json"), default="text")


def _add_set(actions: Subparsers, common: argparse.ArgumentParser) -> None:
    setting = _action(
        actions,
        common,
        "set",
        "set one mapping",
        "Values: vat and settings take one (map set vat 21/BTW 1); items take kind=1 code=300 unit=uur; revenue takes "
        "account=8000 and perhaps cost_centre=100; roles take CONNECTOR/ROLE and a column. ",
    )
    setting.add_argument("table", choices=TABLES)
    setting.add_argument("key", metavar="KEY")
    setting.add_argument("value", metavar="VALUE", nargs="+")


def _action(
    actions: Subparsers, common: argparse.ArgumentParser, name: str, what: str, more: str = ""
) -> argparse.ArgumentParser:
    action = actions.add_parser(name, parents=[common], help=what, description=f"{what.capitalize()}. {more}{SECRETS}")
    add_where(action, mapping=False)
    action.set_defaults(module=MODULE, action=name)
    return action

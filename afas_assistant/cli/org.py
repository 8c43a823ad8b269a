"""`org add|list|remove|token|timechimp-key`: the arguments; the work is elsewhere, loaded when it is asked for."""

import argparse
from typing import TypeAlias

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name


def add_parser(subparsers: Subparsers, common: argparse.ArgumentParser) -> None:
    """Add the command group to the program's parser; `common` has the options of every command."""
    group = subparsers.add_parser("org", help="the organisations: AFAS environments with their connections")
    actions = group.add_subparsers(title="actions", metavar="ACTION", required=True)
    _add_add(actions, common)
    _add_list(actions, common)
    _add_remove(actions, common)
    _add_token(actions, common)
    _add_timechimp_key(actions, common)


def run(arguments: argparse.Namespace) -> int:
    """Run the action; returns 0 when it was done and 2 when it was not."""
    from afas_assistant.cli import organisation_commands  # noqa: PLC0415 - loads the client and the database

    return organisation_commands.run(arguments)


def _add_add(actions: Subparsers, common: argparse.ArgumentParser) -> None:
    add = actions.add_parser(
        "add",
        parents=[common],
        help="ask AFAS where a token belongs and remember it",
        description="Ask AFAS where a token belongs, and remember the environment and the connection. The token comes "
        "from AFAS_ASSISTANT_TOKEN or from standard input, never from an argument.",
    )
    add.add_argument(
        "--address", required=True, metavar="A", help="12345, T12345AA, 12345.user or a URL of the environment"
    )
    add.add_argument("--name", metavar="N", help="the name to find it by (default: the environment's)")
    add.add_argument(
        "--profile",
        metavar="P",
        nargs="+",
        action="extend",
        help="checklists of this connection: timechimp, smartbooqing or files of your own",
    )
    add.set_defaults(module="afas_assistant.cli.org", action="add")


def _add_list(actions: Subparsers, common: argparse.ArgumentParser) -> None:
    listing = actions.add_parser("list", parents=[common], help="show the organisations and their connections")
    listing.add_argument("--format", choices=("text", "json"), default="text")
    listing.set_defaults(module="afas_assistant.cli.org", action="list")


def _add_remove(actions: Subparsers, common: argparse.ArgumentParser) -> None:
    remove = actions.add_parser("remove", parents=[common], help="forget an organisation, its tokens and its checks")
    remove.add_argument("name", metavar="NAME", help="the name, or the environment such as T12345AA")
    remove.add_argument("--yes", action="store_true", help="do not ask")
    remove.set_defaults(module="afas_assistant.cli.org", action="remove")


def _add_token(actions: Subparsers, common: argparse.ArgumentParser) -> None:
    token = actions.add_parser(
        "token",
        parents=[common],
        help="replace the token of a connection and keep all else",
        description="Replace the token of a connection. A token of another environment is refused. The token comes "
        "from AFAS_ASSISTANT_TOKEN or from standard input, never from an argument.",
    )
    token.add_argument("name", metavar="NAME", help="the name, or the environment such as T12345AA")
    token.add_argument("--connection", metavar="LABEL", help="which connection, when there are several")
    token.set_defaults(module="afas_assistant.cli.org", action="token")


def _add_timechimp_key(actions: Subparsers, common: argparse.ArgumentParser) -> None:
    key = actions.add_parser(
        "timechimp-key",
        parents=[common],
        help="keep the key of TimeChimp's API with a connection",
        description="Ask TimeChimp what a key can do, and keep it in the keyring with a connection. Nothing is changed "
        "in TimeChimp. The key comes from AFAS_ASSISTANT_TIMECHIMP_KEY or from standard input, never from an argument.",
    )
    key.add_argument("name", metavar="NAME", help="the name, or the environment such as T12345AA")
    key.add_argument("--connection", metavar="LABEL", help="which connection, when there are several")
    key.add_argument("--no-probe", action="store_true", help="keep the key without asking TimeChimp")
    key.add_argument(
        "--timechimp-address",
        metavar="T",
        default="",
        help="another address of TimeChimp's API, or one of this computer (default: TimeChimp's own)",
    )
    key.set_defaults(module="afas_assistant.cli.timechimp_key")

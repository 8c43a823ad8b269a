"""`outbox list|show|look-up|resolve|take-back|export|prune`: the arguments; the work is in `outbox_commands`."""

import argparse
from typing import TypeAlias

from afas_assistant.cli.where import SECRETS, add_where

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name

MODULE = "afas_assistant.cli.outbox"
STATES = (
    "intended", "sending", "confirmed", "refused", "unknown", "not_arrived", "withdrawn", "taken_back",
)  # fmt: skip


def add_parser(subparsers: Subparsers, common: argparse.ArgumentParser) -> None:
    """Add the command group to the program's parser; `common` has the options of every command."""
    group = subparsers.add_parser("outbox", help="every write that was sent, and what is to be settled")
    actions = group.add_subparsers(title="actions", metavar="ACTION", required=True)
    _add_list(actions, common)
    _add_show(actions, common)
    _add_look_up(actions, common)
    _add_resolve(actions, common)
    _add_take_back(actions, common)
    _add_export(actions, common)
    _add_prune(actions, common)


def run(arguments: argparse.Namespace) -> int:
    """Run the action; returns the exit code."""
    from afas_assistant.cli import outbox_commands  # noqa: PLC0415 - loads the clients and the database

    return outbox_commands.run(arguments)


def _add_list(actions: Subparsers, common: argparse.ArgumentParser) -> None:
    listing = _action(actions, common, "list", "list writes, the newest first", "Nothing is asked of AFAS with --org.")
    _add_filters(listing)
    listing.add_argument("--limit", type=_count, default=50, metavar="N", help="at most so many (default: 50)")
    listing.add_argument("--format", choices=("text", "json"), default="text")


def _add_show(actions: Subparsers, common: argparse.ArgumentParser) -> None:
    show = _action(actions, common, "show", "show one write: its body, the answer and the proof")
    show.add_argument("write", type=int, metavar="NUMBER")
    show.add_argument("--format", choices=("text", "json"), default="text")


def _add_look_up(actions: Subparsers, common: argparse.ArgumentParser) -> None:
    look_up = _action(
        actions,
        common,
        "look-up",
        "look unknown writes up in AFAS or TimeChimp",
        "Without a number all unknown writes are looked up. Exit 0: none is left unknown; 1: some are.",
        required=True,
    )
    look_up.add_argument("write", type=int, metavar="NUMBER", nargs="?")


def _add_resolve(actions: Subparsers, common: argparse.ArgumentParser) -> None:
    resolve = _action(
        actions, common, "resolve", "say what you saw in the other system", "For a write that nothing else settles."
    )
    resolve.add_argument("write", type=int, metavar="NUMBER")
    seen = resolve.add_mutually_exclusive_group(required=True)
    seen.add_argument("--arrived", action="store_true", help="it is there")
    seen.add_argument("--not-arrived", action="store_true", help="it is not there, so that it may be sent again")
    seen.add_argument(
        "--removed", action="store_true", help="it was there and somebody removed it by hand: a confirmed one"
    )
    resolve.add_argument("--who", required=True, metavar="NAME", help="who looked")
    resolve.add_argument("--note", default="", metavar="TEXT")
    resolve.add_argument(
        "--key", action="append", default=[], metavar="NAME=VALUE", help="a number that it has there, such as OrNu=12"
    )


def _add_take_back(actions: Subparsers, common: argparse.ArgumentParser) -> None:
    take_back = _action(
        actions,
        common,
        "take-back",
        "undo writes where AFAS lets us",
        "Shows what will be undone, or why it cannot be; --apply undoes it.",
        required=True,
    )
    take_back.add_argument("write", type=int, metavar="NUMBER", nargs="+")
    take_back.add_argument("--apply", action="store_true", help="do it")
    take_back.add_argument("--yes", action="store_true", help="with --apply: do not ask")
    take_back.add_argument("--format", choices=("text", "json"), default="text")


def _add_export(actions: Subparsers, common: argparse.ArgumentParser) -> None:
    export = _action(actions, common, "export", "write the outbox as CSV")
    _add_filters(export)
    export.add_argument("--output", metavar="FILE", default="-", help="- is standard output (the default)")


def _add_prune(actions: Subparsers, common: argparse.ArgumentParser) -> None:
    prune = actions.add_parser(
        "prune",
        parents=[common],
        help="forget the bodies of old, settled writes",
        description="Forget the bodies of settled writes of all organisations. Their digests, answers and proofs stay.",
    )
    prune.add_argument("--days", type=int, required=True, metavar="N", help="older than so many days")
    prune.set_defaults(module=MODULE, action="prune", org=None, address=None)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number of writes")
    return int(text)


def _add_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--state", choices=STATES, nargs="+", action="extend", default=[])
    parser.add_argument("--kind", metavar="K", help="such as direct_invoice, entry, debtor, customer_new")
    parser.add_argument("--text", metavar="T", help="what stands in reference, label or counterpart")


def _action(
    actions: Subparsers,
    common: argparse.ArgumentParser,
    name: str,
    what: str,
    more: str = "",
    *,
    required: bool = False,
) -> argparse.ArgumentParser:
    scope = SECRETS if required else "Without --org and --address: of all organisations that are kept here."
    action = actions.add_parser(name, parents=[common], help=what, description=f"{what.capitalize()}. {more} {scope}")
    add_where(action, required=required)
    action.set_defaults(module=MODULE, action=name)
    return action

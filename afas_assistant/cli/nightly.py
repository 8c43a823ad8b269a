"""`nightly show|make|remove|run`: the arguments; the work is in `nightly_commands`, loaded when asked for."""

import argparse
from datetime import time
from typing import TypeAlias

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name

MODULE = "afas_assistant.cli.nightly"
WAYS = ("while-open", "systemd", "task-scheduler", "launchd", "cron")
"""The names of `schedules.tasks.Way`, which is loaded with the command only; a test holds them together."""
RULES = (
    "Without a person only TimeChimp is written to, only what the plan is sure of goes, what was refused or taken back "
    "is not sent again, and a night that would change more than 20 % of the debtors (25 always may, 200 at most) sends "
    "nothing. Token and key come from the keyring of this account. "
)


def add_parser(subparsers: Subparsers, common: argparse.ArgumentParser) -> None:
    """Add the command group to the program's parser; `common` has the options of every command."""
    group = subparsers.add_parser("nightly", help="customers from AFAS to TimeChimp, every night by itself")
    actions = group.add_subparsers(title="actions", metavar="ACTION", required=True)
    show = _action(actions, common, "show", "show what was chosen, the task that was made, and the last nights")
    show.add_argument("--format", choices=("text", "json"), default="text")
    make = _action(actions, common, "make", "choose the time, and have the task made", RULES)
    make.add_argument("--at", type=_time, default=time(2), metavar="HH:MM", help="the time of day (default: 02:00)")
    make.add_argument(
        "--with",
        dest="way",
        choices=WAYS,
        help="who starts it: the program itself while its window is open, or a scheduler of this computer (default: "
        "the first of those that can be used)",
    )
    make.add_argument("--yes", action="store_true", help="do not ask")
    _add_limits(make)
    _action(actions, common, "remove", "take the task away and choose nothing any more; the results stay")
    run_now = _action(
        actions,
        common,
        "run",
        "do it now: what the scheduler starts",
        f"{RULES}Exit 0: all done, or nothing to do; 1: some refused, unknown or not sent; 2: nothing was sent.",
    )
    run_now.add_argument(
        "--once",
        action="store_true",
        help="only when the last night is still to be done: not twice, and not more than twelve hours late",
    )
    _add_limits(run_now)
    run_now.set_defaults(demo=False, address=None, mapping=None, timechimp_address="", administration=None)


def run(arguments: argparse.Namespace) -> int:
    """Run the action; returns the exit code."""
    from afas_assistant.cli import nightly_commands  # noqa: PLC0415 - loads the clients and the database

    return nightly_commands.run(arguments)


def _action(
    actions: Subparsers, common: argparse.ArgumentParser, name: str, what: str, more: str = ""
) -> argparse.ArgumentParser:
    action = actions.add_parser(
        name, parents=[common], help=what, description=f"{what[0].upper()}{what[1:]}. {more}".strip()
    )
    action.add_argument("org", metavar="ORGANISATION", help="the name, or the environment such as T12345AA")
    action.set_defaults(module=MODULE, action=name)
    return action


def _add_limits(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--connection", metavar="LABEL", help="which connection, when there are several")
    parser.add_argument("--most", type=_count, metavar="N", help="send at most N changes without a person")


def _time(text: str) -> time:
    hour, colon, minute = text.partition(":")
    if colon and hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60 and len(minute) == 2:
        return time(int(hour), int(minute))
    raise argparse.ArgumentTypeError(f"{text} is not a time of day such as 02:00")


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number of changes")
    return int(text)

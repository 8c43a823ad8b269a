"""`sync customers|invoices|bookings`: the arguments; the work is in `sync_commands`, loaded when asked for."""

import argparse
import re
from datetime import date
from pathlib import Path
from typing import TypeAlias

from afas_assistant.cli.where import SECRETS, add_where

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name

MODULE = "afas_assistant.cli.sync"
DEMO = (
    "the practice environment; with --apply it sends, plans again and shows that nothing is left. Its books end with "
    "the command: for several commands on the same books, run `practice serve` and give its addresses"
)
MEANING = (
    "Without --apply nothing is sent and nothing is changed. With it, environment, administration, count and total are "
    "named first; at a terminal you are asked, unless --yes says so. Exit 0: all done; 1: some refused or unknown, or "
    "not sent; 2: could not start. Ctrl-C stops between two records. "
)


def add_parser(subparsers: Subparsers, common: argparse.ArgumentParser) -> None:
    """Add the command group to the program's parser; `common` has the options of every command."""
    group = subparsers.add_parser("sync", help="the daily work: plan, and with --apply send")
    actions = group.add_subparsers(title="actions", metavar="ACTION", required=True)
    _add_customers(actions, common)
    _add_invoices(actions, common)
    _add_bookings(actions, common)


def run(arguments: argparse.Namespace) -> int:
    """Run the action; returns the exit code."""
    from afas_assistant.cli import sync_commands  # noqa: PLC0415 - loads the clients and the database

    return sync_commands.run(arguments)


def _add_customers(actions: Subparsers, common: argparse.ArgumentParser) -> None:
    customers = _action(actions, common, "customers", "debtors of AFAS to customers in TimeChimp")
    which = customers.add_mutually_exclusive_group()
    which.add_argument("--only-new", action="store_true", help="make new customers, change no existing ones")
    which.add_argument("--also-update", action="store_true", help="change existing ones as well (the default)")
    customers.add_argument(
        "--unattended",
        action="store_true",
        help="send no more than goes without a person: see `nightly run --help`; for a server without a keyring",
    )
    customers.add_argument("--most", type=_count, metavar="N", help="with --unattended: at most N changes")
    customers.add_argument("--with-blocked", action="store_true", help="also debtors that are blocked for delivery")
    customers.add_argument(
        "--create-in-afas",
        metavar="REF",
        nargs="+",
        action="extend",
        default=[],
        help="send nothing but new debtors to AFAS, for these customers that are only in TimeChimp: number, name or "
        "customer/ID",
    )


def _add_invoices(actions: Subparsers, common: argparse.ArgumentParser) -> None:
    invoices = _action(
        actions, common, "invoices", "hours, expenses, rides and projects of TimeChimp to invoices in AFAS"
    )
    _add_period(invoices, "the registrations")
    _add_parties(invoices)
    invoices.add_argument("--per", choices=("customer", "project"), default="customer", help="one invoice for each")
    invoices.add_argument(
        "--lines",
        choices=("activity", "employee", "day", "week", "project", "detailed"),
        default="activity",
        help="one line for each (detailed: for each registration)",
    )
    invoices.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="the invoice date (default: today)")
    invoices.add_argument(
        "--kinds",
        choices=("hours", "expense", "ride", "project", "task", "subscription"),
        nargs="+",
        action="extend",
        default=[],
        help="what is invoiced (default: all of it; project and task are fixed prices)",
    )
    invoices.add_argument("--status", choices=("Approved", "Open"), help="what is invoiced (default: as mapped)")


def _add_bookings(actions: Subparsers, common: argparse.ArgumentParser) -> None:
    bookings = _action(actions, common, "bookings", "invoices that TimeChimp sent to sales bookings in AFAS")
    _add_period(bookings, "the invoices")
    _add_parties(bookings, projects=False)
    bookings.add_argument(
        "--invoice", metavar="N", nargs="+", action="extend", default=[], help="these invoices only, by number"
    )
    bookings.add_argument(
        "--status", choices=("open_and_paid", "paid"), help="what counts as sent (default: as mapped)"
    )
    bookings.add_argument(
        "--period",
        type=_period,
        metavar="YEAR/PERIOD",
        help="book in this period (default: the period that AFAS shows for the invoice date)",
    )
    bookings.add_argument(
        "--attach", type=Path, metavar="FOLDER", help="attach the PDF files here that are named after invoice numbers"
    )


def _action(actions: Subparsers, common: argparse.ArgumentParser, name: str, what: str) -> argparse.ArgumentParser:
    action = actions.add_parser(name, parents=[common], help=what, description=f"Plan {what}. {MEANING}{SECRETS}")
    add_where(action, demo=DEMO)
    action.add_argument(
        "--only",
        metavar="REF",
        nargs="+",
        action="extend",
        default=[],
        help="only the records with these references, uncertain ones as well",
    )
    action.add_argument("--plan", type=Path, metavar="FILE", help="keep the plan in this file; with --apply and a file "
                        "that is there, only what equals it is sent")  # fmt: skip
    action.add_argument("--apply", action="store_true", help="send")
    action.add_argument("--yes", action="store_true", help="with --apply: do not ask")
    action.add_argument("--first", type=_count, metavar="N", help="send the first N only, to look at them in AFAS")
    action.add_argument("--format", choices=("text", "json"), default="text")
    action.set_defaults(module=MODULE, action=name)
    return action


def _add_period(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument(
        "--from",
        dest="first_day",
        type=_day,
        metavar="YYYY-MM-DD",
        help=f"the first day of {what} (default: the first day of last month)",
    )
    parser.add_argument("--to", dest="last_day", type=_day, metavar="YYYY-MM-DD", help="the last day (default: today)")


def _add_parties(parser: argparse.ArgumentParser, *, projects: bool = True) -> None:
    parser.add_argument(
        "--customer", metavar="C", nargs="+", action="extend", default=[], help="customers, by number or name"
    )
    if projects:
        parser.add_argument(
            "--project", metavar="P", nargs="+", action="extend", default=[], help="projects, by code or name"
        )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a day such as 2026-11-30") from None


def _period(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{4})/(\d{1,2})", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text} is not a year and a period such as 2026/11")
    return int(match[1]), int(match[2])


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number of records")
    return int(text)

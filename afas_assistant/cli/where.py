"""The options of every command of the daily work that say for which connection it is."""

import argparse
from pathlib import Path

SECRETS = (
    "The token comes from the keyring, from AFAS_ASSISTANT_TOKEN or from standard input, the TimeChimp key from the "
    "keyring or from AFAS_ASSISTANT_TIMECHIMP_KEY; never from an argument."
)


def add_where(parser: argparse.ArgumentParser, *, demo: str = "", required: bool = True, mapping: bool = True) -> None:
    """Add --org, --address and what belongs to them; `demo` is the help of --demo, empty where there is none.

    Without `mapping` the mappings of a file cannot take the place of those that are kept.
    """
    parser.set_defaults(mapping=None)
    where = parser.add_mutually_exclusive_group(required=required)
    where.add_argument("--org", metavar="NAME", help="an organisation that was added, by name or environment")
    where.add_argument(
        "--address",
        metavar="A",
        help="12345, T12345AA, 12345.user or a URL: without a stored organisation, for unattended use",
    )
    if demo:
        where.add_argument("--demo", action="store_true", help=demo)
    parser.add_argument("--connection", metavar="LABEL", help="with --org: which connection, when there are several")
    parser.add_argument(
        "--timechimp-address",
        metavar="T",
        default="",
        help="another address of TimeChimp's API, or one of this computer (default: TimeChimp's own)",
    )
    if mapping:
        parser.add_argument(
            "--mapping",
            type=Path,
            metavar="FILE",
            help="take the mappings from this file (see `map export`) instead of those that are kept",
        )
    parser.add_argument(
        "--administration", type=_number, metavar="N", help="the administration in AFAS (default: as mapped)"
    )


def _number(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 10**9:
        raise argparse.ArgumentTypeError(f"{text} is not the number of an administration")
    return int(text)

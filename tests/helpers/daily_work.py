"""The daily work in the terminal against a practice environment: its addresses, its secrets, its mappings."""

from pathlib import Path
from typing import Any

from afas_assistant.practice.process import PracticeProcess
from tests.helpers.terminal import CHECKOUT, Told, run

MAPPINGS = CHECKOUT / "resources" / "practice" / "mappings.toml"
QUICK = 100_000
"""Calls a minute: no test should wait for the next minute."""


class Office:
    """Types commands of the daily work at one home, unattended: with addresses, a mapping file and secrets around."""

    def __init__(self, practice: PracticeProcess, home: Path) -> None:
        self.practice = practice
        self.home = home
        self.secrets = {"AFAS_ASSISTANT_TIMECHIMP_KEY": practice.timechimp_key()}
        practice.timechimp_switches(calls_a_minute=QUICK)

    @property
    def where(self) -> tuple[str, ...]:
        """The options that say where."""
        addresses = self.practice.addresses
        return ("--address", addresses["test"], "--timechimp-address", addresses["timechimp"])

    def __call__(self, *arguments: str, mapping: bool = True, **more: Any) -> Told:
        """Run a command at the practice environment; its mappings are the built-in ones unless told otherwise."""
        file = ("--mapping", str(MAPPINGS)) if mapping and "--mapping" not in arguments else ()
        more.setdefault("token", self.practice.token("timechimp"))
        return run(self.home, *arguments, *self.where, *file, variables=self.secrets, seconds=120, **more)

    def here(self, *arguments: str) -> Told:
        """Run a command that needs no connection."""
        return run(self.home, *arguments, token=None, seconds=60)

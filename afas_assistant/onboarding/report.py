"""The outcome of a check, as the faces show it and as programs read it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from afas_assistant.errors import AssistantError
from afas_assistant.onboarding.verdicts import Status, Verdict
from afas_assistant.texts import Language, joined

SCHEMA = 1
ALL_HOLDS, SOME_OPEN, NOT_CHECKED = 0, 1, 2


@dataclass(frozen=True)
class Environment:
    """The environment that answered, as far as it told."""

    address: str
    envid: str | None = None
    app_connector: str | None = None
    group: str | None = None
    profit_version: str | None = None
    token_expiry: str | None = None


@dataclass(frozen=True)
class CheckReport:
    """Every verdict of one check.

    `stopped` is the error by which nothing could be checked at all; `wrote` is true after a write test.
    """

    environment: Environment
    verdicts: Sequence[Verdict]
    at: datetime
    seconds: float
    stopped: AssistantError | None = None
    cancelled: bool = False
    wrote: bool = False

    @property
    def exit_code(self) -> int:
        """0: every required line holds; 1: some failed or could not be tested; 2: could not be checked at all."""
        if self.stopped is not None:
            return NOT_CHECKED
        return SOME_OPEN if self.cancelled or any(verdict.blocks for verdict in self.verdicts) else ALL_HOLDS

    def worst_first(self) -> list[Verdict]:
        """Return the verdicts, worst first, otherwise in the checklist's order."""
        return sorted(self.verdicts, key=lambda verdict: verdict.rank)

    def counts(self) -> dict[str, int]:
        """Return how many verdicts there are of each status."""
        counted = Counter(verdict.status for verdict in self.verdicts)
        return {status.value: counted[status] for status in Status}

    def to_data(self, language: Language | None = None) -> dict[str, Any]:
        """Return the report as plain data: the stable contract of `check --format json`."""
        told = self.environment
        return {
            "schema": SCHEMA,
            "environment": {
                "address": told.address,
                "envid": told.envid,
                "app_connector": told.app_connector,
                "group": told.group,
                "profit_version": told.profit_version,
                "token_expiry": told.token_expiry,
            },
            "checks": [verdict_data(verdict, language) for verdict in self.verdicts],
            "summary": self.counts(),
            "at": self.at.isoformat(),
            "seconds": round(self.seconds, 3),
            "error": None if self.stopped is None else self.stopped.code,
        }

    def to_kept(self) -> dict[str, Any]:
        """Return the report as it is kept: the contract's data, with texts for both languages and with columns."""
        data = self.to_data()
        for line, verdict in zip(data["checks"], self.verdicts, strict=True):
            texts = {"title": verdict.title, "meaning": verdict.meaning, "remedy": verdict.remedy}
            line["texts"] = {name: text.to_data() for name, text in texts.items()}
            line["quote"] = verdict.quote
            if verdict.columns:
                line["columns"] = [list(pair) for pair in verdict.columns]
        return data


def verdict_data(verdict: Verdict, language: Language | None = None) -> dict[str, Any]:
    """Return one verdict as plain data.

    `title` says what is, `why` why (and why the line is needed), `remedy` what to do and where, `detail` is technical.
    """
    line = verdict.line
    remedy = verdict.remedy.render(language)
    menu = line.place.both_menus().render(language) if line.place and remedy else ""
    causes = [f"{one.cause.render(language)} {one.check.render(language)}" for one in verdict.causes]
    return {
        "id": line.id,
        "section": line.section.value,
        "name": line.name,
        "profile": line.profile,
        "severity": line.severity.value,
        "status": verdict.status.value,
        "certainty": verdict.certainty.value,
        "reason": verdict.reason.value if verdict.reason else None,
        "found": verdict.found,
        "title": verdict.title.render(language),
        "why": joined(verdict.meaning, line.need).render(language),
        "remedy": f"{menu}: {remedy}" if menu else remedy,
        "detail": "\n".join(verdict.detail),
        "who": verdict.who.value,
        "causes": causes,
    }

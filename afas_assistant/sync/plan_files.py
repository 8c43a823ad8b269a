"""A plan kept as a JSON file: to look at, to have it signed off, and later to send only what still equals it.

The file holds the plan as `sync --format json` gives it and, beside that, what the records were made of as
fingerprints. It decides nothing about what a body holds: what is sent is always made anew, and only sent when its
fingerprint is still the one in the file.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from afas_assistant.errors import ConfigurationError
from afas_assistant.organisations.private_files import write_private
from afas_assistant.outbox.records import Intention, System
from afas_assistant.outbox.words import plan_words
from afas_assistant.sync.plan import SCHEMA, Outlook, Plan, PlannedRecord
from afas_assistant.texts import Text, literal, phrase

_BEGINNING = f'{{\n "schema": {SCHEMA},\n "plan": {{'
LARGEST = 500_000_000  # bytes; a plan of 100,000 customers takes a tenth of that


class _Made(BaseModel):
    """What the file says of the plan's making."""

    model_config = ConfigDict(extra="ignore", strict=True)

    kind: str
    scope: str
    digest: str
    fingerprints: dict[str, str]
    chosen: list[str]
    sources: dict[str, list[str]] = {}


class _File(BaseModel):
    """The whole file, as far as it is read back."""

    model_config = ConfigDict(extra="ignore", strict=True)

    made: _Made


@dataclass(frozen=True)
class KeptPlan:
    """A plan as it was shown: what each record was made of, and which ones were chosen.

    `sources` are the registrations or invoices that the records were made of.
    """

    kind: str
    scope: str
    digest: str
    fingerprints: Mapping[str, str]
    chosen: frozenset[str]
    sources: Mapping[str, Sequence[str]]

    def against(self, fresh: Plan) -> Plan:
        """Return the plan that was shown, with the bodies of one made just now, for `apply_plan` to compare.

        Raises ConfigurationError plan_of_another for a plan of another kind or another connection.
        """
        if (self.kind, self.scope) != (fresh.kind, fresh.scope):
            raise _of_another(self, fresh)
        now = {one.reference: one for one in fresh.records}
        records = [
            replace(now.get(reference) or self._gone(reference), fingerprint=made_of)
            for reference, made_of in self.fingerprints.items()
        ]
        return replace(fresh, records=records)

    def _gone(self, reference: str) -> PlannedRecord:
        """Return a record that is no longer to be sent as it was; its sources tell whether they are, in another one."""
        made_of = tuple(self.sources.get(reference, ()))
        before = Intention(System.AFAS, self.kind, reference, "", "", sources=made_of)
        return PlannedRecord(reference, reference, "", Outlook.NOTHING_TO_DO, intention=before)


def keep_plan(path: Path, plan: Plan, chosen: frozenset[str]) -> None:
    """Write a plan in one step; raises ConfigurationError plan_not_written.

    Another plan is replaced, any other file is left alone.
    """
    path = path.expanduser()
    if path.is_file() and not _holds_plan(path):
        raise _not_written(path, phrase("Another file is there, which is no plan of this program."))
    made = {
        "kind": plan.kind,
        "scope": plan.scope,
        "environment": plan.environment,
        "administration": plan.administration,
        "made_at": plan.made_at.isoformat(),
        "digest": plan.digest(),
        "options": dict(plan.options),
        "fingerprints": {one.reference: one.fingerprint for one in plan.records},
        "chosen": sorted(chosen),
        "sources": {one.reference: one.intention.sources for one in plan.records if one.intention},
    }
    data = {"schema": SCHEMA, "plan": plan.to_data(), "made": made}
    text = json.dumps(data, ensure_ascii=False, indent=1, default=str)
    try:
        write_private(path, text.encode())
    except OSError as error:
        raise _not_written(path, _why(error)) from None


def read_plan(path: Path) -> KeptPlan:
    """Return a plan that was kept; raises ConfigurationError plan_unreadable."""
    try:
        with path.expanduser().open("rb") as stream:
            content = stream.read(LARGEST + 1)
        data: Any = json.loads(content) if len(content) <= LARGEST else {}
        made = _File.model_validate(data).made if data.get("schema") == SCHEMA else None
    except OSError as error:
        raise _unreadable(path, _why(error)) from None
    except (ValueError, ValidationError, AttributeError, RecursionError):
        made = None
    if made is None:
        raise _unreadable(path, phrase("It is not a plan of this program."))
    return KeptPlan(made.kind, made.scope, made.digest, made.fingerprints, frozenset(made.chosen), made.sources)


def _holds_plan(path: Path) -> bool:
    """Return whether a file begins as our plans do; their rest may be large."""
    try:
        with path.open("rb") as stream:
            return stream.read(len(_BEGINNING)).decode() == _BEGINNING
    except (OSError, ValueError):
        return False


def _not_written(path: Path, reason: Text) -> ConfigurationError:
    return ConfigurationError(
        "plan_not_written",
        title=phrase("The plan could not be written to {path}.", path=literal(str(path))),
        explanation=reason,
        action=phrase("Choose another place. Nothing was sent."),
    )


def _why(error: OSError) -> Text:
    return phrase("The system says: {reason}.", reason=literal(error.strerror or type(error).__name__))


def _unreadable(path: Path, reason: Text) -> ConfigurationError:
    return ConfigurationError(
        "plan_unreadable",
        title=phrase("The plan in {path} cannot be read.", path=literal(str(path))),
        explanation=reason,
        action=phrase("Make it again without --apply, or give another name. Nothing was sent."),
    )


def _of_another(kept: KeptPlan, fresh: Plan) -> ConfigurationError:
    return ConfigurationError(
        "plan_of_another",
        title=phrase("This plan belongs to something else."),
        explanation=phrase(
            "It is for {kind} of {scope}, and this is {other_kind} of {other_scope}.",
            kind=plan_words(kept.kind),
            scope=literal(kept.scope),
            other_kind=plan_words(fresh.kind),
            other_scope=literal(fresh.scope),
        ),
        action=phrase("Give the plan that belongs here. Nothing was sent."),
    )

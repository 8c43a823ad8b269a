"""A plan: every record with what will be sent for it and what will come of it, before anything is sent.

Plans are plain values: they can be shown, kept, compared and made again. Applying makes the plan anew and compares
fingerprints, so that nothing is sent that somebody has changed since it was shown.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from afas_assistant.outbox.records import Intention
from afas_assistant.texts import Language, Text, literal

SCHEMA = 1
NOTHING = literal("")


class Outlook(StrEnum):
    """What will come of a record when it is sent: a prediction, never an outcome."""

    WILL_FAIL = "will_fail"
    CANNOT_TELL = "cannot_tell"
    WILL_PASS = "will_pass"  # noqa: S105 - a prediction, not a secret
    NOTHING_TO_DO = "nothing_to_do"


@dataclass(frozen=True)
class Reason:
    """Why a record has its outlook; `code` is stable, for programs. `remedy` says what to do, where there is a cure.

    `mapping` names the mapping that cures it, as table and key (`items/activity:300`); an empty key means whichever of
    that table does not fit.
    """

    code: str
    text: Text
    remedy: Text = NOTHING
    mapping: str = ""


@dataclass(frozen=True)
class Need:
    """A value that only another record's answer brings, such as the number of a debtor that is made first.

    `reference` is the other record's, `key` AFAS's name of what comes back (`DbId`). The body holds `placeholder` as a
    text where the value belongs, which is what a person sees until then.
    """

    reference: str
    key: str

    @property
    def placeholder(self) -> str:
        """What stands in the body until the value is known."""
        return f"⟨{self.key} of {self.reference}⟩"


@dataclass(frozen=True)
class AccountLine:
    """One line of the T-account: `account` is a number, or a word where AFAS picks the account itself (*item*)."""

    account: str
    text: str
    debit: Decimal = Decimal(0)
    credit: Decimal = Decimal(0)
    vat_code: str = ""


@dataclass(frozen=True, slots=True)
class PlannedRecord:
    """One row of the plan.

    `reference` is ours and unique in the plan. `what` and `counterpart` are what a person reads; `amount` includes VAT
    where it is known. `intention` is None where there is nothing to send. `fingerprint` changes with anything that the
    record was made of. `facts` are the fields that change or were used, name and value, for the detail. With
    `read_first` the intention is completed by what is read just before it is sent, since the other system replaces
    whole objects.
    """

    reference: str
    what: str
    counterpart: str
    outlook: Outlook
    reasons: tuple[Reason, ...] = ()
    amount: Decimal | None = None
    currency: str = "EUR"
    intention: Intention | None = None
    needs: Need | None = None
    fingerprint: str = ""
    account_lines: tuple[AccountLine, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    read_first: bool = False

    @property
    def tickable(self) -> bool:
        """Whether it can be sent at all; one that will fail cannot."""
        return self.intention is not None and self.outlook in {Outlook.WILL_PASS, Outlook.CANNOT_TELL}

    @property
    def ticked_at_first(self) -> bool:
        """Whether it starts ticked: an uncertain one is for a person to tick."""
        return self.tickable and self.outlook is Outlook.WILL_PASS

    def to_data(self, language: Language | None = None) -> dict[str, Any]:
        """Return the record as `sync --format json` gives it."""
        body = self.intention.body if self.intention else ""
        return {
            "reference": self.reference,
            "what": self.what,
            "for": self.counterpart,
            "amount": None if self.amount is None else str(self.amount),
            "verdict": self.outlook.value,
            "reasons": [{"code": one.code, "text": one.text.render(language)} for one in self.reasons],
            "body": json.loads(body) if body else None,
        }


@dataclass(frozen=True)
class Plan:
    """All records of one kind (customers, invoices, bookings), and what they were made with.

    `scope` is the outbox's: environment and app connector. `remarks` hold for the whole plan, such as that no standard
    connector shows direct invoices. `options` are the filters and settings, as plain data.
    """

    kind: str
    scope: str
    environment: str
    administration: str
    records: Sequence[PlannedRecord]
    made_at: datetime
    remarks: tuple[Text, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """Return how many records there are of each outlook."""
        counted = Counter(record.outlook for record in self.records)
        return {outlook.value: counted[outlook] for outlook in Outlook}

    def total(self, references: frozenset[str] | set[str] | None = None) -> Decimal:
        """Return the sum of the records named, or of all that start ticked."""
        return sum((one.amount or Decimal(0) for one in self.chosen(references)), Decimal(0))

    def chosen(self, references: frozenset[str] | set[str] | None = None) -> list[PlannedRecord]:
        """Return the records named, or all that start ticked."""
        if references is None:
            return [one for one in self.records if one.ticked_at_first]
        return [one for one in self.records if one.reference in references]

    def digest(self) -> str:
        """Return what tells this plan from another: SHA-256 over references and fingerprints."""
        content = json.dumps([(one.reference, one.fingerprint, one.outlook.value) for one in self.records])
        return hashlib.sha256(content.encode()).hexdigest()

    def summary(self) -> dict[str, Any]:
        """Return what the outbox keeps of a plan with each run."""
        return {
            "kind": self.kind,
            "environment": self.environment,
            "administration": self.administration,
            "counts": self.counts(),
            "made_at": self.made_at.isoformat(),
            "digest": self.digest(),
            "options": dict(self.options),
        }

    def to_data(self, language: Language | None = None) -> dict[str, Any]:
        """Return the plan as `sync --format json` gives it, under "plan"."""
        return {
            "kind": self.kind,
            "counts": self.counts(),
            "records": [record.to_data(language) for record in self.records],
        }


def fingerprint(*parts: object) -> str:
    """Return what changes with any of these values; they must have a plain form (numbers, texts, dates, sequences)."""
    content = json.dumps(parts, default=str, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:32]

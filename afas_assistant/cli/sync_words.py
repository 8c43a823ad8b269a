"""Plans and outcomes as text for a terminal, and as the JSON of `sync --format json`."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from afas_assistant.cli.output import one_line
from afas_assistant.sync.apply import Bucket, RunOutcome, Settled
from afas_assistant.sync.plan import SCHEMA, Outlook, Plan, PlannedRecord
from afas_assistant.texts import Text, literal, money, phrase, phrase_n

_OUTLOOKS = {
    Outlook.WILL_FAIL: phrase("Will fail"),
    Outlook.CANNOT_TELL: phrase("Cannot tell"),
    Outlook.WILL_PASS: phrase("Will pass"),
    Outlook.NOTHING_TO_DO: phrase("Nothing to do"),
}
_BUCKETS = {
    Bucket.CONFIRMED: phrase("Sent"),
    Bucket.REFUSED: phrase("Refused"),
    Bucket.UNKNOWN: phrase("Unknown"),
    Bucket.SKIPPED: phrase("Not sent"),
}


def bucket_word(bucket: Bucket) -> Text:
    """Return the word for where a record ended."""
    return _BUCKETS[bucket]


def plan_text(plan: Plan) -> str:
    """Return a plan as text: what needs a person first, then what will pass; the rest is only counted."""
    parts = [
        _where(plan),
        "\n".join(_remarks(plan)),
        "\n".join(_rows(plan)),
        plan_counts(plan),
    ]
    return "\n\n".join(part for part in parts if part)


def plan_counts(plan: Plan) -> str:
    """Return how many records there are of each outlook, and the total of those that will pass."""
    counts = plan.counts()
    counted = phrase(
        "{will_pass} will pass, {will_fail} will fail, {cannot_tell} cannot be told, {nothing_to_do} need nothing.",
        **counts,
    )
    total = plan.total()
    if not total:
        return str(counted)
    return f"{counted} {phrase('Total of what will pass: {total}.', total=money(total))}"


def outcome_text(outcome: RunOutcome) -> str:
    """Return what became of the records: those that a person must look at, then the count of each bucket."""
    lines = [line for one in (*outcome.settled, *outcome.follow_ups) for line in _settled(one)]
    steps = len(outcome.follow_ups)
    counted = phrase("{confirmed} sent, {refused} refused, {unknown} unknown, {skipped} not sent.", **outcome.counts())
    followed = phrase_n("1 step that follows was handled.", "{count} steps that follow were handled.", steps)
    lines.append(f"{counted} {followed}" if steps else str(counted))
    if outcome.counts()["unknown"]:
        lines.append(str(phrase("Nobody knows yet whether the unknown ones arrived; see: outbox look-up.")))
    return "\n".join(lines)


def result_json(plan: Plan, outcome: RunOutcome | None, again: Plan | None = None) -> str:
    """Return plan and outcome as JSON; without --apply the outcome is null."""
    data: dict[str, Any] = {"schema": SCHEMA, "plan": _plan_data(plan), "outcome": None}
    if outcome is not None:
        data["outcome"] = {
            **outcome.counts(),
            "records": [_settled_data(one) for one in outcome.settled],
            "follow_ups": [_settled_data(one) for one in outcome.follow_ups],
        }
    if again is not None:
        data["again"] = _plan_data(again)
    return json.dumps(data, ensure_ascii=False, indent=1)


def question(plan: Plan, chosen: Collection[str]) -> Text:
    """Return what will be sent and where, to be named before it is."""
    records = plan.chosen(frozenset(chosen))
    total = sum((one.amount or Decimal(0) for one in records), Decimal(0))
    what = phrase_n("1 record", "{count} records", len(records))
    where = literal(_where(plan))
    if not total:
        return phrase("{what} to {where}.", what=what, where=where)
    return phrase("{what} to {where}, total {total}.", what=what, where=where, total=money(total))


def _where(plan: Plan) -> str:
    """Return environment and administration, as they are named before anything is sent."""
    administration = phrase("administration {number}", number=literal(plan.administration))
    return f"{plan.environment}, {administration}" if plan.administration else plan.environment


def _plan_data(plan: Plan) -> Mapping[str, Any]:
    return {
        **plan.to_data(),
        "environment": plan.environment,
        "administration": plan.administration,
        "remarks": [one.render() for one in plan.remarks],
    }


def _remarks(plan: Plan) -> Iterator[str]:
    yield from (one_line(remark) for remark in plan.remarks)


def _rows(plan: Plan) -> Iterator[str]:
    shown = [one for one in plan.records if one.outlook is not Outlook.NOTHING_TO_DO]
    ordered = sorted(shown, key=lambda one: list(Outlook).index(one.outlook))
    if not ordered:
        return
    words = [str(_OUTLOOKS[one.outlook]).upper() for one in ordered]
    references = [one.reference for one in ordered]
    wide, wider = max(map(len, words)), min(max(map(len, references)), 40)
    for word, record in zip(words, ordered, strict=True):
        yield f"{word:<{wide}}  {record.reference:<{wider}}  {' · '.join(_said(record))}"
        yield from (f"{'':<{wide}}  {line}" for line in _reasons(record))


def _said(record: PlannedRecord) -> Sequence[str]:
    amount = "" if record.amount is None else str(money(record.amount, record.currency))
    return [one_line(literal(part)) for part in (record.what, record.counterpart, amount) if part]


def _reasons(record: PlannedRecord) -> Iterator[str]:
    for reason in record.reasons:
        yield " ".join(filter(None, (one_line(reason.text), one_line(reason.remedy))))


def _settled(one: Settled) -> Iterator[str]:
    """Yield the lines of a record that was not simply sent."""
    if one.bucket is Bucket.CONFIRMED:
        return
    number = phrase("write {number}", number=one.write.id) if one.write else literal("")
    said = (_BUCKETS[one.bucket], literal(one.record.reference), literal(one.record.what), number)
    yield " · ".join(one_line(part) for part in said if str(part))
    if one.skip is not None:
        yield f"  {one_line(one.skip.text)}"
    if one.problem is not None:
        yield f"  {one_line(literal(one.problem.sentence()))}"


def _settled_data(one: Settled) -> Mapping[str, Any]:
    return {
        "reference": one.record.reference,
        "bucket": one.bucket.value,
        "write": one.write.id if one.write else None,
        "keys": dict(one.write.keys) if one.write else {},
        "code": one.problem.code if one.problem else one.skip.code if one.skip else None,
        "why": one.problem.sentence() if one.problem else str(one.skip.text) if one.skip else None,
    }

"""What a tab of the daily work says: heads of its columns, its footer before and after sending, its empty pages."""

from collections.abc import Mapping
from dataclasses import dataclass

from afas_assistant.outbox.records import Run
from afas_assistant.sync.apply import Bucket
from afas_assistant.texts import Text, joined, money, phrase, phrase_n
from afas_assistant.ui.tabs.kinds import WORDS, Kind, send_words
from afas_assistant.ui.tabs.outcome_rows import OutcomeRows
from afas_assistant.ui.tabs.plan_model import Column
from afas_assistant.ui.tabs.plan_rows import PlanRows
from afas_assistant.ui.tabs.rows import NOTHING

STAGES = (1, 10)
"""So many are offered the first time: one, to look at in AFAS; then ten; then all."""
READING = phrase("AFAS and TimeChimp are read. Nothing is changed.")


@dataclass(frozen=True)
class Footing:
    """What the footer says: two lines, the filled button, and the careful one beside it (None: there is none)."""

    first: Text
    second: Text
    send: Text
    careful: Text | None = None
    able: bool = True


def plan_heads(kind: Kind) -> dict[Column, Text]:
    """Return the heads of the columns of a plan."""
    words = WORDS[kind]
    heads = {Column.STATE: phrase("Verdict"), Column.NUMBER: words.number, Column.NAME: words.name}
    return heads if words.amount is None else {**heads, Column.RIGHT: words.amount}


def outcome_heads(kind: Kind) -> dict[Column, Text]:
    """Return the heads of the columns after a run."""
    words = WORDS[kind]
    return {
        Column.STATE: phrase("Outcome"),
        Column.NUMBER: words.number,
        Column.NAME: words.name,
        Column.RIGHT: phrase("Action or time"),
    }


STALE = Footing(
    phrase("Something changed since this plan: filters, mappings, or what was sent."),
    phrase("The list is of before, so nothing of it is sent."),
    phrase("Refresh plan"),
)


def plan_footing(rows: PlanRows, stage: int) -> Footing:
    """Return what the footer says of a plan; `stage` is how far the first time has come."""
    count, kind = rows.counted(), rows.kind
    words = [phrase("{count} of {all} ticked", count=count, all=rows.counted_all())]
    if WORDS[kind].amount is not None:
        words.append(phrase("{total} {basis}", total=money(rows.total()), basis=WORDS[kind].basis))
    first, careful = joined(*words, separator=" · "), _careful(stage, count)
    return Footing(first, _rest(rows), send_words(kind, count), careful, able=count > 0)


def outcome_footing(outcome: OutcomeRows) -> Footing:
    """Return what the footer says after a run."""
    counts = outcome.counts()
    unknown, again = counts[Bucket.UNKNOWN], phrase("New plan")
    send = phrase_n("Look 1 record up", "Look {count} records up", unknown) if unknown else again
    careful = phrase("Plan the rest again") if outcome.retryable() else None
    return Footing(
        phrase(
            "{confirmed} sent · {refused} refused · {unknown} unknown · {skipped} not sent",
            **{bucket.value: count for bucket, count in counts.items()},
        ),
        phrase("All of it is in the outbox. Nothing is repeated by itself."),
        send,
        again if unknown and careful is None else careful,
    )


def made_words(rows: PlanRows, attached: int | None) -> Text:
    """Return when a plan was made; where PDF files are to be attached, how many invoices get one."""
    at = rows.plan.made_at.astimezone()
    count = sum(charged(rows).values())
    made = phrase_n(
        "Plan of {time}, of 1 registration or project. Nothing was sent yet.",
        "Plan of {time}, of {count} registrations and projects. Nothing was sent yet.",
        count,
        time=f"{at:%H:%M}",
    )
    words = made if count else phrase("Plan of {time}. Nothing was sent yet.", time=f"{at:%H:%M}")
    if attached is None:
        return words
    return joined(words, phrase_n("1 invoice gets its PDF.", "{count} invoices get their PDF.", attached))


def charged(rows: PlanRows) -> Mapping[str, int]:
    """Return how much of each kind a plan of invoices charges; nothing for another plan."""
    found = rows.plan.options.get("charged")
    return found if isinstance(found, Mapping) else {}


def run_words(run: Run | None) -> Text:
    """Return which run it was; nothing where none began."""
    return phrase("Run {number}. All of it is in the outbox.", number=run.id) if run else NOTHING


def empty_words(kind: Kind, *, planned: bool) -> tuple[Text, Text, Text]:
    """Return heading, sentence and verb of a tab without a list."""
    if planned:
        return (
            phrase("There is nothing to send."),
            phrase("Nothing in this choice is left to send. Choose another period, or come back later."),
            phrase("Make the plan again"),
        )
    sees = phrase("First you see what would be sent; nothing leaves before you say so.")
    return phrase("No plan was made yet."), joined(WORDS[kind].goes, sees), phrase("Make the plan")


def _careful(stage: int, count: int) -> Text | None:
    """Return what the careful button says: one the first time, then ten, then nothing."""
    if stage >= len(STAGES) or count <= STAGES[stage]:
        return None
    return phrase_n("Send one first", "Send {count} first", STAGES[stage])


def _rest(rows: PlanRows) -> Text:
    """Return what is not sent, and what goes along."""
    parts = []
    debtors = len(rows.ticked) - rows.counted()
    if debtors:
        parts.append(phrase_n("1 new debtor goes first", "{count} new debtors go first", debtors))
    if failing := rows.failing:
        parts.append(phrase_n("1 cannot go along", "{count} cannot go along", failing))
    if uncertain := rows.uncertain():
        parts.append(phrase_n("1 uncertain is not ticked", "{count} uncertain are not ticked", uncertain))
    return joined(*parts, separator=" · ") if parts else phrase("Nothing was sent yet.")

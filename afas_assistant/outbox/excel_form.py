"""The outbox for Excel: a row for each write, with amounts and moments as such and words in the language of now.

Only values: what writes them to a file makes no formula of any of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias

from afas_assistant.outbox.records import Write
from afas_assistant.outbox.words import STANDS, SYSTEMS, keys_words, kind_words
from afas_assistant.texts import Text, phrase, text_from_data

Cell: TypeAlias = str | int | Decimal | datetime | None
COLUMNS: tuple[Text, ...] = (
    phrase("Number"),
    phrase("Run"),
    phrase("Status"),
    phrase("What"),
    phrase("For whom"),
    phrase("Amount"),
    phrase("Currency"),
    phrase("Reference"),
    phrase("Number or name"),
    phrase("Number there"),
    phrase("System"),
    phrase("Connection"),
    phrase("Recorded"),
    phrase("Sent"),
    phrase("As it stands now, since"),
    phrase("Known by"),
    phrase("Why not"),
    phrase("Made of"),
    phrase("SHA-256 of what was sent"),
)


def heading() -> Sequence[str]:
    """Return the names of the columns."""
    return [str(one) for one in COLUMNS]


def excel_rows(writes: Iterable[Write]) -> Iterator[Sequence[Cell]]:
    """Yield the cells of each write; the bodies are not needed."""
    states = {state: str(words).capitalize() for state, words in STANDS.items()}
    kinds: dict[str, str] = {}
    for one in writes:
        kind = kinds.setdefault(one.kind, str(kind_words(one.kind)))
        yield (
            one.id, one.run_id, states[one.state], kind, one.counterpart, one.amount, one.currency, one.reference,
            one.label, keys_words(one.keys), SYSTEMS[one.system], one.scope, one.intended_at, one.sent_at,
            one.changed_at, " ".join(str(value) for value in one.proof.values() if value), _problem(one),
            " ".join(one.sources), one.body_digest,
        )  # fmt: skip


def _problem(one: Write) -> str:
    return str(text_from_data(one.problem["title"])) if one.problem else ""

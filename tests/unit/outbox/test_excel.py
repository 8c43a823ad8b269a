"""The outbox for Excel: a row for each write, with values of their own type and without the bodies."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from afas_assistant.outbox.excel_form import COLUMNS, Cell, excel_rows, heading
from afas_assistant.outbox.listing import OutboxList
from afas_assistant.outbox.records import State
from afas_assistant.outbox.rows import LEFT_OUT
from afas_assistant.outbox.store import Outbox
from afas_assistant.outbox.words import STANDS
from afas_assistant.texts import use_language
from tests.unit.outbox.samples import invoice

SCOPE = "T99001AA/TimeChimpConnector"


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


def rows_of(outbox: Outbox) -> list[dict[str, Cell]]:
    rows: list[Sequence[Cell]] = list(excel_rows(outbox.writes(SCOPE)))
    return [dict(zip(heading(), row, strict=True)) for row in rows]


def test_amounts_and_moments_keep_their_type_and_texts_their_signs(outbox: Outbox) -> None:
    run = outbox.start_run(SCOPE, "invoices")
    nasty = '=HYPERLINK("http://x";"y")'
    (write,) = outbox.intend(run, [replace(invoice(1), counterpart=nasty, amount=Decimal("-12.50"))])
    (row,) = rows_of(outbox)
    assert row["Amount"] == Decimal("-12.50")
    assert isinstance(row["Recorded"], datetime)
    assert row["Sent"] is None
    assert row["For whom"] == nasty
    assert (row["Number"], row["Run"]) == (write.id, run.id)
    assert (row["Status"], row["What"], row["System"]) == ("Not sent yet", "Invoice", "AFAS")


def test_every_state_has_words_and_every_column_a_name() -> None:
    assert set(STANDS) == set(State)
    assert len(set(heading())) == len(COLUMNS)


def test_the_words_are_of_the_language_of_now(outbox: Outbox) -> None:
    run = outbox.start_run(SCOPE, "invoices")
    outbox.intend(run, [invoice(1)])
    use_language("nl")
    (row,) = rows_of(outbox)
    assert "Bedrag" in row
    assert row["Status"] == "Nog niet verzonden"


def test_a_long_list_is_read_without_what_was_sent(outbox: Outbox, database: Path) -> None:
    run = outbox.start_run(SCOPE, "invoices")
    (write,) = outbox.intend(run, [invoice(1)])
    assert write.body
    with OutboxList.open(database) as listing:
        (light,) = listing.each([write.id], whole=False)
    assert light.body is None
    left_out = {name: getattr(write, name) for name in LEFT_OUT}
    assert replace(light, **left_out) == write

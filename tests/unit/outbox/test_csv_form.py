"""The outbox as CSV: every write in one line, and no cell that a spreadsheet would run."""

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest

from afas_assistant.outbox.csv_form import COLUMNS, csv_lines, safe_cell
from afas_assistant.outbox.store import Outbox
from tests.unit.outbox.samples import invoice

SCOPE = "T99001AA/TimeChimpConnector"


@pytest.mark.parametrize("text", ["=1+1", "+31612345678", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_what_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-12.50", "-7", "Jansen", "'=1", "", "1=1", " =1"])
def test_a_plain_number_and_plain_words_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


def test_names_of_others_are_made_safe_and_read_back_whole(outbox: Outbox) -> None:
    run = outbox.start_run(SCOPE, "invoices")
    nasty = '=HYPERLINK("http://x";"y"), Jansen\r\n& Co'
    wanted = replace(invoice(1), counterpart=nasty, label="-5% korting", amount=Decimal("-12.50"))
    outbox.intend(run, [wanted])
    (heading, row) = list(csv.reader(io.StringIO("".join(csv_lines(outbox.writes(SCOPE))), newline="")))
    assert tuple(heading) == COLUMNS
    found = dict(zip(heading, row, strict=True))
    assert found["counterpart"] == f"'{nasty}"
    assert found["label"] == "'-5% korting"
    assert found["amount"] == "-12.50"
    assert found["state"] == "intended"

"""Reading for bookings: entries in few questions, live writes, invoices by name, PDFs, settings."""

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from afas_assistant.errors import ConfigurationError
from afas_assistant.outbox.records import State
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync.bookings.attachments import LARGEST, PdfFile, read_attachments
from afas_assistant.sync.bookings.sources import booked_entries, invoice_named, invoices_of, sent_writes
from afas_assistant.sync.mapping.mappings import Mappings
from afas_assistant.sync.mapping.settings import SETTINGS, administration_of
from afas_assistant.timechimp.api import TimeChimp
from afas_assistant.timechimp.models import Invoice
from tests.unit.sync.booking_samples import SCOPE, invoice, mappings
from tests.unit.sync.conftest import answered
from tests.unit.sync.pretend_books import Books, entry_rows
from tests.unit.sync.recorded_writes import booking, recorded

LISTED = {"Profit_Transactions"}


def test_entries_are_asked_for_twenty_at_a_time_and_gathered_by_number() -> None:
    numbers = [f"FACTUUR-{number:04d}" for number in range(45)]
    rows = [one for number in numbers[::2] for one in entry_rows(number, "121", "-100", "-21", entry=int(number[-4:]))]
    books = Books(Profit_Transactions=rows)
    found = booked_entries(books, LISTED, Mappings(), 1, numbers)
    assert found is not None
    assert (len(books.asked), sorted(found)) == (3, numbers[::2])
    (entry,) = found["FACTUUR-0002"]
    assert (entry.entry_number, entry.journal, len(entry.amounts)) == ("2", "20", 3)


def test_what_cannot_be_read_is_not_known_which_is_not_empty() -> None:
    books = Books(Profit_Transactions=[])
    assert booked_entries(books, LISTED, Mappings(), 1, ["1"]) == {}
    assert booked_entries(books, (), Mappings(), 1, ["1"]) is None
    books.error = answered("unauthorised", 401)
    assert booked_entries(books, LISTED, Mappings(), 1, ["1"]) is None


def test_only_writes_that_may_have_left_count_as_sent(outbox: Outbox) -> None:
    assert sent_writes(outbox, SCOPE, [invoice()]) == {}
    write = recorded(outbox, booking(), State.UNKNOWN)
    assert sent_writes(outbox, SCOPE, [invoice(), invoice(id=89)]) == {"invoice/88": write}
    outbox.not_arrived(write, {"by": "person"})
    assert sent_writes(outbox, SCOPE, [invoice()]) == {}
    run = outbox.start_run(SCOPE, "bookings")
    outbox.intend(run, [booking()])
    assert sent_writes(outbox, SCOPE, [invoice()]) == {}


def test_an_invoice_is_found_by_number_and_else_by_id() -> None:
    known = [invoice(), invoice(id=89, number="88"), invoice(id=90, number="")]
    assert invoice_named(known, "2026-101").id == 88
    assert invoice_named(known, "88").id == 89
    assert invoice_named(known, "90").id == 90
    with pytest.raises(ConfigurationError) as caught:
        invoice_named(known, "2026-102")
    assert caught.value.code == "invoice_not_found"


def test_rows_that_a_list_leaves_out_are_read() -> None:
    class One:
        def invoice(self, invoice_id: int) -> Invoice:
            return invoice(id=invoice_id)

    listed = [replace(invoice(), rows=()), invoice(id=89), replace(invoice(id=90, gross="0"), rows=())]
    found = invoices_of(cast("TimeChimp", One()), listed)
    assert [(one.id, len(one.rows)) for one in found] == [(88, 1), (89, 1), (90, 0)]


def test_a_pdf_is_read_before_anything_is_sent(tmp_path: Path) -> None:
    good = tmp_path / "factuur.pdf"
    good.write_bytes(b"%PDF-1.7 ...")
    assert read_attachments({"2026-101": good}) == {"2026-101": PdfFile("factuur.pdf", b"%PDF-1.7 ...")}
    wrong, large = tmp_path / "factuur.docx", tmp_path / "large.pdf"
    wrong.write_bytes(b"PK")
    with large.open("wb") as file:
        file.truncate(LARGEST + 1)
    for path in (wrong, large, tmp_path / "absent.pdf", tmp_path):
        with pytest.raises(ConfigurationError) as caught:
            read_attachments({"2026-101": path})
        assert caught.value.code == "attachment_unusable"
        assert path.name in str(caught.value)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("administration", "1", "one"),
        ("journal", "20", "1234567"),
        ("payment_condition", "30", "123456"),
        ("number_prefix", "TC", "with blank"),
        ("number_form", "running", "Running"),
        ("booking_status", "paid", "concept"),
        ("period_form", "calendar", "month"),
        ("dossier_type", "15", "-5"),
    ],
)
def test_settings_know_what_fits_them(name: str, good: str, bad: str) -> None:
    assert (SETTINGS[name].fits(good), SETTINGS[name].fits(bad)) == (True, False)


def test_the_administration_is_given_or_set_and_never_guessed() -> None:
    chosen = mappings(administration="3")
    assert (administration_of(chosen, None), administration_of(chosen, 2)) == (3, 2)
    with pytest.raises(ConfigurationError) as caught:
        administration_of(mappings(), None)
    assert caught.value.code == "setting_missing"

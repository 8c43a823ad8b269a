"""The whole story in the real window, in Dutch: practice, wizard, customers, invoices, bookings, back, book, offline.

At each part: what the person reads, what stands in the books of the practice environment, and nothing twice.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from afas_assistant.onboarding.flow import Step
from afas_assistant.outbox.records import State
from afas_assistant.sync.apply import Bucket
from afas_assistant.sync.take_back import DIRECT_INVOICE
from afas_assistant.texts import use_language
from afas_assistant.timechimp import line
from afas_assistant.timechimp.pace import Pace
from afas_assistant.ui.application import SWITCH_INTERVAL
from afas_assistant.ui.tabs.daily_tab import DailyTab
from tests.helpers.books_seen import Books
from tests.helpers.daily_work import QUICK
from tests.helpers.stalls import BLOCKED
from tests.helpers.story import NAME, Story
from tests.ui.samples import words_of


@pytest.fixture
def story(qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Story]:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_INTERVAL)  # as the program does at its start
    monkeypatch.setattr(line, "shared_pace", lambda company: Pace(calls=QUICK))
    made = Story(qapp, tmp_path / "home")
    yield made
    made.close()
    use_language("nl")
    sys.setswitchinterval(interval)


def written(story: Story) -> int:
    """Return how many records AFAS has taken."""
    return sum(story.process.books()["counts"].values())


def sent(tab: DailyTab) -> int:
    """Return how many records of the run arrived; all others would be a fault."""
    assert tab.outcome is not None
    counts = tab.outcome.counts()
    assert counts[Bucket.REFUSED] == counts[Bucket.UNKNOWN] == counts[Bucket.SKIPPED] == 0
    return counts[Bucket.CONFIRMED]


def test_the_whole_story(story: Story, tmp_path: Path) -> None:
    story.first_start()
    assert "Oefenomgeving openen" in words_of(story.window.first_page).replace("&", "")

    checked = story.practise()
    assert checked.model.counts()["open"] == 0
    assert "Er is niets gewijzigd in AFAS." in words_of(checked)

    seen: list[Step] = []
    book = tmp_path / "overdracht.html"
    story.connect(book, seen.append)
    assert seen == [Step.WHAT, Step.PREPARE, Step.ENVIRONMENT, Step.GET, Step.UPDATE, Step.ADMINISTRATION,
                    Step.TIME_TRACKING, Step.DONE]  # fmt: skip
    assert NAME in book.read_text(encoding="utf-8")
    assert story.process.token("timechimp") not in book.read_text(encoding="utf-8")
    assert written(story) == 0, "connecting changes nothing"
    assert "13 van 17 vereiste regels in orde" in words_of(story.page.overview)
    story.take_over_mappings()

    customers = story.plan("customers", "customers: plan")
    wanted = len(customers.rows.chosen) if customers.rows else 0
    assert wanted > 1
    story.send(customers, "customers: one first", first=True)
    assert sent(customers) == 1
    assert "1 verzonden" in customers.page.footer.first_line.text()
    story.plan_again(customers)
    story.send(customers, "customers: all")
    assert sent(customers) == wanted - 1
    story.plan_again(customers)
    assert customers.rows is None or not customers.rows.chosen, "nothing is left to send"
    assert story.twice() == []

    invoices = story.plan("invoices", "invoices: plan")
    assert invoices.rows is not None
    assert len(invoices.rows.chosen) >= 40
    before = written(story)
    three = story.tick_only(invoices, 3)
    assert invoices.page.footer.send_button.text().replace("&", "") == "3 facturen verzenden"
    story.send(invoices, "invoices: three of many")
    assert (sent(invoices), written(story) - before) == (3, 3)
    story.plan_again(invoices)
    (single,) = story.tick_only(invoices, 1)
    assert single not in three
    story.send(invoices, "invoices: one")
    assert (sent(invoices), written(story) - before) == (1, 4)
    assert sorted(one.reference for one in story.writes() if one.kind == DIRECT_INVOICE) == sorted([*three, single])
    assert story.twice() == []

    bookings = story.plan("bookings", "bookings: plan")
    assert bookings.rows is not None
    booked = len(bookings.rows.chosen)
    story.send(bookings, "bookings: one first", first=True)
    first = sent(bookings)
    story.plan_again(bookings)
    story.send(bookings, "bookings: all")
    assert first + sent(bookings) == booked
    assert story.twice() == []

    outbox = story.outbox(DIRECT_INVOICE)
    number = story.take_back(outbox)
    assert story.write(number).reference == single
    assert Books.of(story.process).deleted(story.write(number)) == 1
    assert "Teruggedraaid" in words_of(outbox.detail)
    assert {one.state for one in story.writes()} == {State.CONFIRMED, State.TAKEN_BACK}
    assert story.twice() == []
    kept = story.counts()

    story.start_again_offline()
    assert NAME in words_of(story.page)
    assert "Verkoopboekingen" in words_of(story.page.overview)
    assert story.counts() == kept
    story.check()
    assert "is niet bereikbaar" in words_of(story.page)
    assert story.counts() == kept
    assert max(story.stalls.values()) <= BLOCKED, story.stalls

"""Hearing how reading goes: what is read, how much of it, and stopping between two rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import cast

import pytest

from afas_assistant.afas.client import AfasClient
from afas_assistant.afas.paging import Page
from afas_assistant.afas.query import Query
from afas_assistant.sync.reading import TOLD_EVERY, ReadingStopped, heard_afas, heard_timechimp
from afas_assistant.texts import Text
from afas_assistant.timechimp.api import TimeChimp
from afas_assistant.timechimp.statuses import Kind


@dataclass
class Listener:
    """Keeps what it hears; stops once it heard `most` rows of something."""

    most: int = 10**9
    heard: list[tuple[str, int]] = field(default_factory=list)

    def reading(self, what: Text, count: int) -> None:
        if count >= self.most:
            raise ReadingStopped
        self.heard.append((what.render("en"), count))


class Remote:
    """A TimeChimp and an AFAS of so many rows, which counts those that were asked for."""

    def __init__(self, rows: int) -> None:
        self.rows, self.given = rows, 0

    def customers(self) -> Iterator[int]:
        for one in range(self.rows):
            self.given += 1
            yield one

    def registrations(self, kind: Kind, first: date, last: date) -> Iterator[int]:
        return iter(range(3))

    def invoice(self, number: int) -> int:
        return number

    @property
    def generation(self) -> str:
        return "v2"

    def pages(self, connector: str, query: Query) -> Iterator[Page]:
        yield Page(0, 2, ({}, {}))
        yield Page(2, 2, ({},))


def timechimp(remote: Remote, listener: Listener) -> TimeChimp:
    return heard_timechimp(cast("TimeChimp", remote), listener)


def test_rows_pass_whole_and_are_counted_now_and_then() -> None:
    remote, listener = Remote(TOLD_EVERY + 5), Listener()
    passed: list[object] = list(timechimp(remote, listener).customers())
    assert passed == list(range(TOLD_EVERY + 5))
    assert [count for _, count in listener.heard] == [0, TOLD_EVERY, TOLD_EVERY + 5]
    assert {what for what, _ in listener.heard} == {"Customers in TimeChimp"}


def test_registrations_are_named_by_their_kind() -> None:
    listener = Listener()
    heard = timechimp(Remote(0), listener)
    for kind in Kind:
        assert len(list(heard.registrations(kind, date(2026, 1, 1), date(2026, 1, 31)))) == 3
    assert [what for what, count in listener.heard if count] == [
        "Hours in TimeChimp", "Expenses in TimeChimp", "Rides in TimeChimp",
    ]  # fmt: skip


def test_what_is_read_one_by_one_counts_up() -> None:
    listener = Listener()
    heard = timechimp(Remote(0), listener)
    passed: list[object] = [heard.invoice(number) for number in (7, 9)]
    assert passed == [7, 9]
    assert listener.heard[-1] == ("Invoices in TimeChimp, one by one", 2)


def test_reading_stops_at_the_next_telling() -> None:
    remote = Remote(10 * TOLD_EVERY)
    with pytest.raises(ReadingStopped):
        list(timechimp(remote, Listener(most=TOLD_EVERY)).customers())
    assert remote.given == TOLD_EVERY


def test_rows_of_afas_are_counted_by_page_and_all_else_is_the_clients_own() -> None:
    listener = Listener()
    client = heard_afas(cast("AfasClient", Remote(0)), listener)
    pages = list(client.pages("Profit_Debtor", Query(order=("DebtorId",))))
    assert [len(page.rows) for page in pages] == [2, 1]
    assert listener.heard == [("Profit_Debtor in AFAS", count) for count in (0, 2, 3)]
    assert str(timechimp(Remote(0), listener).generation) == "v2"

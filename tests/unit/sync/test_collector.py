"""Long lists in pieces: the same order as in one step, and nothing is kept longer than needed."""

import gc
import weakref

from afas_assistant.sync.collector import PIECE, collector_paused, in_order, let_go, taken
from afas_assistant.sync.customers.directory import CustomerDirectory
from tests.unit.sync.customer_samples import customer, debtor


class Thing:
    """Something that can be watched."""


def test_rows_come_in_the_order_in_which_one_sort_would_put_them() -> None:
    rows = [(str(number * 7919 % 1_000), number) for number in range(2 * PIECE + 3)]
    assert in_order(iter(rows), lambda one: one[0]) == sorted(rows, key=lambda one: one[0])
    assert in_order([], str) == []


def test_a_row_that_was_taken_is_let_go() -> None:
    rows = [Thing() for _ in range(3)]
    watched = [weakref.ref(one) for one in rows]
    for count, one in enumerate(taken(rows), 1):
        assert one is watched[-count]()
        assert [each() is None for each in watched] == [False] * (4 - count) + [True] * (count - 1)
    assert rows == []


def test_tables_are_emptied_and_none_is_no_table() -> None:
    table = {number: Thing() for number in range(10)}
    let_go(table, None, {})
    assert table == {}


def test_a_directory_frees_what_it_read() -> None:
    read = [customer(1), customer(2)]
    directory = CustomerDirectory([debtor("10001")], read)
    customers = directory._customers
    assert len(customers) == 2
    del directory
    assert customers == {}


def test_the_collector_goes_on_after_a_pause_only_if_it_was_on() -> None:
    assert gc.isenabled()
    with collector_paused():
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.disable()
    try:
        with collector_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()

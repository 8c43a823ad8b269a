"""The promise of the daily work, held against the books: nothing twice, nothing unknown to the outbox, nothing lost.

Each function returns the sentences of what is wrong, so that one trial tells all of it.
"""

import json
from collections import defaultdict
from collections.abc import Sequence

from afas_assistant.outbox.records import Intention, State, Write
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.sync.apply import REGISTRATION_STATUS
from afas_assistant.sync.customers.completion import DEBTOR, DEBTOR_NUMBER
from afas_assistant.sync.customers.records import CUSTOMER_UPDATE
from afas_assistant.sync.look_up import Found
from afas_assistant.sync.take_back import DIRECT_INVOICE, TAKE_BACK
from afas_assistant.sync.workbench import Workbench, resolve
from tests.helpers.books_seen import INVOICED, MADE, Books, mark_of

MAYBE_THERE = frozenset({State.CONFIRMED, State.UNKNOWN, State.SENDING})
UNDER_WAY = frozenset({State.INTENDED, State.SENDING, State.UNKNOWN})


def broken(bench: Workbench, practice: PracticeProcess) -> list[str]:
    """Return where books and outbox contradict each other, whatever has happened up to now."""
    writes, books = bench.outbox.writes(bench.place.scope), Books.of(practice)
    wrong, by_mark = list[str](), defaultdict[tuple[str, str], list[Write]](list)
    for write in [one for one in writes if one.kind in MADE]:
        by_mark[write.kind, mark_of(write)].append(write)
    for alike in by_mark.values():
        write = alike[0]
        live, times = [one for one in alike if one.state in MAYBE_THERE], books.times(write)
        undone = any(_being_undone(one, writes) for one in live)
        if times > 1:
            wrong.append(f"{_name(write)} stands {times} times in the books")
        if times and not live:
            wrong.append(f"{_name(write)} stands in the books and the outbox does not know")
        if not times and not undone and any(one.state is State.CONFIRMED for one in live):
            wrong.append(f"{_name(write)} is confirmed and does not stand in the books")
        if len(live) > 1 and write.kind != CUSTOMER_UPDATE:  # which may be sent again: it says the same
            wrong.append(f"{_name(write)} is live {len(live)} times in the outbox")
    return wrong


def looked_up_early(bench: Workbench, practice: PracticeProcess) -> list[str]:
    """Look up what is unknown, at once: what does not show yet may still come, so nothing may be given up."""
    wrong = []
    for write in bench.unknown():
        looked, books = bench.look_up(write), Books.of(practice)
        if looked.write.state is State.NOT_ARRIVED:
            wrong.append(f"{_name(write)} was given up within a quarter of an hour")
        if looked.write.state is State.CONFIRMED and not _arrived(write, bench, books):
            wrong.append(f"{_name(write)} was seen and is not there")
    return wrong


def settled(bench: Workbench, practice: PracticeProcess) -> list[str]:
    """Look up what is unknown, and let a person say truthfully what no connector shows."""
    wrong = []
    for write in bench.unknown():
        arrived = _arrived(write, bench, Books.of(practice))
        looked = bench.look_up(write)
        if looked.found in {Found.THERE, Found.NOT_THERE} and (looked.found is Found.THERE) is not arrived:
            wrong.append(f"{_name(write)}: the look-up says {looked.found}, which is not so")
        if looked.write.state is State.UNKNOWN and write.kind != REGISTRATION_STATUS:  # that one repeats itself
            keys = Books.of(practice).keys(write) if arrived and write.kind in MADE else {}
            resolve(bench.outbox, looked.write, arrived=arrived, who="Anna", note="looked", keys=keys)
    return wrong


def unfinished(bench: Workbench, practice: PracticeProcess, planned: Sequence[Intention]) -> list[str]:
    """Return what is not as it must be at the end: every planned record once, every step done, nothing left open."""
    writes, books = bench.outbox.writes(bench.place.scope), Books.of(practice)
    wrong = [
        f"{one.kind} {one.label} stands {times} times in the books"
        for one in planned
        if (times := books.times(one)) != 1
    ]
    wrong += [f"{_name(one)} is still {one.state}" for one in writes if one.state in UNDER_WAY]
    for write in [one for one in writes if one.state is State.CONFIRMED]:
        if write.kind == DIRECT_INVOICE:
            left = [name for name in write.before["statuses"] if books.status(name) != INVOICED]
            wrong += [f"{name} of {_name(write)} is not marked as invoiced" for name in left]
        if write.kind == DEBTOR and not _number_is_back(write, writes, books):
            wrong.append(f"the number of {_name(write)} is not in TimeChimp")
    return wrong


def not_taken_back(bench: Workbench, practice: PracticeProcess) -> list[str]:
    """Return what was to be taken back and is not gone, was deleted twice, or left registrations as invoiced."""
    writes, books = bench.outbox.writes(bench.place.scope), Books.of(practice)
    wrong = []
    for undoing in [one for one in writes if one.kind == TAKE_BACK and one.state is State.CONFIRMED]:
        write = bench.outbox.write(int(undoing.before["write"]))
        if write.state is not State.TAKEN_BACK or books.times(write):
            wrong.append(f"{_name(write)} is not gone: {write.state}, {books.times(write)} in the books")
        if books.deleted(write) > 1:
            wrong.append(f"{_name(write)} was deleted twice")
        if write.kind == DIRECT_INVOICE:
            left = [name for name in write.before["statuses"] if books.status(name) == INVOICED]
            wrong += [f"{name} is still marked as invoiced" for name in left]
    return wrong


def _arrived(write: Write, bench: Workbench, books: Books) -> bool:
    """Tell whether what a write wants has come about."""
    if write.kind == TAKE_BACK:
        return not books.times(bench.outbox.write(int(write.before["write"])))
    if write.kind == REGISTRATION_STATUS:
        body = json.loads(write.body or "{}")
        kind = write.path.partition("/")[0]
        return all(books.timechimp["statuses"][kind][str(one)] == body["status"] for one in body["registrationIds"])
    return books.times(write) > 0


def _being_undone(write: Write, writes: Sequence[Write]) -> bool:
    undoing = [one for one in writes if one.kind == TAKE_BACK and one.before["write"] == write.id]
    return any(one.state in MAYBE_THERE for one in undoing)


def _number_is_back(debtor: Write, writes: Sequence[Write], books: Books) -> bool:
    """Tell whether TimeChimp's customer has the number that AFAS gave.

    Where that step is on record as not taken, it is listed as such, and the next plan of customers proposes the link.
    """
    steps = [one for one in writes if one.kind == DEBTOR_NUMBER and one.follows_id == debtor.id]
    if any(one.state in {State.REFUSED, State.NOT_ARRIVED} for one in steps):
        return True
    customer = books.customer(int(debtor.before["customer"]))
    return bool(steps) and customer.get("relationId") == str(debtor.keys["DbId"])


def _name(write: Write) -> str:
    return f"{write.kind} {write.label} (write {write.id})"

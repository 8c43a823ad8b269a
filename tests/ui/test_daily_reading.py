"""How the daily work stands, from the file to the snapshot: by environment, and with what stopped the last check."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from afas_assistant.onboarding.desk import Desk
from afas_assistant.organisations.unbilled_store import KeptAge, KeptUnbilled, UnbilledStore
from afas_assistant.outbox.records import NIGHT_ACTOR
from afas_assistant.outbox.store import Outbox
from afas_assistant.ui.daily_standing import DailyStanding
from afas_assistant.ui.snapshots import ConnectionSnapshot, OrganisationSnapshot, SnapshotReader
from afas_assistant.ui.standing import NOT_AUTHORISED
from tests.helpers.pretend_reader import line_error
from tests.ui.kept_samples import Home
from tests.unit.outbox.samples import invoice, status


def snapshot_of(home: Home) -> OrganisationSnapshot:
    (one,) = SnapshotReader(home.new_desk()).read().organisations
    return one


def connection_of(home: Home) -> ConnectionSnapshot:
    return snapshot_of(home).connections[0]


def send(desk: Desk, scope: str, *, kind: str = "invoices", actor: str = "Anna") -> None:
    """Send one invoice that arrives, with a step after it, one that is refused and one that nobody knows of."""
    outbox = Outbox.beside(desk.store)
    first = 10 * (1 + len(outbox.runs(scope)))
    with outbox.writer(scope) as lease:
        run = outbox.start_run(scope, kind, actor=actor)
        step = status(first)
        intentions = [
            invoice(first, first, follow_ups=(step,)),
            invoice(first + 1, first + 1),
            invoice(first + 2, first + 2),
        ]
        one, two, three = (outbox.sending(each, lease) for each in outbox.intend(run, intentions))
        outbox.confirmed(one, {"OrNu": "7"}, {"by": "answer"})
        outbox.refused(two, {"code": "boom"})
        outbox.unknown(three, {"code": "boom"})
        outbox.end_run(run)


def test_a_new_organisation_has_nothing(home_folder: Home) -> None:
    home_folder.add()
    assert snapshot_of(home_folder).daily == DailyStanding()
    assert connection_of(home_folder).trouble is None


def test_what_was_sent_belongs_to_its_own_environment(home_folder: Home) -> None:
    first = home_folder.add("First", number=99001)
    home_folder.add("Second", number=99002)
    desk = home_folder.new_desk()
    send(desk, f"{first.organisation.envid}/Koppeling", actor=NIGHT_ACTOR)
    one, other = (each.daily for each in SnapshotReader(desk).read().organisations)
    assert (one.unknown, one.refused) == (1, 1)
    assert one.weeks[-1].counts == {"invoices": 1}
    newest = one.runs[0]
    assert (newest.kind, newest.confirmed, newest.refused, newest.unknown, newest.total) == ("invoices", 1, 1, 1, 3)
    assert newest.by_timer
    assert newest.ended
    assert other == DailyStanding()


def test_the_last_reading_of_unbilled_work_is_shown_and_goes_out_of_date_with_the_next_run(home_folder: Home) -> None:
    scope = f"{home_folder.add().organisation.envid}/Koppeling"
    desk = home_folder.new_desk()
    assert snapshot_of(home_folder).daily.unbilled is None
    now = datetime.now(UTC)
    ages = (KeptAge(0, 14, Decimal("100.25"), 3), KeptAge(91, None, Decimal("0.75"), 1))
    UnbilledStore.beside(desk.store).keep(scope, KeptUnbilled(now - timedelta(minutes=1), ages, 2, 5))
    unbilled = snapshot_of(home_folder).daily.unbilled
    assert unbilled is not None
    assert (unbilled.total, unbilled.count, unbilled.unpriced, unbilled.unapproved) == (Decimal(101), 4, 2, 5)
    assert [one.is_old for one in unbilled.ages] == [False, True]
    assert not unbilled.outdated
    send(desk, scope, kind="customers")
    unbilled = snapshot_of(home_folder).daily.unbilled
    assert unbilled is not None
    assert not unbilled.outdated
    send(desk, scope)
    unbilled = snapshot_of(home_folder).daily.unbilled
    assert unbilled is not None
    assert unbilled.outdated


@pytest.mark.parametrize("code", ["host_unreachable", NOT_AUTHORISED])
def test_what_stopped_a_check_is_kept_until_one_gets_through(home_folder: Home, code: str) -> None:
    enrolled = home_folder.add()
    home_folder.check(enrolled)
    before = connection_of(home_folder)
    home_folder.afas.errors = {"metainfo": line_error(code)}
    home_folder.check(enrolled)
    stopped = connection_of(home_folder)
    assert stopped.trouble is not None
    assert (stopped.trouble.code, str(stopped.trouble.title)) == (code, code)
    assert stopped.checked_at == before.checked_at, "the last check that told something stays"
    home_folder.afas.errors = {}
    home_folder.check(enrolled)
    assert connection_of(home_folder).trouble is None


def test_a_snapshot_of_the_same_is_the_same(home_folder: Home) -> None:
    home_folder.check(home_folder.add())
    desk = home_folder.new_desk()
    send(desk, f"{snapshot_of(home_folder).organisation.envid}/Koppeling")
    assert SnapshotReader(desk).read() == SnapshotReader(desk).read()


def test_a_reader_that_read_before_sees_a_new_check_a_word_and_another_connection(home_folder: Home) -> None:
    enrolled = home_folder.add()
    home_folder.check(enrolled)
    desk = home_folder.new_desk()
    reader = SnapshotReader(desk)
    assert reader.read() == reader.read()
    before = reader.read().organisations[0].connections[0]
    home_folder.afas.names = home_folder.afas.names[1:]
    home_folder.check(enrolled)
    desk.confirm(enrolled.connection, "by_hand/unblock", "Anna")
    desk.store.update_connection(enrolled.connection.id, label="Another name")
    assert reader.read() == SnapshotReader(home_folder.new_desk()).read()
    (connection,) = reader.read().organisations[0].connections
    assert connection.verdicts != before.verdicts
    assert (connection.connection.label, "by_hand/unblock" in connection.confirmed) == ("Another name", True)
    home_folder.add("Second", number=99002)
    assert len(reader.read().organisations) == 2


def test_a_connection_that_gets_the_numbers_of_a_removed_one_shows_its_own_check(home_folder: Home) -> None:
    first = home_folder.add("First")
    home_folder.check(first)
    desk = home_folder.new_desk()
    reader = SnapshotReader(desk)
    (before,) = reader.read().organisations
    desk.remove(first.organisation)
    home_folder.afas.names = []
    second = home_folder.add("Second", number=99002)
    home_folder.check(second)
    assert second.connection.id == first.connection.id
    (after,) = reader.read().organisations
    assert after == SnapshotReader(home_folder.new_desk()).read().organisations[0]
    assert after.connections[0].verdicts != before.connections[0].verdicts

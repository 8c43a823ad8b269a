"""What was booked in AFAS is looked up and taken back without TimeChimp, whose key may be gone by then."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.client import AfasClient
from afas_assistant.afas.token import parse_token
from afas_assistant.errors import ConfigurationError
from afas_assistant.outbox.records import State
from afas_assistant.outbox.store import Outbox
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.sync.bookings.record import ENTRY
from afas_assistant.sync.customers.records import CUSTOMER_UPDATE
from afas_assistant.sync.look_up import Found
from afas_assistant.sync.mapping.files import read_mappings
from afas_assistant.sync.workbench import Workbench
from afas_assistant.sync.works import BookingsWork, CustomersWork
from afas_assistant.texts import literal
from afas_assistant.timechimp.api import TimeChimp
from tests.helpers.daily_work import MAPPINGS
from tests.helpers.practised_work import SIZE, Doors, MovedClock, Sending, workbench

BOOKINGS = BookingsWork(date(2025, 1, 1), date(2028, 12, 31), date(2026, 11, 21))


@pytest.fixture(scope="module")
def doors() -> Iterator[Doors]:
    with PracticeProcess(size=SIZE) as practice:
        practice.clock_today("2026-11-21")
        yield Doors.of(practice)


@pytest.fixture(scope="module")
def database(doors: Doors, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an outbox with bookings and changed customers in it."""
    file = tmp_path_factory.mktemp("outbox") / "outbox.sqlite3"
    with workbench(doors, file, MovedClock()) as bench:
        Sending(CustomersWork()).send(bench)
        Sending(BOOKINGS).send(bench)
    return file


@pytest.fixture
def keyless(doors: Doors, database: Path) -> Iterator[Workbench]:
    def gone() -> TimeChimp:
        raise ConfigurationError("no_key", title=literal("no key"), explanation=literal(""), action=literal(""))

    client = AfasClient(understand_address(doors.afas), parse_token(doors.token))
    mappings = read_mappings(MAPPINGS)
    with Outbox.open(database) as outbox, Workbench(client, gone, outbox, lambda _: mappings) as bench:
        yield bench


def test_a_booking_is_looked_up_and_its_taking_back_is_planned(keyless: Workbench) -> None:
    (write, *_) = keyless.outbox.writes(keyless.place.scope, states=(State.CONFIRMED,), kind=ENTRY)
    assert keyless.look_up(write).found is Found.THERE
    assert keyless.plan_take_back(write).records


def test_what_only_timechimp_shows_asks_for_its_key(keyless: Workbench) -> None:
    (write, *_) = keyless.outbox.writes(keyless.place.scope, states=(State.CONFIRMED,), kind=CUSTOMER_UPDATE)
    with pytest.raises(ConfigurationError, match="no key"):
        keyless.plan_take_back(write)

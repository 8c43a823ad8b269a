"""What the overview remembers: unbilled work as it was last read, and what stopped the last check."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import inspect

from afas_assistant.organisations.database import make_engine, open_database
from afas_assistant.organisations.store import Store
from afas_assistant.organisations.trouble_store import Trouble, TroubleStore
from afas_assistant.organisations.unbilled_store import KeptAge, KeptUnbilled, UnbilledStore
from afas_assistant.organisations.upgrades import SCRIPTS
from afas_assistant.texts import phrase

NOW = datetime(2026, 11, 20, 10, 58, tzinfo=UTC)
READ = KeptUnbilled(NOW, (KeptAge(0, 14, Decimal("8415.00"), 30), KeptAge(91, None, Decimal("640.10"), 2)), 3, 12)
UNREACHED = Trouble("host_unreachable", phrase("AFAS cannot be reached."), NOW)


def connection(store: Store) -> int:
    """Return the number of a connection that is made."""
    known = store.add_organisation(name="Jansen", envid="T12345AA", environment_type="test", address="https://x")
    return store.add_connection(known.id, "T12345AA", app_connector="TimeChimp").id


def at_revision(database: Path, revision: str) -> None:
    """Bring a file back to a revision, as an earlier version of the program left it."""
    engine = make_engine(database)
    with engine.begin() as opened:
        config = Config()
        config.set_main_option("script_location", str(SCRIPTS))
        config.attributes["connection"] = opened
        command.downgrade(config, revision)
    engine.dispose()


def test_a_reading_comes_back_as_it_was_and_a_later_one_takes_its_place(store: Store) -> None:
    readings = UnbilledStore.beside(store)
    assert readings.all() == {}
    readings.keep("T1/A", READ)
    readings.keep("T1/B", READ)
    later = KeptUnbilled(NOW + timedelta(hours=1), ())
    readings.keep("T1/B", later)
    assert readings.all() == {"T1/A": READ, "T1/B": later}


def test_trouble_stays_until_it_is_cleared(store: Store) -> None:
    troubles, key = TroubleStore.beside(store), connection(store)
    troubles.keep(key, Trouble("unauthorised", phrase("AFAS refuses the token."), NOW))
    troubles.keep(key, UNREACHED)
    assert troubles.all() == {key: UNREACHED}
    troubles.clear(key)
    assert troubles.all() == {}


def test_trouble_goes_with_its_connection_and_never_comes_without_one(store: Store) -> None:
    troubles, key = TroubleStore.beside(store), connection(store)
    troubles.keep(key, UNREACHED)
    store.remove_connection(key)
    assert troubles.all() == {}
    troubles.keep(key, UNREACHED)
    assert troubles.all() == {}


def test_a_file_of_the_version_before_gets_room_for_both_and_keeps_its_content(database: Path) -> None:
    with Store.open(database) as store:
        key = connection(store)
    at_revision(database, "0003")
    engine = open_database(database)
    names = {one["name"] for one in inspect(engine).get_indexes("outbox_writes")}
    engine.dispose()
    assert {"ix_outbox_writes_run_id_state", "ix_outbox_writes_state_sent_at"} <= names
    assert "ix_outbox_writes_run_id" not in names
    with Store.open(database) as store:
        assert store.connection(key).app_connector == "TimeChimp"
        UnbilledStore.beside(store).keep("T1/A", READ)
        TroubleStore.beside(store).keep(key, UNREACHED)

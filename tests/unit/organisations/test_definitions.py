"""What connectors are held against: kept with their connection, over restarts and from the first tables on."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from afas_assistant.errors import ConfigurationError
from afas_assistant.organisations.database import open_database
from afas_assistant.organisations.records import Connection, DefinitionSource, KeptDefinition
from afas_assistant.organisations.store import Store
from afas_assistant.organisations.upgrades import SCRIPTS

MONDAY, TUESDAY = datetime(2026, 11, 2, 9, 30, tzinfo=UTC), datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
FROM_FILE = KeptDefinition(
    connector="SBQ_BTW",
    source=DefinitionSource.FILE,
    columns=(("Code", "U001"), ("Omschrijving", "VaDs")),
    kept_at=MONDAY,
    label="SBQ_BTW.gcn",
    digest="ab" * 32,
    description="SBQ_BTW",
    data_collection="Btw-codes",
    format=8,
    changed=datetime(2025, 1, 21, 16, 49, 27),  # noqa: DTZ001 - a file tells no zone
)
FROM_CHECK = KeptDefinition("Profit_Debtor", DefinitionSource.LIVE, (("DebtorId", "U003"),), MONDAY, MONDAY)


def _later_than_first(folder: str, names: list[str]) -> list[str]:
    """Return the revisions after the first, for a copy without them."""
    return [name for name in names if name.startswith("r0") and not name.startswith("r0001")]


@pytest.fixture
def connection(store: Store) -> Connection:
    owner = store.add_organisation(name="Jansen", envid="T12345AA", environment_type="test", address="https://x")
    return store.add_connection(owner.id, owner.envid, app_connector="SmartBooqing")


def test_all_of_a_definition_survives_a_restart(store: Store, connection: Connection, database: Path) -> None:
    store.keep_definitions(connection.id, [FROM_FILE, FROM_CHECK])
    with Store.open(database) as again:
        assert again.definitions(connection.id) == (FROM_CHECK, FROM_FILE)
        assert again.definitions(connection.id + 1) == ()


def test_a_connector_has_one_definition_in_whatever_case_it_is_written(store: Store, connection: Connection) -> None:
    store.keep_definitions(connection.id, [FROM_FILE])
    later = replace(FROM_CHECK, connector="sbq_btw")
    store.keep_definitions(connection.id, [later])
    assert store.definitions(connection.id) == (later,)
    store.forget_definition(connection.id, "SBQ_Btw")
    assert store.definitions(connection.id) == ()


def test_when_it_matched_is_noted_for_the_named_connectors_only(store: Store, connection: Connection) -> None:
    store.keep_definitions(connection.id, [FROM_FILE, FROM_CHECK])
    store.definitions_matched(connection.id, ["SBQ_btw", "Unknown"], TUESDAY)
    assert [one.matched_at for one in store.definitions(connection.id)] == [MONDAY, TUESDAY]
    store.definitions_matched(connection.id, [], datetime.now(UTC))
    assert [one.matched_at for one in store.definitions(connection.id)] == [MONDAY, TUESDAY]


def test_definitions_go_with_their_connection(store: Store, connection: Connection) -> None:
    store.keep_definitions(connection.id, [FROM_FILE])
    store.remove_connection(connection.id)
    assert store.definitions(connection.id) == ()
    with pytest.raises(ConfigurationError) as raised:
        store.keep_definitions(connection.id, [FROM_FILE])
    assert raised.value.code == "connection_not_found"


def test_all_of_a_call_is_kept_or_nothing(store: Store, connection: Connection) -> None:
    with pytest.raises(sa.exc.StatementError, match="time zone"):
        store.keep_definitions(connection.id, [FROM_FILE, replace(FROM_CHECK, kept_at=MONDAY.replace(tzinfo=None))])
    assert store.definitions(connection.id) == ()


def test_a_database_with_the_first_tables_keeps_its_data_and_takes_definitions(database: Path, tmp_path: Path) -> None:
    first = tmp_path / "first"
    shutil.copytree(SCRIPTS, first, ignore=_later_than_first)
    engine = open_database(database, scripts=first)
    moment = "2026-11-02 09:30:00.000000"
    with engine.begin() as opened:
        assert "connector_definitions" not in sa.inspect(opened).get_table_names()
        opened.exec_driver_sql(
            "INSERT INTO organisations VALUES (1, 'Jansen', 'T12345AA', 'test', 'https://x', ?)", (moment,)
        )
        opened.exec_driver_sql(
            "INSERT INTO connections VALUES (7, 1, 'Own', 'SmartBooqing', '', '', '[]', 'acc', NULL, NULL, NULL, 3, ?)",
            (moment,),
        )
        opened.exec_driver_sql("INSERT INTO check_runs VALUES (1, 7, ?, ?)", (moment, json.dumps({"schema": 1})))
    engine.dispose()
    with Store.open(database) as store:
        assert store.connection(7).item_type == 3
        assert [run.report for run in store.checks(7)] == [{"schema": 1}]
        assert store.definitions(7) == ()
        store.keep_definitions(7, [FROM_FILE])
        assert store.definitions(7) == (FROM_FILE,)
    assert len(list(database.parent.glob("*.bak"))) == 1, "a copy of before is kept"

"""Where the file lies: folders with odd names, and a file that somebody takes away while it is in use."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from afas_assistant.errors import ConfigurationError
from afas_assistant.organisations.database import open_database
from afas_assistant.organisations.database_errors import translated


def test_a_folder_with_signs_that_addresses_use_keeps_its_own_file(tmp_path: Path) -> None:
    database = tmp_path / "100% Büro #1 & zn %41" / "a b.sqlite3"
    engine = open_database(database)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE seen (x)")
    engine.dispose()
    with closing(sqlite3.connect(database)) as found:
        assert found.execute("SELECT count(*) FROM sqlite_master WHERE name = 'seen'").fetchone() == (1,)
    assert [each.name for each in database.parent.iterdir()] == [database.name]


def test_a_file_that_was_taken_away_is_told_and_not_made_anew(database: Path) -> None:
    engine = open_database(database)
    for spoil in (database.unlink, database.touch):
        spoil()
        with pytest.raises(ConfigurationError) as caught, translated(database), engine.connect() as connection:
            connection.exec_driver_sql("SELECT * FROM organisations")
        assert caught.value.code == "database_gone"
        assert not database.exists() or database.stat().st_size == 0
    engine.dispose()

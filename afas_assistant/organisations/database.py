"""The SQLite file: where it may lie, how it is opened, who may read it.

All that is particular to SQLite stands here; the store and the migrations use portable SQL only. Opening does disk
work, and imports SQLAlchemy: never do it on the thread that paints the window.
"""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from afas_assistant.organisations.database_errors import (
    database_damaged,
    database_newer,
    database_on_network,
    translated,
    upgrade_failed,
)
from afas_assistant.organisations.network_paths import network_kind
from afas_assistant.organisations.private_files import free_name, make_private_file, make_private_folder
from afas_assistant.organisations.upgrades import SCRIPTS, known_revisions, newest_revision, upgrade

BUSY_SECONDS = 10.0
HEADER = b"SQLite format 3\x00"
REVISION_QUERY = "SELECT version_num FROM alembic_version"
READING = "afas_assistant_reading"


def open_database(path: Path, *, scripts: Path = SCRIPTS) -> sa.Engine:
    """Return an engine for the file, made or brought up to date first.

    Raises ConfigurationError database_on_network, database_not_writable, disk_full, database_damaged,
    database_newer; RetryableError database_busy, database_unreadable; FatalError database_upgrade_failed. A refused
    file is left untouched.
    """
    with translated(path):
        kind = network_kind(path)
        if kind is not None:
            raise database_on_network(path, kind)
        make_private_folder(path.parent)
        _refuse_unfit(path, scripts)
        make_private_file(path)
        _use_write_ahead_log(path)
        _bring_up_to_date(path, scripts)
    return make_engine(path)


def make_engine(path: Path, *, foreign_keys: bool = True) -> sa.Engine:
    """Return an engine whose transactions are SQLite's own and whose commits are on the disk before they return.

    A reading transaction (execution option READING) takes no lock. Any other takes the write lock at once: a
    transaction that reads first and writes later would fail, without waiting, when another process wrote in between.
    A file that somebody took away is not made anew: an empty one in its place would hide that.
    """
    url = sa.URL.create("sqlite+pysqlite", database=path.absolute().as_uri(), query={"mode": "rw", "uri": "true"})
    # No pool: a connection is closed as soon as its call ends, on whichever thread, so none outlives a closed store.
    engine = sa.create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS}, poolclass=sa.NullPool)

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy begins and ends transactions, table changes included
        connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        connection.execute("PRAGMA synchronous = FULL")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        reading = connection.get_execution_options().get(READING, False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def back_up(path: Path, revision: str) -> Path:
    """Copy the database, as it is before it goes to `revision`, beside it, and return the copy's path.

    SQLite's own copy is used: it is whole even while others read and write. Earlier copies are kept.
    """
    copy = free_name(path.with_name(f"{path.stem}.before-{revision}.bak"))
    make_private_file(copy)
    try:
        with closing(_connect(path, "rw")) as source, closing(_connect(copy, "rw")) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    return copy


def _bring_up_to_date(path: Path, scripts: Path) -> None:
    """Upgrade in one transaction, which holds the write lock from before the copy until the end.

    So two programs that start together do it once, and a failed upgrade leaves nothing behind. Foreign keys are
    checked at the end instead of all along: copying a table for a change would delete what depends on it.
    """
    engine = make_engine(path, foreign_keys=False)
    try:
        with engine.begin() as connection:
            changed = upgrade(connection, scripts, lambda revision: back_up(path, revision))
            if changed and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise upgrade_failed(path, newest_revision(scripts))
    finally:
        engine.dispose()


def _refuse_unfit(path: Path, scripts: Path) -> None:
    """Look at the file without writing to it, and refuse a damaged one and a newer one."""
    if not path.exists() or path.stat().st_size == 0:
        return
    with path.open("rb") as file:
        if file.read(len(HEADER)) != HEADER:
            raise database_damaged(path)
    with closing(_connect(path, "ro")) as connection:
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise database_damaged(path)
        newer = _revisions(connection) - known_revisions(scripts)
    if newer:
        raise database_newer(path, ", ".join(sorted(newer)))


def _revisions(connection: sqlite3.Connection) -> set[str]:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return {revision for (revision,) in connection.execute(REVISION_QUERY)} if "alembic_version" in tables else set()


def _use_write_ahead_log(path: Path) -> None:
    """Switch the file to the write-ahead log, which it remembers.

    SQLite does not wait for other processes here, whatever the time limit of the connection, so we do.
    """
    deadline = time.monotonic() + BUSY_SECONDS
    with closing(_connect(path, "rw")) as connection:
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(address, timeout=BUSY_SECONDS, isolation_level=None, uri=True)

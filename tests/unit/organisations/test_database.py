"""The file: made private, brought up to date with a copy kept, refused in sentences, never harmed."""

import errno
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from afas_assistant.errors import AssistantError, RetryableError
from afas_assistant.organisations import database as database_module
from afas_assistant.organisations import mapping_store, trouble_store, unbilled_store  # noqa: F401 - their tables
from afas_assistant.organisations.database import make_engine, open_database
from afas_assistant.organisations.database_errors import of_sqlite, of_system
from afas_assistant.organisations.schema import metadata
from afas_assistant.organisations.store import Store
from afas_assistant.organisations.upgrades import SCRIPTS, newest_revision
from afas_assistant.outbox import schema as outbox_schema  # noqa: F401 - its tables

LATER = '''
"""A later revision, which copies a table that others depend on."""
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{newest}"

def upgrade():
    with op.batch_alter_table("organisations", recreate="always") as table:
        table.add_column(sa.Column("colour", sa.String(20), nullable=False, server_default="blue"))
    {ending}
'''


def make_scripts(folder: Path, ending: str = "") -> Path:
    """Return migrations with one more revision, as a later version of the program has."""
    scripts = folder / f"later % {len(ending)}"
    shutil.copytree(SCRIPTS, scripts)
    text = LATER.format(newest=newest_revision(), ending=ending or "pass")
    (scripts / "versions" / "r9999_colour.py").write_text(text)
    return scripts


def fill(database: Path) -> None:
    with Store.open(database) as store:
        organisation = store.add_organisation(
            name="Jansen", envid="T12345AA", environment_type="test", address="https://x"
        )
        connection = store.add_connection(organisation.id, "T12345AA", app_connector="TimeChimp")
        store.record_check(connection.id, {"schema": 1}, datetime(2026, 11, 20, tzinfo=UTC))


def query(database: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(statement).fetchall()


def error_of(call: Callable[[], object]) -> AssistantError:
    with pytest.raises(AssistantError) as caught:
        call()
    assert caught.value.sentence("en")
    return caught.value


def test_a_fresh_file_is_private_and_safe(tmp_path: Path) -> None:
    database = tmp_path / "new" / "folder" / "a b?%.sqlite3"
    engine = open_database(database)
    with engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
        connection.rollback()
        modes = {path.name: path.stat().st_mode & 0o777 for path in database.parent.iterdir()}
    engine.dispose()
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10000}
    assert set(modes.values()) == {0o600}
    assert len(modes) == 3
    assert [folder.stat().st_mode & 0o777 for folder in (database.parent, database.parent.parent)] == [0o700, 0o700]


def test_a_folder_that_was_there_keeps_its_rights(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)
    database = shared / "a.sqlite3"
    database.touch(mode=0o644)
    open_database(database).dispose()
    assert (shared.stat().st_mode & 0o777, database.stat().st_mode & 0o777) == (0o755, 0o600)


def test_the_migrations_make_what_the_schema_describes(database: Path) -> None:
    engine = open_database(database)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == newest_revision()
    engine.dispose()


def test_opening_again_changes_nothing_and_keeps_no_copy(database: Path) -> None:
    fill(database)
    before = query(database, "SELECT * FROM connections")
    open_database(database).dispose()
    assert query(database, "SELECT * FROM connections") == before
    assert list(database.parent.glob("*.bak*")) == []


def test_an_old_revision_is_upgraded_with_its_data_and_a_copy_is_kept(database: Path, tmp_path: Path) -> None:
    fill(database)
    open_database(database, scripts=make_scripts(tmp_path)).dispose()
    assert query(database, "SELECT name, colour FROM organisations") == [("Jansen", "blue")]
    counts = "SELECT (SELECT count(*) FROM connections), (SELECT count(*) FROM check_runs)"
    assert query(database, counts) == [(1, 1)]
    copy = database.parent / "afas-assistant.before-9999.bak"
    assert query(copy, counts) == [(1, 1)]
    assert query(copy, "SELECT version_num FROM alembic_version") == [(newest_revision(),)]
    assert "colour" not in {row[1] for row in query(copy, "PRAGMA table_info(organisations)")}
    assert copy.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in database.parent.iterdir()) == [copy.name, database.name]


def test_a_copy_never_overwrites_an_earlier_one(database: Path, tmp_path: Path) -> None:
    fill(database)
    (database.parent / "afas-assistant.before-9999.bak").write_text("earlier")
    open_database(database, scripts=make_scripts(tmp_path)).dispose()
    assert (database.parent / "afas-assistant.before-9999.bak").read_text() == "earlier"
    assert query(database.parent / "afas-assistant.before-9999.bak.2", "SELECT name FROM organisations") == [
        ("Jansen",)
    ]


@pytest.mark.parametrize(
    ("ending", "error"),
    [
        ('raise RuntimeError("half way")', RuntimeError),
        ('op.execute("UPDATE connections SET organisation_id = 77")', AssistantError),
    ],
)
def test_a_failed_upgrade_is_taken_back_as_a_whole(
    database: Path, tmp_path: Path, ending: str, error: type[Exception]
) -> None:
    fill(database)
    before = query(database, "SELECT sql FROM sqlite_master ORDER BY name")
    with pytest.raises(error):
        open_database(database, scripts=make_scripts(tmp_path, ending))
    assert query(database, "SELECT sql FROM sqlite_master ORDER BY name") == before
    with Store.open(database) as store:
        assert [each.name for each in store.organisations()] == ["Jansen"]


def test_a_newer_file_is_refused_untouched(database: Path, tmp_path: Path) -> None:
    fill(database)
    open_database(database, scripts=make_scripts(tmp_path)).dispose()
    before = hashlib.sha256(database.read_bytes()).hexdigest(), database.stat().st_mtime_ns
    error = error_of(lambda: open_database(database))
    assert error.code == "database_newer"
    assert "9999" in error.sentence("en")
    assert (hashlib.sha256(database.read_bytes()).hexdigest(), database.stat().st_mtime_ns) == before


@pytest.mark.parametrize("damage", ["not a database", "cut off", "overwritten in the middle"])
def test_a_damaged_file_is_refused_untouched(database: Path, damage: str) -> None:
    fill(database)
    content = bytearray(database.read_bytes())
    match damage:
        case "not a database":
            content = bytearray(b"an office document" * 500)
        case "cut off":
            content = content[: len(content) // 2]
        case _:
            content[4096:12288] = os.urandom(8192)
    database.write_bytes(content)
    error = error_of(lambda: open_database(database))
    assert error.code == "database_damaged"
    assert ".bak" in error.sentence("en")
    assert database.read_bytes() == bytes(content)


def test_two_programs_that_start_together_make_one_database(database: Path) -> None:
    program = (
        "import sys, pathlib, afas_assistant.organisations.store as s\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "with s.Store.open(pathlib.Path(sys.argv[1])) as store:\n"
        "    store.save_wizard_state(sys.argv[2], {'page': 1})\n"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", program, str(database), str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    assert [process.communicate(timeout=60)[1] for process in processes] == [""] * 4
    assert query(database, 'SELECT "key" FROM wizard_states ORDER BY "key"') == [("0",), ("1",), ("2",), ("3",)]


def test_a_full_disk_gets_a_sentence_and_loses_nothing(database: Path) -> None:
    fill(database)
    engine = make_engine(database)

    @sa.event.listens_for(engine, "connect")
    def _full(connection: sqlite3.Connection, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    with Store(engine, database) as store:
        error = error_of(lambda: store.save_wizard_state("new", {"text": "x" * 1_000_000}))
        assert error.code == "disk_full"
        assert store.wizard_state("new") is None
        assert [each.name for each in store.organisations()] == ["Jansen"]
        store.save_wizard_state("small", {"page": 1})


def test_a_file_that_may_not_grow_gets_a_sentence(database: Path) -> None:
    """The operating system's own limit on the size of a file, as with a quota; the same for every user."""
    pytest.importorskip("resource", reason="this system has no limit on the size of a file")
    fill(database)
    program = (
        "import resource, sys, pathlib, afas_assistant.errors as errors, afas_assistant.organisations.store as s\n"
        "store = s.Store.open(pathlib.Path(sys.argv[1]))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "try: store.save_wizard_state('new', {'text': 'x' * 1_000_000})\n"
        "except errors.AssistantError as error: print(error.code, store.wizard_state('new'))\n"
    )
    command = [sys.executable, "-W", "error", "-c", program, str(database)]
    found = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert found.stdout.split() == ["database_unreadable", "None"]
    assert query(database, "SELECT name FROM organisations") == [("Jansen",)]


@contextmanager
def _small_disk() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp())
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=500k", "none", str(folder)], capture_output=True, check=False
    )
    try:
        if mounted.returncode:
            pytest.skip("mounting a small disk takes rights that this user lacks")
        yield folder
    finally:
        if not mounted.returncode:
            subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()


@pytest.mark.skipif(not shutil.which("mount"), reason="no mount on this system")
def test_a_really_full_disk_gets_a_sentence_and_loses_nothing() -> None:
    with _small_disk() as folder:
        database = folder / "a.sqlite3"
        fill(database)
        with Store.open(database) as store:
            error = error_of(lambda: store.save_wizard_state("new", {"text": "x" * 1_000_000}))
            assert error.code == "disk_full"
            assert [each.name for each in store.organisations()] == ["Jansen"]
        (folder / "ballast").write_bytes(b"x" * (shutil.disk_usage(folder).free))
        assert error_of(lambda: open_database(folder / "b" / "b.sqlite3")).code == "disk_full"


@contextmanager
def _as_nobody() -> Iterator[Path]:
    """Give a folder that belongs to somebody else; root becomes an ordinary user meanwhile."""
    folder = Path(tempfile.mkdtemp())
    own = os.geteuid()
    try:
        yield folder
    finally:
        os.seteuid(own)
        folder.chmod(0o700)
        shutil.rmtree(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="rights on Windows are not of this kind")
@pytest.mark.parametrize("name", ["a.sqlite3", "new.sqlite3", "new/new.sqlite3"])
def test_a_read_only_folder_gets_a_sentence(name: str) -> None:
    with _as_nobody() as folder:
        fill(folder / "a.sqlite3")
        (folder / "a.sqlite3").chmod(0o444)
        folder.chmod(0o555)
        before = (folder / "a.sqlite3").read_bytes()
        if os.geteuid() == 0:
            os.seteuid(65534)
        assert error_of(lambda: open_database(folder / name)).code == "database_not_writable"
        assert [path.name for path in folder.iterdir()] == ["a.sqlite3"]
        assert (folder / "a.sqlite3").read_bytes() == before


def test_a_file_in_the_place_of_the_folder_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    assert error_of(lambda: open_database(tmp_path / "data" / "a.sqlite3")).code == "database_not_writable"
    (tmp_path / "folder.sqlite3").mkdir()
    assert error_of(lambda: open_database(tmp_path / "folder.sqlite3")).code == "database_not_writable"


def test_a_file_that_another_program_holds_gets_a_sentence(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(database)
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(database, isolation_level=None)) as other, Store.open(database) as store:
        other.execute("BEGIN IMMEDIATE")
        error = error_of(lambda: store.save_wizard_state("new", {}))
        assert (error.code, isinstance(error, RetryableError)) == ("database_busy", True)
        assert len(store.organisations()) == 1


def test_a_network_disk_is_refused_before_anything_is_made(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "network_kind", lambda path: "nfs4")
    error = error_of(lambda: open_database(database))
    assert error.code == "database_on_network"
    assert "nfs4" in error.sentence("en")
    assert not database.parent.exists()


def test_opening_says_nothing_in_the_log(database: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    fill(database)
    open_database(database, scripts=make_scripts(tmp_path)).dispose()
    assert [record for record in caplog.records if record.levelname != "DEBUG"] == []


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EROFS, "database_not_writable"),
        (errno.EACCES, "database_not_writable"),
        (errno.EIO, "database_unreadable"),
    ],
)
def test_failures_of_the_system_become_sentences(number: int, code: str) -> None:
    assert of_system(OSError(number, "text"), Path("a")).code == code


def test_a_mistake_of_ours_stays_one() -> None:
    with pytest.raises(sqlite3.ProgrammingError):
        of_sqlite(sqlite3.ProgrammingError("closed"), Path("a"))

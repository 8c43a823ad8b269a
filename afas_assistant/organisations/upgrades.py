"""Bringing the database to the newest revision with Alembic.

There is no alembic.ini: the scripts lie inside the package, so that an installed wheel has them.
"""

import threading
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

SCRIPTS = Path(__file__).resolve().parent / "migrations"
_one_at_a_time = threading.Lock()  # Alembic keeps its context in a module, for one migration at a time


def known_revisions(scripts: Path = SCRIPTS) -> set[str]:
    """Return the revisions that this version of the program knows."""
    return {script.revision for script in _directory(scripts).walk_revisions()}


def newest_revision(scripts: Path = SCRIPTS) -> str:
    """Return the revision that this version of the program works with.

    Raises RuntimeError when the scripts fork, which is a mistake of ours.
    """
    heads = _directory(scripts).get_heads()
    if len(heads) != 1:
        raise RuntimeError(f"the migrations end in {len(heads)} revisions instead of one")
    return heads[0]


def upgrade(connection: sa.Connection, scripts: Path, before_change: Callable[[str], object]) -> bool:
    """Bring the database to the newest revision inside the connection's transaction; return whether it changed.

    `before_change` gets the newest revision before a database with content is changed: the moment to keep a copy.
    """
    newest = newest_revision(scripts)
    with _one_at_a_time:
        current = MigrationContext.configure(connection).get_current_revision()
        if current == newest:
            return False
        if current is not None:
            before_change(newest)
        command.upgrade(_config(scripts, connection), newest)
        return True


def _config(scripts: Path, connection: sa.Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _directory(scripts: Path) -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(scripts))

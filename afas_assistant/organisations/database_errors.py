"""The one place where failures of SQLite and of the file under it become sentences.

SQLite's own result codes are the source (https://sqlite.org/rescode.html): each is mapped to what a person can do.
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy.exc

from afas_assistant.errors import AssistantError, ConfigurationError, FatalError, RetryableError, Who
from afas_assistant.texts import phrase

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
DENIED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.ENOENT}
PRIMARY = 0xFF  # an extended result code holds the primary one in its lowest byte


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn each failure of the database at `path`, inside the block, into an AssistantError."""
    try:
        yield
    except sqlalchemy.exc.DBAPIError as error:
        if not isinstance(error.orig, sqlite3.Error):
            raise
        raise of_sqlite(error.orig, path) from error
    except sqlite3.Error as error:
        raise of_sqlite(error, path) from error
    except OSError as error:
        raise of_system(error, path) from error


def of_sqlite(error: sqlite3.Error, path: Path) -> AssistantError:
    """Return what a person should read about a failure of SQLite; a mistake of ours is raised again unchanged."""
    code = getattr(error, "sqlite_errorcode", None)
    match None if code is None else code & PRIMARY:
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_ERROR if _is_gone(path):
            return database_gone(path)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return database_damaged(path)
        case sqlite3.SQLITE_FULL:
            return disk_full(path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return database_not_writable(path)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return database_busy(path)
        case sqlite3.SQLITE_IOERR:
            return database_unreadable(path)
    raise error


def of_system(error: OSError, path: Path) -> AssistantError:
    """Return what a person should read about a failure of the file system."""
    if error.errno in FULL:
        return disk_full(path)
    if error.errno in DENIED:
        return database_not_writable(path)
    return database_unreadable(path)


def disk_full(path: Path) -> ConfigurationError:
    """The disk is full: nothing of the change was stored."""
    return ConfigurationError(
        "disk_full",
        title=phrase("The disk is full."),
        explanation=phrase("{path} cannot grow. What was stored before is still there.", path=path),
        action=phrase("Make room on this disk and do it again."),
        who=Who.YOU,
    )


def database_not_writable(path: Path) -> ConfigurationError:
    """The file or its folder is read-only, or not ours."""
    return ConfigurationError(
        "database_not_writable",
        title=phrase("AFAS Assistant cannot write its own file."),
        explanation=phrase("{path} or its folder cannot be written by your user account.", path=path),
        action=phrase("Give your account write access to the folder, or choose another folder with --data-dir."),
        who=Who.YOU,
    )


def database_gone(path: Path) -> ConfigurationError:
    """The file was there when the program began, and is not any more, or is empty."""
    return ConfigurationError(
        "database_gone",
        title=phrase("The file of AFAS Assistant is gone."),
        explanation=phrase("{path} was moved, emptied or removed while the program was in use.", path=path),
        action=phrase(
            "Put the file back, from a backup if need be, and try again. Without it the program starts empty."
        ),
        who=Who.YOU,
    )


def database_busy(path: Path) -> RetryableError:
    """Another process held the file for longer than we wait."""
    return RetryableError(
        "database_busy",
        title=phrase("Another program is using the file of AFAS Assistant."),
        explanation=phrase("{path} was locked for too long. Nothing was changed.", path=path),
        action=phrase("Close other windows of AFAS Assistant, or a backup that is running, and try again."),
        who=Who.YOU,
    )


def database_unreadable(path: Path) -> RetryableError:
    """The disk itself refused: a failing disk, a stick that was taken out, a quota (SQLite tells these not apart)."""
    return RetryableError(
        "database_unreadable",
        title=phrase("The disk did not answer as it should."),
        explanation=phrase("Reading or writing {path} failed. Nothing was changed.", path=path),
        action=phrase("Check that the disk is connected, is healthy and has room for your account, and try again."),
        who=Who.YOU,
    )


def database_damaged(path: Path) -> ConfigurationError:
    """The file is not, or no longer, a whole database. It is left as it is."""
    return ConfigurationError(
        "database_damaged",
        title=phrase("The file of AFAS Assistant is damaged."),
        explanation=phrase(
            "{path} is not a whole database. It was left as it is. The tokens are not in it: they are safe.", path=path
        ),
        action=phrase(
            "Put a backup of this file back (a copy ending in .bak may lie beside it), or move the file away "
            "and start again."
        ),
        who=Who.YOU,
    )


def database_newer(path: Path, revision: str) -> ConfigurationError:
    """A later version of the program has used the file: an older one might drop what it does not know."""
    return ConfigurationError(
        "database_newer",
        title=phrase("This file belongs to a newer version of AFAS Assistant."),
        explanation=phrase(
            "{path} was last used by a newer version (revision {revision}). It was left untouched, so that nothing "
            "is lost.",
            path=path,
            revision=revision,
        ),
        action=phrase("Install the newer version of AFAS Assistant, or choose another folder with --data-dir."),
        who=Who.YOU,
    )


def database_on_network(path: Path, kind: str) -> ConfigurationError:
    """The file would lie on a network disk, where SQLite's locks do not hold (https://sqlite.org/wal.html)."""
    return ConfigurationError(
        "database_on_network",
        title=phrase("The file of AFAS Assistant cannot lie on a network disk."),
        explanation=phrase(
            "{path} is on a network disk ({kind}). Two computers that write there damage the file.",
            path=path,
            kind=kind,
        ),
        action=phrase("Choose a folder on this computer with --data-dir."),
        who=Who.YOU,
    )


def upgrade_failed(path: Path, revision: str) -> FatalError:
    """A migration left loose ends; it was taken back as a whole."""
    return FatalError(
        "database_upgrade_failed",
        title=phrase("The file of AFAS Assistant could not be brought up to date."),
        explanation=phrase(
            "Bringing {path} to revision {revision} failed and was taken back. Your data is as it was.",
            path=path,
            revision=revision,
        ),
        action=phrase("Keep using the previous version of AFAS Assistant and report this."),
        who=Who.US,
    )


def _is_gone(path: Path) -> bool:
    """Return whether there is no file, or one with nothing in it, where whoever may look there finds its folder."""
    try:
        return path.stat().st_size == 0
    except FileNotFoundError:
        return path.parent.is_dir()
    except OSError:
        return False

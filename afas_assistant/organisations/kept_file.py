"""What every store over the one SQLite file shares: opening and closing it, and one transaction for each call."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import sqlalchemy as sa

from afas_assistant.organisations.database import READING, open_database
from afas_assistant.organisations.database_errors import translated


class KeptFile:
    """A store in the file. Its failures leave as sentences; calls do disk work, so none belongs on the GUI thread."""

    def __init__(self, engine: sa.Engine, database: Path) -> None:
        self._engine = engine
        self._database = database

    @classmethod
    def open(cls, database: Path) -> Self:
        """Open the database, made or brought up to date first; see `open_database` for what it refuses."""
        return cls(open_database(database), database)

    @classmethod
    def beside(cls, other: "KeptFile") -> Self:
        """Return a store over the file that another one has open; it need not be closed, and ends with that one."""
        return cls(other._engine, other._database)  # noqa: SLF001 - of the same family

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with translated(self._database), self._engine.connect() as database:
            yield database.execution_options(**{READING: True})

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with translated(self._database), self._engine.begin() as database:
            yield database

"""A store in the test's own folder, and environments that tell where a token belongs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from afas_assistant.organisations.store import Store
from tests.helpers.http_server import PretendServer, pretend_server
from tests.helpers.pretend_environments import Environments


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "data" / "afas-assistant.sqlite3"


@pytest.fixture
def store(database: Path) -> Iterator[Store]:
    with Store.open(database) as opened:
        yield opened


@pytest.fixture
def environments() -> Environments:
    return Environments()


@pytest.fixture
def server(environments: Environments) -> Iterator[PretendServer]:
    with pretend_server(environments) as running:
        yield running

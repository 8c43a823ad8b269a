"""The rules every test runs under: its own home, no real keyring, no other computer, no surprises in the log.

Markers: `real_keyring` (the test brings a keyring of its own), `expect_log("pattern")` (a warning is meant).
Fixtures to ask for: `home`, `memory_keyring`, `expect_log`.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from afas_assistant.texts import use_language
from tests.helpers.leaks import QtLeaks, ThreadLeaks
from tests.helpers.log_guard import LogGuard
from tests.helpers.memory_keyring import MemoryKeyring
from tests.helpers.network_guard import refuse_outside
from tests.helpers.reference import VARIABLE

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

HOME_VARIABLES = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
XDG_VARIABLES = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
QT_FIXTURES = {"qapp", "qtbot", "qapp_args"}
PASSED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[None]:  # the value is passed on as it is
    """Remember whether the test itself passed: a leftover of a failed test is its consequence and not told twice."""
    report = yield
    if call.when == "call":
        item.stash[PASSED] = call.excinfo is None
    return report


def complain(request: pytest.FixtureRequest, complaints: list[str]) -> None:
    """Fail a test that passed so far for what it left behind."""
    if complaints and request.node.stash.get(PASSED, False):
        pytest.fail("\n".join(complaints), pytrace=False)


@pytest.fixture(scope="session", autouse=True)
def _only_this_computer() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        refuse_outside(monkeypatch)
        yield


@pytest.fixture(autouse=True)
def _no_leaks(request: pytest.FixtureRequest) -> Iterator[None]:
    threads = ThreadLeaks()
    with pytest.MonkeyPatch.context() as monkeypatch:
        qt = QtLeaks(monkeypatch) if QT_FIXTURES & set(request.fixturenames) else None
        yield
        found = threads.complaints() + (qt.complaints() if qt else [])
    complain(request, found)


@pytest.fixture(autouse=True)
def log_guard(request: pytest.FixtureRequest) -> Iterator[LogGuard]:
    """Listen to the log; a warning that the test did not announce makes it fail."""
    guard = LogGuard()
    for marker in request.node.iter_markers("expect_log"):
        for pattern in marker.args:
            guard.expect(pattern)
    guard.install()
    yield guard
    guard.remove()
    complain(request, guard.complaints())


@pytest.fixture
def expect_log(log_guard: LogGuard) -> Callable[[str], None]:
    """Announce a log record of WARNING or worse by a pattern of its message."""
    return log_guard.expect


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test a home of its own, and none of the program's settings from outside."""
    folder = tmp_path_factory.mktemp("home")
    for name in HOME_VARIABLES:
        monkeypatch.setenv(name, str(folder))
    for name in XDG_VARIABLES:
        monkeypatch.setenv(name, str(folder / name.lower()))
    for name in [name for name in os.environ if name.startswith("AFAS_ASSISTANT_") and name != VARIABLE]:
        monkeypatch.delenv(name)
    return folder


@pytest.fixture(autouse=True)
def memory_keyring(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeyring | None]:
    """Put a keyring in memory in the place of the person's own; programs that the test starts find none.

    None for a test marked `real_keyring`, which has to bring a session of its own.
    """
    if request.node.get_closest_marker("real_keyring"):
        yield None
        return
    import keyring.core  # noqa: PLC0415 - sixty milliseconds that a single test's collection need not wait for

    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    backend = MemoryKeyring()
    monkeypatch.setattr(keyring.core, "_keyring_backend", backend)
    yield backend


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    use_language("nl")
    yield
    use_language("nl")

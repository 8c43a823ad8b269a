"""No secret reaches the log file, in whichever spelling, registered or not."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from afas_assistant.logs import HIDDEN, SECRETS, SecretFilter, start_log, stop_log

DATA = "0123456789ABCDEF" * 4
XML = f"<token><version>1</version><data>{DATA}</data></token>"
LOGGER = logging.getLogger("afas_assistant.test")


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    handler = start_log(tmp_path / "logs")
    yield tmp_path / "logs" / "afas-assistant.log"
    stop_log(handler)


@pytest.mark.parametrize(
    "secret",
    [
        DATA,
        DATA.lower(),
        XML,
        "AfasToken PHRva2VuPjx2ZXJzaW9uPjE8L3ZlcnNpb24+",
        "Bearer abc.def.ghi",
        "PHRva2VuPjx2ZXJzaW9u",
    ],
)
def test_what_looks_like_a_token_is_hidden_unregistered(file: Path, secret: str) -> None:
    LOGGER.info("sent %s now", secret)
    written = file.read_text(encoding="utf-8")
    assert secret not in written
    assert HIDDEN in written
    assert "now" in written


def test_registered_secrets_are_hidden_in_tracebacks_too(file: Path) -> None:
    SECRETS.register(["open sesame"])
    try:
        raise ValueError("the word is open sesame")
    except ValueError:
        LOGGER.info("failed with open sesame", exc_info=True)
    written = file.read_text(encoding="utf-8")
    assert "open sesame" not in written
    assert written.count(HIDDEN) >= 2
    assert "ValueError" in written


def test_an_empty_secret_hides_nothing() -> None:
    cleaner = SecretFilter()
    cleaner.register(["", "x1"])
    assert cleaner.clean("abc x1") == f"abc {HIDDEN}"


def test_a_log_that_cannot_be_written_keeps_nobody_from_working(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file in the way")
    assert start_log(tmp_path / "logs") is None
    stop_log(None)

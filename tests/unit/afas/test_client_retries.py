"""When the client asks again, and when it must not."""

import json
import time
from collections.abc import Iterator
from email.utils import formatdate

import pytest
import stamina

from afas_assistant.afas.client import AfasError
from afas_assistant.afas.errors import AfasUnavailableError
from afas_assistant.errors import RetryableError
from afas_assistant.transport import TransportError
from tests.helpers.afas_connection import GOOD, answering, connected, in_turn
from tests.helpers.http_server import Answer


@pytest.fixture
def at_once() -> Iterator[None]:
    """Repeat without waiting."""
    with stamina.set_testing(True, attempts=3, cap=True):
        yield


@pytest.mark.parametrize(
    "answer", [Answer(503, '{"retry_after": 0}'), Answer(429), Answer(body=b"", hang_up=True), Answer(delay=5)]
)
def test_a_write_is_never_sent_twice(at_once: None, answer: Answer) -> None:
    with connected(lambda _: answer, write_seconds=0.3) as (client, server):
        with pytest.raises((AfasError, TransportError)) as caught:
            client.insert("FiEntries", {})
        assert len(server.requests) == 1
    assert getattr(caught.value, "maybe_sent", True)


@pytest.mark.parametrize(
    "trouble",
    [
        Answer(503),
        Answer(429),
        Answer(503, '{"retry_after": 0}'),
        Answer(body=b"", hang_up=True),
        Answer(delay=5),
    ],
)
def test_reads_are_repeated(at_once: None, trouble: Answer) -> None:
    with connected(in_turn(trouble, trouble, GOOD), read_seconds=0.3) as (client, server):
        assert client.metainfo().get_connectors[0].id == "A"
        assert len(server.requests) == 3


@pytest.mark.parametrize("trouble", [Answer(503), Answer(body=b"", hang_up=True)])
def test_three_times_is_enough(at_once: None, trouble: Answer) -> None:
    with connected(lambda _: trouble) as (client, server):
        with pytest.raises(RetryableError):
            client.metainfo()
        assert len(server.requests) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 500])
def test_other_refusals_are_not_repeated(at_once: None, status: int) -> None:
    with connected(answering("", status)) as (client, server):
        with pytest.raises(AfasError) as caught:
            client.metainfo()
        assert len(server.requests) == 1
        assert not isinstance(caught.value, RetryableError)


def test_retry_false_asks_once() -> None:
    with connected(answering("", 503), retry=False) as (client, server):
        with pytest.raises(AfasUnavailableError):
            client.metainfo()
        assert len(server.requests) == 1


ODD_503 = {"error": {"code": {"example": "503"}, "message": {"example": "Scheduled maintenance."}}, "retry_after": 7200}


@pytest.mark.parametrize(
    ("answer", "seconds", "code"),
    [
        (Answer(503, json.dumps(ODD_503)), 7200, "maintenance"),
        (Answer(503, headers={"Retry-After": "31"}), 31, "maintenance"),
        (Answer(429, headers={"Retry-After": "600"}), 600, "too_many_requests"),
        (None, 3600, "maintenance"),
    ],
)
def test_a_long_wait_is_told_at_once(answer: Answer | None, seconds: float, code: str) -> None:
    answer = answer or Answer(503, headers={"Retry-After": formatdate(time.time() + 3600, usegmt=True)})
    with connected(lambda _: answer) as (client, server):
        started = time.monotonic()
        with pytest.raises(AfasUnavailableError) as caught:
            client.metainfo()
        assert time.monotonic() - started < 0.5
        assert len(server.requests) == 1
    assert caught.value.retry_after == pytest.approx(seconds, abs=30)
    assert caught.value.code == code


def test_a_short_wait_that_afas_asks_for_is_kept() -> None:
    with connected(in_turn(Answer(503, headers={"Retry-After": "0.4"}), GOOD)) as (client, _):
        started = time.monotonic()
        client.metainfo()
        assert 0.4 <= time.monotonic() - started < 2


def test_the_message_of_the_odd_503_is_read() -> None:
    with connected(answering(ODD_503, 503)) as (client, _), pytest.raises(AfasUnavailableError) as caught:
        client.metainfo()
    assert caught.value.technical.external_message == "Scheduled maintenance."

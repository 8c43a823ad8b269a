"""What is asked again, what is not, what each refusal means, and that a key shows in none of it."""

from datetime import date
from email.utils import formatdate
from time import time
from typing import Any

import pytest

from afas_assistant.errors import AssistantError, ConfigurationError, RetryableError
from afas_assistant.timechimp.errors import TimeChimpError, may_have_happened
from afas_assistant.timechimp.statuses import Kind, Status
from afas_assistant.transport import TransportError
from tests.helpers.timechimp_line import KEY, Says, Time, in_turn, line_trouble, v1, v2
from tests.helpers.timechimp_samples import V1_CUSTOMER

GOOD = Says([])
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


@pytest.mark.parametrize("trouble", [line_trouble(), Says(None, 502), Says("<html>", 503), Says(None, 504)])
def test_a_read_is_asked_again_after_a_broken_line_and_a_server_out_of_order(trouble: Says | Exception) -> None:
    time = Time()
    client, wire = v1(in_turn(trouble, trouble, GOOD), time.pace())
    assert list(client.customers()) == []
    assert len(wire.asked) == 3
    assert time.slept == [0.5, 2.0]


def test_three_times_is_enough() -> None:
    client, wire = v1(in_turn(line_trouble()))
    with pytest.raises(TransportError):
        list(client.customers())
    assert len(wire.asked) == 3


@pytest.mark.parametrize(
    "trouble",
    [Says(None, 400), Says(None, 401), Says(None, 403), Says(None, 404), Says(None, 500)]
    + [line_trouble(code) for code in ("dns_failed", "host_unreachable", "timed_out", "tls_refused", "redirected")],
)
def test_other_troubles_are_told_at_once(trouble: Says | Exception) -> None:
    client, wire = v1(in_turn(trouble, GOOD))
    with pytest.raises(AssistantError):
        list(client.customers())
    assert len(wire.asked) == 1


@pytest.mark.parametrize("trouble", [line_trouble(), Says(None, 502), Says(None, 500), line_trouble("timed_out")])
def test_a_write_is_sent_once_and_then_in_doubt(trouble: Says | Exception) -> None:
    client, wire = v1(in_turn(trouble, GOOD))
    with pytest.raises((TimeChimpError, TransportError)) as caught:
        client.send(client.new_customer(name="X"))
    assert len(wire.asked) == 1
    assert may_have_happened(caught.value)


@pytest.mark.parametrize(
    "trouble",
    [Says({"message": "Name is required"}, status) for status in (400, 401, 402, 403, 404, 409, 422)]
    + [line_trouble("host_unreachable", maybe_sent=False), line_trouble("dns_failed", maybe_sent=False)],
)
def test_a_refusal_of_a_write_is_certain(trouble: Says | Exception) -> None:
    client, wire = v1(in_turn(trouble))
    with pytest.raises((TimeChimpError, TransportError)) as caught:
        client.send(client.new_customer(name="X"))
    assert len(wire.asked) == 1
    assert not may_have_happened(caught.value)


@pytest.mark.parametrize("body", ["<html>Log in</html>", '{"id": ', {"message": "Something went wrong"}])
def test_a_success_that_cannot_be_read_leaves_a_write_in_doubt(body: Any) -> None:
    client, _ = v1(in_turn(Says(body)))
    with pytest.raises(TimeChimpError) as caught:
        client.send(client.new_customer(name="X"))
    assert may_have_happened(caught.value)


def test_what_was_never_sent_did_not_happen() -> None:
    assert not may_have_happened(ConfigurationError("x", **dict.fromkeys(("title", "explanation", "action"), KEY)))  # type: ignore[arg-type]


# ---------------------------------------------------------------- too many calls


def test_a_hundred_calls_and_then_a_wait_that_shows() -> None:
    time = Time()
    client, wire = v1(lambda _: GOOD, time.pace())
    for _ in range(101):
        client.greet()
    assert sum(time.slept) == pytest.approx(60.0)
    assert len(wire.asked) == 101


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0"}, 0.0),
        ({}, 60 - 1_700_000_000 % 60),
        ({"retry-after": "soon"}, 60 - 1_700_000_000 % 60),
    ],
)
def test_too_many_calls_wait_as_long_as_asked_or_to_the_next_minute(headers: dict[str, str], wait: float) -> None:
    clock = Time(wall=1_700_000_000)
    client, wire = v1(in_turn(Says({"message": "Slow down"}, 429, headers), GOOD), clock.pace())
    client.greet()
    assert len(wire.asked) == 2
    assert sum(clock.slept) == pytest.approx(wait)


def test_a_moment_to_come_back_is_understood() -> None:
    clock = Time()
    when = formatdate(time() + 30, usegmt=True)
    client, _ = v1(in_turn(Says(None, 429, {"retry-after": when}), GOOD), clock.pace())
    client.greet()
    assert 25 < sum(clock.slept) <= 30


def test_a_write_that_was_one_too_many_is_sent_again() -> None:
    client, wire = v1(in_turn(Says(None, 429, {"retry-after": "1"}), Says({"id": 1})))
    assert client.send(client.new_customer(name="X")) == {"id": 1}
    assert len(wire.asked) == 2
    assert wire.asked[0].content == wire.asked[1].content


@pytest.mark.parametrize(("headers", "calls"), [({"retry-after": "1"}, 3), ({"retry-after": "3600"}, 1)])
def test_patience_ends(headers: dict[str, str], calls: int) -> None:
    client, wire = v1(in_turn(Says(None, 429, headers)))
    with pytest.raises(RetryableError) as caught:
        client.greet()
    assert (caught.value.code, len(wire.asked)) == ("timechimp_throttled", calls)
    assert caught.value.retry_after == float(headers["retry-after"])
    assert not may_have_happened(caught.value)


# ---------------------------------------------------------------- what a refusal means


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (401, "timechimp_key_refused", "API and “Advanced API”"),
        (402, "timechimp_no_api", "Professional plan"),
        (403, "timechimp_no_api", "Advanced plan"),
        (404, "timechimp_not_found", "deleted"),
        (400, "timechimp_refused", "HTTP 400"),
        (500, "timechimp_unavailable", "HTTP 500"),
    ],
)
def test_each_status_has_its_sentence(status: int, code: str, words: str) -> None:
    client, _ = v1(in_turn(Says({"message": "Words of theirs."}, status)))
    with pytest.raises(TimeChimpError) as caught:
        client.greet()
    assert (caught.value.code, caught.value.status) == (code, status)
    sentence = caught.value.sentence("en")
    assert words.replace("API and", "“Basic API” and") in sentence
    assert "“Words of theirs”" in sentence
    assert caught.value.technical.external_message == "Words of theirs."


def test_a_write_that_is_not_allowed_names_the_add_on() -> None:
    client, _ = v1(in_turn(Says(None, 403)))
    with pytest.raises(TimeChimpError) as caught:
        client.send(client.changed_status(Kind.HOURS, [1], Status.INVOICED))
    assert caught.value.code == "timechimp_write_refused"
    assert "Basic API" in caught.value.sentence("en")


@pytest.mark.parametrize(
    "body",
    [
        {"Message": "Hello"},
        {"error": {"code": "x", "message": "Hello"}},
        {"title": "Hello", "status": 400},
        {"error": "Hello"},
    ],
)
def test_words_are_found_in_every_form(body: Any) -> None:
    client, _ = v2(in_turn(Says(body, 422)))
    with pytest.raises(TimeChimpError) as caught:
        client.greet()
    assert caught.value.technical.external_message == "Hello"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<html>Log in first</html>", "not_timechimp"),
        ("", "timechimp_cut_off"),
        ('[{"id": 1}', "timechimp_cut_off"),
        ('{"id": 1}', "timechimp_unexpected_shape"),
        ('{"message": "The key has expired"}', "timechimp_message"),
        ("5", "timechimp_unexpected_shape"),
    ],
)
def test_a_success_that_is_none(body: str, code: str) -> None:
    client, _ = v1(in_turn(Says(body)))
    with pytest.raises(TimeChimpError) as caught:
        list(client.customers())
    assert caught.value.code == code


def test_an_object_with_a_message_of_its_own_is_no_error() -> None:
    client, _ = v1(in_turn(Says({**V1_CUSTOMER, "message": "Welcome"})))
    assert client.customer(7).name == "Jansen BV"


@pytest.mark.parametrize(
    "answer", [Says(f"your key {KEY.bare} is wrong", 401), Says({"message": f"no {KEY.bare}"}, 400)]
)
def test_the_key_shows_in_no_error(answer: Says) -> None:
    client, _ = v1(in_turn(answer))
    with pytest.raises(TimeChimpError) as caught:
        client.greet()
    shown = [caught.value.sentence("en"), caught.value.sentence("nl"), repr(caught.value.technical), repr(client)]
    assert not [text for text in shown if KEY.bare in text]


def test_a_success_with_the_companys_data_is_not_quoted() -> None:
    client, _ = v1(in_turn(Says([{**V1_CUSTOMER, "name": {}}])))
    with pytest.raises(TimeChimpError) as caught:
        list(client.customers())
    assert caught.value.technical.excerpt is None
    assert "Jansen" not in repr(caught.value.technical)


def test_errors_of_the_line_do_not_send_people_to_afas() -> None:
    for code in ("dns_failed", "host_unreachable", "timed_out", "tls_refused", "proxy_refused", "host_not_allowed"):
        client, _ = v1(in_turn(line_trouble(code)))
        with pytest.raises(TransportError) as caught:
            client.greet()
        assert caught.value.code == code
        assert "afas" not in str(caught.value.action).lower()


def test_a_list_of_nothing_but_a_period_reads_nothing_until_it_is_gone_through() -> None:
    client, wire = v1(lambda _: GOOD)
    registrations = client.registrations(Kind.HOURS, *OCTOBER)
    assert wire.asked == []
    assert list(registrations) == []
    assert len(wire.asked) == 1

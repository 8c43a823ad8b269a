"""What the client makes of AFAS's refusals and of answers that are none; no error ever holds the token."""

import json

import pytest

from afas_assistant.afas.client import AfasError
from afas_assistant.errors import Who
from tests.helpers.afas_connection import DATA, TOKEN, answering, connected
from tests.helpers.http_server import Answer


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (401, "", "unauthorised"),
        (403, "", "ip_refused"),
        (404, "", "not_found"),
        (413, "", "too_large"),
        (400, {"message": "Invalid json"}, "invalid_json"),
        (500, "", "server_error"),
        (500, {"externalMessage": "Deze GetConnector (definitie) is geblokkeerd"}, "definition_blocked"),
        (500, {"externalMessage": "Er is een onverwachte fout opgetreden."}, "unexpected"),
        (
            500,
            {"ExternalMessage": "GetConnector not supported for this app or the user is not authorized"},
            "get_not_supported",
        ),
        (200, "<html>Log in</html>", "not_json"),
        (200, '{"getConnectors": [{"id": "A"', "cut_off"),
        (200, "", "cut_off"),
        (200, "[]", "unexpected_shape"),
        (200, {"status": "ok"}, "unexpected_shape"),
        (200, {"getConnectors": 5}, "unexpected_shape"),
    ],
)
def test_refusals_have_a_code_and_sentences(status: int, body: object, code: str) -> None:
    with connected(answering(body, status)) as (client, _), pytest.raises(AfasError) as caught:
        client.metainfo()
    error = caught.value
    assert (error.code, error.status, error.technical.status) == (code, status, status)
    for language in ("nl", "en"):
        assert len(error.sentence(language)) > 60


def test_what_a_helpdesk_asks_for_is_kept() -> None:
    body = {
        "externalMessage": "Connector-veld 'X' niet gevonden",
        "errorNumber": -2147180996,
        "profitLogReference": "AB12",
    }
    answer = Answer(500, json.dumps(body), {"X-Trace-Identifier": "trace-1"})
    with connected(lambda _: answer) as (client, server), pytest.raises(AfasError) as caught:
        client.first_row("Y")
    technical = caught.value.technical
    assert (technical.method, technical.url) == ("GET", f"{server.root}/ProfitRestServices/connectors/Y?skip=0&take=1")
    assert (technical.external_message, technical.error_number) == ("Connector-veld 'X' niet gevonden", -2147180996)
    assert (technical.log_reference, technical.trace_identifier) == ("AB12", "trace-1")
    assert caught.value.code == "field_not_found"
    assert "Connector-veld 'X' niet gevonden" in caught.value.title.render("nl")
    assert isinstance(caught.value.who, Who)


def test_an_empty_401_brings_its_remaining_causes() -> None:
    with connected(answering("", 401)) as (client, _), pytest.raises(AfasError) as caught:
        client.metainfo()
    assert caught.value.explained is not None
    assert len(caught.value.explained.causes) >= 3


@pytest.mark.parametrize("status", [200, 500])
def test_a_reply_that_repeats_the_token_does_not_get_it_into_an_error(status: int) -> None:
    spellings = [*TOKEN.secrets(), DATA.lower()]
    noise = "x " * 200
    for spelling in spellings:
        for body in (f"<html>{noise}{spelling}</html>", json.dumps({"externalMessage": f"bad token {spelling}"})):
            with (
                connected(answering(body, status, **{"X-Trace-Identifier": spelling})) as (client, _),
                pytest.raises(AfasError) as caught,
            ):
                client.metainfo()
            error = caught.value
            shown = "\n".join([str(error), repr(error), error.sentence("en"), *error.technical.lines()]).lower()
            assert all(secret.lower()[:24] not in shown for secret in TOKEN.secrets() if not secret.startswith("<"))
            assert DATA.lower()[:16] not in shown


def test_the_client_shows_no_token() -> None:
    with connected(answering()) as (client, _):
        assert repr(client) == f"AfasClient('{client.address.rest_url}')"

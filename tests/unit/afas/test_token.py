"""What people paste as a token, and that nothing ever shows it."""

import base64
import copy
import json
import pickle
import textwrap
import urllib.parse

import pytest
from hypothesis import given
from hypothesis import strategies as some

from afas_assistant.afas.authentication import Authentication
from afas_assistant.afas.token import ClassicToken, parse_token
from afas_assistant.errors import ConfigurationError
from afas_assistant.transport import Reply

DATA = "979D703A5D92417998F36ECE577E10CD2822304B4E687A46AAB4598889FA5804"
OTHER = DATA[::-1]
XML = f"<token><version>1</version><data>{DATA}</data></token>"
BASE64 = base64.b64encode(XML.encode()).decode()
HEXADECIMAL = some.text("0123456789ABCDEFabcdef", min_size=64, max_size=64)


def token_or_error(text: str) -> ClassicToken | ConfigurationError:
    try:
        return parse_token(text)
    except ConfigurationError as error:
        return error


def refused(text: str) -> ConfigurationError:
    with pytest.raises(ConfigurationError) as caught:
        parse_token(text)
    return caught.value


@pytest.mark.parametrize(
    "pasted",
    [
        XML,
        f"{XML}\r\n",
        DATA,
        DATA.lower(),
        BASE64,
        BASE64.rstrip("="),
        base64.urlsafe_b64encode(XML.encode()).decode(),
        urllib.parse.quote(BASE64, safe=""),
        f"AfasToken {BASE64}",
        f"Authorization: AfasToken {BASE64}",
        "\n".join(textwrap.wrap(XML, 20)),
        "\r\n  ".join(textwrap.wrap(BASE64, 30)),
        " ".join(textwrap.wrap(DATA, 4)),
        f"\ufeff\u00a0{DATA[:30]}\u200b{DATA[30:]}\u00a0",
        XML.replace("<", "&lt;").replace(">", "&gt;"),
        XML.replace("<", "&amp;lt;").replace(">", "&amp;gt;"),
        f"\u201c{XML}\u201d",
        f"<token>\n<version>\u20181\u2019</version>\n<data>\u201e{DATA[:10]}\u201d{DATA[10:]}</data></token>",
        XML.replace("<", "\u2039").replace(">", "\u203a"),
        XML.upper(),
        f"<?xml version='1.0'?>{XML}",
        f"Hierbij het token: {XML} Groet, Jan",
        f"Het token is: {DATA}.",
        json.dumps({"token": f"{XML}\r\n"}),
        json.dumps({"token": XML}).replace("<", "\\u003c").replace(">", "\\u003E"),
        f"<data>{DATA}</data>",
        f"{XML}{XML}",
        f"{DATA}\n{DATA}",
    ],
)
def test_every_form_gives_the_same_token(pasted: str) -> None:
    token = parse_token(pasted)
    assert token == ClassicToken(DATA)
    assert token.xml.upper() == XML.upper()


@pytest.mark.parametrize(
    ("pasted", "code", "words"),
    [
        ("", "token_empty", "Nothing"),
        (" \n\u00a0\u201c\u201d", "token_empty", "Nothing"),
        ("12345", "token_is_participant_number", "participant number"),
        ("O12345AA", "token_is_participant_number", "participant number"),
        ("12345.jan", "token_is_participant_number", "user name"),
        ("34264813", "token_is_otp", "one-time code"),
        ("3426 4813", "token_is_otp", "one-time code"),
        (DATA[:32], "token_is_key", "API key"),
        (DATA[:40], "token_half", "40 characters"),
        (DATA[:63], "token_half", "63 characters"),
        (f"{DATA}AB", "token_half", "66 characters"),
        (XML[:-30], "token_half", "49 characters"),
        (f"<token><version>1</version><data>{DATA[:10]}</data></token>", "token_half", "10 characters"),
        ("<token><version>1</version><data></data></token>", "token_half", "0 characters"),
        ("<token><version>1</version>", "token_half", "0 characters"),
        (BASE64[:80], "token_half", "characters instead of 64"),
        (BASE64[:81], "token_half", "characters instead of 64"),
        (XML + XML.replace(DATA, OTHER), "token_twice", "two different tokens"),
        (DATA + OTHER, "token_twice", "two different tokens"),
        (f"<data>{DATA[:11]}O{DATA[12:]}</data>", "token_not_understood", "Character 12"),
        ("https://12345.rest.afas.online/ProfitRestServices", "token_is_address", "web page"),
        ("12345.rest.afas.online", "token_is_address", "web page"),
        ("jan@bedrijf.nl", "token_not_understood", "e-mail"),
        ("eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.abc", "token_is_oauth", "OAuth"),
        ("123456", "token_not_understood", "number"),
        ("geheim", "token_not_understood", "not a token"),
        ("<html><body>Log in</body></html>", "token_not_understood", "not a token"),
    ],
)
def test_the_rest_is_refused_and_named(pasted: str, code: str, words: str) -> None:
    error = refused(pasted)
    assert (error.code, words in error.explanation.render("en")) == (code, True), error.explanation.render("en")
    assert len(pasted) < 10 or pasted[:10] not in str(error) + repr(error)


def test_the_header_is_base64_of_the_whole_xml() -> None:
    token = parse_token(DATA)
    assert token.headers("GET", "https://12345.rest.afas.online/") == {"Authorization": f"AfasToken {BASE64}"}
    assert isinstance(token, Authentication)
    assert not token.challenged(Reply(401, {}, b"", "", 0.0))


def test_nothing_shows_the_token() -> None:
    token = parse_token(XML)
    shown = f"{token} {token!r} {[token]} {token.fingerprint} {vars(type(token))} {dir(token)}"
    assert all(secret not in shown for secret in token.secrets())
    assert copy.deepcopy(token) is token
    assert copy.copy(token) is token
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError, match="not pickled"):
            pickle.dumps(token, protocol)
    with pytest.raises(ValueError, match="64 hexadecimal") as caught:
        ClassicToken(DATA[:-1])
    assert DATA[:20] not in str(caught.value)


def test_secrets_name_every_spelling() -> None:
    assert {XML, DATA, BASE64} <= set(parse_token(XML).secrets())


def test_the_fingerprint_compares_without_showing() -> None:
    assert parse_token(DATA).fingerprint == parse_token(XML.lower()).fingerprint
    assert parse_token(DATA).fingerprint != parse_token(OTHER).fingerprint
    assert len(parse_token(DATA).fingerprint) == 12
    assert len({parse_token(DATA), parse_token(DATA.lower()), parse_token(OTHER)}) == 2


@given(
    HEXADECIMAL,
    some.lists(some.integers(0, 64), max_size=6),
    some.sampled_from([" ", "\n", "\r\n\t", "\u00a0", "\u200b"]),
)
def test_a_token_survives_any_wrapping(data: str, places: list[int], blank: str) -> None:
    broken = data
    for place in places:
        broken = broken[:place] + blank + broken[place:]
    token = ClassicToken(data)
    assert parse_token(broken) == token
    assert parse_token(token.xml) == token
    assert parse_token(token.headers("GET", "")["Authorization"]) == token


@given(
    some.text(max_size=200)
    | some.text("0123456789abcdefABCDEF<>=/ \n&lt;datoken", max_size=200)
    | some.binary().map(base64.b64encode).map(bytes.decode)
)
def test_no_text_breaks_it(text: str) -> None:
    parsed = token_or_error(text)
    if isinstance(parsed, ConfigurationError):
        assert parsed.code.startswith("token_")
        assert parsed.sentence("en")
    else:
        assert parse_token(parsed.xml) == parsed

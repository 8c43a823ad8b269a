"""The key: what is taken for one, what is not, and that it shows nowhere."""

import copy
import pickle

import pytest

from afas_assistant.errors import ConfigurationError
from afas_assistant.timechimp.key import Generation, TimeChimpKey, parse_key

PLAIN = "abcdef0123456789"


@pytest.mark.parametrize(
    "pasted",
    [
        PLAIN,
        f"  {PLAIN}\r\n",
        f"“{PLAIN}”",
        f'"{PLAIN}"',
        f"Bearer {PLAIN}",
        f"Authorization: Bearer {PLAIN}",
        f"api-key: {PLAIN}",
        f"\ufeff{PLAIN}\u200b",
        f"\u00a0{PLAIN}",
    ],
)
def test_what_is_around_a_key_is_taken_off(pasted: str) -> None:
    assert parse_key(pasted).bare == PLAIN


@pytest.mark.parametrize(
    ("pasted", "code", "words"),
    [
        ("", "timechimp_key_empty", "Nothing"),
        (" \n", "timechimp_key_empty", "Nothing"),
        ("<token><version>1</version><data>AB</data></token>", "timechimp_key_not_understood", "token of AFAS"),
        ("<html><body>Log in</body></html>", "timechimp_key_not_understood", "web page"),
        ("https://app.timechimp.com/settings", "timechimp_key_not_understood", "address"),
        ("jan@example.nl", "timechimp_key_not_understood", "e-mail"),
        ("abc def ghi", "timechimp_key_not_understood", "blanks"),
        ("abcdef\nghijkl", "timechimp_key_not_understood", "blanks"),
        ("abc", "timechimp_key_not_understood", "short"),
        ("x" * 513, "timechimp_key_not_understood", "long"),
        ("sleutél12345", "timechimp_key_not_understood", "characters"),
    ],
)
def test_what_is_no_key_is_told_and_not_repeated(pasted: str, code: str, words: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        parse_key(pasted)
    assert caught.value.code == code
    assert words in caught.value.sentence("en")
    assert not pasted.strip() or pasted.strip() not in caught.value.sentence("en")


def test_which_api_a_key_is_made_for() -> None:
    assert parse_key("TC_0123456789").generation is Generation.V2
    assert parse_key(PLAIN).generation is None


def test_each_api_has_its_own_header() -> None:
    assert parse_key(PLAIN).headers(Generation.V1) == {"Authorization": f"Bearer {PLAIN}"}
    assert parse_key(PLAIN).headers(Generation.V2) == {"api-key": PLAIN}


def test_it_shows_nothing() -> None:
    key = parse_key(PLAIN)
    assert PLAIN not in f"{key!r} {key} {key.fingerprint}"
    assert len(key.fingerprint) == 12
    assert PLAIN in key.secrets()
    with pytest.raises(TypeError):
        pickle.dumps(key)
    assert copy.deepcopy(key) is key
    with pytest.raises(ValueError, match="visible characters") as caught:
        TimeChimpKey("secret\r\nX: y")
    assert "secret" not in str(caught.value)


def test_keys_are_compared_by_what_they_are() -> None:
    assert parse_key(PLAIN) == parse_key(f" {PLAIN} ")
    assert parse_key(PLAIN) != parse_key(PLAIN.upper())
    assert len({parse_key(PLAIN), parse_key(PLAIN)}) == 1

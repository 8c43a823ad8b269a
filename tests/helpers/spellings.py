"""Every form in which a secret could turn up in a file, on a screen or in a log."""

import base64


def spellings(token: str) -> list[str]:
    """Return the forms of a token of AFAS, as its owner pastes it."""
    data = token.partition("<data>")[2].partition("</data>")[0]
    return [token, data, data.lower(), *_encoded(token), data[:32], data[-32:]]


def spellings_of_key(key: str) -> list[str]:
    """Return the forms of a TimeChimp key, which is one word."""
    return [key, key.lower(), key.upper(), *_encoded(key), key[:12], key[-12:]]


def _encoded(secret: str) -> tuple[str, str]:
    """Return a secret as base64, and the midst of that, which a cut line could hold."""
    encoded = base64.b64encode(secret.encode()).decode()
    return encoded, encoded[20:60] or encoded

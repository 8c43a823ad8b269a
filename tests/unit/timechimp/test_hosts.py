"""Where a key may go, and what an address stands for."""

import pytest

from afas_assistant.errors import ConfigurationError
from afas_assistant.timechimp.hosts import Bases, allowed_url, understand_bases


@pytest.mark.parametrize(
    "url",
    [
        "https://api.timechimp.com/v1/time",
        "https://v2.api.timechimp.com/customers?$top=1",
        "https://API.TIMECHIMP.COM:443/v1",
        "http://127.0.0.1:8123/v1/time",
        "http://localhost:1",
        "http://[::1]:80/v1",
    ],
)
def test_timechimp_and_this_machine_are_allowed(url: str) -> None:
    assert allowed_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://api.timechimp.com/v1",
        "https://timechimp.com.evil.nl/v1",
        "https://eviltimechimp.com/v1",
        "https://api.timechimp.com@evil.nl/v1",
        "https://api.timechimp.com:8443/v1",
        "https://api.timechimp.com\\.evil.nl/",
        "https://evil.nl/api.timechimp.com",
        "https://12345.rest.afas.online/ProfitRestServices",
        "http://192.168.1.2/v1",
        "http://127.0.0.1:99999/",
        "https://127.0.0.1/v1",
        "ftp://api.timechimp.com",
        "",
    ],
)
def test_nothing_else_is(url: str) -> None:
    assert not allowed_url(url)


@pytest.mark.parametrize(
    ("address", "bases"),
    [
        ("", Bases()),
        ("  ", Bases()),
        ("http://127.0.0.1:8123", Bases("http://127.0.0.1:8123/v1", "http://127.0.0.1:8123")),
        ("http://127.0.0.1:8123/", Bases("http://127.0.0.1:8123/v1", "http://127.0.0.1:8123")),
        ("http://127.0.0.1:8123/v1/", Bases("http://127.0.0.1:8123/v1", "http://127.0.0.1:8123")),
        ("https://eu.api.timechimp.com/v1", Bases(v1="https://eu.api.timechimp.com/v1")),
        ("https://v3.api.timechimp.com/", Bases(v2="https://v3.api.timechimp.com")),
        ("http://[::1]:1/a/v1  http://127.0.0.1:2/b/", Bases("http://[::1]:1/a/v1", "http://127.0.0.1:2/b")),
    ],
)
def test_what_an_address_stands_for(address: str, bases: Bases) -> None:
    assert understand_bases(address) == bases


@pytest.mark.parametrize(
    "address",
    [
        "api.timechimp.com",
        "https://evil.nl",
        "https://api.timechimp.com/v1?x=1",
        "12345",
        "http://127.0.0.1:1 https://evil.nl",
        "https://evil.nl http://127.0.0.1:1",
        "http://127.0.0.1:1 http://127.0.0.1:2 http://127.0.0.1:3",
    ],
)
def test_another_address_is_refused(address: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        understand_bases(address)
    assert caught.value.code == "timechimp_address_not_allowed"
    assert "timechimp.com" in caught.value.sentence("en")


@pytest.mark.parametrize(
    "bases", [Bases(), Bases("http://127.0.0.1:1/v1", "http://127.0.0.1:2"), Bases(v2="http://[::1]")]
)
def test_an_address_that_is_kept_stands_for_the_same_bases(bases: Bases) -> None:
    assert understand_bases(bases.address) == bases
    assert bool(bases.address) is (bases != Bases())

"""What people paste as an address, and what is made of it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from afas_assistant.afas.address import Address, EnvironmentType, understand_address
from afas_assistant.afas.environment import online_address, practice_address
from afas_assistant.afas.hosts import allowed_url
from afas_assistant.errors import ConfigurationError

PRODUCTION, TEST, ACCEPT, COURSE, PRACTICE = EnvironmentType
HEX_TOKEN = "979D703A5D92417998F36ECE577E10CD" * 2


def understood_or_error(text: str) -> Address | ConfigurationError:
    try:
        return understand_address(text)
    except ConfigurationError as error:
        return error


def refused(text: str) -> ConfigurationError:
    with pytest.raises(ConfigurationError) as caught:
        understand_address(text)
    return caught.value


@pytest.mark.parametrize(
    ("pasted", "kind", "assumed", "envid"),
    [
        ("12345", PRODUCTION, True, None),
        (" 1 2345\n", PRODUCTION, True, None),
        ("\ufeff12345\u00a0", PRODUCTION, True, None),
        ("O12345AA", PRODUCTION, False, "O12345AA"),
        ("t12345ab", TEST, False, "T12345AB"),
        ("A12345AC", ACCEPT, False, "A12345AC"),
        ("T12345", TEST, False, None),
        ("12345AA", PRODUCTION, True, None),
        ("12345.jan.smit", PRODUCTION, True, None),
        ("12345.USER", PRODUCTION, True, None),
        ("https://12345.rest.afas.online/ProfitRestServices", PRODUCTION, False, None),
        (
            "https://12345.resttest.afas.online/profitrestservices/connectors/Profit_Debtor?skip=0&take=1",
            TEST,
            False,
            None,
        ),
        ("HTTPS://12345.RESTACCEPT.AFAS.ONLINE/PROFITRESTSERVICES/METAINFO", ACCEPT, False, None),
        ("https://12345.restcursus.afas.online/", COURSE, False, None),
        ("12345.resttest.afas.online", TEST, False, None),
        ("http://12345.rest.afas.online:80/x", PRODUCTION, False, None),
        ("https://12345.rest.afas.online:443", PRODUCTION, False, None),
        ("https://12345.rest.afas.online./", PRODUCTION, False, None),
        ("<https://12345.rest.afas.online/>", PRODUCTION, False, None),
        ("https://12345.soap.afas.online/profitservices/appconnectorget.asmx?wsdl", PRODUCTION, False, None),
        ("https://12345.soaptest.afas.online/profitservices", TEST, False, None),
        ("https://12345.soapaccept.afas.online/profitservices", ACCEPT, False, None),
        ("https://12345.afasonlineconnector.nl/profitservices", PRODUCTION, True, None),
        ("https://T12345AA.afasonlineconnector.nl/profitrestservices/", TEST, False, None),
        ("https://12345.resttest.afasonlineconnector.nl/", TEST, False, None),
        ("https://12345.afasinsite.nl/organisatie", PRODUCTION, True, None),
        ("12345.afasoutsite.nl", PRODUCTION, True, None),
        ("https://12345.afas.online/", PRODUCTION, True, None),
    ],
)
def test_everything_that_names_a_participant(
    pasted: str, kind: EnvironmentType, assumed: bool, envid: str | None
) -> None:
    address = understand_address(pasted)
    label = {PRODUCTION: "", TEST: "test", ACCEPT: "accept", COURSE: "cursus"}[kind]
    assert address.rest_url == f"https://12345.rest{label}.afas.online/ProfitRestServices"
    assert address.soap_url == f"https://12345.soap{label}.afas.online/profitservices"
    assert (address.participant, address.environment_type) == ("12345", kind)
    assert (address.type_assumed, address.envid, address.loopback) == (assumed, envid, False)
    assert "12345" in address.understood.render("en")
    assert allowed_url(address.rest_url)
    assert allowed_url(address.soap_url)


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("12345", "which environment was not said"),
        ("12345.jan", "This is a user name"),
        ("T12345AA", "Environment T12345AA: test environment of participant 12345"),
        ("https://12345.afasonlineconnector.nl/", "replaced by afas.online"),
        ("https://12345.afasinsite.nl/", "12345.afasinsite.nl is not the API"),
        ("http://127.0.0.1:1", "practice environment on this computer"),
    ],
)
def test_it_says_what_was_understood(pasted: str, words: str) -> None:
    assert words in understand_address(pasted).understood.render("en")


@pytest.mark.parametrize(
    ("pasted", "rest", "soap", "kind"),
    [
        ("http://127.0.0.1:8123/ProfitRestServices", "/ProfitRestServices", "/profitservices", PRACTICE),
        ("127.0.0.1:8123", "/ProfitRestServices", "/profitservices", PRACTICE),
        ("http://127.0.0.1:8123/profitrestservices/connectors/X", "/ProfitRestServices", "/profitservices", PRACTICE),
        (
            "http://127.0.0.1:8123/rest/ProfitRestServices",
            "/rest/ProfitRestServices",
            "/soap/profitservices",
            PRODUCTION,
        ),
        ("http://127.0.0.1:8123/RESTTEST/", "/resttest/ProfitRestServices", "/soaptest/profitservices", TEST),
        ("http://127.0.0.1:8123/soapaccept/x", "/restaccept/ProfitRestServices", "/soapaccept/profitservices", ACCEPT),
    ],
)
def test_practice_addresses(pasted: str, rest: str, soap: str, kind: EnvironmentType) -> None:
    address = understand_address(pasted)
    root = "http://127.0.0.1:8123"
    assert (address.rest_url, address.soap_url) == (root + rest, root + soap)
    assert (address.loopback, address.participant, address.environment_type) == (True, None, kind)
    assert allowed_url(address.rest_url)


@pytest.mark.parametrize("host", ["localhost", "[::1]", "127.1.2.3"])
def test_every_name_of_this_machine(host: str) -> None:
    assert understand_address(f"http://{host}:99/").rest_url == f"http://{host}:99/ProfitRestServices"


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("", "Nothing was filled in"),
        ("  \n", "Nothing was filled in"),
        ("1234", "4 digits"),
        ("123456", "6 digits"),
        ("1", "one digit"),
        ("01234", "from 10000"),
        ("34264813", "one-time code"),
        ("jan@bedrijf.nl", "e-mail address"),
        (HEX_TOKEN, "looks like a token"),
        (f"<token><version>1</version><data>{HEX_TOKEN}</data></token>", "looks like a token"),
        ("AfasToken PHRva2VuPjx2ZXJzaW9u", "looks like a token"),
        (HEX_TOKEN[:32], "API key"),
        ("hallo", "neither a participant number"),
        ("X:\\afas", "neither a participant number"),
        ("https://profitweb.afasonline.nl/ProfitServices", "ended in 2018"),
        ("https://12345.profitweb.afasonline.com/", "ended in 2018"),
        ("https://www.afas.nl/", "www.afas.nl is an address of AFAS"),
        ("https://123456.rest.afas.online/", "not of the API"),
        ("https://rest.afas.online/", "not of the API"),
    ],
)
def test_what_is_no_address_is_named(pasted: str, words: str) -> None:
    error = refused(pasted)
    assert error.code == "address_not_understood"
    assert words in error.explanation.render("en")
    assert HEX_TOKEN[:16] not in str(error) + repr(error)


@pytest.mark.parametrize(
    ("pasted", "host"),
    [
        ("https://evil.example#.afas.online", "evil.example"),
        ("https://evil.example/12345.rest.afas.online", "evil.example"),
        ("https://12345.rest.afas.online.evil.example/", "12345.rest.afas.online.evil.example"),
        ("https://12345.rest.evilafas.online/", "12345.rest.evilafas.online"),
        ("https://12345.rest.afas.online:8443/", "12345.rest.afas.online:8443"),
        ("afas.bedrijf.nl", "afas.bedrijf.nl"),
        ("https://10.0.0.1/", "10.0.0.1"),
        ("https://127.0.0.1:1/", "https://127.0.0.1"),
        ("http://127.0.0.1:99999/", "127.0.0.1:99999"),
        ("https://12345.rest.afas.online@evil.example/", "user name"),
        ("https://evil.example\\.afas.online", "do not belong"),
        ("https://12345.rest.\u0430fas.online/", "do not belong"),
        ("ftp://12345.rest.afas.online/", "do not belong"),
    ],
)
def test_other_hosts_are_refused_and_named(pasted: str, host: str) -> None:
    error = refused(pasted)
    assert error.code == "host_not_allowed"
    assert host in error.explanation.render("en")


def kinds(addresses: tuple[Address, ...]) -> list[EnvironmentType | None]:
    return [address.environment_type for address in addresses]


def test_other_hosts_are_tried_only_when_the_kind_was_assumed() -> None:
    assert kinds(understand_address("12345").candidates()) == [PRODUCTION, TEST, ACCEPT]
    assert kinds(understand_address("T12345AA").candidates()) == [TEST]
    assert kinds(understand_address("T12345AA").siblings()) == [PRODUCTION, ACCEPT]
    assert all(not sibling.type_assumed for sibling in understand_address("12345").siblings())


def test_the_wrong_host_can_be_practised() -> None:
    labelled = understand_address("http://127.0.0.1:1/resttest/ProfitRestServices")
    assert kinds(labelled.candidates()) == [TEST, PRODUCTION, ACCEPT]
    assert labelled.candidates()[1].rest_url == "http://127.0.0.1:1/rest/ProfitRestServices"
    plain = understand_address("http://127.0.0.1:1/ProfitRestServices")
    assert plain.candidates() == (plain,)


@given(some.text(max_size=80) | some.from_regex(r"(https?://)?[\w.@:/#-]{0,60}(afas\.online)?[\w.@:/#-]{0,20}"))
def test_no_text_leads_elsewhere_or_breaks_it(text: str) -> None:
    understood = understood_or_error(text)
    if isinstance(understood, ConfigurationError):
        assert understood.code in {"address_not_understood", "host_not_allowed"}
        assert understood.sentence("en")
    else:
        assert allowed_url(understood.rest_url)
        assert allowed_url(understood.soap_url)


@given(some.integers(10000, 99999).map(str), some.sampled_from([PRODUCTION, TEST, ACCEPT, COURSE]))
def test_an_address_understands_its_own_urls(participant: str, kind: EnvironmentType) -> None:
    address = online_address(participant, kind)
    for url in (address.rest_url, address.soap_url):
        assert understand_address(url) == address


@given(some.integers(1, 65535), some.sampled_from([None, PRODUCTION, TEST, ACCEPT]))
def test_a_practice_address_understands_its_own_urls(port: int, kind: Any) -> None:
    address = practice_address(f"http://127.0.0.1:{port}", kind)
    assert understand_address(address.rest_url) == address
    assert understand_address(address.soap_url) == address

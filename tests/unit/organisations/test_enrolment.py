"""Enrolment: AFAS is asked first, and what it answers is what is stored."""

from collections.abc import Mapping
from datetime import date

import pytest

from afas_assistant.afas.address import EnvironmentType
from afas_assistant.afas.client import AfasClient
from afas_assistant.afas.environment import Address
from afas_assistant.errors import AssistantError, ConfigurationError
from afas_assistant.organisations.enrolment import Answer, ask_where_it_belongs, enrol, replace_token
from afas_assistant.organisations.store import Store
from afas_assistant.organisations.vault import Vault
from tests.helpers.http_server import PretendServer
from tests.helpers.memory_keyring import MemoryKeyring
from tests.helpers.pretend_environments import OTHER, TIMECHIMP, TOKEN, Environments


def ask(address: Address) -> Answer:
    return ask_where_it_belongs(address, lambda each: AfasClient(each, TOKEN, retry=False))


def test_stores_what_afas_answers(server: PretendServer, store: Store, memory_keyring: MemoryKeyring) -> None:
    enrolled = enrol(
        store, Vault(), ask(server.address()), TOKEN, profiles=["timechimp"], token_expiry=date(2027, 5, 1)
    )
    organisation, connection = enrolled.organisation, enrolled.connection
    assert (organisation.name, organisation.envid, organisation.environment_type) == (
        "T12345AA",
        "T12345AA",
        "practice",
    )
    assert organisation.address == f"{server.root}/ProfitRestServices"
    assert (connection.app_connector, connection.user, connection.profiles) == (
        "TimeChimp",
        "12345.USER",
        ("timechimp",),
    )
    assert (connection.token_expiry, connection.token_fingerprint) == (date(2027, 5, 1), TOKEN.fingerprint)
    assert store.connections(organisation.id) == (connection,)
    assert connection.keyring_backend == "tests.helpers.memory_keyring.MemoryKeyring"
    assert list(memory_keyring.entries.values()) == [TOKEN.xml]
    assert Vault().read(connection) == TOKEN.xml


def test_the_other_hosts_are_asked_when_the_first_refuses(server: PretendServer, environments: Environments) -> None:
    environments.by_label = {"restaccept": {**TIMECHIMP, "envid": "A12345AA"}}
    answer = ask(server.address(EnvironmentType.PRODUCTION))
    assert (answer.info.envid, answer.address.environment_type) == ("A12345AA", EnvironmentType.ACCEPT)
    assert [target.split("/")[1] for target in server.targets()] == ["rest", "resttest", "restaccept"]


def test_a_token_that_no_host_accepts_is_told_of_the_first(server: PretendServer, environments: Environments) -> None:
    environments.by_label = {}
    with pytest.raises(AssistantError) as caught:
        ask(server.address(EnvironmentType.PRODUCTION))
    assert caught.value.code == "unauthorised"
    assert caught.value.technical.url is not None
    assert "/rest/" in caught.value.technical.url


@pytest.mark.parametrize("info", [None, {}, {**TIMECHIMP, "envid": ""}, {**TIMECHIMP, "appName": ""}])
def test_an_environment_without_a_name_is_not_stored(
    server: PretendServer, environments: Environments, info: Mapping[str, str] | None
) -> None:
    environments.by_label = {"ProfitRestServices": info}
    with pytest.raises(ConfigurationError) as caught:
        ask(server.address())
    assert caught.value.code == "environment_not_named"


def test_a_known_environment_gets_a_second_connection(
    server: PretendServer, environments: Environments, store: Store
) -> None:
    first = enrol(store, Vault(), ask(server.address()), TOKEN, name="Jansen")
    with pytest.raises(ConfigurationError) as caught:
        enrol(store, Vault(), ask(server.address()), TOKEN)
    assert caught.value.code == "connection_known"
    environments.by_label = {"ProfitRestServices": {**TIMECHIMP, "appName": "SmartBooqing"}}
    with pytest.raises(ConfigurationError) as caught:
        enrol(store, Vault(), ask(server.address()), OTHER, name="De Vries")
    assert caught.value.code == "organisation_known"
    second = enrol(store, Vault(), ask(server.address()), OTHER, name="jansen")
    assert second.organisation == first.organisation
    assert store.connections(first.organisation.id) == (first.connection, second.connection)
    assert [Vault().read(each) for each in store.connections(first.organisation.id)] == [TOKEN.xml, OTHER.xml]


def test_a_taken_name_leaves_nothing_behind(server: PretendServer, store: Store, memory_keyring: MemoryKeyring) -> None:
    kept = store.add_organisation(name="Jansen", envid="T54321AA", environment_type="test", address="https://x")
    with pytest.raises(ConfigurationError) as caught:
        enrol(store, Vault(), ask(server.address()), TOKEN, name="Jansen")
    assert caught.value.code == "name_taken"
    assert (store.organisations(), memory_keyring.entries) == ((kept,), {})


def test_another_token_in_place_keeps_the_rest(
    server: PretendServer, environments: Environments, store: Store, memory_keyring: MemoryKeyring
) -> None:
    old = enrol(store, Vault(), ask(server.address()), TOKEN, profiles=["timechimp"]).connection
    changed = replace_token(store, Vault(), old, ask(server.address()), OTHER, token_expiry=date(2027, 1, 1)).connection
    assert (changed.id, changed.account, changed.profiles) == (old.id, old.account, ("timechimp",))
    assert (changed.token_fingerprint, changed.token_expiry) == (OTHER.fingerprint, date(2027, 1, 1))
    assert list(memory_keyring.entries.values()) == [OTHER.xml]
    environments.by_label = {"ProfitRestServices": {**TIMECHIMP, "envid": "O12345AA"}}
    with pytest.raises(ConfigurationError) as caught:
        replace_token(store, Vault(), changed, ask(server.address()), TOKEN)
    assert caught.value.code == "other_environment"
    assert store.connection(old.id) == changed
    assert list(memory_keyring.entries.values()) == [OTHER.xml]


def test_a_token_of_another_connection_is_refused(
    server: PretendServer, environments: Environments, store: Store
) -> None:
    first = enrol(store, Vault(), ask(server.address()), TOKEN).connection
    environments.by_label = {"ProfitRestServices": {**TIMECHIMP, "appName": "SmartBooqing"}}
    enrol(store, Vault(), ask(server.address()), OTHER)
    with pytest.raises(ConfigurationError) as caught:
        replace_token(store, Vault(), first, ask(server.address()), OTHER)
    assert caught.value.code == "connection_known"
    assert Vault().read(store.connection(first.id)) == TOKEN.xml

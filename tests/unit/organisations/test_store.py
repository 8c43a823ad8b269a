"""The store: what it keeps, what it refuses, what goes with what is removed."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from afas_assistant.errors import ConfigurationError
from afas_assistant.organisations.records import Connection, Organisation, user_in_group
from afas_assistant.organisations.refusals import OrganisationKnownError, attach
from afas_assistant.organisations.store import Store, wizard_key

AT = datetime(2026, 11, 20, 10, 58, tzinfo=UTC)
ADDRESS = "https://12345.resttest.afas.online/ProfitRestServices"


def add(store: Store, name: str = "Jansen Bouw", envid: str = "T12345AA") -> Organisation:
    return store.add_organisation(name=name, envid=envid, environment_type="test", address=ADDRESS)


def connect(store: Store, organisation: Organisation, app_connector: str = "TimeChimp") -> Connection:
    return store.add_connection(organisation.id, organisation.envid, app_connector=app_connector)


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(ConfigurationError) as caught:
        call()
    assert caught.value.sentence("en")
    return caught.value.code


def test_keeps_an_organisation_over_a_restart(store: Store, database: Path) -> None:
    added = add(store)
    with Store.open(database) as again:
        assert again.organisations() == (added,)
    assert (added.name, added.envid, added.environment_type, added.address) == (
        "Jansen Bouw",
        "T12345AA",
        "test",
        ADDRESS,
    )
    assert datetime.now(UTC) - added.created_at < timedelta(minutes=1)


@pytest.mark.parametrize("wanted", ["Jansen Bouw", "jansen bouw", "T12345AA", "t12345aa", " T12345AA "])
def test_finds_an_organisation_by_name_or_environment(store: Store, wanted: str) -> None:
    added = add(store)
    assert store.organisation(wanted) == added


def test_an_unknown_name_lists_the_known_ones(store: Store) -> None:
    add(store)
    with pytest.raises(ConfigurationError) as caught:
        store.organisation("Jansn")
    assert caught.value.code == "organisation_not_found"
    assert "Jansen Bouw" in caught.value.sentence("en")
    assert store.find_organisation("Jansn") is None


def test_a_known_environment_is_refused_with_the_organisation_to_offer(store: Store) -> None:
    known = add(store)
    with pytest.raises(OrganisationKnownError) as caught:
        add(store, name="Another name", envid="t12345aa")
    assert (caught.value.code, caught.value.organisation) == ("organisation_known", known)
    assert store.organisations() == (known,)


def test_names_are_unique_and_not_empty(store: Store) -> None:
    first, second = add(store), add(store, "De Vries", "T54321AA")
    assert code_of(lambda: add(store, "JANSEN  BOUW", "T11111AA")) == "name_taken"
    assert code_of(lambda: add(store, "  ", "T11111AA")) == "name_empty"
    assert code_of(lambda: store.rename_organisation(second.id, "jansen bouw")) == "name_taken"
    assert store.rename_organisation(first.id, "JANSEN BOUW").name == "JANSEN BOUW"


def test_organisations_come_by_name(store: Store) -> None:
    for number, name in enumerate(("zon", "Aarde", "maan")):
        add(store, name, f"T1234{number}AA")
    assert [each.name for each in store.organisations()] == ["Aarde", "maan", "zon"]


def test_keeps_everything_of_a_connection(store: Store) -> None:
    organisation = add(store)
    added = store.add_connection(
        organisation.id,
        "T12345AA",
        label="Hours",
        app_connector="TimeChimp",
        group="AuthorizationGroup 101",
        user="12345.USER",
        profiles=("timechimp", "smartbooqing"),
        token_fingerprint="0123456789ab",
        token_expiry=date(2027, 5, 1),
    )
    changed = store.update_connection(added.id, keyring_backend="keyring.backends.macOS.Keyring", item_type=12)
    assert store.connections(organisation.id) == (changed,)
    assert changed.profiles == ("timechimp", "smartbooqing")
    assert (changed.label, changed.group, changed.user) == ("Hours", "AuthorizationGroup 101", "12345.USER")
    assert (changed.token_fingerprint, changed.token_expiry) == ("0123456789ab", date(2027, 5, 1))
    assert (changed.keyring_backend, changed.item_type) == ("keyring.backends.macOS.Keyring", 12)
    assert changed.account == added.account


def test_each_connection_has_an_account_of_its_own_in_its_environment(store: Store) -> None:
    organisation = add(store)
    first = connect(store, organisation, "A")
    store.remove_connection(first.id)
    second = connect(store, organisation, "A")
    assert first.account.startswith("T12345AA/")
    assert first.account != second.account


def test_a_token_of_another_environment_is_never_saved(store: Store) -> None:
    organisation = add(store)
    kept = connect(store, organisation)
    wrong = [
        lambda: store.add_connection(organisation.id, "O12345AA", app_connector="Other"),
        lambda: store.update_connection(kept.id, "O12345AA", token_fingerprint="ffffffffffff"),
        lambda: attach(organisation, ""),
    ]
    assert [code_of(call) for call in wrong] == ["other_environment"] * 3
    assert store.connections(organisation.id) == (kept,)
    with pytest.raises(ValueError, match="environment"):
        store.update_connection(kept.id, token_fingerprint="ffffffffffff")


def test_one_app_connector_is_connected_once(store: Store) -> None:
    organisation, other = add(store), add(store, "De Vries", "T54321AA")
    kept = connect(store, organisation)
    assert code_of(lambda: connect(store, organisation, "timechimp")) == "connection_known"
    second = connect(store, organisation, "SmartBooqing")
    assert code_of(lambda: store.update_connection(second.id, app_connector="TimeChimp")) == "connection_known"
    assert code_of(lambda: store.update_connection(second.id, label="TimeChimp")) == "label_taken"
    assert store.update_connection(kept.id, app_connector="TimeChimp") == kept
    assert connect(store, other).organisation_id == other.id


def test_checks_come_newest_first_with_their_zone(store: Store) -> None:
    connection = connect(store, add(store))
    summer = timezone(timedelta(hours=2))
    for minutes in (0, 30, 10):
        at = (AT + timedelta(minutes=minutes)).astimezone(summer)
        store.record_check(connection.id, {"schema": 1, "name": f"{minutes} é"}, at)
    assert [check.report["name"] for check in store.checks(connection.id)] == ["30 é", "10 é", "0 é"]
    assert [check.at.utcoffset() for check in store.checks(connection.id, limit=1)] == [timedelta(0)]
    last = store.last_check(connection.id)
    assert last is not None
    assert last.at == AT + timedelta(minutes=30)


def test_everything_can_be_asked_for_all_connections_at_once(store: Store) -> None:
    first, second = add(store), add(store, "Other", "T99002AA")
    one, other, third = connect(store, first), connect(store, second), connect(store, second, "Another")
    numbers = [store.record_check(one.id, {"n": n}, AT + timedelta(minutes=n)) for n in (2, 3, 1)]
    alone = store.record_check(third.id, {}, AT)
    assert store.newest_checks() == {one.id: (numbers[1], numbers[0]), third.id: (alone,)}
    assert store.newest_checks(1) == {one.id: (numbers[1],), third.id: (alone,)}
    assert store.connections_by_organisation() == {first.id: (one,), second.id: (other, third)}
    store.confirm_by_hand(one.id, "by_hand/unblock", "Anna", AT)
    assert store.all_confirmations() == {one.id: store.confirmations(one.id)}
    store.save_wizard_state("new", {"page": 1})
    assert store.wizard_states() == {"new": {"page": 1}}


def test_a_moment_without_a_zone_is_not_stored(store: Store) -> None:
    connection = connect(store, add(store))
    with pytest.raises(Exception, match="time zone"):
        store.record_check(connection.id, {}, AT.replace(tzinfo=None))
    assert store.checks(connection.id) == ()


def test_a_confirmation_is_replaced_and_withdrawn(store: Store) -> None:
    connection = connect(store, add(store))
    store.confirm_by_hand(connection.id, "by_hand/unblock", "Anna", AT)
    store.confirm_by_hand(connection.id, "by_hand/unblock", "Bram", AT + timedelta(days=1), "seen on the screen")
    store.confirm_by_hand(connection.id, "by_hand/group", "Anna", AT)
    found = store.confirmations(connection.id)
    assert [(each.check_id, each.who, each.note) for each in found] == [
        ("by_hand/group", "Anna", ""),
        ("by_hand/unblock", "Bram", "seen on the screen"),
    ]
    store.withdraw_confirmation(connection.id, "by_hand/group")
    store.withdraw_confirmation(connection.id, "by_hand/never")
    assert [each.check_id for each in store.confirmations(connection.id)] == ["by_hand/unblock"]


def test_a_wizard_resumes_where_it_was_left(store: Store) -> None:
    store.save_wizard_state("new", {"page": 1})
    store.save_wizard_state("new", {"page": 3, "open": ["get/SBQ_BTW"]})
    assert store.wizard_state("new") == {"page": 3, "open": ["get/SBQ_BTW"]}
    store.drop_wizard_state("new")
    store.drop_wizard_state("new")
    assert store.wizard_state("new") is None


def test_all_of_an_organisation_goes_with_it_and_nothing_else(store: Store, database: Path) -> None:
    gone, stays = add(store), add(store, "De Vries", "T12345AB")
    for organisation in (gone, stays):
        connection = connect(store, organisation)
        store.record_check(connection.id, {}, AT)
        store.confirm_by_hand(connection.id, "by_hand/unblock", "Anna", AT)
        for key in (wizard_key(organisation), f"{wizard_key(organisation)}/TimeChimp"):
            store.save_wizard_state(key, {"page": 1})
    kept = store.connections(stays.id)
    removed = store.connections(gone.id)
    assert store.remove_organisation(gone.id) == removed
    assert store.organisations() == (stays,)
    assert (store.connections(gone.id), store.connections(stays.id)) == ((), kept)
    assert (store.checks(removed[0].id), store.confirmations(removed[0].id)) == ((), ())
    assert (len(store.checks(kept[0].id)), len(store.confirmations(kept[0].id))) == (1, 1)
    assert store.wizard_state(wizard_key(gone)) is None
    assert store.wizard_state(f"{wizard_key(gone)}/TimeChimp") is None
    assert store.wizard_state(f"{wizard_key(stays)}/TimeChimp") == {"page": 1}


@pytest.mark.parametrize(
    "call",
    [
        lambda store: store.connection(9),
        lambda store: store.update_connection(9, label="x"),
        lambda store: store.remove_connection(9),
        lambda store: store.record_check(9, {}, AT),
        lambda store: store.confirm_by_hand(9, "x", "Anna", AT),
    ],
)
def test_a_connection_that_is_gone_gets_a_sentence(store: Store, call: Callable[[Store], object]) -> None:
    assert code_of(lambda: call(store)) == "connection_not_found"


def test_an_organisation_that_is_gone_gets_a_sentence(store: Store) -> None:
    assert code_of(lambda: store.remove_organisation(9)) == "organisation_not_found"
    assert code_of(lambda: store.rename_organisation(9, "x")) == "organisation_not_found"
    assert code_of(lambda: store.add_connection(9, "T1", app_connector="x")) == "organisation_not_found"


def test_threads_that_write_together_lose_nothing(store: Store) -> None:
    connection = connect(store, add(store))

    def write() -> None:
        for _ in range(10):
            store.record_check(connection.id, {}, AT)
            store.last_check(connection.id)

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.checks(connection.id, limit=1000)) == 60


def test_a_database_that_was_opened_twice_keeps_a_name_once(store: Store, database: Path) -> None:
    codes: list[str] = []

    def write(number: int) -> None:
        with Store.open(database) as own:
            try:
                add(own, f"Name {number}")
            except ConfigurationError as error:
                codes.append(error.code)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == ["organisation_known"] * 3
    assert len(store.organisations()) == 1


@pytest.mark.parametrize(
    ("group", "user"),
    [("AuthorizationGroup 101 (12345.USER)", "12345.USER"), ("Group (a) (b)", "b"), ("Group", ""), ("", "")],
)
def test_the_user_is_read_from_the_group(group: str, user: str) -> None:
    assert user_in_group(group) == user

"""The vault with a real keyring: GNOME Keyring behind a Secret Service on a message bus of the test's own.

Nothing of the person who runs this is touched: home, data folder and message bus are the test's. It needs no screen;
where the keyring would show a question, it is refused at once, which is what a locked keyring without a screen does.
"""

import json
from pathlib import Path
from typing import Any

from tests.helpers.keyring_session import UNLOCK, needs_keyring, run_with_keyring

TOKEN = "<token><version>1</version><data>" + "5EC3" * 16 + "</data></token>"

pytestmark = needs_keyring

PROGRAM = """
import dataclasses, json, sys
from afas_assistant.errors import AssistantError
from afas_assistant.organisations.vault import Vault
from tests.helpers.connections import make_connection

TOKEN = sys.stdin.readline().strip()
connection, vault, found = make_connection(), Vault(time_limit=20), {}

def told(call):
    try:
        return call()
    except AssistantError as error:
        return error.code

def lock():
    import secretstorage
    bus = secretstorage.dbus_init()
    secretstorage.get_default_collection(bus).lock()
    bus.close()

def entries():
    import secretstorage
    bus = secretstorage.dbus_init()
    items = secretstorage.get_default_collection(bus).get_all_items()
    return [(item.get_attributes()["service"], item.get_attributes()["username"],
             item.get_secret() == TOKEN.encode()) for item in items]

def keep():
    global connection
    kept = vault.keep(connection, TOKEN)
    connection = dataclasses.replace(connection, keyring_backend=kept.backend)
    return kept.backend or kept.error.code

def other():
    return dataclasses.replace(connection, keyring_backend="keyring.backends.kwallet.DBusKeyring")

steps = {
    "state": lambda: [vault.state().status, vault.state().backend_name],
    "keep": keep,
    "entries": entries,
    "read_again": lambda: told(lambda: Vault().read(connection)) == TOKEN,
    "read_elsewhere": lambda: told(lambda: Vault().read(other())),
    "lock": lock,
    "locked_read": lambda: told(lambda: Vault(time_limit=20).read(connection)),
    "remembered": lambda: vault.read(connection) == TOKEN,
    "remove": lambda: told(lambda: vault.remove(connection)),
    "read_removed": lambda: told(lambda: Vault().read(connection)),
}
for name in sys.argv[1:]:
    found.setdefault(name, []).append(steps[name]())
print(json.dumps(found))
"""


def run_in_session(folder: Path, *steps: str, start: str = UNLOCK) -> dict[str, list[Any]]:
    """Return what the vault does, step by step, on a message bus that exists for this call only."""
    found = run_with_keyring(folder, ["-c", PROGRAM, *steps], TOKEN + "\n", start=start)
    assert found.returncode == 0, found.stderr
    assert TOKEN not in found.stdout + found.stderr
    data: dict[str, list[Any]] = json.loads(found.stdout)
    return data


def files_that_hold(folder: Path, words: str) -> list[str]:
    return [str(path) for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


def test_keeps_reads_and_forgets_in_a_real_keyring(tmp_path: Path) -> None:
    found = run_in_session(
        tmp_path, "state", "keep", "entries", "read_again", "read_elsewhere", "remove", "read_removed", "entries"
    )
    assert found["state"] == [["ready", "Secret Service"]]
    assert found["keep"] == ["keyring.backends.SecretService.Keyring"]
    assert found["entries"] == [[["AFAS Assistant", "T12345AA/abc", True]], []]
    assert found["read_again"] == [True]
    assert found["read_elsewhere"] == ["keyring_changed"]
    assert found["read_removed"] == [None]


def test_a_locked_keyring_is_seen_without_asking_and_nothing_falls_back_to_a_file(tmp_path: Path) -> None:
    found = run_in_session(tmp_path, "keep", "lock", "state", "locked_read", "remove", "keep", "state", "remembered")
    assert found["keep"] == ["keyring.backends.SecretService.Keyring", "keyring_locked"]
    assert found["state"] == [["locked", "Secret Service"], ["locked", "Secret Service"]]
    assert found["locked_read"] == ["keyring_locked"]
    assert found["remove"] == ["keyring_locked"]
    assert found["remembered"] == [True]
    assert files_that_hold(tmp_path, TOKEN[33:97]) == []


def test_the_token_outlives_the_session(tmp_path: Path) -> None:
    run_in_session(tmp_path, "keep")
    found = run_in_session(tmp_path, "state", "entries")
    assert found == {"state": [["ready", "Secret Service"]], "entries": [[["AFAS Assistant", "T12345AA/abc", True]]]}


def test_a_message_bus_without_an_unlocked_keyring_keeps_tokens_in_memory(tmp_path: Path) -> None:
    found = run_in_session(tmp_path, "state", "keep", "remembered", start="")
    assert found["state"][0][0] in {"absent", "locked"}
    assert found["keep"][0] in {"keyring_absent", "keyring_locked", "keyring_failed"}
    assert found["remembered"] == [True]
    assert files_that_hold(tmp_path, TOKEN[33:97]) == []

"""A keyring for programs that a test starts: named by PYTHON_KEYRING_BACKEND, found through PYTHONPATH.

It keeps what it is given in a file that the test names, so that two runs see the same; the token is a made-up one. How
it behaves is the mood that the test sets, so that it stays the same keyring to the program that remembers it.
"""

import json
import os
import time
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

FILE, MOOD = "TEST_KEYRING_FILE", "TEST_KEYRING_MOOD"
BACKEND = "tests.helpers.keyrings_for_children.ChildKeyring"
HANGS_FOR = 120.0  # seconds; longer than any test waits


class ChildKeyring(KeyringBackend):
    """Sound, or in the mood that the environment names: locked, hanging, refusing."""

    priority = 5

    def get_password(self, service: str, username: str) -> str | None:
        self._be_moody()
        return self._kept().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._be_moody(password)
        self._file().write_text(json.dumps({**self._kept(), f"{service}/{username}": password}), encoding="utf-8")

    def delete_password(self, service: str, username: str) -> None:
        self._be_moody()
        kept = self._kept()
        kept.pop(f"{service}/{username}", None)
        self._file().write_text(json.dumps(kept), encoding="utf-8")

    def _be_moody(self, secret: str = "") -> None:
        mood = os.environ.get(MOOD, "")
        if mood == "locked":
            raise KeyringLocked("Failed to unlock the collection!")
        if mood == "hanging":
            time.sleep(HANGS_FOR)
        if mood == "refusing":
            raise RuntimeError(f"cannot do this: {secret}")

    def _file(self) -> Path:
        return Path(os.environ[FILE])

    def _kept(self) -> dict[str, str]:
        return dict(json.loads(self._file().read_text(encoding="utf-8"))) if self._file().exists() else {}

"""A message bus with an unlocked GNOME Keyring that exists for one command, in a home of the test's own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

NEEDED = ("dbus-run-session", "gnome-keyring-daemon", "sh")
MISSING = [name for name in NEEDED if not shutil.which(name)]
PROJECT = Path(__file__).resolve().parents[2]
UNLOCK = "printf %s the-password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 && "

needs_keyring = [
    pytest.mark.real_keyring,
    pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's keyring"),
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]

_OWN = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
_DROPPED = (
    "PYTHON_KEYRING_BACKEND",
    "DBUS_SESSION_BUS_ADDRESS",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "GNOME_KEYRING_CONTROL",
    "SSH_AUTH_SOCK",
    "AFAS_ASSISTANT_TOKEN",
)


def run_with_keyring(
    folder: Path, arguments: Sequence[str], typed: str, *, start: str = UNLOCK, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run Python with these arguments; `start` is the shell's first word, by default the unlocking of the keyring."""
    runtime = folder / "run"
    runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
    surroundings = {name: value for name, value in os.environ.items() if name not in _DROPPED}
    surroundings |= dict.fromkeys(_OWN, str(folder))
    surroundings |= {"XDG_RUNTIME_DIR": str(runtime), "PYTHONPATH": str(PROJECT), **(more or {})}
    command = ["dbus-run-session", "--", "sh", "-c", f'{start}exec "$0" -W error::ResourceWarning "$@"']
    return subprocess.run(
        [*command, sys.executable, *arguments],
        input=typed,
        env=surroundings,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )

"""What this program is made of and where it keeps things: what a person sends along with a question.

Everything here blocks for a moment: the descriptions of the libraries are files, and the keyring is asked how it is.
"""

import platform
import re
import sys
from dataclasses import dataclass
from importlib import metadata

from afas_assistant import __version__
from afas_assistant.organisations.vault import Vault, VaultState
from afas_assistant.paths import PROGRAM, Folders

OWN_LICENCE = "Apache-2.0"
LIBRARIES = (
    "PySide6-Essentials",
    "httpx",
    "truststore",
    "pydantic",
    "keyring",
    "platformdirs",
    "stamina",
    "SQLAlchemy",
    "alembic",
    "starlette",
    "uvicorn",
    "xlsxwriter",
)
"""What the program itself needs; what those need in turn is found out. A test holds this against the project file."""

_NAME = re.compile(r"[A-Za-z0-9._-]+")
_LONGEST = 60  # characters of a licence's name; some packages put the whole text there


@dataclass(frozen=True)
class Library:
    """A library that came along: its licence by the name that its makers give it, empty where they give none."""

    name: str
    version: str
    licence: str


@dataclass(frozen=True)
class About:
    """The program, the ground it runs on, its libraries by name, the keyring in use and the folders."""

    version: str
    python: str
    system: str
    libraries: tuple[Library, ...]
    keyring: VaultState
    folders: Folders

    @property
    def program(self) -> str:
        """The program's name with its version."""
        return f"{PROGRAM} {self.version}"


def about(folders: Folders, vault: Vault | None = None) -> About:
    """Return all of it; the keyring is not made to ask for its password."""
    kind = " (packaged)" if getattr(sys, "frozen", False) else ""
    return About(
        __version__,
        platform.python_version(),
        f"{platform.platform()}{kind}",
        libraries(),
        (vault or Vault()).state(),
        folders,
    )


def libraries() -> tuple[Library, ...]:
    """Return the libraries that are here, those that others need included, by name."""
    found: dict[str, Library] = {}
    waiting = list(LIBRARIES)
    while waiting:
        name = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in found:
            continue
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError:  # needed on another system only, or by a Python of before
            continue
        found[key] = Library(package.metadata["Name"], package.version, _licence(package.metadata))
        wanted = [one for one in package.requires or () if "extra ==" not in one]
        waiting += [each[0] for one in wanted if (each := _NAME.match(one)) is not None]
    return tuple(found[key] for key in sorted(found))


def _licence(told: "metadata.PackageMetadata") -> str:
    """Return a licence's name: as newer packages give it, as older ones do, or from the list of kinds."""
    for field in ("License-Expression", "License"):
        name = str((told.get_all(field) or [""])[0]).strip()
        if name and len(name) <= _LONGEST and "\n" not in name:
            return name
    kinds = [one for one in told.get_all("Classifier") or () if one.startswith("License ::")]
    return ", ".join(one.rpartition(" :: ")[2] for one in kinds)

"""Where things are: resources that come with the program, and the folders that it writes to.

Resources lie in the installed package (a wheel carries them in `afas_assistant/resources`) or, in a checkout, beside
the package. Everything that the program writes lies under one of three folders, or under the one folder that
`--data-dir` names, so that a trial leaves nothing behind.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

PROGRAM = "AFAS Assistant"


@cache
def resources_folder() -> Path:
    """Return the folder of resources: the installed package's own, else the checkout's."""
    package = Path(__file__).resolve().parent
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent / "resources"


def resource(*parts: str) -> Path:
    """Return the path of a resource, such as `resource("profiles", "timechimp.toml")`."""
    return resources_folder().joinpath(*parts)


def resource_text(*parts: str) -> str:
    """Return a resource's text (UTF-8)."""
    return resource(*parts).read_text(encoding="utf-8")


def guide_folder() -> Path:
    """Return the folder of the user guide: the installed package's own, else `docs/guide` of the checkout."""
    inside = resource("guide")
    return inside if inside.is_dir() else resources_folder().parent / "docs" / "guide"


@dataclass(frozen=True)
class Folders:
    """The folders that the program writes to; none of them exists before something is written."""

    data: Path
    config: Path
    logs: Path

    @property
    def database(self) -> Path:
        """The one SQLite file: organisations, check history, wizard state."""
        return self.data / "afas-assistant.sqlite3"

    @property
    def preferences(self) -> Path:
        """The TOML file of preferences."""
        return self.config / "preferences.toml"

    @property
    def profiles(self) -> Path:
        """The folder for a person's own requirement profiles."""
        return self.config / "profiles"

    @property
    def views(self) -> Path:
        """The JSON file of what the window remembers of each organisation."""
        return self.data / "views.json"

    @property
    def definitions(self) -> Path:
        """The folder for a consultant's own GetConnector definition files."""
        return self.data / "gcn"


def folders(data_dir: Path | None = None) -> Folders:
    """Return the folders to write to: the system's own for this program, or all inside `data_dir`."""
    if data_dir is not None:
        home = data_dir.expanduser().absolute()
        return Folders(data=home, config=home, logs=home / "logs")
    import platformdirs  # noqa: PLC0415 - not needed before the first paint

    own = platformdirs.PlatformDirs(PROGRAM, appauthor=False)
    return Folders(data=own.user_data_path, config=own.user_config_path, logs=own.user_log_path)

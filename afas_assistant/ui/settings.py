"""What the person set: read before the window is there, written whenever it changes."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from afas_assistant.errors import AssistantError
from afas_assistant.organisations.preferences import Preferences, load_preferences, save_preferences
from afas_assistant.texts import Text
from afas_assistant.ui.tasks import TaskRunner, nothing

LANE = "preferences"
"""One after the other, so that what was chosen last is what the file holds."""


class Settings:
    """The preferences in force, and the file that they live in.

    `remarks` say what was wrong with the file, if anything was.
    """

    def __init__(self, path: Path) -> None:
        loaded = load_preferences(path)
        self._path = path
        self._preferences = loaded.preferences
        self.remarks: tuple[Text, ...] = loaded.remarks

    @property
    def preferences(self) -> Preferences:
        """The preferences in force."""
        return self._preferences

    def change(self, runner: TaskRunner, **changes: object) -> None:
        """Change some and save all; that a disk is full is told by the runner's `failed_unexpectedly`."""
        changed = replace(self._preferences, **changes)  # type: ignore[arg-type]
        if changed == self._preferences:
            return
        self._preferences = changed
        runner.start(lambda: save_preferences(self._path, changed), done=nothing, lane=LANE)

    def remember(self, **changes: object) -> None:
        """Change some and save at once, while the window closes; what cannot be saved then is not worth a word."""
        changed = replace(self._preferences, **changes)  # type: ignore[arg-type]
        if changed != self._preferences:
            self._preferences = changed
            with suppress(AssistantError):
                save_preferences(self._path, changed)

"""The practice environment for the length of one command."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from afas_assistant.errors import ConfigurationError
from afas_assistant.paths import resource
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.practice.scenarios import SCENARIOS
from afas_assistant.texts import phrase


@contextmanager
def running_practice(scenario: str | None) -> Iterator[PracticeProcess]:
    """Yield a practice environment in a scenario, the healthy one by default; it ends with the command.

    Raises ConfigurationError scenario_unknown.
    """
    name = scenario or "healthy"
    if name not in SCENARIOS:
        raise ConfigurationError(
            "scenario_unknown",
            title=phrase("There is no scenario {name}.", name=name),
            explanation=phrase("The practice environment knows its failures by name."),
            action=phrase("Run: afas-assistant practice scenarios"),
        )
    with PracticeProcess(scenario=name) as practice:
        yield practice


def practice_mappings() -> Path:
    """Return the mapping file that belongs to the practice environment: what a person could have accepted there."""
    return resource("practice", "mappings.toml")

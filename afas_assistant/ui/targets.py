"""What a check is held against: an environment, the token for it, and the checklists."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from afas_assistant.texts import Text

if TYPE_CHECKING:  # both bring the client's libraries along, which the first paint does without
    from afas_assistant.afas.address import Address
    from afas_assistant.afas.authentication import Authentication


@dataclass(frozen=True)
class Target:
    """An environment to check. `kind` is the environment's type as its badge shows it; `profiles` are ids."""

    key: str
    name: Text
    kind: str
    address: "Address"
    token: "Authentication" = field(repr=False)
    profiles: tuple[str, ...]


@dataclass(frozen=True)
class ScenarioChoice:
    """A failure that can be switched on in the practice environment."""

    name: str
    title: Text
    what: Text

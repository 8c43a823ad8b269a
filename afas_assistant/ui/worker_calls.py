"""What workers are asked to do besides checks. Importing this loads nothing; calling it does, so call it on a lane."""

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # brings the client's libraries along
    from afas_assistant.afas.address import Address
    from afas_assistant.afas.token import ClassicToken
    from afas_assistant.errors import AssistantError
    from afas_assistant.organisations.vault import VaultState


FIRST_PAGE = 0.1
"""Seconds that the first page has for itself before anything is loaded behind it."""


def warm_up() -> None:
    """Load what a check needs, so that the first click does not wait for it."""
    time.sleep(FIRST_PAGE)
    from afas_assistant.ui import checking  # noqa: F401, PLC0415 - loading it is the point
    from afas_assistant.ui.wizard import wizard_page  # noqa: F401, PLC0415 - as above


def warm_up_check() -> None:
    """Load the page of a check and the sidebar beside it."""
    from afas_assistant.ui import settings_menu, sidebar  # noqa: F401, PLC0415 - loading them is the point
    from afas_assistant.ui.pages import check  # noqa: F401, PLC0415 - as above


def warm_up_tabs() -> None:
    """Load what the tabs of the daily work need, once there is an organisation to work for."""
    from afas_assistant.ui.tabs import daily_tabs, outbox_tab  # noqa: F401, PLC0415 - loading them is the point


def understand(text: str) -> "Address | AssistantError":
    """Return the address that a text means, or why it means none."""
    from afas_assistant.ui.checking import understood  # noqa: PLC0415 - on the worker

    return understood(text)


def recognise(text: str) -> "ClassicToken | AssistantError":
    """Return the token in a text, or why there is none in it."""
    from afas_assistant.ui.checking import recognised  # noqa: PLC0415 - on the worker

    return recognised(text)


def vault_state() -> "VaultState":
    """Return how the computer's keyring is."""
    from afas_assistant.organisations.vault import Vault  # noqa: PLC0415 - on the worker

    return Vault().state()

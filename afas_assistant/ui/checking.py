"""The work behind the window, without Qt: what the workers import, since it brings the client's libraries along."""

from collections.abc import Callable, Mapping, Sequence

from afas_assistant.afas.address import Address, understand_address
from afas_assistant.afas.token import ClassicToken, parse_token
from afas_assistant.errors import AssistantError
from afas_assistant.onboarding.checker import CheckRequest, run_check
from afas_assistant.onboarding.desk import Desk
from afas_assistant.onboarding.profiles import built_in_profiles, with_own
from afas_assistant.onboarding.report import CheckReport
from afas_assistant.onboarding.requirements import Profile
from afas_assistant.onboarding.verdicts import Line, Verdict
from afas_assistant.organisations.records import Connection
from afas_assistant.ui.paced_client import PacedClient
from afas_assistant.ui.targets import Target

Planned = Callable[[Sequence[Line], Mapping[str, str]], None]


class Forwarder:
    """Passes on what a check tells, on the thread that runs it; with the lines go the names of their profiles."""

    def __init__(self, names: Mapping[str, str], planned: Planned, judged: Callable[[Verdict], None]) -> None:
        self._names = names
        self._planned = planned
        self._judged = judged

    def planned(self, lines: Sequence[Line]) -> None:
        """Pass the lines on."""
        self._planned(lines, self._names)

    def judged(self, verdict: Verdict) -> None:
        """Pass a verdict on."""
        self._judged(verdict)


def check(
    target: Target, planned: Planned, judged: Callable[[Verdict], None], cancelled: Callable[[], bool]
) -> CheckReport:
    """Check a target; blocks until done."""
    profiles = profiles_of(target.profiles)
    names = {profile.id: profile.name for profile in profiles}
    return run_check(
        CheckRequest(target.address, profiles),
        lambda address: PacedClient(address, target.token),
        listener=Forwarder(names, planned, judged),
        cancelled=cancelled,
    )


def check_kept(
    desk: Desk,
    connection: Connection,
    planned: Planned,
    judged: Callable[[Verdict], None],
    cancelled: Callable[[], bool],
) -> CheckReport:
    """Check a kept connection through the desk, which keeps the report; blocks until done."""
    names = {profile.id: profile.name for profile in desk.profiles_of(connection)}
    return desk.check(connection, listener=Forwarder(names, planned, judged), cancelled=cancelled)


def profiles_of(ids: Sequence[str]) -> tuple[Profile, ...]:
    """Return the built-in profiles with these ids, and the assistant's own last."""
    return with_own(profile for profile in built_in_profiles() if profile.id in ids)


def offered_profiles() -> tuple[tuple[str, str], ...]:
    """Return id and name of each checklist that can be chosen."""
    return tuple((profile.id, profile.name) for profile in built_in_profiles())


def understood(text: str) -> Address | AssistantError:
    """Return the address that a text means, or why it means none."""
    try:
        return understand_address(text)
    except AssistantError as error:
        return error


def recognised(text: str) -> ClassicToken | AssistantError:
    """Return the token in a text, or why there is none in it."""
    try:
        return parse_token(text)
    except AssistantError as error:
        return error

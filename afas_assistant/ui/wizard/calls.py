"""The work behind the wizard, without Qt: what its lanes run. Importing this brings the client's libraries along."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from afas_assistant.afas.address import Address, understand_address
from afas_assistant.afas.client import AfasClient
from afas_assistant.afas.query import Query
from afas_assistant.afas.token import ClassicToken, parse_token
from afas_assistant.errors import AssistantError
from afas_assistant.logs import SECRETS
from afas_assistant.onboarding.checker import CheckRequest, Silent, run_check
from afas_assistant.onboarding.checklist import Checklist
from afas_assistant.onboarding.desk import Desk
from afas_assistant.onboarding.flow import WizardState
from afas_assistant.onboarding.kept_report import kept_verdicts
from afas_assistant.onboarding.profiles import ASSISTANT, assistant_profile, built_in_profiles, load_profile
from afas_assistant.onboarding.report import CheckReport
from afas_assistant.onboarding.requirements import Profile
from afas_assistant.onboarding.verdicts import Line, Section, Verdict
from afas_assistant.organisations.records import CheckRun, Connection, Organisation
from afas_assistant.organisations.vault import VaultState
from afas_assistant.texts import Text, current_language, phrase
from afas_assistant.ui.wizard.checks import Subject

MOST_ADMINISTRATIONS = 200
NUMBERS = ("AdminId", "UnId", "Administratie", "Nummer", "Code")
NAMES = ("AdminNm", "Naam", "Omschrijving", "Name", "Description")


@dataclass(frozen=True)
class Opening:
    """What the wizard needs before its first page: the checklists, the keyring, and what is kept of its connection."""

    profiles: Mapping[str, Profile]
    vault: VaultState
    organisation: Organisation | None = None
    connection: Connection | None = None
    run: CheckRun | None = None
    verdicts: Sequence[Verdict] = ()


@dataclass(frozen=True)
class Verified:
    """What AFAS answered to an address and a token; `known` is the organisation of that environment, if it is kept."""

    report: CheckReport
    known: Organisation | None


@dataclass(frozen=True)
class Administration:
    """One administration of the environment."""

    number: str
    name: str


@dataclass(frozen=True)
class Administrations:
    """The administrations, and the connector that listed them: none when no connector did.

    `unread` are those that were tried in vain, each with the reason.
    """

    connector: str
    found: Sequence[Administration]
    unread: Sequence[tuple[str, Text]] = ()


def open_wizard(desk: Desk, state: WizardState) -> Opening:
    """Return what is kept for a wizard; a connection that is gone by now is left out."""
    profiles = {profile.id: profile for profile in built_in_profiles()}
    for name in state.profiles:
        if name not in profiles:
            profiles[name] = own_profile(name)
    vault = desk.keyring()
    if state.connection_id is None:
        return Opening(profiles, vault, organisation=_organisation(desk, state))
    try:
        connection = desk.store.connection(state.connection_id)
    except AssistantError:
        return Opening(profiles, vault, organisation=_organisation(desk, state))
    run = desk.store.last_check(connection.id)
    lines = checklist_lines(desk.profiles_of(connection))
    verdicts = kept_verdicts(run.report, lines) if run else ()
    return Opening(profiles, vault, desk.store.owner(connection), connection, run, verdicts)


def _organisation(desk: Desk, state: WizardState) -> Organisation | None:
    return next((one for one in desk.store.organisations() if one.id == state.organisation_id), None)


def checklist_lines(profiles: Sequence[Profile]) -> list[Line]:
    """Return the lines of a kept connection."""
    return Checklist.of(profiles, stored=True, expected=True).lines()


def own_profile(path: str) -> Profile:
    """Return a consultant's own checklist; raises ConfigurationError that says what is wrong with the file."""
    return load_profile(str(Path(path)))


def verify(desk: Desk, address: Address, token: ClassicToken, profile: Profile) -> Verified:
    """Ask AFAS which environment answers, and judge the way in; nothing is kept."""
    SECRETS.register(token.secrets())
    report = run_check(
        CheckRequest(address, (profile, assistant_profile()), choose=lambda _: _costs_nothing),
        lambda where: AfasClient(where, token, language=current_language()),
    )
    envid = report.environment.envid
    return Verified(report, desk.store.find_organisation(envid) if envid else None)


def _costs_nothing(line: Line) -> bool:
    """Choose the lines that follow from `/metainfo` alone; those about the way in are judged anyway."""
    return line.section is Section.ADVICE


def practice_token(process: Any, profile: str) -> ClassicToken:  # noqa: ANN401 - the practice room's process
    """Return the practice token for a checklist: its own app connector's, or the one that may do everything."""
    try:
        return parse_token(process.token(profile))
    except KeyError:
        return parse_token(process.token())


class Forwarder(Silent):
    """Passes on what a check tells; the lines of a whole check only, with the name of the assistant's own."""

    def __init__(self, planned: Callable[..., None] | None, judged: Callable[[Verdict], None]) -> None:
        self._planned = planned
        self._judged = judged

    def planned(self, lines: Sequence[Line]) -> None:
        """Pass the lines on."""
        if self._planned is not None:
            self._planned(lines, {ASSISTANT: assistant_profile().name})

    def judged(self, verdict: Verdict) -> None:
        """Pass a verdict on."""
        self._judged(verdict)


def check(
    desk: Desk,
    subject: Subject,
    planned: Callable[..., None],
    judged: Callable[[Verdict], None],
    cancelled: Callable[[], bool],
) -> CheckReport:
    """Check a kept connection; blocks until done."""
    listener = Forwarder(planned if subject.choose is None else None, judged)
    report = desk.check(subject.connection, listener=listener, cancelled=cancelled, choose=subject.choose)
    if subject.choose is None:
        subject.changed = desk.view(subject.connection).changed
    return report


def administrations(desk: Desk, connection: Connection, connectors: Sequence[str]) -> Administrations:
    """Return the administrations from the first of these connectors that lists any, and why the ones before did not."""
    owner, token = desk.store.owner(connection), desk.token_of(connection)
    unread: list[tuple[str, Text]] = []
    with AfasClient(understand_address(owner.address), token, language=current_language()) as client:
        for connector in connectors:
            try:
                found = _listed(client, connector)
            except AssistantError as error:
                unread.append((connector, error.title))
                continue
            if not isinstance(found, Text):
                return Administrations(connector, found, tuple(unread))
            unread.append((connector, found))
    return Administrations("", (), tuple(unread))


def _listed(client: AfasClient, connector: str) -> list[Administration] | Text:
    """Return what a connector lists, or why that is nothing."""
    first = client.first_row(connector)
    if first is None:
        return phrase("answers without rows; the user of the token may see none")
    number, name = _column(first, NUMBERS), _column(first, NAMES)
    if number is None:
        return phrase("has no column that looks like the number of an administration")
    found = {}
    for row in client.rows(connector, Query(order=(number,))):
        key = str(row.get(number) or "").strip()
        if key:
            found[key] = Administration(key, str(row.get(name) or "").strip() if name else "")
        if len(found) >= MOST_ADMINISTRATIONS:
            break
    return list(found.values())


def _column(row: Mapping[str, object], wanted: Sequence[str]) -> str | None:
    """Return the first of the wanted columns that a row has: vendors' connectors name theirs as they like."""
    return next((name for name in wanted if name in row), None)

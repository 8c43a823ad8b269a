"""Run a check: fetch what the environment says, judge every line, tell as it goes.

`/metainfo` first, since it names everything that the token may use; then all other calls, at most four at once. AFAS
is only read. The order of fetching is the order of the checklist, so that the list fills from above.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Protocol

from afas_assistant.afas.address import Address
from afas_assistant.afas.metainfo import Info
from afas_assistant.errors import AssistantError
from afas_assistant.onboarding.checklist import Checklist
from afas_assistant.onboarding.entry import WayIn, find_way_in
from afas_assistant.onboarding.environment_reader import OpenReader
from afas_assistant.onboarding.evidence import Listed
from afas_assistant.onboarding.fetching import Fetcher, Judged, Said, Wanted
from afas_assistant.onboarding.probes.environment import TOKEN, judge_entry, judge_info
from afas_assistant.onboarding.report import CheckReport, Environment
from afas_assistant.onboarding.requirements import Profile
from afas_assistant.onboarding.verdicts import Certainty, Line, Reason, Section, Status, Verdict, not_tested
from afas_assistant.onboarding.workers import run_all
from afas_assistant.organisations.records import Confirmation, KeptDefinition
from afas_assistant.texts import phrase

AT_ONCE = 4
"""Calls at the same time: AFAS advises five at most and blocks heavy users."""


def everything(line: Line) -> bool:  # noqa: ARG001 - every line is wanted
    """Choose every line."""
    return True


ENOUGH_TO_DOUBT = 5
"""So many connectors, all refused with an empty 401, and it is not the rights of each."""


class Listener(Protocol):
    """Hears how a check goes, on the thread that runs it."""

    def planned(self, lines: Sequence[Line]) -> None:
        """All lines that will be judged, before the first call."""
        ...

    def judged(self, verdict: Verdict) -> None:
        """One line's verdict."""
        ...


class Silent:
    """A listener that hears nothing."""

    def planned(self, lines: Sequence[Line]) -> None:
        """Do nothing."""

    def judged(self, verdict: Verdict) -> None:
        """Do nothing."""


@dataclass(frozen=True)
class CheckRequest:
    """What to check.

    `stored`: the connection is kept, so manual lines are required and can be confirmed. `confirmations` by line id.
    `choose` picks the lines to test once it is known what `/metainfo` lists; by default all. `item_type`: the dossier
    item type that the person picked. `expected_envid`: the organisation's environment. `definitions`: what connectors
    are held against, by their name in folded letters; a whole check of a kept connection asks for all columns.
    """

    address: Address
    profiles: Sequence[Profile]
    stored: bool = False
    expected_envid: str | None = None
    item_type: int | None = None
    confirmations: Mapping[str, Confirmation] = field(default_factory=dict)
    definitions: Mapping[str, KeptDefinition] = field(default_factory=dict)
    today: date = field(default_factory=date.today)
    choose: Callable[[Listed], Wanted] | None = None


def run_check(
    request: CheckRequest,
    open_reader: OpenReader,
    *,
    listener: Listener | None = None,
    cancelled: Callable[[], bool] = bool,
) -> CheckReport:
    """Check an environment and return the report; blocks until done, so call it off the GUI thread.

    `cancelled` is asked between replies; by default it is never true. Every error of AFAS or of the way there becomes
    a verdict; only our own bugs are raised.
    """
    return _Check(request, open_reader, listener or Silent(), cancelled).run()


class _Check:
    """One run of a check."""

    def __init__(
        self, request: CheckRequest, open_reader: OpenReader, listener: Listener, cancelled: Callable[[], bool]
    ) -> None:
        self._request = request
        self._open_reader = open_reader
        self._listener = listener
        self._cancelled = cancelled
        expected = bool(request.expected_envid or request.address.envid)
        self._checklist = Checklist.of(request.profiles, stored=request.stored, expected=expected)
        self._verdicts: dict[tuple[str | None, str], Verdict] = {}
        self._started = time.monotonic()

    def run(self) -> CheckReport:
        self._listener.planned(self._checklist.lines())
        try:
            way_in = find_way_in(self._request.address, self._open_reader)
        except AssistantError as error:
            return self._stopped(error)
        try:
            return self._walk(way_in)
        finally:
            way_in.reader.close()

    def _walk(self, way_in: WayIn) -> CheckReport:
        lines = self._checklist.environment
        info = way_in.metainfo.info
        self._tell(judge_entry(lines, way_in.address, None))
        expected = self._request.expected_envid
        self._tell(judge_info(lines, way_in.address, info, expected_envid=expected, today=self._request.today))
        listed = Listed(
            get=[connector.id for connector in way_in.metainfo.get_connectors],
            update=[connector.id for connector in way_in.metainfo.update_connectors],
        )
        request = self._request
        said = Said(info, request.confirmations, request.item_type, request.definitions)
        wanted = request.choose(listed) if request.choose else everything
        whole = request.stored and request.choose is None
        fetcher = Fetcher(self._checklist, way_in.reader, listed, said, wanted, all_columns=whole)
        self._tell(fetcher.at_once())
        for done in run_all(fetcher.tasks(), workers=AT_ONCE, cancelled=self._cancelled):
            if done.exception is not None:
                raise done.exception
            self._tell(done.value or [])
        self._tell(second_thoughts(list(self._verdicts.values())))
        environment = _environment(way_in.address, info, fetcher.profit_version)
        return self._report(environment, wanted, cancelled=self._cancelled())

    def _stopped(self, error: AssistantError) -> CheckReport:
        self._tell(judge_entry(self._checklist.environment, self._request.address, error))
        return self._report(Environment(self._request.address.rest_url), everything, stopped=error)

    def _tell(self, verdicts: Judged) -> None:
        for verdict in verdicts:
            self._verdicts[verdict.line.key] = verdict
            self._listener.judged(verdict)

    def _report(
        self,
        environment: Environment,
        wanted: Wanted,
        *,
        stopped: AssistantError | None = None,
        cancelled: bool = False,
    ) -> CheckReport:
        because = (
            phrase("Not tested because an earlier step failed")
            if stopped
            else phrase("Not tested because the check was stopped")
        )
        reason = Reason.EARLIER_FAILED if stopped else Reason.STOPPED
        lines = self._checklist.lines()
        left = [line for line in lines if line.key not in self._verdicts and wanted(line)]
        self._tell([not_tested(line, reason, because) for line in left])
        return CheckReport(
            environment=environment,
            verdicts=[self._verdicts[line.key] for line in lines if line.key in self._verdicts],
            at=datetime.now(UTC).astimezone(),
            seconds=time.monotonic() - self._started,
            stopped=stopped,
            cancelled=cancelled,
        )


def second_thoughts(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Return other verdicts for a token that was let in once and then refused everywhere.

    One refused connector is a missing right; all of them refused is a token or app connector that ended in mid-check.
    """
    read = [one for one in verdicts if one.line.section in {Section.GET, Section.UPDATE} and one.found]
    refused = [one for one in read if one.reason is Reason.NOT_AUTHORISED and one.certainty is Certainty.INFERRED]
    token = next(
        (one.line for one in verdicts if one.line.section is Section.ENVIRONMENT and one.line.name == TOKEN), None
    )
    if token is None or len(refused) < ENOUGH_TO_DOUBT or len(refused) < len(read):
        return []
    title = phrase("Accepted at first, then refused everywhere")
    meaning = phrase("The token was withdrawn or the app connector was blocked while the check ran.")
    remedy = phrase("Look at the app connector in AFAS: Geblokkeerd (blocked), and the tab Gebruikerstokens.")
    because = phrase("Not tested because AFAS refused every call after the first")
    failed = Verdict(token, Status.FAILED, title, reason=Reason.TOKEN_REFUSED, meaning=meaning, remedy=remedy)
    return [failed, *(not_tested(one.line, Reason.TOKEN_REFUSED, because, detail=one.detail) for one in refused)]


def _environment(address: Address, info: Info | None, version: str | None) -> Environment:
    if info is None:
        return Environment(address.rest_url, profit_version=version)
    return Environment(
        address=address.rest_url,
        envid=info.envid or None,
        app_connector=info.app_name or None,
        group=info.group or None,
        profit_version=version,
        token_expiry=info.token_expiry or None,
    )

"""What a check concludes about one line of a checklist.

Status, severity and certainty are kept apart: a line can hold by an inferred reading of an undocumented reply, and an
advised line that fails never blocks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from afas_assistant.errors import Who
from afas_assistant.onboarding.requirements import Place, Severity
from afas_assistant.texts import Text, literal

NOTHING = literal("")


class Section(StrEnum):
    """The part of the checklist that a line belongs to, in the order in which they are shown."""

    ENVIRONMENT = "environment"
    BY_HAND = "by_hand"
    GET = "get"
    UPDATE = "update"
    DATA = "data"
    DESTINATION = "destination"
    ADVICE = "advice"


class Status(StrEnum):
    """How a line stands. `by_hand`: only a person can tell; `reason` then says whether somebody has."""

    OK = "ok"
    FAILED = "failed"
    NOT_TESTED = "not_tested"
    BY_HAND = "by_hand"


class Certainty(StrEnum):
    """Whether the conclusion rests on documented behaviour, or on our reading of an undocumented reply."""

    CONFIRMED = "confirmed"
    INFERRED = "inferred"


class Reason(StrEnum):
    """Why a line does not simply hold; part of the contract of the JSON report."""

    # connectors
    MISSING = "missing"
    MISSPELT = "misspelt"
    BLOCKED = "blocked"
    FIELD_MISSING = "field_missing"
    FIELD_REPLACED = "field_replaced"
    DRIFTED = "drifted"
    NO_ROWS = "no_rows"
    NOT_AUTHORISED = "not_authorised"
    SERVER_ERROR = "server_error"
    # reaching AFAS
    HOST_NOT_FOUND = "host_not_found"
    HOST_UNREACHABLE = "host_unreachable"
    TLS_REFUSED = "tls_refused"
    TIMED_OUT = "timed_out"
    LINE_BROKEN = "line_broken"
    NOT_AFAS = "not_afas"
    MAINTENANCE = "maintenance"
    TOO_BUSY = "too_busy"
    # token and environment
    TOKEN_REFUSED = "token_refused"  # noqa: S105 - a reason, not a secret
    WRONG_HOST = "wrong_host"
    IP_REFUSED = "ip_refused"
    OTHER_ENVIRONMENT = "other_environment"
    NO_ENVIRONMENT_TOLD = "no_environment_told"
    TOKEN_EXPIRES = "token_expires"  # noqa: S105 - a reason, not a secret
    # destinations
    NOT_ALLOWED = "not_allowed"
    MANDATORY = "mandatory"
    LEFT_BEHIND = "left_behind"
    # advice
    ALL_USERS_GROUP = "all_users_group"
    EXTRA_CONNECTORS = "extra_connectors"
    PROFIT_NAMES = "profit_names"
    PERSON_TOKEN = "person_token"  # noqa: S105 - a reason, not a secret
    # not tested, by hand
    UNCLEAR_REPLY = "unclear_reply"
    UNAVAILABLE = "unavailable"
    EARLIER_FAILED = "earlier_failed"
    STOPPED = "stopped"
    NOT_CONFIRMED = "not_confirmed"


@dataclass(frozen=True)
class Line:
    """One line of a checklist before it was tested: `name` is written as the document writes it."""

    section: Section
    name: str
    profile: str | None = None
    severity: Severity = Severity.REQUIRED
    need: Text = NOTHING
    place: Place | None = None
    label: Text | None = None

    @property
    def id(self) -> str:
        """The line's stable name, unique within its profile, such as `get/SBQ_BTW`."""
        return f"{self.section}/{self.name}"

    @property
    def key(self) -> tuple[str | None, str]:
        """What tells this line from all others of a check."""
        return (self.profile, self.id)

    @property
    def shown_name(self) -> Text:
        """What a person reads as the line's name."""
        return self.label or literal(self.name)


@dataclass(frozen=True)
class PossibleCause:
    """One of several causes that AFAS's answer cannot tell apart, and the way to check it."""

    cause: Text
    check: Text


@dataclass(frozen=True)
class Verdict:
    """The conclusion about one line: what is, why, what to do, who can do it, and how we know.

    `columns` are those of a GetConnector as AFAS told them, pairs of name and AFAS's own field; none where not asked.
    """

    line: Line
    status: Status
    title: Text
    reason: Reason | None = None
    certainty: Certainty = Certainty.CONFIRMED
    found: str | None = None
    meaning: Text = NOTHING
    remedy: Text = NOTHING
    who: Who = Who.ADMINISTRATOR
    quote: str | None = None
    causes: Sequence[PossibleCause] = field(default_factory=tuple)
    detail: Sequence[str] = field(default_factory=tuple)
    columns: Sequence[tuple[str, str]] = field(default_factory=tuple)

    @property
    def blocks(self) -> bool:
        """Whether this line keeps the connection from being proven."""
        if self.line.severity is not Severity.REQUIRED or self.status is Status.OK:
            return False
        return self.status is not Status.BY_HAND or self.reason is Reason.NOT_CONFIRMED

    @property
    def rank(self) -> int:
        """The order of worst first: 0 failed and required … 5 ok."""
        if self.status is Status.OK:
            return 5
        if self.status is Status.BY_HAND:
            return 4 if self.reason is None else 3
        required = self.line.severity is Severity.REQUIRED
        if self.status is Status.FAILED:
            return 0 if required else 2
        return 1 if required else 3


def not_tested(line: Line, reason: Reason, because: Text, *, detail: Sequence[str] = ()) -> Verdict:
    """Return the verdict on a line that could not be tested; `because` completes *not tested because …*."""
    return Verdict(line, Status.NOT_TESTED, because, reason=reason, detail=detail)

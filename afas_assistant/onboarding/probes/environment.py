"""Judge the way in: host, TLS, token, which environment and app connector answer, and until when.

When one of the first steps fails, the later lines are *not tested because* of it, never *failed*.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime

from afas_assistant.afas.address import Address
from afas_assistant.afas.explanations import Cause, explanation
from afas_assistant.afas.metainfo import Info
from afas_assistant.errors import AssistantError, Who
from afas_assistant.onboarding.probes.refusals import UNREACHED, answered
from afas_assistant.onboarding.requirements import Severity
from afas_assistant.onboarding.verdicts import (
    Certainty,
    Line,
    PossibleCause,
    Reason,
    Section,
    Status,
    Verdict,
    not_tested,
)
from afas_assistant.texts import Text, day, joined, literal, phrase, phrase_n

CLASSIC_TOKENS_END = date(2027, 5, 1)
"""AFAS put this end date on existing classic tokens (AFAS's authentication page, 30 September 2026)."""
CLASSIC_CONNECTORS_END = date(2027, 8, 31)
WARN_DAYS = (7, 30, 90)

HOST, TLS, TOKEN = "host", "tls", "token"
ENVIRONMENT, APP_CONNECTOR, VERSION, EXPIRY = "environment", "app_connector", "profit_version", "token_expiry"

_LABELS: dict[str, Text] = {
    HOST: phrase("Host"),
    TLS: phrase("Secure connection"),
    TOKEN: phrase("Token"),
    ENVIRONMENT: phrase("Environment"),
    APP_CONNECTOR: phrase("App connector"),
    VERSION: phrase("Profit version"),
    EXPIRY: phrase("Token end date"),
}
_ADVISED = frozenset({APP_CONNECTOR, VERSION, EXPIRY})


def environment_lines(*, expected: bool) -> list[Line]:
    """Return the lines about the way in, in the order in which they are tested.

    Which environment answers is required only where one is `expected`: an old Profit does not tell its name.
    """
    advised = _ADVISED if expected else _ADVISED | {ENVIRONMENT}
    return [
        Line(
            Section.ENVIRONMENT,
            name,
            severity=Severity.ADVISED if name in advised else Severity.REQUIRED,
            need=phrase("Everything else goes through this."),
            label=label,
        )
        for name, label in _LABELS.items()
    ]


def judge_entry(lines: Sequence[Line], address: Address, error: AssistantError | None) -> list[Verdict]:
    """Return the verdicts on host, TLS and token; `error` is what came in the place of `/metainfo`."""
    by_name = {line.name: line for line in lines}
    if error is None:
        return [_ok(by_name[HOST], literal(_host(address))), _tls(by_name[TLS], address),
                _ok(by_name[TOKEN], phrase("Accepted"))]  # fmt: skip
    step = _step(error)
    done = {HOST: literal(_host(address)), TLS: None}
    verdicts: list[Verdict] = []
    for name in (HOST, TLS, TOKEN):
        if name == step:
            verdicts.append(_entry_failed(by_name[name], error, address))
        elif verdicts and verdicts[-1].status is not Status.OK:
            verdicts.append(
                not_tested(by_name[name], Reason.EARLIER_FAILED, phrase("Not tested because an earlier step failed"))
            )
        else:
            shown = done[name]
            verdicts.append(_ok(by_name[name], shown) if shown else _tls(by_name[name], address))
    return verdicts


def _step(error: AssistantError) -> str:
    """Return the step at which an error stopped us."""
    if error.code == "tls_refused":
        return TLS
    if error.code in {"unauthorised", "wrong_host"}:
        return TOKEN
    return HOST


def _entry_failed(line: Line, error: AssistantError, address: Address) -> Verdict:
    reason = Reason.WRONG_HOST if error.code == "wrong_host" else UNREACHED.get(error.code, Reason.SERVER_ERROR)
    causes = tuple(
        PossibleCause(cause.cause, cause.check) for cause in _causes(error, tried_all=bool(address.siblings()))
    )
    return Verdict(
        line,
        Status.FAILED,
        answered(error) if error.technical.external_message else error.title,
        reason=reason,
        meaning=error.explanation,
        remedy=error.action,
        who=error.who,
        quote=error.technical.external_message,
        causes=causes,
        detail=tuple(error.technical.lines()),
    )


def _causes(error: AssistantError, *, tried_all: bool) -> Sequence[Cause]:
    """Return the causes that an empty answer leaves open, likeliest first; a wrong host is none once all were tried."""
    if error.code not in {"unauthorised", "ip_refused", "not_found"}:
        return ()
    return [cause for cause in explanation(error.code).causes if not (tried_all and cause.code == "wrong_host")]


def judge_info(
    lines: Sequence[Line], address: Address, info: Info | None, *, expected_envid: str | None, today: date
) -> list[Verdict]:
    """Return the verdicts on environment, app connector and token end date, from the `info` of `/metainfo`."""
    by_name = {line.name: line for line in lines}
    return [
        _environment(by_name[ENVIRONMENT], address, info, expected_envid),
        _app_connector(by_name[APP_CONNECTOR], info),
        judge_expiry(by_name[EXPIRY], info.token_expiry if info else None, today),
    ]


def _environment(line: Line, address: Address, info: Info | None, expected_envid: str | None) -> Verdict:
    if info is None or not info.envid:
        return not_tested(
            line, Reason.NO_ENVIRONMENT_TOLD, phrase("Not tested because AFAS does not say which environment this is")
        )
    expected = expected_envid or address.envid
    if expected and expected.casefold() != info.envid.casefold():
        return Verdict(
            line,
            Status.FAILED,
            phrase("This token belongs to {envid}, not to {expected}", envid=info.envid, expected=expected),
            reason=Reason.OTHER_ENVIRONMENT,
            found=info.envid,
            meaning=phrase("A token is bound to one environment; AFAS answers for that one, whatever was typed."),
            remedy=phrase(
                "Paste a token that was made in {expected}, or choose {envid}.", expected=expected, envid=info.envid
            ),
            who=Who.CONSULTANT,
        )
    return _ok(line, literal(info.envid), found=info.envid)


def _app_connector(line: Line, info: Info | None) -> Verdict:
    if info is None or not info.app_name:
        return not_tested(
            line, Reason.NO_ENVIRONMENT_TOLD, phrase("Not tested because AFAS does not name the app connector")
        )
    title = phrase("{name}, group {group}", name=info.app_name, group=info.group or "?")
    return _ok(line, title if info.group else literal(info.app_name), found=info.app_name)


def judge_expiry(line: Line, told: str | None, today: date) -> Verdict:
    """Return the verdict on the token's end date, warning 90, 30 and 7 days ahead; `told` is AFAS's `tokenExpiry`."""
    ends = parse_expiry(told)
    if told and ends is None and told.strip() != "0":
        return not_tested(
            line, Reason.UNCLEAR_REPLY, phrase("Not tested because AFAS's date “{told}” is not understood", told=told)
        )
    last = min(ends or CLASSIC_TOKENS_END, CLASSIC_TOKENS_END)
    days = (last - today).days
    if days > max(WARN_DAYS):
        return _ok(line, _far(ends, last, days), certainty=Certainty.CONFIRMED if ends else Certainty.INFERRED)
    return Verdict(
        line,
        Status.FAILED,
        phrase_n("Ends on {date}, in 1 day", "Ends on {date}, in {count} days", days, date=day(last))
        if days >= 0
        else phrase("Ended on {date}", date=day(last)),
        reason=Reason.TOKEN_EXPIRES,
        certainty=Certainty.CONFIRMED if ends else Certainty.INFERRED,
        meaning=phrase("After that day AFAS refuses every call, without saying why."),
        remedy=phrase("Make a new token in time and replace it here; AFAS shows it once."),
        detail=(f"tokenExpiry: {told}",),
    )


def _far(ends: date | None, last: date, days: int) -> Text:
    if ends and ends == last:
        return phrase_n("Valid until {date}, 1 day", "Valid until {date}, {count} days", days, date=day(ends))
    told = phrase("AFAS names no end date") if ends is None else phrase("AFAS names {date}", date=day(ends))
    note = phrase("it ends all classic tokens on {date}, in {days} days", date=day(last), days=days)
    return joined(told, note, separator="; ")


def parse_expiry(told: str | None) -> date | None:
    """Return the date in a `tokenExpiry`, or None for “0” (no end date) and for forms that we do not know.

    The form of a real date is documented nowhere, so ISO, yyyymmdd and dd-mm-yyyy are all accepted.
    """
    text = (told or "").strip()
    found = re.match(r"(\d{4})-?(\d\d)-?(\d\d)(?!\d)", text)
    if found:
        return _date(*map(int, found.groups()))
    found = re.match(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", text)
    return _date(*(int(part) for part in reversed(found.groups()))) if found else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return datetime(year, month, day).date()  # noqa: DTZ001 - a calendar day has no time zone
    except ValueError:
        return None


def judge_version(line: Line, answer: str | AssistantError | None) -> Verdict:
    """Return the verdict on the Profit version, which only the special connector AppConnectorVersion tells."""
    if isinstance(answer, str):
        return _ok(line, literal(answer), found=answer)
    return not_tested(line, Reason.UNAVAILABLE, phrase("Not tested because AppConnectorVersion does not answer"))


def _ok(line: Line, title: Text, *, found: str | None = None, certainty: Certainty = Certainty.CONFIRMED) -> Verdict:
    return Verdict(line, Status.OK, title, found=found, certainty=certainty)


def _tls(line: Line, address: Address) -> Verdict:
    shown = (
        phrase("Not encrypted: a practice address on this computer")
        if address.loopback
        else phrase("Certificate accepted")
    )
    return _ok(line, shown)


def _host(address: Address) -> str:
    return address.rest_url.split("/")[2]

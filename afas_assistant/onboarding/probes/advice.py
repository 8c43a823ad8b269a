"""Least-privilege advice, as AFAS's own auditor gives it. Advice never blocks.

The auditor runs only inside Profit; what it looks at and can be seen from outside is judged here.
"""

import re
from collections.abc import Collection, Sequence

from afas_assistant.afas.metainfo import Info
from afas_assistant.onboarding.requirements import Severity
from afas_assistant.onboarding.verdicts import Certainty, Line, Reason, Section, Status, Verdict, not_tested
from afas_assistant.organisations.records import user_in_group
from afas_assistant.texts import Text, literal, phrase, phrase_n

GROUP, PERSON, EXTRA, STANDARD, IP_RULE = (
    "all_users_group",
    "person_token",
    "extra_connectors",
    "profit_names",
    "ip_rule",
)

_LABELS: dict[str, tuple[Text, Text]] = {
    GROUP: (phrase("Own user group"), phrase("A group of its own gives this connection only the rights it needs.")),
    PERSON: (
        phrase("Token of a system user"),
        phrase("A token of an employee stops on the day that the employee leaves."),
    ),
    EXTRA: (phrase("No more connectors than needed"), phrase("Whoever holds the token can use every connector in it.")),
    STANDARD: (
        phrase("Standard connectors"),
        phrase("AFAS may change a connector whose name begins with Profit with every update."),
    ),
    IP_RULE: (phrase("IP restriction"), phrase("With an IP rule a leaked token is useless elsewhere.")),
}
_ALL_USERS = re.compile(r"iedereen|alle profit|all profit|everyone|all users|alle gebruikers", re.IGNORECASE)
_SYSTEM = re.compile(
    r"app|api|conn|kop|koppel|system|systeem|sys|service|svc|integr|sync|robot|bot|timechimp|smartboo|sbq|token|rest|web",
    re.IGNORECASE,
)
_ADMIN = re.compile(r"admin|beheer", re.IGNORECASE)
SHOWN = 5


def advice_lines() -> list[Line]:
    """Return the lines of advice."""
    return [
        Line(Section.ADVICE, name, severity=Severity.ADVISED, need=need, label=label)
        for name, (label, need) in _LABELS.items()
    ]


def judge_group(line: Line, info: Info | None) -> Verdict:
    """Return the advice on the app connector's user group; AFAS writes it as `AuthorizationGroup 101 (12345.USER)`."""
    if info is None or not info.group:
        return not_tested(line, Reason.NO_ENVIRONMENT_TOLD, phrase("Not tested because AFAS does not name the group"))
    if not _ALL_USERS.search(info.group):
        return Verdict(line, Status.OK, literal(info.group), certainty=Certainty.INFERRED)
    return Verdict(
        line,
        Status.FAILED,
        phrase("The group is “{group}”: everybody may use this app connector", group=info.group),
        reason=Reason.ALL_USERS_GROUP,
        certainty=Certainty.INFERRED,
        remedy=phrase("Choose a group of its own, with one system user in it."),
    )


def judge_user(line: Line, info: Info | None) -> Verdict:
    """Return the advice on the token's user, whose id stands between brackets behind the group."""
    user = user_in_group(info.group) if info else ""
    if not user:
        return not_tested(line, Reason.NO_ENVIRONMENT_TOLD, phrase("Not tested because AFAS does not name the user"))
    name = user.rpartition(".")[2]
    if _SYSTEM.search(name) and not _ADMIN.search(name):
        return Verdict(line, Status.OK, literal(user), certainty=Certainty.INFERRED, found=user)
    title = (
        phrase("The token belongs to an administrator: {user}", user=user)
        if _ADMIN.search(name)
        else phrase("The token seems to belong to a person: {user}", user=user)
    )
    return Verdict(
        line,
        Status.FAILED,
        title,
        reason=Reason.PERSON_TOKEN,
        certainty=Certainty.INFERRED,
        found=user,
        meaning=phrase("Judged by the user's name only."),
        remedy=phrase(
            "Make a system user without Profit Windows, put it in the group, and make the token for that user."
        ),
    )


def judge_extra(line: Line, listed: Collection[str], needed: Collection[str]) -> Verdict:
    """Return the advice on connectors beyond those that all profiles of the connection ask for."""
    extra = sorted(set(listed) - set(needed), key=str.casefold)
    if not extra:
        return Verdict(line, Status.OK, phrase("None"))
    shown = ", ".join(extra[:SHOWN]) + (" …" if len(extra) > SHOWN else "")
    return Verdict(
        line,
        Status.FAILED,
        phrase_n(
            "1 connector more than needed: {names}",
            "{count} connectors more than needed: {names}",
            len(extra),
            names=shown,
        ),
        reason=Reason.EXTRA_CONNECTORS,
        remedy=phrase("Remove them from the app connector, unless another program uses this token."),
        detail=tuple(extra[:200]),
    )


def judge_standard(line: Line, used: Sequence[str]) -> Verdict:
    """Tell which required lines rest on AFAS's standard connectors; nothing to mend, good to know."""
    if not used:
        return Verdict(line, Status.OK, phrase("None of the required lines rests on one"))
    return Verdict(
        line,
        Status.OK,
        phrase("{names}: check again after every Profit update", names=", ".join(used[:SHOWN])),
        reason=Reason.PROFIT_NAMES,
        detail=tuple(used),
    )


def judge_ip_rule(line: Line) -> Verdict:
    """Nothing outside Profit shows the IP rules, so this stays a person's look."""
    return Verdict(
        line,
        Status.BY_HAND,
        phrase("Cannot be seen from outside; look at the tab IP-restricties"),
        reason=Reason.NOT_CONFIRMED,
        remedy=phrase("Allow only the addresses that the vendor names, and take test addresses out afterwards."),
    )

"""What planning finds out about a record: each finding has the outlook that it leads to; the worst one counts."""

from collections.abc import Iterable
from dataclasses import dataclass

from afas_assistant.sync.plan import NOTHING, Outlook, Reason
from afas_assistant.texts import Text

_WORST_FIRST = (Outlook.NOTHING_TO_DO, Outlook.WILL_FAIL, Outlook.CANNOT_TELL, Outlook.WILL_PASS)


@dataclass(frozen=True)
class Finding:
    """A reason with the outlook that it leads to."""

    outlook: Outlook
    reason: Reason


def fails(code: str, text: Text, remedy: Text = NOTHING, *, mapping: str = "") -> Finding:
    """Return the finding of something that AFAS will refuse, or that must not be sent."""
    return Finding(Outlook.WILL_FAIL, Reason(code, text, remedy, mapping))


def doubts(code: str, text: Text, remedy: Text = NOTHING, *, mapping: str = "") -> Finding:
    """Return the finding of something that nobody can tell now."""
    return Finding(Outlook.CANNOT_TELL, Reason(code, text, remedy, mapping))


def notes(code: str, text: Text) -> Finding:
    """Return the finding of something that is worth knowing and does no harm."""
    return Finding(Outlook.WILL_PASS, Reason(code, text))


def done(code: str, text: Text) -> Finding:
    """Return the finding that nothing is left to do."""
    return Finding(Outlook.NOTHING_TO_DO, Reason(code, text))


def outlook_of(findings: Iterable[Finding]) -> Outlook:
    """Return the outlook of all findings together; without any it will pass."""
    found = {one.outlook for one in findings}
    return next((one for one in _WORST_FIRST if one in found), Outlook.WILL_PASS)


def reasons_of(findings: Iterable[Finding]) -> tuple[Reason, ...]:
    """Return the reasons, the worst first."""
    return tuple(one.reason for one in sorted(findings, key=lambda one: _WORST_FIRST.index(one.outlook)))

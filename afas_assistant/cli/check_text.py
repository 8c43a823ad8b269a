"""A check's report as text for a terminal: worst first, one line each, then what to do."""

from collections.abc import Iterator, Sequence

from afas_assistant.cli.output import one_line
from afas_assistant.errors import WHO_NAMES
from afas_assistant.onboarding.report import CheckReport
from afas_assistant.onboarding.requirements import Severity
from afas_assistant.onboarding.verdicts import Reason, Status, Verdict
from afas_assistant.texts import Text, literal, phrase, phrase_n


def report_text(report: CheckReport) -> str:
    """Return the report as text, without a trailing newline."""
    verdicts = report.worst_first()
    parts = [_head(report), "\n".join(_rows(verdicts)), "\n".join(_to_do(verdicts)), _foot(report)]
    return "\n\n".join(part for part in parts if part)


def status_word(verdict: Verdict) -> Text:
    """Return the word for a verdict; an advised line that fails is advice."""
    if verdict.status is Status.FAILED:
        required = verdict.line.severity is Severity.REQUIRED
        return phrase("Failed") if required else phrase("Advice")
    if verdict.status is Status.NOT_TESTED:
        return phrase("Not tested")
    if verdict.status is Status.BY_HAND:
        return phrase("By hand")
    return phrase("OK")


def _head(report: CheckReport) -> str:
    told = report.environment
    version = f"Profit {told.profit_version}" if told.profit_version else None
    return one_line(literal(" · ".join(filter(None, (told.envid, told.app_connector, version, told.address)))))


def _rows(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Yield a line for each verdict; those that an earlier failure kept from being tested are only counted."""
    shown = [verdict for verdict in verdicts if verdict.reason is not Reason.EARLIER_FAILED]
    words = [str(status_word(verdict)).upper() for verdict in shown]
    names = [_name(verdict) for verdict in shown]
    wide, wider = max(map(len, words)), min(max(map(len, names)), 44)
    for word, name, verdict in zip(words, names, shown, strict=True):
        yield f"{word:<{wide}}  {name:<{wider}}  {one_line(verdict.title)}"
    left = len(verdicts) - len(shown)
    if left:
        sentence = phrase_n(
            "1 line was not tested because an earlier step failed.",
            "{count} lines were not tested because an earlier step failed.",
            left,
        )
        yield str(sentence)


def _name(verdict: Verdict) -> str:
    profile = f" ({verdict.line.profile})" if verdict.line.profile else ""
    return f"{verdict.line.id}{profile}"


def _to_do(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Yield what to do for every line that does not hold; steps that only wait for a person's word are left out."""
    wanted = [one for one in verdicts if one.status is not Status.OK and one.remedy.render() and _is_news(one)]
    if wanted:
        yield str(phrase("What to do"))
    for number, verdict in enumerate(wanted, start=1):
        yield from _advice(number, verdict)


def _is_news(verdict: Verdict) -> bool:
    return verdict.reason is not Reason.NOT_CONFIRMED or verdict.line.severity is Severity.REQUIRED


def _advice(number: int, verdict: Verdict) -> Iterator[str]:
    yield f"{number:>3}. {_name(verdict)}: {one_line(verdict.title)}"
    if meaning := one_line(verdict.meaning):
        yield f"     {meaning}"
    for cause in verdict.causes:
        yield f"     - {cause.cause} {cause.check}"
    if verdict.line.place:
        yield f"     {verdict.line.place.both_menus()}"
    yield f"     {one_line(verdict.remedy)}"
    who = phrase("Who: {who}", who=WHO_NAMES[verdict.who])
    yield f"     {who}"


def _foot(report: CheckReport) -> str:
    counts = report.counts()
    summary = phrase(
        "{ok} in order, {failed} failed or advised, {not_tested} not tested, {by_hand} by hand, in {seconds} s.",
        **counts,
        seconds=f"{report.seconds:.1f}",
    )
    wrote = phrase("The write test wrote dossier items in AFAS and deleted them; see the destinations.")
    unchanged = phrase("Nothing was changed in AFAS.")
    return f"{summary}\n{wrote if report.wrote else unchanged}"

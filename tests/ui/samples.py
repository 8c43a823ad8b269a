"""Lines, verdicts and a pretend check for the tests of the window: small, with every state once."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.token import parse_token
from afas_assistant.errors import AssistantError, Who
from afas_assistant.onboarding.report import CheckReport, Environment
from afas_assistant.onboarding.requirements import Place, Severity
from afas_assistant.onboarding.verdicts import (
    Certainty,
    Line,
    PossibleCause,
    Reason,
    Section,
    Status,
    Verdict,
)
from afas_assistant.texts import bilingual, literal
from afas_assistant.ui.targets import Target

TOKEN_DATA = "5EC2E7" + "A1" * 29
TOKEN = f"<token><version>1</version><data>{TOKEN_DATA}</data></token>"

PLACE = Place(
    "app_connector_get",
    bilingual({"nl": "App connector", "en": "App connector"}),
    bilingual({"nl": "Algemeen › Beheer › App connector", "en": "General › Management › App connector"}),
    bilingual({"nl": "Algemeen › App connector", "en": "General › App connector"}),
    Who.ADMINISTRATOR,
)


def line(section: Section, name: str, *, profile: str | None = "smartbooqing", required: bool = True) -> Line:
    return Line(
        section,
        name,
        profile=profile,
        severity=Severity.REQUIRED if required else Severity.ADVISED,
        need=bilingual({"nl": f"Waarom {name}.", "en": f"Why {name}."}),
        place=PLACE,
    )


HOST = line(Section.ENVIRONMENT, "host", profile=None)
BTW = line(Section.GET, "SBQ_BTW")
DEBTORS = line(Section.GET, "SBQ_Debiteuren")
ITEMS = line(Section.GET, "Profit_Article", required=False)
JOURNALS = line(Section.GET, "Precal_Dagboeken")
RULE = line(Section.ADVICE, "ip_rule", profile=None, required=False)
LINES = (HOST, BTW, DEBTORS, ITEMS, JOURNALS, RULE)


def good(one: Line) -> Verdict:
    return Verdict(one, Status.OK, bilingual({"nl": "1 rij gelezen", "en": "1 row read"}), found=one.name)


def missing(one: Line) -> Verdict:
    return Verdict(
        one,
        Status.FAILED,
        bilingual({"nl": "Staat niet in de app connector", "en": "Not in the app connector"}),
        reason=Reason.MISSING,
        certainty=Certainty.INFERRED,
        meaning=bilingual({"nl": "Dit zegt AFAS ook bij een tikfout.", "en": "AFAS says so for a slip as well."}),
        remedy=bilingual({"nl": "Vink hem aan.", "en": "Tick it."}),
        quote="GetConnector niet ondersteund",
        causes=(
            PossibleCause(literal("likeliest"), literal("check the first")),
            PossibleCause(literal("unlikely"), literal("check the second")),
        ),
        detail=("Request: GET http://x/y", "HTTP status: 500", "profitLogReference: 5E0B9A41"),
    )


def untested(one: Line) -> Verdict:
    return Verdict(one, Status.NOT_TESTED, literal("because"), reason=Reason.EARLIER_FAILED)


def by_hand(one: Line) -> Verdict:
    return Verdict(one, Status.BY_HAND, literal("look"), reason=Reason.NOT_CONFIRMED, remedy=literal("do"))


ALL_GOOD = (good(HOST), good(BTW), good(DEBTORS), good(ITEMS), good(JOURNALS), by_hand(RULE))
EVERY_STATE = (good(HOST), good(BTW), missing(DEBTORS), missing(ITEMS), untested(JOURNALS), by_hand(RULE))


def report(verdicts: Sequence[Verdict] = EVERY_STATE, *, stopped: AssistantError | None = None) -> CheckReport:
    told = Environment("http://127.0.0.1:1", "T99001AA", "Koppeling", None, "8.2.14")
    return CheckReport(told, verdicts, datetime(2026, 11, 20, 10, 58, tzinfo=UTC), 0.25, stopped=stopped)


def target(*, kind: str = "test", key: str = "somewhere") -> Target:
    return Target(
        key=key,
        name=literal("T99001AA"),
        kind=kind,
        address=understand_address("T99001AA"),
        token=parse_token(TOKEN),
        profiles=("smartbooqing",),
    )


@dataclass
class PretendCheck:
    """A check that tells what it was given, at once or only when `go` is set; `stopped` once it was cancelled."""

    verdicts: Sequence[Verdict] = EVERY_STATE
    lines: Sequence[Line] = LINES
    error: Exception | None = None
    stopped_by: AssistantError | None = None
    go: threading.Event = field(default_factory=threading.Event)
    stopped: threading.Event = field(default_factory=threading.Event)
    threads: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.go.set()

    def __call__(self, _target: Target, planned: Any, judged: Any, cancelled: Callable[[], bool]) -> CheckReport:
        self.threads.add(threading.get_ident())
        planned(self.lines, {"smartbooqing": "SmartBooqing", "timechimp": "TimeChimp"})
        while not self.go.wait(0.005):
            if cancelled():
                self.stopped.set()
                break
        if self.error is not None:
            raise self.error
        for verdict in self.verdicts:
            judged(verdict)
        return report(self.verdicts, stopped=self.stopped_by)


def words_of(widget: Any, *, also_hidden: bool = False) -> str:
    """Return all words that a widget and its children show, as a person could read or hear them, one text a line."""
    texts: list[str] = []
    for one in [widget, *widget.findChildren(QWidget)]:
        if not also_hidden and not one.isVisibleTo(widget):
            continue
        texts += [one.accessibleName(), one.toolTip(), one.windowTitle()]
        if isinstance(one, QLabel | QAbstractButton | QLineEdit):
            texts.append(one.text())
        elif isinstance(one, QPlainTextEdit):
            texts.append(one.toPlainText())
        elif isinstance(one, QComboBox):
            texts += [one.itemText(index) for index in range(one.count())]
    return "\n".join(filter(None, texts))

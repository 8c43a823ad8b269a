"""What each step came to, as the last page shows it: one row a step, with the reasons of what was skipped."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from afas_assistant.onboarding.flow import SECTION_OF, Step
from afas_assistant.onboarding.time_tracking import LINE_NAMES
from afas_assistant.onboarding.verdicts import Section, Status
from afas_assistant.texts import Text, joined, literal, phrase, phrase_n
from afas_assistant.ui.states import LOOKS, State
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.frames import Card
from afas_assistant.ui.widgets.label import Label
from afas_assistant.ui.wizard.outcome_row import NOT_NEEDED, Outcome, clear_layout, outcome_row
from afas_assistant.ui.wizard.session import Session
from afas_assistant.ui.wizard.steps import NAMES
from afas_assistant.ui.wizard.surfaces import thin_line

if TYPE_CHECKING:  # plain values, for their types only
    from afas_assistant.onboarding.verdicts import Verdict

SHOWN = (
    Step.PREPARE,
    Step.ENVIRONMENT,
    Step.GET,
    Step.UPDATE,
    Step.DATA,
    Step.DESTINATIONS,
    Step.ADMINISTRATION,
    Step.TIME_TRACKING,
)
MOST_ADVICE = 4


def outcomes(session: Session) -> list[Outcome]:
    """Return what each step came to, and the advice."""
    rows = [_outcome(step, session) for step in SHOWN]
    advice = [one for one in session.verdicts or () if _is_advice(one)]
    if advice:
        notes = [phrase("{name}: {title}", name=one.line.shown_name, title=one.title) for one in advice[:MOST_ADVICE]]
        if len(advice) > MOST_ADVICE:
            notes.append(phrase("and {count} more", count=len(advice) - MOST_ADVICE))
        count = phrase_n("One piece of advice", "{count} pieces of advice", len(advice))
        rows.append(Outcome(LOOKS[State.ADVICE], count, literal(""), notes))
    return rows


def totals(session: Session) -> tuple[int, int]:
    """Return how many required lines hold, and how many there are."""
    required = [one for one in session.verdicts or () if one.line.severity == "required"]
    return sum(not one.blocks or _ticked(one, session) for one in required), len(required)


def _outcome(step: Step, session: Session) -> Outcome:
    if not session.flow.is_needed(step):
        note = phrase("{program} does not use this", program=session.program)
        return Outcome(NOT_NEEDED, NAMES[step], literal(""), (note,))
    if step is Step.ADMINISTRATION:
        return _administration(session)
    if step is Step.TIME_TRACKING:
        return _time_tracking(session)
    mine = [one for one in session.verdicts or () if one.line.section is SECTION_OF[step]]
    required = [one for one in mine if one.line.severity == "required"]
    good = [one for one in required if not one.blocks or _ticked(one, session)]
    look = LOOKS[_state(required, good, session)]
    figures = phrase("{ok} of {all}", ok=len(good), all=len(required)) if required else literal("")
    return Outcome(look, NAMES[step], figures, tuple(_notes(required, good, session)))


def _state(required: "Sequence[Verdict]", good: "Sequence[Verdict]", session: Session) -> State:
    if not session.verdicts:
        return State.NOT_TESTED
    if any(one not in good and one.status is not Status.BY_HAND for one in required):
        return State.FAILED
    if len(good) < len(required):
        return State.BY_HAND
    return State.OK


def _notes(required: "Sequence[Verdict]", good: "Sequence[Verdict]", session: Session) -> Iterator[Text]:
    """Yield why lines are not in order, why they were skipped, and who confirmed what."""
    for one in required:
        said = session.state.passed.get(one.line.id)
        if one not in good and said is not None:
            yield phrase(
                "{name}: {title}. Reason of {who}: ‘{reason}’",
                name=one.line.shown_name, title=one.title, who=said.who, reason=said.reason,
            )  # fmt: skip
        elif one not in good or one.line.section is Section.DESTINATION:
            yield phrase("{name}: {title}", name=one.line.shown_name, title=one.title)
        elif one.line.section in {Section.GET, Section.UPDATE} and one.found not in {None, one.line.name}:
            yield phrase("Checklist: {name}. AFAS: {found}.", name=one.line.name, found=one.found)


def _administration(session: Session) -> Outcome:
    picked = session.state.administration
    if picked is None:
        note = phrase("Not picked yet; this is asked again before the first invoice.")
        return Outcome(LOOKS[State.NOT_TESTED], NAMES[Step.ADMINISTRATION], literal(""), (note,))
    name = session.state.administration_name
    note = literal(" · ".join(filter(None, (picked, name))))
    return Outcome(LOOKS[State.OK], NAMES[Step.ADMINISTRATION], literal(""), (note,))


def _time_tracking(session: Session) -> Outcome:
    """Return which API answers and which item is the default; what is open, with the reason if somebody gave one."""
    found, passed = session.state.time_tracking, session.state.passed
    item = found.item.words if found.item else phrase("not chosen yet")
    reasons = [
        phrase("{name}: reason of {who}: ‘{reason}’", name=LINE_NAMES[name], who=said.who, reason=said.reason)
        for name in found.open_ids()
        if (said := passed.get(name)) is not None
    ]
    look = LOOKS[State.FAILED if found.open_ids() else State.OK]
    notes = (found.key_words(), phrase("Default item: {item}", item=item), *reasons)
    return Outcome(look, NAMES[Step.TIME_TRACKING], notes=notes)


def _ticked(one: "Verdict", session: Session) -> bool:
    return one.line.id in session.state.ticked


def _is_advice(one: "Verdict") -> bool:
    advised = one.line.severity != "required"
    return advised and one.status is Status.FAILED


class SummaryCard(Card):
    """All outcomes below each other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(1, 1, 1, 1)
        self._layout.setSpacing(0)

    def show_session(self, session: Session) -> None:
        """Show what the steps came to by now."""
        clear_layout(self._layout)
        self._layout.addWidget(_head(session))
        for one in outcomes(session):
            self._layout.addWidget(thin_line())
            self._layout.addWidget(outcome_row(one))


def _head(session: Session) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(px(16), px(9), px(16), px(9))
    row.addWidget(Label(joined(session.program, literal(session.envid), separator=" · "), role="strong"), 1)
    at = session.checks.at
    if at is not None:
        row.addWidget(Label(literal(f"{at.astimezone():%d-%m-%Y %H:%M}"), role="small", colour="muted"))
    return holder

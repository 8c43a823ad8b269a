"""The part of the hand-over book that proves: every line with what AFAS answered, and what was not proven and why."""

from collections.abc import Iterator, Sequence

from afas_assistant.onboarding.differences import Difference, differences
from afas_assistant.onboarding.handover_definitions import held_against
from afas_assistant.onboarding.handover_facts import CONNECTORS, SECTIONS, HandoverFacts
from afas_assistant.onboarding.handover_style import state, word
from afas_assistant.onboarding.html_elements import Content, Markup, element, items, paragraph, table, text, together
from afas_assistant.onboarding.menus import both_paths
from afas_assistant.onboarding.open_points import place_to_mend
from afas_assistant.onboarding.requirements import Severity
from afas_assistant.onboarding.verdicts import Certainty, Section, Status, Verdict
from afas_assistant.texts import Language, Text, phrase, quoted


class Evidence:
    """Writes the evidence of one book in one language; each method returns a part, or nothing where there is none."""

    def __init__(self, facts: HandoverFacts, language: Language) -> None:
        self._facts = facts
        self._language = language
        self._verdicts = facts.report.verdicts

    def say(self, words: Text) -> str:
        """Return a text in the book's language."""
        return words.render(self._language)

    def lines(self) -> Iterator[Markup]:
        """Yield a heading and a table for each section of the checklist."""
        for section, title in SECTIONS.items():
            verdicts = [one for one in self._verdicts if one.line.section is section]
            if verdicts:
                yield element("h3", self.say(title))
                yield self._table(title, verdicts)
            if section is Section.GET:
                yield from held_against(self._facts, self._language)

    def certainty_explained(self) -> Markup:
        """Return what *inferred* means, where some line is."""
        if all(one.certainty is Certainty.CONFIRMED for one in self._verdicts):
            return paragraph()
        return paragraph(
            self.say(
                phrase(
                    "“Inferred” means: concluded from an answer whose meaning AFAS does not document, or from what can "
                    "be seen from outside only. “Confirmed” rests on documented behaviour."
                )
            )
        )

    def passed(self) -> Markup:
        """Return the lines that were passed with a reason: who, when and why."""
        rows = [
            (
                self._name(verdict),
                state(verdict, self._language),
                said.who,
                self.say(self._facts.time(said.at)),
                said.reason,
            )
            for verdict, said in self._facts.passed_lines()
        ]
        if not rows:
            return paragraph(self.say(phrase("No line was passed over.")))
        return self._titled(("Line", "State", "Who", "When", "Reason"), rows, phrase("Passed over with a reason"))

    def confirmed(self) -> Iterator[Markup]:
        """Yield who confirmed by hand what no call can prove, and what nobody has confirmed yet."""
        pairs = [(verdict, self._facts.confirmed(verdict)) for verdict in self._verdicts]
        rows = [
            (self._name(verdict), said.who, self.say(self._facts.time(said.at)), said.note)
            for verdict, said in pairs
            if said is not None
        ]
        if rows:
            yield self._titled(("Line", "Who", "When", "Note"), rows, phrase("Confirmed by hand"))
        else:
            yield paragraph(self.say(phrase("Nobody has confirmed a line by hand.")))
        open_ = [one for one, said in pairs if one.status is Status.BY_HAND and said is None]
        if open_:
            yield paragraph(self.say(phrase("Not confirmed yet:")))
            yield items("ul", (self._name(one) for one in open_))

    def advice(self) -> Markup:
        """Return the advice: what fails without blocking, and what holds with a remark on what would be safer."""
        shown = [one for one in self._verdicts if self._is_advice(one)]
        if not shown:
            return paragraph(self.say(phrase("There is no advice.")))
        return items("ul", (self._advice(one) for one in shown))

    def not_tested(self) -> Markup:
        """Return what could not be tested and why."""
        rows = [
            (self._name(one), self._facts.program(one), self.say(one.title))
            for one in self._verdicts
            if one.status is Status.NOT_TESTED
        ]
        if not rows:
            return paragraph(self.say(phrase("Every line was tested, or is a person's to judge.")))
        return self._titled(("Line", "For", "Why not"), rows, phrase("Not tested"))

    def differences(self) -> Markup:
        """Return what changed since the check before; nothing when there is none."""
        report = self._facts.report
        changed = differences(self._facts.previous, report.to_kept())
        rows = [
            (
                self._name(verdict),
                self._before(verdict, found),
                state(verdict, self._language),
                self.say(found.text),
            )
            for verdict in self._verdicts
            if (found := changed.get(verdict.line.key)) is not None
        ]
        if not rows:
            return paragraph(self.say(phrase("Nothing changed since the check before.")))
        return self._titled(("Line", "Before", "Now", "Since"), rows, phrase("Differences"))

    def _before(self, verdict: Verdict, found: Difference) -> str:
        """Return the word for how a line stood at the check before, or a dash where it was not part of that."""
        if found.before is None:
            return "–"
        return word(found.before, verdict.line.severity, found.reason_before, self._language)

    def _table(self, title: Text, verdicts: Sequence[Verdict]) -> Markup:
        heads = ("Line", "State", "What was found")
        return self._titled(heads, (self._row(one) for one in verdicts), title)

    def _row(self, verdict: Verdict) -> tuple[Content, ...]:
        return (self._line(verdict), self._state(verdict), self._answer(verdict))

    def _state(self, verdict: Verdict) -> Markup:
        """Return how a line stands, how sure that is, and when it was found or said."""
        said = self._facts.confirmed(verdict)
        when = self.say(self._facts.time(said.at if said else self._facts.report.at))
        certain = self._certainty(verdict)
        return together(
            [
                state(verdict, self._language),
                element("div", f"{certain}, {when}" if certain else when, class_="detail"),
            ]
        )

    def _certainty(self, verdict: Verdict) -> str:
        """Return how sure a conclusion is; what was not tested, or is a person's word, concludes nothing."""
        if verdict.status not in {Status.OK, Status.FAILED}:
            return ""
        certain = verdict.certainty is Certainty.CONFIRMED
        return self.say(phrase("Confirmed") if certain else phrase("Inferred"))

    def _line(self, verdict: Verdict) -> Markup:
        """Return the line's name as the document writes it, AFAS's own name where that differs, and its severity."""
        found = verdict.found if verdict.line.section in CONNECTORS and verdict.found != verdict.line.name else None
        other = phrase("in AFAS: {name}", name=found) if found else None
        advised = verdict.line.severity is Severity.ADVISED
        need = self.say(phrase("advised") if advised else phrase("required"))
        program = self._facts.program(verdict)
        return together(
            [
                self._name(verdict),
                element("div", self.say(other), class_="detail") if other else None,
                element("div", f"{program} · {need}" if program else need, class_="detail"),
            ]
        )

    def _name(self, verdict: Verdict) -> Markup:
        name = self.say(verdict.line.shown_name)
        if verdict.line.section is Section.DESTINATION:
            name = f"{name} ({verdict.line.name})"
        return element("code", name) if verdict.line.section in CONNECTORS else text(name)

    def _answer(self, verdict: Verdict) -> Markup:
        """Return what is, AFAS's own words, and for a line that does not hold why and what to do."""
        title = self.say(verdict.title)
        quote = verdict.quote if verdict.quote and verdict.quote not in title else None
        rest = () if verdict.status is Status.OK else self._explained(verdict)
        return together(
            [
                element("div", title),
                element("div", self.say(quoted(quote)), class_="quote") if quote else None,
                *rest,
                element("div", " · ".join(verdict.detail), class_="detail") if verdict.detail else None,
            ]
        )

    def _explained(self, verdict: Verdict) -> Iterator[Markup]:
        for words in (verdict.meaning, verdict.remedy):
            if said := self.say(words):
                yield element("div", said)
        if verdict.causes:
            yield items("ul", (f"{self.say(one.cause)} {self.say(one.check)}" for one in verdict.causes))
        place = place_to_mend(verdict)
        if place and self.say(verdict.remedy):
            paths = both_paths(place, self._facts.report.environment.app_connector, self._language)
            yield element("div", paths, class_="detail")
        if verdict.line.id in self._facts.passed and verdict.blocks:
            yield element("div", self.say(phrase("Passed over with a reason; see there.")))

    def _is_advice(self, verdict: Verdict) -> bool:
        if verdict.status is Status.OK:
            return bool(self.say(verdict.remedy)) or verdict.reason is not None
        return verdict.status is Status.FAILED and verdict.line.severity is Severity.ADVISED

    def _advice(self, verdict: Verdict) -> Markup:
        sentence = f": {self.say(verdict.title).rstrip('.')}. {self.say(verdict.remedy)}"
        return together([self._name(verdict), sentence])

    def _titled(self, heads: Sequence[str], rows: Iterator[Sequence[Content]] | Sequence[Sequence[Content]],
                caption: Text) -> Markup:  # fmt: skip
        return table([self.say(_HEADS[head]) for head in heads], rows, caption=self.say(caption))


_HEADS: dict[str, Text] = {
    "Line": phrase("Line"),
    "State": phrase("State"),
    "Who": phrase("Who"),
    "When": phrase("When"),
    "Reason": phrase("Reason"),
    "Note": phrase("Note"),
    "For": phrase("For"),
    "Why not": phrase("Why not"),
    "Before": phrase("Before"),
    "Now": phrase("Now"),
    "Since": phrase("Difference"),
    "What was found": phrase("What was found"),
}

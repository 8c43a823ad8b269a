"""The hand-over book: one self-contained HTML file that tells what was set, proves it, and says how to take it back.

No scripts, nothing fetched from elsewhere, no secrets. It is written to be printed and to be read in black and white.
"""

import re
from collections.abc import Iterator

from afas_assistant import __version__
from afas_assistant.onboarding.asked_points import name_in_afas
from afas_assistant.onboarding.handover_daily import daily_work
from afas_assistant.onboarding.handover_evidence import Evidence
from afas_assistant.onboarding.handover_facts import CONNECTORS, KINDS, SECTIONS, HandoverFacts, requirements
from afas_assistant.onboarding.handover_style import STYLE
from afas_assistant.onboarding.html_elements import (
    Content,
    Markup,
    element,
    facts,
    items,
    mail_address,
    paragraph,
    table,
    together,
    trusted,
)
from afas_assistant.onboarding.menus import both_paths
from afas_assistant.onboarding.probes.environment import CLASSIC_CONNECTORS_END, CLASSIC_TOKENS_END, parse_expiry
from afas_assistant.onboarding.profiles import places
from afas_assistant.onboarding.requirements import GetRequirement, Profile, Requirement, Severity, UpdateRequirement
from afas_assistant.onboarding.verdicts import Section, Status, Verdict
from afas_assistant.texts import Language, Text, day, literal, phrase, phrase_n

__all__ = ["HandoverFacts", "handover_book"]

_CLOSED = "default-src 'none'; style-src 'unsafe-inline'"
"""What a browser may load for the file: nothing; a second lock beside the escaping."""


def handover_book(facts: HandoverFacts, language: Language) -> str:
    """Return the book as the text of an HTML file, to be written as UTF-8."""
    return _Book(facts, language).html()


_ACTED_ON = re.compile(r'["$`\\%!\x00-\x1f]')


class _Book:
    """Writes one book in one language."""

    def __init__(self, told: HandoverFacts, language: Language) -> None:
        self._facts = told
        self._report = told.report
        self._language = language
        self._evidence = Evidence(told, language)

    def html(self) -> str:
        title = self._say(phrase("Hand-over book: {organisation}", organisation=self._facts.organisation))
        head = element(
            "head",
            trusted('<meta charset="utf-8">'),
            trusted(f'<meta http-equiv="Content-Security-Policy" content="{_CLOSED}">'),
            trusted('<meta name="viewport" content="width=device-width, initial-scale=1">'),
            element("title", title),
            element("style", STYLE),
        )
        body = element("body", element("header", *self._opening(title)), element("main", *self._sections()))
        return f"<!DOCTYPE html>\n{element('html', head, body, lang=self._language)}\n"

    def _say(self, text: Text) -> str:
        return text.render(self._language)

    def _opening(self, title: str) -> Iterator[Markup]:
        told = self._facts
        yield element("h1", title)
        names = dict.fromkeys([told.connection, *(profile.name for profile in told.profiles)])
        yield paragraph(" · ".join(filter(None, names)))
        made = phrase("Made by {who} on {when}.", who=told.made_by, when=told.time(told.made_at))
        if not told.made_by:
            made = phrase("Made on {when}.", when=told.time(told.made_at))
        yield paragraph(self._say(made), class_="muted")

    def _sections(self) -> Iterator[Markup]:
        evidence = self._evidence
        yield self._section(phrase("Summary"), *self._summary())
        yield self._section(phrase("Environment"), *self._environment())
        yield self._section(phrase("Evidence"), evidence.certainty_explained(), *evidence.lines(), new_page=True)
        yield self._section(phrase("Passed over with a reason"), evidence.passed())
        yield self._section(phrase("Confirmed by hand"), *evidence.confirmed())
        yield self._section(phrase("Advice"), evidence.advice())
        if self._facts.administration or self._facts.time_tracking is not None:
            yield self._section(phrase("Daily work"), *daily_work(self._facts, self._language))
        yield self._section(phrase("What was not tested"), evidence.not_tested(), self._limits())
        if self._facts.previous is not None:
            yield self._section(phrase("Differences since the check before"), evidence.differences())
        yield self._section(phrase("What the programs need"), *self._needs(), new_page=True)
        yield self._section(phrase("Withdrawing access"), *self._withdrawal())
        yield self._section(phrase("Whom to ask"), self._contacts())
        yield self._section(phrase("Repeating the check"), *self._repeat())

    def _section(self, title: Text, *content: Content, new_page: bool = False) -> Markup:
        heading = element("h2", self._say(title))
        return element("section", heading, *content, class_="page" if new_page else "part")

    def _summary(self) -> Iterator[Markup]:
        required = [one for one in self._report.verdicts if one.line.severity is Severity.REQUIRED]
        holding = sum(not one.blocks for one in required)
        yield paragraph(
            element("strong", self._say(phrase("{count} of {total} required lines are in order.",
                                               count=holding, total=len(required))))
        )  # fmt: skip
        if self._report.stopped is not None:
            yield paragraph(self._report.stopped.sentence(self._language))
        elif self._report.cancelled:
            yield paragraph(self._say(phrase("The check was stopped before its end.")))
        passed = len(self._facts.passed_lines())
        if passed:
            yield paragraph(
                self._say(phrase_n("One line was passed over with a reason.",
                                   "{count} lines were passed over with a reason.", passed))
            )  # fmt: skip
        yield paragraph(self._say(self._changed()))
        heads = (phrase("Section"), phrase("In order"), phrase("Lines"), phrase("Not tested"))
        yield table(
            [self._say(head) for head in heads], self._counts(), caption=self._say(phrase("Lines in order, by section"))
        )

    def _changed(self) -> Text:
        if self._report.wrote:
            return phrase("The write test wrote dossier items in AFAS and deleted them; see the destinations.")
        return phrase("Nothing was changed in AFAS.")

    def _counts(self) -> Iterator[tuple[str, ...]]:
        for section, title in SECTIONS.items():
            verdicts = [one for one in self._report.verdicts if one.line.section is section]
            if verdicts:
                holding = sum(_holds(one) for one in verdicts)
                untested = sum(one.status is Status.NOT_TESTED for one in verdicts)
                yield self._say(title), str(holding), str(len(verdicts)), str(untested)

    def _environment(self) -> Iterator[Markup]:
        told, facts_ = self._report.environment, self._facts
        rows: list[tuple[Text, Content]] = [
            (phrase("Environment"), told.envid),
            (phrase("Kind"), self._badge()),
            (phrase("Address"), element("code", told.address)),
            (phrase("Connection"), facts_.connection),
            (phrase("App connector"), told.app_connector),
            (phrase("User group"), told.group),
            (phrase("User of the token"), facts_.token_user),
            (phrase("Profit version"), told.profit_version),
            (phrase("Token end date"), self._say(self._expiry(told.token_expiry))),
            (phrase("End of classic tokens"), self._say(day(CLASSIC_TOKENS_END))),
            (phrase("End of app connectors on classic tokens"), self._say(day(CLASSIC_CONNECTORS_END))),
            (phrase("Checked"), self._say(facts_.time(self._report.at))),
            (phrase("Checked with"), f"AFAS Assistant {__version__}"),
        ]
        yield facts(((self._say(name), value) for name, value in rows), caption=self._say(phrase("What was checked")))
        yield paragraph(
            self._say(
                phrase("AFAS ends all classic tokens on the first of these days. Move to OAuth before it, or every "
                       "call is refused from then on.")
            )
        )  # fmt: skip
        yield paragraph(
            self._say(phrase("This book holds no token; AFAS Assistant keeps tokens in the system's keyring only."))
        )

    def _badge(self) -> Markup | None:
        kind = self._facts.kind
        return element("span", self._say(KINDS[kind]), class_=f"badge {kind.value}") if kind else None

    def _expiry(self, told: str | None) -> Text:
        ends = parse_expiry(told)
        if ends is not None:
            return day(ends)
        if not told or told.strip() == "0":
            return phrase("AFAS names none")
        return literal(told)

    def _limits(self) -> Markup:
        if self._report.wrote:
            return paragraph()
        return paragraph(
            self._say(
                phrase("No record was written: UpdateConnectors were proven by the fields that they offer, "
                       "GetConnectors by their first row.")
            )
        )  # fmt: skip

    def _needs(self) -> Iterator[Markup]:
        heads = (phrase("Line"), phrase("Section"), phrase("Required"), phrase("Why"), phrase("Place in AFAS"),
                 phrase("Definition file"))  # fmt: skip
        for profile in self._facts.profiles:
            yield element("h3", profile.name)
            yield paragraph(self._say(profile.document), class_="muted")
            if profile.needs is not None:
                yield paragraph(self._say(profile.needs))
            caption = self._say(phrase("What {program} needs", program=profile.name))
            yield table([self._say(head) for head in heads], self._need_rows(profile), caption=caption)

    def _need_rows(self, profile: Profile) -> Iterator[tuple[Content, ...]]:
        for section, line, name in requirements(profile):
            required = line.severity is Severity.REQUIRED
            yield (
                self._need_name(section, line, name),
                self._say(SECTIONS[section]),
                self._say(phrase("yes") if required else phrase("advised")),
                self._say(line.why),
                self._say(line.place.title),
                getattr(line, "file", None) or "–",
            )

    def _need_name(self, section: Section, line: Requirement, name: Text) -> Markup:
        """Return the name as the document prints it, with AFAS's own behind a misprint."""
        shown: Content = self._say(name)
        if section in CONNECTORS:
            shown = element("code", self._say(name))
        if not isinstance(line, GetRequirement | UpdateRequirement) or name_in_afas(line) == line.name:
            return together([shown])
        other = phrase("in AFAS: {name}", name=name_in_afas(line))
        return together([shown, element("div", self._say(other), class_="detail")])

    def _withdrawal(self) -> Iterator[Markup]:
        yield paragraph(self._say(phrase("In this order; the first step already ends the access.")))
        forget = phrase("Remove the organisation here; that deletes the token from the keyring too.")
        steps = (
            self._step(phrase("Delete the user token."), "app_connector_tokens"),
            self._step(phrase("Block the app connector, or delete it."), "app_connector_general"),
            self._step(phrase("Delete the user and the group, if nothing else uses them."), "authorisation_tool"),
            self._say(phrase("Remove the connection in the programs that used it, and the token there.")),
            together([self._say(forget), _command("org", "remove", self._organisation())]),
        )
        yield items("ol", steps)

    def _step(self, what: Text, place_id: str) -> Markup:
        paths = both_paths(places()[place_id], self._report.environment.app_connector, self._language, to_make=False)
        return together([self._say(what), element("div", paths, class_="detail")])

    def _contacts(self) -> Markup:
        rows = [
            (profile.name, _contact(profile.contact.missing), _contact(profile.contact.technical))
            for profile in self._facts.profiles
            if profile.contact.missing or profile.contact.technical
        ]
        if not rows:
            return paragraph(self._say(phrase("The checklists name no addresses.")))
        heads = (phrase("Program"), phrase("Missing connectors"), phrase("Technical questions"))
        return table([self._say(head) for head in heads], rows, caption=self._say(phrase("Addresses of the vendors")))

    def _repeat(self) -> Iterator[Markup]:
        yield paragraph(
            self._say(phrase("Open the organisation in AFAS Assistant and choose Set-up, or run this in a terminal:"))
        )
        connection = ("--connection", _quoted(self._facts.connection)) if self._facts.connection else ()
        yield _command("check", "--org", self._organisation(), *connection)
        yield paragraph(self._say(phrase("Repeat it after every update of Profit. A check only reads.")))

    def _organisation(self) -> str:
        return _quoted(self._report.environment.envid or self._facts.organisation)


def _holds(verdict: Verdict) -> bool:
    """Whether a line is proven, or a person's word stands for it."""
    return verdict.status is Status.OK or (verdict.status is Status.BY_HAND and verdict.reason is None)


def _contact(address: str | None) -> Content:
    if not address:
        return "–"
    return mail_address(address) if "@" in address and " " not in address else address


def _command(*words: str) -> Markup:
    return element("div", element("code", " ".join(("afas-assistant", *words))))


def _quoted(name: str) -> str:
    """Return a name as one argument in any shell; what a shell would act on between quotes is left out."""
    return name if name.isalnum() else f'"{_ACTED_ON.sub("", name)}"'

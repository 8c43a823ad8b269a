"""The part of the hand-over book that tells what each GetConnector was held against, and what that does not prove."""

from collections.abc import Iterator

from afas_assistant.onboarding.definition_drift import Drift, drift, losses
from afas_assistant.onboarding.handover_facts import HandoverFacts
from afas_assistant.onboarding.html_elements import Content, Markup, element, items, paragraph, table, together
from afas_assistant.onboarding.verdicts import NOTHING, Section
from afas_assistant.organisations.records import DefinitionSource, KeptDefinition
from afas_assistant.texts import Language, Text, day, joined, phrase


def held_against(facts: HandoverFacts, language: Language) -> Iterator[Markup]:
    """Yield a table of what GetConnectors were held against and how they stand; nothing where none was."""
    found = dict(_held(facts))
    if not found:
        return
    title = phrase("Columns held against definition files and earlier checks")
    heads = (phrase("Line"), phrase("Held against"), phrase("What was found"), phrase("Last without a difference"))
    rows = (_row(facts, name, one, language) for name, one in found.items())
    yield element("h4", title.render(language))
    yield table([head.render(language) for head in heads], rows, caption=title.render(language))
    yield paragraph(phrase("What this does not prove:").render(language))
    unproven = dict.fromkeys(text.render(language) for one in found.values() for text in one.comparison.not_proven)
    yield items("ul", unproven)


def _held(facts: HandoverFacts) -> Iterator[tuple[str, Drift]]:
    """Yield each connector whose columns AFAS told and that is held against something; not against this very check."""
    for verdict in facts.report.verdicts:
        if verdict.line.section is Section.GET and verdict.found and verdict.columns:
            kept = facts.definitions.get(verdict.found.casefold())
            if kept is not None and not (kept.source is DefinitionSource.LIVE and kept.kept_at >= facts.report.at):
                yield verdict.found, drift(kept, verdict.columns)


def _row(facts: HandoverFacts, name: str, one: Drift, language: Language) -> tuple[Content, ...]:
    matched = one.kept.matched_at
    return (
        element("code", name),
        _against(facts, one.kept, language),
        _found(one).render(language),
        facts.time(matched).render(language) if matched else "–",
    )


def _against(facts: HandoverFacts, kept: KeptDefinition, language: Language) -> Content:
    if kept.source is DefinitionSource.LIVE:
        return phrase("the check of {when}", when=facts.time(kept.kept_at)).render(language)
    changed = phrase("changed in AFAS on {date}", date=day(kept.changed)) if kept.changed else NOTHING
    about = joined(changed, phrase("kept on {date}", date=facts.time(kept.kept_at)), separator=" · ").render(language)
    return together([element("code", kept.label), element("div", about, class_="detail")])


def _found(one: Drift) -> Text:
    """Return how the columns stand; all differences are named, however many."""
    if one.kept.source is DefinitionSource.FILE:
        return one.comparison.summary
    return joined(*losses(one.comparison), separator=", ") if one.changed else phrase("as they were")

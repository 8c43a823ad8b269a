"""The part of the hand-over book about the daily work: administration, time tracking, default item, what is open."""

from collections.abc import Iterator

from afas_assistant.onboarding.handover_facts import HandoverFacts
from afas_assistant.onboarding.html_elements import Content, Markup, facts, paragraph
from afas_assistant.onboarding.time_tracking import LINE_NAMES
from afas_assistant.texts import Language, Text, joined, phrase, quoted


def daily_work(told: HandoverFacts, language: Language) -> Iterator[Markup]:
    """Yield what was chosen for the daily work, and what was left open for which reason."""
    found = told.time_tracking
    rows: list[tuple[Text, Content]] = [(phrase("Administration"), told.administration)]
    if found is not None:
        rows.append((phrase("TimeChimp"), found.key_words().render(language)))
        rows.append((phrase("Default item"), found.item.words.render(language) if found.item else ""))
        rows += [(LINE_NAMES[name], _reason(told, name).render(language)) for name in found.open_ids()]
    named = [(name.render(language), value or phrase("not chosen yet").render(language)) for name, value in rows]
    yield facts(named, caption=phrase("What the daily work uses").render(language))
    if found is not None and found.generations:
        kept = phrase("The TimeChimp key stands in no file; the keyring of the computer keeps it.")
        yield paragraph(kept.render(language))


def _reason(told: HandoverFacts, name: str) -> Text:
    said = told.passed.get(name)
    if said is None:
        return phrase("open")
    passed = phrase("passed over by {who} on {when}:", who=said.who, when=told.time(said.at))
    return joined(passed, quoted(said.reason))

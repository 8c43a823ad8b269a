"""What importing a definition file means: its name, the rows it hides, the rights it needs, the names that cause
trouble over REST, the release it comes from, and the SQL that it carries.

Only what the file itself tells is used. What AFAS documents nowhere is said with its doubt: that `Aut_*` entities name
the filter authorisation that applies, and how an environment takes a file of another release.
"""

import re
from collections.abc import Iterator

from afas_assistant.errors import Who
from afas_assistant.gcn.definition import FilterGroup, GcnDefinition
from afas_assistant.gcn.entities import entity_words
from afas_assistant.gcn.filter_words import filter_text
from afas_assistant.onboarding.definition_findings import Finding, Weight, heaviest_first
from afas_assistant.onboarding.definition_manifest import Expected
from afas_assistant.onboarding.names import nearest
from afas_assistant.onboarding.profiles import places
from afas_assistant.texts import Text, joined, literal, phrase

COLLECTION = 0
"""The level of a filter that the data collection has of its own; the others are the author's."""
LAST_OF_OLD_COUNTER = 5
"""The last format of files from before autumn 2023, when AFAS began to count releases from 1 again."""
HIGHEST_NEW_RELEASE = 13
"""Above this, a release number cannot be told from one of the old counter, which ran from 14 to 22 in our samples."""

_TOLD_BY_NAME = frozenset({"awkward_names", "duplicate_names"})
_HARMLESS = frozenset({"unknown_format", "odd_date"})
_PLAIN = re.compile(r"[A-Za-z0-9_]+")
_FREE_FIELD = re.compile(r"U[0-9A-F]{32}")


def meaning(
    definition: GcnDefinition, expected: Expected | None = None, profit_version: str | None = None
) -> tuple[Finding, ...]:
    """Return what to know before importing a definition, what needs attention first.

    `expected` is the file that it should be, `profit_version` what the environment answers (`8.2.14`).
    """
    return heaviest_first(
        [
            *(_name(definition, expected) if expected else ()),
            *_filters(definition),
            *_names(definition),
            *_free_fields(definition),
            *_blocked(definition),
            *_rights(definition),
            *_release(definition, profit_version),
            *_remarks(definition),
            *_sql(definition),
        ]
    )


def _name(definition: GcnDefinition, expected: Expected) -> Iterator[Finding]:
    connector = literal(definition.connector_id)
    if expected.arrives_as(definition.connector_id):
        if expected.file.casefold() != f"{definition.connector_id}.gcn".casefold():
            text = phrase("{file} arrives in AFAS as {connector}.", file=expected.file, connector=connector)
            remedy = phrase("Search for {connector} when you add it to the app connector.", connector=connector)
            yield Finding("arrives_as", Weight.ADVICE, text, remedy, Who.ADMINISTRATOR)
        return
    names = literal(", ".join(expected.names))
    near = nearest(expected.names, [definition.connector_id]) is not None
    text = (
        phrase("The connector is spelt {connector}; expected is {names}.", connector=connector, names=names)
        if near
        else phrase(
            "{file} brings {connector}; expected is {names}.", file=expected.file, connector=connector, names=names
        )
    )
    remedy = phrase("Ask the vendor which name the integration calls, before you import the file.")
    yield Finding("name_near" if near else "name_other", Weight.ATTENTION, text, remedy, Who.VENDOR)


def _filters(definition: GcnDefinition) -> Iterator[Finding]:
    own = [group for group in definition.filters if group.level == COLLECTION]
    if authored := [group for group in definition.filters if group.level != COLLECTION]:
        text = phrase(
            "The author’s filter comes along and hides the other rows: {filter}", filter=_words(definition, authored)
        )
        remedy = phrase(
            "If rows are absent later, look at this filter first; it is changed under {menu}.",
            menu=places()["getconnector_definition"].menu,
        )
        yield Finding("filter", Weight.ATTENTION, text, remedy, Who.ADMINISTRATOR)
    if own:
        text = phrase(
            "A filter that probably belongs to the data collection “{collection}” hides the other rows: {filter}",
            collection=literal(definition.data_collection),
            filter=_words(definition, own),
        )
        remedy = phrase("Know that rows outside it never come; another data collection may have them.")
        yield Finding("filter_of_collection", Weight.ADVICE, text, remedy, Who.CONSULTANT)


def _words(definition: GcnDefinition, groups: list[FilterGroup]) -> Text:
    return filter_text(groups, definition.columns, definition.hidden)


def _names(definition: GcnDefinition) -> Iterator[Finding]:
    names = [column.name for column in definition.columns]
    dotted = [name for name in names if "." in name]
    awkward = [name for name in names if not _PLAIN.fullmatch(name) and name not in dotted]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if dotted:
        text = phrase("Column names with a dot clash with REST: {names}.", names=literal(", ".join(dotted)))
        remedy = phrase("Rename them in AFAS, if the integration does not ask for them by this name.")
        yield Finding("name_with_dot", Weight.ATTENTION, text, remedy, Who.CONSULTANT)
    if doubled:
        text = phrase("Two columns have the same name: {names}.", names=literal(", ".join(doubled)))
        remedy = phrase("Only one of them can be read; give the other a name of its own in AFAS.")
        yield Finding("name_twice", Weight.ATTENTION, text, remedy, Who.CONSULTANT)
    if awkward:
        text = phrase(
            "Column names with other signs than letters without accents, digits and _: {names}.",
            names=literal(", ".join(awkward)),
        )
        remedy = phrase("They work; a program that asks for them must write them in the address with care.")
        yield Finding("name_awkward", Weight.ADVICE, text, remedy, Who.CONSULTANT)


def _free_fields(definition: GcnDefinition) -> Iterator[Finding]:
    free = [column.name for column in definition.columns if _is_free_field(column.data_field, column.internal_id)]
    if free:
        text = phrase(
            "These columns are free fields, whose ids differ in every environment: {names}.",
            names=literal(", ".join(free)),
        )
        remedy = phrase("Look after the import whether they show what is meant; choose the field again where not.")
        yield Finding("free_field", Weight.ATTENTION, text, remedy, Who.CONSULTANT)


def _rights(definition: GcnDefinition) -> Iterator[Finding]:
    menu = places()["authorisation_tool"].menu
    groups = [name for name in (definition.definition_group, definition.category) if name]
    if groups:
        text = phrase(
            "The definition is in {groups} (group or category): whoever calls it needs the right to execute its "
            "definitions.",
            groups=literal(", ".join(groups)),
        )
        remedy = phrase(
            "{menu} › (user group) › General › Management › Definition › Filters: “General - Execute definition (incl. "
            "report, analysis, document)”, with {groups}.",
            menu=menu,
            groups=literal(", ".join(groups)),
        )
        yield Finding("right_execute", Weight.ADVICE, text, remedy, Who.ADMINISTRATOR)
    if definition.authorisation:
        entities = joined(*map(entity_words, definition.authorisation), separator=", ")
        text = phrase(
            "AFAS probably leaves out rows by the filter authorisation of the token’s user, on: {entities}.",
            entities=entities,
        )
        remedy = phrase(
            "{menu} › (user) › Authorisation: the filters on {entities} must let all rows through that are needed.",
            menu=menu,
            entities=entities,
        )
        yield Finding("filter_authorisation", Weight.ADVICE, text, remedy, Who.ADMINISTRATOR)


def _is_free_field(data_field: str, internal_id: str) -> bool:
    return any(_FREE_FIELD.fullmatch(part) for part in (*data_field.split("."), internal_id))


def _release(definition: GcnDefinition, profit_version: str | None) -> Iterator[Finding]:
    """Compare releases; the counter began again at 1 in autumn 2023, so a high number is the older one."""
    old_file = definition.format <= LAST_OF_OLD_COUNTER
    here = _release_number(profit_version)
    if old_file:
        text = phrase("The file is from Profit {release} of before autumn 2023.", release=definition.release)
        remedy = phrase(
            "Compare the columns after the import: fields that AFAS has replaced since come back as (replaced)."
        )
        yield Finding("release_old", Weight.ADVICE, text, remedy, Who.VENDOR)
    elif here is None or here > HIGHEST_NEW_RELEASE:
        return
    elif definition.release > here:
        text = phrase(
            "The file is from Profit {release}, newer than Profit {here} of this environment.",
            release=definition.release,
            here=here,
        )
        remedy = phrase(
            "Try it: one release back is known to work, further back is not. If AFAS refuses it, ask the vendor for an "
            "older export."
        )
        yield Finding("release_newer", Weight.ATTENTION, text, remedy, Who.VENDOR)
    elif definition.release < here:
        text = phrase(
            "The file is from Profit {release}; this environment has Profit {here}.",
            release=definition.release,
            here=here,
        )
        remedy = phrase("That is usual. Compare the columns after the import.")
        yield Finding("release_older", Weight.ADVICE, text, remedy, Who.CONSULTANT)


def _release_number(profit_version: str | None) -> int | None:
    found = re.match(r"\s*(?:Profit\s+)?(\d{1,4})\b", profit_version or "")
    return int(found[1]) if found else None


def _blocked(definition: GcnDefinition) -> Iterator[Finding]:
    if definition.blocked:
        text = phrase("The definition arrives blocked: nobody can read it until it is unblocked.")
        remedy = phrase(
            "Untick Geblokkeerd (Blocked) after the import: {menu}.", menu=places()["getconnector_definition"].menu
        )
        yield Finding("blocked", Weight.ATTENTION, text, remedy, Who.ADMINISTRATOR)


def _remarks(definition: GcnDefinition) -> Iterator[Finding]:
    """Yield the reader's remarks; those about names are told above, in more words."""
    for remark in definition.remarks:
        if remark.code not in _TOLD_BY_NAME:
            weight = Weight.ADVICE if remark.code in _HARMLESS else Weight.ATTENTION
            remedy = phrase("Ask the vendor about it, before you import the file.")
            yield Finding(remark.code, weight, remark.text, remedy, Who.VENDOR)


def _sql(definition: GcnDefinition) -> Iterator[Finding]:
    if definition.sql:
        text = phrase("The file carries SQL that AFAS runs on the customer’s database.")
        remedy = phrase("Import it only when you know who sent it.")
        yield Finding("carries_sql", Weight.ADVICE, text, remedy, Who.ADMINISTRATOR)

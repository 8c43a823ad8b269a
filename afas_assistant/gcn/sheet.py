"""A build sheet: all that somebody needs to build a GetConnector again in Profit, printed from its definition file.

The sheet is for the case where the vendor's file is not at hand or may not be imported. We write no definition files:
Profit seals each one, and only Profit can. A sheet is plain text of at most about a hundred signs a line, with the
marks of Markdown, so that it prints well as it is.
"""

import textwrap
from collections.abc import Container, Iterator, Sequence

from afas_assistant.gcn.definition import Column, GcnDefinition, HiddenField
from afas_assistant.gcn.entities import entity_words
from afas_assistant.gcn.filter_words import filter_text
from afas_assistant.texts import Language, Text, day, joined, literal, phrase, phrase_n

WIDE = 100
"""Signs a line for running text; a table takes what its longest cells take."""

Row = Sequence[Text]


def build_sheet(definition: GcnDefinition, language: Language) -> str:
    """Return the build sheet of a definition, without a newline at the end."""
    blocks = (
        [_line(f"# GetConnector {definition.connector_id}")],
        _paragraph(_what_this_is(), language),
        _pairs(_facts(definition), language),
        _columns(definition, language),
        _headings(definition, language),
        _filters(definition, language),
        _hidden(definition, language),
        _steps(definition, language),
    )
    return "\n\n".join("\n".join(block) for block in map(list, blocks) if block)


def _what_this_is() -> Text:
    return phrase(
        "Build sheet, printed from the definition file. It is our reading of the file: AFAS does not describe the "
        "format, and the vendor has not seen this sheet."
    )


def _facts(definition: GcnDefinition) -> list[tuple[Text, Text]]:
    entities = joined(*map(entity_words, definition.authorisation), separator=", ")
    collection = (
        phrase("{name} (base {id})", name=literal(definition.data_collection), id=definition.data_collection_id)
        if definition.data_collection_id
        else literal(definition.data_collection)
    )
    export = phrase(
        "Profit {release}, build {build}, file format {format}",
        release=definition.release,
        build=literal(definition.build),
        format=definition.format,
    )
    told: list[tuple[Text, Text]] = [
        (phrase("Connector id"), literal(definition.connector_id)),
        (phrase("Description"), literal(definition.description)),
        (phrase("Explanation"), literal(definition.explanation)),
        (phrase("Data collection"), collection),
        (phrase("Definition group"), literal(definition.definition_group)),
        (phrase("Definition category"), literal(definition.category)),
        (phrase("Filter authorisation"), entities),
        (phrase("Exported from"), export),
        (phrase("Created"), day(definition.created) if definition.created else literal("")),
        (phrase("Changed"), day(definition.changed) if definition.changed else literal("")),
    ]
    return [(name, words) for name, words in told if words.render()]


def _columns(definition: GcnDefinition, language: Language) -> Iterator[str]:
    title = phrase_n("## {count} column", "## {count} columns, in this order", len(definition.columns))
    yield title.render(language)
    yield ""
    head = [
        phrase("No."),
        phrase("Output name"),
        phrase("Internal id"),
        phrase("Field"),
        phrase("Path"),
        phrase("Remark"),
    ]
    yield from _table(
        head, [_column(number, column) for number, column in enumerate(definition.columns, start=1)], language
    )


def _column(number: int, column: Column) -> Row:
    grouped = phrase("grouped ({code})", code=column.aggregate) if column.aggregate else literal("")
    return [
        literal(str(number)),
        literal(column.name),
        literal(column.internal_id),
        literal(column.data_field),
        literal(column.path),
        grouped,
    ]


def _headings(definition: GcnDefinition, language: Language) -> Iterator[str]:
    """Yield the headings that the author gave, where they are more than the output name with blanks."""
    rows = [
        [literal(str(number)), literal(column.name), literal(column.caption)]
        for number, column in enumerate(definition.columns, start=1)
        if column.caption and column.caption.casefold() != column.name.replace("_", " ").casefold()
    ]
    if rows:
        yield phrase("## Headings that the author gave").render(language)
        yield ""
        yield from _table([phrase("No."), phrase("Output name"), phrase("Heading")], rows, language)


def _filters(definition: GcnDefinition, language: Language) -> Iterator[str]:
    yield phrase("## Filters").render(language)
    yield ""
    if not definition.filters:
        yield phrase("None: all rows come that the user may see.").render(language)
        return
    for level in sorted({group.level for group in definition.filters}):
        groups = [group for group in definition.filters if group.level == level]
        whose = phrase("Set by the author:") if level else phrase("Probably of the data collection itself:")
        yield from _paragraph(
            joined(whose, filter_text(groups, definition.columns, definition.hidden)), language, mark="- "
        )


def _hidden(definition: GcnDefinition, language: Language) -> Iterator[str]:
    if not definition.hidden:
        return
    count = len(definition.hidden)
    yield phrase_n("## {count} field that is not output", "## {count} fields that are not output", count).render(
        language
    )
    yield ""
    filtered = {condition.internal_id for group in definition.filters for condition in group.conditions}
    rows = [
        [literal(field.internal_id), literal(field.data_field), literal(field.path), _use(field, filtered)]
        for field in definition.hidden
    ]
    yield from _table([phrase("Internal id"), phrase("Field"), phrase("Path"), phrase("Use")], rows, language)


def _use(field: HiddenField, filtered: Container[str]) -> Text:
    if field.internal_id in filtered:
        return phrase("for a filter")
    return phrase("technical, AFAS adds it") if field.technical else literal("")


def _steps(definition: GcnDefinition, language: Language) -> Iterator[str]:
    yield phrase("## Build it, and hold the export against this sheet").render(language)
    yield ""
    for number, step in enumerate(_to_do(definition), start=1):
        yield from _paragraph(step, language, mark=f"{number}. ")


def _to_do(definition: GcnDefinition) -> Iterator[Text]:
    yield phrase(
        "In Profit, choose General › Output › Management › GetConnector › New, and the data collection “{collection}”.",
        collection=literal(definition.data_collection),
    )
    yield phrase(
        "Add the columns in this order and give each its output name, sign by sign. Internal ids that begin with U are "
        "given out by AFAS and may differ; the others come from the data collection."
    )
    if any(group.level for group in definition.filters):
        yield phrase("Set the author’s filters; those of the data collection are there already.")
    if definition.definition_group:
        yield phrase(
            "Put the definition in the group {group}, and let the user of the token execute definitions of that group.",
            group=literal(definition.definition_group),
        )
    yield phrase("Call it {connector}: integrations ask for this name.", connector=literal(definition.connector_id))
    yield phrase(
        "Export it, print the sheet of the export with “gcn sheet” and lay both beside each other. Columns, fields, "
        "paths and filters must be the same; internal ids that begin with U, and dates, may differ."
    )
    yield phrase(
        "Once it is in the app connector, “gcn compare” holds a file against what AFAS has live. It cannot see filters."
    )


def _pairs(pairs: Sequence[tuple[Text, Text]], language: Language) -> Iterator[str]:
    names = [name.render(language) for name, _ in pairs]
    wide = max(map(len, names)) + 2
    for name, (_, words) in zip(names, pairs, strict=True):
        yield from textwrap.wrap(
            _line(words.render(language)),
            WIDE,
            initial_indent=f"{name:<{wide}}",
            subsequent_indent=" " * wide,
            break_long_words=False,
            break_on_hyphens=False,
        )


def _table(head: Row, rows: Sequence[Row], language: Language) -> Iterator[str]:
    """Yield a table in columns as wide as their longest cell; a column without a word in it is left out."""
    cells = [[_line(cell.render(language)) for cell in row] for row in (head, *rows)]
    kept = [index for index in range(len(head)) if any(row[index] for row in cells[1:])]
    wide = [max(len(row[index]) for row in cells) for index in kept]
    for number, row in enumerate(cells):
        yield "  ".join(f"{row[index]:<{width}}" for index, width in zip(kept, wide, strict=True)).rstrip()
        if number == 0:
            yield "  ".join("-" * width for width in wide)


def _paragraph(text: Text, language: Language, mark: str = "") -> list[str]:
    return textwrap.wrap(
        _line(text.render(language)),
        WIDE,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _line(words: str) -> str:
    """Return words without line breaks and doubled blanks: what a file says must not look like a line of ours."""
    return " ".join(words.split())

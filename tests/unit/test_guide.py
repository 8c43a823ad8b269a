"""The user guide tells the truth: nothing is missing in either language, nothing leads nowhere, no label is made up."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from PySide6.QtGui import QKeySequence

from afas_assistant.onboarding.flow import Step
from afas_assistant.onboarding.profiles import places
from afas_assistant.paths import guide_folder, resource
from afas_assistant.practice.scenarios import SCENARIOS
from afas_assistant.texts import LANGUAGES, Language
from afas_assistant.ui.help.book import CONTENTS, Book, Place, Section, parse, read_book
from afas_assistant.ui.pages.organisation import TABS
from afas_assistant.ui.pages.organisation_header import SECTIONS
from afas_assistant.ui.shortcuts import SHORTCUTS

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)]*)\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]*)\)")
BOLD = re.compile(r"(?P<lead>^(?:- |\d+\. ))?\*\*(?P<words>.+?)\*\*", re.MULTILINE)
MENU = re.compile(r"(?<!\*)\*([^*\n]*›[^*\n]*)\*(?!\*)")
PACKAGE = Path(__file__).resolve().parents[2] / "afas_assistant"
EVERY = [(language, section.name) for language in LANGUAGES for section in read_book(language).sections]


def section_of(language: Language, name: str) -> Section:
    found = read_book(language).section(name)
    assert found is not None
    return found


@cache
def labels(language: Language) -> tuple[re.Pattern[str], ...]:
    """The texts of the program, as patterns: a value in them may be any number."""
    with resource("i18n", "nl", "LC_MESSAGES", "afas_assistant.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    shown = [message.id if language == "en" else message.string for message in messages]
    every = [words for one in shown for words in (one if isinstance(one, list | tuple) else [one])]
    return tuple(re.compile(re.sub(r"\\{\w+\\}", r"\\d+", re.escape(str(one).replace("&", "")))) for one in every)


def test_both_languages_have_the_same_sections_headings_and_anchors() -> None:
    dutch, english = read_book("nl"), read_book("en")
    assert [one.name for one in dutch.sections] == [one.name for one in english.sections]
    for one, other in zip(dutch.sections, english.sections, strict=True):
        structure = [(passage.level, passage.anchor) for passage in one.passages]
        assert structure == [(passage.level, passage.anchor) for passage in other.passages], one.name
        assert [level for level, _ in structure].count(1) == 1, one.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_is_in_the_contents(language: Language) -> None:
    files = {path.stem for path in (guide_folder() / language).glob("*.md")}
    assert files == {section.name for section in read_book(language).sections}
    assert len(files) >= 24


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_every_link_leads_somewhere(language: Language, name: str) -> None:
    for target in LINK.findall(section_of(language, name).markdown):
        if not target.startswith("https://"):
            assert read_book(language).place(target) is not None, target


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_every_picture_is_there_small_and_told_in_words(language: Language, name: str) -> None:
    for words, target in PICTURE.findall(section_of(language, name).markdown):
        path = (guide_folder() / language / target).resolve()
        assert path.is_file(), f"{target}: make it with python tools/guide_pictures.py"
        assert path.parent.name == language
        assert path.stat().st_size < 60_000
        assert len(words) > 10


def test_no_picture_is_left_over() -> None:
    shown = {
        (guide_folder() / language / target).resolve()
        for language, name in EVERY
        for _, target in PICTURE.findall(section_of(language, name).markdown)
    }
    assert set((guide_folder() / "pictures").resolve().glob("*/*.png")) == shown
    assert sum(path.stat().st_size for path in shown) < 1_500_000


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_what_is_bold_is_a_text_of_the_program(language: Language, name: str) -> None:
    """Bold is kept for what stands on the screen; a sentence that leads in an item of a list is the exception."""
    for found in BOLD.finditer(section_of(language, name).markdown):
        words = found["words"]
        leads_in = found["lead"] is not None and words[-1] in ".?"
        assert leads_in or any(label.fullmatch(words) for label in labels(language)), f"{language}/{name}: {words}"


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_menu_paths_are_those_of_the_checklists(language: Language, name: str) -> None:
    known = {
        path.render(language)
        for place in places().values()
        for path in (place.menu, place.menu_old)
        if path is not None
    }
    for path in MENU.findall(section_of(language, name).markdown):
        assert path in known


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_scenarios_that_are_named_exist(language: Language) -> None:
    titles = {scenario.title_nl if language == "nl" else scenario.title_en for scenario in SCENARIOS.values()}
    rows = re.findall(r"^\| ([^|]+) \|", section_of(language, "practice").markdown, re.MULTILINE)[1:]
    assert len(rows) == 5
    assert set(rows) <= titles


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keys_that_are_named_are_those_of_the_program(language: Language) -> None:
    named = set(re.findall(r"^\| `([^`]+)` \|", section_of(language, "shortcuts").markdown, re.MULTILINE))
    keys = {QKeySequence(one).toString() for one in named}
    assert len(keys) >= 7
    assert keys <= {key.toString() for shortcut in SHORTCUTS for key in shortcut.sequences()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_of_the_wizard_has_its_part_in_order(language: Language) -> None:
    anchors = [passage.anchor for passage in section_of(language, "connecting").passages if passage.anchor]
    assert anchors == [step.value for step in Step]


def test_every_why_leads_to_a_section() -> None:
    asked = {SECTIONS.get(tab, tab) for tab in TABS}
    for path in (PACKAGE / "ui").rglob("*.py"):
        asked |= set(re.findall(r'(?:WhyButton\(|OWN_SECTION, )"([^"]+)"', path.read_text(encoding="utf-8")))
    assert len(asked) >= 8
    assert [name for name in asked if read_book("nl").place(name) is None] == []


def test_the_signs_of_markdown_are_not_searched() -> None:
    section = parse("one", "# A *title*\n\n| a | b |\n|---|---|\n| **c**: d | [e](f.md) |\n\n- `g`\n")
    assert section.passages[0].words == "a b c: d e g"


def small_book() -> Book:
    contents = parse(CONTENTS, "# Contents\n\n- [One](one.md)\n- [Two](two.md)\n")
    one = parse("one", '# One\n\nAbout tokens.\n\n<a id="end"></a>\n## The end\n\nIt ends. A token too.\n')
    two = parse("two", "# Tokens\n\n```\n# no heading\n```\n\n## Last\n\nNothing.\n")
    return Book("en", (contents, one, two))


def test_places_are_found_by_name_and_anchor() -> None:
    book = small_book()
    assert book.place("one") == Place("one")
    assert book.place("one.md#end") == Place("one", 1)
    assert book.place("one#beginning") is None
    assert book.place("three") is None
    assert "id=" not in book.sections[1].markdown
    assert [passage.title for passage in book.sections[2].passages] == ["Tokens", "Last"]


def test_a_search_wants_every_word_and_puts_headings_first() -> None:
    book = small_book()
    assert [hit.place for hit in book.search("TOKEN")] == [Place("two"), Place("one"), Place("one", 1)]
    assert [hit.place for hit in book.search("token ends")] == [Place("one", 1)]
    assert book.search("token ends")[0].title == "One › The end"
    assert book.search("  ") == ()
    assert book.search("absent") == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_excerpt_holds_what_was_looked_for(language: Language) -> None:
    for hit in read_book(language).search("token"):
        assert "token" in (hit.excerpt + hit.title).casefold()
        assert len(hit.excerpt) < 160

"""tools/messages.py: a catalogue that is not complete, not true or not compiled is told."""

import gettext
from pathlib import Path

import pytest

from tools import messages

CODE = """
from afas_assistant.texts import phrase, phrase_n
def shown(count, name):
    # Translators: on a button
    return phrase("Send {name} "
                  "now", name=name), phrase_n("one line", "{count} lines", count)
"""


@pytest.fixture
def places(tmp_path: Path) -> messages.Places:
    package = tmp_path / "package"
    package.mkdir()
    (package / "code.py").write_text(CODE, encoding="utf-8")
    return messages.Places(package, tmp_path / "nl" / "LC_MESSAGES" / "afas_assistant.po")


def translate(places: messages.Places, *changes: tuple[str, str]) -> None:
    text = places.catalogue.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    places.catalogue.write_text(text, encoding="utf-8")


BUTTON = ('msgid "Send {name} now"\nmsgstr ""', 'msgid "Send {name} now"\nmsgstr "{name} nu verzenden"')
LINES = ('msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "één regel"\nmsgstr[1] "{count} regels"')


def test_phrases_are_found_joined_and_with_their_plural(places: messages.Places) -> None:
    assert {message.id for message in messages.extract(places) if message.id} == {
        "Send {name} now",
        ("one line", "{count} lines"),
    }


def test_a_complete_catalogue_passes_and_can_be_read_by_the_program(places: messages.Places) -> None:
    messages.update(places)
    translate(places, BUTTON, LINES)
    messages.compile_catalogue(places)
    assert messages.check(places) == []
    dutch = gettext.translation("afas_assistant", places.catalogue.parents[2], languages=["nl"])
    assert dutch.gettext("Send {name} now") == "{name} nu verzenden"
    assert [dutch.ngettext("one line", "{count} lines", count) for count in (1, 2)] == ["één regel", "{count} regels"]


def test_update_keeps_the_dutch_and_is_the_same_twice(places: messages.Places) -> None:
    messages.update(places)
    translate(places, BUTTON, LINES)
    messages.update(places)
    once = places.catalogue.read_bytes()
    messages.update(places)
    assert places.catalogue.read_bytes() == once
    assert "één regel".encode() in once


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ([LINES], "no Dutch: 'Send {name} now'"),
        ([BUTTON], "no Dutch: 'one line'"),
        ([LINES, (BUTTON[0], BUTTON[1].replace("{name} nu", "{naam} nu"))], "other placeholders in Dutch"),
        ([LINES, (BUTTON[0], "#, fuzzy\n" + BUTTON[1])], "marked as unsure"),
    ],
)
def test_what_is_missing_is_told(places: messages.Places, changes: list[tuple[str, str]], fault: str) -> None:
    messages.update(places)
    translate(places, *changes)
    messages.compile_catalogue(places)
    assert fault in "\n".join(messages.check(places))


def test_a_stale_binary_is_told(places: messages.Places) -> None:
    messages.update(places)
    translate(places, BUTTON, LINES)
    messages.compile_catalogue(places)
    translate(places, ("nu verzenden", "direct verzenden"))
    assert messages.check(places) == ["afas_assistant.mo is not made from afas_assistant.po: run compile"]


def test_code_that_changed_is_told(places: messages.Places) -> None:
    messages.update(places)
    translate(places, BUTTON, LINES)
    messages.compile_catalogue(places)
    (places.package / "code.py").write_text(CODE.replace("now", "later"), encoding="utf-8")
    faults = "\n".join(messages.check(places))
    assert "not in the catalogue (run update): 'Send {name} later' (package/code.py)" in faults
    assert "no longer in the code: 'Send {name} now'" in faults

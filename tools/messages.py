"""Keeps the Dutch catalogue in step with the phrases in the code.

    python tools/messages.py extract    print the phrases of the code as a template (POT)
    python tools/messages.py update     bring the Dutch catalogue up to date: new phrases empty, old ones out
    python tools/messages.py compile    write the binary catalogue that the program reads
    python tools/messages.py check      exit 1 when a phrase has no Dutch, a placeholder differs, or a file is stale

English is the phrase itself, so there is no English catalogue. Phrases are the first argument of `phrase` and the first
two of `phrase_n`. Needs Babel (extra `dev`).
"""

import argparse
import io
import string
import sys
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

CHECKOUT = Path(__file__).resolve().parents[1]
KEYWORDS = {"phrase": (1,), "phrase_n": (1, 2)}
HEADER = "# Texts of AFAS Assistant in Dutch: u-form, short sentences, no exclamation marks.\n#"


@dataclass(frozen=True)
class Places:
    """Where the phrases stand and where their translations lie."""

    package: Path
    catalogue: Path

    @property
    def compiled(self) -> Path:
        """The binary catalogue beside the text one."""
        return self.catalogue.with_suffix(".mo")


OWN = Places(CHECKOUT / "afas_assistant", CHECKOUT / "resources" / "i18n" / "nl" / "LC_MESSAGES" / "afas_assistant.po")


def extract(places: Places) -> Catalog:
    """Return the phrases of the code, sorted, each with the files that use it."""
    template = empty(None)
    found = extract_from_dir(
        str(places.package), [("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",)
    )
    for name, _line, message, comments, _context in found:
        file = f"{places.package.name}/{Path(name).as_posix()}"
        template.add(message, locations=[(file, 0)], auto_comments=comments)
    return template


def empty(locale: str | None) -> Catalog:
    """Return a catalogue without phrases, its header without anybody's address."""
    head = {"version": "texts", "last_translator": "AFAS Assistant contributors", "msgid_bugs_address": "none"}
    team = "AFAS Assistant contributors"
    return Catalog(locale, header_comment=HEADER, project="AFAS Assistant", fuzzy=False, language_team=team, **head)


def read(places: Places) -> Catalog:
    """Return the Dutch catalogue; an empty one where there is none yet."""
    if not places.catalogue.exists():
        return empty("nl")
    with places.catalogue.open("rb") as file:
        return read_po(file, locale="nl")


def update(places: Places) -> Catalog:
    """Write the catalogue with exactly the phrases of the code, their Dutch kept; never guess from similar ones."""
    catalogue = read(places)
    catalogue.update(extract(places), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    places.catalogue.parent.mkdir(parents=True, exist_ok=True)
    places.catalogue.write_bytes(as_text(catalogue))
    return catalogue


def as_text(catalogue: Catalog) -> bytes:
    """Return a catalogue as a PO file, in an order that does not change when code moves."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=120, sort_output=True, include_lineno=False)
    return buffer.getvalue()


def compile_catalogue(places: Places) -> None:
    """Write the binary catalogue."""
    buffer = io.BytesIO()
    write_mo(buffer, read(places))
    places.compiled.write_bytes(buffer.getvalue())


def check(places: Places) -> list[str]:
    """Return what is wrong with the catalogue, a line each; nothing when all is well."""
    catalogue, template = read(places), extract(places)
    faults = [fault for message in template if message.id for fault in faults_of(message, catalogue)]
    wanted = {message.id for message in template}
    faults += [f"no longer in the code: {shown(message)}" for message in catalogue if message.id not in wanted]
    if not places.compiled.exists() or compiled_texts(places) != texts(catalogue):
        faults.append(f"{places.compiled.name} is not made from {places.catalogue.name}: run compile")
    return faults


def faults_of(message: Message, catalogue: Catalog) -> list[str]:
    """Return what is wrong with the Dutch of one phrase."""
    dutch = catalogue.get(message.id)
    if dutch is None:
        return [f"not in the catalogue (run update): {shown(message)}"]
    if dutch.fuzzy:
        return [f"marked as unsure: {shown(message)}"]
    if not all(forms(dutch.string)) or len(forms(dutch.string)) != len(forms(message.id)):
        return [f"no Dutch: {shown(message)}"]
    pairs = zip(forms(message.id), forms(dutch.string), strict=True)
    optional = {"count"} if message.pluralizable else set()
    return [
        f"other placeholders in Dutch: {english!r}: {words!r}"
        for english, words in pairs
        if placeholders(english) - optional != placeholders(words) - optional
    ]


def forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """Return the forms of a phrase: one, or singular and plural."""
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def placeholders(text: str) -> set[str]:
    """Return the names between braces in a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def shown(message: Message) -> str:
    """Return a phrase for a list of faults, with the files that use it."""
    files = ", ".join(sorted({name for name, _ in message.locations}))
    return f"{forms(message.id)[0]!r} ({files})" if files else repr(forms(message.id)[0])


def texts(catalogue: Catalog) -> dict[str, tuple[str, ...]]:
    """Return English and Dutch without the header, which holds dates."""
    return {
        forms(message.id)[0]: forms(message.string)
        for message in catalogue
        if message.id and all(forms(message.string))
    }


def compiled_texts(places: Places) -> dict[str, tuple[str, ...]]:
    """Return English and Dutch as the program will read them."""
    with places.compiled.open("rb") as file:
        return texts(read_mo(file))


def main(arguments: list[str]) -> int:
    """Run the command named and return the exit code."""
    parser = argparse.ArgumentParser(description="Keep the Dutch catalogue in step with the code.")
    parser.add_argument("command", choices=["extract", "update", "compile", "check"])
    command = parser.parse_args(arguments).command
    if command == "extract":
        sys.stdout.write(as_text(extract(OWN)).decode())
    elif command == "update":
        count = len(update(OWN))
        print(f"{count} phrases in {OWN.catalogue.relative_to(CHECKOUT)}")
    elif command == "compile":
        compile_catalogue(OWN)
    else:
        faults = check(OWN)
        print("\n".join(faults) or f"The Dutch catalogue is complete: {len(read(OWN))} phrases.")
        return 1 if faults else 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

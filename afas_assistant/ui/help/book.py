"""The user guide as data: its sections in their order, what each says, and where words stand in it.

The guide is Markdown in `docs/guide/nl` and `docs/guide/en`, so that it reads well on the web too. `contents.md` links
to every section; the order of its links is the order of the guide. A line `<a id="name"></a>` before a heading names
it, with the same name in both languages: that is what *Why?* and links lead to.
"""

import re
from dataclasses import dataclass
from functools import cache

from afas_assistant.errors import ConfigurationError, Who
from afas_assistant.paths import guide_folder
from afas_assistant.texts import Language, phrase

CONTENTS = "contents"
_ANCHOR = re.compile(r'<a id="([a-z_]+)"></a>')
_HEADING = re.compile(r"(#{1,3}) (.+)")
_LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_EXCERPT = 110  # characters of a hit that are shown


@dataclass(frozen=True)
class Passage:
    """A heading and what stands below it up to the next one; `words` without signs of Markdown."""

    level: int
    title: str
    anchor: str
    words: str


@dataclass(frozen=True)
class Section:
    """One file of the guide: its Markdown without anchors, and the passages it is made of, each with its heading."""

    name: str
    markdown: str
    passages: tuple[Passage, ...]

    @property
    def title(self) -> str:
        """The first heading."""
        return self.passages[0].title


@dataclass(frozen=True)
class Place:
    """A place in the guide: a section, and the number of a heading in it, from 0. The same in both languages."""

    section: str
    heading: int = 0


@dataclass(frozen=True)
class Hit:
    """A passage that holds the words that were looked for."""

    place: Place
    title: str
    excerpt: str


@dataclass(frozen=True)
class Book:
    """The guide in one language. `sections` are in their order, the contents first."""

    language: Language
    sections: tuple[Section, ...]

    def section(self, name: str) -> Section | None:
        """Return a section by its name, or None."""
        return next((one for one in self.sections if one.name == name), None)

    def place(self, address: str) -> Place | None:
        """Return where `token`, `token#why` or `token.md#why` leads; None for what does not exist."""
        name, _, anchor = address.partition("#")
        section = self.section(name.removesuffix(".md"))
        if section is None:
            return None
        anchors = [passage.anchor for passage in section.passages]
        if anchor and anchor not in anchors:
            return None
        return Place(section.name, anchors.index(anchor) if anchor else 0)

    def search(self, words: str) -> tuple[Hit, ...]:
        """Return the passages that hold all of the words, those with one in the heading first; none for no words."""
        wanted = words.casefold().split()
        found: list[tuple[bool, Hit]] = []
        for section in self.sections[1:] if wanted else ():
            for number, passage in enumerate(section.passages):
                heading = passage.title.casefold()
                if all(word in heading or word in passage.words.casefold() for word in wanted):
                    titled = any(word in heading for word in wanted)
                    title = section.title if number == 0 else f"{section.title} › {passage.title}"
                    found.append((titled, Hit(Place(section.name, number), title, _excerpt(passage.words, wanted))))
        return tuple(hit for _, hit in sorted(found, key=lambda one: not one[0]))


@cache
def read_book(language: Language) -> Book:
    """Read the guide in a language, once: some twenty-five small files; raises ConfigurationError guide_damaged."""
    folder = guide_folder() / language
    try:
        contents = parse(CONTENTS, (folder / f"{CONTENTS}.md").read_text(encoding="utf-8"))
        names = [target.removesuffix(".md") for _, target in _LINK.findall(contents.markdown)]
        read = (parse(name, (folder / f"{name}.md").read_text(encoding="utf-8")) for name in names)
        return Book(language, (contents, *read))
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            "guide_damaged",
            title=phrase("The user guide cannot be read."),
            explanation=phrase("A file of it in {folder} is missing or damaged.", folder=folder),
            action=phrase("Install AFAS Assistant again. What is kept here stays as it is."),
            who=Who.YOU,
        ) from error


def parse(name: str, text: str) -> Section:
    """Return the section that a file holds; ValueError when it does not begin with its heading."""
    kept: list[str] = []
    headings: list[tuple[int, str, str]] = []
    words: list[list[str]] = []
    anchor, fenced = "", False
    for line in text.splitlines():
        fenced ^= line.startswith("```")
        named = _ANCHOR.fullmatch(line)
        if named:
            anchor = named[1]
            continue
        kept.append(line)
        heading = None if fenced else _HEADING.fullmatch(line)
        if heading:
            headings.append((len(heading[1]), heading[2], anchor))
            words.append([])
            anchor = ""
        elif words:
            words[-1].append(line)
    passages = tuple(Passage(*head, plain("\n".join(body))) for head, body in zip(headings, words, strict=True))
    if not passages:
        raise ValueError(name)
    return Section(name, "\n".join(kept), passages)


def plain(markdown: str) -> str:
    """Return what Markdown says, without its signs, in one line."""
    shown = _LINK.sub(r"\1", _PICTURE.sub("", markdown))
    shown = re.sub(r"^(```.*|[-\s|:]+\|)$", "", shown, flags=re.MULTILINE)
    shown = re.sub(r"^(\s*(-|\d+\.|>) |\| *)", "", shown, flags=re.MULTILINE)
    return " ".join(re.sub(r" *\| *", " ", re.sub(r"[*`]", "", shown)).split())


def _excerpt(words: str, wanted: list[str]) -> str:
    first = min((at for at in (words.casefold().find(word) for word in wanted) if at >= 0), default=0)
    start = words.rfind(" ", 0, max(0, first - _EXCERPT // 3)) + 1
    end = words.find(" ", start + _EXCERPT)
    shown = words[start:] if end < 0 else f"{words[start:end].rstrip('.,;:…')}…"
    return f"…{shown}" if start else shown

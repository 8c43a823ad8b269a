"""HTML from plain values, escaped by default: only what these functions made counts as markup.

Texts come from AFAS, from people and from profile files, so no text is ever taken for markup; a group called
`<script>` is shown as such. Whatever looks like a token is hidden too, in case somebody pasted one into a note.
"""

from collections.abc import Iterable, Sequence
from html import escape

from afas_assistant.logs import SECRETS


class Markup(str):
    """Text that is HTML already; made in this module only."""

    __slots__ = ()


Content = str | None
NOTHING = Markup()


def element(name: str, *content: Content, **attributes: str) -> Markup:
    """Return an element; a trailing underscore in an attribute's name is dropped (`class_`), others become hyphens."""
    inner = "".join(text(part) for part in content if part)
    return Markup(f"<{name}{_attributes(attributes)}>{inner}</{name}>")


def text(content: str) -> Markup:
    """Return the content escaped and without secrets, line breaks kept; markup as it is."""
    if isinstance(content, Markup):
        return content
    return Markup(escape(SECRETS.clean(content)).replace("\n", "<br>"))


def together(parts: Iterable[Content], separator: str = "") -> Markup:
    """Return the parts that say something as one piece; the separator is markup."""
    return Markup(separator.join(text(part) for part in parts if part))


def trusted(markup: str) -> Markup:
    """Return our own constant markup or style sheet as it is; never for words of anybody else."""
    return Markup(markup)


def table(heads: Sequence[str], rows: Iterable[Sequence[Content]], *, caption: str, class_: str = "") -> Markup:
    """Return a table; the first cell of each row is its header, the caption is what a screen reader announces."""
    head = element("tr", *(element("th", one, scope="col") for one in heads))
    body = (element("tr", element("th", row[0], scope="row"), *(_cell(one) for one in row[1:])) for row in rows)
    named = {"class_": class_} if class_ else {}
    return element("table", element("caption", caption), element("thead", head), element("tbody", *body), **named)


def facts(rows: Iterable[tuple[str, Content]], *, caption: str) -> Markup:
    """Return a table of names and values; a value that is not known is left out."""
    body = [element("tr", element("th", name, scope="row"), _cell(value)) for name, value in rows if value]
    return element("table", element("caption", caption), element("tbody", *body), class_="facts")


def items(name: str, texts: Iterable[Content]) -> Markup:
    """Return a list, `ul` or `ol`."""
    return element(name, *(element("li", one) for one in texts if one))


def paragraph(*content: Content, **attributes: str) -> Markup:
    """Return a paragraph, or nothing when it would be empty."""
    return element("p", *content, **attributes) if any(content) else NOTHING


def mail_address(address: str) -> Markup:
    """Return an address that opens the mail program."""
    return element("a", address, href=f"mailto:{address}")


def _cell(content: Content) -> Markup:
    return element("td", content or "")


def _attributes(attributes: dict[str, str]) -> str:
    return "".join(f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"' for name, value in attributes.items())

"""The line of every key, in all the shapes that TOML allows."""

import tomllib
from collections.abc import Iterator

import pytest

from afas_assistant.onboarding.profile_lines import Path, TomlLines
from afas_assistant.paths import resource_text

TEXT = '''# a comment with name = "x"
schema = 1
document.nl = "a"
document.en = "b"

[contact]
"missing" = "c" # [[get]]

[[get]]
name = "first"
why = """
name = "not a key"
[[get]]
an escaped quote \\""" goes on
end""""
fields = [
    "a", # ]
    "b = [",
]
rows = 'x'

  [[ get ]]
name = "second"
why = { nl = "{", en = "}" }
[get.place]
nl = "d"

[[get.more]]
key = 1
[[get.more]]
key = 2

[[update]]
name = "third"
'''

LINES: dict[Path, int] = {
    (): 1,
    ("unknown",): 1,
    ("schema",): 2,
    ("document",): 3,
    ("document", "nl"): 3,
    ("document", "en"): 4,
    ("document", "de"): 3,
    ("contact",): 6,
    ("contact", "missing"): 7,
    ("get", 0): 9,
    ("get", 0, "name"): 10,
    ("get", 0, "why"): 11,
    ("get", 0, "fields"): 16,
    ("get", 0, "rows"): 20,
    ("get", 0, "absent"): 9,
    ("get", 1): 22,
    ("get", 1, "name"): 23,
    ("get", 1, "why", "en"): 24,
    ("get", 1, "place", "nl"): 26,
    ("get", 1, "more", 0, "key"): 29,
    ("get", 1, "more", 1, "key"): 31,
    ("update", 0, "name"): 34,
}


@pytest.mark.parametrize("path", LINES, ids=lambda path: ".".join(map(str, path)) or "the file")
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_line_of(path: Path, ending: str) -> None:
    assert TomlLines(TEXT.replace("\n", ending)).line(path) == LINES[path]


def test_an_unfinished_text_is_read_to_its_end() -> None:
    assert TomlLines('a = """\nb = 1\n').line(("b",)) == 1
    assert TomlLines('a = "\nb = 1\n').line(("b",)) == 2


def paths(value: object, above: Path = ()) -> Iterator[Path]:
    """Give the path of every key, at whatever depth."""
    parts: Iterator[tuple[str | int, object]] = iter(())
    if isinstance(value, dict):
        parts = iter(value.items())
    elif isinstance(value, list):
        parts = iter(enumerate(value))
    for key, inner in parts:
        if isinstance(key, str):
            yield (*above, key)
        yield from paths(inner, (*above, key))


@pytest.mark.parametrize("name", ["timechimp", "smartbooqing", "assistant", "places"])
def test_every_key_of_our_own_profiles_stands_on_its_line(name: str) -> None:
    text = resource_text("profiles", f"{name}.toml")
    lines, rows = TomlLines(text), text.split("\n")
    keys = list(paths(tomllib.loads(text)))
    assert len(keys) > 80
    strays = [path for path in keys if str(path[-1]) not in rows[lines.line(path) - 1]]
    assert strays == []

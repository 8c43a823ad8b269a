"""Reads the schemas out of a Swagger 2.0 file in YAML: as much of YAML as such a file uses, without a library."""

import json
import re
from pathlib import Path
from typing import Any

_LINE = re.compile(r"(?P<indent> *)(?P<dash>- )?(?:(?P<name>'[^']*'|\$?\w[\w/.-]*):(?: (?P<value>.+))?|(?P<item>.+))$")
# TimeChimp answers null where a field is empty, for which Swagger 2.0 has no word; formats are its own
_IGNORED = {"format", "example", "description"}


def definitions(path: Path) -> dict[str, Any]:
    """Give the part ``definitions`` of a file, as JSON schemas in which every property may be null."""
    lines = path.read_text(encoding="utf-8").splitlines()
    start = lines.index("definitions:") + 1
    end = next(place for place in range(start, len(lines)) if re.match(r"\w", lines[place]))
    schemas, _ = _block([line for line in lines[start:end] if line.strip()], 0, 2)
    return {name: _nullable(schema) for name, schema in schemas.items()}


def _block(lines: list[str], place: int, indent: int) -> tuple[Any, int]:
    """Read the mapping or list that stands at an indent; gives it and the place after it."""
    made: Any = None
    while place < len(lines):
        found = _LINE.match(lines[place])
        assert found, lines[place]
        if len(found["indent"]) < indent:
            break
        place += 1
        if found["dash"]:
            made = [*(made or []), _scalar(found["item"])]
            continue
        made = made or {}
        name = found["name"].strip("'")
        if found["value"]:
            made[name] = _scalar(found["value"])
        else:
            following = len(lines[place]) - len(lines[place].lstrip(" "))
            made[name], place = _block(lines, place, following)
    return made, place


def _scalar(text: str) -> Any:
    """Read a value: a whole number, or text with or without quotes."""
    return json.loads(text) if re.fullmatch(r"-?\d+", text) else text.strip("'\"")


def _nullable(schema: Any) -> Any:
    """Let every property be null, and leave out what a validator cannot judge."""
    if isinstance(schema, list):
        return [_nullable(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: _nullable(part) for name, part in schema.items() if name not in _IGNORED or isinstance(part, dict)}
    if "properties" in schema:
        made["properties"] = {name: {"anyOf": [part, {"type": "null"}]} for name, part in made["properties"].items()}
    return made

"""Mappings as a TOML file: to keep beside a backup, to give to a colleague, and for use without a stored organisation.

    schema = 1
    [settings]                    journal = "20"
    [items]                       "activity:300" = { kind = "1", code = "300", unit = "uur" }
    [vat]                         "21/BTW" = "1"      or, where AFAS does not show it: { code = "1", account = "1510" }
    [revenue]                     default = { account = "8010", cost_centre = "100" }      or only the account
    [roles.ProfitDebtor]          number = "DebtorId"

Whoever imports a file accepts what is in it. Its mistakes are told at once, each with its table and key.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from afas_assistant.errors import ConfigurationError
from afas_assistant.organisations.private_files import write_private
from afas_assistant.sync.mapping.mappings import DEFAULT, MappingEntry, Mappings, Table, vat_key
from afas_assistant.sync.mapping.settings import SETTINGS
from afas_assistant.texts import Text, joined, literal, phrase, phrase_n

SCHEMA = 1
LARGEST = 1_000_000  # bytes; a thousand mappings take a tenth of that
MOST_TOLD = 20
"""Mistakes that are told at once; more are only counted."""
KINDS = frozenset({"1", "2", "5", "6", "7", "8"})
"""AFAS's VaIt of what can be charged: work type, article, surcharge, costs, composition, course."""

_ITEM_KEY = re.compile(r"activity:.+|expense:.+|subscription:.+|ride|fixed_price|default", re.DOTALL)
_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_PLACE = re.compile(r" \((?:at line (?P<line>\d+), column \d+|at end of document)\)$")


class _WrongEntry(Exception):  # noqa: N818 - becomes a sentence below
    """An entry that cannot be taken; holds the reason."""

    def __init__(self, reason: Text) -> None:
        super().__init__()
        self.reason = reason


def read_mappings(path: Path) -> Mappings:
    """Return the mappings in a file; raises ConfigurationError mapping_file_unreadable and mapping_file_wrong."""
    try:
        with path.expanduser().open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        reason = phrase("It could not be read ({reason}).", reason=literal(error.strerror or type(error).__name__))
        raise _refused("mapping_file_unreadable", path, reason) from None
    if len(content) > LARGEST:
        raise _refused("mapping_file_unreadable", path, phrase("It is far too large for a mapping file."))
    try:
        return parse_mappings(content.decode("utf-8-sig"), path)
    except UnicodeDecodeError:
        raise _refused("mapping_file_wrong", path, phrase("It is not UTF-8. Save it again as UTF-8.")) from None


def parse_mappings(text: str, path: Path) -> Mappings:
    """Return the mappings in a TOML text; `path` is what its mistakes are told of."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _refused("mapping_file_wrong", path, _syntax(text, str(error))) from None
    except RecursionError:
        raise _refused("mapping_file_wrong", path, phrase("Its brackets go far too deep.")) from None
    if data.pop("schema", None) != SCHEMA:
        needed = phrase("It does not begin with: schema = {schema}.", schema=SCHEMA)
        raise _refused("mapping_file_wrong", path, needed)
    entries: list[MappingEntry] = []
    wrong: list[Text] = []
    for name, values in data.items():
        try:
            table = Table(name)
        except ValueError:
            wrong.append(_in_table(name, with_nearest(phrase("There is no such table."), name, list(Table))))
            continue
        for key, value in _rows(table, values, wrong):
            try:
                entries.append(_entry(table, key, value))
            except _WrongEntry as error:
                wrong.append(_in_entry(table, key, error.reason))
    if wrong:
        more = len(wrong) - MOST_TOLD
        rest = (phrase_n("There is 1 more.", "There are {count} more.", more),) if more > 0 else ()
        raise _refused("mapping_file_wrong", path, joined(*wrong[:MOST_TOLD], *rest))
    return Mappings(entries)


def mapping_entry(table: Table, key: str, value: str | Mapping[str, Any]) -> MappingEntry:
    """Return a mapping as a person wrote it; raises ConfigurationError mapping_wrong, which says what does not fit."""
    made = entry_or_reason(table, key, value)
    if isinstance(made, MappingEntry):
        return made
    raise ConfigurationError(
        "mapping_wrong",
        title=phrase("This mapping cannot be used."),
        explanation=_in_entry(table, key, made),
        action=phrase("Mend that. Nothing was changed."),
    )


def entry_or_reason(table: Table, key: str, value: str | Mapping[str, Any]) -> MappingEntry | Text:
    """Return a mapping as a person is making it, or what does not fit."""
    try:
        return _entry(table, key, value)
    except _WrongEntry as error:
        return error.reason


def mappings_text(mappings: Mappings) -> str:
    """Return the mappings as TOML, from which `parse_mappings` makes the same ones again."""
    blocks = [f"# Mappings of AFAS Assistant: which words of TimeChimp are which ones of AFAS.\nschema = {SCHEMA}\n"]
    plain = [one for one in mappings.entries if one.table is not Table.ROLES]
    for table in Table:
        lines = [f"{_key(one.key)} = {_value(one)}\n" for one in plain if one.table is table]
        if lines:
            blocks.append(f"[{table.value}]\n{''.join(lines)}")
    connectors: dict[str, list[str]] = {}
    for one in mappings.entries:
        if one.table is Table.ROLES:
            connector, _, role = one.key.partition("/")
            connectors.setdefault(connector, []).append(f"{_key(role)} = {_text(str(one.value['column']))}\n")
    blocks += [f"[{Table.ROLES.value}.{_key(name)}]\n{''.join(lines)}" for name, lines in connectors.items()]
    return "\n".join(blocks)


def write_mappings(path: Path, mappings: Mappings) -> Path:
    """Write the mappings to a file, for the owner alone; raises ConfigurationError export_not_written."""
    try:
        write_private(path, mappings_text(mappings).encode())
    except OSError as error:
        raise ConfigurationError(
            "export_not_written",
            title=phrase("The mappings could not be written to {path}.", path=literal(str(path))),
            explanation=phrase("The system says: {reason}.", reason=literal(error.strerror or type(error).__name__)),
            action=phrase("Choose another place."),
        ) from None
    return path


def with_nearest(reason: Text, given: str, known: "list[str] | list[Table]") -> Text:
    """Return a reason with the word that was probably meant, where there is one."""
    near = get_close_matches(given, [str(one) for one in known], n=1)
    return joined(reason, phrase("Perhaps “{name}” was meant.", name=near[0])) if near else reason


# -- reading


def _rows(table: Table, values: object, wrong: list[Text]) -> Iterator[tuple[str, object]]:
    """Yield key and value of each entry; roles stand one level deeper, in a table for each connector."""
    if not isinstance(values, dict):
        wrong.append(_in_table(table, phrase("It must be a table: a line with its name in square brackets.")))
        return
    for key, value in values.items():
        if table is Table.ROLES and isinstance(value, dict):
            yield from ((f"{key}/{role}", column) for role, column in value.items())
        else:
            yield key, value


def _entry(table: Table, key: str, value: object) -> MappingEntry:
    fitting = {
        Table.ITEMS: _item,
        Table.VAT: _vat,
        Table.REVENUE: _revenue,
        Table.SETTINGS: _setting,
        Table.ROLES: _role,
    }
    made: Callable[[str, object], tuple[str, Mapping[str, Any]]] = fitting[table]
    right_key, right_value = made(key, value)
    return MappingEntry(table, right_key, right_value)


def _item(key: str, value: object) -> tuple[str, Mapping[str, Any]]:
    if not _ITEM_KEY.fullmatch(key):
        raise _WrongEntry(
            phrase("A key is activity:CODE, expense:CATEGORY, subscription:CODE, ride, fixed_price or default.")
        )
    fields = _fields(value, needed=("kind", "code", "unit"), allowed=())
    if fields["kind"] not in KINDS:
        reason = phrase("The kind “{kind}” cannot be charged: 1 is a work type, 2 an article, 6 costs.",
                        kind=fields["kind"])  # fmt: skip
        raise _WrongEntry(reason)
    return key, fields


def _vat(key: str, value: object) -> tuple[str, Mapping[str, Any]]:
    percentage, slash, duty = key.partition("/")
    try:
        number = Decimal(percentage)
    except InvalidOperation:
        number = Decimal(-1)
    if not slash or not number.is_finite() or not 0 <= number <= 100:
        raise _WrongEntry(phrase("A key is a percentage, a slash and the debtor's VAT duty, such as 21/BTW or 0/."))
    fields = {"code": value} if isinstance(value, str | int) else value
    return vat_key(number, duty.strip()), _fields(fields, needed=("code",), allowed=("account",))


def _revenue(key: str, value: object) -> tuple[str, Mapping[str, Any]]:
    if not key.strip():
        raise _WrongEntry(phrase("A key is the code of an invoice row, or {default}.", default=DEFAULT))
    fields = {"account": value} if isinstance(value, str | int) else value
    return key, _fields(fields, needed=("account",), allowed=("cost_centre",))


def _setting(key: str, value: object) -> tuple[str, Mapping[str, Any]]:
    if key not in SETTINGS:
        raise _WrongEntry(with_nearest(phrase("There is no such setting."), key, sorted(SETTINGS)))
    text = _one(value, "value")
    if not SETTINGS[key].fits(text):
        raise _WrongEntry(phrase("“{value}” does not fit. {meaning}", value=text, meaning=SETTINGS[key].meaning))
    return key, {"value": text}


def _role(key: str, value: object) -> tuple[str, Mapping[str, Any]]:
    connector, slash, role = key.rpartition("/")
    if not slash or not connector or not role:
        raise _WrongEntry(phrase("Roles stand below the name of their GetConnector, such as [roles.ProfitDebtor]."))
    return key, {"column": _one(value, "column")}


def _fields(value: object, *, needed: tuple[str, ...], allowed: tuple[str, ...]) -> dict[str, str]:
    if not isinstance(value, dict):
        names = ", ".join(needed)
        raise _WrongEntry(phrase("It must hold between braces: {names}.", names=names))
    for name in value:
        if name not in (*needed, *allowed):
            raise _WrongEntry(with_nearest(phrase("“{name}” is not known here.", name=name), name, [*needed, *allowed]))
    fields = {name: _plain(one, name) for name, one in value.items()}
    for name in needed:
        if not fields.get(name):
            raise _WrongEntry(phrase("“{name}” is missing.", name=name))
    return {name: one for name, one in fields.items() if one}


def _one(value: object, name: str) -> str:
    """Return the one value of an entry, which may stand bare or between braces with its name."""
    if isinstance(value, dict):
        return _fields(value, needed=(name,), allowed=())[name]
    text = _plain(value, name)
    if not text:
        raise _WrongEntry(phrase("Nothing is filled in."))
    return text


def _plain(value: object, name: str) -> str:
    """Return text; a whole number is taken as it stands, since codes often look like one."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise _WrongEntry(phrase("“{name}” must be text between quotes.", name=name))


def _in_table(name: str, reason: Text) -> Text:
    return phrase("[{table}]: {reason}", table=literal(str(name)), reason=reason)


def _in_entry(table: Table, key: str, reason: Text) -> Text:
    return phrase("[{table}] {key}: {reason}", table=literal(table.value), key=literal(key), reason=reason)


def _syntax(text: str, message: str) -> Text:
    """Return what Python's TOML reader says, which names the line at its end."""
    found = _PLACE.search(message)
    line = int(found["line"]) if found and found["line"] else len(text.rstrip().split("\n"))
    words = literal(_PLACE.sub("", message))
    return phrase("Line {line} is not TOML: {reason}.", line=line, reason=words)


def _refused(code: str, path: Path, reason: Text) -> ConfigurationError:
    return ConfigurationError(
        code,
        title=phrase("The mapping file {path} cannot be used.", path=literal(str(path))),
        explanation=reason,
        action=phrase("Mend the file, or make one with: map export. Nothing was changed."),
    )


# -- writing


def _value(one: MappingEntry) -> str:
    values = [str(value) for value in one.value.values() if value]
    if len(values) == 1:
        return _text(values[0])
    return "{ " + ", ".join(f"{name} = {_text(str(value))}" for name, value in one.value.items() if value) + " }"


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _text(words: str) -> str:
    """Return a basic string of TOML: as JSON's, but for the one control character that JSON leaves alone."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")

"""What `map show|propose|set|forget|export|import` do."""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from afas_assistant.cli.bench import account_name, named_scope, opened_bench, opened_rooms
from afas_assistant.cli.output import one_line, print_error, say
from afas_assistant.cli.settings import apply_language, logged
from afas_assistant.errors import AssistantError, ConfigurationError
from afas_assistant.sync.mapping.files import mapping_entry, mappings_text, read_mappings, write_mappings
from afas_assistant.sync.mapping.mappings import MappingEntry, Mappings, Table
from afas_assistant.sync.mapping.proposals import Proposal
from afas_assistant.texts import literal, phrase, phrase_n

SCHEMA = 1
DONE, NOT_DONE = 0, 2


def run(arguments: argparse.Namespace) -> int:
    """Run the action; returns 0 when it was done and 2 when it was not."""
    apply_language(arguments)
    actions: dict[str, Callable[[argparse.Namespace], None]] = {
        "show": _show,
        "propose": _propose,
        "set": _set,
        "forget": _forget,
        "export": _export,
        "import": _import,
    }
    try:
        with logged(arguments):
            actions[arguments.action](arguments)
    except AssistantError as error:
        print_error(error)
        return NOT_DONE
    return DONE


def _show(arguments: argparse.Namespace) -> None:
    entries = _mappings(arguments).entries
    if arguments.format == "json":
        data = {"schema": SCHEMA, "mappings": [_entry_data(one) for one in entries]}
        say(json.dumps(data, ensure_ascii=False, indent=1))
        return
    if not entries:
        say(str(phrase("Nothing is mapped yet; see map propose.")))
    for one in entries:
        who = phrase("accepted by {who}", who=literal(one.accepted_by)) if one.accepted_by else literal("")
        said = (f"{one.table.value}/{one.key}", value_text(one.value), one.reason, str(who))
        say("  ".join(one_line(literal(part)) for part in said if part))


def _propose(arguments: argparse.Namespace) -> None:
    with opened_bench(arguments) as bench:
        found, scope = bench.propose(), bench.place.scope
    if arguments.accept:
        _accept(arguments, found, scope)
        return
    if arguments.format == "json":
        data = {"schema": SCHEMA, "proposals": [_proposal_data(one) for one in found]}
        say(json.dumps(data, ensure_ascii=False, indent=1))
        return
    for one in found:
        say("  ".join(one_line(literal(part)) for part in _said(one) if part))
    left = sum(one.unmapped for one in found)
    say(str(phrase_n("1 is not mapped yet.", "{count} are not mapped yet.", left)))
    say(str(phrase("Nothing was accepted. Accept with: map propose --accept TABLE/KEY, or map set.")))


def _accept(arguments: argparse.Namespace, found: Sequence[Proposal], scope: str) -> None:
    """Accept the proposals that were named, all or none."""
    known = {f"{one.table.value}/{one.key}": one for one in found if one.value is not None}
    missing = [name for name in arguments.accept if name not in known]
    if missing:
        raise ConfigurationError(
            "nothing_proposed",
            title=phrase("Nothing is proposed for: {names}.", names=literal(", ".join(missing))),
            explanation=phrase("Only a proposal with a value can be accepted."),
            action=phrase("Look at the proposals, or set it with: map set. Nothing was accepted."),
        )
    _keep(arguments, scope, [known[name].entry() for name in dict.fromkeys(arguments.accept)])


def _set(arguments: argparse.Namespace) -> None:
    entry = mapping_entry(Table(arguments.table), arguments.key, given_value(arguments.value))
    _keep(arguments, _scope(arguments), [entry])


def _forget(arguments: argparse.Namespace) -> None:
    scope = _scope(arguments)
    with opened_rooms(arguments) as rooms:
        book = rooms.book(scope)
        if book.mappings().value(Table(arguments.table), arguments.key) is None:
            raise ConfigurationError(
                "mapping_not_found",
                title=phrase("There is no mapping {key}.", key=literal(f"{arguments.table}/{arguments.key}")),
                explanation=phrase("It was not set, or was forgotten before."),
                action=phrase("Look at what there is with: map show."),
            )
        book.forget(Table(arguments.table), arguments.key)
    say(str(phrase("Forgotten: {key}", key=literal(f"{arguments.table}/{arguments.key}"))))


def _export(arguments: argparse.Namespace) -> None:
    mappings = _mappings(arguments)
    if arguments.file == "-":
        say(mappings_text(mappings).rstrip("\n"))
        return
    path = write_mappings(Path(arguments.file).expanduser(), mappings)
    say(str(phrase("Written: {path}", path=literal(str(path)))))


def _import(arguments: argparse.Namespace) -> None:
    entries = read_mappings(arguments.file).entries
    _keep(arguments, _scope(arguments), entries)


def _keep(arguments: argparse.Namespace, scope: str, entries: Sequence[MappingEntry]) -> None:
    with opened_rooms(arguments) as rooms:
        rooms.book(scope).accept(entries, who=account_name())
    say(str(phrase_n("1 mapping was accepted.", "{count} mappings were accepted.", len(entries))))


def _mappings(arguments: argparse.Namespace) -> Mappings:
    scope = _scope(arguments)
    with opened_rooms(arguments) as rooms:
        return rooms.book(scope).mappings()


def _scope(arguments: argparse.Namespace) -> str:
    scope = named_scope(arguments)
    assert scope is not None  # argparse demands --org or --address
    return scope


def given_value(words: Sequence[str]) -> str | Mapping[str, str]:
    """Return what was typed: one word as it is, several as NAME=VALUE."""
    if len(words) == 1 and "=" not in words[0]:
        return words[0]
    wrong = [one for one in words if "=" not in one]
    if wrong:
        raise ConfigurationError(
            "value_not_understood",
            title=phrase("“{text}” is not a name and a value.", text=literal(wrong[0])),
            explanation=phrase("Several values are given as NAME=VALUE."),
            action=phrase("Write for instance kind=1 code=300 unit=uur."),
        )
    return {name: value for name, _, value in (one.partition("=") for one in words)}


def value_text(value: Mapping[str, Any] | None) -> str:
    """Return a value as a person types it."""
    if not value:
        return "–"
    return (
        str(next(iter(value.values()))) if len(value) == 1 else " ".join(f"{name}={one}" for name, one in value.items())
    )


def _said(one: Proposal) -> Sequence[str]:
    if one.unmapped:
        word = phrase("propose") if one.value is not None else phrase("fill in")
        return (str(word).upper(), f"{one.table.value}/{one.key}", one.label, value_text(one.value), str(one.why))
    same = one.value is None or one.value == one.current
    other = "" if same else str(phrase("proposed now: {value}", value=literal(value_text(one.value))))
    return (str(phrase("mapped")).upper(), f"{one.table.value}/{one.key}", one.label, value_text(one.current), other)


def _entry_data(one: MappingEntry) -> Mapping[str, Any]:
    return {
        "table": one.table.value,
        "key": one.key,
        "value": dict(one.value),
        "reason": one.reason,
        "accepted_by": one.accepted_by,
        "accepted_at": one.accepted_at.isoformat() if one.accepted_at else None,
    }


def _proposal_data(one: Proposal) -> Mapping[str, Any]:
    return {
        "table": one.table.value,
        "key": one.key,
        "label": one.label,
        "current": None if one.current is None else dict(one.current),
        "value": None if one.value is None else dict(one.value),
        "reason": one.basis.value if one.basis else None,
        "why": str(one.why),
    }

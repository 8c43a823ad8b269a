"""What `outbox list|show|look-up|resolve|take-back|export|prune` do."""

import argparse
import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from afas_assistant.cli.bench import named_scope, opened_bench, opened_rooms
from afas_assistant.cli.outbox_words import list_text, write_data, write_text
from afas_assistant.cli.output import one_line, print_error, say
from afas_assistant.cli.settings import apply_language, logged
from afas_assistant.cli.sync_sending import DONE, NOT_STARTED, SOME_NOT, send
from afas_assistant.cli.sync_words import plan_text, result_json
from afas_assistant.errors import AssistantError, ConfigurationError
from afas_assistant.outbox.csv_form import csv_lines, write_csv
from afas_assistant.outbox.records import State, Write
from afas_assistant.outbox.store import Outbox
from afas_assistant.outbox.words import STANDS
from afas_assistant.sync.look_up import let_go, resolve
from afas_assistant.sync.plan import Outlook, Plan, PlannedRecord
from afas_assistant.sync.workbench import Workbench
from afas_assistant.texts import literal, phrase, phrase_n

SCHEMA = 1
LONGEST = 36_500
"""Days: nothing is older."""


def run(arguments: argparse.Namespace) -> int:
    """Run the action; returns 0 when it was done, 1 when something is left, 2 when it could not be done."""
    apply_language(arguments)
    actions: dict[str, Callable[[argparse.Namespace], int]] = {
        "list": _list,
        "show": _show,
        "look-up": _look_up,
        "resolve": _resolve,
        "take-back": _take_back,
        "export": _export,
        "prune": _prune,
    }
    try:
        with logged(arguments):
            return actions[arguments.action](arguments)
    except AssistantError as error:
        print_error(error)
        return NOT_STARTED


def _list(arguments: argparse.Namespace) -> int:
    scope = named_scope(arguments)
    with opened_rooms(arguments) as rooms:
        found = _found(rooms.outbox, scope, arguments)[: arguments.limit]
    if arguments.format == "json":
        say(json.dumps({"schema": SCHEMA, "writes": [write_data(one) for one in found]}, ensure_ascii=False, indent=1))
    else:
        say(list_text(found))
    return DONE


def _show(arguments: argparse.Namespace) -> int:
    scope = named_scope(arguments)
    with opened_rooms(arguments) as rooms:
        write = _write(rooms.outbox, arguments.write, scope)
    if arguments.format == "json":
        data = {"schema": SCHEMA, "write": {**write_data(write), "body": json.loads(write.body or "null")}}
        say(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        say(write_text(write))
    return DONE


def _look_up(arguments: argparse.Namespace) -> int:
    with opened_bench(arguments) as bench:
        scope = bench.place.scope
        with bench.outbox.writer(scope):
            pass  # what a run left behind that was stopped in mid-work is settled, and then unknown
        wanted = [_write(bench.outbox, arguments.write, scope)] if arguments.write else bench.unknown()
        if not wanted:
            say(str(phrase("No write is unknown.")))
        left = 0
        for write in wanted:
            looked = bench.look_up(write)
            left += looked.write.state is State.UNKNOWN
            said = (literal(str(write.id)), literal(write.label or write.reference), looked.text)
            say(" · ".join(str(one) for one in said))
    return SOME_NOT if left else DONE


def _resolve(arguments: argparse.Namespace) -> int:
    scope = named_scope(arguments)
    keys = dict(_key(one) for one in arguments.key)
    with opened_rooms(arguments) as rooms:
        write = _write(rooms.outbox, arguments.write, scope)
        said = {"who": arguments.who, "note": arguments.note}
        if arguments.removed:
            done = let_go(rooms.outbox, write, **said)
        else:
            done = resolve(rooms.outbox, write, arrived=arguments.arrived, keys=keys, **said)
    say(str(phrase("Write {number} is {state} now.", number=done.id, state=STANDS[done.state])))
    return DONE


def _take_back(arguments: argparse.Namespace) -> int:
    results = []
    with opened_bench(arguments) as bench:
        writes = [_write(bench.outbox, number, bench.place.scope) for number in dict.fromkeys(arguments.write)]
        results = [_take_one_back(arguments, bench, write) for write in writes]
    return max(results)


def _take_one_back(arguments: argparse.Namespace, bench: Workbench, write: Write) -> int:
    plan = bench.plan_take_back(write)
    record = plan.records[0]
    nothing = record.outlook is Outlook.NOTHING_TO_DO
    if not arguments.apply or not record.tickable:
        say(_take_back_text(plan, record) if arguments.format == "text" else result_json(plan, None))
        return SOME_NOT if arguments.apply and not nothing else DONE
    return send(arguments, bench, plan, frozenset({record.reference}), lambda: bench.plan_take_back(write))


def _take_back_text(plan: Plan, record: PlannedRecord) -> str:
    """Return what would be undone, or why there is nothing to undo, which a plan of many records only counts."""
    if record.outlook is Outlook.NOTHING_TO_DO:
        return "\n".join(one_line(one.text) for one in record.reasons)
    asked = phrase("Nothing was taken back. Add --apply to do it.")
    return f"{plan_text(plan)}\n{asked}" if record.tickable else plan_text(plan)


def _export(arguments: argparse.Namespace) -> int:
    scope = named_scope(arguments)
    with opened_rooms(arguments) as rooms:
        found = _found(rooms.outbox, scope, arguments)
    if arguments.output == "-":
        say("".join(csv_lines(found)).rstrip("\r\n"))
        return DONE
    path = write_csv(Path(arguments.output).expanduser(), found)
    say(str(phrase("Written: {path}", path=literal(str(path)))))
    return DONE


def _prune(arguments: argparse.Namespace) -> int:
    if arguments.days < 1:
        raise ConfigurationError(
            "days_too_few",
            title=phrase("At least one day."),
            explanation=phrase("Bodies of today's writes are needed to take them back."),
            action=phrase("Give --days with 1 or more."),
        )
    with opened_rooms(arguments) as rooms:
        count = rooms.outbox.prune_bodies(rooms.outbox.now() - timedelta(days=min(arguments.days, LONGEST)))
    say(str(phrase_n("1 body was forgotten.", "{count} bodies were forgotten.", count)))
    return DONE


def _found(outbox: Outbox, scope: str | None, arguments: argparse.Namespace) -> Sequence[Write]:
    """Return the writes that the filters leave, the newest first."""
    states = [State(one) for one in arguments.state]
    scopes = outbox.scopes() if scope is None else (scope,)
    writes = [write for one in scopes for write in outbox.writes(one, states=states, kind=arguments.kind)]
    text = (arguments.text or "").casefold()
    mine = [one for one in writes if text in f"{one.reference}\n{one.label}\n{one.counterpart}".casefold()]
    return sorted(mine, key=lambda one: one.id, reverse=True)


def _write(outbox: Outbox, number: int, scope: str | None) -> Write:
    """Return a write of this connection; raises ConfigurationError write_of_another for one of another."""
    write = outbox.write(number)
    if scope is not None and write.scope != scope:
        raise ConfigurationError(
            "write_of_another",
            title=phrase("Write {number} belongs to another connection.", number=number),
            explanation=phrase("It is of {scope}.", scope=literal(write.scope)),
            action=phrase("Name that connection."),
        )
    return write


def _key(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise ConfigurationError(
            "key_not_understood",
            title=phrase("“{text}” is not a number with its name.", text=literal(text)),
            explanation=phrase("Its form is a name, an equals sign and what AFAS shows."),
            action=phrase("Write it as OrNu=00000012."),
        )
    return name.strip(), value.strip()

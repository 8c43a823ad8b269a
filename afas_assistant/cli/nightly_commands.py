"""What `nightly show|make|remove|run` do. Whoever is asked for a task first sees what will be made."""

import argparse
import json
import os
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from afas_assistant.cli.bench import opened_bench
from afas_assistant.cli.nightly_words import attempt_line, standing_text
from afas_assistant.cli.organisation_commands import pick_connection
from afas_assistant.cli.output import ask_yes_or_no, print_error, say
from afas_assistant.cli.progress import stoppable
from afas_assistant.cli.secrets import VARIABLE
from afas_assistant.cli.settings import apply_language, folders_of, logged
from afas_assistant.errors import AssistantError, ConfigurationError
from afas_assistant.onboarding.desk import Desk
from afas_assistant.organisations.records import Organisation
from afas_assistant.organisations.store import Store
from afas_assistant.schedules.book import NightBook
from afas_assistant.schedules.history import PAUSE, TRIES, Attempt, Ended
from afas_assistant.schedules.nightly import Nightly, Offer, Standing, utc_now
from afas_assistant.schedules.nights import carry_out, due
from afas_assistant.schedules.tasks import AT, Schedule, Way
from afas_assistant.schedules.times import Turn, last_night
from afas_assistant.sync.unattended import import_unattended
from afas_assistant.texts import joined, phrase

SCHEMA = 1
DONE, SOME_NOT, NOT_DONE = 0, 1, 2
CODES = {Ended.SENT: DONE, Ended.NOTHING: DONE, Ended.SOME_NOT: SOME_NOT}


def run(arguments: argparse.Namespace) -> int:
    """Run the action; returns the exit code."""
    apply_language(arguments)
    actions: dict[str, Callable[[argparse.Namespace], int]] = {
        "show": _show,
        "make": _make,
        "remove": _remove,
        "run": _run,
    }
    try:
        with logged(arguments):
            return actions[arguments.action](arguments)
    except AssistantError as error:
        print_error(error)
        return NOT_DONE


def _show(arguments: argparse.Namespace) -> int:
    organisation = _organisation(arguments)
    standing = Nightly(folders_of(arguments)).standing(organisation.envid)
    if arguments.format == "json":
        say(json.dumps(_data(organisation, standing), ensure_ascii=False, indent=1))
    else:
        say(standing_text(organisation.name, standing))
    return DONE


def _make(arguments: argparse.Namespace) -> int:
    with Store.open(folders_of(arguments).database) as store:
        organisation = store.organisation(arguments.org)
        connection = pick_connection(store, organisation, arguments.connection)
    nightly = Nightly(folders_of(arguments))
    way = Way(arguments.way) if arguments.way else None
    schedule = Schedule(organisation.envid, way or Way.OPEN, utc_now(), arguments.at, connection.label, arguments.most)
    offers = nightly.offers(schedule)
    if way is None:
        schedule = Schedule(
            schedule.envid, _first(offers), schedule.since, schedule.at, schedule.connection, schedule.most
        )
    for offer in offers:
        if offer.way is schedule.way:
            _show_pieces(offer)
    if not arguments.yes and ask_yes_or_no(str(phrase("Make this?"))) is False:
        say(str(phrase("Nothing was made.")))
        return DONE
    say(standing_text(organisation.name, nightly.choose(schedule)))
    return DONE


def _remove(arguments: argparse.Namespace) -> int:
    envid = _envid(arguments)
    Nightly(folders_of(arguments)).switch_off(envid)
    say(str(phrase("Nothing is done at night for {name} any more.", name=arguments.org)))
    return DONE


def _run(arguments: argparse.Namespace) -> int:
    book = NightBook(folders_of(arguments))
    envid = _envid(arguments)
    schedule = book.schedule(envid)
    if schedule is not None:
        arguments.connection = arguments.connection or schedule.connection or None
        arguments.most = arguments.most or schedule.most
    if not arguments.once:
        at = schedule.at if schedule else AT
        return _told(_attempt(arguments, book, envid, last_night(at, utc_now())))
    if schedule is None:
        raise ConfigurationError(
            "nightly_not_chosen",
            title=phrase("Nothing was chosen for the nights of {name}.", name=arguments.org),
            explanation=phrase("The task that starts this is left over from before."),
            action=phrase("Choose a time with: nightly make. Or have it done now, without --once."),
        )
    for left in reversed(range(TRIES)):
        seen = due(book, schedule, utc_now())
        if seen.turn is not Turn.RUN:
            say(str(phrase("There is nothing to do: this night was done, or it is too late for it.")))
            return DONE
        attempt = _attempt(arguments, book, envid, seen.night)
        if not (attempt.again and left):
            break
        say(attempt_line(attempt), error=True)
        time.sleep(PAUSE.total_seconds())
    return _told(attempt)


def _attempt(arguments: argparse.Namespace, book: NightBook, envid: str, night: date) -> Attempt:
    def work() -> dict[str, int]:
        _demand_token(arguments)
        with opened_bench(arguments) as bench, stoppable() as stopped:
            return import_unattended(bench, most=arguments.most, cancelled=stopped)

    return carry_out(book, envid, night, work, utc_now)


def _demand_token(arguments: argparse.Namespace) -> None:
    """Raise ConfigurationError when neither the keyring nor the surroundings have the token: nobody is there to ask."""
    if os.environ.get(VARIABLE, "").strip():
        return
    desk = Desk(folders_of(arguments))
    try:
        organisation = desk.store.organisation(arguments.org)
        desk.token_of(pick_connection(desk.store, organisation, arguments.connection))
    finally:
        desk.close()


def _told(attempt: Attempt) -> int:
    code = CODES.get(attempt.ended, NOT_DONE)
    say(str(attempt.words), error=code == NOT_DONE)
    return code


def _organisation(arguments: argparse.Namespace) -> Organisation:
    with Store.open(folders_of(arguments).database) as store:
        return store.organisation(arguments.org)


def _envid(arguments: argparse.Namespace) -> str:
    """Return the environment; one that was chosen for is known by its name also when its organisation is gone."""
    if arguments.org in NightBook(folders_of(arguments)).schedules():
        return str(arguments.org)
    return _organisation(arguments).envid


def _first(offers: tuple[Offer, ...]) -> Way:
    usable = [one.way for one in offers if one.unavailable is None]
    if usable:
        return usable[0]
    raise ConfigurationError(
        "no_scheduler",
        title=phrase("No scheduler of this computer can be used."),
        explanation=joined(*(one.unavailable for one in offers if one.unavailable is not None)),
        action=phrase("Let the program do it while its window is open: --with while-open."),
    )


def _show_pieces(offer: Offer) -> None:
    if offer.problem is not None:
        raise offer.problem
    for piece in offer.pieces:
        say(f"{piece.place}\n")
        say(piece.text)


def _data(organisation: Organisation, standing: Standing) -> dict[str, Any]:
    schedule, task = standing.schedule, standing.task
    return {
        "schema": SCHEMA,
        "organisation": organisation.name,
        "envid": organisation.envid,
        "by": schedule.way.value if schedule else None,
        "at": f"{schedule.at:%H:%M}" if schedule else None,
        "connection": schedule.connection if schedule else None,
        "most": schedule.most if schedule else None,
        "next_run": standing.next_run.isoformat() if standing.next_run else None,
        "task": {"made": task.made, "changed": task.changed, "last_result": task.last_result} if task else None,
        "nights": [{**one.to_data(), "words": one.words.render()} for one in standing.attempts],
    }

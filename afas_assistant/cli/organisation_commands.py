"""What `org add|list|remove|token` do. AFAS is asked before anything is stored; a token is never shown."""

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from afas_assistant.afas.address import Address, understand_address
from afas_assistant.afas.client import AfasClient
from afas_assistant.afas.token import ClassicToken, parse_token
from afas_assistant.cli.output import ask_yes_or_no, print_error, say
from afas_assistant.cli.secrets import token_from_environment_or_stdin
from afas_assistant.cli.settings import apply_language, folders_of, logged
from afas_assistant.errors import AssistantError, ConfigurationError
from afas_assistant.logs import SECRETS
from afas_assistant.onboarding.probes.environment import parse_expiry
from afas_assistant.onboarding.profiles import load_profile
from afas_assistant.organisations.backends import backend_name
from afas_assistant.organisations.enrolment import Answer, Enrolled, ask_where_it_belongs, enrol, replace_token
from afas_assistant.organisations.records import CheckRun, Connection, Organisation
from afas_assistant.organisations.refusals import connection_not_found
from afas_assistant.organisations.store import Store
from afas_assistant.organisations.vault import Vault
from afas_assistant.schedules.nightly import Nightly
from afas_assistant.texts import current_language, phrase

SCHEMA = 1
DONE, NOT_DONE = 0, 2


def run(arguments: argparse.Namespace) -> int:
    """Run the action that the arguments name; returns 0 when it was done and 2 when it was not."""
    apply_language(arguments)
    actions: dict[str, Callable[[argparse.Namespace, Store], None]] = {
        "add": _add,
        "list": _list,
        "remove": _remove,
        "token": _token,
    }
    try:
        with logged(arguments), Store.open(folders_of(arguments).database) as store:
            actions[arguments.action](arguments, store)
    except AssistantError as error:
        print_error(error)
        return NOT_DONE
    return DONE


def pick_connection(store: Store, organisation: Organisation, label: str | None) -> Connection:
    """Return the connection with this label, or the only one.

    Raises ConfigurationError connection_not_found, and connection_not_chosen when there are several.
    """
    connections = store.connections(organisation.id)
    labels = [each.label for each in connections]
    if label is not None:
        found = [each for each in connections if each.label.casefold() == label.strip().casefold()]
    else:
        found = list(connections)
    if len(found) == 1:
        return found[0]
    if not found:
        raise connection_not_found(label or organisation.name, labels)
    raise ConfigurationError(
        "connection_not_chosen",
        title=phrase("{name} has several connections.", name=organisation.name),
        explanation=phrase("They are: {names}.", names=", ".join(labels)),
        action=phrase("Choose one with --connection."),
    )


def _add(arguments: argparse.Namespace, store: Store) -> None:
    address = understand_address(arguments.address)
    profiles = _profiles(arguments)
    token, answer = _ask(address)
    expiry = parse_expiry(answer.info.token_expiry)
    enrolled = enrol(store, Vault(), answer, token, name=arguments.name, profiles=profiles, token_expiry=expiry)
    say(
        str(
            phrase(
                "Added: {name}, environment {envid}, app connector {app_connector}.",
                name=enrolled.organisation.name,
                envid=enrolled.organisation.envid,
                app_connector=enrolled.connection.app_connector,
            )
        )
    )
    _say_where_the_token_is(enrolled)


def _token(arguments: argparse.Namespace, store: Store) -> None:
    organisation = store.organisation(arguments.name)
    connection = pick_connection(store, organisation, arguments.connection)
    token, answer = _ask(understand_address(organisation.address))
    expiry = parse_expiry(answer.info.token_expiry)
    enrolled = replace_token(store, Vault(), connection, answer, token, token_expiry=expiry)
    say(
        str(
            phrase(
                "The token of {label} at {name} has been replaced.",
                label=enrolled.connection.label,
                name=organisation.name,
            )
        )
    )
    _say_where_the_token_is(enrolled)


def _remove(arguments: argparse.Namespace, store: Store) -> None:
    organisation = store.organisation(arguments.name)
    if not arguments.yes and not _is_sure(organisation):
        say(str(phrase("Nothing was removed.")))
        return
    vault = Vault()
    for connection in store.connections(organisation.id):
        try:
            vault.remove(connection)
        except AssistantError as error:
            say(str(phrase("The token of {label} is still in the keyring:", label=connection.label)), error=True)
            print_error(error)
    store.remove_organisation(organisation.id)
    Nightly(folders_of(arguments)).let_go(organisation.envid)
    say(str(phrase("Removed: {name}. Nothing was changed in AFAS.", name=organisation.name)))


def _list(arguments: argparse.Namespace, store: Store) -> None:
    organisations = store.organisations()
    if arguments.format == "json":
        data = {"schema": SCHEMA, "organisations": [_data(store, each) for each in organisations]}
        say(json.dumps(data, ensure_ascii=False, indent=1))
        return
    if not organisations:
        say(str(phrase("There are no organisations yet. Add one with: org add --address A")))
    for organisation in organisations:
        say(f"{organisation.name}  {organisation.envid}  {organisation.environment_type}  {organisation.address}")
        for connection in store.connections(organisation.id):
            say(f"  {_line(connection)}")


def _ask(address: Address) -> tuple[ClassicToken, Answer]:
    token = parse_token(token_from_environment_or_stdin() or "")
    SECRETS.register(token.secrets())
    language = current_language()
    return token, ask_where_it_belongs(address, lambda each: AfasClient(each, token, language=language))


def _profiles(arguments: argparse.Namespace) -> list[str]:
    """Return the profiles as they are remembered: ours by id, files by their whole path; broken ones are refused."""
    folder = folders_of(arguments).profiles
    remembered: list[str] = []
    for name in arguments.profile or ():
        profile = load_profile(name, folder)
        file = Path(name).expanduser()
        remembered.append(str(file.resolve()) if file.is_file() and name.casefold() != profile.id else name)
    return list(dict.fromkeys(remembered))


def _is_sure(organisation: Organisation) -> bool:
    question = phrase(
        "Forget {name} ({envid}) with its tokens and checks?", name=organisation.name, envid=organisation.envid
    )
    answer = ask_yes_or_no(str(question))
    if answer is None:
        raise ConfigurationError(
            "confirmation_needed",
            title=phrase("Nothing was removed."),
            explanation=phrase("There is no terminal to ask whether you are sure."),
            action=phrase("Add --yes."),
        )
    return answer


def _say_where_the_token_is(enrolled: Enrolled) -> None:
    if enrolled.kept.error is None:
        say(str(enrolled.kept.sentence))
        return
    print_error(enrolled.kept.error)
    say(
        str(
            phrase(
                "The token was not kept: it ends with this command. `check --org {name}` takes it from "
                "AFAS_ASSISTANT_TOKEN or from standard input.",
                name=enrolled.organisation.name,
            )
        ),
        error=True,
    )


def _line(connection: Connection) -> str:
    keyring = connection.keyring_backend
    token = phrase("token in {name}", name=backend_name(keyring)) if keyring else phrase("token not kept")
    until = phrase("until {date}", date=connection.token_expiry.isoformat()) if connection.token_expiry else None
    parts: Sequence[object] = (connection.label, connection.group, ", ".join(connection.profiles), token, until)
    return " · ".join(str(part) for part in parts if part)


def _data(store: Store, organisation: Organisation) -> dict[str, Any]:
    connections = store.connections(organisation.id)
    return {
        "name": organisation.name,
        "envid": organisation.envid,
        "environment_type": organisation.environment_type,
        "address": organisation.address,
        "connections": [_connection_data(each, store.last_check(each.id)) for each in connections],
    }


def _connection_data(connection: Connection, last: CheckRun | None) -> dict[str, Any]:
    keyring, expiry = connection.keyring_backend, connection.token_expiry
    return {
        "label": connection.label,
        "app_connector": connection.app_connector,
        "group": connection.group,
        "user": connection.user,
        "profiles": list(connection.profiles),
        "keyring": backend_name(keyring) if keyring else None,
        "token_expiry": expiry.isoformat() if expiry else None,
        "item_type": connection.item_type,
        "last_check": {"at": last.at.isoformat(), "summary": last.report.get("summary")} if last else None,
    }

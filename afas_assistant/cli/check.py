"""`check`: hold an environment against checklists and say what is open, worst first."""

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from afas_assistant.afas.address import Address, understand_address
from afas_assistant.afas.authentication import Authentication
from afas_assistant.afas.client import AfasClient
from afas_assistant.afas.token import parse_token
from afas_assistant.cli.check_text import report_text
from afas_assistant.cli.documents import handover_facts, write_handover, write_message
from afas_assistant.cli.output import print_error, say
from afas_assistant.cli.profiles import chosen_profiles
from afas_assistant.cli.secrets import token_from_environment_or_stdin
from afas_assistant.cli.settings import apply_language, logged
from afas_assistant.errors import AssistantError, ConfigurationError
from afas_assistant.logs import SECRETS
from afas_assistant.onboarding.checker import CheckRequest, run_check
from afas_assistant.onboarding.destination_trial import Invoice, refuse_outside_test, with_write_tests
from afas_assistant.onboarding.profiles import VENDORS
from afas_assistant.onboarding.report import NOT_CHECKED, CheckReport
from afas_assistant.onboarding.requirements import Profile
from afas_assistant.texts import current_language, phrase


@dataclass(frozen=True)
class Job:
    """A check that is ready to run, and what to do with its report.

    `organisation`, `connection` and `previous` (the last kept report) are told in the hand-over book.
    """

    request: CheckRequest
    authentication: Authentication
    keep: Callable[[CheckReport], object] = id
    organisation: str = ""
    connection: str = ""
    previous: Mapping[str, object] | None = None


def run(arguments: argparse.Namespace) -> int:
    """Check and print; returns 0, 1 or 2 as `check --help` tells."""
    apply_language(arguments)
    try:
        with logged(arguments), _job(arguments) as job:
            SECRETS.register(job.authentication.secrets())
            tests = _write_tests(arguments, job.request.address)
            report = run_check(job.request, lambda address: _client(address, job.authentication))
            if tests and report.stopped is None:
                with _client(job.request.address, job.authentication) as writer:
                    report = with_write_tests(report, writer, arguments.item_type, tests)
            kept = _kept(job, report)
            _write_documents(arguments, job, report)
    except AssistantError as error:
        print_error(error)
        return NOT_CHECKED
    _print(report, arguments.format)
    if kept is not None:
        print_error(kept)
    return report.exit_code


def _write_documents(arguments: argparse.Namespace, job: Job, report: CheckReport) -> None:
    """Write what was asked for beside the report; a check that reached nothing has nothing to hand over."""
    if report.stopped is not None:
        return
    profiles = job.request.profiles
    if arguments.message:
        write_message(report, profiles, arguments.message, current_language())
    if arguments.handover:
        facts = handover_facts(
            report,
            profiles,
            organisation=job.organisation,
            connection=job.connection,
            confirmations=job.request.confirmations,
            previous=job.previous,
            definitions=job.request.definitions,
        )
        write_handover(facts, arguments.handover, current_language())


def _kept(job: Job, report: CheckReport) -> AssistantError | None:
    """Keep the report; returns why that failed, since the report itself must not be lost over a full disk."""
    try:
        job.keep(report)
    except AssistantError as error:
        return error
    return None


def _client(address: Address, authentication: Authentication) -> AfasClient:
    return AfasClient(address, authentication, language=current_language())


def _write_tests(arguments: argparse.Namespace, address: Address) -> list[Invoice]:
    """Return the invoices to write on; raises ConfigurationError before anything is sent."""
    invoices = [Invoice.parse(text) for text in arguments.write_test or ()]
    if invoices:
        refuse_outside_test(address.environment_type)
        if arguments.item_type is None:
            raise ConfigurationError(
                "item_type_missing",
                title=phrase("The write test needs the dossier item type."),
                explanation=phrase("Destinations are set per type of dossier item."),
                action=phrase("Add --item-type with its number."),
            )
    return invoices


def _print(report: CheckReport, form: str) -> None:
    if form == "json":
        say(json.dumps(report.to_data(), ensure_ascii=False, indent=1))
    else:
        say(report_text(report))
    if report.stopped is not None:
        print_error(report.stopped)


@contextmanager
def _job(arguments: argparse.Namespace) -> Iterator[Job]:
    if arguments.scenario and not arguments.demo:
        raise ConfigurationError(
            "scenario_without_demo",
            title=phrase("--scenario goes with --demo."),
            explanation=phrase("Scenarios are failures of the practice environment."),
            action=phrase("Add --demo, or leave --scenario out."),
        )
    if arguments.demo:
        with _demo(arguments) as job:
            yield job
    elif arguments.org:
        from afas_assistant.cli.stored_check import stored_job  # noqa: PLC0415 - the database is only needed here

        with stored_job(arguments) as stored:
            names = {"organisation": stored.organisation, "connection": stored.connection.label}
            yield Job(stored.request, stored.authentication, stored.keep, **names, previous=stored.previous)
    else:
        yield _passing(arguments)


def _passing(arguments: argparse.Namespace) -> Job:
    """Return a check of an address that is not kept."""
    address = understand_address(arguments.address)
    profiles = chosen_profiles(arguments)
    token = parse_token(token_from_environment_or_stdin() or "")
    return Job(CheckRequest(address, profiles, item_type=arguments.item_type), token)


@contextmanager
def _demo(arguments: argparse.Namespace) -> Iterator[Job]:
    """Start the practice environment and yield a check of it; it ends with the check."""
    from afas_assistant.cli.demo import running_practice  # noqa: PLC0415 - only a demo needs it

    profiles = chosen_profiles(arguments)
    with running_practice(arguments.scenario) as practice:
        address = understand_address(practice.addresses["test"])
        request = CheckRequest(address, profiles, item_type=arguments.item_type)
        yield Job(request, parse_token(practice.token(_token_name(profiles))))


def _token_name(profiles: Sequence[Profile]) -> str:
    """Return the practice token whose app connector fits these profiles, so that nothing seems superfluous."""
    vendors = [profile.id for profile in profiles if profile.id in VENDORS]
    return vendors[0] if len(vendors) == 1 else "all"

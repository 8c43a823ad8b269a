"""What `sync customers|invoices|bookings` do: plan, show, and with --apply send and show what became of it."""

import argparse
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from afas_assistant.cli.bench import opened_bench
from afas_assistant.cli.output import print_error, say
from afas_assistant.cli.progress import Progress
from afas_assistant.cli.settings import apply_language, logged
from afas_assistant.cli.sync_sending import DONE, NOT_STARTED, send
from afas_assistant.cli.sync_words import plan_text, result_json
from afas_assistant.errors import AssistantError, ConfigurationError
from afas_assistant.sync.invoices.charges import ChargeKind
from afas_assistant.sync.invoices.lines import Detail
from afas_assistant.sync.invoices.plan import OnePer
from afas_assistant.sync.plan import Plan
from afas_assistant.sync.plan_files import KeptPlan, keep_plan, read_plan
from afas_assistant.sync.unattended import unattended_choice
from afas_assistant.sync.workbench import Workbench
from afas_assistant.sync.works import BookingsWork, CustomersWork, InvoicesWork, Work
from afas_assistant.texts import literal, phrase, phrase_n


def run(arguments: argparse.Namespace) -> int:
    """Run the action; returns 0, 1 or 2 as `sync --help` tells."""
    apply_language(arguments)
    try:
        with logged(arguments), opened_bench(arguments) as bench:
            return _plan_and_apply(arguments, bench)
    except AssistantError as error:
        print_error(error)
        return NOT_STARTED


def _plan_and_apply(arguments: argparse.Namespace, bench: Workbench) -> int:
    work = work_of(arguments)
    kept = _kept_plan(arguments)
    plan = _planned(bench, work)
    chosen = chosen_of(arguments, plan, kept)
    if arguments.action == "customers" and arguments.unattended:
        chosen &= unattended_choice(plan, bench.outbox, most=arguments.most).references
    shown = plan if kept is None else kept.against(plan)
    if arguments.plan is not None and kept is None:
        keep_plan(arguments.plan, plan, chosen)
    text = arguments.format == "text"
    if text:
        say(plan_text(plan))
    _tell_unknown(bench)
    if not arguments.apply:
        say(str(phrase("Nothing was sent. Add --apply to send.")) if text else result_json(plan, None))
        return DONE
    return send(arguments, bench, plan, chosen, lambda: _planned(bench, work), shown=shown, prove=arguments.demo)


def _planned(bench: Workbench, work: Work) -> Plan:
    """Return the plan; what is read meanwhile is told on a terminal."""
    progress = Progress()
    try:
        return bench.plan(work, progress)
    finally:
        progress.read()


def work_of(arguments: argparse.Namespace) -> Work:
    """Return what the arguments ask for."""
    if arguments.action == "customers":
        return CustomersWork(not arguments.only_new, arguments.with_blocked, tuple(arguments.create_in_afas))
    today = date.today()  # noqa: DTZ011 - the office's own day
    last = arguments.last_day or today
    first = arguments.first_day or (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    if first > last:
        raise ConfigurationError(
            "period_reversed",
            title=phrase("The period ends before it begins."),
            explanation=phrase("It runs from {first} to {last}.", first=first.isoformat(), last=last.isoformat()),
            action=phrase("Give --from and --to the other way round."),
        )
    if arguments.action == "invoices":
        return InvoicesWork(
            first,
            last,
            arguments.date or today,
            tuple(arguments.customer),
            tuple(arguments.project),
            frozenset(one for one in arguments.only if _is_source(arguments, one)),
            OnePer(arguments.per),
            Detail(arguments.lines),
            arguments.status,
            frozenset(ChargeKind(one) for one in arguments.kinds),
        )
    return BookingsWork(
        first,
        last,
        today,
        tuple(arguments.customer),
        tuple(arguments.invoice),
        arguments.period,
        arguments.attach,
        arguments.status,
    )


def chosen_of(arguments: argparse.Namespace, plan: Plan, kept: KeptPlan | None) -> frozenset[str]:
    """Return the references of the records to send: those that start ticked, or those that were asked for.

    Raises ConfigurationError reference_unknown for a named one that is not in the plan or cannot be sent.
    """
    named = [one for one in arguments.only if not _is_source(arguments, one)]
    tickable = [one.reference for one in plan.records if one.tickable]
    missing = sorted(set(named) - set(tickable if kept is None else kept.fingerprints))
    if missing:
        raise ConfigurationError(
            "reference_unknown",
            title=phrase("These records cannot be sent: {names}.", names=literal(", ".join(missing))),
            explanation=phrase("They are not in the plan, or the plan says why they will fail."),
            action=phrase("Look at the plan without --apply. Nothing was sent."),
        )
    if named:
        return _first(plan, named, arguments.first)
    if kept is not None:
        chosen = [one for one in kept.fingerprints if one in kept.chosen]
    elif arguments.only:
        chosen = tickable
    else:
        chosen = [one.reference for one in plan.records if one.ticked_at_first]
    if arguments.action == "customers" and arguments.create_in_afas:
        chosen = [one for one in chosen if one.startswith("customer/")]
    return _first(plan, chosen, arguments.first)


def _first(plan: Plan, chosen: Sequence[str], most: int | None) -> frozenset[str]:
    """Return the first of these records, and the debtors that those need; the debtors do not count by themselves."""
    if most is None:
        return frozenset(chosen)
    needs = {one.reference: one.needs.reference for one in plan.records if one.needs is not None}
    first = [one for one in chosen if one not in needs.values()][:most]
    return frozenset([*first, *(needs[one] for one in first if one in needs)])


def _is_source(arguments: argparse.Namespace, name: str) -> bool:
    """Return whether a name is that of a registration or a project, and not our reference of an invoice."""
    return arguments.action == "invoices" and name.partition("/")[0] in set(ChargeKind)


def _kept_plan(arguments: argparse.Namespace) -> KeptPlan | None:
    """Return the plan in the file; without --apply, or without the file, there is none yet."""
    file: Path | None = arguments.plan
    return read_plan(file) if arguments.apply and file is not None and file.expanduser().exists() else None


def _tell_unknown(bench: Workbench) -> None:
    unknown = len(bench.unknown())
    if unknown:
        told = phrase_n(
            "1 earlier write is unknown: perhaps it arrived. See: outbox look-up.",
            "{count} earlier writes are unknown: perhaps they arrived. See: outbox look-up.",
            unknown,
        )
        say(str(told), error=True)

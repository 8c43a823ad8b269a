"""The daily work as it stands, read from the file for all organisations at once; nobody is asked.

Importing this brings the database along, so a worker does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from afas_assistant.onboarding.desk import Desk, OrganisationView
from afas_assistant.onboarding.practice_address import scope_of
from afas_assistant.organisations.trouble_store import Trouble, TroubleStore
from afas_assistant.organisations.unbilled_store import KeptUnbilled, UnbilledStore
from afas_assistant.outbox.figures import EnvironmentFigures, Figures, RunFigures
from afas_assistant.outbox.records import State
from afas_assistant.sync.money import total
from afas_assistant.ui.daily_standing import INVOICES, Age, DailyStanding, RunLine, Unbilled, WeekSent


def read_daily(desk: Desk, views: Iterable[OrganisationView]) -> dict[int, DailyStanding]:
    """Return how the daily work of each organisation stands, by the organisation's number."""
    figures = Figures.beside(desk.store).read(datetime.now(UTC))
    kept = UnbilledStore.beside(desk.store).all()
    return {one.organisation.id: _standing(figures.get(one.organisation.envid), _newest(one, kept)) for one in views}


def read_troubles(desk: Desk) -> Mapping[int, Trouble]:
    """Return what stopped the last check of each connection that got nowhere."""
    return TroubleStore.beside(desk.store).all()


def _newest(view: OrganisationView, kept: Mapping[str, KeptUnbilled]) -> KeptUnbilled | None:
    """Return the last reading: connections of one environment share their TimeChimp, so they are not added up."""
    scopes = (scope_of(view.organisation, one.connection) for one in view.connections)
    return max((kept[one] for one in scopes if one in kept), key=lambda one: one.read_at, default=None)


def _standing(figures: EnvironmentFigures | None, kept: KeptUnbilled | None) -> DailyStanding:
    unbilled = None if kept is None else _unbilled(kept)
    if figures is None:
        return DailyStanding(unbilled=unbilled)
    if unbilled is not None:
        sent = (one for one in figures.runs if one.kind == INVOICES and one.counts)
        unbilled = replace(unbilled, outdated=any(one.started_at > unbilled.read_at for one in sent))
    return DailyStanding(
        figures.unknown,
        figures.refused,
        tuple(map(_run, figures.runs)),
        tuple(WeekSent(year, week, counts) for year, week, counts in figures.weeks),
        unbilled,
    )


def _run(one: RunFigures) -> RunLine:
    arrived = one.counts.get(State.CONFIRMED, 0) + one.counts.get(State.TAKEN_BACK, 0)
    refused, unknown = one.counts.get(State.REFUSED, 0), one.counts.get(State.UNKNOWN, 0)
    left = one.counts.get(State.WITHDRAWN, 0) + one.counts.get(State.INTENDED, 0)
    gone = sum(one.counts.values()) - left
    return RunLine(one.started_at, one.kind, one.actor, arrived, refused, unknown, gone, one.ended)


def _unbilled(kept: KeptUnbilled) -> Unbilled:
    ages = tuple(Age(one.first, one.last, one.amount, one.count) for one in kept.ages)
    return Unbilled(total(one.amount for one in ages), ages, kept.read_at, kept.unpriced, kept.unapproved)

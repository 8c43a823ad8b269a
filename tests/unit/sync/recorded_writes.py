"""Writes that were recorded and brought to some state, for the tests of what comes afterwards."""

from collections.abc import Mapping
from typing import Any

from afas_assistant.outbox.records import Intention, State, System, Write
from afas_assistant.outbox.store import Outbox
from tests.unit.sync.booking_samples import SCOPE, record

PROBLEM = {"code": "cut_off"}


def booking() -> Intention:
    """Return the intention of booking invoice 2026-101: 121 to Jansen."""
    found = record().intention
    assert found is not None
    return found


def intention(kind: str, *, before: Mapping[str, Any] | None = None, **more: Any) -> Intention:
    """Return some intention of a kind."""
    given = {"method": "POST", "path": "somewhere", "label": f"some {kind}", "counterpart": "Jansen B.V.", **more}
    return Intention(System.AFAS, kind, f"some/{kind}", before=before or {}, **given)


def recorded(
    outbox: Outbox,
    wanted: Intention,
    state: State = State.CONFIRMED,
    *,
    keys: Mapping[str, Any] | None = None,
    proof: Mapping[str, Any] | None = None,
    scope: str = SCOPE,
) -> Write:
    """Return a write of this intention in this state."""
    with outbox.writer(scope) as lease:
        run = outbox.start_run(scope, "test")
        (write,) = outbox.intend(run, [wanted])
        write = outbox.sending(write, lease)
        if state is State.SENDING:
            return write
        if state is State.REFUSED:
            return outbox.refused(write, PROBLEM)
        if state in {State.UNKNOWN, State.NOT_ARRIVED}:
            write = outbox.unknown(write, PROBLEM)
            return outbox.not_arrived(write, {"by": "look_up"}) if state is State.NOT_ARRIVED else write
        write = outbox.confirmed(write, keys or {}, proof or {"by": "answer"})
        return outbox.taken_back(write, {"by": "answer"}) if state is State.TAKEN_BACK else write

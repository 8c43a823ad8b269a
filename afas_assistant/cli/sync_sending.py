"""Sending from a terminal: name what and where, ask who sits there, show how it goes and what became of it."""

import argparse
from collections.abc import Callable

from afas_assistant.cli.faults import STOPPED
from afas_assistant.cli.output import ask_yes_or_no, say
from afas_assistant.cli.progress import Progress, stoppable
from afas_assistant.cli.sync_words import outcome_text, plan_counts, question, result_json
from afas_assistant.sync.plan import Plan
from afas_assistant.sync.workbench import Workbench
from afas_assistant.texts import phrase, phrase_n

DONE, SOME_NOT, NOT_STARTED = 0, 1, 2


def send(
    arguments: argparse.Namespace,
    bench: Workbench,
    plan: Plan,
    chosen: frozenset[str],
    again: Callable[[], Plan],
    *,
    shown: Plan | None = None,
    prove: bool = False,
) -> int:
    """Send the chosen records of a plan and return the exit code.

    `again` makes the plan anew: after a person had time to think, and with `prove` once more when all is sent, to show
    what is left. `shown` is an earlier plan, of which only what still equals it is sent.
    """
    text = arguments.format == "text"
    say(str(question(plan, chosen)), error=not text)
    fresh = _agreed(arguments, plan, chosen, again)
    if fresh is None:
        say(str(phrase("Nothing was sent.")) if text else result_json(plan, None))
        return DONE
    progress = Progress()
    with stoppable() as stopped:
        try:
            outcome = bench.apply(shown or plan, chosen, fresh=fresh, listener=progress, cancelled=stopped)
        except KeyboardInterrupt:
            say(str(phrase("Stopped at once. What was under way may have arrived; see: outbox look-up.")), error=True)
            return STOPPED
        finally:
            progress.ended()
    left = again() if prove else None
    say(outcome_text(outcome) if text else result_json(plan, outcome, left))
    if left is not None and text:
        _tell_left(left)
    return DONE if outcome.complete else SOME_NOT


def _agreed(
    arguments: argparse.Namespace, plan: Plan, chosen: frozenset[str], again: Callable[[], Plan]
) -> Plan | None:
    """Return the plan as it is now; None for a no. Where nobody sits at a terminal nobody is asked."""
    if arguments.yes or not chosen:
        return plan
    answer = ask_yes_or_no(str(phrase("Send it?")))
    if answer is None:
        return plan
    return again() if answer else None


def _tell_left(left: Plan) -> None:
    count = len(left.chosen())
    nothing, some = (
        phrase("Nothing is left to send."),
        phrase_n("1 is left to send.", "{count} are left to send.", count),
    )
    say("")
    say(str(phrase("Planned again:")))
    say(plan_counts(left))
    say(str(some if count else nothing))

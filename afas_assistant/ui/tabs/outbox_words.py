"""Writes of the outbox in a person's words: how they stand, what they are, and how that is known."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from afas_assistant import texts
from afas_assistant.outbox.records import State, Write
from afas_assistant.outbox.words import SYSTEMS
from afas_assistant.texts import Text, joined, literal, phrase
from afas_assistant.ui.states import Look

LOOKS: dict[State, Look] = {
    State.UNKNOWN: Look("unknown", phrase("Unknown"), "attention"),
    State.REFUSED: Look("failed", phrase("Refused"), "problem"),
    State.CONFIRMED: Look("ok", phrase("Confirmed"), "ok"),
    State.SENDING: Look("busy", phrase("Being sent"), "accent"),
    State.INTENDED: Look("pending", phrase("Not sent yet"), "untested"),
    State.NOT_ARRIVED: Look("not-tested", phrase("Did not arrive"), "untested"),
    State.WITHDRAWN: Look("step-none", phrase("Given up"), "untested"),
    State.TAKEN_BACK: Look("taken-back", phrase("Taken back"), "untested"),
}
"""In the order in which they are offered: what a person has to look at first."""

ASKED_KEYS: dict[str, tuple[tuple[str, Text], ...]] = {
    "direct_invoice": (("OrNu", phrase("Invoice &number in AFAS (OrNu)")),),
    "entry": (("EnNo", phrase("&Entry number in AFAS (EnNo)")), ("InId", phrase("Invoice &number in AFAS (InId)"))),
    "dossier_item": (("SbId", phrase("&Number of the dossier item (SbId)")),),
    "debtor": (("DbId", phrase("&Debtor number (DbId)")), ("BcCo", phrase("&Number of the organisation (BcCo)"))),
    "customer_new": (("id", phrase("&Number in TimeChimp (id)")),),
}
"""The numbers that a person can find in the other system, by kind; taking back needs them."""


def money(amount: Decimal | None, currency: str = "EUR") -> str:
    """Return an amount as the language writes it, with the currency where it is not the euro."""
    if amount is None:
        return ""
    words = str(texts.money(amount, ""))
    return words if currency == "EUR" else f"{words} {currency}"


def moment(when: datetime | None, *, seconds: bool = False) -> str:
    """Return a moment by the clock on the wall."""
    if when is None:
        return ""
    return f"{when.astimezone():%d-%m-%Y %H:%M:%S}" if seconds else f"{when.astimezone():%d-%m-%Y %H:%M}"


def proofs(write: Write) -> Iterator[Text]:
    """Yield how it is known that a write stands as it does, a sentence for each proof."""
    proof = write.proof
    if proof.get("already_there"):
        yield phrase("It was there before this program sent it.")
    said = _said(write)
    if said is not None:
        yield said
    if write.shown_by:
        yield phrase("Shown by {connector}.", connector=literal(write.shown_by))


def _said(write: Write) -> Text | None:
    """Return the sentence for the proof's own `by`; None where another sentence says it."""
    proof, system = write.proof, SYSTEMS[write.system]
    by = proof.get("by")
    if by == "answer":
        return {
            State.CONFIRMED: phrase("{system} answered that it took it.", system=system),
            State.REFUSED: phrase("{system} answered that it did not take it, or it never left.", system=system),
            State.UNKNOWN: phrase("The line broke after it was sent. It may have arrived."),
        }.get(write.state)
    if by == "look_up":
        connector = literal(str(proof.get("connector", "")))
        if write.state is State.NOT_ARRIVED:
            return phrase("Looked up: {connector} does not show it.", connector=connector)
        if write.shown_by or "write" in proof:
            return None
        return phrase("Looked up: {connector} shows it.", connector=connector)
    if by == "person":
        return _person(write, str(proof.get("who", "")), str(proof.get("note", "")))
    fixed = {
        "crash": phrase("The program ended in mid-work.")
        if write.state is not State.UNKNOWN
        else phrase("The program ended while this was being sent. It may have arrived."),
        "run_ended": phrase("Its run ended before it was sent."),
        "repeatable": phrase("It was sent again, which does no harm."),
    }
    return fixed.get(str(by))


def _person(write: Write, who: str, note: str) -> Text | None:
    if not who:
        return None
    said = (
        phrase("{name} said that it is not there.", name=literal(who))
        if write.state is State.NOT_ARRIVED
        else phrase("{name} said that it is there.", name=literal(who))
    )
    return joined(said, literal(f"“{note}”")) if note else said

"""The words for what is in the outbox, for sentences: how a write stands, and what it is."""

from collections.abc import Mapping
from typing import Any

from afas_assistant.outbox.records import State, System
from afas_assistant.texts import Text, literal, phrase

SYSTEMS = {System.AFAS: "AFAS", System.TIMECHIMP: "TimeChimp"}

RUNS: dict[str, Text] = {
    "customers": phrase("Customers"),
    "invoices": phrase("Invoices"),
    "bookings": phrase("Sales bookings"),
    "take_back": phrase("Taking back"),
}
"""What a run was for, by the kind of its plan."""

STANDS: dict[State, Text] = {
    State.INTENDED: phrase("not sent yet"),
    State.SENDING: phrase("being sent"),
    State.CONFIRMED: phrase("confirmed"),
    State.REFUSED: phrase("refused"),
    State.UNKNOWN: phrase("unknown"),
    State.NOT_ARRIVED: phrase("not arrived"),
    State.WITHDRAWN: phrase("given up"),
    State.TAKEN_BACK: phrase("taken back"),
}
"""How a write stands, as it is said within a sentence."""

KINDS: dict[str, Text] = {
    "direct_invoice": phrase("Invoice"),
    "entry": phrase("Sales booking"),
    "dossier_item": phrase("Dossier item"),
    "debtor": phrase("New debtor"),
    "debtor_number": phrase("Debtor number"),
    "customer_new": phrase("New customer"),
    "customer_update": phrase("Change of a customer"),
    "registration_status": phrase("Status of registrations"),
    "take_back": phrase("Taking back"),
}
"""What a kind of write is; one that is not here is shown by its own name."""


def kind_words(kind: str) -> Text:
    """Return what a kind of write is called."""
    return KINDS.get(kind) or literal(kind)


PLANS: dict[str, Text] = {
    "customers": phrase("customers"),
    "invoices": phrase("invoices"),
    "bookings": phrase("sales bookings"),
    "take_back": phrase("taking back"),
}
"""What a plan or a run is for, as it is said within a sentence."""


def plan_words(kind: str) -> Text:
    """Return what a plan or a run is for."""
    return PLANS.get(kind) or literal(kind)


def keys_words(keys: Mapping[str, Any]) -> str:
    """Return the numbers that the other system gave, each with its field."""
    return ", ".join(f"{name} {value}" for name, value in keys.items() if value not in {None, ""})

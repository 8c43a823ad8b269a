"""Writes to record, with as much said about them as a test cares for."""

from decimal import Decimal

from afas_assistant.outbox.records import Intention, System


def invoice(number: int, *hours: int, follow_ups: tuple[Intention, ...] = ()) -> Intention:
    """Return the intention of a direct invoice of these hours."""
    return Intention(
        System.AFAS,
        "direct_invoice",
        f"TC-{number}",
        "POST",
        "FbDirectInvoice",
        body=f'{{"number": {number}}}',
        label=f"invoice {number}",
        counterpart="Jansen B.V.",
        amount=Decimal("121.00"),
        sources=tuple(f"hours/{one}" for one in hours),
        follow_ups=follow_ups,
    )


def status(number: int) -> Intention:
    """Return the step that marks registrations as invoiced."""
    path = "time/changestatusintern"
    return Intention(System.TIMECHIMP, "registration_status", f"TC-{number}/1", "POST", path, body="{}")

"""How the figures of an invoice were read, in words: what does not add up, and what was rounded where."""

from afas_assistant.sync.bookings.amounts import Amounts, CannotAddUp
from afas_assistant.sync.findings import Finding, fails, notes
from afas_assistant.texts import money, phrase


def cannot_add_up(problem: CannotAddUp) -> Finding:
    """Return the finding of an invoice whose figures do not fit each other."""
    told = {"expected": money(problem.expected, ""), "found": money(problem.found, "")}
    if problem.code == "rate_missing":
        text = phrase("A row with an amount has no VAT rate.")
        return fails(problem.code, text, phrase("Give the row a VAT rate in TimeChimp, 0 % included."))
    remedy = phrase("Look at the invoice in TimeChimp; book it by hand if it is right.")
    if problem.code == "vat_differs":
        text = phrase(
            "The VAT of its rows is {found}, the invoice has {expected}: more than rounding explains.", **told
        )
        return fails(problem.code, text, remedy)
    text = phrase("Its rows come to {found}, the invoice to {expected}: more than rounding explains.", **told)
    return fails(problem.code, text, remedy)


def rounding_notes(amounts: Amounts) -> list[Finding]:
    """Return what is worth knowing of how the figures were read."""
    found = []
    if amounts.settled_vat:
        text = phrase(
            "{difference} was added to the largest VAT amount, so that the VAT is the invoice's own.",
            difference=money(amounts.settled_vat, ""),
        )
        found.append(notes("vat_settled", text))
    if amounts.settled_net:
        text = phrase(
            "{difference} was added to the largest revenue line, so that the total is the invoice's own.",
            difference=money(amounts.settled_net, ""),
        )
        found.append(notes("net_settled", text))
    if amounts.turned:
        found.append(
            notes(
                "credit_turned", phrase("TimeChimp gave this credit with positive amounts; it is booked as a credit.")
            )
        )
    return found

"""Rules that need more than one field: today the destinations of dossier items.

The rules of booking (open period, balance, VAT, allocation, double invoice numbers) get their place here, with the work
that books; each is a function of the environment and a record.
"""

from collections.abc import Callable, Mapping

from afas_assistant.practice import dossiers
from afas_assistant.practice.environment import Environment
from afas_assistant.practice.failures import RefusalError
from afas_assistant.practice.updateconnectors import Element

Rule = Callable[[Environment, Element], None]


def checked(environment: Environment, connector: str, element: Element) -> None:
    """Apply the rules of a connector; RefusalError says what AFAS would."""
    for rule in RULES.get(connector, ()):
        rule(environment, element)


def destinations_allowed(environment: Environment, element: Element) -> None:
    """Refuse a dossier item on an invoice when its type does not allow that destination, or demands another.

    What AFAS says when a mandatory destination is missing is nowhere public; the common sentence is our assumption.
    """
    settings = environment.destinations.get(_number(element.values.get("StId")))
    if settings is None:
        return
    sent = {_destination(link) for link in element.objects.get("KnSubjectLink", ())} - {0}
    for destination in sent:
        if settings.get(destination, dossiers.NOT_ALLOWED) == dossiers.NOT_ALLOWED:
            raise RefusalError("destination_not_allowed")
    demanded = {destination for destination, setting in settings.items() if setting == 2}
    for destination in sorted(demanded - sent):
        raise RefusalError("value_missing", label=dossiers.DESTINATION_NAMES[destination], name="KnSubjectLink")


def _destination(link: Element) -> int:
    """Tell which destination a link means: the invoice ones by their own fields, else by SfTp (0: another)."""
    if link.values.get("PiId"):
        return dossiers.PURCHASE_INVOICE
    if link.values.get("SiId"):
        return dossiers.PURCHASE_INVOICE if str(link.values.get("SfTp")) == "11" else dossiers.SALES_INVOICE
    kind = _number(link.values.get("SfTp"))
    return kind if kind in dossiers.DESTINATION_NAMES else 0


def _number(value: object) -> int:
    """Read a whole number that may come as text; 0 when it is none."""
    text = str(value)
    return int(text) if text.lstrip("-").isdecimal() else 0


RULES: Mapping[str, tuple[Rule, ...]] = {"KnSubject": (destinations_allowed,)}

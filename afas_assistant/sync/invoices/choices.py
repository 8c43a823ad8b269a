"""Customers and projects as a person names them in a filter: by number or name, by code or name."""

from collections.abc import Iterable, Sequence

from afas_assistant.errors import ConfigurationError
from afas_assistant.sync.invoices.sources import InvoiceSources
from afas_assistant.texts import phrase


def customers_named(sources: InvoiceSources, words: Sequence[str]) -> frozenset[int]:
    """Return TimeChimp's ids of the customers with these numbers or names; a number given twice means both.

    Raises ConfigurationError customer_not_found.
    """
    known = [(one.id, (one.number, one.name)) for one in sources.customers.values()]
    found, missing = _named(known, words)
    if missing:
        raise ConfigurationError(
            "customer_not_found",
            title=phrase("No customer is called {words}.", words=", ".join(missing)),
            explanation=phrase("Nothing of such a customer can be invoiced in this period. Zeros in front count."),
            action=phrase("Give the customer number or the whole name as TimeChimp has it, or another period."),
        )
    return found


def projects_named(sources: InvoiceSources, words: Sequence[str]) -> frozenset[int]:
    """Return TimeChimp's ids of the projects with these codes or names; raises ConfigurationError project_not_found."""
    known = [(one.id, (one.code, one.name)) for one in sources.projects.values()]
    found, missing = _named(known, words)
    if missing:
        raise ConfigurationError(
            "project_not_found",
            title=phrase("No project is called {words}.", words=", ".join(missing)),
            explanation=phrase("Nothing of such a project can be invoiced in this period."),
            action=phrase("Give the code or the whole name of the project as TimeChimp has it, or another period."),
        )
    return found


def _named(known: Iterable[tuple[int, tuple[str, str]]], words: Sequence[str]) -> tuple[frozenset[int], list[str]]:
    """Return the ids that go by these words, and the words that nothing goes by."""
    ids: dict[str, set[int]] = {}
    for own_id, names in known:
        for name in filter(None, names):
            ids.setdefault(name.strip().casefold(), set()).add(own_id)
    found = [ids.get(one.strip().casefold()) for one in words]
    missing = [word for word, those in zip(words, found, strict=True) if not those]
    return frozenset(one for those in found if those for one in those), missing

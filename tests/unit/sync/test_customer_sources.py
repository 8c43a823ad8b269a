"""Reading debtors page by page by their bound columns, and searching AFAS's organisations."""

import gc
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from afas_assistant.afas.errors import AfasError
from afas_assistant.afas.paging import Page
from afas_assistant.afas.query import Query
from afas_assistant.errors import AssistantError, ConfigurationError
from afas_assistant.sync.customers.roles import Binding, Role, bound_roles
from afas_assistant.sync.customers.sources import read_both, read_debtors, split_town_line
from afas_assistant.sync.mapping.mappings import Mappings
from afas_assistant.texts import literal
from afas_assistant.timechimp.models import Customer
from tests.unit.sync.customer_samples import bare_customer

STANDARD = bound_roles("Profit_Debtor", Mappings())
ROW = dict.fromkeys(STANDARD.columns.values()) | {
    "DebtorId": "0042", "DebtorName": "Jansen", "AdressLine3": "1234 AB  Ede", "AdressLine4": "Nederland",
    "PayCon": "14", "Blocked": True,
}  # fmt: skip


class PretendAfas:
    """Gives rows in pages of two, and remembers what it was asked."""

    def __init__(self, *rows: Mapping[str, Any], error: AssistantError | None = None) -> None:
        self.rows = [dict(one) for one in rows]
        self.error = error
        self.asked: list[tuple[str, Query]] = []

    def pages(self, connector: str, query: Query) -> Iterator[Page]:
        """Return the rows."""
        self.asked.append((connector, query))
        if self.error is not None:
            raise self.error
        for skip in range(0, len(self.rows), 2):
            yield Page(skip, 2, tuple(self.rows[skip : skip + 2]))


class PretendCustomers:
    """Has one customer."""

    def customers(self) -> Iterator[Customer]:
        """Return it."""
        yield bare_customer(1)


def refused() -> AfasError:
    return AfasError("x", title=literal("x"), explanation=literal(""), action=literal(""))


def test_a_debtor_is_read_with_its_number_as_text() -> None:
    afas = PretendAfas(ROW)
    (debtor,) = read_debtors(afas, STANDARD)
    assert (debtor.number, debtor.name, debtor.postal_code, debtor.town) == ("0042", "Jansen", "1234 AB", "Ede")
    assert (debtor.payment_condition, debtor.blocked, debtor.email) == ("14", True, "")
    assert afas.asked[0][1].order == ("DebtorId",)


def test_all_pages_are_read() -> None:
    rows = [ROW | {"DebtorId": str(number)} for number in range(5)]
    assert [one.number for one in read_debtors(PretendAfas(*rows), STANDARD)] == list("01234")


def test_columns_of_another_connector_are_read_by_their_roles() -> None:
    binding = Binding("X", {Role.NUMBER: "Nr", Role.NAME: "Naam", Role.POSTAL_CODE: "Pc", Role.TOWN: "Plaats"})
    row = {"Nr": 42, "Naam": " Jansen ", "Pc": "1234 AB", "Plaats": "Ede", "Blocked": True}
    (debtor,) = read_debtors(PretendAfas(row), binding)
    assert (debtor.number, debtor.name, debtor.postal_code, debtor.town) == ("42", "Jansen", "1234 AB", "Ede")
    assert not debtor.blocked


def test_a_column_that_is_gone_is_named() -> None:
    row = {name: value for name, value in ROW.items() if name != "VatNr"}
    with pytest.raises(ConfigurationError) as raised:
        list(read_debtors(PretendAfas(row), STANDARD))
    assert raised.value.code == "roles_column_gone"
    assert "VatNr" in raised.value.explanation.render("en")


@pytest.mark.parametrize(
    ("line", "country", "expected"),
    [
        ("1234 AB  Ede", "Nederland", ("1234 AB", "Ede")),
        ("1234AB Den Haag", "", ("1234AB", "Den Haag")),
        ("8660 DE PANNE", "België", ("", "8660 DE PANNE")),
        ("B-2000  Antwerpen", "", ("", "B-2000  Antwerpen")),
        ("10115  Berlin", "Deutschland", ("", "10115  Berlin")),
        ("Ede", "", ("", "Ede")),
        ("", "", ("", "")),
    ],
)
def test_a_dutch_town_line_is_split_and_a_foreign_one_kept_whole(
    line: str, country: str, expected: tuple[str, str]
) -> None:
    assert split_town_line(line, country) == expected


def test_both_sides_are_read() -> None:
    debtors, customers = read_both(PretendAfas(ROW), STANDARD, PretendCustomers())
    assert ([one.number for one in debtors], [one.id for one in customers]) == (["0042"], [1])


def test_what_one_side_refuses_is_raised() -> None:
    with pytest.raises(AfasError):
        read_both(PretendAfas(error=refused()), STANDARD, PretendCustomers())


def test_the_collector_runs_again_also_after_an_error() -> None:
    with pytest.raises(AfasError):
        read_both(PretendAfas(error=refused()), STANDARD, PretendCustomers())
    assert gc.isenabled()

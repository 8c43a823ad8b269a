"""Looking for customers among AFAS's organisations: few questions, and nobody hidden by somebody else."""

from collections.abc import Iterator, Mapping
from typing import Any

from afas_assistant.afas.errors import AfasError, AfasUnavailableError
from afas_assistant.afas.paging import Page
from afas_assistant.afas.query import LONGEST_QUERY, Query
from afas_assistant.sync.customers.organisation_search import AT_ONCE, ORGANISATIONS, find_organisations
from afas_assistant.texts import literal
from tests.unit.sync.customer_samples import bare_customer

LISTED = [ORGANISATIONS]


class PretendAfas:
    """Answers with the rows that pass a filter, and refuses a question that holds a certain value."""

    def __init__(self, *rows: Mapping[str, Any], refuses: str = "", error: type[AfasError] = AfasError) -> None:
        self.rows, self.refuses, self.error = rows, refuses, error
        self.asked: list[Query] = []

    def pages(self, connector: str, query: Query) -> Iterator[Page]:
        """Return the rows."""
        assert connector == ORGANISATIONS
        assert len(query.query_string(skip=999_999, take=9_999)) <= LONGEST_QUERY
        self.asked.append(query)
        wanted = {(one.field, one.value) for (one,) in query.groups}
        if self.refuses in {value for _, value in wanted}:
            raise self.error("x", title=literal("x"), explanation=literal(""), action=literal(""))
        yield Page(0, 2000, tuple(dict(row) for row in self.rows if wanted & set(row.items())))


def row(number: str, name: str, chamber: str | None = None, kind: str = "Organisatie") -> dict[str, Any]:
    return {"BcCo": number, "Name": name, "ChOfCommNr": chamber, "Type": kind}


def test_name_number_and_chamber_number_are_looked_for_in_one_question() -> None:
    afas = PretendAfas(row("7", "Jansen", "123"), row("8", "Jansen", None, "Persoon"), row("9", "Pieters", "123"))
    found = find_organisations(afas, [bare_customer(1, "0042", name="Jansen", kvkNumber="123")], LISTED)
    assert [(one.number, one.chamber_number, one.person) for one in found[1]] == [
        ("7", "123", False), ("8", "", True), ("9", "123", False),
    ]  # fmt: skip
    (query,) = afas.asked
    assert sorted((one.field, one.value) for (one,) in query.groups) == [
        ("BcCo", "0042"), ("ChOfCommNr", "123"), ("Name", "Jansen"),
    ]  # fmt: skip


def test_each_of_several_gets_its_own() -> None:
    afas = PretendAfas(row("1", "Aalders"), row("2", "Bakker"))
    customers = [bare_customer(1, name="Aalders"), bare_customer(2, name="Bakker"), bare_customer(3, name="Cornelis")]
    found = find_organisations(afas, customers, LISTED)
    assert {key: [one.number for one in rows] for key, rows in found.items()} == {1: ["1"], 2: ["2"], 3: []}
    assert len(afas.asked) == 1


def test_many_are_asked_for_in_parts_that_afas_takes() -> None:
    names = [f"Handelsonderneming {number} te Zuid-Scharwoude" for number in range(200)]
    afas = PretendAfas(*(row(str(place), name) for place, name in enumerate(names)))
    customers = [bare_customer(place, f"D{place}", name=name) for place, name in enumerate(names)]
    found = find_organisations(afas, customers, LISTED)
    assert all([one.number for one in found[place]] == [str(place)] for place in range(200))
    assert 200 / AT_ONCE <= len(afas.asked) <= 20


def test_one_that_afas_refuses_hides_no_other() -> None:
    afas = PretendAfas(row("1", "Aalders"), refuses="odd")
    found = find_organisations(afas, [bare_customer(1, name="Aalders"), bare_customer(2, name="odd")], LISTED)
    assert {key: [one.number for one in rows] for key, rows in found.items()} == {1: ["1"]}


def test_a_busy_afas_is_not_asked_for_each_by_itself() -> None:
    afas = PretendAfas(refuses="Aalders", error=AfasUnavailableError)
    customers = [bare_customer(1, name="Aalders"), bare_customer(2, name="Bakker")]
    assert find_organisations(afas, customers, LISTED) == {}
    assert len(afas.asked) == 1


def test_without_the_connector_nobody_is_looked_for() -> None:
    afas = PretendAfas()
    assert find_organisations(afas, [bare_customer(1, name="Aalders")], []) == {}
    assert afas.asked == []


def test_a_customer_without_anything_to_look_for_asks_nothing() -> None:
    afas = PretendAfas(row("1", ""))
    assert find_organisations(afas, [bare_customer(1, "", name="")], LISTED) == {1: []}
    assert afas.asked == []

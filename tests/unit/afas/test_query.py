"""Questions to a GetConnector in AFAS's words."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as some

from afas_assistant.afas.query import LONGEST_QUERY, Filter, Operator, Query, Value, page_size
from afas_assistant.errors import ConfigurationError


def asked(query_string: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query_string[1:], keep_blank_values=True).items()}


def test_nothing_asked_is_nothing_sent() -> None:
    assert Query().query_string() == ""
    assert Query.all_of().parameters() == []


def test_and_is_a_comma_and_or_a_semicolon() -> None:
    name, town = Filter("Name", "Jan", Operator.CONTAINS), Filter("Town", "Ede")
    assert asked(Query.all_of(name, town).query_string()) == {
        "filterfieldids": "Name,Town",
        "filtervalues": "Jan,Ede",
        "operatortypes": "6,1",
    }
    assert asked(Query.any_of(name, town).query_string())["filterfieldids"] == "Name;Town"
    mixed = Query(((name, town), (Filter("Id", 3, Operator.AT_LEAST),)))
    assert asked(mixed.query_string()) == {
        "filterfieldids": "Name,Town;Id",
        "filtervalues": "Jan,Ede;3",
        "operatortypes": "6,1;2",
    }


@pytest.mark.parametrize("value", ["Jansen, de Vries", "a;b"])
def test_a_value_with_a_separator_goes_as_json(value: str) -> None:
    query = Query(((Filter("AdminNm", value, Operator.CONTAINS), Filter("AdminId", 1)), (Filter("AdminId", 3),)))
    sent = asked(query.query_string())
    assert set(sent) == {"filterjson"}
    assert json.loads(sent["filterjson"]) == {
        "Filters": {
            "Filter": [
                {
                    "@FilterId": "Filter 1",
                    "Field": [
                        {"@FieldId": "AdminNm", "@OperatorType": "6", "#text": value},
                        {"@FieldId": "AdminId", "@OperatorType": "1", "#text": "1"},
                    ],
                },
                {"@FilterId": "Filter 2", "Field": [{"@FieldId": "AdminId", "@OperatorType": "1", "#text": "3"}]},
            ]
        }
    }


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0012", "0012"),
        (12, "12"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-0.50"), "-0.50"),
        (True, "true"),
        (False, "false"),
        (date(2026, 1, 31), "2026-01-31"),
        (datetime(2026, 1, 31, 10, 0, 0, 5), "2026-01-31T10:00:00"),  # noqa: DTZ001 - AFAS has no zones
        ("", ""),
    ],
)
def test_values_are_written_as_afas_does(value: Value, text: str) -> None:
    assert asked(Query.all_of(Filter("A", value)).query_string())["filtervalues"] == text


def test_a_moment_with_a_zone_is_refused_since_afas_has_none() -> None:
    with pytest.raises(ValueError, match="Amsterdam"):
        Filter("A", datetime(2026, 1, 1, tzinfo=UTC)).text()


def test_operators_have_afas_numbers() -> None:
    assert [int(one) for one in Operator] == list(range(1, 16))
    assert (Operator.EMPTY, Operator.STARTS_WITH, Operator.ENDS_WITH, Operator.QUICK) == (8, 10, 13, 15)


def test_page_and_order() -> None:
    query_string = Query(order=("DebtorId", "-Date")).query_string(200, 100)
    assert query_string == "?skip=200&take=100&orderbyfieldids=DebtorId,-Date"


def test_the_limit_counts_from_the_question_mark() -> None:
    frame = len(Query.all_of(Filter("A", "")).query_string())
    fits = Query.all_of(Filter("A", "x" * (LONGEST_QUERY - frame)))
    assert len(fits.query_string()) == LONGEST_QUERY == 2049
    with pytest.raises(ConfigurationError) as caught:
        Query.all_of(Filter("A", "x" * (LONGEST_QUERY - frame + 1))).query_string()
    assert caught.value.code == "query_too_long"
    assert "2050" in caught.value.sentence("en")


@pytest.mark.parametrize(("columns", "rows"), [(0, 2000), (1, 2000), (74, 2000), (75, 1999), (150, 999), (200_000, 1)])
def test_page_size(columns: int, rows: int) -> None:
    assert page_size(columns) == rows
    assert columns > 150_000 or columns * rows < 150_000


@given(
    some.lists(
        some.lists(
            some.builds(
                Filter,
                some.text("ABCdef_", min_size=1, max_size=8),
                some.text(max_size=12),
                some.sampled_from(Operator),
            ),
            min_size=1,
            max_size=3,
        ).map(tuple),
        min_size=1,
        max_size=3,
    ).map(tuple)
)
def test_every_filter_can_be_read_back(groups: tuple[tuple[Filter, ...], ...]) -> None:
    query_string = Query(groups).query_string()
    assert query_string.isascii()
    sent = asked(query_string)
    wanted = [[(one.field, str(one.value), str(int(one.operator))) for one in group] for group in groups]
    if "filterjson" in sent:
        read = [
            [(field["@FieldId"], field["#text"], field["@OperatorType"]) for field in one["Field"]]
            for one in json.loads(sent["filterjson"])["Filters"]["Filter"]
        ]
    else:
        split = [
            [part.split(",") for part in sent[name].split(";")]
            for name in ("filterfieldids", "filtervalues", "operatortypes")
        ]
        read = [list(zip(*parts, strict=True)) for parts in zip(*split, strict=True)]
    assert read == wanted

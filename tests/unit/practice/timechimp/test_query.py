from typing import Any

import pytest

from afas_assistant.practice.timechimp.filters import condition
from afas_assistant.practice.timechimp.query import understood
from afas_assistant.practice.timechimp.replies import RefusedError
from tests.helpers.timechimp_calls import TimeChimpCalls

RECORD: dict[str, Any] = {
    "id": 7, "name": "O'Neill", "number": "007", "hours": 1.5, "active": True, "nothing": None, "date": "2026-05-25",
    "start": "2026-05-25T08:30:00Z", "user": {"id": 5}, "parts": [{"task": {"id": 1}}, {"task": {"id": 2}}],
}  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "id eq 7",
        "id ne 8 and hours gt 1.25",
        "name eq 'O''Neill'",
        "number eq '007'",
        "active eq true",
        "nothing eq null",
        "date eq 2026-05-25",
        "date ge 2026-05-25 and date le 2026-05-25",
        "start gt 2026-05-25T08:29:59Z",
        "start lt 2026-05-26",
        "user/id eq 5",
        "parts/any(part:part/task/id eq 2)",
        "id eq 1 or id eq 7 and active eq true",
        "(id eq 1 or id eq 7) and active eq true",
        "nothing ne 5",
    ],
)
def test_what_a_filter_lets_through(text: str) -> None:
    assert condition(text).fits(RECORD)


@pytest.mark.parametrize(
    "text",
    [
        "id eq '7'",
        "number eq '7'",
        "number eq 7",
        "active eq 1",
        "nothing gt 5",
        "nothing/below eq 5",
        "date lt 2026-05-25",
        "(id eq 1 or id eq 7) and active eq false",
        "id eq 7 and active eq false or id eq 1",
        "parts/any(part:part/task/id eq 3)",
        "name gt 5",
    ],
)
def test_what_a_filter_keeps_out(text: str) -> None:
    assert not condition(text).fits(RECORD)


@pytest.mark.parametrize(
    "text",
    ["", "id", "id eq", "id = 7", "contains(name,'O')", "id eq 7 and", "(id eq 7", "id eq 7)", "name eq O", "id in (1)",
     "not id eq 7", "parts/any(part/id eq 1)", "startswith(name, 'O') eq true"],
)  # fmt: skip
def test_filters_that_are_not_known(text: str) -> None:
    with pytest.raises(RefusedError, match="cannot be read"):
        condition(text)


@pytest.mark.parametrize(
    ("name", "value"),
    [("$select", "id"), ("$search", "x"), ("top", "5"), ("$top", "0"), ("$top", "10001"), ("$top", "-1"),
     ("$skip", "x"), ("$count", "1"), ("$orderby", "name up"), ("$orderby", ""), ("modified", "2026-01-01")],
)  # fmt: skip
def test_options_that_are_not_known(name: str, value: str) -> None:
    with pytest.raises(RefusedError) as refused:
        understood({name: value})
    assert refused.value.status == 400


def test_options_over_the_line(v2: TimeChimpCalls) -> None:
    rows = v2.get("customers", {"$top": 10000, "$orderby": "address/city desc,name"})["value"]
    cities = [row["address"]["city"] for row in rows]
    known = [city for city in cities if city]
    assert known == sorted(known, key=str.casefold, reverse=True)
    assert cities[-1] is None
    inside = [row["name"].casefold() for row in rows if row["address"]["city"] == known[0]]
    assert inside == sorted(inside)
    query = {"$filter": "relationId eq null and active eq true", "$count": "true", "$top": 1, "$skip": 1}
    counted = v2.get("customers", query)
    assert counted["@odata.count"] == sum(row["relationId"] is None for row in rows)
    assert len(counted["value"]) == 1
    active = v2.get("times", {"$filter": "project/active eq false", "$expand": "project", "$top": 50})["value"]
    assert {row["project"]["active"] for row in active} == {False}
    one = v2.get("projects", {"$filter": "projectTasks/any(t:t/task/id eq 31003)", "$expand": "projectTasks"})["value"]
    assert all(31003 in [task["task"]["id"] for task in row["projectTasks"]] for row in one)
    assert len(one) > 10


@pytest.mark.parametrize(
    "query",
    [{"$filter": "nope eq 1"}, {"$orderby": "nope"}, {"$expand": "nope"}, {"$filter": "customer/nope eq 1"}],
)  # fmt: skip
def test_names_that_the_records_do_not_have(v2: TimeChimpCalls, query: dict[str, str]) -> None:
    assert v2.web.get("times", params=query).status_code == 400


def test_an_option_may_stand_once(v2: TimeChimpCalls) -> None:
    assert v2.refused("GET", "customers?$top=1&$top=2")[0] == 400
    assert v2.refused("GET", "customers/20001?$top=1")[0] == 400

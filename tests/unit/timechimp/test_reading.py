"""JSON, fields and code words: exact, tolerant of what is missing, strict about what a value cannot mean."""

from codecs import BOM_UTF8
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from afas_assistant.timechimp import content
from afas_assistant.timechimp.content import UnreadableContent, count_in, list_in, parsed, rows_in, rows_of, written
from afas_assistant.timechimp.fields import Fields, WrongShape
from afas_assistant.timechimp.statuses import InvoiceMethod, InvoiceStatus, Status


def fields(**row: Any) -> Fields:
    return Fields(row, "thing")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("[]", []),
        (" [ ] \r\n", []),
        ("[1]", [1]),
        ('[{"a": 1.10}, {"a": [1, {"b": "],["}]}]', [{"a": Decimal("1.10")}, {"a": [1, {"b": "],["}]}]),
    ],
)
def test_rows_come_one_at_a_time_and_exact(text: str, rows: list[Any]) -> None:
    assert list(rows_of(text)) == rows


@pytest.mark.parametrize("piece", [*range(1, 12), 1_000])
def test_a_list_that_is_read_piece_by_piece_is_the_same(piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "PIECE", piece)
    text = '[{"a": "é–😀]"}, 12345 ,1.5e-7,   [1, {"b": 20}],true, "x" ]'
    rows = [{"a": "é–😀]"}, 12345, Decimal("1.5e-7"), [1, {"b": 20}], True, "x"]
    assert list(rows_in(BOM_UTF8 + b" " + text.encode() + b"\r\n")) == rows
    read: list[Any] = []
    with pytest.raises(UnreadableContent) as caught:
        read.extend(rows_in(text.replace("true", "tr ue").encode()))
    assert (caught.value.defect, read) == ("not_json", rows[:4])


@pytest.mark.parametrize("text", ['[{"a": 1}', '[{"a": 1}, {"a"', '[{"a": 1},', "["])
def test_a_list_that_is_cut_off_gives_no_row(text: str) -> None:
    rows: list[Any] = []
    with pytest.raises(UnreadableContent) as caught:
        rows.extend(rows_of(text))
    assert (caught.value.defect, rows) == ("cut_off", [])


@pytest.mark.parametrize("text", ["[1 2]", "[NaN]", "[1,]", "[x]", '[{"a": "x]'])
def test_a_list_that_is_no_json(text: str) -> None:
    with pytest.raises(UnreadableContent) as caught:
        list(rows_of(text))
    assert caught.value.defect == "not_json"


def test_other_bodies() -> None:
    assert parsed('{"price": 12.30, "n": 7}') == {"price": Decimal("12.30"), "n": 7}
    for text, defect in [("<html>", "not_json"), ('{"a": ', "cut_off"), ("", "cut_off"), ("[" * 100_000, "cut_off")]:
        with pytest.raises(UnreadableContent) as caught:
            parsed(text)
        assert caught.value.defect == defect


def test_decimals_are_written_as_plain_numbers() -> None:
    body = {"a": Decimal("12.30"), "b": Decimal(7), "c": Decimal("0.30000000000000004"), "d": "é"}
    assert written(body) == '{"a": 12.3, "b": 7, "c": 0.30000000000000004, "d": "é"}'


@pytest.mark.parametrize("name", ["value", "result", "results", "data", "items"])
def test_every_envelope_is_opened(name: str) -> None:
    assert list_in({"count": 1, name: [1]}) == [1]


def test_no_list() -> None:
    assert list_in([1]) == [1]
    assert list_in({"value": {"a": 1}, "data": [2]}) == [2]
    assert list_in({"value": "x"}) is None
    assert list_in("x") is None


@pytest.mark.parametrize(
    ("body", "count"),
    [({"@odata.count": 3}, 3), ({"count": 4}, 4), ({"total": 5}, 5), ({"count": "6"}, None), ([1], None), ({}, None)],
)
def test_counts(body: Any, count: int | None) -> None:
    assert count_in(body) == count


def test_texts_keep_leading_zeros_and_lose_blanks_around() -> None:
    assert fields(relationId=" 000001 ").text("relationId") == "000001"
    assert fields(relationId=1001).text("relationId") == "1001"
    assert fields(a=None, b="x").text("a", "b") == "x"
    assert fields().text("a") == ""


def test_numbers_are_exact() -> None:
    assert fields(a=Decimal("0.1")).number("a") == Decimal("0.1")
    assert fields(a=8).number("a") == Decimal(8)
    assert fields(a="7.25").number("a") == Decimal("7.25")
    assert fields(a=None).number("a") is None
    assert fields(a="").number("a") is None
    assert fields(a=Decimal("12.0")).id("a") == 12
    assert fields(a="12").id("a") == 12


def test_days_are_not_shifted_and_moments_are_in_utc() -> None:
    for text in ("2023-01-31", "2023-01-31T00:00:00", "2023-01-31T00:00:00Z", "2023-01-31T23:30:00+01:00"):
        assert fields(date=text).day("date") == date(2023, 1, 31)
    assert fields(date="0001-01-01T00:00:00").day("date") is None
    moment = datetime(2023, 1, 31, 8, 30, tzinfo=UTC)
    assert fields(start="2023-01-31T08:30:00").moment("start") == moment
    assert fields(start="2023-01-31T09:30:00+01:00").moment("start") == moment
    assert fields(start="2023-01-31T08:30:00.1234567").moment("start") == moment.replace(microsecond=123456)


def test_yes_and_no() -> None:
    assert fields(a=True).flag("a", default=False) is True
    assert fields(a=0).flag("a", default=True) is False
    assert fields(a="False").flag("a", default=True) is False
    assert fields(a=None).flag("a", default=True) is True
    assert fields().choice("a") is None


WRONG: list[tuple[str, Any]] = [
    ("text", True), ("text", {}), ("text", ["x"]),
    ("id", True), ("id", "x"), ("id", Decimal("1.5")), ("id", {}),
    ("number", "abc"), ("number", True), ("number", []), ("number", "NaN"), ("number", "Infinity"), ("number", "1e400"),
    ("day", "31-01-2023"), ("day", 20230131), ("day", "2023-02-30"), ("day", {}),
    ("moment", "soon"), ("moment", 5), ("moment", "0001-01-01T00:00:00+05:00"),
    ("choice", "perhaps"), ("choice", 2), ("choice", []),
    ("part", "x"), ("part", [1]),
    ("own_id", None), ("own_day", None),
]  # fmt: skip


@pytest.mark.parametrize(("method", "value"), WRONG)
def test_a_value_that_cannot_be_meant_is_refused_by_name(method: str, value: Any) -> None:
    name = "id" if method == "own_id" else "price"
    reading = getattr(Fields({name: value}, "row"), method)
    with pytest.raises(WrongShape) as caught:
        reading() if method == "own_id" else reading(name)
    assert caught.value.field == f"row.{name}"


def test_lists_and_objects_within() -> None:
    assert [one.id("id") for one in fields(rows=[{"id": 1}, {"id": 2}]).parts("rows")] == [1, 2]
    assert list(fields(rows=None).parts("rows")) == []
    for wrong in ("x", [1]):
        with pytest.raises(WrongShape):
            list(fields(rows=wrong).parts("rows"))
    with pytest.raises(WrongShape):
        Fields(["not an object"], "row")


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (0, Status.OPEN), (3, Status.INVOICED), (-1, Status.REJECTED), ("Invoiced", Status.INVOICED),
        ("writtenoff", Status.WRITTEN_OFF), ("2", Status.APPROVED), (5, Status.UNKNOWN), ("Nieuw", Status.UNKNOWN),
        (None, Status.UNKNOWN), (True, Status.UNKNOWN), ([], Status.UNKNOWN),
    ],
)  # fmt: skip
def test_statuses_of_both_generations(value: object, status: Status) -> None:
    assert Status.read(value) is status


def test_a_number_means_what_its_own_list_says() -> None:
    assert InvoiceStatus.read(3) is InvoiceStatus.PAID
    assert InvoiceMethod.read(3) is InvoiceMethod.USER_HOURLY_RATE
    assert [(one.number, one.value) for one in Status][:6] == [
        (0, "Open"), (1, "PendingApproval"), (2, "Approved"), (3, "Invoiced"), (4, "WrittenOff"), (-1, "Rejected"),
    ]  # fmt: skip

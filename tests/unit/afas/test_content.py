"""Bodies of replies: exact decimals, old Profit's half numbers, and what is no JSON."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from afas_assistant.afas.content import UnreadableContent, defect_of, parsed, text_of
from afas_assistant.transport import Reply


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 0.10}', {"a": Decimal("0.10")}),
        (
            '{"a":-.5,"b":.25 , "c":[.1,-.2]}',
            {"a": Decimal("-0.5"), "b": Decimal("0.25"), "c": [Decimal("0.1"), Decimal("-0.2")]},
        ),
        ('{"a": "x -.5 \\" ,.5", "b": .5}', {"a": 'x -.5 " ,.5', "b": Decimal("0.5")}),
        ('{"a": 12345678901234567.89}', {"a": Decimal("12345678901234567.89")}),
        ('{"a": 1.5e3}', {"a": Decimal("1.5e3")}),
        ("[]", []),
    ],
)
def test_numbers_are_exact(text: str, value: object) -> None:
    assert parsed(text) == value


@pytest.mark.parametrize(
    ("text", "defect"),
    [
        ("", "cut_off"),
        ("  ", "cut_off"),
        ('{"rows": [{"a": 1', "cut_off"),
        ('{"rows": [{"a": "hal', "cut_off"),
        ('{"rows": [{"a": 1}]', "cut_off"),
        ('{"rows": [{"a": "}]}', "cut_off"),
        ("{", "cut_off"),
        ("<!DOCTYPE html><html>", "not_json"),
        ("Service unavailable", "not_json"),
        ('{"a": NaN}', "not_json"),
        ('{"a" 1}', "not_json"),
        ('{"a": 1}}', "not_json"),
        ("[" * 100_000 + "]" * 100_000, "not_json"),
    ],
)
def test_what_ails_it(text: str, defect: str) -> None:
    with pytest.raises(UnreadableContent) as caught:
        parsed(text)
    assert caught.value.defect == defect == defect_of(text)


def test_a_cut_in_the_middle_of_a_letter_is_a_cut() -> None:
    content = '{"a": "é"}'.encode()[:8]
    with pytest.raises(UnreadableContent) as caught:
        parsed(text_of(Reply(200, {}, content, "", 0.0)))
    assert caught.value.defect == "cut_off"


def test_a_byte_order_mark_is_no_harm() -> None:
    assert parsed(text_of(Reply(200, {}, b"\xef\xbb\xbf{}", "", 0.0))) == {}


VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=8) | some.decimals(-1000, 1000, places=3),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(max_size=4), inner, max_size=4),
    max_leaves=8,
)


@given(some.dictionaries(some.text(max_size=5), VALUES, min_size=1, max_size=4), some.data())
def test_every_beginning_of_good_json_is_cut_off_or_good(value: dict[str, Any], data: some.DataObject) -> None:
    text = json.dumps(value, default=float)
    end = data.draw(some.integers(0, len(text) - 1))
    assert defect_of(text[:end]) == "cut_off"


@given(some.lists(some.decimals(-1, 1, places=2) | some.text(max_size=6), max_size=5))
def test_old_decimals_are_put_right_and_texts_left_alone(values: list[Decimal | str]) -> None:
    old = [json.dumps(value) if isinstance(value, str) else f"{value:f}".replace("0.", ".", 1) for value in values]
    assert parsed(f"[{','.join(old)}]") == values

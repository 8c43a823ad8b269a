"""Filters in words: what a definition lets through, so that nobody has to read AFAS's filter syntax.

Known syntax becomes words; anything else is quoted as it stands, never left out. The operators are AFAS's fifteen, the
same list as in the REST service. In a quick filter (15) ";" stands for or, "[]" for empty; a date within brackets is
relative: `<[~*NOW*~DDm3@]` is before today plus 3 months. AFAS describes this for people who type it; how it is stored
was read from real files and their publishers' own tables.
"""

import re
from collections.abc import Iterable, Sequence

from afas_assistant.gcn.definition import Column, Condition, FilterGroup, HiddenField
from afas_assistant.texts import Text, joined, literal, phrase, phrase_n, quoted

_NOW = re.compile(r"~\*NOW\*~DD(?:m(-?)([0-9]{1,4}))?@")
_QUICK = re.compile(r"(!=|>=|<=|>|<|=)(.+)", re.DOTALL)
_QUICK_SYNTAX = re.compile(r"[\[\]*?&|!<>=]|\.\.")
_QUICK_OPERATORS = {"=": 1, ">=": 2, "<=": 3, ">": 4, "<": 5, "!=": 7}
_EMPTY, _NOT_EMPTY, _QUICK_FILTER = 8, 9, 15
_NEGATIVE = {7, _NOT_EMPTY}


def filter_text(groups: Sequence[FilterGroup], columns: Iterable[Column], hidden: Iterable[HiddenField] = ()) -> Text:
    """Return what filters let through, as sentences.

    The conditions of a group hold together; of the groups of one level, one is enough; each level must be met. Fields
    are named as callers know them, hidden ones by their internal id and their field in AFAS's data dictionary.
    """
    names = {field.internal_id: f"{field.internal_id} ({field.data_field})" for field in hidden if field.data_field}
    names |= {column.internal_id: column.name for column in columns}
    levels = dict.fromkeys(group.level for group in groups)
    alternatives = [
        _alternatives([_group(group, names) for group in groups if group.level == level]) for level in levels
    ]
    sentences = [phrase("{conditions}.", conditions=one) for one in alternatives[:1]]
    return joined(*sentences, *(phrase("And {conditions}.", conditions=one) for one in alternatives[1:]))


def _alternatives(groups: list[Text]) -> Text:
    return joined(*groups[:1], *(phrase("or {conditions}", conditions=one) for one in groups[1:]), separator="; ")


def _group(group: FilterGroup, names: dict[str, str]) -> Text:
    conditions = [_condition(condition, names) for condition in group.conditions]
    if not conditions:
        return phrase("every row")
    return joined(
        *conditions[:1], *(phrase("and {condition}", condition=one) for one in conditions[1:]), separator=", "
    )


def _condition(condition: Condition, names: dict[str, str]) -> Text:
    field = literal(names.get(condition.internal_id) or condition.internal_id)
    if condition.operator == _QUICK_FILTER:
        return joined(field, _quick_filter(condition.value))
    return joined(field, _comparison(condition.operator, condition.value))


def _quick_filter(value: str) -> Text:
    parts = [_quick_part(part) for part in value.split(";")]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts) or (len(known) > 1 and any(operator in _NEGATIVE for operator, _ in known)):
        return phrase("meets the quick filter {value}", value=quoted(value))
    words = [_comparison(operator, operand) for operator, operand in known]
    return joined(*words[:1], *(phrase("or {condition}", condition=one) for one in words[1:]))


def _quick_part(part: str) -> tuple[int, str] | None:
    """Return operator and value of one part of a quick filter; None where its syntax is not known."""
    if part in {"[]", "![]"}:
        return (_EMPTY if part == "[]" else _NOT_EMPTY), ""
    found = _QUICK.fullmatch(part)
    if found is None:
        return None
    operator, operand = _QUICK_OPERATORS[found[1]], found[2]
    if operand.startswith("[") and operand.endswith("]") and _NOW.fullmatch(operand[1:-1]):
        return operator, operand[1:-1]
    return None if _QUICK_SYNTAX.search(operand) else (operator, operand)


def _comparison(operator: int, value: str) -> Text:
    moment = _relative_date(value)
    if moment is not None and operator in {2, 3, 4, 5}:
        return _comparison_in_time(operator, moment)
    return _plain_comparison(operator, moment or quoted(value))


def _comparison_in_time(operator: int, moment: Text) -> Text:
    match operator:
        case 2:
            return phrase("is on or after {moment}", moment=moment)
        case 3:
            return phrase("is on or before {moment}", moment=moment)
        case 4:
            return phrase("is after {moment}", moment=moment)
        case _:
            return phrase("is before {moment}", moment=moment)


def _plain_comparison(operator: int, value: Text) -> Text:  # noqa: C901, PLR0911, PLR0912 - a table of texts
    match operator:
        case 1:
            return phrase("is {value}", value=value)
        case 2:
            return phrase("is at least {value}", value=value)
        case 3:
            return phrase("is at most {value}", value=value)
        case 4:
            return phrase("is more than {value}", value=value)
        case 5:
            return phrase("is less than {value}", value=value)
        case 6:
            return phrase("contains {value}", value=value)
        case 7:
            return phrase("is not {value}", value=value)
        case 8:
            return phrase("is empty")
        case 9:
            return phrase("is not empty")
        case 10:
            return phrase("begins with {value}", value=value)
        case 11:
            return phrase("does not contain {value}", value=value)
        case 12:
            return phrase("does not begin with {value}", value=value)
        case 13:
            return phrase("ends with {value}", value=value)
        case 14:
            return phrase("does not end with {value}", value=value)
    return phrase("meets comparison {operator} of AFAS with {value}", operator=operator, value=value)


def _relative_date(value: str) -> Text | None:
    """Return a date relative to today in words; None for any other value."""
    found = _NOW.fullmatch(value)
    if found is None:
        return None
    months = int(found[2] or 0)
    if not months:
        return phrase("today")
    if found[1]:
        return phrase_n("today minus 1 month", "today minus {count} months", months)
    return phrase_n("today plus 1 month", "today plus {count} months", months)

"""The filters in a definition: a flat stream of tokens in the text form, the same in every generation.

filters   := 1 count group*
group     := 3 name level mode 1 count condition* False False
condition := 2 field value operator null level 0
"""

from collections.abc import Iterator, Mapping

from afas_assistant.gcn.cursor import Value
from afas_assistant.gcn.definition import Condition, FilterGroup
from afas_assistant.gcn.errors import BadFilterError, BadTokenError
from afas_assistant.gcn.limits import Allowance
from afas_assistant.gcn.text_form import scalars


def read_filters(text: str, columns: Mapping[str, str], elements: Allowance) -> tuple[FilterGroup, ...]:
    """Return the groups of filters; `columns` gives the output name of an internal id.

    Raises BadFilterError, BadEscapeError.
    """
    if not text:
        return ()
    tokens = scalars(text, elements)
    try:
        _expect(tokens, 1)
        groups = tuple(_group(tokens, columns) for _ in range(_number(tokens)))
        more = any(True for _ in tokens)
    except BadTokenError as error:
        raise BadFilterError(error.detail) from error
    if more:
        raise BadFilterError("more than the filters")
    return groups


def _group(tokens: Iterator[Value], columns: Mapping[str, str]) -> FilterGroup:
    _expect(tokens, 3)
    name, level, mode = _text(tokens), _number(tokens), _number(tokens)
    _expect(tokens, 1)
    conditions = tuple(_condition(tokens, columns) for _ in range(_number(tokens)))
    _next(tokens), _next(tokens)  # two flags, always off so far
    return FilterGroup(conditions, level, mode, name)


def _condition(tokens: Iterator[Value], columns: Mapping[str, str]) -> Condition:
    _expect(tokens, 2)
    field, value, operator = _text(tokens), _text(tokens), _number(tokens)
    _next(tokens), _next(tokens), _next(tokens)  # null, the level again, 0
    return Condition(field, operator, value, columns.get(field))


def _next(tokens: Iterator[Value]) -> Value:
    for value in tokens:
        return value
    raise BadFilterError("the filters stop half-way")


def _number(tokens: Iterator[Value]) -> int:
    value = _next(tokens)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadFilterError(f"{value!r:.40} where a number belongs")
    return value


def _text(tokens: Iterator[Value]) -> str:
    value = _next(tokens)
    if not isinstance(value, str):
        raise BadFilterError(f"{value!r:.40} where a text belongs")
    return value


def _expect(tokens: Iterator[Value], number: int) -> None:
    found = _number(tokens)
    if found != number:
        raise BadFilterError(f"{found} where {number} belongs")

"""What tests of hostile definition files share: the code of the error, its cost, and changes of one place in a file."""

import base64
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest

from afas_assistant.errors import ConfigurationError
from afas_assistant.gcn.errors import DefinitionFileError
from afas_assistant.gcn.reader import read_definition
from tests.helpers.gcn_codecs import binary_stream
from tests.helpers.gcn_writer import GENERATIONS, Spec, write

SOUND = {generation: write(Spec(generation=generation)) for generation in GENERATIONS}
MEBIBYTE = 2**20
Tree = list[Any]
TreeChange = Callable[[Tree], Tree]


def refused(content: bytes) -> str:
    """Return the code of the error that the file gets."""
    with pytest.raises(DefinitionFileError) as caught:
        read_definition(content)
    error = caught.value
    assert isinstance(error, ConfigurationError)
    for language in ("nl", "en"):
        parts = (error.title, error.explanation, error.action)
        assert all(part.render(language).strip() for part in parts)
    return error.code


def remarks(content: bytes) -> set[str]:
    """Return the codes of what is odd in a file that can be read."""
    return {remark.code for remark in read_definition(content).remarks}


def with_payload(generation: int, payload: bytes) -> bytes:
    """Return a file of a generation with this payload, soundly packed."""
    return write(Spec(generation=generation), payload=lambda _: payload)


def binary_payload(payload: bytes) -> bytes:
    """Return a file of generation 8 with this payload, after the signature and in base64."""
    return with_payload(8, base64.b64encode(binary_stream(None)[:18] + payload))


def element(number: int, value: object) -> TreeChange:
    """Return a change of the container: another value for one element."""
    return lambda values: [*values[:number], value, *values[number + 1 :]]


def read_cheaply(content: bytes, most: int) -> str:
    """Return the code of the error, having held the memory that it took under a limit in bytes."""
    tracemalloc.start()
    try:
        code = refused(content)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < most, f"{peak / MEBIBYTE:.0f} MiB"
    return code


def view_place(tree: Tree) -> int:
    """Return where the view stands in a tree."""
    return next(number for number, value in enumerate(tree) if isinstance(value, list))


def rows(change: Callable[[str], object]) -> TreeChange:
    """Return a change of the tree: each row of the view changed."""

    def one(value: Any) -> Any:
        return change(value) if isinstance(value, str) and value.lower().startswith("insert") else value

    def changed(tree: Tree) -> Tree:
        place = view_place(tree)
        return [*tree[:place], [one(value) for value in tree[place]], *tree[place + 1 :]]

    return changed

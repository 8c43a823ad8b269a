"""POST, PUT and DELETE on UpdateConnectors: read the body, book it as one transaction, and answer with AFAS's keys.

Source of the keys: AFAS's OpenAPI examples, but for FiEntries its help page and live captures (root ``FiEntryPar``,
``UnId``, ``EnNo``, ``InId``), which the OpenAPI file contradicts.
"""

import json
from collections.abc import Sequence
from typing import Any

from afas_assistant.practice.books.connectors import DELETERS, SAVERS
from afas_assistant.practice.books.records import Keys, Order
from afas_assistant.practice.failures import RefusalError, Reply, invalid_json
from afas_assistant.practice.replies import written as written_reply
from afas_assistant.practice.state import State
from afas_assistant.practice.updateconnectors import checked_fields, elements_of
from afas_assistant.practice.updatedefinitions import UpdateDefinition

# AFAS's OpenAPI file describes no content for this one
WITHOUT_BODY = frozenset({"FiInvoice"})


def save(state: State, definition: UpdateDefinition, method: str, rest: Sequence[str], content: bytes) -> Reply:
    """Answer a POST or PUT; ``rest`` names a sub-object when only that is inserted. All records are kept, or none."""
    try:
        body = json.loads(content)
    except ValueError:
        return invalid_json()
    elements = elements_of(body, definition.root)
    part = rest[0] if rest else ""
    if part and definition.root.child(part) is None:
        raise RefusalError("no_such_connector", name=part)
    checked_fields(elements, definition, method="PUT" if part else method)
    environment = state.environment
    saved = SAVERS[definition.id]
    with state.books.transaction():
        keys = [saved(state.books, Order(environment, definition.id, method, one, part)) for one in elements]
    if definition.id in WITHOUT_BODY:
        return Reply(201)
    reply: Any = keys[0] if len(keys) == 1 else keys
    results = {"results": {definition.root.name: reply}}
    return written_reply(results, before_profit_7=environment.before_profit_7, status=201)


def delete(state: State, definition: UpdateDefinition, rest: Sequence[str]) -> Reply:
    """Answer a DELETE ``/{Root}/@Key,@Key2/v1,v2[/Sub/@Key/v]``; an unknown record is refused."""
    if not rest or rest[0] != definition.root.name:
        raise RefusalError("no_such_connector", name=rest[0] if rest else definition.id)
    deleted = DELETERS.get(definition.id)
    if deleted is None:
        raise RefusalError("not_with_this_connector", name=definition.id)
    with state.books.transaction():
        deleted(state.books, _keys_in_path(rest))
    return Reply(200)


def _keys_in_path(rest: Sequence[str]) -> Keys:
    """Read names and values of keys from a DELETE path; names come with or without the at sign."""
    keys: Keys = {}
    for start in range(0, len(rest) - 2, 3):
        names, values = rest[start + 1].split(","), rest[start + 2].split(",")
        keys |= {name.removeprefix("@"): value for name, value in zip(names, values, strict=False)}
    return keys

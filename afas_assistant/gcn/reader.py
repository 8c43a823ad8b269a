"""Reading a definition file: bytes in, the GetConnector that importing them will create out.

Three generations are known: 5 (2020 to April 2023), 7 (October 2023) and 8 (January 2025). Which one it is, the payload
itself says. AFAS describes none of this; the form was read from real files.
"""

from collections.abc import Callable, Mapping

from afas_assistant.gcn import binary_form, text_form, variants
from afas_assistant.gcn.archives import is_zip
from afas_assistant.gcn.container import Container, read_container
from afas_assistant.gcn.cursor import Value
from afas_assistant.gcn.dates import moment
from afas_assistant.gcn.definition import GcnDefinition
from afas_assistant.gcn.errors import (
    BadStructureError,
    DefinitionFileError,
    IsZipError,
    NotDefinitionFileError,
    OtherProgramError,
    TextMangledError,
    TooLargeError,
    UnknownPayloadError,
)
from afas_assistant.gcn.fields import authorisation, column, hidden_fields
from afas_assistant.gcn.filters import read_filters
from afas_assistant.gcn.limits import LARGEST_FILE, LARGEST_PAYLOAD, MOST_ELEMENTS, Allowance
from afas_assistant.gcn.mangling import is_economic_model, was_text
from afas_assistant.gcn.remarks import remarks
from afas_assistant.gcn.rows import Row, read_rows
from afas_assistant.gcn.tree import Tree, plant

_FORMS: Mapping[bytes, Callable[[bytes, Allowance], Value]] = {
    variants.MARK: variants.read_variant,
    text_form.MARK: text_form.read_text_form,
    binary_form.MARK: binary_form.read_binary_form,
}
_YES = {True, "1"}


def read_definition(content: bytes, inflated: Allowance | None = None) -> GcnDefinition:
    """Return the GetConnector in a definition file.

    `inflated` is how many bytes may still be unpacked, where several files share an allowance. Raises
    DefinitionFileError, one subclass for each cause, and nothing else whatever the bytes are.
    """
    _recognise(content)
    elements = Allowance(MOST_ELEMENTS)
    inflated = inflated or Allowance(LARGEST_PAYLOAD)
    try:
        container = read_container(content, elements, inflated)
        return _definition(container, plant(_root(container, elements)), elements)
    except TooLargeError:
        raise
    except DefinitionFileError as error:
        if was_text(content):
            raise TextMangledError from error
        raise


def _recognise(content: bytes) -> None:
    """Refuse what is no definition file, or too large to be one."""
    if is_zip(content):
        raise IsZipError
    if len(content) > LARGEST_FILE:
        raise TooLargeError(f"{len(content)} bytes")
    if content.startswith(variants.MARK):
        return
    if is_economic_model(content):
        raise OtherProgramError
    if variants.MARK in content[:16].replace(b"\0", b"") and was_text(content):  # recoded with a mark in front
        raise TextMangledError
    raise NotDefinitionFileError


def _root(container: Container, elements: Allowance) -> Value:
    for mark, read in _FORMS.items():
        if container.payload.startswith(mark):
            return read(container.payload, elements)
    raise UnknownPayloadError(f"{container.format}")


def _definition(container: Container, tree: Tree, elements: Allowance) -> GcnDefinition:
    lines = read_rows(tree.lines, elements)
    views = [row for row in lines if row.table == "View"]
    if len(views) != 1:
        raise BadStructureError(f"{len(views)} views")
    view = views[0]
    rows: dict[str, Row] = {}
    for row in lines:
        if row.table == "ViewField":
            rows.setdefault(row.text("ViewFieldId"), row)
    filters = read_filters(view.text("FilterData"), dict(tree.fields), elements)
    known = {**container.claims, **tree.properties}
    return GcnDefinition(
        connector_id=tree.connector,
        description=_text(known, "Ds"),
        guid=_text(known, "Guid"),
        format=container.format,
        release=tree.release,
        build=container.build,
        product=_text(known, "PrId"),
        system=_text(known, "SyId"),
        created=moment(known["CrDt"]),
        changed=moment(known["ChDt"]),
        condition=_number(known, "CnSn"),
        data_collection=view.text("Description"),
        data_collection_id=view.text("BaseViewId"),
        columns=tuple(column(internal_id, name, rows.get(internal_id)) for internal_id, name in tree.fields),
        hidden=hidden_fields(rows, dict(tree.fields)),
        filters=filters,
        authorisation=authorisation(rows),
        definition_group=_text(known, "AuId"),
        explanation=_text(known, "Info"),
        sql=view.text("CreateStatement"),
        remarks=remarks(container, tree, rows, view.text("ViewId"), filters),
        category=_text(known, "CtId"),
        blocked=known.get("Bl") in _YES,
    )


def _text(values: Mapping[str, Value], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""


def _number(values: Mapping[str, Value], name: str) -> int:
    value = values.get(name)
    return value if isinstance(value, int) else 0

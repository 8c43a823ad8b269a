"""Writes whole definition files of the three generations, so that tests need nobody's files.

It lives among the tests because the product never writes such a file. A real one ends with a seal that only Profit can
make; here stand 144 arbitrary bytes in its place, so nothing written here is of any use outside these tests. To write
or re-seal files for a customer would be to work around the protection of that customer's database: a definition is
built in Profit and exported there.

`write(spec)` is a sound file. To break one, give a function for the layer to break:
`write(spec, tree=…)`, `payload=…`, `packed=…`, `header=…`; each gets that layer and returns another.
"""

import base64
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.helpers.gcn_codecs import CODECS, NULL, Integer, Value, archive, flat_tokens, variant
from tests.helpers.gcn_rows import LANGUAGES, alias_row, field_row, view_row

GENERATIONS = (5, 7, 8)
PROPERTIES = """Guid Type Code Ds Info PrId CtId AuId Comp Temp Bl Own CrUs CrDt ChUs ChDt ClUs ClDt MntL UnCn SyId CnSn
ObId Visi Md NCnd UsAu Bu Sp""".split()  # noqa: SIM905 - quoted one by one they cannot be read


@dataclass(frozen=True)
class Field:
    """A field of the view. `display` is AFAS's: 1 given out, 0 hidden, 2 technical; `table` and `field` its source."""

    internal_id: str
    name: str = ""
    table: str = "Ttt"
    field: str = "Fld"
    path: str = "Ttt"
    caption: str | None = None
    aggregate: int = 0
    display: int = 1
    row: bool = True


@dataclass(frozen=True)
class Condition:
    """A condition of a filter, `operator` being one of AFAS's fifteen."""

    internal_id: str
    operator: int
    value: str = ""
    level: int = 2


@dataclass(frozen=True)
class Group:
    """Conditions that hold together."""

    conditions: tuple[Condition, ...]
    level: int = 2
    mode: int = 0
    name: str = ""


@dataclass(frozen=True)
class Spec:
    """What the file is to say. Fields with display 1 are given out, in this order; the order of the rest is free.

    `extension` is the alias and the template of the joins; `tail_view` names another view in the tail than in the rows.
    """

    connector_id: str = "Acme_Ledger_v1"
    description: str = "Acme - Ledger accounts"
    fields: tuple[Field, ...] = (Field("U001", "Number"), Field("U002", "Description"))
    generation: int = 8
    filters: tuple[Group, ...] = ()
    definition_group: str = ""
    explanation: str = ""
    release: int = 5
    build: str = "2.9.1400"
    product: str = "Alg"
    system: str = "Fi"
    condition: int = 3000
    created: datetime | None = datetime(2024, 3, 1, 9, 30, 15)  # noqa: DTZ001 - local time, as in the files
    changed: datetime | None = datetime(2025, 1, 21, 16, 49, 27)  # noqa: DTZ001
    data_collection: str = "Ledger accounts (incl. authorisation)"
    data_collection_id: str = "B_Ttt00"
    guid: str = "0123456789ABCDEF0123456789ABCDEF"
    view_id: str = "FEDCBA9876543210FEDCBA9876543210"
    tail_view: str | None = None
    sql: str = "drop view if exists Vw_Acme;\r\ngo\r\ncreate view Vw_Acme as\r\n\tselect 'a''b' as [One]\r\ngo\r\n"
    aliases: tuple[str, ...] = ("Ttt", "Uuu")
    filter_data: str | None = field(default=None, kw_only=True)

    @property
    def columns(self) -> tuple[Field, ...]:
        """The fields that are given out."""
        return tuple(one for one in self.fields if one.display == 1)


def columns(count: int) -> tuple[Field, ...]:
    """Return so many fields that are given out."""
    return tuple(Field(f"U{number:03}", f"Column_{number}", field=f"F{number}") for number in range(1, count + 1))


def authorised_by(entity: str) -> Field:
    """Return the technical field by which AFAS applies a filter authorisation."""
    return Field(f"Aut_{entity}", display=2)


Change = Callable[[Any], Any]


def unchanged(layer: Any) -> Any:
    """Leave a layer as it is."""
    return layer


def write(
    spec: Spec,
    *,
    tree: Change = unchanged,
    payload: Change = unchanged,
    packed: Change = unchanged,
    header: Change = unchanged,
) -> bytes:
    """Return a definition file; `header` gets the elements of the container, the ZIP among them."""
    content = payload(CODECS[spec.generation](tree(whole_tree(spec))))
    return variant(header(elements(spec, packed(archive(content)))))


def elements(spec: Spec, packed: bytes) -> list[Value]:
    """Return the elements of the container."""
    first, second, third = spec.build.split(".")
    dates = [moment or 0.0 for moment in (spec.created, spec.changed)]
    seal = base64.b64encode(hashlib.shake_256(packed).digest(144)).decode()
    shape = Integer(5) if spec.generation == 5 else spec.generation
    head = [shape, spec.guid, 8, spec.description, *dates, 0, spec.condition, first, second, third]
    last = [False] if spec.generation == 8 else []
    return [*head, spec.product, spec.system, False, packed, seal, *last]


def whole_tree(spec: Spec) -> list[Value]:
    """Return the tree of the definition, of which the view is the one nested list."""
    pairs = [part for one in spec.columns for part in (one.internal_id, one.name)]
    tail = [spec.system, spec.tail_view or spec.view_id, spec.connector_id, len(spec.columns), *pairs]
    if spec.generation == 5:
        return [*old_head(spec), view(spec), *tail]
    properties = definition_properties(spec)
    listed = [part for name, value in properties.items() for part in (name, value)]
    return [1, 4, False, 0, len(properties), *listed, view(spec), *tail]


def definition_properties(spec: Spec) -> dict[str, Value]:
    """Return the properties by AFAS's field ids; those not named here are empty."""
    known: dict[str, Value] = {
        "Guid": spec.guid, "Type": 8, "Ds": spec.description, "Info": spec.explanation or None, "PrId": spec.product,
        "AuId": spec.definition_group or None, "Temp": False, "Bl": False, "CrUs": "12345.admin",
        "CrDt": spec.created, "ChUs": "12345.admin", "ChDt": spec.changed, "MntL": 0, "UnCn": False,
        "SyId": spec.system, "CnSn": spec.condition, "ObId": spec.data_collection_id, "Visi": True, "UsAu": False,
        "Bu": 300, "Sp": spec.release,
    }  # fmt: skip
    translations = [f"{name}_{language}" for name in ("Ds", "Info") for language in LANGUAGES]
    return {name: known.get(name) for name in [*PROPERTIES, *(translations if spec.generation == 8 else [])]}


def old_head(spec: Spec) -> list[Value]:
    """Return what precedes the view in generation 5: a table of the properties, and their values twice."""
    fields = "".join(f'<Field Id="{name}" Na="AfasKn{name}" SN="{n}"/>' for n, name in enumerate(PROPERTIES, 1))
    table = f'<AFASTable En="A12345AA" Sy="Kn" Id="Mdf" Na="AfasKnMetaDefinition">{fields}</AFASTable>'
    values = [old_value(value) for value in definition_properties(spec).values()]
    flags: list[Value] = [Integer(1), -2, False, None, True, "", True, None, False]
    named = [part for name in PROPERTIES for part in (name, *flags)]
    start = [1, Integer(3), False, Integer(3), "", "", "", "A12345AA", table, Integer(3), 1, "Mdf", 0, False]
    between = [0, 0, False, 0, False, 1, 0, 0, 0, Integer(1), 0]
    return [
        *start, 28, 0, *values, 28, 0, *values, *between, 29, *named, False, True, Integer(1), "Kn", "Mdf", 0
    ]  # fmt: skip


def old_value(value: Value) -> Value:
    """Return a value as generation 5 has it: NULL for none, yes and no as text."""
    if value is None:
        return NULL
    return str(int(value)) if isinstance(value, bool) else value


def view(spec: Spec) -> list[Value]:
    """Return the nested list: the rows of the view, its fields and its aliases."""
    small = Integer if spec.generation == 5 else int
    rows = view_rows(spec)
    start = [small(1), str(spec.release), 1, small(3), "", spec.system, spec.view_id, "", 3, 0, len(rows)]
    return [*start, *rows, False, None]


def view_rows(spec: Spec) -> list[str]:
    """Return the INSERT statements, the fields by their internal ids as Profit has them."""
    key = {"SystemId": spec.system, "ViewId": spec.view_id}
    filters = filter_data(spec.filters, spec.generation) if spec.filter_data is None else spec.filter_data
    alias = spec.aliases[0] if spec.aliases else ""
    first = view_row(
        {
            **key, "Name": f"Vw_Afas{spec.system}{spec.view_id}", "TableId": alias, "Description": spec.data_collection,
            "CreateStatement": spec.sql, "FilterData": filters, "MainTableSystemId": spec.system,
            "ExtensionData": flat_tokens([2, True, alias, "create view ~ @ as\r\nselect\t1"]),
            "SourceViewId": "S_Ttt00", "BaseViewId": spec.data_collection_id, "ConditionSeqNo": spec.condition,
        },
        spec.generation,
    )  # fmt: skip
    fields = [
        field_row(
            {
                **key, "ViewFieldId": one.internal_id, "FieldSeqno": number, "Name": f"AfasQW{one.internal_id}",
                "SystemIdFld": spec.system, "TableIdFld": one.table, "FieldId": one.field, "ColumnHeader": one.caption,
                "Display": one.display, "ForeignKeyPath": one.path, "AggFunc": one.aggregate, "GroupIndex": number,
            },
            spec.generation,
        )
        for number, one in sorted(enumerate(spec.fields, 1), key=lambda pair: pair[1].internal_id)
        if one.row
    ]  # fmt: skip
    aliases = [
        alias_row({**key, "Alias": one, "SeqNo": n, "TargetTableId": one, "Description": "$64=It's"}, spec.generation)
        for n, one in enumerate(spec.aliases, 1)
    ]
    return [first, *fields, *aliases]


def filter_data(groups: Sequence[Group], generation: int) -> str:
    """Return the filters as a nested string; small integers have two bytes in generation 5, four later."""
    small = Integer if generation == 5 else int
    values: list[Value] = [small(1), len(groups)]
    for group in groups:
        values += [small(3), group.name, group.level, group.mode, small(1), len(group.conditions)]
        for one in group.conditions:
            values += [small(2), one.internal_id, one.value, small(one.operator), None, one.level, 0]
        values += [False, False]
    return flat_tokens(values)

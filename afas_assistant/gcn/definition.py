"""What a definition file says, as plain values: the GetConnector that importing it will create.

Field and operator numbers are AFAS's own. No data types or lengths stand here: those exist only in the metainfo of a
live connector.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from afas_assistant.texts import Text


@dataclass(frozen=True)
class Column:
    """An output field: `name` is what callers use (metainfo `id`), `internal_id` AFAS's own (metainfo `fieldId`).

    `internal_id` is `U001` and so on for fields that the author added. `data_field` is the field of the data dictionary
    (`Etc.DaBe`), `path` the links that lead to it (`Edf.HrEtc`), `caption` the heading when the author changed it.
    `aggregate` is 0 for a plain value; 1 and 2 occur in grouped definitions.
    """

    name: str
    internal_id: str
    data_field: str = ""
    path: str = ""
    caption: str | None = None
    aggregate: int = 0


@dataclass(frozen=True)
class HiddenField:
    """A field that callers do not see: used by a filter, or technical (`Aut_*` authorisation, `D001` decimals)."""

    internal_id: str
    data_field: str = ""
    path: str = ""
    technical: bool = False


@dataclass(frozen=True)
class Condition:
    """One condition of a filter; `operator` is one of AFAS's fifteen, the same list as in the REST service."""

    internal_id: str
    operator: int
    value: str
    column: str | None = None


@dataclass(frozen=True)
class FilterGroup:
    """Conditions that hold together (AND); groups of one level stand beside each other (OR).

    `level` 0: the data collection's own filter; 2: the author's. `name` is mostly empty.
    """

    conditions: tuple[Condition, ...]
    level: int
    mode: int
    name: str = ""


@dataclass(frozen=True)
class Remark:
    """Something odd in a file that can be read all the same; `code` is stable, for programs."""

    code: str
    text: Text


@dataclass(frozen=True)
class GcnDefinition:
    """The GetConnector in a definition file.

    connector_id      the name in `/connectors/{name}`; not the description
    format            5, 7 or 8: the generation of the file
    release           the release of Profit that exported it, as AFAS counts them; build is AFAS's own, `2.9.1400`
    created, changed  local time without a zone, as the file has it; None where the file names none
    data_collection   its name in the exporter's language; `data_collection_id` (`B_Edf00`) is the same in all
    authorisation     the entities whose filter authorisation AFAS applies (`KnEmp`); none proves nothing
    definition_group  whose right *Execute definition* the user needs; empty: none
    category          the definition category, which asks for the same right; empty: none
    blocked           the definition arrives blocked: nobody can call it until it is unblocked in AFAS
    sql               the view that AFAS makes in the customer's database: text, never run here
    """

    connector_id: str
    description: str
    guid: str
    format: int
    release: int
    build: str
    product: str
    system: str
    created: datetime | None
    changed: datetime | None
    condition: int
    data_collection: str
    data_collection_id: str
    columns: tuple[Column, ...]
    hidden: tuple[HiddenField, ...]
    filters: tuple[FilterGroup, ...]
    authorisation: tuple[str, ...]
    definition_group: str
    explanation: str
    sql: str
    remarks: Sequence[Remark] = ()
    category: str = ""
    blocked: bool = False

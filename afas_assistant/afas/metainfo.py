"""What AFAS tells about itself: which connectors a token may use, and the fields of each.

Tolerant on purpose: Profit versions differ (`info` is absent in old ones, unknown data types appear), so unknown keys
are ignored, nulls become the default, and only a reply of another shape altogether is refused.
"""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator


class _Tolerant(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True, coerce_numbers_to_str=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, data: Any) -> Any:  # noqa: ANN401 - whatever AFAS sends
        if isinstance(data, dict):
            return {key: value for key, value in data.items() if value is not None}
        return data


def _whole_number(value: object) -> int:
    """Return a number as AFAS means it; 0 where it says something else, since lengths are only advice."""
    try:
        return int(str(value))
    except ValueError:
        return 0


_Number = Annotated[int, BeforeValidator(_whole_number)]


def _words(value: object) -> str:
    """Return a text as AFAS means it; nothing where it says something that is no text or number."""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


_Words = Annotated[str, BeforeValidator(_words)]


def _named_only(value: object) -> object:
    """Return a list without entries that have no name: one odd connector must not hide all others."""
    if not isinstance(value, list | tuple):
        return value
    return [one for one in value if isinstance(one, ConnectorName) or (isinstance(one, dict) and _words(one.get("id")))]


class Info(_Tolerant):
    """Where the token belongs. `token_expiry` is AFAS's own text; "0" means that no end date is set."""

    envid: _Words = ""
    app_name: _Words = Field("", alias="appName")
    group: _Words = ""
    token_expiry: _Words = Field("", alias="tokenExpiry")


class ConnectorName(_Tolerant):
    """A connector in a list; `id` is the name by which it is called."""

    id: str
    description: _Words = ""


_Names = Annotated[tuple[ConnectorName, ...], BeforeValidator(_named_only)]


class Metainfo(_Tolerant):
    """The reply to /metainfo: everything that this token's app connector allows."""

    info: Info | None = None
    get_connectors: _Names = Field((), alias="getConnectors")
    update_connectors: _Names = Field((), alias="updateConnectors")


class GetField(_Tolerant):
    """A column of a GetConnector; `id` is its name in the rows, `field_id` AFAS's own field.

    `data_type` is string, int, decimal, boolean, date or blob as far as known; other words are kept as they come.
    """

    id: str
    field_id: str = Field("", alias="fieldId")
    data_type: str = Field("", alias="dataType")
    label: str = ""
    length: _Number = 0
    control_type: _Number = Field(0, alias="controlType")
    decimals: _Number = 0


class GetDefinition(_Tolerant):
    """The reply to /metainfo/get/{id}."""

    name: str
    description: str = ""
    fields: tuple[GetField, ...] = ()


class CodeValue(_Tolerant):
    """One value of a field that has a code table."""

    id: str = ""
    description: str = ""


class UpdateField(_Tolerant):
    """A field of an UpdateConnector. `mandatory` also covers fields that nobody sends: never block on it alone."""

    field_id: str = Field(alias="fieldId")
    primary_key: bool = Field(False, alias="primaryKey")  # noqa: FBT003 - pydantic's default
    data_type: str = Field("", alias="dataType")
    label: str = ""
    mandatory: bool = False
    length: _Number = 0
    decimals: _Number = 0
    control_type: _Number = Field(0, alias="controlType")
    values: tuple[CodeValue, ...] = ()


class UpdateObject(_Tolerant):
    """A sub-object of an UpdateConnector, which has sub-objects of its own."""

    name: str
    fields: tuple[UpdateField, ...] = ()
    objects: tuple["UpdateObject", ...] = ()


class UpdateDefinition(_Tolerant):
    """The reply to /metainfo/update/{id}; `name` is the root of the body and may differ (FiEntries: FiEntryPar)."""

    id: str
    description: str = ""
    name: str = ""
    fields: tuple[UpdateField, ...] = ()
    objects: tuple[UpdateObject, ...] = ()

    def paths(self) -> frozenset[str]:
        """Return every field as a path relative to the root: "Field", "Object/Field", "Object/Sub/Field"."""
        return frozenset(_paths(self.fields, self.objects, ""))


def _paths(fields: tuple[UpdateField, ...], objects: tuple[UpdateObject, ...], prefix: str) -> Iterator[str]:
    yield from (f"{prefix}{field.field_id}" for field in fields)
    for part in objects:
        yield from _paths(part.fields, part.objects, f"{prefix}{part.name}/")

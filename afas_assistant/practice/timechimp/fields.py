"""Which fields a client may send for each kind of record, and what becomes of those it leaves out.

PUT replaces the whole record: what a client leaves out is lost (TimeChimp's own help page). On POST a field that is
left out gets its default. Names are the same in upper and lower case, and names that nobody knows are passed over, as
TimeChimp's web framework does (our assumption).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from afas_assistant.practice.timechimp.catalogue import KEY_OWNER, Record
from afas_assistant.practice.timechimp.replies import not_valid

Body = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """One field that can be sent: its type, the default on POST, and what it is when a PUT leaves it out."""

    kind: type
    default: object = None
    lost: object = None


def _field(kind: type, default: object = None) -> Field:
    """Give a field; a list or a yes-or-no that is lost becomes empty or no, since it cannot be nothing."""
    lost: object = kind() if kind in {bool, list} else None
    return Field(kind, lost if default is None else default, lost)


def _texts(*names: str) -> dict[str, Field]:
    """Give fields that hold text."""
    return {name: _field(str) for name in names}


def _numbers(*names: str) -> dict[str, Field]:
    """Give fields that hold an id or a count."""
    return {name: _field(int) for name in names}


def _decimals(*names: str) -> dict[str, Field]:
    """Give fields that hold an amount."""
    return {name: _field(float) for name in names}


_YES = _field(bool, default=True)
_ACTIVE = {"active": _YES}
_NO = _field(bool)
_TAGS = {"tagIds": _field(list)}
_REGISTRATION = {
    **_numbers("customerId", "projectId"),
    "userId": _field(int, KEY_OWNER),
    "date": _field(str),
    "notes": _field(str),
}
FIELDS: Mapping[str, Mapping[str, Field]] = {
    "customers": {
        **_ACTIVE,
        **_texts(
            "relationId", "name", "address", "postalCode", "city", "country", "phone", "email", "website", "iban",
            "bic", "vatNumber", "kvkNumber", "invoiceAddress", "invoicePostalCode", "invoiceCity", "invoiceCountry",
            "notes",
        ),
        **_numbers("paymentPeriod", "vatRateId"), **_decimals("tax", "hourlyRate", "mileageRate", "vatRatePercentage"),
        **_TAGS, "prospect": _NO, "intern": _NO,
    },
    "contacts": {
        **_ACTIVE, **_texts("name", "jobTitle", "email", "phone"), "useForInvoicing": _NO, "customerIds": _field(list),
    },
    "projects": {
        **_ACTIVE, **_numbers("customerId", "mainProjectId", "invoiceId"),
        **_texts(
            "name", "code", "notes", "startDate", "endDate", "invoiceDate", "invoiceReference", "color", "externalUrl",
            "externalName",
        ),
        "invoiceMethod": _field(int, 1), "budgetMethod": _field(int, 1),
        **_decimals("hourlyRate", "rate", "budgetRate", "budgetHours", "budgetNotificationPercentage"),
        "invoiceInInstallments": _NO, "budgetNotificationHasBeenSent": _NO, "visibleOnSchedule": _NO,
        "unspecified": _NO, "useSubprojects": _NO, **_TAGS, "projectManagerIds": _field(list),
        "projectSubscription": _field(dict),
    },
    "projecttasks": {
        **_ACTIVE, **_numbers("projectId", "taskId"), **_decimals("hourlyRate", "budgetHours"), "billable": _NO,
        "unspecified": _NO,
    },
    "projectusers": {
        **_ACTIVE, **_numbers("projectId", "userId"), **_decimals("hourlyRate", "budgetHours"), "projectManager": _NO,
    },
    "projectnotes": {**_texts("description", "date"), **_numbers("projectId")},
    "tasks": {
        **_ACTIVE, **_texts("name", "code"), **_decimals("hourlyRate"), "billable": _NO, "common": _NO,
        "unspecified": _NO, **_TAGS,
    },
    "tags": {**_ACTIVE, **_texts("name"), "type": _field(int, 1)},
    "usercontracts": {
        **_numbers("userId"), **_texts("startDate", "endDate", "contractNumber"),
        **_decimals("weekHours", "hourlyRate", "costHourlyRate"),
    },
    "time": {
        **_REGISTRATION, **_numbers("projectTaskId", "taskId"), "hours": _field(float, 0.0), **_decimals("pause"),
        **_texts("start", "end", "externalName", "externalUrl"), **_TAGS,
    },
    "expenses": {
        **_REGISTRATION, **_numbers("categoryId", "vatRateId"), **_texts("attachment"),
        "quantity": _field(float, 1.0), "rate": _field(float, 0.0), "tax": _field(float, 0.0),
        "billable": _YES,
    },
    "mileage": {
        **_REGISTRATION, **_numbers("vehicleId"), **_texts("fromAddress", "toAddress"), **_decimals("distance"),
        "billable": _YES, "type": _field(int, 2),
    },
}  # fmt: skip
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "customers": ("name",), "contacts": ("name",), "projects": ("name", "customerId"),
    "projecttasks": ("taskId", "projectId"), "projectusers": ("userId", "projectId"), "projectnotes": ("projectId",),
    "tasks": ("name",), "tags": ("name",), "usercontracts": ("userId",), "mileage": ("date", "distance", "type"),
    # an empty POST of hours and of expenses is known to succeed, although expenses name required fields
    "time": (), "expenses": (),
}  # fmt: skip
# which table a field points to
POINTERS: Mapping[str, str] = {
    "customerId": "customers", "projectId": "projects", "projectTaskId": "projecttasks", "taskId": "tasks",
    "userId": "users", "categoryId": "categories", "vehicleId": "vehicles", "vatRateId": "vatrates",
}  # fmt: skip


def taken(kind: str, body: Body, *, creating: bool) -> Record:
    """Read a body into a whole record without an id. RefusedError 400: wrong type, or a required field is empty."""
    given = {name.lower(): value for name, value in body.items()}
    record: Record = {}
    for name, field in FIELDS[kind].items():
        if name.lower() in given:
            record[name] = _value(name, given[name.lower()], field)
        else:
            record[name] = field.default if creating else field.lost
    for name in REQUIRED[kind]:
        if record[name] in (None, ""):
            raise not_valid(f"The field {name} is required.")
    return record


def _value(name: str, value: object, field: Field) -> object:
    """Read one value; a whole number may stand for a decimal, nothing else is turned into something else."""
    if value is None:
        return field.lost
    if field.kind is float and type(value) is int:
        return float(value)
    if type(value) is not field.kind:
        raise not_valid(f"The value of the field {name} is not valid.")
    return value

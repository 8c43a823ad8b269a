"""How records look in v1: flat, statuses and methods as numbers, names of linked records beside their ids.

Source of the field names: TimeChimp's own description of v1, and the newer fields that clients met in 2023.
"""

from collections.abc import Callable, Mapping
from typing import Any

from afas_assistant.practice.timechimp.books import REGISTRATIONS, Books
from afas_assistant.practice.timechimp.catalogue import Record
from afas_assistant.practice.timechimp.statuses import combined
from afas_assistant.practice.timechimp.switches import Switches

_MOMENTS = frozenset(
    {
        "date", "dueDate", "startDate", "endDate", "invoiceDate", "start", "end", "modified", "created",
        "contractStartDate", "contractEndDate",
    }
)  # fmt: skip
_HIDDEN: Mapping[str, frozenset[str]] = {
    "customers": frozenset({"prospect"}),
    "time": frozenset({"tagIds"}),
    "expenses": frozenset({"vatRateId", "statusIntern", "statusExtern", "modified"}),
    "tasks": frozenset({"modified"}),
    "tags": frozenset({"modified"}),
    "projectnotes": frozenset({"modified"}),
    "contacts": frozenset({"modified"}),
    "users": frozenset({"modified", "tagIds"}),
    "usercontracts": frozenset({"modified"}),
    "invoices": frozenset({"modified"}),
}


class V1Faces:
    """Shows records of the books as v1 does."""

    def __init__(self, books: Books, switches: Switches) -> None:
        self._books = books
        self._switches = switches
        self._more: Mapping[str, Callable[[Record], Record]] = {
            "customers": self._customer,
            "projects": self._project,
            "projecttasks": lambda record: {"taskName": books.named("tasks", record["taskId"])},
            "projectusers": self._project_user,
            "tasks": self._tagged,
            "time": self._time,
            "expenses": self._expense,
            "mileage": self._ride,
            "users": self._user,
            "invoices": self._invoice,
        }

    def face(self, kind: str, record: Record) -> Record:
        """Show one record."""
        hidden = _HIDDEN.get(kind, frozenset())
        shown = {name: value for name, value in record.items() if name not in hidden}
        if kind in self._more:
            shown |= self._more[kind](record)
        return _zoned(shown) if self._switches.zone_suffix else shown

    def faces(self, kind: str, records: list[Record]) -> list[Record]:
        """Show records."""
        return [self.face(kind, record) for record in records]

    def _customer(self, record: Record) -> Record:
        contacts = self._books.below("contacts", "customerIds", record["id"])
        return self._tagged(record) | {"contacts": self.faces("contacts", contacts)}

    def _project(self, record: Record) -> Record:
        number, books = record["id"], self._books
        tasks = books.below("projecttasks", "projectId", number)
        users = books.below("projectusers", "projectId", number)
        return self._tagged(record) | {
            "customerName": books.named("customers", record["customerId"]), "remainingBudgetHours": None,
            "projectTasks": self.faces("projecttasks", tasks), "projectUsers": self.faces("projectusers", users),
            "subprojectIds": [one["id"] for one in books.below("projects", "mainProjectId", number)],
        }  # fmt: skip

    def _project_user(self, record: Record) -> Record:
        return {"userDisplayName": self._books.named("users", record["userId"], "displayName"), "hourlyRates": []}

    def _tagged(self, record: Record) -> Record:
        return {"tagNames": [self._books.named("tags", number) for number in record["tagIds"]]}

    def _registration(self, record: Record) -> Record:
        books = self._books
        return {
            "customerName": books.named("customers", record["customerId"]),
            "projectName": books.named("projects", record["projectId"]),
            "userDisplayName": books.named("users", record["userId"], "displayName"),
            "status": combined(record["statusIntern"], record["statusExtern"]),
        }

    def _time(self, record: Record) -> Record:
        tags = (self._books.find("tags", number) for number in record["tagIds"])
        start, end = record["start"], record["end"]
        return self._registration(record) | {
            "taskName": self._books.named("tasks", record["taskId"]), "userTags": [],
            "startEnd": f"{start[11:16]}-{end[11:16]}" if start and end else None,
            "tags": [self.face("tags", tag) for tag in tags if tag], "submitForApprovals": [],
        }  # fmt: skip

    def _expense(self, record: Record) -> Record:
        return self._registration(record) | {"categoryName": self._books.named("categories", record["categoryId"])}

    def _ride(self, record: Record) -> Record:
        return self._registration(record) | {"vehicleName": self._books.named("vehicles", record["vehicleId"])}

    def _user(self, record: Record) -> Record:
        contracts = self._books.below("usercontracts", "userId", record["id"])
        last: Record = contracts[-1] if contracts else {}
        return self._tagged(record) | {
            "contractHours": last.get("weekHours"), "contractHourlyRate": last.get("hourlyRate"),
            "contractCostHourlyRate": last.get("costHourlyRate"), "contractStartDate": last.get("startDate"),
            "contractEndDate": last.get("endDate"),
        }  # fmt: skip

    def _invoice(self, record: Record) -> Record:
        return invoice_amounts(record, self._switches)


def invoice_amounts(record: Record, switches: Switches) -> Record:
    """Give the amounts of an invoice as the switches say: sign of a credit, VAT in a row's total or not."""
    turn = -1 if record["credit"] and switches.credit_sign == "positive" else 1
    rows = []
    for row in record["invoiceRows"]:
        factor = 1 + row["tax"] / 100 if switches.row_total == "including" else 1
        rows.append(row | {"quantity": turn * row["quantity"], "total": turn * row["total"] * factor})
    totals = ("total", "totalExTax", "totalWithoutExchangeRate", "totalExTaxWithoutExchangeRate")
    return {name: turn * record[name] for name in totals} | {"invoiceRows": rows}


def history_faces(kind: str, number: int, entries: list[Record], switches: Switches) -> list[Record]:
    """Show a status history; a field that names the registration, such as ``timeId``, is known, the rest is not."""
    name = {"time": "timeId", "expenses": "expenseId", "mileage": "mileageId"}[kind]
    shown = [{**entry, name: number, "intern": entry["track"] == "statusIntern"} for entry in entries]
    plain = [{key: value for key, value in entry.items() if key != "track"} for entry in shown]
    return [_zoned(entry) for entry in plain] if switches.zone_suffix else plain


def _zoned(record: Any) -> Any:  # noqa: ANN401 - any part of JSON
    """End every moment in Z, also in records inside."""
    if isinstance(record, list):
        return [_zoned(part) for part in record]
    if not isinstance(record, dict):
        return record
    return {
        name: f"{value}Z" if name in _MOMENTS and isinstance(value, str) else _zoned(value)
        for name, value in record.items()
    }


def is_registration(kind: str) -> bool:
    """Tell whether records of a kind have statuses."""
    return kind in REGISTRATIONS

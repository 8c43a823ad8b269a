"""How records look in v2: nested, statuses and methods as words, linked records as stubs until they are expanded.

Fields of customers, contacts, projects, expenses, rides and users are reported by one source. Those of hours,
activities, invoices, vehicles and tags are nowhere described: theirs are named like their siblings (our assumption).
"""

from collections.abc import Callable, Mapping

from afas_assistant.practice.timechimp.books import Books
from afas_assistant.practice.timechimp.catalogue import Record
from afas_assistant.practice.timechimp.query import Tree
from afas_assistant.practice.timechimp.replies import not_valid
from afas_assistant.practice.timechimp.statuses import InvoiceStatus, Status
from afas_assistant.practice.timechimp.switches import Switches
from afas_assistant.practice.timechimp.v1_faces import invoice_amounts

METHODS = (
    "NoInvoicing", "TaskHourlyRate", "UserHourlyRate", "ProjectHourlyRate", "CustomerHourlyRate", "ProjectRate",
    "TaskRate", "MilestoneRate", "Subscription",
)  # fmt: skip
BUDGETS = ("NoBudget", "TotalHours", "TaskHours", "UserHours", "TotalRate", "TaskRate", "Invoiced", "TotalCost")
RIDES = ("Private", "Business", "HomeWork")
FREQUENCIES = ("Week", "Month", "Quarter", "Year")
ADDRESSES = {
    "address": {"address": "address", "postalCode": "postalCode", "city": "city", "country": "country"},
    "invoiceAddress": {
        "address": "invoiceAddress", "postalCode": "invoicePostalCode", "city": "invoiceCity",
        "country": "invoiceCountry",
    },
}  # fmt: skip
# kind: name of the link → (kind of record, field that holds its id)
LINKS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "customers": {"vatRate": ("vatrates", "vatRateId")},
    "projects": {"customer": ("customers", "customerId"), "mainProject": ("projects", "mainProjectId")},
    "projecttasks": {"task": ("tasks", "taskId")},
    "projectusers": {"user": ("users", "userId")},
    "time": {
        "customer": ("customers", "customerId"), "project": ("projects", "projectId"), "task": ("tasks", "taskId"),
        "projectTask": ("projecttasks", "projectTaskId"), "user": ("users", "userId"),
    },
    "expenses": {
        "customer": ("customers", "customerId"), "project": ("projects", "projectId"), "user": ("users", "userId"),
        "product": ("categories", "categoryId"), "vatRate": ("vatrates", "vatRateId"),
    },
    "mileage": {
        "customer": ("customers", "customerId"), "project": ("projects", "projectId"), "user": ("users", "userId"),
        "vehicle": ("vehicles", "vehicleId"),
    },
    "invoices": {"customer": ("customers", "customerId")},
}  # fmt: skip
# kind: name of the list → (kind of record, field there that points back, or field here that holds the ids)
LISTS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "customers": {"contacts": ("contacts", "customerIds"), "tags": ("tags", "tagIds")},
    "contacts": {"customers": ("customers", "customerIds")},
    "projects": {
        "projectTasks": ("projecttasks", "projectId"), "projectUsers": ("projectusers", "projectId"),
        "subprojects": ("projects", "mainProjectId"), "managers": ("users", "projectManagerIds"),
        "tags": ("tags", "tagIds"),
    },
    "time": {"tags": ("tags", "tagIds")},
    "tasks": {"tags": ("tags", "tagIds")},
    "users": {"contracts": ("usercontracts", "userId"), "tags": ("tags", "tagIds")},
    "invoices": {"projects": ("projects", "invoiceId")},
}  # fmt: skip
_NAMES = {"users": "displayName"}
_PLAIN: Mapping[str, tuple[str, ...]] = {
    "customers": (
        "active", "name", "relationId", "phone", "email", "website", "paymentPeriod", "hourlyRate", "mileageRate",
        "iban", "bic", "vatNumber", "kvkNumber", "notes", "prospect",
    ),
    "contacts": ("active", "name", "jobTitle", "email", "phone", "useForInvoicing"),
    "projects": ("active", "name", "code", "notes", "color", "unspecified"),
    "projecttasks": ("active", "billable", "hourlyRate", "budgetHours"),
    "projectusers": ("active", "hourlyRate", "budgetHours"),
    "tasks": ("active", "name", "code", "hourlyRate", "billable", "common"),
    "time": ("hours", "pause", "notes", "externalName", "externalUrl"),
    "expenses": ("notes", "quantity", "rate", "billable"),
    "mileage": ("fromAddress", "toAddress", "notes", "distance", "billable"),
    "users": ("userName", "displayName", "language", "employeeNumber", "active"),
    "invoices": (
        "companyInvoicePrefix", "companyInvoiceId", "customerRelationId", "customerName", "customerContactPerson",
        "customerEmail", "customerAddress", "customerVatNumber", "reference", "notes", "additionalNotes",
        "internNotes", "currency", "language", "exchangeRate", "credit",
    ),
    "tags": ("name", "active"),
    "vehicles": ("name", "active"),
    "categories": ("name", "active", "purchasePrice", "salePrice"),
    "vatrates": ("name", "percentage"),
    "usercontracts": ("startDate", "endDate", "weekHours", "hourlyRate", "costHourlyRate", "contractNumber"),
}  # fmt: skip


class V2Faces:
    """Shows records of the books as v2 does."""

    def __init__(self, books: Books, switches: Switches) -> None:
        self._books = books
        self._switches = switches
        self._more: Mapping[str, Callable[[Record], Record]] = {
            "customers": _addresses,
            "projects": _project,
            "projectusers": lambda _: {"costHourlyRate": None},
            "time": _time,
            "expenses": _registration,
            "mileage": lambda record: _registration(record) | {"type": RIDES[record["type"] - 1]},
            "invoices": self._invoice,
            "tags": lambda record: {"type": record["type"]},
        }

    def face(self, kind: str, record: Record, expand: Tree) -> Record:
        """Show a record with what is to be expanded. RefusedError 400: there is nothing of that name to expand."""
        links, lists = LINKS.get(kind, {}), LISTS.get(kind, {})
        unknown = expand.keys() - links.keys() - lists.keys() - {"invoiceRows"}
        if unknown:
            raise not_valid(f"The property '{min(unknown)}' cannot be expanded.")
        shown = {"id": record["id"]} | {name: record[name] for name in _PLAIN[kind]}
        if kind in self._more:
            shown |= self._more[kind](record)
        if "modified" in record:
            shown["modifiedOn"] = f"{record['modified']}Z"
        for name, (other, field) in links.items():
            self._link(shown, name, self._books.find(other, record[field]), other, expand)
        for name in expand.keys() & lists.keys():
            other, field = lists[name]
            shown[name] = [self.face(other, one, expand[name]) for one in self._listed(record, other, field)]
        return shown

    def _link(self, shown: Record, name: str, found: Record | None, kind: str, expand: Tree) -> None:
        """Put a linked record in: whole when it is expanded, else as the switch says."""
        if name in expand:
            shown[name] = None if found is None else self.face(kind, found, expand[name])
        elif self._switches.v2_linked != "absent":
            shown[name] = None if found is None else self._stub(kind, found)

    def _stub(self, kind: str, record: Record) -> Record:
        """Give id, and name when the switch says so and the record has one."""
        name = _NAMES.get(kind, "name")
        with_name = self._switches.v2_linked == "id_name" and name in record
        return {"id": record["id"], "name": record[name]} if with_name else {"id": record["id"]}

    def _listed(self, record: Record, kind: str, field: str) -> list[Record]:
        """Give the records of a list: the ids stand here, or the others point back."""
        if isinstance(record.get(field), list):
            return [one for one in (self._books.find(kind, number) for number in record[field]) if one]
        return self._books.below(kind, field, record["id"])

    def _invoice(self, record: Record) -> Record:
        return invoice_amounts(record, self._switches) | {
            "status": InvoiceStatus(record["status"]).word, "date": _day(record["date"]),
            "dueDate": _day(record["dueDate"]),
        }  # fmt: skip


def history_faces(entries: list[Record]) -> list[Record]:
    """Show a status history; one field is known, ``modifiedOn``."""
    return [
        {
            "id": entry["id"],
            "status" if entry["track"] == "statusIntern" else "clientStatus": Status(entry["status"]).word,
            "message": entry["message"],
            "modifiedOn": f"{entry['modified']}Z",
        }
        for entry in entries
    ]


def _addresses(record: Record) -> Record:
    return {name: {part: record[field] for part, field in parts.items()} for name, parts in ADDRESSES.items()}


def _project(record: Record) -> Record:
    method = METHODS[record["invoiceMethod"] - 1]
    return {
        "startDate": _day(record["startDate"]), "endDate": _day(record["endDate"]),
        "invoicing": {
            "method": method, "hourlyRate": record["hourlyRate"], "fixedRate": record["rate"],
            "reference": record["invoiceReference"], "date": _day(record["invoiceDate"]),
            "status": Status(record["invoiceStatus"]).word,
        },
        "budget": {
            "method": BUDGETS[record["budgetMethod"] - 1], "hours": record["budgetHours"], "rate": record["budgetRate"],
            "notificationPercentage": record["budgetNotificationPercentage"],
        },
        "subscription": _subscription(record["projectSubscription"]),
    }  # fmt: skip


def _subscription(subscription: Record | None) -> Record | None:
    """Give a project's subscription with its frequency as a word."""
    if subscription is None:
        return None
    return {**subscription, "frequency": FREQUENCIES[subscription["frequency"] - 1]}


def _registration(record: Record) -> Record:
    return {
        "date": _day(record["date"]),
        "status": Status(record["statusIntern"]).word,
        "clientStatus": Status(record["statusExtern"]).word,
    }


def _time(record: Record) -> Record:
    moments = {name: f"{record[name]}Z" if record[name] else None for name in ("start", "end")}
    return _registration(record) | moments


def _day(moment: str | None) -> str | None:
    """Give the day of a moment."""
    return moment[:10] if moment else None

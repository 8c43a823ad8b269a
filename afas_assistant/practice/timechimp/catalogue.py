"""What a pretend company set up once: activities, categories, vehicles, people, VAT rates and tags.

Codes of activities are what ties them to items in AFAS: 300 to 303 and 1000 exist there, 999 does not, and two
activities have none.
"""

from collections.abc import Iterator
from typing import Any

Record = dict[str, Any]

# id, name, code, hourly rate, billable, common, active
TASKS = (
    (31001, "Monteurswerk", "300", 65.0, True, True, True), (31002, "Projectleiding", "301", 85.0, True, True, True),
    (31003, "Advies", "302", 110.0, True, True, True), (31004, "Reistijd", "303", 45.0, True, False, True),
    (31005, "Intern overleg", None, 0.0, False, True, True), (31006, "Ontwerp", "999", 95.0, True, False, True),
    (31007, "Montageset plaatsen", "1000", 72.5, True, False, True), (31008, "Nazorg", None, 55.0, True, False, True),
    (31009, "Tekenwerk (oud)", "302", 80.0, True, False, False),
)  # fmt: skip
# id, name, purchase price, sale price; v1 shows a category's id and name only
CATEGORIES = (
    (41001, "Materiaal", 0.0, 0.0), (41002, "Parkeren", 0.0, 0.0), (41003, "Lunch", 0.0, 0.0),
    (41004, "Openbaar vervoer", 0.0, 0.0),
)  # fmt: skip
VEHICLES = ((51001, "Bestelbus 1", True), (51002, "Bestelbus 2", True), (51003, "Eigen auto", True))
# id, name, account type (1 user, 2 admin, 4 project manager), employee number, hourly rate, cost per hour, active
USERS = (
    (61001, "Anna de Boer", 2, "1001", 95.0, 48.0, True), (61002, "Bram Kuiper", 4, "1002", 85.0, 44.5, True),
    (61003, "Carla Smit", 1, "1003", 70.0, 36.0, True), (61004, "Dirk Postma", 1, "1004", 67.5, 34.25, True),
    (61005, "Esra Yilmaz", 1, None, 70.0, 35.0, True), (61006, "Freek Mulder", 1, "1006", 65.0, 33.0, False),
)  # fmt: skip
VAT_RATES = ((71001, "Hoog", 21.0), (71002, "Laag", 9.0), (71003, "Geen", 0.0))
# id, name, type (1 time, 2 expense, 3 mileage, 4 project, 5 customer, 6 user)
TAGS = ((81001, "Storing", 1), (81002, "Contract", 4), (81003, "Grootverbruiker", 5), (81004, "Buitendienst", 6))
KEY_OWNER = USERS[0][0]
VAT_BY_RATE = {percentage: number for number, _, percentage in VAT_RATES}


def tasks() -> Iterator[Record]:
    """Activities."""
    for number, name, code, rate, billable, common, active in TASKS:
        yield {
            "id": number, "active": active, "name": name, "code": code, "hourlyRate": rate, "billable": billable,
            "common": common, "unspecified": False, "tagIds": [],
        }  # fmt: skip


def categories() -> Iterator[Record]:
    """Expense categories, which the window and v2 call products."""
    for number, name, purchase, sale in CATEGORIES:
        yield {"id": number, "active": True, "name": name, "purchasePrice": purchase, "salePrice": sale}


def vehicles() -> Iterator[Record]:
    """Vehicles of rides."""
    yield from ({"id": number, "name": name, "active": active} for number, name, active in VEHICLES)


def vat_rates() -> Iterator[Record]:
    """VAT rates."""
    yield from ({"id": number, "name": name, "percentage": rate} for number, name, rate in VAT_RATES)


def tags() -> Iterator[Record]:
    """Tags."""
    yield from ({"id": number, "name": name, "active": True, "type": kind} for number, name, kind in TAGS)


def users() -> Iterator[Record]:
    """Employees; one has no employee number, one has left."""
    for number, name, kind, employee_number, _, _, active in USERS:
        first = name.split(" ")[0].lower()
        yield {
            "id": number, "userName": f"{first}@oefenbedrijf.example", "displayName": name, "accountType": kind,
            "isLocked": not active, "picture": None, "tagIds": [81004] if kind == 1 else [], "language": "nl",
            "created": "2024-01-08T08:15:30.1234567", "teamName": "Uitvoering" if kind == 1 else "Kantoor",
            "employeeNumber": employee_number, "active": active,
        }  # fmt: skip


def contracts() -> Iterator[Record]:
    """Contracts, one for each employee."""
    for number, name, _, _, rate, cost, active in USERS:
        yield {
            "id": number + 4000, "userId": number, "userDisplayName": name, "startDate": "2024-01-01T00:00:00",
            "endDate": None if active else "2025-12-31T00:00:00", "weekHours": 40.0, "hourlyRate": rate,
            "costHourlyRate": cost, "contractNumber": None,
        }  # fmt: skip

"""Seeded projects with their activities and people: every way of invoicing, billed and unbilled."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from afas_assistant.practice.seed import Seed, mixed
from afas_assistant.practice.timechimp import catalogue
from afas_assistant.practice.timechimp.catalogue import Record
from afas_assistant.practice.timechimp.seeded_customers import OWN_COMPANY, own_count
from afas_assistant.practice.timechimp.statuses import Status

FIRST_PROJECT = 130_001
UNSPECIFIED = 130_000
TASKS_EACH = 3
USERS_EACH = 2
NO_INVOICING, BY_TASK, BY_USER, BY_PROJECT, BY_CUSTOMER = 1, 2, 3, 4, 5
FIXED_PRICE, PER_TASK, MILESTONES, SUBSCRIPTION = 6, 7, 8, 9
# nine in a row, so that no method always falls on the same kind of customer
METHODS = (BY_TASK, BY_USER, BY_PROJECT, BY_CUSTOMER, FIXED_PRICE, SUBSCRIPTION, NO_INVOICING, PER_TASK, MILESTONES)
NAMES = ("Onderhoud", "Nieuwbouw", "Verbouwing", "Storingen", "Advies", "Servicecontract", "Inspectie", "Renovatie")
WITHOUT_BUDGET = 1


def count(seed: Seed, customer_count: int) -> int:
    """Tell how many projects there are; none where there are no customers but the own company."""
    return max(2 * len(METHODS), min(seed.size // 2, 5000)) if customer_count > 1 else 0


def projects(seed: Seed, today: date, customer_ids: list[int]) -> Iterator[Record]:
    """Give the projects; first the one without a name of its own, where hours land that name no project."""
    yield _project(UNSPECIFIED, 0, NO_INVOICING, OWN_COMPANY, today) | {
        "name": "Geen project", "code": None, "unspecified": True,
    }  # fmt: skip
    for index in range(count(seed, len(customer_ids))):
        method = METHODS[index % len(METHODS)]
        yield _project(FIRST_PROJECT + index, index, method, _customer(seed, index, customer_ids), today)


def _customer(seed: Seed, index: int, customer_ids: list[int]) -> int:
    """Choose a project's customer: each tenth is one that stands in TimeChimp only (they come last)."""
    others = customer_ids[1:]
    only_here = min(own_count(seed), len(others) - 1)
    if index % 10 == 9 and only_here:
        return others[len(others) - 1 - (index // 10) % only_here]
    return others[index % len(others)]


def _project(number: int, index: int, method: int, customer: int, today: date) -> Record:
    """Give one project."""
    chance = mixed(number, 131)
    start = today - timedelta(days=200 + chance % 300)
    whole = method in {FIXED_PRICE, SUBSCRIPTION, MILESTONES}
    billed = whole and index % 2 == 1
    return {
        "id": number, "active": index % 23 != 22, "customerId": customer,
        "name": f"{NAMES[chance % len(NAMES)]} {start.year} {index + 1}",
        "code": None if index % 12 == 11 else f"P{index + 1:05d}", "notes": None, "invoiceMethod": method,
        "hourlyRate": 70.0 + chance % 7 * 2.5 if method == BY_PROJECT else None,
        "rate": 1000.0 + chance % 90 * 125 if method in {FIXED_PRICE, MILESTONES} else None,
        "budgetMethod": WITHOUT_BUDGET, "budgetRate": None, "budgetHours": None, "startDate": _moment(start),
        "endDate": None, "invoiceDate": _moment(today - timedelta(days=chance % 30)) if whole else None,
        "invoiceInInstallments": method == MILESTONES, "invoiceStatus": int(Status.INVOICED if billed else Status.OPEN),
        "invoiceId": 150_001 + index if billed else None,
        "invoiceReference": f"PO-{chance % 9000 + 1000}" if index % 4 == 0 else None,
        "budgetNotificationPercentage": None, "budgetNotificationHasBeenSent": False, "color": "#3c8dbc",
        "visibleOnSchedule": True, "externalUrl": None, "externalName": None, "unspecified": False,
        "tagIds": [81002] if method == SUBSCRIPTION else [],
        "clientId": f"{number:08x}-0000-4000-8000-{number:012x}", "modified": _moment(today - timedelta(days=20)),
        "mainProjectId": None, "useSubprojects": False, "projectManagerIds": [61002],
        "projectSubscription": _subscription(number, chance, start) if method == SUBSCRIPTION else None,
    }  # fmt: skip


def _subscription(number: int, chance: int, start: date) -> dict[str, Any]:
    """Give the subscription of a project; its code stands for an item, as an activity's does."""
    return {
        "id": number + 10_000, "frequency": (2, 3, 4, 1)[chance % 4], "startDate": _moment(start), "endDate": None,
        "description": "Servicecontract", "code": ("K01", "1203", None)[chance % 3], "amount": 1.0,
        "rate": 49.95 + chance % 8 * 25,
    }  # fmt: skip


def project_tasks(all_projects: Mapping[int, Record]) -> Iterator[Record]:
    """Give the activities of each project: three, of which some are not billable."""
    tasks = list(catalogue.tasks())
    for number, project in all_projects.items():
        for place in range(TASKS_EACH):
            task = tasks[(number + place * 3) % (len(tasks) - 1)]
            method = project["invoiceMethod"]
            yield {
                "id": 200_000 + (number - UNSPECIFIED) * TASKS_EACH + place, "projectId": number, "taskId": task["id"],
                "hourlyRate": {BY_TASK: task["hourlyRate"] + place * 1.25, PER_TASK: 450.0}.get(method),
                "billable": task["billable"] and method != NO_INVOICING, "unspecified": False, "budgetHours": None,
                "active": True, "modified": project["modified"],
            }  # fmt: skip


def project_users(all_projects: Mapping[int, Record]) -> Iterator[Record]:
    """Give the people of each project; where people have a rate of their own, one has none and falls back."""
    users = list(catalogue.contracts())
    for number, project in all_projects.items():
        for place in range(USERS_EACH):
            contract = users[(number + place) % len(users)]
            priced = project["invoiceMethod"] == BY_USER and place == 0
            yield {
                "id": 300_000 + (number - UNSPECIFIED) * USERS_EACH + place, "projectId": number,
                "userId": contract["userId"], "hourlyRate": contract["hourlyRate"] + 5 if priced else None,
                "budgetHours": None, "projectManager": place == 0, "active": True, "modified": project["modified"],
            }  # fmt: skip


def _moment(day: date) -> str:
    """Write the start of a day as v1 does: without a zone."""
    return f"{day.isoformat()}T00:00:00"

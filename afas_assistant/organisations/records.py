"""The records that the store hands out: plain frozen values, free of the database.

An organisation is an AFAS environment, known by its `envid`. It has one or more connections, since real clients have
one app connector per integration. No record ever holds a token: the vault keeps those.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

USER_IN_GROUP = re.compile(r"\(([^()]+)\)\s*$")


@dataclass(frozen=True)
class Organisation:
    """An AFAS environment.

    `envid` is AFAS's own name for it, such as O12345AA, and is unique; `environment_type` is production, test, accept,
    course or practice; `address` is the base of its REST services; `created_at` is in UTC.
    """

    id: int
    name: str
    envid: str
    environment_type: str
    address: str
    created_at: datetime


@dataclass(frozen=True)
class Connection:
    """One app connector of an organisation, with the token and the requirement profiles that belong to it.

    `account` names the token's entry in the vault; `keyring_backend` is the vault that has it (None: kept nowhere, or
    in memory for one run); `token_fingerprint` (`ClassicToken.fingerprint`) tells
    two tokens apart without giving either away; `token_expiry` is
    None when AFAS names no end date; `item_type` is the number of the dossier-item type that the person picked.
    """

    id: int
    organisation_id: int
    label: str
    app_connector: str
    group: str
    user: str
    profiles: tuple[str, ...]
    account: str
    keyring_backend: str | None
    token_fingerprint: str | None
    token_expiry: date | None
    item_type: int | None
    created_at: datetime


@dataclass(frozen=True)
class CheckRun:
    """One check of a connection; `report` is the JSON report as the check made it, `at` is in UTC."""

    id: int
    connection_id: int
    at: datetime
    report: Mapping[str, Any]


@dataclass(frozen=True)
class Confirmation:
    """A line of the checklist that a person declared done; `check_id` is the line's id, such as `by_hand/unblock`."""

    connection_id: int
    check_id: str
    who: str
    at: datetime
    note: str


class DefinitionSource(StrEnum):
    """Where a connector's kept columns come from: a definition file, or AFAS itself at an earlier check."""

    FILE = "file"
    LIVE = "live"


@dataclass(frozen=True)
class KeptDefinition:
    """What a GetConnector is held against at each check.

    `connector` is its name in AFAS; `columns` are pairs of the name that callers use and AFAS's own field, in order.
    `kept_at` is in UTC, `matched_at` the last check at which AFAS had exactly these columns, or None. Of a file also:
    `label` its name, `digest` its fingerprint, `format` its generation, `changed` when the definition was last changed
    in AFAS, in local time without a zone.
    """

    connector: str
    source: DefinitionSource
    columns: tuple[tuple[str, str], ...]
    kept_at: datetime
    matched_at: datetime | None = None
    label: str = ""
    digest: str = ""
    description: str = ""
    data_collection: str = ""
    format: int | None = None
    changed: datetime | None = None


def user_in_group(group: str) -> str:
    """Return the user that AFAS writes behind a user group, or nothing.

    Source: the OpenAPI example of `/metainfo`, `AuthorizationGroup 101 (12345.USER)`.
    """
    match = USER_IN_GROUP.search(group)
    return match.group(1).strip() if match else ""

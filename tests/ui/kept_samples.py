"""A real desk over a real database, with an AFAS in plain values behind it: what the tests of organisations need."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from afas_assistant.afas.address import Address, EnvironmentType, understand_address
from afas_assistant.afas.metainfo import Info
from afas_assistant.afas.token import ClassicToken
from afas_assistant.errors import AssistantError
from afas_assistant.onboarding.desk import Desk
from afas_assistant.organisations.enrolment import Answer, Enrolled
from afas_assistant.organisations.vault import Vault
from afas_assistant.paths import folders
from tests.helpers.pretend_reader import PretendReader, metainfo

KINDS = {
    "production": EnvironmentType.PRODUCTION,
    "test": EnvironmentType.TEST,
    "accept": EnvironmentType.ACCEPT,
    "practice": EnvironmentType.PRACTICE,
}
LETTERS = {"production": "O", "test": "T", "accept": "A", "practice": "T"}


class PretendClient(PretendReader):
    """A reader that can be opened as a client is."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass
class PretendAfas:
    """What every client of the desk talks to: `told` is what `/metainfo` says about the environment."""

    told: dict[str, str] = field(default_factory=dict)
    errors: dict[str, AssistantError] = field(default_factory=dict)
    names: list[str] = field(default_factory=lambda: ["SBQ_BTW"])
    rows: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, address: Address, token: ClassicToken) -> Any:
        return PretendClient(metainfo(self.names, **self.told), dict(self.rows), dict(self.errors), fields=self.fields)


@dataclass
class Home:
    """A folder of data, its desk, and the AFAS behind it."""

    folder: Path
    afas: PretendAfas = field(default_factory=PretendAfas)
    vault: Vault = field(default_factory=Vault)
    _made: list[Desk] = field(default_factory=list)

    def new_desk(self) -> Desk:
        desk = Desk(folders(self.folder), self.vault, new_client=self.afas)
        self._made.append(desk)
        return desk

    def close(self) -> None:
        for desk in self._made:
            desk.close()
        self._made.clear()

    def add(
        self,
        name: str = "Lindegaard Advies",
        *,
        kind: str = "test",
        number: int = 99001,
        connector: str = "Koppeling",
        expiry: date | None = None,
        profiles: tuple[str, ...] = ("smartbooqing",),
    ) -> Enrolled:
        """Keep an organisation with a connection, or a further connection of one."""
        desk = self.new_desk()
        envid = f"{LETTERS[kind]}{number}AA"
        told = {
            "envid": envid,
            "appName": connector,
            "group": "",
            "tokenExpiry": f"{expiry:%Y-%m-%d}" if expiry else "0",
        }
        address = understand_address(envid if kind != "practice" else "http://127.0.0.1:1/ProfitRestServices")
        answer = Answer(address, Info.model_validate(told))
        enrolled = desk.connect(answer, token_of(connector), name=name, profiles=profiles)
        desk.close()
        return enrolled

    def check(self, enrolled: Enrolled, **told: str) -> None:
        """Check a connection now, as if it had been done some days ago."""
        self.afas.told = {"envid": enrolled.organisation.envid, "appName": enrolled.connection.app_connector, **told}
        desk = self.new_desk()
        desk.check(enrolled.connection)
        desk.close()


def token_of(name: str) -> ClassicToken:
    """Return a token that belongs to a name alone."""
    return ClassicToken((name.encode().hex().upper() + "0" * 64)[:64])


def in_days(days: int) -> date:
    """Return the day so many days from now."""
    return (datetime.now(UTC).astimezone() + timedelta(days=days)).date()

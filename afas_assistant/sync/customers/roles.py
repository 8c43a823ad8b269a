"""Which column of a debtors' connector means what.

The columns of AFAS's own `Profit_Debtor` are known. Those of a vendor's connector are published nowhere: they are
proposed from label, AFAS's field id and name, confirmed once by a person, and never used before that.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from afas_assistant.afas.metainfo import GetDefinition, GetField
from afas_assistant.errors import ConfigurationError
from afas_assistant.sync.mapping.mappings import MappingEntry, Mappings, Table
from afas_assistant.texts import literal, phrase


class Role(StrEnum):
    """What a column of debtors says. A town line holds postcode and town in one."""

    NUMBER = "number"
    NAME = "name"
    CONTACT_NUMBER = "contact_number"
    SEARCH_NAME = "search_name"
    STREET = "street"
    POSTAL_CODE = "postal_code"
    TOWN = "town"
    TOWN_LINE = "town_line"
    COUNTRY = "country"
    PHONE = "phone"
    EMAIL = "email"
    IBAN = "iban"
    VAT_NUMBER = "vat_number"
    CHAMBER_NUMBER = "chamber_number"
    PAYMENT_CONDITION = "payment_condition"
    VAT_DUTY = "vat_duty"
    CURRENCY = "currency"
    BLOCKED = "blocked"


NEEDED = (Role.NUMBER, Role.NAME)
STANDARD = "Profit_Debtor"
CONNECTORS = (STANDARD, "ProfitDebtor", "SBQ_Debiteuren")
"""Connectors that show debtors, the best known first. The second is what TimeChimp's manual asks for."""

_STANDARD_COLUMNS: Mapping[Role, str] = {
    Role.NUMBER: "DebtorId",
    Role.NAME: "DebtorName",
    Role.CONTACT_NUMBER: "BcCo",
    Role.SEARCH_NAME: "SearchName",
    Role.STREET: "AdressLine1",
    Role.TOWN_LINE: "AdressLine3",
    Role.COUNTRY: "AdressLine4",
    Role.PHONE: "TelNr",
    Role.EMAIL: "Email",
    Role.IBAN: "IBAN",
    Role.VAT_NUMBER: "VatNr",
    Role.CHAMBER_NUMBER: "ChOfCommNr",
    Role.PAYMENT_CONDITION: "PayCon",
    Role.VAT_DUTY: "VatDuty",
    Role.CURRENCY: "CurrencyId",
    Role.BLOCKED: "Blocked",
}

_FIELD_IDS: Mapping[Role, tuple[str, ...]] = {
    Role.NUMBER: ("dbid", "debtorid"),
    Role.NAME: ("nm", "debtorname"),
    Role.CONTACT_NUMBER: ("bcco",),
    Role.SEARCH_NAME: ("senm", "searchname"),
    Role.STREET: ("adressline1",),
    Role.POSTAL_CODE: ("zpcd",),
    Role.TOWN: ("rs",),
    Role.TOWN_LINE: ("adressline3",),
    Role.COUNTRY: ("adressline4",),
    Role.PHONE: ("tenr", "telnr"),
    Role.EMAIL: ("emad", "email"),
    Role.IBAN: ("iban",),
    Role.VAT_NUMBER: ("vaid", "vatnr"),
    Role.CHAMBER_NUMBER: ("ccnr", "chofcommnr"),
    Role.PAYMENT_CONDITION: ("pacd", "paycon"),
    Role.VAT_DUTY: ("vadu", "vatduty"),
    Role.CURRENCY: ("cuid", "currencyid"),
    Role.BLOCKED: ("bl", "blocked"),
}
"""AFAS's ids of the fields (its UpdateConnector KnSalesRelationOrg and its own connectors), in small letters."""

_LABELS: Mapping[Role, str] = {
    Role.NUMBER: r"(nummer|code|nr)debiteur|debiteur(en)?(nummer|id|code|nr)|debtor(number|id)|debiteur|verkooprelatie",
    Role.NAME: r"naam(debiteur|organisatie)?|debiteurnaam|debtorname|name",
    Role.CONTACT_NUMBER: r"nummerorgpers|organisatienummer|bcco",
    Role.SEARCH_NAME: r"zoeknaam|searchname",
    Role.STREET: r"adresregel1.*|straat(huisnr|enhuisnummer)?|adres|street|address",
    Role.POSTAL_CODE: r"postcode|postalcode|zipcode",
    Role.TOWN: r"(woon)?plaats(naam)?|town|city",
    Role.TOWN_LINE: r"adresregel3.*|postcode(en)?(woon)?plaats",
    Role.COUNTRY: r"adresregel4.*|land(code)?|country",
    Role.PHONE: r"telefoon(nr|nummer)?(werk)?|phone(number)?",
    Role.EMAIL: r"email(adres)?(werk)?|mail",
    Role.IBAN: r"iban(nummer)?|bankrekening",
    Role.VAT_NUMBER: r"btw(identificatie)?(nummer|nr)|vatnumber",
    Role.CHAMBER_NUMBER: r"kvk(nummer|nr)?|cocnumber|chamberofcommerce(number)?",
    Role.PAYMENT_CONDITION: r"betaal(voorwaarde|conditie)(code)?|paymentcondition",
    Role.VAT_DUTY: r"btwplicht|vatduty",
    Role.CURRENCY: r"valuta(code)?|currency",
    Role.BLOCKED: r"geblokkeerd(voorlevering)?|blocked(fordelivery)?",
}
"""Labels in Dutch and English, without capitals, marks and blanks."""


@dataclass(frozen=True)
class Binding:
    """A connector and the column of each role that it has; columns are ids as in the rows."""

    connector: str
    columns: Mapping[Role, str]


@dataclass(frozen=True)
class RoleProposal:
    """A column for a role; `reason` is same_label, same_field_id or same_name."""

    connector: str
    role: Role
    column: str
    label: str
    reason: str

    def entry(self, accepted_by: str, accepted_at: datetime) -> MappingEntry:
        """Return the mapping that confirming this proposal makes."""
        key = f"{self.connector}/{self.role.value}"
        return MappingEntry(Table.ROLES, key, {"column": self.column}, self.reason, accepted_by, accepted_at)


def known_connector(listed: Collection[str]) -> str | None:
    """Return the connector to read debtors from, among those that the token may use; None when there is none."""
    return next((one for one in CONNECTORS if one in listed), None)


def bound_roles(connector: str, mappings: Mappings) -> Binding:
    """Return the columns as they are known or as somebody confirmed them.

    Raises ConfigurationError roles_unconfirmed while number or name have no confirmed column.
    """
    confirmed = {Role(role): column for role, column in mappings.roles(connector).items() if role in set(Role)}
    columns = confirmed if confirmed or connector != STANDARD else dict(_STANDARD_COLUMNS)
    missing = [role.value for role in NEEDED if role not in columns]
    if missing:
        raise _unconfirmed(connector, missing)
    return Binding(connector, columns)


def proposed_roles(definition: GetDefinition) -> tuple[RoleProposal, ...]:
    """Return the likeliest column of each role, at most one role for a column; a person has to confirm them."""
    found: dict[Role, RoleProposal] = {}
    taken: set[str] = set()
    for reason, proposal in _by_likelihood(definition):
        if proposal.role not in found and proposal.column not in taken:
            found[proposal.role] = RoleProposal(definition.name, proposal.role, proposal.column, proposal.label, reason)
            taken.add(proposal.column)
    return tuple(found[role] for role in Role if role in found)


def _by_likelihood(definition: GetDefinition) -> Iterator[tuple[str, RoleProposal]]:
    """Return what could be, the surest sign first: AFAS's own field, then the label, then the column's name."""

    def by_id(role: Role, one: GetField) -> bool:
        return _plain(one.field_id.rpartition(".")[2]) in _FIELD_IDS[role]

    def by_label(role: Role, one: GetField) -> bool:
        return re.fullmatch(_LABELS[role], _plain(one.label)) is not None

    def by_name(role: Role, one: GetField) -> bool:
        return re.fullmatch(_LABELS[role], _plain(one.id)) is not None or _plain(one.id) in _FIELD_IDS[role]

    for reason, fits in (("same_field_id", by_id), ("same_label", by_label), ("same_name", by_name)):
        for role in Role:
            for one in definition.fields:
                if fits(role, one):
                    yield reason, RoleProposal(definition.name, role, one.id, one.label, reason)


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _unconfirmed(connector: str, missing: list[str]) -> ConfigurationError:
    return ConfigurationError(
        "roles_unconfirmed",
        title=phrase("What the columns of {connector} mean has not been confirmed.", connector=connector),
        explanation=phrase(
            "Nothing is read from them before somebody did. Not confirmed: {roles}.", roles=literal(", ".join(missing))
        ),
        action=phrase("Look at the proposed columns and confirm them once."),
    )

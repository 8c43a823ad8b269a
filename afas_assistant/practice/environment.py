"""What the pretend environment is: its definitions, app connectors and settings, as one immutable description.

A scenario is a function from one description to another, so that a failure is a change of the environment's set-up and
not a special case in the replies.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from afas_assistant.practice import dossiers, getconnectors, updatedefinitions
from afas_assistant.practice.getconnectors import GetDefinition
from afas_assistant.practice.updatedefinitions import UpdateDefinition

EnvironmentType = Literal["production", "test", "accept"]
Fault = Literal[
    "", "maintenance", "proxy_page", "broken_json", "line_cut", "busy", "rate_limited"
]  # replies that do not depend on what was asked

SYSTEM_USER = "99001.APPCONNECTOR"
TIMECHIMP_GET = ("Profit_Debtor", "DDI_Profit_Administraties", "Profit_Administrations")
SMARTBOOQING_GET = (
    "CaseWare_Periods", "Precal_Valuta", "Precal_Dagboeken", "Precal_Landen", "Precal_Betaalvoorwaarde",
    "SBQ_Administratie", "SBQ_BTW", "SBQ_Crediteuren", "SBQ_Debiteuren", "SBQ_Transactie", "SBQ_Kostenplaatsen_All",
    "SBQ_Grootboekrekeningen", "Profit_Subjects", "DDI_Profit_Kostenplaatsen", "DDI_Profit_Kostendragers",
)  # fmt: skip
OWN_GET = (
    "Profit_Article", "Profit_Worktype", "Profit_Unit_per_Item", "Profit_Journals", "Profit_Accounts",
    "Profit_VAT_code", "Profit_periods_per_administration", "Profit_Allocation_Assigments", "Profit_Transactions",
    "Profit_Debtor_Invoices", "Profit_OrgPer", "ProfitGetConnectoren", "Profit_SubjectFile", "Profit_SubjectTypes",
    "Oefen_Dossierbestemming",
)  # fmt: skip
TIMECHIMP_UPDATE = ("FbDirectInvoice", "FiEntries", "KnSalesRelationOrg", "KnSubject")
SMARTBOOQING_UPDATE = ("FiEntries", "FiInvoice", "KnPurchaseRelationOrg", "KnSalesRelationOrg", "KnSubject")
SPECIAL = frozenset({"AppConnectorReport", "AppConnectorSubject", "AppConnectorVersion", "GetXMLSchema"})
# made by a scenario only; a healthy environment does not have it
SCENARIO_ONLY = frozenset({"SBQ_Kostenplaatsen_2", "Kenmerken", "Kenmerkcombinaties"})


@dataclass(frozen=True)
class AppConnector:
    """An app connector with the one user token that this environment gives out for it."""

    name: str
    token: str = field(repr=False)
    get: tuple[str, ...]
    update: tuple[str, ...]
    group: str = f"AuthorizationGroup 101 ({SYSTEM_USER})"
    user: str = SYSTEM_USER
    special: frozenset[str] = SPECIAL


def _joined(*lists: tuple[str, ...]) -> tuple[str, ...]:
    """Join lists of names, each name once, in order."""
    return tuple(dict.fromkeys(name for names in lists for name in names))


def born_definitions() -> Mapping[str, GetDefinition]:
    """Give the GetConnector definitions that a healthy environment has, by name."""
    return {name: one for name, one in getconnectors.definitions().items() if name not in SCENARIO_ONLY}


def app_connectors() -> Mapping[str, AppConnector]:
    """Give the app connectors of a healthy environment; the tokens are fixed and easy to recognise."""
    everything = tuple(born_definitions())
    both_update = _joined(TIMECHIMP_UPDATE, SMARTBOOQING_UPDATE)
    return {
        "all": AppConnector(
            "AssistentConnector", "0A11" * 16, _joined(TIMECHIMP_GET, SMARTBOOQING_GET, OWN_GET), both_update
        ),
        "timechimp": AppConnector("TimeChimpConnector", "0C41" * 16, _joined(TIMECHIMP_GET, OWN_GET), TIMECHIMP_UPDATE),
        "smartbooqing": AppConnector(
            "SmartbooqingConnector", "05B0" * 16, _joined(SMARTBOOQING_GET, OWN_GET), SMARTBOOQING_UPDATE
        ),
        "admin": AppConnector("BeheerConnector", "0AD0" * 16, everything, updatedefinitions.CONNECTORS),
    }


def token_xml(data: str) -> str:
    """Write a token as AFAS shows it, once, when it is made."""
    return f"<token><version>1</version><data>{data}</data></token>"


@dataclass(frozen=True)
class Environment:
    """A pretend environment. Every field has the healthy value; scenarios change what they are about."""

    envid: str = "T99001AA"
    kind: EnvironmentType = "test"
    version: str = "8.2.14"
    base_language: Literal["nl", "en"] = "nl"
    before_profit_7: bool = False
    # access
    connectors: Mapping[str, AppConnector] = field(default_factory=app_connectors)
    tokens_known: bool = True
    app_connector_blocked: bool = False
    address_refused: bool = False
    token_expiry: str = "0"  # noqa: S105 - a date, or 0 for no end
    info_shown: bool = True
    # GetConnectors
    get_definitions: Mapping[str, GetDefinition] = field(default_factory=born_definitions)
    imported: frozenset[str] = frozenset()
    blocked: frozenset[str] = frozenset()
    without_rows: frozenset[str] = frozenset()
    unauthorised: frozenset[str] = frozenset()
    answering_401: frozenset[str] = frozenset()
    failing: frozenset[str] = frozenset()
    missing_answers_401: bool = False
    special_missing_answers_500: bool = False
    replaced_columns: Mapping[str, str] = field(default_factory=dict)
    # UpdateConnectors and dossier items
    lost_fields: Mapping[str, frozenset[str]] = field(default_factory=dict)
    destinations: dossiers.Destinations = field(default_factory=lambda: dossiers.HEALTHY)
    items_linked: bool = True
    # the line
    fault: Fault = ""
    delay: float = 0.0

    @cached_property
    def update_definitions(self) -> Mapping[str, UpdateDefinition]:
        """Every UpdateConnector, with the fields that this environment has lost taken away."""
        known = updatedefinitions.definitions()
        return {
            name: definition.without_fields(self.lost_fields.get(name, frozenset()))
            for name, definition in known.items()
        }

    def token_owner(self, data: str) -> AppConnector | None:
        """Find the app connector of a token's 64 figures; None for an unknown or ended token."""
        owners = self.connectors.values() if self.tokens_known else ()
        return next((owner for owner in owners if owner.token == data.upper()), None)

    def token_texts(self) -> dict[str, str]:
        """Give the tokens to hand out, by the name of their app connector."""
        return {name: token_xml(connector.token) for name, connector in self.connectors.items()}

    def changed_connectors(self, change: Callable[[AppConnector], AppConnector]) -> "Environment":
        """Give this environment with every app connector changed in the same way."""
        return replace(self, connectors={name: change(connector) for name, connector in self.connectors.items()})

    def with_definitions(self, *definitions: GetDefinition) -> "Environment":
        """Give this environment with these definitions, in place of any that have their names."""
        return replace(self, get_definitions={**self.get_definitions, **{one.name: one for one in definitions}})

    def with_import(self, definition: GetDefinition, app_connectors: Collection[str]) -> "Environment":
        """Give this environment with a definition imported and ticked in these app connectors.

        An existing definition of that name is replaced, which is our assumption: how Profit reacts is unknown.
        """
        ticked = {
            name: replace(connector, get=_joined(connector.get, (definition.name,)))
            for name, connector in self.connectors.items()
            if name in app_connectors
        }
        changed = self.with_definitions(definition)
        return replace(changed, connectors={**self.connectors, **ticked}, imported=self.imported | {definition.name})

"""The failures that can be switched on, by name: each is one thing that goes wrong in real set-ups.

Source of the list: AFAS's troubleshooting page and what vendors' support pages report. Titles and sentences are data in
both languages, because the practice environment knows nothing of the program's own texts.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from afas_assistant.practice import dossiers
from afas_assistant.practice.drifts import How, drifted_if_possible
from afas_assistant.practice.environment import AppConnector, Environment
from afas_assistant.practice.getconnectors import DATA, GetDefinition, definitions, filler_definition

Change = Callable[[Environment], Environment]
EXTRA = (
    "Kenmerken", "Kenmerkcombinaties", "Profit_Warehouses", "Profit_Languages", "Profit_Projects",
    "Profit_Projectgroups", "Profit_Hourtype", "Profit_Users", "Profit_CostCentre", "Profit_CostCarrier",
    "Profit_FeatureValue", "Profit_Currency",
)  # fmt: skip
# the seven that SmartBooqing mails as definition files
DELIVERED = (
    "SBQ_Administratie", "SBQ_BTW", "SBQ_Crediteuren", "SBQ_Debiteuren", "SBQ_Grootboekrekeningen",
    "SBQ_Kostenplaatsen_All", "SBQ_Transactie",
)  # fmt: skip
ODD_NAMES = ("Oefen Debiteuren 2026", "Oefen_100%_omzet", "Oefen.Regels.v2", "Oefen 50% btw. verlegd")
MANY = 10_000


@dataclass(frozen=True)
class Scenario:
    """A state of the environment: ``what`` says in one sentence what is wrong and what a consultant would see."""

    name: str
    title_nl: str
    title_en: str
    what_nl: str
    what_en: str
    changes: Change


def _set(**fields: object) -> Change:
    """Change fields of the environment."""
    return lambda environment: replace(environment, **fields)  # type: ignore[arg-type]


def _connector(**fields: object) -> Change:
    """Change fields of every app connector."""
    return lambda environment: environment.changed_connectors(
        lambda connector: replace(connector, **fields)  # type: ignore[arg-type]
    )


def _and(*changes: Change) -> Change:
    """Make one change after the other."""

    def all_of_them(environment: Environment) -> Environment:
        for change in changes:
            environment = change(environment)
        return environment

    return all_of_them


def _without_get(*names: str) -> Change:
    """Take GetConnectors out of the app connectors; the definitions stay."""

    def fewer(connector: AppConnector) -> AppConnector:
        return replace(connector, get=tuple(name for name in connector.get if name not in names))

    return lambda environment: environment.changed_connectors(fewer)


def _with_get(*names: str) -> Change:
    """Add GetConnectors to the app connectors, each once."""

    def more(connector: AppConnector) -> AppConnector:
        return replace(connector, get=tuple(dict.fromkeys((*connector.get, *names))))

    return lambda environment: environment.changed_connectors(more)


def _gone(*names: str) -> Change:
    """Take definitions out of the environment altogether, but for those that were imported."""

    def without(environment: Environment) -> Environment:
        absent = [name for name in names if name not in environment.imported]
        left = {name: one for name, one in environment.get_definitions.items() if name not in absent}
        return replace(_without_get(*absent)(environment), get_definitions=left)

    return without


def _in_place_of(old: str, new: GetDefinition) -> Change:
    """Put another definition in the place of one, also in the app connectors that have it."""

    def swapped(connector: AppConnector) -> AppConnector:
        return replace(connector, get=tuple(dict.fromkeys(new.name if name == old else name for name in connector.get)))

    def with_new(environment: Environment) -> Environment:
        definitions = [new if name == old else one for name, one in environment.get_definitions.items()]
        changed = replace(environment, get_definitions={one.name: one for one in definitions})
        return changed.changed_connectors(swapped)

    return with_new


def _renamed(old: str, new: str) -> Change:
    """Give a definition another name, in the environment and in the app connectors that have it."""
    return lambda environment: _in_place_of(old, environment.get_definitions[old].renamed(new))(environment)


def _drifted(name: str, how: How, column: str | None = None, to: str | None = None) -> Change:
    """Let a column of a definition drift, also of an imported one, which may have other columns."""

    def changed(environment: Environment) -> Environment:
        definition = environment.get_definitions[name]
        return environment.with_definitions(drifted_if_possible(definition, how, column, to))

    return changed


def _made(*names: str) -> Change:
    """Make definitions that a healthy environment does not have."""
    return lambda environment: environment.with_definitions(*(definitions()[name] for name in names))


def _added(*names: str) -> Change:
    """Make new definitions of our own and add them to the app connectors."""
    made = tuple(filler_definition(name) for name in names)
    return _and(lambda environment: environment.with_definitions(*made), _with_get(*names))


def _many(environment: Environment) -> Environment:
    """Fill the app connector of each token up to ten thousand GetConnectors."""
    names = [f"Oefen_Connector_{number:05d}" for number in range(1, MANY + 1)]

    def filled(connector: AppConnector) -> AppConnector:
        return replace(connector, get=(*connector.get, *names[: MANY - len(connector.get)]))

    made = (filler_definition(name) for name in names)
    return environment.with_definitions(*made).changed_connectors(filled)


def _without_update(name: str) -> Change:
    """Take an UpdateConnector out of the app connectors."""

    def fewer(connector: AppConnector) -> AppConnector:
        return replace(connector, update=tuple(other for other in connector.update if other != name))

    return lambda environment: environment.changed_connectors(fewer)


def _without_special(name: str) -> Change:
    """Take a special connector (tab Connectoren) out of the app connectors."""

    def fewer(connector: AppConnector) -> AppConnector:
        return replace(connector, special=connector.special - {name})

    return lambda environment: environment.changed_connectors(fewer)


def _destination(number: int, setting: int) -> Change:
    """Give one destination of the own invoice type another setting."""
    own = {**dossiers.HEALTHY[dossiers.OWN_INVOICE_TYPE], number: setting}
    return _set(destinations={**dossiers.HEALTHY, dossiers.OWN_INVOICE_TYPE: own})


def _token_ends_in(days: int) -> Change:
    """Let the token end soon; the form yyyy-mm-dd is our assumption, since no dated tokenExpiry is public."""
    return lambda environment: replace(environment, token_expiry=(_today() + timedelta(days=days)).isoformat())


def _today() -> date:
    """Give the local day, as AFAS's dates are."""
    return date.today()  # noqa: DTZ011 - a calendar day without a time zone is meant


def _group(text: str) -> Change:
    """Let metainfo name another group and user."""
    return _connector(group=text)


CHANGES: Mapping[str, Change] = {
    "healthy": _set(),
    "wrong_host": _set(envid="O99001AA", kind="production"),
    "token_ended": _set(tokens_known=False, token_expiry="2026-01-31"),  # noqa: S106 - a date
    "app_connector_blocked": _set(app_connector_blocked=True),
    "token_unknown": _set(tokens_known=False),
    "ip_restricted": _set(address_refused=True),
    "maintenance": _set(fault="maintenance"),
    "proxy_page": _set(fault="proxy_page"),
    "broken_json": _set(fault="broken_json"),
    "line_cut": _set(fault="line_cut"),
    "metainfo_without_info": _set(info_shown=False),
    "token_expires_soon": _token_ends_in(20),
    "token_end_2027": _set(token_expiry="2027-05-01"),  # noqa: S106 - a date
    "all_users_group": _group("Alle Profit-gebruikers (99001.APPCONNECTOR)"),
    "token_on_employee": _group("AuthorizationGroup 101 (99001.jdevries)"),
    "token_on_admin": _group("AuthorizationGroup 101 (99001.admin)"),
    "extra_connectors": _and(_made("Kenmerken", "Kenmerkcombinaties"), _with_get(*EXTRA)),
    "ten_thousand_connectors": _many,
    "names_with_blanks": _added(*ODD_NAMES),
    "get_missing": _without_get("SBQ_Transactie"),
    "get_not_existing": _gone("CaseWare_Periods"),
    "get_missing_unlisted": _without_get("SBQ_Transactie", "ProfitGetConnectoren"),
    "get_misspelt": _renamed("SBQ_Debiteuren", "SBQ_Debiteurn"),
    "get_blocked": _set(blocked=frozenset({"SBQ_Crediteuren"})),
    "get_no_rows": _set(without_rows=frozenset({"SBQ_Debiteuren"})),
    "get_field_missing": _drifted("Profit_Debtor", "rename", "DebtorId", "Debiteur_nr"),
    "get_field_replaced": _set(replaced_columns={"SBQ_Debiteuren": "Btw_nummer"}),
    "get_not_authorised": _set(unauthorised=frozenset({"SBQ_Grootboekrekeningen"})),
    "get_missing_401": _set(missing_answers_401=True, answering_401=frozenset({"SBQ_BTW"})),
    "definitions_absent": _gone(*DELIVERED),
    "definition_drifted": _and(_drifted("SBQ_Debiteuren", "rename"), _drifted("SBQ_Debiteuren", "remove")),
    "definition_repointed": _drifted("SBQ_Debiteuren", "repoint"),
    "other_kostenplaatsen": _in_place_of("SBQ_Kostenplaatsen_All", definitions()["SBQ_Kostenplaatsen_2"]),
    "one_ddi_only": _gone("DDI_Profit_Kostenplaatsen"),
    "update_missing": _without_update("FiEntries"),
    "update_field_missing": _set(lost_fields={"FbDirectInvoice": frozenset({"Unit", "RfCs"})}),
    "data_version_missing": _without_special("AppConnectorVersion"),
    "data_subject_missing": _without_special("AppConnectorSubject"),
    "data_report_missing": _without_special("AppConnectorReport"),
    "data_schema_missing": _without_special("GetXMLSchema"),
    "data_missing_as_500": _and(_without_special("AppConnectorReport"), _set(special_missing_answers_500=True)),
    "destination_not_allowed": _destination(dossiers.SALES_INVOICE, 3),
    "destination_mandatory": _destination(dossiers.SALES_INVOICE, 2),
    "destination_from_history": _gone("Oefen_Dossierbestemming"),
    "destination_from_relation": _gone("Oefen_Dossierbestemming", "Profit_SubjectFile"),
    "destination_by_hand": _and(_gone("Oefen_Dossierbestemming", "Profit_SubjectFile"), _set(items_linked=False)),
    "server_error": _set(failing=frozenset({"SBQ_BTW"})),
    "busy": _set(fault="busy"),
    "rate_limited": _set(fault="rate_limited"),
    "slow": _set(delay=2.0),
    "old_profit": _set(version="6.4.9", before_profit_7=True),
    "english": _set(base_language="en"),
}


def _scenarios() -> Mapping[str, Scenario]:
    """Join the texts with the changes, in the order of the texts."""
    texts = tomllib.loads((DATA / "scenarios.toml").read_text(encoding="utf-8"))
    return {name: Scenario(name, **text, changes=CHANGES[name]) for name, text in texts.items()}


SCENARIOS: Mapping[str, Scenario] = _scenarios()

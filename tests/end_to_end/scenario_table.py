"""What each scenario of the practice environment must show, and nothing else: written by hand from the facts.

`failed` holds every line that fails, with its reason; `other` holds lines that hold or wait otherwise than in the
healthy environment. Lines that are not tested because an earlier step failed are not named: with exit code 2 they are
all the rest.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

Found = dict[str, tuple[str, str | None]]


@dataclass(frozen=True)
class Expected:
    """A scenario's exit code and the lines that differ from the healthy environment, by id."""

    exit_code: int = 1
    failed: dict[str, str] = field(default_factory=dict)
    other: Found = field(default_factory=dict)


def _one(line: str, reason: str, *, exit_code: int = 1) -> Expected:
    return Expected(exit_code, {line: reason})


def _stops(step: str, reason: str) -> Expected:
    return _one(f"environment/{step}", reason, exit_code=2)


def _advice(name: str) -> Expected:
    return _one(f"advice/{name}", name, exit_code=0)


_DELIVERED = (
    "SBQ_Administratie", "SBQ_BTW", "SBQ_Crediteuren", "SBQ_Debiteuren", "SBQ_Grootboekrekeningen",
    "SBQ_Kostenplaasten_All", "SBQ_Transactie",
)  # fmt: skip
_BY_HAND = ("by_hand", "not_confirmed")
_IMPORT_OPEN: Found = {"by_hand/import_definitions": _BY_HAND}
_BOTH_BY_HAND: Found = {"destination/12": _BY_HAND, "destination/13": _BY_HAND}
_FEW_DAYS = date(2027, 5, 1) - date.today() <= timedelta(days=90)  # noqa: DTZ011 - the program's own day
_UNTOLD = ("not_tested", "no_environment_told")

SCENARIOS: dict[str, Expected] = {
    "healthy": Expected(0),
    # the way in: nothing could be checked, exit 2
    "wrong_host": _stops("token", "wrong_host"),
    "token_ended": _stops("token", "token_refused"),
    "app_connector_blocked": _stops("token", "token_refused"),
    "token_unknown": _stops("token", "token_refused"),
    "ip_restricted": _stops("host", "ip_refused"),
    "maintenance": _stops("host", "maintenance"),
    "proxy_page": _stops("host", "not_afas"),
    "broken_json": _stops("host", "not_afas"),
    "line_cut": _stops("host", "line_broken"),
    # what the environment tells about itself
    "metainfo_without_info": Expected(
        0,
        other={
            "environment/environment": _UNTOLD,
            "environment/app_connector": _UNTOLD,
            "advice/all_users_group": _UNTOLD,
            "advice/person_token": _UNTOLD,
        },
    ),
    "token_expires_soon": _one("environment/token_expiry", "token_expires", exit_code=0),
    "token_end_2027": _one("environment/token_expiry", "token_expires", exit_code=0) if _FEW_DAYS else Expected(0),
    # advice, which never blocks
    "all_users_group": _advice("all_users_group"),
    "token_on_employee": _advice("person_token"),
    "token_on_admin": _advice("person_token"),
    "extra_connectors": _advice("extra_connectors"),
    "ten_thousand_connectors": _advice("extra_connectors"),
    "names_with_blanks": _advice("extra_connectors"),
    # GetConnectors
    "get_missing": Expected(1, {"get/SBQ_Transactie": "missing"}, _IMPORT_OPEN),
    "get_not_existing": _one("get/CaseWare_Periods", "missing"),
    "get_missing_unlisted": Expected(
        1, {"get/SBQ_Transactie": "missing", "get/ProfitGetConnectoren": "missing"}, _IMPORT_OPEN
    ),
    "get_misspelt": Expected(1, {"get/SBQ_Debiteuren": "misspelt"}, _IMPORT_OPEN),
    "get_blocked": _one("get/SBQ_Crediteuren", "blocked"),
    "get_no_rows": _one("get/SBQ_Debiteuren", "no_rows"),
    "get_field_missing": _one("get/ProfitDebtor", "field_missing"),
    "get_field_replaced": _one("get/SBQ_Debiteuren", "field_replaced"),
    "get_not_authorised": _one("get/SBQ_Grootboekrekeningen", "not_authorised"),
    "get_missing_401": _one("get/SBQ_BTW", "not_authorised"),
    "server_error": _one("get/SBQ_BTW", "server_error"),
    "other_kostenplaatsen": Expected(0),
    "definitions_absent": Expected(1, {f"get/{name}": "missing" for name in _DELIVERED}, _IMPORT_OPEN),
    # a check by name sees no change of columns that nobody asks for; the definition files do
    "definition_drifted": Expected(0),
    "definition_repointed": Expected(0),
    "one_ddi_only": Expected(0),
    # UpdateConnectors and data connectors
    "update_missing": _one("update/FiEntries", "missing"),
    "update_field_missing": _one("update/FbDirectInvoice", "field_missing"),
    "data_version_missing": Expected(
        1, {"data/AppConnectorVersion": "missing"}, {"environment/profit_version": ("not_tested", "unavailable")}
    ),
    "data_subject_missing": _one("data/AppConnectorSubject", "missing"),
    "data_report_missing": _one("data/AppConnectorReport", "missing"),
    "data_schema_missing": _one("data/GetXMLSchema", "missing"),
    "data_missing_as_500": _one("data/AppConnectorReport", "missing"),
    # destinations
    "destination_not_allowed": _one("destination/13", "not_allowed"),
    "destination_mandatory": Expected(0, other={"destination/13": ("ok", "mandatory")}),
    "destination_from_history": Expected(0),
    "destination_from_relation": Expected(0, {"get/Profit_SubjectFile": "missing"}, _BOTH_BY_HAND),
    "destination_by_hand": Expected(0, {"get/Profit_SubjectFile": "missing"}, _BOTH_BY_HAND),
    # AFAS has a bad day, and everything holds all the same
    "busy": Expected(0),
    "rate_limited": Expected(0),
    "slow": Expected(0),
    "old_profit": Expected(0),
    "english": Expected(0),
}

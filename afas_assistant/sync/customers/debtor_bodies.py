"""The body that makes a debtor in AFAS: KnSalesRelationOrg with its organisation, bank account and address.

Field ids are AFAS's: IsDb is debtor, CuId currency, PaCd payment condition, VaDu VAT duty, VaId VAT number, ColA
summary account; of the organisation MatchOga how it is compared with those that are there, BcCo its number, AutoNum
numbered by AFAS, PadAdr postal address the same, Nm name, SeNm search name, CcNr chamber of commerce number, TeNr
telephone, EmAd e-mail; of the address CoId country, PbAd post office box, Ad street, HmNr house number, HmAd its
addition, ZpCd postcode, Rs town, ResZip find the town by the postcode; of the bank account IbCk check the IBAN.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from afas_assistant.sync.customers.countries import Country, country_of_iso
from afas_assistant.sync.customers.organisation_search import Organisation
from afas_assistant.sync.mapping.mappings import Mappings
from afas_assistant.sync.mapping.settings import PAYMENT_CONDITION
from afas_assistant.timechimp.models import Customer

CONNECTOR = "KnSalesRelationOrg"
BY_NUMBER, ALWAYS_NEW = "0", "6"
"""MatchOga: 1 to 3 compare with what a body says and overwrite whoever is hit, so they are never sent."""
_FIRST_NUMBER = re.compile(r"(?P<street>\D.*?)\s+(?P<number>\d{1,5})(?!\d)\s*[-/]?\s*(?P<addition>\S.*)?", re.DOTALL)
_BOX = re.compile(r"postbus|p\.? ?o\.? ?box|postfach|boîte postale|bp", re.IGNORECASE)
LENGTHS: Mapping[str, int] = {
    "DbId": 16, "VaId": 21, "Nm": 255, "CcNr": 30, "TeNr": 255, "EmAd": 255, "Iban": 40, "Ad": 60, "HmAd": 30,
    "ZpCd": 15, "Rs": 50,
}  # fmt: skip
"""Characters that AFAS's fields hold."""
_NO_LIMIT = 10**9


@dataclass(frozen=True)
class DebtorSettings:
    """What a new debtor gets; an empty text leaves it to AFAS. With `own_numbers` it gets TimeChimp's number."""

    currency: str = "EUR"
    payment_condition: str = ""
    vat_duty: str = ""
    control_account: str = ""
    own_numbers: bool = False


def debtor_settings(mappings: Mappings) -> DebtorSettings:
    """Return the settings as they were decided."""
    return DebtorSettings(
        payment_condition=mappings.setting(PAYMENT_CONDITION) or "",
        vat_duty=mappings.setting("debtor_vat_duty") or "",
        control_account=mappings.setting("debtor_account") or "",
        own_numbers=mappings.setting("debtor_numbers") == "customer",
    )


def debtor_body(
    customer: Customer, country: Country, organisation: Organisation | None, settings: DebtorSettings
) -> dict[str, Any]:
    """Return the body; of an organisation that AFAS has already, nothing is sent that would change it."""
    fields = _filled(
        IsDb=True,
        CuId=settings.currency,
        PaCd=settings.payment_condition,
        VaDu=settings.vat_duty,
        VaId="".join(customer.vat_number.split()),
        ColA=settings.control_account,
    )
    element: dict[str, Any] = {"@DbId": customer.number} if settings.own_numbers else {}
    party = _new_party(customer, country) if organisation is None else _known_party(organisation)
    element |= {"Fields": fields, "Objects": [_part("KnOrganisation", party)]}
    return {CONNECTOR: {"Element": element}}


def too_long(body: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Return the fields that hold more than AFAS takes, with what it takes."""
    for name, value in body.items():
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, Mapping):
                yield from too_long(part)
            elif len(str(part)) > LENGTHS.get(name.removeprefix("@"), _NO_LIMIT):
                yield name.removeprefix("@"), LENGTHS[name.removeprefix("@")]


def _known_party(organisation: Organisation) -> dict[str, Any]:
    return {"Fields": {"MatchOga": BY_NUMBER, "BcCo": organisation.number, "Nm": organisation.name}}


def _new_party(customer: Customer, country: Country) -> dict[str, Any]:
    fields = _filled(
        PadAdr=True,
        AutoNum=True,
        MatchOga=ALWAYS_NEW,
        SeNm=_search_name(customer.name),
        Nm=customer.name,
        CcNr=customer.kvk_number,
        TeNr=customer.phone,
        EmAd=customer.email,
    )
    parts = [_part("KnBasicAddressAdr", {"Fields": _address(customer, country)})]
    iban = "".join(customer.iban.split()).upper()
    bank_country = country_of_iso(iban[:2]) if iban else None
    if bank_country is not None:
        account = {"CoId": bank_country.afas, "IbCk": True, "Iban": iban}
        parts.append(_part("KnBankAccount", {"Fields": account}))
    return {"Fields": fields, "Objects": parts}


def _address(customer: Customer, country: Country) -> dict[str, Any]:
    found = _FIRST_NUMBER.fullmatch(customer.address)
    street = found["street"].strip() if found else customer.address
    return {
        "CoId": country.afas,
        "PbAd": _BOX.fullmatch(street) is not None,
        **_filled(
            Ad=street,
            HmNr=int(found["number"]) if found else "",
            HmAd=(found["addition"] or "").strip() if found else "",
            ZpCd=customer.postal_code,
            Rs=customer.city,
        ),
        "ResZip": bool(customer.postal_code) and not customer.city,
    }


def _search_name(name: str) -> str:
    """Return AFAS's search name, of at most ten signs."""
    return "".join(sign for sign in name.upper() if sign.isalnum())[:10]


def _part(name: str, element: dict[str, Any]) -> dict[str, Any]:
    """Return a sub-object; AFAS's OpenAPI file wants a list of elements, of which a relation takes one."""
    return {name: {"Element": [element]}}


def _filled(**fields: object) -> dict[str, Any]:
    """Return the fields that say something: an empty text would empty what AFAS fills in itself."""
    return {name: value for name, value in fields.items() if value != ""}

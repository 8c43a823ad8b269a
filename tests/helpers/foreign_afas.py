"""A pretend AFAS written from what is publicly known of the real one, and not from our practice environment.

It answers `/metainfo`, one row per GetConnector and the fields of UpdateConnectors; whatever else is asked gets the
empty 404 of a path that is not there. Names are AFAS's own, so the documents' misprints do not occur in it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.helpers.http_server import Answer, Seen

REST = "/ProfitRestServices"
INFO = {
    "envid": "T12345AA",
    "appName": "Koppeling",
    "group": "AuthorizationGroup 101 (12345.APPCONNECTOR)",
    "tokenExpiry": "0",
}
TIMECHIMP = ("Profit_Debtor", "Profit_Administrations")
SMARTBOOQING = (
    "CaseWare_Periods", "Precal_Valuta", "Precal_Dagboeken", "Precal_Landen", "Precal_Betaalvoorwaarde",
    "SBQ_Administratie", "SBQ_BTW", "SBQ_Crediteuren", "SBQ_Debiteuren", "SBQ_Transactie", "SBQ_Kostenplaatsen_All",
    "SBQ_Grootboekrekeningen", "Profit_Subjects", "DDI_Profit_Kostenplaatsen",
)  # fmt: skip
ROWS: Mapping[str, dict[str, Any]] = {
    "Profit_Debtor": {
        "DebtorId": "100001", "SearchName": "JANSEN", "DebtorName": "Jansen BV", "AdressLine1": "Dorpsstraat 1",
        "AdressLine3": "3811 AB AMERSFOORT", "AdressLine4": None, "TelNr": None, "Email": None,
        "VatNr": None, "ChOfCommNr": "12345678", "CurrencyId": "EUR", "Blocked": False,
        "CreateDate": "2020-01-01T09:00:00Z", "ModifiedDate": "2025-01-01T09:00:00Z",
    },
    "Profit_Administrations": {"Unit": 1, "Description": "Administratie 1", "Blocked": False},
    "Profit_Subjects": {
        "TypeId": -5, "SubjectId": 1, "Subject": "Factuur", "ToDebtor": False, "ToCreditor": True, "ToEmployee": False,
    },
}  # fmt: skip
_ADDRESS = "AddressId CoId PbAd StAd Ad HmNr HmAd ZpCd Rs AdAd BeginDate ResZip"
_ORGANISATION: dict[str, Any] = {
    "": "BcId MatchOga BcCo AutoNum PadAdr PbAd SeNm Nm CcNr CcDa NmOr FiNr FaNr EmAd HoPa TeNr MbNr Corr Bl",
    "KnBasicAddressAdr": {"": _ADDRESS},
    "KnBasicAddressPad": {"": _ADDRESS},
    "KnBankAccount": {"": "NoBk CoId AcNr Iban AcCk Ac1 Bic"},
}
UPDATES: Mapping[str, tuple[str, dict[str, Any]]] = {
    "KnSalesRelationOrg": (
        "KnSalesRelationOrg", {"": "DbId IsDb ToAc VaId PaCd VeId LgId CuId VaDu PfId", "KnOrganisation": _ORGANISATION}
    ),
    "KnPurchaseRelationOrg": (
        "KnPurchaseRelationOrg", {"": "CrId IsCr PaCd CuId VaDu LgId BaAc", "KnOrganisation": _ORGANISATION}
    ),
    "FbDirectInvoice": (
        "FbDirectInvoice",
        {
            "": "OrNu OrDa DbId Unit War CuId Rate Re PaCd RfCs VaDu PrId",
            "FbDirectInvoiceLines": {"": "GuLi VaIt ItCd Ds VaRc BiUn QuUn Upri ARDc DaLi"},
        },
    ),
    "FiEntries": (
        "FiEntryPar",
        {
            "": "Year Peri UnId JoCo AdDc AdDa PrTp AuNu",
            "FiEntries": {
                "": "EnNo VaAs AcNr EnDa BpDa BpNr InId Ds AmDe AmCr VaId DaEx PaRe PaRf PrId",
                "FiDimEntries": {"": "DiC1 DiC2 DiC3 AmDe AmCr"},
                "FiPrjEntries": {"": "PrId VaIt ItCd BiUn QuUn"},
            },
        },
    ),
    "FiInvoice": ("FiInvoice", {"": "UnId VaAd DcNr InId ExDa BlPa PaCd PaRf Ds"}),
    "KnSubject": (
        "KnSubject",
        {
            "": "SbId StId Ds SbTx Da EmId UsId FvF1 FvF2 FvF3 SbHi SbPa St",
            "KnSubjectLink": {"": "SbId ToBC BcId ToSR SfTp SfId DoCRM ToEm SiUn SiTp SiId PiUn PiTp PiId ToPr"},
            "KnSubjectAttachment": {"": "FileId FileName FileStream FileTrans"},
        },
    ),
}  # fmt: skip


@dataclass
class ForeignAfas:
    """Answers as a function of the request. `replies` by path below REST take the place of everything else."""

    get: Sequence[str] = (*TIMECHIMP, *SMARTBOOQING)
    update: Sequence[str] = tuple(UPDATES)
    info: Mapping[str, Any] | None = field(default_factory=lambda: INFO)
    replies: Mapping[str, Answer] = field(default_factory=dict)
    otherwise: Answer = field(default_factory=lambda: Answer(404, b""))

    def __call__(self, seen: Seen) -> Answer:
        path = seen.target.partition("?")[0].removeprefix(REST)
        if path in self.replies:
            return self.replies[path]
        if path == "/metainfo":
            return Answer(body=metainfo(self.get, self.update, self.info))
        kind, _, name = path.rpartition("/")
        if kind == "/metainfo/update" and name in self.update and name in UPDATES:
            return Answer(body=json.dumps(definition(name)))
        if kind == "/connectors" and name in self.get:
            row = ROWS.get(name, {"Nummer": 1, "Omschrijving": "Eén"})
            return Answer(body=json.dumps({"skip": 0, "take": 1, "rows": [row]}))
        return self.otherwise


def metainfo(get: Sequence[str], update: Sequence[str] = (), info: Mapping[str, Any] | None = INFO) -> str:
    """Return a reply to `/metainfo`; without `info` it is that of an old Profit."""
    told = {} if info is None else {"info": info}
    return json.dumps({"updateConnectors": _listed(update), "getConnectors": _listed(get), **told})


def _listed(names: Sequence[str]) -> list[dict[str, str]]:
    return [{"id": name, "description": f"{name} (Profit)"} for name in names]


def definition(connector: str) -> dict[str, Any]:
    """Return a reply to `/metainfo/update/{connector}`."""
    root, tree = UPDATES[connector]
    return {"id": connector, "description": connector, **_object(root, tree)}


def _object(name: str, tree: Mapping[str, Any]) -> dict[str, Any]:
    inner = [_object(child, branch) for child, branch in tree.items() if child]
    return {"name": name, "fields": [_field(one) for one in tree[""].split()], "objects": inner}


def _field(name: str) -> dict[str, Any]:
    return {
        "fieldId": name, "primaryKey": name in {"DbId", "CrId", "SbId"}, "dataType": "string", "label": name,
        "mandatory": False, "length": 16, "decimals": 0, "decimalFieldId": "", "notzero": False, "controlType": 1,
        "values": None,
    }  # fmt: skip

"""Bodies for the UpdateConnectors of the pretend AFAS, small and right; a test changes what it is about."""

from typing import Any

Json = dict[str, Any]
DAY = "2026-05-25"
DATES: Json = {"EnDa": DAY, "BpDa": DAY}


def element(root: str, fields: Json, objects: Json | None = None, keys: Json | None = None) -> Json:
    """Give a body with one record; ``objects`` holds records by object name."""
    below = {name: {"Element": records} for name, records in (objects or {}).items()}
    return {root: {"Element": {**(keys or {}), "Fields": fields} | ({"Objects": below} if below else {})}}


def line(account: str, *, debit: object = 0, credit: object = 0, kind: str = "1", **more: object) -> Json:
    """Give a line of an entry; a name that ends in s and holds a list is an object below it."""
    below = {name: {"Element": value} for name, value in more.items() if isinstance(value, list)}
    values = {name: value for name, value in more.items() if not isinstance(value, list)}
    fields = {"VaAs": kind, "AcNr": account, **DATES, "AmDe": debit, "AmCr": credit, **values}
    return {"Fields": fields} | ({"Objects": below} if below else {})


def sale(invoice: str = "2026-0101", debtor: str = "10001", **header: object) -> Json:
    """Give the booking of a sale of 121.00 with 21 % VAT."""
    number = {"InId": invoice} if invoice else {}
    lines = [
        line(debtor, debit="121.00", kind="2", **number),
        line("8010", credit="100.00", VaId="1"),
        line("1510", credit="21.00", VaId="1"),
    ]
    return entry(lines, **header)


def entry(lines: list[Json], **header: object) -> Json:
    """Give an entry in the sales journal of administration 1."""
    fields = {"UnId": 1, "Year": 2026, "Peri": 5, "JoCo": "20", **header}
    return {"FiEntryPar": {"Element": {"Fields": fields, "Objects": [{"FiEntries": {"Element": lines}}]}}}


def invoice(*lines: Json, **header: object) -> Json:
    """Give a direct invoice; without lines, two and a half hours of work type 300 at 60.00."""
    given = list(lines) or [hours()]
    fields = {"DbId": "10001", "Unit": 1, "RfCs": "TC-1", **header}
    return element("FbDirectInvoice", fields, {"FbDirectInvoiceLines": [{"Fields": one} for one in given]})


def hours(**more: object) -> Json:
    """Give an invoice line of work."""
    return {"VaIt": "1", "ItCd": "300", "BiUn": "uur", "QuUn": "2.5", "Upri": "60.00", **more}


def relation(root: str = "KnSalesRelationOrg", fields: Json | None = None, number: str = "", **below: Any) -> Json:
    """Give a new debtor; ``below`` are fields of the organisation."""
    organisation = {"MatchOga": "6", "AutoNum": True, "Nm": "Nieuwe klant B.V.", **below}
    address = {"PbAd": False, "Ad": "Dorpsstraat", "HmNr": 12, "ZpCd": "3831 AA", "Rs": "Leusden", "CoId": "NL"}
    inner: Json = {"Fields": organisation, "Objects": {"KnBasicAddressAdr": {"Element": {"Fields": address}}}}
    own = {"CuId": "EUR", "IsDb": True, "PaCd": "14", **(fields or {})}
    key = {"@DbId": number} if number else {}
    return {root: {"Element": {**key, "Fields": own, "Objects": {"KnOrganisation": {"Element": inner}}}}}


def subject(*files: Json, **link: object) -> Json:
    """Give a dossier item of the own invoice type."""
    objects: Json = {"KnSubjectLink": {"Fields": link}} if link else {}
    if files:
        objects["KnSubjectAttachment"] = [{"Fields": one} for one in files]
    return element("KnSubject", {"StId": 100, "Ds": "Factuur"}, objects)

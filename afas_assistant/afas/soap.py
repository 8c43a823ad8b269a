"""The one SOAP call that has no REST form: the data connector that gives an UpdateConnector's XML schema.

Only the data connector *GetXMLSchema* is spoken to: a vendor's checklist demands it in the app connector, so it must be
provable that it is there. The token goes in the header, as with REST; AFAS advises against the body.
"""

import re
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

NAMESPACE = "urn:Afas.Profit.Services"
SERVICE = "appconnectordata.asmx"
HEADERS = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{NAMESPACE}/Execute"'}

_DECLARATION = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class UnreadableXml(ValueError):  # noqa: N818 - the client turns it into an AfasError
    """The reply is no XML that we accept. Document types and entities are refused: they can blow up or read files."""


def schema_request(update_connector: str) -> bytes:
    """Return the envelope that asks for the schema of an UpdateConnector."""
    parameters = (
        f"<DataConnector><UpdateConnectorId>{escape(update_connector)}</UpdateConnectorId>"
        "<EncodeBase64>false</EncodeBase64></DataConnector>"
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>'
        f'<Execute xmlns="{NAMESPACE}"><dataID>GetXmlSchema</dataID>'
        f"<parametersXml>{escape(parameters)}</parametersXml></Execute>"
        "</soap:Body></soap:Envelope>"
    ).encode()


def fault_string(text: str) -> str | None:
    """Return the words of a soap:Fault, or None when the text holds none."""
    try:
        root = _parsed(text)
    except UnreadableXml:
        return None
    return _text_of(root, "faultstring")


def schema_in(text: str) -> str:
    """Return the XML schema from a reply; raises UnreadableXml when there is none."""
    result = _text_of(_parsed(text), "ExecuteResult")
    if result is None:
        raise UnreadableXml("no ExecuteResult")
    schema = _text_of(_parsed(result), "Schema")
    if schema is None:
        raise UnreadableXml("no Schema")
    return schema


def _parsed(text: str) -> ET.Element:
    if _DECLARATION.search(text):
        raise UnreadableXml("document types and entities are not accepted")
    try:
        return ET.fromstring(text.strip())  # noqa: S314 - declarations were refused above
    except (ET.ParseError, ValueError):
        raise UnreadableXml("not XML") from None


def _text_of(root: ET.Element, name: str) -> str | None:
    """Return the text of the first element of this local name that has any."""
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.rpartition("}")[2] == name and (element.text or "").strip():
            return (element.text or "").strip()
    return None

"""The SOAP side: the data connector that gives the XSD of an UpdateConnector (GetXmlSchema), and nothing else.

Source: captures of the MegaChriz library for the envelopes; REST has no counterpart but ``/metainfo/update``.
"""

import re
from base64 import b64encode
from collections.abc import Iterator
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from afas_assistant.practice.environment import Environment
from afas_assistant.practice.failures import RefusalError, Reply, empty
from afas_assistant.practice.rest import Call, TurnedAwayError, admitted, language, token_data
from afas_assistant.practice.state import State
from afas_assistant.practice.updatedefinitions import UpdateDefinition, UpdateField, UpdateObject

NAMESPACE = "urn:Afas.Profit.Services"
SERVICE = "appconnectordata.asmx"
HOSTS = {"production": "soap", "test": "soaptest", "accept": "soapaccept"}
ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
XML = "text/xml; charset=utf-8"
_TYPES = {"int": "xsd:long", "decimal": "xsd:decimal", "boolean": "xsd:boolean", "date": "xsd:date"}
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'


def answer(state: State, call: Call) -> Reply:
    """Answer a SOAP call: the WSDL on GET, Execute on POST; 404 for services this environment lacks."""
    environment = state.environment
    try:
        if not call.segments or call.segments[0].lower() != SERVICE:
            return empty(404)
        if call.method == "GET":
            return Reply(200, _WSDL.encode(), XML)
        return _executed(environment, call)
    except TurnedAwayError as turned:
        return turned.reply
    except RefusalError as refusal:
        return _fault(refusal.text(language(environment, call)))


def _executed(environment: Environment, call: Call) -> Reply:
    """Run Execute: token in the message or in the header, then the schema of the named UpdateConnector."""
    try:
        message = ET.fromstring(call.content)  # noqa: S314 - loopback, and expat stops exploding entities
    except ET.ParseError:
        return _fault("Object reference not set to an instance of an object.")
    owner = admitted(environment, _with_token(call, _text(message, "token")), HOSTS)
    if "GetXMLSchema" not in owner.special:
        raise RefusalError("special_not_supported")
    if _text(message, "dataID").lower() != "getxmlschema":
        raise RefusalError("unexpected")
    name = _connector_name(_text(message, "parametersXml"))
    definition = environment.update_definitions.get(name)
    if definition is None:
        raise RefusalError("no_such_connector", name=name)
    return Reply(200, _result(definition).encode(), XML)


def _with_token(call: Call, token: str) -> Call:
    """Put a token from the message where admission looks for it; the header wins when both are there."""
    if "authorization" in call.headers and token_data(call.headers["authorization"]):
        return call
    header = f"AfasToken {b64encode(token.encode()).decode('ascii')}" if token else ""
    return Call(call.method, call.host, call.segments, call.query, {**call.headers, "authorization": header})


def _text(message: ET.Element, name: str) -> str:
    """Read a parameter of Execute, in AFAS's namespace."""
    found = message.find(f".//{{{NAMESPACE}}}{name}")
    return (found.text or "").strip() if found is not None else ""


def _connector_name(parameters: str) -> str:
    """Read the UpdateConnector's id from the parameters' XML."""
    found = re.search(r"<UpdateConnectorId>\s*([^<]*?)\s*</UpdateConnectorId>", parameters)
    return found[1] if found else ""


def _result(definition: UpdateDefinition) -> str:
    """Wrap the schema as AFAS does: text in XML, in text in the envelope."""
    data = (
        f"<AfasDataConnector><ConnectorData><Id>{definition.id}</Id>"
        f"<Schema>{escape(schema(definition))}</Schema></ConnectorData></AfasDataConnector>"
    )
    return _enveloped(
        f'<ExecuteResponse xmlns="{NAMESPACE}"><ExecuteResult>{escape(data)}</ExecuteResult></ExecuteResponse>'
    )


def _fault(text: str) -> Reply:
    """Give a SOAP fault; AFAS answers those with HTTP 500."""
    said = f"<faultcode>soap:Server</faultcode><faultstring>{escape(text)}</faultstring><detail />"
    body = f"<soap:Fault>{said}</soap:Fault>"
    return Reply(500, _enveloped(body).encode(), XML, message=text)


def _enveloped(body: str) -> str:
    """Put a body in a SOAP envelope."""
    return f'{_DECLARATION}<soap:Envelope xmlns:soap="{ENVELOPE}"><soap:Body>{body}</soap:Body></soap:Envelope>'


def schema(definition: UpdateDefinition) -> str:
    """Write the XSD of an UpdateConnector from its definition."""
    inner = "".join(_object(definition.root))
    return f'<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">{inner}</xsd:schema>'


def _object(item: UpdateObject) -> Iterator[str]:
    """Write an object: Element, with Fields and Objects."""
    yield f'<xsd:element name="{item.name}"><xsd:complexType><xsd:sequence>'
    yield '<xsd:element name="Element" maxOccurs="unbounded"><xsd:complexType><xsd:sequence>'
    yield '<xsd:element name="Fields" minOccurs="0"><xsd:complexType><xsd:sequence>'
    for field in item.fields:
        yield _field(field)
    yield "</xsd:sequence></xsd:complexType></xsd:element>"
    if item.objects:
        yield '<xsd:element name="Objects" minOccurs="0"><xsd:complexType><xsd:sequence>'
        for child in item.objects:
            yield from _object(child)
        yield "</xsd:sequence></xsd:complexType></xsd:element>"
    yield "</xsd:sequence></xsd:complexType></xsd:element></xsd:sequence></xsd:complexType></xsd:element>"


def _field(field: UpdateField) -> str:
    """Write a field with its label as a comment, as AFAS does."""
    nillable = "" if "m" in field.flags else ' nillable="true"'
    label = f"<!--{escape(field.label).replace('--', '-')}-->"
    head = f'{label}<xsd:element name="{field.field_id}" minOccurs="0"{nillable}'
    if field.data_type in _TYPES:
        return f'{head} type="{_TYPES[field.data_type]}"/>'
    longest = f'<xsd:maxLength value="{field.length}"/>' if field.length else ""
    restriction = f'<xsd:restriction base="xsd:string">{longest}</xsd:restriction>'
    return f"{head}><xsd:simpleType>{restriction}</xsd:simpleType></xsd:element>"


_WSDL = (
    f'{_DECLARATION}<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" targetNamespace="{NAMESPACE}">'
    '<wsdl:portType name="AppConnectorDataSoap"><wsdl:operation name="Execute" /></wsdl:portType></wsdl:definitions>'
)

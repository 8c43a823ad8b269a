"""The SOAP call for an XML schema, and XML that must not be parsed."""

from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import pytest

from afas_assistant.afas import soap
from tests.helpers.reference import reference_folder

SCHEMA = '<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema"><!-- a => b --></xsd:schema>'
ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"


def envelope(content: str) -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="{ENVELOPE}"><soap:Body>'
        f"{content}</soap:Body></soap:Envelope>"
    )


def reply(schema: str = SCHEMA, frame: str = "<AfasDataConnector>{}</AfasDataConnector>") -> str:
    result = frame.format(f"<ConnectorData><Id>KnSubject</Id><Schema>{escape(schema)}</Schema></ConnectorData>")
    return envelope(
        f'<ExecuteResponse xmlns="{soap.NAMESPACE}"><ExecuteResult>{escape(result)}</ExecuteResult></ExecuteResponse>'
    )


def test_the_request_names_the_connector_and_escapes_it() -> None:
    root = ET.fromstring(soap.schema_request("A&<B>"))
    spoken = {element.tag.rpartition("}")[2]: element.text for element in root.iter()}
    assert spoken["dataID"] == "GetXmlSchema"
    parameters = ET.fromstring(spoken["parametersXml"] or "")
    assert parameters.findtext("UpdateConnectorId") == "A&<B>"
    assert parameters.findtext("EncodeBase64") == "false"
    assert "token" not in spoken


def test_the_schema_comes_out_as_it_went_in() -> None:
    assert soap.schema_in(reply()) == SCHEMA


def test_the_inline_schema_of_the_reply_is_not_taken_for_the_answer() -> None:
    inline = '<AfasDataConnector><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>{}</AfasDataConnector>'
    assert soap.schema_in(reply(frame=inline)) == SCHEMA


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html>",
        "plain",
        envelope(""),
        envelope("<ExecuteResult/>"),
        envelope("<ExecuteResult>no xml</ExecuteResult>"),
        reply(schema=""),
        f'<!DOCTYPE x [<!ENTITY a "b">]>{reply()}',
        f"<!doctype html>{reply()}",
        reply(frame='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><A>{}</A>'),
        envelope(f"<ExecuteResult>{escape('<!ENTITY % x SYSTEM>')}</ExecuteResult>"),
    ],
)
def test_what_is_no_answer_is_refused(text: str) -> None:
    with pytest.raises(soap.UnreadableXml):
        soap.schema_in(text)


def test_a_fault_is_read() -> None:
    words = "General message: Deze connector wordt niet ondersteund of de gebruiker is niet geautoriseerd."
    assert soap.fault_string(envelope(f"<soap:Fault><faultstring>{words}</faultstring></soap:Fault>")) == words
    assert soap.fault_string(reply()) is None
    assert soap.fault_string('{"externalMessage": "x"}') is None


REFERENCE = reference_folder()


@pytest.mark.skipif(REFERENCE is None, reason="AFAS's own samples are not beside this checkout")
def test_a_captured_reply() -> None:
    assert REFERENCE is not None
    text = (REFERENCE / "afas-samples/replies/DataConnector_ExecuteResponse.xml").read_text("utf-8")
    assert 'name="KnCourseMember"' in soap.schema_in(text)

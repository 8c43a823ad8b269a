"""An AFAS environment as an address: participant number, kind, and the URLs that follow from them.

The forms of the URLs are AFAS's own (OpenAPI servers and help page of the REST connector); that letter A in an
environment's name means accept, and the SOAP host of a course environment, are inferred.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from afas_assistant.texts import Text, joined, phrase


class EnvironmentType(StrEnum):
    """What an environment is for. PRACTICE is the pretend AFAS on this machine."""

    PRODUCTION = "production"
    TEST = "test"
    ACCEPT = "accept"
    COURSE = "course"
    PRACTICE = "practice"

    @property
    def text(self) -> Text:
        """Return the kind in words, fit for the middle of a sentence."""
        return _KINDS[self]


_KINDS = {
    EnvironmentType.PRODUCTION: phrase("production environment"),
    EnvironmentType.TEST: phrase("test environment"),
    EnvironmentType.ACCEPT: phrase("accept environment"),
    EnvironmentType.COURSE: phrase("course environment"),
    EnvironmentType.PRACTICE: phrase("practice environment"),
}

REST_LABELS = {
    EnvironmentType.PRODUCTION: "rest",
    EnvironmentType.TEST: "resttest",
    EnvironmentType.ACCEPT: "restaccept",
    EnvironmentType.COURSE: "restcursus",
}
SOAP_LABELS = {
    EnvironmentType.PRODUCTION: "soap",
    EnvironmentType.TEST: "soaptest",
    EnvironmentType.ACCEPT: "soapaccept",
    EnvironmentType.COURSE: "soapcursus",
}
TYPE_OF_LABEL = {label: kind for labels in (REST_LABELS, SOAP_LABELS) for kind, label in labels.items()}
TYPE_OF_LETTER = {"O": EnvironmentType.PRODUCTION, "T": EnvironmentType.TEST, "A": EnvironmentType.ACCEPT}

_TRIED = (EnvironmentType.PRODUCTION, EnvironmentType.TEST, EnvironmentType.ACCEPT)
_PRACTICE_FORM = re.compile(r"(?P<root>http://[^/]+)(?:/(?P<label>[a-z]+))?/ProfitRestServices", re.ASCII)


@dataclass(frozen=True)
class Address:
    """Where an environment answers.

    `participant` is the five-digit *deelnemersnummer*; None on loopback. `envid` is the environment's name as AFAS
    shows it (`O12345AA`), when it was given. `understood` says in a sentence what was made of the text. `type_assumed`
    is true when the text did not name the kind of environment, so that production was taken.
    """

    participant: str | None
    environment_type: EnvironmentType | None
    rest_url: str
    soap_url: str
    envid: str | None
    understood: Text
    loopback: bool = False
    type_assumed: bool = False

    def candidates(self) -> tuple["Address", ...]:
        """Return this address, and the other hosts after it when the kind of environment was only assumed.

        The practice form with a host label counts as assumed, so that the wrong host can be practised.
        """
        return (self, *self.siblings()) if self.type_assumed or self.loopback else (self,)

    def siblings(self) -> tuple["Address", ...]:
        """Return the other hosts of the same participant: production, test, accept, without this one.

        A token that is refused here may belong there (*a production token on a test address*). Empty for the plain
        practice address, which has no other hosts.
        """
        others = [kind for kind in _TRIED if kind != self.environment_type]
        if self.participant is not None:
            return tuple(online_address(self.participant, kind) for kind in others)
        match = _PRACTICE_FORM.fullmatch(self.rest_url)
        if match is None or match["label"] is None:
            return ()
        return tuple(practice_address(match["root"], kind) for kind in others)


def online_address(
    participant: str,
    kind: EnvironmentType,
    *,
    envid: str | None = None,
    assumed: bool = False,
    remark: Text | None = None,
) -> Address:
    """Return the address of an environment at AFAS Online; `remark` is put before what was understood."""
    url = f"https://{participant}.{REST_LABELS[kind]}.afas.online/ProfitRestServices"
    if assumed:
        understood = phrase(
            "Participant {participant}; which environment was not said, so we take production: {url}",
            participant=participant,
            url=url,
        )
    elif envid:
        understood = phrase(
            "Environment {envid}: {kind} of participant {participant}: {url}",
            envid=envid,
            kind=kind.text,
            participant=participant,
            url=url,
        )
    else:
        understood = phrase(
            "The {kind} of participant {participant}: {url}", kind=kind.text, participant=participant, url=url
        )
    return Address(
        participant=participant,
        environment_type=kind,
        rest_url=url,
        soap_url=f"https://{participant}.{SOAP_LABELS[kind]}.afas.online/profitservices",
        envid=envid,
        understood=joined(remark, understood) if remark else understood,
        type_assumed=assumed,
    )


def practice_address(root: str, kind: EnvironmentType | None = None) -> Address:
    """Return an address on this machine; `kind` chooses the form with a host label, which pretends to be that host.

    `root` is scheme, host and port, such as `http://127.0.0.1:8123`.
    """
    rest = f"{root}/ProfitRestServices" if kind is None else f"{root}/{REST_LABELS[kind]}/ProfitRestServices"
    soap = f"{root}/profitservices" if kind is None else f"{root}/{SOAP_LABELS[kind]}/profitservices"
    if kind is None:
        understood = phrase("The practice environment on this computer: {url}", url=rest)
    else:
        understood = phrase("The practice environment on this computer as {kind}: {url}", kind=kind.text, url=rest)
    return Address(
        participant=None,
        environment_type=kind or EnvironmentType.PRACTICE,
        rest_url=rest,
        soap_url=soap,
        envid=None,
        understood=understood,
        loopback=True,
    )

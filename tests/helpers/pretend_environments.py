"""AFAS environments that only tell where a token belongs, for tests of what is stored."""

import json
from collections.abc import Mapping

from afas_assistant.afas.token import ClassicToken
from tests.helpers.http_server import Answer, Seen

TOKEN, OTHER = ClassicToken("5EC3" * 16), ClassicToken("AB12" * 16)
TIMECHIMP = {
    "envid": "T12345AA",
    "appName": "TimeChimp",
    "group": "AuthorizationGroup 101 (12345.USER)",
    "tokenExpiry": "0",
}


class Environments:
    """What AFAS says per host label; a label that is not there refuses the token."""

    def __init__(self) -> None:
        self.by_label: dict[str, Mapping[str, str] | None] = {"ProfitRestServices": TIMECHIMP}

    def __call__(self, seen: Seen) -> Answer:
        label = seen.target.split("/")[1]
        if label not in self.by_label:
            return Answer(status=401, body="")
        info = self.by_label[label]
        return Answer(body=json.dumps({"getConnectors": [], "updateConnectors": []} | ({"info": info} if info else {})))

"""An AfasClient connected to a pretend server, for tests of the client."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from afas_assistant.afas.authentication import Authentication
from afas_assistant.afas.client import AfasClient
from afas_assistant.afas.token import parse_token
from tests.helpers.http_server import Answer, PretendServer, Seen, pretend_server

DATA = "979D703A5D92417998F36ECE577E10CD2822304B4E687A46AAB4598889FA5804"
TOKEN = parse_token(DATA)
GOOD = Answer(body='{"getConnectors": [{"id": "A"}]}')


def answering(body: object = None, status: int = 200, **headers: str) -> Callable[[Seen], Answer]:
    text = body if isinstance(body, str | bytes) else json.dumps({} if body is None else body)
    return lambda _: Answer(status, text, headers)


def in_turn(*answers: Answer) -> Callable[[Seen], Answer]:
    """Answer with each in turn, and go on with the last."""
    left = list(answers)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


@contextmanager
def connected(
    behaviour: Callable[[Seen], Answer], authentication: Authentication = TOKEN, **options: Any
) -> Iterator[tuple[AfasClient, PretendServer]]:
    with pretend_server(behaviour) as server, AfasClient(server.address(), authentication, **options) as client:
        yield client, server

"""One call at the pretend TimeChimp: what was asked, and the books and switches it is answered from."""

import json
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from afas_assistant.practice.failures import Reply
from afas_assistant.practice.timechimp.books import Books
from afas_assistant.practice.timechimp.replies import RefusedError, not_valid
from afas_assistant.practice.timechimp.switches import Switches
from afas_assistant.practice.timechimp.v1_faces import V1Faces

KEPT_REPLIES = 24


@dataclass
class Kept:
    """Replies to reading that can be given again until something changes; a list of 100,000 takes seconds to write."""

    changes: int = -1
    replies: OrderedDict[str, Reply] = field(default_factory=OrderedDict)


@dataclass(frozen=True)
class Visit:
    """A call; ``address`` is path and query as they came, ``segments`` the decoded path below the generation."""

    method: str
    address: str
    segments: Sequence[str]
    query: str
    content: bytes
    books: Books
    switches: Switches
    kept_replies: Kept

    def parameters(self) -> dict[str, str]:
        """Read the query string. RefusedError 400: a name stands in it twice."""
        pairs = parse_qsl(self.query, keep_blank_values=True)
        if len({name for name, _ in pairs}) != len(pairs):
            raise not_valid("A query option stands in the address twice.")
        return dict(pairs)

    def body(self) -> dict[str, Any]:
        """Read the body. RefusedError 400: it is no JSON object."""
        try:
            body = json.loads(self.content)
        except ValueError:
            raise not_valid("The body is not valid JSON.") from None
        if not isinstance(body, dict):
            raise not_valid("The body must be an object.")
        return body

    def refuse_method(self) -> NoReturn:
        """Refuse the method of this call."""
        raise RefusedError(405, f"The requested resource does not support http method '{self.method}'.")

    def kept(self, make: Callable[[], Reply]) -> Reply:
        """Give the reply to this same address again when nothing changed since."""
        if self.kept_replies.changes != self.books.changes:
            self.kept_replies.replies.clear()
            self.kept_replies.changes = self.books.changes
        replies = self.kept_replies.replies
        if self.address not in replies:
            replies[self.address] = make()
            while len(replies) > KEPT_REPLIES:
                replies.popitem(last=False)
        return replies[self.address]

    def v1_faces(self) -> V1Faces:
        """Give the faces of v1."""
        return V1Faces(self.books, self.switches)

"""The pretend TimeChimp on the line."""

from starlette.requests import Request

from afas_assistant.practice.failures import Reply
from afas_assistant.practice.sides import Headers
from afas_assistant.practice.timechimp import replies
from afas_assistant.practice.timechimp.replies import RefusedError
from afas_assistant.practice.timechimp.service import TimeChimp

_SENTENCES = {
    "500": (500, "An error has occurred."), "503": (503, "Service unavailable."),
    "429": (429, "API calls quota exceeded."), "locked": (500, "An error has occurred."),
}  # fmt: skip


class TimeChimpSide:
    """Answers as one generation of TimeChimp's API would."""

    delay = 0.0

    def __init__(self, timechimp: TimeChimp, generation: str) -> None:
        self._timechimp = timechimp
        self._generation = generation

    def answer(self, request: Request, content: bytes) -> Reply | None:
        """Answer a call."""
        raw = request.scope.get("raw_path") or request.url.path.encode()
        path = raw.decode("ascii").split("?")[0]
        headers = {name.lower(): value for name, value in request.headers.items()}
        return self._timechimp.answer(request.method, path, request.url.query, headers, content)

    def refused(self, kind: str, seconds: float) -> Reply:
        """Give TimeChimp's reply to a fault of the line; whether it says when to come back is a switch."""
        status, sentence = _SENTENCES[kind]
        told = round(seconds) if status in {429, 503} and self._timechimp.switches.retry_after else None
        return self._timechimp.refusal(self._generation, RefusedError(status, sentence, retry_after=told))

    def headers(self, reply: Reply, milliseconds: int) -> Headers:  # noqa: ARG002 - AFAS alone tells its time
        """Give TimeChimp's few headers."""
        return replies.headers(reply)

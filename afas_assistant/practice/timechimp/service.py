"""The pretend TimeChimp as a whole: its keys, its limit of calls, and which generation answers an address.

Order of the checks (our assumption, the one common among such APIs): key, plan, limit, address, body.
"""

from dataclasses import replace
from math import ceil
from threading import RLock
from urllib.parse import unquote

from afas_assistant.practice.clock import Clock
from afas_assistant.practice.control_errors import ControlError
from afas_assistant.practice.failures import JSON, Reply
from afas_assistant.practice.seed import Seed
from afas_assistant.practice.timechimp import v1, v2
from afas_assistant.practice.timechimp.books import Books
from afas_assistant.practice.timechimp.replies import RefusedError, encoded, not_found
from afas_assistant.practice.timechimp.switches import BOOK_SWITCHES, Switches
from afas_assistant.practice.timechimp.visit import Kept, Visit

V1_ROOT, V2_ROOT = "timechimp", "timechimp-v2"
# fixed and easy to recognise; they open nothing but this pretend company
KEYS = {"v1": "OEFENSLEUTEL-TIMECHIMP-V1-0000000001", "v2": "TC_OEFENSLEUTEL0000000000000000000002"}


class TimeChimp:
    """One pretend company: books, switches and the count of calls; calls come from several threads."""

    def __init__(self, seed: Seed, clock: Clock) -> None:
        self._seed = seed
        self._clock = clock
        self._lock = RLock()
        self.switches = Switches()
        self.reset()

    def reset(self) -> None:
        """Begin new books, made around the day of the clock, and forget how many calls there were; switches stay."""
        with self._lock:
            self.books = Books(self._seed, self._clock, self.switches)
            self._kept = Kept()
            self._window_start = self._clock.seconds()
            self._calls = 0

    def restart(self) -> None:
        """Begin anew with every switch as it was at first."""
        with self._lock:
            self.switches = Switches()
            self.reset()

    def switch(self, values: dict[str, object]) -> None:
        """Change switches; new books begin when they decide what those hold. ControlError: says why not."""
        with self._lock:
            self.switches = self.switches.changed(values)
            self._kept = Kept()
            if BOOK_SWITCHES & values.keys():
                self.reset()

    def answer(self, method: str, path: str, query: str, headers: dict[str, str], content: bytes) -> Reply:
        """Answer a call; ``path`` is as it came over the line, ``headers`` have names in lower case."""
        root, *segments = [unquote(part) for part in path.strip("/").split("/")]
        generation = "v2" if root.lower() == V2_ROOT else "v1"
        with self._lock:
            try:
                self._admit(generation, method, headers)
                address = f"{path}?{query}"
                books, switches = self.books, self.switches
                visit = Visit(method, address, segments, query, content, books, switches, self._kept)
                return self._routed(root.lower(), visit)
            except RefusedError as refused:
                return self.refusal(generation, refused)

    def refusal(self, generation: str, refused: RefusedError) -> Reply:
        """Write a refusal as its generation does, or as the switches say."""
        headers = {"Retry-After": str(refused.retry_after)} if refused.retry_after is not None else {}
        form = self.switches.v2_error_body if generation == "v2" else "message"
        status = 200 if self.switches.message_in_200 and refused.status in {400, 404} else refused.status
        if form == "empty":
            return Reply(status, headers=headers)
        if form == "text":
            return Reply(status, refused.message.encode(), "text/plain; charset=utf-8", headers)
        return Reply(status, encoded({"message": refused.message}), JSON, headers)

    def _admit(self, generation: str, method: str, headers: dict[str, str]) -> None:
        """Check key, plan and limit. RefusedError: 401, 403 or 429."""
        scheme, _, token = headers.get("authorization", "").partition(" ")
        bearer = token.strip() if scheme.lower() == "bearer" else ""
        given = headers.get("api-key", "") if generation == "v2" else bearer
        answers = self.switches.v2_answers if generation == "v2" else self.switches.v1_answers
        if not answers:
            raise not_found("The address was")
        if given != KEYS[generation]:
            raise RefusedError(401, "Authorization has been denied for this request.")
        self._count()
        if self.switches.add_on == "none" or (self.switches.add_on == "basic" and method != "GET"):
            raise RefusedError(self.switches.refusal_status, "Your subscription does not allow this request.")

    def _count(self) -> None:
        """Count a call of the company in the running minute. RefusedError 429: it was one too many."""
        now, length = self._clock.seconds(), self.switches.window_seconds
        if now >= self._window_start + length:
            self._window_start, self._calls = now, 0
        self._calls += 1
        if self._calls > self.switches.calls_a_minute:
            wait = ceil(self._window_start + length - now) if self.switches.retry_after else None
            raise RefusedError(429, "API calls quota exceeded.", retry_after=wait)

    def _routed(self, root: str, visit: Visit) -> Reply:
        """Send a call to the generation that its path names."""
        if root == V2_ROOT:
            return v2.answer(visit)
        generation, *below = visit.segments or [""]
        answer = {"v1": v1.answer, "v2": v1.projects_of_v2}.get(generation.lower())
        if answer is None:
            raise not_found("The address was")
        return answer(replace(visit, segments=below))

    def report(self) -> dict[str, object]:
        """Give what the books hold, so that tests can compare: customers, statuses and their changes, other records."""
        books = self.books
        with self._lock:
            statuses = {
                kind: {number: record["statusIntern"] for number, record in books.table(kind).items()}
                for kind in ("time", "expenses", "mileage")
            }
            return {
                "customers": list(books.table("customers").values()),
                "statuses": statuses,
                "status_changes": books.changed_statuses(),
                "invoice_statuses": {number: one["status"] for number, one in books.table("invoices").items()},
                "project_invoice_statuses": {
                    number: one["invoiceStatus"] for number, one in books.table("projects").items()
                },
                "changes": books.changes,
            }

    def change(self, kind: str, number: object, fields: dict[str, object]) -> dict[str, object]:
        """Change a record as somebody in TimeChimp's own window would, or add one. ControlError: no such kind or id."""
        with self._lock:
            if kind not in self.books.kinds:
                kinds = ", ".join(self.books.kinds)
                raise ControlError(f"kind must be one of: {kinds}.", f"kind moet een van deze zijn: {kinds}.")
            if number is None:
                template = next(iter(self.books.table(kind).values()), {})
                return self.books.add(kind, {**template, **fields})
            record = self.books.find(kind, number)
            if record is None:
                raise ControlError(f"There is no {kind} {number}.", f"Er is geen {kind} {number}.")
            return self.books.put(kind, {**record, **fields, "id": record["id"]})

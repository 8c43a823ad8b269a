"""The control side of a running practice environment, from another process. Standard library only.

Whoever started the environment has its control address; whoever found it running needs any one of its addresses.
"""

import http.client
import ipaddress
import json
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

LONGEST_CALL = 15.0
_STRANGER = "What answers there is no practice environment."


class PracticeControlError(RuntimeError):
    """The practice environment refused a control call, or does not answer any more.

    ``refused`` tells which; ``sentence`` is what it said, in the language that is asked for where it has both.
    """

    def __init__(self, english: str, dutch: str = "", *, refused: bool = False) -> None:
        super().__init__(english)
        self.refused = refused
        self._sentences = {"en": english, "nl": dutch or english}

    def sentence(self, language: str) -> str:
        """Give what it said, in nl or en."""
        return self._sentences[language]


class NotLoopbackError(ValueError):
    """An address that is not of this computer; a practice environment is nowhere else."""


class PracticeControl:
    """The control side; every method raises PracticeControlError when it is refused or not answered."""

    control: str

    def scenarios(self) -> list[dict[str, Any]]:
        """List the scenarios with their titles."""
        shown: list[dict[str, Any]] = self._call("GET", "scenarios")["scenarios"]
        return shown

    def switch(self, scenario: str, *, reset: bool = False) -> None:
        """Switch to a scenario while running; ``reset`` also forgets stored writes, logs, imports and drifts."""
        self._post("scenario", {"name": scenario, "reset": reset})

    def log(self) -> list[dict[str, Any]]:
        """Give the calls AFAS got, oldest first."""
        calls: list[dict[str, Any]] = self._call("GET", "log")["calls"]
        return calls

    def environment_log(self) -> dict[str, Any]:
        """Give the errors by profitLogReference."""
        errors: dict[str, Any] = self._call("GET", "environment-log")["errors"]
        return errors

    def state(self) -> dict[str, Any]:
        """Give the state in figures."""
        return self._call("GET", "state")

    def reset(self) -> None:
        """Forget stored writes, logs, imports and drifts."""
        self._post("reset", {})

    def delay(self, seconds: float) -> None:
        """Let every reply wait so long."""
        self._post("delay", {"seconds": seconds})

    def definitions(self) -> list[dict[str, Any]]:
        """Give what was imported: name, description, columns (name, internal_id) and app_connectors of each."""
        found: list[dict[str, Any]] = self._call("GET", "definitions")["definitions"]
        return found

    def import_definition(self, content: bytes, app_connectors: Sequence[str] = ()) -> list[dict[str, Any]]:
        """Import a definition file, or a ZIP of them, into these app connectors (none named: into all).

        Gives name, description, columns, app_connectors and replaced of each connector that now exists.
        """
        query = urlencode([("app_connector", name) for name in app_connectors], quote_via=quote)
        path = f"definitions?{query}" if query else "definitions"
        made: list[dict[str, Any]] = self._call("POST", path, content)["definitions"]
        return made

    def drift(self, connector: str, how: str, column: str | None = None, to: str | None = None) -> dict[str, Any]:
        """Let a connector drift: how is rename, remove, repoint or add; none takes back what was asked for before.

        Without a column the first one drifts (remove: the last). Gives name, description and columns afterwards.
        """
        return self._post("drift", {"connector": connector, "how": how, "column": column, "to": to})

    def faults(self, rules: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Put these faults of the line in place of the old ones; gives the same as ``faults_hit``.

        A rule has kind (see ``faults.KINDS``), and if need be method, path, nth, times and seconds.
        """
        return self._post("faults", {"faults": [dict(rule) for rule in rules]})

    def faults_hit(self) -> dict[str, Any]:
        """Give faults (each with the calls it counted), hits (kind, method, target, booked) and late (in_seconds)."""
        return self._call("GET", "faults")

    def clock_forward(self, seconds: float) -> dict[str, Any]:
        """Let time pass at once; what was due by then has been carried out when this returns. Gives now and today."""
        return self._post("clock", {"forward_seconds": seconds})

    def clock_today(self, day: str) -> dict[str, Any]:
        """Make this the day of today (YYYY-MM-DD); TimeChimp's books begin anew around it. Gives now and today."""
        return self._post("clock", {"today": day})

    def timechimp_switches(self, **values: object) -> dict[str, Any]:
        """Change switches of the pretend TimeChimp, and give all of them."""
        shown: dict[str, Any] = self._post("timechimp/switches", values)["switches"]
        return shown

    def timechimp_change(self, kind: str, fields: Mapping[str, Any], number: int | None = None) -> dict[str, Any]:
        """Change a record, or without a number add one like the first, as somebody in TimeChimp's window would."""
        record: dict[str, Any] = self._post("timechimp/change", {"kind": kind, "id": number, "fields": dict(fields)})[
            "record"
        ]
        return record

    def timechimp_books(self) -> dict[str, Any]:
        """Give what TimeChimp's books hold: customers, statuses, status_changes, invoice and project statuses."""
        return self._call("GET", "timechimp/books")

    def books(self) -> dict[str, Any]:
        """Give what AFAS's books hold: counts, written (by connector), deleted, entries, items, files, switches."""
        return self._call("GET", "books")

    def books_switches(self, **values: object) -> dict[str, Any]:
        """Change switches of the pretend AFAS's books, and give all of them."""
        shown: dict[str, Any] = self._post("books/switches", values)["switches"]
        return shown

    def pay(self, relation: str, invoice: str, **more: object) -> dict[str, Any]:
        """Pay an invoice; more: administration (1), kind (2 debtor, 3 creditor), amount (0 takes payments back)."""
        item: dict[str, Any] = self._post("books/pay", {"relation": relation, "invoice": invoice, **more})["item"]
        return item

    def block_period(self, year: int, period: int, *, administration: int = 1, blocked: bool = True) -> None:
        """Block a period of an administration, or open it."""
        key = {"administration": administration, "year": year, "period": period}
        self._post("books/period", {**key, "blocked": blocked})

    def _post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Make a control call with a JSON body."""
        return self._call("POST", path, json.dumps(body).encode())

    def _call(self, method: str, path: str, content: bytes | None = None) -> dict[str, Any]:
        """Make a control call."""
        request = urllib.request.Request(f"{self.control}/{path}", content, method=method)  # noqa: S310 - loopback
        try:
            # a proxy of the office network must not stand between us and our own child
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
                request, timeout=LONGEST_CALL
            ) as reply:
                return _known(json.load(reply))
        except urllib.error.HTTPError as error:
            with error:
                raise _refusal(error.read()) from None
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise PracticeControlError(f"The practice environment does not answer: {error}") from None


class RunningPractice(PracticeControl):
    """The control side of an environment that somebody else started."""

    def __init__(self, address: str) -> None:
        """Take any address of the environment; NotLoopbackError when it is none of this computer."""
        self.control = f"{_origin(address)}/practice"


def _origin(address: str) -> str:
    """Give the part of an address that says where, such as http://127.0.0.1:8765."""
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        host, port = parts.hostname or "", parts.port
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        raise NotLoopbackError(address) from None
    if parts.scheme != "http" or not loopback:
        raise NotLoopbackError(address)
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}" if port else f"http://{shown}"


def _known(answered: object) -> dict[str, Any]:
    """Insist on an answer of the control side: an object that says something."""
    if not isinstance(answered, dict) or not answered:
        raise PracticeControlError(_STRANGER)
    return answered


def _refusal(content: bytes) -> PracticeControlError:
    """Read what a refused call was answered; what is no practice environment says nothing we know."""
    try:
        said = json.loads(content)
        return PracticeControlError(said["error"], said["error_nl"], refused=True)
    except (ValueError, KeyError, TypeError):
        return PracticeControlError(_STRANGER)

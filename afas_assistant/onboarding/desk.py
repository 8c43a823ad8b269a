"""What a face asks about the connections that are kept: list, connect, check, confirm, remove.

One desk serves the whole program. Its calls block (file, keyring, network), so a window makes them on its lanes; it is
safe to use from several threads.
"""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from afas_assistant.afas.address import Address, understand_address
from afas_assistant.afas.client import AfasClient
from afas_assistant.afas.token import ClassicToken, parse_token
from afas_assistant.errors import AssistantError, ConfigurationError
from afas_assistant.logs import SECRETS
from afas_assistant.onboarding.checker import CheckRequest, Listener, run_check
from afas_assistant.onboarding.definition_keeping import by_name, from_columns, from_files, learnt
from afas_assistant.onboarding.differences import Difference, Key, differences
from afas_assistant.onboarding.evidence import Listed
from afas_assistant.onboarding.fetching import Wanted
from afas_assistant.onboarding.kept_report import kept_columns
from afas_assistant.onboarding.passed import Passed
from afas_assistant.onboarding.practice_address import move_timechimp, scope_of
from afas_assistant.onboarding.probes.environment import CLASSIC_TOKENS_END, parse_expiry
from afas_assistant.onboarding.profiles import load_profile, with_own
from afas_assistant.onboarding.report import CheckReport
from afas_assistant.onboarding.requirements import Profile
from afas_assistant.organisations.enrolment import Answer, Enrolled, ask_where_it_belongs, enrol, replace_token
from afas_assistant.organisations.mapping_store import MappingStore
from afas_assistant.organisations.records import Confirmation, Connection, KeptDefinition, Organisation
from afas_assistant.organisations.store import Store
from afas_assistant.organisations.trouble_store import Trouble, TroubleStore
from afas_assistant.organisations.vault import Kept, Vault, VaultState
from afas_assistant.paths import Folders
from afas_assistant.texts import current_language, phrase
from afas_assistant.timechimp.key import TimeChimpKey

if TYPE_CHECKING:  # whoever has such files has loaded the reader
    from afas_assistant.gcn.collection import FoundFile

ReportData = Mapping[str, Any]
NewClient = Callable[[Address, ClassicToken], AfasClient]
PRACTICE = "practice"


@dataclass(frozen=True)
class ConnectionView:
    """A connection with what the last check of it found; `report` is that check as it was kept."""

    connection: Connection
    report: ReportData | None
    changed: Mapping[Key, Difference]

    def days_left(self, today: date) -> int:
        """Return the days until the token ends, by its own date or by the end of all classic tokens."""
        ends = min(self.connection.token_expiry or CLASSIC_TOKENS_END, CLASSIC_TOKENS_END)
        return (ends - today).days

    @property
    def open_lines(self) -> int:
        """How many required lines of the last check do not hold and were not passed; 0 before the first check."""
        return len(blocking_ids(self.report)) if self.report else 0


@dataclass(frozen=True)
class OrganisationView:
    """An organisation with its connections."""

    organisation: Organisation
    connections: tuple[ConnectionView, ...]


def blocking_ids(report: ReportData) -> list[str]:
    """Return the ids of the required lines that do not hold in a kept report."""
    return [
        line["id"]
        for line in report["checks"]
        if line["severity"] == "required"
        and line["status"] != "ok"
        and (line["status"] != "by_hand" or line["reason"] == "not_confirmed")
    ]


class Desk:
    """Answers the faces. The store is opened at the first question and closed with the desk."""

    def __init__(self, folders: Folders, vault: Vault | None = None, *, new_client: NewClient | None = None) -> None:
        self._folders = folders
        self._new_client = new_client or _client
        self._vault = vault or Vault()
        self._lock = threading.Lock()
        self._store: Store | None = None
        self._views: dict[str, tuple[tuple[int, ...], ConnectionView]] = {}

    @property
    def folders(self) -> Folders:
        """The folders that the program writes to; a person's own files lie there, too."""
        return self._folders

    @property
    def store(self) -> Store:
        """The store; raises ConfigurationError when the database cannot be used."""
        with self._lock:
            if self._store is None:
                self._store = Store.open(self._folders.database)
            return self._store

    def close(self) -> None:
        """Close the store."""
        with self._lock:
            if self._store is not None:
                self._store.close()
                self._store = None

    def keyring(self) -> VaultState:
        """Return how the keyring is."""
        return self._vault.state()

    # -- organisations and connections

    def organisations(self) -> tuple[OrganisationView, ...]:
        """Return everything that is kept, by name, without asking AFAS."""
        checks, connections = self.store.newest_checks(), self.store.connections_by_organisation()
        found = [
            OrganisationView(one, tuple(self._known_view(each, checks) for each in connections.get(one.id, ())))
            for one in self.store.organisations()
        ]
        return tuple(sorted(found, key=lambda view: view.organisation.name.casefold()))

    def _known_view(self, connection: Connection, checks: Mapping[int, tuple[int, ...]]) -> ConnectionView:
        """Return the view of a connection; reports are long, so one is read again only when there are other checks.

        It is known by its account: the numbers of what was removed are given out again.
        """
        numbers = checks.get(connection.id, ())
        known = self._views.get(connection.account)
        view = replace(known[1], connection=connection) if known and known[0] == numbers else self.view(connection)
        self._views[connection.account] = (numbers, view)
        return view

    def view(self, connection: Connection) -> ConnectionView:
        """Return a connection with its last check and what changed since the one before."""
        runs = self.store.checks(connection.id, limit=2)
        last = runs[0].report if runs else None
        before = runs[1].report if len(runs) > 1 else None
        return ConnectionView(connection, last, differences(before, last) if last else {})

    def ask(self, address: Address, token: ClassicToken) -> Answer:
        """Return which environment a token belongs to, without keeping anything."""
        SECRETS.register(token.secrets())
        return ask_where_it_belongs(address, lambda where: self._new_client(where, token))

    def connect(self, answer: Answer, token: ClassicToken, *, name: str, profiles: Sequence[str]) -> Enrolled:
        """Keep a connection, with its organisation when that is new."""
        expiry = parse_expiry(answer.info.token_expiry)
        return enrol(self.store, self._vault, answer, token, name=name or None, profiles=profiles, token_expiry=expiry)

    def replace_token(self, connection: Connection, answer: Answer, token: ClassicToken) -> Enrolled:
        """Give a connection another token, and keep all else."""
        expiry = parse_expiry(answer.info.token_expiry)
        return replace_token(self.store, self._vault, connection, answer, token, token_expiry=expiry)

    def rename(self, organisation: Organisation, name: str) -> Organisation:
        """Give an organisation another name."""
        return self.store.rename_organisation(organisation.id, name)

    def remove(self, organisation: Organisation) -> list[AssistantError]:
        """Forget an organisation and its tokens; returns the errors of keyring entries that could not be removed."""
        problems = [error for one in self.store.connections(organisation.id) if (error := self._forget(one))]
        self.store.remove_organisation(organisation.id)
        return problems

    def move_practice(self, rest_url: str) -> None:
        """Point kept practice organisations at the practice environment that runs now."""
        for one in self.store.organisations():
            if one.environment_type == PRACTICE and one.address != rest_url:
                self.store.move_organisation(one.id, rest_url)
                move_timechimp(MappingStore.beside(self.store), self.scopes(one), rest_url)

    def scopes(self, organisation: Organisation) -> tuple[str, ...]:
        """Return by what the mappings of an organisation's connections are kept."""
        return tuple(scope_of(organisation, one) for one in self.store.connections(organisation.id))

    def _forget(self, connection: Connection) -> AssistantError | None:
        try:
            self._vault.remove(connection)
        except AssistantError as error:
            return error
        return None

    # -- checks

    def profiles_of(self, connection: Connection) -> tuple[Profile, ...]:
        """Return the connection's checklists and the assistant's own."""
        return with_own(load_profile(name, self._folders.profiles) for name in connection.profiles)

    def request(self, connection: Connection, profiles: Sequence[Profile] = ()) -> CheckRequest:
        """Return what to check of a connection; other `profiles` than its own may be given."""
        owner = self.store.owner(connection)
        return CheckRequest(
            understand_address(owner.address),
            profiles or self.profiles_of(connection),
            stored=True,
            expected_envid=owner.envid,
            item_type=connection.item_type,
            confirmations=self.confirmations(connection),
            definitions=self.definitions(connection),
        )

    def check(
        self,
        connection: Connection,
        *,
        listener: Listener | None = None,
        cancelled: Callable[[], bool] = bool,
        choose: Callable[[Listed], Wanted] | None = None,
    ) -> CheckReport:
        """Check a connection; a whole check that reached AFAS is kept, one of chosen lines is not.

        Raises ConfigurationError when there is no token, or the keyring cannot give it.
        """
        token = self.token_of(connection)
        request = replace(self.request(connection), choose=choose)
        report = run_check(
            request,
            lambda where: self._new_client(where, token),
            listener=listener,
            cancelled=cancelled,
        )
        if choose is None:
            self.keep(connection, report)
        return report

    def keep(self, connection: Connection, report: CheckReport) -> None:
        """Keep the report of a whole check that reached AFAS, unless the connection was removed meanwhile.

        What it tells about the columns of GetConnectors is kept too, for later checks to be held against. Of one that
        got nowhere only that is kept, until another gets through.
        """
        if report.cancelled:
            return
        at = report.at.astimezone(UTC)
        troubles = TroubleStore.beside(self.store)
        if report.stopped is not None:
            troubles.keep(connection.id, Trouble(report.stopped.code, report.stopped.title, at))
            return
        try:
            self.store.record_check(connection.id, report.to_kept(), at)
            troubles.clear(connection.id)
            news = learnt(report.verdicts, self.definitions(connection), at)
            self.store.keep_definitions(connection.id, news.new)
            self.store.definitions_matched(connection.id, news.matched, at)
        except ConfigurationError as error:
            if error.code != "connection_not_found":
                raise

    def token_of(self, connection: Connection) -> ClassicToken:
        """Return the connection's token; raises ConfigurationError token_not_kept when nothing has it."""
        kept = self._vault.read(connection)
        if kept is None:
            raise ConfigurationError(
                "token_not_kept",
                title=phrase("The token of {label} is not in the keyring.", label=connection.label),
                explanation=phrase("Without its token this connection cannot be checked."),
                action=phrase("Paste the token again, or make a new one in AFAS."),
            )
        token = parse_token(kept)
        SECRETS.register(token.secrets())
        return token

    def has_token(self, connection: Connection) -> bool:
        """Return whether a keyring has the connection's token, or this run does; the keyring is not asked."""
        return connection.keyring_backend is not None or self._vault.is_in_memory(connection)

    # -- the key of the time registration

    def timechimp_key(self, connection: Connection) -> TimeChimpKey | None:
        """Return the TimeChimp key of a connection, or None when nothing has it; raises what the keyring raises."""
        kept = self._vault.read_timechimp_key(connection)
        return _registered(TimeChimpKey(kept)) if kept is not None else None

    def keep_timechimp_key(self, connection: Connection, key: TimeChimpKey) -> Kept:
        """Keep a key in the keyring, else in memory for this run; the sentence says which."""
        return self._vault.keep_timechimp_key(connection, _registered(key).bare)

    def forget_timechimp_key(self, connection: Connection) -> None:
        """Take a key out of the keyring; raises what the keyring raises, and then it is still there."""
        self._vault.remove_timechimp_key(connection)

    # -- what connectors are held against

    def definitions(self, connection: Connection) -> dict[str, KeptDefinition]:
        """Return what the GetConnectors of a connection are held against, by their name in folded letters."""
        return by_name(self.store.definitions(connection.id))

    def keep_definitions(self, connection: Connection, files: "Iterable[FoundFile]") -> None:
        """Hold connectors against these definition files from now on; what could not be read is left out."""
        found = from_files(files, self.definitions(connection), datetime.now(UTC))
        self.store.keep_definitions(connection.id, found)

    def accept_columns(self, connection: Connection, connector: str) -> None:
        """Hold a connector against its columns at the last check from now on, no longer against a file.

        Raises ConfigurationError columns_unknown when the last check did not tell them.
        """
        run = self.store.last_check(connection.id)
        found = kept_columns(run.report).get(connector.casefold()) if run else None
        if run is None or found is None:
            raise ConfigurationError(
                "columns_unknown",
                title=phrase("The columns of {connector} are not known.", connector=connector),
                explanation=phrase("The last check did not read them."),
                action=phrase("Test everything again, then accept the columns."),
            )
        self.store.keep_definitions(connection.id, [from_columns(*found, run.at)])

    # -- what people say

    def confirmations(self, connection: Connection) -> dict[str, Confirmation]:
        """Return the lines that somebody confirmed by hand, by line id."""
        return {word.check_id: word for word in self.store.confirmations(connection.id)}

    def confirm(self, connection: Connection, line_id: str, who: str, note: str = "") -> None:
        """Keep somebody's word that a line holds."""
        self.store.confirm_by_hand(connection.id, line_id, who, datetime.now(UTC), note)

    def withdraw(self, connection: Connection, line_id: str) -> None:
        """Take a word back."""
        self.store.withdraw_confirmation(connection.id, line_id)

    def take_over(self, connection: Connection, ticked: Mapping[str, Passed]) -> None:
        """Keep the manual steps that were ticked before the connection existed."""
        for line_id, word in ticked.items():
            self.store.confirm_by_hand(connection.id, line_id, word.who, word.at, word.reason)

    def pick_item_type(self, connection: Connection, item_type: int | None) -> Connection:
        """Keep the dossier item type that attachments will use."""
        return self.store.update_connection(connection.id, item_type=item_type)


def _client(address: Address, token: ClassicToken) -> AfasClient:
    return AfasClient(address, token, language=current_language())


def _registered(key: TimeChimpKey) -> TimeChimpKey:
    """Return a key after seeing to it that no log ever shows it."""
    SECRETS.register(key.secrets())
    return key


def merged(before: CheckReport, news: CheckReport) -> CheckReport:
    """Return a whole report in which the lines of a later, partial one are replaced."""
    newer = {verdict.line.key: verdict for verdict in news.verdicts}
    verdicts = [newer.get(verdict.line.key, verdict) for verdict in before.verdicts]
    return replace(before, verdicts=verdicts, at=news.at)

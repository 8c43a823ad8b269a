"""Turn a checklist into the calls that it takes, each call with the lines that its answer judges.

One connector is read once, however many lines of however many profiles ask for it. Lines that need no call are judged
at once.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from afas_assistant.afas.metainfo import Info
from afas_assistant.afas.query import Query
from afas_assistant.errors import AssistantError
from afas_assistant.onboarding.checklist import Checklist, Entry, advised, needed_names
from afas_assistant.onboarding.destination_sources import (
    FILES,
    SUBJECTS,
    destination_connector,
    read_destinations,
)
from afas_assistant.onboarding.environment_reader import EnvironmentReader
from afas_assistant.onboarding.evidence import Definitions, Listed, Reading, definitions
from afas_assistant.onboarding.guarded_reader import GuardedReader
from afas_assistant.onboarding.names import Resolution, resolve
from afas_assistant.onboarding.probes import advice
from afas_assistant.onboarding.probes.by_hand import confirmed, judge_by_hand
from afas_assistant.onboarding.probes.data_connectors import Answer, judge_data
from afas_assistant.onboarding.probes.destinations import judge_destination
from afas_assistant.onboarding.probes.environment import VERSION, judge_version
from afas_assistant.onboarding.probes.get_connectors import judge_get
from afas_assistant.onboarding.probes.update_connectors import judge_update
from afas_assistant.onboarding.requirements import (
    DataProbe,
    DataRequirement,
    GetRequirement,
    Proof,
    Severity,
    UpdateRequirement,
)
from afas_assistant.onboarding.verdicts import Line, Status, Verdict
from afas_assistant.organisations.records import Confirmation, KeptDefinition
from afas_assistant.texts import phrase

T = TypeVar("T")
Judged = Sequence[Verdict]
Task = Callable[[], Judged]

DEFINITIONS = "ProfitGetConnectoren"
MADE_UP_FILE = ("999999999", "00000000000000000000000000000000")
MADE_UP_REPORT = "00000000-0000-0000-0000-000000000000"
Wanted = Callable[[Line], bool]
"""Chooses the lines to judge; the others are left as they were."""


@dataclass(frozen=True)
class Said:
    """What is known beside the calls: `/metainfo`'s own words, people's words, and the item type they picked.

    `definitions`: what connectors are held against, by their name in folded letters.
    """

    info: Info | None
    confirmations: Mapping[str, Confirmation]
    item_type: int | None
    definitions: Mapping[str, KeptDefinition]


class Fetcher:
    """The calls of one check; its tasks may run on several threads at once.

    `all_columns`: ask every GetConnector for its columns; else only those that are held against something.
    """

    def __init__(
        self,
        checklist: Checklist,
        reader: EnvironmentReader,
        listed: Listed,
        said: Said,
        wanted: Wanted,
        *,
        all_columns: bool = False,
    ) -> None:
        self._checklist = checklist
        self._reader = GuardedReader(reader)
        self._listed = listed
        self._said = said
        self._wanted = wanted
        self._all_columns = all_columns
        self.profit_version: str | None = None
        claimed = needed_names([checklist.get])
        self._all_get = [(entry, resolve(entry.requirement.names, listed.get, claimed)) for entry in checklist.get]
        self._all_update = [(entry, resolve(entry.requirement.names, listed.update)) for entry in checklist.update]
        self._get = [(entry, how) for entry, how in self._all_get if wanted(entry.line)]
        self._update = [(entry, how) for entry, how in self._all_update if wanted(entry.line)]

    def at_once(self) -> Judged:
        """Return the verdicts that follow from `/metainfo` alone."""
        verdicts = [one for one in (*self._manual(), *self._advice()) if self._wanted(one.line)]
        verdicts += [judge_update(one.line, one.requirement, how, None) for one, how in self._update if not how.usable]
        if not self._definitions_wanted():
            verdicts += self._absent(None)
        return verdicts

    def tasks(self) -> list[Task]:
        """Return the calls to make, in the order of the checklist."""
        tasks: list[Task] = [self._version] if self._version_lines() else []
        if self._definitions_wanted():
            tasks.append(self._read_definitions)
        tasks += [self._get_task(name, entries) for name, entries in _by_found(self._get).items()]
        tasks += [self._update_task(name, entries) for name, entries in _by_found(self._update).items()]
        tasks += [self._data_task(entries) for entries in self._data().values() if entries]
        if any(self._wanted(entry.line) for entry in self._checklist.destinations):
            tasks.append(self._destinations)
        return tasks

    # -- judged from /metainfo

    def _manual(self) -> list[Verdict]:
        verdicts = []
        for entry in self._checklist.by_hand:
            imported = [how for one, how in self._all_get if one.profile is entry.profile and one.requirement.file]
            proven = entry.requirement.proven_by is Proof.TOKEN or (
                entry.requirement.proven_by is Proof.IMPORTED and all(how.usable for how in imported)
            )
            said = self._said.confirmations.get(entry.line.id)
            verdicts.append(judge_by_hand(entry.line, entry.requirement, proven, said))
        return verdicts

    def _advice(self) -> list[Verdict]:
        lines = {line.name: line for line in self._checklist.advice}
        needed = needed_names([self._checklist.get, self._checklist.update])
        found = {how.found for _, how in [*self._all_get, *self._all_update] if how.found}
        own = {destination_connector(self._listed.get)}
        needed |= {name for name in found | own if name} | {FILES, SUBJECTS, DEFINITIONS}
        standard = [
            how.found
            for one, how in self._all_get
            if one.line.severity is Severity.REQUIRED and how.usable and (how.found or "").startswith("Profit")
        ]
        return [
            advice.judge_group(lines[advice.GROUP], self._said.info),
            advice.judge_user(lines[advice.PERSON], self._said.info),
            advice.judge_extra(lines[advice.EXTRA], [*self._listed.get, *self._listed.update], needed),
            advice.judge_standard(lines[advice.STANDARD], [name for name in dict.fromkeys(standard) if name]),
            self._word(lines[advice.IP_RULE]) or advice.judge_ip_rule(lines[advice.IP_RULE]),
        ]

    def _by_word(self, verdict: Verdict) -> Verdict:
        """Return the verdict that a person's word makes of a line that no call can prove."""
        said = self._word(verdict.line)
        if said is None and not self._checklist.stored:
            return replace(verdict, line=advised(verdict.line))
        return said or verdict

    def _word(self, line: Line) -> Verdict | None:
        said = self._said.confirmations.get(line.id)
        return confirmed(line, said) if said else None

    # -- GetConnectors

    def _definitions_wanted(self) -> bool:
        """Whether some line is absent and the environment's own list of definitions can tell more."""
        absent = any(not how.usable for _, how in self._get)
        return absent and DEFINITIONS in self._listed.get

    def _absent(self, known: Definitions | None) -> list[Verdict]:
        return [
            judge_get(one.line, one.requirement, how, None, known, contact=one.profile.contact.missing)
            for one, how in self._get
            if not how.usable
        ]

    def _read_definitions(self) -> Judged:
        known = self._call(lambda: definitions(self._all_rows(DEFINITIONS, "Naam")))
        return self._absent(None if isinstance(known, AssistantError) else known)

    def _all_rows(self, connector: str, order: str) -> list[Mapping[str, object]]:
        return [row for page in self._reader.pages(connector, Query(order=(order,))) for row in page.rows]

    def _get_task(self, name: str, entries: Sequence[tuple[Entry[GetRequirement], Resolution]]) -> Task:
        def read() -> Judged:
            fields_matter = any(one.requirement.fields_of(name) for one, _ in entries)
            kept = self._said.definitions.get(name.casefold())
            asked = self._all_columns or kept is not None
            reading = self._call(lambda: self._reading(name, fields_matter, asked))
            return [judge_get(one.line, one.requirement, how, reading, None, kept=kept) for one, how in entries]

        return read

    def _reading(self, name: str, fields_matter: bool, asked: bool) -> Reading:
        """Return what one row shows, and the columns if they are asked for, or matter and no row shows them."""
        row = self._reader.first_row(name)
        if not asked and (row is not None or not fields_matter):
            return Reading.of(row)
        told = self._call(lambda: self._reader.get_definition(name))
        if isinstance(told, AssistantError):  # no finding: the connector itself did answer
            return Reading.of(row)
        return Reading.of(row, [(field.id, field.field_id) for field in told.fields])

    # -- UpdateConnectors, data connectors, destinations

    def _update_task(self, name: str, entries: Sequence[tuple[Entry[UpdateRequirement], Resolution]]) -> Task:
        def read() -> Judged:
            paths = self._call(lambda: self._reader.update_definition(name).paths())
            return [judge_update(one.line, one.requirement, how, paths) for one, how in entries]

        return read

    def _data(self) -> dict[DataProbe, list[Entry[DataRequirement]]]:
        """Return the data connectors by probe, without the version, which is always asked."""
        asked: dict[DataProbe, list[Entry[DataRequirement]]] = defaultdict(list)
        for entry in self._checklist.data:
            if entry.requirement.probe is not DataProbe.VERSION and self._wanted(entry.line):
                asked[entry.requirement.probe].append(entry)
        return asked

    def _version(self) -> Judged:
        answer = self._call(self._reader.profit_version)
        self.profit_version = answer if isinstance(answer, str) else None
        said: Answer = phrase("Answers: Profit {version}", version=answer) if isinstance(answer, str) else answer
        own = [judge_version(line, answer) for line in self._checklist.environment if line.name == VERSION]
        asked = [one for one in self._checklist.data if one.requirement.probe is DataProbe.VERSION]
        verdicts = [*own, *(judge_data(one.line, one.requirement.probe, said) for one in asked)]
        return [one for one in verdicts if self._wanted(one.line)]

    def _version_lines(self) -> bool:
        """Whether somebody wants to know what AppConnectorVersion answers."""
        asked = [one.line for one in self._checklist.data if one.requirement.probe is DataProbe.VERSION]
        own = [line for line in self._checklist.environment if line.name == VERSION]
        return any(self._wanted(line) for line in (*own, *asked))

    def _data_task(self, entries: Sequence[Entry[DataRequirement]]) -> Task:
        def call() -> Judged:
            probe = entries[0].requirement.probe
            answer = self._call(
                {DataProbe.SUBJECT: self._subject, DataProbe.REPORT: self._report}.get(probe, self._schema)
            )
            return [judge_data(one.line, probe, answer) for one in entries]

        return call

    def _subject(self) -> Answer:
        self._reader.subject_file(*MADE_UP_FILE)
        return phrase("Answers")

    def _report(self) -> Answer:
        self._reader.report(MADE_UP_REPORT)
        return phrase("Answers")

    def _schema(self) -> Answer:
        usable = [how.found for _, how in self._update if how.usable and how.found]
        name = usable[0] if usable else "KnSubject"
        self._reader.xml_schema(name)
        return phrase("Answers with the schema of {name}", name=name)

    def _destinations(self) -> Judged:
        entries = [entry for entry in self._checklist.destinations if self._wanted(entry.line)]
        wanted = {entry.requirement.number for entry in entries}
        evidence = read_destinations(self._reader, self._listed.get, wanted)
        verdicts = []
        for one in entries:
            verdict = judge_destination(one.line, one.requirement, evidence, self._said.item_type)
            verdicts.append(self._by_word(verdict) if verdict.status is Status.BY_HAND else verdict)
        return verdicts

    def _call(self, call: Callable[[], T]) -> T | AssistantError:
        """Return the call's value, or its error."""
        try:
            return call()
        except AssistantError as error:
            return error


E = TypeVar("E", Entry[GetRequirement], Entry[UpdateRequirement])


def _by_found(resolved: Sequence[tuple[E, Resolution]]) -> dict[str, list[tuple[E, Resolution]]]:
    """Return the usable lines by the connector that was found for them."""
    found: dict[str, list[tuple[E, Resolution]]] = defaultdict(list)
    for entry, how in resolved:
        if how.usable and how.found:
            found[how.found].append((entry, how))
    return found

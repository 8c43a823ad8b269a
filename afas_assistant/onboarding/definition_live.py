"""Hold definition files against an environment: is each connector there, and are its columns those of the file.

`/metainfo` is asked first: it names the connectors that the token may use. A connector that is not among them may be
missing from AFAS or from the app connector alone; AFAS's own list of definitions tells which, where the token may read
it. Only reads.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from afas_assistant.afas.metainfo import Metainfo
from afas_assistant.afas.query import Query
from afas_assistant.errors import AssistantError, Who
from afas_assistant.gcn.definition import GcnDefinition
from afas_assistant.onboarding.definition_comparison import Comparison, compare
from afas_assistant.onboarding.environment_reader import EnvironmentReader
from afas_assistant.onboarding.evidence import Definitions, definitions
from afas_assistant.onboarding.fetching import DEFINITIONS
from afas_assistant.onboarding.guarded_reader import GuardedReader
from afas_assistant.onboarding.names import Match, resolve
from afas_assistant.onboarding.profiles import places
from afas_assistant.onboarding.verdicts import NOTHING
from afas_assistant.texts import Text, literal, phrase


class Standing(StrEnum):
    """How a definition stands in an environment. UNANSWERED: AFAS would not tell its columns."""

    SAME = "same"
    DIFFERENT = "different"
    ABSENT = "absent"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class LiveDefinition:
    """A definition with what the environment has of it; `title` says it in a sentence, `remedy` what to do, if at all.

    `comparison` is None where there is nothing to compare with; `error` is what AFAS answered instead.
    """

    definition: GcnDefinition
    standing: Standing
    title: Text
    remedy: Text = NOTHING
    who: Who = Who.CONSULTANT
    comparison: Comparison | None = None
    error: AssistantError | None = None


class LiveDefinitions:
    """The GetConnectors of one environment, as far as the token sees them."""

    def __init__(self, reader: EnvironmentReader, metainfo: Metainfo) -> None:
        self._reader = GuardedReader(reader)
        self._listed = [connector.id for connector in metainfo.get_connectors]

    def hold(self, found: Sequence[GcnDefinition]) -> Iterator[LiveDefinition]:
        """Yield how each definition stands, in their order; an error of AFAS becomes the standing of that one."""
        for definition in found:
            match = resolve([definition.connector_id], self._listed)
            if match.found is None or match.match is Match.NEAR:
                yield self._absent(definition, match.found)
            else:
                yield self._present(definition, match.found)

    def _present(self, definition: GcnDefinition, name: str) -> LiveDefinition:
        try:
            live = self._reader.get_definition(name)
        except AssistantError as error:
            return LiveDefinition(
                definition, Standing.UNANSWERED, error.title, remedy=error.action, who=error.who, error=error
            )
        comparison = compare(definition.columns, live)
        if comparison.alike:
            return LiveDefinition(definition, Standing.SAME, comparison.summary, comparison=comparison)
        remedy = (
            phrase("Import the file again, or ask who changed the connector in AFAS.")
            if comparison.breaks
            else phrase("Look whether the columns show what is meant; somebody built the connector again.")
        )
        return LiveDefinition(definition, Standing.DIFFERENT, comparison.summary, remedy=remedy, comparison=comparison)

    def _absent(self, definition: GcnDefinition, near: str | None) -> LiveDefinition:
        name = literal(definition.connector_id)
        known = self._environments_own
        add, bring = places()["app_connector_get"], places()["getconnector_import"]
        if known is None:
            title = phrase("{name} is not in the app connector, or was not imported.", name=name)
            remedy = phrase(
                "Look for it under {add}. If it is not offered there, import the file first: {bring}.",
                add=add.menu,
                bring=bring.menu,
            )
        elif definition.connector_id.casefold() in {each.casefold() for each in known}:
            title = phrase("{name} is in AFAS, but not in the app connector.", name=name)
            remedy = phrase("Add it: {add}.", add=add.menu)
        else:
            title = phrase("{name} is not among the definitions of this environment.", name=name)
            remedy = phrase("Import the file: {bring}. Then add it: {add}.", add=add.menu, bring=bring.menu)
        if near is not None:
            title = phrase(
                "{title} The app connector has {near}, which looks like it.", title=title, near=literal(near)
            )
        return LiveDefinition(definition, Standing.ABSENT, title, remedy=remedy, who=Who.ADMINISTRATOR)

    @cached_property
    def _environments_own(self) -> Definitions | None:
        """The environment's own list of definitions, or None where this token cannot read it."""
        if DEFINITIONS not in self._listed:
            return None
        try:
            pages = self._reader.pages(DEFINITIONS, Query(order=("Naam",)))
            return definitions(row for page in pages for row in page.rows)
        except AssistantError:
            return None

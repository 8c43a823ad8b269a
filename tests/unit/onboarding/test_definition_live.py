"""Definition files against an environment: there and the same, there and different, absent, no answer."""

from collections.abc import Mapping, Sequence

from afas_assistant.afas.metainfo import GetDefinition, Metainfo
from afas_assistant.errors import AssistantError, Who
from afas_assistant.gcn.definition import GcnDefinition
from afas_assistant.onboarding.definition_live import LiveDefinition, LiveDefinitions, Standing
from tests.helpers.pretend_reader import PretendReader, afas_error
from tests.unit.onboarding.make_definitions import definition, live

LIST = "ProfitGetConnectoren"


class Reader(PretendReader):
    """An environment that tells columns with their internal ids."""

    def __init__(
        self,
        listed: Sequence[str],
        told: Mapping[str, GetDefinition] | None = None,
        existing: Sequence[str] = (),
        errors: Mapping[str, AssistantError] | None = None,
    ) -> None:
        names = Metainfo.model_validate({"getConnectors": [{"id": name} for name in listed]})
        rows = {LIST: [{"Naam": name, "Omschrijving": "", "Geblokkeerd": False} for name in existing]}
        super().__init__(names, rows=rows, errors=errors or {})
        self._told = told or {}

    def get_definition(self, connector_id: str) -> GetDefinition:
        self._called(f"metainfo/get/{connector_id}")
        return self._told[connector_id]


def hold(reader: Reader, *found: GcnDefinition) -> list[LiveDefinition]:
    return list(LiveDefinitions(reader, reader.names).hold(found))


SAME = live(("Description", "U002"), ("Code", "U001"))
RENAMED = live(("Code", "U001"), ("Text", "U002"))
REBUILT = live(("Code", "U001"), ("Description", "U009"))


def test_each_definition_is_held_against_its_own_connector() -> None:
    reader = Reader(["SBQ_BTW", "SBQ_X", "SBQ_Y"], {"SBQ_BTW": SAME, "SBQ_X": RENAMED, "SBQ_Y": REBUILT})
    told = hold(reader, definition("SBQ_X"), definition("SBQ_BTW"), definition("SBQ_Y"))
    assert [one.standing for one in told] == [Standing.DIFFERENT, Standing.SAME, Standing.DIFFERENT]
    assert "Renamed: Description → Text." in told[0].title.render("en")
    assert "Import the file again" in told[0].remedy.render("en")
    assert told[1].remedy.render("en") == ""
    assert "built the connector again" in told[2].remedy.render("en")


def test_capitals_do_not_hide_a_connector() -> None:
    told = hold(Reader(["SBQ_Btw"], {"SBQ_Btw": SAME}), definition("SBQ_BTW"))
    assert told[0].standing is Standing.SAME


def test_an_absent_connector_may_not_exist_or_not_be_added_and_the_list_of_afas_tells_which() -> None:
    reader = Reader([LIST], existing=["sbq_btw"])
    there, nowhere = hold(reader, definition("SBQ_BTW"), definition("SBQ_Nowhere"))
    assert there.standing is nowhere.standing is Standing.ABSENT
    assert there.title.render("en") == "SBQ_BTW is in AFAS, but not in the app connector."
    assert nowhere.title.render("en") == "SBQ_Nowhere is not among the definitions of this environment."
    assert "Import" in nowhere.remedy.render("en")
    assert "Import" not in there.remedy.render("en")
    assert there.who is Who.ADMINISTRATOR
    assert reader.calls.count(f"{LIST}*") == 1, "one list serves all absent connectors"


def test_without_that_list_both_causes_are_told() -> None:
    for reader in (Reader([]), Reader([LIST], errors={LIST: afas_error(500)})):
        told = hold(reader, definition("SBQ_BTW"))[0]
        assert told.title.render("en") == "SBQ_BTW is not in the app connector, or was not imported."


def test_the_list_is_not_read_when_nothing_is_absent() -> None:
    reader = Reader(["SBQ_BTW", LIST], {"SBQ_BTW": SAME})
    hold(reader, definition("SBQ_BTW"))
    assert reader.calls == ["metainfo/get/SBQ_BTW"]


def test_a_connector_that_looks_like_it_is_named_and_not_compared() -> None:
    told = hold(Reader(["SBQ_Debitueren"]), definition("SBQ_Debiteuren"))[0]
    assert told.standing is Standing.ABSENT
    assert told.comparison is None
    assert "SBQ_Debitueren, which looks like it" in told.title.render("en")


def test_an_error_of_afas_is_the_standing_of_that_definition_only() -> None:
    reader = Reader(["SBQ_BTW", "SBQ_X"], {"SBQ_X": SAME}, errors={"metainfo/get/SBQ_BTW": afas_error(500)})
    told = hold(reader, definition("SBQ_BTW"), definition("SBQ_X"))
    assert [one.standing for one in told] == [Standing.UNANSWERED, Standing.SAME]
    assert told[0].error is not None
    assert told[0].title == told[0].error.title

"""A broken profile gets a sentence with file, line and reason."""

from pathlib import Path

import pytest

from afas_assistant.errors import ConfigurationError
from afas_assistant.onboarding.profile_errors import ProfileError, ProfileNotFoundError
from afas_assistant.onboarding.profiles import load_profile

HEAD = 'schema = 1\nid = "own"\nname = "Own"\ndocument = "A letter"\n'
GET = '[[get]]\nname = "A"\nwhy = "w"\n'
STEP = '[[by_hand]]\nid = "s"\ntitle = "t"\nwhy = "w"\n'

# name: (text, line, words of the English reason)
BROKEN: dict[str, tuple[str, int, str]] = {
    "no equals sign": (HEAD + "[[get]]\nname\n", 6, "not TOML: Expected '='"),
    "key twice": (HEAD + '[[get]]\nname = "A"\nname = "B"\n', 7, "not TOML"),
    "open quote at the end": (HEAD + '[[get]]\nname = "A', 6, "not TOML"),
    "open multi-line text": (HEAD + '[[get]]\nwhy = """a\nb\n', 7, "not TOML"),
    "empty file": ("", 1, "empty: it asks for nothing"),
    "only comments": ("# nothing\n", 1, "empty: it asks for nothing"),
    "no lines": (HEAD, 1, "empty: it asks for nothing"),
    "no schema": ('id = "own"\n' + GET, 1, "“schema” is missing"),
    "schema as text": ('id = "own"\nschema = "1"\n', 2, "“schema” must be a whole number"),
    "schema as truth": ("schema = true\n", 1, "“schema” must be a whole number"),
    "newer schema": ('id = "own"\nschema = 2\nplanets = 9\n', 2, "newer version of this program (schema 2)"),
    "schema zero": ("schema = 0\n", 1, "“schema” must be 1"),
    "no id": ('schema = 1\nname = "Own"\n', 1, "“id” is missing"),
    "id with a blank": (HEAD.replace('"own"', '"my own"') + GET, 2, "“id” may hold small letters"),
    "id of ours": (HEAD.replace('"own"', '"timechimp"') + GET, 2, "“timechimp” belongs to a profile of the program"),
    "unknown key at the top": (HEAD + "versions = 3\n" + GET, 5, "“versions” is not known here."),
    "unknown table": (HEAD + GET + '[[gets]]\nname = "B"\n', 8, "“gets” is not known here. Did you mean “get”?"),
    "unknown key": (HEAD + GET + 'feilds = ["x"]\n', 8, "“feilds” is not known here. Did you mean “fields”?"),
    "key of another kind": (HEAD + GET + 'probe = "version"\n', 8, "“probe” is not known here."),
    "unknown language": (HEAD + '[[get]]\nname = "A"\nwhy.nl = "w"\nwhy.fr = "w"\n', 8, "“fr” is not known here."),
    "no name": (HEAD + GET + '[[get]]\nwhy = "w"\n', 8, "“name” is missing"),
    "no why": (HEAD + '[[get]]\nname = "A"\n', 5, "“why” is missing"),
    "no English": (HEAD + '[[get]]\nname = "A"\nwhy.nl = "w"\n', 7, "“why.en” is missing"),
    "no English in a table": (HEAD + '[[get]]\nname = "A"\n[get.why]\nnl = "w"\n', 7, "“why.en” is missing"),
    "empty English": (HEAD + '[[get]]\nname = "A"\nwhy.nl = "w"\nwhy.en = " "\n', 8, "“why.en” is empty"),
    "empty name": (HEAD + '[[get]]\nname = ""\n', 6, "“name” is empty"),
    "name with a blank after it": (HEAD + '[[get]]\nname = "A "\n', 6, "begins or ends with a blank: “A ”"),
    "name as a number": (HEAD + "[[get]]\nname = 3\n", 6, "“name” must be text between quotes"),
    "why as a number": (HEAD + '[[get]]\nname = "A"\nwhy = 3\n', 7, "“why” must be text"),
    "fields as text": (HEAD + GET + 'fields = "x"\n', 8, "“fields” must be a list of texts"),
    "fields of numbers": (HEAD + GET + "fields = [1]\n", 8, "“fields” must be a list of texts"),
    "field twice": (HEAD + GET + 'fields = ["x", "x"]\n', 8, "“x” is twice in “fields”"),
    "truth as text": (HEAD + GET + 'printed_wrong = "yes"\n', 8, "“printed_wrong” must be true or false"),
    "misprint without the right name": (HEAD + GET + "printed_wrong = true\n", 8, "needs the right name in “known_as”"),
    "alias is the name": (HEAD + GET + 'known_as = ["A"]\n', 8, "repeats the name itself"),
    "one table instead of several": (HEAD + '[get]\nname = "A"\n', 5, "“get” must be a list of tables: [[get]]"),
    "contact as text": (HEAD + 'contact = "me"\n' + GET, 5, "“contact” must be a table: [contact]"),
    "unknown place": (HEAD + GET + 'place = "app_conector_get"\n', 8, "Did you mean “app_connector_get”?"),
    "far-off place": (HEAD + GET + 'place = "moon"\n', 8, "The place “moon” is not known."),
    "unknown severity": (
        HEAD + GET + 'severity = "advise"\n',
        8,
        "possible are required, advised. Did you mean “advised”",
    ),
    "unknown rows": (HEAD + GET + 'rows = "some"\n', 8, "possible are expected, may_be_empty"),
    "unknown probe": (
        HEAD + '[[data]]\nname = "D"\nprobe = "versions"\nwhy = "w"\n',
        7,
        "possible are version, subject, report, xml_schema. Did you mean “version”?",
    ),
    "no probe": (HEAD + '[[data]]\nname = "D"\nwhy = "w"\n', 5, "“probe” is missing"),
    "name twice": (
        HEAD + GET + '\n[[get]]\nname = "a"\nwhy = "w"\n',
        10,
        "“a” is asked for twice; the first time on line 6",
    ),
    "name twice, inline": (
        HEAD + 'get = [{name = "A", why = "w"}, {name = "A", why = "w"}]\n',
        5,
        "“A” is asked for twice",
    ),
    "destination twice": (
        HEAD + 2 * '[[destination]]\nnumber = 12\nname = "n"\nwhy = "w"\n',
        10,
        "“12” is asked for twice; the first time on line 6",
    ),
    "destination out of range": (
        HEAD + '[[destination]]\nname = "n"\nnumber = 3\nwhy = "w"\n',
        7,
        "Destination 3 cannot be checked; possible are 12, 13.",
    ),
    "destination as text": (HEAD + '[[destination]]\nnumber = "12"\n', 6, "“number” must be a whole number"),
    "path of a field": (HEAD + '[[update]]\nname = "U"\nfields = ["A//B"]\nwhy = "w"\n', 7, "“A//B” is not a path"),
    "step without a place": (HEAD + STEP + 'steps = ["a"]\n', 5, "“place” is missing"),
    "no steps": (HEAD + STEP + "steps = []\n", 9, "“steps” is empty"),
    "more steps in Dutch": (
        HEAD + STEP + 'steps.nl = ["a", "b"]\nsteps.en = [\n "a"]\nplace = "time_tracking"\n',
        10,
        "“steps” has 2 lines in Dutch and 1 in English",
    ),
    "unknown proof": (
        HEAD + STEP + 'steps = ["a"]\nplace = "time_tracking"\nproven_by = "oath"\n',
        11,
        "possible are token",
    ),
}


def broken(file: Path) -> ProfileError:
    with pytest.raises(ProfileError) as caught:
        load_profile(str(file))
    assert caught.value.code == "profile_broken"
    return caught.value


@pytest.mark.parametrize("case", BROKEN)
def test_the_message_names_file_line_and_reason(case: str, tmp_path: Path) -> None:
    text, line, words = BROKEN[case]
    file = tmp_path / "own.toml"
    file.write_text(text, encoding="utf-8")
    error = broken(file)
    assert error.line == line
    sentence = error.sentence("en")
    assert f"{file}, line {line}: " in sentence
    assert words in sentence


def test_windows_line_ends_do_not_move_the_line(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_bytes(("\ufeff" + HEAD + GET + 'feilds = ["x"]\n').replace("\n", "\r\n").encode())
    assert broken(file).line == 8


@pytest.mark.parametrize(
    ("content", "line"), [((HEAD + GET).encode("utf-16"), 1), ((HEAD + 'needs = "é"\n').encode("cp1252"), 5)]
)
def test_other_encodings_are_named(content: bytes, line: int, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_bytes(content)
    error = broken(file)
    assert error.line == line
    assert "not UTF-8" in error.sentence("en")


def test_a_folder_is_not_a_profile(tmp_path: Path) -> None:
    assert "This is not a file" in broken(tmp_path).sentence("en")


@pytest.mark.parametrize("text", ["a = " + "[" * 20_000, "a = " + "9" * 10_000], ids=["brackets", "digits"])
def test_malice_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(text, encoding="utf-8")
    assert "not TOML" in broken(file).sentence("en")


@pytest.mark.parametrize("name", ["timechimpp", "Smartboqing"])
def test_a_name_that_is_nearly_right_is_proposed(name: str) -> None:
    with pytest.raises(ProfileNotFoundError) as caught:
        load_profile(name)
    assert caught.value.code == "profile_not_found"
    assert "Did you mean" in caught.value.sentence("en")
    assert "timechimp, smartbooqing, assistant" in caught.value.sentence("en")


@pytest.mark.parametrize("name", ["", "nothing like it", "x" * 5_000, "zero\0byte", "no/such/file.toml"])
def test_what_cannot_be_found_gets_the_names_and_the_folder(name: str, tmp_path: Path) -> None:
    (tmp_path / "acme.toml").write_text(HEAD + GET, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_profile(name, tmp_path)
    assert caught.value.code == "profile_not_found"
    assert "assistant, acme" in caught.value.sentence("en")
    assert str(tmp_path) in caught.value.sentence("en")

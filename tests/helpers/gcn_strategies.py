"""What Hypothesis puts into written definition files: any spec that AFAS could have exported."""

from datetime import datetime, timedelta

from hypothesis import strategies as st

from tests.helpers.gcn_writer import GENERATIONS, Condition, Field, Group, Spec, authorised_by

# Text that both encodings of the format can hold: no surrogates, and in older generations only what cp1252 has.
WINDOWS = st.characters(codec="cp1252")
ANY = st.characters(exclude_categories=["Cs"])
CONTROLS = st.sampled_from("\x00\t\r\n\x1f~@'\"\\;()%")


def texts(generation: int, least: int = 0, most: int = 40) -> st.SearchStrategy[str]:
    """Return texts that the generation can hold, its own separators among them."""
    return st.text(CONTROLS | (ANY if generation == 8 else WINDOWS), min_size=least, max_size=most)


def identifiers() -> st.SearchStrategy[str]:
    """Return internal ids, of the author's and of the data collection's making."""
    return st.from_regex(r"U[0-9]{3}|[A-Z][A-Za-z]{3,10}[0-9]{0,3}", fullmatch=True)


def moments() -> st.SearchStrategy[datetime | None]:
    """Return moments to the second, as the files have them, or none."""
    start = datetime(1990, 1, 1)  # noqa: DTZ001 - local time without a zone
    return st.none() | st.integers(0, 3_000_000_000).map(lambda seconds: start + timedelta(seconds=seconds))


@st.composite
def fields(draw: st.DrawFn, generation: int) -> tuple[Field, ...]:
    """Draw fields with different ids: given out, hidden and technical ones mixed."""
    ids = draw(st.lists(identifiers(), min_size=0, max_size=12, unique=True))
    entities = draw(st.lists(st.from_regex(r"[A-Z][a-z][A-Z][a-z]{2}", fullmatch=True), max_size=3, unique=True))
    words = texts(generation, 1, 20)
    common = {
        "table": st.from_regex(r"[A-Z][a-z]{2}", fullmatch=True),
        "field": st.from_regex(r"[A-Z][A-Za-z0-9]{1,3}", fullmatch=True),
        "path": st.from_regex(r"[A-Z][a-z]{2}(\.[A-Z][A-Za-z]{4}){0,2}", fullmatch=True),
    }
    made = []
    for one in ids:
        display = draw(st.sampled_from((1, 1, 1, 0, 2)))
        shown = {"name": words, "caption": st.none() | words, "aggregate": st.integers(0, 2)} if display == 1 else {}
        made.append(draw(st.builds(Field, st.just(one), display=st.just(display), **common, **shown)))
    return (*made, *map(authorised_by, entities))


def groups(generation: int, ids: list[str]) -> st.SearchStrategy[tuple[Group, ...]]:
    """Return filters on the fields given, and now and then on one that is not in the file."""
    one = st.builds(
        Condition,
        st.sampled_from([*ids, "KnEmpTpId"]),
        st.integers(1, 15),
        st.sampled_from(("", "~*NOW*~DD@", "<[~*NOW*~DDm3@]", "!=N", ">X;[]", "![]")) | texts(generation, 0, 15),
        st.sampled_from((0, 2)),
    )
    conditions = st.lists(one, max_size=4).map(tuple)
    made = st.builds(Group, conditions, st.sampled_from((0, 2)), st.sampled_from((0, 1)), texts(generation, 0, 8))
    return st.lists(made, max_size=4).map(tuple)


@st.composite
def specs(draw: st.DrawFn) -> Spec:
    """Draw a whole definition of any generation."""
    generation = draw(st.sampled_from(GENERATIONS))
    chosen = draw(fields(generation))
    words = texts(generation)
    guid = st.text("0123456789ABCDEF", min_size=32, max_size=32)
    return Spec(
        connector_id=draw(st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,40}", fullmatch=True)),
        description=draw(texts(5)),  # stands in the container too, which has Windows text in every generation
        fields=chosen,
        generation=generation,
        filters=draw(groups(generation, [one.internal_id for one in chosen])),
        definition_group=draw(st.sampled_from(("", "VTR", "X"))),
        explanation=draw(words),
        release=draw(st.integers(1, 40)),
        build=draw(st.sampled_from(("2.9.1000", "2.9.1400", "3.0.1"))),
        product=draw(st.sampled_from(("Hrm", "Pay", "Alg"))),
        system=draw(st.sampled_from(("Hr", "Kn", "Fi"))),
        condition=draw(st.integers(0, 20_000)),
        created=draw(moments()),
        changed=draw(moments()),
        data_collection=draw(words),
        data_collection_id=draw(st.from_regex(r"B_[A-Z][a-z]{2}[0-9]{2}", fullmatch=True)),
        guid=draw(guid),
        view_id=draw(guid),
        sql=draw(texts(generation, 0, 200)),
        aliases=draw(st.sampled_from((("Ttt",), ("Ttt", "Uuu"), ("Aaa", "Bbb", "Ccc")))),
    )

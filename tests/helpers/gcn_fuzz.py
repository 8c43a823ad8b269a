"""A run of mutations over definition files: what came out, how long the slowest took, what memory the largest held."""

import time
import tracemalloc
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from afas_assistant.gcn.errors import DefinitionFileError
from afas_assistant.gcn.reader import read_definition
from afas_assistant.gcn.sheet import build_sheet
from tests.helpers.gcn_mutations import Mutation, Sample, mutated
from tests.helpers.gcn_writer import GENERATIONS, Condition, Field, Group, Spec, authorised_by, columns, write
from tests.helpers.reference import reference_folder

READ = "read"


def samples() -> list[Sample]:
    """Return written files of the three generations, small and rich, and AFAS's own where this computer has them."""
    rich = Spec(
        fields=(*columns(6), Field("KnEmpTp", display=0), authorised_by("KnEmp"), Field("D001", display=2)),
        filters=(
            Group((Condition("U001", 15, "<[~*NOW*~DDm3@]"), Condition("U002", 1, "it's")), 2, 1),
            Group((Condition("KnEmpTp", 8),), 0, 0, "Name"),
        ),
        definition_group="VTR",
        explanation="one\r\ntwo ~ @ three",
    )
    specs = {f"{name} {generation}": replace(spec, generation=generation)
             for name, spec in (("small", Spec()), ("rich", rich)) for generation in GENERATIONS}  # fmt: skip
    written = [Sample(name, write(spec), spec) for name, spec in specs.items()]
    folder = reference_folder()
    real = sorted((folder / "gcn").glob("*.gcn")) if folder else []
    return [*written, *(Sample(path.name, path.read_bytes()) for path in real if not path.name.startswith("damaged"))]


@dataclass
class Tally:
    """What a run found: processor seconds, and bytes of memory, which is looked at in every `traced`-th file."""

    traced: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    longest: float = 0.0
    slowest: bytes = b""
    peak: int = 0
    largest: bytes = b""

    @property
    def total(self) -> int:
        """How many files were read."""
        return self.codes.total()

    def read(self, content: bytes) -> str:
        """Read one file; anything but a DefinitionFileError comes out as it is, being a defect."""
        if self.traced and self.total % self.traced == 0:
            self._measure_memory(content)
        started = time.process_time()
        code = outcome(content)
        seconds = time.process_time() - started
        if seconds > self.longest:
            self.longest, self.slowest = seconds, content
        self.codes[code] += 1
        return code

    def _measure_memory(self, content: bytes) -> None:
        tracemalloc.start()
        try:
            outcome(content)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        if peak > self.peak:
            self.peak, self.largest = peak, content


def outcome(content: bytes) -> str:
    """Return `read`, or the code of the documented error; whatever was read must be fit to be shown."""
    try:
        definition = read_definition(content)
    except DefinitionFileError as error:
        return error.code if error.sentence("en") else ""
    for remark in definition.remarks:
        remark.text.render("en")
    build_sheet(definition, "en")
    return READ


def try_one(tally: Tally, sample: Sample, changes: Sequence[Mutation], other: Sample) -> str:
    """Read one mutated file; a defect carries the mutation that shows it."""
    content = mutated(sample, changes, other.content)
    try:
        return tally.read(content)
    except Exception as error:
        error.add_note(f"{sample.name}: {list(changes)}")
        raise

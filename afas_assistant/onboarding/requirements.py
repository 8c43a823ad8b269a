"""What a requirement profile holds: the lines that an environment is checked against.

These are plain, frozen values. They know where in AFAS a line is mended and why it is needed, and nothing about how it
is proven: that is the probes' work. `profiles` makes them from TOML.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from afas_assistant.errors import Who
from afas_assistant.texts import Text, phrase


class Severity(StrEnum):
    """Whether a connection can work without the line."""

    REQUIRED = "required"
    ADVISED = "advised"


class Rows(StrEnum):
    """Whether no rows at all is a finding: a ledger is never empty, a list of cost centres may be."""

    EXPECTED = "expected"
    MAY_BE_EMPTY = "may_be_empty"


class Proof(StrEnum):
    """What shows that a manual step was done.

    TOKEN: `/metainfo` answers this token. IMPORTED: every Get line of the profile that names a file is present.
    """

    TOKEN = "token"  # noqa: S105 - the name of a kind of proof
    IMPORTED = "imported"


class DataProbe(StrEnum):
    """How a data connector is tried; they are not listed in `/metainfo`."""

    VERSION = "version"
    SUBJECT = "subject"
    REPORT = "report"
    XML_SCHEMA = "xml_schema"


@dataclass(frozen=True)
class Place:
    """A place where someone clicks.

    `menu` is the path in the newer menu, `menu_old` in the older one; None where only one wording is known. Places of
    AFAS hold one part between brackets, the name of the app connector or of the user, which differs per environment.
    """

    id: str
    title: Text
    menu: Text
    menu_old: Text | None
    who: Who

    def both_menus(self) -> Text:
        """Return the newer menu path, with the older one behind it where that is known."""
        if self.menu_old is None:
            return self.menu
        return phrase("{menu} (older menu: {menu_old})", menu=self.menu, menu_old=self.menu_old)


@dataclass(frozen=True, kw_only=True)
class Requirement(ABC):
    """What every line has: how bad it is without, why, the trap it holds, and where it is mended.

    `without` says what stops working when the line is missing.
    """

    severity: Severity
    why: Text
    place: Place
    trap: Text | None = None
    without: Text | None = None

    @property
    @abstractmethod
    def check_id(self) -> str:
        """The stable name of this line in reports, such as "get/SBQ_BTW": with the name as the document writes it."""


@dataclass(frozen=True, kw_only=True)
class ByHand(Requirement):
    """A step that a person does; `steps` are the clicks in order."""

    id: str
    title: Text
    steps: tuple[Text, ...]
    proven_by: Proof | None = None

    @property
    def check_id(self) -> str:
        """The stable name of this line in reports."""
        return f"by_hand/{self.id}"


@dataclass(frozen=True, kw_only=True)
class GetRequirement(Requirement):
    """A GetConnector, under any one of its names.

    `name` is written as the document prints it; `printed_wrong` when that is a misprint or a description instead of a
    connector id. `known_as` are the other names that do as well, best first. `description` is what AFAS shows beside
    the id, `file` the definition file that brings the connector, `fields` the columns that are relied on: given for
    AFAS's own connectors only, since the columns of vendors' connectors are nowhere public.
    """

    name: str
    known_as: tuple[str, ...] = ()
    printed_wrong: bool = False
    description: str | None = None
    file: str | None = None
    fields: tuple[str, ...] = ()
    rows: Rows = Rows.EXPECTED

    @property
    def names(self) -> tuple[str, ...]:
        """The name as printed, then the other names."""
        return (self.name, *self.known_as)

    @property
    def check_id(self) -> str:
        """The stable name of this line in reports."""
        return f"get/{self.name}"

    def fields_of(self, found: str) -> tuple[str, ...]:
        """Return the columns to rely on in the connector found under this name.

        Empty when it was found under the misprint itself: somebody made that connector, and its columns are theirs.
        """
        return () if self.printed_wrong and found == self.name else self.fields


@dataclass(frozen=True, kw_only=True)
class UpdateRequirement(Requirement):
    """An UpdateConnector, under any one of its names.

    `fields` are the paths that will be sent, relative to the root object: "Field", "Object/Field",
    "Object/Sub/Field".
    """

    name: str
    known_as: tuple[str, ...] = ()
    printed_wrong: bool = False
    description: str | None = None
    fields: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The name as printed, then the other names."""
        return (self.name, *self.known_as)

    @property
    def check_id(self) -> str:
        """The stable name of this line in reports."""
        return f"update/{self.name}"


@dataclass(frozen=True, kw_only=True)
class DataRequirement(Requirement):
    """A data connector of the tab *Connectoren*, and the call that shows whether it was added."""

    name: str
    probe: DataProbe

    @property
    def check_id(self) -> str:
        """The stable name of this line in reports."""
        return f"data/{self.name}"


@dataclass(frozen=True, kw_only=True)
class DestinationRequirement(Requirement):
    """A destination that the dossier item type must allow; `number` is AFAS's own: 12 purchase, 13 sales invoice."""

    number: int
    name: Text

    @property
    def check_id(self) -> str:
        """The stable name of this line in reports."""
        return f"destination/{self.number}"


@dataclass(frozen=True)
class Contact:
    """Who at the vendor to ask: about missing connectors, and about anything technical."""

    missing: str | None = None
    technical: str | None = None


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A checklist: all that one integration needs of an environment.

    `document` is what the list is based on, `needs` what it takes besides AFAS (a subscription), `path` the file.
    """

    id: str
    name: str
    document: Text
    needs: Text | None
    contact: Contact
    by_hand: tuple[ByHand, ...]
    get: tuple[GetRequirement, ...]
    update: tuple[UpdateRequirement, ...]
    data: tuple[DataRequirement, ...]
    destinations: tuple[DestinationRequirement, ...]
    path: Path

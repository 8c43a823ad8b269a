"""A plan as rows: the worst on top, with what is ticked and what goes along with it."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import replace
from decimal import Decimal

from afas_assistant.sync.plan import Outlook, Plan, PlannedRecord
from afas_assistant.texts import Text, joined, literal, money, phrase, phrase_n
from afas_assistant.ui.garbage import free_aside
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.tabs.outlooks import OUTLOOKS
from afas_assistant.ui.tabs.rows import NOTHING, ShownRow, SortKey

DEBTOR = "debtor"
ZERO = Decimal(0)
_RANK = {outlook: place for place, outlook in enumerate(Outlook)}


class PlanRows:
    """The records of a plan by their place on the screen, and which of them are ticked.

    A record that needs another one (an invoice its new debtor) takes it along when it is ticked, and goes with it when
    that is unticked.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.records: list[PlannedRecord] = [
            one for outlook in Outlook for one in plan.records if one.outlook is outlook
        ]
        self.kind = Kind(plan.kind)
        self._places = {one.reference: place for place, one in enumerate(self.records)}
        self.tickable = frozenset(place for place, one in enumerate(self.records) if one.tickable)
        self._needs = {
            place: self._places[one.needs.reference]
            for place, one in enumerate(self.records)
            if one.needs is not None and one.needs.reference in self._places
        }
        self._uncounted = frozenset(
            place for place, one in enumerate(self.records) if is_debtor(one) and self.kind is not Kind.CUSTOMERS
        )
        self._uncertain = frozenset(one for one in self.tickable if self.records[one].outlook is Outlook.CANNOT_TELL)
        self.failing = sum(one.outlook is Outlook.WILL_FAIL for one in self.records)
        self._amounts = [one.amount or ZERO for one in self.records]
        self.ticked = {place for place, one in enumerate(self.records) if one.ticked_at_first}
        self._asked: tuple[frozenset[str], frozenset[int]] = (frozenset(), frozenset())

    def __del__(self) -> None:
        """Free a long plan without keeping the window waiting."""
        self.plan = replace(self.plan, records=())
        free_aside(self.records)

    def __len__(self) -> int:
        return len(self.records)

    # ------------------------------------------------------------------ ticks

    def tick_only(self, references: Iterable[str]) -> None:
        """Tick these and nothing else, as far as they can be."""
        self.ticked = set()
        self.tick([self._places[one] for one in references if one in self._places], ticked=True)

    def tick(self, places: Iterable[int], *, ticked: bool) -> None:
        """Tick or untick; what cannot be ticked stays as it is."""
        wanted = self.tickable.intersection(places)
        if ticked:
            self.ticked |= wanted
            self.ticked |= self.tickable.intersection(self._needs[one] for one in self._needs.keys() & wanted)
        else:
            self.ticked -= wanted
            self.ticked -= {place for place, needed in self._needs.items() if needed in wanted}

    @property
    def chosen(self) -> frozenset[str]:
        """The references that are ticked."""
        references = frozenset(self.records[place].reference for place in self.ticked)
        self._asked = (references, frozenset(self.ticked))
        return references

    def first(self, most: int) -> frozenset[str]:
        """Return the first ticked ones that count, with the debtors that they need."""
        places = sorted(self.ticked - self._uncounted)[:most]
        needed = [self._needs[one] for one in places if one in self._needs]
        return frozenset(self.records[place].reference for place in (*places, *needed))

    def counted(self, references: Iterable[str] | None = None) -> int:
        """Return how many the button counts; a debtor that is made first for another record is none."""
        return len(self._at(references) - self._uncounted)

    def counted_all(self) -> int:
        """Return how many there are of what the button counts."""
        return len(self.records) - len(self._uncounted)

    def total(self, references: Iterable[str] | None = None) -> Decimal:
        """Return the sum of what is ticked, or of these."""
        return sum(map(self._amounts.__getitem__, self._at(references)), ZERO)

    def _at(self, references: Iterable[str] | None) -> AbstractSet[int]:
        """Return the places of these, or of what is ticked; those of all that is chosen are known."""
        if references is None:
            return self.ticked
        chosen, places = self._asked
        return places if references is chosen else {self._places[one] for one in references}

    def uncertain(self) -> int:
        """Return how many uncertain ones are not ticked."""
        return len(self._uncertain - self.ticked)

    def place_of(self, reference: str) -> int | None:
        """Return where a record stands, or None."""
        return self._places.get(reference)

    # ------------------------------------------------------------------ what the table asks

    def shown(self, place: int) -> ShownRow:
        """Return what is painted of a record."""
        record = self.records[place]
        amount = "" if record.amount is None else str(money(record.amount, ""))
        return ShownRow(OUTLOOKS[record.outlook], self.number(place), record.counterpart, self.reason(place), amount)

    def number(self, place: int) -> str:
        """Return the number in AFAS, or that it is new."""
        return number_of(self.records[place], self.kind)

    def reason(self, place: int) -> Text:
        """Return the second line: why not, or what it is made of."""
        record = self.records[place]
        if record.outlook is not Outlook.WILL_PASS and record.reasons:
            return record.reasons[0].text
        if place in self._uncounted:
            return phrase("New debtor in AFAS, made first")
        if self.kind is Kind.INVOICES:
            return joined(literal(record.what), _lines(record), separator=" · ")
        if record.reasons:
            return record.reasons[0].text
        return _booked_lines(record) if self.kind is Kind.BOOKINGS else NOTHING

    def choice(self, place: int) -> str:
        """Return the outlook."""
        return self.records[place].outlook.value

    def sort_key(self, place: int, column: int) -> SortKey:
        """Return what to sort by: tick, verdict, number, name, amount."""
        record = self.records[place]
        if column == 0:
            return (0 if place in self.ticked else 1, "")
        if column == 1:
            return (_RANK[record.outlook], "")
        if column == 2:
            return (0, self.number(place).casefold())
        if column == 3:
            return (0, record.counterpart.casefold())
        return (0, Decimal(0)) if record.amount is None else (1, record.amount)

    def words(self, place: int) -> str:
        """Return number, name and what it is."""
        record = self.records[place]
        return f"{self.number(place)} {record.counterpart} {record.what} {record.reference}".casefold()


def is_debtor(record: PlannedRecord) -> bool:
    """Return whether a record makes a debtor in AFAS."""
    return record.intention is not None and record.intention.kind == DEBTOR


def number_of(record: PlannedRecord, kind: Kind) -> str:
    """Return the number that a person knows the row by."""
    if kind is not Kind.INVOICES or is_debtor(record):
        return record.what
    if not record.account_lines:
        return ""
    account = record.account_lines[0].account
    return account if account.isdigit() else str(phrase("new"))


def _lines(record: PlannedRecord) -> Text:
    count = sum(name.isdigit() for name, _ in record.facts)
    return phrase_n("1 line", "{count} lines", count)


def _booked_lines(record: PlannedRecord) -> Text:
    count = len(record.account_lines)
    return phrase_n("1 line", "{count} lines", count)

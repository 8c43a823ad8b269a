"""The message to the AFAS administrator: only what is open, by place in AFAS, ready to send.

It works before any token exists: then everything that the checklists ask is to be done. It is plain text, as mail is.
A definition file cannot travel in a `mailto:` link, so the files to attach are named apart.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from afas_assistant.onboarding.asked_points import Point, points_to_do
from afas_assistant.onboarding.menus import menu_path, one_line
from afas_assistant.onboarding.open_points import left_to_others, points_open
from afas_assistant.onboarding.report import CheckReport
from afas_assistant.onboarding.requirements import Place, Profile
from afas_assistant.onboarding.verdicts import Status, Verdict
from afas_assistant.texts import Language, Text, joined, literal, phrase, phrase_n

BOX = "☐"
INDENT = "   "
NEWLINE = "\r\n"


@dataclass(frozen=True)
class Names:
    """Who writes to whom about which environment; what is not known yet is left empty.

    `environment` is AFAS's name for it, such as T12345AA.
    """

    environment: str = ""
    sender: str = ""
    administrator: str = ""
    app_connector: str = ""


@dataclass(frozen=True)
class AdministratorMessage:
    """A message ready to send; `attachments` are definition files by name, `language` is the one it is written in."""

    subject: str
    body: str
    attachments: tuple[str, ...] = field(default_factory=tuple)
    language: Language = "nl"


def administrator_message(
    profiles: Sequence[Profile], verdicts: Sequence[Verdict] | None, names: Names, language: Language
) -> AdministratorMessage:
    """Return the message about these profiles; `verdicts` is None before there is a token to check with."""
    return _Writer(profiles, verdicts, names, language).message()


def names_of(report: CheckReport, *, sender: str = "", administrator: str = "") -> Names:
    """Return the names that a check told, with those of the two people."""
    told = report.environment
    return Names(
        environment=told.envid or "",
        sender=sender,
        administrator=administrator,
        app_connector=told.app_connector or "",
    )


def text_to_save(message: AdministratorMessage) -> str:
    """Return the message as a text file holds it: subject and files on top, lines ending as mail and Windows want."""
    head = [phrase("Subject: {subject}", subject=message.subject)]
    if message.attachments:
        head.append(phrase("Attach: {files}", files=", ".join(message.attachments)))
    lines = [*(text.render(message.language) for text in head), "", *message.body.split("\n")]
    return NEWLINE.join(lines) + NEWLINE


class _Writer:
    """Writes one message."""

    def __init__(
        self, profiles: Sequence[Profile], verdicts: Sequence[Verdict] | None, names: Names, language: Language
    ) -> None:
        self._language = language
        self._names = names
        self._verdicts = verdicts
        self._programs = _listed([one_line(profile.name) for profile in profiles], language)
        first = verdicts is None
        points = points_to_do(profiles, language) if first else points_open(profiles, verdicts or (), language)
        self._required = [point for point in points if point.required]
        self._advised = [point for point in points if not point.required]
        self._others = [text.render(language) for text in left_to_others(profiles, verdicts)]
        self._shown: set[str] = set()

    def message(self) -> AdministratorMessage:
        files = dict.fromkeys(point.file for point in (*self._required, *self._advised) if point.file)
        subject = self._say(joined(literal(self._afas()), self._subject(), separator=": "))
        paragraphs = [self._greeting(), *self._middle(tuple(files)), self._farewell()]
        return AdministratorMessage(subject, "\n\n".join(filter(None, paragraphs)), tuple(files), self._language)

    def _say(self, text: Text) -> str:
        return text.render(self._language)

    def _afas(self) -> str:
        environment = one_line(self._names.environment)
        return f"AFAS {environment}" if environment else "AFAS"

    def _holds(self) -> bool:
        """Whether a check has shown that every required line holds."""
        return bool(self._verdicts) and not any(verdict.blocks for verdict in self._verdicts or ())

    def _subject(self) -> Text:
        programs = self._programs
        if self._verdicts is None:
            return phrase("please set up the connection with {programs}", programs=programs)
        if self._required:
            count = len(self._required)
            return phrase_n("one point left for {programs}", "{count} points left for {programs}", count,
                            programs=programs)  # fmt: skip
        if self._advised:
            count = len(self._advised)
            return phrase_n("one piece of advice for {programs}", "{count} pieces of advice for {programs}", count,
                            programs=programs)  # fmt: skip
        if self._holds():
            return phrase("the connection with {programs} is ready", programs=programs)
        return phrase("nothing to do for you at the moment")

    def _greeting(self) -> str:
        name = one_line(self._names.administrator)
        return self._say(phrase("Dear {name},", name=name) if name else phrase("Dear administrator,"))

    def _middle(self, files: Sequence[str]) -> Iterator[str]:
        yield self._say(self._opening())
        if files:
            yield self._say(phrase("Attached, in a ZIP to extract first: {files}.", files=", ".join(files)))
        yield from self._groups(self._required)
        if self._advised:
            yield self._say(phrase("Please also, while you are in this screen anyway:"))
            yield from self._groups(self._advised)
        yield self._rest()
        if self._required or self._advised:
            yield self._closing()

    def _opening(self) -> Text:
        told = {"programs": self._programs, "afas": self._afas()}
        if self._verdicts is None:
            return phrase("To connect {programs} with {afas}, please set up the following in AFAS.", **told)
        if self._required:
            return phrase_n(
                "One point is still open for connecting {programs} with {afas}.",
                "{count} points are still open for connecting {programs} with {afas}.",
                len(self._required),
                **told,
            )
        if not self._holds():
            return phrase("There is nothing for you to do at the moment for connecting {programs} with {afas}.", **told)
        if self._advised:
            return phrase("All that connecting {programs} with {afas} requires is in order; advice is left.", **told)
        return phrase(
            "Thank you: all that connecting {programs} with {afas} requires was tested and is in order. "
            "There is nothing left for you to do.",
            **told,
        )

    def _groups(self, points: Sequence[Point]) -> Iterator[str]:
        """Yield the points by place, places in the order in which they first come up."""
        order = {_place_id(point): number for number, point in reversed(list(enumerate(points)))}
        by_place = sorted(points, key=lambda point: order[_place_id(point)])
        for _, group in groupby(by_place, key=_place_id):
            yield "\n".join(self._group(list(group)))

    def _group(self, points: Sequence[Point]) -> Iterator[str]:
        yield from self._head(points[0].place)
        for point in points:
            yield f"{BOX} {point.task}"
            if point.why:
                yield INDENT + self._say(phrase("Why: {why}", why=" ".join(point.why)))
            yield from (INDENT + note for note in point.notes)
            yield from (f"{INDENT}{number}. {step}" for number, step in enumerate(point.steps, start=1))
        for vendor, address in dict.fromkeys(vendor for point in points for vendor in point.vendors):
            ask = phrase(
                "Is something not in the list and do you have no file of it? Ask {vendor}: {address}.",
                vendor=vendor,
                address=address,
            )
            yield self._say(ask)

    def _head(self, place: Place | None) -> Iterator[str]:
        """Yield a place's name with both menu paths; the paths once in a message."""
        if place is None:
            return
        yield self._say(place.title)
        if place.id not in self._shown:
            yield self._menu(place.menu)
            if place.menu_old is not None:
                yield self._say(phrase("(older menu: {menu})", menu=self._menu(place.menu_old)))
        self._shown.add(place.id)

    def _menu(self, menu: Text) -> str:
        return menu_path(menu, self._names.app_connector, self._language)

    def _rest(self) -> str:
        """Return what is open and not the administrator's, and how many lines wait for the rest."""
        said = []
        if self._others:
            said.append(phrase("You need not do anything about: {names}.", names="; ".join(self._others)))
        waiting = sum(one.status is Status.NOT_TESTED and one.blocks for one in self._verdicts or ())
        if waiting:
            said.append(
                phrase_n("One line could not be tested yet.", "{count} lines could not be tested yet.", waiting)
            )
        return self._say(joined(*said))

    def _closing(self) -> str:
        said = [phrase("Please do not send us the token by e-mail.")]
        if self._verdicts is None:
            said.append(phrase("AFAS shows it once: make it when we can paste it at once, together with you."))
        said.append(phrase("Let us know when it is done; we will test again."))
        return self._say(joined(*said))

    def _farewell(self) -> str:
        regards, sender = self._say(phrase("Kind regards,")), one_line(self._names.sender)
        return f"{regards}\n{sender}" if sender else regards


def _place_id(point: Point) -> str:
    return point.place.id if point.place else ""


def _listed(names: Sequence[str], language: Language) -> str:
    """Return names as people list them: a, b and c."""
    if len(names) < 2:
        return "".join(names)
    return phrase("{first} and {last}", first=", ".join(names[:-1]), last=names[-1]).render(language)

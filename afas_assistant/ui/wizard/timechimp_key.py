"""The key of TimeChimp on its page: pasted or kept, recognised, tested, replaced, removed."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from afas_assistant.errors import AssistantError
from afas_assistant.texts import joined, literal, phrase
from afas_assistant.ui.wizard.questions import Questions
from afas_assistant.ui.wizard.session import Session
from afas_assistant.ui.wizard.timechimp_answers import answers
from afas_assistant.ui.wizard.timechimp_card import KEY_HELP, AnswersCard, KeyCard

if TYPE_CHECKING:  # the worker imports them
    from afas_assistant.organisations.vault import Kept
    from afas_assistant.timechimp.hosts import Bases
    from afas_assistant.timechimp.key import TimeChimpKey
    from afas_assistant.timechimp.probe import Access
    from afas_assistant.ui.wizard.daily_calls import KeptKey

ASKING = phrase("TimeChimp is being asked…")


class KeyPart(QObject):
    """Steers the cards for the key.

    Signals: `found(generations, writing)` when it is otherwise what the key can do; `changed`; `failed(exception)`.
    """

    found = Signal(object, str)
    changed = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, questions: Questions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._questions = session, questions
        self.card, self.answers = KeyCard(), AnswersCard()
        self.refused = False
        self.practising = False
        self._key: TimeChimpKey | None = None
        self._is_new = False
        self._access: Access | None = None
        self._kept_bases: Bases | None = None
        self._connect()

    def begin(self) -> None:
        """Show no key: another connection is in work."""
        self._key, self._is_new, self._access, self.refused = None, False, None, False
        self.card.show_vault(self._session.vault)
        self.card.practice_button.setVisible(self._practises)
        self.card.clear()
        self.answers.show_nothing()

    def show_kept(self, kept: "KeptKey", bases: "Bases") -> None:
        """Take over what is kept, and test it."""
        self._key, self._kept_bases = kept.key, bases
        if kept.trouble is not None:
            self.failed.emit(kept.trouble)
        elif kept.key is not None:
            self.card.show_kept(phrase("The key of this connection is kept."))
            self.test()
        else:
            self.found.emit((), "")

    def test_if_untested(self) -> None:
        """Test the key whose test was dropped."""
        if self._key is not None and self._access is None:
            self.test()

    def to_keep(self) -> "TimeChimpKey | None":
        """Return the new key if TimeChimp accepts it, or could not be asked; one that it refuses is not kept."""
        if not self._is_new or self._access is None:
            return None
        return self._key if self._access.reading or _unreached(self._access) else None

    def show_keeping_done(self, kept: "Kept") -> None:
        """Show where the key went."""
        self._is_new = False
        self.card.show_kept(kept.sentence)

    def place(self) -> "Callable[[], Bases]":
        """Return what tells a worker where TimeChimp is: in practice, where it runs now."""
        room = self._session.room.running_room if self._session.room is not None else None
        addresses = dict(room.process.addresses) if room is not None and self._practises else None
        kept = self._kept_bases

        def where() -> "Bases":
            from afas_assistant.timechimp.hosts import Bases  # noqa: PLC0415 - on the worker

            return Bases(addresses["timechimp_v1"], addresses["timechimp_v2"]) if addresses else kept or Bases()

        return where

    # ------------------------------------------------------------------ what the person does

    def on_key_entered(self, text: str) -> None:
        """Ask a worker whether there is a key in this."""

        def work() -> "TimeChimpKey | AssistantError":
            from afas_assistant.ui.wizard.daily_calls import recognised_key  # noqa: PLC0415 - on the worker

            return recognised_key(text)

        self._questions.ask("key", ASKING, work, self.on_key_recognised)

    def on_key_emptied(self) -> None:
        """Forget what was pasted; one that is kept stays so."""
        self._questions.forget("key")
        self.refused = False
        if self._is_new:
            self._forget_key()
        if self._key is not None:
            self.card.remark.explain(phrase("The key that is kept stays until another one is recognised."))
        else:
            self.card.remark.explain(KEY_HELP)
        self.changed.emit()

    def on_remove_clicked(self) -> None:
        """Take the key out of the keyring."""
        connection, desk = self._session.connection, self._session.desk
        if connection is None:
            return

        def done(_: object) -> None:
            self._forget_key()
            self.card.clear()
            self._session.told.emit(phrase("The key was removed from the keyring."))

        work = lambda: desk.forget_timechimp_key(connection)  # noqa: E731 - one call
        self._questions.ask("remove", phrase("The key is being removed…"), work, done)

    def on_practice_clicked(self) -> None:
        """Fill in the key of the practice environment, which is started if it does not run."""
        room = self._session.room
        if room is None:
            return
        if room.running_room is None:
            self.practising = True
            room.open()
            self.changed.emit()
            return
        process = room.running_room.process

        def work() -> "TimeChimpKey":
            from afas_assistant.ui.wizard.daily_calls import practice_key  # noqa: PLC0415 - on the worker

            return practice_key(process)

        self._questions.ask("key", ASKING, work, self.on_key_recognised)

    def on_practice_opened(self) -> None:
        """Fill in the key that was asked for here."""
        if self.practising:
            self.practising = False
            self.on_practice_clicked()

    def on_practice_failed(self, error: Exception) -> None:
        """Say that the practice environment did not start."""
        if self.practising:
            self.practising = False
            self.failed.emit(error)

    def test(self) -> None:
        """Ask TimeChimp what the key can do."""
        key, place = self._key, self.place()
        if key is None:
            return

        def work() -> "Access":
            from afas_assistant.ui.wizard.daily_calls import tested  # noqa: PLC0415 - on the worker

            return tested(key, place())

        self.answers.show_asking()
        self._questions.ask("test", ASKING, work, self.on_tested)

    # ------------------------------------------------------------------ what comes back

    def on_key_recognised(self, answer: "TimeChimpKey | AssistantError") -> None:
        """Hide the key as soon as it is one, and test it; else say what was pasted instead."""
        if isinstance(answer, AssistantError):
            self.refused = True
            self.card.remark.refuse(answer)
            return
        self.refused = False
        self._key, self._is_new, self._access = answer, True, None
        self.found.emit((), "")
        self.card.field.hide_token()
        words = phrase("Recognised: a key, {count} characters.", count=len(answer.bare))
        if answer.generation is not None:
            words = joined(words, phrase("It looks made for API {name}.", name=literal(answer.generation.value)))
        self.card.remark.accept(words)
        self.test()

    def on_tested(self, access: "Access") -> None:
        """Show what TimeChimp answered; a kept key that TimeChimp could not be asked about stands as it was."""
        self._access = access
        self.answers.show_answers(answers(access), f"{datetime.now().astimezone():%H:%M:%S}")
        if access.reading or self._is_new or not _unreached(access):
            names = tuple(one.value for one in access.generations)
            self.found.emit(names, access.writing.value if names else "")

    # ------------------------------------------------------------------ inner workings

    @property
    def _practises(self) -> bool:
        return self._session.kind == "practice" and self._session.room is not None

    def _forget_key(self) -> None:
        self._questions.forget("test")
        self._key, self._is_new, self._access = None, False, None
        self.answers.show_nothing()
        self.found.emit((), "")

    def _connect(self) -> None:
        card, room = self.card, self._session.room
        card.field.entered.connect(self.on_key_entered)
        card.field.emptied.connect(self.on_key_emptied)
        card.practice_button.clicked.connect(self.on_practice_clicked)
        card.remove_button.clicked.connect(self.on_remove_clicked)
        self.answers.again_button.clicked.connect(self.test)
        if room is not None:
            room.opened.connect(self.on_practice_opened)
            room.failed.connect(self.on_practice_failed)


def _unreached(access: "Access") -> bool:
    """Whether TimeChimp said nothing at all: then nothing is known against the key."""
    from afas_assistant.timechimp.errors import TimeChimpError  # noqa: PLC0415 - the probe has loaded it

    return access.trouble is not None and not isinstance(access.trouble, TimeChimpError)

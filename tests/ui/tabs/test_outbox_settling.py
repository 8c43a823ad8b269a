"""The tab Outbox: looked up, said by a person, taken back."""

from datetime import UTC, datetime, timedelta

from pytestqt.qtbot import QtBot

from afas_assistant.afas.errors import AfasError
from afas_assistant.errors import ConfigurationError
from afas_assistant.outbox.records import State
from afas_assistant.outbox.store import Outbox
from afas_assistant.paths import folders
from afas_assistant.sync.look_up import Sighting
from afas_assistant.texts import phrase
from afas_assistant.ui.tabs.outbox_dialogs import SayDialog
from tests.ui.kept_samples import Home
from tests.ui.samples import words_of
from tests.ui.tabs.outbox_page import Opener, Shown, asked_to_take_back, dialog_of, opened
from tests.ui.tabs.outbox_samples import Clock, fill


def test_looking_up_proves_arrival(shown: Shown) -> None:
    shown.seen = Sighting({"OrNu": "00000099"})
    shown.look_at(shown.filled.unknown.id)
    assert shown.tab.detail.look_up_button is not None
    shown.tab.detail.look_up_button.click()
    shown.until(lambda: shown.state(shown.filled.unknown.id) is State.CONFIRMED)
    shown.until(lambda: "Shown by Profit_Transactions." in words_of(shown.tab.detail))
    assert "It arrived: Profit_Transactions shows it." in words_of(shown.tab.detail)


def test_all_unknown_writes_are_looked_up_at_once(shown: Shown) -> None:
    assert "1 unknown write" in shown.tab.look_up_button.text().replace("&", "")
    shown.seen = Sighting({"OrNu": "00000099"})
    shown.tab.look_up_button.click()
    shown.until(shown.tab.look_up_button.isHidden)
    assert "1 write was looked up." in words_of(shown.tab)


def test_what_was_stopped_can_be_looked_up_again(shown: Shown) -> None:
    shown.seen = Sighting({"OrNu": "00000099"})
    shown.look_at(shown.filled.unknown.id)
    assert shown.tab.detail.look_up_button is not None
    shown.tab.detail.look_up_button.click()
    assert shown.tab.asking.busy
    shown.tab.stop()
    assert not shown.tab.asking.busy
    shown.tab.look_up_button.click()
    shown.until(lambda: shown.state(shown.filled.unknown.id) is State.CONFIRMED)


def test_a_look_up_without_a_key_says_what_to_do_and_changes_nothing(shown: Shown) -> None:
    words = (phrase("No key."), phrase("It is gone."), phrase("Give it."))
    shown.refusal = ConfigurationError("no_key", title=words[0], explanation=words[1], action=words[2])
    shown.look_at(shown.filled.unknown.id)
    assert shown.tab.detail.look_up_button is not None
    shown.tab.detail.look_up_button.click()
    shown.until(lambda: not shown.tab.notice.isHidden())
    assert "Give it." in words_of(shown.tab.notice)
    assert shown.state(shown.filled.unknown.id) is State.UNKNOWN
    shown.until(shown.tab.look_up_button.isEnabled)


def test_what_somebody_saw_is_kept_with_name_and_numbers(shown: Shown) -> None:
    shown.look_at(shown.filled.unknown.id)
    shown.tab.asking.on_say_asked()
    dialog = dialog_of(shown)
    assert isinstance(dialog, SayDialog)
    assert not dialog.agree_button.isEnabled()
    dialog.there_button.click()
    dialog.key_fields["OrNu"].setText(" 00000077 ")
    dialog.who_field.setText("Anna")
    dialog.note_field.setText("seen in the list")
    dialog.agree_button.click()
    shown.until(lambda: shown.tab.asking.dialog is None)
    with Outbox.open(shown.database) as outbox:
        write = outbox.write(shown.filled.unknown.id)
    assert (write.state, write.keys) == (State.CONFIRMED, {"OrNu": "00000077"})
    shown.until(lambda: "Anna said that it is there. “seen in the list”" in words_of(shown.tab.detail))


def test_not_there_is_refused_within_fifteen_minutes_with_the_time(
    open_window: Opener, home_folder: Home, qtbot: QtBot
) -> None:
    home_folder.add()
    database = folders(home_folder.folder).database
    clock = Clock(datetime.now(UTC) - timedelta(minutes=2))
    with Outbox.open(database, now=clock) as outbox:
        filled = fill(outbox, clock)
    shown = opened(open_window, database, filled, qtbot)
    words = shown.look_at(filled.unknown.id)
    assert filled.unknown.sent_at is not None
    since = (filled.unknown.sent_at + timedelta(minutes=15)).astimezone()
    assert f"can be said from {since:%d-%m %H:%M}" in words
    shown.tab.asking.on_say_asked()
    dialog = dialog_of(shown)
    assert isinstance(dialog, SayDialog)
    dialog.not_there_button.click()
    dialog.who_field.setText("Anna")
    dialog.agree_button.click()
    shown.until(lambda: not dialog.notice.isHidden())
    assert f"Look again after {since:%H:%M}." in words_of(dialog)
    assert shown.state(filled.unknown.id) is State.UNKNOWN
    dialog.close()


def test_taking_back_says_what_it_leaves_and_does_it(shown: Shown) -> None:
    dialog = asked_to_take_back(shown)
    shown.until(lambda: "What it was made of can be sent again afterwards." in words_of(dialog))
    assert "In T99001AA · Test." in words_of(dialog)
    assert dialog.cancel_button.isDefault()
    dialog.agree_button.click()
    shown.until(lambda: shown.state(shown.filled.confirmed.id) is State.TAKEN_BACK)
    shown.until(lambda: "Undone by write" in words_of(shown.tab.detail))


def test_a_refused_taking_back_says_why_and_leaves_it(shown: Shown) -> None:
    words = (phrase("It is final."), phrase("AFAS says so."), phrase("Credit it."))
    dialog = asked_to_take_back(shown)
    refusal = AfasError("final", title=words[0], explanation=words[1], action=words[2])
    refusal.status = 400
    shown.refusal = refusal
    dialog.agree_button.click()
    shown.until(lambda: not dialog.notice.isHidden())
    assert "It is final." in words_of(dialog)
    assert dialog.agree_button.isHidden()
    assert shown.state(shown.filled.confirmed.id) is State.CONFIRMED
    dialog.close()

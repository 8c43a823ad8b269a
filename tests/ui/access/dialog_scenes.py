"""The dialogs over the window, and the guide beside it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from afas_assistant.errors import ConfigurationError, Technical, Who
from afas_assistant.texts import literal, phrase
from afas_assistant.ui.closing import Leaving
from afas_assistant.ui.closing_dialog import ClosingDialog
from afas_assistant.ui.dialogs.about import AboutDialog
from afas_assistant.ui.dialogs.confirm import ConfirmDialog
from afas_assistant.ui.dialogs.nightly import NightlyDialog
from afas_assistant.ui.dialogs.remove import RemoveDialog
from afas_assistant.ui.dialogs.rename import RenameDialog
from afas_assistant.ui.dialogs.replace_token import ReplaceTokenDialog
from afas_assistant.ui.dialogs.shortcuts import ShortcutsDialog
from afas_assistant.ui.dialogs.support import SupportDialog
from afas_assistant.ui.error_box import ErrorBox, FaultBox, show_error
from afas_assistant.ui.help.guide import GuideWindow, show_guide
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.tabs.outbox_dialogs import SayDialog, TakeBackDialog
from afas_assistant.ui.tabs.send_dialog import SendDialog
from afas_assistant.ui.tasks import nothing
from tests.ui.access.page_scenes import mixed, planned
from tests.ui.access.stage import Scene, Stage, on_top
from tests.ui.tabs.outbox_page import Shown, asked_to_take_back, dialog_of
from tests.ui.test_nightly import Computer

ORGANISATION = "organisation/1"


def rename(stage: Stage) -> QWidget:
    stage.organisations().organisations.ask_name(ORGANISATION)
    return on_top()


def remove(stage: Stage) -> QWidget:
    stage.organisations().organisations.ask_removal(ORGANISATION)
    return on_top()


def leaving() -> list[Leaving]:
    return [Leaving(1, "Lindegaard", literal("Invoicing"), partial(nothing, None), begun=True, done=1, total=5)]


def remove_while_sending(stage: Stage) -> QWidget:
    window, page = stage.organisation()
    dialog = RemoveDialog(page.snapshot, window.kept, page.stop, window, leaving=leaving)
    dialog.open()
    dialog.on_stop_clicked()
    return dialog


def replace_token(stage: Stage) -> QWidget:
    window, page = stage.organisation()
    window.organisations.ask_token(page.snapshot.connections[0].connection)
    return on_top()


def confirm(stage: Stage) -> QWidget:
    _, page = stage.organisation()
    page.show_connection(1)
    row = next(row for row in page.setups[1].model.rows() if row.line.id == "by_hand/user_rights")
    page.on_confirm_asked(row.line.key)
    return on_top()


def nightly(stage: Stage) -> QWidget:
    window, page = stage.organisation()
    computer: Computer = stage.fixture("computer")
    dialog = NightlyDialog(page.snapshot, window.kept, window._runner, window, new_nightly=computer.nightly)
    dialog.open()
    stage.until(lambda: dialog._asked is None)
    return dialog


def nightly_made(stage: Stage) -> QWidget:
    dialog = nightly(stage)
    assert isinstance(dialog, NightlyDialog)
    dialog.ways.buttons["systemd"].click()
    stage.until(lambda: dialog._asked is None)
    dialog.agree_button.click()
    stage.until(lambda: dialog._asked is None)
    return dialog


def send(stage: Stage) -> QWidget:
    _, tab = planned(stage, Kind.INVOICES, mixed(Kind.INVOICES))
    tab.page.footer.send_button.click()
    return on_top()


def say(stage: Stage) -> QWidget:
    found: Shown = stage.fixture("shown")
    found.window.resize(*stage.size)
    found.look_at(found.filled.unknown.id)
    found.tab.asking.on_say_asked()
    dialog = dialog_of(found)
    assert isinstance(dialog, SayDialog)
    dialog.there_button.click()
    return dialog


def take_back(stage: Stage) -> QWidget:
    found: Shown = stage.fixture("shown")
    found.window.resize(*stage.size)
    return asked_to_take_back(found)


def shortcuts(stage: Stage) -> QWidget:
    stage.window().help_desk.show_shortcuts()
    return on_top()


def about(stage: Stage) -> AboutDialog:
    stage.window().help_desk.show_about()
    dialog = on_top()
    assert isinstance(dialog, AboutDialog)
    stage.until(lambda: dialog.about is not None)
    return dialog


def licences(stage: Stage) -> QWidget:
    dialog = about(stage)
    dialog.segment.button("licences").click()
    return dialog


def own_folders(stage: Stage) -> QWidget:
    dialog = about(stage)
    dialog.segment.button("folders").click()
    return dialog


def support(stage: Stage) -> QWidget:
    stage.window().help_desk.ask_support(ValueError("a fault"))
    dialog = on_top()
    assert isinstance(dialog, SupportDialog)
    stage.until(lambda: dialog.parts)
    return dialog


def error(stage: Stage) -> QWidget:
    refusal = ConfigurationError(
        "refused",
        title=phrase("This is a fault of AFAS Assistant"),
        explanation=phrase("Nothing was sent yet."),
        action=phrase("Choose another place."),
        who=Who.ADMINISTRATOR,
        technical=Technical(status=500, log_reference="5E0B9A41"),
    )
    box = show_error(stage.window(), refusal)
    assert isinstance(box, ErrorBox)
    box.detail_button.click()
    return box


def fault(stage: Stage) -> QWidget:
    return show_error(stage.window(), ValueError("a fault"))


def closing(stage: Stage) -> QWidget:
    dialog = ClosingDialog(leaving, stage.window())
    dialog.open()
    dialog.on_agree_clicked()
    dialog.on_late_timeout()
    return dialog


def guide(stage: Stage) -> GuideWindow:
    made = show_guide(stage.window(), "token")
    made.resize(*stage.size)
    return made


def guide_hits(stage: Stage) -> QWidget:
    made = guide(stage)
    made.search.setText("token")
    return made


def guide_without_hits(stage: Stage) -> QWidget:
    made = guide(stage)
    made.search.setText("qqqq")
    return made


def _dialog(opens: Callable[[Stage], QWidget], shows: type[QWidget]) -> Scene:
    return Scene(opens, (shows,), is_dialog=True)


DIALOGS = (
    _dialog(rename, RenameDialog),
    _dialog(remove, RemoveDialog),
    _dialog(remove_while_sending, RemoveDialog),
    _dialog(replace_token, ReplaceTokenDialog),
    _dialog(confirm, ConfirmDialog),
    _dialog(nightly, NightlyDialog),
    _dialog(nightly_made, NightlyDialog),
    _dialog(send, SendDialog),
    _dialog(say, SayDialog),
    _dialog(take_back, TakeBackDialog),
    _dialog(shortcuts, ShortcutsDialog),
    _dialog(about, AboutDialog),
    _dialog(licences, AboutDialog),
    _dialog(own_folders, AboutDialog),
    _dialog(support, SupportDialog),
    _dialog(error, ErrorBox),
    _dialog(fault, FaultBox),
    _dialog(closing, ClosingDialog),
    Scene(guide, (GuideWindow,), filled=0),
    Scene(guide_hits, (GuideWindow,), filled=0),
    Scene(guide_without_hits, (GuideWindow,), filled=0),
)

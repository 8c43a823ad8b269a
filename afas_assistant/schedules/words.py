"""How a night ended, in a word."""

from afas_assistant.schedules.history import Ended
from afas_assistant.texts import Text, phrase

ENDED_WORDS: dict[Ended, Text] = {
    Ended.SENT: phrase("Done"),
    Ended.NOTHING: phrase("Nothing to do"),
    Ended.SOME_NOT: phrase("Not all sent"),
    Ended.HELD: phrase("Held back"),
    Ended.FAILED: phrase("Not done"),
    Ended.MISSED: phrase("Missed"),
}

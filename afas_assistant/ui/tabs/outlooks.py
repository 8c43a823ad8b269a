"""How a record looks before and after it is sent: a shape, a word and a colour, never a colour alone."""

from afas_assistant.outbox.records import State as WriteState
from afas_assistant.sync.apply import Bucket
from afas_assistant.sync.plan import Outlook
from afas_assistant.texts import phrase
from afas_assistant.ui.states import Look

OUTLOOKS: dict[Outlook, Look] = {
    Outlook.WILL_FAIL: Look("failed", phrase("Will fail"), "problem"),
    Outlook.CANNOT_TELL: Look("unknown", phrase("Cannot tell"), "attention"),
    Outlook.WILL_PASS: Look("ok", phrase("Will pass"), "ok"),
    Outlook.NOTHING_TO_DO: Look("step-none", phrase("Nothing to do"), "untested"),
}
BUCKETS: dict[Bucket, Look] = {
    Bucket.UNKNOWN: Look("unknown", phrase("Unknown"), "attention"),
    Bucket.REFUSED: Look("failed", phrase("Refused"), "problem"),
    Bucket.SKIPPED: Look("not-tested", phrase("Not sent"), "untested"),
    Bucket.CONFIRMED: Look("ok", phrase("Sent"), "ok"),
}
LOOKED_UP: dict[WriteState, Bucket] = {
    WriteState.CONFIRMED: Bucket.CONFIRMED,
    WriteState.NOT_ARRIVED: Bucket.SKIPPED,
    WriteState.UNKNOWN: Bucket.UNKNOWN,
}
"""Where a record that was unknown stands once it was looked up."""

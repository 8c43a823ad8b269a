"""The window: Qt. Shows and asks; decides nothing.

Until the first paint only Qt and the standard library are loaded; whatever talks to AFAS is imported by the workers.
"""

import time

from afas_assistant.ui.feature_guard import leave_sources_unread
from afas_assistant.ui.none_guard import keep_none_alive

STARTED = time.perf_counter()
"""When the window's code began to load: what the time to the first paint is counted from."""

keep_none_alive()
leave_sources_unread()

"""The small windows over the main window: a question each, with one filled button."""

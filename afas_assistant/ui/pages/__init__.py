"""The pages of the main window; each is loaded when it is first shown."""

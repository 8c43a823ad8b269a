"""The walk along every window, page and dialog: what it looks at, and how it gets there."""

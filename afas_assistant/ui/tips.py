"""Tool tips whose words come from elsewhere: a name, a path, an answer of AFAS."""

from html import escape


def as_tip(words: str) -> str:
    """Return words as a tool tip that shows them as they stand.

    Qt takes a tip with a tag in it for HTML, draws it and reads the pictures it names from the disk or a file server.
    """
    return f'<p style="white-space:pre-wrap">{escape(words)}</p>' if "<" in words else words

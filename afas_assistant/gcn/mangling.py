"""Telling what a file is that is no definition file: damaged as text on its way, or another program's."""

_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_LEAST_BREAKS = (
    12  # packed data has a line feed in 256 bytes; so many that all follow a carriage return are no accident
)
_LEAST_BYTES = 512
_LOOKED_AT = 65_536


def was_text(content: bytes) -> bool:
    """Return whether a file that cannot be read was treated as text on its way: recoded, or its line ends changed.

    Packed data is never valid UTF-8 and never free of bytes above 127, unless a converter made it so.
    """
    if content.startswith(_ORDER_MARKS):
        return True
    if len(content) < _LEAST_BYTES:
        return False
    breaks = content.count(b"\n")
    return _is_utf8(content) or (breaks >= _LEAST_BREAKS and content.count(b"\r\n") == breaks)


def is_economic_model(content: bytes) -> bool:
    """Return whether a file is a model of gEcon: text with blocks, `block HOUSEHOLD {`."""
    head = content[:_LOOKED_AT]
    return b"\0" not in head and any(line.split(maxsplit=1)[:1] == [b"block"] for line in head.splitlines())


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(content) - 3  # a file that was cut short as well, within a character
    return True

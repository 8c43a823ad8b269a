"""Unpacking a ZIP without trusting it: stored or deflated only, counted while it inflates, check sum proved."""

import io
import struct
import zipfile
import zlib

from afas_assistant.gcn.errors import BadZipError, EncryptedZipError, TooLargeError, TooManyFilesError
from afas_assistant.gcn.limits import Allowance

MOST_MEMBERS = 10_000
"""Files in one ZIP. Python's list of them takes a kilobyte each, so they are counted before it is made."""

_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK")  # with files, empty, split
_MEMBER = b"PK\x01\x02"
_LOCKED = 0x1
_PART = 65_536
_KNOWN = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_FAULTS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,  # fewer bytes than announced
    OSError,  # a place before the beginning
    ValueError,  # names and numbers that cannot be
    RuntimeError,  # a way of packing of a later version of ZIP
    LookupError,
    OverflowError,
    UserWarning,  # an odd extra field, where warnings are errors
)


def is_zip(content: bytes) -> bool:
    """Return whether something begins as a ZIP begins."""
    return content.startswith(_MARKS)


def opened(content: bytes) -> zipfile.ZipFile:
    """Return a ZIP, its list of files read.

    Raises TooManyFilesError, BadZipError.
    """
    if content.count(_MEMBER) > MOST_MEMBERS:
        raise TooManyFilesError
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except _FAULTS as error:
        raise BadZipError(str(error)[:200]) from error


def is_locked(member: zipfile.ZipInfo) -> bool:
    """Return whether a member asks for a password."""
    return bool(member.flag_bits & _LOCKED)


def unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, largest: int, inflated: Allowance) -> bytes:
    """Return the bytes of a member: at most `largest`, and no more than `inflated` allows in all.

    Raises EncryptedZipError, TooLargeError, BadZipError.
    """
    if is_locked(member):
        raise EncryptedZipError
    if member.compress_type not in _KNOWN:
        raise BadZipError(f"method {member.compress_type}")
    if member.file_size > min(largest, inflated.left):
        raise TooLargeError(f"{member.file_size} bytes")
    content = bytearray()
    try:
        with archive.open(member) as stream:  # which gives no more than the size that was announced
            while part := stream.read(_PART):
                inflated.take(len(part))
                content += part
    except _FAULTS as error:
        raise BadZipError(str(error)[:200]) from error
    return bytes(content)

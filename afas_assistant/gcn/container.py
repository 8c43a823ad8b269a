"""The outer form of a definition file: some sixteen values, one of them a ZIP with the definition itself."""

import base64
import binascii
from dataclasses import dataclass

from afas_assistant.gcn.archives import opened, unpacked
from afas_assistant.gcn.cursor import Value
from afas_assistant.gcn.errors import BadStructureError, BadZipError, EncryptedZipError
from afas_assistant.gcn.limits import LARGEST_PAYLOAD, Allowance
from afas_assistant.gcn.variants import read_variant

PAYLOAD = "ExternalData"
"""The name of the one file in the ZIP."""
SEAL_BYTES = 144

_LEAST = 16
_FORMAT, _GUID, _KIND, _DESCRIPTION, _CREATED, _CHANGED, _CONDITION = 0, 1, 2, 3, 4, 5, 7
_BUILD, _PRODUCT, _SYSTEM, _PACKED, _SEAL = slice(8, 11), 11, 12, 14, 15


@dataclass(frozen=True)
class Container:
    """What stands outside the ZIP. The definition inside says most of it again, under the names in `claims`.

    `format` is the generation; `build` AFAS's own, `2.9.1400`; `payload` the unpacked definition; `sealed` whether the
    seal has its length: more about it nobody but AFAS can say.
    """

    format: int
    build: str
    claims: dict[str, Value]
    payload: bytes
    sealed: bool


def read_container(content: bytes, elements: Allowance, inflated: Allowance) -> Container:
    """Return the outer form of a definition file, its ZIP unpacked.

    Raises TruncatedError, TrailingDataError, UnknownTypeError, BadStructureError, BadZipError, TooLargeError.
    """
    values = read_variant(content, elements)
    if not isinstance(values, list) or len(values) < _LEAST:
        raise BadStructureError("fewer than 16 values")
    generation, packed, seal = values[_FORMAT], values[_PACKED], values[_SEAL]
    if type(generation) is not int or not isinstance(packed, bytes) or not isinstance(seal, str):  # True is an int too
        raise BadStructureError("the outer values are of other types")
    return Container(
        format=generation,
        build=".".join(str(part) for part in values[_BUILD] if isinstance(part, str)),
        claims={
            "Guid": values[_GUID],
            "Type": values[_KIND],
            "Ds": values[_DESCRIPTION],
            "CrDt": values[_CREATED],
            "ChDt": values[_CHANGED],
            "CnSn": values[_CONDITION],
            "PrId": values[_PRODUCT],
            "SyId": values[_SYSTEM],
        },
        payload=_payload(packed, inflated),
        sealed=_is_sealed(seal),
    )


def _payload(packed: bytes, inflated: Allowance) -> bytes:
    with opened(packed) as archive:
        members = archive.infolist()
        if [member.filename for member in members] != [PAYLOAD]:
            raise BadZipError(f"{len(members)} files")
        try:
            return unpacked(archive, members[0], LARGEST_PAYLOAD, inflated)
        except EncryptedZipError as error:
            raise BadZipError("locked") from error


def _is_sealed(seal: str) -> bool:
    try:
        return len(base64.b64decode(seal, validate=True)) == SEAL_BYTES
    except (binascii.Error, ValueError):
        return False

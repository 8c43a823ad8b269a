"""Does a path lie on another computer?

SQLite's write-ahead log needs memory that all its readers share, which no network file system gives
(https://sqlite.org/wal.html); the damage would show weeks later, so such a path is refused beforehand.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

NETWORK_TYPES = frozenset(
    {
        "nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "ncpfs", "afpfs", "afs", "coda", "webdav",
        "davfs", "ceph", "glusterfs", "lustre", "beegfs", "gpfs", "ocfs2", "gfs2",
        "fuse.sshfs", "fuse.rclone", "fuse.davfs", "fuse.davfs2", "fuse.smbnetfs", "fuse.glusterfs", "fuse.ceph",
        "fuse.ceph-fuse", "fuse.s3fs", "fuse.gcsfuse", "fuse.gvfsd-fuse", "fuse.kio-fuse", "fuse.nfs",
    }
)  # fmt: skip
MOUNTS = Path("/proc/mounts")
OCTAL = re.compile(r"\\([0-7]{3})")
MOUNT_LINE = re.compile(r"^.+? on (?P<folder>/.*) \((?P<kind>[^,)]+)[,)]")
REMOTE_DRIVE = 4  # DRIVE_REMOTE of Windows' GetDriveType
LOCAL_PREFIXES = ("\\\\?\\", "\\\\.\\")

Mount = tuple[PurePosixPath, str]


def network_kind(path: Path) -> str | None:
    """Return the kind of network disk that the path lies on, or None for a disk of this computer."""
    resolved = path.resolve()
    if sys.platform == "win32":
        return windows_kind(str(resolved), _is_remote_drive)
    mounts = linux_mounts(MOUNTS.read_text(errors="replace")) if MOUNTS.is_file() else mac_mounts(_mount_output())
    return posix_kind(PurePosixPath(resolved), mounts)


def windows_kind(path: str, is_remote_drive: Callable[[str], bool]) -> str | None:
    r"""Return `UNC` for \\server\share, `network drive` for a letter mapped to one, None for a local disk."""
    plain = path.replace("/", "\\")
    if plain.startswith(LOCAL_PREFIXES):
        plain = plain[4:]
        if plain.upper().startswith("UNC\\"):
            return "UNC"
    if plain.startswith("\\\\"):
        return "UNC"
    return "network drive" if is_remote_drive(plain[:2] + "\\") else None


def linux_mounts(text: str) -> list[Mount]:
    """Return the folders and file-system types of Linux's mount table; blanks are written as octal there."""
    rows = (line.split(" ") for line in text.splitlines())
    return [(PurePosixPath(OCTAL.sub(_character, row[1])), row[2]) for row in rows if len(row) > 2]


def mac_mounts(text: str) -> list[Mount]:
    """Return the folders and file-system types that macOS's `mount` prints."""
    matches = filter(None, map(MOUNT_LINE.match, text.splitlines()))
    return [(PurePosixPath(match["folder"]), match["kind"].strip()) for match in matches]


def posix_kind(path: PurePosixPath, mounts: Iterable[Mount]) -> str | None:
    """Return the network type of the mount that holds the path; of equal folders the last mounted counts."""
    holding = [
        (len(folder.parts), number, kind) for number, (folder, kind) in enumerate(mounts) if _holds(folder, path)
    ]
    kind = max(holding)[2] if holding else ""
    return kind if kind.lower() in NETWORK_TYPES else None


def _holds(folder: PurePosixPath, path: PurePosixPath) -> bool:
    return path == folder or folder in path.parents


def _character(match: re.Match[str]) -> str:
    return chr(int(match.group(1), 8))


def _mount_output() -> str:
    try:
        found = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""  # unknown counts as local: refusing every disk would help nobody
    return found.stdout


def _is_remote_drive(root: str) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes  # noqa: PLC0415 - Windows only

    return bool(ctypes.windll.kernel32.GetDriveTypeW(root) == REMOTE_DRIVE)

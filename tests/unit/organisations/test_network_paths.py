"""Network disks are recognised on three systems from what those systems tell."""

from pathlib import Path, PurePosixPath

import pytest

from afas_assistant.organisations.network_paths import (
    linux_mounts,
    mac_mounts,
    network_kind,
    posix_kind,
    windows_kind,
)

LINUX = """\
/dev/sda1 / ext4 rw 0 0
server:/homes /home nfs4 rw,vers=4.2 0 0
/dev/sdb1 /home/anna/local ext4 rw 0 0
//server/share /mnt/Our\\040files cifs rw 0 0
anna@host:/ /home/anna/remote fuse.sshfs rw 0 0
tmpfs /tmp tmpfs rw 0 0
server:/old /srv nfs rw 0 0
/dev/sdc1 /srv xfs rw 0 0
"""
MAC = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled)
//anna@server/Our%20files on /Volumes/Our files (smbfs, nodev, nosuid, mounted by anna)
map auto_home on /System/Volumes/Data/home (autofs, automounted)
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/bram/.local/share", "nfs4"),
        ("/home", "nfs4"),
        ("/homework", None),
        ("/home/anna/local/data", None),
        ("/home/anna/remote/data", "fuse.sshfs"),
        ("/mnt/Our files/data", "cifs"),
        ("/tmp/data", None),
        ("/srv/data", None),
        ("/data", None),
    ],
)
def test_linux(path: str, kind: str | None) -> None:
    assert posix_kind(PurePosixPath(path), linux_mounts(LINUX)) == kind


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/Volumes/Our files/data", "smbfs"), ("/Users/anna/Library", None), ("/System/Volumes/Data/x", None)],
)
def test_mac(path: str, kind: str | None) -> None:
    assert posix_kind(PurePosixPath(path), mac_mounts(MAC)) == kind


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (r"\\server\share\data", "UNC"),
        ("//server/share/data", "UNC"),
        (r"\\?\UNC\server\share\data", "UNC"),
        (r"\\wsl.localhost\Ubuntu\home", "UNC"),
        (r"\\?\C:\Users\anna", None),
        (r"\\?\Z:\data", "network drive"),
        (r"C:\Users\anna", None),
        (r"Z:\data", "network drive"),
    ],
)
def test_windows(path: str, kind: str | None) -> None:
    assert windows_kind(path, lambda root: root == "Z:\\") == kind


def test_no_mounts_known_counts_as_local() -> None:
    assert posix_kind(PurePosixPath("/data"), []) is None


def test_this_computer(tmp_path: Path) -> None:
    assert network_kind(tmp_path / "not" / "there") is None

"""One window for one folder of data: who starts the program a second time gets the first window, in front.

A lock file says who is first; Qt takes away one whose program ended without doing so itself. Only then, and after the
first paint, a local socket is opened on which the second asks the first to come forward. The socket is named after the
person and the folder, so that another person's window, or one with another `--data-dir`, is another instance.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject

from afas_assistant.organisations.private_files import make_private_folder

if TYPE_CHECKING:  # the first paint does without
    from PySide6.QtNetwork import QLocalServer

LOCK = "window.lock"
SHOW, DEMO, SEEN = b"show", b"demo", b"seen"
PATIENCE = 2000  # milliseconds that a first window gets to answer
TRIES = 8  # the first may still be painting when the second comes


class Instance(QObject):
    """Whether this is the first window of a folder of data; `close` it when the program ends."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._lock: QLockFile | None = None
        self._server: QLocalServer | None = None
        self.is_first = self._take_lock()

    def wake_first(self, *, demo: bool = False) -> bool:
        """Ask the first window to come forward, and return whether it answered."""
        from PySide6.QtCore import QThread  # noqa: PLC0415 - for a second start only
        from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415 - as above

        for _ in range(TRIES):
            socket = QLocalSocket()
            socket.connectToServer(self.server_name())
            if socket.waitForConnected(PATIENCE // TRIES):
                socket.write(DEMO if demo else SHOW)
                socket.waitForBytesWritten(PATIENCE)
                answered = socket.waitForReadyRead(PATIENCE) and bytes(socket.readAll().data()) == SEEN
                socket.abort()
                return answered
            QThread.msleep(PATIENCE // TRIES)
        return False

    def listen(self, asked: "Callable[[bool], object]") -> None:
        """Call `asked(demo)` whenever the program is started once more; without a socket, a second window opens."""
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415 - after the first paint

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(self.server_name())  # left by one that crashed: the lock says that nobody uses it
        server.newConnection.connect(lambda: self._answer(server, asked))
        if server.listen(self.server_name()):
            self._server = server

    def close(self) -> None:
        """Let the next start be the first."""
        if self._server is not None:
            self._server.close()
            self._server = None
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    def server_name(self) -> str:
        """Return the socket's name; a digest, since paths are too long for one."""
        import getpass  # noqa: PLC0415 - after the first paint
        import hashlib  # noqa: PLC0415 - as above

        whose = f"{getpass.getuser()}\n{self._folder.resolve()}"
        return f"afas-assistant-{hashlib.sha256(whose.encode()).hexdigest()[:24]}"

    def _take_lock(self) -> bool:
        """Return whether nobody else has the folder; a folder that cannot be written to is told elsewhere."""
        try:
            make_private_folder(self._folder)
        except OSError:
            return True
        lock = QLockFile(str(self._folder / LOCK))
        lock.setStaleLockTime(0)  # however long a window is open, its lock holds
        if lock.tryLock(0):
            self._lock = lock
            return True
        return lock.error() is not QLockFile.LockError.LockFailedError

    def _answer(self, server: "QLocalServer", asked: "Callable[[bool], object]") -> None:
        socket = server.nextPendingConnection()
        if socket is None:
            return

        def read() -> None:
            words = bytes(socket.readAll().data())
            if words not in {SHOW, DEMO}:
                socket.abort()
                return
            socket.write(SEEN)
            socket.flush()
            asked(words == DEMO)

        socket.disconnected.connect(socket.deleteLater)
        if socket.bytesAvailable():
            read()
        else:
            socket.readyRead.connect(read)

"""A door before the newsroom that lets everything pass, refuses it, or takes it and says nothing."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class Gate:
    """`mode` is pass, refuse (connections are reset at once) or hang; `address` is where to knock."""

    def __init__(self, behind: str) -> None:
        host, _, port = behind.partition(":")
        self.behind, self.mode = (host, int(port)), "pass"
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            guest, _ = self._listener.accept()
            if self.mode == "refuse":
                guest.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                guest.close()
                continue
            with suppress(OSError):
                host = socket.create_connection(self.behind)
                for one, other in ((guest, host), (host, guest)):
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                if self.mode == "refuse":
                    break
                if self.mode == "pass":
                    other.sendall(data)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

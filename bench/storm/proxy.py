"""A line to PostgreSQL that can be cut at a COMMIT, or swallow everything."""

from __future__ import annotations

import select
import socket
import threading
from contextlib import suppress
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlsplit

Cut = Literal["", "before", "after"]

_STEP = 0.02


class Proxy:
    """Listens on 127.0.0.1 and passes on to the Unix socket that `url` names."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        (directory,) = parse_qs(parts.query)["host"]
        self._there = str(Path(directory) / ".s.PGSQL.5432")
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        port = self._listener.getsockname()[1]
        self.url = (
            f"postgresql://csboard@127.0.0.1:{port}{parts.path}?sslmode=disable&gssencmode=disable"
        )
        self.hole = False
        """While it is set nothing goes through, in neither direction; lines are still taken."""
        self.cut: Cut = ""
        """At the next COMMIT both sides are dropped, before it is passed on or after its answer
        came, which is then lost."""
        self.cuts = 0
        self._served = 0
        """Lines of an earlier number are forgotten."""
        threading.Thread(target=self._accept, daemon=True).start()

    def forget(self) -> None:
        """Never serve the lines again that are open now, and never close them either."""
        self._served += 1

    def close(self) -> None:
        """Take no more lines."""
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _address = self._listener.accept()
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        server = socket.socket(socket.AF_UNIX)
        with client, server, suppress(OSError):
            while self.hole:
                select.select([], [], [], _STEP)
            server.connect(self._there)
            self._pass_on(client, server)

    def _pass_on(self, client: socket.socket, server: socket.socket) -> None:
        """Until either side ends the line, or it is cut."""
        served = self._served
        while True:
            if self.hole or served != self._served:
                select.select([], [], [], _STEP)
                continue
            for end in select.select([client, server], [], [], _STEP)[0]:
                data = end.recv(1 << 16)
                if not data:
                    return
                if end is client and self.cut and b"COMMIT" in data:
                    self._cut_at_commit(data, server)
                    return
                (server if end is client else client).sendall(data)

    def _cut_at_commit(self, data: bytes, server: socket.socket) -> None:
        if self.cut == "after":
            server.sendall(data)
            server.recv(1 << 16)
        self.cut = ""
        self.cuts += 1

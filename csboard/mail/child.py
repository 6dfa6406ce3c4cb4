"""The process that reads mail from outside, so that no mail can hurt the one that stores it.

Run by `csboard.mail.children`. It holds nothing but a socket: bounded in memory and in
processor time, unable to open a file or a connection. For each mail it is sent, it sends
the `Letter` back.
"""

from __future__ import annotations

import resource
import signal
import socket
import struct

import msgspec

from csboard.mail import decoding
from csboard.mail.reading import read

READY = b"r"
LENGTH = struct.Struct(">Q")
CPU_SECONDS = 20
"""Processor time for one mail."""
MEMORY = 1 << 30
"""Address space for the whole process."""

_SAMPLE = b"""\
From: =?iso-2022-jp?B?GyRCOzNFRBsoQg==?= <a@b.jp>
Date: Mon, 13 Jan 2025 10:01:00 +0900
Subject: =?utf-8?Q?=E4=BB=B6=E5=90=8D?=
Content-Type: multipart/report; report-type=delivery-status; boundary=x

--x
Content-Type: text/html; charset=euc-jp
Content-Transfer-Encoding: quoted-printable

<p>&yen;<a href="http://b.jp/">=A4=A2=CE</a> e\xcc\x81 \xff
--x
Content-Type: message/delivery-status
Content-Transfer-Encoding: base64

U3RhdHVzOiA1LjEuMQo=
--x
Content-Type: a/b; name*=utf-8''%E3%81%82
Content-Transfer-Encoding: x-uuencode

begin 644 x
`
end
--x--
"""
"""Read once at the start, so that everything is loaded that reading a mail needs."""


def main() -> None:
    """Read mails from the socket on descriptor 0 until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    wire = socket.socket(fileno=0)
    decoding.preload()
    msgspec.msgpack.encode(read(_SAMPLE))
    _limit_resources()
    wire.sendall(READY)
    while (raw := receive(wire)) is not None:
        _allow_more_time()
        send(wire, msgspec.msgpack.encode(read(raw)))
        del raw


def send(wire: socket.socket, data: bytes) -> None:
    wire.sendall(LENGTH.pack(len(data)))
    wire.sendall(data)


def receive(wire: socket.socket) -> bytes | None:
    """What the other side sent, or None when it has closed the line."""
    head = _receive_exactly(wire, LENGTH.size)
    return None if head is None else _receive_exactly(wire, LENGTH.unpack(head)[0])


def _receive_exactly(wire: socket.socket, size: int) -> bytes | None:
    data = bytearray(size)
    view, filled = memoryview(data), 0
    while filled < size:
        count = wire.recv_into(view[filled:])
        if count == 0:
            return None
        filled += count
    view.release()
    return bytes(data)


def _limit_resources() -> None:
    _limit(resource.RLIMIT_AS, MEMORY)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, 0)


def _limit(kind: int, value: int) -> None:
    """Lower a limit; one that is lower already stays."""
    _, hard = resource.getrlimit(kind)
    wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (wanted, wanted))


def _allow_more_time() -> None:
    """The limit counts from the process's start: move it on for each mail."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    wanted = int(usage.ru_utime + usage.ru_stime) + 1 + CPU_SECONDS
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))

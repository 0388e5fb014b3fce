"""A very small CQL client (native protocol v4, standard library only): enough to ask whether a node is
ready and to run statements. One request at a time, no prepared statements.

It pages even where nobody asks for it: an unpaged count of a million rows ends a node of 512 MiB.
"""

import socket
import ssl
import struct
import time
from dataclasses import dataclass
from pathlib import Path

from cql_values import read_type, show

STARTUP, READY, AUTHENTICATE, QUERY, RESULT, AUTH_RESPONSE, AUTH_SUCCESS = 1, 2, 3, 7, 8, 15, 16
ERROR, ROWS, SCHEMA_CHANGE, QUORUM, ONE = 0, 2, 5, 4, 1
PAGE_ROWS = 1000
AGREEMENT_SECONDS = 15
WITH_PAGE_SIZE, WITH_PAGE_STATE = 4, 8


class CqlError(OSError):
    """What the server answered instead of a result."""


@dataclass
class Login:
    user: str = "cassandra"
    password: str = "cassandra"
    ca: Path | None = None
    cert: Path | None = None
    key: Path | None = None


class Reader:
    """Reads protocol values from the bytes of one answer."""

    def __init__(self, data: bytes):
        self.data, self.at = data, 0

    def take(self, size: int) -> bytes:
        self.at += size
        return self.data[self.at - size:self.at]

    def short(self) -> int:
        return struct.unpack(">H", self.take(2))[0]

    def int(self) -> int:
        return struct.unpack(">i", self.take(4))[0]

    def string(self) -> str:
        return self.take(self.short()).decode()

    def bytes(self) -> bytes | None:
        size = self.int()
        return None if size < 0 else self.take(size)


class Connection:
    def __init__(self, host: str, port: int, login: Login = Login(), timeout: float = 10):
        self.socket = socket.create_connection((host, port), timeout=timeout)
        try:
            if login.ca:
                context = ssl.create_default_context(cafile=login.ca)
                if login.cert:
                    context.load_cert_chain(login.cert, login.key)
                self.socket = context.wrap_socket(self.socket, server_hostname=host)
            self._log_in(login)
        except BaseException:
            self.socket.close()
            raise

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_) -> None:
        self.socket.close()

    def query(self, statement: str, consistency: int = ONE) -> tuple[list[str], list[list[str]]]:
        """Runs one statement; returns column names and rows as text (both empty for other results)."""
        text = statement.encode()
        start = struct.pack(">I", len(text)) + text
        names, rows, state = [], [], b""
        while True:
            flags = WITH_PAGE_SIZE | (WITH_PAGE_STATE if state else 0)
            tail = struct.pack(">I", len(state)) + state if state else b""
            _, answer = self._ask(QUERY, start + struct.pack(">HBI", consistency, flags, PAGE_ROWS) + tail)
            result = answer.int()
            if result == SCHEMA_CHANGE:
                self._wait_for_agreement()
            if result != ROWS:
                return [], []
            names, page, state = read_rows(answer)
            rows += page
            if not state:
                return names, rows

    def _wait_for_agreement(self) -> None:
        """Until all nodes have the same schema; a node that is down never will, hence the limit."""
        end = time.monotonic() + AGREEMENT_SECONDS
        while time.monotonic() < end:
            versions = [self.query(f"SELECT schema_version FROM system.{table}")[1]
                        for table in ("local", "peers")]
            if len({row[0] for rows in versions for row in rows} - {"null"}) == 1:
                return
            time.sleep(0.1)

    def _log_in(self, login: Login) -> None:
        option, value = b"CQL_VERSION", b"3.0.0"
        op, _ = self._ask(STARTUP, struct.pack(f">HH{len(option)}sH{len(value)}s", 1, len(option), option,
                                               len(value), value))
        if op == AUTHENTICATE:
            token = f"\0{login.user}\0{login.password}".encode()
            op, _ = self._ask(AUTH_RESPONSE, struct.pack(">I", len(token)) + token)
        if op not in (READY, AUTH_SUCCESS):
            raise CqlError(f"unexpected answer {op} while logging in")

    def _ask(self, op: int, body: bytes) -> tuple[int, Reader]:
        self.socket.sendall(struct.pack(">BBHBI", 4, 0, 0, op, len(body)) + body)
        _, flags, _, op, size = struct.unpack(">BBHBI", self._receive(9))
        answer = Reader(self._receive(size))
        if flags & 8:  # warnings come first
            for _ in range(answer.short()):
                answer.string()
        if op == ERROR:
            code = answer.int()
            raise CqlError(f"{answer.string()} (code 0x{code:04x})")
        return op, answer

    def _receive(self, size: int) -> bytes:
        data = bytearray()
        while len(data) < size:
            part = self.socket.recv(size - len(data))
            if not part:
                raise CqlError("the server closed the connection")
            data += part
        return bytes(data)


def read_rows(answer: Reader) -> tuple[list[str], list[list[str]], bytes | None]:
    """The body of a Rows result: names, rows, and the state to ask for the next page with."""
    flags, count = answer.int(), answer.int()
    state = answer.bytes() if flags & 2 else None
    if flags & 1:
        answer.string(), answer.string()
    names, types = [], []
    for _ in range(count):
        if not flags & 1:
            answer.string(), answer.string()
        names.append(answer.string())
        types.append(read_type(answer))
    rows = [[show(kind, answer.bytes()) for kind in types] for _ in range(answer.int())]
    return names, rows, state


def split_statements(text: str) -> list[str]:
    """Cuts at semicolons outside of quotes."""
    parts, quote, start = [], "", 0
    for at, char in enumerate(text):
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char == ";":
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]

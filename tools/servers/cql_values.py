"""Turns CQL values into text for people. Types it does not know are shown as hexadecimal."""

import datetime
import ipaddress
import struct
import uuid

LIST, MAP, SET, UDT, TUPLE, CUSTOM = 0x20, 0x21, 0x22, 0x30, 0x31, 0x00
EPOCH = datetime.datetime(1970, 1, 1)


def _timestamp(data: bytes) -> str:
    return (EPOCH + datetime.timedelta(milliseconds=struct.unpack(">q", data)[0])).isoformat(
        timespec="milliseconds") + "Z"


def _decimal(data: bytes) -> str:
    scale, digits = struct.unpack(">i", data[:4])[0], int.from_bytes(data[4:], "big", signed=True)
    return f"{digits}E{-scale}" if scale < 0 else f"{digits / 10**scale:.{scale}f}"


def _integer(data: bytes) -> str:
    return str(int.from_bytes(data, "big", signed=True))


SCALARS = {
    0x01: bytes.decode, 0x0D: bytes.decode,                            # ascii, text
    0x02: _integer, 0x05: _integer, 0x09: _integer, 0x0E: _integer,    # bigint, counter, int, varint
    0x13: _integer, 0x14: _integer,                                    # smallint, tinyint
    0x04: lambda data: str(data != b"\0"),
    0x06: _decimal,
    0x07: lambda data: str(struct.unpack(">d", data)[0]),
    0x08: lambda data: str(struct.unpack(">f", data)[0]),
    0x0B: _timestamp,
    0x0C: lambda data: str(uuid.UUID(bytes=data)), 0x0F: lambda data: str(uuid.UUID(bytes=data)),
    0x10: lambda data: str(ipaddress.ip_address(data)),
    0x11: lambda data: str((EPOCH + datetime.timedelta(days=struct.unpack(">I", data)[0] - 2**31)).date()),
}


def read_type(answer) -> tuple:
    """A type as (code, inner types); `answer` is a cql.Reader that stands before it."""
    code = answer.short()
    if code == CUSTOM:
        answer.string()
    elif code in (LIST, SET):
        return code, [read_type(answer)]
    elif code == MAP:
        return code, [read_type(answer), read_type(answer)]
    elif code == TUPLE:
        return code, [read_type(answer) for _ in range(answer.short())]
    elif code == UDT:
        answer.string(), answer.string()
        inner = []
        for _ in range(answer.short()):
            answer.string()
            inner.append(read_type(answer))
        return code, inner
    return code, []


def show(kind: tuple, data: bytes | None) -> str:
    code, inner = kind
    if data is None:
        return "null"
    if code in (LIST, SET, MAP):
        return _show_collection(inner, data)
    if code in (UDT, TUPLE):
        return "(" + ", ".join(_fields(inner, data)) + ")"
    try:
        return SCALARS[code](data)
    except (KeyError, struct.error, ValueError, OverflowError):
        return "0x" + data.hex()


def _show_collection(inner: list, data: bytes) -> str:
    count = struct.unpack(">i", data[:4])[0]
    shown = _fields(inner * count, data[4:])
    if len(inner) == 2:
        shown = [f"{key}: {value}" for key, value in zip(shown[::2], shown[1::2])]
    return "{" + ", ".join(shown) + "}"


def _fields(kinds: list, data: bytes) -> list[str]:
    shown, at = [], 0
    for kind in kinds:
        if at >= len(data):
            break
        size = struct.unpack(">i", data[at:at + 4])[0]
        at += 4
        shown.append(show(kind, data[at:at + size] if size >= 0 else None))
        at += max(size, 0)
    return shown

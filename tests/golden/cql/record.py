#!/usr/bin/env python3
"""Records answers of a real Cassandra as golden files for src/drivers/cql/wire/golden_test.cc.

    tests/golden/cql/record.py [host [port]]

Writes one NAME.hex per answer beside itself: first what the bytes mean, as decoded by this script (which shares
no code with the product), then "wire" and the bytes as the server sent them. Needs a server without
authentication, of one node, which speaks v5 (Cassandra 4.0 or newer); works in a keyspace of its own and drops it
at the end. Only the standard library is used.
"""
import pathlib
import socket
import struct
import sys
import zlib

HERE = pathlib.Path(__file__).parent
KEYSPACE = "caskade_golden"
MARSHAL = "org.apache.cassandra.db.marshal."
PLAIN = {1: "ascii", 2: "bigint", 3: "blob", 4: "boolean", 5: "counter", 6: "decimal", 7: "double", 8: "float",
         9: "int", 11: "timestamp", 12: "uuid", 13: "text", 14: "varint", 15: "timeuuid", 16: "inet", 17: "date",
         18: "time", 19: "smallint", 20: "tinyint", 21: "duration"}
CLASSES = {"DurationType": "duration", "FloatType": "float", "UTF8Type": "text"}
OPCODES = {0: "error", 2: "ready", 6: "supported", 8: "result", 12: "event"}


def crc24(data):
    crc = 0x875060
    for byte in data:
        crc ^= byte << 16
        for _ in range(8):
            crc <<= 1
            if crc & 0x1000000:
                crc ^= 0x1974F0B
    return crc


def unlz4(block, size):
    """An LZ4 block, by its format description."""
    out, at = bytearray(), 0

    def length(nibble, at):
        while nibble == 15 or nibble > 15 and block[at - 1] == 255:
            nibble, at = nibble + block[at], at + 1
        return nibble, at

    while at < len(block):
        token, at = block[at], at + 1
        literals, at = length(token >> 4, at)
        out += block[at:at + literals]
        at += literals
        if at >= len(block):
            break
        offset, at = int.from_bytes(block[at:at + 2], "little"), at + 2
        match, at = length(token & 15, at)
        for _ in range(match + 4):
            out.append(out[-offset])
    assert len(out) == size, (len(out), size)
    return bytes(out)


def string(text):
    return struct.pack(">H", len(text)) + text.encode()


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, size):
        assert self.at + size <= len(self.data)
        self.at += size
        return self.data[self.at - size:self.at]

    def number(self, form):
        return struct.unpack(">" + form, self.take(struct.calcsize(form)))[0]

    def string(self):
        return self.take(self.number("H")).decode()

    def bytes(self):
        size = self.number("i")
        return None if size < 0 else self.take(size)

    def strings(self):
        return [self.string() for _ in range(self.number("H"))]

    def type(self):
        code = self.number("H")
        if code in PLAIN:
            return PLAIN[code]
        if code == 0:
            return of_class(self.string())
        if code in (0x20, 0x22):
            return ("list" if code == 0x20 else "set") + f"<{self.type()}>"
        if code == 0x21:
            return f"map<{self.type()}, {self.type()}>"
        if code == 0x31:
            return "tuple<" + ", ".join(self.type() for _ in range(self.number("H"))) + ">"
        assert code == 0x30, code
        name = self.string() + "." + self.string()
        for _ in range(self.number("H")):
            self.string(), self.type()
        return name

    def columns(self, flags, count):
        table = self.string() + "." + self.string() if flags & 1 and count else None
        columns = []
        for _ in range(count):
            place = table or self.string() + "." + self.string()
            columns.append(f"column {place}.{self.string()} {self.type()}")
        return columns


def of_class(name):
    name = name.removeprefix(MARSHAL)
    if name.startswith("VectorType("):
        inner, size = name[len("VectorType("):-1].rsplit(",", 1)
        return f"vector<{of_class(inner.strip())}, {size.strip()}>"
    return CLASSES.get(name, f"'{name}'")


def cell(value):
    if value is None:
        return "cell null"
    if len(value) > 64:
        return f"cell of {len(value)} bytes, crc32 {zlib.crc32(value):08x}"
    return f"cell {value.hex()}"


def describe_rows(reader):
    flags, count = reader.number("i"), reader.number("i")
    state = reader.bytes() if flags & 2 else None
    new_id = reader.take(reader.number("H")) if flags & 8 else None
    lines = [] if flags & 4 else reader.columns(flags, count)
    lines += [f"paging {state.hex()}"] if state else []
    lines += [f"new id {new_id.hex()}"] if new_id else []
    rows = reader.number("i")
    return [f"rows {rows}"] + lines + [cell(reader.bytes()) for _ in range(rows * count)]


def describe_prepared(reader, version):
    lines = ["prepared " + reader.take(reader.number("H")).hex()]
    if version == 5:
        lines.append("result id " + reader.take(reader.number("H")).hex())
    flags, count = reader.number("i"), reader.number("i")
    keys = [reader.number("H") for _ in range(reader.number("i"))]
    lines += ["key " + str(key) for key in keys]
    lines += ["bound " + line for line in reader.columns(flags, count)]
    flags, count = reader.number("i"), reader.number("i")
    return lines + ([] if flags & 4 else reader.columns(flags, count))


def describe_change(reader):
    change, target = reader.string(), reader.string()
    rest = [reader.string()] + ([reader.string()] if target != "KEYSPACE" else [])
    return f"{change} {target} " + ".".join(rest)


def describe_error(reader):
    code = reader.number("i")
    lines = [f"error 0x{code:04x} {reader.string()}"]
    if code == 0x1000:
        reader.number("H")
        lines.append("required {} alive {}".format(reader.number("i"), reader.number("i")))
    if code == 0x2400:
        lines.append("exists {}.{}".format(reader.string(), reader.string()))
    if code == 0x2500:
        lines.append("unprepared " + reader.take(reader.number("H")).hex())
    return lines


def describe(version, opcode, flags, body):
    reader = Reader(body)
    lines = ["warning " + text for text in reader.strings()] if flags & 8 else []
    kind = OPCODES[opcode]
    if kind == "error":
        return lines + describe_error(reader)
    if kind == "supported":
        pairs = [(key, value) for key, values in
                 [(reader.string(), reader.strings()) for _ in range(reader.number("H"))] for value in values]
        return lines + [f"supported {key}={value}" for key, value in sorted(pairs, key=lambda pair: pair[0])]
    if kind == "event":
        assert reader.string() == "SCHEMA_CHANGE"
        return lines + ["event " + describe_change(reader)]
    if kind == "ready":
        return lines + ["ready"]
    result = reader.number("i")
    if result == 2:
        return lines + describe_rows(reader)
    if result == 4:
        return lines + describe_prepared(reader, version)
    if result == 5:
        return lines + ["change " + describe_change(reader)]
    return lines + (["keyspace " + reader.string()] if result == 3 else ["void"])


class Connection:
    def __init__(self, address, version, lz4):
        self.socket = socket.create_connection(address, 20)
        self.version, self.lz4, self.segments = version, lz4, False
        self.framing = ("segments" if version == 5 else "bare") + ("_lz4" if lz4 else "")
        options = [("CQL_VERSION", "3.0.0")] + ([("COMPRESSION", "lz4")] if lz4 else [])
        self.ask(1, struct.pack(">H", len(options)) + b"".join(string(k) + string(v) for k, v in options))
        self.segments = version == 5

    def receive(self, size):
        data = b""
        while len(data) < size:
            more = self.socket.recv(size - len(data))
            assert more, "the server closed the connection"
            data += more
        self.wire += data
        return data

    def send(self, opcode, body):
        message = struct.pack(">BBhBI", self.version, 0, 1, opcode, len(body)) + body
        if self.segments:
            header = (len(message) | 1 << (34 if self.lz4 else 17)).to_bytes(5 if self.lz4 else 3, "little")
            trailer = zlib.crc32(b"\xfa\x2d\x55\xca" + message).to_bytes(4, "little")
            message = header + crc24(header).to_bytes(3, "little") + message + trailer
        self.socket.sendall(message)

    def segment(self):
        size = 5 if self.lz4 else 3
        bits = int.from_bytes(self.receive(size + 3)[:size], "little")
        payload = self.receive(bits & 0x1FFFF)
        self.receive(4)
        plain = bits >> 17 & 0x1FFFF if self.lz4 else 0
        return unlz4(payload, plain) if plain else payload

    def answer(self):
        """The next message, as (opcode, flags, body); its bytes are left in self.wire."""
        self.wire = b""
        message = self.segment() if self.segments else self.receive(9)
        _, flags, _, opcode, size = struct.unpack(">BBhBI", message[:9])
        while len(message) < 9 + size:
            message += self.segment() if self.segments else self.receive(9 + size - len(message))
        body = message[9:]
        if flags & 1 and not self.segments:
            body = unlz4(body[4:], int.from_bytes(body[:4], "big"))
        return opcode, flags, body

    def ask(self, opcode, body):
        self.send(opcode, body)
        return self.answer()

    def parameters(self, consistency, page, skip):
        flags = (4 if page else 0) | (2 if skip else 0)
        return struct.pack(">HI" if self.version == 5 else ">HB", consistency, flags) + \
            (struct.pack(">i", page) if page else b"")

    def query(self, cql, consistency=1, page=0):
        return self.ask(7, struct.pack(">I", len(cql)) + cql.encode() + self.parameters(consistency, page, False))

    def prepare(self, cql):
        return self.ask(9, struct.pack(">I", len(cql)) + cql.encode() + (bytes(4) if self.version == 5 else b""))

    def execute(self, statement, metadata_id, page=0):
        return self.ask(10, struct.pack(">H", len(statement)) + statement +
                        (struct.pack(">H", len(metadata_id)) + metadata_id if self.version == 5 else b"") +
                        self.parameters(1, page, True))

    def save(self, name, answer):
        opcode, flags, body = answer
        lines = [f"framing {self.framing if self.segments or self.version == 4 else 'bare'}"]
        lines += describe(self.version, opcode, flags, body)
        digits = self.wire.hex()
        lines += ["wire"] + [digits[i:i + 100] for i in range(0, len(digits), 100)]
        (HERE / f"{name}_v{self.version}{'_lz4' if self.lz4 else ''}.hex").write_text("\n".join(lines) + "\n")


SETUP = [
    f"CREATE KEYSPACE IF NOT EXISTS {KEYSPACE} WITH replication = {{'class': 'SimpleStrategy', 'replication_factor': 1}}",
    "CREATE TYPE address (street text, zip int)",
    "CREATE TABLE types (id int PRIMARY KEY, a ascii, b bigint, c blob, d boolean, e decimal, f double, g float, h inet,"
    " i timestamp, j uuid, k varint, l timeuuid, m date, n time, o smallint, p tinyint, q duration, r list<int>,"
    " s map<text, frozen<list<bigint>>>, t set<text>, u frozen<address>, v tuple<int, text>)",
    "INSERT INTO types (id, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v) VALUES (1, 'ascii', -2,"
    " 0x00ff, true, -12.3456, 0.1, -1.5, '2001:db8::1', '2024-02-29T12:00:00.123Z',"
    " c37d661d-7e61-49ea-96a5-68c34e83db3a, -129, 50554d6e-29bb-11e5-b345-feff819cdc9f, '1969-12-31',"
    " '08:12:54.123456789', -2, -3, -1mo2d3h, [1, 2], {'k': [3]}, {'x', 'y'}, {street: 'Main', zip: 7}, (7, null))",
    "INSERT INTO types (id, a) VALUES (2, '')",
    "CREATE TABLE pages (k int, c int, text text, PRIMARY KEY (k, c))",
] + [f"INSERT INTO pages (k, c, text) VALUES (1, {c}, '{str(c) * 7}')" for c in range(5)] + [
    "CREATE TABLE long (k int PRIMARY KEY, text text)",
    "INSERT INTO long (k, text) VALUES (1, '" + "".join(f"{i // 200:03d} " for i in range(80000)) + "')",
]


def ids_of(connection, prepared):
    reader = Reader(prepared[2])
    reader.number("i")
    statement = reader.take(reader.number("H"))
    return statement, reader.take(reader.number("H")) if connection.version == 5 else b""


def record(address, version, lz4):
    c = Connection(address, version, lz4)
    c.save("supported", c.ask(5, b""))
    c.save("types", c.query(f"SELECT * FROM {KEYSPACE}.types"))
    c.save("pages", c.query(f"SELECT * FROM {KEYSPACE}.pages", page=2))
    c.save("empty", c.query(f"SELECT * FROM {KEYSPACE}.pages WHERE k = 2"))
    c.save("warning", c.query(f"SELECT count(*) FROM {KEYSPACE}.pages"))
    if lz4:  # over 131071 bytes, so cut over several segments on v5
        c.save("long", c.query(f"SELECT * FROM {KEYSPACE}.long"))
    c.save("prepared", c.prepare(f"SELECT text FROM {KEYSPACE}.pages WHERE c > ? AND k = ?"))
    c.save("prepared_insert", c.prepare(f"INSERT INTO {KEYSPACE}.pages (k, c) VALUES (?, 1)"))
    c.save("void", c.query(f"INSERT INTO {KEYSPACE}.pages (k, c) VALUES (1, 1)"))
    c.save("syntax", c.query("SELEKT"))
    c.save("invalid", c.query("SELECT * FROM system.nothing"))
    c.save("unavailable", c.query(f"SELECT * FROM {KEYSPACE}.pages WHERE k = 1", consistency=2))
    c.save("exists", c.query(f"CREATE TABLE {KEYSPACE}.pages (k int PRIMARY KEY)"))
    c.save("unprepared", c.execute(bytes(range(16)), bytes(16)))
    c.save("keyspace", c.query(f"USE {KEYSPACE}"))
    record_changes(address, c)


def record_changes(address, c):
    listener = Connection(address, c.version, c.lz4)
    listener.ask(11, struct.pack(">H", 1) + string("SCHEMA_CHANGE"))
    c.save("change", c.query(f"CREATE TABLE {KEYSPACE}.changing (k int PRIMARY KEY)"))
    listener.save("event", listener.answer())
    statement = f"SELECT * FROM {KEYSPACE}.changing"
    ids = ids_of(c, c.prepare(statement))
    c.query(f"ALTER TABLE {KEYSPACE}.changing ADD v int")
    c.prepare(statement)
    if c.version == 5:  # the old metadata id: the new metadata comes with the rows
        c.save("metadata_changed", c.execute(*ids))
    c.query(f"DROP TABLE {KEYSPACE}.changing")


def main():
    address = (sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1", int(sys.argv[2]) if len(sys.argv) > 2 else 9042)
    setup = Connection(address, 4, False)
    for i, cql in enumerate(SETUP):
        opcode, flags, body = setup.query(cql)
        assert opcode != 0, describe(4, opcode, flags, body)
        if i == 0:
            setup.query(f"USE {KEYSPACE}")
    opcode, _, _ = setup.query("CREATE TABLE vectors (id int PRIMARY KEY, v vector<float, 3>, w vector<text, 2>)")
    if opcode != 0:  # from Cassandra 5.0 on
        setup.query("INSERT INTO vectors (id, v, w) VALUES (1, [1.5, -2, 3.25], ['ab', 'xyz'])")
        for version in (4, 5):
            c = Connection(address, version, False)
            c.save("vectors", c.query(f"SELECT * FROM {KEYSPACE}.vectors"))
    for version in (4, 5):
        for lz4 in (False, True):
            record(address, version, lz4)
    setup.query(f"DROP KEYSPACE {KEYSPACE}")


if __name__ == "__main__":
    main()

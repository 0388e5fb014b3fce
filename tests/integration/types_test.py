"""Promise: each supported type arrives with its exact JSON, NULL as null; an unsupported one ends the task, named."""
import json
from process import value_of

COLUMNS = {  # column type: (Connect type in the schema, [(CQL literal, JSON text)])
    "text": ("string", [("'héllo \"q\" \\ 😀'", '"héllo \\"q\\" \\\\ 😀"'), ("''", '""')]),
    "ascii": ("string", [("'abc'", '"abc"'), ("''", '""')]),
    "int": ("int32", [("2147483647", "2147483647"), ("-2147483648", "-2147483648")]),
    "bigint": ("int64", [("9223372036854775807", "9223372036854775807"), ("-9223372036854775808",
                                                                        "-9223372036854775808")]),
    "boolean": ("boolean", [("true", "true"), ("false", "false")]),
    "float": ("float", [("1.5", "1.5"), ("-0.25", "-0.25")]),
    "double": ("double", [("3.141592653589793", "3.141592653589793"), ("-1.5", "-1.5")]),
    "uuid": ("string", [("123e4567-e89b-12d3-a456-426614174000", '"123e4567-e89b-12d3-a456-426614174000"'),
                        ("00000000-0000-0000-0000-000000000000", '"00000000-0000-0000-0000-000000000000"')]),
    "timeuuid": ("string", [("50554d6e-29bb-11e5-b345-feff819cdc9f", '"50554d6e-29bb-11e5-b345-feff819cdc9f"'),
                            ("f0554d6e-29bb-11e5-8345-feff819cdc9f", '"f0554d6e-29bb-11e5-8345-feff819cdc9f"')]),
    "timestamp": ("int64", [("'2024-02-29 12:34:56.789+0000'", "1709210096789"),
                            ("'1969-12-31 23:59:59.999+0000'", "-1")]),
    "blob": ("bytes", [("0x00ff10", '"AP8Q"'), ("0x", '""')]),
}
NAMES = [f"c_{kind}" for kind in COLUMNS]


def fill(session):
    """Row 1 and 2 with the literals, row 3 with NULLs."""
    columns = ", ".join(f"c_{kind} {kind}" for kind in COLUMNS)
    session.execute(f"CREATE TABLE types (id int PRIMARY KEY, {columns})")
    for number in (0, 1):
        literals = ", ".join(values[number][0] for _, values in COLUMNS.values())
        session.execute(f"INSERT INTO types (id, {', '.join(NAMES)}) VALUES ({number + 1}, {literals})")
    session.execute("INSERT INTO types (id) VALUES (3)")


def expected(number):
    cells = {name: values[number][1] if number < 2 else "null"
             for name, (_, values) in zip(NAMES, COLUMNS.values())}
    return f'{{"id":{number + 1},' + ",".join(f'"{name}":{text}' for name, text in cells.items()) + "}"


def exact(text):
    """JSON with numbers as they are written, so that 1.0, 1 and 1e0 differ, but "\\u00e9" and "é" do not."""
    return json.loads(text, parse_int=lambda digits: ("number", digits), parse_float=lambda digits: ("number", digits),
                      object_pairs_hook=list)


def send(connector, caskade, topic, settings=None):
    process = caskade(connector(f"INSERT INTO {topic} SELECT id, {', '.join(NAMES)} FROM types",
                                {"connect.cassandra.import.poll.interval": "3600000", **(settings or {})}))
    process.wait_for("Pass is complete")
    process.stop_cleanly()


def test_every_type_and_null(session, topic, connector, caskade, kafka):
    fill(session)
    send(connector, caskade, topic)
    texts = [message.value().decode() for message in kafka.read(topic)]
    texts.sort(key=lambda text: json.loads(text)["id"])
    assert [exact(text) for text in texts] == [exact(expected(number)) for number in range(3)]


def test_every_type_in_the_schema(session, topic, connector, caskade, kafka):
    fill(session)
    send(connector, caskade, topic, {"value.converter.schemas.enable": "true"})
    found = kafka.values(topic)
    assert len(found) == 3
    fields = {field["field"]: field for field in found[0]["schema"]["fields"]}
    assert list(fields) == ["id", *NAMES]
    for name, (kind, _) in zip(NAMES, COLUMNS.values()):
        assert fields[name]["type"] == kind and fields[name]["optional"] is True, name
    assert fields["c_timestamp"]["name"] == "org.apache.kafka.connect.data.Timestamp"
    assert all(message["schema"] == found[0]["schema"] for message in found)
    payloads = {message["payload"]["id"]: message["payload"] for message in found}
    assert payloads == {number + 1: json.loads(expected(number)) for number in range(3)}


def test_an_unsupported_type_is_named(session, topic, connector, caskade, kafka):
    session.execute("CREATE TABLE odd (id int PRIMARY KEY, scores list<int>)")
    session.execute("INSERT INTO odd (id, scores) VALUES (1, [1, 2])")
    process = caskade(connector(f"INSERT INTO {topic} SELECT * FROM odd"))
    assert process.wait_exit() == 4, process.tail()
    line = process.wait_for("Task failed")
    assert "ERROR" in line and "scores" in line and "list<int>" in line and value_of(line, "cause"), line
    assert kafka.count(topic) == 0


def test_an_unsupported_column_may_be_left_out(session, topic, connector, caskade, kafka):
    session.execute("CREATE TABLE odd (id int PRIMARY KEY, scores list<int>)")
    session.execute("INSERT INTO odd (id, scores) VALUES (1, [1, 2])")
    process = caskade(connector(f"INSERT INTO {topic} SELECT id FROM odd"))
    process.wait_for("Pass is complete")
    process.stop_cleanly()
    assert kafka.values(topic)[0] == {"id": 1}

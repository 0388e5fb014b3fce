"""Promise: without PK and INCREMENTALMODE the whole table is sent once every poll interval."""
from collections import Counter

from process import value_of


def fill(session, rows):
    session.execute("CREATE TABLE orders (id int PRIMARY KEY, state text)")
    for number in range(rows):
        session.execute("INSERT INTO orders (id, state) VALUES (%s, %s)", (number, f"s{number}"))


def test_every_pass_sends_every_row(session, topic, connector, caskade, kafka):
    fill(session, 250)
    process = caskade(connector(f"INSERT INTO {topic} SELECT * FROM orders",
                                {"connect.cassandra.import.poll.interval": "1000",
                                 "connect.cassandra.fetch.size": "100"}))
    process.wait_for("Pass is complete", count=2)
    process.stop_cleanly()
    assert {value_of(line, "rows") for line in process.lines("Pass is complete")} == {"250"}
    values = [(value["id"], value["state"]) for value in kafka.values(topic)]
    assert all(set(value) == {"id", "state"} for value in kafka.values(topic))
    first, second = Counter(values[:250]), Counter(values[250:500])
    assert first == second == Counter((number, f"s{number}") for number in range(250))


def test_a_pass_sees_what_changed(session, topic, connector, caskade, kafka):
    fill(session, 3)
    process = caskade(connector(f"INSERT INTO {topic} SELECT * FROM orders",
                                {"connect.cassandra.import.poll.interval": "500"}))
    process.wait_for("Pass is complete")
    session.execute("INSERT INTO orders (id, state) VALUES (99, 'new')")
    session.execute("DELETE FROM orders WHERE id = 0")
    process.wait_for("Pass is complete", count=len(process.lines("Pass is complete")) + 2)
    process.stop_cleanly()
    last = kafka.values(topic)[-3:]
    assert sorted(value["id"] for value in last) == [1, 2, 99]


def test_the_poll_interval_is_kept(session, topic, connector, caskade, kafka):
    fill(session, 3)
    process = caskade(connector(f"INSERT INTO {topic} SELECT * FROM orders",
                                {"connect.cassandra.import.poll.interval": "3600000"}))
    process.wait_for("Pass is complete")
    kafka.stays_at(topic, 3, seconds=3)
    process.stop_cleanly()


def test_columns_are_chosen_renamed_and_ordered(session, topic, connector, caskade, kafka):
    fill(session, 2)
    process = caskade(connector(f"INSERT INTO {topic} SELECT state AS status, id FROM orders",
                                {"connect.cassandra.import.poll.interval": "3600000"}))
    process.wait_for("Pass is complete")
    process.stop_cleanly()
    texts = sorted(message.value().decode() for message in kafka.read(topic))
    assert texts == ['{"status":"s0","id":0}', '{"status":"s1","id":1}']

"""Promise: nothing is lost over kills and stops, and what is done is not sent again in TIMESTAMP mode."""
import datetime

import pytest

from conftest import run_servers

ROWS = 100_000
HOUR = "3600000"
SLOWLY = {"connect.cassandra.import.poll.interval": HOUR, "connect.cassandra.fetch.size": "50"}


@pytest.fixture
def students(session, keyspace):
    run_servers("load", "students", "--shape", "students", "--keyspace", keyspace, "--rows", ROWS)


def kcql(topic):
    return (f"INSERT INTO {topic} SELECT id, age, timestamp_added FROM students "
            "PK timestamp_added INCREMENTALMODE=TIMESTAMP")


def ids(kafka, topic):
    return [value["id"] for value in kafka.values(topic)]


def interrupt_early(process, kafka, topic, end):
    """Lets it send something, calls end(), and makes sure that it was in the middle."""
    process.wait_running()
    kafka.wait_count(topic, 1)
    end()
    sent = kafka.count(topic)
    assert 0 < sent < ROWS, "it was not interrupted in the middle; make SLOWLY slower"
    return sent


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["timestamp", "bulk"])
def test_kill_9_in_the_middle_loses_nothing(mode, students, keyspace, topic, connector, caskade, kafka):
    statement = kcql(topic) if mode == "timestamp" else f"INSERT INTO {topic} SELECT id FROM students"
    settings = connector(statement, SLOWLY)
    process = caskade(settings)
    sent = interrupt_early(process, kafka, topic, process.kill9)
    again = caskade(settings)
    again.wait_for("Pass is complete")
    again.stop_cleanly()
    found = ids(kafka, topic)
    assert len(found) >= ROWS > sent > 0
    assert set(found) == set(range(min(found), min(found) + ROWS))


@pytest.mark.slow
def test_sigterm_in_the_middle_loses_nothing(students, topic, connector, caskade, kafka):
    settings = connector(kcql(topic), SLOWLY)
    process = caskade(settings)
    interrupt_early(process, kafka, topic, process.stop_cleanly)
    again = caskade(settings)
    again.wait_for("Pass is complete")
    again.stop_cleanly()
    found = ids(kafka, topic)
    assert set(found) == set(range(min(found), min(found) + ROWS))


def test_what_is_done_is_not_sent_again(session, topic, connector, caskade, kafka):
    session.execute("CREATE TABLE students (id int PRIMARY KEY, age int, timestamp_added timestamp)")
    start = datetime.datetime(2026, 1, 1)
    for number in range(500):  # pairs with equal times
        session.execute("INSERT INTO students (id, age, timestamp_added) VALUES (%s, %s, %s)",
                        (number, 20, start + datetime.timedelta(milliseconds=number // 2)))
    settings = connector(kcql(topic))
    process = caskade(settings)
    process.wait_for("Pass is complete")
    process.stop_cleanly()
    assert sorted(ids(kafka, topic)) == list(range(500))

    again = caskade(settings)
    again.wait_running()
    kafka.stays_at(topic, 500, seconds=3)
    later = datetime.datetime.utcnow() + datetime.timedelta(seconds=1)
    session.execute("INSERT INTO students (id, age, timestamp_added) VALUES (%s, %s, %s)", (500, 20, later))
    kafka.wait_count(topic, 501)
    again.stop_cleanly()
    assert sorted(ids(kafka, topic)) == list(range(501))


def test_kill_9_after_the_flush_repeats_nothing(session, topic, connector, caskade, kafka):
    session.execute("CREATE TABLE students (id int PRIMARY KEY, age int, timestamp_added timestamp)")
    session.execute("INSERT INTO students (id, age, timestamp_added) VALUES (1, 20, '2026-01-01 00:00:00+0000')")
    process = caskade(connector(kcql(topic)))
    process.wait_for("Pass is complete")
    kafka.stays_at(topic, 1, seconds=3)  # offset.flush.interval.ms is 500
    process.kill9()
    again = caskade(connector(kcql(topic)))
    again.wait_running()
    kafka.stays_at(topic, 1, seconds=3)
    again.stop_cleanly()


def test_sigterm_while_idle(session, topic, connector, caskade):
    session.execute("CREATE TABLE students (id int PRIMARY KEY, age int, timestamp_added timestamp)")
    process = caskade(connector(kcql(topic), {"connect.cassandra.import.poll.interval": HOUR}))
    process.wait_running()
    process.stop_cleanly()

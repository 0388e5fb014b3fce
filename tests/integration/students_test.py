"""Promise: the students example of the vendor's page works as printed, once the placeholders are filled."""
import datetime

import pytest

UTC = datetime.timezone.utc
STUDENTS = [(1, "Ada", 36, 0), (2, "Grace", 85, 1), (3, "Žofie Ü. 学生", 20, 999), (4, "", 0, 1000), (5, 'q"\\', -1, 1000)]


def moment(millis):
    return datetime.datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC) + datetime.timedelta(milliseconds=millis)


def row(student):
    """What the message of a student says: the timestamp in milliseconds since 1970."""
    number, name, age, millis = student
    return {"id": number, "name": name, "age": age, "timestamp_added": 1772366400000 + millis}


def schema(keyspace):
    fields = [{"type": "int32", "optional": True, "field": "id"},
              {"type": "string", "optional": True, "field": "name"},
              {"type": "int32", "optional": True, "field": "age"},
              {"type": "int64", "optional": True, "name": "org.apache.kafka.connect.data.Timestamp", "version": 1,
               "field": "timestamp_added"}]
    return {"type": "struct", "fields": fields, "optional": False, "name": f"{keyspace}.students"}


def insert(session, student):
    number, name, age, millis = student
    session.execute("INSERT INTO students (id, name, age, timestamp_added) VALUES (%s, %s, %s, %s)",
                    (number, name, age, moment(millis)))


@pytest.fixture
def students(session):
    session.execute("CREATE TABLE students (id int PRIMARY KEY, name text, age int, timestamp_added timestamp)")
    for student in STUDENTS:
        insert(session, student)


@pytest.fixture
def printed(env, keyspace, topic):
    """The configuration as printed, placeholders filled, the misprinted empty key written out, and quicker."""
    return {
        "name": "my-cassandra-source",
        "connector.class": "com.datamountaineer.streamreactor.connect.cassandra.source.CassandraSinkConnector",
        "topics": "students",
        "connect.cassandra.host": env.cassandra_host,
        "connect.cassandra.port": str(env.cassandra_port),
        "connect.cassandra.username": "",
        "connect.cassandra.password": "",
        "connect.cassandra.ssl.enabled": "default",
        "connect.cassandra.key.space": keyspace,
        "value.converter": "org.apache.kafka.connect.json.JsonConverter",
        "connect.cassandra.kcql": f"INSERT INTO {topic} SELECT id, name, age, timestamp_added FROM students "
                                  "PK timestamp_added INCREMENTALMODE=TIMESTAMP",
        "connect.cassandra.slice.delay.ms": "100",
        "connect.cassandra.import.poll.interval": "100",
    }


def by_id(rows):
    return sorted(rows, key=lambda found: found["id"])


def test_one_message_per_row_in_an_envelope(students, printed, keyspace, topic, caskade, kafka):
    process = caskade(printed)
    process.wait_running()
    kafka.wait_count(topic, len(STUDENTS))
    kafka.stays_at(topic, len(STUDENTS))
    messages = kafka.values(topic)
    assert all(set(message) == {"schema", "payload"} for message in messages)
    assert all(message["schema"] == schema(keyspace) for message in messages)
    assert by_id(message["payload"] for message in messages) == [row(student) for student in STUDENTS]
    assert all(message.key() is None for message in kafka.read(topic))
    process.stop_cleanly()


def test_one_message_per_row_without_schemas(students, printed, topic, caskade, kafka):
    process = caskade(printed | {"value.converter.schemas.enable": "false"})
    process.wait_running()
    kafka.wait_count(topic, len(STUDENTS))
    kafka.stays_at(topic, len(STUDENTS))
    assert by_id(kafka.values(topic)) == [row(student) for student in STUDENTS]
    process.stop_cleanly()


def test_rows_added_later_follow(students, printed, session, topic, caskade, kafka):
    process = caskade(printed | {"value.converter.schemas.enable": "false"})
    kafka.wait_count(topic, len(STUDENTS))
    expected = [row(student) for student in STUDENTS]
    for number in (6, 7, 8):
        added = datetime.datetime.now(UTC).replace(microsecond=123000)
        session.execute("INSERT INTO students (id, name, age, timestamp_added) VALUES (%s, %s, %s, %s)",
                        (number, "later", 18, added + datetime.timedelta(seconds=1)))
        millis = round((added.timestamp() + 1) * 1000)
        expected.append({"id": number, "name": "later", "age": 18, "timestamp_added": millis})
        kafka.wait_count(topic, len(expected))
    kafka.stays_at(topic, len(expected))
    assert by_id(kafka.values(topic)) == expected
    process.stop_cleanly()


def test_the_value_converter_may_come_from_the_worker(students, printed, topic, caskade, kafka):
    del printed["value.converter"]
    process = caskade(printed, worker={"value.converter.schemas.enable": "false"})
    kafka.wait_count(topic, len(STUDENTS))
    assert by_id(kafka.values(topic)) == [row(student) for student in STUDENTS]
    process.stop_cleanly()


def test_a_missing_topic_is_created(students, printed, topic, caskade, kafka):
    fresh = topic + "-fresh"
    printed["connect.cassandra.kcql"] = printed["connect.cassandra.kcql"].replace(topic, fresh)
    process = caskade(printed | {"value.converter.schemas.enable": "false"})
    process.wait_running()
    try:
        process.wait_for("Pass is complete")
        assert by_id(kafka.values(fresh)) == [row(student) for student in STUDENTS]
        process.stop_cleanly()
    finally:
        process.kill9()
        kafka.delete(fresh)

"""The demo's two ends: the table students in Cassandra, the topic students_topic in Kafka, and their comparison."""
import datetime
import json
import time
from collections import Counter
from dataclasses import dataclass

from cassandra.cluster import EXEC_PROFILE_DEFAULT, Cluster, ExecutionProfile
from cassandra.policies import WhiteListRoundRobinPolicy
from confluent_kafka import Consumer, KafkaException, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

KEYSPACE = "students_keyspace"
TOPIC = "students_topic"
PEOPLE = [("Ada Lovelace", 36), ("Grace Hopper", 85), ("Barbara Liskov", 60), ("Žofie Nováková", 20),
          ("Edsger Dijkstra", 72), ("渡辺 さくら", 19), ("Niklaus Wirth", 89), ("Seán O'Brien", 23),
          ("Katherine Johnson", 101), ("Alan Turing", 41)]
LATER = [("Frances Allen", 88), ("Tony Hoare", 47), ("Radia Perlman", 52)]
FIRST = datetime.datetime(2026, 3, 1, 8, 0, 0, 123000, tzinfo=datetime.timezone.utc)


def millis(moment):
    return (moment - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) // datetime.timedelta(milliseconds=1)


class Table:
    def __init__(self, host, port):
        profile = ExecutionProfile(load_balancing_policy=WhiteListRoundRobinPolicy([host]), request_timeout=60)
        self.cluster = Cluster([host], port=port, execution_profiles={EXEC_PROFILE_DEFAULT: profile})
        self.session = self.cluster.connect()

    def fill(self):
        """Makes the table anew with ten rows; what their messages must say."""
        self.session.execute(f"CREATE KEYSPACE IF NOT EXISTS {KEYSPACE} WITH replication = "
                             "{'class': 'SimpleStrategy', 'replication_factor': 1}")
        self.session.set_keyspace(KEYSPACE)
        self.session.execute("DROP TABLE IF EXISTS students")
        self.session.execute("CREATE TABLE students (id int, name text, age int, timestamp_added timestamp, "
                             "PRIMARY KEY (id))")
        return [self._insert(number, *person, FIRST + datetime.timedelta(days=number))
                for number, person in enumerate(PEOPLE, start=1)]

    def add_three(self):
        return [self._insert(number, *person, now_in_millis())
                for number, person in enumerate(LATER, start=len(PEOPLE) + 1)]

    def close(self):
        self.cluster.shutdown()

    def _insert(self, number, name, age, moment):
        self.session.execute("INSERT INTO students (id, name, age, timestamp_added) VALUES (%s, %s, %s, %s)",
                             (number, name, age, moment))
        return {"id": number, "name": name, "age": age, "timestamp_added": millis(moment)}


def now_in_millis():
    now = datetime.datetime.now(datetime.timezone.utc)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


@dataclass
class Message:
    partition: int
    offset: int
    payload: dict


class Reader:
    def __init__(self, bootstrap):
        self.consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": "caskade-demo",
                                  "enable.auto.commit": False, "auto.offset.reset": "earliest"})
        self.consumer.assign([TopicPartition(TOPIC, 0, 0)])

    def next(self, seconds):
        message = self.consumer.poll(seconds)
        if message is None:
            return None
        if message.error():
            raise KafkaException(message.error())
        return Message(message.partition(), message.offset(), json.loads(message.value())["payload"])

    def close(self):
        self.consumer.close()


def fresh_topic(bootstrap):
    """Deletes and creates the topic; a reader at its start."""
    admin = AdminClient({"bootstrap.servers": bootstrap})
    if TOPIC in admin.list_topics(timeout=30).topics:
        admin.delete_topics([TOPIC], operation_timeout=30)[TOPIC].result(30)
    for attempt in range(20):  # a deleted topic takes a moment to be gone
        try:
            admin.create_topics([NewTopic(TOPIC, 1, 1)], operation_timeout=30)[TOPIC].result(30)
            break
        except KafkaException:
            if attempt == 19:
                raise
            time.sleep(0.5)
    return Reader(bootstrap)


def compare(expected, messages):
    """Sentences about every row that did not arrive exactly once and exactly as it is."""
    rows = {row["id"]: row for row in expected}
    counts = Counter(message.payload.get("id") for message in messages)
    problems = [f"row {number} has no message: {row}" for number, row in rows.items() if not counts[number]]
    problems += [f"row {number} has {count} messages" for number, count in counts.items() if count > 1]
    for message in messages:
        row = rows.get(message.payload.get("id"))
        if message.payload != row:
            problems.append(f"the message at offset {message.offset} says {message.payload}; the row is {row}")
    return problems

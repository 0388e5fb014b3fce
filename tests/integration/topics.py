"""Kafka topics as tests want them: create, delete, count, read all of it."""
import json
import time
import uuid

from confluent_kafka import Consumer, KafkaException, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

from process import wait_until


class Topics:
    def __init__(self, bootstrap):
        self.bootstrap = bootstrap
        self.admin = AdminClient({"bootstrap.servers": bootstrap})

    def create(self, name, partitions=1):
        self.admin.create_topics([NewTopic(name, partitions, 1)], operation_timeout=30)[name].result(30)

    def delete(self, name):
        self.admin.delete_topics([name], operation_timeout=30)[name].result(30)

    def exists(self, name):
        return name in self.admin.list_topics(timeout=30).topics

    def count(self, name):
        """How many messages are in the topic, by its offsets."""
        consumer = self._consumer()
        try:
            return sum(high - low for low, high in self._ends(consumer, name).values())
        finally:
            consumer.close()

    def read(self, name, timeout=60):
        """Every message that was in the topic at the time of the call, partition by partition."""
        consumer = self._consumer()
        try:
            ends = {p: e for p, e in self._ends(consumer, name).items() if e[1] > e[0]}
            consumer.assign([TopicPartition(name, partition, ends[partition][0]) for partition in ends])
            return self._drain(consumer, name, ends, timeout)
        finally:
            consumer.close()

    def values(self, name):
        """The JSON of every message."""
        return [json.loads(message.value()) for message in self.read(name)]

    def wait_count(self, name, count, timeout=60):
        """Waits until the topic holds `count` messages or more, and says how many."""
        return wait_until(lambda: f"{count} messages in {name}; it has {self.count(name)}",
                          lambda: self._reached(name, count), timeout, interval=0.1)

    def stays_at(self, name, count, seconds=2.0):
        """Asserts that nothing is added to the topic for a while."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            assert self.count(name) == count
            time.sleep(0.2)

    def _reached(self, name, count):
        now = self.count(name)
        return now if now >= count else None

    def _consumer(self):
        return Consumer({"bootstrap.servers": self.bootstrap, "group.id": f"it-{uuid.uuid4().hex}",
                         "enable.auto.commit": False, "allow.auto.create.topics": False,
                         "isolation.level": "read_committed"})

    def _ends(self, consumer, name):
        described = consumer.list_topics(name, timeout=30).topics[name]
        if described.error:
            raise KafkaException(described.error)
        return {partition: consumer.get_watermark_offsets(TopicPartition(name, partition), timeout=30)
                for partition in described.partitions}

    def _drain(self, consumer, name, ends, timeout):
        found, missing = [], sum(high - low for low, high in ends.values())
        limit = time.monotonic() + timeout
        while missing > 0:
            assert time.monotonic() < limit, f"{missing} messages of {name} cannot be read"
            for message in consumer.consume(min(missing, 10_000), timeout=1.0):
                if message.error():
                    raise KafkaException(message.error())
                if message.offset() < ends[message.partition()][1]:
                    found.append(message)
                    missing -= 1
        return found

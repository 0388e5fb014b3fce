"""Promise: empty, wide and long tables are read exactly, in little memory."""
import re
from collections import Counter

import pytest
from cassandra.concurrent import execute_concurrent_with_args

from conftest import run_servers
from process import value_of

ONCE = {"connect.cassandra.import.poll.interval": "3600000"}
MIB = 1024 * 1024


def rows_of(process):
    return sum(int(value_of(line, "rows")) for line in process.lines("Pass is complete"))


def test_an_empty_table(session, topic, connector, caskade, kafka):
    session.execute("CREATE TABLE nothing (id int PRIMARY KEY)")
    process = caskade(connector(f"INSERT INTO {topic} SELECT * FROM nothing"))
    process.wait_running()
    kafka.stays_at(topic, 0)
    session.execute("INSERT INTO nothing (id) VALUES (7)")
    kafka.wait_count(topic, 1)
    process.stop_cleanly()
    assert kafka.values(topic)[0] == {"id": 7}


def test_one_wide_partition(session, topic, connector, caskade, kafka):
    rows = 50_000
    session.execute("CREATE TABLE wide (part int, seq int, body text, PRIMARY KEY (part, seq))")
    insert = session.prepare("INSERT INTO wide (part, seq, body) VALUES (1, ?, ?)")
    execute_concurrent_with_args(session, insert, ((seq, f"body {seq}") for seq in range(rows)), concurrency=200)
    process = caskade(connector(f"INSERT INTO {topic} SELECT * FROM wide", ONCE))
    process.wait_for("Pass is complete")
    process.stop_cleanly()
    assert rows_of(process) == rows
    found = [(value["part"], value["seq"], value["body"]) for value in kafka.values(topic)]
    assert found == [(1, seq, f"body {seq}") for seq in range(rows)]  # in clustering order


@pytest.mark.parametrize("fetch_size", ["1", "7", "100000"])
def test_page_sizes(fetch_size, session, topic, connector, caskade, kafka):
    session.execute("CREATE TABLE pages (part int, seq int, PRIMARY KEY (part, seq))")
    insert = session.prepare("INSERT INTO pages (part, seq) VALUES (?, ?)")
    pairs = [(part, seq) for part in range(20) for seq in range(10)]
    execute_concurrent_with_args(session, insert, pairs)
    process = caskade(connector(f"INSERT INTO {topic} SELECT * FROM pages",
                                ONCE | {"connect.cassandra.fetch.size": fetch_size}))
    process.wait_for("Pass is complete")
    process.stop_cleanly()
    assert Counter((value["part"], value["seq"]) for value in kafka.values(topic)) == Counter(pairs)


@pytest.mark.slow
def test_a_million_rows_in_64_mib(session, keyspace, topic, connector, caskade, kafka):
    rows = 1_000_000
    run_servers("load", "wide", "--keyspace", keyspace, "--rows", rows)
    process = caskade(connector(f"INSERT INTO {topic} SELECT * FROM wide", ONCE))
    process.wait_for("Pass is complete", timeout=180)
    peak = process.peak_memory()
    process.stop_cleanly()
    assert rows_of(process) == rows
    assert kafka.count(topic) == rows
    sequence = re.compile(rb'"seq":(\d+)[,}]')
    found = {int(sequence.search(message.value()).group(1)) for message in kafka.read(topic, timeout=180)}
    assert len(found) == rows and min(found) == 0 and max(found) == rows - 1
    assert peak < 64 * MIB, f"{peak / MIB:.1f} MiB"

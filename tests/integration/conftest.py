"""Fixtures for tests against real servers: a Cassandra session, Kafka topics, and the program itself.

    tools/servers/servers start
    build/venv/bin/python -m pytest tests/integration            # -m 'not slow' leaves out the long ones

CASKADE_BINARY names another program than build/release/caskade. Every test has a keyspace and topics of its own.
"""
import json
import os
import subprocess
import uuid
from types import SimpleNamespace

import pytest
from cassandra.cluster import EXEC_PROFILE_DEFAULT, Cluster, ExecutionProfile
from cassandra.policies import WhiteListRoundRobinPolicy

from process import ROOT, Caskade
from topics import Topics

SERVERS = ROOT / "tools/servers/servers"
BINARY = os.environ.get("CASKADE_BINARY", str(ROOT / "build/release/caskade"))


def run_servers(*args, timeout=180):
    """Runs tools/servers/servers; its output, or an AssertionError that shows what it said."""
    done = subprocess.run([str(SERVERS), *map(str, args)], capture_output=True, text=True, timeout=timeout)
    assert done.returncode == 0, f"servers {args}: {done.stdout}{done.stderr}"
    return done.stdout


def cassandra_address(name):
    """(host, port) of a running Cassandra instance, or None."""
    found = json.loads(run_servers("env", "--json")).get("cassandra", {}).get(name)
    return found and (found["members"][0]["host"], found["members"][0]["port"])


def connect(host, port, **more):
    profile = ExecutionProfile(load_balancing_policy=WhiteListRoundRobinPolicy([host]), request_timeout=60)
    return Cluster([host], port=port, execution_profiles={EXEC_PROFILE_DEFAULT: profile}, **more)


def create_keyspace(session, keyspace):
    session.execute(f"CREATE KEYSPACE {keyspace} WITH replication = "
                    "{'class': 'SimpleStrategy', 'replication_factor': 1}")
    session.set_keyspace(keyspace)


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: takes longer than half a minute")


@pytest.fixture(scope="session")
def env():
    """Where the default servers listen: cassandra_host, cassandra_port, kafka."""
    running = json.loads(run_servers("env", "--json"))
    cassandra = running.get("cassandra", {}).get("default")
    kafka = running.get("kafka", {}).get("default")
    if not cassandra or not kafka:
        pytest.exit("the servers do not run; start them: tools/servers/servers start", returncode=2)
    if not os.access(BINARY, os.X_OK):
        pytest.exit(f"{BINARY} is not built; see CMakePresets.json, preset release", returncode=2)
    return SimpleNamespace(cassandra_host=cassandra["members"][0]["host"],
                           cassandra_port=cassandra["members"][0]["port"],
                           kafka=kafka["env"]["KAFKA_BOOTSTRAP_SERVERS"])


@pytest.fixture(scope="session")
def cluster_session(env):
    cluster = connect(env.cassandra_host, env.cassandra_port)
    yield cluster.connect()
    cluster.shutdown()


@pytest.fixture
def unique():
    return uuid.uuid4().hex[:10]


@pytest.fixture
def keyspace(cluster_session, unique):
    """A fresh keyspace, in use by `session`; dropped after the test."""
    name = f"it_{unique}"
    create_keyspace(cluster_session, name)
    yield name
    cluster_session.execute(f"DROP KEYSPACE {name}", timeout=60)


@pytest.fixture
def session(cluster_session, keyspace):
    return cluster_session


@pytest.fixture(scope="session")
def kafka(env):
    return Topics(env.kafka)


@pytest.fixture
def topic(kafka, unique):
    """A fresh topic of one partition; deleted after the test."""
    name = f"it-{unique}"
    kafka.create(name)
    yield name
    kafka.delete(name)


@pytest.fixture
def connector(env, keyspace):
    """Builds a connector's settings for the test's keyspace; named settings win, None removes one."""
    def build(kcql, settings=None):
        made = {
            "name": "it-source",
            "connector.class": "io.lenses.streamreactor.connect.cassandra.source.CassandraSourceConnector",
            "connect.cassandra.contact.points": env.cassandra_host,
            "connect.cassandra.port": str(env.cassandra_port),
            "connect.cassandra.key.space": keyspace,
            "connect.cassandra.kcql": kcql,
            "connect.cassandra.import.poll.interval": "200",
            "connect.cassandra.slice.delay.ms": "200",
            "value.converter": "org.apache.kafka.connect.json.JsonConverter",
            "value.converter.schemas.enable": "false",
        }
        made.update(settings or {})
        return {key: value for key, value in made.items() if value is not None}
    return build


@pytest.fixture
def caskade(env, tmp_path):
    """Starts the program: caskade(settings, ..., worker={...}) -> Caskade. What still runs is killed in the end.

    All processes of one test share the offsets file, so a second start continues the first.
    """
    started = []

    def start(*connectors, worker=None):
        process = Caskade(BINARY, tmp_path / f"run{len(started)}", {
            "bootstrap.servers": env.kafka,
            "key.converter": "org.apache.kafka.connect.storage.StringConverter",
            "value.converter": "org.apache.kafka.connect.json.JsonConverter",
            "offset.storage.file.filename": tmp_path / "offsets.dat",
            "offset.flush.interval.ms": "500",
            **(worker or {}),
        }, connectors)
        started.append(process)
        process.start()
        return process

    yield start
    for process in started:
        process.kill9()

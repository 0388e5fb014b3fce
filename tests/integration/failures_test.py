"""Promise: what goes wrong is said in one sentence that names the thing; exit code and log agree.

A wrong configuration ends with 3 before anything runs; when every task has failed, the program ends with 4.
"""
import socket
import subprocess

import pytest

from conftest import BINARY, cassandra_address, connect, create_keyspace, run_servers
from process import LINE, value_of

USAGE, BAD_CONFIG, ALL_FAILED = 1, 3, 4
QUICK = {"connect.cassandra.connect.timeout.ms": "2000"}


@pytest.fixture
def table(session):
    session.execute("CREATE TABLE orders (id int PRIMARY KEY, state text, created timestamp)")
    session.execute("INSERT INTO orders (id, state) VALUES (1, 'new')")


@pytest.fixture
def kcql(topic):
    return f"INSERT INTO {topic} SELECT id, state FROM orders"


def expect_end(process, codes, *names):
    """It ends with one of the codes and an ERROR line holds all the names; that line. With 4 it is "Task failed"."""
    code = process.wait_exit()
    assert code in codes, f"exit code {code}:\n{process.tail()}"
    lines = process.lines(*names, level="ERROR")
    assert lines, f"no ERROR line with {names}:\n{process.tail()}"
    failed = process.lines("Task failed", level="ERROR")
    assert bool(failed) == (code == ALL_FAILED), process.tail()
    assert all(value_of(line, "cause") for line in failed), process.tail()
    assert not process.lines("Pass is complete")
    return lines[0]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def test_a_host_that_does_not_exist(table, kcql, connector, caskade):
    process = caskade(connector(kcql, QUICK | {"connect.cassandra.contact.points": "no-such-host.invalid"}))
    expect_end(process, {ALL_FAILED}, "no-such-host.invalid")


def test_a_closed_port(table, kcql, connector, caskade):
    port = str(free_port())
    process = caskade(connector(kcql, QUICK | {"connect.cassandra.port": port}))
    line = expect_end(process, {ALL_FAILED}, f"127.0.0.1:{port}")
    assert "connect.cassandra.port" in line


def test_a_keyspace_that_does_not_exist(table, kcql, connector, caskade):
    process = caskade(connector(kcql, {"connect.cassandra.key.space": "no_such_space"}))
    expect_end(process, {ALL_FAILED}, "no_such_space", "connect.cassandra.key.space")


def test_a_table_that_does_not_exist(table, topic, keyspace, connector, caskade):
    process = caskade(connector(f"INSERT INTO {topic} SELECT * FROM ordres"))
    line = expect_end(process, {ALL_FAILED}, "ordres", keyspace)
    assert "orders" in line, "the nearest table is not offered"


def test_a_column_that_does_not_exist(table, topic, connector, caskade):
    process = caskade(connector(f"INSERT INTO {topic} SELECT id, sttae FROM orders"))
    line = expect_end(process, {ALL_FAILED}, "sttae", "orders")
    assert "state" in line, "the nearest column is not offered"


def test_a_pk_column_of_the_wrong_type(table, topic, connector, caskade):
    process = caskade(connector(f"INSERT INTO {topic} SELECT id, state FROM orders PK state "
                                "INCREMENTALMODE=TIMESTAMP"))
    expect_end(process, {ALL_FAILED}, "state", "timestamp")


def test_an_illegal_topic_name(table, connector, caskade):
    process = caskade(connector("INSERT INTO `bad topic!` SELECT id FROM orders"))
    expect_end(process, {BAD_CONFIG, ALL_FAILED}, "bad topic!")


def test_a_typo_in_kcql(table, topic, connector, caskade):
    process = caskade(connector(f"INSERT INTO {topic} SELECT id, created FROM orders PK created "
                                "INCREMENTALMODE=TIMESTMAP"))
    expect_end(process, {BAD_CONFIG}, "TIMESTMAP")
    assert "connect.cassandra.kcql" in process.log() and "did you mean TIMESTAMP" in process.log()


def test_an_unknown_key_warns_and_offers_the_nearest(table, kcql, topic, connector, caskade, kafka):
    process = caskade(connector(kcql, {"connect.cassandra.fetch.szie": "100"}))
    process.wait_for("Pass is complete")
    process.stop_cleanly()
    assert process.lines("connect.cassandra.fetch.szie", "connect.cassandra.fetch.size", level="WARN"), process.tail()
    assert kafka.values(topic)[0] == {"id": 1, "state": "new"}


def test_a_key_without_name_stands_for_the_missing_one(table, kcql, keyspace, connector, caskade):
    settings = connector(kcql, {"connect.cassandra.key.space": None, "": keyspace})
    expect_end(caskade(settings), {BAD_CONFIG}, "connect.cassandra.key.space")


@pytest.mark.parametrize("key, value", [
    ("connect.cassandra.port", "ninety"), ("connect.cassandra.port", "65536"),
    ("connect.cassandra.ssl.enabled", "maybe"), ("connect.cassandra.kcql", ""),
    ("connect.cassandra.consistency.level", "MOST"), ("connect.cassandra.fetch.size", "0"),
    ("value.converter", "org.example.NoSuchConverter"), ("connector.class", "org.example.NoSuchConnector")])
def test_a_wrong_value_is_named(key, value, table, kcql, connector, caskade):
    process = caskade(connector(kcql, {key: value}))
    expect_end(process, {BAD_CONFIG}, key)
    assert value in process.log()


def test_a_connector_file_that_is_not_json(caskade):
    process = caskade('{"name": "it-source",')
    expect_end(process, {BAD_CONFIG}, "JSON", "connector0.json")


def test_a_kafka_that_is_not_there(table, kcql, connector, caskade):
    port = free_port()
    process = caskade(connector(kcql), worker={"bootstrap.servers": f"127.0.0.1:{port}"})
    process.wait_for(f"127.0.0.1:{port}", timeout=60)
    assert process.process.poll() in (None, ALL_FAILED), process.tail()


def test_one_failed_task_leaves_the_other_connector_running(table, kcql, topic, connector, caskade, kafka):
    broken = connector(f"INSERT INTO {topic} SELECT * FROM missing", {"name": "it-broken"})
    process = caskade(broken, connector(kcql))
    process.wait_for("Task failed", "it-broken", "missing")
    process.wait_for("Pass is complete", "it-source")
    assert process.stop() == 0
    assert kafka.values(topic)[0] == {"id": 1, "state": "new"}


def test_log_lines_have_one_form(table, kcql, connector, caskade):
    process = caskade(connector(kcql))
    process.wait_for("Pass is complete")
    process.stop_cleanly()
    first = process.log().splitlines()[0]
    assert LINE.match(first), first
    assert process.lines("[it-source|task-0]", "Task is running"), process.tail()


@pytest.mark.parametrize("arguments", [["standalone"], ["no-such-command"], ["standalone", "--no-such-option"]])
def test_usage_errors(arguments, env):
    done = subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=20)
    assert done.returncode == USAGE and (done.stderr or done.stdout), done


def test_a_missing_file_is_named(env, tmp_path):
    path = str(tmp_path / "absent.properties")
    done = subprocess.run([BINARY, "standalone", path, path], capture_output=True, text=True, timeout=20)
    assert done.returncode in (USAGE, BAD_CONFIG) and "absent.properties" in done.stderr, done


# A server with logins -------------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def guarded(env):
    """(host, port) of a Cassandra that wants a login, with a table guarded.orders."""
    from cassandra.auth import PlainTextAuthProvider
    run_servers("start", "cassandra", "--name", "it-auth", "--auth", timeout=240)
    try:
        address = cassandra_address("it-auth")
        cluster = connect(*address, auth_provider=PlainTextAuthProvider("cassandra", "cassandra"))
        session = cluster.connect()
        session.execute("DROP KEYSPACE IF EXISTS guarded")
        create_keyspace(session, "guarded")
        session.execute("CREATE TABLE orders (id int PRIMARY KEY, state text)")
        session.execute("INSERT INTO orders (id, state) VALUES (1, 'new')")
        cluster.shutdown()
        yield address
    finally:
        run_servers("stop", "cassandra", "--name", "it-auth")


@pytest.fixture
def guarded_connector(guarded, kcql, connector):
    host, port = guarded
    return lambda settings: connector(kcql, {"connect.cassandra.contact.points": host,
                                             "connect.cassandra.port": str(port),
                                             "connect.cassandra.key.space": "guarded", **settings})


@pytest.mark.slow
def test_the_right_password(guarded_connector, topic, caskade, kafka):
    process = caskade(guarded_connector({"connect.cassandra.username": "cassandra",
                                         "connect.cassandra.password": "cassandra"}))
    process.wait_for("Pass is complete")
    process.stop_cleanly()
    assert kafka.values(topic)[0] == {"id": 1, "state": "new"}


@pytest.mark.slow
def test_a_wrong_password_is_named_but_not_shown(guarded_connector, caskade):
    process = caskade(guarded_connector({"connect.cassandra.username": "cassandra",
                                         "connect.cassandra.password": "s3cret-typo"}))
    expect_end(process, {ALL_FAILED}, "connect.cassandra.password", "cassandra")
    assert "s3cret-typo" not in process.log()


@pytest.mark.slow
def test_a_missing_login(guarded_connector, caskade):
    expect_end(caskade(guarded_connector({})), {ALL_FAILED}, "connect.cassandra.username")

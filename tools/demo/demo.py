#!/usr/bin/env python3
"""Shows the students example at work, on real servers on this machine.

    build/venv/bin/python tools/demo/demo.py          # watch; Ctrl-C ends it, the servers stay
    build/venv/bin/python tools/demo/demo.py --once   # check every message, end with 0 or 1

Starts Cassandra and Kafka if they do not run, fills students_keyspace.students, runs `caskade standalone` with
the connector configuration of the vendor's page, and prints the messages as they land in students_topic. The
keyspace's table and the topic are made anew. Everything it writes is below build/demo.
"""
import argparse
import datetime
import json
import pathlib
import signal
import subprocess
import sys
import time

try:
    import students
except ModuleNotFoundError as missing:
    sys.exit(f"{missing}; run it with build/venv/bin/python, made with:\n"
             "  python3 -m venv build/venv && build/venv/bin/pip install cassandra-driver confluent-kafka")

ROOT = pathlib.Path(__file__).resolve().parents[2]
HOME = ROOT / "build/demo"
SERVERS = ROOT / "tools/servers/servers"
PATIENCE = 60.0  # seconds without a message that must come


def say(text=""):
    print(text, flush=True)


class Failure(Exception):
    pass


# Servers --------------------------------------------------------------------------------------------------------

def running_servers():
    done = subprocess.run([str(SERVERS), "env", "--json"], check=True, capture_output=True, text=True)
    found = json.loads(done.stdout)
    return {kind: found[kind]["default"] for kind in ("cassandra", "kafka") if "default" in found.get(kind, {})}


def start_servers():
    """Returns (the running servers, the kinds that were started here)."""
    before = running_servers()
    missing = [kind for kind in ("cassandra", "kafka") if kind not in before]
    if missing:
        say(f"Starting {' and '.join(missing)} (about 15 s; the first time it downloads some 300 MiB) ...")
        subprocess.run([str(SERVERS), "start", *missing], check=True)
    return running_servers(), missing


# Configuration --------------------------------------------------------------------------------------------------

def write_files(host, port, bootstrap):
    HOME.mkdir(parents=True, exist_ok=True)
    offsets = HOME / "offsets.dat"
    for old in HOME.glob("offsets.dat*"):
        old.unlink()  # the topic is new too
    worker = HOME / "worker.properties"
    worker.write_text(f"bootstrap.servers={bootstrap}\n"
                      "key.converter=org.apache.kafka.connect.storage.StringConverter\n"
                      "value.converter=org.apache.kafka.connect.json.JsonConverter\n"
                      f"offset.storage.file.filename={offsets}\n"
                      "offset.flush.interval.ms=1000\n")
    connector = HOME / "students.json"
    connector.write_text(json.dumps({
        "name": "my-cassandra-source",
        "connector.class": "com.datamountaineer.streamreactor.connect.cassandra.source.CassandraSinkConnector",
        "topics": "students",
        "connect.cassandra.host": host,
        "connect.cassandra.port": str(port),
        "connect.cassandra.username": "",
        "connect.cassandra.password": "",
        "connect.cassandra.ssl.enabled": "default",
        "connect.cassandra.key.space": students.KEYSPACE,
        "value.converter": "org.apache.kafka.connect.json.JsonConverter",
        "connect.cassandra.kcql": f"INSERT INTO {students.TOPIC} SELECT id, name, age, timestamp_added FROM students "
                                  "PK timestamp_added INCREMENTALMODE=TIMESTAMP",
        "connect.cassandra.slice.delay.ms": "500",  # the demo's writer and clock are this machine: no need for 30 s
    }, indent=2) + "\n")
    return worker, connector


def start_caskade(binary, worker, connector):
    if not binary.exists():
        raise Failure(f"{binary} is not built: cmake --preset release && cmake --build build/release")
    with (HOME / "caskade.log").open("wb") as log:
        return subprocess.Popen([str(binary), "standalone", str(worker), str(connector)], cwd=HOME, stderr=log,
                                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)


def log_tail():
    return "\n".join("    " + line for line in (HOME / "caskade.log").read_text(errors="replace").splitlines()[-8:])


# Watching -------------------------------------------------------------------------------------------------------

def show(message):
    row = message.payload
    moment = datetime.datetime.fromtimestamp(row["timestamp_added"] / 1000, datetime.timezone.utc)
    say(f"  {students.TOPIC}[{message.partition}]@{message.offset:<3} id={row['id']:<3} name={row['name']:<18} "
        f"age={row['age']:<3} timestamp_added={row['timestamp_added']} ({moment:%Y-%m-%d %H:%M:%S.%f}"[:-3] + ")")


def watch_until(reader, process, seen, wanted):
    """Prints messages until `wanted` came or patience ends; then those that come too much for two seconds."""
    limit = time.monotonic() + PATIENCE
    while len(seen) < wanted:
        if process.poll() is not None:
            raise Failure(f"caskade ended with {process.returncode}:\n{log_tail()}")
        if time.monotonic() > limit:
            return
        take(reader, seen, 0.5)
    calm = time.monotonic() + 2
    while time.monotonic() < calm:
        take(reader, seen, 0.2)


def take(reader, seen, seconds):
    message = reader.next(seconds)
    if message:
        seen.append(message)
        show(message)


def stop(process):
    """SIGTERM; returns a complaint or None."""
    if process.poll() is not None:
        return f"caskade had ended by itself with {process.returncode}"
    process.send_signal(signal.SIGTERM)
    try:
        code = process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return "caskade did not stop within 5 s of SIGTERM"
    return f"caskade stopped with {code} instead of 0" if code else None


def tell_where(worker, connector):
    say(f"""
Where things are
  worker file      {worker}
  connector file   {connector}
  log              {HOME / 'caskade.log'}
  offsets          {HOME / 'offsets.dat'}

To look further, in another terminal
  {SERVERS} cql "SELECT * FROM {students.KEYSPACE}.students"
  {SERVERS} cql "INSERT INTO {students.KEYSPACE}.students (id, name, age, timestamp_added) VALUES (\
100, 'You', 30, toTimestamp(now()))"
  {SERVERS} kafka-consume --topic {students.TOPIC} --from-beginning
  tail -f {HOME / 'caskade.log'}
To stop the servers: {SERVERS} stop
""")


# The two ways to run --------------------------------------------------------------------------------------------

def run(binary, once, servers):
    node = servers["cassandra"]["members"][0]
    bootstrap = servers["kafka"]["env"]["KAFKA_BOOTSTRAP_SERVERS"]
    table = students.Table(node["host"], node["port"])
    expected = table.fill()
    say(f"{students.KEYSPACE}.students has {len(expected)} rows; {students.TOPIC} is empty.")
    reader = students.fresh_topic(bootstrap)
    worker, connector = write_files(node["host"], node["port"], bootstrap)
    process = start_caskade(binary, worker, connector)
    try:
        say(f"caskade runs (pid {process.pid}). Its messages:")
        seen = []
        watch_until(reader, process, seen, len(expected))
        say("Adding three rows:")
        expected += table.add_three()
        watch_until(reader, process, seen, len(expected))
        problems = students.compare(expected, seen)
        if not once:
            report(problems, len(expected))
            tell_where(worker, connector)
            say("Waiting for more rows; Ctrl-C ends it.")
            while process.poll() is None:
                take(reader, seen, 0.5)
            raise Failure(f"caskade ended with {process.returncode}:\n{log_tail()}")
    finally:
        complaint = stop(process)
        reader.close()
        table.close()
    problems += [complaint] if complaint else []
    report(problems, len(expected))
    return 1 if problems else 0


def report(problems, count):
    for problem in problems:
        say(f"WRONG: {problem}")
    if problems:
        say(f"The end of the log:\n{log_tail()}")
    else:
        say(f"Right: {count} rows, one message for each, every value as it is in Cassandra.")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--once", action="store_true", help="end by itself; 0 when every row arrived exactly once")
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / "build/release/caskade")
    options = parser.parse_args()
    started = []
    try:
        servers, started = start_servers()
        return run(options.binary.resolve(), options.once, servers)
    except KeyboardInterrupt:
        say("\nStopped. The servers stay; stop them with: tools/servers/servers stop")
        return 0
    except (Failure, subprocess.CalledProcessError) as failure:
        say(f"FAILED: {failure}")
        return 1
    finally:
        if options.once and started:
            subprocess.run([str(SERVERS), "stop", *started], check=False)


if __name__ == "__main__":
    sys.exit(main())

"""Fills a table with made-up rows fast: Cassandra's own writer makes files offline (load_rows/LoadRows.java),
then `nodetool import` hands them to every node. A million rows take seconds.
"""

import shutil
import subprocess
import time
from dataclasses import dataclass

import cassandra
import jars
import jvm
from cql import QUORUM, Connection
from instance import Instance
from places import TOOL
from trouble import Trouble

PROGRAM = TOOL / "load_rows" / "LoadRows.java"
SHAPES = {"single": "bench", "wide": "bench", "students": "students_keyspace"}  # shape -> usual keyspace
ROWS_MAX = 2**24  # the sorter packs the number of a partition into 24 bits


@dataclass
class Job:
    shape: str
    keyspace: str
    table: str
    rows: int
    first: int = 0       # number of the first row: to add rows later
    keep: bool = False   # keep the rows that are there
    threads: int = 2
    heap: str = "1g"

    @property
    def full_name(self) -> str:
        return f"{self.keyspace}.{self.table}"


def load(instance: Instance, job: Job) -> str:
    if not 0 < job.rows <= ROWS_MAX or job.first < 0:
        raise Trouble(f"--rows must be 1 to {ROWS_MAX}, and --first 0 or more; load more in several goes "
                      "with --keep and --first.")
    begin = time.monotonic()
    folder = instance.home / "load"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        schema = _write_files(instance, job, folder)
        _make_table(instance, job, schema)
        written = time.monotonic()
        _import_files(instance, job, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    end = time.monotonic()
    return (f"{job.rows} rows are in {job.full_name} of cassandra '{instance.name}' "
            f"after {end - begin:.1f} s ({written - begin:.1f} s writing files, "
            f"{end - written:.1f} s importing them).")


def _write_files(instance: Instance, job: Job, folder) -> str:
    """Runs the Java program; returns the CREATE TABLE that it used."""
    classes = jvm.compiled(PROGRAM, jars.cassandra(instance.settings["version"]))
    main = [PROGRAM.stem, str(folder), job.shape, job.keyspace, job.table, str(job.first), str(job.rows),
            str(job.threads)]
    command = cassandra.tool_command(instance, main, heap=job.heap, classes=classes)
    return _run(command, "write the files").strip()


def _make_table(instance: Instance, job: Job, schema: str) -> None:
    member = instance.running()[0]
    replicas = len(instance.members)
    with Connection(member.host, member.port, cassandra.login(instance), timeout=120) as connection:
        connection.query(f"CREATE KEYSPACE IF NOT EXISTS {job.keyspace} WITH replication = "
                         f"{{'class': 'SimpleStrategy', 'replication_factor': {replicas}}}")
        connection.query(schema.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS", 1))
        if not job.keep:
            connection.query(f"TRUNCATE {job.full_name}", QUORUM)


def _import_files(instance: Instance, job: Job, folder) -> None:
    files = [str(path) for path in sorted(folder.glob(f"*/{job.keyspace}/{job.table}"))]
    *others, last = instance.running()
    for member in others:  # these copy; the last one may take the files themselves
        args = ["import", "--copy-data", job.keyspace, job.table, *files]
        _run(cassandra.nodetool_command(instance, member, args), "import the files")
    args = ["import", job.keyspace, job.table, *files]
    _run(cassandra.nodetool_command(instance, last, args), "import the files")


def _run(command: list[str], what: str) -> str:
    run = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, text=True)
    if run.returncode != 0:
        said = (run.stderr.strip() or run.stdout.strip())[-1500:]
        raise Trouble(f"The loader could not {what}. It said:\n{said}")
    return run.stdout

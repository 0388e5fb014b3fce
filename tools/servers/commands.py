"""The command line: one function per command, and the table of options of `start`."""

import argparse
import re
import shlex
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields

import cassandra
import instance as instances
import jars
import kafka
import lifecycle
import load
import status
from cql import QUORUM, Connection, split_statements
from kinds import KINDS
from places import run_dir
from trouble import Trouble

START_OPTIONS = [  # each is a field of the settings of one or more kinds
    ("--port", {"type": int, "help": "first port (cassandra 9042, kafka 9092, registry 8081)"}),
    ("--heap", {"metavar": "SIZE", "help": "Java heap, as in 512m"}),
    ("--tls", {"choices": ["none", "server", "mutual"], "help": "cassandra, registry: encryption"}),
    ("--version", {"choices": list(jars.CASSANDRA), "help": "cassandra: 5.0 unless told"}),
    ("--nodes", {"type": int, "choices": [1, 3], "help": "cassandra: nodes, at 127.0.0.1 to 3"}),
    ("--auth", {"action": argparse.BooleanOptionalAction,
                "help": "cassandra: passwords (cassandra/cassandra)"}),
    ("--brokers", {"type": int, "choices": [1, 3], "help": "kafka: brokers"}),
    ("--security", {"choices": list(kafka.PROTOCOLS), "help": "kafka: the clients' listener"}),
    ("--client-auth", {"choices": ["none", "required"], "help": "kafka: client certificates"}),
    ("--auto-create", {"choices": ["on", "off"], "help": "kafka: make topics on first use"}),
    ("--basic-auth", {"metavar": "USER:PASSWORD", "help": "registry: passwords"}),
]
ACTIONS = ["stop", "start", "kill", "pause", "resume"]
USUAL = ["cassandra", "kafka"]


def fetch(args) -> None:
    for what in args.what or list(KINDS):
        if what == "cassandra":
            for version in [args.version] if args.version else jars.CASSANDRA:
                print(jars.cassandra(version))
        else:
            print(jars.kafka() if what == "kafka" else jars.registry())


def start(args) -> None:
    what = list(dict.fromkeys(args.what)) or USUAL
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", args.name):
        raise Trouble("--name may hold small letters, digits, '-' and '_'.")
    known = {kind: {field.name for field in fields(KINDS[kind].settings)} for kind in what}
    wishes = {key: value for key, value in vars(args).items()
              if value is not None and key not in ("run", "command", "what", "name")}
    for key in wishes:
        users = [kind for kind in what if key in known[kind]]
        if not users or (key == "port" and len(what) > 1):
            raise Trouble(f"--{key.replace('_', '-')} does not fit 'start {' '.join(what)}'. "
                          "Name the one server that it is meant for.")
    plans = [(kind, {key: value for key, value in wishes.items() if key in known[kind]}) for kind in what]
    with ThreadPoolExecutor(len(plans)) as pool:
        _print_all(pool, lambda plan: lifecycle.start(plan[0], args.name, plan[1]), plans)


def stop(args) -> None:
    _on_each(args, lifecycle.stop)


def wipe(args) -> None:
    _on_each(args, lifecycle.wipe)
    if args.all and not args.what:
        shutil.rmtree(run_dir(), ignore_errors=True)


def show_status(_) -> None:
    print("\n".join(status.status_lines()))


def env(args) -> None:
    print(status.env_json() if args.json else "\n".join(status.env_lines(args.name)))


def cql(args) -> None:
    chosen = _cassandra(args)
    member = next((one for one in chosen.running() if one.number == args.node), chosen.running()[0])
    with Connection(member.host, member.port, cassandra.login(chosen), timeout=120) as connection:
        for statement in split_statements(sys.stdin.read() if args.statements == "-" else args.statements):
            names, rows = connection.query(statement, QUORUM)
            for line in [names, *rows] if names else []:
                print("\t".join(line))


def act(args) -> None:
    kind = "cassandra" if args.command == "node" else "kafka"
    print(lifecycle.act_on_member(instances.must_load(kind, args.name), args.number, args.action))


def load_rows(args) -> None:
    shape = args.shape or (args.table if args.table in load.SHAPES else "single")
    job = load.Job(shape=shape, keyspace=args.keyspace or load.SHAPES[shape], table=args.table,
                   rows=args.rows, first=args.first, keep=args.keep)
    print(load.load(_cassandra(args), job))


def pass_through(tool: str, args: list[str]) -> int:
    """Runs a JVM tool with all arguments as they are; only a leading `--name NAME` is ours."""
    name = "default"
    if args[:1] == ["--name"] and len(args) > 1:
        name, args = args[1], args[2:]
    if tool == "nodetool":
        chosen = instances.must_run("cassandra", name)
        command = cassandra.nodetool_command(chosen, chosen.running()[0], args)
    else:
        command = kafka.tool_command(instances.must_run("kafka", name), tool, args)
    return subprocess.run(command).returncode


def _cassandra(args) -> instances.Instance:
    """By --port, or else by --name."""
    if args.port is None:
        return instances.must_run("cassandra", args.name)
    for one in instances.load_all():
        if one.kind == "cassandra" and one.settings["port"] == args.port and one.running():
            return one
    raise Trouble(f"No cassandra of these tools runs on port {args.port}. See: servers status")


def _on_each(args, action) -> None:
    chosen = [one for one in instances.load_all()
              if (args.all or one.name == args.name) and (not args.what or one.kind in args.what)]
    if not chosen:
        print("There is nothing to do: no such server was started.")
        return
    with ThreadPoolExecutor(len(chosen)) as pool:
        _print_all(pool, action, chosen)


def _print_all(pool, action, items) -> None:
    """Prints each answer; all of them end before the first failure is reported."""
    failures = []
    for future in [pool.submit(action, item) for item in items]:
        try:
            print(future.result(), flush=True)
        except (Trouble, OSError) as failure:
            failures.append(str(failure))
    if failures:
        raise Trouble("\n".join(failures))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="servers", description=__import__("__main__").__doc__,
        epilog=f"also: servers nodetool|{'|'.join(kafka.TOOLS)} [--name NAME] ARGS...")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, run, text: str, what: bool = False, named: bool = True) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        if what:
            added.add_argument("what", nargs="*", choices=[*KINDS, []], metavar="cassandra|kafka|registry")
        if named:
            added.add_argument("--name", default="default", help="which instance")
        return added

    command("fetch", fetch, "download the servers into the cache", what=True, named=False).add_argument(
        "--version", choices=list(jars.CASSANDRA), help="only this Cassandra")
    starter = command("start", start, "start servers (cassandra and kafka unless told)", what=True)
    for option, how in START_OPTIONS:
        starter.add_argument(option, default=None, **how)
    for name, run, text in [("stop", stop, "stop servers"),
                            ("wipe", wipe, "stop servers and remove their data")]:
        command(name, run, text, what=True).add_argument("--all", action="store_true", help="of all names")
    command("status", show_status, "what runs", named=False)
    command("env", env, "addresses and files of running servers").add_argument("--json", action="store_true")
    for name, run, text in [("cql", cql, "run CQL statements"),
                            ("load", load_rows, "fill a table with rows")]:
        command(name, run, text).add_argument("--port", type=int, help="choose the instance by its port")
    commands.choices["cql"].add_argument("statements", help="separated by ';', or '-' to read them")
    commands.choices["cql"].add_argument("--node", type=int, default=1, help="number of the node to ask")
    _add_load_options(commands.choices["load"])
    for role in ("node", "broker"):
        actor = command(role, act, f"signal one {role} of an instance", named=False)
        actor.add_argument("name", help="instance")
        actor.add_argument("number", type=int)
        actor.add_argument("action", choices=ACTIONS)
    return parser


def _add_load_options(loader: argparse.ArgumentParser) -> None:
    loader.add_argument("table", help="name of the table; 'single', 'wide' and 'students' imply that shape")
    loader.add_argument("--rows", type=int, required=True)
    loader.add_argument("--shape", choices=list(load.SHAPES))
    loader.add_argument("--keyspace")
    loader.add_argument("--first", type=int, default=0, help="number of the first row")
    loader.add_argument("--keep", action="store_true", help="keep the rows that are there")


def main(argv: list[str]) -> int:
    try:
        if argv and (argv[0] == "nodetool" or argv[0] in kafka.TOOLS):
            return pass_through(argv[0], argv[1:])
        args = _parser().parse_args(argv)
        args.run(args)
        return 0
    except (Trouble, OSError) as failure:
        print(f"servers: {failure}", file=sys.stderr)
    except subprocess.CalledProcessError as failure:
        print(f"servers: {shlex.join(map(str, failure.cmd))} failed; run it by hand to see why.",
              file=sys.stderr)
    except KeyboardInterrupt:
        print("servers: interrupted.", file=sys.stderr)
    return 1

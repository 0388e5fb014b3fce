"""One named server (or small cluster) and its record on disk.

    <run>/<kind>/<name>/state.json      what was asked for, and its members
    <run>/<kind>/<name>/<role><n>/      one member: pid, server.log, configuration, data
"""

import dataclasses
import json
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

import process
from places import locked, run_dir, write_atomically
from trouble import Trouble

PORT_STEP = 100


@dataclass
class Member:
    """One process of an instance."""
    role: str
    number: int
    host: str
    port: int
    other_ports: list[tuple[str, int]]  # it also listens here


@dataclass
class Instance:
    kind: str
    name: str
    settings: dict
    members: list[Member]

    @property
    def home(self) -> Path:
        return home_of(self.kind, self.name)

    def folder(self, member: Member) -> Path:
        return self.home / f"{member.role}{member.number}"

    def pid_file(self, member: Member) -> Path:
        return self.folder(member) / "pid"

    def log(self, member: Member) -> Path:
        return self.folder(member) / "server.log"

    def pid(self, member: Member) -> int | None:
        return process.find_pid(self.pid_file(member))

    def running(self) -> list[Member]:
        return [member for member in self.members if self.pid(member)]

    def is_whole(self) -> bool:
        return len(self.running()) == len(self.members)

    def save(self) -> None:
        write_atomically(self.home / "state.json", json.dumps(dataclasses.asdict(self), indent=2) + "\n")

    def remove(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)


def home_of(kind: str, name: str) -> Path:
    return run_dir() / kind / name


def lock(kind: str, name: str):
    """Held while an instance is started, stopped or wiped."""
    return locked(run_dir() / kind / f"{name}.lock")


def ports_lock():
    return locked(run_dir() / "ports.lock")


def load(kind: str, name: str) -> Instance | None:
    try:
        state = json.loads((home_of(kind, name) / "state.json").read_text())
    except FileNotFoundError:
        return None
    state["members"] = [Member(**member) for member in state["members"]]
    return Instance(**state)


def load_all() -> list[Instance]:
    found = [load(file.parts[-3], file.parts[-2]) for file in sorted(run_dir().glob("*/*/state.json"))]
    return [instance for instance in found if instance]


def must_load(kind: str, name: str) -> Instance:
    instance = load(kind, name)
    if instance is None:
        raise Trouble(f"There is no {kind} named '{name}'. Start it with: servers start {kind} --name {name}")
    return instance


def must_run(kind: str, name: str) -> Instance:
    instance = must_load(kind, name)
    if not instance.running():
        raise Trouble(f"{kind} '{name}' does not run. Start it with: servers start {kind} --name {name}")
    return instance


def is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def addresses(members: list[Member]) -> list[tuple[str, int]]:
    pairs = [(member.host, member.port) for member in members]
    return pairs + [tuple(pair) for member in members for pair in member.other_ports]


def pick_port(kind: str, name: str, first: int, plan) -> int:
    """The kind's usual port for the name `default`; for others the first free block, 100 apart."""
    if name == "default":
        return first
    taken = {pair for other in load_all() if (other.kind, other.name) != (kind, name)
             for pair in addresses(other.members)}
    for port in range(first + PORT_STEP, first + 50 * PORT_STEP, PORT_STEP):
        wanted = addresses(plan(port))
        if taken.isdisjoint(wanted) and all(is_free(*pair) for pair in wanted):
            return port
    raise Trouble(f"No free block of ports was found for {kind} '{name}'; choose one with --port.")


def check_ports_free(members: list[Member]) -> None:
    for host, port in addresses(members):
        if not is_free(host, port):
            raise Trouble(f"Port {port} on {host} is taken by another program. "
                          "End that program, or choose another port with --port.")

"""What runs: for people (`status`) and for programs (`env`)."""

import json

import certs
import process
from instance import Instance, Member, load_all
from kinds import KINDS


def status_lines() -> list[str]:
    lines = []
    for instance in load_all():
        lines.append(f"{instance.kind} '{instance.name}': {KINDS[instance.kind].describe(instance)}")
        lines += [f"  {member.role} {member.number}: {_state(instance, member)}"
                  for member in instance.members]
    return lines or ["No server was started yet. Start some with: servers start"]


def _state(instance: Instance, member: Member) -> str:
    pid = instance.pid(member)
    if pid is None:
        return "down"
    resident, cpu = process.usage(pid)
    word = "paused" if process.is_paused(pid) else "up"
    return f"{word}, {member.host}:{member.port}, pid {pid}, {resident} MiB, {cpu:.0f} s of CPU"


def env_of(instance: Instance) -> dict[str, str]:
    """The facts clients need; CERTS_DIR too, if there are certificates."""
    values = KINDS[instance.kind].env(instance)
    if certs.folder().exists():
        values["CERTS_DIR"] = str(certs.folder())
    return values


def env_lines(name: str) -> list[str]:
    values = {}
    for instance in load_all():
        if instance.name == name and instance.running():
            values |= env_of(instance)
    return [f"{key}={value}" for key, value in values.items()]


def env_json() -> str:
    """All running instances: kind -> name -> env, settings and members."""
    found = {}
    for instance in load_all():
        if instance.running():
            found.setdefault(instance.kind, {})[instance.name] = {
                "env": env_of(instance),
                "settings": instance.settings,
                "members": [{"number": one.number, "role": one.role, "host": one.host, "port": one.port,
                             "pid": instance.pid(one), "folder": str(instance.folder(one)),
                             "log": str(instance.log(one))} for one in instance.members],
            }
    return json.dumps(found, indent=2)

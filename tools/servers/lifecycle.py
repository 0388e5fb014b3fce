"""Starts, stops and signals instances of every kind. What differs between kinds is in kinds.py's table."""

import signal
import time
from dataclasses import asdict, fields

import instance as instances
import jvm
import process
from instance import Instance, Member
from kinds import KINDS
from trouble import Trouble

READY_SECONDS = 240


def start(kind_name: str, name: str, wishes: dict) -> str:
    """Starts one instance, or finds it running. Returns the sentence to print."""
    with instances.lock(kind_name, name):
        known = instances.load(kind_name, name)
        with instances.ports_lock():  # two new instances must not pick the same ports
            wanted = _plan(kind_name, name, wishes, known)
            if known and known.running():
                _refuse_other_settings(known, wanted)
                if known.is_whole():
                    return f"{_summary(known)} already runs."
            absent = [member for member in wanted.members if not wanted.pid(member)]
            instances.check_ports_free(absent)
            wanted.save()
        return f"{_summary(wanted)} is ready after {_start_members(wanted, absent):.1f} s."


def start_member(instance: Instance, member: Member) -> str:
    with instances.lock(instance.kind, instance.name):
        if instance.pid(member):
            return f"{member.role} {member.number} of {instance.kind} '{instance.name}' already runs."
        instances.check_ports_free([member])
        seconds = _start_members(instance, [member])
        return f"{member.role} {member.number} of {_summary(instance)} is ready after {seconds:.1f} s."


def stop(instance: Instance) -> str:
    with instances.lock(instance.kind, instance.name):
        running = instance.running()
        if not running:
            return f"{instance.kind} '{instance.name}' does not run."
        begin = time.monotonic()
        killed = _stop_members(instance, running)
        note = f"; {len(killed)} had to be killed" if killed else ""
        return f"{instance.kind} '{instance.name}' stopped after {time.monotonic() - begin:.1f} s{note}."


def wipe(instance: Instance) -> str:
    stop(instance)
    with instances.lock(instance.kind, instance.name):
        instance.remove()
    return f"{instance.kind} '{instance.name}' and its data are gone."


def act_on_member(instance: Instance, number: int, action: str) -> str:
    """One of stop, start, kill, pause, resume on one node or broker, by its number."""
    member = next((one for one in instance.members if one.number == number), None)
    if member is None:
        raise Trouble(f"{instance.kind} '{instance.name}' has the numbers 1 to {len(instance.members)}, "
                      f"not {number}.")
    if action == "start":
        return start_member(instance, member)
    who = f"{member.role} {number} of {instance.kind} '{instance.name}'"
    if not instance.pid(member):
        raise Trouble(f"{who} does not run. "
                      f"Start it with: servers {member.role} {instance.name} {number} start")
    if action == "stop":
        killed = _stop_members(instance, [member])
        return f"{who} had to be killed." if killed else f"{who} stopped."
    number_of = {"kill": signal.SIGKILL, "pause": signal.SIGSTOP, "resume": signal.SIGCONT}
    process.send(instance.pid_file(member), number_of[action])
    if action == "kill":
        process.wait_gone(instance.pid_file(member), 10)
        jvm.adopt_archives(instance.folder(member), whole=False)
    return f"{who}: {action} done."


def _plan(kind_name: str, name: str, wishes: dict, known: Instance | None) -> Instance:
    """What the instance shall be: wishes of this command first, then what it was before, then defaults."""
    kind = KINDS[kind_name]
    before = known.settings if known else {}
    chosen = {**before, **wishes}
    changed = {key for key in kind.fixed & wishes.keys() & before.keys() if wishes[key] != before[key]}
    if changed and not known.running():
        raise Trouble(f"{kind_name} '{name}' has data of other settings ({', '.join(sorted(changed))}). "
                      f"Remove it with: servers wipe {kind_name} --name {name}")
    names = {field.name for field in fields(kind.settings)}
    settings = kind.settings(**{key: value for key, value in chosen.items() if key in names})
    if settings.port is None:
        settings.port = instances.pick_port(kind_name, name, kind.port, lambda p: kind.members(settings, p))
    kind.check(settings)
    return Instance(kind_name, name, asdict(settings), kind.members(settings, settings.port))


def _refuse_other_settings(known: Instance, wanted: Instance) -> None:
    other = [key for key, value in wanted.settings.items() if known.settings.get(key) != value]
    if other:
        raise Trouble(f"{known.kind} '{known.name}' already runs with other settings ({', '.join(other)}). "
                      "Stop it first, or give this one a --name of its own.")


def _start_members(instance: Instance, members: list[Member]) -> float:
    """Starts them together and waits for all; returns the seconds that took."""
    kind = KINDS[instance.kind]
    kind.prepare(instance)
    begin = time.monotonic()
    try:
        for member in members:
            instance.folder(member).mkdir(parents=True, exist_ok=True)
            kind.launch(instance, member)
        for member in members:
            _wait_ready(instance, member)
    except BaseException:
        _stop_members(instance, members, seconds=10)
        raise
    return time.monotonic() - begin


def _wait_ready(instance: Instance, member: Member) -> None:
    end = time.monotonic() + READY_SECONDS
    why = ""
    while time.monotonic() < end:
        if not instance.pid(member):
            raise Trouble(f"{_who(instance, member)} ended while it started. The end of its log:\n"
                          f"{_log_end(instance, member)}\nThe whole log is {instance.log(member)}")
        try:
            if KINDS[instance.kind].answers(instance, member):
                return
        except OSError as error:
            why = f" ({error})"
        time.sleep(0.1)
    raise Trouble(f"{_who(instance, member)} did not answer within {READY_SECONDS} s{why}. "
                  f"Its log is {instance.log(member)}")


def _stop_members(instance: Instance, members: list[Member], seconds: float = 60) -> list:
    killed = process.stop_all([instance.pid_file(member) for member in members], seconds)
    for member in members:
        jvm.adopt_archives(instance.folder(member), whole=instance.pid_file(member) not in killed)
    return killed


def _who(instance: Instance, member: Member) -> str:
    return f"{instance.kind} '{instance.name}', {member.role} {member.number}"


def _summary(instance: Instance) -> str:
    return f"{instance.kind} '{instance.name}' ({KINDS[instance.kind].describe(instance)})"


def _log_end(instance: Instance, member: Member, lines: int = 12) -> str:
    try:
        text = instance.log(member).read_text(errors="replace")
    except FileNotFoundError:
        return "  (no log)"
    return "\n".join("  " + line[:300] for line in text.splitlines()[-lines:])

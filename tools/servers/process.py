"""Processes that outlive the command that starts them, found again through a pid file.

A pid file holds "PID START", where START is the kernel's start time of that process. Both must match
/proc before anything is signalled, so a recycled pid is never hit.
"""

import os
import signal
import subprocess
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/PID/stat after the program's name; None for a process that is gone or a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else fields


def _start_time(pid: int) -> str | None:
    fields = _stat(pid)
    return fields[19] if fields else None


def spawn(argv: list[str], cwd: Path, log: Path, pid_file: Path) -> int:
    """Starts argv in its own session, without input; the log of the run before is kept as LOG.1."""
    if log.exists():
        log.replace(log.with_name(log.name + ".1"))
    with open(log, "wb") as out:
        child = subprocess.Popen(argv, cwd=cwd, stdin=subprocess.DEVNULL, stdout=out,
                                 stderr=subprocess.STDOUT, start_new_session=True)
    pid_file.write_text(f"{child.pid} {_start_time(child.pid)}\n")
    child.returncode = 0  # it is meant to outlive us: keeps Popen from warning about that
    return child.pid


def find_pid(pid_file: Path) -> int | None:
    """The pid of the process this file was written for, if it still runs."""
    try:
        pid, start = pid_file.read_text().split()
    except (OSError, ValueError):
        return None
    return int(pid) if _start_time(int(pid)) == start else None


def send(pid_file: Path, number: signal.Signals) -> bool:
    """Signals the process; False when it does not run."""
    pid = find_pid(pid_file)
    if pid is None:
        return False
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True


def wait_gone(pid_file: Path, seconds: float) -> bool:
    """Waits for the end of the process; False when it still runs after that time."""
    end = time.monotonic() + seconds
    while (pid := find_pid(pid_file)) is not None:
        try:
            os.waitpid(pid, os.WNOHANG)  # collects it when it is a child of this very command
        except ChildProcessError:
            pass
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    pid_file.unlink(missing_ok=True)
    return True


def stop_all(pid_files: list[Path], seconds: float = 60) -> list[Path]:
    """Asks all to end, then waits, then kills what is left. Returns those that had to be killed."""
    for file in pid_files:
        send(file, signal.SIGTERM)
        send(file, signal.SIGCONT)  # a paused process sees the SIGTERM only once it goes on
    killed = []
    end = time.monotonic() + seconds
    for file in pid_files:
        if not wait_gone(file, max(0.1, end - time.monotonic())):
            send(file, signal.SIGKILL)
            wait_gone(file, 10)
            killed.append(file)
    return killed


def usage(pid: int) -> tuple[int, float]:
    """Resident MiB and CPU seconds used so far."""
    fields = _stat(pid)
    if fields is None:
        return 0, 0.0
    resident = int(fields[21]) * os.sysconf("SC_PAGE_SIZE") // 2**20
    return resident, (int(fields[11]) + int(fields[12])) / TICKS


def is_paused(pid: int) -> bool:
    fields = _stat(pid)
    return fields is not None and fields[0] == "T"

"""One run of `caskade standalone`: its files, its log, how it ends."""
import json
import pathlib
import re
import signal
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
LINE = re.compile(r"^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}\] (TRACE|DEBUG|INFO|WARN|ERROR|FATAL) ", re.M)


def wait_until(what, condition, timeout=60.0, interval=0.05):
    """Polls until condition() is true and returns its value; fails with `what` after the timeout."""
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(interval)
    raise AssertionError(f"{timeout:g} s went by without: {what() if callable(what) else what}")


class Caskade:
    def __init__(self, binary, folder, worker, connectors):
        folder.mkdir(parents=True)
        self.log_file = folder / "stderr.log"
        self.worker_file = folder / "worker.properties"
        self.worker_file.write_text("".join(f"{key}={value}\n" for key, value in worker.items()))
        self.connector_files = []
        for number, settings in enumerate(connectors):
            path = folder / f"connector{number}.json"
            path.write_text(settings if isinstance(settings, str) else json.dumps(settings, indent=2))
            self.connector_files.append(path)
        self.command = [binary, "standalone", str(self.worker_file), *map(str, self.connector_files)]
        self.folder = folder
        self.process = None

    def start(self):
        with self.log_file.open("wb") as log, (self.folder / "stdout.log").open("wb") as out:
            self.process = subprocess.Popen(self.command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=out,
                                            stderr=log)

    # The log ----------------------------------------------------------------------------------------------------

    def log(self):
        return self.log_file.read_text(errors="replace")

    def lines(self, *texts, level=""):
        """The log lines that hold all the texts."""
        return [line for line in self.log().splitlines()
                if all(text in line for text in texts) and f"{level} " in line]

    def tail(self):
        return "\n".join(self.log().splitlines()[-40:])

    def wait_for(self, *texts, timeout=60, count=1):
        """Waits for `count` log lines with all the texts and returns the last; gives up early when it has ended."""
        def look():
            ended = self.process.poll() is not None
            found = self.lines(*texts)
            if len(found) >= count:
                return found[-1]
            assert not ended, f"ended with {self.process.returncode} before {texts}:\n{self.tail()}"
            return None
        return wait_until(lambda: f"{count} lines with {texts} in\n{self.tail()}", look, timeout)

    def wait_running(self, timeout=60):
        return self.wait_for("Task is running", timeout=timeout)

    # The end ----------------------------------------------------------------------------------------------------

    def wait_exit(self, timeout=60):
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"still runs after {timeout} s:\n{self.tail()}") from None

    def stop(self, within=5.0):
        """SIGTERM; asserts that it ends in time and returns the exit code."""
        assert self.process.poll() is None, f"ended by itself with {self.process.returncode}:\n{self.tail()}"
        self.process.send_signal(signal.SIGTERM)
        return self.wait_exit(within)

    def stop_cleanly(self):
        assert self.stop() == 0, self.tail()
        assert not self.lines(level="ERROR"), self.tail()

    def kill9(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait(30)

    # The rest ---------------------------------------------------------------------------------------------------

    def peak_memory(self):
        """The most resident memory so far, in bytes, while it runs."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"^VmHWM:\s+(\d+) kB", status, re.M).group(1)) * 1024


def value_of(line, key):
    """The value of key=value (or key="quoted value") in a log line; None without it."""
    found = re.search(rf'(?:^|\s){re.escape(key)}=("(?:[^"\\]|\\.)*"|\S*)', line)
    if not found:
        return None
    text = found.group(1)
    return text[1:-1].replace('\\"', '"') if text.startswith('"') else text

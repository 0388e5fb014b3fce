"""Where things live: the run folder (state, data, logs), the cache (jars, class-data archives), and locks."""

import contextlib
import fcntl
import os
from pathlib import Path

TOOL = Path(__file__).resolve().parent
REPO = TOOL.parents[1]


def run_dir() -> Path:
    """Everything that changes. `wipe --all` removes it whole."""
    return Path(os.environ.get("CASKADE_SERVERS_DIR") or REPO / "build" / "servers" / "run").absolute()


def cache_dir() -> Path:
    """What can be fetched or made again; shared by all clones on this machine."""
    return Path(os.environ.get("CASKADE_CACHE_DIR") or Path.home() / ".cache" / "caskade").absolute()


def write_atomically(path: Path, text: str) -> None:
    """Readers see the old file or the new one, never half of either."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_text(text)
    part.replace(path)


@contextlib.contextmanager
def locked(path: Path):
    """Holds one file lock, so that two commands at once do not do the same work twice."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield

"""Finds Java 17 and starts it quickly: argument files and class-data archives.

A class-data archive holds the parsed classes of an earlier run and saves about half of the start-up time.
The first run of a server writes one into its own folder as it ends; `adopt_archives` then moves it into
the cache, where every later start finds it.
"""

import glob
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from places import cache_dir, locked, write_atomically
from trouble import Trouble, need_program

JAVA_MAJOR = 17


def _major_of(home: Path) -> int | None:
    try:
        found = re.search(r'JAVA_VERSION="(\d+)', (home / "release").read_text())
    except OSError:
        return None
    return int(found[1]) if found else None


def java_home() -> Path:
    """The first Java 17 among $JAVA_HOME, the PATH and Debian's folder of JVMs."""
    candidates = [os.environ.get("JAVA_HOME")]
    if on_path := shutil.which("java"):
        candidates.append(str(Path(on_path).resolve().parents[1]))
    candidates += sorted(glob.glob("/usr/lib/jvm/*"))
    for home in candidates:
        if home and _major_of(Path(home)) == JAVA_MAJOR:
            return Path(home)
    raise Trouble(f"Java {JAVA_MAJOR} is missing. Install it with: apt-get install openjdk-17-jdk-headless")


def java() -> str:
    return str(java_home() / "bin" / "java")


def write_args(path: Path, args: list[str]) -> str:
    """Writes an argument file and returns the `@file` that stands for it."""
    quoted = ['"' + arg.replace("\\", "\\\\").replace('"', '\\"') + '"' for arg in args]
    write_atomically(path, "\n".join(quoted) + "\n")
    return f"@{path}"


def class_path(folder: Path, extra: list[Path] | None = None) -> str:
    """All jars in a fixed order: an archive is only good for the class path it was made with."""
    return ":".join(str(jar) for jar in [*sorted(folder.glob("*.jar")), *(extra or [])])


def archive_args(label: str, folder: Path, writes: bool) -> list[str]:
    """Options that use the archive of this label, or (if `writes`) make one in `folder` as the run ends."""
    build = hashlib.sha256((java_home() / "release").read_bytes()).hexdigest()[:8]
    file = f"{label}-{build}.jsa"
    ready = cache_dir() / "cds" / file
    if ready.exists():
        return [f"-XX:SharedArchiveFile={ready}", "-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off"]
    return [f"-XX:ArchiveClassesAtExit={folder / file}", "-Xlog:cds=off"] if writes else []


def adopt_archives(folder: Path, whole: bool) -> None:
    """Moves archives a stopped server left into the cache; a killed one (not `whole`) left a torn file."""
    for made in folder.glob("*.jsa"):
        target = cache_dir() / "cds" / made.name
        if whole and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f"{made.name}.{os.getpid()}.part")
            shutil.copyfile(made, part)
            part.replace(target)
        made.unlink()


def compiled(source: Path, libraries: Path) -> Path:
    """The folder of classes of one Java file, compiled once per content and kept in the cache."""
    mark = hashlib.sha256(source.read_bytes() + libraries.name.encode()).hexdigest()[:12]
    ready = cache_dir() / "classes" / f"{source.stem}-{mark}"
    with locked(cache_dir() / "classes.lock"):
        if not ready.exists():
            ready.parent.mkdir(parents=True, exist_ok=True)
            part = Path(tempfile.mkdtemp(dir=ready.parent))
            compiler = need_program("javac", "openjdk-17-jdk-headless")
            run = subprocess.run([compiler, "--release", str(JAVA_MAJOR), "-proc:none",
                                  "-cp", class_path(libraries), "-d", part, source],
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            if run.returncode != 0:
                raise Trouble(f"{source} could not be compiled: {run.stdout.strip()[:1500]}")
            part.replace(ready)
    return ready

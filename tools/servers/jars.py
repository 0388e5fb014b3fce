"""Fetches servers from Maven Central into the cache, once per version. All versions are pinned here."""

import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from places import cache_dir, locked
from trouble import Trouble, need_program

CASSANDRA = {"5.0": "5.0.9", "4.1": "4.1.10"}
KAFKA = "4.3.1"
APICURIO = "2.6.13.Final"
LOG4J = "2.25.4"

POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>caskade</groupId><artifactId>server-jars</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>{dependencies}</dependencies>
</project>
"""


def pom_of(coordinates: list[str]) -> str:
    """A project file that depends on group:artifact:version coordinates, and nothing else."""
    rows = []
    for coordinate in coordinates:
        group, artifact, version = coordinate.split(":")
        rows.append(f"\n    <dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId>"
                    f"<version>{version}</version></dependency>")
    return POM.format(dependencies="".join(rows))


def _maven(pom: str, args: list[str], what: str) -> None:
    program = need_program("mvn", "maven")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "pom.xml").write_text(pom)
        run = subprocess.run([program, "-B", "-q", "-f", folder, *args], stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if run.returncode != 0:
        said = "\n  ".join(run.stdout.strip().splitlines()[:8])
        raise Trouble(f"Maven could not fetch {what}; check the network and try again. It said:\n  {said}")


def _once(name: str, fill) -> Path:
    """Fills <cache>/jars/<name> with `fill(part)`; the folder appears only when it is complete."""
    ready = cache_dir() / "jars" / name
    if ready.exists():
        return ready
    with locked(cache_dir() / "jars" / f"{name}.lock"):
        if not ready.exists():
            part = ready.with_name(name + ".part")
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(parents=True)
            print(f"Fetching {name} into {ready.parent} ...", flush=True)
            fill(part)
            part.replace(ready)
    return ready


def _copy_dependencies(name: str, coordinates: list[str]) -> Path:
    def fill(part: Path) -> None:
        _maven(pom_of(coordinates),
               ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={part}"], name)
    return _once(name, fill)


def cassandra(version: str) -> Path:
    release = CASSANDRA[version]
    return _copy_dependencies(f"cassandra-{release}", [f"org.apache.cassandra:cassandra-all:{release}"])


def kafka() -> Path:
    return _copy_dependencies(f"kafka-{KAFKA}", [
        f"org.apache.kafka:kafka_2.13:{KAFKA}",
        f"org.apache.kafka:kafka-tools:{KAFKA}",
        f"org.apache.logging.log4j:log4j-slf4j-impl:{LOG4J}",
    ])


def registry() -> Path:
    name = f"apicurio-{APICURIO}"
    artifact = f"io.apicurio:apicurio-registry-app:{APICURIO}:tar.gz:all"

    def fill(part: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            goal = ["dependency:copy", f"-Dartifact={artifact}", f"-DoutputDirectory={folder}"]
            _maven(pom_of([]), goal, name)
            archive = next(Path(folder).glob("*.tar.gz"))
            with tarfile.open(archive) as file:
                file.extractall(part)
    return _once(name, fill)

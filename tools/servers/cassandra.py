"""Apache Cassandra from its Maven artifact: one node, or three at 127.0.0.1 to 127.0.0.3.

With port P a node listens on P (CQL) and P+1 (other nodes) of its own address, and on P+1+number of
127.0.0.1 (JMX, for nodetool).
"""

from dataclasses import dataclass
from pathlib import Path

import cassandra_yaml
import certs
import jars
import jvm
import process
from cql import Connection, Login
from instance import Instance, Member
from places import TOOL
from trouble import Trouble

EXPORTS = """java.base/jdk.internal.misc java.base/jdk.internal.ref java.base/sun.nio.ch
    java.base/java.lang.ref java.management.rmi/com.sun.jmx.remote.internal.rmi java.rmi/sun.rmi.registry
    java.rmi/sun.rmi.server java.rmi/sun.rmi.transport.tcp java.sql/java.sql jdk.unsupported/sun.misc
    jdk.attach/sun.tools.attach""".split()
OPENS = """java.lang.module java.lang java.lang.reflect java.lang.ref java.io java.net java.math java.nio
    java.nio.channels java.util java.util.concurrent java.util.concurrent.atomic java.util.concurrent.locks
    jdk.internal.loader jdk.internal.ref jdk.internal.reflect jdk.internal.math jdk.internal.misc
    jdk.internal.module jdk.internal.util jdk.internal.util.jar sun.nio.ch sun.security.ssl""".split()


@dataclass
class Settings:
    version: str = "5.0"
    nodes: int = 1
    port: int | None = None
    auth: bool = False
    tls: str = "none"
    heap: str | None = None


def check(settings: Settings) -> None:
    if settings.version not in jars.CASSANDRA:
        raise Trouble(f"Cassandra {settings.version} is not known; choose --version "
                      f"{' or '.join(jars.CASSANDRA)}.")


def members(settings: Settings, port: int) -> list[Member]:
    return [Member("node", i, f"127.0.0.{i}", port, [(f"127.0.0.{i}", port + 1), ("127.0.0.1", port + 1 + i)])
            for i in range(1, settings.nodes + 1)]


def jmx_port(member: Member) -> int:
    return member.other_ports[1][1]


def prepare(instance: Instance) -> None:
    jars.cassandra(instance.settings["version"])
    if instance.settings["tls"] != "none":
        certs.make()


def launch(instance: Instance, member: Member) -> None:
    folder = instance.folder(member)
    (folder / "conf").mkdir(exist_ok=True)
    (folder / "tmp").mkdir(exist_ok=True)
    (folder / "conf" / "cassandra.yaml").write_text(cassandra_yaml.text(instance, member))
    args = jvm.write_args(folder / "conf" / "java.args", _daemon_args(instance, member))
    process.spawn([jvm.java(), args], folder, instance.log(member), instance.pid_file(member))


def answers(instance: Instance, member: Member) -> bool:
    with Connection(member.host, member.port, login(instance), timeout=5) as connection:
        return bool(connection.query("SELECT release_version FROM system.local")[1])


def login(instance: Instance) -> Login:
    tls, folder = instance.settings["tls"], certs.folder()
    return Login(ca=folder / "ca.pem" if tls != "none" else None,
                 cert=folder / "client.pem" if tls == "mutual" else None,
                 key=folder / "client.key" if tls == "mutual" else None)


def env(instance: Instance) -> dict[str, str]:
    settings = instance.settings
    values = {
        "CASSANDRA_CONTACT_POINTS": ",".join(member.host for member in instance.members),
        "CASSANDRA_PORT": str(settings["port"]),
        "CASSANDRA_VERSION": jars.CASSANDRA[settings["version"]],
        "CASSANDRA_DATACENTER": "datacenter1",
        "CASSANDRA_TLS": settings["tls"],
    }
    if settings["auth"]:
        values |= {"CASSANDRA_USER": "cassandra", "CASSANDRA_PASSWORD": "cassandra"}
    return values


def describe(instance: Instance) -> str:
    settings = instance.settings
    hosts = "127.0.0.1" if settings["nodes"] == 1 else f"127.0.0.1-{settings['nodes']}"
    words = [jars.CASSANDRA[settings["version"]], f"{hosts}:{settings['port']}"]
    words += ["auth"] if settings["auth"] else []
    words += [f"TLS {settings['tls']}"] if settings["tls"] != "none" else []
    return ", ".join(words)


def tool_command(instance: Instance, main: list[str], heap: str = "256m",
                 classes: Path | None = None) -> list[str]:
    """The command line of a JVM program beside this instance: nodetool, or ours from a folder of classes."""
    folder, lib = instance.folder(instance.members[0]), jars.cassandra(instance.settings["version"])
    args = _opens() + [
        f"-Xmx{heap}", "-Djdk.attach.allowAttachSelf=true", "-XX:-UsePerfData", "-Djava.awt.headless=true",
        f"-Dcassandra.config=file://{folder}/conf/cassandra.yaml", f"-Dcassandra.storagedir={folder}",
        f"-Dlogback.configurationFile={TOOL}/conf/logback-tools.xml",
        "-cp", jvm.class_path(lib, [classes] if classes else [])]
    args += _archive(instance, folder, writes=False) if classes else ["-XX:TieredStopAtLevel=1"]
    args_file = instance.home / f"tool-{main[0].rpartition('.')[2]}.args"
    return [jvm.java(), jvm.write_args(args_file, args), *main]


def nodetool_command(instance: Instance, member: Member, args: list[str]) -> list[str]:
    return tool_command(instance, ["org.apache.cassandra.tools.NodeTool", "-h", "127.0.0.1",
                                   "-p", str(jmx_port(member)), *args])


def _opens() -> list[str]:
    return ([f"--add-exports={name}=ALL-UNNAMED" for name in EXPORTS]
            + [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in OPENS]
            + ["--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED"])


def _archive(instance: Instance, folder: Path, writes: bool) -> list[str]:
    label = f"cassandra-{jars.CASSANDRA[instance.settings['version']]}"
    return ["-XX:+UnlockDiagnosticVMOptions", "-XX:+AllowArchivingWithJavaAgent",
            *jvm.archive_args(label, folder, writes)]


def _daemon_args(instance: Instance, member: Member) -> list[str]:
    settings, folder = instance.settings, instance.folder(member)
    lib = jars.cassandra(settings["version"])
    heap = settings["heap"] or ("512m" if settings["nodes"] == 1 else "384m")
    return _opens() + _archive(instance, folder, writes=member.number == 1) + [
        f"-javaagent:{next(lib.glob('jamm-*.jar'))}",
        f"-Xms{heap}", f"-Xmx{heap}", "-Xss512k", f"-XX:MaxDirectMemorySize={heap}", "-XX:+UseG1GC",
        "-XX:-UsePerfData", "-XX:+ExitOnOutOfMemoryError", "-Djava.awt.headless=true",
        f"-Djava.io.tmpdir={folder}/tmp", "-Djava.net.preferIPv4Stack=true",
        "-Djdk.attach.allowAttachSelf=true", "-Dio.netty.tryReflectionSetAccessible=true",
        f"-Dlogback.configurationFile={TOOL}/conf/logback.xml",
        f"-Dcassandra.config=file://{folder}/conf/cassandra.yaml",
        f"-Dcassandra.storagedir={folder}", f"-Dcassandra.logdir={folder}", "-Dcassandra-foreground=yes",
        f"-Dcassandra.jmx.local.port={jmx_port(member)}",
        "-Dcassandra.skip_wait_for_gossip_to_settle=0",
        f"-Dcassandra.ring_delay_ms={100 if settings['nodes'] == 1 else 2000}",
        "-Dcassandra.superuser_setup_delay_ms=0", "-Dcassandra.shutdown_announce_in_ms=0",
        "-Dcassandra.consistent.rangemovement=false", "-Dcassandra.ignore_kernel_bug_1057843_check=true",
        "-Dcassandra.jdk11=true",
        "-cp", jvm.class_path(lib), "org.apache.cassandra.service.CassandraDaemon"]

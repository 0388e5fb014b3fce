"""Apache Kafka (KRaft) from its Maven artifacts: one broker, or three.

Broker i of port P listens on P+10*(i-1) for clients, on the next port for controllers and on the one after
that for other brokers; all on 127.0.0.1.
"""

import socket
import ssl
import struct
import subprocess
from dataclasses import dataclass

import certs
import jars
import jvm
import kafka_properties
import process
from instance import Instance, Member
from kafka_properties import PASSWORD, PROTOCOLS, USER
from places import TOOL
from trouble import Trouble

CLUSTER_ID = "caskadecaskadecaskadeQ"  # a fixed one: 22 characters of base64

TOOLS = {  # command -> class, and how it takes the client's properties
    "kafka-topics": ("org.apache.kafka.tools.TopicCommand", "--command-config"),
    "kafka-consume": ("org.apache.kafka.tools.consumer.ConsoleConsumer", "--command-config"),
    "kafka-produce": ("org.apache.kafka.tools.ConsoleProducer", "--command-config"),
    "kafka-groups": ("org.apache.kafka.tools.consumer.group.ConsumerGroupCommand", "--command-config"),
    "kafka-offsets": ("org.apache.kafka.tools.GetOffsetShell", "--command-config"),
    "kafka-configs": ("kafka.admin.ConfigCommand", "--command-config"),
    "kafka-acls": ("org.apache.kafka.tools.AclCommand", "--command-config"),
    "kafka-transactions": ("org.apache.kafka.tools.TransactionsCommand", "--command-config"),
}


@dataclass
class Settings:
    brokers: int = 1
    port: int | None = None
    security: str = "plain"
    client_auth: str = "none"
    auto_create: str = "on"
    heap: str | None = None


def check(settings: Settings) -> None:
    if settings.client_auth == "required" and settings.security not in ("ssl", "sasl_ssl"):
        raise Trouble("--client-auth required needs --security ssl or sasl_ssl.")


def members(settings: Settings, port: int) -> list[Member]:
    ports = [port + 10 * i for i in range(settings.brokers)]
    return [Member("broker", i, "127.0.0.1", p, [("127.0.0.1", p + 1), ("127.0.0.1", p + 2)])
            for i, p in enumerate(ports, 1)]


def prepare(instance: Instance) -> None:
    jars.kafka()
    if uses_tls(instance):
        certs.make()
    instance.home.mkdir(parents=True, exist_ok=True)
    (instance.home / "client.properties").write_text(kafka_properties.client(instance))


def launch(instance: Instance, member: Member) -> None:
    folder = instance.folder(member)
    properties = folder / "server.properties"
    properties.write_text(kafka_properties.server(instance, member))
    if not (folder / "data" / "meta.properties").exists():
        _format(instance, member)
    heap = instance.settings["heap"] or ("384m" if instance.settings["brokers"] == 1 else "256m")
    args = [*jvm.archive_args(f"kafka-{jars.KAFKA}", folder, member.number == 1),
            f"-Xms{heap}", f"-Xmx{heap}", "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20", "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError", *_common_args(), "kafka.Kafka", str(properties)]
    command = [jvm.java(), jvm.write_args(folder / "java.args", args)]
    process.spawn(command, folder, instance.log(member), instance.pid_file(member))


def answers(instance: Instance, member: Member) -> bool:
    """The log says when a broker serves (it accepts connections a little before); then it is asked."""
    if "Kafka Server started" not in instance.log(member).read_text(errors="replace"):
        return False
    return asks_api_versions(instance, member)


def asks_api_versions(instance: Instance, member: Member) -> bool:
    with socket.create_connection((member.host, member.port), timeout=5) as plain:
        connection = plain
        if uses_tls(instance):
            folder = certs.folder()
            context = ssl.create_default_context(cafile=folder / "ca.pem")
            context.load_cert_chain(folder / "client.pem", folder / "client.key")
            connection = context.wrap_socket(plain, server_hostname=member.host)
        connection.sendall(struct.pack(">ihhi6s", 14, 18, 0, 7, b"\0\4ping"))
        header = connection.recv(8)
        return len(header) == 8 and struct.unpack(">i", header[4:])[0] == 7


def env(instance: Instance) -> dict[str, str]:
    security = instance.settings["security"]
    values = {
        "KAFKA_BOOTSTRAP_SERVERS": bootstrap(instance),
        "KAFKA_VERSION": jars.KAFKA,
        "KAFKA_SECURITY_PROTOCOL": PROTOCOLS[security],
        "KAFKA_CLIENT_PROPERTIES": str(instance.home / "client.properties"),
    }
    if security.startswith("sasl"):
        values |= {"KAFKA_SASL_MECHANISMS": "SCRAM-SHA-256,SCRAM-SHA-512,PLAIN",
                   "KAFKA_USER": USER, "KAFKA_PASSWORD": PASSWORD}
    return values


def describe(instance: Instance) -> str:
    settings = instance.settings
    words = [jars.KAFKA, bootstrap(instance)]
    words += [settings["security"]] if settings["security"] != "plain" else []
    words += ["client certificates required"] if settings["client_auth"] == "required" else []
    return ", ".join(words)


def bootstrap(instance: Instance) -> str:
    return ",".join(f"{member.host}:{member.port}" for member in instance.members)


def uses_tls(instance: Instance) -> bool:
    return instance.settings["security"] in ("ssl", "sasl_ssl")


def tool_command(instance: Instance, tool: str, args: list[str]) -> list[str]:
    main, config_option = TOOLS[tool]
    return [*_java_tool(), main, "--bootstrap-server", bootstrap(instance),
            config_option, str(instance.home / "client.properties"), *args]


def _common_args() -> list[str]:
    return [f"-Dlog4j2.configurationFile={TOOL}/conf/log4j2.yaml", "-Djava.awt.headless=true",
            "-cp", jvm.class_path(jars.kafka())]


def _java_tool() -> list[str]:
    return [jvm.java(), "-Xmx256m", "-XX:TieredStopAtLevel=1", *_common_args()]


def _format(instance: Instance, member: Member) -> None:
    """Makes the storage, with the SASL users always in it, so that --security may change later."""
    scram = [f"SCRAM-SHA-{bits}=[name={USER},password={PASSWORD}]" for bits in (256, 512)]
    properties = instance.folder(member) / "server.properties"
    command = [*_java_tool(), "kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", str(properties),
               "--add-scram", scram[0], "--add-scram", scram[1]]
    run = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                         stderr=subprocess.STDOUT, text=True)
    if run.returncode != 0:
        raise Trouble(f"Kafka could not format its storage; it said: {run.stdout.strip()[-1500:]}")

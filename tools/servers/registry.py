"""A schema registry with the Confluent REST API: Apicurio Registry, its data in memory.

For https or basic auth nginx stands in front on the port, as a process of its own (the system's nginx service
is not touched), and the registry itself is on the next port, plain, on 127.0.0.1.
"""

import base64
import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import certs
import jars
import jvm
import nginx
import process
from instance import Instance, Member
from trouble import Trouble, need_program

API = "/apis/ccompat/v7"


@dataclass
class Settings:
    port: int | None = None
    tls: str = "none"
    basic_auth: str | None = None
    heap: str | None = None


def check(settings: Settings) -> None:
    if settings.basic_auth and not all(settings.basic_auth.partition(":")):
        raise Trouble("--basic-auth wants USER:PASSWORD.")
    if settings.tls != "none" or settings.basic_auth:
        need_program("nginx", "nginx-light")


def members(settings: Settings, port: int) -> list[Member]:
    if settings.tls == "none" and not settings.basic_auth:
        return [Member("app", 1, "127.0.0.1", port, [])]
    return [Member("app", 1, "127.0.0.1", port + 1, []), Member("front", 2, "127.0.0.1", port, [])]


def prepare(instance: Instance) -> None:
    jars.registry()
    if instance.settings["tls"] != "none":
        certs.make()


def launch(instance: Instance, member: Member) -> None:
    if member.role == "front":
        nginx.launch(instance, member, behind=instance.members[0])
        return
    folder = instance.folder(member)
    args = [*jvm.archive_args(f"apicurio-{jars.APICURIO}", folder, writes=True),
            f"-Xmx{instance.settings['heap'] or '384m'}", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData",
            f"-Dquarkus.http.host={member.host}", f"-Dquarkus.http.port={member.port}",
            "-jar", str(_main_jar())]
    command = [jvm.java(), jvm.write_args(folder / "java.args", args)]
    process.spawn(command, folder, instance.log(member), instance.pid_file(member))


def answers(instance: Instance, member: Member) -> bool:
    front = member.role == "front"
    settings = instance.settings
    request = urllib.request.Request(_address(instance, member) + API + "/subjects")
    context = None
    if front and settings["tls"] != "none":
        context = ssl.create_default_context(cafile=certs.folder() / "ca.pem")
        context.load_cert_chain(certs.folder() / "client.pem", certs.folder() / "client.key")
    if front and settings["basic_auth"]:
        token = base64.b64encode(settings["basic_auth"].encode()).decode()
        request.add_header("Authorization", f"Basic {token}")
    with urllib.request.urlopen(request, timeout=5, context=context) as answer:
        return answer.status == 200


def env(instance: Instance) -> dict[str, str]:
    values = {
        "REGISTRY_URL": _address(instance, instance.members[-1]) + API,
        "REGISTRY_TLS": instance.settings["tls"],
    }
    if instance.settings["basic_auth"]:
        user, _, password = instance.settings["basic_auth"].partition(":")
        values |= {"REGISTRY_USER": user, "REGISTRY_PASSWORD": password}
    return values


def describe(instance: Instance) -> str:
    words = [f"Apicurio {jars.APICURIO}", env(instance)["REGISTRY_URL"]]
    words += ["basic auth"] if instance.settings["basic_auth"] else []
    words += ["client certificates required"] if instance.settings["tls"] == "mutual" else []
    return ", ".join(words)


def _address(instance: Instance, member: Member) -> str:
    secure = member.role == "front" and instance.settings["tls"] != "none"
    return f"{'https' if secure else 'http'}://{member.host}:{member.port}"


def _main_jar() -> Path:
    folder = jars.registry()
    for pattern in ("quarkus-run.jar", "*-runner.jar"):
        for jar in folder.glob(pattern):
            return jar
    raise Trouble(f"{folder} holds no Apicurio program; remove that folder and fetch again.")

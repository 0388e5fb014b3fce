"""Writes Kafka's property files: one for each broker, one for the JVM tools."""

import certs
from instance import Instance, Member

USER, PASSWORD = "caskade", "caskade-secret"
PROTOCOLS = {"plain": "PLAINTEXT", "ssl": "SSL", "sasl": "SASL_PLAINTEXT", "sasl_ssl": "SASL_SSL"}
SCRAM_MODULE = "org.apache.kafka.common.security.scram.ScramLoginModule"
PLAIN_MODULE = "org.apache.kafka.common.security.plain.PlainLoginModule"

BROKER = """\
process.roles=broker,controller
node.id={number}
controller.quorum.voters={voters}
controller.listener.names=CONTROLLER
inter.broker.listener.name=INTERNAL
listeners=CLIENT://{host}:{port},CONTROLLER://{host}:{controller_port},INTERNAL://{host}:{internal_port}
advertised.listeners=CLIENT://{host}:{port},INTERNAL://{host}:{internal_port}
listener.security.protocol.map=CLIENT:{protocol},CONTROLLER:PLAINTEXT,INTERNAL:PLAINTEXT
log.dirs={folder}/data
num.partitions=1
num.network.threads=2
num.io.threads=4
num.recovery.threads.per.data.dir=1
background.threads=2
default.replication.factor={replicas}
offsets.topic.num.partitions=4
offsets.topic.replication.factor={replicas}
transaction.state.log.num.partitions=4
transaction.state.log.replication.factor={replicas}
transaction.state.log.min.isr=1
share.coordinator.state.topic.num.partitions=4
share.coordinator.state.topic.replication.factor={replicas}
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
auto.create.topics.enable={auto_create}
log.retention.hours=-1
log.segment.bytes=268435456
log.cleaner.dedupe.buffer.size=16777216
"""

SASL = f"""\
sasl.enabled.mechanisms=SCRAM-SHA-256,SCRAM-SHA-512,PLAIN
listener.name.client.scram-sha-256.sasl.jaas.config={SCRAM_MODULE} required;
listener.name.client.scram-sha-512.sasl.jaas.config={SCRAM_MODULE} required;
listener.name.client.plain.sasl.jaas.config={PLAIN_MODULE} required user_{USER}="{PASSWORD}";
"""

STORES = """\
ssl.keystore.type=PKCS12
ssl.keystore.location={certs}/{who}.p12
ssl.keystore.password={password}
ssl.key.password={password}
ssl.truststore.type=PKCS12
ssl.truststore.location={certs}/trust.p12
ssl.truststore.password={password}
"""


def server(instance: Instance, member: Member) -> str:
    settings = instance.settings
    (_, controller_port), (_, internal_port) = member.other_ports
    text = BROKER.format(
        number=member.number, host=member.host, port=member.port, controller_port=controller_port,
        internal_port=internal_port, protocol=PROTOCOLS[settings["security"]], folder=instance.folder(member),
        replicas=min(3, settings["brokers"]), auto_create=str(settings["auto_create"] == "on").lower(),
        voters=",".join(f"{one.number}@{one.host}:{one.other_ports[0][1]}" for one in instance.members))
    if settings["security"].startswith("sasl"):
        text += SASL
    if settings["security"].endswith("ssl"):
        text += _stores("server") + f"listener.name.client.ssl.client.auth={settings['client_auth']}\n"
    return text


def client(instance: Instance) -> str:
    security = instance.settings["security"]
    text = f"security.protocol={PROTOCOLS[security]}\n"
    if security.startswith("sasl"):
        text += ("sasl.mechanism=SCRAM-SHA-256\n"
                 f'sasl.jaas.config={SCRAM_MODULE} required username="{USER}" password="{PASSWORD}";\n')
    if security.endswith("ssl"):
        text += _stores("client")
    return text


def _stores(who: str) -> str:
    return STORES.format(certs=certs.folder(), who=who, password=certs.PASSWORD)

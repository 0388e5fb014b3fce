"""Writes the cassandra.yaml of one node. The same text suits 4.1 and 5.0."""

import certs
from instance import Instance, Member

TOKENS_PER_NODE = 4

COMMON = """\
num_tokens: {tokens_per_node}
auto_bootstrap: false
partitioner: org.apache.cassandra.dht.Murmur3Partitioner
endpoint_snitch: SimpleSnitch
start_native_transport: true
cdc_enabled: false
commitlog_sync: periodic
commitlog_sync_period: 10000ms
commitlog_segment_size: 32MiB
disk_access_mode: auto
concurrent_reads: 8
concurrent_writes: 8
concurrent_compactors: 1
compaction_throughput: 0MiB/s
memtable_allocation_type: heap_buffers
key_cache_size: 16MiB
counter_cache_size: 8MiB
dynamic_snitch: false
hinted_handoff_enabled: false
auto_snapshot: false
materialized_views_enabled: true
user_defined_functions_enabled: false
read_request_timeout: 20s
range_request_timeout: 60s
write_request_timeout: 20s
request_timeout: 60s
native_transport_timeout: 120s
truncate_request_timeout: 60s
"""

PLACES = """\
cluster_name: caskade-{name}
initial_token: {tokens}
seed_provider:
  - class_name: org.apache.cassandra.locator.SimpleSeedProvider
    parameters:
      - seeds: "{seeds}"
listen_address: {host}
rpc_address: {host}
storage_port: {storage_port}
native_transport_port: {port}
data_file_directories: [{folder}/data]
commitlog_directory: {folder}/commitlog
saved_caches_directory: {folder}/saved_caches
hints_directory: {folder}/hints
cdc_raw_directory: {folder}/cdc_raw
authenticator: {authenticator}
authorizer: {authorizer}
"""

ENCRYPTION = """\
client_encryption_options:
  enabled: true
  optional: false
  keystore: {certs}/server.p12
  keystore_password: {password}
  store_type: PKCS12
  require_client_auth: {mutual}
  truststore: {certs}/trust.p12
  truststore_password: {password}
"""


def tokens_of(number: int, nodes: int) -> list[int]:
    """Evenly spaced tokens: with nothing to negotiate, all nodes can start at once."""
    step = 2**64 // (nodes * TOKENS_PER_NODE)
    return [-2**63 + step * (k * nodes + number - 1) + 1 for k in range(TOKENS_PER_NODE)]


def text(instance: Instance, member: Member) -> str:
    settings = instance.settings
    storage_port = settings["port"] + 1
    parts = [COMMON.format(tokens_per_node=TOKENS_PER_NODE), PLACES.format(
        name=instance.name, host=member.host, port=member.port, storage_port=storage_port,
        folder=instance.folder(member),
        tokens=",".join(map(str, tokens_of(member.number, settings["nodes"]))),
        seeds=",".join(f"{one.host}:{storage_port}" for one in instance.members),
        authenticator="PasswordAuthenticator" if settings["auth"] else "AllowAllAuthenticator",
        authorizer="CassandraAuthorizer" if settings["auth"] else "AllowAllAuthorizer")]
    if settings["version"] != "4.1":
        parts.append("storage_compatibility_mode: NONE\n")  # else files written offline are ignored silently
    if settings["tls"] != "none":
        parts.append(ENCRYPTION.format(certs=certs.folder(), password=certs.PASSWORD,
                                       mutual=str(settings["tls"] == "mutual").lower()))
    return "".join(parts)

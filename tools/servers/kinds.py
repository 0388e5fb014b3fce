"""The table of server kinds: everything lifecycle.py needs to know about each."""

from collections.abc import Callable
from dataclasses import dataclass

import cassandra
import kafka
import registry
from instance import Instance, Member


@dataclass
class Kind:
    port: int                                       # of the instance named `default`
    settings: type                                  # dataclass; its field names are the options of `start`
    fixed: set[str]                                 # settings that data on disk depends on
    check: Callable[[object], None]                 # raises Trouble for settings that do not fit together
    members: Callable[[object, int], list[Member]]  # the processes, given settings and port
    prepare: Callable[[Instance], None]             # fetch and make what all members need
    launch: Callable[[Instance, Member], None]      # start one process
    answers: Callable[[Instance, Member], bool]     # whether it serves now; OSError counts as no
    env: Callable[[Instance], dict[str, str]]       # what clients need to know
    describe: Callable[[Instance], str]             # a few words for people


def _kind(module, port: int, fixed: set[str]) -> Kind:
    return Kind(port, module.Settings, fixed, module.check, module.members, module.prepare, module.launch,
                module.answers, module.env, module.describe)


KINDS = {
    "cassandra": _kind(cassandra, 9042, {"version", "nodes"}),
    "kafka": _kind(kafka, 9092, {"brokers"}),
    "registry": _kind(registry, 8081, set()),
}

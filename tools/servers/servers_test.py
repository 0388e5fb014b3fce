"""Tests of what needs no server. Run: python3 -m unittest discover tools/servers -p '*_test.py'"""

import os
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import cassandra
import cassandra_yaml
import cql
import cql_values
import instance
import jars
import kafka
import kafka_properties
import lifecycle
import process
import registry
from instance import Instance
from trouble import Trouble


def made(kind, module, name="test", port=5000, **settings) -> Instance:
    values = module.Settings(port=port, **settings)
    return Instance(kind, name, vars(values), module.members(values, port))


class Cql(unittest.TestCase):
    def test_statements_are_cut_outside_of_quotes(self):
        self.assertEqual(cql.split_statements("a ';' b; \"c;\" ;; d"), ["a ';' b", '"c;"', "d"])

    def test_values_are_shown(self):
        for code, data, shown in [(0x09, b"\xff\xff\xff\xfe", "-2"), (0x0D, b"abc", "abc"),
                                  (0x04, b"\1", "True"), (0x09, None, "null"), (0x03, b"\1\2", "0x0102"),
                                  (0x0B, bytes(8), "1970-01-01T00:00:00.000Z"),
                                  (0x10, b"\x7f\0\0\1", "127.0.0.1"),
                                  (0x06, b"\0\0\0\2\x04\xd2", "12.34")]:
            with self.subTest(code=code):
                self.assertEqual(cql_values.show((code, []), data), shown)

    def test_collections_are_shown(self):
        one = b"\0\0\0\4\0\0\0\1"
        self.assertEqual(cql_values.show((0x20, [(9, [])]), b"\0\0\0\2" + one + one), "{1, 1}")
        self.assertEqual(cql_values.show((0x21, [(9, []), (9, [])]), b"\0\0\0\1" + one + one), "{1: 1}")


class Configuration(unittest.TestCase):
    def test_tokens_of_three_nodes_are_all_different_and_even(self):
        tokens = sorted(token for i in (1, 2, 3) for token in cassandra_yaml.tokens_of(i, 3))
        self.assertEqual(len({b - a for a, b in zip(tokens, tokens[1:])}), 1)
        self.assertEqual(len(tokens), 12)

    def test_only_version_5_has_a_storage_mode(self):
        for version, expected in [("5.0", True), ("4.1", False)]:
            one = made("cassandra", cassandra, version=version)
            text = cassandra_yaml.text(one, one.members[0])
            self.assertEqual("storage_compatibility_mode" in text, expected)

    def test_ports_of_one_instance_never_repeat(self):
        for one in (made("cassandra", cassandra, nodes=3), made("kafka", kafka, brokers=3),
                    made("registry", registry, tls="server")):
            pairs = instance.addresses(one.members)
            self.assertEqual(len(pairs), len(set(pairs)))

    def test_kafka_security_shows_in_both_files(self):
        one = made("kafka", kafka, security="sasl_ssl", client_auth="required")
        server = kafka_properties.server(one, one.members[0])
        self.assertIn("CLIENT:SASL_SSL", server)
        self.assertIn("ssl.client.auth=required", server)
        self.assertIn("ssl.truststore.location", kafka_properties.client(one))
        plain_sasl = made("kafka", kafka, security="sasl")
        self.assertNotIn("truststore", kafka_properties.server(plain_sasl, plain_sasl.members[0]))

    def test_settings_that_do_not_fit_are_refused(self):
        with self.assertRaises(Trouble):
            kafka.check(kafka.Settings(client_auth="required"))
        with self.assertRaises(Trouble):
            registry.check(registry.Settings(basic_auth="nobody"))

    def test_pom_names_each_coordinate(self):
        self.assertIn("<artifactId>b</artifactId><version>1</version>", jars.pom_of(["a:b:1"]))


class InFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        patch = mock.patch.dict(os.environ, {"CASKADE_SERVERS_DIR": folder.name})
        patch.start()
        self.addCleanup(patch.stop)


class State(InFolder):
    def test_an_instance_comes_back_as_it_was_saved(self):
        one = made("cassandra", cassandra, nodes=3)
        one.save()
        loaded = instance.load("cassandra", "test")
        self.assertEqual([m.host for m in loaded.members], ["127.0.0.1", "127.0.0.2", "127.0.0.3"])
        self.assertEqual(loaded.settings, one.settings)

    def test_earlier_settings_are_kept_and_data_is_not_reinterpreted(self):
        made("cassandra", cassandra, version="4.1", auth=True).save()
        known = instance.load("cassandra", "test")
        self.assertTrue(lifecycle._plan("cassandra", "test", {}, known).settings["auth"])
        with self.assertRaises(Trouble):
            lifecycle._plan("cassandra", "test", {"version": "5.0"}, known)


class Processes(InFolder):
    def sleeper(self) -> Path:
        pid_file = self.folder / "pid"
        program = [sys.executable, "-c", "import time; time.sleep(60)"]
        process.spawn(program, self.folder, self.folder / "log", pid_file)
        return pid_file

    def test_a_started_process_is_found_and_stopped(self):
        pid_file = self.sleeper()
        self.assertIsNotNone(process.find_pid(pid_file))
        self.assertEqual(process.stop_all([pid_file], 10), [])
        self.assertIsNone(process.find_pid(pid_file))

    def test_a_paused_process_can_be_stopped(self):
        pid_file = self.sleeper()
        process.send(pid_file, signal.SIGSTOP)
        self.assertEqual(process.stop_all([pid_file], 10), [])

    def test_a_recycled_pid_is_left_alone(self):
        other = subprocess.Popen(["sleep", "60"])
        try:
            pid_file = self.folder / "pid"
            pid_file.write_text(f"{other.pid} 1\n")
            self.assertIsNone(process.find_pid(pid_file))
            self.assertFalse(process.send(pid_file, signal.SIGKILL))
            self.assertIsNone(other.poll())
        finally:
            other.kill()
            other.wait()


if __name__ == "__main__":
    unittest.main()

"""Throw-away certificates for local servers: a CA, a server, a client, and a CA nobody trusts.

Each comes as PEM, PKCS12 and JKS. The password of every store is `changeit`.
"""

import shutil
import subprocess
from pathlib import Path

from jvm import java_home
from places import locked, run_dir
from trouble import Trouble, need_program

PASSWORD = "changeit"
NAMES = "DNS:localhost,IP:127.0.0.1,IP:127.0.0.2,IP:127.0.0.3"
DAYS = "3650"


def folder() -> Path:
    return run_dir() / "certs"


def make() -> Path:
    """Makes them all once; later calls return at once."""
    ready = folder()
    if ready.exists():
        return ready
    with locked(run_dir() / "certs.lock"):
        if not ready.exists():
            part = ready.with_name("certs.part")
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(parents=True)
            _make_ca(part, "ca")
            _make_ca(part, "other-ca")
            _make_leaf(part, "server", "/CN=localhost", "serverAuth,clientAuth")
            _make_leaf(part, "client", "/CN=caskade-client", "clientAuth")
            _make_trust(part)
            part.replace(ready)
    return ready


def _run(cwd: Path, *argv: str) -> None:
    run = subprocess.run(argv, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                         stderr=subprocess.STDOUT, text=True)
    if run.returncode != 0:
        raise Trouble(f"Certificates could not be made: '{' '.join(argv[:3])} ...' said: "
                      f"{run.stdout.strip()}")


def _openssl(cwd: Path, *args: str) -> None:
    _run(cwd, need_program("openssl", "openssl"), *args)


def _keytool(cwd: Path, *args: str) -> None:
    _run(cwd, str(java_home() / "bin" / "keytool"), *args)


def _make_ca(cwd: Path, name: str) -> None:
    _openssl(cwd, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", DAYS,
             "-subj", f"/CN=caskade-{name}", "-addext", "keyUsage=critical,keyCertSign,cRLSign",
             "-keyout", f"{name}.key", "-out", f"{name}.pem")


def _make_leaf(cwd: Path, name: str, subject: str, usage: str) -> None:
    (cwd / "extensions").write_text(f"subjectAltName={NAMES}\nextendedKeyUsage={usage}\n")
    _openssl(cwd, "req", "-newkey", "rsa:2048", "-nodes", "-subj", subject, "-keyout", f"{name}.key",
             "-out", f"{name}.csr")
    _openssl(cwd, "x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
             "-CAcreateserial", "-days", DAYS, "-extfile", "extensions", "-out", f"{name}.pem")
    _openssl(cwd, "pkcs12", "-export", "-in", f"{name}.pem", "-inkey", f"{name}.key", "-certfile", "ca.pem",
             "-name", name, "-out", f"{name}.p12", "-passout", f"pass:{PASSWORD}")
    _keytool(cwd, "-importkeystore", "-noprompt", "-srckeystore", f"{name}.p12", "-srcstoretype", "PKCS12",
             "-srcstorepass", PASSWORD, "-destkeystore", f"{name}.jks", "-deststoretype", "JKS",
             "-deststorepass", PASSWORD)
    (cwd / f"{name}.csr").unlink()
    (cwd / "extensions").unlink()


def _make_trust(cwd: Path) -> None:
    for store, kind in (("trust.p12", "PKCS12"), ("trust.jks", "JKS")):
        _keytool(cwd, "-importcert", "-noprompt", "-alias", "ca", "-file", "ca.pem", "-storetype", kind,
                 "-keystore", store, "-storepass", PASSWORD)

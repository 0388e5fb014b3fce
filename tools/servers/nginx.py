"""Debian's nginx as a private front for the registry: https, basic auth, client certificates."""

import getpass
import os
import subprocess

import certs
import process
from instance import Instance, Member
from trouble import need_program

CONF = """\
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr warn;
{user}
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/tmp/body;
  proxy_temp_path {folder}/tmp/proxy;
  fastcgi_temp_path {folder}/tmp/fastcgi;
  uwsgi_temp_path {folder}/tmp/uwsgi;
  scgi_temp_path {folder}/tmp/scgi;
  server {{
    listen {host}:{port}{ssl};
{tls}{auth}    location / {{
      proxy_pass http://{behind};
      proxy_set_header Host $http_host;
      proxy_set_header Authorization "";
    }}
  }}
}}
"""

TLS = """\
    ssl_certificate {certs}/server.pem;
    ssl_certificate_key {certs}/server.key;
    ssl_client_certificate {certs}/ca.pem;
    ssl_verify_client {verify};
"""

AUTH = """\
    auth_basic "registry";
    auth_basic_user_file {folder}/users;
"""


def conf(instance: Instance, member: Member, behind: Member) -> str:
    settings, folder = instance.settings, instance.folder(member)
    secure = settings["tls"] != "none"
    verify = "on" if settings["tls"] == "mutual" else "off"
    return CONF.format(
        folder=folder, host=member.host, port=member.port, behind=f"{behind.host}:{behind.port}",
        # a worker that root starts would else be another user, who may not read these files
        user=f"user {getpass.getuser()};" if os.geteuid() == 0 else "",
        ssl=" ssl" if secure else "",
        tls=TLS.format(certs=certs.folder(), verify=verify) if secure else "",
        auth=AUTH.format(folder=folder) if settings["basic_auth"] else "")


def launch(instance: Instance, member: Member, behind: Member) -> None:
    folder = instance.folder(member)
    (folder / "tmp").mkdir(exist_ok=True)
    (folder / "nginx.conf").write_text(conf(instance, member, behind))
    if instance.settings["basic_auth"]:
        user, _, password = instance.settings["basic_auth"].partition(":")
        (folder / "users").write_text(f"{user}:{_hashed(password)}\n")
    command = [need_program("nginx", "nginx-light"), "-p", str(folder), "-c", "nginx.conf", "-e", "stderr"]
    process.spawn(command, folder, instance.log(member), instance.pid_file(member))


def _hashed(password: str) -> str:
    return subprocess.run([need_program("openssl", "openssl"), "passwd", "-apr1", "-stdin"], input=password,
                          stdout=subprocess.PIPE, text=True, check=True).stdout.strip()

"""Find nginx for the tests and the load bench, or install Debian's where that can be done, and print its path:
`python -m tools.nginx`."""

import os
import shutil

from tools.install import install

# Around deploy/nginx.conf, as gradient-explorer.conf in a folder in which all else stands too.
AROUND = """
{user}
daemon off;
worker_processes 1;
worker_rlimit_nofile 8192;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/gradient-explorer.conf;
}}
"""


def installed() -> str | None:
    """The path of an nginx that is there already. (Debian's is not on every user's PATH.)"""
    return shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"]))


def find() -> str | None:
    """nginx's path, installing it if need be; None where that cannot be done."""
    path = installed()
    if path is None:
        install("nginx")
        path = installed()
    return path


if __name__ == "__main__":
    # Only the tests of deploy/nginx.conf need it; without it they are left out, and say so.
    print(find() or "No nginx, and none to be installed: the tests of deploy/nginx.conf are left out.")

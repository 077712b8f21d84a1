"""Run what installs a program. It says on standard error what it does: standard output is for what was found."""

import os
import shutil
import subprocess
import sys


def run(*command: str) -> bool:
    """Whether the command ended well."""
    print("$", *command, file=sys.stderr)
    try:
        return subprocess.run(command, stdout=sys.stderr, check=False, timeout=900).returncode == 0
    except (OSError, subprocess.TimeoutExpired) as error:
        print(error, file=sys.stderr)
        return False


def install(package: str) -> None:
    """Debian's package, where one may install it."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        run("apt-get", "update", "-qq")
        run("apt-get", "install", "-y", "-qq", "--no-install-recommends", package)
